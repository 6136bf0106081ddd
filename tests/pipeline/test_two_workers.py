"""Two workers over one PostgreSQL at the same moment: one application, one reply, no deadlock that stays."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from intake import errors
from intake.applications.decision import Limits
from intake.desk import acts
from intake.desk.desk import Desk
from intake.pipeline.step import StepSettings
from intake.pipeline.work import Work
from intake.store import messages
from intake.store.database import Database, Tx
from intake.store.states import Message, Reply
from tests.pipeline.fakes import MovingClock
from tests.pipeline.house import House
from tests.pipeline.papers import MARLOW, agreement, letter, mail
from tests.pipeline.together import PATIENCE, at_once

QUESTION = "How do we apply to the program?"


@pytest.fixture
def pair(postgres_ledger: str, tmp_path: Path, clock: MovingClock) -> Iterator[tuple[House, House]]:
    """Two houses over one ledger and one folder of bytes. A letter that must wait is free again at once."""
    databases = [Database(url=postgres_ledger, clock=clock) for _ in range(2)]
    one, two = (
        House(db=db, folder=tmp_path, clock=clock, owner=name, seed=n, stepping=StepSettings(retry=timedelta(), claim_batch=1))
        for n, (db, name) in enumerate(zip(databases, ("one", "two"), strict=True))
    )
    two.reader = one.reader
    two.build()
    one.begin()
    clock.move(minutes=1)
    yield one, two
    for db in databases:
        db.close()


def _meet(houses: Sequence[House], step: int) -> None:
    """Each house's first commit of that step waits, transaction open, until the other's is there too (or cannot come)."""
    barrier = threading.Barrier(len(houses))
    for house in houses:
        chosen = house.steps[step]
        commit, met = chosen.commit, threading.Event()

        def together(tx: Tx, work: Work, commit: Callable[[Tx, Work], None] = commit, met: threading.Event = met) -> None:
            if not met.is_set():
                met.set()
                with contextlib.suppress(threading.BrokenBarrierError):
                    barrier.wait(timeout=2)
            commit(tx, work)

        chosen.commit = together  # type: ignore[method-assign]


def _patient(pair: tuple[House, House]) -> tuple[House, House]:
    """A burst that PostgreSQL's clock, which is not ours, does not end."""
    for house in pair:
        house.burst = timedelta(days=10_000)
        house.build()
    return pair


def test_two_mails_of_a_new_agency_at_once_make_one_application_and_one_of_them_joins(pair: tuple[House, House]) -> None:
    one, two = pair
    numbers = [
        one.arrive(mail(sender="chief@springvale.example", attachments=(one.paper(letter()),))),
        one.arrive(mail(sender="clerk@springvale.example", attachments=(one.paper(agreement()),))),
    ]
    _meet(pair, 2)
    assert at_once(one.carry, two.carry) == []
    (case,) = one.cases()
    assert [one.whole(n).application_id for n in numbers] == [case.id] * 2
    assert sorted(p.form for p in one.placed(case.id)) == ["loi", "moa"]
    assert sorted(str(one.reply(n).template) for n in numbers)[0] == "acknowledgement.added"


def test_two_strangers_for_a_new_agency_at_once_make_one_proposal_and_no_silent_join(pair: tuple[House, House]) -> None:
    one, two = pair
    for sender in ("pat@gmail.com", "sam@gmail.com"):
        one.arrive(mail(sender=sender, attachments=(one.paper(agreement()),)))
    _meet(pair, 2)
    assert at_once(one.carry, two.carry) == []
    first, second = one.cases()
    (proposal,) = one.proposals()
    assert {proposal.application_id, proposal.candidate_id} == {first.id, second.id}


def test_mails_for_the_same_agencies_in_opposite_order_wait_for_each_other_in_one_order(pair: tuple[House, House]) -> None:
    one, two = pair
    ohio, florida = one.paper(agreement()), one.paper(agreement(MARLOW))
    for n, papers in enumerate([(ohio, florida), (florida, ohio)] * 3):
        extra = one.paper(letter() if n % 2 else letter(MARLOW))
        one.arrive(mail(sender=f"clerk{n}@association.example", attachments=(*papers, extra)))
    _meet(pair, 2)
    assert at_once(one.carry, two.carry) == []
    assert {m.state for m in one.letters()} <= {Message.ANSWERED, Message.HELD, Message.DECIDED}
    assert len(one.cases()) == 2
    assert all(m.attempts == 0 for m in one.letters())


def test_two_questions_of_one_sender_at_once_are_a_burst(pair: tuple[House, House]) -> None:
    one, two = _patient(pair)
    for n in range(2):
        one.arrive(mail(f"{QUESTION} {n}"))
    _meet(pair, 3)
    assert at_once(one.carry, two.carry) == []
    assert sorted(m.state for m in one.letters()) == [Message.ANSWERED, Message.DECIDED]
    assert len(one.replies()) == 1


