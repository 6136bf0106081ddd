"""Answers by people, copies of our own replies, and bounces: what stops a clock, and what only looks as if it did."""

from datetime import timedelta

import pytest

from intake.desk import acts, queue
from intake.mail.delivery import Unsure
from intake.store import responses
from intake.store.states import Message, Reply
from tests.pipeline.house import House
from tests.pipeline.papers import OFFICE, STAFF, agreement, bounce_of, letter, mail

CHIEF = "chief@springvale.example"
QUESTION = "How do we apply to the program?"


@pytest.fixture
def asked(house: House) -> House:
    """Letter 1 by the chief, acknowledged; half an hour ago."""
    house.take(mail(message_id="<one@springvale.example>", attachments=(house.paper(letter()),)))
    house.deliver()
    house.clock.move(minutes=30)
    return house


def _answer(
    house: House, *, sender: str = STAFF, to: str = CHIEF, folder: str = "Sent", answers: str = "<one@springvale.example>", **more: object
) -> int:
    return house.take(mail("I will call you.", sender=sender, to=to, answers=answers, **more), folder)  # type: ignore[arg-type]


def _closed(house: House, number: int = 1) -> bool:
    return house.whole(number).responded_at is not None


# Answers by people


def test_an_answer_in_sent_stops_the_clock_at_the_time_it_was_sent(asked: House) -> None:
    at = asked.clock.at
    source = _answer(asked)
    whole = asked.whole(1)
    assert (whole.responded_at, whole.response_kind) == (at, "mail")
    assert asked.kinds(1)[-1] == "letter.responded"
    with asked.db.read() as tx:
        (kept,) = responses.of_message(tx, 1)
    assert (kept.by_who, kept.source_message_id, kept.kind) == (STAFF, source, "mail")
    assert (asked.whole(source).state, asked.whole(source).asks_answer) == (Message.IGNORED, False)


def test_an_answer_that_a_colleague_copies_to_the_mailbox_counts_as_well(asked: House) -> None:
    _answer(asked, folder="INBOX", cc=OFFICE)
    assert _closed(asked)


def test_an_answer_to_our_acknowledgement_counts(asked: House) -> None:
    _answer(asked, answers=asked.reply(1).header_message_id)
    assert _closed(asked)


def test_a_new_mail_in_sent_closes_what_its_addressee_has_open(asked: House) -> None:
    _answer(asked, answers="")
    assert _closed(asked)


def test_a_new_mail_elsewhere_that_hangs_on_no_thread_closes_nothing(asked: House) -> None:
    _answer(asked, answers="", folder="INBOX", cc=OFFICE)
    assert not _closed(asked)


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        (
            "forged",
            {"folder": "INBOX", "headers": (("Authentication-Results", "mx.office.example; dmarc=fail header.from=office.example"),)},
        ),
        ("to a colleague", {"to": "lee@field.office.example"}),
        ("to a stranger", {"to": "clerk@other.example"}),
        ("automatic", {"headers": (("Auto-Submitted", "auto-replied"),)}),
        ("from outside", {"sender": "dana.reed@elsewhere.example", "folder": "INBOX"}),
    ],
)
def test_what_is_no_answer_by_a_person_to_the_correspondent_stops_no_clock(asked: House, why: str, changes: dict[str, object]) -> None:
    _answer(asked, **changes)  # type: ignore[arg-type]
    assert not _closed(asked), why


def test_the_verdict_of_a_stranger_server_says_nothing_against_a_colleague(asked: House) -> None:
    _answer(asked, folder="INBOX", headers=(("Authentication-Results", "mx.attacker.example; dmarc=fail"),))
    assert _closed(asked)


def test_an_answer_is_never_older_than_the_letter(asked: House) -> None:
    asked.take(mail("x", sender=STAFF, to=CHIEF, answers="<one@springvale.example>"), "Sent", at=asked.clock.at - timedelta(hours=2))
    assert not _closed(asked)


