"""What needs a person. In: nothing. Out: letters and replies that wait for somebody, and one letter whole."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from intake import errors
from intake.store import rows, schema
from intake.store.database import Tx
from intake.store.states import Message, Reply

_M = schema.messages
_R = schema.replies
_P = schema.papers


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter that is held or shelved."""

    id: int
    reference: str | None
    received_at: datetime
    state: str
    kind: str | None
    queue: str | None
    reasons: list[dict[str, str]]
    shelved_reason: str | None
    template: str | None
    reply_to: str | None
    due_at: datetime | None
    flags: list[str]


@dataclass(frozen=True, slots=True)
class WaitingReply:
    """A reply that is unsure, dead or bounced and not settled."""

    id: int
    message_id: int
    state: str
    queued_at: datetime
    why: str | None
    code: int | None
    attempts: int
    bounce_status: str | None
    header_message_id: str


@dataclass(frozen=True, slots=True)
class LetterHead:
    """By what a letter is known in a list."""

    id: int
    reference: str | None
    received_at: datetime
    from_address: str
    subject: str
    kind: str | None
    verdict: str | None
    state: str


@dataclass(frozen=True, slots=True)
class WholeLetter:
    """All of a letter that a person may want to see."""

    id: int
    reference: str | None
    state: str
    role: str
    older: bool
    mailbox: str
    received_at: datetime
    from_name: str
    from_address: str
    return_path: str | None
    subject: str
    excerpt: str
    defects: list[str]
    kind: str | None
    verdict: str | None
    template: str | None
    reply_to: str | None
    reasons: list[dict[str, str]]
    flags: list[str]
    queue: str | None
    topics: list[str] | None
    forward: dict[str, str | None] | None
    authentication: dict[str, str] | None
    sensitive: list[dict[str, Any]] | None
    shelved_reason: str | None
    application_id: int | None
    duplicate_of: int | None
    asks_answer: bool
    due_at: datetime | None
    calendar_version: str | None
    acknowledged_at: datetime | None
    responded_at: datetime | None
    response_kind: str | None
    raw_sha256: str
    needs_person: bool
    version: int

    @property
    def releasable(self) -> bool:
        """It is held, and an acknowledgement was prepared."""
        return self.state == Message.HELD and bool(self.template and self.reply_to)


def letters(tx: Tx, *, limit: int = 500) -> list[WaitingLetter]:
    """Held and shelved letters, oldest first."""
    query = rows.select(_M, WaitingLetter).where(_M.c.needs_person).order_by(_M.c.received_at, _M.c.id).limit(limit)
    return rows.many(WaitingLetter, tx.execute(query))


def replies(tx: Tx, *, limit: int = 500) -> list[WaitingReply]:
    """Replies that nobody settled, oldest first."""
    states = (Reply.UNSURE, Reply.DEAD, Reply.BOUNCED)
    query = (
        rows.select(_R, WaitingReply)
        .where(_R.c.state.in_(states), _R.c.settled_by.is_(None), _R.c.message_id > 0)
        .order_by(_R.c.id)
        .limit(limit)
    )
    return rows.many(WaitingReply, tx.execute(query))


def whole(tx: Tx, message_id: int) -> WholeLetter:
    """Raises errors.NotFound."""
    found = rows.one(WholeLetter, tx.execute(rows.select(_M, WholeLetter).where(_M.c.id == message_id)).one_or_none())
    if found is None:
        raise errors.NotFound(f"no letter {message_id} on record: look in the log or the queue")
    return found


def heads(tx: Tx, message_ids: Collection[int]) -> dict[int, LetterHead]:
    """The heads of these letters, by number."""
    if not message_ids:
        return {}
    query = rows.select(_M, LetterHead).where(_M.c.id.in_(message_ids)).order_by(_M.c.id)
    return {head.id: head for head in rows.many(LetterHead, tx.execute(query))}


def of_applications(tx: Tx, application_ids: Collection[int], *, limit: int = 100) -> list[int]:
    """Letters that belong to one of these applications, by themselves or by a paper, oldest first; of very many the latest."""
    if not application_ids:
        return []
    filed = sa.select(_M.c.id).where(_M.c.application_id.in_(application_ids))
    brought = sa.select(_P.c.message_id).where(_P.c.application_id.in_(application_ids))
    found = sa.union(filed, brought).subquery()
    return sorted(int(i) for i in tx.execute(sa.select(found.c.id).order_by(found.c.id.desc()).limit(limit)).scalars())


def by_reference(tx: Tx, reference: str) -> list[int]:
    """Letters of that reference, oldest first."""
    return [int(i) for i in tx.execute(sa.select(_M.c.id).where(_M.c.reference == reference).order_by(_M.c.id)).scalars()]


def count_bounced(tx: Tx) -> int:
    """How many replies came back and nobody settled."""
    where = (_R.c.state == Reply.BOUNCED, _R.c.settled_by.is_(None), _R.c.message_id > 0)
    return int(tx.execute(sa.select(sa.func.count()).select_from(_R).where(*where)).scalar_one())


def count(tx: Tx) -> tuple[int, int]:
    """How many letters and how many replies need a person."""
    states = (Reply.UNSURE, Reply.DEAD, Reply.BOUNCED)
    letters_waiting = tx.execute(sa.select(sa.func.count()).select_from(_M).where(_M.c.needs_person)).scalar_one()
    replies_waiting = tx.execute(
        sa.select(sa.func.count()).select_from(_R).where(_R.c.state.in_(states), _R.c.settled_by.is_(None), _R.c.message_id > 0)
    ).scalar_one()
    return int(letters_waiting), int(replies_waiting)
