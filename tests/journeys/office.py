"""The service under test, put together by its own wiring, and its ledger seen from outside. In: settings. Out: a running worker."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from intake import wiring
from intake.config import load as config_load
from intake.config.settings import Config
from intake.desk import response_log
from intake.desk.desk import Desk
from intake.store import outbox, schema, states
from intake.store.database import Database
from intake.wiring import parts
from intake.wiring.service import Service
from tests.journeys.correspondence import OFFICE_DOMAIN
from tests.journeys.people import PATIENCE, eventually
from tests.servers.dovecot import Account, Dovecot
from tests.servers.postfix import Postfix

ALL_FOLDERS = (("INBOX", "intake"), ("Junk", "late"), ("Archive", "late"), ("Sent", "sent"))
ENDS = frozenset({states.Message.ANSWERED, states.Message.HELD, states.Message.IGNORED, states.Message.SHELVED})
Row = SimpleNamespace
Settings = dict[str, Any]


def mailbox(dovecot: Dovecot, account: Account, *, folders: Sequence[tuple[str, str]] = ALL_FOLDERS, **changes: Any) -> Settings:
    """The settings of a mailbox at Dovecot; its name is the account's."""
    return {
        "name": account.name, "kind": "imap", "host": dovecot.host, "port": dovecot.imaps_port, "security": "tls",
        "ca_file": str(dovecot.ca_file), "user": account.address, "password": account.password, "poll_seconds": 5,
        "folders": [{"name": name, "role": role} for name, role in folders], **changes,
    }  # fmt: skip


def settings(folder: Path, postfix: Postfix, account: Account, mailboxes: Sequence[Settings], **sections: Settings) -> Settings:
    """All settings of an office that sends through Postfix as `account`. Keys of `sections` go over the usual ones."""
    found: dict[str, Settings] = {
        "office": {"name": "Program Office", "addresses": [account.address], "domains": [OFFICE_DOMAIN]},
        "data": {"folder": str(folder), "free_disk_floor_mb": 1},
        "transport": {
            "kind": "smtp", "host": postfix.host, "port": postfix.port, "security": "starttls", "ca_file": str(postfix.ca_file),
            "user": account.address, "password": account.password, "from_address": account.address, "per_minute": 6000,
        },
        "replies": {
            "per_address_day": 100, "per_address_week": 500, "per_domain_day": 5000, "per_hour": 20000, "breaker_per_minute": 6000,
            "burst_minutes": 0,
        },
        "reading": {"processes": 1},
    }  # fmt: skip
    for name, changes in sections.items():
        found[name] = {**found.get(name, {}), **changes}
    return {**found, "mailbox": list(mailboxes)}


def written(values: Settings, file: Path) -> Path:
    """The settings as the TOML file that an operator would write."""
    lines: list[str] = []
    for name, section in values.items():
        for table in section if isinstance(section, list) else [section]:
            lines.append(f"[[{name}]]" if isinstance(section, list) else f"[{name}]")
            lines += [f"{key} = {_toml(value)}" for key, value in table.items()]
    file.write_text("\n".join(lines) + "\n")
    return file


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)


