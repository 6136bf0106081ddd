"""A person's acts: each changes what it says, notes who did it, and refuses what does not fit."""

from datetime import timedelta

import pytest

from intake import errors
from intake.desk import acts, queue, replies
from intake.desk.queue import Why
from intake.store import alarms, events, responses, switches
from intake.store.states import Message, Reply
from tests.desk.ledger import TUESDAY, Ledger


def _kinds(ledger: Ledger, letter: int) -> list[tuple[str, str]]:
    with ledger.db.read() as tx:
        return [(event.kind, event.actor) for event in events.of_message(tx, letter)]


def test_a_released_letter_is_decided_anew_and_ready_for_its_acknowledgement(ledger: Ledger) -> None:
    letter = ledger.held(reference="ABCD-2345")
    done = acts.release(ledger.desk, "abcd-2345", who="mora")
    record = ledger.message(letter)
    assert done.letter == letter
    assert (record.state, record.verdict) == (Message.DECIDED, "send")
    assert _kinds(ledger, letter) == [("message.released", "mora")]
    assert queue.waiting(ledger.desk).items == ()


def test_a_held_letter_without_a_prepared_acknowledgement_cannot_be_released(ledger: Ledger) -> None:
    letter = ledger.held(template=None)
    with pytest.raises(errors.Conflict, match=f"intake respond {letter}"):
        acts.release(ledger.desk, str(letter), who="mora")


def test_a_letter_that_is_not_held_cannot_be_released(ledger: Ledger) -> None:
    letter = ledger.answered()
    with pytest.raises(errors.Conflict, match="is held"):
        acts.release(ledger.desk, f"#{letter}", who="mora")


def test_a_reference_that_several_held_letters_share_asks_which(ledger: Ledger) -> None:
    first, second = ledger.held(reference="ABCD-2345"), ledger.held(reference="ABCD-2345")
    with pytest.raises(errors.Conflict, match=rf"{first}, {second}"):
        acts.release(ledger.desk, "ABCD-2345", who="mora")
    assert acts.release(ledger.desk, str(second), who="mora").letter == second


def test_an_unknown_reference_says_where_to_look(ledger: Ledger) -> None:
    with pytest.raises(errors.NotFound, match="look in the log"):
        acts.release(ledger.desk, "NOPE", who="mora")


def test_a_rejected_letter_gets_no_acknowledgement_and_its_answer_stays_due(ledger: Ledger) -> None:
    letter = ledger.held()
    done = acts.reject(ledger.desk, str(letter), who="mora")
    record = ledger.message(letter)
    assert (record.state, record.asks_answer, record.responded_at) == (Message.IGNORED, True, None)
    assert "still due" in done.text
    assert queue.waiting(ledger.desk).items == ()


def test_a_shelved_letter_is_sent_round_again_and_its_alarm_cleared(ledger: Ledger) -> None:
    letter = ledger.letter((Message.SHELVED,))
    with ledger.db.write() as tx:
        alarms.put(tx, code="letter.shelved", subject=str(letter), text="x", now=ledger.clock.at)
    acts.retry(ledger.desk, str(letter), who="mora")
    assert ledger.message(letter).state == Message.RECEIVED
    with ledger.db.read() as tx:
        assert alarms.opened(tx) == []


def test_a_dead_reply_goes_out_again(ledger: Ledger) -> None:
    letter = ledger.answered()
    reply = ledger.reply(letter, Reply.DEAD)
    done = acts.retry(ledger.desk, str(letter), who="mora")
    assert (done.reply, ledger.sent(reply).state) == (reply, Reply.QUEUED)


def test_what_is_not_shelved_or_dead_cannot_be_tried_again(ledger: Ledger) -> None:
    letter = ledger.answered()
    reply = ledger.reply(letter, Reply.UNSURE)
    with pytest.raises(errors.Conflict, match="shelved"):
        acts.retry(ledger.desk, str(letter), who="mora")
    with pytest.raises(errors.Conflict, match="not dead"):
        acts.retry(ledger.desk, str(letter), who="mora", reply=reply)


