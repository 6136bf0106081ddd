"""Answers by people. In: who, when, how. Out: rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.responses
WITHDRAWN: Final = "withdrawn"
"""Among the ways of a response: recorded by mistake and taken back. It stopped no clock in the end."""


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
) -> list[int]:
    """Record one answer for each letter it closes; returns their numbers in order."""
    if not message_ids:
        return []
    values = {
        "kind": kind,
        "at": at,
        "entered_at": entered_at,
        "by_who": rows.text(by_who, 200),
        "note": rows.text(note, 2000),
        "source_message_id": source_message_id,
    }
    query = sa.insert(_T).returning(_T.c.id, sort_by_parameter_order=True)
    return [int(i) for i in tx.execute(query, [{"message_id": i, **values} for i in message_ids]).scalars()]


def of_message(tx: Tx, message_id: int) -> list[ResponseRecord]:
    """Answers to a letter, in order."""
    return rows.many(ResponseRecord, tx.execute(rows.select(_T, ResponseRecord).where(_T.c.message_id == message_id).order_by(_T.c.id)))


def together(tx: Tx, response: ResponseRecord) -> list[ResponseRecord]:
    """All that were recorded by the same hand in the same act, itself among them, in order."""
    same = [_T.c[name] == getattr(response, name) for name in ("kind", "at", "entered_at", "by_who")]
    return rows.many(ResponseRecord, tx.execute(rows.select(_T, ResponseRecord).where(*same).order_by(_T.c.id)))


def withdraw(tx: Tx, response_ids: Sequence[int]) -> None:
    """They were recorded by mistake."""
    tx.execute(sa.update(_T).where(_T.c.id.in_(response_ids)).values(kind=WITHDRAWN))
