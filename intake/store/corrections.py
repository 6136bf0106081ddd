"""Fields and signatures as people corrected them. In: a paper, a name, a value. Out: the row that counts, and what stood there before.

What counts lies in `fields`, a signature's verdict among what was seen on the paper, so that every reader of papers sees it at once; what
the machine read is kept in the correction.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from intake.documents.document import Source
from intake.store import rows, schema, search_schema
from intake.store.database import Tx
from intake.store.work_tables import corrections as _C

_D, _F = schema.documents, schema.fields
_SAYS: Final = ("value", "raw", "page", "bbox", "source", "confidence")
UNREADABLE: Final = "unreadable"
ADDED: Final = "added"
CORRECTED: Final = "corrected"
SIGNATURES: Final = {"agency_signature": "agency", "office_signature": "office"}
"""Names under which a signature is corrected, and whose it is."""
SIGNED: Final = "signed"
UNSIGNED: Final = "unsigned"
_DOUBTS: Final = {
    "agency": frozenset({"signature-blank", "blank_signature", "signature-unclear", "signature-page-not-found"}), "office": frozenset(),
}  # fmt: skip
"""What the machine says of a signature beside its verdict, and no longer once a person has looked."""


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """`before`, `machine` and `after` are rows of `fields` without their ids, or None.

    Of a signature the value is its verdict; `signatures` and `issues` are what lies on the paper's record for it.
    """

    id: int
    message_id: int
    position: int
    sha256: str
    name: str
    act: str
    before: dict[str, Any] | None
    machine: dict[str, Any] | None
    after: dict[str, Any] | None
    followed: dict[str, Any] | None
    by_who: str
    at: datetime
    undone_at: datetime | None
    undone_by: str | None


def of_message(tx: Tx, message_id: int) -> list[CorrectionRecord]:
    """Every correction of a letter's papers, undone ones too, in order."""
    return rows.many(CorrectionRecord, tx.execute(rows.select(_C, CorrectionRecord).where(_C.c.message_id == message_id).order_by(_C.c.id)))


def get(tx: Tx, correction_id: int) -> CorrectionRecord | None:
    """One, or None."""
    return rows.one(CorrectionRecord, tx.execute(rows.select(_C, CorrectionRecord).where(_C.c.id == correction_id)).one_or_none())


def standing(tx: Tx, message_id: int, position: int, name: str) -> CorrectionRecord | None:
    """The latest of a field that was not undone."""
    where = (_C.c.message_id == message_id, _C.c.position == position, _C.c.name == name, _C.c.undone_at.is_(None))
    query = rows.select(_C, CorrectionRecord).where(*where).order_by(_C.c.id.desc()).limit(1)
    return rows.one(CorrectionRecord, tx.execute(query).one_or_none())


def edition(tx: Tx, message_id: int, position: int, name: str) -> int:
    """A number that grows with each correction of a field and each undoing; 0 where there was none."""
    where = (_C.c.message_id == message_id, _C.c.position == position, _C.c.name == name)
    found = tx.execute(sa.select(sa.func.max(_C.c.id), sa.func.count(_C.c.undone_at)).where(*where)).one()
    return int(found[0] or 0) + int(found[1])


def field(tx: Tx, document_id: int, name: str) -> dict[str, Any] | None:
    """What counts of a field or a signature now."""
    if name in SIGNATURES:
        return _signature(tx, document_id, SIGNATURES[name])
    query = sa.select(*(_F.c[key] for key in _SAYS)).where(_F.c.document_id == document_id, _F.c.name == name).order_by(_F.c.id.desc())
    row = tx.execute(query.limit(1)).mappings().one_or_none()
    return None if row is None else dict(row)


def put(tx: Tx, document_id: int, name: str, values: dict[str, Any] | None) -> None:
    """Let this count; None: nothing counts."""
    if name in SIGNATURES:
        _put_signature(tx, document_id, SIGNATURES[name], values)
    else:
        tx.execute(sa.delete(_F).where(_F.c.document_id == document_id, _F.c.name == name))
        if values is not None:
            tx.execute(sa.insert(_F).values(document_id=document_id, name=name, **{key: values[key] for key in _SAYS}))
    letter = sa.select(_D.c.message_id).where(_D.c.id == document_id)
    tx.execute(sa.insert(search_schema.queue).from_select(["message_id"], letter))


