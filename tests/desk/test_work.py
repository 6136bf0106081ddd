"""Who has a letter, what colleagues should know, and the way back from each act, as long as there is one."""

from datetime import timedelta

import pytest

from intake import errors
from intake.desk import acts, bulk, choices, glance, letter_page, needs, people, queue, undo, work
from intake.desk.done import Done
from intake.desk.people import Role
from intake.desk.queue import Why
from intake.store import messages, responses
from intake.store import work as kept
from intake.store.states import Message, Reply
from tests.desk.ledger import Ledger


@pytest.fixture(autouse=True)
def staff(ledger: Ledger) -> None:
    ledger.people("mora", "lund", "quist")


def _back(ledger: Ledger, done: Done, who: str = "mora") -> Done:
    assert done.undo is not None
    return undo.take_back(ledger.desk, done.undo.what, done.letter, done.undo.number, who=who)


def _assignee(ledger: Ledger, letter: int) -> str | None:
    with ledger.db.read() as tx:
        return kept.assignee(tx, letter)


def test_a_letter_is_given_to_somebody_and_taken_back(ledger: Ledger) -> None:
    letter = ledger.answered()
    done = work.assign(ledger.desk, letter, to="lund", who="mora")
    assert _assignee(ledger, letter) == "lund"
    _back(ledger, done)
    assert _assignee(ledger, letter) is None


@pytest.mark.parametrize(
    ("login", "remedy"),
    [("lumd", "an admin adds people"), ("left", "cannot sign in any more: name somebody else"), ("eye", "eye is viewer")],
)
def test_a_letter_is_given_to_nobody_who_cannot_work_on_it_and_the_remedy_is_named(ledger: Ledger, login: str, remedy: str) -> None:
    ledger.people("left")
    ledger.people("eye", role=Role.VIEWER)
    people.set_active(ledger.desk, "left", active=False, who="admin")
    letter = ledger.answered()
    with pytest.raises(errors.PersonNeeded, match=remedy):
        work.assign(ledger.desk, letter, to=login, who="mora")
    assert _assignee(ledger, letter) is None
    work.assign(ledger.desk, letter, to=" Lund ", who="mora")
    assert _assignee(ledger, letter) == "lund"


def test_the_second_of_two_people_is_told_who_was_first_and_when(ledger: Ledger) -> None:
    letter = ledger.answered()
    version = ledger.message(letter).version
    work.assign(ledger.desk, letter, to="lund", who="lund", version=version)
    with pytest.raises(errors.Conflict, match="changed by lund at 10:30 on November 24"):
        work.assign(ledger.desk, letter, to="mora", who="mora", version=version)
    held = ledger.held()
    version = ledger.message(held).version
    work.assign(ledger.desk, held, to="lund", who="lund")
    for act in (acts.release, acts.reject):
        with pytest.raises(errors.Conflict, match="by lund"):
            act(ledger.desk, str(held), who="mora", version=version)
    assert ledger.message(held).state == Message.HELD


def test_an_assignment_that_went_on_is_not_undone(ledger: Ledger) -> None:
    letter = ledger.answered()
    done = work.assign(ledger.desk, letter, to="lund", who="mora")
    work.assign(ledger.desk, letter, to="quist", who="lund")
    with pytest.raises(errors.Conflict):
        _back(ledger, done)
    assert _assignee(ledger, letter) == "quist"


def test_a_note_stands_in_the_timeline_until_its_writer_withdraws_it(ledger: Ledger) -> None:
    letter = ledger.answered()
    done = work.note(ledger.desk, letter, "Called them, 555-0100.", who="mora")
    with pytest.raises(errors.Conflict):
        _back(ledger, done, who="lund")
    notes = [entry.note for entry in letter_page.look(ledger.desk, letter, who="mora").timeline]
    assert "Called them, 555-0100." in notes
    _back(ledger, done)
    page = letter_page.look(ledger.desk, letter, who="mora")
    assert all(not entry.note for entry in page.timeline)


