"""The log as a spreadsheet takes it. In: lines of the log. Out: rows of cells that no spreadsheet takes for a formula. Pure."""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from intake.desk.response_log import LogLine
from intake.security import cells

COLUMNS: Final = tuple(field.name for field in dataclasses.fields(LogLine) if field.name != "id")
"""The names of the public JSON, in its order."""


def public(line: LogLine) -> dict[str, Any]:
    """A line in the words of `intake log --json`."""
    return {name: getattr(line, name) for name in COLUMNS}


def rows(lines: Iterable[LogLine]) -> Iterator[list[str]]:
    """The head, then one row a line."""
    yield list(COLUMNS)
    for line in lines:
        yield [cells.defused(_text(getattr(line, name))) for name in COLUMNS]


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(str(each) for each in value)
    return "" if value is None else str(value)
