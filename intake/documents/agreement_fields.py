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
ALIKE: Final = 85
"""How alike two readings of one value must be, of 100, to be told apart by a slip alone."""


def read(readings: Sequence[Sheets], model: Model | None, revision: str | None) -> list[Field]:
    """All fields of an agreement; the best reading first. `revision` is the ISO date of the printing."""
    main = readings[0]
    names, states = agreement_agency.candidates(readings)
    agency = agreement_agency.elect(names)
    found: list[Field] = []
    if agency:
        kind = agencies.kind(str(agency.value))
        sure = 0.85 if kind != "other" else 0.5
        found.append(agency)
        found.append(Field("agency_type", kind, agency.raw, agency.page, agency.bbox, agency.source, min(sure + 0.1, agency.confidence)))
    found += _mended(elected(_contacts(readings)))
    found += elected([*states, *agreement_place.candidates(readings, agency)])
    if main.contact:
        nominated = contacts.nominated(main.contact.lines)
        if nominated:
            found.append(main.trusted(nominated))
    found += elected(signing_party.candidates(readings, agency, revision))
    if model and main.first and main.first.lines:
        found.append(line_field("models_requested", (str(model),), main.first.lines[0], 0.95))
    return found


def _contacts(readings: Sequence[Sheets]) -> Iterable[Candidate]:
    for sheets in readings:
        for prefix, lines, sure in (("poc", sheets.poc_lines, 0.92), ("pio", sheets.pio_lines, 0.9)):
            for field in contacts.fields(prefix, lines, sure):
                yield Candidate(sheets.trusted(field), prefix)


def _mended(found: list[Field]) -> list[Field]:
    """Mail addresses held against each other, and against the name of whom they belong to."""
    by_name = {field.name: field for field in found}
    for prefix, other in (("poc", "pio"), ("pio", "poc")):
        mail, second = by_name.get(f"{prefix}_email"), by_name.get(f"{other}_email")
        if (
            mail
            and second
            and mail.value != second.value
            and mail.confidence < min(WEAK, second.confidence)
            and _alike(str(mail.value), str(second.value))
        ):
            by_name[mail.name] = mail = replace(mail, value=second.value, confidence=round(0.9 * second.confidence, 2))
        person = by_name.get(f"{prefix}_name")
        spelt = people.mail_of(str(person.value), str(mail.value)) if mail and person else None
        if mail and spelt and mail.source is Source.OCR:
            by_name[mail.name] = replace(mail, value=spelt, confidence=round(0.9 * mail.confidence, 2))
    return list(by_name.values())


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