def test_a_reminder_shows_up_on_its_day_and_not_before(ledger: Ledger) -> None:
    letter = ledger.answered(responded_at=ledger.clock.at)
    work.remind(ledger.desk, letter, at=ledger.clock.at + timedelta(days=3), text="signed copy?", who="mora")
    assert queue.waiting(ledger.desk).items == ()
    ledger.clock.at += timedelta(days=3)
    (item,) = queue.waiting(ledger.desk).items
    assert (item.why, item.letter, item.reason) == (Why.REMINDER, letter, "mora asked to be reminded: signed copy?")
    assert item.number is not None
    work.end_reminder(ledger.desk, item.number, who="lund")
    assert queue.waiting(ledger.desk).items == ()
    with pytest.raises(errors.Conflict):
        work.end_reminder(ledger.desk, item.number, who="mora")


def test_a_reminder_for_the_past_is_refused(ledger: Ledger) -> None:
    letter = ledger.answered()
    with pytest.raises(errors.PersonNeeded):
        work.remind(ledger.desk, letter, at=ledger.clock.at - timedelta(days=1), who="mora")


def test_a_letter_that_was_answered_by_machine_is_held_with_a_reason_and_accepted_again(ledger: Ledger) -> None:
    letter = ledger.answered()
    with pytest.raises(errors.PersonNeeded):
        work.hold(ledger.desk, letter, reason=" ", who="mora")
    work.hold(ledger.desk, letter, reason="looks forged", who="mora")
    (item,) = queue.waiting(ledger.desk).items
    assert item.reason == "mora: looks forged"
    done = work.accept(ledger.desk, letter, who="lund")
    assert queue.waiting(ledger.desk).items == ()
    _back(ledger, done)
    assert ledger.message(letter).state == Message.ANSWERED
    assert len(queue.waiting(ledger.desk).items) == 1


def test_an_acknowledgement_that_waits_for_its_burst_is_stopped_by_a_hold_and_goes_by_an_accept(ledger: Ledger) -> None:
    letter = ledger.letter(
        (Message.READ, Message.EXTRACTED, Message.REGISTERED, Message.DECIDED), verdict="send", template="acknowledgement.complete",
        reply_to="chief@town.example",
    )  # fmt: skip
    with ledger.db.write() as tx:
        messages.change(tx, letter, ready_at=ledger.clock.at)
    work.hold(ledger.desk, letter, reason="looks forged", who="mora")
    assert ledger.message(letter).state == Message.HELD
    with ledger.db.write() as tx:
        assert messages.claim(tx, ledger.db, owner="w", seconds=60, limit=5) == []
    work.accept(ledger.desk, letter, who="mora")
    assert (ledger.message(letter).state, ledger.message(letter).verdict) == (Message.DECIDED, "send")


def test_a_rejected_letter_is_held_again_when_the_act_is_undone(ledger: Ledger) -> None:
    letter = ledger.held()
    done = acts.reject(ledger.desk, str(letter), who="mora")
    _back(ledger, done)
    record = ledger.message(letter)
    assert (record.state, record.verdict) == (Message.HELD, "hold")
    assert acts.release(ledger.desk, str(letter), who="mora").letter == letter


def test_a_release_is_undone_only_until_the_service_has_taken_it_up(ledger: Ledger) -> None:
    letter = ledger.held()
    done = acts.release(ledger.desk, str(letter), who="mora")
    _back(ledger, done)
    assert ledger.message(letter).state == Message.HELD
    again = acts.release(ledger.desk, str(letter), who="mora")
    with ledger.db.write() as tx:
        (record,) = messages.claim(tx, ledger.db, owner="w", seconds=60, limit=5)
        messages.advance(tx, record, (Message.ANSWERED,), changes={}, release=True)
    with pytest.raises(errors.Conflict, match="too late"):
        _back(ledger, again)


def test_what_cannot_be_undone_is_said(ledger: Ledger) -> None:
    with pytest.raises(errors.PersonNeeded):
        undo.take_back(ledger.desk, "sent", 1, 1, who="mora")


