"""Lists of people that are not written in rows. In: lines. Out: stretches of lines, and what labels and headings tell. Pure.

Each person is a block of labels ("Name: ...", "Badge: ..."); or a table lies on its side, each line beginning with what it tells; or its
cells stand one below the other, as mail programs write it: the names of the columns on a line each, and then the cells.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
FEWEST_COLUMNS: Final = 3
LONGEST_LABEL: Final = 32

Told = tuple[int, Column]
"""A line and what it tells."""

_LIST_SIGNS: Final = "-*•>"
_PIECE: Final = re.compile(r"[^\s;|](?:[^\s;|]|[ ](?![ ]))*")
"""What stands between wide blanks, semicolons or bars: forms of two columns have two labels in a line."""
_SMALL: Final = re.compile(r"\b[a-z]{2,}\b")
_TELLING: Final = re.compile(r"[:=]")
_WIDE: Final = re.compile(r"  |\t|\|")
_SUBSTANCE: Final = re.compile(r"\S")


def find(lines: Sequence[Line]) -> Found:
    """All three kinds."""
    one, other, third = _labelled(lines), _lying(lines), _standing(lines)
    return Found(
        (*one.lists, *other.lists, *third.lists), (*one.numbers, *other.numbers, *third.numbers), (*other.births, *third.births)
    )  # fmt: skip


def _labelled(lines: Sequence[Line]) -> Found:
    """Blocks of labels; dates of birth have their label beside them and are found without us."""
    labels: list[Told] = []
    numbers: list[Span] = []
    for at, line in enumerate(lines):
        if len(line.text) > columns.LONGEST or not _TELLING.search(line.text):
            continue
        for piece in _PIECE.finditer(line.text):
            told = columns.label(piece.group())
            if told:
                labels.append((at, told[0]))
                number = _number(*told)
                if number:
                    start = line.start + piece.end() - len(told[1])
                    numbers.append((start, start + len(number.group())))
    people = [group for group in _groups(labels) if _several(group)]
    return Found(tuple((group[0][0], group[-1][0]) for group in people), tuple(numbers), ())


def _groups(told: Iterable[Told]) -> Iterator[list[Told]]:
    """What stands together."""
    group: list[Told] = []
    for each in told:
        if group and each[0] - group[-1][0] > APART:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _several(group: Sequence[Told]) -> bool:
    kinds = [kind for _, kind in group]
    return kinds.count(Column.NAME) >= FEWEST_PEOPLE and sum(kind in PRIVATE for kind in kinds) >= FEWEST_PEOPLE


def _lying(lines: Sequence[Line]) -> Found:
    """Tables that lie on their side: each line tells one thing of everybody, each person has a column."""
    begins: list[Told] = []
    numbers: list[Span] = []
    born: list[Span] = []
    for at, line in enumerate(lines):
        if len(line.text) > rows.LONGEST or not _WIDE.search(line.text):
            continue
        cells = list(_PIECE.finditer(line.text))
        column = _column(cells[0].group().rstrip(": ")) if len(cells) > FEWEST_PEOPLE else None
        if column is None or _column(cells[1].group()):
            continue
        begins.append((at, column))
        for cell in cells[1:]:
            span = (line.start + cell.start(), line.start + cell.end())
            if _number(column, cell.group()):
                numbers.append(span)
            elif column is Column.BIRTH and births.DATE_CELL.fullmatch(cell.group()):
                born.append(span)
    tables = [group for group in _groups(begins) if len(group) >= 2 and any(kind in PRIVATE for _, kind in group)]
    return Found(tuple((group[0][0], group[-1][0]) for group in tables), tuple(numbers), tuple(born))


def _standing(lines: Sequence[Line]) -> Found:
    """Tables whose cells stand one below the other."""
    lists: list[Span] = []
    numbers: list[Span] = []
    born: list[Span] = []
    for head, cells in _tables([at for at, line in enumerate(lines) if _SUBSTANCE.search(line.text)], lines):
        if sum(_is_person(lines[at].text) for at in cells) < FEWEST_PEOPLE:
            continue
        lists.append((cells[0], cells[-1]))
        for at in cells:
            line = lines[at]
            value = line.text.strip()
            span = (line.end - len(line.text.lstrip()), line.end)
            if any(_number(column, value) for column in head):
                numbers.append(span)
            elif Column.BIRTH in head and births.DATE_CELL.fullmatch(value):
                born.append(span)
    return Found(tuple(lists), tuple(numbers), tuple(born))


def _tables(full: Sequence[int], lines: Sequence[Line]) -> Iterator[tuple[tuple[Column, ...], list[int]]]:
    """Columns that stand a line each, and the lines below that may be their cells."""
    place = 0
    while place < len(full):
        head: list[Column] = []
        while place < len(full) and (column := _column(lines[full[place]].text)):
            head.append(column)
            place += 1
        place += not head
        if len(head) < FEWEST_COLUMNS or Column.NAME not in head or not PRIVATE & set(head):
            continue
        start = place
        while place < len(full) and _is_cell(lines[full[place]].text.rstrip()):
            place += 1
        if place > start:
            yield tuple(head), list(full[start:place])


def _is_cell(text: str) -> bool:
    return len(text) <= CELL and not text.endswith(",") and not (text.endswith((".", "!", "?")) and len(_SMALL.findall(text)) > 2)


def _is_person(text: str) -> bool:
    return rows.read(text, False).strength > Strength.NOTHING


def _number(column: Column, value: str) -> re.Match[str] | None:
    """The number that a value is, where the column holds numbers."""
    if column is Column.LAST_FOUR:
        return identity_numbers.FOUR.fullmatch(value.strip())
    match = identity_numbers.LOOSE.match(value) if column is Column.SSN else None
    return match if match and identity_numbers.is_one(match.group()) else None


def _column(text: str) -> Column | None:
    """The one column that a text names, and nothing else."""
    if len(text) > LONGEST_LABEL or ":" in text or text[:1] in _LIST_SIGNS:
        return None
    found = columns.columns(text)
    return found[0] if found else None
