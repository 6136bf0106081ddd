"""Stand-ins for the world: a clock that is moved, a mailbox in memory, a way out with a plan, a reader with given papers."""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from intake import errors
from intake.documents.document import Document, Form, State
from intake.mail.delivery import Abandoned, Letter, Outcome, Sent
from intake.ports import Fetched, Folder, FolderStatus, Glance, Marked
from tests import clocks

TUESDAY = datetime(2025, 11, 25, 15, 30, tzinfo=UTC)  # 10:30 in New York, two days before Thanksgiving


class MovingClock(clocks.MovingClock):
    """Begins at the hour of these tests."""

    def __init__(self, at: datetime = TUESDAY) -> None:
        super().__init__(at)


class SeededIds:
    """The same ids in each run."""

    def __init__(self, seed: int = 287) -> None:
        self._rng = random.Random(seed)

    def token(self) -> str:
        return self.letters("abcdefghijklmnopqrstuvwxyz234567", 26)

    def letters(self, alphabet: str, length: int) -> str:
        return "".join(self._rng.choice(alphabet) for _ in range(length))


@dataclass
class Box:
    """One folder: mails by UID."""

    validity: str = "7"
    next_uid: int = 1
    mails: dict[int, tuple[bytes, datetime | None]] = field(default_factory=dict)
    marked: set[int] = field(default_factory=set)


class FakeMailbox:
    """A server in memory. `fault` is raised by the method it names; `gone_at_fetch` are UIDs that vanish between search and fetch."""

    def __init__(self, *folders: Folder, name: str = "box") -> None:
        self._name = name
        self._folders = folders
        self.boxes = {folder.name: Box() for folder in folders}
        self.faults: dict[str, Exception] = {}
        self.gone_at_fetch: set[int] = set()
        self.cut_after: int | None = None  # so many mails are fetched before the line drops
        self.mark_outcome = Marked.MARKED
        self.calls: list[str] = []
        self.glanced = 0
        self.waits = 0
        self.closed = 0
        self.woken = 0

    @property
    def name(self) -> str:
        return self._name

    @property
    def folders(self) -> Sequence[Folder]:
        return self._folders

    def put(self, raw: bytes, at: datetime | None = TUESDAY, folder: str = "INBOX") -> int:
        box = self.boxes[folder]
        uid = box.next_uid
        box.mails[uid] = (raw, at)
        box.next_uid += 1
        return uid

    def move(self, uid: int, source: str, target: str) -> int:
        raw, at = self.boxes[source].mails.pop(uid)
        return self.put(raw, at, target)

    def renumber(self, folder: str, validity: str) -> None:
        """A new UIDVALIDITY: every mail gets a new UID."""
        old = self.boxes[folder]
        self.boxes[folder] = Box(validity, 1)
        for raw, at in old.mails.values():
            self.put(raw, at, folder)

    def open(self) -> None:
        self._step("open")

    def close(self) -> None:
        self.closed += 1

    def status(self, folder: Folder) -> FolderStatus:
        self._step("status")
        box = self.boxes[folder.name]
        return FolderStatus(box.validity, box.next_uid if box.validity else 0, len(box.mails))

    def positions_above(self, folder: Folder, above: int) -> Iterator[list[str]]:
        self._step("positions_above")
        found = sorted(uid for uid in self.boxes[folder.name].mails if uid > above)
        for start in range(0, len(found), 50):
            yield [str(uid) for uid in found[start : start + 50]]

    def fetch(self, folder: Folder, positions: Sequence[str], above_floor: Callable[[], bool]) -> Iterator[Fetched]:
        self._step("fetch")
        for count, position in enumerate(positions):
            if not above_floor():
                return
            if self.cut_after is not None and count >= self.cut_after:
                raise errors.MailboxUnreachable("the line dropped")
            uid = int(position)
            if uid in self.gone_at_fetch:
                self.boxes[folder.name].mails.pop(uid, None)
            if uid in self.boxes[folder.name].mails:
                raw, at = self.boxes[folder.name].mails[uid]
                yield Fetched(position, at, raw)

    def glance(self, folder: Folder, positions: Sequence[str]) -> dict[str, Glance]:
        self._step("glance")
        self.glanced += len(positions)
        out = {}
        for position in positions:
            raw, at = self.boxes[folder.name].mails[int(position)]
            head = dict(line.split(": ", 1) for line in raw.decode("latin-1").split("\n\n", 1)[0].splitlines() if ": " in line)
            out[position] = Glance(position, len(raw), at, head.get("Message-ID"), head.get("From", ""), head.get("Date", ""))
        return out

    def mark(self, folder: Folder, positions: Sequence[str]) -> dict[str, Marked]:
        self._step("mark")
        box = self.boxes[folder.name]
        out = {}
        for position in positions:
            here = int(position) in box.mails
            out[position] = self.mark_outcome if here else Marked.GONE
            if here and self.mark_outcome is Marked.MARKED:
                box.marked.add(int(position))
        return out

    def find(self, folder: Folder, message_id: str) -> list[str]:
        return [str(uid) for uid, (raw, _) in self.boxes[folder.name].mails.items() if message_id.encode() in raw]

    def wait(self, seconds: float) -> bool:
        self.waits += 1
        self._step("wait")
        return False

    def wake(self) -> None:
        self.woken += 1

    def _step(self, name: str) -> None:
        self.calls.append(name)
        if name in self.faults:
            raise self.faults[name]


