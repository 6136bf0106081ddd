"""Put together what `intake inspect` needs. In: a Config. Out: an Inspector over an empty ledger in a temporary folder."""

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from intake.adapters.blobs import FolderBlobs
from intake.config.settings import Config
from intake.documents import filetype
from intake.documents.filetype import FileType
from intake.pipeline import inspection
from intake.pipeline.acknowledge import Acknowledge
from intake.pipeline.decide import Decide
from intake.pipeline.extract import Extract
from intake.pipeline.read import Read
from intake.pipeline.register import Register
from intake.pipeline.rehearsal import Rehearsal
from intake.pipeline.responses import Responses
from intake.store import upgrade
from intake.store.database import Database
from intake.wiring import parts

MAIL_NAMES: Final = (".eml", ".msg", ".mail")


class Inspector:
    """Says what the service would make of a file, as the public JSON."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal

    def look(self, path: Path, content: bytes) -> list[dict[str, Any]]:
        """One object for a mail or a paper; one for each paper of an archive."""
        if path.suffix.lower() in MAIL_NAMES or filetype.of(content) is FileType.MAIL:
            return [inspection.message(str(path), self._rehearsal.mail(content))]
        return [inspection.document(str(path), paper) for paper in self._rehearsal.papers(content, path.name)]


@contextlib.contextmanager
def ready(config: Config) -> Iterator[Inspector]:
    """Children that read papers are started at once and ended at the end; the ledger of the settings is never opened."""
    clock, ids, calendar = parts.clock(), parts.ids(), parts.calendar(config)
    office, own, limits = parts.office(config), parts.own(config), parts.mail_limits(config)
    with contextlib.ExitStack() as open_parts:
        folder = Path(open_parts.enter_context(tempfile.TemporaryDirectory(prefix="intake-inspect-")))
        db = Database(url=f"sqlite:///{(folder / 'empty.sqlite3').as_posix()}", clock=clock)
        open_parts.callback(db.close)
        upgrade.upgrade(db)
        reader = parts.reader(config)
        open_parts.callback(reader.close)
        rehearsal = Rehearsal(
            db=db,
            clock=clock,
            limits=limits,
            reader=reader,
            read=Read(blobs=FolderBlobs(root=folder / "blobs"), clock=clock, limits=limits),
            extract=Extract(reader=reader, clock=clock, most=config.reading.max_papers),
            register=Register(
                db=db, clock=clock, ids=ids, office=office, own=own, directory=parts.directory(config), aliases=parts.aliases(config),
                responses=Responses(office=office, own=own),
            ),
            decide=Decide(db=db, clock=clock, ids=ids, calendar=calendar, office=office, limits=parts.limits(config)),
            acknowledge=Acknowledge(
                clock=clock, ids=ids, calendar=calendar, templates=parts.templates(config), sender=parts.sender(config),
                burst=timedelta(minutes=config.replies.burst_minutes), breaker_per_minute=config.replies.breaker_per_minute,
            ),
        )  # fmt: skip
        yield Inspector(rehearsal)
