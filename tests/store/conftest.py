"""Every test of the store runs on both databases: SQLite in a temporary folder, and a real PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.store.database import Database
from tests import clocks, ledgers


class MovingClock(clocks.MovingClock):
    """Begins at the hour of these tests."""

    def __init__(self, at: datetime = datetime(2025, 11, 24, 15, 0, tzinfo=UTC)) -> None:
        super().__init__(at)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path, clock: MovingClock) -> Iterator[Database]:
    url = ledgers.on_sqlite(tmp_path / "ledger.sqlite3") if request.param == "sqlite" else request.getfixturevalue("postgres_ledger")
    database = Database(url=url, clock=clock)
    yield database
    database.close()
