"""Where mails were seen. In: positions. Out: which are unknown, which wait for the mailbox's courtesy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from intake.store import rows, schema
from intake.store.database import Tx
from intake.store.states import Sighting as State

_T = schema.sightings
_CHUNK = 400
_KEEP: Final = {
    name: insert(_T).on_conflict_do_nothing(index_elements=["mailbox", "folder", "validity", "position"]).returning(_T.c.id)
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_KNOWN: Final = sa.select(_T.c.position).where(
    _T.c.mailbox == bindparam("mailbox"),
    _T.c.folder == bindparam("folder"),
    _T.c.validity == bindparam("validity"),
    _T.c.position.in_(bindparam("positions", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class SightingRecord:
    """A mail in a folder."""

    id: int
    mailbox: str
    folder: str
    validity: str
    position: str
    message_id: int
    state: str


def keep(
    tx: Tx,
    *,
    mailbox: str,
    folder: str,
    validity: str,
    position: str,
    message_id: int,
    received_at: datetime | None,
    seen_at: datetime,
    marking: bool,
) -> bool:
    """Note a sighting; False where it was noted before. `marking` says that a courtesy is still due."""
    values = {
        "mailbox": mailbox, "folder": folder, "validity": validity, "position": position, "message_id": message_id, "state": State.KEPT,
        "received_at": received_at, "seen_at": seen_at, "retry_at": seen_at if marking else None,
    }  # fmt: skip
    return tx.execute(_KEEP[tx.dialect.name], values).scalar_one_or_none() is not None


def unknown(tx: Tx, *, mailbox: str, folder: str, validity: str, positions: Sequence[str]) -> list[str]:
    """Those of `positions` that were never seen, in their order."""
    known: set[str] = set()
    for start in range(0, len(positions), _CHUNK):
        part = {"mailbox": mailbox, "folder": folder, "validity": validity, "positions": positions[start : start + _CHUNK]}
        known.update(tx.execute(_KNOWN, part).scalars())
    return [p for p in positions if p not in known]


def unmarked(tx: Tx, *, mailbox: str, now: datetime, limit: int) -> list[SightingRecord]:
    """Sightings whose courtesy is due, oldest first."""
    query = rows.select(_T, SightingRecord).where(_T.c.state == State.KEPT, _T.c.retry_at <= now, _T.c.mailbox == mailbox)
    return rows.many(SightingRecord, tx.execute(query.order_by(_T.c.retry_at, _T.c.id).limit(limit)))


def settle(tx: Tx, ids: Iterable[int], state: State, *, retry_at: datetime | None = None) -> None:
    """Marked, gone, or (KEPT with a time) to be tried again; KEPT without a time is left alone for good."""
    tx.execute(sa.update(_T).where(_T.c.id.in_(list(ids))).values(state=state, retry_at=retry_at))


def count(tx: Tx, *, mailbox: str, folder: str, validity: str, from_uid: int = 0) -> int:
    """How many positions of a folder are on record, from a UID on."""
    where = [_T.c.mailbox == mailbox, _T.c.folder == folder, _T.c.validity == validity]
    if from_uid:
        where.append(sa.cast(_T.c.position, sa.BigInteger) >= from_uid)
    return int(tx.execute(sa.select(sa.func.count()).select_from(_T).where(*where)).scalar_one())


def of_message(tx: Tx, message_id: int) -> list[SightingRecord]:
    """Every place a letter was seen."""
    return rows.many(SightingRecord, tx.execute(rows.select(_T, SightingRecord).where(_T.c.message_id == message_id).order_by(_T.c.id)))
