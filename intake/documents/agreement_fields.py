"""The fields of an agreement. In: readings of its pages. Out: fields with page, place, source and confidence. Pure.

Each value may stand in several places and be read more than once; candidates vote. See `vote`, and `sheets` for what a reading is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz

from intake.documents import agencies, agreement_agency, agreement_place, contacts, people, signing_party, vote
from intake.documents.body import line_field
from intake.documents.document import Field, Model, Source
from intake.documents.sheets import Sheets
from intake.documents.vote import Candidate

WEAK: Final = 0.8
"""A mail address that is surer stands as it was read."""
BORNE_OUT: Final = 0.95
"""No mail address is surer for what else the paper says."""
HEAD: Final = 0.8
"""How often what looks like the title of such an agency's head, however dimly it was read, is it."""
ALIKE: Final = 85
"""How alike two readings of one value must be, of 100, to be told apart by a slip alone."""


def read(readings: Sequence[Sheets], model: Model | None, revision: str | None) -> list[Field]:
    """All fields of an agreement; the best reading first. `revision` is the ISO date of the printing."""
    main = readings[0]
    names, states = agreement_agency.candidates(readings)
    agency = agreement_agency.elect(names)
    found: list[Field] = []
    if agency:
        found.append(agency)
        found.append(_kind(agency, names))
    kind = str(next((field.value for field in found if field.name == "agency_type"), ""))
    contacted = list(_contacts(readings))
    found += _mended(elected([*contacted, *_heads(contacted, kind)]))
    county = agreement_agency.told(agency, names, "county", agencies.county_of) if agency else None
    found += elected([*states, *agreement_place.candidates(readings, agency, county)])
    if main.contact:
        nominated = contacts.nominated(main.contact.lines)
        if nominated:
            found.append(main.trusted(nominated))
    signing = signing_party.candidates(readings, agency, revision)
    found += elected([*signing, *_heads(signing, kind)])
    if model and main.first and main.first.lines:
        found.append(line_field("models_requested", (str(model),), main.first.lines[0], 0.95))
    return found


def _kind(agency: Field, names: Sequence[Candidate]) -> Field:
    told = agreement_agency.told(agency, names, "agency_type", agreement_agency.kind)
    kind = str(told.value) if told else agencies.kind(str(agency.value))
    sure = told.confidence if told else agency.confidence
    return replace(agency, name="agency_type", value=kind, confidence=min(0.95 if kind != "other" else 0.6, sure))


def _heads(found: Sequence[Candidate], kind: str) -> Iterable[Candidate]:
    """Of titles that were read as an agency of its kind has them, that they are: no misreading makes a "Sheriff" of another word."""
    told: set[tuple[str, str]] = set()
    for candidate in found:
        name, title = candidate.field.name, str(candidate.field.value).lower()
        if name in ("signatory_title", "poc_title") and title in _HEADS.get(kind, ()) and (name, title) not in told:
            told.add((name, title))
            yield Candidate(replace(candidate.field, confidence=HEAD), "head", 0.5)


def _contacts(readings: Sequence[Sheets]) -> Iterable[Candidate]:
    for sheets in readings:
        for prefix, lines, sure in (("poc", sheets.poc_lines, 0.92), ("pio", sheets.pio_lines, 0.9)):
            for field in contacts.fields(prefix, lines, sure):
                yield Candidate(sheets.trusted(field), prefix)


def _mended(found: list[Field]) -> list[Field]:
    """Mail addresses held against each other, and against the name of whom they belong to."""
    by_name = {field.name: field for field in found}
    read = dict(by_name)
    for prefix, other in (("poc", "pio"), ("pio", "poc")):
        mail, second = read.get(f"{prefix}_email"), read.get(f"{other}_email")
        if mail is None:
            continue
        twice = second is not None and mail.value == second.value
        if (
            second
            and mail.value != second.value
            and mail.confidence < min(WEAK, second.confidence)
            and _alike(str(mail.value), str(second.value))
        ):
            mail = replace(mail, value=second.value, confidence=round(0.9 * second.confidence, 2))
        person = by_name.get(f"{prefix}_name")
        spelt = people.mail_of(str(person.value), str(mail.value)) if person else None
        if spelt and mail.source is Source.OCR:
            mail = replace(mail, value=spelt, confidence=round(0.9 * mail.confidence, 2))
        by_name[mail.name] = _borne_out(mail, second, person, twice=twice)
    return list(by_name.values())


def _borne_out(mail: Field, other: Field | None, person: Field | None, *, twice: bool) -> Field:
    """A mail address, surer where the other page has it too, or has its host while the person's name spells what stands before it."""
    if other is None:
        return mail
    host = str(mail.value).rpartition("@")[2].lower() == str(other.value).rpartition("@")[2].lower()
    if twice:
        sure = other.confidence
    elif host and person and people.spells(str(person.value), str(mail.value)):
        sure = min(person.confidence, other.confidence)
    else:
        return mail
    return replace(mail, confidence=max(mail.confidence, round(min(BORNE_OUT, sure), 2)))


def elected(candidates: Iterable[Candidate]) -> list[Field]:
    """The winner of each field."""
    by_name: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_name.setdefault(candidate.field.name, []).append(candidate)
    found = (
        vote.elect(own, _key(name), alike=_alike if name not in _EXACT else None, fuller=_fuller if name in _PERSONS else None)
        for name, own in by_name.items()
    )
    return [field for field in found if field]


_HEADS: Final = {"sheriff": ("sheriff", "high sheriff"), "police": ("chief", "chief of police", "police chief")}
_EXACT: Final = ("state", "signed_date", "office_signed_date", "county")
_PERSONS: Final = ("signatory_name", "office_signatory", "poc_name", "pio_name", "signatory_title", "poc_title")


def _key(name: str) -> Callable[[Field], str]:
    keep = r"[^a-z0-9 ]" if name in _PERSONS else r"[^a-z0-9@]"
    return lambda field: re.sub(keep, "", str(field.value).lower())


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(one, other) >= ALIKE


def _fuller(one: str, other: str) -> bool:
    """ "Martin R. Alder" says all that "Martin Alder" does."""
    return len(other) >= 4 and set(one.split()) > set(other.split())
