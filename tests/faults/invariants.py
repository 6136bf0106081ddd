"""The six invariants, looked at from outside. In: a Scene (what lay in the mailboxes, the ledger's URL, the bytes kept, the server's log).
Out: what is broken, in words; nothing where all is well.

I1 nothing lost, I2 nothing twice, I3 no orphan, I4 the log is true, I5 no wrong reply, I6 bounded. Run it once the service has stopped: it
seals what is left of the history.
"""

import email
import email.policy
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from intake.adapters.clock import SystemClock
from intake.store import audit, events, schema
from intake.store.database import Database
from intake.store.states import Message, Reply

TOKEN: Final = re.compile(rb"Token: (T-[0-9a-f]{12})")
FINAL: Final = frozenset({Message.ANSWERED, Message.HELD, Message.IGNORED, Message.SHELVED})
SLACK: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where to look. `mails` is everything that was put into a mailbox; `expected` the only addresses that may have been written to."""

    mails: Sequence[bytes]
    database: str
    blobs: Path
    sink: Path
    expected: frozenset[str]
    per_minute: int = 1000


@dataclass(frozen=True, slots=True)
class Copy:
    """A mail that the server took."""

    at: datetime
    recipients: tuple[str, ...]
    message_id: str
    answers: str
    raw: bytes = field(repr=False)


def token_of(raw: bytes) -> str | None:
    """The mark that the test put into the body."""
    found = TOKEN.search(raw)
    return found[1].decode() if found else None


def in_maildir(*paths: Path) -> list[bytes]:
    """All mails of Maildirs, their Maildir++ folders included."""
    return [file.read_bytes() for path in paths for part in ("new", "cur") for file in sorted(path.glob(f"**/{part}/*")) if file.is_file()]


def taken(log: Path) -> list[Copy]:
    """What the server took, in order."""
    if not log.exists():
        return []
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    return [
        Copy(datetime.fromtimestamp(at["t"], UTC), tuple(at["rcpt"]), at["message_id"], at["in_reply_to"], at["raw"].encode("latin-1"))
        for at in lines
    ]


def check(scene: Scene) -> None:
    """Fails the test with all that is broken."""
    broken = violations(scene)
    assert not broken, "\n".join(broken)


def violations(scene: Scene) -> list[str]:
    """What is broken, each with the number of its invariant."""
    db = Database(url=scene.database, clock=SystemClock())
    try:
        with db.write() as tx:
            while events.seal(tx):
                pass
        with db.read() as tx:
            look = _Look(scene, taken(scene.sink), _rows(tx, schema.messages), _rows(tx, schema.replies), _rows(tx, schema.alarms))
            unsure = {e["reply_id"] for e in _rows(tx, schema.events) if e["kind"] == "reply.unsure"}
            return [
                *look.nothing_lost(),
                *look.nothing_twice(unsure),
                *look.no_orphan(),
                *look.log_true(),
                *_history(tx),
                *look.no_wrong_reply(),
                *look.bounded(),
            ]
    finally:
        db.close()


def _rows(tx: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in tx.execute(sa.select(table).order_by(sa.text("id")))]


def _history(tx: sa.Connection) -> Iterator[str]:
    sealed, breaks_at = events.verify(tx)
    count = tx.execute(sa.select(sa.func.count()).select_from(schema.events)).scalar_one()
    if breaks_at is not None:
        yield f"I4: the history's chain breaks at event {breaks_at}"
    elif sealed != count:
        yield f"I4: {count - sealed} of {count} events have no seal"
    for name, ids in audit.contradictions(tx).items():
        if ids:
            yield f"I4: {name}: {ids}"


@dataclass(frozen=True, slots=True)
class _Look:
    scene: Scene
    copies: list[Copy]
    messages: list[dict[str, Any]]
    replies: list[dict[str, Any]]
    alarms: list[dict[str, Any]]

    def nothing_lost(self) -> Iterator[str]:
        by_hash = Counter(row["raw_sha256"] for row in self.messages)
        for raw in self.scene.mails:
            digest = hashlib.sha256(raw).hexdigest()
            if by_hash[digest] != 1:
                yield f"I1: mail {token_of(raw) or digest} has {by_hash[digest]} rows"
        carried: Counter[str] = Counter()
        for row in self.messages:
            kept = self.scene.blobs / row["raw_sha256"][:2] / row["raw_sha256"]
            raw = kept.read_bytes() if kept.is_file() else b""
            if hashlib.sha256(raw).hexdigest() != row["raw_sha256"] or len(raw) != row["size"]:
                yield f"I1: the bytes of letter {row['id']} cannot be read back"
            token = token_of(raw)
            if token and row["duplicate_of"] is None:
                carried[token] += 1
        yield from (f"I1: token {token} has {count} letters" for token, count in carried.items() if count > 1)
        wanted = {token for raw in self.scene.mails if (token := token_of(raw))}
        yield from (f"I1: token {token} is on no letter" for token in wanted - set(carried))

    def nothing_twice(self, unsure: set[int]) -> Iterator[str]:
        tokens = {str(email.message_from_bytes(raw)["Message-ID"]): token for raw in self.scene.mails if (token := token_of(raw))}
        replies = {row["header_message_id"]: row for row in self.replies}
        ids_of = defaultdict(set)
        for copy in self.copies:
            if copy.message_id not in replies:
                yield f"I2: {copy.message_id} was sent and is on no record"
            elif copy.raw.replace(b"\r\n", b"\n") != bytes(replies[copy.message_id]["raw"]).replace(b"\r\n", b"\n"):
                yield f"I2: reply {replies[copy.message_id]['id']} went out with other octets than the record's"
            if copy.answers in tokens:
                ids_of[tokens[copy.answers]].add(copy.message_id)
        yield from (f"I2: token {token} has {len(ids)} acknowledgements" for token, ids in ids_of.items() if len(ids) > 1)
        for message_id, count in Counter(copy.message_id for copy in self.copies).items():
            flagged = message_id in replies and replies[message_id]["id"] in unsure
            if count > (2 if flagged else 1):
                yield f"I2: {message_id} was taken {count} times{', although it was called unsure' if flagged else ''}"

    def no_orphan(self) -> Iterator[str]:
        for row in self.messages:
            state = Message(row["state"])
            if state not in FINAL and row["ready_at"] is None:
                yield f"I3: letter {row['id']} is {state} and nobody will take it up"
            if state in FINAL and row["ready_at"] is not None:
                yield f"I3: letter {row['id']} is {state} and would be taken up again"
            if state in (Message.HELD, Message.SHELVED) and not (row["needs_person"] or row["older"]):
                yield f"I3: letter {row['id']} is {state} and in nobody's queue"
            if row["asks_answer"] and row["responded_at"] is None and row["due_at"] is None:
                yield f"I3: letter {row['id']} asks for an answer and has no due time"
            if state is Message.SHELVED and not self._alarmed("letter.shelved", row["id"]):
                yield f"I3: letter {row['id']} is shelved and nobody is told"
        for row in self.replies:
            at = Reply(row["state"])
            if at in (Reply.QUEUED, Reply.DEFERRED) and row["ready_at"] is None:
                yield f"I3: reply {row['id']} is {at} without a time of its next try"
            if at in (Reply.CLAIMED, Reply.IN_DATA):
                yield f"I3: reply {row['id']} is {at} although nobody works"
            if at in (Reply.UNSURE, Reply.DEAD) and row["settled_by"] is None and not self._alarmed(f"reply.{at}", row["id"]):
                yield f"I3: reply {row['id']} is {at} and nobody is told"

    def log_true(self) -> Iterator[str]:
        accepted = defaultdict(list)
        for copy in self.copies:
            accepted[copy.message_id].append(copy.at)
        noted = {row["reply_id"]: row["acknowledged_at"] for row in self.messages if row["acknowledged_at"] is not None}
        for row in self.replies:
            times = accepted[row["header_message_id"]]
            if row["state"] == Reply.SENT:
                if not times and row["settled_by"] is None:
                    yield f"I4: reply {row['id']} is on record as sent, and the server never took it"
                if times and row["sent_at"] < min(times) - SLACK:
                    yield f"I4: reply {row['id']} was sent at {row['sent_at']} by the log, and taken at {min(times)}"
                if row["automatic"] and row["id"] not in noted:
                    yield f"I4: reply {row['id']} was sent, and no letter says so"
            elif times and row["state"] not in (Reply.UNSURE, Reply.BOUNCED):
                yield f"I4: reply {row['id']} is {row['state']}, and the server took it"
            if times and row["id"] in noted and noted[row["id"]] < min(times) - SLACK:
                yield f"I4: the log says acknowledged at {noted[row['id']]}, the server took it at {min(times)}"

    def no_wrong_reply(self) -> Iterator[str]:
        for copy in self.copies:
            wrong = set(copy.recipients) - self.scene.expected
            if wrong:
                yield f"I5: {copy.message_id} went to {sorted(wrong)}"
            if len(copy.recipients) != 1:
                yield f"I5: {copy.message_id} went to {len(copy.recipients)} addresses at once"

    def bounded(self) -> Iterator[str]:
        minutes = Counter(int(copy.at.timestamp() // 60) for copy in self.copies)
        yield from (f"I6: {count} replies in one minute" for count in minutes.values() if count > self.scene.per_minute)

    def _alarmed(self, code: str, subject: int) -> bool:
        return any(a["code"] == code and a["subject"] == str(subject) and a["cleared_at"] is None for a in self.alarms)
