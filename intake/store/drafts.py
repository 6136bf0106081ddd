"""Answers that people are writing. In: a letter, a person, what stands in the form. Out: drafts; one for each person and letter."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from intake.store import rows, schema_answers
from intake.store.database import Tx

_T = schema_answers.drafts


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """What stands in somebody's form."""

    message_id: int
    who: str
    key: str
    template: str
    to: list[str]
    cc: list[str]
    subject: str
    body: str
    saved_at: datetime


def save(tx: Tx, draft: DraftRecord) -> None:
    """Keep it in place of the one before."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = {
        "key": draft.key, "template": rows.text(draft.template, 120), "to": rows.json(draft.to), "cc": rows.json(draft.cc),
        "subject": rows.text(draft.subject, 300), "body": rows.text(draft.body, 64_000), "saved_at": draft.saved_at,
    }  # fmt: skip
    named = {"message_id": draft.message_id, "who": rows.text(draft.who, 120), "retention_class": "intake", "legal_hold": False}
    made = insert(_T).values(**named, **values)
    tx.execute(made.on_conflict_do_update(index_elements=["message_id", "who"], set_=values))


def get(tx: Tx, message_id: int, who: str) -> DraftRecord | None:
    """That person's draft of an answer to that letter."""
    query = rows.select(_T, DraftRecord).where(_T.c.message_id == message_id, _T.c.who == rows.text(who, 120))
    return rows.one(DraftRecord, tx.execute(query).one_or_none())


def of_others(tx: Tx, message_id: int, who: str, *, since: datetime) -> list[DraftRecord]:
    """What others began to answer to that letter and touched since then."""
    where = (_T.c.message_id == message_id, _T.c.who != rows.text(who, 120), _T.c.saved_at >= since)
    return rows.many(DraftRecord, tx.execute(rows.select(_T, DraftRecord).where(*where).order_by(_T.c.saved_at.desc()).limit(20)))


def drop(tx: Tx, message_id: int, who: str) -> bool:
    """It was sent, or is not wanted; False where there was none."""
    return tx.execute(sa.delete(_T).where(_T.c.message_id == message_id, _T.c.who == rows.text(who, 120))).rowcount == 1