def test_the_cap_of_an_address_holds_although_two_workers_count_at_once(pair: tuple[House, House]) -> None:
    one, two = pair
    for house in pair:
        house.limits = Limits(per_address_day=1, burst_minutes=0)
        house.build()
    for n in range(2):
        one.arrive(mail(f"{QUESTION} {n}"))
    _meet(pair, 3)
    assert at_once(one.carry, two.carry) == []
    assert sorted(m.state for m in one.letters()) == [Message.ANSWERED, Message.HELD]


def test_the_same_mail_by_two_ways_at_once_gets_one_reply(pair: tuple[House, House]) -> None:
    one, two = pair
    raw = mail(attachments=(one.paper(letter()),))
    one.arrive(raw)
    one.arrive(b"Received: from relay by mx; Tue, 25 Nov 2025 10:31:00 -0500\n" + raw)
    _meet(pair, 2)
    assert at_once(one.carry, two.carry) == []
    assert sorted(m.state for m in one.letters()) == [Message.ANSWERED, Message.IGNORED]
    assert len(one.cases()) == len(one.replies()) == 1


def test_the_same_mail_read_while_its_twin_is_answered_gets_no_second_reply(pair: tuple[House, House]) -> None:
    one, two = pair
    raw = mail(QUESTION)
    first, second = one.arrive(raw), one.arrive(b"Received: from relay by mx; Tue, 25 Nov 2025 10:31:00 -0500\n" + raw)
    looked, there = threading.Event(), threading.Event()
    read, register, theirs = one.steps[0].prepare, one.steps[2].commit, two.steps[2].commit

    def late(work: Work) -> None:
        if work.record.id == first:
            assert looked.wait(PATIENCE)
        read(work)

    def arrives(tx: Tx, work: Work) -> None:
        there.set()
        register(tx, work)

    def lingers(tx: Tx, work: Work) -> None:
        theirs(tx, work)
        looked.set()
        there.wait(2)
        threading.Event().wait(0.3)  # long enough for the other to look, where nothing holds it

    one.steps[0].prepare, one.steps[2].commit, two.steps[2].commit = late, arrives, lingers  # type: ignore[method-assign]
    claimed = threading.Event()
    hold = one.carrier._carry

    def held(record: messages.MessageRecord) -> None:
        claimed.set()
        hold(record)

    one.carrier._carry = held  # type: ignore[method-assign]

    def other() -> None:
        assert claimed.wait(PATIENCE)
        two.carrier.run_one()

    assert at_once(lambda: one.carrier.run_one(), other) == []
    assert [one.whole(n).state for n in (first, second)] == [Message.IGNORED, Message.ANSWERED]
    assert len(one.replies()) == 1


def test_two_workers_that_take_up_one_burst_answer_it_once(pair: tuple[House, House]) -> None:
    one, two = _patient(pair)
    for n in range(4):
        one.arrive(mail(f"{QUESTION} {n}"))
    one.carry()
    assert [m.state for m in one.letters()] == [Message.ANSWERED] + [Message.DECIDED] * 3
    with one.db.write() as tx:  # the burst is over now
        for record in one.letters():
            if record.state == Message.DECIDED:
                messages.change(tx, record.id, ready_at=one.clock.at)
    _meet(pair, 4)
    assert at_once(one.carry, two.carry) == []
    for _ in range(3):  # who lost its lease left its claim to lapse; nothing of it is open
        one.carry()
    assert {m.state for m in one.letters()} == {Message.ANSWERED}
    assert sum(reply.covers for reply in one.replies()) == 4
    assert len(one.replies()) == 2


def test_one_reply_is_sent_by_one_of_many_workers(pair: tuple[House, House]) -> None:
    one, two = pair
    for n in range(10):
        one.arrive(mail(QUESTION, sender=f"a@town{n}.example"))
    one.carry()
    assert at_once(one.deliver, two.deliver) == []
    sent = [each.message_id for house in pair for each in house.transport.sent]
    assert len(sent) == len(set(sent)) == 10
    assert {reply.state for reply in one.replies()} == {Reply.SENT}


def test_two_people_release_one_letter_at_once_and_one_of_them_is_told(pair: tuple[House, House]) -> None:
    one = pair[0]
    number = one.arrive(mail(attachments=(one.paper(letter()),)), "Junk")
    one.carry()
    desks = [Desk(db=house.db, calendar=house.calendar) for house in pair]
    faults = at_once(*(lambda desk=desk: acts.release(desk, str(number), who="mora") for desk in desks))
    assert [type(fault) for fault in faults] == [errors.Conflict]
    one.carry()
    assert len(one.replies()) == 1


def test_an_alarm_raised_by_two_at_once_is_one_alarm(pair: tuple[House, House]) -> None:
    from intake.store import alarms

    one, _ = pair
    ready = threading.Barrier(2)

    def put(house: House) -> None:
        with house.db.write() as tx:
            ready.wait(timeout=5)
            alarms.put(tx, code="disk.low", subject="disk", text="x", now=house.clock.at)

    assert at_once(*(lambda house=house: put(house) for house in pair)) == []
    assert one.alarms() == ["disk.low"]
