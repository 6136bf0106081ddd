"""What the log and the queue ask of the ledger, on SQLite and on PostgreSQL."""

from datetime import timedelta

from intake.store import messages, outbox, response_log, responses
from intake.store.database import Database
from intake.store.states import NONE_NEEDED
from tests.store.conftest import MovingClock
from tests.store.test_ledger import a_letter, a_reply, claim_reply


def test_open_letters_are_counted_with_the_first_due_time(db: Database, clock: MovingClock) -> None:
    late, soon, answered, aside = (a_letter(db, clock, n) for n in range(1, 5))
    with db.write() as tx:
        messages.change(tx, late, asks_answer=True, due_at=clock.now() + timedelta(days=2))
        messages.change(tx, soon, asks_answer=True, due_at=clock.now() + timedelta(days=1), acknowledged_at=clock.now())
        messages.change(tx, answered, asks_answer=True, due_at=clock.now(), responded_at=clock.now())
        messages.change(tx, aside, asks_answer=False)
        assert response_log.still_open(tx) == response_log.OpenLetters(2, 1, clock.now() + timedelta(days=1))


def test_letters_that_need_no_answer_come_with_the_latest_reason_and_by_pages(db: Database, clock: MovingClock) -> None:
    one, two, open_still = (a_letter(db, clock, n) for n in range(1, 4))
    with db.write() as tx:
        for letter, notes in ((one, ("thanks", "sent twice")), (two, ("spam",)), (open_still, ("by mistake",))):
            for note in notes:
                responses.add(tx, [letter], kind=NONE_NEEDED, at=clock.now(), entered_at=clock.now(), by_who="mora", note=note)
            messages.change(tx, letter, asks_answer=letter == open_still)
        found = response_log.needless(tx, before=None, since=None, limit=10)
        assert [(record.id, note) for record, note in found] == [(two, "spam"), (one, "sent twice")]
        assert [record.id for record, _ in response_log.needless(tx, before=two, since=None, limit=10)] == [one]
        assert response_log.needless(tx, before=None, since=clock.now() + timedelta(days=1), limit=10) == []


def test_a_reply_that_waits_is_told_of_its_letter_until_it_is_taken_up(db: Database, clock: MovingClock) -> None:
    waits, none = a_letter(db, clock, 1), a_letter(db, clock, 2)
    a_reply(db, clock, waits)
    with db.write() as tx:
        assert outbox.ready_to(tx, [waits, none]) == {waits}
    claim_reply(db)
    with db.write() as tx:
        assert outbox.ready_to(tx, [waits, none]) == set()
