"""What a mail says further: topics of a question, whose mail was passed on, our server's verdicts on its sender, what must be masked.

And applications are found by the organisation of those who are on them, papers by their document and their letter; letters whose papers
wait to be read on have a list of their own.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = ("topics", "forward", "authentication", "sensitive")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("messages", sa.Column(name, sa.JSON(none_as_null=True), nullable=True))
    op.add_column("messages", sa.Column("said_sha256", sqltypes.AutoString(), nullable=True))
    op.create_index("ix_messages_said_sha256", "messages", ["said_sha256"], unique=False)
    op.add_column("documents", sa.Column("first_form", sqltypes.AutoString(), nullable=True))
    op.create_table(
        "unread",
        sa.Column("ready_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("claim_owner", sqltypes.AutoString(), nullable=True),
        sa.Column("claim_token", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("message_id"),
    )
    op.create_index("ix_unread_ready_at", "unread", ["ready_at"], unique=False)
    op.create_index("ix_participants_domain", "participants", ["domain"], unique=False)
    op.create_index("ix_papers_document_id", "papers", ["document_id"], unique=False)
    op.create_index("ix_papers_message_id", "papers", ["message_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_papers_message_id", "papers")
    op.drop_index("ix_papers_document_id", "papers")
    op.drop_index("ix_participants_domain", "participants")
    op.drop_index("ix_unread_ready_at", "unread")
    op.drop_table("unread")
    op.drop_column("documents", "first_form")
    op.drop_index("ix_messages_said_sha256", "messages")
    op.drop_column("messages", "said_sha256")
    for name in _COLUMNS:
        op.drop_column("messages", name)
