"""A Maildir as a mailbox. In: the path of a Maildir that a fetcher, an LMTP server or `deliver` fills. Out: letters, by the port's words.

A letter's position is the unique part of its file name, before the colon: it stays the same when the letter goes from new/ to cur/ or its
flags change. tmp/ is never read. The delivery time is the number of seconds the name starts with (https://cr.yp.to/proto/maildir.html),
because copying or restoring a folder changes a file's time but not its name; a name without a plausible number gives the file's
modification time.
"""

import contextlib
import errno
import itertools
import os
import re
import secrets
import shutil
import socket
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from intake import errors, failpoints
from intake.adapters import headers, spool, waker
from intake.failpoints import Failpoint
from intake.ports import Courtesy, Fetched, Folder, FolderStatus, Glance, Marked, Role

POLL_SECONDS: Final = 0.1  # one stat() a turn
RANGE: Final = 1_000  # positions given at a time
HEADER_BYTES: Final = 262_144  # as much of a file as is read to glance at it
DAY: Final = 86_400
_EARLIEST: Final = 946_684_800  # 2000-01-01; a smaller number in front of a name is no time
_SETTLED_NS: Final = 50_000_000  # a folder's time has the grain of the kernel's tick; younger than this it may still hide a letter
_STAMP: Final = re.compile(r"(\d{9,11})\.(?:.*?M(\d{1,6})(?=\D))?")
_INBOX: Final = "INBOX"
_TEMPORARY: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EAGAIN, errno.EBUSY, errno.ESTALE})


