"""The service's parts put together without threads, on a clock that can be moved: each turn of a step is called by the test.

The letters, the ledger, the bytes, the Maildir and the SMTP server are real.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from intake import ports
from intake.adapters.blobs import FolderBlobs
from intake.config.settings import Config
from intake.documents import read
from intake.documents.document import Document
from intake.mail.delivery import Letter, Outcome
from intake.pipeline.deliver import Deliverer, DeliverSettings
from intake.pipeline.receive import Receiver, ReceiveSettings
from intake.pipeline.signal import Signal
from intake.pipeline.step import Carrier
from intake.pipeline.watch import Watch, WatchSettings
from intake.ports import BlobStore, Transport
from intake.store import alarms, events, leases, schema, upgrade
from intake.store.database import Database
from intake.wiring import parts, service
from tests.faults.worlds import World

LONG: float = 86_400.0


class MovingClock:
    """The real time, and as much more as it was moved by."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead.total_seconds()

    def move(self, **by: float) -> None:
        self._ahead += timedelta(**by)


class OpenReader:
    """Reads papers here and now, where a child process would take its time to start."""

    def read(self, content: bytes, *, filename: str, media_type: str, recognition: float = 20.0) -> tuple[Document, ...]:
        return tuple(read.read_paper(content, filename=filename, media_type=media_type))

    def close(self) -> None:
        """Nothing to end."""


@dataclass(slots=True)
class Stage:
    """One worker's parts. `owner` is its name among workers."""

    world: World
    clock: MovingClock
    db: Database
    config: Config
    blobs: BlobStore
    transport: Transport
    owner: str = "stage"
    box: ports.Mailbox | None = None
    receiver: Receiver | None = None
    carrier: Carrier | None = None
    deliverer: Deliverer | None = None
    watch: Watch | None = None

    def build(self, *, floor_mb: int | None = None) -> "Stage":
        """Put the parts together, as a start does; again after a setting changed."""
        one = self.config.mailbox[0]
        floor = self.config.data.free_disk_floor_mb if floor_mb is None else floor_mb
        self.box = parts.mailbox(self.config, one, self.clock)
        self.receiver = Receiver(
            db=self.db, blobs=self.blobs, mailbox=self.box, clock=self.clock, courtesy=one.courtesy, arrived=Signal(),
            settings=ReceiveSettings(free_disk_floor=floor * 2**20),
        )  # fmt: skip
        calendar = parts.calendar(self.config)
        self.carrier = service.carrier(
            self.config, db=self.db, blobs=self.blobs, reader=OpenReader(), clock=self.clock, ids=parts.ids(), calendar=calendar,
            owner=self.owner,
        )  # fmt: skip
        self.deliverer = Deliverer(
            db=self.db, transport=self.transport, clock=self.clock, calendar=calendar, owner=self.owner, rng=random.Random(7),
            settings=DeliverSettings(per_hour=self.config.replies.per_hour),
        )  # fmt: skip
        self.watch = Watch(db=self.db, clock=self.clock, calendar=calendar, channels=(), heartbeats=(), settings=WatchSettings())
        return self

    def receive(self) -> int:
        """Look into the mailbox once and mark what is on record; returns how many mails were kept."""
        assert self.receiver is not None
        taken = self.receiver.check()
        self.receiver.mark()
        return taken

    def carry(self) -> int:
        """Carry letters until none is ready; returns how many claims that took."""
        assert self.carrier is not None
        claims = 0
        while done := self.carrier.run_one():
            claims += done
            assert claims < 5_000, "letters are claimed without end"
        return claims

    def deliver(self) -> int:
        """Send until no reply is ready; returns how many tries that took."""
        assert self.deliverer is not None
        tries = 0
        while self.deliverer.run_one():
            tries += 1
            assert tries < 5_000, "replies are tried without end"
        return tries

    def look(self) -> set[str]:
        """One round of the watch, this worker being alive; the codes of the alarms that are open then."""
        assert self.watch is not None
        with self.db.write() as tx:
            leases.take(tx, self.db, name=f"worker:{self.owner}", owner=self.owner, seconds=LONG)
        self.watch.run()
        return self.alarms()

    def alarms(self) -> set[str]:
        """Codes of the open alarms."""
        with self.db.read() as tx:
            return {alarm.code for alarm in alarms.opened(tx)}

    def history(self, kind: str) -> int:
        """How often something of that kind happened."""
        with self.db.read() as tx:
            return events.count_since(tx, kind, datetime(2000, 1, 1, tzinfo=UTC))

    def letters(self) -> list[str]:
        return self.world.states(schema.messages)

    def replies(self) -> list[str]:
        return self.world.states(schema.replies)

    def begin(self) -> "Stage":
        """The first look, by which the service's starting moment is set; letters come later."""
        self.receive()
        self.clock.move(seconds=1)
        return self

    def come(self, *, sender: str = "", **more: object) -> str:
        """A letter arrives now, by this clock; the clock goes on a second."""
        self.clock.move(seconds=1)
        return self.world.letter(sender=sender, at=self.clock.now(), **more)  # type: ignore[arg-type]

    def all_through(self) -> None:
        """Receive, carry and deliver what there is."""
        self.receive()
        self.carry()
        self.deliver()


class HookedTransport:
    """A transport with something happening after the server has spoken, before the answer is known here."""

    def __init__(self, inner: Transport, after: Callable[[], None]) -> None:
        self._inner = inner
        self._after = after

    @property
    def connections(self) -> int:
        return self._inner.connections

    def send(self, letter: Letter, *, before_data: Callable[[], bool]) -> Outcome:
        outcome = self._inner.send(letter, before_data=before_data)
        self._after()
        return outcome

    def check(self) -> None:
        self._inner.check()

    def close(self) -> None:
        self._inner.close()


@contextmanager
def made(world: World, *, busy_seconds: float = 30.0) -> Iterator[Stage]:
    """A stage on a world's settings and ledger."""
    clock = MovingClock()
    config = service.load(world.config)
    folder: Path = config.data.folder
    folder.mkdir(parents=True, exist_ok=True)
    db = Database(url=config.data.database_url, clock=clock, busy_seconds=busy_seconds)
    upgrade.upgrade(db)
    transport = parts.transport(config, clock)
    try:
        yield (
            Stage(world=world, clock=clock, db=db, config=config, blobs=FolderBlobs(root=folder / "blobs"), transport=transport)
            .build()
            .begin()
        )
    finally:
        transport.close()
        db.close()


def exclusively(world: World) -> sa.Connection:
    """Another program's hold on the embedded database, as a backup has it; rolled back when it is closed."""
    connection = sa.create_engine(world.url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 5.0}).connect()
    connection.exec_driver_sql("BEGIN EXCLUSIVE")
    return connection
