"""One mailbox watched for good: it comes back after every fault, and only one worker watches it."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from intake import errors
from intake.pipeline.mailbox_loop import LoopSettings, MailboxLoop
from intake.store import leases
from tests.pipeline.house import House
from tests.pipeline.papers import mail

PATIENCE = 10.0


class Counted:
    """Waits that take no time and are counted."""

    def __init__(self) -> None:
        self.waits = 0
        self.resets = 0

    def next(self) -> float:
        self.waits += 1
        return 0.0

    def reset(self) -> None:
        self.resets += 1


class Rounds:
    """A loop whose waits are steps of the test: each `wait` of the mailbox calls `between` with its number; the last one stops."""

    def __init__(self, house: House, *between: Callable[[], None], owner: str = "one", every: timedelta = timedelta(hours=1)) -> None:
        self.back_off = Counted()
        self.loop = MailboxLoop(
            receiver=house.receiver, mailbox=house.mailbox, db=house.db, owner=owner, clock=house.clock, back_off=self.back_off,
            settings=LoopSettings(lease_seconds=60, stand_by_seconds=0.01, reconcile_every=every),
        )  # fmt: skip
        self._between = list(between)
        house.mailbox.wait = self._wait  # type: ignore[method-assign]

    def _wait(self, seconds: float) -> bool:
        if self._between:
            self._between.pop(0)()
        else:
            self.loop.stop()
        return True

    def run(self) -> None:
        faults: list[BaseException] = []

        def body() -> None:
            try:
                self.loop.run()
            except BaseException as fault:
                faults.append(fault)

        thread = threading.Thread(target=body)
        thread.start()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert faults == []


def _holder(house: House) -> str | None:
    with house.db.read() as tx:
        return leases.holder(tx, "mailbox:box")


def test_each_round_takes_in_and_marks_and_the_first_one_reconciles(house: House) -> None:
    rounds = Rounds(house, lambda: house.mailbox.put(mail(), house.clock.at) and None)
    rounds.run()
    assert len(house.letters()) == 1
    assert house.mailbox.boxes["INBOX"].marked == {1}
    assert rounds.back_off.resets == 2
    assert _holder(house) == ""
    assert house.mailbox.closed == 1


def test_the_whole_mailbox_is_held_against_the_record_every_hour(house: House) -> None:
    seen: list[object] = []

    def look() -> None:
        with house.db.read() as tx:
            from intake.store import folders

            found = folders.find(tx, mailbox="box", folder="INBOX")
            assert found is not None
            seen.append(found.reconciled_at)
        house.clock.move(minutes=40)

    Rounds(house, look, look, look).run()
    assert seen[0] == seen[1]
    assert seen[2] != seen[1]


@pytest.mark.parametrize(("error", "alarm"), [(errors.MailboxUnreachable("away"), []), (errors.MailboxRefused("no"), ["mailbox.refused"])])
def test_a_fault_closes_the_line_waits_and_comes_back(house: House, error: Exception, alarm: list[str]) -> None:
    """The mailbox fails twice, then answers."""
    house.mailbox.put(mail(), house.clock.at)
    faults = [error, error]
    raised: list[list[str]] = []
    opened = house.mailbox.open

    def opens() -> None:
        raised.append(house.alarms())
        if faults:
            raise faults.pop()
        opened()

    house.mailbox.open = opens  # type: ignore[method-assign]
    rounds = Rounds(house)
    rounds.run()
    assert len(house.letters()) == 1
    assert rounds.back_off.waits == 2
    assert house.mailbox.closed == 3
    assert raised[:3] == [[], alarm, alarm]
    assert house.alarms() == []


def test_a_ledger_that_is_busy_is_waited_for(house: House) -> None:
    house.mailbox.faults["status"] = errors.DatabaseBusy("locked")
    rounds = Rounds(house)
    next_wait = rounds.back_off.next

    def healed() -> float:
        house.mailbox.faults.clear()
        return next_wait()

    rounds.back_off.next = healed  # type: ignore[method-assign]
    rounds.run()
    assert rounds.back_off.waits == 1


def test_one_worker_watches_and_the_other_stands_by_until_the_first_is_gone(house: House) -> None:
    with house.db.write() as tx:
        leases.take(tx, house.db, name="mailbox:box", owner="two", seconds=60)
    rounds = Rounds(house)
    thread = threading.Thread(target=rounds.run)
    thread.start()
    threading.Event().wait(0.05)
    assert "open" not in house.mailbox.calls[3:]
    calls = len(house.mailbox.calls)
    threading.Event().wait(0.05)
    assert len(house.mailbox.calls) == calls
    with house.db.write() as tx:
        leases.give_up(tx, name="mailbox:box", owner="two")
    thread.join(PATIENCE)
    assert len(house.mailbox.calls) > calls


def test_a_watcher_whose_lease_was_taken_lets_go(house: House) -> None:
    def taken() -> None:
        house.clock.move(minutes=2)
        with house.db.write() as tx:
            assert leases.take(tx, house.db, name="mailbox:box", owner="two", seconds=3600)
        rounds.loop.renew()
        closes = house.mailbox.close

        def closed() -> None:
            closes()
            rounds.loop.stop()

        house.mailbox.close = closed  # type: ignore[method-assign]

    rounds = Rounds(house, taken)
    rounds.run()
    assert house.mailbox.woken >= 1
    assert _holder(house) == "two"


def test_a_lease_is_held_on_to_while_the_thread_waits(house: House) -> None:
    def held() -> None:
        for _ in range(5):
            house.clock.move(seconds=50)
            rounds.loop.renew()
        with house.db.write() as tx:
            assert leases.take(tx, house.db, name="mailbox:box", owner="two", seconds=60) is None

    rounds = Rounds(house, held)
    rounds.run()


def test_a_poke_wakes_the_mailbox(house: House) -> None:
    rounds = Rounds(house)
    rounds.loop.poke()
    assert house.mailbox.woken == 1
