"""How operators are told, and how the service says that it lives. In: a subject and a text. Out: a web hook, a program, a mail, a file.

Every channel ends within its time-out, whatever is at the other end, and raises only errors.WaitError once it is made.
"""

import json
import os
import signal
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from intake import errors
from intake.adapters import smtp_settings
from intake.mail.delivery import Letter, Sent
from intake.ports import Clock, Ids, Transport

MAX_SUBJECT: Final = 200  # characters
MAX_BODY: Final = 65_536  # characters
MAX_TIMEOUT: Final = 120.0  # seconds
# What a called program needs to run; our secrets, which may stand in the environment, are not among it.
PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ")


class WebhookChannel:
    """POSTs JSON with `text` (both together, as chat services read it), `subject` and `body`. https, or http to this machine."""

    def __init__(self, *, url: str, timeout: float) -> None:
        _checked_url("webhook", url)
        _checked_timeout("webhook", timeout)
        self._url = url
        self._timeout = timeout

    def send(self, subject: str, body: str) -> None:
        """Delivered where the answer is 2yz; a redirect is none. Raises errors.WaitError."""
        subject, body = _bounded(subject, body)
        content = json.dumps({"text": f"{subject}\n\n{body}", "subject": subject, "body": body}).encode()
        _call("The alert's web hook", self._url, self._timeout, content)


class CommandChannel:
    """Runs a program with the subject, an empty line and the text on its standard input. Delivered where it ends with 0."""

    def __init__(self, *, argv: Sequence[str], timeout: float) -> None:
        if not argv or not argv[0]:
            raise errors.ConfigError("alerts: command: a program is needed")
        _checked_timeout("command", timeout)
        self._argv = tuple(argv)
        self._timeout = timeout

    def send(self, subject: str, body: str) -> None:
        """Raises errors.WaitError. A program that does not end in time is killed with its children."""
        subject, body = _bounded(subject, body)
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        quiet = subprocess.DEVNULL
        try:
            child = subprocess.Popen(
                self._argv, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env=environment, start_new_session=True, close_fds=True
            )
        except (OSError, ValueError) as exc:
            raise errors.WaitError(f"The alert's program cannot be started: {_reason(exc)}") from exc
        try:
            child.communicate(f"{subject}\n\n{body}\n".encode("utf-8", "replace"), timeout=self._timeout)
        except subprocess.TimeoutExpired as exc:
            _kill_group(child)
            raise errors.WaitError(f"The alert's program did not end in {self._timeout:g} seconds") from exc
        if child.returncode != 0:
            raise errors.WaitError(f"The alert's program ended with {child.returncode}")


class MailChannel:
    """Mails the digest over a way out, one letter to each operator. It marks itself as automatic, so that nothing answers it."""

    def __init__(
        self, *, transport: Transport, clock: Clock, ids: Ids, sender: str, recipients: Sequence[str], envelope_from: str | None = None
    ) -> None:
        """`sender` is one of the office's addresses. `envelope_from` None takes it too; "" is the null sender."""
        if not recipients:
            raise errors.ConfigError("alerts: mail: a recipient is needed")
        self._transport = transport
        self._clock = clock
        self._ids = ids
        self._sender = sender
        self._recipients = tuple(recipients)
        self._envelope_from = sender if envelope_from is None else envelope_from

    def send(self, subject: str, body: str) -> None:
        """Every recipient is tried. Raises errors.WaitError where one of them was not reached for certain."""
        subject, body = _bounded(subject, body)
        lost = []
        for recipient in self._recipients:
            outcome = self._transport.send(self._letter(recipient, subject, body), before_data=lambda: True)
            if not isinstance(outcome, Sent):
                lost.append(outcome.why)
        if lost:
            raise errors.WaitError(f"The alert did not reach {len(lost)} of {len(self._recipients)} by mail: {lost[0]}")

    def _letter(self, recipient: str, subject: str, body: str) -> Letter:
        mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
        message_id = f"<alert.{self._ids.token()}@{self._sender.rpartition('@')[2]}>"
        mail["From"] = self._sender
        mail["To"] = recipient
        mail["Subject"] = subject
        mail["Date"] = format_datetime(self._clock.now())
        mail["Message-ID"] = message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(body)
        return Letter(self._envelope_from, recipient, message_id, mail.as_bytes())


