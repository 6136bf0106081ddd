"""What an application has for each model, line by line. In: its papers as read. Out: a Progress a model, and the gaps for staff. Pure.

"Not found" is said of a paper that was read wholly; what was not read, or not surely, is for a person to read. None of it is told to a
sender here: completeness.py says what may be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.applications import papers, submission
from intake.applications.finding import Finding, staff
from intake.documents import forms
from intake.documents.document import Document, Form, Model, Verdict
from intake.documents.forms import Revision

SURE: Final = 0.6
"""Confidence (0..1) under which a value is for a person to read."""


class Standing(StrEnum):
    """Of a paper, or of a line on it."""

    THERE = "there"
    NOT_FOUND = "not found"
    TO_READ = "to be read by a person"


class Part(StrEnum):
    """What the agency's half of a paper has. Older printings have no line for a name."""

    AGENCY = "agency"
    SIGNATURE = "signature"
    DATE = "date"
    NAME = "name"
    TITLE = "title"
    CONTACT = "contact"
    PRESS_CONTACT = "press-contact"


PART_NAMES: Final = {
    Part.AGENCY: "the agency's name",
    Part.SIGNATURE: "a signature",
    Part.DATE: "a date",
    Part.NAME: "the signatory's name",
    Part.TITLE: "the signatory's title",
    Part.CONTACT: "a point of contact",
    Part.PRESS_CONTACT: "a point of contact for the press (Appendix C)",
}
_FIELDS: Final = {
    Part.AGENCY: ("agency_name",),
    Part.NAME: ("signatory_name",),
    Part.TITLE: ("signatory_title",),
    Part.CONTACT: ("poc_name", "poc_title", "poc_phone", "poc_email", "poc_address"),
    Part.PRESS_CONTACT: ("pio_name", "pio_phone", "pio_email"),
}
_DATES: Final = {Form.LOI: ("letter_date", "signed_date"), Form.MOA: ("signed_date",)}
_LETTER: Final = (Part.AGENCY, Part.SIGNATURE, Part.DATE, Part.NAME, Part.TITLE)
_AGREEMENT: Final = (*_LETTER, Part.CONTACT, Part.PRESS_CONTACT)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a paper. `page` counts from 1; None where the place is not known."""

    part: Part
    standing: Standing
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What an application has for one model. `model` is None where no paper names one yet."""

    model: Model | None
    letter: Standing
    agreement: Standing
    letter_items: tuple[Item, ...] = ()
    agreement_items: tuple[Item, ...] = ()

    @property
    def complete(self) -> bool:
        """Both papers and every line of them are there. Never said to a sender."""
        items = (*self.letter_items, *self.agreement_items)
        return {self.letter, self.agreement, *(item.standing for item in items)} == {Standing.THERE}


def progress(documents: Sequence[Document], asked: Sequence[Model] = ()) -> tuple[Progress, ...]:
    """One for each model that was asked for or has an agreement; one without a model where none is known.

    `documents` are the application's current papers and whatever else came with them; blank forms are none.
    """
    there = [d for d in documents if not d.blank]
    letters = [d for d in there if d.form is Form.LOI]
    agreements = [d for d in there if d.form is Form.MOA]
    unknown = any(not papers.is_paper(d) for d in there)
    letter, letter_items = _paper(letters, unknown)
    known = [m for m in Model if m in asked or any(d.model is m for d in agreements)]
    unnamed = any(d.model is None for d in agreements)
    made = []
    for model in known or (None,):
        mine = [d for d in agreements if d.model is model]
        agreement, items = _paper(mine, unknown or unnamed)
        made.append(Progress(model, letter, agreement, letter_items, items))
    return tuple(made)


def items(document: Document) -> tuple[Item, ...]:
    """The lines of the agency's half, in the order of Part; () for what is neither letter nor agreement."""
    if not papers.is_paper(document):
        return ()
    printed = _printed(document)
    parts = _LETTER if document.form is Form.LOI else _AGREEMENT
    return tuple(_item(document, part, printed) for part in parts if _asked_by(part, document, printed))


