"""What a field office passes on: held, shown as the agency's, acknowledged to the agency by one click, and never by machine."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from intake.applications.decision import Verdict
from intake.applications.kinds import Kind
from intake.desk import acts, letter
from intake.mail import parser
from intake.ports import Role
from intake.store import applications
from intake.store.states import Message
from tests.pipeline.house import House
from tests.pipeline.papers import STAFF, agreement, mail
from tests.pipeline.papers import letter as loi

CHIEF = "chief@springvale.example"
OFFICER = "roe@field.office.example"
HEAD = f"From: Pat Doe <{CHIEF}>\nSent: Tuesday, November 25, 2025 9:12 AM\nTo: Roe, Jane <{OFFICER}>\nSubject: Papers\n\n"


def pasted(house: House, words: str = "Our papers are attached.", *, headers: tuple[tuple[str, str], ...] = ()) -> bytes:
    text = f"For you.\n\n________________________________\n{HEAD}{words}\n"
    papers = (house.paper(loi()), house.paper(agreement())) if "attached" in words else ()
    return mail(text, sender=OFFICER, name="Jane Roe", subject="FW: Papers", attachments=papers, headers=headers)


def attached(house: House) -> bytes:
    inner = mail("Our papers are attached.", sender=CHIEF, message_id="<inner@springvale.example>", attachments=(house.paper(loi()),))
    outer = EmailMessage()
    for name, value in (("Return-Path", f"<{OFFICER}>"), ("From", OFFICER), ("To", "intake@office.example"), ("Subject", "FW: Papers")):
        outer[name] = value
    outer["Message-ID"] = "<outer@field.office.example>"
    outer.set_content("For you.")
    outer.add_attachment(message_from_bytes(inner, policy=policy.default))
    return outer.as_bytes()


@pytest.mark.parametrize("made", [pasted, attached])
def test_it_is_held_and_shows_who_wrote_it_and_when(house: House, made: object) -> None:
    number = house.take(made(house))  # type: ignore[operator]
    row = house.row(number)
    assert (row.kind, row.verdict, row.state) == (Kind.INTERNAL, Verdict.HOLD, Message.HELD)
    assert house.replies() == []
    (shown,) = letter.show(house.desk, str(number), who="sam")
    assert shown.letter.forward is not None
    assert shown.letter.forward["author"] == CHIEF
    assert shown.letter.forward["by"] == OFFICER
    assert shown.letter.forward["sent"]
    assert "attached" in str(shown.letter.forward["excerpt"])


@pytest.mark.parametrize("made", [pasted, attached])
def test_the_application_is_the_inner_authors_and_not_the_officers(house: House, made: object) -> None:
    house.take(made(house))  # type: ignore[operator]
    (case,) = house.cases()
    with house.db.read() as tx:
        known = {address for address, _ in applications.participants(tx, [case.id])[case.id]}
    assert known == {CHIEF}
    again = house.take(mail("And the agreement.", sender=CHIEF, attachments=(house.paper(agreement()),)))
    assert len(house.cases()) == 1
    assert house.row(again).application_id == case.id


def test_one_click_acknowledges_the_agency_in_the_thread_it_knows(house: House) -> None:
    number = house.take(attached(house))
    acts.release(house.desk, str(number), who="sam")
    house.carry()
    reply = house.reply(number)
    said = parser.parse(house.raw(reply))
    assert reply.recipient == CHIEF
    assert [a.address for a in (*said.to, *said.cc)] == [CHIEF]
    assert said.in_reply_to == ("<inner@springvale.example>",)
    assert "outer@field" not in house.raw(reply).decode()


def test_of_a_pasted_mail_the_reply_bears_no_thread_that_the_agency_does_not_know(house: House) -> None:
    number = house.take(pasted(house))
    acts.release(house.desk, str(number), who="sam")
    house.carry()
    said = house.said(number)
    assert [a.address for a in said.to] == [CHIEF]
    assert (said.in_reply_to, said.references) == ((), ())


def test_a_rule_of_the_mail_server_that_passes_it_on_loses_nothing(house: House) -> None:
    number = house.take(pasted(house, "How do we apply to the 287(g) program?", headers=(("Auto-Submitted", "auto-generated"),)))
    row = house.row(number)
    assert (row.kind, row.verdict, row.state) == (Kind.INTERNAL, Verdict.HOLD, Message.HELD)


def test_a_threat_that_is_passed_on_is_a_threat(house: House) -> None:
    number = house.take(pasted(house, "I will kill you all."))
    assert house.row(number).kind == Kind.THREAT
    assert "letter.threat" in house.alarms()


def test_what_is_no_application_goes_to_the_queue_of_its_kind_and_has_no_reply(house: House) -> None:
    number = house.take(pasted(house, "I am a reporter with the Springvale Courier, on deadline, and ask for comment on a story."))
    row = house.row(number)
    assert (row.kind, row.queue, row.template) == (Kind.INTERNAL, "press", None)


def test_an_answer_to_the_agency_stops_the_clock_of_the_letter_that_was_passed_on(house: House) -> None:
    number = house.take(attached(house))
    house.clock.move(hours=1)
    answer = mail("Welcome aboard.", sender=STAFF, to=CHIEF, answers="<outer@field.office.example>")
    house.take(answer, "Sent")
    assert house.row(number).role == Role.INTAKE
    assert house.row(number).responded_at is not None


def test_nothing_is_proposed_to_an_inner_address_that_no_person_reads(house: House) -> None:
    raw = pasted(house).replace(CHIEF.encode(), b"no-reply@springvale.example")
    number = house.take(raw)
    assert (house.row(number).verdict, house.row(number).template) == (Verdict.HOLD, None)


def test_a_mail_that_an_officer_redirects_is_held_for_one_click_to_its_author(house: House) -> None:
    headers = (("Resent-From", f"Jane Roe <{OFFICER}>"), ("Resent-To", "intake@office.example"))
    number = house.take(mail("Our papers are attached.", sender=CHIEF, headers=headers, attachments=(house.paper(loi()),)))
    assert house.replies() == []
    assert next(reason["code"] for reason in house.row(number).reasons) == "redirected"
    acts.release(house.desk, str(number), who="sam")
    house.carry()
    assert house.reply(number).recipient == CHIEF
