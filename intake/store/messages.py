"""Letters on record: kept once, claimed, carried on. In: values. Out: records. One row, one state, safe to do twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from intake import errors
from intake.store import rows, schema, states
from intake.store.database import Database, Tx
from intake.store.states import Message as State

_T = schema.messages

# Statements of a letter's road are built once: putting one together costs ten times as much as running it. Names of parameters must not
# be names of columns.
_KEEP: Final = {
    name: insert(_T).on_conflict_do_nothing(index_elements=["raw_sha256"]).returning(_T.c.id)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_SAME_BYTES: Final = sa.select(_T.c.id).where(_T.c.raw_sha256 == bindparam("sha256"))
_READY: Final = sa.select(_T.c.id).where(_T.c.ready_at <= bindparam("now")).order_by(_T.c.ready_at, _T.c.id).limit(bindparam("most"))
_READY_SKIPPING: Final = _READY.with_for_update(skip_locked=True)
_ANY_READY: Final = sa.select(_T.c.id).where(_T.c.ready_at <= bindparam("now")).limit(1)
_HELD: Final = sa.update(_T).where(
    _T.c.id == bindparam("this"), _T.c.claim_token == bindparam("fence"), _T.c.claim_owner == bindparam("owner")
)
_MOVED: Final = _HELD.values(version=_T.c.version + 1)
# Copies and bounces of the reply name it too, and are no letters that it answers. The state is asked in a way that leaves SQLite no choice
# but the index on the reply: by the one on the state it would walk through every letter ever answered.
_ACKNOWLEDGE: Final = sa.update(_T).where(
    _T.c.reply_id == bindparam("reply"), _T.c.acknowledged_at.is_(None), _T.c.state.concat("") == State.ANSWERED
)


@dataclass(frozen=True, slots=True)
class New:
    """A mail whose bytes are on disk."""

    raw_sha256: str
    size: int
    mailbox: str
    role: str
    older: bool
    received_at: datetime
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """What the pipeline carries. `claim_token` fences every write made on a claim."""

    id: int
    raw_sha256: str
    size: int
    mailbox: str
    role: str
    older: bool
    received_at: datetime
    first_seen_at: datetime
    state: str
    attempts: int
    claim_owner: str | None
    claim_token: int
    from_address: str
    said_sha256: str | None
    header_message_id: str | None
    kind: str | None
    verdict: str | None
    template: str | None
    reply_to: str | None
    reference: str | None
    application_id: int | None
    asks_answer: bool
    due_at: datetime | None
    fold_key: str | None
    reply_id: int | None
    acknowledged_at: datetime | None
    responded_at: datetime | None
    version: int


_GET: Final = rows.select(_T, MessageRecord).where(_T.c.id == bindparam("this"))
_CLAIM: Final = (
    sa.update(_T)
    .where(_T.c.id.in_(bindparam("ids", expanding=True)))
    .values(claim_token=_T.c.claim_token + 1, attempts=_T.c.attempts + 1)
    .returning(*rows.columns(_T, MessageRecord))
)
_SAME_MAIL: Final = sa.select(sa.func.min(_T.c.id)).where(
    _T.c.identity_sha256 == bindparam("identity"),
    _T.c.id != bindparam("this"),
    sa.or_(_T.c.id < bindparam("this"), _T.c.state.in_((State.ANSWERED, State.HELD, State.IGNORED))),
    _T.c.duplicate_of.is_(None),
)
_SAID_BEFORE: Final = sa.select(sa.func.max(_T.c.id)).where(
    _T.c.said_sha256 == bindparam("said"), _T.c.id != bindparam("this"), _T.c.role == bindparam("in_role"),
    _T.c.received_at >= bindparam("since"), _T.c.verdict == "send", _T.c.state == State.ANSWERED,
    _T.c.responded_at.is_(None), _T.c.duplicate_of.is_(None),
)  # fmt: skip


def keep(tx: Tx, new: New) -> tuple[int, bool]:
    """The row of these bytes and whether it is new. The same bytes have one row, however often they are seen."""
    values = {
        "raw_sha256": new.raw_sha256,
        "size": new.size,
        "mailbox": new.mailbox,
        "role": new.role,
        "older": new.older,
        "received_at": new.received_at,
        "first_seen_at": new.first_seen_at,
        "state": State.RECEIVED,
        "ready_at": new.first_seen_at,
    }
    made = tx.execute(_KEEP[tx.dialect.name], values).scalar_one_or_none()
    if made is not None:
        return int(made), True
    return int(tx.execute(_SAME_BYTES, {"sha256": new.raw_sha256}).scalar_one()), False


def claim(tx: Tx, db: Database, *, owner: str, seconds: float, limit: int) -> list[MessageRecord]:
    """Up to `limit` letters that are ready, oldest first, held for `seconds`. Lapsed claims come back by themselves."""
    now = db.now(tx)
    ids = list(tx.execute(_READY if db.is_sqlite else _READY_SKIPPING, {"now": now, "most": limit}).scalars())
    if not ids:
        return []
    held = tx.execute(_CLAIM, {"ids": ids, "ready_at": now + timedelta(seconds=seconds), "claim_owner": owner})
    return sorted(rows.many(MessageRecord, held), key=lambda record: record.id)


def advance(
    tx: Tx,
    record: MessageRecord,
    path: Sequence[State],
    *,
    changes: Mapping[str, Any],
    release: bool = False,
    ready_at: datetime | None = None,
) -> None:
    """Move a claimed letter along `path` (each move must be lawful), writing `changes` with it in one statement.

    `release` ends the claim: the letter rests, or may be claimed again from `ready_at`.
    Raises errors.LeaseLost where the fence no longer holds; the transaction must then be given up.
    """
    at = State(record.state)
    for after in path:
        states.lawful_message(at, after)
        at = after
    values: dict[str, Any] = {"state": at, **{k: _clean(v) for k, v in changes.items()}}
    if release:
        values |= {"ready_at": ready_at, "claim_owner": None, "attempts": 0}
    _fenced(tx, record, values, _MOVED)


def put_back(tx: Tx, record: MessageRecord, *, ready_at: datetime, counted: bool) -> None:
    """Give a claim up unfinished; the letter may be claimed again from `ready_at`. Not `counted`: nothing was wrong with the letter."""
    attempts = record.attempts if counted else max(0, record.attempts - 1)
    _fenced(tx, record, {"ready_at": ready_at, "claim_owner": None, "attempts": attempts}, _HELD)


def shelve(tx: Tx, record: MessageRecord, reason: str) -> None:
    """Set a letter aside, bytes safe, for a person to send round again."""
    _fenced(
        tx,
        record,
        {
            "state": State.SHELVED, "shelved_reason": rows.text(reason, 500), "needs_person": True, "ready_at": None, "claim_owner": None,
            "asks_answer": record.role == "intake" and not record.older,
        },
        _MOVED,
    )  # fmt: skip


_OURS = (_T.c.id == bindparam("this"), _T.c.claim_token == bindparam("fence"), _T.c.claim_owner == bindparam("owner"))
_STILL_OURS = sa.select(_T.c.id).where(*_OURS).with_for_update()


def hold(tx: Tx, record: MessageRecord) -> None:
    """Make sure, before anything is worked out, that the claim still stands, and keep it until the transaction ends.

    On SQLite the writer's lock keeps it, and `advance` finds out in the same transaction. Raises errors.LeaseLost.
    """
    if tx.dialect.name != "sqlite" and not held(tx, record):
        raise errors.LeaseLost(f"letter {record.id} is in other hands now")


def held(tx: Tx, record: MessageRecord) -> bool:
    """Whether the claim still stands; on PostgreSQL it is kept until the transaction ends."""
    return tx.execute(_STILL_OURS, _fence(record)).scalar_one_or_none() is not None


def _fence(record: MessageRecord) -> dict[str, object]:
    return {"this": record.id, "fence": record.claim_token, "owner": record.claim_owner}


def _fenced(tx: Tx, record: MessageRecord, values: Mapping[str, Any], statement: sa.Update) -> None:
    if tx.execute(statement, {**values, **_fence(record)}).rowcount != 1:
        raise errors.LeaseLost(f"letter {record.id} is in other hands now")


def change(tx: Tx, message_id: int, *, version: int | None = None, **values: Any) -> None:
    """A person's or the watch's act on a letter that nobody holds. Raises errors.Conflict where `version` is no longer current."""
    where = [_T.c.id == message_id]
    if version is not None:
        where.append(_T.c.version == version)
    done = tx.execute(sa.update(_T).where(*where).values(version=_T.c.version + 1, **{k: _clean(v) for k, v in values.items()}))
    if done.rowcount != 1:
        raise errors.Conflict("the letter was changed by somebody else in the meantime; look at it again")


def send_round(tx: Tx, message_id: int, state: State, *, now: datetime, **values: Any) -> None:
    """Put a held, ignored or shelved letter back on its road at `state`. Fences out whoever may still hold it.

    Raises errors.Conflict where that is no move from where the letter stands: the caller saw it elsewhere, and somebody else was faster.
    """
    before = get(tx, message_id)
    if state not in states.MESSAGE_MOVES[State(before.state)]:
        raise errors.Conflict(f"the letter is {before.state} by now: somebody else was faster; look at it again")
    change(
        tx,
        message_id,
        version=before.version,
        state=state,
        ready_at=now,
        claim_owner=None,
        claim_token=_T.c.claim_token + 1,
        attempts=0,
        needs_person=False,
        **values,
    )


def get(tx: Tx, message_id: int) -> MessageRecord:
    """Raises errors.NotFound."""
    found = rows.one(MessageRecord, tx.execute(_GET, {"this": message_id}).one_or_none())
    if found is None:
        raise errors.NotFound(f"no letter {message_id} on record")
    return found


def kept(tx: Tx, message_id: int) -> MessageRecord:
    """The letter as it stands, kept from others until the transaction ends. Raises errors.NotFound."""
    tx.execute(_GET.with_for_update(), {"this": message_id})
    return get(tx, message_id)


def by_identity(tx: Tx, identity_sha256: str, *, but: int) -> int | None:
    """Another letter with the same decoded identity that came first, or that was dealt with first; None where this one is the first."""
    found = tx.execute(_SAME_MAIL, {"identity": identity_sha256, "this": but}).scalar_one()
    return None if found is None else int(found)


def said_before(tx: Tx, said_sha256: str, *, but: int, role: str, since: datetime) -> int | None:
    """A letter that said the very same since then, was acknowledged, and that no person has answered yet.

    The one that came later too, where another worker dealt with it first.
    """
    found = tx.execute(_SAID_BEFORE, {"said": said_sha256, "this": but, "in_role": role, "since": since}).scalar_one()
    return None if found is None else int(found)


def by_header_ids(tx: Tx, ids: Sequence[str]) -> list[MessageRecord]:
    """Letters whose Message-ID is one of `ids`, oldest first."""
    if not ids:
        return []
    return rows.many(
        MessageRecord, tx.execute(rows.select(_T, MessageRecord).where(_T.c.header_message_id.in_(ids[:60])).order_by(_T.c.id).limit(100))
    )


def folded(tx: Tx, fold_key: str) -> list[MessageRecord]:
    """Letters of a burst that wait for one summary, oldest first."""
    return rows.many(
        MessageRecord,
        tx.execute(rows.select(_T, MessageRecord).where(_T.c.fold_key == fold_key, _T.c.state == State.DECIDED).order_by(_T.c.id)),
    )


def answer_with(tx: Tx, message_id: int, reply_id: int) -> None:
    """A letter of a burst is answered by another one's reply; whoever may hold it is fenced out."""
    values = {"state": State.ANSWERED, "reply_id": reply_id, "fold_key": None, "ready_at": None, "claim_owner": None, "attempts": 0}
    where = (_T.c.id == message_id, _T.c.state == State.DECIDED)
    tx.execute(sa.update(_T).where(*where).values(claim_token=_T.c.claim_token + 1, version=_T.c.version + 1, **values))


