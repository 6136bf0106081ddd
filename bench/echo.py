"""The reference for the latency benchmark: wait in IDLE, fetch, answer by a fixed text. In: a mailbox, a server. Out: answers alone.

As little as can be written and still be honest: one IMAP and one SMTP connection that stay open, one fetch for all that came, standard
library for parsing and building. It keeps nothing, reads no paper, decides nothing and forgets everything when it is killed. Only one
guard is added: a notice that came together with the server's `+ idling` is seen, since a reference that oversleeps would flatter us.
"""

import contextlib
import email
import email.utils
import smtplib
import ssl
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

import imapclient

SLICE_SECONDS: Final = 0.5  # how soon the stop is seen
RENEW_SECONDS: Final = 240.0
TIMEOUT_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Account:
    """A log-in at one server over STARTTLS; `user` "" logs in nowhere (SMTP alone)."""

    host: str
    port: int
    ca_file: Path
    user: str = ""
    password: str = field(default="", repr=False)


def run_echo(
    imap: Account,
    smtp: Account,
    stop_event: threading.Event,
    *,
    sender: str,
    ready: threading.Event | None = None,
    folder: str = "INBOX",
    renew: float = RENEW_SECONDS,
) -> int:
    """Answer every mail that comes from now on until `stop_event`; how many were answered. `ready` is set when the mailbox is open.

    `renew` is how long an IDLE lasts at most, in seconds, and so how long a notice that got lost may cost.
    """
    context = ssl.create_default_context(cafile=str(imap.ca_file))
    answered = 0
    with contextlib.ExitStack() as stack:
        client = stack.enter_context(
            imapclient.IMAPClient(imap.host, imap.port, ssl=False, timeout=imapclient.SocketTimeout(TIMEOUT_SECONDS, TIMEOUT_SECONDS))
        )
        client.starttls(context)
        client.login(imap.user, imap.password)
        following = int(client.select_folder(folder, readonly=True)[b"UIDNEXT"])
        relay = stack.enter_context(smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_SECONDS))
        relay.starttls(context=context)
        if smtp.user:
            relay.login(smtp.user, smtp.password)
        if ready is not None:
            ready.set()
        while not stop_event.is_set():
            # The server answers n:* with its last mail even where that is older than n.
            uids = [uid for uid in client.search(["UID", f"{following}:*"]) if uid >= following]
            if not uids:
                _wait(client, stop_event, renew)
                continue
            following = max(uids) + 1
            for data in client.fetch(uids, ["BODY.PEEK[]"]).values():
                _answer(relay, data[b"BODY[]"], sender)
                answered += 1
    return answered


def _wait(client: Any, stop_event: threading.Event, renew: float) -> None:
    """IDLE until the server says something, the stop, or the time to renew."""
    client.idle()
    try:
        if _has_buffered(client):
            return
        for _ in range(int(renew / SLICE_SECONDS)):
            if stop_event.is_set() or client.idle_check(timeout=SLICE_SECONDS):
                return
    finally:
        client.idle_done()


def _has_buffered(client: Any) -> bool:
    """Whether a line lies in the reader already, where `idle_check`, which asks the socket, does not see it."""
    sock = client.socket()
    timeout = sock.gettimeout()
    sock.setblocking(False)
    try:
        return bool(client._imap.file.peek(1))
    except (ssl.SSLWantReadError, BlockingIOError):
        return False
    finally:
        sock.settimeout(timeout)


def _answer(relay: smtplib.SMTP, raw: bytes, sender: str) -> None:
    mail = email.message_from_bytes(raw)
    reply = EmailMessage()
    reply["From"] = sender
    reply["To"] = email.utils.parseaddr(str(mail["From"]))[1]
    reply["Subject"] = "We have your letter"
    reply["Date"] = email.utils.localtime()
    reply["Message-ID"] = email.utils.make_msgid(domain=sender.rpartition("@")[2])
    reply["Auto-Submitted"] = "auto-replied"
    if mail["Message-ID"]:
        reply["In-Reply-To"] = reply["References"] = str(mail["Message-ID"])
    reply.set_content("We have received your letter.\n")
    relay.send_message(reply)
