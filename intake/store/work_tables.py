"""Tables of people's work on a letter and its application. In: nothing. Out: SQLModel classes, beside those of `schema`.

What a person typed lies here, in the record; the history keeps that it happened.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, Column, Index, Table
from sqlmodel import Field, SQLModel

from intake.store.schema import Kept


def _json() -> Any:
    return Field(default=None, sa_column=Column(JSON(none_as_null=True)))


class CorrectionRow(Kept, table=True):
    """What a person said of one field of a paper. The row in `fields` is what counts; here is what stood there, and what the machine read.

    A paper is named by its letter, its position and its digest, which outlast a new reading; its row's id does not.
    """

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_letter", "message_id", "position", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    message_id: int
    position: int
    sha256: str
    name: str
    act: str  # corrected | added | unreadable
    before: Any = _json()  # the row of `fields` as it stood, None where there was none
    machine: Any = _json()  # the same, as last read by machine
    after: Any = _json()  # None where it cannot be read
    followed: Any = _json()  # whose the application was before it followed this correction
    by_who: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None


class NoteRow(Kept, table=True):
    """Something a colleague should know. Never sent."""

    __tablename__ = "notes"
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(index=True)
    text: str
    by_who: str
    at: datetime
    withdrawn_at: datetime | None = None


class ReminderRow(Kept, table=True):
    """Look at this letter again from then on."""

    __tablename__ = "reminders"
    __table_args__ = (Index("ix_reminders_due", "done_at", "due_at"),)
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(index=True)
    due_at: datetime
    text: str = ""
    by_who: str
    made_at: datetime
    done_at: datetime | None = None
    done_by: str | None = None


class StatusMoveRow(Kept, table=True):
    """A person moved an application; the latest one says since when it stands where it stands."""

    __tablename__ = "status_moves"
    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(index=True)
    message_id: int | None = None
    before: str
    after: str
    reason: str = ""
    by_who: str
    at: datetime
    undone_at: datetime | None = None


class MergeRow(Kept, table=True):
    """Two applications made one, and what lay where before, so that it can be undone."""

    __tablename__ = "merges"
    id: int | None = Field(default=None, primary_key=True)
    made_id: int = Field(index=True)
    into_id: int = Field(index=True)
    was: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    reason: str = ""
    by_who: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str | None = None


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, cast(Any, model).__table__)


corrections = _table(CorrectionRow)
notes = _table(NoteRow)
reminders = _table(ReminderRow)
status_moves = _table(StatusMoveRow)
merges = _table(MergeRow)
