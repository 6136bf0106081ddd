"""The append-only history, and the chain that seals it. In: codes, ids, digests. Out: rows; a verdict on the chain.

Events are written inside the transaction of what they tell. The chain is laid over committed events a moment later, so that no
transaction waits for another's hash: each seal covers the seal before it and one event.
"""

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.events
_S = schema.seals
_LOOK_BACK: Final = 20_000  # an event may commit after one with a higher id; none is overtaken by this many
GENESIS: Final = "0" * 64
SEAL_BATCH: Final = 500
"""Events sealed in one transaction: the writer's lock is held for some milliseconds, and few rows lie in memory."""
WINDOW: Final = 100_000
"""Events that one look at the history goes through at most."""
_ADD: Final = sa.insert(_T)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `detail` holds ids, codes, counts and digests alone."""

    at: datetime
    kind: str
    message_id: int | None = None
    application_id: int | None = None
    reply_id: int | None = None
    actor: str = "service"
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event on record."""

    id: int
    at: datetime
    kind: str
    message_id: int | None
    application_id: int | None
    reply_id: int | None
    actor: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some events, newest first, and the id below which to go on."""

    events: tuple[EventRecord, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Walked:
    """How far the chain was walked: the last seal that holds and its hash. `broken` is the event at which it breaks."""

    seq: int
    hash: str
    broken: int | None
    end: bool


def add(tx: Tx, events: Sequence[Event]) -> None:
    """Append events, in order, in one statement."""
    if events:
        names = ("at", "kind", "message_id", "application_id", "reply_id", "actor")
        tx.execute(_ADD, [{n: getattr(e, n) for n in names} | {"detail": rows.json(e.detail)} for e in events])


def of_message(tx: Tx, message_id: int) -> list[EventRecord]:
    """A letter's history in order."""
    return rows.many(EventRecord, tx.execute(rows.select(_T, EventRecord).where(_T.c.message_id == message_id).order_by(_T.c.id)))


def page(tx: Tx, *, before: int | None, limit: int, actor: str = "", kinds: Sequence[str] = (), message_id: int | None = None) -> EventPage:
    """Events with a lower id than `before`, newest first. `actor` is one name, `kinds` beginnings of kinds.

    At most WINDOW events are looked through, so that a rare filter costs no more; `next` is where to go on, None at the beginning.
    """
    query = rows.select(_T, EventRecord).order_by(_T.c.id.desc()).limit(limit + 1)
    floor = 0
    if message_id is not None:
        query = query.where(_T.c.message_id == message_id)
    else:
        newest = tx.execute(sa.select(sa.func.max(_T.c.id))).scalar_one() or 0
        floor = max((before or newest + 1) - WINDOW, 0)
        query = query.where(_T.c.id >= floor)
    if before is not None:
        query = query.where(_T.c.id < before)
    if actor:
        query = query.where(_T.c.actor == actor)
    if kinds:
        query = query.where(sa.or_(*(_T.c.kind.startswith(each, autoescape=True) for each in kinds)))
    found = rows.many(EventRecord, tx.execute(query))
    if len(found) > limit:
        return EventPage(tuple(found[:limit]), found[limit - 1].id)
    return EventPage(tuple(found), floor if floor > 1 else None)


def count_since(tx: Tx, kind: str, since: datetime) -> int:
    """How often something happened since then."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(_T).where(_T.c.kind == kind, _T.c.at >= since)).scalar_one())


def digest(before: str, event: EventRecord) -> str:
    """The seal of an event: SHA-256 over the seal before and the event's canonical JSON."""
    at = event.at.isoformat(timespec="microseconds")
    body = [before, event.id, at, event.kind, event.message_id, event.application_id, event.reply_id, event.actor, event.detail]
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def seal(tx: Tx, *, limit: int = SEAL_BATCH, look_back: bool = True) -> int:
    """Chain up to `limit` committed events that have no seal yet; returns how many. One sealer at a time (hold a lease).

    `look_back` finds those that committed late, behind a sealed one. It costs as much as sealing a thousand: once in a run is enough.
    """
    last = tx.execute(sa.select(_S.c.seq, _S.c.hash, _S.c.event_id).order_by(_S.c.seq.desc()).limit(1)).one_or_none()
    seq, before, top = (0, GENESIS, 0) if last is None else (int(last[0]), str(last[1]), int(last[2]))
    unsealed = (
        rows.select(_T, EventRecord)
        .outerjoin(_S, _S.c.event_id == _T.c.id)
        .where(_T.c.id > (top - _LOOK_BACK if look_back else top), _S.c.seq.is_(None))
        .order_by(_T.c.id)
        .limit(limit)
    )
    made = []
    for event in rows.many(EventRecord, tx.execute(unsealed)):
        seq, before = seq + 1, digest(before, event)
        made.append({"seq": seq, "event_id": event.id, "hash": before})
    if made:
        tx.execute(sa.insert(_S), made)
    return len(made)


def verify(tx: Tx) -> tuple[int, int | None]:
    """Walk the chain: how many seals hold, and the event at which it breaks (None where it does not)."""
    found = walk(tx, after=0, before=GENESIS)
    return found.seq, found.broken


def walk(tx: Tx, *, after: int, before: str, limit: int | None = None) -> Walked:
    """Walk the chain on from the seal numbered `after`, whose hash is `before`; at most `limit` seals."""
    n = after
    query = (
        sa.select(_S.c.seq, _S.c.hash, _S.c.event_id, *rows.columns(_T, cast(Hashable, EventRecord)))
        .outerjoin(_T, _T.c.id == _S.c.event_id)
        .where(_S.c.seq > after)
        .order_by(_S.c.seq)
        .limit(limit)
    )
    for seq, kept, event_id, *event in tx.execution_options(yield_per=1000).execute(query):
        if seq != n + 1 or event[0] is None or digest(before, EventRecord(*event)) != kept:
            return Walked(n, before, int(event_id), end=True)
        before, n = kept, n + 1
    return Walked(n, before, None, end=limit is None or n - after < limit)


def head(tx: Tx) -> tuple[int, str]:
    """The last seal: write it down outside the machine to prove later that nothing was cut off."""
    last = tx.execute(sa.select(_S.c.seq, _S.c.hash).order_by(_S.c.seq.desc()).limit(1)).one_or_none()
    return (0, GENESIS) if last is None else (int(last[0]), str(last[1]))
