"""The worker as a whole: letters go through without a timer, faults end no thread, a stop is quick and in order."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest
import structlog

from intake import errors, scheduler
from intake.mail.delivery import Outcome, Sent
from intake.pipeline.mailbox_loop import LoopSettings, MailboxLoop
from intake.pipeline.presence import Presence
from intake.pipeline.signal import Signal
from intake.scheduler import Rhythm, Worker
from intake.store import leases
from intake.store.database import Database
from intake.store.states import Message, Reply
from tests import ledgers
from tests.pipeline.fakes import FakeHeartbeat, MovingClock
from tests.pipeline.house import House
from tests.pipeline.papers import letter, mail

PATIENCE = 10.0
QUESTION = "How do we apply to the program?"
SLOW = Rhythm(poll=3600, watch=3600, tell=3600, beat=3600, renew=3600)


class NoBackOff:
    def next(self) -> float:
        return 0.01

    def reset(self) -> None:
        pass


@dataclass
class Running:
    """A worker over a house, its mailbox waiting like IDLE does."""

    house: House
    rhythm: Rhythm = SLOW
    order: list[str] = field(default_factory=list)
    heart: FakeHeartbeat = field(default_factory=FakeHeartbeat)

    def __post_init__(self) -> None:
        house = self.house
        self.queued, self._woken = Signal(), threading.Event()
        house.mailbox.wait = self._wait  # type: ignore[method-assign]
        house.mailbox.wake = self._woken.set  # type: ignore[method-assign]
        loop = MailboxLoop(
            receiver=house.receiver, mailbox=house.mailbox, db=house.db, owner="one", clock=house.clock, back_off=NoBackOff(),
            settings=LoopSettings(stand_by_seconds=0.01),
        )  # fmt: skip
        self.worker = Worker(
            loops=[loop], carrier=house.carrier, carriers=2, read_on=house.read_on, indexing=house.indexing,
            deliverer=house.deliverer, deliverers=1,
            watch=house.watch(heartbeats=(self.heart,)),
            presence=Presence(db=house.db, owner="one", seconds=60, dead=lambda _: False),
            arrived=house.arrived, queued=self.queued, listen=lambda stop: None,
            stop_reading=lambda: self.order.append("readers"), hang_up=lambda: self.order.append("way out"), rhythm=self.rhythm,
        )  # fmt: skip

    def arrive(self, raw: bytes) -> None:
        self.house.mailbox.put(raw, self.house.clock.at)
        self._woken.set()

    def _wait(self, seconds: float) -> bool:
        self._woken.wait(seconds)
        self._woken.clear()
        return True


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    def drop(*_: object) -> NoReturn:
        raise structlog.DropEvent

    structlog.configure(processors=[drop])
    yield
    structlog.reset_defaults()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    clock = MovingClock()
    db = Database(url=ledgers.on_sqlite(tmp_path / "ledger.sqlite3"), clock=clock)
    house = House(db=db, folder=tmp_path, clock=clock)
    house.begin()
    made = Running(house)
    yield made
    made.worker.stop()
    db.close()


def _eventually(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def _sent(running: Running, count: int = 1) -> Callable[[], bool]:
    return lambda: [r.state for r in running.house.replies()] == [Reply.SENT] * count


def test_a_letter_is_acknowledged_without_a_poll_or_any_timer(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "IDLE_SECONDS", 10 * PATIENCE)  # no thread looks by itself
    running.worker.start()
    _eventually(lambda: running.house.mailbox.calls.count("positions_above") > 3)
    running.arrive(mail(attachments=(running.house.paper(letter()),)))
    _eventually(_sent(running))


def test_a_thread_whose_work_raises_begins_again(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    from intake.pipeline import step

    monkeypatch.setattr(step, "RESTART_SECONDS", 0.01)
    send, faults = running.house.transport.send, [RuntimeError("a bug")]

    def failing(letter_: object, *, before_data: Callable[[], bool]) -> Outcome:
        if faults:
            raise faults.pop()
        return send(letter_, before_data=before_data)  # type: ignore[arg-type]

    running.house.transport.send = failing  # type: ignore[method-assign]
    running.worker.start()
    running.arrive(mail(QUESTION, sender="a@town.example"))
    _eventually(lambda: [r.state for r in running.house.replies()] == [Reply.DEFERRED])
    running.house.clock.move(minutes=2)
    _eventually(_sent(running))
    assert not running.worker.failed


def test_a_busy_ledger_stops_nothing(running: Running) -> None:
    running.worker.start()
    _eventually(lambda: running.house.mailbox.calls.count("positions_above") > 3)
    renew, faults = running.house.carrier.run_one, [errors.DatabaseBusy("locked")]

    def busy(limit: int | None = None) -> int:
        if faults:
            raise faults.pop()
        return renew(limit)

    running.house.carrier.run_one = busy  # type: ignore[method-assign]
    running.arrive(mail(QUESTION))
    _eventually(_sent(running))


def test_where_going_on_would_do_harm_whoever_runs_it_is_told(running: Running) -> None:
    told = threading.Event()
    running.worker.on_failure(told.set)

    def broken(limit: int | None = None) -> int:
        raise errors.LedgerBroken("no")

    running.house.carrier.run_one = broken  # type: ignore[method-assign]
    running.worker.start()
    assert told.wait(PATIENCE)
    assert running.worker.failed


def test_the_watch_and_the_heart_begin_with_the_start(running: Running) -> None:
    running.worker.start()
    _eventually(lambda: running.heart.beats == 1)

    def leads() -> bool:
        with running.house.db.read() as tx:
            return leases.holder(tx, "watch") == "one"

    _eventually(leads)


def test_a_stop_is_quick_in_order_and_leaves_nothing_held(running: Running) -> None:
    running.worker.start()
    for n in range(20):
        running.arrive(mail(QUESTION, sender=f"a@town{n}.example"))
    began = time.monotonic()
    running.worker.stop()
    assert time.monotonic() - began < 5
    assert running.order == ["readers", "way out"]
    assert {r.state for r in running.house.replies()} <= {Reply.QUEUED, Reply.SENT}
    assert all(m.claim_owner is None for m in running.house.letters())
    with running.house.db.read() as tx:
        assert leases.alive(tx, running.house.db, "") == []
    assert not [t for t in threading.enumerate() if t.name.startswith(("letters-", "delivery-", "mailbox-"))]


def test_a_reply_in_data_may_finish_when_the_worker_stops(running: Running) -> None:
    in_data, answer = threading.Event(), threading.Event()

    def slow() -> None:
        in_data.set()
        answer.wait(PATIENCE)

    running.house.transport.before_answer = slow
    running.worker.start()
    running.arrive(mail(QUESTION))
    assert in_data.wait(PATIENCE)
    stopping = threading.Thread(target=running.worker.stop)
    stopping.start()
    time.sleep(0.1)
    answer.set()
    stopping.join(PATIENCE)
    assert running.house.reply(1).state == Reply.SENT
    assert running.house.whole(1).acknowledged_at is not None


def test_what_was_not_done_at_a_stop_is_done_at_the_next_start(running: Running) -> None:
    running.house.transport.plan.append(Sent(250, "ok"))
    number = running.house.arrive(mail(QUESTION))
    running.worker.stop()
    again = Running(running.house)
    again.house.arrived = Signal()
    again.house.build()
    again = Running(again.house)
    again.worker.start()
    _eventually(_sent(again))
    again.worker.stop()
    assert running.house.whole(number).state == Message.ANSWERED


def test_a_signal_that_came_before_the_wait_is_not_lost() -> None:
    signal = Signal()
    mark = signal.mark()
    signal.set()
    began = time.monotonic()
    signal.wait(mark, 5)
    assert time.monotonic() - began < 1
    signal.stop()
    signal.wait(signal.mark(), 5)
    assert time.monotonic() - began < 1
