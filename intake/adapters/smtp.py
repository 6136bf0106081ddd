"""The way out over SMTP. In: letters, from several threads. Out: what the server said to each, as one of five outcomes.

Connections are few and live long. They belong to an event loop in a thread of its own, which only speaks SMTP: waiting for a place, the
rate, tokens and the ledger (`before_data`) all happen in the caller's thread, so no database is ever touched from the loop, and a loop
that hangs can be walked away from.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from intake import errors, failpoints
from intake.adapters import smtp_answers
from intake.adapters.smtp_connection import QUIT_SECONDS, SmtpConnection
from intake.adapters.smtp_loop import LoopHangs, LoopThread
from intake.adapters.smtp_rate import WINDOW_SECONDS, RateLimit
from intake.adapters.smtp_settings import OAuth, Security, SmtpSettings, TokenSource
from intake.failpoints import Failpoint
from intake.mail.delivery import Abandoned, Deferred, Letter, Outcome, Sent, Unsure
from intake.ports import Clock

__all__ = ["OAuth", "Refusal", "Security", "SmtpSettings", "SmtpTransport", "TokenSource"]

FIRST_REFUSAL_PAUSE: Final = 60.0  # after a refused log-in the next is not tried sooner, or the account is locked
LONGEST_REFUSAL_PAUSE: Final = 900.0
MAX_DOUBLINGS: Final = 10
CLOSE_SLACK: Final = 0.5
REAP_SECONDS: Final = 30.0  # how often idle connections are looked at

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the way out is shut until a person acts, and since when (aware UTC)."""

    why: str
    at: datetime


class _Phase(StrEnum):
    FREE = "free"
    TALKING = "talking"  # anything that is safe to cut
    DATA = "data"  # the letter may be going out


@dataclass(slots=True)
class _Lane:
    """A connection and what it is doing. Only its holder speaks on it; `phase` changes under the gate."""

    connection: SmtpConnection
    phase: _Phase = _Phase.FREE


