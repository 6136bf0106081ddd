"""Leases: one holder of a name at a time. In: a name and an owner. Out: the fencing token, or None."""

from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from intake.store import schema
from intake.store.database import Database, Tx

_T = schema.leases
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def take(tx: Tx, db: Database, *, name: str, owner: str, seconds: float) -> int | None:
    """Take, or renew, the lease; None where somebody else holds it. Lapses by the database's clock."""
    now = db.now(tx)
    until = now + timedelta(seconds=seconds)
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    statement = insert(_T).values(name=name, owner=owner, token=1, until=until)
    again = sa.case((_T.c.owner == owner, _T.c.token), else_=_T.c.token + 1)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"owner": owner, "until": until, "token": again}, where=sa.or_(_T.c.owner == owner, _T.c.until < now)
    )
    return tx.execute(statement.returning(_T.c.token)).scalar_one_or_none()


def give_up(tx: Tx, *, name: str, owner: str) -> None:
    """Let the lease go at once."""
    tx.execute(
        sa.update(_T).where(_T.c.name == name, _T.c.owner == owner).values(owner="", until=sa.literal(_EPOCH, type_=_T.c.until.type))
    )


def holder(tx: Tx, name: str) -> str | None:
    """Who held the lease last, or None."""
    return tx.execute(sa.select(_T.c.owner).where(_T.c.name == name)).scalar_one_or_none()


def alive(tx: Tx, db: Database, prefix: str) -> list[str]:
    """Owners that hold a lease whose name starts with `prefix`, by the database's clock."""
    where = (_T.c.name.startswith(prefix, autoescape=True), _T.c.until >= db.now(tx))
    return [str(owner) for owner in tx.execute(sa.select(_T.c.owner).where(*where)).scalars()]


def owners(tx: Tx) -> list[str]:
    """Everyone who holds, or held, a lease."""
    return [str(owner) for owner in tx.execute(sa.select(_T.c.owner).distinct()).scalars()]


def give_up_all(tx: Tx, *, owner: str) -> None:
    """Let every lease of an owner go at once."""
    tx.execute(sa.update(_T).where(_T.c.owner == owner).values(owner="", until=sa.literal(_EPOCH, type_=_T.c.until.type)))
