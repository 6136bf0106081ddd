"""What a mail says further: topics of a question, whose mail was passed on, our server's verdicts on its sender, what must be masked.

And applications are found by the organisation of those who are on them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = ("topics", "forward", "authentication", "sensitive")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("messages", sa.Column(name, sa.JSON(none_as_null=True), nullable=True))
    op.create_index("ix_participants_domain", "participants", ["domain"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_participants_domain", "participants")
    for name in _COLUMNS:
        op.drop_column("messages", name)
