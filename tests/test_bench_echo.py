"""The reference of the latency benchmark answers what comes, and nothing that was there before."""

import threading

import pytest

from bench import echo
from tests.adapters.smtp_world import wait_until
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

pytestmark = pytest.mark.servers


def test_each_new_mail_is_answered_once_and_old_mail_never(dovecot: Dovecot, postfix: Postfix) -> None:
    office, applicant = dovecot.new_account("office"), dovecot.new_account("applicant")
    stop, ready, answered = threading.Event(), threading.Event(), list[int]()

    def deliver(number: int) -> None:
        head = f"From: Clerk <{applicant.address}>\r\nSubject: Letter\r\nMessage-ID: <{number}@oak.example>\r\n"
        dovecot.deliver(office.address, f"{head}\r\nLetter {number}\r\n".encode())

    deliver(0)
    mailbox = echo.Account(dovecot.host, dovecot.imap_port, dovecot.ca_file, office.address, office.password)
    relay = echo.Account(postfix.host, postfix.port, postfix.ca_file)
    thread = threading.Thread(
        target=lambda: answered.append(echo.run_echo(mailbox, relay, stop, sender=office.address, ready=ready)), daemon=True
    )
    thread.start()
    assert ready.wait(20)
    for number in range(1, 6):
        deliver(number)
    inbox = dovecot.maildir(applicant) / "new"
    wait_until(lambda: inbox.exists() and len(list(inbox.iterdir())) >= 5, seconds=20)
    stop.set()
    thread.join(20)
    assert answered == [5]
    answers = b"".join(file.read_bytes() for file in inbox.iterdir())
    for number in range(6):
        assert (f"In-Reply-To: <{number}@oak.example>".encode() in answers) is (number > 0)
