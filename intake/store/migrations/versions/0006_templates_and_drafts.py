"""What people word: versions of templates, answers begun, answers sent."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "template_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sqltypes.AutoString(), nullable=False),
        sa.Column("follows_shipped", sa.Boolean(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("made_at", sqltypes.UTCDateTime(), nullable=False),
        sa.Column("note", sqltypes.AutoString(), nullable=False),
        sa.Column("sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("shipped_sha256", sqltypes.AutoString(), nullable=False),
        sa.Column("decided_by", sqltypes.AutoString(), nullable=True),
        sa.Column("decided_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("decision", sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", "number"),
    )
    op.create_index("ix_template_versions_state", "template_versions", ["state"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("who", sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("template", sqltypes.AutoString(), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id", "who"),
    )
    op.create_index("ix_drafts_saved_at", "drafts", ["saved_at"], unique=False)
    op.create_table(
        "answers",
        sa.Column("retention_class", sqltypes.AutoString(), nullable=False),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("reply_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("author", sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqltypes.AutoString(), nullable=False),
        sa.Column("template", sqltypes.AutoString(), nullable=False),
        sa.Column("to", sa.JSON(), nullable=False),
        sa.Column("cc", sa.JSON(), nullable=False),
        sa.Column("subject", sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("accepted_at", sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("reply_id"),
    )
    op.create_index("ix_answers_message_id", "answers", ["message_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_answers_message_id", "answers")
    op.drop_table("answers")
    op.drop_index("ix_drafts_saved_at", "drafts")
    op.drop_table("drafts")
    op.drop_index("ix_template_versions_state", "template_versions")
    op.drop_table("template_versions")
