"""How the IMAP tests make mailboxes and mails."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from intake.adapters.imap import ImapMailbox
from intake.adapters.imap_settings import ImapSettings
from intake.adapters.smtp_settings import Security
from intake.ports import Fetched, Folder, Role
from tests.servers.dovecot import Account, Dovecot

INBOX = Folder("INBOX", Role.INTAKE)
JUNK = Folder("Junk", Role.LATE)
SENT = Folder("Sent", Role.SENT)


def letter(number: int, *, size: int = 0) -> bytes:
    """A mail with CRLF lines; `size` pads its body to about so many octets."""
    head = (
        f"From: Records <records@oakridge{number}.example>\r\nTo: intake@test.local\r\n"
        f"Date: Tue, 24 Nov 2026 10:{number % 60:02}:00 -0500\r\n"
        f"Message-ID: <letter-{number}@oakridge.example>\r\nSubject: Letter {number}\r\n\r\n"
    )
    lines = max(1, size // 78)
    return (head + f"{number:076}\r\n" * lines).encode()


def settings(dovecot: Dovecot, account: Account, spool: Path, **changes: Any) -> ImapSettings:
    values: dict[str, Any] = {
        "host": dovecot.host,
        "port": dovecot.imaps_port,
        "security": Security.TLS,
        "ca_file": dovecot.ca_file,
        "user": account.address,
        "password": account.password,
        "folders": (INBOX, JUNK, SENT),
        "spool_folder": spool,
        "connect_timeout": 5.0,
        "read_timeout": 10.0,
    }
    return ImapSettings(**(values | changes))


def all_positions(box: ImapMailbox, folder: Folder = INBOX, above: int = 0) -> list[str]:
    return [position for some in box.positions_above(folder, above) for position in some]


def fetch_all(box: ImapMailbox, folder: Folder = INBOX) -> list[Fetched]:
    return list(box.fetch(folder, all_positions(box, folder), lambda: True))


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
