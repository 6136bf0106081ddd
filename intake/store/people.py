"""People who sign in. In: logins, names, roles, hashes. Out: records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from intake import errors
from intake.store import people_schema, rows
from intake.store.database import Tx

_T = people_schema.people


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as on record, without the password's hash."""

    id: int
    login: str
    name: str
    email: str
    role: str
    must_change: bool
    active: bool
    made_at: datetime
    made_by: str
    password_at: datetime | None
    signed_in_at: datetime | None


_SELECT = rows.select(_T, PersonRecord)


def add(
    tx: Tx, *, login: str, name: str, email: str, role: str, password_hash: str, must_change: bool, made_by: str, now: datetime
) -> PersonRecord:
    """A new person. Raises errors.Conflict where the login is taken."""
    if by_login(tx, login) is not None:
        raise errors.Conflict(f"somebody called {login} is on record already")
    values = {
        "login": login, "name": rows.text(name, 120), "email": rows.text(email, 254), "role": role, "password_hash": password_hash,
        "must_change": must_change, "active": True, "made_at": now, "made_by": rows.text(made_by, 120),
        "password_at": now if password_hash else None,
    }  # fmt: skip
    made = tx.execute(sa.insert(_T).values(values).returning(_T.c.id)).scalar_one()
    return get(tx, int(made))


def get(tx: Tx, person_id: int) -> PersonRecord:
    """Raises errors.NotFound."""
    found = rows.one(PersonRecord, tx.execute(_SELECT.where(_T.c.id == person_id)).one_or_none())
    if found is None:
        raise errors.NotFound("no such person is on record")
    return found


def by_login(tx: Tx, login: str) -> PersonRecord | None:
    """The person of that login, or None."""
    return rows.one(PersonRecord, tx.execute(_SELECT.where(_T.c.login == login)).one_or_none())


def password_hash(tx: Tx, person_id: int) -> str:
    """The hash of the password; empty where there is none."""
    return str(tx.execute(sa.select(_T.c.password_hash).where(_T.c.id == person_id)).scalar_one())


def everyone(tx: Tx, *, limit: int = 1000) -> list[PersonRecord]:
    """Those who may sign in, then those who may no more, by login."""
    return rows.many(PersonRecord, tx.execute(_SELECT.order_by(_T.c.active.desc(), _T.c.login).limit(limit)))


def change(tx: Tx, person_id: int, **values: Any) -> None:
    """Set columns."""
    tx.execute(sa.update(_T).where(_T.c.id == person_id).values(**values))


def active_of(tx: Tx, role: str) -> int:
    """How many of a role may sign in."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(_T).where(_T.c.role == role, _T.c.active)).scalar_one())
