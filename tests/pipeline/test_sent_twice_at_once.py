"""One letter, sent twice and taken up by two workers at the same moment, on both databases: one acknowledgement, one duplicate."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.applications.decision import Limits
from intake.pipeline.step import StepSettings
from intake.pipeline.work import Work
from intake.store.database import Database, Tx
from intake.store.states import Message
from tests import ledgers
from tests.pipeline.fakes import MovingClock
from tests.pipeline.house import House
from tests.pipeline.papers import mail
from tests.pipeline.together import PATIENCE, at_once

REGISTER = 2
QUESTION = "How do we apply to the program?"
MEETS = {"postgresql": 2.0, "sqlite": 0.1}
"""Seconds for which the first waits, its transaction open, for the other: SQLite lets no second one begin to write."""
LOOKS = 0.1
"""Seconds more, in which the other would look at the ledger where nothing holds it."""


@pytest.fixture(params=list(MEETS))
def pair(request: pytest.FixtureRequest, tmp_path: Path, clock: MovingClock) -> Iterator[tuple[House, House]]:
    """Two houses over one ledger, which no burst and no cap keeps from answering both letters."""
    url = ledgers.on_sqlite(tmp_path / "ledger.sqlite3") if request.param == "sqlite" else request.getfixturevalue("postgres_ledger")
    databases = [Database(url=url, clock=clock) for _ in range(2)]
    limits = Limits(burst_minutes=0, per_address_day=20, per_address_week=20)
    stepping = StepSettings(retry=timedelta(), claim_batch=1)
    one, two = (
        House(db=db, folder=tmp_path, clock=clock, owner=name, seed=n, limits=limits, burst=timedelta(), stepping=stepping)
        for n, (db, name) in enumerate(zip(databases, ("one", "two"), strict=True))
    )
    two.reader = one.reader
    two.build()
    one.begin()
    clock.move(minutes=1)
    yield one, two
    for db in databases:
        db.close()


def in_order(pair: tuple[House, House], first: int) -> None:
    """Letter `first` is registered first; before its transaction ends the other one comes to be registered too."""
    inside, arrived = threading.Event(), threading.Event()
    for house in pair:
        _ordered(house, first, inside, arrived)


def _ordered(house: House, first: int, inside: threading.Event, arrived: threading.Event) -> None:
    prepare, register = house.steps[REGISTER].prepare, house.steps[REGISTER].commit
    meets = MEETS["sqlite" if house.db.is_sqlite else "postgresql"]

    def waits(work: Work) -> None:
        prepare(work)
        assert work.record.id == first or inside.wait(PATIENCE)

    def meets_the_other(tx: Tx, work: Work) -> None:
        if work.record.id != first:
            arrived.set()
            register(tx, work)
            return
        register(tx, work)
        inside.set()
        if arrived.wait(meets):
            threading.Event().wait(LOOKS)

    house.steps[REGISTER].prepare, house.steps[REGISTER].commit = waits, meets_the_other  # type: ignore[method-assign]


@pytest.mark.parametrize("first", [0, 1], ids=["in the order they came", "the later one first"])
def test_of_one_letter_sent_twice_and_taken_by_two_workers_one_is_acknowledged_and_one_is_a_duplicate(
    pair: tuple[House, House], first: int
) -> None:
    one = pair[0]
    numbers = [one.arrive(mail(QUESTION)), one.arrive(mail(QUESTION))]
    in_order(pair, numbers[first])
    assert at_once(*(house.carrier.run_one for house in pair)) == []
    answered, again = (one.row(n) for n in (numbers[first], numbers[1 - first]))
    assert (answered.state, answered.asks_answer) == (Message.ANSWERED, True)
    assert (again.state, again.kind, again.duplicate_of, again.asks_answer) == (Message.IGNORED, "duplicate", answered.id, False)
    assert [reply.message_id for reply in one.replies()] == [answered.id]
