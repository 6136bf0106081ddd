"""Wordings of replies and of their locked parts, kept for ever. In: texts that were checked. Out: versions, and which of them are live."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import sqlalchemy as sa

from intake import errors
from intake.store import rows, schema_answers
from intake.store.database import Database, Tx

_T = schema_answers.template_versions


class State(StrEnum):
    """What became of a version. At most one of a name is LIVE."""

    DRAFT = "draft"
    WAITING = "waiting"  # for a second person
    LIVE = "live"
    RETIRED = "retired"
    REJECTED = "rejected"


MOVES: Final = {
    State.DRAFT: frozenset({State.WAITING, State.LIVE, State.RETIRED}),
    State.WAITING: frozenset({State.LIVE, State.REJECTED, State.RETIRED}),
    State.LIVE: frozenset({State.RETIRED}),
    State.RETIRED: frozenset[State](),
    State.REJECTED: frozenset[State](),
}


@dataclass(frozen=True, slots=True)
class New:
    """A version at the moment it is written."""

    name: str
    subject: str
    body: str
    author: str
    made_at: datetime
    note: str
    shipped_sha256: str
    follows_shipped: bool = False


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version as it stands."""

    id: int
    name: str
    number: int
    subject: str
    body: str
    state: str
    follows_shipped: bool
    author: str
    made_at: datetime
    note: str
    sha256: str
    shipped_sha256: str
    decided_by: str | None
    decided_at: datetime | None
    decision: str


def digest(subject: str, body: str) -> str:
    """SHA-256 of a wording."""
    return hashlib.sha256(f"{subject}\0{body}".encode("utf-8", "replace")).hexdigest()


def add(tx: Tx, db: Database, new: New) -> VersionRecord:
    """Keep a new version as a draft; its number is the next of its name."""
    db.lock(tx, f"template {new.name}")
    last = tx.execute(sa.select(sa.func.max(_T.c.number)).where(_T.c.name == new.name)).scalar_one()
    values = {
        "name": new.name, "number": int(last or 0) + 1, "subject": rows.text(new.subject, 4_000), "body": rows.text(new.body, 256_000),
        "state": State.DRAFT, "follows_shipped": new.follows_shipped, "author": rows.text(new.author, 120), "made_at": new.made_at,
        "note": rows.text(new.note, 300), "sha256": digest(new.subject, new.body), "shipped_sha256": new.shipped_sha256,
    }  # fmt: skip
    made = tx.execute(sa.insert(_T).values(**values).returning(*rows.columns(_T, VersionRecord))).one()
    return VersionRecord(*made)


def move(tx: Tx, version: VersionRecord, after: State, *, by_who: str | None, at: datetime, decision: str = "") -> None:
    """Raises errors.UnlawfulMove, and errors.Conflict where somebody was faster."""
    if after not in MOVES[State(version.state)]:
        raise errors.UnlawfulMove(f"a version that is {version.state} cannot become {after}")
    values: dict[str, object] = {"state": after}
    if by_who is not None:
        values |= {"decided_by": rows.text(by_who, 120), "decided_at": at, "decision": rows.text(decision, 300)}
    if tx.execute(sa.update(_T).where(_T.c.id == version.id, _T.c.state == version.state).values(**values)).rowcount != 1:
        raise errors.Conflict(f"version {version.number} of {version.name} was changed by somebody else in the meantime: look at it again")


def retire(tx: Tx, name: str, states: Sequence[State]) -> None:
    """What a newer version takes the place of."""
    tx.execute(sa.update(_T).where(_T.c.name == name, _T.c.state.in_(states)).values(state=State.RETIRED))


def get(tx: Tx, name: str, number: int) -> VersionRecord:
    """Raises errors.NotFound."""
    query = rows.select(_T, VersionRecord).where(_T.c.name == name, _T.c.number == number)
    found = rows.one(VersionRecord, tx.execute(query).one_or_none())
    if found is None:
        raise errors.NotFound(f'there is no version {number} of "{name[:60]}"')
    return found


def of_name(tx: Tx, name: str, *, limit: int = 500) -> list[VersionRecord]:
    """Versions of a reply or part, the latest first."""
    query = rows.select(_T, VersionRecord).where(_T.c.name == name).order_by(_T.c.number.desc()).limit(limit)
    return rows.many(VersionRecord, tx.execute(query))


def in_state(tx: Tx, *states: State) -> list[VersionRecord]:
    """All versions in these states, by name and number."""
    query = rows.select(_T, VersionRecord).where(_T.c.state.in_(states)).order_by(_T.c.name, _T.c.number)
    return rows.many(VersionRecord, tx.execute(query))
