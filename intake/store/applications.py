"""Applications on record: found by agency, joined, added to. In: values. Out: records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from intake import errors
from intake.store import rows, schema
from intake.store.database import Tx

_A = schema.applications
_B = schema.blocks
_P = schema.participants
_S = schema.papers
_J = schema.proposals
_M = schema.messages


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """The case."""

    id: int
    reference: str
    agency_name: str
    agency_key: str
    state: str
    agency_type: str | None
    county: str | None
    directory_name: str | None
    status: str
    created_at: datetime
    updated_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper's place in an application."""

    id: int
    application_id: int
    document_id: int
    message_id: int
    form: str
    model: str | None
    sha256: str
    placed_at: datetime
    replaced_by: int | None


@dataclass(frozen=True, slots=True)
class ProposalRecord:
    """A join that staff must confirm."""

    id: int
    message_id: int
    application_id: int
    candidate_id: int
    reason: str
    state: str


def make(
    tx: Tx,
    *,
    reference: str,
    agency_name: str,
    agency_key: str,
    state: str,
    agency_type: str | None,
    county: str | None,
    directory_name: str | None,
    status: str,
    blocks: Iterable[str],
    now: datetime,
) -> ApplicationRecord:
    """A new application with its blocking keys."""
    values = {
        "reference": reference, "agency_name": rows.text(agency_name, 300), "agency_key": rows.text(agency_key, 300), "state": state,
        "agency_type": agency_type, "county": county and rows.text(county, 120), "directory_name": directory_name, "status": status,
        "created_at": now, "updated_at": now,
    }  # fmt: skip
    made = int(tx.execute(sa.insert(_A).values(**values).returning(_A.c.id)).scalar_one())
    keys = [{"application_id": made, "state": state, "block": rows.text(block, 120)} for block in dict.fromkeys(blocks)]
    if keys:
        tx.execute(sa.insert(_B), keys)
    return get(tx, made)


def get(tx: Tx, application_id: int) -> ApplicationRecord:
    """Raises errors.NotFound."""
    found = rows.one(ApplicationRecord, tx.execute(rows.select(_A, ApplicationRecord).where(_A.c.id == application_id)).one_or_none())
    if found is None:
        raise errors.NotFound(f"no application {application_id} on record")
    return found


def by_reference(tx: Tx, reference: str) -> ApplicationRecord | None:
    """The application of that reference, or None."""
    return rows.one(ApplicationRecord, tx.execute(rows.select(_A, ApplicationRecord).where(_A.c.reference == reference)).one_or_none())


def near(tx: Tx, *, state: str, agency_key: str, blocks: Sequence[str], limit: int = 50) -> list[ApplicationRecord]:
    """Applications of that state whose agency may be the same: those with the same key first, newest first."""
    same = (
        rows.select(_A, ApplicationRecord).where(_A.c.state == state, _A.c.agency_key == agency_key).order_by(_A.c.id.desc()).limit(limit)
    )
    found = rows.many(ApplicationRecord, tx.execute(same))
    if not blocks or len(found) >= limit:
        return found
    ids = (
        sa.select(_B.c.application_id)
        .where(_B.c.state == state, _B.c.block.in_(list(blocks)))
        .order_by(_B.c.application_id.desc())
        .limit(limit * 4)
    )
    more = rows.select(_A, ApplicationRecord).where(_A.c.id.in_(ids), _A.c.agency_key != agency_key).order_by(_A.c.id.desc()).limit(limit)
    return found + rows.many(ApplicationRecord, tx.execute(more))