def test_one_answer_closes_the_open_letters_of_its_thread_and_no_others(asked: House) -> None:
    second = asked.take(mail("Here is the rest.", answers=asked.reply(1).header_message_id, attachments=(asked.paper(agreement()),)))
    other = asked.take(mail(QUESTION, sender="a@town.example"))
    asked.clock.move(minutes=20)
    _answer(asked, answers=asked.reply(1).header_message_id)
    assert [_closed(asked, n) for n in (1, second, other)] == [True, True, False]


def test_an_answer_clears_what_was_raised_about_the_letter(asked: House) -> None:
    asked.clock.move(hours=5)
    asked.watch().run()
    assert "letter.half" in asked.alarms()
    _answer(asked)
    assert [code for code in asked.alarms() if code.startswith("letter.")] == []


def test_the_copy_of_an_answer_in_the_mailbox_is_one_answer(asked: House) -> None:
    raw = mail("I will call you.", sender=STAFF, to=CHIEF, cc=OFFICE, answers="<one@springvale.example>")
    asked.take(raw, "INBOX")
    asked.take(b"X-Copy: 1\n" + raw, "Sent")
    with asked.db.read() as tx:
        assert len(responses.of_message(tx, 1)) == 1


# Copies of our own replies


def _unsure(house: House) -> bytes:
    """Letter 1, whose acknowledgement may or may not have gone."""
    house.take(mail(message_id="<one@springvale.example>", attachments=(house.paper(letter()),)))
    house.transport.plan.append(Unsure("dropped after the body"))
    house.deliver()
    assert house.reply(1).state == Reply.UNSURE
    return house.raw(house.reply(1)).replace(b"\r\n", b"\n")


def test_new_papers_that_bear_the_mark_of_our_reply_wait_for_a_person_and_start_the_clock(asked: House) -> None:
    marks = (("X-Intake-Reply", asked.reply(1).token),)
    number = asked.take(mail(attachments=(asked.paper(agreement()),), headers=marks))
    whole = asked.whole(number)
    assert (whole.state, whole.needs_person, whole.asks_answer) == (Message.HELD, True, True)
    assert whole.application_id is not None


@pytest.mark.parametrize("folder", ["Sent", "INBOX"])
def test_a_copy_of_our_reply_proves_that_it_went(house: House, folder: str) -> None:
    copy = _unsure(house)
    house.clock.move(minutes=3)
    at = house.clock.at
    number = house.take(copy, folder)
    reply = house.reply(1)
    assert (reply.state, reply.sent_at, reply.settled_by) == (Reply.SENT, at, "evidence")
    assert house.whole(1).acknowledged_at == at
    assert house.whole(number).state == Message.IGNORED
    assert house.alarms() == []
    assert "reply.proved_sent" in house.kinds(1)


def test_a_copy_whose_message_id_the_provider_changed_is_known_by_our_field(house: House) -> None:
    copy = _unsure(house)
    reply = house.reply(1)
    changed = copy.replace(reply.header_message_id.encode(), b"<provider@outlook.example>")
    house.take(changed, "Sent")
    assert house.reply(1).state == Reply.SENT
    # An answer that names the provider's id hangs on the same thread.
    house.clock.move(hours=1)
    house.take(mail("Here.", sender="x@other.example", answers="<provider@outlook.example>", attachments=(house.paper(agreement()),)))
    assert len(house.cases()) == 1


def test_a_copy_that_comes_while_the_reply_is_in_data_waits_for_the_servers_word(house: House) -> None:
    """It may come before the answer to the final dot is written down, and must not be lost where that answer never comes."""
    house.take(mail(attachments=(house.paper(letter()),)))
    copies: list[int] = []

    def copied() -> None:
        copies.append(house.arrive(house.raw(house.reply(1)).replace(b"\r\n", b"\n"), "Sent"))
        house.carry()

    house.transport.before_answer = copied
    house.transport.plan.append(Unsure("dropped"))
    house.deliver()
    assert (house.reply(1).state, house.whole(copies[0]).state) == (Reply.UNSURE, Message.READ)
    house.clock.move(minutes=1)
    house.carry()
    assert house.reply(1).state == Reply.SENT
    assert house.row(copies[0]).attempts == 0