@dataclass
class Office:
    """A worker that can be started and stopped, and what it has written down."""

    values: Settings
    address: str
    file: Path
    _service: Service | None = None
    _db: Database | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.config: Config = config_load.load(written(self.values, self.file))
        self.calendar = wiring.calendar(self.config)

    @property
    def db(self) -> Database:
        """The ledger, read beside the worker."""
        if self._db is None:
            self._db = parts.database(self.config, parts.clock())
        return self._db

    @property
    def desk(self) -> Desk:
        """Where people's acts happen."""
        return Desk(self.db, self.calendar)

    def start(self, *, ready: bool = True) -> None:
        """Start the worker; with `ready` wait until every folder was looked at once."""
        self._service = wiring.worker(self.config)
        self._service.start()
        if ready:
            folders = sum(len(one.folders) for one in self.config.mailbox)
            eventually(lambda: sum(f.reconciled_at is not None for f in self.rows(schema.folders)) == folders, "every folder was looked at")

    def stop(self) -> None:
        """Stop the worker; the ledger can still be read."""
        if self._service is not None:
            self._service.stop()
            self._service = None

    def change(self, section: str, **changes: Any) -> None:
        """Other settings, and a new start."""
        self.stop()
        for table in self.values[section] if isinstance(self.values[section], list) else [self.values[section]]:
            table.update(changes)
        self.config = config_load.load(written(self.values, self.file))
        self.start()

    def close(self) -> None:
        """The end."""
        self.stop()
        if self._db is not None:
            self._db.close()

    def look(self) -> None:
        """What the poll does every few seconds, now: the folders that IDLE does not watch are looked at."""
        assert self._service is not None
        self._service._worker._poll()

    @contextmanager
    def paused_letters(self) -> Iterator[None]:
        """Letters are taken in, and wait: as when the one before them is long."""
        assert self._service is not None
        carrier = self._service._worker._carrier
        run_one = carrier.run_one
        carrier.run_one = lambda limit=None: 0  # type: ignore[method-assign]
        try:
            yield
        finally:
            carrier.run_one = run_one  # type: ignore[method-assign]

    def rows(self, table: sa.Table, *where: Any) -> list[Row]:
        """Rows of a table, in order."""
        with self.db.read() as tx:
            return [Row(**row) for row in tx.execute(sa.select(table).where(*where).order_by(*table.primary_key.columns)).mappings()]

    def letter(self, message_id: str) -> Row | None:
        """The letter of that Message-ID."""
        found = self.rows(schema.messages, schema.messages.c.header_message_id == message_id)
        assert len(found) < 2, f"{len(found)} letters are {message_id}"
        return found[0] if found else None

    def await_letter(self, message_id: str, *, seconds: float = PATIENCE) -> Row:
        """The letter once its road has ended."""

        def ended() -> Row | None:
            found = self.letter(message_id)
            return found if found is not None and found.state in ENDS and found.ready_at is None else None

        return eventually(ended, f"the road of {message_id} ends", seconds=seconds)

    def await_acknowledged(self, message_id: str, *, seconds: float = PATIENCE) -> Row:
        """The letter once the server took its acknowledgement."""

        def acknowledged() -> Row | None:
            found = self.letter(message_id)
            return found if found is not None and found.acknowledged_at is not None else None

        return eventually(acknowledged, f"{message_id} is acknowledged", seconds=seconds)

    def quiet(self) -> None:
        """Wait until nothing is under way: every letter at its end, no reply waiting."""

        def still() -> bool:
            with self.db.read() as tx:
                moving = tx.execute(sa.select(sa.func.count()).select_from(schema.messages).where(schema.messages.c.ready_at.is_not(None)))
                return moving.scalar_one() == 0 and outbox.waiting(tx)[0] == 0

        eventually(still, "nothing is under way")

    def replies_to(self, letter: Row) -> list[Row]:
        """Replies to a letter."""
        return self.rows(schema.replies, schema.replies.c.message_id == letter.id)

    def papers(self, application_id: int) -> list[Row]:
        """Papers of an application, old ones too."""
        return self.rows(schema.papers, schema.papers.c.application_id == application_id)

    def application(self, letter: Row) -> Row:
        """The application of a letter."""
        assert letter.application_id is not None
        [found] = self.rows(schema.applications, schema.applications.c.id == letter.application_id)
        return found

    def fields(self, letter: Row) -> dict[str, object]:
        """What was read in the papers of a letter; the surest reading of each field."""
        ids = [d.id for d in self.rows(schema.documents, schema.documents.c.message_id == letter.id)]
        found = self.rows(schema.fields, schema.fields.c.document_id.in_(ids))
        return {f.name: f.value for f in sorted(found, key=lambda f: f.confidence)}

    def sightings(self, letter: Row) -> list[Row]:
        """Where a letter was seen."""
        return self.rows(schema.sightings, schema.sightings.c.message_id == letter.id)

    def raw(self, letter: Row) -> bytes:
        """The octets that were kept."""
        return parts.blobs(self.config).read(letter.raw_sha256)

    def events(self, kind: str, **where: Any) -> list[Row]:
        """What happened, of one kind."""
        return self.rows(schema.events, schema.events.c.kind == kind, *(schema.events.c[key] == value for key, value in where.items()))

    def alarms(self, code: str) -> list[Row]:
        """Open alarms of that code."""
        return self.rows(schema.alarms, schema.alarms.c.code == code, schema.alarms.c.cleared_at.is_(None))

    def folder(self, mailbox: str, name: str) -> Row:
        """A folder's record."""
        [found] = self.rows(schema.folders, schema.folders.c.mailbox == mailbox, schema.folders.c.folder == name)
        return found

    def log_line(self, letter: Row) -> response_log.LogLine | None:
        """The letter's line of the response-time log."""
        return next((line for line in response_log.lines(self.desk) if line.id == letter.id), None)

    def reasons(self, letter: Row) -> set[str]:
        """The codes of a verdict's reasons."""
        return {reason["code"] for reason in letter.reasons}