class MaildirMailbox:
    """Fills `ports.Mailbox` from files.

    Folder `INBOX` is the Maildir itself, `Junk` is its Maildir++ folder `.Junk`, `/a/path` or `../a/path` is another Maildir. Courtesy may
    be nothing, seen (flag S, in cur/) or move (into the folder `move_to`); a Maildir knows no keywords.
    """

    def __init__(
        self,
        *,
        name: str,
        path: Path,
        spool_folder: Path,
        folders: Sequence[Folder] = (Folder(_INBOX, Role.INTAKE),),
        courtesy: Courtesy = Courtesy.NOTHING,
        move_to: str | None = None,
        batch_count: int = 50,
        batch_bytes: int = 8_000_000,
        spool_above: int = 4_000_000,
    ) -> None:
        if courtesy is Courtesy.KEYWORD:
            raise errors.ConfigError(f'mailbox {name}: a Maildir has no keywords; use courtesy = "nothing", "seen" or "move"')
        if courtesy is Courtesy.MOVE and not move_to:
            raise errors.ConfigError(f'mailbox {name}: courtesy = "move" needs move_to, the folder to move letters to')
        self._name = name
        self._root = path
        self._folders = tuple(folders)
        self._courtesy = courtesy
        self._move_to = move_to
        self._batch_count = batch_count
        self._batch_bytes = batch_bytes
        self._spool_above = spool_above
        self._spool = spool.Spool(folder=spool_folder)
        self._bell = waker.Waker()
        self._seen_change: dict[str, int] = {}  # folder name -> time of its new/ when it was last listed

    @property
    def name(self) -> str:
        """The mailbox's configured name."""
        return self._name

    @property
    def folders(self) -> Sequence[Folder]:
        """The folders watched, with their roles."""
        return self._folders

    def open(self) -> None:
        """Make the Maildir where it is missing; sweep old spool files."""
        with self._refusals():
            for folder in self._folders:
                if folder.role is Role.INTAKE:
                    make(self._path(folder.name))
            self._spool.sweep()

    def close(self) -> None:
        """Nothing is held open."""

    def status(self, folder: Folder) -> FolderStatus:
        """Validity "" and next position 0; the count of new/ and cur/."""
        with self._refusals():
            path = self._path(folder.name)
            return FolderStatus(validity="", next_position=0, count=len(_positions(path / "new") | _positions(path / "cur")))

    def positions_above(self, folder: Folder, above: int) -> Iterator[list[str]]:
        """All in new/, oldest name first; for `above` = 0 all in cur/ as well."""
        with self._refusals():
            path = self._path(folder.name)
            # The time is taken before the listing: what arrives between the two ends the next wait at once.
            self._seen_change[folder.name] = _change(path / "new")
            found = _positions(path / "new")
            if above == 0:
                found |= _positions(path / "cur")
        yield from _ranges(sorted(found, key=_order))

    def fetch(self, folder: Folder, positions: Sequence[str], above_floor: Callable[[], bool]) -> Iterator[Fetched]:
        """The letters at `positions`, in their order; large ones are copied to spool files, never loaded."""
        located = [(position, file) for position, file in self._locate(folder, positions) if file is not None]
        for batch in _batches(located, self._batch_count, self._batch_bytes):
            if not above_floor():
                return
            with self._refusals():
                mails = [mail for position, file in batch if (mail := self._fetch_one(position, file)) is not None]
            failpoints.hit(Failpoint.AFTER_FETCH)
            yield from mails

    def glance(self, folder: Folder, positions: Sequence[str]) -> dict[str, Glance]:
        """Message-ID, From and Date from the head of each file."""
        found: dict[str, Glance] = {}
        with self._refusals():
            for position, file in self._locate(folder, positions):
                if file is None:
                    continue
                with contextlib.suppress(FileNotFoundError), file.open("rb") as content:
                    stat = os.fstat(content.fileno())
                    head = headers.few(content.read(HEADER_BYTES))
                    found[position] = Glance(
                        position=position,
                        size=stat.st_size,
                        received_at=delivered_at(file.name, stat.st_mtime),
                        message_id=head.get("message-id") or None,
                        from_=head.get("from", ""),
                        date=head.get("date", ""),
                    )
        return found

    def mark(self, folder: Folder, positions: Sequence[str]) -> dict[str, Marked]:
        """The configured courtesy, on intake folders only; with nothing to do the answer is MARKED."""
        if self._courtesy is Courtesy.NOTHING or folder.role is not Role.INTAKE:
            return dict.fromkeys(positions, Marked.MARKED)
        return {
            position: Marked.GONE if file is None else self._mark_one(folder, file) for position, file in self._locate(folder, positions)
        }

    def wait(self, seconds: float) -> bool:
        """Look at the time of new/ ten times a second until it changes, `wake` is called or the time is up."""
        end = time.monotonic() + seconds
        while not self._changed():
            left = end - time.monotonic()
            if left <= 0:
                return False
            if self._bell.wait(min(POLL_SECONDS, left)):
                return self._changed()
        # A folder that changed a moment ago cannot be told from one that changes now: one turn passes before it is listed again.
        self._bell.wait(min(POLL_SECONDS / 2, max(0.0, end - time.monotonic())))
        return True

    def wake(self) -> None:
        """End a wait at once; callable from any thread."""
        self._bell.ring()

    def _path(self, folder: str) -> Path:
        if folder.upper() == _INBOX or not folder:
            return self._root
        if folder.startswith(("/", "../")):
            return self._root / folder
        return self._root / ("." + folder.lstrip(".").replace("/", "."))

    def _changed(self) -> bool:
        """Whether new/ of an intake folder was touched since it was listed; one never listed has changed."""
        with self._refusals():
            return any(
                _change(self._path(folder.name) / "new") != self._seen_change.get(folder.name)
                for folder in self._folders
                if folder.role is Role.INTAKE
            )

    def _locate(self, folder: Folder, positions: Sequence[str]) -> list[tuple[str, Path | None]]:
        """Each position with the file that bears it now, or None where it is gone."""
        with self._refusals():
            path = self._path(folder.name)
            wanted = frozenset(positions)
            files = _index(path, wanted)
            # Another program may move a letter from new/ to cur/ between the two listings; a second look finds it.
            if any(position not in files for position in positions):
                files |= _index(path, wanted)
        return [(position, files.get(position)) for position in positions]

    def _fetch_one(self, position: str, file: Path) -> Fetched | None:
        try:
            stat = file.stat()
            received_at = delivered_at(file.name, stat.st_mtime)
            if stat.st_size > self._spool_above:
                with self._spool.new() as (path, target), file.open("rb") as source:
                    shutil.copyfileobj(source, target, 1 << 20)
                return Fetched(position=position, received_at=received_at, content=None, spool=path)
            return Fetched(position=position, received_at=received_at, content=file.read_bytes())
        except FileNotFoundError:
            # Renamed or removed since it was listed: left out now, found again by the next look where it still exists.
            return None

    def _mark_one(self, folder: Folder, file: Path) -> Marked:
        unique, _, flags = file.name.partition(":2,")
        if self._courtesy is Courtesy.MOVE:
            target = self._path(self._move_to or _INBOX) / "cur" / f"{unique}:2,{flags}"
            if not target.parent.is_dir():
                return Marked.LATER
        else:
            target = self._path(folder.name) / "cur" / f"{unique}:2,{''.join(sorted({*flags, 'S'}))}"
        if file == target:
            return Marked.MARKED
        if target.exists():
            return Marked.LATER
        try:
            file.rename(target)
        except FileNotFoundError:
            return Marked.GONE
        except OSError as error:
            return Marked.LATER if error.errno in _TEMPORARY else Marked.NOT_ALLOWED
        failpoints.hit(Failpoint.AFTER_MARK)
        return Marked.MARKED

    @contextlib.contextmanager
    def _refusals(self) -> Iterator[None]:
        """Say in our words what the file system says."""
        try:
            yield
        except OSError as error:
            text = f"mailbox {self._name}: {error.filename or self._root}: {error.strerror}"
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise errors.DiskLow(text) from error
            if error.errno in _TEMPORARY:
                raise errors.MailboxUnreachable(text) from error
            raise errors.MailboxRefused(f"{text}; check the path and its permissions") from error


