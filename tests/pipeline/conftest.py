"""A house over a fresh ledger; some tests take the `db` of both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import structlog

from intake.store.database import Database
from tests import ledgers
from tests.pipeline.fakes import MovingClock
from tests.pipeline.house import House


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def sqlite_db(tmp_path: Path, clock: MovingClock) -> Iterator[Database]:
    made = Database(url=ledgers.on_sqlite(tmp_path / "ledger.sqlite3"), clock=clock, busy_seconds=0.3)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, clock: MovingClock) -> Iterator[Database]:
    """Both databases in turn. PostgreSQL's own clock is later than ours, so that what is ready stays ready."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_db")
        return
    made = Database(url=request.getfixturevalue("postgres_ledger"), clock=clock)
    yield made
    made.close()


@pytest.fixture
def house(sqlite_db: Database, tmp_path: Path, clock: MovingClock) -> House:
    made = House(db=sqlite_db, folder=tmp_path, clock=clock)
    made.begin()
    clock.move(minutes=1)
    return made


@pytest.fixture
def both(db: Database, tmp_path: Path, clock: MovingClock) -> House:
    """The house on each database."""
    made = House(db=db, folder=tmp_path, clock=clock)
    made.begin()
    clock.move(minutes=1)
    return made


def _drop(*_: object) -> NoReturn:
    raise structlog.DropEvent


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Faults are part of these tests; printing each with its values would take longer than the tests."""
    structlog.configure(processors=[_drop])
    yield
    structlog.reset_defaults()