def open_in_application(tx: Tx, application_id: int) -> list[MessageRecord]:
    """Letters of an application that wait for a person's answer, oldest first."""
    where = (_T.c.application_id == application_id, _T.c.asks_answer, _T.c.responded_at.is_(None))
    return rows.many(MessageRecord, tx.execute(rows.select(_T, MessageRecord).where(*where).order_by(_T.c.id)))


def open_from(tx: Tx, address: str) -> list[MessageRecord]:
    """Letters of a sender that wait for a person's answer, oldest first."""
    where = (_T.c.from_address == address, _T.c.asks_answer, _T.c.responded_at.is_(None))
    return rows.many(MessageRecord, tx.execute(rows.select(_T, MessageRecord).where(*where).order_by(_T.c.id)))


def watched(tx: Tx, message_id: int, **values: Any) -> bool:
    """Note what the watch found of a letter; False where somebody answered it meanwhile."""
    where = (_T.c.id == message_id, _T.c.asks_answer, _T.c.responded_at.is_(None))
    return tx.execute(sa.update(_T).where(*where).values(version=_T.c.version + 1, **values)).rowcount == 1


def passed_on_authors(tx: Tx, message_ids: Sequence[int]) -> dict[int, str]:
    """The inner author of each of these letters that passes a mail on."""
    if not message_ids:
        return {}
    found = tx.execute(sa.select(_T.c.id, _T.c.forward).where(_T.c.id.in_(message_ids), _T.c.forward.is_not(None)))
    return {int(row.id): str(row.forward["author"]) for row in found if row.forward.get("author")}


