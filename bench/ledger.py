"""A ledger filled as if the service had run for years. In: a ledger with some letters that the service itself worked on. Out: many more.

Rows are copied inside the database, a thousand letters at a time, so that each has just what the service writes: sighting, papers, fields,
place in an application, reply with its octets, tries, events. What is unique is made so; each thousand lies two days before the one after
it and was answered by a person. One application stands for ten letters, and has an invented agency's name with the blocks of that name.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from bench import letters
from intake.applications import agencies, agency_names
from intake.store import schema

BATCH: Final = 1000
APPLICATIONS: Final = 100  # for a batch
STEP: Final = timedelta(days=2)
_TIMES: Final = frozenset(
    {
        "received_at", "first_seen_at", "seen_at", "sent_at", "acknowledged_at", "due_at", "at", "queued_at", "in_data_at", "started_at",
        "ended_at", "placed_at", "since", "created_at", "updated_at",
    }
)  # fmt: skip
_COPIED: Final = (
    schema.messages, schema.sightings, schema.documents, schema.fields, schema.papers, schema.participants, schema.replies,
    schema.attempts, schema.events,
)  # fmt: skip


def fill(engine: sa.Engine, total: int) -> None:
    """Until `total` letters are on record. The ledger holds BATCH letters with the ids 1 to BATCH, all answered and sent."""
    with engine.begin() as tx:
        # A whole number of ids for each table, so that copies of two tables still point at each other.
        tops = {table.name: int(tx.execute(sa.select(sa.func.max(table.c.id))).scalar_one()) for table in (*_COPIED, schema.applications)}
        assert tops["messages"] == tops["replies"] == BATCH, tops
        for number in range(1, total // BATCH):
            at = datetime.now(UTC) - STEP * number
            _applications(tx, number, tops["applications"], at)
            for table in _COPIED:
                _copy(tx, table, number, tops, at)
        _responses(tx)
        # As far as the watch has sealed, or it would have a million seals to lay while others are measured.
        sealed = sa.select(sa.func.coalesce(sa.func.max(schema.seals.c.seq), 0)).scalar_subquery()
        bare = sa.select(schema.seals.c.event_id).where(schema.seals.c.event_id == schema.events.c.id).exists()
        order = sealed + sa.func.row_number().over(order_by=schema.events.c.id)
        seals = sa.select(order, schema.events.c.id, sa.literal("0" * 64)).where(~bare)
        tx.execute(sa.insert(schema.seals).from_select(["seq", "event_id", "hash"], seals))
        if tx.dialect.name == "postgresql":
            for name in (*tops, schema.blocks.name, schema.responses.name):
                _go_on(tx, name)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
        # What a server does by itself in time; SQLite has no such habit.
        tx.execute(sa.text("VACUUM ANALYZE" if tx.dialect.name == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"))


def _go_on(tx: sa.Connection, table: str) -> None:
    tx.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"))


def _responses(tx: sa.Connection) -> None:
    """The answer by a person that every older letter had."""
    m = schema.messages
    answered = sa.select(
        m.c.id, sa.literal("mail"), m.c.responded_at, m.c.responded_at, sa.literal("dana.reed@office.example"), sa.literal("")
    )
    names = ["message_id", "kind", "at", "entered_at", "by_who", "note"]
    tx.execute(sa.insert(schema.responses).from_select(names, answered.where(m.c.responded_at.is_not(None))))


def _applications(tx: sa.Connection, number: int, top: int, at: datetime) -> None:
    """New ones with agencies of their own; ids go on from `top`."""
    first = top + (number - 1) * APPLICATIONS + 1
    rows, blocks = [], []
    for made in range(first, first + APPLICATIONS):
        of = letters.agency(10_000_000 + made)
        name = agency_names.parse(of.name, of.state)
        rows.append(
            {
                "id": made, "reference": f"AP-OLD-{made:07}", "agency_name": of.name, "agency_key": name.key, "state": of.state,
                "agency_type": "police", "status": "received", "created_at": at, "updated_at": at, "version": 0,
            }
        )  # fmt: skip
        blocks += [{"application_id": made, "state": of.state, "block": block} for block in agencies.blocks_of(name)]
    tx.execute(sa.insert(schema.applications), rows)
    tx.execute(sa.insert(schema.blocks), blocks)


def _copy(tx: sa.Connection, table: sa.Table, number: int, tops: Mapping[str, int], at: datetime) -> None:
    chosen = {column.name: _changed(column, number, tops, at) for column in table.columns}
    copied = sa.select(*chosen.values()).where(table.c.id <= tops[table.name])
    tx.execute(sa.insert(table).from_select(list(chosen), copied))


def _changed(column: sa.Column[Any], number: int, tops: Mapping[str, int], at: datetime) -> sa.ColumnElement[Any]:
    """The column's value in the copy of that number."""
    name, owner = column.name, column.table.name
    pointed = {
        "id": owner, "message_id": "messages", "reply_id": "replies", "document_id": "documents", "duplicate_of": "messages",
    }.get(name)  # fmt: skip
    if pointed is not None:
        return column + number * tops[pointed]
    if name == "application_id":
        own = tops["applications"] + (number - 1) * APPLICATIONS + 1 + column % APPLICATIONS
        return sa.case((column.is_not(None), own), else_=None)
    if (owner, name) == ("messages", "responded_at"):
        return sa.literal(at, type_=column.type)
    if (owner, name) == ("messages", "response_kind"):
        return sa.literal("mail")
    if name in _TIMES:
        return sa.case((column.is_not(None), sa.literal(at, type_=column.type)), else_=None)
    if name in ("raw_sha256", "identity_sha256", "sha256"):
        turn = number % 60 + 1
        return sa.func.substr(column, turn, 64).concat(sa.func.substr(column, 1, turn - 1)).concat(f"-{number}")
    if name == "header_message_id":
        return sa.literal(f"<{number}.").concat(sa.func.substr(column, 2))
    if (owner, name) in (("sightings", "position"), ("replies", "token"), ("messages", "reference")):
        return column.concat(f"-{number}")
    if name in ("from_address", "recipient", "recipient_domain", "address", "domain"):
        return sa.literal(f"a{number}.").concat(column)
    return column
