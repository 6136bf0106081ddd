"""Indexes of the log that hold all that is asked of them, and every letter on record by agency without sorting all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_FILTERS = ("responded_at", "kind", "us_state", "model_bits", "assignee", "needs_person")
_ASKING, _ASKING_SQLITE = sa.text("asks_answer"), sa.text("asks_answer = 1")
_OPEN, _OPEN_SQLITE = sa.text("asks_answer AND responded_at IS NULL"), sa.text("asks_answer = 1 AND responded_at IS NULL")


def upgrade() -> None:
    _drop()
    due = ["due_at", "id", "received_at", "asks_answer", *_FILTERS]
    # Of two indexes that would do, SQLite takes the younger one: that of the open letters.
    op.create_index("ix_desk_due", "messages", due, sqlite_where=_ASKING_SQLITE, postgresql_where=_ASKING)
    op.create_index("ix_desk_open", "messages", due, sqlite_where=_OPEN_SQLITE, postgresql_where=_OPEN)
    op.create_index("ix_desk_agency", "messages", ["agency_sort", "id", "received_at", "due_at", "asks_answer", "response_kind", *_FILTERS])


def downgrade() -> None:
    _drop()
    due, agency = ["due_at", "id", "received_at", *_FILTERS], ["agency_sort", "id", "received_at", "due_at", *_FILTERS]
    op.create_index("ix_desk_due", "messages", due, sqlite_where=_ASKING_SQLITE, postgresql_where=_ASKING)
    op.create_index("ix_desk_open", "messages", due, sqlite_where=_OPEN_SQLITE, postgresql_where=_OPEN)
    op.create_index("ix_desk_agency", "messages", agency, sqlite_where=_ASKING_SQLITE, postgresql_where=_ASKING)


def _drop() -> None:
    for name in ("ix_desk_open", "ix_desk_due", "ix_desk_agency"):
        op.drop_index(name, "messages")
