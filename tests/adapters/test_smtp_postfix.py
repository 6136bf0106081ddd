"""The way out at a real Postfix, with a real Dovecot behind it."""

import time
from pathlib import Path
from typing import Any

import pytest

from intake import errors
from intake.adapters.smtp import Security, SmtpTransport
from intake.mail.delivery import Deferred, Failed, Letter, Sent
from tests.adapters.smtp_world import Fence, HandClock, a_letter, a_transport, side_by_side, wait_until
from tests.servers.dovecot import Account, Dovecot
from tests.servers.postfix import Postfix

pytestmark = pytest.mark.servers


def starttls(postfix: Postfix, **changes: Any) -> dict[str, Any]:
    values = {
        "host": postfix.host,
        "security": Security.STARTTLS,
        "ca_file": postfix.ca_file,
        "command_timeout": 20.0,
        "final_timeout": 20.0,
    }
    return {**values, **changes}


def arrived(dovecot: Dovecot, account: Account, count: int = 1) -> list[bytes]:
    """The mails in the account's inbox, once there are `count`."""
    inbox = dovecot.maildir(account)

    def files() -> list[Path]:
        return [*inbox.glob("new/*"), *inbox.glob("cur/*")]

    wait_until(lambda: len(files()) >= count, seconds=20)
    return [file.read_bytes() for file in files()]


def send(transport: SmtpTransport, letter: Letter) -> Sent:
    outcome = transport.send(letter, before_data=Fence())
    assert isinstance(outcome, Sent), outcome
    return outcome


def test_a_letter_arrives_over_starttls_and_a_password_just_as_it_was_made(postfix: Postfix, dovecot: Dovecot) -> None:
    office, applicant = dovecot.new_account("office"), dovecot.new_account("applicant")
    letter = a_letter(applicant.address, envelope_from="ack+7@office.example", text="Größe.\r\n.\r\n..two dots\r\nEnd")
    with a_transport(postfix.port, **starttls(postfix, user=office.address, password=office.password)) as transport:
        transport.check()
        assert "queued as" in send(transport, letter).text
    [mail] = arrived(dovecot, applicant)
    assert mail.replace(b"\r\n", b"\n").endswith(letter.raw.replace(b"\r\n", b"\n"))
    assert b"Return-Path: <ack+7@office.example>" in mail


def test_a_bearer_token_logs_in_and_a_revoked_one_is_renewed_once(postfix: Postfix, dovecot: Dovecot) -> None:
    office, renewals = dovecot.new_account("office"), list[bool]()

    def tokens(renew: bool) -> str:
        renewals.append(renew)
        return f"{office.token}.{'second' if renew else 'first'}"

    dovecot.token_stub.revoke(f"{office.token}.first")
    with a_transport(postfix.port, **starttls(postfix, user=office.address, token=tokens)) as transport:
        transport.check()
        assert renewals == [False, True]


def test_a_wrong_password_is_refused_in_words_without_the_account(postfix: Postfix, dovecot: Dovecot) -> None:
    office = dovecot.new_account("office")
    refused = pytest.raises(errors.TransportRefused, match="535")
    with a_transport(postfix.port, **starttls(postfix, user=office.address, password="wrong")) as transport, refused as caught:
        transport.check()
    assert office.name not in str(caught.value)


def test_one_connection_carries_many_letters(postfix: Postfix, dovecot: Dovecot) -> None:
    applicant = dovecot.new_account("applicant")
    with a_transport(postfix.port, connections=1, **starttls(postfix)) as transport:
        started = time.monotonic()
        for _ in range(30):
            send(transport, a_letter(applicant.address))
        each = (time.monotonic() - started) / 30
    assert len(arrived(dovecot, applicant, 30)) == 30
    assert each < 0.5
    # Postfix writes one line for each connection that ended; ours carried thirty.
    wait_until(lambda: "data=30" in postfix.log.read_text())


def test_eight_threads_over_three_connections_lose_nothing_and_double_nothing(postfix: Postfix, dovecot: Dovecot) -> None:
    applicant = dovecot.new_account("applicant")
    letters = [a_letter(applicant.address) for _ in range(80)]
    with a_transport(postfix.port, connections=3, **starttls(postfix)) as transport:
        side_by_side(8, lambda i: [send(transport, letter) for letter in letters[i::8]])
    mails = arrived(dovecot, applicant, 80)
    assert len(mails) == 80
    for letter in letters:
        assert sum(letter.message_id.encode() in mail for mail in mails) == 1


def test_an_idle_connection_is_reused_after_a_question(postfix: Postfix, dovecot: Dovecot) -> None:
    applicant, clock = dovecot.new_account("applicant"), HandClock()
    with a_transport(postfix.port, clock=clock, connections=1, **starttls(postfix)) as transport:
        send(transport, a_letter(applicant.address))
        clock.move(45)
        send(transport, a_letter(applicant.address))
    arrived(dovecot, applicant, 2)
    wait_until(lambda: "rset=1 quit=1" in postfix.log.read_text().replace("data=2 ", ""))


def test_a_letter_to_a_foreign_address_is_taken_by_a_server_that_offers_it(postfix: Postfix) -> None:
    with a_transport(postfix.port, **starttls(postfix)) as transport:
        send(transport, a_letter("jörg@straße.example"))


# Dovecot refuses this name only when Postfix hands the letter on, so that a report is due.
REFUSED_LATER = "no$such@test.local"


def test_a_refusal_that_comes_later_is_reported_to_the_envelope_sender_with_our_envelope_id(postfix: Postfix, dovecot: Dovecot) -> None:
    bounces = dovecot.new_account("bounces")
    letter = a_letter(REFUSED_LATER, envelope_from=bounces.address, envelope_id="reply-42")
    with a_transport(postfix.port, **starttls(postfix)) as transport:
        send(transport, letter)
    [report] = arrived(dovecot, bounces)
    assert b"Original-Envelope-Id: reply-42" in report
    assert letter.message_id.encode() in report
    assert b"We have received your letter." not in report  # RET=HDRS


def test_nobody_is_told_where_the_sender_is_null(postfix: Postfix) -> None:
    with a_transport(postfix.port, **starttls(postfix)) as transport:
        queue_id = send(transport, a_letter(REFUSED_LATER, envelope_from="")).text.rsplit(" ", 1)[-1]
    wait_until(lambda: f"{queue_id}: removed" in postfix.log.read_text())
    assert f"{queue_id}: sender non-delivery notification" not in postfix.log.read_text()


def test_a_recipient_that_is_not_there_fails_and_one_that_is_busy_is_deferred_over_one_connection(postfix: Postfix) -> None:
    with a_transport(postfix.port, connections=1, **starttls(postfix)) as transport:
        failed = transport.send(a_letter("records@bounce.example"), before_data=Fence())
        deferred = transport.send(a_letter("records@slow.example"), before_data=Fence())
        assert isinstance(failed, Failed)
        assert (failed.code, failed.recipient) == (550, True)
        assert isinstance(deferred, Deferred)
        assert (deferred.code, deferred.throttled) == (450, False)
        assert "slow.example" not in deferred.why
        send(transport, a_letter("records@oakridge.example"))


def test_a_journal_copy_arrives_beside_the_letter(postfix: Postfix, dovecot: Dovecot) -> None:
    applicant, journal = dovecot.new_account("applicant"), dovecot.new_account("journal")
    letter = a_letter(applicant.address, journal=journal.address)
    with a_transport(postfix.port, **starttls(postfix)) as transport:
        send(transport, letter)
    for account in (applicant, journal):
        [mail] = arrived(dovecot, account)
        assert letter.message_id.encode() in mail
