"""People's answers beside the outbox, and the clocks that they stop. In: a reply of a person's. Out: rows; which letters it closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from intake.store import rows, schema, schema_answers
from intake.store.database import Tx
from intake.store.outbox import ReplyRecord

_T = schema_answers.answers
_M, _S, _L = schema.messages, schema.responses, schema.alarms
PURPOSE: Final = "response:"
TEST: Final = "test:"
NO_LETTER: Final = 0
"""The letter of a test mail, which answers none."""
RETURNED: Final = "returned"
"""Among the ways of a response: an answer by mail that came back. It stopped no clock in the end."""


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """What a person wrote. `closed` are the letters whose clock it stopped; `refused` the addresses that it did not reach."""

    reply_id: int
    message_id: int
    author: str
    key: str
    template: str
    to: list[str]
    cc: list[str]
    subject: str
    body: str
    accepted_at: datetime | None
    closed: list[int]
    refused: list[str]


def keep(tx: Tx, answer: AnswerRecord) -> None:
    """Beside its reply, in the transaction that queues it."""
    values = {name: getattr(answer, name) for name in AnswerRecord.__dataclass_fields__}
    tx.execute(sa.insert(_T).values(**{**values, "subject": rows.text(answer.subject, 300), "body": rows.text(answer.body, 64_000)}))


def get(tx: Tx, reply_id: int) -> AnswerRecord | None:
    """None where the reply is no person's."""
    return rows.one(AnswerRecord, tx.execute(rows.select(_T, AnswerRecord).where(_T.c.reply_id == reply_id)).one_or_none())


def of_message(tx: Tx, message_id: int) -> list[AnswerRecord]:
    """Answers written to a letter, in order."""
    return rows.many(AnswerRecord, tx.execute(rows.select(_T, AnswerRecord).where(_T.c.message_id == message_id).order_by(_T.c.reply_id)))


def copies(tx: Tx, reply_id: int) -> tuple[str, ...]:
    """Everyone it goes to but the first."""
    found = get(tx, reply_id)
    return () if found is None else tuple((*found.to, *found.cc)[1:])


def not_reached(tx: Tx, reply_id: int, addresses: Sequence[str]) -> None:
    """Copies that a server refused, or that came back."""
    found = get(tx, reply_id)
    if found is not None and addresses:
        tx.execute(sa.update(_T).where(_T.c.reply_id == reply_id).values(refused=rows.json([*found.refused, *addresses])))


def accepted(tx: Tx, reply: ReplyRecord, *, at: datetime, now: datetime) -> list[int]:
    """A server took a person's answer at `at`: the clocks of the open letters of its thread stop. Which; none for other replies.

    The letter itself, and what its sender had open under the same reference or application when the answer was written.
    """
    answer = get(tx, reply.id)
    if answer is None:
        return []
    ids = _open(tx, reply, answer)
    tx.execute(sa.update(_T).where(_T.c.reply_id == reply.id).values(accepted_at=at, closed=ids))
    if ids:
        told = {"kind": "mail", "at": at, "entered_at": now, "by_who": rows.text(answer.author, 200)}
        tx.execute(sa.insert(_S), [{"message_id": number, **told} for number in ids])
        stopped = {"responded_at": at, "response_kind": "mail", "needs_person": False, "version": _M.c.version + 1}
        tx.execute(sa.update(_M).where(_M.c.id.in_(ids)).values(**stopped))
        raised = (_L.c.code.startswith("letter."), _L.c.subject.in_([str(number) for number in ids]), _L.c.cleared_at.is_(None))
        tx.execute(sa.update(_L).where(*raised).values(cleared_at=now))
    return ids


def returned(tx: Tx, reply: ReplyRecord) -> list[int]:
    """The answer came back: what it closed is open again and needs a person. Which letters."""
    answer = get(tx, reply.id)
    if answer is None or not answer.closed:
        return []
    by_it = (_M.c.id.in_(answer.closed), _M.c.response_kind == "mail", _M.c.responded_at == answer.accepted_at)
    ids = [int(number) for number in tx.execute(sa.select(_M.c.id).where(*by_it).order_by(_M.c.id)).scalars()]
    opened = {"responded_at": None, "response_kind": None, "needs_person": True, "version": _M.c.version + 1}
    tx.execute(sa.update(_M).where(_M.c.id.in_(ids)).values(**opened))
    told = (_S.c.message_id.in_(ids), _S.c.kind == "mail", _S.c.at == answer.accepted_at)
    tx.execute(sa.update(_S).where(*told).values(kind=RETURNED))
    tx.execute(sa.update(_T).where(_T.c.reply_id == reply.id).values(closed=[]))
    return ids


def _open(tx: Tx, reply: ReplyRecord, answer: AnswerRecord) -> list[int]:
    itself = sa.select(_M.c.from_address, _M.c.reference, _M.c.application_id).where(_M.c.id == answer.message_id)
    found = tx.execute(itself).one_or_none()
    if found is None:
        return []
    thread = [
        column == value
        for column, value in ((_M.c.reference, found.reference), (_M.c.application_id, found.application_id))
        if value is not None
    ]
    theirs = sa.and_(_M.c.from_address == found.from_address, _M.c.received_at <= reply.queued_at, sa.or_(sa.false(), *thread))
    where = (_M.c.asks_answer, _M.c.responded_at.is_(None), sa.or_(_M.c.id == answer.message_id, theirs))
    return [int(number) for number in tx.execute(sa.select(_M.c.id).where(*where).order_by(_M.c.id).limit(200)).scalars()]
