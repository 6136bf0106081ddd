"""Hints between processes on PostgreSQL (LISTEN/NOTIFY); within one process a Signal does it. In: a channel. Out: a call. Only hints."""

import threading
from collections.abc import Callable
from typing import Any, Final, cast

import psycopg
import sqlalchemy as sa
import structlog

from intake.store.database import Database, Tx

log = structlog.get_logger()

ARRIVED: Final = "intake_arrived"
QUEUED: Final = "intake_queued"
_RECONNECT_SECONDS: Final = 5.0


def ring(tx: Tx, channel: str) -> None:
    """Tell the other processes, at commit. Nothing on SQLite, whose one process has its own signal."""
    if tx.dialect.name == "postgresql":
        tx.execute(sa.text("SELECT pg_notify(:channel, '')"), {"channel": channel})


def listen(db: Database, calls: dict[str, Callable[[], None]], stop: threading.Event) -> None:
    """Call back on every hint until `stop`; a lost connection is made anew. Returns at once on SQLite."""
    while not db.is_sqlite and not stop.is_set():
        try:
            with psycopg.connect(_dsn(db), autocommit=True, connect_timeout=10) as connection:
                for channel in calls:
                    connection.execute(f"LISTEN {channel}")
                while not stop.is_set():
                    for hint in cast(Any, connection).notifies(timeout=1.0):
                        calls[hint.channel]()
        except psycopg.Error:
            log.warning("notify.lost")
            stop.wait(_RECONNECT_SECONDS)


def _dsn(db: Database) -> str:
    return db.url.set(drivername="postgresql").render_as_string(hide_password=False)
