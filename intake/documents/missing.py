"""Pages of an agreement that are not in the file. In: the text of its pages, what it is. Out: what is gone, and how sure that is. Pure.

The number that is printed at a page's head or foot tells which page it is, in whatever order the pages lie. A page without one may be any
page of the form, so a gap is certain only where every page bears its number. A form that prints none is held against its count of pages.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents import findings, forms
from intake.documents.classify import Classified
from intake.documents.document import Issue

MOST_PAGES: Final = 40
"""A higher number at a page's edge is no page number of a form."""
EDGE_LINES: Final = 3
"""Lines of a page's head, and of its foot, in which its number is looked for."""
ENOUGH: Final = 3
"""Pages that must bear a number before the numbers of a paper say anything."""

_OF: Final = re.compile(r"\bpage\s+(?P<n>\d{1,2})\s+of\s+(?P<m>\d{1,2})\b", re.IGNORECASE)
_BARE: Final = re.compile(r"(?:page\s+)?[-–—]?\s*(?P<n>\d{1,2})\s*[-–—]?", re.IGNORECASE)
_PRINTING: Final = re.compile(r"(?:^|\s)(?P<n>\d{1,2})\s+Rev(?:ised|\.)?\s*\d{1,2}\s*/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Gone:
    """What is not there. `pages` are printed numbers, empty where only their count tells; `of` is how many the form has."""

    pages: tuple[int, ...]
    of: int
    seen: int  # pages that are there, without blank and doubled ones
    certain: bool


def printed(text: str) -> tuple[int, int | None] | None:
    """The number at the head or foot of a page, and of how many pages it is where that is printed too."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    edge = [*reversed(lines[-EDGE_LINES:]), *lines[:EDGE_LINES]]
    for pattern, whole in ((_OF, False), (_PRINTING, False), (_BARE, True)):
        for line in edge:
            match = pattern.fullmatch(line) if whole else pattern.search(line)
            if match and 1 <= (number := int(match["n"])) <= MOST_PAGES:
                last = int(match["m"]) if "m" in match.groupdict() else None
                return number, last if last and number <= last <= MOST_PAGES else None
    return None


def find(texts: Sequence[str], found: Classified, blank: Iterable[int] = ()) -> Gone | None:
    """What is missing of an agreement; None where nothing seems to be. `blank` are pages, from 1, on which nothing is printed."""
    empty = frozenset(blank)
    seen: dict[int, str] = {}
    unknown = 0
    lasts: Counter[int] = Counter()
    other: set[str] = set()
    for place, text in enumerate(texts, 1):
        mark = None if place in empty else printed(text)
        if mark is None:
            words = " ".join(text.split())
            unknown += place >= found.start and place not in empty and (not words or words not in other)
            other.add(words)
            continue
        number, last = mark
        lasts.update([last] if last else [])
        # Two pages of one number are one page twice only if they say the same.
        unknown += number in seen and seen[number] != " ".join(text.split())
        seen.setdefault(number, " ".join(text.split()))
    stated = lasts.most_common(1)[0][0] if lasts else None
    total = stated or _pages_of(found)
    if len(seen) < ENOUGH:
        return Gone((), total, unknown + len(seen), certain=False) if total and unknown + len(seen) < total else None
    highest = max(seen)
    gaps = tuple(number for number in range(1, max(highest, total or 0) + 1) if number not in seen)
    if len(gaps) <= unknown:
        return None
    # The last pages of a form that was typed anew on fewer are not missing; those that it counts itself are.
    sure = not unknown and (stated is not None or gaps[-1] < highest)
    return Gone(gaps if not unknown else (), max(highest, total or 0), len(seen) + unknown, certain=sure)


def issue(gone: Gone, *, sender: bool) -> Issue:
    """The finding; `sender` says that all pages were read for certain, so that the sender may be told what is certain."""
    which = _listed(gone.pages)
    if gone.certain and sender:
        return Issue("page-missing", f"We did not find {which} of {gone.of} of the agreement.", None, findings.SENDER)
    if gone.pages:
        text = f"Pages may be missing: {which} of {gone.of} of the agreement was not seen."
    else:
        text = f"Pages may be missing: of the {gone.of} pages of the agreement no more than {gone.seen} were seen."
    return Issue("pages-may-be-missing", text, None, findings.STAFF)


def _pages_of(found: Classified) -> int | None:
    """Pages of the printing, where the mark in its footer names it."""
    form = forms.form_of(found.model)
    return next((r.pages for r in form.revisions if r.date and r.date == found.revision), None) if form else None


def _listed(pages: Sequence[int]) -> str:
    if len(pages) == 1:
        return f"page {pages[0]}"
    return "pages " + ", ".join(map(str, pages[:-1])) + f" and {pages[-1]}" if pages else ""