def flags(tx: Tx, message_id: int) -> list[str]:
    """What staff and the reply should know besides of a letter that was decided."""
    return [str(flag) for flag in tx.execute(sa.select(_T.c.flags).where(_T.c.id == message_id)).scalar_one()]


def done_with(tx: Tx, message_id: int) -> None:
    """Somebody was told that the acknowledgement of this letter did not arrive, and is done with it."""
    tx.execute(sa.update(_T).where(_T.c.id == message_id, _T.c.state == State.ANSWERED).values(needs_person=False))


def any_ready(tx: Tx, db: Database) -> bool:
    """Whether a claim would find something; takes no lock."""
    return tx.execute(_ANY_READY, {"now": db.now(tx)}).scalar_one_or_none() is not None


def unclaimed(tx: Tx, *, now: datetime) -> tuple[int, datetime | None]:
    """How many letters are ready and claimed by nobody, and since when the oldest."""
    row = tx.execute(sa.select(sa.func.count(), sa.func.min(_T.c.ready_at)).where(_T.c.ready_at <= now)).one()
    return int(row[0]), row[1]


def acknowledge(tx: Tx, reply_id: int, at: datetime) -> None:
    """Note on the letters a reply covers when the server took it. An earlier acknowledgement stands."""
    tx.execute(_ACKNOWLEDGE, {"reply": reply_id, "acknowledged_at": at})


