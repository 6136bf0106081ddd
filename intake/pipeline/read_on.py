"""Papers that waited, read on when there is time. In: a letter whose verdict stands. Out: what was read, on record and in its application.

One paper at a time, of the letter with the least time left, and only while no letter waits for its first reading: of two reading children
one stays free. Nothing that is read here is ever told to a sender; verdict, kind, clock and replies stay as they are. A crash at any line
leaves the paper waiting: the claim lapses and it is read again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog

from intake import errors
from intake.applications import brought, papers
from intake.applications.kinds import Kind
from intake.documents import findings
from intake.documents.document import Document, Form, Issue
from intake.documents.document import State as Reading
from intake.mail.message import Attachment, Message
from intake.pipeline.extract import at_an_end
from intake.pipeline.read import Read
from intake.pipeline.register import Register
from intake.pipeline.work import Work
from intake.ports import Clock, Reader
from intake.store import corrections, documents, events, messages, queues, readings, rows, unread
from intake.store.database import Database, Tx
from intake.store.documents import DocumentRecord
from intake.store.events import Event
from intake.store.messages import MessageRecord
from intake.store.states import RESTING
from intake.store.states import Message as State
from intake.store.unread import UnreadRecord

log = structlog.get_logger()

TRIES: Final = 2
"""Claims of a letter in which no paper came to an end; then what waits in it is given up."""
RETRY: Final = timedelta(seconds=20)
MUST_READ, SENSITIVE = "must_read", "sensitive"
_DIED: Final = (Reading.KILLED, Reading.LATE)
_OURS: Final = ("own_reply", "response")
"""Reasons of mail whose papers the first reading puts nowhere."""


_FAILED: Final = Document(
    "", "", 0, Form.OTHER, state=Reading.KILLED,
    issues=(Issue("reading-failed", "Reading this file on failed and was given up. A person must look at it.", None, "staff"),),
)  # fmt: skip


@dataclass(slots=True)
class _Paper:
    """One attachment of the letter in hand, and the rows of its papers that wait."""

    letter: MessageRecord
    mail: Message
    attachment: Attachment | None  # None where no file of the letter fits any more
    waiting: list[DocumentRecord]
    every: list[DocumentRecord]
    known: dict[int, Document]


class ReadOn:
    """One of these a worker, run by one thread; several workers share the work."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        owner: str,
        reader: Reader,
        read: Read,
        register: Register,
        seconds: float,
        claim_seconds: float,
    ) -> None:
        """`seconds` of processor time for character recognition in one attachment; 0: nothing is read on."""
        self._db = db
        self._clock = clock
        self._owner = owner
        self._reader = reader
        self._read = read
        self._register = register
        self._seconds = seconds
        self._claim_seconds = claim_seconds
        self._in_hand: UnreadRecord | None = None

    def run_one(self) -> bool:
        """Read one paper; False where there is none, or where letters wait that nobody has read yet."""
        if self._seconds <= 0:
            return False
        with self._db.read() as tx:
            if messages.any_ready(tx, self._db) or not unread.any_ready(tx, self._db):
                return False
        with self._db.write() as tx:
            claim = unread.claim(tx, self._db, owner=self._owner, seconds=self._claim_seconds)
        if claim is None:
            return False
        self._in_hand = claim
        try:
            self._take(claim)
        finally:
            self._in_hand = None
        return True

    def renew(self) -> None:
        """Hold on to what is in hand: a slow paper is no reason to lose the claim."""
        claim = self._in_hand
        if claim is not None:
            with self._db.write() as tx:
                unread.renew(tx, self._db, claim, seconds=self._claim_seconds)

    def _take(self, claim: UnreadRecord) -> None:
        try:
            with self._db.read() as tx:
                letter = messages.get(tx, claim.message_id)
                every = documents.of_message(tx, claim.message_id)
                known = readings.of_letter(tx, claim.message_id)
            waiting = [row for row in every if row.state == Reading.WAITING]
            try:
                mail = self._read.mail(letter.raw_sha256)
            except (errors.UnreadableMail, errors.NotFound):
                self._give_up(claim, waiting, known)
                return
            if waiting:
                first = _attachment(mail, waiting[0])
                paper = _Paper(letter, mail, first, [row for row in waiting if _attachment(mail, row) is first], every, known)
                self._write(claim, paper, self._found(claim, paper))
            else:
                self._give_up(claim, (), known)
        except errors.LeaseLost:
            log.info("paper.lease_lost", message=claim.message_id)
        except (errors.WaitError, errors.Conflict) as error:
            # The paper is not to blame.
            self._put_back(claim, error)

    def _found(self, claim: UnreadRecord, paper: _Paper) -> dict[int, Document]:
        """The rows that wait, as they are known now: read, or at an end all the same."""
        came: Sequence[Document] = ()
        if claim.attempts <= TRIES and paper.attachment is not None:
            file = paper.attachment
            came = self._reader.read(file.content, filename=file.filename, media_type=file.media_type, recognition=self._seconds)
        read: dict[str, Document] = {}
        for document in came:
            first = read.get(document.sha256)
            if first is not None:
                read[document.sha256] = _with_others(first)
            elif document.state not in _DIED:
                read[document.sha256] = at_an_end(document)
        died = next((document for document in came if document.state in _DIED), _FAILED)
        return {row.id: read.get(row.sha256) or _ended(paper.known[row.id], died) for row in paper.waiting}

    def _write(self, claim: UnreadRecord, paper: _Paper, found: dict[int, Document]) -> None:
        pairs = [(_attachment(paper.mail, row) or _no_file(row), found.get(row.id) or paper.known[row.id]) for row in paper.every]
        work = Work(paper.letter, mail=paper.mail, papers=pairs, document_ids=[row.id for row in paper.every])
        self._register.prepare(work)
        with self._db.write() as tx:
            work.record = letter = messages.kept(tx, claim.message_id)
            if State(letter.state) not in RESTING:
                raise errors.Conflict(f"letter {letter.id} is on its way again")
            # The fence: from here on nobody else writes of this letter's papers.
            if any(document.state is Reading.WAITING for document in work.documents):
                unread.put_back(tx, claim, ready_at=self._db.now(tx), attempts=0)
            else:
                unread.done(tx, claim)
            work.events += self._record(tx, claim, paper.waiting, found)
            self._place(tx, work, frozenset(row.id for row in paper.waiting if _said(paper.known[row.id]) != _said(found[row.id])))
            messages.change(tx, letter.id, version=letter.version, **work.changes)
            events.add(tx, work.events)

    def _record(self, tx: Tx, claim: UnreadRecord, ended: Sequence[DocumentRecord], found: Mapping[int, Document]) -> list[Event]:
        told = []
        for row in ended:
            document = found[row.id]
            documents.read_on(tx, row.id, document)
            model = document.model and str(document.model)
            detail = {"paper": row.position + 1, "form": str(document.form), "model": model, "state": str(document.state)}
            told.append(Event(self._clock.now(), "paper.read_on", message_id=claim.message_id, detail=detail))
        corrections.lay_over(tx, claim.message_id)
        return told

    def _place(self, tx: Tx, work: Work, fresh: frozenset[int]) -> None:
        """Into its application, where its first reading would have put it there; and the flags that staff see."""
        letter = queues.whole(tx, work.record.id)
        ours = letter.kind == Kind.BOUNCE or any(reason.get("code") in _OURS for reason in letter.reasons)
        if fresh and letter.duplicate_of is None and not ours:
            self._register.add(tx, work, fresh)
        known = documents.known(tx, [d.sha256 for d in work.documents], but_message=work.record.id)
        flags = list(letter.flags)
        if MUST_READ in flags and not brought.sort(work.message, work.documents, known).unread:
            flags.remove(MUST_READ)
        if SENSITIVE not in flags and any(document.sensitive for document in work.documents):
            flags.append(SENSITIVE)
        work.changes["flags"] = flags

    def _give_up(self, claim: UnreadRecord, waiting: Sequence[DocumentRecord], known: Mapping[int, Document]) -> None:
        """The letter's bytes are gone, or cannot be understood any more: what was read of its papers is all there is."""
        with self._db.write() as tx:
            unread.done(tx, claim)
            events.add(tx, self._record(tx, claim, waiting, {row.id: _ended(known[row.id], _FAILED) for row in waiting}))

    def _put_back(self, claim: UnreadRecord, error: Exception) -> None:
        log.warning("paper.put_back", message=claim.message_id, error=type(error).__name__)
        try:
            with self._db.write() as tx:
                unread.put_back(tx, claim, ready_at=self._db.now(tx) + RETRY, attempts=claim.attempts - 1)
        except errors.WaitError:
            log.warning("paper.claim_left_to_lapse", message=claim.message_id)


def _attachment(mail: Message, row: DocumentRecord) -> Attachment | None:
    """What a paper came in: the file itself, else the wrapper of that name and size."""
    same = next((each for each in mail.attachments if each.sha256 == row.sha256), None)
    return same or next((each for each in mail.attachments if (rows.text(each.filename, 255), each.size) == (row.filename, row.size)), None)


def _no_file(row: DocumentRecord) -> Attachment:
    return Attachment(row.filename, row.media_type, b"", row.sha256)


def _said(document: Document) -> tuple[object, ...] | None:
    """What a paper's place hangs on; None for what has none."""
    return (document.form, document.model, document.value("agency_name"), document.value("state")) if papers.is_paper(document) else None


def _with_others(first: Document) -> Document:
    """The file has one row, which is its first paper's; the others are left to a person."""
    told = findings.papers_not_filed()
    return first if told in first.issues else replace(first, fully_read=False, issues=(*first.issues, told))


def _ended(before: Document, died: Document) -> Document:
    """What the first reading found stays; how the second one ended is added."""
    return replace(before, state=died.state, issues=(*before.issues, *died.issues))