def participants(tx: Tx, application_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Address and domain of everyone known to each application."""
    out: dict[int, list[tuple[str, str]]] = {i: [] for i in application_ids}
    where = _P.c.application_id.in_(application_ids)
    for application_id, address, domain in tx.execute(sa.select(_P.c.application_id, _P.c.address, _P.c.domain).where(where)):
        out[application_id].append((address, domain))
    return out


def add_participant(tx: Tx, application_id: int, *, address: str, domain: str, now: datetime) -> None:
    """Note an address; noting it twice is nothing."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = {"application_id": application_id, "address": rows.text(address, 320), "domain": rows.text(domain, 255), "since": now}
    tx.execute(insert(_P).values(values).on_conflict_do_nothing(index_elements=["application_id", "address"]))


def papers(tx: Tx, application_id: int) -> list[PaperRecord]:
    """Every paper ever placed, in order; the current ones have no `replaced_by`."""
    return rows.many(PaperRecord, tx.execute(rows.select(_S, PaperRecord).where(_S.c.application_id == application_id).order_by(_S.c.id)))


def place(
    tx: Tx,
    application_id: int,
    *,
    document_id: int,
    message_id: int,
    form: str,
    model: str | None,
    sha256: str,
    replaces: int | None,
    now: datetime,
) -> int:
    """Place a paper; the one it replaces is kept and points at it."""
    values = {
        "application_id": application_id, "document_id": document_id, "message_id": message_id,
        "form": form, "model": model, "sha256": sha256, "placed_at": now,
    }  # fmt: skip
    made = int(tx.execute(sa.insert(_S).values(**values).returning(_S.c.id)).scalar_one())
    if replaces is not None:
        tx.execute(sa.update(_S).where(_S.c.id == replaces).values(replaced_by=made))
    return made


def emptied(tx: Tx, message_id: int) -> list[ApplicationRecord]:
    """Take back what an earlier run of the same letter placed; returns the applications that it alone made and that stand empty now."""
    made = sa.union(
        sa.select(_S.c.application_id).where(_S.c.message_id == message_id),
        sa.select(_J.c.application_id).where(_J.c.message_id == message_id),
        sa.select(_M.c.application_id).where(_M.c.id == message_id, _M.c.application_id.is_not(None)),
    )
    ids = [int(i) for i in tx.execute(made).scalars()]
    unplace(tx, message_id)
    if not ids:
        return []
    others = sa.select(_M.c.id).where(_M.c.application_id == _A.c.id, _M.c.id != message_id).exists()
    filed = sa.select(_S.c.id).where(_S.c.application_id == _A.c.id).exists()
    query = rows.select(_A, ApplicationRecord).where(_A.c.id.in_(ids), ~others, ~filed).order_by(_A.c.id)
    return rows.many(ApplicationRecord, tx.execute(query))


def holding(tx: Tx, hashes: Sequence[str], *, but_message: int) -> int | None:
    """The one application in which all of these files lie, as other letters brought them; None where they lie in none or in several."""
    wanted = set(hashes)
    where = (_S.c.sha256.in_(list(wanted)), _S.c.message_id != but_message)
    found: dict[int, set[str]] = {}
    for application_id, sha256 in tx.execute(sa.select(_S.c.application_id, _S.c.sha256).where(*where)):
        found.setdefault(int(application_id), set()).add(str(sha256))
    whole = [application_id for application_id, held in found.items() if held == wanted]
    return whole[0] if wanted and len(whole) == 1 else None


def unplace(tx: Tx, message_id: int) -> None:
    """Take back what an earlier registration of the same letter placed, before it is registered anew."""
    mine = sa.select(_S.c.id).where(_S.c.message_id == message_id)
    tx.execute(sa.update(_S).where(_S.c.replaced_by.in_(mine)).values(replaced_by=None))
    tx.execute(sa.delete(_S).where(_S.c.message_id == message_id))
    tx.execute(sa.delete(_J).where(_J.c.message_id == message_id, _J.c.state == "open"))


def propose(tx: Tx, *, message_id: int, application_id: int, candidate_id: int, reason: str, now: datetime) -> None:
    """Propose to staff that two applications are one."""
    values = {
        "message_id": message_id,
        "application_id": application_id,
        "candidate_id": candidate_id,
        "reason": rows.text(reason, 300),
        "made_at": now,
    }
    tx.execute(sa.insert(_J).values(**values))


def proposals(tx: Tx, *, message_id: int | None = None, limit: int = 200) -> list[ProposalRecord]:
    """Open proposals, oldest first."""
    query = rows.select(_J, ProposalRecord).where(_J.c.state == "open").order_by(_J.c.id).limit(limit)
    if message_id is not None:
        query = query.where(_J.c.message_id == message_id)
    return rows.many(ProposalRecord, tx.execute(query))


def touch(tx: Tx, application_id: int, *, now: datetime, **values: Any) -> None:
    """Change an application."""
    tx.execute(sa.update(_A).where(_A.c.id == application_id).values(updated_at=now, version=_A.c.version + 1, **rows.json(values)))


def taken(tx: Tx, reference: str) -> bool:
    """Whether a reference is on record already, of an application or of a letter."""
    letter = sa.select(schema.messages.c.id).where(schema.messages.c.reference == reference).limit(1)
    return by_reference(tx, reference) is not None or tx.execute(letter).scalar_one_or_none() is not None


def with_participant(tx: Tx, address: str, *, limit: int = 20) -> list[ApplicationRecord]:
    """Applications that know an address, newest first."""
    ids = sa.select(_P.c.application_id).where(_P.c.address == address).order_by(_P.c.application_id.desc()).limit(limit)
    return rows.many(ApplicationRecord, tx.execute(rows.select(_A, ApplicationRecord).where(_A.c.id.in_(ids)).order_by(_A.c.id.desc())))
