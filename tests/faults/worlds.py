"""A whole installation in a folder: settings, a Maildir, a server that takes replies, real worker processes, and letters to deliver."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
import sqlalchemy as sa

from intake.adapters import maildir
from intake.adapters.clock import SystemClock
from intake.demo import papers
from intake.failpoints import ENVIRONMENT, Failpoint
from intake.store import schema
from intake.store.database import Database, Tx
from intake.store.states import WORKING, Reply, Sighting
from intake.wiring import service
from tests.corpus import mails
from tests.faults import invariants
from tests.servers.sink import Sink

OFFICE: Final = "intake@office.example"
CLAIM_SECONDS: Final = 10
PATIENCE: Final = 30.0
STEP: Final = 0.03
HOUSE: Final = Path(__file__).parents[2]

MAILDIR: Final = """
[[mailbox]]
name = "intake"
path = "mail"
courtesy = "seen"
poll_seconds = 5
folders = [{ name = "INBOX", role = "intake" }, { name = "Sent", role = "sent" }]
"""
_SETTINGS: Final = """
[office]
addresses = ["{office}"]
domains = ["office.example"]
[data]
folder = "var"
database = "{database}"
free_disk_floor_mb = {floor}
{mailbox}
[transport]
kind = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
connections = 1
per_minute = 6000
[replies]
burst_minutes = {burst}
breaker_per_minute = {breaker}
per_hour = 20000
[reading]
processes = 1
[pipeline]
claim_seconds = {claim}
"""


def await_(true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Wait until it is true; fails where it does not come."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds} s for it {what}")
        time.sleep(STEP)


@dataclass(slots=True)
class Worker:
    """A process of the service, and what it said."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> list[dict[str, Any]]:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{")]

    def heard(self, event: str) -> bool:
        return any(line.get("event") == event for line in self.said)

    def await_event(self, event: str) -> None:
        self.await_(lambda: self.heard(event), f"to say {event}")

    def await_(self, true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Wait until it is true; fails with the log where it does not come, or where the process ends before."""
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline or self.process.poll() is not None:
                end = "ended" if self.process.poll() is not None else f"waited {seconds} s for it"
                pytest.fail(f"{end} {what}:\n{self.log.read_text(errors='replace')[-4000:]}")
            time.sleep(STEP)

    def await_death(self, seconds: float = PATIENCE) -> int:
        """How the process ended, as subprocess says it."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            pytest.fail(f"still alive after {seconds} s:\n{self.log.read_text(errors='replace')[-4000:]}")

    def stop(self) -> float:
        """SIGTERM; returns the seconds until it was gone, and proves that it went in peace."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.await_death()
        assert code == 0, f"ended with {code}:\n{self.log.read_text(errors='replace')[-4000:]}"
        return time.monotonic() - began

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()


@dataclass(slots=True)
class Restarted:
    """The service started again in the test's own process, which has loaded it already; a quarter of the time of a new one."""

    service: service.Service

    def await_(self, true: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Wait until it is true; fails where it does not come."""
        await_(true, what, seconds)

    def stop(self) -> float:
        """Returns the seconds that it took."""
        began = time.monotonic()
        self.service.stop()
        return time.monotonic() - began


@dataclass(slots=True)
class World:
    """One office. Letters come from invented agencies, each with a domain of its own unless one is named."""

    folder: Path
    sink: Sink
    url: str
    delivered: list[bytes] = field(default_factory=list)
    expected: set[str] = field(default_factory=set)
    workers: list[Worker] = field(default_factory=list)
    restarted: list[Restarted] = field(default_factory=list)
    chance: random.Random = field(default_factory=random.Random)
    blobs: Path | None = None
    mailbox_settings: str = MAILDIR
    carry_in: Callable[[bytes], None] | None = None  # delivers where the mailbox is not this world's Maildir
    look_in: Callable[[], list[bytes]] | None = None  # all mails that lie there, as its server tells them
    _db: Database | None = None

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def mailbox(self) -> Path:
        return self.folder / "mail"

    @property
    def sink_log(self) -> Path:
        return self.folder / "sink.jsonl"

    @property
    def db(self) -> Database:
        """The ledger, for looking."""
        if self._db is None:
            self._db = Database(url=self.url, clock=SystemClock())
        return self._db

    def configure(self, *, claim: int = CLAIM_SECONDS, floor: int = 1, burst: int = 0, breaker: int = 1000, port: int = 0) -> None:
        """Write the settings."""
        url = "" if self.url.startswith("sqlite") else self.url.replace("postgresql+psycopg", "postgresql")
        words = _SETTINGS.format(
            office=OFFICE,
            database=url,
            floor=floor,
            port=port or self.sink.port,
            claim=claim,
            burst=burst,
            breaker=breaker,
            mailbox=self.mailbox_settings,
        )
        self.config.write_text(words)

    def letter(self, *, sender: str = "", token: str = "", at: datetime | None = None, extra: mails.Fields = ()) -> str:
        """Deliver a letter of interest with its paper; returns its token."""
        token = token or new_token(self.chance)
        raw = letter(token, sender=sender, extra=extra)
        self.put(raw, at=at)
        self.expected.add(sender or sender_of(token))
        return token

    def put(self, raw: bytes, *, folder: str = "", at: datetime | None = None) -> str:
        """Deliver octets into the mailbox, or into a folder of it."""
        self.delivered.append(raw)
        if self.carry_in is not None:
            self.carry_in(raw)
            return ""
        return maildir.deliver(self.mailbox / f".{folder}" if folder else self.mailbox, raw, at=at)

    def start(self, *arguments: str, fail_at: Failpoint | None = None) -> Worker:
        """A process of the service: `intake work`, or another command."""
        arguments = arguments or ("work",)
        environment = {**os.environ, ENVIRONMENT: str(fail_at or "")}
        log = self.folder / f"worker-{len(self.workers)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "intake", *arguments, "--config", str(self.config)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=HOUSE,
            )  # fmt: skip
        worker = Worker(process, log)
        self.workers.append(worker)
        return worker

    def restart(self) -> Restarted:
        """A worker in this process, on what another one left."""
        again = Restarted(service.worker(service.load(self.config)))
        self.restarted.append(again)
        again.service.start()
        return again

    def command(self, *arguments: str) -> str:
        """Run a command of the service to its end; returns what it printed."""
        worker = self.start(*arguments)
        assert worker.await_death() == 0, worker.log.read_text()
        return worker.log.read_text()

    def started(self, fail_at: Failpoint | None = None) -> Worker:
        """A worker that watches the mailbox."""
        worker = self.start(fail_at=fail_at)
        worker.await_event("mailbox.watching")
        worker.await_(lambda: bool(self.rows(schema.folders)), "to begin with its folders")
        return worker

    def rows(self, table: sa.Table, **where: object) -> list[dict[str, Any]]:
        """Rows of the ledger, for looking; none while there is no ledger."""
        with contextlib.suppress(sa.exc.DatabaseError), self.db.read() as tx:
            wanted = [table.c[name] == value for name, value in where.items()]
            return [dict(row._mapping) for row in tx.execute(sa.select(table).where(*wanted))]
        return []

    def states(self, table: sa.Table) -> list[str]:
        """The states of all rows, sorted."""
        return sorted(str(row["state"]) for row in self.rows(table))

    def reply_states(self) -> list[str]:
        return self.states(schema.replies)

    def alarms(self) -> set[str]:
        """Codes of the open alarms."""
        return {row["code"] for row in self.rows(schema.alarms) if row["cleared_at"] is None}

    def await_quiet(self, worker: Worker | Restarted, seconds: float = PATIENCE) -> None:
        """Until nothing is left to do: every mail on record and marked, no letter on its road, no reply that could go now."""
        worker.await_(lambda: not self.left(), f"to be quiet; at first was left: {self.left()}", seconds)

    def left(self) -> str:
        """What is not done yet."""
        with self.db.read() as tx:
            return self._left(tx)

    def _left(self, tx: Tx) -> str:
        known = {str(s) for s in tx.execute(sa.select(schema.messages.c.raw_sha256)).scalars()}
        if len(known) < len(set(self.delivered)):
            return f"{len(set(self.delivered)) - len(known)} mails are not on record"
        letters = sa.select(sa.func.count()).where(schema.messages.c.state.in_(WORKING))
        replies = sa.select(sa.func.count()).where(
            schema.replies.c.state.in_((Reply.QUEUED, Reply.CLAIMED, Reply.IN_DATA))
            | ((schema.replies.c.state == Reply.DEFERRED) & (schema.replies.c.ready_at <= datetime.now(UTC)))
        )
        marks = sa.select(sa.func.count()).where(schema.sightings.c.state == Sighting.KEPT, schema.sightings.c.retry_at.is_not(None))
        counts = {"letters": letters, "replies": replies, "marks": marks}
        found = {name: tx.execute(query).scalar_one() for name, query in counts.items()}
        return ", ".join(f"{count} {name}" for name, count in found.items() if count)

    def scene(self) -> invariants.Scene:
        """For the checker."""
        return invariants.Scene(
            mails=self.look_in() if self.look_in is not None else self.delivered,
            database=self.url,
            blobs=self.blobs or self.folder / "var" / "blobs",
            sink=self.sink_log,
            expected=frozenset(self.expected),
        )

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
        for again in self.restarted:
            again.stop()
        if self._db is not None:
            self._db.close()


def new_token(chance: random.Random) -> str:
    return f"T-{chance.getrandbits(48):012x}"


def sender_of(token: str) -> str:
    """The address that a letter with that token comes from."""
    return f"chief@{token.lower()}-pd.example"


def paper(token: str) -> bytes:
    """The letter of interest that belongs to a token, and to no other."""
    return papers.draw_letter(replace(next(papers.letters(int(token[2:], 16))), layout="letterhead", signed="ink", form=False))


def letter(token: str, *, sender: str = "", extra: mails.Fields = ()) -> bytes:
    """A letter of interest as a mail, with its paper."""
    address = sender or sender_of(token)
    fields = (
        ("Return-Path", f"<{address}>"),
        ("From", f"Pat Doe <{address}>"),
        ("Message-ID", f"<{token.lower()}@{address.partition('@')[2]}>"),
        *extra,
    )
    words = f"Please find our letter of interest attached.\r\nToken: {token}\r\n"
    return mails.multipart([mails.text(words), mails.file(paper(token))], extra=fields)


@contextlib.contextmanager
def made(folder: Path, sink: Sink, url: str = "") -> Iterator[World]:
    """A world in `folder`; its processes end with the block."""
    world = World(folder=folder, sink=sink, url=url or f"sqlite:///{folder}/var/intake.sqlite3")
    world.chance.seed(str(folder.name))
    world.configure()
    try:
        yield world
    finally:
        world.close()
