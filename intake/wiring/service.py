"""The service put together. In: a Config. Out: a Worker ready to start; a Desk for people's acts."""

import contextlib
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from intake import logs, scheduler
from intake.business_time.calendar import Calendar
from intake.config import load as config_load
from intake.config.settings import Config
from intake.config.ways import Unsure
from intake.desk.desk import Desk
from intake.pipeline import flow
from intake.pipeline.deliver import Deliverer, DeliverSettings
from intake.pipeline.indexing import Indexing
from intake.pipeline.mailbox_loop import LoopSettings, MailboxLoop
from intake.pipeline.presence import Presence
from intake.pipeline.read_on import ReadOn
from intake.pipeline.receive import Receiver, ReceiveSettings
from intake.pipeline.signal import Signal
from intake.pipeline.step import Carrier, StepSettings
from intake.pipeline.watch import Watch, WatchSettings
from intake.ports import BlobStore, Clock, Ids, Reader
from intake.store import alarms, folders, notify, upgrade
from intake.store.database import Database
from intake.wiring import parts, steps


def load(option: Path | None = None) -> Config:
    """The settings of this start. Raises errors.ConfigError."""
    return config_load.load(option)


def start_logs(config: Config, process: str) -> None:
    """Begin to log as configured."""
    logs.configure(form=config.log.format, level=config.log.level, process=process)


def calendar(config: Config) -> Calendar:
    """The office's calendar."""
    return parts.calendar(config)


@contextlib.contextmanager
def desk(config: Config) -> Iterator[Desk]:
    """Where a person's acts happen; the embedded database is made at first use."""
    db = parts.database(config, parts.clock())
    try:
        ready(db)
        yield Desk(db, parts.calendar(config))
    finally:
        db.close()


def migrate(config: Config) -> str:
    """Bring the schema to this version; returns it."""
    db = parts.database(config, parts.clock())
    try:
        return upgrade.upgrade(db)
    finally:
        db.close()


def ready(db: Database) -> list[str]:
    """Prove the database's promises and its schema; the embedded one is brought up to date, a server's only by `intake migrate`.

    What was proved is returned.

    Raises errors.DatabaseDamaged and errors.SchemaMismatch.
    """
    proved = db.prove()
    if db.is_sqlite:
        upgrade.upgrade(db)
    upgrade.require_current(db)
    return proved


def carrier(
    config: Config, *, db: Database, blobs: BlobStore, reader: Reader, clock: Clock, ids: Ids, calendar: Calendar, owner: str
) -> Carrier:
    """The steps of a letter's road, put together."""
    templates = parts.live_templates(config, db, clock)
    made = steps.build(config, db=db, blobs=blobs, reader=reader, clock=clock, ids=ids, calendar=calendar, templates=templates)
    return _carrier(config, made, db=db, clock=clock, owner=owner)


def _carrier(config: Config, made: steps.Steps, *, db: Database, clock: Clock, owner: str) -> Carrier:
    settings = StepSettings(claim_seconds=float(config.pipeline.claim_seconds), max_attempts=config.pipeline.max_attempts)
    legs = flow.legs(made.read, made.extract, made.register, made.decide, made.acknowledge)
    return Carrier(db=db, clock=clock, owner=owner, legs=legs, settings=settings, parse=made.read)


def _retire(config: Config, db: Database, clock: Clock) -> None:
    """Mailboxes and folders that the settings no longer name raise no alarm any more."""
    with db.write() as tx:
        for gone in folders.retire(tx, {(m.name, f.name) for m in config.mailbox for f in m.folders}):
            for code in ("mailbox.silent", "mailbox.unreachable", "mailbox.refused"):
                alarms.clear(tx, code=code, subject=gone, now=clock.now())