def test_an_unsure_reply_that_was_sent_acknowledges_its_letter_at_the_time_it_went(ledger: Ledger) -> None:
    letter = ledger.answered()
    reply = ledger.reply(letter, Reply.UNSURE)
    ledger.clock.move(hours=3)
    acts.settle(ledger.desk, str(letter), who="mora", verdict=acts.Verdict.SENT)
    assert ledger.sent(reply).state == Reply.SENT
    assert ledger.message(letter).acknowledged_at == TUESDAY
    assert queue.waiting(ledger.desk).items == ()


def test_an_unsure_reply_can_go_out_again(ledger: Ledger) -> None:
    letter = ledger.answered()
    reply = ledger.reply(letter, Reply.UNSURE)
    done = acts.settle(ledger.desk, str(letter), who="mora", verdict=acts.Verdict.AGAIN)
    assert ledger.sent(reply).state == Reply.QUEUED
    assert "twice" in done.text


@pytest.mark.parametrize(("before", "after"), [(Reply.UNSURE, Reply.DEAD), (Reply.DEAD, Reply.DEAD), (Reply.BOUNCED, Reply.BOUNCED)])
def test_a_reply_that_is_given_up_leaves_the_queue_and_its_letter_open(ledger: Ledger, before: Reply, after: Reply) -> None:
    letter = ledger.answered()
    reply = ledger.reply(letter, before)
    assert [item.reply for item in queue.waiting(ledger.desk).items] == [reply]
    acts.settle(ledger.desk, str(letter), who="mora", verdict=acts.Verdict.GIVE_UP)
    assert ledger.sent(reply).state == after
    assert queue.waiting(ledger.desk).items == ()
    assert ledger.message(letter).responded_at is None


def test_only_an_unsure_reply_can_be_called_sent(ledger: Ledger) -> None:
    letter = ledger.answered()
    ledger.reply(letter, Reply.DEAD)
    with pytest.raises(errors.Conflict, match="no reply to it is unsure"):
        acts.settle(ledger.desk, str(letter), who="mora", verdict=acts.Verdict.SENT)


def test_an_answer_given_elsewhere_is_said_in_plain_words(ledger: Ledger) -> None:
    letter = ledger.held()
    done = acts.respond(ledger.desk, str(letter), who="mora", way=acts.Way.ELSEWHERE)
    assert done.text == f"recorded: letter {letter} answered elsewhere"


def test_an_answer_by_phone_closes_every_open_letter_of_the_reference(ledger: Ledger) -> None:
    first = ledger.held(reference="ABCD-2345")
    ledger.clock.move(minutes=5)
    second = ledger.answered(reference="ABCD-2345")
    ledger.clock.move(hours=1)
    done = acts.respond(
        ledger.desk, "ABCD-2345", who="mora", way=acts.Way.PHONE, at=TUESDAY + timedelta(minutes=30), note="called the chief"
    )
    assert done.text == f"recorded: letters {first}, {second} answered by phone"
    for letter in (first, second):
        assert ledger.message(letter).responded_at == TUESDAY + timedelta(minutes=30)
    with ledger.db.read() as tx:
        kept = responses.of_message(tx, first)[0]
    assert (kept.at, kept.entered_at, kept.by_who) == (TUESDAY + timedelta(minutes=30), ledger.clock.at, "mora")
    assert queue.waiting(ledger.desk).items == ()


def test_an_answer_closes_only_letters_that_came_before_it(ledger: Ledger) -> None:
    first = ledger.answered(reference="ABCD-2345")
    ledger.clock.move(hours=2)
    second = ledger.answered(reference="ABCD-2345")
    acts.respond(ledger.desk, "ABCD-2345", who="mora", way=acts.Way.MAIL, at=TUESDAY + timedelta(hours=1))
    assert ledger.message(first).responded_at is not None
    assert ledger.message(second).responded_at is None


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_answer_is_neither_older_than_the_letter_nor_in_the_future(ledger: Ledger, hours: int) -> None:
    letter = ledger.answered()
    with pytest.raises(errors.PersonNeeded):
        acts.respond(ledger.desk, str(letter), who="mora", way=acts.Way.PHONE, at=TUESDAY + timedelta(hours=hours))
    assert ledger.message(letter).responded_at is None


