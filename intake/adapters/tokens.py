"""OAuth 2 bearer tokens. In: a command that prints one, or a file that another program keeps filled. Out: a token that is good now.

A command prints the bare token, or JSON with `access_token` and, for its end, `expires_in` (seconds) or `expires_on`/`expires_at` (Unix
time). A bare token in the form of a JWT tells its end itself (`exp`); any other is taken to be good for a few minutes. No token, and no
word that a command prints on its standard output, ever stands in an error or a log.
"""

import base64
import contextlib
import json
import math
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from intake import errors
from intake.ports import Clock

MARGIN_SECONDS: Final = 120.0  # a token is renewed so long before its end
UNKNOWN_LIFE_SECONDS: Final = 300.0
MAX_LIFE_SECONDS: Final = 86_400.0
OUTPUT_MAX: Final = 65_536  # octets; the largest tokens seen are some kilobytes
TOKEN_MAX: Final = 32_768
_SHAPE: Final = re.compile(r"[A-Za-z0-9._~+/=\-]+")  # RFC 6750 2.1
_LONG: Final = re.compile(r"[A-Za-z0-9._~+/=\-]{24,}")
_ENDS: Final = ("expires_on", "expires_at")
_OWN_PREFIX: Final = "INTAKE_"  # our own secrets are no business of the command


class CommandTokens:
    """Calls a command for each new token and keeps it until shortly before its end. Callable from any thread; one command at a time."""

    def __init__(self, *, command: Sequence[str], clock: Clock, timeout: float = 30.0) -> None:
        if not command:
            raise errors.ConfigError("token_command: a program is needed")
        self._command = tuple(command)
        self._clock = clock
        self._timeout = timeout
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0  # monotonic

    def __call__(self, renew: bool = False) -> str:
        """A token; with `renew` a new one, because the last was refused. Raises errors.WaitError or errors.PersonNeeded."""
        with self._lock:
            if renew or not self._token or self._clock.monotonic() >= self._good_until:
                token, life = _read(_run(self._command, self._timeout), self._clock, f"token_command {self._command[0]}")
                self._token = token
                # A token that lives shorter than twice the margin is renewed at half its life.
                self._good_until = self._clock.monotonic() + max(life - MARGIN_SECONDS, life / 2)
            return self._token


class FileTokens:
    """Reads the file at each call: whoever fills it renews the token. Same content as a command's output."""

    def __init__(self, *, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    def __call__(self, renew: bool = False) -> str:
        """The token in the file now. Raises errors.PersonNeeded."""
        try:
            with self._path.open("rb") as file:
                content = file.read(OUTPUT_MAX + 1)
        except OSError as error:
            raise errors.PersonNeeded(f"token_file {self._path}: {error.strerror}") from error
        return _read(content, self._clock, f"token_file {self._path}")[0]


def _read(output: bytes, clock: Clock, where: str) -> tuple[str, float]:
    """Token and seconds of life."""
    if len(output) > OUTPUT_MAX:
        raise errors.PersonNeeded(f"{where}: more than {OUTPUT_MAX} octets; a token or a JSON object with access_token is needed")
    text = output.decode("utf-8", "replace").strip()
    life = UNKNOWN_LIFE_SECONDS
    now = clock.now().timestamp()
    if text.startswith("{"):
        answer = _json(text)
        token = str(answer.get("access_token", ""))
        ends = [end - now for name in _ENDS if (end := _seconds(answer.get(name))) is not None]
        lives = [given for given in (_seconds(answer.get("expires_in")), *ends) if given is not None]
        life = lives[0] if lives else _jwt_life(token, now)
    else:
        token = text
        life = _jwt_life(token, now)
    if not token or len(token) > TOKEN_MAX or not _SHAPE.fullmatch(token):
        raise errors.PersonNeeded(f"{where}: no bearer token in its output; one line with the token, or JSON with access_token, is needed")
    return token, min(max(life, 0.0), MAX_LIFE_SECONDS)


def _jwt_life(token: str, now: float) -> float:
    """What the token says of its own end, unverified: it only tells when to ask for the next."""
    parts = token.split(".")
    if len(parts) != 3:
        return UNKNOWN_LIFE_SECONDS
    try:
        claims = _json(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)).decode("utf-8", "replace"))
    except ValueError:
        return UNKNOWN_LIFE_SECONDS
    end = _seconds(claims.get("exp"))
    return UNKNOWN_LIFE_SECONDS if end is None else end - now


def _json(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None


def _run(command: tuple[str, ...], timeout: float) -> bytes:
    """The command's output, bounded in time and octets; its whole process group is gone afterwards."""
    environment = {key: value for key, value in os.environ.items() if not key.upper().startswith(_OWN_PREFIX)}
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True
        )
    except OSError as error:
        raise errors.PersonNeeded(f"token_command {command[0]}: {error.strerror}") from error
    outputs: dict[str, bytes] = {}
    readers = [
        threading.Thread(target=_drain, args=(process, name, outputs), daemon=True, name=f"token-{name}") for name in ("stdout", "stderr")
    ]
    end = time.monotonic() + timeout
    for reader in readers:
        reader.start()
    try:
        code = process.wait(timeout)
        for reader in readers:
            reader.join(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise errors.WaitError(f"token_command {command[0]}: no token within {timeout:.0f} seconds") from None
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout)
        for reader in readers:
            reader.join(1.0)
    if code:
        raise errors.WaitError(f"token_command {command[0]}: ended with {code}: {_last_words(outputs.get('stderr', b''))}")
    return outputs.get("stdout", b"")


def _drain(process: "subprocess.Popen[bytes]", name: str, outputs: dict[str, bytes]) -> None:
    """Keep the first octets of a stream and let the rest run off, so that the command does not block on a full pipe."""
    stream = getattr(process, name)
    kept = bytearray()
    with stream:
        while chunk := stream.read1(OUTPUT_MAX):
            kept += chunk[: OUTPUT_MAX + 1 - len(kept)]
            outputs[name] = bytes(kept)


def _last_words(stderr: bytes) -> str:
    """The last line a command said, without anything that could be a token."""
    lines = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    said = "".join(c if c.isprintable() else " " for c in (lines[-1] if lines else "nothing on stderr"))
    return _LONG.sub("…", said)[:200]
