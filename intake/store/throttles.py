"""Wrong tries, counted. In: digests of names and addresses. Out: until when to wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from intake.store import people_schema, rows
from intake.store.database import Tx

_T = people_schema.throttles


@dataclass(frozen=True, slots=True)
class ThrottleRecord:
    """Failures in a row, and the instant before which no further try counts."""

    subject: str
    failures: int
    last_at: datetime
    until: datetime


def of(tx: Tx, subjects: Sequence[str]) -> dict[str, ThrottleRecord]:
    """Those on record."""
    found = tx.execute(rows.select(_T, ThrottleRecord).where(_T.c.subject.in_(subjects)))
    return {each.subject: each for each in rows.many(ThrottleRecord, found)}


def put(tx: Tx, record: ThrottleRecord) -> None:
    """Write one down."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = {"failures": record.failures, "last_at": record.last_at, "until": record.until}
    tx.execute(insert(_T).values(subject=record.subject, **values).on_conflict_do_update(index_elements=["subject"], set_=values))


def clear(tx: Tx, subjects: Sequence[str]) -> None:
    """Forget them: somebody signed in."""
    tx.execute(sa.delete(_T).where(_T.c.subject.in_(subjects)))


def forget(tx: Tx, *, before: datetime) -> None:
    """Remove what is old."""
    tx.execute(sa.delete(_T).where(_T.c.last_at < before))
