"""People's acts on letters that came the real road: each is done once, noted, and clears what asked for it."""

from datetime import timedelta

import pytest

from intake import errors
from intake.applications.decision import Limits
from intake.desk import acts, queue
from intake.mail.delivery import Unsure
from intake.mail.limits import Limits as MailLimits
from intake.store import events
from intake.store.states import Message, Reply
from tests.pipeline.house import House
from tests.pipeline.papers import letter, mail

QUESTION = "How do we apply to the program?"


def _by(house: House, number: int, kind: str) -> list[str]:
    with house.db.read() as tx:
        return [e.actor for e in events.of_message(tx, number) if e.kind == kind]


@pytest.fixture
def held(house: House) -> House:
    """Letter 1, acknowledged, and letter 2, held by the cap of its address."""
    house.limits = Limits(per_address_day=1, burst_minutes=0)
    house.build()
    for n in range(2):
        house.take(mail(f"{QUESTION} This is question {n}."))
        house.clock.move(minutes=1)
    assert house.whole(2).state == Message.HELD
    return house


def test_a_released_letter_is_answered_once_and_cannot_be_taken_back(held: House) -> None:
    acts.release(held.desk, "2", who="mora")
    for undo in (acts.release, acts.reject):
        with pytest.raises(errors.Conflict):
            undo(held.desk, "2", who="else")
    held.carry()
    assert held.whole(2).state == Message.ANSWERED
    assert _by(held, 2, "message.released") == ["mora"]
    assert len(held.replies(2)) == 1


def test_a_rejected_letter_is_never_acknowledged_its_alarm_ends_and_its_answer_stays_due(held: House) -> None:
    assert held.alarms() == ["letter.inquiry"]
    acts.reject(held.desk, "2", who="mora")
    with pytest.raises(errors.Conflict):
        acts.release(held.desk, "2", who="else")
    held.carry()
    assert (held.whole(2).state, held.replies(2), held.alarms()) == (Message.IGNORED, [], [])
    held.clock.move(days=3)
    held.watch().run()
    assert "letter.overdue" in held.alarms()


def test_a_released_letter_that_somebody_answered_first_gets_no_acknowledgement(held: House) -> None:
    acts.respond(held.desk, "2", who="mora", way=acts.Way.PHONE, at=held.clock.at)
    assert held.alarms() == []
    acts.release(held.desk, "2", who="else")
    held.carry()
    held.deliver()
    assert held.reply(2).state == Reply.WITHDRAWN


def test_an_answer_cannot_come_before_the_letter_nor_be_recorded_twice(held: House) -> None:
    with pytest.raises(errors.PersonNeeded, match="cannot be older"):
        acts.respond(held.desk, "2", who="mora", way=acts.Way.PHONE, at=held.clock.at - timedelta(hours=1))
    acts.respond(held.desk, "2", who="mora", way=acts.Way.PHONE)
    with pytest.raises(errors.Conflict):
        acts.respond(held.desk, "2", who="else", way=acts.Way.MAIL)
    with pytest.raises(errors.Conflict):
        acts.none_needed(held.desk, "2", who="else", reason="late")
    assert _by(held, 2, "message.responded") == ["mora"]


def test_a_shelved_letter_is_answered_once_its_cause_is_gone(house: House) -> None:
    house.mail_limits = MailLimits(raw_bytes=600)
    house.build()
    number = house.take(mail(QUESTION + " " + "x" * 600))
    assert [item.why for item in queue.waiting(house.desk).items] == ["shelved"]
    house.mail_limits = MailLimits()
    house.build()
    acts.retry(house.desk, str(number), who="mora")
    house.carry()
    assert house.whole(number).state == Message.ANSWERED
    assert (house.alarms(), queue.waiting(house.desk).items) == ([], ())


def test_a_reply_that_evidence_settled_first_cannot_be_settled_otherwise(house: House) -> None:
    house.take(mail(attachments=(house.paper(letter()),)))
    house.transport.plan.append(Unsure("dropped"))
    house.deliver()
    house.take(house.raw(house.reply(1)).replace(b"\r\n", b"\n"), "Sent")
    for verdict in acts.Verdict:
        with pytest.raises(errors.Conflict):
            acts.settle(house.desk, "1", who="mora", verdict=verdict)
    assert house.reply(1).state == Reply.SENT


@pytest.mark.parametrize(
    ("verdict", "state", "waits"),
    [(acts.Verdict.SENT, Reply.SENT, 0), (acts.Verdict.AGAIN, Reply.SENT, 0), (acts.Verdict.GIVE_UP, Reply.DEAD, 0)],
)
def test_an_unsure_reply_ends_as_a_person_says(house: House, verdict: acts.Verdict, state: Reply, waits: int) -> None:
    house.take(mail(attachments=(house.paper(letter()),)))
    house.transport.plan.append(Unsure("dropped"))
    house.deliver()
    acts.settle(house.desk, "1", who="mora", verdict=verdict)
    house.deliver()
    assert house.reply(1).state == state
    assert len(house.transport.sent) == (verdict is acts.Verdict.AGAIN)
    assert len(queue.waiting(house.desk).items) == waits
    assert house.alarms() == []
    assert (house.whole(1).acknowledged_at is not None) == (state is Reply.SENT)
