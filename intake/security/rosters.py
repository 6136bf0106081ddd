"""Lists of people in a text. In: its lines, and where numbers and births stand. Out: stretches of lines, and more of both. Pure.

A list is rows that each name a person and tell more (rank, badge, a date, how to reach), below a heading, below words that announce
them, or so many and so alike that they need neither. A signature block, a letterhead, a list of copies and a page of contacts are none.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.security import births, columns, identity_numbers, person_words, rows
from intake.security.columns import PRIVATE, Column
from intake.security.identity_numbers import Span
from intake.security.lines import Line
from intake.security.rows import Row, Strength

GAP: Final = 3
"""Lines between two rows of one list: blank ones, and what a row's last cell runs over into."""
REACH: Final = 12
"""Lines below a heading, or below its last row, within which the next row stands."""
FEWEST: Final = 3
"""People of a list that nothing announces."""
ABOVE: Final = 4
"""Lines above a list in which words announce it, blank ones not counted."""

_INTRO: Final = re.compile(
    r"\broster|\bnominees?\b|\bnominat(?:e|ed|es|ing|ions?)\b|\bcandidates?\b|\btrainees?\b|\battendees?\b|\bpersonnel\b"
    r"|\b(?:following|these|our|names? of(?: the)?|list of(?: the)?|each of the|selected) (?:\w{1,12} ){0,3}"
    r"(?:officers?|deputies|employees|members|individuals|people|agents)\b"
    r"|\b(?:officers?|deputies|employees|personnel|names) (?:\w{1,12} ){0,4}"
    r"(?:are|listed|below|follow|as follows|selected|attending|assigned)\b"
    r"|\bwill (?:attend|be trained)\b|\bcandidatos?\b|\bnominados?\b|\boficiales\b|\blista de\b",
    re.IGNORECASE,
)
_APART: Final = re.compile(
    r"^\s*(?:cc|c|bcc|cc list|copies? to|copy|distribution)\s*:|\bpoints? of contact\b|\bcontacts?\b|\bcommissioners?\b|\bcouncil\b"
    r"|\bboard\b|\bsignatur|\bsigned\b|\bwitness|\battest|\bapproved\b|\bsincerely\b|\bregards\b|\brespectfully\b|\bAYES?\b|\bvot(?:e|es|ed|ing)\b",
    re.IGNORECASE,
)
"""Stands above lists of people that are no rosters."""
_TELLING: Final = re.compile(r"[\d@]")
_DIGIT: Final = re.compile(r"\d")
_SUBSTANCE: Final = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Found:
    """`lists` are first and last line of each, from 0; the others are stretches of the text that columns told."""

    lists: tuple[Span, ...]
    numbers: tuple[Span, ...]
    births: tuple[Span, ...]


Heads = dict[int, tuple[Column, ...]]
"""Headings by their line."""