def test_a_letter_that_was_answered_cannot_be_answered_again(ledger: Ledger) -> None:
    letter = ledger.answered()
    acts.respond(ledger.desk, str(letter), who="mora", way=acts.Way.PHONE)
    with pytest.raises(errors.Conflict, match="waits for an answer"):
        acts.respond(ledger.desk, str(letter), who="mora", way=acts.Way.PHONE)


def test_no_answer_needed_takes_a_reason_and_leaves_the_log(ledger: Ledger) -> None:
    letter = ledger.held()
    with pytest.raises(errors.PersonNeeded, match="reason"):
        acts.none_needed(ledger.desk, str(letter), who="mora", reason=" ")
    acts.none_needed(ledger.desk, str(letter), who="mora", reason="thanks only")
    record = ledger.message(letter)
    assert (record.asks_answer, record.responded_at) == (False, None)
    assert queue.waiting(ledger.desk).items == ()


def test_replies_are_paused_and_resumed_with_who_and_when(ledger: Ledger) -> None:
    assert replies.state(ledger.desk).on
    off = replies.throw(ledger.desk, on=False, who="mora", reason="wrong template")
    assert (off.on, off.by_who, off.at, off.reason) == (False, "mora", TUESDAY, "wrong template")
    ledger.clock.move(minutes=1)
    assert replies.throw(ledger.desk, on=False, who="else").at == TUESDAY
    on = replies.throw(ledger.desk, on=True, who="else")
    assert (on.on, on.by_who) == (True, "else")
    with ledger.db.read() as tx:
        assert switches.replies_on(tx)
        assert events.count_since(tx, "replies.off", TUESDAY) == 1


def test_a_letter_whose_day_passed_without_an_answer_is_on_the_list(ledger: Ledger) -> None:
    letter = ledger.answered()
    assert queue.waiting(ledger.desk).items == ()
    ledger.clock.move(days=2)
    (item,) = queue.waiting(ledger.desk).items
    assert (item.why, item.letter) == (Why.LAPSED, letter)
    assert item.time_left is not None
    assert item.time_left.startswith("overdue by")


def test_letters_that_only_wait_for_an_answer_are_counted_beside_the_list(ledger: Ledger) -> None:
    empty = queue.waiting(ledger.desk)
    assert (empty.still_open, empty.acknowledged, empty.next_due) == (0, 0, None)
    ledger.answered(acknowledged_at=TUESDAY)
    ledger.clock.move(hours=1)
    ledger.answered()
    ledger.answered(responded_at=TUESDAY)
    found = queue.waiting(ledger.desk)
    assert (found.items, found.still_open, found.acknowledged, found.next_due) == ((), 2, 1, TUESDAY + timedelta(days=1))


def test_no_line_to_copy_records_a_way_that_nobody_chose(ledger: Ledger) -> None:
    ledger.held()
    ledger.letter((Message.SHELVED,))
    for state in (Reply.DEAD, Reply.BOUNCED):
        ledger.reply(ledger.answered(), state)
    ledger.answered()
    ledger.clock.move(days=2)
    items = queue.waiting(ledger.desk).items
    choices = [choice for item in items for choice in item.choices if " respond " in choice and "--none-needed" not in choice]
    assert {item.why for item in items} >= {Why.HELD, Why.SHELVED, Why.DEAD, Why.BOUNCED, Why.LAPSED}
    assert len(choices) == len(items)
    assert all(choice.endswith(" --by mail/phone/elsewhere") for choice in choices)


def test_every_item_names_its_reason_and_commands_that_exist(ledger: Ledger) -> None:
    ledger.held()
    ledger.letter((Message.SHELVED,))
    for state in (Reply.UNSURE, Reply.DEAD, Reply.BOUNCED):
        ledger.reply(ledger.answered(), state)
    items = queue.waiting(ledger.desk).items
    assert sorted(item.why for item in items) == ["bounced", "dead", "held", "shelved", "unsure"]
    for item in items:
        assert item.reason
        assert item.choices
        assert all(choice.startswith("intake ") for choice in item.choices)
