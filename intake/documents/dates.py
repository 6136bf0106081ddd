"""Dates as letters write them. In: text. Out: dates with their place in it. Pure.

Month names with or without comma, ordinal or weekday; "28th day of March, 2025"; 4 September 2025; 03/11/2025, 6-6-2025, 2.14.25;
2025.03.18. A month without a day is no date. Numbers alone are read the American way, month first.
"""

import re
from datetime import date
from typing import Final, NamedTuple

EARLIEST: Final = 1996
"""The year of the statute: an older date is a misreading."""
LATEST: Final = 2099

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NAME: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR: Final = r"(?:(?:19|20)\d{2}|['’]?\d{2})"
_WORDED: Final = re.compile(
    rf"\b(?P<m1>{_NAME}),?\s*(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[,.]\s*|\s+)(?P<y1>{_YEAR})(?!\d|:)"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:day\s+of\s+)?(?P<m2>{_NAME}),?\s*(?P<y2>{_YEAR})(?!\d|:)"
    rf"|\b(?P<d3>\d{{1,2}})-(?P<m3>{_NAME})-(?P<y3>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_NUMBERS: Final = re.compile(
    r"(?<![\d/.\-])(?P<y4>(?:19|20)\d{2})[-/.](?P<m4>\d{1,2})[-/.](?P<d4>\d{1,2})(?!\d)"
    r"|(?<![\d/.\-])(?P<m5>\d{1,2})(?P<sep>[-/.])\s?(?P<d5>\d{1,2})[-/.]\s?(?P<y5>(?:19|20)\d{2}|\d{2})(?![\d/\-])"
)


class Dated(NamedTuple):
    """A date and where it stands in the text. `sure` is false where day and month may be swapped or the year has two digits."""

    value: date
    start: int
    end: int
    sure: bool


def find(text: str, earliest: int = EARLIEST) -> list[Dated]:
    """Every date in `text` from the year `earliest` on, in its order."""
    found: list[Dated] = []
    for match in _WORDED.finditer(text):
        part = match.groupdict()
        day, month, year = next((part[f"d{i}"], part[f"m{i}"], part[f"y{i}"]) for i in "123" if part[f"d{i}"])
        number = _MONTHS[month.lower().rstrip(".")]
        value = _date(year, number, int(day), earliest)
        if value:
            found.append(Dated(value, match.start(), match.end(), len(year) == 4))
    for match in _NUMBERS.finditer(text):
        part = match.groupdict()
        year = part["y4"] or part["y5"]
        month, day = int(part["m4"] or part["m5"]), int(part["d4"] or part["d5"])
        sure = len(year) == 4
        if month > 12 >= day:
            month, day, sure = day, month, False
        value = _date(year, month, day, earliest)
        if value:
            found.append(Dated(value, match.start(), match.end(), sure))
    return sorted(found, key=lambda item: item.start)


def first(text: str) -> Dated | None:
    """The first date in `text`."""
    return next(iter(find(text)), None)


def _date(year: str, month: int, day: int, earliest: int) -> date | None:
    digits = year.lstrip("'’")
    full = int(digits) + (2000 if len(digits) == 2 else 0)
    if not earliest <= full <= LATEST:
        return None
    try:
        return date(full, month, day)
    except ValueError:
        return None
