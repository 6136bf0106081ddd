"""A house over a fresh ledger; some tests take the `db` of both databases."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import structlog

from intake.store import upgrade
from intake.store.database import Database
from tests.pipeline.fakes import MovingClock
from tests.pipeline.house import House


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty SQLite ledger, migrated once for all tests."""
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite3"
    made = Database(url=f"sqlite:///{path}", clock=MovingClock())
    upgrade.upgrade(made)
    with made.read() as tx:
        tx.exec_driver_sql("SELECT 1")
    made.close()
    return path.read_bytes()


@pytest.fixture
def sqlite_db(tmp_path: Path, clock: MovingClock, empty_ledger: bytes) -> Iterator[Database]:
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(empty_ledger)
    made = Database(url=f"sqlite:///{path}", clock=clock, busy_seconds=0.3)
    yield made
    made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, clock: MovingClock) -> Iterator[Database]:
    """Both databases in turn. PostgreSQL's own clock is later than ours, so that what is ready stays ready."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_db")
        return
    made = Database(url=request.getfixturevalue("postgres_url"), clock=clock)
    upgrade.upgrade(made)
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
