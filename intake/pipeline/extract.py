"""The papers of a letter read, each in a child process. In: READ. Out: EXTRACTED; a dead paper never shelves its letter."""

from typing import Final

from intake.documents.document import Document, Form, Issue
from intake.documents.document import State as Reading
from intake.mail.message import Attachment
from intake.pipeline.work import Work
from intake.ports import Clock, Reader, Role
from intake.store import documents
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.states import Message as State

PAPERS_READ: Final = 60  # of one letter; what lies beyond is kept and left to a person


class Extract:
    """Reads what may bear a paper; mails of our own Sent folder are not read."""

    def __init__(self, *, reader: Reader, clock: Clock, most: int = PAPERS_READ) -> None:
        self._reader = reader
        self._most = most
        self._clock = clock

    def prepare(self, work: Work) -> None:
        """Slow part, outside any transaction. Safe to do twice."""
        work.papers = []
        if work.record.role == Role.SENT:
            return
        for attachment in work.message.attachments:
            if len(work.papers) >= self._most:
                work.papers.append((attachment, _left(attachment)))
            else:
                found = self._reader.read(attachment.content, filename=attachment.filename, media_type=attachment.media_type)
                work.papers.extend((attachment, document) for document in found)

    def commit(self, tx: Tx, work: Work) -> None:
        """Write papers and fields in two statements."""
        work.document_ids = documents.replace_all(tx, work.record.id, work.papers)
        work.path.append(State.EXTRACTED)
        forms = [str(d.form) for d in work.documents][:20]
        states = sorted({str(d.state) for d in work.documents})
        detail = {"papers": len(work.papers), "forms": forms, "states": states}
        work.events.append(Event(self._clock.now(), "message.extracted", message_id=work.record.id, detail=detail))


def _left(attachment: Attachment) -> Document:
    issue = Issue(
        "too-many-papers", "more papers came with this mail than are read by machine; a person must look at this one", None, "staff"
    )
    return Document(attachment.sha256, attachment.media_type, 0, Form.OTHER, issues=(issue,), fully_read=False, state=Reading.LATE)
