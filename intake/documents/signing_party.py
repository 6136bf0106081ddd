"""Who signed an agreement, with what title and when. In: readings of its signature block. Out: candidates for the vote. Pure.

What the office's signer wrote is never the agency's. A date that a pen wrote is believed as far as the other dates bear it out: the form's
printing, and the office's date, which follows within weeks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from rapidfuzz import fuzz

from intake.documents import agencies, dates, office_half, people
from intake.documents.body import line_field
from intake.documents.dates import Dated
from intake.documents.document import Field
from intake.documents.sheets import Sheets
from intake.documents.signature_block import Half
from intake.documents.vote import Candidate
from intake.documents.words import Line

_JAILS: Final = re.compile(r"correction|detention|jail|executive\s+director", re.IGNORECASE)
_CUT: Final = re.compile(
    r"(?P<text>[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?\s*,?|\d{1,2}\s*[-/.=]\s*\d{1,2}\s*[-/.=])\s*(?P<year>\d{0,4})\W*$"
)
_SHOWN: Final = re.compile(r"(?<!\d)(?P<date>20\d\d\.\d\d\.\d\d)(?!\d)")
_SLASHES: Final = re.compile(r"(\d\d?)[1/|](\d\d)[1/|]((?:20)?\d\d)")
"""Strokes between the numbers of a date are read as ones."""
_SHERIFFS: Final = ("sheriff", "high sheriff")
TITLE_LIKE: Final = 70
"""How alike a misread title must be to the one that the head of such an agency bears, of 100."""
LONGEST: Final = 120
"""Days that the office may take to sign after an agency."""
NOT_BORNE_OUT: Final = 0.4
"""What is left of a date that the paper's other dates contradict."""
GUESSED: Final = 0.6
"""What is left of a date whose year comes from the office's date."""

_Told = tuple[Field, Line]
"""A field, and the line that it was read from."""


def candidates(readings: Sequence[Sheets], agency: Field | None, revision: str | None) -> list[Candidate]:
    """Candidates for the signatory's name and title, and both dates."""
    found: list[Candidate] = []
    office_dates = [dated for sheets in readings for dated in _office_dates(sheets)]
    printed = date.fromisoformat(revision) if revision else None
    for sheets in readings:
        block = sheets.block
        if block is None:
            continue
        # What a program wrote needs no bearing out.
        doubted = sheets.is_recognised(block.page)
        bounds = (printed, office_dates) if doubted else (None, ())
        for half in (each for side in (block.agency, block.office) if side for each in _read(side)):
            told = _office(half) if half.party == "office" else [*_signatory(half, agency), *_signed(half, *bounds)]
            found += [Candidate(sheets.trusted(field, line), "block") for field, line in told]
    return [*found, *_confirmed(found, readings)]


def _read(half: Half) -> Iterator[Half]:
    """The half as it was read, and as far as its blanks were read again."""
    yield half
    if half.again:
        yield replace(half, values=half.again, lines=())


def _signatory(half: Half, agency: Field | None) -> Iterator[_Told]:
    name = half.values.get("name")
    titled = False
    if name:
        pieces = [piece.strip(" .:") for piece in name.text.split(",")]
        rank, plain = people.split_rank(pieces[0])
        if (people.is_name(plain) or people.is_upper_name(plain)) and not office_half.is_signatory(plain):
            yield line_field("signatory_name", agencies.titled(plain) if plain.isupper() else plain, name, 0.94), name
            title = next((p for p in pieces[1:] if people.is_title(p)), rank)
            if title and "title" not in half.labels:
                titled = True
                yield line_field("signatory_title", title, name, 0.85), name
    line = half.values.get("title")
    if not line or titled:
        return
    text = line.text.strip(" _.-:")
    if re.search(r"[A-Za-z]{3}", text) and (people.is_title(text) or not agencies.looks_like(text)):
        suspicious = office_half.is_office_title(text) and not _JAILS.search(text)
        known = _known_title(text, agency)
        sure = 0.35 if suspicious else 0.94 if people.is_title(text) else 0.6 if known else 0.5
        yield line_field("signatory_title", known or text, line, sure), line


