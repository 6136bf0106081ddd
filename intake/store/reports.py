"""What reports are reckoned from. In: a span of receipt. Out: the times of each letter in it, and counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from intake.store import schema
from intake.store.database import Tx

_M = schema.messages
_COLUMNS: Final = ("received_at", "due_at", "acknowledged_at", "responded_at", "kind", "us_state")


@dataclass(frozen=True, slots=True)
class Times:
    """A letter that asks for an answer, and when what happened to it."""

    received_at: datetime
    due_at: datetime | None
    acknowledged_at: datetime | None
    responded_at: datetime | None
    kind: str | None
    us_state: str


def times(tx: Tx, *, start: datetime, end: datetime, most: int) -> Iterator[Times]:
    """Letters received from `start` to before `end` that ask for an answer, the newest first, at most so many."""
    query = (
        sa.select(*(_M.c[name] for name in _COLUMNS))
        .where(_M.c.asks_answer, _M.c.received_at >= start, _M.c.received_at < end)
        .order_by(_M.c.received_at.desc(), _M.c.id.desc())
        .limit(most)
    )
    for row in tx.execute(query):
        yield Times(*row)


def none_needed(tx: Tx, *, start: datetime, end: datetime) -> int:
    """Letters received then of which a person said that they need no answer."""
    where = (_M.c.received_at >= start, _M.c.received_at < end, ~_M.c.asks_answer, _M.c.response_kind == "none_needed")
    return int(tx.execute(sa.select(sa.func.count()).select_from(_M).where(*where)).scalar_one())
