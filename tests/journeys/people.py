"""People at their mail programs: they send through Postfix and look into their mailboxes at Dovecot, as the service's neighbours do."""

import email
import email.policy
import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any, TypeVar

import pytest
from imapclient import IMAPClient

from tests.servers.dovecot import Account, Dovecot
from tests.servers.postfix import Postfix

PATIENCE = 20.0  # seconds; a loaded machine is slow
_T = TypeVar("_T")


def eventually(look: Callable[[], _T | None], what: str, *, seconds: float = PATIENCE) -> _T:
    """The first answer that is true; fails the test where none comes in time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.03)
    return found


def send(postfix: Postfix, mail: EmailMessage | bytes, *, sender: str, to: str) -> str:
    """Hand a mail to Postfix; returns its Message-ID."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    with smtplib.SMTP("127.0.0.1", postfix.port, timeout=30) as client:
        client.sendmail(sender, [to], raw)
    return str(email.message_from_bytes(raw, policy=email.policy.default)["Message-ID"])


class Person:
    """Somebody with a mailbox, at a second client beside the service."""

    def __init__(self, client: IMAPClient, account: Account) -> None:
        self._client = client
        self.address = account.address

    def mails(self, folder: str = "INBOX") -> dict[int, EmailMessage]:
        """UID -> mail, without marking anything."""
        self._client.select_folder(folder, readonly=True)
        uids = self._client.search()
        rows = self._client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
        return {uid: _parsed(row[b"BODY[]"]) for uid, row in sorted(rows.items()) if b"BODY[]" in row}

    def answers_to(self, message_id: str, folder: str = "INBOX") -> list[EmailMessage]:
        """Mails that answer that one."""
        return [mail for mail in self.mails(folder).values() if str(mail["In-Reply-To"] or "").strip() == message_id]

    def await_answer(self, message_id: str) -> EmailMessage:
        """The one mail that answers that one."""
        found = eventually(lambda: self.answers_to(message_id), f"an answer to {message_id} in the inbox of {self.address}")
        assert len(found) == 1, f"{len(found)} answers to {message_id}"
        return found[0]

    def uid_of(self, message_id: str, folder: str = "INBOX") -> int:
        """Where that mail lies."""
        self._client.select_folder(folder, readonly=True)
        return eventually(lambda: self._find(message_id), f"{message_id} in {folder}")

    def _find(self, message_id: str) -> int | None:
        self._client.noop()
        found = self._client.search(["HEADER", "Message-ID", message_id])
        return found[0] if found else None

    def append(self, folder: str, mail: EmailMessage | bytes) -> None:
        """Put a mail into a folder, as a mail program files a copy of what it sent."""
        self._client.append(folder, mail if isinstance(mail, bytes) else mail.as_bytes())

    def move(self, message_id: str, source: str, target: str) -> None:
        """File a mail elsewhere."""
        uid = self.uid_of(message_id, source)
        self._client.select_folder(source)
        self._client.move([uid], target)

    def flag(self, message_id: str, *flags: str, folder: str = "INBOX") -> None:
        """Mark a mail."""
        uid = self.uid_of(message_id, folder)
        self._client.select_folder(folder)
        self._client.add_flags([uid], flags)

    def flags(self, message_id: str, folder: str = "INBOX") -> set[str]:
        """How a mail is marked."""
        uid = self.uid_of(message_id, folder)
        return {flag.decode() for flag in self._client.get_flags([uid])[uid]} - {"\\Recent"}

    def delete(self, message_id: str, folder: str = "INBOX") -> None:
        """Delete a mail for good."""
        self.flag(message_id, "\\Deleted", folder=folder)
        self._client.expunge()

    def count(self, folder: str = "INBOX") -> int:
        """How many mails a folder holds."""
        return int(self._client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])


@contextmanager
def at_their_desk(dovecot: Dovecot, account: Account) -> Iterator[Person]:
    """Logged in until the block ends."""
    client = IMAPClient("localhost", port=dovecot.imap_port, ssl=False, timeout=20)
    client.login(account.address, account.password)
    try:
        yield Person(client, account)
    finally:
        client.logout()


def _parsed(raw: Any) -> EmailMessage:
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed
