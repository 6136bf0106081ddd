"""A world for each test: on SQLite, or on both databases."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from intake.adapters.clock import SystemClock
from intake.store import upgrade
from intake.store.database import Database
from tests.faults import worlds
from tests.servers.sink import Sink

MakeSink = Callable[..., Sink]


@pytest.fixture
def world(tmp_path: Path, smtp_sink: MakeSink) -> Iterator[worlds.World]:
    """The embedded database; the SMTP server says ok unless it is told another plan."""
    with worlds.made(tmp_path, smtp_sink("ok")) as made:
        yield made


@pytest.fixture
def make_world(request: pytest.FixtureRequest, tmp_path: Path, smtp_sink: MakeSink) -> Iterator[Callable[[str], worlds.World]]:
    """`make_world("sqlite")` or `make_world("postgresql")`."""
    with ExitStack() as stack:

        def make(kind: str) -> worlds.World:
            url = request.getfixturevalue("postgres_url") if kind == "postgresql" else ""
            if url:
                stack.enter_context(request.getfixturevalue("postgres").syncing())
                database = Database(url=url, clock=SystemClock())
                upgrade.upgrade(database)
                database.close()
            return stack.enter_context(worlds.made(tmp_path, smtp_sink("ok"), url))

        yield make
