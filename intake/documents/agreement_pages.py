"""Which pages of an agreement carry blanks. In: the text of its pages. Out: their numbers. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents import forms
from intake.documents.classify import Classified

_SIGNING_PAGE: Final = re.compile(r"each\s+party\s+represents\s+it\s+is|By\s+signing\s+this\s+(?:MOA|agreement)", re.IGNORECASE)
_ADDENDUM: Final = re.compile(r"signing\s+this\s+addendum", re.IGNORECASE)
_CONTACT_PAGE: Final = re.compile(
    r"points\s+of\s+contact\s+(?:\(POCs?\)\s+)?for\s+purposes\s+of\s+(?:implementation"
    r"|this)[\s\S]{0,400}?for\s+(?:the\s+)?(?:LEA|AGENCY|ICE)|^\s*VII\.?\s+POINTS\s+OF\s+CONTACT",
    re.IGNORECASE | re.MULTILINE,
)
_PRESS_PAGE: Final = re.compile(r"APPENDIX\s*C\b[\s\S]{0,60}PUBLIC\s+INFORMATION|PUBLIC\s+INFORMATION\s+POINTS?\s+OF", re.IGNORECASE)
_COUNSEL_PAGE: Final = re.compile(r"\(OPLA\)\s+field\s+location\s+at", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Pages that carry blanks, from 1."""

    signature: tuple[int, ...]
    contact: int | None
    press: int | None


def is_signing_page(text: str) -> bool:
    """Whether the parties sign on this page."""
    return bool(_SIGNING_PAGE.search(text)) and not _ADDENDUM.search(text)


def pages_that_matter(texts: Sequence[str], found: Classified) -> Chosen:
    """The pages with the signature block, the point of contact and the press contact, by their own words, else as the form is printed."""
    signing = [n for n, text in enumerate(texts, 1) if n >= found.start and is_signing_page(text)]
    contact = [n for n, text in enumerate(texts, 1) if n > found.start and _CONTACT_PAGE.search(text) and not _PRESS_PAGE.search(text)]
    press = [n for n, text in enumerate(texts, 1) if n > found.start and _PRESS_PAGE.search(text)]
    form = forms.form_of(found.model)
    printed = next((r for r in form.revisions if r.date == found.revision), form.revisions[-1]) if form else None
    shift = found.start - 1
    if printed and not signing and printed.signature_page + shift <= len(texts):
        signing = [printed.signature_page + shift]
    if printed and not contact and printed.contact_page + shift <= len(texts):
        contact = [printed.contact_page + shift]
    if printed and not press and printed.press_page and printed.press_page + shift <= len(texts):
        press = [printed.press_page + shift]
    return Chosen(tuple(signing[:2]), contact[-1] if contact else None, press[-1] if press else None)


def names_counsel(text: str) -> bool:
    """Whether a page has the blank for the office of the government's counsel, which is a place."""
    return bool(_COUNSEL_PAGE.search(text))
