"""What the service would make of a mail, a paper or a release, without keeping or sending anything. In: bytes. Out: what the steps found.

The real steps run, in a transaction that is rolled back: what is shown is what would happen, by the same code.
"""

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from intake import errors
from intake.applications.completeness import Code, Finding
from intake.applications.decision import Decision, Reason, Verdict
from intake.applications.kinds import Kind
from intake.documents.document import Document
from intake.mail import parser
from intake.mail.forwards import Forward
from intake.mail.limits import Limits
from intake.mail.message import Message
from intake.pipeline.acknowledge import Acknowledge
from intake.pipeline.decide import Decide
from intake.pipeline.extract import Extract
from intake.pipeline.read import Read
from intake.pipeline.register import Register, Registered
from intake.pipeline.work import Work
from intake.ports import Clock, Reader, Role
from intake.store import messages, outbox
from intake.store.database import Database, Tx
from intake.store.states import Message as State

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that the mail speaks for."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A mail, as far as the road it would go. `mail` is None where it cannot be read; `reply` is the acknowledgement, also where it
    would only be proposed to a person. `told` are the codes of what that reply says was not found.
    """

    raw_sha256: str
    mail: Message | None
    documents: tuple[Document, ...]
    agencies: tuple[Agency, ...]
    findings: tuple[Finding, ...]
    decision: Decision
    template: str | None
    reply: Message | None
    forward: Forward | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """The reply that would go out, and its name in the catalogue."""

    template: str
    reply: Message


class _Undone(Exception):
    """Rolls a transaction back."""


class ReleaseRehearsal:
    """What `intake release` would send for a letter on record."""

    def __init__(self, *, db: Database, limits: Limits, acknowledge: Acknowledge) -> None:
        self._db = db
        self._limits = limits
        self._acknowledge = acknowledge

    def reply(self, number: int, mail: Message) -> Released:
        """`mail` is the letter, parsed. Raises errors.Conflict where the letter is not held any more."""

        def act(tx: Tx) -> Released:
            work = _release(tx, self._db, number, mail, self._acknowledge)
            return Released(str(work.known("template")), parser.parse(outbox.octets(tx, work.known("reply_id")), self._limits))

        return _undone(self._db, act)


class Rehearsal:
    """`db` is an empty ledger of its own. One thread at a time."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        limits: Limits,
        reader: Reader,
        read: Read,
        extract: Extract,
        register: Register,
        decide: Decide,
        acknowledge: Acknowledge,
    ) -> None:
        self._db = db
        self._clock = clock
        self._limits = limits
        self._reader = reader
        self._read = read
        self._verdict = (extract, register, decide, acknowledge)

    def mail(self, raw: bytes) -> Rehearsed:
        """The mail, as if it came now into a folder of the role intake. Raises nothing for what a mail does."""
        digest = hashlib.sha256(raw).hexdigest()
        try:
            if len(raw) > self._limits.raw_bytes:
                raise errors.UnreadableMail(f"the mail is larger than {self._limits.raw_bytes // 2**20} MB")
            found = parser.parse(raw, self._limits)
        except errors.UnreadableMail as error:
            return _unreadable(digest, str(error))
        return _undone(self._db, lambda tx: self._walk(tx, digest, len(raw), found))

    def papers(self, content: bytes, filename: str) -> tuple[Document, ...]:
        """The papers in a file; at least one."""
        return self._reader.read(content, filename=filename, media_type="")

    def _walk(self, tx: Tx, digest: str, size: int, found: Message) -> Rehearsed:
        now = self._clock.now()
        new = messages.New(
            raw_sha256=digest, size=size, mailbox="inspect", role=Role.INTAKE, older=False, received_at=now, first_seen_at=now
        )
        messages.keep(tx, new)
        work = Work(messages.claim(tx, self._db, owner="inspect", seconds=600, limit=1)[0])
        work.mail = found
        self._read.commit(tx, work)
        extract, register, decide, acknowledge = self._verdict
        for step in self._verdict:
            step.prepare(work)
        for step in (extract, register, decide):
            step.commit(tx, work)
        decision = work.decision
        if decision is None:
            raise errors.LedgerBroken("the verdict was not given")
        acknowledge.commit(tx, work)
        registered: Registered = work.registered
        documents = work.documents
        if decision.verdict is Verdict.HOLD and decision.template and decision.to:
            # A release words its reply from the record, not from what was just read: what would be proposed is made in the same way.
            changes = {name: value for name, value in work.changes.items() if name not in ("release", "wait_until")}
            messages.advance(tx, work.record, work.path, changes=changes, release=True)
            work = _release(tx, self._db, work.record.id, found, acknowledge)
        reply_id = work.changes.get("reply_id")
        return Rehearsed(
            raw_sha256=digest,
            mail=found,
            documents=documents,
            agencies=tuple(
                Agency(placed.submission.agency_name, placed.submission.state)
                for placed in registered.placed
                if placed.submission.agency_name
            ),
            findings=registered.findings,
            decision=decision,
            template=work.known("template"),
            reply=None if reply_id is None else parser.parse(outbox.octets(tx, reply_id), self._limits),
            forward=registered.forward,
            told=() if reply_id is None else _told(work, decision),
        )


def _undone(db: Database, act: Callable[[Tx], T]) -> T:
    """What `act` finds, in a transaction that is rolled back."""
    found: list[T] = []
    with contextlib.suppress(_Undone), db.write() as tx:
        found.append(act(tx))
        raise _Undone
    return found[0]


def _release(tx: Tx, db: Database, number: int, mail: Message, acknowledge: Acknowledge) -> Work:
    """The act and the step after it, for the caller to roll back."""
    messages.send_round(tx, number, State.DECIDED, now=db.now(tx), verdict=Verdict.SEND)
    work = Work(messages.get(tx, number))
    work.mail = mail
    acknowledge.commit(tx, work)
    return work


def _told(work: Work, decision: Decision) -> tuple[str, ...]:
    """As the history keeps it; that a link stood in a paper's place follows from the flag alone."""
    kept: list[str] = next((list(each.detail["missing"]) for each in work.events if each.kind == "reply.queued"), [])
    return tuple(dict.fromkeys((*map(str, kept), *((str(Code.LINK_INSTEAD),) if "links" in decision.flags else ()))))


def _unreadable(digest: str, why: str) -> Rehearsed:
    """Set aside whole, for a person."""
    decision = Decision(kind=Kind.QUARANTINE, verdict=Verdict.HOLD, reasons=(Reason("unreadable", why),), queue="quarantine")
    return Rehearsed(digest, None, (), (), (), decision, None, None)
