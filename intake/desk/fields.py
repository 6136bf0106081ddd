"""A value that was read, as people see it. In: rows of the ledger. Out: labels, places and certainty in plain words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from intake.store.corrections import CorrectionRecord
from intake.store.documents import FieldRecord

CERTAIN: Final = 0.9
LIKELY: Final = 0.7
"""Confidence from which a value counts (applications/submission.BAR)."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""
LETTER_PAGE: Final = (612.0, 792.0)
"""Points of a page whose size is not known."""

LABELS: Final = {
    "agency_name": "Agency", "agency_type": "Kind of agency", "state": "State", "county": "County", "city": "City",
    "street_address": "Street address", "zip": "ZIP code", "phone": "Telephone", "signatory_name": "Who signs",
    "signatory_title": "Title of who signs", "signed_date": "Date of the signature", "letter_date": "Date of the letter",
    "models_requested": "Models asked for", "officers_nominated": "Officers nominated", "poc_name": "Point of contact",
    "poc_title": "Contact's title", "poc_phone": "Contact's telephone", "poc_email": "Contact's email",
    "poc_address": "Contact's address", "pio_name": "Press contact", "pio_phone": "Press contact's telephone",
    "pio_email": "Press contact's email", "office_signatory": "Who signs for this office", "office_signed_date": "Date of our signature",
}  # fmt: skip
NAMED: Final = {**LABELS, "agency_signature": "The agency's signature", "office_signature": "This office's signature"}
"""All that a person may correct."""
SOURCES: Final = {
    "text": "read from the text of the file", "form": "read from a form field", "ocr": "read from a picture of the page",
    "mail": "taken from the mail", "directory": "taken from the directory", "staff": "entered by a person",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """Who said so, and what the machine reads; `undo` is the number by which it is taken back."""

    by_who: str
    at: Any
    machine: str | None
    before: str | None
    undo: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One field. `box` is its place in points (left, top, right, bottom), None where none is known. `edition` guards against overwriting.

    `sure` is "certain", "likely", "unsure", "person" or "unreadable"; `certainty` says it in words.
    """

    name: str
    label: str
    text: str
    raw: str
    page: int
    box: Box | None
    place: str
    sure: str
    certainty: str
    source: str
    edition: int
    typed: str = ""  # as it stands in an input
    hidden: bool = False
    correction: Correction | None = None


def certainty(confidence: float) -> tuple[str, str]:
    """A word for machines and one for people."""
    if confidence >= CERTAIN:
        return "certain", "certain"
    return ("likely", "likely") if confidence >= LIKELY else ("unsure", "unsure, look")


def words(value: object) -> str:
    """A value as people write it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    text = str(value)
    try:
        day = date.fromisoformat(text) if len(text) == 10 and text[4] == "-" else None
    except ValueError:
        day = None
    return f"{day:%B} {day.day}, {day.year}" if day is not None else text


def place(page: int, spot: Sequence[float] | None, size: tuple[float, float] | None = None) -> str:
    """ "page 9, lower left"; "page 9" where the place is not known, "" where not even the page is."""
    if page < 1:
        return ""
    if spot is None or not any(spot):
        return f"page {page}"
    wide, high = size or LETTER_PAGE
    across, down = (spot[0] + spot[2]) / 2 / wide, (spot[1] + spot[3]) / 2 / high
    column = "left" if across < 0.38 else "right" if across > 0.62 else ""
    row = "upper" if down < 0.34 else "lower" if down > 0.66 else "middle"
    return f"page {page}, {f'{row} {column}'.strip() if column else 'middle' if row == 'middle' else f'{row} middle'}"


def seen(record: FieldRecord, said: CorrectionRecord | None, edition: int, size: tuple[float, float] | None, *, hidden: bool) -> Seen:
    """A field that counts. `said` is the correction it comes from, None where the machine read it."""
    spot = box(record.bbox)
    sure, told = certainty(record.confidence)
    correction = None
    if said is not None:
        sure, told = "person", f"{'added' if said.act == 'added' else 'corrected'} by {said.by_who}"
        correction = corrected(said)
        if hidden:
            correction = replace(correction, machine=None, before=None)
    return Seen(
        name=record.name, label=LABELS.get(record.name, record.name), text=words(record.value), raw=record.raw, page=record.page, box=spot,
        place=place(record.page, spot, size), sure=sure, certainty=told, source=SOURCES.get(record.source, record.source), edition=edition,
        typed="" if hidden else _typed(record.value), hidden=hidden, correction=correction,
    )  # fmt: skip


def _typed(value: object) -> str:
    return words(value) if isinstance(value, list) else str(value)


def unreadable(said: CorrectionRecord, edition: int, size: tuple[float, float] | None) -> Seen:
    """A field of which a person said that it cannot be read."""
    before: Mapping[str, Any] = said.before or {}
    spot = box(before.get("bbox"))
    page = int(before.get("page", 0))
    return Seen(
        name=said.name, label=LABELS.get(said.name, said.name), text="", raw="", page=page, box=spot, place=place(page, spot, size),
        sure="unreadable", certainty=f"cannot be read, says {said.by_who}", source="", edition=edition, correction=corrected(said),
    )  # fmt: skip


def corrected(said: CorrectionRecord) -> Correction:
    """The correction in words."""
    return Correction(said.by_who, said.at, _value(said.machine), _value(said.before), said.id)


def _value(row: Mapping[str, Any] | None) -> str | None:
    return None if row is None else words(row.get("value"))


def box(value: object) -> Box | None:
    """A place in points, None where none is known."""
    if not isinstance(value, list | tuple) or len(value) != 4 or not any(value):
        return None
    return (float(value[0]), float(value[1]), float(value[2]), float(value[3]))
