"""What staff must know. In: codes and ids. Out: open alarms; one for each (code, subject)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.alarms


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
    where = (_T.c.code == code, _T.c.subject == subject, _T.c.cleared_at.is_(None))
    if tx.execute(sa.select(_T.c.id).where(*where).limit(1)).scalar_one_or_none() is not None:
        return False
    tx.execute(sa.insert(_T).values(code=code, subject=subject, text=rows.text(text, 500), urgent=urgent, raised_at=now))
    return True


def clear(tx: Tx, *, code: str, now: datetime, subject: str | None = None) -> None:
    """The cause is gone."""
    where = [_T.c.code == code, _T.c.cleared_at.is_(None)]
    if subject is not None:
        where.append(_T.c.subject == subject)
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
