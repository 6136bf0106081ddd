"""Lists whose rows are a name and a number or a date, and nothing that says what it is. In: lines. Out: stretches of them. Pure.

"Ida Roe 123456789" below "Ray Lowe 234567890", nine digits that may be a Social Security number, or dates on which people who work today
were born. One such line alone tells nothing.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from intake.security import births, rows
from intake.security.identity_numbers import Span
from intake.security.lines import Line
from intake.security.rosters import Found
from intake.security.rows import Strength

LONGEST: Final = 100
"""Characters of such a row."""
FEWEST: Final = 3
"""Rows of a list; two are enough where ranks or well-known first names leave no doubt that they are people."""
GAP: Final = 2
"""Blank lines between two rows."""
ABOVE: Final = 3
"""Lines above a list, blank ones counted, in which words may say what its dates are."""

_TELLING: Final = re.compile(r"\d\d")
_NINE: Final = re.compile(r"(?<![\w.,$/#-])(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}(?![\w/%-])(?![.,]\d)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19[3-9]\d|200[0-8])(?!\d)|(?<=[-/.])(?:[3-9]\d|0[0-8])(?!\d)")
"""Whoever was born in it may serve today; two digits too."""
_FULL_YEAR: Final = re.compile(r"(?:18|19|20)\d\d")
_OLDER: Final = re.compile(r"^(?:19|200[01])|^(?:[3-9]\d|0[01])$")
"""A year in which no agency had an agreement yet: its date is no agency's."""
_SIGNS: Final = " \t-–—:;,|()[]=.*•>"
_DIGIT_OR_AT: Final = re.compile(r"[\d@]")
_ORDINAL: Final = re.compile(r"\s*\(?\d{1,3}[.):]\s+")
_OTHER_NUMBER: Final = re.compile(
    r"\b(?:case|docket|file|ref|reference|invoice|order|purchase|po|claim|policy|acct|account|routing|tracking|parcel|shipment|control|permit"
    r"|bond|warrant|incident|contract|grant|award|phone|tel|fax|zip|part|sku|ticket|request|confirmation|meeting|conference|serial|code|key"
    r"|customer|vendor|supplier|booking|item|model)s?\b",
    re.IGNORECASE,
)
_OTHER_DATE: Final = re.compile(
    r"\b(?:hired?|appoint|employ|certif|sworn|joined|seniority|start|service|graduat|train|retire|elect|sign|approv|effective|expir|founded"
    r"|establish|incorporat|term|deceased|died|end of watch|fallen|memorial)",
    re.IGNORECASE,
)


class _Row(NamedTuple):
    """A row; `number` and `date` are places in its text."""

    at: int
    number: Span | None
    date: Span | None
    value: str
    person: bool
    older: bool  # its date is of a year before the program


def find(lines: Sequence[Line]) -> Found:
    """Every such list, and the numbers and dates on it."""
    lists: list[Span] = []
    numbers: list[Span] = []
    born: list[Span] = []
    for group in _groups(lines):
        numbered, dated = _told(group, numbers=True), _told(group, numbers=False) and not _other_dates(lines, group[0].at)
        if not numbered and not dated:
            continue
        lists.append((group[0].at, group[-1].at))
        for row in group:
            start = lines[row.at].start
            numbers += [(start + row.number[0], start + row.number[1])] if row.number else []
            born += [(start + row.date[0], start + row.date[1])] if row.date and dated else []
    return Found(tuple(lists), tuple(numbers), tuple(born))


def _groups(lines: Sequence[Line]) -> Iterator[list[_Row]]:
    """Rows that stand together, with nothing but blank lines between, and all tell the same."""
    group: list[_Row] = []
    blank = 0
    for at, line in enumerate(lines):
        row = _row(at, line.text)
        blank += row is None
        fits = row is not None and blank <= GAP and (not group or _alike(group[-1], row))
        if group and ((row is None and line.text.strip()) or (row is not None and not fits) or blank > GAP):
            yield group
            group = []
        if row is not None:
            group.append(row)
            blank = 0
    if group:
        yield group


def _alike(one: _Row, other: _Row) -> bool:
    return (one.number is None) is (other.number is None) and (one.date is None) is (other.date is None)


def _told(group: Sequence[_Row], *, numbers: bool) -> bool:
    """Whether so many rows tell a number, or a date, that it is a list of people."""
    told = [row for row in group if (row.number if numbers else row.date)]
    people = sum(row.person for row in told)
    values = len({row.value for row in told})
    if numbers:
        return values >= FEWEST or (values == 2 and people >= 1)
    # Dates are told of many things beside people, and signatures have one and the same.
    surely = 3 * people >= len(told) or 3 * sum(row.older for row in told) >= 2 * len(told)
    return (values >= FEWEST and surely) or (values == 2 == people)


def _other_dates(lines: Sequence[Line], first: int) -> bool:
    return any(_OTHER_DATE.search(line.text) for line in lines[max(0, first - ABOVE) : first])


def _row(at: int, text: str) -> _Row | None:
    if len(text) > LONGEST or not _TELLING.search(text):
        return None
    number = _NINE.search(text)
    date = births.DATE.search(text) if _YEAR.search(text) else None
    year = _year(date.group()) if date else ""
    value = number or date
    if value is None or (date and not year):
        return None
    rest = text
    for match in (number, date):
        rest = rest if match is None else rest[: match.start()] + " " * len(match.group()) + rest[match.end() :]
    rest = _ORDINAL.sub("", rest, count=1).strip(_SIGNS)
    if _DIGIT_OR_AT.search(rest) or _OTHER_NUMBER.search(rest) or _OTHER_DATE.search(rest):
        return None
    row = rows.read(rest, False)
    if row.strength not in (Strength.BARE, Strength.REACHED):
        return None
    return _Row(at, number and number.span(), date and date.span(), value.group(), row.person, bool(_OLDER.match(year)))


def _year(date: str) -> str:
    """The year, if it may be one of birth. One of four digits counts where there is one: 3/4/2025 ends with no 25."""
    full = _FULL_YEAR.search(date)
    found = _YEAR.search(full.group() if full else date)
    return found.group() if found else ""