class FakeTransport:
    """Sends by a plan: outcomes, or exceptions raised at the start (a name in `stage` says when); an empty plan takes every letter."""

    connections = 1

    def __init__(self) -> None:
        self.plan: list[Outcome | Exception] = []
        self.sent: list[Letter] = []
        self.fences: list[bool] = []
        self.before_send: Callable[[], None] | None = None
        self.before_answer: Callable[[], None] | None = None
        self.skip_data = False  # the plan's outcome comes before DATA

    def send(self, letter: Letter, *, before_data: Callable[[], bool]) -> Outcome:
        if self.before_send:
            self.before_send()
        outcome: Outcome | Exception = self.plan.pop(0) if self.plan else Sent(250, "2.0.0 queued")
        if not self.skip_data:
            self.fences.append(before_data())
            if not self.fences[-1]:
                return Abandoned("in other hands")
        if isinstance(outcome, Exception):
            raise outcome
        if isinstance(outcome, Sent):
            self.sent.append(letter)
        if self.before_answer:
            self.before_answer()
        return outcome

    def check(self) -> None:
        pass

    def close(self) -> None:
        pass


class FakeReader:
    """Papers by their bytes; what it does not know is some other paper. A scan asks for all the time that there is for recognition."""

    def __init__(self) -> None:
        self.known: dict[bytes, tuple[Document, ...]] = {}
        self.scans: dict[bytes, tuple[Document, ...]] = {}
        self.read_count = 0
        self.fault: Exception | None = None
        self.recognition: list[float] = []

    def read(self, content: bytes, *, filename: str, media_type: str, recognition: float = 20.0) -> tuple[Document, ...]:
        self.read_count += 1
        self.recognition.append(recognition)
        if self.fault is not None:
            raise self.fault
        sha256 = hashlib.sha256(content).hexdigest()
        found = self.scans.get(content) if recognition >= 20.0 else None
        if found is None and content in self.scans:
            found = (Document(sha256, media_type, 3, Form.OTHER, fully_read=False, state=State.WAITING),)
        found = found or self.known.get(content) or (Document(sha256, media_type, 1, Form.OTHER),)
        return tuple(replace(each, sha256=sha256) for each in found)

    def close(self) -> None:
        pass


class FakeChannel:
    """Keeps what it was told, unless it is broken."""

    def __init__(self, *, broken: bool = False) -> None:
        self.told: list[tuple[str, str]] = []
        self.broken = broken

    def send(self, subject: str, body: str) -> None:
        if self.broken:
            raise errors.WaitError("the channel is down")
        self.told.append((subject, body))


class FakeHeartbeat:
    """Counts beats."""

    def __init__(self) -> None:
        self.beats = 0

    def beat(self) -> None:
        self.beats += 1


INBOX, JUNK, SENT = "INBOX", "Junk", "Sent"
