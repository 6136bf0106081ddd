"""Too much mail at once (F33): everything is recorded, replies are capped, folded, and stopped by the breaker; then the invariants."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from intake.desk import desk as desks
from intake.desk import replies as switch
from intake.store import schema
from intake.store.states import Message, Reply
from intake.wiring import parts
from tests.corpus import mails
from tests.faults import invariants, stage, worlds
from tests.faults.stage import Stage
from tests.faults.worlds import World

ONE_SENDER = 200
SENDERS = 40
BREAKER = 10


@pytest.fixture
def opened(world: World) -> Iterator[Callable[..., Stage]]:
    """A stage on other settings than the usual."""
    with ExitStack() as stack:

        def open_(**settings: int) -> Stage:
            world.configure(**settings)
            return stack.enter_context(stage.made(world))

        yield open_


def ask(here: Stage, sender: str) -> None:
    """A question without papers comes; the quickest mail to work on."""
    token = worlds.new_token(here.world.chance)
    fields = (
        ("Return-Path", f"<{sender}>"),
        ("From", f"Pat Doe <{sender}>"),
        ("Message-ID", f"<{token.lower()}@{sender.partition('@')[2]}>"),
        ("Subject", "Question about the program"),
    )
    here.clock.move(milliseconds=10)
    words = f"How can our police department apply to the program? Which forms do we need?\r\nToken: {token}\r\n"
    here.world.put(mails.mail(fields, body=words), at=here.clock.now())
    here.world.expected.add(sender)


def test_two_hundred_mails_of_one_sender_are_recorded_and_get_no_more_replies_than_the_cap(opened: Callable[..., Stage]) -> None:
    here = opened(burst=10)
    for _ in range(ONE_SENDER):
        ask(here, "chief@storm-pd.example")
    here.all_through()
    assert len(here.world.sink.stored) == 1
    for _ in range(6):  # the burst is over, and more comes each hour
        here.clock.move(hours=1)
        ask(here, "chief@storm-pd.example")
        here.all_through()
    cap = here.config.replies.per_address_day
    assert 1 < len(here.world.sink.stored) <= cap
    states = Counter(here.letters())
    assert sum(states.values()) == ONE_SENDER + 6
    assert set(states) <= {Message.ANSWERED, Message.HELD, Message.DECIDED}
    assert states[Message.HELD] > 0
    invariants.check(here.world.scene())


def test_the_summary_of_a_burst_covers_its_letters_and_goes_out_once(opened: Callable[..., Stage]) -> None:
    here = opened(burst=10)
    for _ in range(5):
        ask(here, "chief@burst-pd.example")
    here.all_through()
    assert Counter(here.letters()) == {Message.ANSWERED: 1, Message.DECIDED: 4}
    here.clock.move(minutes=11)
    here.all_through()
    assert here.letters() == [Message.ANSWERED] * 5
    assert sorted(row["covers"] for row in here.world.rows(schema.replies)) == [1, 4]
    assert len(here.world.sink.stored) == 2
    invariants.check(here.world.scene())


def test_the_breaker_stops_a_storm_of_replies_and_a_person_lets_them_go_on(opened: Callable[..., Stage]) -> None:
    here = opened(breaker=BREAKER)
    for n in range(SENDERS):
        ask(here, f"chief@storm{n}-pd.example")
    here.receive()
    here.carry()
    here.deliver()
    assert here.letters() == [Message.ANSWERED] * SENDERS
    assert "replies.breaker" in here.alarms()
    assert len(here.world.sink.stored) == 0
    assert here.replies() == [Reply.QUEUED] * SENDERS
    here.clock.move(minutes=2)
    desk = desks.Desk(here.db, parts.calendar(here.config))
    switch.throw(desk, on=True, who="Robin Roe")
    here.deliver()
    assert here.replies() == [Reply.SENT] * SENDERS
    assert "replies.breaker" not in here.alarms()
    invariants.check(here.world.scene())
