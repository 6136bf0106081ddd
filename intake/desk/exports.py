"""The log as a spreadsheet takes it. In: lines of the log, or rows of a view. Out: cells that no spreadsheet takes for a formula."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from intake.desk.desk import Desk
from intake.desk.log_page import Row
from intake.desk.response_log import LogLine
from intake.security import cells
from intake.store import events
from intake.store.events import Event

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


MOST: Final = 20_000
"""Rows of a view that are written into one file."""
CUT: Final = f"Only the first {MOST:,} letters of this view are in this file. Choose dates or another filter, and export the rest apart."

_OF_VIEW: Final[dict[str, Callable[[Row], object]]] = {
    "reference": lambda row: row.line.reference or f"letter {row.line.id}",
    "received_at": lambda row: row.line.received_at,
    "kind": lambda row: row.line.kind,
    "agency": lambda row: row.line.agency,
    "state_of_union": lambda row: row.us_state,
    "models": lambda row: row.line.models_told,
    "due_at": lambda row: row.line.due_at,
    "time_left": lambda row: row.left,
    "acknowledged_at": lambda row: row.line.acknowledged_at,
    "business_minutes_to_acknowledge": lambda row: row.line.business_minutes_to_acknowledge,
    "acknowledged_on_time": lambda row: row.line.acknowledged_on_time,
    "responded_at": lambda row: row.line.responded_at,
    "business_minutes_to_respond": lambda row: row.line.business_minutes_to_respond,
    "responded_on_time": lambda row: row.line.responded_on_time,
    "standing": lambda row: row.line.standing,
    "assignee": lambda row: row.assignee,
    "sender": lambda row: row.sender,
    "subject": lambda row: row.subject,
}


def of_view(found: Iterable[Row], local: Callable[[datetime], datetime]) -> Iterator[list[str]]:
    """The head, then a row a letter, times on the office's clock; where there are more than MOST, the last row says so."""
    yield list(_OF_VIEW)
    for number, row in enumerate(found):
        if number == MOST:
            yield [CUT]
            return
        cells_of_row = (value(row) for value in _OF_VIEW.values())
        yield [cells.defused(_text(local(each) if isinstance(each, datetime) else each)) for each in cells_of_row]


def record(desk: Desk, *, who: str, form: str) -> None:
    """Note in the history that somebody took the log away with him; `form` is csv or xlsx."""
    with desk.db.write() as tx:
        events.add(tx, [Event(desk.db.now(tx), "log.exported", actor=who, detail={"form": form})])


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(str(each) for each in value)
    return "" if value is None else str(value)