def _signature(tx: Tx, document_id: int, party: str) -> dict[str, Any] | None:
    read = _read(tx, document_id)
    mine = [each for each in read["signatures"] if each["party"] == party]
    issues = [each for each in read["issues"] if each["code"] in _DOUBTS[party]]
    if not mine and not issues:
        return None
    verdicts = {each["verdict"] for each in mine}
    verdict = SIGNED if SIGNED in verdicts else UNSIGNED if verdicts == {UNSIGNED} else "unclear"
    said = any(each.get("source") == Source.STAFF for each in mine)
    # The place of what decides: of two lines of which one is signed, the signed one.
    first = next((each for each in mine if each["verdict"] == verdict), mine[0] if mine else {"page": 0, "bbox": [0, 0, 0, 0]})
    return {
        "value": verdict, "raw": "", "page": first["page"], "bbox": first["bbox"], "source": str(Source.STAFF) if said else "",
        "confidence": 1.0 if said else 0.0, "signatures": mine, "issues": issues,
    }  # fmt: skip


def _put_signature(tx: Tx, document_id: int, party: str, values: dict[str, Any] | None) -> None:
    read, row = _read(tx, document_id), values or {"signatures": [], "issues": []}
    read["signatures"] = [each for each in read["signatures"] if each["party"] != party] + row["signatures"]
    read["issues"] = [each for each in read["issues"] if each["code"] not in _DOUBTS[party]] + row["issues"]
    tx.execute(sa.update(_D).where(_D.c.id == document_id).values(read=rows.json(read)))


def _read(tx: Tx, document_id: int) -> dict[str, Any]:
    return dict(tx.execute(sa.select(_D.c.read).where(_D.c.id == document_id)).scalar_one())


def signed(party: str, verdict: str, *, page: int, bbox: list[float]) -> dict[str, Any]:
    """The same as `said` for a signature: how a person judged it. How it was made and who signed he did not say."""
    entry = {"party": party, "verdict": verdict, "kind": None, "page": page, "bbox": bbox, "source": str(Source.STAFF)}
    return {**said(verdict, page=page, bbox=bbox), "signatures": [entry], "issues": []}


def said(value: object, *, page: int, bbox: list[float]) -> dict[str, Any]:
    """A row of `fields` for what a person said: certain, with the person as its source."""
    return {
        "value": rows.json(value), "raw": rows.text(str(value), 2000), "page": page, "bbox": bbox, "source": str(Source.STAFF),
        "confidence": 1.0,
    }  # fmt: skip


def add(
    tx: Tx, *, message_id: int, position: int, sha256: str, name: str, act: str, before: dict[str, Any] | None,
    machine: dict[str, Any] | None, after: dict[str, Any] | None, followed: dict[str, Any] | None, by_who: str, at: datetime,
) -> int:  # fmt: skip
    """Keep a correction; returns its number."""
    values = {
        "message_id": message_id, "position": position, "sha256": sha256, "name": name, "act": act, "before": before, "machine": machine,
        "after": after, "followed": followed, "by_who": rows.text(by_who, 120), "at": at,
    }  # fmt: skip
    return int(tx.execute(sa.insert(_C).values(**values).returning(_C.c.id)).scalar_one())


def undo(tx: Tx, correction_id: int, *, by_who: str, at: datetime) -> bool:
    """Take a correction back; False where it was taken back already."""
    where = (_C.c.id == correction_id, _C.c.undone_at.is_(None))
    return tx.execute(sa.update(_C).where(*where).values(undone_at=at, undone_by=rows.text(by_who, 120))).rowcount == 1


def lay_over(tx: Tx, message_id: int) -> None:
    """After its papers were read anew: what people said counts again, and what the machine reads now is kept beside it."""
    standing_now: dict[tuple[int, str], CorrectionRecord] = {}
    for record in of_message(tx, message_id):
        if record.undone_at is None:
            standing_now[record.position, record.name] = record
    if not standing_now:
        return
    query = sa.select(_D.c.position, _D.c.sha256, _D.c.id).where(_D.c.message_id == message_id)
    papers = {(int(position), str(sha256)): int(document) for position, sha256, document in tx.execute(query)}
    for (position, name), record in standing_now.items():
        document = papers.get((position, record.sha256))
        if document is None:
            continue
        found = field(tx, document, name)
        if found is None or found["source"] != Source.STAFF:
            tx.execute(sa.update(_C).where(_C.c.id == record.id).values(machine=found))
            put(tx, document, name, record.after)
