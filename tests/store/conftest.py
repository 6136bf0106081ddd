"""Every test of the store runs on both databases: SQLite in a temporary folder, and a real PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.store import upgrade
from intake.store.database import Database


class MovingClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2025, 11, 24, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path, clock: MovingClock) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path}/ledger.sqlite3" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(url=url, clock=clock)
    upgrade.upgrade(database)
    yield database
    database.close()
