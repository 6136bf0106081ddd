"""What becomes of a letter when a person's answer from the desk is taken, or comes back. In: a reply. Out: clocks, and their history."""

from datetime import datetime

from intake.store import answers, events
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.outbox import ReplyRecord


def accepted(tx: Tx, reply: ReplyRecord, *, at: datetime, now: datetime) -> None:
    """A server took it at `at`: the clocks of its letters stop. Nothing for what the machine wrote."""
    _note(tx, answers.accepted(tx, reply, at=at, now=now), reply, "letter.responded", now)


def returned(tx: Tx, reply: ReplyRecord, now: datetime) -> None:
    """It came back: what it closed is open again."""
    _note(tx, answers.returned(tx, reply), reply, "letter.reopened", now)


def _note(tx: Tx, letters: list[int], reply: ReplyRecord, kind: str, now: datetime) -> None:
    events.add(tx, [Event(now, kind, message_id=number, application_id=reply.application_id, reply_id=reply.id) for number in letters])