def test_a_reply_that_is_to_go_again_stays_where_it_is_once_a_copy_proves_that_it_went(house: House) -> None:
    copy = _unsure(house)
    acts.settle(house.desk, "1", who="mora", verdict=acts.Verdict.AGAIN)
    house.take(copy, "Sent")
    assert house.reply(1).state == Reply.SENT
    assert house.deliver() == 0


def test_our_own_copy_is_no_answer_by_a_person_and_no_letter(asked: House) -> None:
    number = asked.take(asked.raw(asked.reply(1)).replace(b"\r\n", b"\n"), "INBOX")
    assert not _closed(asked)
    assert (asked.whole(number).asks_answer, asked.whole(number).acknowledged_at) == (False, None)


# Bounces


def test_a_bounce_comes_home_to_its_letter_and_calls_a_person(asked: House) -> None:
    number = asked.take(bounce_of(asked.raw(asked.reply(1)), to=CHIEF))
    reply = asked.reply(1)
    assert (reply.state, reply.bounce_status) == (Reply.BOUNCED, "5.1.1")
    assert (asked.whole(1).needs_person, asked.whole(number).state) == (True, Message.IGNORED)
    assert asked.alarms() == ["reply.bounced"]
    assert asked.kinds(1)[-1] == "reply.bounced"
    assert {item.why for item in queue.waiting(asked.desk).items} >= {"bounced"}
    acts.settle(asked.desk, "1", who="mora", verdict=acts.Verdict.GIVE_UP)
    assert queue.waiting(asked.desk).items == ()
    assert not _closed(asked)


def test_a_notice_of_delay_changes_nothing(asked: House) -> None:
    asked.take(bounce_of(asked.raw(asked.reply(1)), to=CHIEF, status="4.4.1", action="delayed"))
    assert asked.reply(1).state == Reply.SENT
    assert asked.alarms() == []


def test_a_bounce_settles_an_unsure_reply_as_gone_and_come_back(house: House) -> None:
    _unsure(house)
    house.take(bounce_of(house.raw(house.reply(1)), to=CHIEF))
    assert house.reply(1).state == Reply.BOUNCED
    assert house.alarms() == ["reply.bounced"]


def test_a_bounce_that_comes_while_the_reply_is_in_data_waits_and_is_not_lost(house: House) -> None:
    house.take(mail(attachments=(house.paper(letter()),)))

    def bounced() -> None:
        house.take(bounce_of(house.raw(house.reply(1)), to=CHIEF))

    house.transport.before_answer = bounced
    house.deliver()
    assert house.reply(1).state == Reply.SENT
    house.clock.move(minutes=1)
    house.carry()
    assert house.reply(1).state == Reply.BOUNCED


@pytest.mark.parametrize("settled", ["by a person", "by evidence"])
def test_a_bounce_of_a_reply_that_was_settled_as_sent_is_on_the_list(house: House, settled: str) -> None:
    copy = _unsure(house)
    if settled == "by a person":
        acts.settle(house.desk, "1", who="mora", verdict=acts.Verdict.SENT)
    else:
        house.take(copy, "Sent")
    house.take(bounce_of(copy.replace(b"\n", b"\r\n"), to=CHIEF))
    assert "bounced" in {item.why for item in queue.waiting(house.desk).items}


def test_a_bounce_of_somebody_elses_mail_touches_nothing(asked: House) -> None:
    other = b"From: x@office.example\r\nMessage-ID: <foreign@office.example>\r\nSubject: x\r\n\r\n"
    number = asked.take(bounce_of(other, to="z@elsewhere.example"))
    assert asked.reply(1).state == Reply.SENT
    assert (asked.whole(number).state, asked.whole(number).asks_answer) == (Message.IGNORED, False)


def test_the_marks_of_our_reply_in_somebody_elses_mail_prove_nothing(house: House) -> None:
    said = house.said(house.take(mail("How do we apply to the 287(g) program? Our department wants to know.")))
    marks = ({"headers": (("X-Intake-Reply", said.header("x-intake-reply") or ""),)}, {"message_id": said.message_id or ""})
    for more in marks:
        number = house.take(mail("I will kill you all.", sender="x@evil.example", **more))
        assert house.row(number).kind == "threat"
