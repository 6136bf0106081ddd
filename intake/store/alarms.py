"""What staff must know. In: codes and ids. Out: open alarms; one for each (code, subject)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.alarms
_CLEAR: Final = sa.update(_T).where(_T.c.code == bindparam("of_code"), _T.c.cleared_at.is_(None))
_CLEAR_ONE: Final = _CLEAR.where(_T.c.subject == bindparam("of_subject"))


@dataclass(frozen=True, slots=True)
class AlarmRecord:
    """An alarm. `subject` is an id or a mailbox's name, never a person's."""

    id: int
    code: str
    subject: str
    text: str
    urgent: bool
    raised_at: datetime
    told_at: datetime | None
    cleared_at: datetime | None


def put(tx: Tx, *, code: str, subject: str, text: str, now: datetime, urgent: bool = False) -> bool:
    """Raise it where it is not open already; True where it is new."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    made = insert(_T).values(code=code, subject=subject, text=rows.text(text, 500), urgent=urgent, raised_at=now)
    made = made.on_conflict_do_nothing(index_elements=["code", "subject"], index_where=_T.c.cleared_at.is_(None))
    return tx.execute(made.returning(_T.c.id)).scalar_one_or_none() is not None


def clear(tx: Tx, *, code: str, now: datetime, subject: str | None = None) -> None:
    """The cause is gone."""
    if subject is None:
        tx.execute(_CLEAR, {"of_code": code, "cleared_at": now})
    else:
        tx.execute(_CLEAR_ONE, {"of_code": code, "of_subject": subject, "cleared_at": now})


def clear_letters(tx: Tx, letters: Sequence[int], *, now: datetime) -> None:
    """A person dealt with these letters: whatever was raised about them is settled."""
    where = (_T.c.code.startswith("letter."), _T.c.subject.in_([str(one) for one in letters]), _T.c.cleared_at.is_(None))
    tx.execute(sa.update(_T).where(*where).values(cleared_at=now))


def opened(tx: Tx, *, untold: bool = False, limit: int = 500) -> list[AlarmRecord]:
    """Open alarms, urgent first; `untold`: those not yet in a digest."""
    query = rows.select(_T, AlarmRecord).where(_T.c.cleared_at.is_(None)).order_by(_T.c.urgent.desc(), _T.c.id).limit(limit)
    if untold:
        query = query.where(_T.c.told_at.is_(None))
    return rows.many(AlarmRecord, tx.execute(query))


def told(tx: Tx, ids: list[int], at: datetime) -> None:
    """They were in a digest that a channel took."""
    if ids:
        tx.execute(sa.update(_T).where(_T.c.id.in_(ids)).values(told_at=at))
