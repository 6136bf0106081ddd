"""What we ask of the world, in our own words. In: nothing. Out: small Protocols that adapters fill and tests stand in for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from intake.documents.document import BBox, Document
from intake.documents.unwrap import RECOGNITION
from intake.mail.delivery import Letter, Outcome


class Clock(Protocol):
    """Time. Instants are aware UTC."""

    def now(self) -> datetime: ...

    def monotonic(self) -> float:
        """Seconds that never go back; for time-outs and giving up."""
        ...


class Ids(Protocol):
    """Randomness, so that a simulation can replay it."""

    def token(self) -> str:
        """At least 120 bits, URL-safe lower-case letters and digits, not guessable."""
        ...

    def letters(self, alphabet: str, length: int) -> str:
        """Random characters of `alphabet`."""
        ...


class BlobStore(Protocol):
    """Bytes kept for good, named by their SHA-256. `keep` returns only when the bytes survive a power cut."""

    def keep(self, content: bytes) -> str: ...

    def keep_file(self, path: Path) -> str:
        """Take over a spooled file (it is moved, or copied and removed); returns its SHA-256."""
        ...

    def read(self, sha256: str) -> bytes:
        """Raises errors.NotFound."""
        ...

    def open(self, sha256: str) -> BinaryIO: ...

    def has(self, sha256: str) -> bool: ...

    def free_bytes(self) -> int:
        """Free disk where blobs are kept."""
        ...

    def names(self) -> Iterator[str]:
        """Every SHA-256 kept, in no order."""
        ...


class Role(StrEnum):
    """What a folder is to us."""

    INTAKE = "intake"  # recorded and answered
    LATE = "late"  # Junk, Archive: recorded and held
    SENT = "sent"  # evidence and responses, never answered


class Courtesy(StrEnum):
    """What is done to a mail in the mailbox after commit. Never a delete."""

    NOTHING = "nothing"  # EXAMINE; the mailbox is left as it was
    KEYWORD = "keyword"
    SEEN = "seen"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a mailbox and its role."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """What the server says of a folder now. A Maildir has validity "" and next_position 0."""

    validity: str  # UIDVALIDITY as text
    next_position: int  # UIDNEXT
    count: int  # messages in the folder


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as it lay in the mailbox. Exactly one of `content` and `spool` is set; large mails are spooled to a file.

    `received_at` is INTERNALDATE or the Maildir delivery time, aware UTC; None where the server gave none.
    """

    position: str  # UID as decimal text, or the unique part of a Maildir name
    received_at: datetime | None
    content: bytes | None
    spool: Path | None = None


class Marked(StrEnum):
    """What became of the courtesy."""

    MARKED = "marked"
    GONE = "gone"  # the mail is not in the folder any more
    NOT_ALLOWED = "not_allowed"  # read-only, no keyword, no MOVE: settled as kept, told once
    LATER = "later"  # try again


class Mailbox(Protocol):
    """A place where letters arrive. One thread per mailbox uses it; only `wake` may be called from elsewhere.

    Every method but `wake` and `close` raises errors.MailboxUnreachable (wait) or errors.MailboxRefused (a person).
    """

    @property
    def name(self) -> str: ...

    @property
    def folders(self) -> Sequence[Folder]: ...

    def open(self) -> None:
        """Connect and log in; no-op where already open."""
        ...

    def close(self) -> None:
        """Let go; never raises."""
        ...

    def status(self, folder: Folder) -> FolderStatus: ...

    def positions_above(self, folder: Folder, above: int) -> Iterator[list[str]]:
        """Positions with a UID greater than `above`, ascending, in bounded ranges. A Maildir gives all in new/ (and, for above=0, cur/)."""
        ...

    def fetch(self, folder: Folder, positions: Sequence[str], above_floor: Callable[[], bool]) -> Iterator[Fetched]:
        """The mails at `positions` in their order, in batches bounded by count and octets, never marking them.

        A mail that is gone is left out. `above_floor` is asked before each batch; False ends the iteration (free disk is low).
        """
        ...

    def glance(self, folder: Folder, positions: Sequence[str]) -> dict[str, "Glance"]:
        """Cheap headers of many mails, without their bodies; a mail that is gone is left out."""
        ...

    def mark(self, folder: Folder, positions: Sequence[str]) -> dict[str, Marked]:
        """The configured courtesy, after commit only."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait in IDLE (or watch the Maildir) on the intake folder until something may have changed, `wake` was called or the time is up.

        True where something may have changed. Only a hint.
        """
        ...

    def wake(self) -> None:
        """End a `wait` at once; callable from any thread, also before `wait` began."""
        ...


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be known of a mail without its body."""

    position: str
    size: int  # RFC822.SIZE: a hint, servers are inexact
    received_at: datetime | None
    message_id: str | None
    from_: str
    date: str


class Transport(Protocol):
    """The way out. `send` may be called from several threads at once; it blocks while all connections are in use."""

    @property
    def connections(self) -> int:
        """How many letters may be on their way at once (1..3)."""
        ...

    def send(self, letter: Letter, *, before_data: Callable[[], bool]) -> Outcome:
        """Hand one letter over. `before_data` is called between RCPT and DATA: it commits IN_DATA and says whether the fence held."""
        ...

    def check(self) -> None:
        """Log in and out again. Raises errors.TransportUnreachable or errors.TransportRefused."""
        ...

    def close(self) -> None:
        """Let a letter in DATA finish, close the rest; never raises."""
        ...


class Reader(Protocol):
    """Reads papers in a child process that can be killed. Never raises for what a paper does: each end is a Document with its state.

    Raises errors.WaitError once it is closed: the letter is taken up after the next start.
    """

    def read(self, content: bytes, *, filename: str, media_type: str, recognition: float = RECOGNITION) -> tuple[Document, ...]:
        """All papers in one attachment (an archive or a mixed scan holds several), one at least; blocks up to the wall limit.

        `recognition`: seconds of processor time for pages that are pictures; what is not reached in them is left to a person.
        """
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PageDrawn:
    """A page as a picture. `points` are the width and height of the page, in which places on it are told; `pages` those of the file."""

    png: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    pages: int


class Pages(Protocol):
    """Draws pages of papers in a child process that can be killed. A page that cannot be drawn is None, whatever it does."""

    def draw(
        self, content: Callable[[], bytes | None], *, sha256: str, page: int, width: int, masks: Sequence[BBox] = ()
    ) -> PageDrawn | None:
        """`content` is the attachment that the paper `sha256` lies in, asked for where it is needed; `width` in pixels; `masks` in points.

        Raises errors.WaitError where too many pages are asked for at once.
        """
        ...

    def close(self) -> None: ...


class AlertChannel(Protocol):
    """A way to tell the operators. Text only; the digest says what, never who wrote."""

    def send(self, subject: str, body: str) -> None:
        """Raises errors.WaitError where it was not delivered in time; telling twice does no harm."""
        ...


class Heartbeat(Protocol):
    """A sign of life that somebody else watches for."""

    def beat(self) -> None:
        """Raises errors.WaitError."""
        ...