def gaps(documents: Sequence[Document]) -> tuple[Finding, ...]:
    """What was not found on papers that were read wholly; for staff. Signature and date are judged in completeness.py."""
    return tuple(finding for document in documents for finding in _gaps(document))


def _gaps(document: Document) -> Iterator[Finding]:
    named = {issue.code for issue in document.issues}
    if papers.is_paper(document) and submission.unread(document) and not named:
        yield staff("not-fully-read", "Not read, or not wholly; a person must read it.", model=document.model, form=document.form)
    for item in items(document):
        code = f"{item.part}-not-found"
        dated = item.part is Part.DATE and not any(each.startswith("date-") for each in named)
        if item.standing is Standing.NOT_FOUND and code not in named and (dated or item.part not in (Part.SIGNATURE, Part.DATE)):
            text = f"Without {PART_NAMES[item.part]}, as far as it was read."
            yield staff(code, text, model=document.model, page=item.page, form=document.form)


def _paper(documents: Sequence[Document], unknown: bool) -> tuple[Standing, tuple[Item, ...]]:
    """`unknown`: there are papers beside of which nobody knows yet what they are."""
    read = [d for d in documents if not submission.unread(d)]
    if read:
        return Standing.THERE, items(read[-1])
    if documents:
        return Standing.TO_READ, items(documents[-1])
    return (Standing.TO_READ if unknown else Standing.NOT_FOUND), ()


def _item(document: Document, part: Part, printed: Revision | None) -> Item:
    if part is Part.SIGNATURE:
        return _signature(document, printed)
    names = _DATES[document.form] if part is Part.DATE else _FIELDS[part]
    found = [f for f in document.fields if f.name in names and f.value]
    if found:
        best = max(found, key=lambda f: f.confidence)
        return Item(part, Standing.THERE if best.confidence >= SURE else Standing.TO_READ, best.page or None)
    certain = not submission.unread(document)
    if part is Part.DATE and document.form is Form.MOA:
        # A date that is written and cannot be read leaves no field either.
        certain = certain and any(issue.code == "date-blank" for issue in document.issues)
    return Item(part, Standing.NOT_FOUND if certain else Standing.TO_READ, _page(document, part, printed))


def _signature(document: Document, printed: Revision | None) -> Item:
    ours = [s for s in document.signatures if s.party == "agency"]
    signed = next((s for s in ours if s.verdict is Verdict.SIGNED), None)
    if signed is not None:
        return Item(Part.SIGNATURE, Standing.THERE, signed.page or None)
    certain = bool(ours) and not submission.unread(document) and all(s.verdict is Verdict.UNSIGNED for s in ours)
    page = ours[0].page or None if ours else _page(document, Part.SIGNATURE, printed)
    return Item(Part.SIGNATURE, Standing.NOT_FOUND if certain else Standing.TO_READ, page)


def _printed(document: Document) -> Revision | None:
    """The printing of the form, where the paper bears its mark."""
    form = forms.form_of(document.model) if document.form is Form.MOA else None
    return next((r for r in form.revisions if r.date == document.form_revision), None) if form else None


def _asked_by(part: Part, document: Document, printed: Revision | None) -> bool:
    """Whether the form has such a line at all; of a printing that is not known only what all have."""
    if document.form is Form.MOA and part is Part.NAME:
        return printed is not None and printed.name_line
    return part is not Part.PRESS_CONTACT or (printed is not None and printed.press_page is not None)


def _page(document: Document, part: Part, printed: Revision | None) -> int | None:
    """Where the form has the line; a cover sheet in front moves all pages as far as it moves the signature's."""
    signing = next((s.page for s in document.signatures if s.party == "agency" and s.page), None)
    if printed is None or signing is None:
        return signing if part in (Part.SIGNATURE, Part.DATE, Part.NAME, Part.TITLE) else None
    shift = signing - printed.signature_page
    at = {Part.AGENCY: 1, Part.CONTACT: printed.contact_page, Part.PRESS_CONTACT: printed.press_page or 0}.get(part, printed.signature_page)
    return at + shift if 0 < at + shift <= document.pages else None
