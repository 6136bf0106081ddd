"""Sending: what each answer of a server leaves behind, and what never goes out."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake import errors
from intake.desk import acts, replies
from intake.mail.delivery import Deferred, Failed, Outcome, Sent, Unsure
from intake.pipeline.deliver import BACK_OFF, DeliverSettings
from intake.store import messages, outbox, schema
from intake.store.database import Database
from intake.store.outbox import NewReply
from intake.store.states import Message, Reply
from tests.pipeline.house import House
from tests.pipeline.papers import letter, mail


def _queued(house: House, count: int = 1) -> list[int]:
    """Letters, each with its acknowledgement in the outbox."""
    made = []
    for n in range(count):
        made.append(house.take(mail(sender=f"chief@town{len(house.letters())}x{n}.example", attachments=(house.paper(letter()),))))
    return made


@pytest.fixture
def one(house: House) -> House:
    """Letter 1, acknowledged in the outbox."""
    _queued(house)
    return house


def _tries(house: House) -> list[tuple[int, str | None, int | None]]:
    with house.db.read() as tx:
        t = schema.attempts
        return [tuple(row) for row in tx.execute(sa.select(t.c.number, t.c.outcome, t.c.code).order_by(t.c.id))]


def test_a_reply_that_the_server_took_acknowledges_its_letter_with_the_servers_words(one: House) -> None:
    one.clock.move(minutes=2)
    assert one.deliver() == 1
    reply = one.reply(1)
    assert (reply.state, reply.sent_at, reply.server_text, reply.code) == (Reply.SENT, one.clock.at, "2.0.0 queued", 250)
    assert one.whole(1).acknowledged_at == one.clock.at
    assert one.kinds(1)[-1] == "reply.sent"
    assert _tries(one) == [(1, "sent", 250)]
    (sent,) = one.transport.sent
    assert (sent.recipient, sent.message_id, sent.envelope_id) == (reply.recipient, reply.header_message_id, reply.token)
    assert one.deliver() == 0


@pytest.mark.parametrize(
    ("outcome", "state", "alarm", "event"),
    [
        (Sent(250, "ok"), Reply.SENT, [], "reply.sent"),
        (Deferred("4.2.0 later", 451), Reply.DEFERRED, [], "reply.deferred"),
        (Failed("5.1.1 no such user", 550, recipient=True), Reply.DEAD, ["reply.dead"], "reply.dead"),
        (Failed("5.7.1 refused", 554), Reply.DEAD, ["reply.dead"], "reply.dead"),
        (Unsure("dropped"), Reply.UNSURE, ["reply.unsure"], "reply.unsure"),
    ],
)
def test_each_outcome_leaves_its_state_its_alarm_and_its_event(
    one: House, outcome: Outcome, state: Reply, alarm: list[str], event: str
) -> None:
    one.transport.plan.append(outcome)
    one.deliver()
    assert one.reply(1).state == state
    assert one.alarms() == alarm
    assert one.kinds(1)[-1] == event
    assert (one.whole(1).acknowledged_at is not None) == (state is Reply.SENT)
    assert one.reply(1).claim_owner is None
    one.clock.move(days=1)
    assert one.deliverer.run_one() == (state is Reply.DEFERRED)


def test_alarms_and_history_hold_no_address(one: House) -> None:
    one.transport.plan.append(Failed("5.1.1 <chief@town0x0.example> unknown", 550, recipient=True))
    one.deliver()
    with one.db.read() as tx:
        texts = [str(row) for table in (schema.alarms, schema.events) for row in tx.execute(sa.select(table))]
    assert "town0x0" not in " ".join(texts)


def test_waits_grow_to_an_hour_and_are_stretched_at_most_by_a_quarter(one: House) -> None:
    one.transport.plan += [Deferred("later", 451)] * 9
    waits = []
    for _ in range(9):
        one.deliverer.run_one()
        at = one.reply(1).ready_at
        assert at is not None
        waits.append(at - one.clock.at)
        assert not one.deliverer.run_one()
        one.clock.at = at
    for wait, base in zip(waits, (*BACK_OFF, BACK_OFF[-1], BACK_OFF[-1]), strict=True):
        assert base <= wait <= base * 1.25
    assert one.deliver() == 1
    assert _tries(one)[-1] == (10, "sent", 250)


def test_a_reply_that_cannot_be_sent_for_days_is_given_up_and_told(one: House) -> None:
    with one.db.write() as tx:  # nobody is waiting for it any more, so that the promised day does not end it first
        messages.change(tx, 1, due_at=None)
    one.transport.plan += [Deferred("no route")] * 200
    for _ in range(200):
        one.deliverer.run_one()
        one.clock.move(hours=1)
        if one.reply(1).state == Reply.DEAD:
            break
    assert timedelta(days=3) < one.clock.at - one.reply(1).queued_at < timedelta(days=4)
    assert one.alarms() == ["reply.dead"]


def test_a_server_that_asks_for_a_pause_gets_one_for_all_replies(house: House) -> None:
    _queued(house, 3)
    house.transport.plan.append(Deferred("4.7.0 slow down", 421, throttled=True))
    assert house.deliverer.run_one()
    assert not house.deliverer.run_one()
    house.clock.move(seconds=61)
    assert house.deliver() >= 2


def test_the_fence_keeps_a_reply_that_another_worker_took(one: House) -> None:
    def taken() -> None:
        one.clock.move(hours=1)
        with one.db.write() as tx:
            assert len(outbox.claim(tx, one.db, owner="two", seconds=900, limit=1)) == 1

    one.transport.before_send = taken
    one.deliverer.run_one()
    assert one.transport.fences == [False]
    assert one.transport.sent == []
    assert (one.reply(1).state, one.reply(1).claim_owner) == (Reply.CLAIMED, "two")


def test_a_reply_put_down_before_data_is_free_again(one: House) -> None:
    one.transport.skip_data = True
    one.transport.plan.append(Deferred("line lost"))
    one.deliver()
    assert (one.reply(1).state, one.reply(1).in_data_at) == (Reply.DEFERRED, None)


@pytest.mark.parametrize(("late", "state"), [(True, Reply.UNSURE), (False, Reply.DEFERRED)])
def test_whatever_the_way_out_raises_no_reply_stays_in_the_hands_of_a_living_worker(one: House, late: bool, state: Reply) -> None:
    one.transport.skip_data = not late
    one.transport.plan.append(RuntimeError("a bug"))
    with pytest.raises(RuntimeError):
        one.deliverer.run_one()
    assert one.reply(1).state == state
    assert one.transport.sent == []


def test_a_ledger_that_is_busy_before_data_puts_the_reply_off(one: House) -> None:
    other = Database(url=f"sqlite:///{one.folder}/ledger.sqlite3", clock=one.clock)
    lock = other.engine.connect()
    one.transport.before_send = lambda: lock.exec_driver_sql("BEGIN EXCLUSIVE") and None
    with pytest.raises(errors.DatabaseBusy):
        one.deliverer.run_one()
    lock.exec_driver_sql("ROLLBACK")
    lock.close()
    one.transport.before_send = None
    assert one.transport.sent == []
    for _ in range(2):
        one.deliver()
        one.clock.move(minutes=5)
    assert (one.reply(1).state, len(one.transport.sent)) == (Reply.SENT, 1)


@pytest.mark.parametrize("when", ["next run", "stop"])
def test_the_servers_yes_is_kept_in_hand_while_the_ledger_is_busy(one: House, when: str) -> None:
    other = Database(url=f"sqlite:///{one.folder}/ledger.sqlite3", clock=one.clock)
    lock = other.engine.connect()
    one.transport.before_answer = lambda: lock.exec_driver_sql("BEGIN IMMEDIATE") and None
    one.deliverer.run_one()
    assert one.reply(1).state == Reply.IN_DATA
    lock.exec_driver_sql("ROLLBACK")
    lock.close()
    if when == "stop":
        one.deliverer.give_back()
    else:
        one.deliverer.run_one()
    assert one.reply(1).state == Reply.SENT
    assert one.whole(1).acknowledged_at is not None


def test_past_the_hourly_rate_replies_wait_and_none_is_lost(house: House) -> None:
    house.delivering = DeliverSettings(per_hour=2)
    house.build()
    _queued(house, 5)
    assert house.deliver() == 2
    house.clock.move(minutes=61)
    assert house.deliver() == 2
    house.clock.move(minutes=61)
    assert house.deliver() == 1


def test_paused_replies_wait_and_a_persons_goes(one: House) -> None:
    replies.throw(one.desk, on=False, who="mora", reason="wrong words")
    with one.db.write() as tx:
        outbox.queue(tx, _by_hand(one))
    assert one.deliver() == 1
    assert [(r.automatic, r.state) for r in one.replies()] == [(True, Reply.QUEUED), (False, Reply.SENT)]
    replies.throw(one.desk, on=True, who="mora")
    assert one.deliver() == 1


def _by_hand(house: House) -> NewReply:
    return NewReply(
        message_id=1, application_id=None, purpose="response:1", automatic=False, template=None, template_version=None,
        recipient="chief@town0x0.example", recipient_domain="town0x0.example", envelope_from="", header_message_id="<hand@office.example>",
        token="h" * 26, raw=b"x", queued_at=house.clock.at, ready_at=house.clock.at,
    )  # fmt: skip


def test_an_acknowledgement_is_withdrawn_once_a_person_answered(one: House) -> None:
    acts.respond(one.desk, "1", who="mora", way=acts.Way.PHONE)
    one.deliver()
    assert one.reply(1).state == Reply.WITHDRAWN
    assert one.transport.sent == []
    assert one.kinds(1)[-1] == "reply.withdrawn"
    assert not one.whole(1).needs_person


def test_an_acknowledgement_that_promises_an_answer_is_withdrawn_where_none_is_needed(one: House) -> None:
    acts.none_needed(one.desk, "1", who="mora", reason="settled at the counter")
    one.deliver()
    assert (one.reply(1).state, one.transport.sent) == (Reply.WITHDRAWN, [])


def test_an_acknowledgement_goes_out_on_the_day_it_promises_also_after_the_due_minute(one: House) -> None:
    one.clock.move(days=1, hours=2)  # due at 10:31, promised is the end of the day
    one.deliver()
    assert one.reply(1).state == Reply.SENT


def test_an_acknowledgement_whose_promised_day_is_over_is_withdrawn_and_a_person_must_answer(one: House) -> None:
    one.clock.move(days=2)
    one.deliver()
    assert one.reply(1).state == Reply.WITHDRAWN
    assert one.whole(1).needs_person
    from intake.desk import queue

    items = queue.waiting(one.desk).items
    assert [(item.why, item.letter) for item in items] == [("held", 1)]
    assert "did not reach the sender" in items[0].reason
    assert [choice.split()[1] for choice in items[0].choices] == ["respond", "show"]


def test_a_letter_released_twice_at_once_is_sent_once_and_the_second_person_is_told(house: House) -> None:
    number = house.take(mail(attachments=(house.paper(letter()),)), "Junk")
    acts.release(house.desk, str(number), who="mora")
    with pytest.raises(errors.Conflict):
        acts.release(house.desk, str(number), who="else")
    house.carry()
    house.deliver()
    assert len(house.transport.sent) == 1


def test_a_stop_gives_back_what_was_not_handed_over(one: House) -> None:
    with one.db.write() as tx:
        outbox.claim(tx, one.db, owner="one", seconds=900, limit=1)
    one.deliverer.give_back()
    assert (one.reply(1).state, one.reply(1).ready_at) == (Reply.QUEUED, one.clock.at)


def test_a_reply_put_off_because_we_stop_is_free_for_the_next_worker_at_once(one: House) -> None:
    one.transport.plan.append(Deferred("stopping"))
    one.deliverer.stop()
    one.deliverer.run_one()
    assert one.reply(1).ready_at == one.clock.at


def test_the_octets_of_every_try_are_the_same(one: House) -> None:
    sent = []
    send = one.transport.send

    def noted(letter_, *, before_data):  # type: ignore[no-untyped-def]
        sent.append(letter_)
        return send(letter_, before_data=before_data)

    one.transport.send = noted  # type: ignore[method-assign]
    one.transport.plan += [Deferred("later", 451)] * 2
    for _ in range(3):
        one.deliverer.run_one()
        one.clock.move(minutes=10)
    assert len(sent) == 3
    assert len({(each.raw, each.message_id) for each in sent}) == 1


def test_the_journal_gets_a_copy_of_automatic_replies_alone(house: House) -> None:
    house.delivering = replace(house.delivering, journal="journal@office.example")
    house.build()
    _queued(house)
    with house.db.write() as tx:
        outbox.queue(tx, _by_hand(house))
    house.deliver()
    assert sorted(each.journal for each in house.transport.sent) == ["", "journal@office.example"]


def test_a_dead_reply_is_tried_again_on_a_persons_word_and_told_again_when_it_dies_again(one: House) -> None:
    one.transport.plan += [Failed("5.1.1", 550)] * 2
    one.deliver()
    acts.settle(one.desk, "1", who="mora", verdict=acts.Verdict.GIVE_UP)
    acts.retry(one.desk, "1", who="mora")
    assert one.alarms() == []
    one.clock.move(minutes=1)
    one.deliver()
    assert one.alarms() == ["reply.dead"]
    from intake.desk import queue

    assert [item.why for item in queue.waiting(one.desk).items] == ["dead"]


def test_no_letter_is_answered_by_a_reply_that_was_not_sent(one: House) -> None:
    from intake.store import audit

    one.transport.plan.append(Unsure("x"))
    one.deliver()
    with one.db.read() as tx:
        assert not any(audit.contradictions(tx).values())
    assert one.whole(1).state == Message.ANSWERED
