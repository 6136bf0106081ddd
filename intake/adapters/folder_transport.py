"""A way out that writes each letter into a folder: the embedded default. In: letters. Out: .eml files with exactly their octets.

A letter written twice overwrites itself, so nothing here is ever unsure: what is not known to be on disk is put off and written again.
"""

import email.utils
import hashlib
import os
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import Final

from intake import errors, failpoints
from intake.failpoints import Failpoint
from intake.mail.delivery import Abandoned, Deferred, Letter, Outcome, Sent

DIGEST_CHARACTERS: Final = 16
HEADER_OCTETS: Final = 65_536  # our own letters; the bound is for what should not be one
UNDATED: Final = "undated"
_DATE: Final = re.compile(rb"^Date:[ \t]*([^\r\n]{1,100})\r\n", re.MULTILINE | re.IGNORECASE)


class FolderTransport:
    """Fills ports.Transport. The folder is made when it is missing; one letter is written at a time."""

    def __init__(self, *, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._closed = False

    @property
    def connections(self) -> int:
        """One: a disk is not faster when asked twice."""
        return 1

    def send(self, letter: Letter, *, before_data: Callable[[], bool]) -> Outcome:
        """Write one letter; raises only what `before_data` raises. Sent when file and folder are synced."""
        if self._closed:
            return Deferred("The service is stopping")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            return Deferred(f"The folder of outgoing letters cannot be made: {_reason(exc)}")
        failpoints.hit(Failpoint.AFTER_RCPT)
        if not before_data():
            return Abandoned("Another worker has the letter")
        failpoints.hit(Failpoint.AFTER_IN_DATA)
        name = file_name(letter)
        try:
            with self._lock:
                _write(self._folder, name, letter.raw)
        except OSError as exc:
            return Deferred(f"The letter cannot be written into the folder: {_reason(exc)}")
        failpoints.hit(Failpoint.AFTER_ACCEPTED)
        return Sent(250, f"written as {name}")

    def check(self) -> None:
        """Write and remove a file. Raises errors.TransportRefused."""
        probe = self._folder / f".check-{os.getpid()}.tmp"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as exc:
            raise errors.TransportRefused(f"The folder of outgoing letters cannot be written: {_reason(exc)}") from exc

    def close(self) -> None:
        """A letter being written is finished; later ones are put off."""
        self._closed = True
        with self._lock:
            pass


def file_name(letter: Letter) -> str:
    """Time of the letter's own Date and a digest of its Message-ID: the same for every try, sorted by time in a listing."""
    digest = hashlib.sha256(letter.message_id.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_CHARACTERS]
    return f"{_stamp(letter.raw)}-{digest}.eml"


def _stamp(raw: bytes) -> str:
    found = _DATE.search(raw[:HEADER_OCTETS].partition(b"\r\n\r\n")[0] + b"\r\n")
    with suppress(ValueError, TypeError, OverflowError):
        when = email.utils.parsedate_to_datetime(found[1].decode("ascii", "replace") if found else "")
        if when.tzinfo is not None:
            return when.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return UNDATED


def _write(folder: Path, name: str, content: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder. Raises OSError, and leaves no half file under a final name."""
    temporary = folder / f".{name}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / name)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _reason(exc: OSError) -> str:
    """The system's words, without paths."""
    return exc.strerror or type(exc).__name__
