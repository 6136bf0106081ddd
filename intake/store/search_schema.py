"""The table of what the search must look at again. In: nothing. Out: the table, in the ledger's metadata.

The words themselves lie in `search_words`, which each database makes in a way of its own (migration 0007).
"""

from typing import Final

import sqlalchemy as sa

from intake.store import schema

WORDS: Final = "search_words"
"""It, and what SQLite makes beside it (`search_words_data` and the like), is in no metadata."""

queue: Final = sa.Table(
    "search_queue",
    schema.metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("message_id", sa.Integer, nullable=False),
)
"""A row for each change of a letter."""
