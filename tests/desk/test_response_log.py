"""The log: minutes of office time, verdicts, pages, and cells that are safe in a spreadsheet."""

from datetime import timedelta

from intake.desk import acts, exports, letter, replies, response_log
from intake.store import applications, events, messages
from intake.store.states import Reply
from tests.desk.ledger import TUESDAY, Ledger


def test_minutes_and_verdicts_are_reckoned_in_office_time(ledger: Ledger) -> None:
    one = ledger.answered(reference="ABCD-2345")
    with ledger.db.write() as tx:
        messages.change(tx, one, acknowledged_at=TUESDAY + timedelta(minutes=2))
    ledger.clock.move(days=1)  # Wednesday 10:30, the due time itself
    acts.respond(ledger.desk, str(one), who="mora", way=acts.Way.PHONE)
    (line,) = response_log.lines(ledger.desk)
    assert (line.business_minutes_to_acknowledge, line.acknowledged_on_time) == (2, True)
    assert (line.business_minutes_to_respond, line.responded_on_time) == (480, True)


def test_an_open_letter_has_no_verdict_and_a_late_answer_is_late(ledger: Ledger) -> None:
    one = ledger.answered()
    (line,) = response_log.lines(ledger.desk)
    assert (line.acknowledged_on_time, line.responded_on_time, line.business_minutes_to_respond) == (None, None, None)
    ledger.clock.move(days=2)
    acts.respond(ledger.desk, str(one), who="mora", way=acts.Way.PHONE)
    (line,) = response_log.lines(ledger.desk)
    assert line.responded_on_time is False


def test_pages_hold_every_letter_once_also_where_instants_are_equal(ledger: Ledger) -> None:
    made = [ledger.answered() for _ in range(7)]
    for open_only in (False, True):
        seen, after = [], None
        while True:
            page = response_log.page(ledger.desk, open_only=open_only, after=after, limit=2)
            seen += [line.id for line in page.lines]
            if page.next is None:
                break
            after = page.next
        assert sorted(seen) == made
        assert len(seen) == 7


def test_a_letter_that_asks_for_no_answer_is_not_in_the_log(ledger: Ledger) -> None:
    ledger.answered(asks_answer=False)
    assert list(response_log.lines(ledger.desk)) == []


def test_what_waits_for_the_switch_is_told_from_what_is_dead(ledger: Ledger) -> None:
    for state in (Reply.DEAD, Reply.QUEUED):
        ledger.reply(ledger.answered(), state)
    plain, kept_back = (
        "not yet acknowledged, waits for a person",
        "not yet acknowledged (waits until automatic replies are on), waits for a person",
    )
    assert {line.id: line.standing for line in response_log.lines(ledger.desk)} == {1: plain, 2: plain}
    replies.throw(ledger.desk, on=False, who="mora")
    assert {line.id: line.standing for line in response_log.lines(ledger.desk)} == {1: plain, 2: kept_back}
    assert [letter.show(ledger.desk, number, who="mora")[0].standing for number in "12"] == [plain, kept_back]


def test_a_cell_that_would_be_a_formula_is_defused(ledger: Ledger) -> None:
    with ledger.db.write() as tx:
        case = applications.make(
            tx, reference="WXYZ-2345", agency_name="=HYPERLINK(1)", agency_key="k", state="FL", agency_type=None,
            county=None, directory_name=None, status="open", blocks=[], now=TUESDAY,
        )  # fmt: skip
    ledger.answered(application_id=case.id)
    head, row = exports.rows(response_log.lines(ledger.desk))
    assert head[0] == "reference"
    assert row[head.index("agency")] == "'=HYPERLINK(1)"
    assert row[head.index("reference")] == "WXYZ-2345"


def test_the_public_names_of_the_log_stay() -> None:
    assert exports.COLUMNS == (
        "reference", "received_at", "kind", "agency", "models", "due_at", "acknowledged_at", "responded_at",
        "business_minutes_to_acknowledge", "business_minutes_to_respond", "acknowledged_on_time", "responded_on_time", "state",
        "models_asked", "standing",
    )  # fmt: skip


def test_showing_a_letter_masks_numbers_and_is_recorded(ledger: Ledger) -> None:
    one = ledger.answered(subject="Nominee 123-45-6789", excerpt="His SSN: 123456789, born later", reference="ABCD-2345")
    ledger.reply(one, Reply.SENT)
    (whole,) = letter.show(ledger.desk, "ABCD-2345", who="mora")
    assert "6789" not in whole.subject + whole.excerpt
    assert [reply.state for reply in whole.replies] == [Reply.SENT]
    with ledger.db.read() as tx:
        assert [(event.kind, event.actor) for event in events.of_message(tx, one)] == [("message.shown", "mora")]
