"""Letters some of whose papers wait to be read on. In: a letter. Out: claims, what has the least time left first.

A row stands here as long as a paper of its letter is in WAITING. Every write made on a claim is fenced by its token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from intake import errors
from intake.documents.document import State
from intake.store import rows, schema, states
from intake.store.database import Database, Tx

_U, _M, _D = schema.unread, schema.messages, schema.documents
_LEFT: Final = sa.case((_M.c.responded_at.is_(None), _M.c.due_at))
"""Who was answered is in no hurry any more."""
_READY: Final = (
    sa.select(_U.c.message_id)
    .join(_M, _M.c.id == _U.c.message_id)
    .where(_U.c.ready_at <= sa.bindparam("now"), _M.c.state.in_(states.RESTING))
    .order_by(sa.nulls_last(_LEFT), _M.c.received_at, _U.c.message_id)
    .limit(1)
)
_READY_SKIPPING: Final = _READY.with_for_update(of=_U, skip_locked=True)


@dataclass(frozen=True, slots=True)
class UnreadRecord:
    """A claimed letter. `attempts` counts claims in which no paper came to an end."""

    message_id: int
    claim_owner: str
    claim_token: int
    attempts: int


def put(tx: Tx, message_id: int, *, ready_at: datetime) -> None:
    """Papers of this letter wait; whoever may hold it from an earlier reading is fenced out."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    free = {"ready_at": ready_at, "claim_owner": None, "attempts": 0}
    statement = insert(_U).values(message_id=message_id, claim_token=0, **free)
    tx.execute(statement.on_conflict_do_update(index_elements=["message_id"], set_={**free, "claim_token": _U.c.claim_token + 1}))


def drop(tx: Tx, message_id: int) -> None:
    """Nothing of this letter waits any more."""
    tx.execute(sa.delete(_U).where(_U.c.message_id == message_id))


def any_ready(tx: Tx, db: Database) -> bool:
    """Whether a claim would find something; takes no lock."""
    return tx.execute(_READY, {"now": db.now(tx)}).scalar_one_or_none() is not None


def claim(tx: Tx, db: Database, *, owner: str, seconds: float) -> UnreadRecord | None:
    """The letter with the least time left, held for `seconds`; None where none is ready. Lapsed claims come back by themselves."""
    now = db.now(tx)
    found = tx.execute(_READY if db.is_sqlite else _READY_SKIPPING, {"now": now}).scalar_one_or_none()
    if found is None:
        return None
    held = {"ready_at": now + timedelta(seconds=seconds), "claim_owner": owner}
    statement = sa.update(_U).where(_U.c.message_id == found).values(claim_token=_U.c.claim_token + 1, attempts=_U.c.attempts + 1, **held)
    return rows.one(UnreadRecord, tx.execute(statement.returning(*rows.columns(_U, UnreadRecord))).one())


def renew(tx: Tx, db: Database, record: UnreadRecord, *, seconds: float) -> None:
    """Hold a claim for longer. Raises errors.LeaseLost."""
    _fenced(tx, record, {"ready_at": db.now(tx) + timedelta(seconds=seconds)})


def put_back(tx: Tx, record: UnreadRecord, *, ready_at: datetime, attempts: int) -> None:
    """End a claim; the letter may be claimed again from `ready_at`. Raises errors.LeaseLost."""
    _fenced(tx, record, {"ready_at": ready_at, "claim_owner": None, "attempts": attempts})


def done(tx: Tx, record: UnreadRecord) -> None:
    """End a claim and the waiting. Raises errors.LeaseLost."""
    if tx.execute(sa.delete(_U).where(*_fence(record))).rowcount != 1:
        raise errors.LeaseLost(f"the papers of letter {record.message_id} are in other hands now")


def free(tx: Tx, db: Database, *, owner: str) -> None:
    """Make what a dead worker was reading claimable at once; the next claim's token fences it out."""
    tx.execute(sa.update(_U).where(_U.c.claim_owner == owner).values(ready_at=db.now(tx), claim_owner=None))


def count(tx: Tx) -> int:
    """How many papers wait."""
    query = sa.select(sa.func.count()).select_from(_D.join(_U, _U.c.message_id == _D.c.message_id)).where(_D.c.state == State.WAITING)
    return int(tx.execute(query).scalar_one())


def _fenced(tx: Tx, record: UnreadRecord, values: Mapping[str, Any]) -> None:
    if tx.execute(sa.update(_U).where(*_fence(record)).values(**values)).rowcount != 1:
        raise errors.LeaseLost(f"the papers of letter {record.message_id} are in other hands now")


def _fence(record: UnreadRecord) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _U.c.message_id == record.message_id, _U.c.claim_token == record.claim_token, _U.c.claim_owner == record.claim_owner,
    )  # fmt: skip
