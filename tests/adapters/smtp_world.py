"""What the tests of the way out share. In: nothing. Out: letters of an invented office, a clock moved by hand, a fence that remembers."""

import contextlib
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from intake.adapters.smtp import Security, SmtpSettings, SmtpTransport
from intake.mail.delivery import Letter

_numbers = itertools.count(1)
OFFICE = "intake@office.example"


def a_letter(
    recipient: str = "records@oakridge.example",
    *,
    envelope_from: str = OFFICE,
    text: str = "We have received your letter.",
    envelope_id: str = "",
    message_id: str = "",
    journal: str = "",
) -> Letter:
    """A small acknowledgement with a Message-ID of its own."""
    message_id = message_id or f"<ack.{next(_numbers)}.{time.monotonic_ns()}@office.example>"
    raw = (
        f"From: Program Office <{OFFICE}>\r\nTo: {recipient}\r\nSubject: We have your letter\r\n"
        f"Date: Tue, 03 Mar 2026 15:30:00 +0000\r\nMessage-ID: {message_id}\r\nAuto-Submitted: auto-replied\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()
    return Letter(envelope_from, recipient, message_id, raw, journal=journal, envelope_id=envelope_id)


class HandClock:
    """Fills ports.Clock; moves when told."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return datetime(2026, 3, 3, 15, 30, tzinfo=UTC) + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        with self._lock:
            return 1000.0 + self._seconds

    def move(self, seconds: float) -> None:
        with self._lock:
            self._seconds += seconds


class Fence:
    """`before_data`: counts how often it was asked and in which threads."""

    def __init__(self, *, holds: bool = True) -> None:
        self._holds = holds
        self.threads: list[int] = []

    def __call__(self) -> bool:
        self.threads.append(threading.get_ident())
        return self._holds

    @property
    def asked(self) -> int:
        return len(self.threads)


def settings(port: int = 25, **changes: Any) -> SmtpSettings:
    """Clear text to this machine, short time-outs, no rate; `changes` say otherwise."""
    values: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "security": Security.NONE,
        "allow_clear_text": True,
        "ehlo_name": "office.example",
        "per_minute": None,
        "connect_timeout": 5.0,
        "command_timeout": 5.0,
        "final_timeout": 5.0,
        "stop_patience": 5.0,
        "patience": 20.0,
    }
    return SmtpSettings(**{**values, **changes})


@contextlib.contextmanager
def a_transport(port: int, *, clock: HandClock | None = None, **changes: Any) -> Iterator[SmtpTransport]:
    """A way out to `port`, closed at the end."""
    transport = SmtpTransport(settings=settings(port, **changes), clock=clock or HandClock())
    try:
        yield transport
    finally:
        transport.close()


def wait_until(holds: Callable[[], bool], *, seconds: float = 10.0) -> None:
    """Poll until `holds`; fails where it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        threading.Event().wait(0.005)


def side_by_side(count: int, act: Callable[[int], object]) -> list[object]:
    """Call `act(0..count-1)` in as many threads; their results in that order. Faults are results too."""
    results: list[object] = [None] * count

    def run(index: int) -> None:
        try:
            results[index] = act(index)
        except Exception as exc:
            results[index] = exc

    threads = [threading.Thread(target=run, args=(i,), daemon=True) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), "a thread hangs"
    return results
