"""What the service would make of a mail or a paper, without keeping or sending anything. In: bytes. Out: all that the steps found.

The real steps run, in a transaction of an empty ledger that is rolled back: what is shown is what would happen, by the same code.
"""

import hashlib
from dataclasses import dataclass

from intake import errors
from intake.applications.completeness import Finding
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


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency that the mail speaks for."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A mail, as far as the road it would go. `mail` is None where it cannot be read; `reply` is the acknowledgement, also where it
    would only be proposed to a person.
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


class _Undone(Exception):
    """Carries the result out of the transaction, which it thereby rolls back."""

    def __init__(self, found: Rehearsed) -> None:
        super().__init__()
        self.found = found


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
        try:
            with self._db.write() as tx:
                raise _Undone(self._walk(tx, digest, len(raw), found))
        except _Undone as undone:
            return undone.found

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
        if decision.verdict is Verdict.HOLD and decision.template and decision.to:
            # What would be proposed to a person is shown as it would read.
            work.changes["verdict"] = Verdict.SEND
        acknowledge.commit(tx, work)
        registered: Registered = work.registered
        reply_id = work.changes.get("reply_id")
        return Rehearsed(
            raw_sha256=digest,
            mail=found,
            documents=work.documents,
            agencies=tuple(
                Agency(placed.submission.agency_name, placed.submission.state)
                for placed in registered.placed
                if placed.submission.agency_name
            ),
            findings=registered.findings,
            decision=decision,
            template=work.changes.get("template"),
            reply=None if reply_id is None else parser.parse(outbox.octets(tx, reply_id), self._limits),
            forward=registered.forward,
        )


def _unreadable(digest: str, why: str) -> Rehearsed:
    """Set aside whole, for a person."""
    decision = Decision(kind=Kind.QUARANTINE, verdict=Verdict.HOLD, reasons=(Reason("unreadable", why),), queue="quarantine")
    return Rehearsed(digest, None, (), (), (), decision, None, None)
