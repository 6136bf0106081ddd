"""The tables of people who sign in. In: nothing. Out: classes beside those of schema.py, in the same metadata."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, Index, LargeBinary, Table
from sqlmodel import Field, SQLModel


class PersonRow(SQLModel, table=True):
    """Somebody who may sign in. Nobody is ever removed: the history names them."""

    __tablename__ = "people"
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)  # lower case
    name: str
    email: str = ""
    role: str
    password_hash: str = ""  # empty: nobody can sign in by password
    must_change: bool = False
    active: bool = True
    made_at: datetime
    made_by: str
    password_at: datetime | None = None
    signed_in_at: datetime | None = None


class SessionRow(SQLModel, table=True):
    """A signed-in browser. The secret itself is in its cookie alone."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_person", "person_id", "ended_at"),)
    id: int | None = Field(default=None, primary_key=True)
    secret_sha256: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    person_id: int = Field(foreign_key="people.id")
    made_at: datetime
    seen_at: datetime
    ends_at: datetime = Field(index=True)
    address: str = ""
    browser: str = ""
    ended_at: datetime | None = None


class ThrottleRow(SQLModel, table=True):
    """Wrong tries under one name or from one address; `subject` is a digest."""

    __tablename__ = "throttles"
    subject: str = Field(primary_key=True)
    failures: int
    last_at: datetime = Field(index=True)
    until: datetime


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, cast(Any, model).__table__)


people = _table(PersonRow)
sessions = _table(SessionRow)
throttles = _table(ThrottleRow)
