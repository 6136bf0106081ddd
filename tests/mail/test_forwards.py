"""Mails that were passed on: whose they were, when they were written, and by whom they came."""

from datetime import UTC, datetime

import pytest

from intake.mail import forwards, parser
from intake.mail.forwards import Way
from intake.mail.sign import OwnAddresses
from tests.corpus import mails

OWN = OwnAddresses(addresses=frozenset({mails.OFFICE}), domains=frozenset({"office.example"}))
OFFICER = (("Return-Path", "<roe@field.office.example>"), ("From", "Jane Roe <roe@field.office.example>"), ("Subject", "FW: Letter"))
INNER = mails.multipart([mails.text("Our letter of interest is attached.\r\n"), mails.file()], boundary="inner")
OUTLOOK = (
    "Please log this one.\r\n\r\nJane Roe\r\n\r\n________________________________\r\nFrom: Pat Doe <chief@brookfield-pd.example>\r\n"
    "Sent: Monday, November 23, 2026 9:12 AM\r\nTo: Roe, Jane <roe@field.office.example>\r\nSubject: Our letter\r\n\r\n"
    "Please find our letter attached.\r\n"
)
GMAIL = (
    "---------- Forwarded message ---------\r\nFrom: Pat Doe <chief@brookfield-pd.example>\r\nDate: Mon, 23 Nov 2026 09:12:00 -0500\r\n"
    "Subject: Our letter\r\nTo: <roe@field.office.example>\r\n\r\nPlease find our letter attached.\r\n"
)


def found(raw: bytes) -> forwards.Forward | None:
    return forwards.of(parser.parse(raw), OWN)


def author(forward: forwards.Forward | None) -> str:
    assert forward is not None
    assert forward.author is not None
    return forward.author.address


def test_of_an_attached_mail_author_date_and_papers_are_known() -> None:
    forward = found(mails.multipart([mails.text("For you.\r\n"), mails.nested(INNER)], extra=OFFICER))
    assert forward is not None
    assert (forward.way, author(forward)) == (Way.ATTACHED, mails.CHIEF)
    assert forward.inner.date == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert [a.filename for a in forward.inner.attachments] == ["letter.pdf"]
    assert forward.by is not None
    assert forward.by.address == "roe@field.office.example"


@pytest.mark.parametrize("text", [OUTLOOK, GMAIL])
def test_of_a_pasted_mail_its_head_is_read_and_the_papers_are_its_own(text: str) -> None:
    forward = found(mails.multipart([mails.text(text), mails.file()], extra=OFFICER))
    assert forward is not None
    assert (forward.way, author(forward), forward.inner.subject) == (Way.PASTED, mails.CHIEF, "Our letter")
    assert forward.inner.text.strip() == "Please find our letter attached."
    assert forward.inner.message_id is None
    assert len(forward.inner.attachments) == 1


def test_a_time_without_a_zone_is_shown_as_it_was_written_and_no_instant_is_made_of_it() -> None:
    forward = found(mails.mail(OFFICER, body=OUTLOOK))
    assert forward is not None
    assert (forward.inner.date, forward.sent) == (None, "Monday, November 23, 2026 9:12 AM")
    zoned = found(mails.mail(OFFICER, body=GMAIL))
    assert zoned is not None
    assert zoned.inner.date == datetime(2026, 11, 23, 14, 12, tzinfo=UTC)


def test_of_a_chain_through_several_of_our_offices_the_mail_from_outside_counts() -> None:
    second = mails.multipart([mails.text("Yours?\r\n"), mails.nested(INNER)], extra=OFFICER, boundary="second")
    forward = found(mails.multipart([mails.text("See below.\r\n"), mails.nested(second)], extra=OFFICER))
    assert author(forward) == mails.CHIEF
    pasted = f"Hi.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Al Poe <poe@office.example>\r\nSubject: FW\r\n\r\n{GMAIL}"
    assert author(found(mails.mail(OFFICER, body=pasted))) == mails.CHIEF


def test_a_redirected_mail_stays_its_authors() -> None:
    forward = found(mails.mail((("Resent-From", "Jane Roe <roe@field.office.example>"), ("Resent-To", mails.OFFICE))))
    assert forward is not None
    assert (forward.way, author(forward)) == (Way.REDIRECTED, mails.CHIEF)
    assert forward.by is not None
    assert forward.by.address == "roe@field.office.example"


def test_neither_an_answer_with_its_history_nor_a_bounce_passes_anything_on() -> None:
    history = OUTLOOK.replace("Please log this one.", "Yes, Thursday suits us very well, and the chief will call you at nine.")
    assert found(mails.mail((("Subject", "RE: Our letter"),), body=history)) is None
    assert found(mails.delivery_report(recipient=mails.CHIEF, returned=INNER)) is None
    assert found(mails.mail()) is None


def test_an_answer_to_the_inner_author_answers_the_attached_mail_and_nothing_else() -> None:
    outer = parser.parse(mails.multipart([mails.text("For you.\r\n"), mails.nested(INNER)], extra=OFFICER))
    inner = forwards.written_by(outer, "CHIEF@brookfield-pd.example")
    assert inner is not None
    assert inner.message_id == "<letter-1@brookfield-pd.example>"
    assert forwards.written_by(outer, "roe@field.office.example") is outer
    assert forwards.written_by(parser.parse(mails.mail(OFFICER, body=GMAIL)), mails.CHIEF) is None
