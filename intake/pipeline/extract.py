"""The papers of a letter read, each in a child process. In: READ. Out: EXTRACTED; a dead paper never shelves its letter."""

from dataclasses import dataclass, replace
from typing import Final

from intake.documents.document import Document, Form, Issue
from intake.documents.document import State as Reading
from intake.documents.unwrap import RECOGNITION
from intake.mail.message import Attachment
from intake.pipeline.work import Work
from intake.ports import Clock, Reader, Role
from intake.store import corrections, documents, unread
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.states import Message as State

PAPERS_READ: Final = 60  # of one letter; what lies beyond is kept and left to a person


@dataclass(frozen=True, slots=True)
class Pictures:
    """The budget of character recognition, so that a burst of scans delays no acknowledgement: what is left out is read afterwards."""

    seconds: float = RECOGNITION  # of processor time, for all papers of a letter
    within: float = 30.0  # seconds after a letter was first seen; later nothing is recognised in it


class Extract:
    """Reads what may bear a paper; mails of our own Sent folder are not read."""

    def __init__(self, *, reader: Reader, clock: Clock, most: int = PAPERS_READ, pictures: Pictures | None = None) -> None:
        self._reader = reader
        self._most = most
        self._clock = clock
        self._pictures = pictures or Pictures()

    def prepare(self, work: Work) -> None:
        """Slow part, outside any transaction. Safe to do twice."""
        work.papers = []
        if work.record.role == Role.SENT:
            return
        spent = 0.0
        for attachment in work.message.attachments:
            if len(work.papers) >= self._most:
                work.papers.append((attachment, _left(attachment)))
                continue
            left = self._left_for(work, spent)
            found = self._reader.read(attachment.content, filename=attachment.filename, media_type=attachment.media_type, recognition=left)
            if left >= self._pictures.seconds:
                found = tuple(map(at_an_end, found))
            spent += sum(document.seconds for document in found)
            work.papers.extend((attachment, document) for document in found)

    def _left_for(self, work: Work, spent: float) -> float:
        """Seconds for pages that are pictures: none for a letter that has waited so long that its acknowledgement is due first."""
        waited = (self._clock.now() - work.record.first_seen_at).total_seconds()
        left = min(self._pictures.seconds - spent, self._pictures.within - waited)
        return 0.0 if work.record.older else max(left, 0.0)

    def commit(self, tx: Tx, work: Work) -> None:
        """Write papers and fields in two statements."""
        work.document_ids = documents.replace_all(tx, work.record.id, work.papers, first=work.record.kind is None)
        if work.record.kind is not None:
            corrections.lay_over(tx, work.record.id)
        if any(document.state is Reading.WAITING for document in work.documents):
            unread.put(tx, work.record.id, ready_at=self._clock.now())
        elif work.record.kind is not None:
            unread.drop(tx, work.record.id)
        work.path.append(State.EXTRACTED)
        forms = [str(d.form) for d in work.documents][:20]
        states = sorted({str(d.state) for d in work.documents})
        detail = {"papers": len(work.papers), "forms": forms, "states": states}
        work.events.append(Event(self._clock.now(), "message.extracted", message_id=work.record.id, detail=detail))


def at_an_end(document: Document) -> Document:
    """With all the time that there is for a paper, what was left out of it stays left out."""
    return replace(document, state=Reading.READ) if document.state is Reading.WAITING else document


def _left(attachment: Attachment) -> Document:
    issue = Issue(
        "too-many-papers", "more papers came with this mail than are read by machine; a person must look at this one", None, "staff"
    )
    return Document(attachment.sha256, attachment.media_type, 0, Form.OTHER, issues=(issue,), fully_read=False, state=Reading.LATE)