def worker(config: Config) -> "Service":
    """Everything but the web. Raises errors.ConfigError, TemplateError, DatabaseDamaged, SchemaMismatch."""
    clock, ids, owner = parts.clock(), parts.ids(), parts.owner()
    db = parts.database(config, clock)
    ready(db)
    blobs = parts.blobs(config)
    days = parts.calendar(config)
    reader, way_out = parts.reader(config), parts.transport(config, clock)
    _retire(config, db, clock)
    arrived, queued = Signal(), Signal()
    lease = min(45.0, float(config.pipeline.claim_seconds))
    loops = []
    for one in config.mailbox:
        box = parts.mailbox(config, one, clock)
        receiver = Receiver(
            db=db, blobs=blobs, mailbox=box, clock=clock, courtesy=one.courtesy, arrived=arrived,
            settings=ReceiveSettings(free_disk_floor=config.data.free_disk_floor_mb * 2**20),
        )  # fmt: skip
        settings = LoopSettings(lease_seconds=lease, wait_seconds=float(one.idle_seconds if one.idle else one.poll_seconds))
        loops.append(
            MailboxLoop(receiver=receiver, mailbox=box, db=db, owner=owner, clock=clock, back_off=parts.back_off(), settings=settings)
        )
    deliverer = Deliverer(
        db=db, transport=way_out, clock=clock, calendar=days, owner=owner, rng=random.Random(),  # noqa: S311 - jitter, not a secret
        settings=DeliverSettings(per_hour=config.replies.per_hour, journal=config.transport.journal),
    )  # fmt: skip
    watch = Watch(
        db=db, clock=clock, calendar=days, channels=parts.channels(config, way_out, clock), heartbeats=parts.heartbeats(config, clock),
        settings=_watch(config),
    )  # fmt: skip
    templates = parts.live_templates(config, db, clock)
    made = steps.build(config, db=db, blobs=blobs, reader=reader, clock=clock, ids=ids, calendar=days, templates=templates)
    return Service(
        worker=scheduler.Worker(
            loops=loops,
            carrier=_carrier(config, made, db=db, clock=clock, owner=owner),
            carriers=config.pipeline.threads,
            read_on=ReadOn(
                db=db,
                clock=clock,
                owner=owner,
                reader=reader,
                read=made.read,
                register=made.register,
                seconds=config.reading.recognition_seconds,
                claim_seconds=float(config.pipeline.claim_seconds),
            ),
            indexing=Indexing(db=db, clock=clock, owner=owner, seconds=lease),
            deliverer=deliverer,
            deliverers=way_out.connections,
            watch=watch,
            refresh_templates=templates.refresh,
            presence=Presence(db=db, owner=owner, seconds=lease, dead=parts.certainly_dead),
            arrived=arrived,
            queued=queued,
            listen=lambda stop: notify.listen(db, {notify.ARRIVED: arrived.set, notify.QUEUED: queued.set}, stop),
            stop_reading=reader.close,
            hang_up=way_out.close,
            rhythm=scheduler.Rhythm(
                poll=float(min(m.poll_seconds for m in config.mailbox)),
                watch=min(30.0, lease / 2),
                beat=float(config.alerts.heartbeat_seconds),
                renew=lease / 4,
            ),
        ),
        db=db,
    )


class Service:
    """A worker and the ledger it holds open."""

    def __init__(self, *, worker: scheduler.Worker, db: Database) -> None:
        self._worker = worker
        self._db = db

    def start(self) -> None:
        """Begin; returns at once."""
        self._worker.start()

    @property
    def failed(self) -> bool:
        """True where it ended because going on would do harm."""
        return self._worker.failed

    def on_failure(self, call: Callable[[], None]) -> None:
        """Call it when the worker cannot go on."""
        self._worker.on_failure(call)

    def stop(self) -> None:
        """Mailboxes, readers, letters, delivery: in this order, in under five seconds, save a reply in DATA."""
        self._worker.stop()
        self._db.close()


def _watch(config: Config) -> WatchSettings:
    w = config.watch
    return WatchSettings(
        first_share=w.first_share,
        second_share=w.second_share,
        silent_minutes=w.silent_minutes,
        waiting=parts.minutes(w.waiting_minutes),
        never_hold_jump=w.never_hold_jump,
        digest_every=parts.minutes(w.digest_minutes),
        retry_unsure_once=config.replies.unsure is Unsure.RETRY_ONCE,
    )
