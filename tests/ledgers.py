"""Empty ledgers of today's schema: the migrations run once in a process, and every test has a copy of what they made."""

import functools
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from intake.store import upgrade
from intake.store.database import Database
from tests.clocks import MovingClock
from tests.servers.postgres import Postgres


@functools.cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite3"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


def migrate(url: str) -> None:
    """Bring a database to today's schema; a SQLite file is whole by itself afterwards."""
    made = Database(url=url, clock=MovingClock(datetime(2026, 1, 1, tzinfo=UTC)))
    upgrade.upgrade(made)
    made.close()


def on_sqlite(path: Path) -> str:
    """Put an empty ledger into that file, which must not be there yet; returns its URL."""
    with path.open("xb") as file:
        file.write(_empty())
    return f"sqlite:///{path}"


@functools.cache
def _template(server: Postgres) -> str:
    name = server.create()
    migrate(server.url(name))
    return name


def on_postgres(server: Postgres) -> str:
    """An empty ledger of its own on that server; returns the database's name."""
    return server.create(template=_template(server))
