"""Papers as they were read, out of the ledger. In: an application. Out: Documents again, without their words, which are not kept."""

from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from intake.documents import codec
from intake.documents.document import Document, Form, State
from intake.store import schema
from intake.store.database import Tx

MOST: Final = 400
"""Papers of one application that are taken up, the latest ones."""
_D = schema.documents
_F = schema.fields
_M = schema.messages
_S = schema.papers


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper of an application. `placed` where it has its place there: letters and agreements; other papers lie beside them."""

    document: Document
    message_id: int
    size: int
    placed: bool


def of_application(tx: Tx, application_id: int) -> list[Kept]:
    """The current papers, and whatever else came with its letters, oldest first. What was replaced, or belongs to another, is left out."""
    letters = sa.union(
        sa.select(_M.c.id).where(_M.c.application_id == application_id),
        sa.select(_S.c.message_id).where(_S.c.application_id == application_id),
    )
    latest = sa.select(_D).where(_D.c.message_id.in_(letters)).order_by(_D.c.id.desc()).limit(MOST)
    rows = list(reversed([dict(row) for row in tx.execute(latest).mappings()]))
    ids = [row["id"] for row in rows]
    places: dict[int, list[tuple[int, bool]]] = {}
    for paper, application, replaced in tx.execute(
        sa.select(_S.c.document_id, _S.c.application_id, _S.c.replaced_by).where(_S.c.document_id.in_(ids))
    ):
        places.setdefault(int(paper), []).append((int(application), replaced is None))
    mine = {paper: any(current for application, current in found if application == application_id) for paper, found in places.items()}
    fields = _fields(tx, ids)
    kept: list[Kept] = []
    for row in rows:
        # The same file that came again has no place of its own.
        again = row["form"] in (Form.LOI, Form.MOA) and not row["blank"] and row["id"] not in mine
        if again or not mine.get(row["id"], True):
            continue
        kept.append(Kept(_document(row, fields.get(row["id"], {})), int(row["message_id"]), int(row["size"]), row["id"] in mine))
    return kept


def of_letter(tx: Tx, message_id: int) -> dict[int, Document]:
    """The papers of a letter by their row, in order."""
    found = [dict(row) for row in tx.execute(sa.select(_D).where(_D.c.message_id == message_id).order_by(_D.c.position)).mappings()]
    fields = _fields(tx, [row["id"] for row in found])
    return {int(row["id"]): _document(row, fields.get(row["id"], {})) for row in found}


def _fields(tx: Tx, ids: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for row in tx.execute(sa.select(_F).where(_F.c.document_id.in_(ids)).order_by(_F.c.id)).mappings():
        found.setdefault(int(row["document_id"]), {})[row["name"]] = {
            key: row[key] for key in ("value", "raw", "page", "bbox", "source", "confidence")
        }
    return found


def _document(row: dict[str, Any], fields: dict[str, Any]) -> Document:
    """A record that says what no paper can say is one that a person must look at."""
    names = ("sha256", "media_type", "pages", "form", "model", "form_revision", "seconds", "blank", "fully_read", "state")
    try:
        return codec.decode({**{name: row[name] for name in names}, **row["read"], "fields": fields})
    except codec.BadDocument:
        return Document(row["sha256"], row["media_type"], 0, Form.OTHER, fully_read=False, state=State.READ)
