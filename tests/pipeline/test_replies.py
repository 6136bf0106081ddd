"""Replies as the pipeline makes them: bursts, caps, the breaker, the clock, and not one word of the sender's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake.applications.decision import Limits
from intake.applications.kinds import Kind
from intake.business_time import calendar, closures
from intake.business_time.calendar import CalendarSettings
from intake.desk import acts, queue, replies
from intake.mail.message import Message as Mail
from intake.ports import Role
from intake.store import outbox
from intake.store.states import Message, Reply
from tests.pipeline.house import House
from tests.pipeline.papers import ELMFORK, agreement, letter, mail, scan

QUESTION = "Our department would like to know more about the 287(g) program. How do we apply?"
MARK = "xqzmarkerzqx"


def test_of_five_mails_in_ten_minutes_the_first_is_answered_and_the_rest_get_one_summary(house: House) -> None:
    numbers = []
    for n in range(5):
        numbers.append(house.take(mail(f"Part {n + 1} of 5.", attachments=(house.paper(letter() if n == 0 else agreement()),))))
        house.clock.move(minutes=1)
    assert [house.whole(n).state for n in numbers] == [Message.ANSWERED] + [Message.DECIDED] * 4
    assert len(house.replies()) == 1
    house.clock.move(minutes=10)
    house.carry()
    assert [house.whole(n).state for n in numbers] == [Message.ANSWERED] * 5
    first, summary = house.replies()
    assert (first.covers, summary.covers) == (1, 4)
    said = house.said(numbers[1])
    assert "This reply is also for 3 more messages" in said.text
    assert "- 4 Memoranda of Agreement, Task Force Model, 11 pages each\n" in said.text
    house.deliver()
    assert all(house.row(n).acknowledged_at is not None for n in numbers)
    assert [house.kinds(n)[-1] for n in numbers[2:]] == ["message.answered"] * 3


def test_a_burst_is_over_at_its_first_summary_and_a_later_mail_is_not_forgotten(house: House) -> None:
    for _ in range(3):
        house.take(mail(attachments=(house.paper(agreement()),)))
    house.clock.move(minutes=10)
    late = house.arrive(mail(attachments=(house.paper(agreement()),)))
    house.carry()
    house.clock.move(minutes=11)
    house.carry()
    assert house.whole(late).state == Message.ANSWERED
    assert all(m.state == Message.ANSWERED for m in house.letters())
    assert sum(reply.covers for reply in house.replies()) == 4


def test_mails_of_a_burst_for_several_agencies_are_summed_up_with_every_reference(house: House) -> None:
    agencies = [(f"{place} Police Department", "OH") for place in ("Springvale", "Ashgrove", "Birchton", "Cedarville")]
    numbers = [house.take(mail(sender="clerk@association.example", attachments=(house.paper(letter(a)),))) for a in agencies]
    house.clock.move(minutes=10)
    house.carry()
    said = house.said(numbers[1])
    assert len(house.cases()) == 4
    assert [case.reference in said.text for case in house.cases()] == [False, True, True, True]


def test_a_summary_is_worded_by_all_it_answers(house: House) -> None:
    house.take(mail(QUESTION))
    second = house.take(mail(attachments=(house.paper(letter()),)))
    house.take(mail(attachments=(house.paper(agreement()),)))
    house.clock.move(minutes=10)
    house.carry()
    assert house.reply(second).template == "acknowledgement.letter_and_agreement"


def test_a_mail_of_a_burst_waits_and_does_not_look_stuck(house: House) -> None:
    house.take(mail(QUESTION))
    house.take(mail(QUESTION + " And when?"))
    house.clock.move(minutes=9)
    house.watch(stuck=timedelta(minutes=5)).run()
    assert "letters.stuck" not in house.alarms()


def test_past_the_cap_of_an_address_a_person_decides_and_is_told(house: House) -> None:
    house.limits = Limits(per_address_day=2, burst_minutes=0)
    house.build()
    numbers = []
    for n in range(3):
        numbers.append(house.take(mail(f"{QUESTION} This is question {n}.")))
        house.clock.move(minutes=20)
    assert [house.whole(n).state for n in numbers] == [Message.ANSWERED, Message.ANSWERED, Message.HELD]
    assert house.alarms() == ["letter.inquiry"]
    acts.release(house.desk, str(numbers[2]), who="mora")
    assert house.alarms() == []
    house.carry()
    assert house.whole(numbers[2]).state == Message.ANSWERED


def test_the_cap_of_a_domain_counts_all_its_addresses_and_spares_public_providers(house: House) -> None:
    house.limits = Limits(per_domain_day=2, burst_minutes=0)
    house.build()
    states = [house.whole(house.take(mail(QUESTION, sender=f"p{n}@elmfork.example"))).state for n in range(3)]
    assert states == [Message.ANSWERED, Message.ANSWERED, Message.HELD]
    public = [house.whole(house.take(mail(QUESTION + " Our agency asks.", sender=f"p{n}@gmail.com"))) for n in range(4)]
    assert "cap_domain_day" not in {r["code"] for letter_ in public for r in letter_.reasons}


def test_the_breaker_stops_all_automatic_replies_and_calls_a_person_each_time(house: House) -> None:
    house.breaker = 3
    house.build()
    for trip in range(2):
        for n in range(4):
            house.take(mail(QUESTION, sender=f"p@town{trip}{n}.example"))
        assert not replies.state(house.desk).on
        assert "replies.breaker" in house.alarms()
        assert house.deliver() == 0
        replies.throw(house.desk, on=True, who="mora")
        assert "replies.breaker" not in house.alarms()
        assert house.deliver() == 4
        house.clock.move(minutes=5)
    assert house.every_kind().count("replies.off") == 2


def test_a_threat_is_never_answered_and_urgent(house: House) -> None:
    number = house.take(mail("You will die. We know where you live."))
    whole = house.whole(number)
    assert (whole.state, whole.kind, whole.template, whole.reply_to) == (Message.HELD, "threat", None, None)
    from intake.store import alarms

    with house.db.read() as tx:
        (alarm,) = alarms.opened(tx)
    assert (alarm.code, alarm.urgent) == ("letter.threat", True)
    assert "chief" not in alarm.text


def test_a_letter_carries_its_due_time_and_the_version_of_the_calendar(house: House) -> None:
    number = house.take(mail(attachments=(house.paper(letter()),)))
    row = house.row(number)
    assert row.due_at == house.clock.at + timedelta(days=1)
    assert row.calendar_version == house.calendar.version
    assert row.reference == house.cases()[0].reference
    assert "by the end of Wednesday, November 26, 2025, Eastern Time" in house.said(number).text


def test_a_letter_out_of_hours_is_told_so_and_promised_the_right_day(house: House) -> None:
    house.clock.at = datetime(2025, 11, 26, 23, 0, tzinfo=UTC)  # Wednesday evening before Thanksgiving
    with_paper = house.take(mail(attachments=(house.paper(letter()),)))
    assert "Our office was closed when your message came" in house.said(with_paper).text
    question = house.take(mail(QUESTION, sender="a@town.example"))
    assert house.reply(question).template == "acknowledgement.out_of_hours"
    for number in (with_paper, question):
        assert "by the end of Friday, November 28, 2025" in house.said(number).text


def test_in_a_closure_without_an_end_no_date_is_promised(house: House) -> None:
    shut = closures.parse("from 2025-11-25 until further notice")
    house.calendar = calendar.build(CalendarSettings(closures=(shut,)))
    house.build()
    number = house.take(mail(attachments=(house.paper(letter()),)))
    assert (house.row(number).due_at, house.row(number).asks_answer) == (None, True)
    assert "We cannot name a date yet" in house.said(number).text


def test_mail_in_junk_is_recorded_and_held_with_a_proposal(house: House) -> None:
    number = house.take(mail(attachments=(house.paper(letter()),)), "Junk")
    whole = house.whole(number)
    assert (whole.state, whole.role, whole.asks_answer) == (Message.HELD, Role.LATE, True)
    acts.release(house.desk, str(number), who="mora")
    house.carry()
    assert house.reply(number).template == "acknowledgement.letter"


def test_links_are_named_also_where_a_person_released_the_letter(house: House) -> None:
    text = "We would like to apply. Our papers: https://drive.google.com/file/d/1"
    number = house.take(mail(text), "Junk")
    assert "links" in house.whole(number).flags
    acts.release(house.desk, str(number), who="mora")
    house.carry()
    assert "We cannot open links" in house.said(number).text


def test_a_logo_is_no_attachment_also_where_a_person_released_the_letter(house: House) -> None:
    number = house.take(_with_logo(house), "Junk")
    acts.release(house.desk, str(number), who="mora")
    house.carry()
    assert "other attachment" not in house.said(number).text


def _with_logo(house: House) -> bytes:
    from email import policy
    from email.parser import BytesParser

    parsed = BytesParser(policy=policy.default).parsebytes(mail(attachments=(house.paper(letter()),)))
    parsed.add_attachment(b"GIF89a logo", maintype="image", subtype="gif", filename="logo.gif")  # type: ignore[attr-defined]
    return parsed.as_bytes()


# Not a word of the sender's


def _marked(house: House, text: str, *documents: object, **more: object) -> bytes:
    """A mail that bears the mark wherever a sender can put it."""
    attachments = []
    for document in documents:
        _, content = house.paper(document)  # type: ignore[arg-type]
        attachments.append((f"{MARK}.pdf", content))
    values: dict[str, object] = {
        "name": f"Pat {MARK}", "subject": f"{MARK} application", "attachments": tuple(attachments), "message_id": f"<{MARK}1@town.example>",
        "headers": (("Comments", MARK), ("Organization", MARK)),
    }  # fmt: skip
    return mail(f"{text} {MARK}", **{**values, **more})  # type: ignore[arg-type]


def _told(house: House, number: int) -> Mail:
    return house.said(number)


MARKED = (f"{MARK} Police Department", "TX")
Case = Callable[[House], int]


def _simple(*documents: object, text: str = "Please find our signed agreement attached.", **more: object) -> Case:
    return lambda house: house.take(_marked(house, text, *documents, **more))


def _added(house: House) -> int:
    first = house.take(mail(attachments=(house.paper(letter(ELMFORK)),)))
    house.clock.move(hours=1)
    return house.take(_marked(house, "Here.", agreement(ELMFORK, city=MARK), answers=house.said(first).message_id))


def _summary(house: House) -> int:
    first = 0
    for n in range(3):
        number = house.take(_marked(house, f"{n}", letter(MARKED), message_id=f"<{n}{MARK}@town.example>"))
        first = number if n == 1 else first
    house.clock.move(minutes=10)
    house.carry()
    return first


def _evening(house: House) -> int:
    house.clock.move(hours=9)
    return house.take(_marked(house, QUESTION))


def _released(house: House) -> int:
    number = house.take(_marked(house, "Attached.", letter(MARKED), headers=(("Reply-To", f"{MARK}@elsewhere.example"),)))
    acts.release(house.desk, str(number), who="mora")
    house.carry()
    return number


CASES: dict[str, tuple[str, Case]] = {
    "letter": ("acknowledgement.letter", _simple(letter(MARKED, signatory_name=MARK, poc_email=f"{MARK}@town.example"))),
    "agreement": ("acknowledgement.agreement", _simple(agreement(MARKED, city=MARK))),
    "both": ("acknowledgement.letter_and_agreement", _simple(letter(MARKED), agreement(MARKED))),
    "papers": ("acknowledgement.papers", _simple(scan())),
    "link": ("acknowledgement.cannot_open", _simple(text=f"We would like to apply. https://www.dropbox.com/s/{MARK}/moa.pdf")),
    "question": ("acknowledgement.question", _simple(text=QUESTION)),
    "added": ("acknowledgement.added", _added),
    "summary": ("acknowledgement.letter", _summary),
    "out_of_hours": ("acknowledgement.out_of_hours", _evening),
    "released": ("acknowledgement.letter", _released),
}


@pytest.mark.parametrize("case", CASES)
def test_no_reply_holds_a_word_of_the_senders(house: House, case: str) -> None:
    template, make = CASES[case]
    number = make(house)
    reply = house.reply(number)
    assert reply.template == template
    said = _told(house, number)
    whole = f"{said.subject}\n{said.text}\n{said.html}\n{said.from_}\n{said.reply_to}"
    assert MARK not in whole.lower()
    # Only the ids that thread it, which no reader sees, come from the sender.
    others = [value for name, value in said.headers if name.lower() not in ("in-reply-to", "references")]
    assert MARK not in " ".join(others).lower()


@pytest.mark.parametrize("case", CASES)
def test_every_reply_is_marked_so_that_no_machine_answers_it(house: House, case: str) -> None:
    number = CASES[case][1](house)
    said = _told(house, number)
    reply = house.reply(number)
    assert said.header("Auto-Submitted") == "auto-replied"
    assert reply.envelope_from == f"bounce+{reply.token}@office.example"
    assert [a.address for a in said.to] == [reply.recipient] == ["chief@springvale.example"]
    assert said.cc == ()


def test_one_reply_at_most_enters_the_outbox_for_a_letter_whatever_is_tried(house: House) -> None:
    number = house.take(mail(attachments=(house.paper(letter()),)))
    with house.db.write() as tx:
        again = replace(_new(house, number), token="other" * 6, header_message_id="<other@office.example>")
        with pytest.raises(Exception, match=r"(?i)unique"):
            outbox.queue(tx, again)
    assert house.reply(number).state == Reply.QUEUED


def _new(house: House, number: int) -> outbox.NewReply:
    reply = house.reply(number)
    return outbox.NewReply(
        message_id=number, application_id=None, purpose="acknowledgement", automatic=True, template=None, template_version=None,
        recipient=reply.recipient, recipient_domain=reply.recipient_domain, envelope_from="", header_message_id="<x@office.example>",
        token="t" * 26, raw=b"x", queued_at=house.clock.at, ready_at=house.clock.at,
    )  # fmt: skip


def test_who_gets_the_neutral_line_waits_for_a_person_all_the_same(house: House) -> None:
    house.limits = Limits(neutral_kinds=frozenset({Kind.PRESS}))
    house.build()
    asked = "I am a reporter with the Courier, on deadline, and ask for comment on a story."
    number = house.take(mail(asked, sender="dana@courier.example"))
    said = house.said(number)
    reference = house.row(number).reference
    assert reference not in said.text
    assert "Letter of Interest" not in said.text
    assert [item.queue for item in queue.waiting(house.desk).items] == ["press"]
    assert "intake respond" in " ".join(queue.waiting(house.desk).items[0].choices)
    acts.respond(house.desk, str(number), who="mora", way=acts.Way.PHONE)
    assert queue.waiting(house.desk).items == ()


def test_the_same_mail_sent_twice_is_one_letter_and_a_word_a_name_or_a_forward_more_makes_it_another(house: House) -> None:
    house.limits = Limits(burst_minutes=0, per_address_day=20, per_address_week=20)
    house.build()
    first, again = house.take(mail(QUESTION)), house.take(mail(QUESTION))
    assert house.row(again).duplicate_of == first
    quoted = f"{QUESTION}\n\nOn Monday somebody wrote:\n> I will bomb your office.\n"
    others = (mail(f"{QUESTION} Soon."), mail(QUESTION, name="Kim Roe"), mail(quoted), mail(QUESTION, subject="Other"))
    assert [house.row(house.take(raw)).duplicate_of for raw in others] == [None] * 4


def test_a_letter_that_nobody_was_answered_for_swallows_no_other(house: House) -> None:
    house.take(mail(QUESTION, headers=(("Auto-Submitted", "auto-generated"),)))
    assert house.row(house.take(mail(QUESTION))).verdict == "send"
