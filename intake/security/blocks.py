"""Lists of people that are not written in rows. In: lines. Out: stretches of lines, and what labels and headings tell. Pure.

Either each person is a block of labels ("Name: ...", "Badge: ..."), or a table whose cells stand one below the other, as mail programs
write it: the names of the columns on a line each, and then the cells.
"""

import re
from collections.abc import Sequence
from typing import Final

from intake.security import births, columns, identity_numbers, rows
from intake.security.columns import PRIVATE, Column
from intake.security.identity_numbers import Span
from intake.security.lines import Line
from intake.security.rosters import Found
from intake.security.rows import Strength

APART: Final = 6
"""Lines between two labels of one list."""
CELL: Final = 60
"""Characters of a line that may be a cell."""
FEWEST_PEOPLE: Final = 2

_TELLING: Final = re.compile(r"[:=]")
_SUBSTANCE: Final = re.compile(r"\S")


def find(lines: Sequence[Line]) -> Found:
    """Both kinds."""
    lists, numbers, born = _labelled(lines)
    more, cells, dates = _standing(lines)
    return Found((*lists, *more), (*numbers, *cells), (*born, *dates))


def _labelled(lines: Sequence[Line]) -> tuple[list[Span], list[Span], list[Span]]:
    labels: list[tuple[int, Column]] = []
    numbers: list[Span] = []
    for at, line in enumerate(lines):
        if len(line.text) > columns.LONGEST // 2 or not _TELLING.search(line.text):
            continue
        told = columns.label(line.text)
        if told:
            labels.append((at, told[0]))
            if told[0] is Column.SSN and (match := identity_numbers.LOOSE.search(line.text)) and identity_numbers.is_one(match.group()):
                numbers.append((line.start + match.start(), line.start + match.end()))
    lists: list[Span] = []
    group: list[tuple[int, Column]] = []
    for each in (*labels, (len(lines) + APART + 1, Column.FILL)):
        if group and each[0] - group[-1][0] > APART:
            if _people(group):
                lists.append((group[0][0], group[-1][0]))
            group = []
        group.append(each)
    return lists, numbers, []


def _people(group: Sequence[tuple[int, Column]]) -> bool:
    kinds = [kind for _, kind in group]
    return kinds.count(Column.NAME) >= FEWEST_PEOPLE and sum(kind in PRIVATE for kind in kinds) >= FEWEST_PEOPLE


def _standing(lines: Sequence[Line]) -> tuple[list[Span], list[Span], list[Span]]:
    """Tables whose cells stand one below the other."""
    lists: list[Span] = []
    numbers: list[Span] = []
    born: list[Span] = []
    full = [at for at, line in enumerate(lines) if _SUBSTANCE.search(line.text)]
    place = 0
    while place < len(full):
        head: list[Column] = []
        while place < len(full) and (column := _column(lines[full[place]].text)):
            head.append(column)
            place += 1
        if len(head) < 3 or not PRIVATE & set(head) or Column.NAME not in head:
            place += not head
            continue
        cells: list[int] = []
        while place < len(full) and len(lines[full[place]].text) <= CELL and not lines[full[place]].text.rstrip().endswith((",", "!", ".")):
            cells.append(full[place])
            place += 1
        people = [
            at for at in cells if rows.read(lines[at].text, False).strength or rows.read(lines[at].text, True).strength is Strength.BARE
        ]
        if len(people) < FEWEST_PEOPLE:
            continue
        lists.append((cells[0], cells[-1]))
        for at in cells:
            line = lines[at]
            if (
                Column.SSN in head
                and (match := identity_numbers.LOOSE.fullmatch(line.text.strip()))
                and identity_numbers.is_one(match.group())
            ):
                numbers.append((line.end - len(line.text.lstrip()), line.end))
            elif Column.BIRTH in head and births.DATE_CELL.fullmatch(line.text.strip()):
                born.append((line.end - len(line.text.lstrip()), line.end))
    return lists, numbers, born


def _column(text: str) -> Column | None:
    """The one column that a line names, and nothing else."""
    if len(text) > 32 or any(sign.isdigit() for sign in text) or ":" in text:
        return None
    found = columns.columns(text)
    return found[0] if found else None