def test_every_item_of_the_queue_has_choices_that_say_what_they_do(ledger: Ledger) -> None:
    ledger.held()
    ledger.held(template=None)
    ledger.letter((Message.SHELVED,))
    for state in (Reply.UNSURE, Reply.DEAD, Reply.BOUNCED):
        ledger.reply(ledger.answered(), state)
    reminded = ledger.answered()
    work.remind(ledger.desk, reminded, at=ledger.clock.at + timedelta(days=2), who="mora")
    ledger.clock.at += timedelta(days=4)
    found = needs.waiting(ledger.desk)
    assert {need.item.why for need in found.needs} == {*Why} - {Why.PROPOSED}
    assert all(need.choices and all(each.does.endswith(".") for each in need.choices) for need in found.needs)
    assert sum(found.of.values()) == len(found.needs)


def test_an_act_offered_for_a_held_letter_tells_where_the_acknowledgement_goes() -> None:
    release, reject = choices.of_state("held", True, "chief@town.example")
    assert "chief@town.example" in release.does
    assert reject.act == "reject"
    assert [each.act for each in choices.of_state("held", True, None)] == ["accept"]


def test_letters_of_one_campaign_stand_together_and_strangers_at_one_provider_do_not(ledger: Ledger) -> None:
    campaign = [
        ledger.held(kind="public", from_address=f"p{n}@gmail.com", subject=f"{'Re: ' * (n % 2)}Stop this program now!") for n in range(4)
    ]
    for n in range(3):
        ledger.held(kind="public", from_address=f"q{n}@gmail.com", subject=f"Matter number {'abc'[n] * 5}")
    (group,) = needs.waiting(ledger.desk).alikes
    assert list(group.letters) == campaign
    assert group.why == "the same subject"


def test_a_bulk_act_is_previewed_done_letter_by_letter_and_stopped_by_none(ledger: Ledger) -> None:
    first, second = ledger.held(), ledger.held()
    done = ledger.answered(responded_at=ledger.clock.at)
    planned = bulk.preview(ledger.desk, "none-needed", [first, second, done])
    assert [(each.letter, bool(each.why_not)) for each in planned] == [(first, False), (second, False), (done, True)]
    with pytest.raises(errors.PersonNeeded, match="reason"):
        bulk.run(ledger.desk, "none-needed", {first: None}, reason="", who="mora")
    results = list(bulk.run(ledger.desk, "none-needed", dict.fromkeys((first, second, done)), reason="form letter", who="mora"))
    assert [(each.letter, each.ok) for each in results] == [(first, True), (second, True), (done, False)]
    with ledger.db.read() as tx:
        assert [r.note for number in (first, second) for r in responses.of_message(tx, number)] == ["form letter"] * 2


def test_a_bulk_act_keeps_its_hands_off_a_letter_that_was_changed_since_the_preview(ledger: Ledger) -> None:
    first, second = ledger.held(), ledger.held()
    seen = {plan.letter: plan.version for plan in bulk.preview(ledger.desk, "reject", [first, second])}
    work.assign(ledger.desk, second, to="lund", who="lund")
    results = {each.letter: each for each in bulk.run(ledger.desk, "reject", dict(seen), reason="campaign", who="mora")}
    assert (results[first].ok, results[second].ok) == (True, False)
    assert "lund" in results[second].text
    assert ledger.message(second).state == Message.HELD


def test_what_came_back_and_todays_reminders_are_counted_as_their_lists_have_them(ledger: Ledger) -> None:
    letter = ledger.answered()
    for state in (Reply.BOUNCED, Reply.BOUNCED, Reply.UNSURE):
        ledger.reply(ledger.answered(), state)
    acts.settle(ledger.desk, "#2", who="mora", verdict=acts.Verdict.GIVE_UP)
    for hours in (2, 12, 20):  # the last one is tomorrow's in New York
        work.remind(ledger.desk, letter, at=ledger.clock.at + timedelta(hours=hours), who="mora")
    seen, of = glance.look(ledger.desk, me="mora"), needs.waiting(ledger.desk).of
    assert (seen.came_back, seen.reminders) == (of[Why.BOUNCED], of[Why.REMINDER]) == (1, 2)
