"""The parts of a letter: letterhead, addressee, body, closing; or the labels of a memorandum. In: pages of words. Out: line numbers. Pure.

The addressee is the office: none of the names, streets and telephones there is the agency's. A "received" stamp dates nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents import agencies, dates, office_half
from intake.documents.body import Body
from intake.documents.words import Line, PageWords

_SALUTATION: Final = re.compile(r"^\s*(?:dear\b|to\s+whom\b|sirs?\b|gentlemen|ladies\b|madam\b|attention:)", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"^\s*(?:re|subject|subj|reference)\s*[:.]", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"^\s*(?:[A-Za-zÀ-ÿ]{4,20}\s*/\s*)?(?:(?:most\s+|very\s+)?(?:sincerely|respectfully|truly|cordially|faithfully)(?:\s+(?:yours|submitted))?"
    r"|yours\s+(?:truly|sincerely|respectfully|very\s+truly|in\s+\w+(?:\s+\w+)?)"
    r"|(?:warm(?:est)?|best|kind(?:est)?|with\s+(?:best|warm|kind)\w*)\s+(?:personal\s+)?(?:regards|wishes)|regards"
    r"|(?:respectfully\s+)?submitted(?:\s+by)?|with\s+respect|in\s+service|for\s+the\s+(?:sheriff|agency)|thank\s+you,?"
    r"|thanking\s+you[\w\s]*|sincerely\s+and\s+respectfully|in\s+partnership|stay\s+safe)\s*[,.:]?\s*$",
    re.IGNORECASE,
)
_PROSE: Final = re.compile(
    r"\b(?:is|are|am|would|please|our|we|asks?|wish(?:es)?|requests?|appl(?:y|ies)|seeks?|this\s+letter\s+of)\b", re.IGNORECASE
)
MEMO: Final = re.compile(r"^\s*(?P<label>from|address|to|date|re|subject|via|cc|thru|through)\s*:\s*(?P<rest>.*)$", re.IGNORECASE)
STAMP: Final = re.compile(r"\breceived\b|^\s*(?:[A-Z]{3}\s+\d{1,2}\s+\d{4}|\d{4}\s+[A-Z]{3}\s+\d{1,2})\s*$")
DATED: Final = re.compile(r"^\s*(?:dated?\s*(?:this|:)?|this\s+(?:the\s+)?\d)|^\s*date\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Line numbers of a letter's parts; `end` numbers are exclusive."""

    body: Body
    addressee: frozenset[int]
    head_end: int
    closing: int | None
    memo: dict[str, tuple[int, int, int]]  # label -> line, start and end of its text

    @property
    def prose(self) -> tuple[int, int]:
        """Start and end of the running text."""
        return self.body.start_of(self.head_end), self.body.start_of(self.closing if self.closing is not None else len(self.body.lines))


def parts_of(pages: Sequence[PageWords]) -> Parts:
    """Find the parts of a letter."""
    body = Body([line for page in pages for line in page.lines])
    lines = body.lines
    salutation = next((i for i, line in enumerate(lines[:60]) if _SALUTATION.match(line.text)), None)
    subject = next((i for i, line in enumerate(lines[:60]) if _SUBJECT.match(line.text)), None)
    starts = [i for i in (salutation, subject) if i is not None]
    memo: dict[str, tuple[int, int, int]] = {}
    for index, line in enumerate(lines[:30]):
        match = MEMO.match(line.text)
        if match and match.group("label").lower() not in memo:
            begin = body.start_of(index)
            memo[match.group("label").lower()] = (index, begin + match.start("rest"), begin + match.end("rest"))
    if "from" not in memo:
        memo = {}
    head_end = max(starts) if starts else _first_prose(lines)
    closings = [i for i, line in enumerate(lines) if i > head_end and _CLOSING.match(line.text)]
    return Parts(body, _addressee(lines, min(starts) if starts else head_end), head_end, closings[-1] if closings else None, memo)


def _first_prose(lines: Sequence[Line]) -> int:
    return next(
        (i for i, line in enumerate(lines) if len(line.text) > 60 and _PROSE.search(line.text)),
        min(8, len(lines)),
    )


def _addressee(lines: Sequence[Line], end: int) -> frozenset[int]:
    """Lines of the block that names the office, with those above (a person's name) and below that hang on it without a gap."""
    marked = [i for i in range(min(end, len(lines))) if office_half.is_office(lines[i].text)]
    if not marked:
        return frozenset()
    found: set[int] = set(marked)
    for start, step, limit in ((marked[0], -1, -1), (marked[-1], 1, end)):
        index = start + step
        while index != limit and 0 <= index < len(lines):
            gap = abs(lines[index].bbox[1] - lines[index - step].bbox[1])
            left = abs(lines[index].bbox[0] - lines[start].bbox[0])
            height = lines[start].bbox[3] - lines[start].bbox[1]
            text = lines[index].text
            if gap > 1.75 * height or left > 40 or agencies.looks_like(text) or dates.first(text) or MEMO.match(text):
                break
            found.add(index)
            index += step
    found |= set(range(marked[0], marked[-1] + 1)) - {
        i for i in range(marked[0], marked[-1]) if agencies.looks_like(lines[i].text) and i not in marked
    }
    return frozenset(found)