@dataclass(frozen=True, slots=True)
class _Told:
    """How many numbers and births stand in a line."""

    numbers: Counter[int]
    births: Counter[int]
    badges: Counter[int]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A row and where it stands."""

    at: int
    row: Row


def find(lines: Sequence[Line], known_numbers: Sequence[Span], known_births: Sequence[Span]) -> Found:
    """What stands in the lines, beside the numbers and births that are known already."""
    heads = _headings(lines)
    numbers: list[Span] = []
    born: list[Span] = []
    for at, head in heads.items():
        for line in _below(lines, at, heads):
            more, dates = _told_by_columns(line, head)
            numbers += more
            born += dates
    starts = [line.start for line in lines]

    def lines_of(spans: Iterable[Span]) -> Counter[int]:
        return Counter(bisect_right(starts, at) - 1 for at, _ in set(spans))

    badges = Counter({at: count for at, line in enumerate(lines) if _DIGIT.search(line.text) and (count := rows.badges(line.text))})
    told = _Told(lines_of((*known_numbers, *numbers)), lines_of((*known_births, *born)), badges)
    seen = list(_seen(lines, heads, told))
    lists = [(group[0].at, group[-1].at) for group in _groups(lines, seen, heads) if _is_list(lines, group, heads, told)]
    return Found(tuple(lists), tuple(numbers), tuple(born))


def _headings(lines: Sequence[Line]) -> Heads:
    """Those of one line, and those that a mail program broke into two."""
    heads = {at: head for at, line in enumerate(lines) if (head := columns.heading(line.text))}
    for at in [at for at in heads if at + 1 < len(lines) and at + 1 not in heads]:
        if more := columns.columns(lines[at + 1].text):
            heads[at + 1] = heads[at] + more
    return heads


def _seen(lines: Sequence[Line], heads: Heads, told: _Told) -> Iterator[_Seen]:
    """Lines that name somebody, and lines that tell more of whom the line above named."""
    announced = bool(_INTRO.search("\n".join(line.text for line in lines)))
    private = told.numbers.keys() | told.births.keys()
    tells = private | told.badges.keys() | {at for at, line in enumerate(lines) if _DIGIT.search(line.text) and rows.tells(line.text)}
    for at, line in enumerate(lines):
        more = at in tells
        if at in heads or not line.text or not (more or announced or at + 1 in tells or _may_be_row(line.text)):
            continue
        row = rows.read(line.text, at in private)
        if row.strength or more:
            yield _Seen(at, row)


def _may_be_row(text: str) -> bool:
    """Whether there is a number, an address or a rank, without which nothing but announced names makes a row."""
    if _TELLING.search(text):
        return True
    return len(text) < rows.LONGEST and any(word.strip(".,()") in person_words.RANKS for word in text.lower().split(None, 8)[:8])


def _below(lines: Sequence[Line], at: int, heads: Heads) -> Iterator[Line]:
    """The lines that a heading may speak of: those that name somebody, and close to them all that look like cells."""
    left, close = REACH, GAP
    for place in range(at + 1, len(lines)):
        if place in heads or left < 0:
            return
        line = lines[place]
        named = rows.read(line.text, True).strength > Strength.NOTHING
        if named or (close >= 0 and rows.cells(line.text)):
            left, close = REACH, GAP
            yield line
        elif _SUBSTANCE.search(line.text):
            left, close = left - 1, close - 1


def _told_by_columns(line: Line, head: tuple[Column, ...]) -> tuple[list[Span], list[Span]]:
    """Numbers and dates of birth in a row whose heading says which column holds them."""
    numbers = [m.span() for m in identity_numbers.LOOSE.finditer(line.text) if Column.SSN in head and identity_numbers.is_one(m.group())]
    if Column.LAST_FOUR in head:
        numbers += [m.span() for m in identity_numbers.FOUR.finditer(births.DATE.sub(_blanked, line.text))]
    dates = [m.span() for m in births.DATE_CELL.finditer(line.text)] if Column.BIRTH in head else []
    kinds = [kind for kind in head if kind in (Column.BIRTH, Column.DATE)]
    if len(dates) == len(kinds):
        dates = [date for date, kind in zip(dates, kinds, strict=True) if kind is Column.BIRTH]
    dates = [date for date in dates if not any(date[0] < number[1] and number[0] < date[1] for number in numbers)]

    def placed(spans: list[Span]) -> list[Span]:
        return [(line.start + start, line.start + end) for start, end in spans]

    return placed(numbers), placed(dates)


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _groups(lines: Sequence[Line], seen: Sequence[_Seen], heads: Heads) -> Iterator[list[_Seen]]:
    """Rows that stand together."""
    group: list[_Seen] = []
    for each in seen:
        if group and not _together(lines, group[-1], each, heads):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _together(lines: Sequence[Line], before: _Seen, each: _Seen, heads: Heads) -> bool:
    between = range(before.at + 1, each.at)
    substance = [place for place in between if place not in heads and _SUBSTANCE.search(lines[place].text)]
    if not each.row.strength or not before.row.strength:
        # It tells more of whom a line above named, unless the list had ended with a blank line and a sentence follows.
        return len(substance) == len(between) <= 2 or (not substance and not rows.sentence(lines[each.at].text))
    if any(place in heads for place in between):
        return len(substance) <= GAP  # the heading is repeated on the next page
    return len(between) <= 2 * GAP and len(substance) <= GAP and not any(_APART.search(lines[place].text) for place in substance)


def _is_list(lines: Sequence[Line], group: Sequence[_Seen], heads: Heads, told: _Told) -> bool:
    first, last = group[0].at, group[-1].at
    above = [lines[place].text for place in _before(lines, first)]
    head = next((heads[at] for at in range(last, max(-1, first - ABOVE - 1), -1) if at in heads), ())
    # What is told of a person on the lines below the name counts as if it stood beside it.
    strengths: list[Strength] = []
    for each in group:
        if each.row.strength:
            strengths.append(each.row.strength)
        elif strengths:
            strengths[-1] = Strength.PRIVATE
    private = sum(strength is Strength.PRIVATE for strength in strengths)
    counted = sum(strength >= Strength.COUNTED for strength in strengths)
    reached = sum(strength >= Strength.REACHED for strength in strengths)
    people = sum(each.row.person for each in group)
    # Nobody has three births, three numbers or three badges: whatever the names look like, these are people.
    several = max(sum(counted[each.at] for each in group) for counted in (told.numbers, told.births, told.badges)) >= FEWEST
    if several or (PRIVATE & set(head) and len(strengths) >= 2) or private >= FEWEST:
        return True
    intro = any(_INTRO.search(text) for text in above)
    if private >= 2 and intro:
        return True
    if any(_APART.search(text) for text in above) and not intro:
        return False
    # Many rows with one and the same date are signatures, not dates of people.
    dates = [each.row.date for each in group if each.row.date]
    if dates and len(set(dates)) <= max(1, len(dates) // 3):
        counted -= len(dates)
    if intro:
        return len(strengths) >= FEWEST
    if Column.NAME in head and reached >= FEWEST:
        return True
    return 2 * people >= len(strengths) and (counted >= 4 or reached >= 5)


def _before(lines: Sequence[Line], first: int) -> list[int]:
    found: list[int] = []
    for place in range(first - 1, max(-1, first - 3 * ABOVE), -1):
        if _SUBSTANCE.search(lines[place].text):
            found.append(place)
            if len(found) == ABOVE:
                break
    return found
