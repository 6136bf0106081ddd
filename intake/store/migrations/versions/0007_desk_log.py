"""The log as the desk asks for it: whose a letter is, where it is from, and a search over its words.

`search_words` holds the words of each letter once, folded and masked: an FTS5 table on SQLite, an inverted index on PostgreSQL. Triggers
note in `search_queue` which letters must be looked at again; nobody waits for that.
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql import sqltypes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ASKING_SQLITE, _ASKING = sa.text("asks_answer = 1"), sa.text("asks_answer")
_OPEN_SQLITE, _OPEN = sa.text("asks_answer = 1 AND responded_at IS NULL"), sa.text("asks_answer AND responded_at IS NULL")
_PERSON_SQLITE, _PERSON = sa.text("needs_person = 1"), sa.text("needs_person")
_FILTERS = ["responded_at", "kind", "us_state", "model_bits", "assignee", "needs_person"]
_TEXTS = ("state", "subject", "from_name", "from_address", "excerpt", "reference", "application_id")
_CHANGED = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _TEXTS)
_NO_LONGER_NEW = "NEW.state IN ('decided', 'answered', 'held', 'ignored', 'shelved')"
_LETTER = "INSERT INTO search_queue (message_id) VALUES (NEW.id)"
_PAPER = "INSERT INTO search_queue (message_id) VALUES (NEW.message_id)"
_AGENCY = "INSERT INTO search_queue (message_id) SELECT id FROM messages WHERE application_id = NEW.id"


def upgrade() -> None:
    op.add_column("messages", sa.Column("us_state", sqltypes.AutoString(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("agency_sort", sqltypes.AutoString(), nullable=False, server_default=""))
    op.add_column("messages", sa.Column("model_bits", sa.Integer(), nullable=False, server_default="0"))
    # SQLite would rather gather all letters of one person by it than walk through an index that holds the answer.
    op.drop_index("ix_messages_assignee", "messages")
    for name in ("ix_messages_log", "ix_messages_open", "ix_messages_queue", "ix_messages_received_at"):
        op.drop_index(name, "messages")
    due, agency = ["due_at", "id", "received_at", *_FILTERS], ["agency_sort", "id", "received_at", "due_at", *_FILTERS]
    op.create_index("ix_desk_due", "messages", due, sqlite_where=_ASKING_SQLITE, postgresql_where=_ASKING)
    op.create_index("ix_desk_open", "messages", due, sqlite_where=_OPEN_SQLITE, postgresql_where=_OPEN)
    op.create_index("ix_desk_person", "messages", due, sqlite_where=_PERSON_SQLITE, postgresql_where=_PERSON)
    op.create_index("ix_desk_agency", "messages", agency, sqlite_where=_ASKING_SQLITE, postgresql_where=_ASKING)
    received = ["received_at", "id", "due_at", "asks_answer", "response_kind", "agency_sort", *_FILTERS]
    op.create_index("ix_desk_received", "messages", received)
    op.create_table(
        "search_queue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()
    op.execute(
        "INSERT INTO search_queue (message_id) SELECT id FROM messages WHERE state IN ('decided', 'answered', 'held', 'ignored', 'shelved')"
    )


def _sqlite() -> None:
    op.execute("CREATE VIRTUAL TABLE search_words USING fts5(words, detail=none, columnsize=0, tokenize='ascii')")
    changed = _CHANGED.replace("IS DISTINCT FROM", "IS NOT")
    names = ", ".join(_TEXTS)
    op.execute(
        f"CREATE TRIGGER search_letter AFTER UPDATE OF {names} ON messages WHEN {_NO_LONGER_NEW} AND ({changed}) BEGIN {_LETTER}; END"
    )
    op.execute(f"CREATE TRIGGER search_paper AFTER UPDATE OF state ON documents BEGIN {_PAPER}; END")
    op.execute(f"CREATE TRIGGER search_agency AFTER UPDATE OF agency_name, state, reference ON applications BEGIN {_AGENCY}; END")
    op.execute("CREATE TRIGGER search_gone AFTER DELETE ON messages BEGIN DELETE FROM search_words WHERE rowid = OLD.id; END")


def _postgresql() -> None:
    op.execute("CREATE TABLE search_words (message_id integer PRIMARY KEY, words tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_search_words ON search_words USING gin (words)")
    names = ", ".join(_TEXTS)
    for name, when, body in (
        ("letter", f"UPDATE OF {names} ON messages FOR EACH ROW WHEN ({_NO_LONGER_NEW} AND ({_CHANGED}))", _LETTER),
        ("paper", "UPDATE OF state ON documents FOR EACH ROW", _PAPER),
        ("agency", "UPDATE OF agency_name, state, reference ON applications FOR EACH ROW", _AGENCY),
        ("gone", "DELETE ON messages FOR EACH ROW", "DELETE FROM search_words WHERE message_id = OLD.id"),
    ):
        op.execute(f"CREATE FUNCTION search_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$")
        op.execute(f"CREATE TRIGGER search_{name} AFTER {when} EXECUTE FUNCTION search_{name}()")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table in (("letter", "messages"), ("paper", "documents"), ("agency", "applications"), ("gone", "messages")):
        op.execute(f"DROP TRIGGER search_{name}" + ("" if sqlite else f" ON {table}"))
        if not sqlite:
            op.execute(f"DROP FUNCTION search_{name}()")
    op.execute("DROP TABLE search_words")
    op.drop_table("search_queue")
    for name in ("ix_desk_received", "ix_desk_agency", "ix_desk_person", "ix_desk_open", "ix_desk_due"):
        op.drop_index(name, "messages")
    op.create_index("ix_messages_queue", "messages", ["needs_person", "received_at"], unique=False)
    op.create_index("ix_messages_open", "messages", ["asks_answer", "responded_at", "id"], unique=False)
    op.create_index("ix_messages_assignee", "messages", ["assignee"], unique=False)
    op.create_index("ix_messages_received_at", "messages", ["received_at"], unique=False)
    op.create_index("ix_messages_log", "messages", ["asks_answer", "due_at", "id"], unique=False)
    for name in ("model_bits", "agency_sort", "us_state"):
        op.drop_column("messages", name)
