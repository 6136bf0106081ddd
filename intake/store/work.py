"""What people put beside a letter: who has it, notes, reminders. In: values. Out: rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx
from intake.store.work_tables import notes as _N
from intake.store.work_tables import reminders as _R

_M = schema.messages
_E = schema.events


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A note; `withdrawn_at` where its writer took it back."""

    id: int
    message_id: int
    text: str
    by_who: str
    at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReminderRecord:
    """Look again from `due_at` on, until somebody is done with it."""

    id: int
    message_id: int
    due_at: datetime
    text: str
    by_who: str
    made_at: datetime
    done_at: datetime | None
    done_by: str | None


@dataclass(frozen=True, slots=True)
class Alike:
    """By what letters look alike."""

    id: int
    kind: str | None
    from_address: str
    subject: str
    said_sha256: str | None
    state: str
    version: int
    assignee: str | None
    reply_to: str | None
    asks_answer: bool


def assignee(tx: Tx, message_id: int) -> str | None:
    """Who has it."""
    found = tx.execute(sa.select(_M.c.assignee).where(_M.c.id == message_id)).scalar_one_or_none()
    return None if found is None else str(found)


def alike(tx: Tx, message_ids: Collection[int]) -> dict[int, Alike]:
    """What is compared of these letters."""
    query = rows.select(_M, Alike).where(_M.c.id.in_(message_ids))
    return {each.id: each for each in rows.many(Alike, tx.execute(query))}


def last_hand(tx: Tx, message_id: int, kinds: Collection[str]) -> tuple[str, str, datetime] | None:
    """Who acted on a letter last, what it was and when; events of `kinds` are looks and no acts."""
    query = sa.select(_E.c.actor, _E.c.kind, _E.c.at).where(_E.c.message_id == message_id, _E.c.kind.not_in(list(kinds)))
    row = tx.execute(query.order_by(_E.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else (str(row[0]), str(row[1]), row[2])


def last_hand_on_application(tx: Tx, application_id: int) -> tuple[str, str, datetime] | None:
    """The same of an application."""
    query = sa.select(_E.c.actor, _E.c.kind, _E.c.at).where(_E.c.application_id == application_id)
    row = tx.execute(query.order_by(_E.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else (str(row[0]), str(row[1]), row[2])


def events_of_application(tx: Tx, application_id: int, *, limit: int = 500) -> list[Any]:
    """Its own history: at, kind, letter, actor and detail, oldest first; of very many the latest."""
    query = sa.select(_E.c.at, _E.c.kind, _E.c.message_id, _E.c.actor, _E.c.detail).where(_E.c.application_id == application_id)
    return list(reversed(tx.execute(query.order_by(_E.c.id.desc()).limit(limit)).all()))


def add_note(tx: Tx, message_id: int, *, text: str, by_who: str, at: datetime) -> int:
    """Returns its number."""
    values = {"message_id": message_id, "text": rows.text(text, 4000), "by_who": rows.text(by_who, 120), "at": at}
    return int(tx.execute(sa.insert(_N).values(**values).returning(_N.c.id)).scalar_one())


def withdraw_note(tx: Tx, note_id: int, *, by_who: str, at: datetime) -> NoteRecord | None:
    """Take one's own note back; None where it is another's or gone already."""
    where = (_N.c.id == note_id, _N.c.by_who == by_who, _N.c.withdrawn_at.is_(None))
    done = tx.execute(sa.update(_N).where(*where).values(withdrawn_at=at).returning(*rows.columns(_N, NoteRecord)))
    return rows.one(NoteRecord, done.one_or_none())


def notes(tx: Tx, message_ids: Collection[int]) -> list[NoteRecord]:
    """Of these letters, in order."""
    query = rows.select(_N, NoteRecord).where(_N.c.message_id.in_(message_ids)).order_by(_N.c.id)
    return rows.many(NoteRecord, tx.execute(query))


def remind(tx: Tx, message_id: int, *, due_at: datetime, text: str, by_who: str, now: datetime) -> int:
    """Returns the reminder's number."""
    values = {"message_id": message_id, "due_at": due_at, "text": rows.text(text, 500), "by_who": rows.text(by_who, 120), "made_at": now}
    return int(tx.execute(sa.insert(_R).values(**values).returning(_R.c.id)).scalar_one())


def end_reminder(tx: Tx, reminder_id: int, *, by_who: str, at: datetime) -> ReminderRecord | None:
    """Be done with one; None where somebody was already."""
    where = (_R.c.id == reminder_id, _R.c.done_at.is_(None))
    values = {"done_at": at, "done_by": rows.text(by_who, 120)}
    done = tx.execute(sa.update(_R).where(*where).values(**values).returning(*rows.columns(_R, ReminderRecord)))
    return rows.one(ReminderRecord, done.one_or_none())


def reminders(tx: Tx, message_id: int) -> list[ReminderRecord]:
    """Of a letter, the ended ones too, in order."""
    query = rows.select(_R, ReminderRecord).where(_R.c.message_id == message_id).order_by(_R.c.id)
    return rows.many(ReminderRecord, tx.execute(query))


def reminders_due(tx: Tx, now: datetime, *, limit: int = 500) -> list[ReminderRecord]:
    """Those whose time has come, the oldest first."""
    where = (_R.c.done_at.is_(None), _R.c.due_at <= now)
    return rows.many(ReminderRecord, tx.execute(rows.select(_R, ReminderRecord).where(*where).order_by(_R.c.due_at, _R.c.id).limit(limit)))


def count_reminders_due(tx: Tx, now: datetime) -> int:
    """How many."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(_R).where(_R.c.done_at.is_(None), _R.c.due_at <= now)).scalar_one())