class HeartbeatFile:
    """Writes the time (ISO 8601, UTC) into a file, in one step; a monitor looks at its age."""

    def __init__(self, *, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def beat(self) -> None:
        """Raises errors.WaitError."""
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        try:
            temporary.write_text(self._clock.now().isoformat() + "\n", encoding="ascii")
            temporary.replace(self._path)
        except OSError as exc:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise errors.WaitError(f"The heartbeat file cannot be written: {_reason(exc)}") from exc


class HeartbeatUrl:
    """GETs an address of a monitor that raises an alarm when it is not asked. https, or http to this machine."""

    def __init__(self, *, url: str, timeout: float) -> None:
        _checked_url("heartbeat", url)
        _checked_timeout("heartbeat", timeout)
        self._url = url
        self._timeout = timeout

    def beat(self) -> None:
        """Raises errors.WaitError."""
        _call("The heartbeat's address", self._url, self._timeout, None)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead from https to clear text, or elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _call(what: str, url: str, timeout: float, content: bytes | None) -> None:
    """GET, or POST of JSON. Raises errors.WaitError within `timeout` seconds; the text never holds the address, which may be a secret."""
    request = urllib.request.Request(url, data=content, headers={"Content-Type": "application/json", "User-Agent": "intake"})  # noqa: S310  checked
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if url.startswith("http:"):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)

    def act() -> None:
        with opener.open(request, timeout=timeout):
            pass

    failure = _within(timeout, act)
    if isinstance(failure, urllib.error.HTTPError):
        failure.close()
        raise errors.WaitError(f"{what} answered {failure.code}") from failure
    if failure is not None:
        raise errors.WaitError(f"{what} cannot be reached: {_reason(failure)}") from failure


def _within(seconds: float, act: Callable[[], None]) -> BaseException | None:
    """Do `act`; its fault, or TimeoutError after `seconds`. A socket's own time-out starts anew with each octet, and the DNS has none."""
    faults: list[BaseException] = []

    def work() -> None:
        try:
            act()
        except Exception as exc:  # noqa: BLE001  urllib raises a dozen kinds (HTTPException, OSError, ValueError, …); all mean "not told".
            faults.append(exc)

    thread = threading.Thread(target=work, name="alert", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        return TimeoutError("no answer in time")
    return faults[0] if faults else None


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    """End the program and whatever it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _checked_url(key: str, url: str) -> None:
    try:
        parts = urllib.parse.urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urllib.parse.urlsplit("")
    good = bool(host) and url.isprintable() and " " not in url
    if not good or not (parts.scheme == "https" or (parts.scheme == "http" and smtp_settings.is_loopback(host))):
        raise errors.ConfigError(f"alerts: {key}: an https address is needed (http only to this machine)")


def _checked_timeout(key: str, timeout: float) -> None:
    if not 0 < timeout <= MAX_TIMEOUT:
        raise errors.ConfigError(f"alerts: {key}: a time-out up to {MAX_TIMEOUT:.0f} seconds is needed")


def _bounded(subject: str, body: str) -> tuple[str, str]:
    """One line, and a text, both of a size that every channel takes."""
    return " ".join(subject.split())[:MAX_SUBJECT], body[:MAX_BODY]


def _reason(exc: BaseException) -> str:
    """A fault in a few words, without paths and addresses."""
    if isinstance(exc, urllib.error.URLError) and isinstance(exc.reason, BaseException):
        exc = exc.reason
    return (exc.strerror if isinstance(exc, OSError) else None) or str(exc.args[0] if exc.args else type(exc).__name__)[:120]