class SmtpTransport:
    """Fills ports.Transport. Connects at the first letter; one instance for an account in a process."""

    def __init__(self, *, settings: SmtpSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._rate = RateLimit(per_minute=settings.per_minute)
        self._gate = threading.Condition()
        self._lanes: list[_Lane] = []
        self._closing = threading.Event()
        self._loop: LoopThread | None = None
        self._context: ssl.SSLContext | None = None
        self._refusal: Refusal | None = None
        self._refusals = 0
        self._quiet_until = 0.0

    @property
    def connections(self) -> int:
        """How many letters may be on their way at once."""
        return self._settings.connections

    @property
    def last_refusal(self) -> Refusal | None:
        """Log-in, certificate or TLS refused, and nothing accepted since; for alarms."""
        return self._refusal

    def send(self, letter: Letter, *, before_data: Callable[[], bool]) -> Outcome:
        """Hand one letter over. Blocks for a free connection, the provider's rate and the server; raises only what `before_data` raises."""
        if (flawed := smtp_answers.flaw(letter)) is not None:
            return flawed
        try:
            lane = self._enter()
        except errors.TransportUnreachable as exc:
            return Deferred(str(exc))
        except errors.TransportRefused as exc:
            self._note_refusal(str(exc))
            return Deferred(str(exc))
        try:
            return self._carry(lane, letter, before_data)
        finally:
            self._leave(lane)

    def check(self) -> None:
        """Log in anew and part. Raises errors.TransportUnreachable or errors.TransportRefused."""
        lane = self._enter()
        try:
            self._run(lane.connection.quit(), QUIT_SECONDS)
            self._log_in(lane, asked=True)
            self._run(lane.connection.quit(), QUIT_SECONDS)
        except LoopHangs as exc:
            raise errors.TransportUnreachable("The mail loop does not answer") from exc
        finally:
            self._leave(lane)

    def close(self) -> None:
        """Let letters in DATA finish within `stop_patience`, cut the rest; never raises. Under five seconds where none is in DATA."""
        with self._gate:
            first = not self._closing.is_set()
            self._closing.set()
            # From here on no lane enters DATA: `_deliver` looks at `_closing` under this gate.
            safe = [lane.connection for lane in self._lanes if lane.phase is _Phase.TALKING]
            loop = self._loop
            self._gate.notify_all()
        if not first or loop is None:
            return
        for connection in safe:
            loop.soon(connection.abort)
        with self._gate:
            self._gate.wait_for(lambda: all(lane.phase is not _Phase.DATA for lane in self._lanes), timeout=self._settings.stop_patience)
        with suppress(LoopHangs):
            loop.run(self._part(), QUIT_SECONDS, slack=CLOSE_SLACK)
        loop.stop(self._cut_all)

    # One letter

    def _carry(self, lane: _Lane, letter: Letter, before_data: Callable[[], bool]) -> Outcome:
        try:
            refused = self._prepare(lane, letter)
        except smtp_answers.ServerSaidLater as exc:
            return Deferred(str(exc), code=exc.code, throttled=exc.throttled)
        except errors.TransportRefused as exc:
            return Deferred(str(exc))
        except errors.WaitError as exc:
            return Deferred(self._stopping_or(str(exc)))
        except LoopHangs:
            self._replace(lane)
            return Deferred(self._stopping_or("The mail loop does not answer"))
        if refused is not None:
            return refused
        failpoints.hit(Failpoint.AFTER_RCPT)
        try:
            held = before_data()
        except BaseException:
            self._forget_envelope(lane)
            raise
        if not held:
            self._forget_envelope(lane)
            return Abandoned("Another worker has the letter")
        failpoints.hit(Failpoint.AFTER_IN_DATA)
        return self._deliver(lane, letter)

    def _prepare(self, lane: _Lane, letter: Letter) -> Outcome | None:
        """A line that stands, a token of the rate, MAIL and RCPT. A line that was lost while it idled is replaced once."""
        connection = lane.connection
        while True:
            reused = self._run(connection.usable(), self._settings.command_timeout)
            if not reused:
                self._log_in(lane, asked=False)
            self._await_rate()
            try:
                return self._run(connection.envelope(letter), 3 * self._settings.command_timeout)
            except smtp_answers.LogInRefused as exc:
                self._note_refusal(str(exc))
                raise
            except smtp_answers.LineLost:
                if not reused or self._closing.is_set():
                    raise

    def _deliver(self, lane: _Lane, letter: Letter) -> Outcome:
        with self._gate:
            if self._closing.is_set():
                return Deferred("The service is stopping")
            lane.phase = _Phase.DATA
        settings = self._settings
        try:
            outcome = self._run(lane.connection.deliver(letter.raw), 2 * settings.command_timeout + settings.final_timeout)
        except (LoopHangs, errors.TransportUnreachable):
            self._replace(lane)
            return Unsure("The mail loop did not come back after the letter was handed to it")
        if isinstance(outcome, Sent):
            failpoints.hit(Failpoint.AFTER_ACCEPTED)
        return outcome

    def _forget_envelope(self, lane: _Lane) -> None:
        """RSET, so that what was said of this letter is not taken for the next."""
        with suppress(errors.IntakeError):
            try:
                self._run(lane.connection.reset(), self._settings.command_timeout)
            except LoopHangs:
                self._replace(lane)

    # Log-in

    def _log_in(self, lane: _Lane, *, asked: bool) -> None:
        """`asked`: a person wants to know now, so the pause after a refusal does not hold."""
        if self._refusal is not None and not asked and self._clock.monotonic() < self._quiet_until:
            raise errors.TransportRefused(self._refusal.why)
        seconds = 3 * self._settings.connect_timeout + 5 * self._settings.command_timeout
        try:
            try:
                self._run(lane.connection.open(self._secret(renew=False)), seconds)
            except smtp_answers.LogInRefused:
                if self._settings.token is None:
                    raise
                self._run(lane.connection.open(self._secret(renew=True)), seconds)
        except errors.PersonNeeded as exc:
            self._note_refusal(str(exc))
            raise errors.TransportRefused(str(exc)) from exc
        self._refusal = None
        self._refusals = 0

    def _secret(self, *, renew: bool) -> str | None:
        if self._settings.token is None:
            return self._settings.password
        try:
            return self._settings.token(renew)
        except errors.WaitError as exc:
            raise errors.TransportUnreachable(str(exc)) from exc

    def _note_refusal(self, why: str) -> None:
        """Lanes that were refused together count as one."""
        now = self._clock.monotonic()
        if self._refusal is None or now >= self._quiet_until:
            self._quiet_until = now + min(FIRST_REFUSAL_PAUSE * 2**self._refusals, LONGEST_REFUSAL_PAUSE)
            self._refusals = min(self._refusals + 1, MAX_DOUBLINGS)
        self._refusal = Refusal(why, self._clock.now())

    def _await_rate(self) -> None:
        while (seconds := self._rate.take(self._clock.monotonic())) > 0:
            if self._closing.wait(min(seconds, WINDOW_SECONDS)):
                raise errors.TransportUnreachable("The service is stopping")

    def _stopping_or(self, why: str) -> str:
        return "The service is stopping" if self._closing.is_set() else why

    # Lanes

    def _enter(self) -> _Lane:
        """A free lane, the one last used first. Raises errors.TransportUnreachable when none comes free or we stop."""
        with self._gate:
            self._start()
            self._gate.wait_for(lambda: self._closing.is_set() or self._free() is not None, timeout=self._settings.patience)
            lane = self._free()
            if self._closing.is_set():
                raise errors.TransportUnreachable("The service is stopping")
            if lane is None:
                raise errors.TransportUnreachable("All connections to the mail server are busy")
            lane.phase = _Phase.TALKING
            return lane

    def _free(self) -> _Lane | None:
        """An open one before one that must log in first."""
        free = [lane for lane in self._lanes if lane.phase is _Phase.FREE]
        return next((lane for lane in free if lane.connection.is_open), free[0] if free else None)

    def _leave(self, lane: _Lane) -> None:
        with self._gate:
            lane.phase = _Phase.FREE
            self._gate.notify_all()

    def _replace(self, lane: _Lane) -> None:
        """The loop still holds the old connection; nobody speaks on it again."""
        lost = lane.connection
        lane.connection = self._connection()
        if self._loop is not None:
            self._loop.soon(lost.abort)

    # The loop

    def _start(self) -> None:
        if self._loop is not None or self._closing.is_set():
            return
        self._context = _context(self._settings)
        self._lanes = [_Lane(self._connection()) for _ in range(self._settings.connections)]
        self._loop = LoopThread(name="smtp", beside=self._reap)

    def _connection(self) -> SmtpConnection:
        return SmtpConnection(settings=self._settings, context=self._context, monotonic=self._clock.monotonic)

    def _run(self, work: Coroutine[Any, Any, _T], seconds: float) -> _T:
        if self._loop is None:
            work.close()
            raise LoopHangs
        return self._loop.run(work, seconds)

    async def _reap(self) -> None:
        """End connections that idled too long, before the server does."""
        while True:
            await asyncio.sleep(min(self._settings.idle_close / 2, REAP_SECONDS))
            for lane in self._lanes:
                with self._gate:
                    idle = (
                        lane.phase is _Phase.FREE and lane.connection.is_open and lane.connection.idle_seconds > self._settings.idle_close
                    )
                    if idle:
                        lane.phase = _Phase.TALKING
                if idle:
                    try:
                        await lane.connection.quit()
                    finally:
                        self._leave(lane)

    def _cut_all(self) -> None:
        for lane in self._lanes:
            lane.connection.abort()

    async def _part(self) -> None:
        await asyncio.gather(*(lane.connection.quit() for lane in self._lanes if lane.phase is _Phase.FREE))


def _context(settings: SmtpSettings) -> ssl.SSLContext | None:
    """Certificates are verified, names too; there is no setting against it."""
    if settings.security is Security.NONE:
        return None
    try:
        context = ssl.create_default_context(cafile=None if settings.ca_file is None else str(settings.ca_file))
    except (OSError, ssl.SSLError) as exc:
        raise errors.TransportRefused("The file of trusted authorities (ca_file) cannot be read") from exc
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
