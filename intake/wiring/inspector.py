"""Put together what `intake inspect` needs. In: a Config. Out: an Inspector over an empty ledger in a temporary folder."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from intake.adapters.blobs import FolderBlobs
from intake.config.settings import Config
from intake.documents import filetype
from intake.documents.filetype import FileType
from intake.pipeline import inspection
from intake.pipeline.rehearsal import Rehearsal
from intake.store import upgrade
from intake.store.database import Database
from intake.wiring import parts, steps

MAIL_NAMES: Final = (".eml", ".msg", ".mail")


class Inspector:
    """Says what the service would make of a file, as the public JSON."""

    def __init__(self, rehearsal: Rehearsal, *, unmasked: bool = False) -> None:
        self._rehearsal = rehearsal
        self._unmasked = unmasked

    def look(self, path: Path, content: bytes) -> list[dict[str, Any]]:
        """One object for a mail or a paper; one for each paper of an archive."""
        if path.suffix.lower() in MAIL_NAMES or filetype.of(content) is FileType.MAIL:
            return [inspection.message(str(path), self._rehearsal.mail(content), unmasked=self._unmasked)]
        papers = self._rehearsal.papers(content, path.name)
        return [inspection.document(str(path), paper, unmasked=self._unmasked) for paper in papers]


@contextlib.contextmanager
def ready(config: Config, *, unmasked: bool = False) -> Iterator[Inspector]:
    """Children that read papers are started at once and ended at the end; the ledger of the settings is never opened."""
    clock = parts.clock()
    with contextlib.ExitStack() as open_parts:
        folder = Path(open_parts.enter_context(tempfile.TemporaryDirectory(prefix="intake-inspect-")))
        db = Database(url=f"sqlite:///{(folder / 'empty.sqlite3').as_posix()}", clock=clock)
        open_parts.callback(db.close)
        upgrade.upgrade(db)
        reader = parts.reader(config)
        open_parts.callback(reader.close)
        blobs, templates = FolderBlobs(root=folder / "blobs"), parts.templates(config)
        made = steps.build(
            config, db=db, blobs=blobs, reader=reader, clock=clock, ids=parts.ids(), calendar=parts.calendar(config), templates=templates
        )
        rehearsal = Rehearsal(
            db=db, clock=clock, limits=parts.mail_limits(config), reader=reader, read=made.read, extract=made.extract,
            register=made.register, decide=made.decide, acknowledge=made.acknowledge,
        )  # fmt: skip
        yield Inspector(rehearsal, unmasked=unmasked)
