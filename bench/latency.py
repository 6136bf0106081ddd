"""From delivery to acknowledgement, beside a bare IDLE-and-echo script. In: real Dovecot and Postfix. Out: seconds, and how they compare.

Both run at once, each in a process of its own, on the same two servers, each with a mailbox of its own; a letter goes to one, then to the
other, never to both at a time. The clock starts when Dovecot's LMTP server has taken the letter and stops when Postfix has taken the
answer: ours by the outbox's `sent_at`, the script's right behind its sending. Every letter has another sender and a PDF of one page.
"""

import contextlib
import itertools
import json
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, Protocol

import sqlalchemy as sa

from bench import backlog, figures, letters, office, servers
from bench.figures import Figure, Options
from bench.office import Office
from bench.servers import Servers
from tests.servers.dovecot import Account

LETTERS: Final = 25
BURST: Final = 50
BAR: Final = 1.3
PATIENCE: Final = 60.0
LOOK: Final = 0.02
_numbers = itertools.count(1_000_000)


class Side(Protocol):
    """One of the two that are compared."""

    address: str

    def answered(self) -> dict[str, float]:
        """When each letter's answer was taken, by the letter's Message-ID."""
        ...


def measure(options: Options) -> list[Figure]:
    """The median one after the other and its ratio; the 95th percentile of many at once."""
    count, burst = options.letters or LETTERS, min(BURST, 2 * (options.letters or BURST))
    with servers.running() as both, _ours(both) as us, _script(both) as script:
        sides: tuple[Side, Side] = (us, script)
        for side in sides:
            _one(both, side)  # the first letter opens connections
        alone: tuple[list[float], list[float]] = ([], [])
        for _ in range(count):
            for side, seconds in zip(sides, alone, strict=True):
                seconds.append(_one(both, side))
        crowd = [_many(both, side, burst) for side in sides]
    ours, theirs = (figures.median(seconds) for seconds in alone)
    our_95, their_95 = (figures.percentile(seconds, 0.95) for seconds in crowd)
    spread = f"95th percentile {figures.percentile(alone[0], 0.95):.3f} s, script {figures.percentile(alone[1], 0.95):.3f} s"
    return [
        Figure("latency", f"letter to acknowledgement, median of {count}", ours, "s", f"script {theirs:.3f} s"),
        figures.at_most("latency", "ratio of the medians", ours / theirs, "", BAR, spread),
        Figure("latency", f"{burst} letters at once, 95th percentile", our_95, "s", f"script {their_95:.3f} s"),
    ]


def _one(both: Servers, side: Side) -> float:
    return _many(both, side, 1)[0]


def _many(both: Servers, side: Side, count: int) -> list[float]:
    """Deliver so many in one go; seconds from each one's delivery to its answer."""
    known = len(side.answered())
    delivered: dict[str, float] = {}
    with smtplib.LMTP("127.0.0.1", both.dovecot.lmtp_port, timeout=30) as client:
        for number in itertools.islice(_numbers, count):
            of = letters.agency(number)
            client.sendmail(of.address, [side.address], letters.raw(number, datetime.now(UTC), to=side.address))
            delivered[f"<{number}.bench@{of.domain}>"] = time.time()
    _until(lambda: len(side.answered()) >= known + count, f"{side.address} did not answer {count} letters")
    answered = side.answered()
    return [answered[message_id] - at for message_id, at in delivered.items()]


class _Us:
    """The service, looked at in its ledger."""

    def __init__(self, place: Office, address: str) -> None:
        self.address = address
        self._engine = sa.create_engine(place.url, isolation_level="AUTOCOMMIT")

    def answered(self) -> dict[str, float]:
        query = sa.text(
            "SELECT m.header_message_id, r.sent_at FROM replies r JOIN messages m ON m.id = r.message_id WHERE r.state = 'sent'"
        )
        with self._engine.connect() as look:
            return {str(message_id): _instant(at) for message_id, at in look.execute(query)}

    def close(self) -> None:
        self._engine.dispose()


def _instant(text: str) -> float:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


@contextlib.contextmanager
def _ours(both: Servers) -> Iterator[_Us]:
    account = both.dovecot.new_account("office")
    _opened(both, account)
    with office.with_servers(both, account) as place:
        backlog.drain(place, "prime")
        us = _Us(place, account.address)
        process = subprocess.Popen([sys.executable, "-m", "intake", "work", "--config", str(place.settings)])
        try:
            yield us
        finally:
            process.terminate()
            process.wait(30)
            us.close()


class _Script:
    """The reference, by what it says."""

    def __init__(self, address: str, lines: Sequence[dict[str, object]]) -> None:
        self.address = address
        self._lines = lines

    def answered(self) -> dict[str, float]:
        return {str(line["answered"]): float(str(line["at"])) for line in list(self._lines) if "answered" in line}


@contextlib.contextmanager
def _script(both: Servers) -> Iterator[_Script]:
    account = both.dovecot.new_account("script")
    _opened(both, account)
    ca_file = str(both.ca_file)
    accounts = {
        "imap": {"host": both.dovecot.host, "port": both.dovecot.imap_port, "ca_file": ca_file, "user": account.address},
        "smtp": {"host": both.postfix.host, "port": both.postfix.port, "ca_file": ca_file},
        "sender": account.address,
    }
    accounts["imap"] |= {"password": account.password}  # type: ignore[operator]
    lines: list[dict[str, object]] = []
    process = subprocess.Popen([sys.executable, "-m", "bench.echo_timed"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None and process.stdout is not None
    out = process.stdout
    threading.Thread(target=lambda: lines.extend(map(json.loads, out)), daemon=True).start()
    try:
        process.stdin.write(json.dumps(accounts) + "\n")
        process.stdin.flush()
        _until(lambda: any("ready" in line for line in list(lines)), "the script did not open its mailbox")
        yield _Script(account.address, lines)
    finally:
        process.stdin.close()
        process.wait(30)


def _opened(both: Servers, account: Account) -> None:
    """A mailbox exists from its first letter on; that one lies there before anybody looks."""
    both.dovecot.deliver(account.address, b"Subject: first\r\nMessage-ID: <first@oakridge.example>\r\n\r\nfirst\r\n")


def _until(done: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > ends:
            raise TimeoutError(what)
        time.sleep(LOOK)
