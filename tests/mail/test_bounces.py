"""Bounces are known, and tied to the letter that bounced."""

import pytest

from intake.mail import bounces, parser, thread
from intake.mail.bounces import Bounce
from intake.mail.limits import Limits
from tests.corpus import mails

TOKEN = "k3n5p7q9r2s4t6v8w2x4y6z8"
OUR_ID = thread.message_id(TOKEN, "office.example")
OURS = mails.mail([("Message-ID", OUR_ID), ("X-Intake-Reply", TOKEN), ("From", mails.OFFICE), ("To", mails.CHIEF)], body="We received it.")


def read(raw: bytes) -> Bounce | None:
    return bounces.read(parser.read(raw, Limits()))


def test_a_delivery_report_names_recipient_status_and_letter() -> None:
    found = read(mails.delivery_report(recipient=mails.CHIEF, returned=OURS, envelope_id=TOKEN))
    assert found == Bounce(mails.CHIEF, "5.1.1", True, OUR_ID, TOKEN, TOKEN)


def test_a_delay_is_not_permanent_and_a_delivery_is_no_bounce() -> None:
    delayed = read(mails.delivery_report(recipient=mails.CHIEF, action="delayed", status="4.4.1", returned=OURS))
    assert delayed is not None
    assert (delayed.permanent, delayed.status) == (False, "4.4.1")
    assert read(mails.delivery_report(recipient=mails.CHIEF, action="delivered", status="2.0.0", returned=OURS)) is None


def test_a_letter_given_up_after_delays_is_permanent() -> None:
    found = read(mails.delivery_report(recipient=mails.CHIEF, action="failed (expired)", status="4.4.7"))
    assert found is not None
    assert found.permanent


@pytest.mark.parametrize(
    "raw",
    [
        mails.delivery_report(recipient=mails.CHIEF, returned=OURS.replace(b"X-Intake-Reply", b"X-Other")),
        mails.delivery_report(recipient=mails.CHIEF, returned=OURS.replace(OUR_ID.encode(), b"<rewritten@provider.example>")),
        mails.delivery_report(recipient=mails.CHIEF, envelope_id=TOKEN),
        mails.delivery_report(recipient=mails.CHIEF, to=thread.tagged(mails.OFFICE, TOKEN)),
        mails.delivery_report(recipient=mails.CHIEF).replace(b"Auto-Submitted", b"References: " + OUR_ID.encode() + b"\r\nAuto-Submitted"),
    ],
)
def test_the_letter_is_found_by_whatever_survived(raw: bytes) -> None:
    found = read(raw)
    assert found is not None
    assert found.token == TOKEN


def test_returned_headers_alone_are_enough() -> None:
    headers = b"Content-Type: text/rfc822-headers\r\n\r\n" + OURS.partition(b"\r\n\r\n")[0] + b"\r\n"
    raw = mails.delivery_report(recipient=mails.CHIEF).removesuffix(b"--b1--\r\n") + b"--b1\r\n" + headers + b"\r\n--b1--\r\n"
    found = read(raw)
    assert found is not None
    assert (found.token, found.original_message_id) == (TOKEN, OUR_ID)


def test_a_bounce_in_plain_words_is_read() -> None:
    body = (
        "Hi. This is the qmail-send program at x.example.\r\nI could not deliver your message.\r\n"
        f"\r\n<{mails.CHIEF}>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy.\r\n\r\n"
        f"Message-ID: {OUR_ID}\r\nX-Intake-Reply: {TOKEN}\r\n"
    )
    found = read(mails.mail([("From", "MAILER-DAEMON@x.example"), ("Return-Path", "<>"), ("Subject", "failure notice")], body=body))
    assert found == Bounce(mails.CHIEF, "5.1.1", True, OUR_ID, None, TOKEN)


def test_exim_names_the_recipient_in_a_field() -> None:
    found = read(
        mails.mail([("From", "MAILER-DAEMON@x.example"), ("X-Failed-Recipients", mails.CHIEF)], body="A message could not be delivered.")
    )
    assert found is not None
    assert found.recipient == mails.CHIEF


@pytest.mark.parametrize(
    "raw",
    [
        mails.mail(),
        mails.mail([("In-Reply-To", OUR_ID)], body=f"On Tuesday you wrote:\r\n> Message-ID: {OUR_ID}\r\n"),
        mails.mail([("From", "bounces@x.example"), ("Subject", "Automatic reply: x"), ("To", thread.tagged(mails.OFFICE, TOKEN))]),
        mails.mail([("Return-Path", "<>"), ("Subject", "Automatic reply: x"), ("To", thread.tagged(mails.OFFICE, TOKEN))]),
        mails.multipart(
            [mails.text("why did this come back?"), mails.nested(mails.delivery_report(recipient=mails.CHIEF, returned=OURS))], boundary="o"
        ),
        mails.multipart(
            [mails.text("read")], kind="report", parameters="; report-type=disposition-notification", extra=[("In-Reply-To", OUR_ID)]
        ),
    ],
)
def test_what_is_no_bounce_is_none(raw: bytes) -> None:
    assert read(raw) is None


def test_exchange_tells_of_a_letter_in_its_postmasters_name() -> None:
    author = ("From", "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@brookfield-pd.example>")
    body = f"This letter was turned away.\r\n\r\nMessage-ID: {OUR_ID}\r\n"
    found = read(mails.mail([author, ("Subject", "Rejected: Letter")], body=body))
    assert found is not None
    assert found.token == TOKEN
    assert read(mails.mail([("Subject", "Rejected: Letter")], body=body)) is None


def test_a_bounce_of_nothing_we_know_and_to_nobody_is_none() -> None:
    assert read(mails.mail([("From", "MAILER-DAEMON@x.example")], body="something went wrong")) is None


def test_a_report_of_any_size_is_read_within_bounds() -> None:
    huge = mails.delivery_report(recipient="a" * 100_000 + "@x.example", returned=OURS)
    found = read(huge)
    assert found is not None
    assert len(found.recipient) <= 320
    body = "This is the qmail-send program\r\n" + "<a@b.example>:\r\n" * 100_000
    read(mails.mail([("From", "MAILER-DAEMON@x.example")], body=body))
