"""Signed-in browsers. In: digests of their secrets. Out: records; a session that ended is never found again."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from intake.store import people_schema, rows
from intake.store.database import Tx

_T = people_schema.sessions


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session. `address` and `browser` are what the browser's first request told."""

    id: int
    person_id: int
    made_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    browser: str


_SELECT = rows.select(_T, SessionRecord)


def begin(tx: Tx, *, secret: bytes, person_id: int, now: datetime, ends_at: datetime, address: str, browser: str) -> int:
    """A new session; `secret` is the digest."""
    values = {
        "secret_sha256": secret, "person_id": person_id, "made_at": now, "seen_at": now, "ends_at": ends_at,
        "address": rows.text(address, 60), "browser": rows.text(browser, 200),
    }  # fmt: skip
    return int(tx.execute(sa.insert(_T).values(values).returning(_T.c.id)).scalar_one())


def find(tx: Tx, secret: bytes, *, now: datetime, seen_after: datetime) -> SessionRecord | None:
    """The session of that digest, unless it ended, lapsed or was idle since `seen_after`."""
    query = _SELECT.where(_T.c.secret_sha256 == secret, _T.c.ended_at.is_(None), _T.c.ends_at > now, _T.c.seen_at > seen_after)
    return rows.one(SessionRecord, tx.execute(query).one_or_none())


def seen(tx: Tx, session_id: int, now: datetime) -> None:
    """Somebody used it."""
    tx.execute(sa.update(_T).where(_T.c.id == session_id, _T.c.ended_at.is_(None)).values(seen_at=now))


def of_person(tx: Tx, person_id: int, *, now: datetime, seen_after: datetime) -> list[SessionRecord]:
    """Those that still hold, used last first."""
    query = _SELECT.where(_T.c.person_id == person_id, _T.c.ended_at.is_(None), _T.c.ends_at > now, _T.c.seen_at > seen_after)
    return rows.many(SessionRecord, tx.execute(query.order_by(_T.c.seen_at.desc(), _T.c.id.desc()).limit(100)))


def end(tx: Tx, session_id: int, *, person_id: int, now: datetime) -> bool:
    """End one of that person's; False where it had ended."""
    query = sa.update(_T).where(_T.c.id == session_id, _T.c.person_id == person_id, _T.c.ended_at.is_(None))
    return tx.execute(query.values(ended_at=now)).rowcount == 1


def end_all(tx: Tx, person_id: int, *, now: datetime, but: int | None = None) -> int:
    """End all of a person's, but perhaps one; returns how many."""
    query = sa.update(_T).where(_T.c.person_id == person_id, _T.c.ended_at.is_(None))
    if but is not None:
        query = query.where(_T.c.id != but)
    return tx.execute(query.values(ended_at=now)).rowcount


def came_from(tx: Tx, person_id: int, address: str, *, since: datetime) -> bool:
    """Whether that person signed in from that address since then."""
    query = sa.select(_T.c.id).where(_T.c.person_id == person_id, _T.c.address == address, _T.c.made_at >= since).limit(1)
    return tx.execute(query).first() is not None


def forget(tx: Tx, *, before: datetime) -> None:
    """Remove those that ended long ago; the history keeps that they were."""
    tx.execute(sa.delete(_T).where(_T.c.ends_at < before))
