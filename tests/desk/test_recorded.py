"""What a person recorded by mistake is taken back: the clock runs again as it was, and the history keeps both."""

import pytest

from intake import errors
from intake.desk import acts, letter_page, queue, recorded, undo
from intake.store import answers, events, messages, outbox, queues, responses
from intake.store.answers import AnswerRecord
from intake.store.states import Message, Reply
from tests.desk.ledger import TUESDAY, Ledger


def _state(ledger: Ledger, letter: int) -> tuple[object, ...]:
    with ledger.db.read() as tx:
        record = queues.whole(tx, letter)
    return (record.state, record.asks_answer, record.responded_at, record.due_at, record.needs_person)


def _acts_offered(ledger: Ledger, letter: int) -> list[str]:
    return [each.act for each in letter_page.look(ledger.desk, letter, who="mora").choices]


@pytest.mark.parametrize("way", [acts.Way.PHONE, None])
def test_the_clock_of_every_letter_of_the_entry_runs_again_as_it_was_and_the_history_keeps_both(
    ledger: Ledger, way: acts.Way | None
) -> None:
    held, other = ledger.held(reference="ABCD-2345"), ledger.answered(reference="ABCD-2345")
    was = [_state(ledger, each) for each in (held, other)]
    ledger.clock.move(hours=3)
    if way is None:
        done = acts.none_needed(ledger.desk, "ABCD-2345", who="mora", reason="thanks only")
    else:
        done = acts.respond(ledger.desk, "ABCD-2345", who="mora", way=way)
    assert "take-back" in _acts_offered(ledger, other)
    assert done.undo is not None
    undo.take_back(ledger.desk, done.undo.what, done.undo.letter, done.undo.number, who="lund")
    assert [_state(ledger, each) for each in (held, other)] == was
    with ledger.db.read() as tx:
        kinds = [(e.kind, e.actor) for e in events.of_message(tx, other) if "answer" not in e.kind and e.kind != "message.shown"]
        assert [each.kind for each in responses.of_message(tx, other)] == [responses.WITHDRAWN]
    first = "message.none_needed" if way is None else "message.responded"
    assert kinds == [(first, "mora"), ("message.none_needed_withdrawn" if way is None else "message.response_withdrawn", "lund")]
    assert "take-back" not in _acts_offered(ledger, other)
    told = [(each.who, each.text) for each in letter_page.look(ledger.desk, other, who="mora").timeline]
    assert ("mora", "Recorded by mistake, and taken back") in told
    with pytest.raises(errors.Conflict, match="answered by hand"):
        recorded.take_back(ledger.desk, f"#{other}", who="mora")


def test_a_later_entry_is_never_taken_back_by_the_undo_of_an_earlier_one(ledger: Ledger) -> None:
    letter = ledger.answered()
    first = acts.respond(ledger.desk, str(letter), who="mora", way=acts.Way.PHONE)
    assert first.undo is not None
    recorded.take_back(ledger.desk, str(letter), who="mora")
    acts.respond(ledger.desk, str(letter), who="lund", way=acts.Way.ELSEWHERE)
    with pytest.raises(errors.Conflict, match="something else was recorded"):
        undo.take_back(ledger.desk, "responded", letter, first.undo.number, who="mora")
    version = ledger.message(letter).version
    acts_undone = recorded.take_back(ledger.desk, str(letter), who="mora", version=version)
    assert acts_undone.text == f"taken back: letter {letter} asks for an answer again, due as before"


def test_an_answer_by_mail_is_not_taken_back_however_it_came_on_record(ledger: Ledger) -> None:
    letter, by_hand = ledger.answered(), ledger.answered()
    with ledger.db.write() as tx:
        messages.respond(tx, [letter], TUESDAY, "mail")
        responses.add(tx, [letter], kind="mail", at=TUESDAY, entered_at=TUESDAY, by_who="chief@office.example", source_message_id=1)
        events.add(tx, [events.Event(TUESDAY, "letter.responded", message_id=letter)])
    with pytest.raises(errors.Conflict, match="answered by hand"):
        recorded.take_back(ledger.desk, str(letter), who="mora")
    # Recorded by phone, and then a mail of ours went out all the same.
    acts.respond(ledger.desk, str(by_hand), who="mora", way=acts.Way.PHONE)
    reply = ledger.reply(by_hand, Reply.SENT)
    with ledger.db.write() as tx:
        answers.keep(tx, AnswerRecord(reply, by_hand, "mora", "k", "answer.general", ["a@b.example"], [], "S", "B", TUESDAY, [], []))
    with pytest.raises(errors.Conflict, match=f"a mail that went out .reply {reply}."):
        recorded.take_back(ledger.desk, str(by_hand), who="mora")
    with ledger.db.write() as tx:
        outbox.move(tx, reply, Reply.SENT, Reply.BOUNCED)
    recorded.take_back(ledger.desk, str(by_hand), who="mora")
    assert ledger.message(by_hand).responded_at is None


def test_a_letter_that_was_late_is_late_again(ledger: Ledger) -> None:
    letter = ledger.answered()
    ledger.clock.move(days=3)
    acts.none_needed(ledger.desk, str(letter), who="mora", reason="thanks")
    assert queue.waiting(ledger.desk).items == ()
    recorded.take_back(ledger.desk, str(letter), who="mora")
    assert [item.why for item in queue.waiting(ledger.desk).items] == [queue.Why.LAPSED]
    assert ledger.message(letter).state == Message.ANSWERED