_deliveries = itertools.count(1)


def make(path: Path) -> None:
    """Make the three folders of a Maildir where they are missing."""
    for part in ("tmp", "new", "cur"):
        (path / part).mkdir(mode=0o700, parents=True, exist_ok=True)


def deliver(path: Path, raw: bytes, *, at: datetime | None = None) -> str:
    """Put a letter into the Maildir at `path` as a delivery agent does: tmp/, fsync, new/. Returns its position."""
    make(path)
    moment = time.time() if at is None else at.timestamp()
    seconds, micros = divmod(int(moment * 1_000_000), 1_000_000)
    host = socket.gethostname().replace("/", "_").replace(":", "_")
    name = f"{seconds}.M{micros:06}P{os.getpid()}Q{next(_deliveries)}R{secrets.token_hex(4)}.{host}"
    temporary = path / "tmp" / name
    with temporary.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    if at is not None:
        os.utime(temporary, (moment, moment))
    temporary.rename(path / "new" / name)
    descriptor = os.open(path / "new", os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return name


def delivered_at(name: str, modified: float) -> datetime:
    """When a letter was delivered, aware UTC: from the name where it says so plausibly, else the file's modification time in seconds."""
    stamp = _STAMP.match(name)
    if stamp is not None and _EARLIEST <= int(stamp[1]) <= time.time() + DAY:
        return datetime.fromtimestamp(int(stamp[1]), UTC).replace(microsecond=int((stamp[2] or "0").ljust(6, "0")))
    return datetime.fromtimestamp(modified, UTC)


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except FileNotFoundError:
        return []


def _position(name: str) -> str:
    """The unique part. A name that is no printable text could not be written to the ledger: it is percent-encoded."""
    unique = name.partition(":")[0]
    return unique if unique.isprintable() else urllib.parse.quote_from_bytes(os.fsencode(unique))


def _positions(folder: Path) -> set[str]:
    return {_position(name) for name in _names(folder)}


def _index(maildir: Path, wanted: frozenset[str]) -> dict[str, Path]:
    """The files that bear these positions."""
    return {
        position: maildir / part / name
        for part in ("new", "cur")
        for name in _names(maildir / part)
        if (position := _position(name)) in wanted
    }


def _order(position: str) -> tuple[int, str]:
    stamp = _STAMP.match(position)
    return (int(stamp[1]) if stamp else 0, position)


def _change(folder: Path) -> int:
    """The folder's modification time in ns; -1 where it is so young that a change of now would not show; 0 where it is missing."""
    try:
        modified = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
    return -1 if 0 <= time.time_ns() - modified < _SETTLED_NS else modified


def _ranges(positions: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(positions), RANGE):
        yield positions[start : start + RANGE]


def _batches(located: list[tuple[str, Path]], count: int, octets: int) -> Iterator[list[tuple[str, Path]]]:
    batch: list[tuple[str, Path]] = []
    size = 0
    for position, file in located:
        try:
            more = file.stat().st_size
        except OSError:
            more = 0
        if batch and (len(batch) >= count or size + more > octets):
            yield batch
            batch, size = [], 0
        batch.append((position, file))
        size += more
    if batch:
        yield batch
