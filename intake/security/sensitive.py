"""What must be masked of a text: Social Security numbers, dates of birth, lists of people. In: a text. Out: places in it. Pure.

The one detector for papers, for mails and for masking. Its work grows with the text's length and no faster.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from intake.security import births, blocks, identity_numbers, lines, pairs, plain, rosters, unheaded
from intake.security.identity_numbers import Span
from intake.security.lines import Line

MOST_TEXT: Final = 1_000_000
"""Characters that are looked at."""


class Kind(StrEnum):
    """What stands in a place."""

    SSN = "ssn"
    BIRTH = "date_of_birth"
    ROSTER = "roster"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text. `line` is the first, from 1; `lines` how many; a roster begins and ends with whole lines."""

    kind: Kind
    start: int
    end: int
    line: int
    lines: int = 1


_DIGIT: Final = re.compile(r"\d")
_ANNOUNCED: Final = re.compile(
    rf"{identity_numbers.NAMED}|{births.NAMED}|\b(?:badge|roster|nominees|employee[ ]?(?:no|id|#)|hire[ ]date)\b", re.IGNORECASE
)


def announced(text: str) -> bool:
    """Whether words of `text` speak of what lists of people tell."""
    return bool(_ANNOUNCED.search(text, 0, MOST_TEXT))


def find(text: str) -> tuple[Place, ...]:
    """Every place, in the order of the text; those of one kind do not overlap, but a roster holds the numbers and births of its people."""
    looked = plain.of(text[:MOST_TEXT])
    places = _find(looked.text)
    return places if looked.shifts == (0,) else tuple(_back(place, looked) for place in places)


def _find(text: str) -> tuple[Place, ...]:
    if not text.strip():
        return ()
    split = lines.split(text)
    starts = [line.start for line in split]
    numbers: list[Span] = []
    dates: list[Span] = []
    if _DIGIT.search(text):
        both = pairs.find(text)
        numbers, dates = _merged((*identity_numbers.find(text), *both[0])), _merged((*births.find(text), *both[1]))
    found, apart, unnamed = rosters.find(split, numbers, dates), blocks.find(split), unheaded.find(split)
    places = [_place(Kind.SSN, span, starts) for span in _merged((*numbers, *found.numbers, *apart.numbers, *unnamed.numbers))]
    places += [_place(Kind.BIRTH, span, starts) for span in _merged((*dates, *found.births, *apart.births, *unnamed.births))]
    places += [_roster(split, first, last) for first, last in _joined((*found.lists, *apart.lists, *unnamed.lists))]
    return tuple(sorted(places, key=lambda place: (place.start, -place.end, place.kind)))


def _back(place: Place, looked: plain.Plain) -> Place:
    start, end = looked.back(place.start, place.end)
    return replace(place, start=start, end=end)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The same stretches without overlaps."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _joined(lists: Iterable[Span]) -> list[Span]:
    """Lists of lines, those that touch made one."""
    return [(first, last - 1) for first, last in _merged((first, last + 1) for first, last in lists)]


def _place(kind: Kind, span: Span, starts: Sequence[int]) -> Place:
    first, last = bisect_right(starts, span[0]), bisect_right(starts, span[1] - 1)
    return Place(kind, *span, line=first, lines=last - first + 1)


def _roster(split: Sequence[Line], first: int, last: int) -> Place:
    return Place(Kind.ROSTER, split[first].start, split[last].end, line=first + 1, lines=last - first + 1)
