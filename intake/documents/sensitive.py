"""Places that must be masked. In: pages of words. Out: boxes. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from intake.documents import dates, people
from intake.documents import words as layout
from intake.documents.document import Sensitive
from intake.documents.words import Line, PageWords

MOST: Final = 200
"""Places named of one paper."""
OLDEST: Final = 1920
"""The earliest year of birth of somebody alive and nominated."""
_SSN: Final = re.compile(r"(?<![\d\-])(?!000|666|9\d\d)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?![\d\-])")
_SSN_LABELLED: Final = re.compile(
    r"\b(?:SSN|social\s+security(?:\s+(?:no|number))?)\b\D{0,12}(?P<digits>\d{3}[- ]?\d{2}[- ]?\d{4})", re.IGNORECASE
)
_BIRTH: Final = re.compile(r"\b(?:DOB|D\.O\.B\.?|date\s+of\s+birth|born(?:\s+on)?)\b", re.IGNORECASE)
_ROSTER_ROWS: Final = 4
_BADGE: Final = re.compile(r"\b(?:badge|DOB|SSN|rank|hire\s+date|years\s+of\s+service|employee\s+(?:no|id))\b", re.IGNORECASE)


def find(pages: Sequence[PageWords]) -> tuple[Sensitive, ...]:
    """Social Security numbers, dates of birth, and lists of people."""
    found: list[Sensitive] = []
    for page in pages:
        for line in page.lines:
            spans = {match.span() for match in _SSN.finditer(line.text)} | {
                match.span("digits") for match in _SSN_LABELLED.finditer(line.text)
            }
            found += [Sensitive("ssn", page.number, _box(line, *span)) for span in sorted(spans)]
            birth = _BIRTH.search(line.text)
            if birth:
                dated = next((d for d in dates.find(line.text, OLDEST) if d.start >= birth.start()), None)
                if dated:
                    found.append(Sensitive("date_of_birth", page.number, _box(line, dated.start, dated.end)))
        found += _rosters(page)
        if len(found) >= MOST:
            break
    return tuple(dict.fromkeys(found))[:MOST]


def _rosters(page: PageWords) -> list[Sensitive]:
    """Rows that each name a person, below a heading that speaks of badges, ranks or births."""
    if not any(_BADGE.search(line.text) and len(line.text) < 120 for line in page.lines):
        return []
    rows = [line for line in page.lines if len(line.text) < 110 and _names_person(line.text)]
    return [Sensitive("roster", page.number, layout.union(line.bbox for line in rows))] if len(rows) >= _ROSTER_ROWS else []


def _names_person(text: str) -> bool:
    plain = re.sub(r"^\s*\d{1,3}[.)]?\s+", "", text)
    rank = people.RANK.match(plain)
    return bool(people.name_at_start(plain[rank.end() :].strip() if rank else plain)) and bool(re.search(r"\d{2,}", text))


def _box(line: Line, start: int, end: int) -> tuple[float, float, float, float]:
    cursor = 0
    boxes = []
    for word in line.words:
        at = line.text.find(word.text, cursor)
        cursor = at + len(word.text)
        if at < end and cursor > start:
            boxes.append(word.bbox)
    return layout.union(boxes) if boxes else line.bbox
