"""What commands print. In: values and rows. Out: JSON lines, tables on a terminal, plain columns elsewhere.

Text of senders may hold escape sequences; nothing unprintable reaches the terminal.
"""

import dataclasses
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, Final, Protocol

WIDTH: Final = 100
"""Columns of what is told in lists."""
MOST_PLACES: Final = 6
"""Places that are told one by one."""


def short(text: str, width: int) -> str:
    """One line of at most `width` characters, its end marked where it was cut."""
    one = " ".join(printable(text).split())
    return one if len(one) <= width else one[: width - 3].rstrip() + "..."


def paragraph(text: str, indent: str) -> None:
    """A text of any length on lines of at most WIDTH characters."""
    for each in textwrap.wrap(printable(text), WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False):
        line(each)


def line(text: str = "") -> None:
    """One line on standard output."""
    sys.stdout.write(printable(text) + "\n")


def note(text: str) -> None:
    """One line on standard error: progress and remarks, never results."""
    sys.stderr.write(printable(text) + "\n")


def printable(text: str) -> str:
    """Line breaks stay; any other unprintable character, direction marks among them, becomes a question mark in a box."""
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in text)


_PRIVATE: Final = {"ssn": "Social Security numbers", "date_of_birth": "dates of birth", "roster": "lists of people"}


def private(places: Iterable[Mapping[str, Any]]) -> list[str]:
    """Sensitive places of a mail or a paper, as the public JSON has them, in words: "Social Security numbers: 12 (page 2, page 3)"."""
    counts: dict[str, int] = {}
    found: dict[str, dict[str, None]] = {}
    for each in places:
        inside = f" of mail {each['mail']} inside" if each.get("mail") else ""
        where = f"page {each['page']}" if each.get("page") else f"{each.get('part', 'text')}{inside}, line {each['line']}"
        counts[each["kind"]] = counts.get(each["kind"], 0) + 1
        found.setdefault(each["kind"], {})[where] = None
    return [
        f"{_PRIVATE[kind]}: {counts[kind]} ({', '.join([*where][:MOST_PLACES])}{', ...' if len(where) > MOST_PLACES else ''})"
        for kind, where in found.items()
    ]


def json_line(value: Any) -> None:
    """One JSON object on a line of its own."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, separators=(", ", ": ")) + "\n")


def plain(value: Any) -> Any:
    """Dataclasses, instants and enumerations as JSON has them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table: drawn on a terminal, aligned columns elsewhere."""
    cells = [[printable(cell).replace("\n", " ") for cell in row] for row in rows]
    if sys.stdout.isatty():
        _drawn(columns, cells)
        return
    widths = [max(len(row[number]) for row in [list(columns), *cells]) for number in range(len(columns))]
    for row in [list(columns), *cells]:
        sys.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")


def _drawn(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(header_style="bold", row_styles=("", "dim"), pad_edge=False)
    for column in columns:
        drawn.add_column(column)
    for row in cells:
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)


SHORT: Final = 20  # work of fewer steps is done before anybody wonders


class Steps(Protocol):
    """Tells how far long work has come."""

    def step(self, what: str) -> None:
        """One more is done."""
        ...


@contextmanager
def progress(title: str, total: int) -> Iterator[Steps]:
    """A bar on a terminal; elsewhere a plain line now and then, on standard error."""
    if not sys.stderr.isatty():
        yield _Lines(title, total)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, bar.add_task(title, total=total or None))


class _Lines:
    """A line for each tenth of long work, or for each thousand where the end is not known."""

    def __init__(self, title: str, total: int) -> None:
        self._title, self._total, self._done = title, total, 0
        self._every = 1000 if not total else max(total // 10, 1)

    def step(self, what: str) -> None:
        """`what` is not printed: it may be a sender's name for a file."""
        self._done += 1
        if not 0 < self._total < SHORT and (self._done % self._every == 0 or self._done == self._total):
            note(f"{self._title}: {self._done}" + (f" of {self._total}" if self._total else ""))


class _Bar:
    def __init__(self, bar: Any, task: Any) -> None:
        self._bar, self._task = bar, task

    def step(self, what: str) -> None:
        self._bar.update(self._task, advance=1, description=printable(what)[:40])
