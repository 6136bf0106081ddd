"""People's work on a letter: corrections, notes, reminders, moves of an application, merges that can be undone."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXT = sqltypes.AutoString
_TIME = sqltypes.UTCDateTime


def _kept(*columns: sa.Column[object]) -> tuple[sa.Column[object], ...]:
    """With what every record about a correspondent carries, and its number."""
    first: tuple[sa.Column[object], ...] = (
        sa.Column("retention_class", _TEXT(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
    )
    return (*first, *columns)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=True)


def upgrade() -> None:
    op.add_column("messages", sa.Column("assignee", _TEXT(), nullable=True))
    op.create_index("ix_messages_assignee", "messages", ["assignee"], unique=False)
    op.create_table(
        "corrections",
        *_kept(
            sa.Column("message_id", sa.Integer(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("sha256", _TEXT(), nullable=False),
            sa.Column("name", _TEXT(), nullable=False),
            sa.Column("act", _TEXT(), nullable=False),
            *map(_json, ("before", "machine", "after", "followed")),
            sa.Column("by_who", _TEXT(), nullable=False),
            sa.Column("at", _TIME(), nullable=False),
            sa.Column("undone_at", _TIME(), nullable=True),
            sa.Column("undone_by", _TEXT(), nullable=True),
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_corrections_letter", "corrections", ["message_id", "position", "name"], unique=False)
    op.create_table(
        "notes",
        *_kept(
            sa.Column("message_id", sa.Integer(), nullable=False),
            sa.Column("text", _TEXT(), nullable=False),
            sa.Column("by_who", _TEXT(), nullable=False),
            sa.Column("at", _TIME(), nullable=False),
            sa.Column("withdrawn_at", _TIME(), nullable=True),
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_notes_message_id", "notes", ["message_id"], unique=False)
    op.create_table(
        "reminders",
        *_kept(
            sa.Column("message_id", sa.Integer(), nullable=False),
            sa.Column("due_at", _TIME(), nullable=False),
            sa.Column("text", _TEXT(), nullable=False),
            sa.Column("by_who", _TEXT(), nullable=False),
            sa.Column("made_at", _TIME(), nullable=False),
            sa.Column("done_at", _TIME(), nullable=True),
            sa.Column("done_by", _TEXT(), nullable=True),
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reminders_message_id", "reminders", ["message_id"], unique=False)
    op.create_index("ix_reminders_due", "reminders", ["done_at", "due_at"], unique=False)
    op.create_table(
        "status_moves",
        *_kept(
            sa.Column("application_id", sa.Integer(), nullable=False),
            sa.Column("message_id", sa.Integer(), nullable=True),
            sa.Column("before", _TEXT(), nullable=False),
            sa.Column("after", _TEXT(), nullable=False),
            sa.Column("reason", _TEXT(), nullable=False),
            sa.Column("by_who", _TEXT(), nullable=False),
            sa.Column("at", _TIME(), nullable=False),
            sa.Column("undone_at", _TIME(), nullable=True),
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_status_moves_application_id", "status_moves", ["application_id"], unique=False)
    op.create_table(
        "merges",
        *_kept(
            sa.Column("made_id", sa.Integer(), nullable=False),
            sa.Column("into_id", sa.Integer(), nullable=False),
            sa.Column("was", sa.JSON(), nullable=False),
            sa.Column("reason", _TEXT(), nullable=False),
            sa.Column("by_who", _TEXT(), nullable=False),
            sa.Column("at", _TIME(), nullable=False),
            sa.Column("undone_at", _TIME(), nullable=True),
            sa.Column("undone_by", _TEXT(), nullable=True),
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_merges_made_id", "merges", ["made_id"], unique=False)
    op.create_index("ix_merges_into_id", "merges", ["into_id"], unique=False)


def downgrade() -> None:
    for table in ("merges", "status_moves", "reminders", "notes", "corrections"):
        op.drop_table(table)
    op.drop_index("ix_messages_assignee", "messages")
    op.drop_column("messages", "assignee")
