"""The pipeline put together over a real ledger, with the world stood in for. In: a Database. Out: acts and looks for the tests."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from intake.adapters.blobs import FolderBlobs
from intake.applications.agencies import Aliases
from intake.applications.decision import Limits, Office
from intake.applications.directory import Directory, Row
from intake.business_time import calendar
from intake.business_time.calendar import Calendar
from intake.desk.desk import Desk
from intake.documents.document import Document
from intake.mail import parser
from intake.mail.limits import Limits as MailLimits
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses
from intake.pipeline import flow
from intake.pipeline.acknowledge import Acknowledge, Sender
from intake.pipeline.decide import Decide
from intake.pipeline.deliver import Deliverer, DeliverSettings
from intake.pipeline.extract import Extract, Pictures
from intake.pipeline.indexing import Indexing
from intake.pipeline.read import Read
from intake.pipeline.read_on import ReadOn
from intake.pipeline.receive import Receiver, ReceiveSettings
from intake.pipeline.register import Register
from intake.pipeline.responses import Responses
from intake.pipeline.signal import Signal
from intake.pipeline.step import Carrier, StepSettings
from intake.pipeline.watch import Watch, WatchSettings
from intake.ports import Courtesy, Folder, Role
from intake.replies import renderer
from intake.replies.facts import Blocks
from intake.store import alarms, applications, events, leases, messages, outbox, queues, schema
from intake.store.database import Database
from intake.store.outbox import ReplyRecord
from tests.pipeline import papers
from tests.pipeline.fakes import FakeMailbox, FakeReader, FakeTransport, MovingClock, SeededIds

OFFICE = Office(addresses=frozenset({papers.OFFICE}), domains=frozenset({"office.example"}), authserv_ids=frozenset({"mx.office.example"}))
OWN = OwnAddresses(addresses=OFFICE.addresses, authserv_ids=OFFICE.authserv_ids, domains=OFFICE.domains)
DIRECTORY = Directory([
    Row("Springvale Police Department", "OH", "Springvale", "police", "OH1"),
    Row("Marlow County Sheriff's Office", "FL", "Marlow", "sheriff", "FL1"),
])  # fmt: skip
FOLDERS = (Folder("INBOX", Role.INTAKE), Folder("Junk", Role.LATE), Folder("Sent", Role.SENT))
TEMPLATES = renderer.load(None, Blocks(office_name="Program Office", contact_address=papers.OFFICE, office_phone="202-555-0100"))


@dataclass
class House:
    """Everything but threads. `owner` tells several houses over one ledger apart."""

    db: Database
    folder: Path
    clock: MovingClock = field(default_factory=MovingClock)
    owner: str = "one"
    seed: int = 287
    limits: Limits = field(default_factory=Limits)
    calendar: Calendar = field(default_factory=calendar.standard)
    courtesy: Courtesy = Courtesy.KEYWORD
    burst: timedelta = timedelta(minutes=10)
    breaker: int = 60
    recognition: float = 20.0
    receiving: ReceiveSettings = field(default_factory=lambda: ReceiveSettings(free_disk_floor=0))
    stepping: StepSettings = field(default_factory=StepSettings)
    delivering: DeliverSettings = field(default_factory=DeliverSettings)
    mail_limits: MailLimits = field(default_factory=MailLimits)

    def __post_init__(self) -> None:
        self.blobs = FolderBlobs(root=self.folder / "blobs")
        self.mailbox = FakeMailbox(*FOLDERS)
        self.transport = FakeTransport()
        self.reader = FakeReader()
        self.ids = SeededIds(self.seed)
        self.arrived = Signal()
        self.desk = Desk(db=self.db, calendar=self.calendar)
        self.build()

    def build(self) -> None:
        """(Re)make the parts, after a setting was changed."""
        self.receiver = Receiver(
            db=self.db, blobs=self.blobs, mailbox=self.mailbox, clock=self.clock, courtesy=self.courtesy, arrived=self.arrived,
            settings=self.receiving,
        )  # fmt: skip
        read = Read(blobs=self.blobs, clock=self.clock, limits=self.mail_limits)
        self.steps = (
            read,
            Extract(reader=self.reader, clock=self.clock, pictures=Pictures(seconds=self.recognition)),
            Register(
                db=self.db, clock=self.clock, ids=self.ids, office=OFFICE, own=OWN, directory=DIRECTORY, aliases=Aliases(),
                responses=Responses(office=OFFICE, own=OWN),
            ),
            Decide(db=self.db, clock=self.clock, ids=self.ids, calendar=self.calendar, office=OFFICE, limits=self.limits),
            Acknowledge(
                clock=self.clock, ids=self.ids, calendar=self.calendar, templates=TEMPLATES,
                sender=Sender("Program Office", papers.OFFICE, papers.OFFICE, "verp", "bounce@office.example"),
                burst=self.burst, breaker_per_minute=self.breaker,
            ),
        )  # fmt: skip
        self.carrier = Carrier(
            db=self.db, clock=self.clock, owner=self.owner, legs=flow.legs(*self.steps), settings=self.stepping, parse=read
        )
        self.read_on = ReadOn(
            db=self.db, clock=self.clock, owner=self.owner, reader=self.reader, read=read, register=self.steps[2],
            seconds=self.recognition, claim_seconds=self.stepping.claim_seconds,
        )  # fmt: skip
        self.indexing = Indexing(db=self.db, clock=self.clock, owner=self.owner, seconds=60)
        self.deliverer = Deliverer(
            db=self.db, transport=self.transport, clock=self.clock, calendar=self.calendar, owner=self.owner, rng=random.Random(1),
            settings=self.delivering,
        )  # fmt: skip

    def watch(self, **settings: Any) -> Watch:
        parts = {name: settings.pop(name, ()) for name in ("channels", "heartbeats")}
        return Watch(db=self.db, clock=self.clock, calendar=self.calendar, settings=WatchSettings(**settings), **parts)

    def paper(self, *documents: Document, name: str = "") -> tuple[str, bytes]:
        """An attachment in which the reader finds `documents`; each call makes other bytes, unless named."""
        content = b"%PDF-1.7 " + (name or self.ids.token()).encode()
        self.reader.known[content] = documents
        return (f"{name or 'scan'}.pdf", content)

    def scanned(self, *documents: Document, name: str = "") -> tuple[str, bytes]:
        """An attachment of pictures, in which the reader finds `documents` once it has time to recognise them."""
        found = self.paper(name=name)
        self.reader.scans[found[1]] = tuple(replace(document, fully_read=False) for document in documents)
        return found

    def begin(self) -> None:
        """The starting moment of every folder."""
        self.receiver.check()

    def arrive(self, raw: bytes, folder: str = "INBOX", at: datetime | None = None) -> int:
        """A mail arrives now and is kept; returns the letter's number (the known one's where it was kept before)."""
        self.mailbox.put(raw, at or self.clock.at, folder)
        self.receiver.check()
        with self.db.read() as tx:
            last = sa.select(schema.sightings.c.message_id).order_by(schema.sightings.c.id.desc()).limit(1)
            return int(tx.execute(last).scalar_one())

    def carry(self) -> int:
        """Carry until nothing is ready; returns how many claims that took."""
        total = 0
        while claimed := self.carrier.run_one():
            total += claimed
            assert total < 1000
        return total

    def take(self, raw: bytes, folder: str = "INBOX", at: datetime | None = None) -> int:
        """A mail arrives and is carried."""
        number = self.arrive(raw, folder, at)
        self.carry()
        return number

    def deliver(self) -> int:
        """Send until nothing is ready."""
        total = 0
        while self.deliverer.run_one():
            total += 1
            assert total < 1000
        return total

    def present(self, seconds: float = 3600) -> None:
        """The worker's sign of life."""
        with self.db.write() as tx:
            leases.take(tx, self.db, name=f"worker:{self.owner}", owner=self.owner, seconds=seconds)

    # looks

    def whole(self, number: int) -> queues.WholeLetter:
        with self.db.read() as tx:
            return queues.whole(tx, number)

    def row(self, number: int) -> Any:
        """Every column of a letter."""
        with self.db.read() as tx:
            return tx.execute(sa.select(schema.messages).where(schema.messages.c.id == number)).one()

    def replies(self, number: int | None = None) -> list[ReplyRecord]:
        with self.db.read() as tx:
            ids = tx.execute(sa.select(schema.replies.c.id).order_by(schema.replies.c.id)).scalars()
            every = [outbox.get(tx, i) for i in ids]
        return [each for each in every if number is None or each.message_id == number]

    def reply(self, number: int) -> ReplyRecord:
        (only,) = self.replies(number)
        return only

    def raw(self, reply: ReplyRecord) -> bytes:
        with self.db.read() as tx:
            return outbox.octets(tx, reply.id)

    def said(self, number: int) -> Message:
        """The acknowledgement of a letter, as its recipient reads it."""
        return parser.parse(self.raw(self.reply(number)), MailLimits())

    def kinds(self, number: int) -> list[str]:
        with self.db.read() as tx:
            return [each.kind for each in events.of_message(tx, number)]

    def every_kind(self) -> list[str]:
        with self.db.read() as tx:
            return [str(kind) for kind in tx.execute(sa.select(schema.events.c.kind).order_by(schema.events.c.id)).scalars()]

    def alarms(self) -> list[str]:
        with self.db.read() as tx:
            return [each.code for each in alarms.opened(tx)]

    def cases(self) -> list[applications.ApplicationRecord]:
        with self.db.read() as tx:
            ids = tx.execute(sa.select(schema.applications.c.id).order_by(schema.applications.c.id)).scalars()
            return [applications.get(tx, i) for i in ids]

    def placed(self, case: int) -> list[applications.PaperRecord]:
        with self.db.read() as tx:
            return applications.papers(tx, case)

    def proposals(self) -> list[applications.ProposalRecord]:
        with self.db.read() as tx:
            return applications.proposals(tx)

    def count(self, table: sa.Table) -> int:
        with self.db.read() as tx:
            return int(tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())

    def letters(self) -> Sequence[messages.MessageRecord]:
        with self.db.read() as tx:
            ids = tx.execute(sa.select(schema.messages.c.id).order_by(schema.messages.c.id)).scalars()
            return [messages.get(tx, i) for i in ids]
