"""The steps of a letter's road, put together once for all who walk it. In: settings and ready parts. Out: Steps."""

from dataclasses import dataclass
from datetime import timedelta

from intake.business_time.calendar import Calendar
from intake.config.settings import Config
from intake.pipeline.acknowledge import Acknowledge, Templates
from intake.pipeline.decide import Decide
from intake.pipeline.extract import Extract, Pictures
from intake.pipeline.read import Read
from intake.pipeline.register import Register
from intake.pipeline.responses import Responses
from intake.ports import BlobStore, Clock, Ids, Reader
from intake.store.database import Database
from intake.wiring import parts


@dataclass(frozen=True, slots=True)
class Steps:
    """In the order they are walked."""

    read: Read
    extract: Extract
    register: Register
    decide: Decide
    acknowledge: Acknowledge


def build(
    config: Config, *, db: Database, blobs: BlobStore, reader: Reader, clock: Clock, ids: Ids, calendar: Calendar, templates: Templates
) -> Steps:
    """The worker and the rehearsal of `intake inspect` walk the same."""
    office, own = parts.office(config), parts.own(config)
    return Steps(
        read=Read(blobs=blobs, clock=clock, limits=parts.mail_limits(config)),
        extract=Extract(
            reader=reader, clock=clock, most=config.reading.max_papers,
            pictures=Pictures(config.reading.recognition_seconds, config.reading.recognition_within),
        ),
        register=Register(
            db=db, clock=clock, ids=ids, office=office, own=own, directory=parts.directory(config), aliases=parts.aliases(config),
            responses=Responses(office=office, own=own),
        ),
        decide=Decide(db=db, clock=clock, ids=ids, calendar=calendar, office=office, limits=parts.limits(config)),
        acknowledge=acknowledge(config, clock=clock, ids=ids, calendar=calendar, templates=templates),
    )  # fmt: skip


def acknowledge(config: Config, *, clock: Clock, ids: Ids, calendar: Calendar, templates: Templates) -> Acknowledge:
    """The last step alone, for who asks what a release would send."""
    return Acknowledge(
        clock=clock, ids=ids, calendar=calendar, templates=templates, sender=parts.sender(config),
        burst=timedelta(minutes=config.replies.burst_minutes), breaker_per_minute=config.replies.breaker_per_minute,
    )  # fmt: skip
