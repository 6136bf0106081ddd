"""An agreement as one reader has it: the pages that carry blanks, the signature block, the contacts. Pure.

A page with a text layer of its own has one reader. A picture is recognised here; where somebody else's recognition lies over it too, the
paper is read twice, and the two readings vote.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.documents import certainty, contacts, signature_block
from intake.documents.document import Field
from intake.documents.signature_block import SignatureBlock
from intake.documents.words import Layer, Line, PageWords

FOREIGN: Final = 0.75
"""How far somebody else's recognition is trusted: nothing is known of its doubts."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """`pages` are all of this reading; the agreement's first, contact and press are among them, or None where this reader has none."""

    pages: tuple[PageWords, ...]
    first: PageWords | None
    block: SignatureBlock | None
    contact: PageWords | None
    press: PageWords | None
    counsel: PageWords | None = None  # the page with the blank for the government's counsel, where it was looked at
    poc_lines: tuple[Line, ...] = ()
    pio_lines: tuple[Line, ...] = ()

    def is_recognised(self, number: int) -> bool:
        """Whether a page was read from a picture, by whomever."""
        return any(page.number == number and page.layer in (Layer.SCAN, Layer.FOREIGN) for page in self.pages)

    def trusted(self, field: Field, line: Line | None = None) -> Field:
        """The field as sure as the reading of its page is, or of the `line` that it was read from."""
        page = next((page for page in self.pages if page.number == field.page), None)
        if page is None or page.layer not in (Layer.SCAN, Layer.FOREIGN):
            return field
        part = FOREIGN if page.layer is Layer.FOREIGN else certainty.of(field, page, line)
        return replace(field, confidence=field.confidence * part)


def lay(
    first: PageWords | None, signing: Sequence[PageWords], contact: PageWords | None, press: PageWords | None,
    counsel: PageWords | None = None,
) -> Sheets:  # fmt: skip
    """The sheets of one reading; `signing` are the pages on which a signature block may stand."""
    every = [page for page in (first, *signing, contact, press) if page]
    blocks = (signature_block.find(page) for page in signing)
    poc = contacts.agency_lines(contact) if contact else []
    pio = contacts.agency_lines(press) if press and (not contact or press.number != contact.number) else []
    pages = tuple({page.number: page for page in every}.values())
    return Sheets(pages, first, next((block for block in blocks if block), None), contact, press, counsel, tuple(poc), tuple(pio))
