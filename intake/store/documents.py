"""Papers on record and what was read from them. In: attachments and Documents. Out: rows, and Documents again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import bindparam

from intake import errors
from intake.documents import codec
from intake.documents.document import Document, State
from intake.mail.message import Attachment
from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.documents
RECENT: Final = 500
"""Letters looked at for how reading goes of late."""
_F = schema.fields
_OF_MESSAGE: Final = sa.select(_T.c.id).where(_T.c.message_id == bindparam("letter"))
_ADD: Final = sa.insert(_T).returning(_T.c.id, sort_by_parameter_order=True)
_ADD_FIELDS: Final = sa.insert(_F)
_KNOWN: Final = (
    sa.select(_T.c.sha256).where(_T.c.sha256.in_(bindparam("hashes", expanding=True)), _T.c.message_id < bindparam("letter")).distinct()
)


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A paper as listed."""

    id: int
    message_id: int
    position: int
    filename: str
    media_type: str
    sha256: str
    size: int
    state: str
    form: str | None
    model: str | None
    form_revision: str | None
    pages: int
    blank: bool
    fully_read: bool
    first_form: str | None


@dataclass(frozen=True, slots=True)
class FieldRecord:
    """A value read, with its place."""

    id: int
    document_id: int
    name: str
    value: object
    raw: str
    page: int
    bbox: object
    source: str
    confidence: float


def replace_all(tx: Tx, message_id: int, papers: Sequence[tuple[Attachment, Document]], *, first: bool = False) -> list[int]:
    """Record a letter's papers in order, with their fields; what an earlier, broken-off run left is replaced. Returns the ids in order.

    `first`: no run before can have left any.
    """
    old = [] if first else list(tx.execute(_OF_MESSAGE, {"letter": message_id}).scalars())
    if old:
        tx.execute(sa.delete(_F).where(_F.c.document_id.in_(old)))
        tx.execute(sa.delete(_T).where(_T.c.message_id == message_id))
    if not papers:
        return []
    values = [_row(message_id, position, attachment, document) for position, (attachment, document) in enumerate(papers)]
    ids = [int(i) for i in tx.execute(_ADD, values).scalars()]
    _add_fields(tx, list(zip(ids, (document for _, document in papers), strict=True)))
    return ids


def read_on(tx: Tx, document_id: int, document: Document) -> None:
    """Replace what is known of a paper that waited; what it was taken for before is kept. Raises errors.Conflict where it waits no more."""
    values = {**_read(document), "first_form": sa.func.coalesce(_T.c.first_form, _T.c.form)}
    if tx.execute(sa.update(_T).where(_T.c.id == document_id, _T.c.state == State.WAITING).values(**values)).rowcount != 1:
        raise errors.Conflict("the paper was read by somebody else in the meantime")
    tx.execute(sa.delete(_F).where(_F.c.document_id == document_id))
    _add_fields(tx, [(document_id, document)])


def _add_fields(tx: Tx, papers: Sequence[tuple[int, Document]]) -> None:
    fields = [
        {
            "document_id": document_id, "name": f.name, "value": rows.json(list(f.value) if isinstance(f.value, tuple) else f.value),
            "raw": rows.text(f.raw, 2000), "page": f.page, "bbox": [round(x, 2) for x in f.bbox],
            "source": str(f.source), "confidence": f.confidence,
        }
        for document_id, document in papers
        for f in document.fields
    ]  # fmt: skip
    if fields:
        tx.execute(_ADD_FIELDS, fields)


def _row(message_id: int, position: int, attachment: Attachment, document: Document) -> dict[str, object]:
    return {
        "message_id": message_id,
        "position": position,
        "filename": rows.text(attachment.filename, 255),
        "container": rows.text(attachment.container, 80),
        "sha256": document.sha256,
        "size": attachment.size,
        **_read(document),
    }


def _read(document: Document) -> dict[str, object]:
    whole = codec.encode(document)
    return {
        "media_type": rows.text(document.media_type, 120),
        "state": str(document.state),
        "form": str(document.form),
        "model": None if document.model is None else str(document.model),
        "form_revision": document.form_revision,
        "pages": document.pages,
        "blank": document.blank,
        "fully_read": document.fully_read,
        "seconds": document.seconds,
        "read": rows.json({key: whole[key] for key in ("signatures", "issues", "sensitive", "first_page")}),
    }


def of_message(tx: Tx, message_id: int) -> list[DocumentRecord]:
    """A letter's papers in order."""
    return rows.many(
        DocumentRecord, tx.execute(rows.select(_T, DocumentRecord).where(_T.c.message_id == message_id).order_by(_T.c.position))
    )


def fields_of(tx: Tx, document_ids: Sequence[int]) -> list[FieldRecord]:
    """The values of these papers."""
    return rows.many(FieldRecord, tx.execute(rows.select(_F, FieldRecord).where(_F.c.document_id.in_(document_ids)).order_by(_F.c.id)))


def findings_of(tx: Tx, document_id: int) -> dict[str, object]:
    """Signatures, issues and sensitive places, in the words of the public JSON."""
    return dict(tx.execute(sa.select(_T.c.read).where(_T.c.id == document_id)).scalar_one())


def known(tx: Tx, hashes: Sequence[str], *, but_message: int) -> frozenset[str]:
    """Which of these papers came with another letter before."""
    if not hashes:
        return frozenset()
    return frozenset(tx.execute(_KNOWN, {"hashes": hashes, "letter": but_message}).scalars())


def ends_since(tx: Tx, since: datetime) -> tuple[int, int]:
    """Of the papers of letters first seen since then: how many were tried, and how many ended with their child."""
    recent = sa.select(schema.messages.c.id).where(schema.messages.c.received_at >= since).order_by(schema.messages.c.received_at.desc())
    query = sa.select(_T.c.state, sa.func.count()).where(_T.c.message_id.in_(recent.limit(RECENT))).group_by(_T.c.state)
    counts = {str(state): int(n) for state, n in tx.execute(query)}
    return sum(counts.values()), counts.get(State.KILLED, 0)
