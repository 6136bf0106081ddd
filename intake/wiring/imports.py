"""Past mail taken into the record. In: .eml files, mbox files, Maildir folders. Out: rows; answered only when told so."""

import mailbox as mailboxes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from intake import errors
from intake.adapters import maildir
from intake.config.settings import Config
from intake.mail import headers
from intake.mail.limits import Limits
from intake.pipeline import receive
from intake.store import events, messages, sightings
from intake.store.events import Event
from intake.wiring import parts, service

IMPORT: Final = "import"
"""The mailbox and role under which imported mail is recorded."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One mail taken in. `new` is False where its bytes were on record already, `refused` says why it was not taken."""

    path: str
    new: bool
    refused: str = ""


def import_mail(config: Config, paths: list[Path], *, answer: bool) -> Iterator[Imported]:
    """Record each mail; a running worker reads them. Raises errors.NotFound for a path that is none."""
    clock = parts.clock()
    db, blobs = parts.database(config, clock), parts.blobs(config)
    limits = parts.mail_limits(config)
    try:
        service.ready(db)
        for name, raw, at in _mails(paths, limits.raw_bytes):
            if raw is None:
                yield Imported(str(name), new=False, refused=f"larger than {limits.raw_bytes // 2**20} MB")
                continue
            now = clock.now()
            # What is to be answered counts from now: a promise in the past helps nobody.
            received = now if answer else receive.received(at or _written(raw, limits), now)
            sha256 = blobs.keep(raw)
            with db.write() as tx:
                role = "intake" if answer else IMPORT
                message_id, new = messages.keep(tx, messages.New(sha256, len(raw), IMPORT, role, not answer, received, now))
                if new:
                    sightings.keep(
                        tx, mailbox=IMPORT, folder=str(name)[:300], validity="", position=sha256, message_id=message_id,
                        received_at=at, seen_at=now, marking=False,
                    )  # fmt: skip
                    events.add(tx, [Event(now, "message.imported", message_id=message_id, detail={"sha256": sha256, "answer": answer})])
            yield Imported(str(name), new)
    finally:
        db.close()


def _written(raw: bytes, limits: Limits) -> datetime | None:
    """When a mail was written, by its own word: a file's age and the hour of the import say nothing of when it came."""
    head = raw[: limits.header_block].replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")[0]
    value = headers.read(head, limits, set()).get("date")
    return headers.date(value) if value else None


_Found = tuple[Path, bytes | None, datetime | None]
"""Where, the mail (None where it is too large), and when a mail program delivered it."""


def _mails(paths: list[Path], most: int) -> Iterator[_Found]:
    for path in paths:
        if not path.exists():
            raise errors.NotFound(f"{path}: no such file or folder: name an .eml file, an mbox or a Maildir")
        if path.is_dir():
            yield from _folder(path, most)
        elif path.suffix.lower() in (".eml", ".msg", ""):
            yield from _file(path, most)
        else:
            yield from _mbox(path, most)


def _folder(path: Path, most: int) -> Iterator[_Found]:
    maildir_like = (path / "cur").is_dir() or (path / "new").is_dir()
    found = [p for part in (("new", "cur") if maildir_like else (".",)) for p in sorted((path / part).glob("*")) if p.is_file()]
    for file in found:
        if maildir_like:
            for name, raw, _ in _file(file, most):
                yield name, raw, maildir.delivered_at(file.name, file.stat().st_mtime)
        elif file.suffix.lower() == ".eml":
            yield from _file(file, most)


def _file(path: Path, most: int) -> Iterator[_Found]:
    with path.open("rb") as file:
        head = file.read(5)
    if head == b"From ":
        yield from _mbox(path, most)
        return
    yield path, path.read_bytes() if path.stat().st_size <= most else None, None


def _mbox(path: Path, most: int) -> Iterator[_Found]:
    box = mailboxes.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            raw = box.get_bytes(key)
            yield path, raw if len(raw) <= most else None, None
    finally:
        box.close()
