"""Answers by people. In: who, when, how. Out: rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.responses


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """An answer, or a recorded "no answer needed"."""

    id: int
    message_id: int
    kind: str
    at: datetime
    entered_at: datetime
    by_who: str
    note: str
    source_message_id: int | None


def add(
    tx: Tx,
    message_ids: Sequence[int],
    *,
    kind: str,
    at: datetime,
    entered_at: datetime,
    by_who: str,
    note: str = "",
    source_message_id: int | None = None,
) -> None:
    """Record one answer for each letter it closes."""
    if message_ids:
        values = {
            "kind": kind,
            "at": at,
            "entered_at": entered_at,
            "by_who": rows.text(by_who, 200),
            "note": rows.text(note, 2000),
            "source_message_id": source_message_id,
        }
        tx.execute(sa.insert(_T), [{"message_id": i, **values} for i in message_ids])


def of_message(tx: Tx, message_id: int) -> list[ResponseRecord]:
    """Answers to a letter, in order."""
    return rows.many(ResponseRecord, tx.execute(rows.select(_T, ResponseRecord).where(_T.c.message_id == message_id).order_by(_T.c.id)))
