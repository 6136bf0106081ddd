"""What a letter is filed under at the desk: whose it is, its state of the Union, agency and models. In: nothing. Out: columns, indexes.

The indexes hold all that the log is filtered by, so that no filter, however rare what it finds, reads the wide rows of the letters.
`us_state`, `agency_sort` and `model_bits` are written a moment after the verdict, with the words for the search (intake.store.search).
"""

from typing import Final

import sqlalchemy as sa
from sqlmodel import Field, SQLModel


class Filed(SQLModel):
    """`agency_sort` is folded for sorting; `model_bits` has a bit for each model that came or was asked for."""

    assignee: str | None = None  # login name of a person
    us_state: str = Field(default="", sa_column_kwargs={"server_default": ""})
    agency_sort: str = Field(default="", sa_column_kwargs={"server_default": ""})
    model_bits: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


_FILTERS: Final = ("responded_at", "kind", "us_state", "model_bits", "assignee", "needs_person")
_ASKING: Final = sa.text("asks_answer")
_ASKING_SQLITE: Final = sa.text("asks_answer = 1")
_OPEN: Final = sa.text("asks_answer AND responded_at IS NULL")
_OPEN_SQLITE: Final = sa.text("asks_answer = 1 AND responded_at IS NULL")
_PERSON: Final = sa.text("needs_person")
_PERSON_SQLITE: Final = sa.text("needs_person = 1")

DUE: Final = "ix_desk_due"
AGENCY: Final = "ix_desk_agency"
RECEIVED: Final = "ix_desk_received"

INDEXES: Final = (
    # `asks_answer` stands in them although they hold nothing else: SQLite would read the wide row to see it again.
    # The few open ones among all that were ever answered.
    sa.Index("ix_desk_open", "due_at", "id", "received_at", "asks_answer", *_FILTERS, sqlite_where=_OPEN_SQLITE, postgresql_where=_OPEN),
    sa.Index("ix_desk_person", "due_at", "id", "received_at", *_FILTERS, sqlite_where=_PERSON_SQLITE, postgresql_where=_PERSON),
    sa.Index(DUE, "due_at", "id", "received_at", "asks_answer", *_FILTERS, sqlite_where=_ASKING_SQLITE, postgresql_where=_ASKING),
    sa.Index(AGENCY, "agency_sort", "id", "received_at", "due_at", "asks_answer", "response_kind", *_FILTERS),
    sa.Index(RECEIVED, "received_at", "id", "due_at", "asks_answer", "response_kind", "agency_sort", *_FILTERS),
)