def _known_title(text: str, agency: Field | None) -> str | None:
    """ "Sheritt" of a sheriff's office is its sheriff."""
    if not agency or agencies.kind(str(agency.value)) != "sheriff" or people.is_title(text) or len(text.split()) > 2:
        return None
    best = max(_SHERIFFS, key=lambda title: fuzz.ratio(text.lower(), title))
    return best.title() if fuzz.ratio(text.lower(), best) >= TITLE_LIKE else None


def _confirmed(found: Sequence[Candidate], readings: Sequence[Sheets]) -> Iterator[Candidate]:
    """Contacts of the same name, or nearly so: the head of a small agency is its contact too. One of a fuller name is surely he."""
    names = [str(c.field.value).lower() for c in found if c.field.name == "signatory_name"]
    for sheets in readings:
        for place, lines in (("poc", sheets.poc_lines), ("pio", sheets.pio_lines)):
            for line in lines:
                plain = people.split_rank(line.text.split(",")[0].strip(" ."))[1]
                if people.is_name(plain) and any(fuzz.ratio(plain.lower(), name) >= 85 for name in names):
                    sure = 0.9 if any(set(plain.lower().split()) > set(name.split()) for name in names) else 0.6
                    yield Candidate(sheets.trusted(line_field("signatory_name", plain, line, sure)), place, 0.6)


def _office(half: Half) -> Iterator[_Told]:
    name = half.values.get("name")
    if name:
        plain = people.split_rank(name.text.strip(" .:"))[1]
        if people.is_name(plain):
            yield line_field("office_signatory", plain, name, 0.93), name
    line, dated = _dated(half)
    if line and dated:
        yield line_field("office_signed_date", dated.value.isoformat(), line, 0.93, raw=line.text[dated.start : dated.end]), line


def _dated(half: Half) -> tuple[Line | None, Dated | None]:
    """What stands on the line for the date, else the date that a digital signature shows."""
    line = half.values.get("date")
    found = dates.first(line.text) if line else None
    if line and found:
        return line, found
    for other in half.lines:
        shown = _SHOWN.search(other.text)
        written = dates.first(shown.group("date")) if shown else None
        if shown and written:
            return other, written._replace(start=shown.start(), end=shown.end())
    return line, None


def _office_dates(sheets: Sheets) -> list[date]:
    half = sheets.block.office if sheets.block else None
    dated = _dated(half)[1] if half else None
    return [dated.value] if dated else []


def _signed(half: Half, printed: date | None, office: Sequence[date]) -> Iterator[_Told]:
    line = half.values.get("date")
    if not line:
        return
    dated = dates.first(line.text)
    slashes = None if dated or not office else _SLASHES.fullmatch(line.text.strip(" .,:-"))
    if slashes:
        told = dates.first("/".join(slashes.groups()))
        if told and any(0 <= (other - told.value).days <= LONGEST for other in office):
            yield line_field("signed_date", told.value.isoformat(), line, 0.9 * GUESSED), line
        return
    if dated:
        value, sure = dated.value, 0.95 if dated.sure else 0.9
        if (printed and value < printed) or (office and not any(0 <= (other - value).days <= LONGEST for other in office)):
            guessed = _in_year(value, office, printed)
            value, sure = (guessed, sure * GUESSED) if guessed else (value, sure * NOT_BORNE_OUT)
        yield line_field("signed_date", value.isoformat(), line, sure, raw=line.text[dated.start : dated.end]), line
        return
    yield from _cut(line, printed, office)


def _cut(line: Line, printed: date | None, office: Sequence[date]) -> Iterator[_Told]:
    """A date whose year was not read to its end ("March 29, 202")."""
    match = _CUT.search(line.text)
    if not match or not office:
        return
    text = re.sub(r"\s*=\s*", "-", match.group("text"))
    dated = dates.first(f"{text} {office[0].year}" if text[-1:].isalnum() or text[-1:] == "," else f"{text}{office[0].year}")
    guessed = _in_year(dated.value, office, printed) if dated else None
    if guessed:
        yield line_field("signed_date", guessed.isoformat(), line, 0.9 * GUESSED), line


def _in_year(value: date, office: Sequence[date], printed: date | None) -> date | None:
    """The same day in the year in which the office signed, if that can be."""
    for other in office:
        try:
            moved = value.replace(year=other.year)
        except ValueError:
            continue
        if 0 <= (other - moved).days <= LONGEST and (printed is None or moved >= printed):
            return moved
    return None