def respond(tx: Tx, message_ids: Sequence[int], at: datetime, kind: str) -> None:
    """Stop the clock of open letters."""
    tx.execute(
        sa.update(_T)
        .where(_T.c.id.in_(message_ids), _T.c.responded_at.is_(None))
        .values(responded_at=at, response_kind=kind, needs_person=False, version=_T.c.version + 1)
    )


def counts(tx: Tx) -> dict[str, int]:
    """Letters by state."""
    return {str(state): int(n) for state, n in tx.execute(sa.select(_T.c.state, sa.func.count()).group_by(_T.c.state))}


def _clean(value: Any) -> Any:
    return rows.json(value) if isinstance(value, str | list | dict | tuple) and not isinstance(value, State) else value


def promote(tx: Tx, message_id: int, *, now: datetime) -> bool:
    """A mail that was found in Junk or Archive was moved to the intake folder by a person: send it round as a letter, also where it was
    not yet dealt with (whoever holds it is fenced out). False where it does not apply."""
    again = (State.HELD, State.IGNORED, State.SHELVED, State.RECEIVED, State.READ)
    where = (_T.c.id == message_id, _T.c.role == "late", _T.c.state.in_(again), ~_T.c.older)
    values = {
        "role": "intake",
        "state": State.RECEIVED,
        "ready_at": now,
        "claim_owner": None,
        "claim_token": _T.c.claim_token + 1,
        "needs_person": False,
        "attempts": 0,
    }
    return tx.execute(sa.update(_T).where(*where).values(version=_T.c.version + 1, **values)).rowcount == 1


def renew(tx: Tx, db: Database, ids: Sequence[int], *, owner: str, seconds: float) -> None:
    """Hold claims for longer. Rows that were released or taken over meanwhile are left alone."""
    until = db.now(tx) + timedelta(seconds=seconds)
    tx.execute(sa.update(_T).where(_T.c.id.in_(ids), _T.c.claim_owner == owner, _T.c.ready_at.is_not(None)).values(ready_at=until))


def last_received(tx: Tx, mailbox: str) -> datetime | None:
    """When the mailbox brought its last letter, or None."""
    query = sa.select(_T.c.received_at).where(_T.c.mailbox == mailbox).order_by(_T.c.received_at.desc()).limit(1)
    found: datetime | None = tx.execute(query).scalar_one_or_none()
    return found


def free(tx: Tx, db: Database, *, owner: str) -> None:
    """Make the letters of a dead worker claimable at once; the next claim's token fences it out."""
    tx.execute(sa.update(_T).where(_T.c.claim_owner == owner, _T.c.ready_at.is_not(None)).values(ready_at=db.now(tx), claim_owner=None))


def without_return_path(tx: Tx, mailbox: str, *, most: int) -> tuple[int, int]:
    """Of the last letters of a mailbox, at most so many: how many were read, and how many of these bore no Return-Path."""
    where = (_T.c.mailbox == mailbox, _T.c.role == "intake", ~_T.c.older, _T.c.identity_sha256.is_not(None))
    last = tx.execute(sa.select(_T.c.return_path).where(*where).order_by(_T.c.received_at.desc()).limit(most)).scalars().all()
    return len(last), sum(each is None for each in last)
