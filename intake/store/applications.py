"""Applications on record: found by agency, joined, added to. In: values. Out: records."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from intake import errors
from intake.store import rows, schema
from intake.store.database import Tx

_A = schema.applications
_D = schema.documents
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


def _either(*queries: sa.Select[Any]) -> sa.CompoundSelect[Any]:
    """The ids of all of these queries, each with a limit of its own."""
    return sa.union(*(sa.select(query.subquery().c[0]) for query in queries))


# Built once, see messages.py.
_MAKE: Final = sa.insert(_A).returning(*rows.columns(_A, ApplicationRecord))
_BLOCK: Final = sa.insert(_B)
_GET: Final = rows.select(_A, ApplicationRecord).where(_A.c.id == bindparam("this"))
_BY_REFERENCE: Final = rows.select(_A, ApplicationRecord).where(_A.c.reference == bindparam("reference"))
_SAME_KEY: Final = (
    sa.select(_A.c.id)
    .where(_A.c.state == bindparam("state"), _A.c.agency_key == bindparam("key"))
    .order_by(_A.c.id.desc())
    .limit(bindparam("most"))
)
_BLOCKED: Final = (
    sa.select(_B.c.application_id)
    .where(_B.c.state == bindparam("state"), _B.c.block.in_(bindparam("blocks", expanding=True)))
    .order_by(_B.c.application_id.desc())
    .limit(bindparam("most_blocks"))
)
_NEAR: Final = (
    rows.select(_A, ApplicationRecord)
    .where(_A.c.id.in_(_either(_SAME_KEY, _BLOCKED)))
    .order_by((_A.c.agency_key == bindparam("key")).desc(), _A.c.id.desc())
    .limit(bindparam("most"))
)
_PEOPLE: Final = sa.select(_P.c.application_id, _P.c.address, _P.c.domain).where(_P.c.application_id.in_(bindparam("ids", expanding=True)))
_PAPERS: Final = rows.select(_S, PaperRecord).where(_S.c.application_id == bindparam("application")).order_by(_S.c.id)
_PLACE: Final = sa.insert(_S).returning(_S.c.id)
_JOIN: Final = {
    name: insert(_P).on_conflict_do_nothing(index_elements=["application_id", "address"])
    for name, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
KNOWING: Final = 20
"""Applications that are looked at where one address or domain is on many."""


def _knowing(column: sa.Column[str], known: str) -> sa.Select[Any]:
    return sa.select(_P.c.application_id).where(column == bindparam(known)).order_by(_P.c.application_id.desc()).limit(KNOWING)


_BY_ADDRESS: Final = _knowing(_P.c.address, "known_address")
_BY_DOMAIN: Final = _knowing(_P.c.domain, "known_domain")
_KNOWING_ADDRESS: Final = rows.select(_A, ApplicationRecord).where(_A.c.id.in_(_BY_ADDRESS)).order_by(_A.c.id.desc())
_KNOWING: Final = (
    sa.select(*rows.columns(_A, cast(Hashable, ApplicationRecord)), _A.c.id.in_(_BY_ADDRESS))
    .where(_A.c.id.in_(_either(_BY_ADDRESS, _BY_DOMAIN)))
    .order_by(_A.c.id.desc())
)
_TOUCH: Final = sa.update(_A).where(_A.c.id == bindparam("this")).values(version=_A.c.version + 1)
_TAKEN: Final = sa.select(
    sa.or_(
        sa.select(_A.c.id).where(_A.c.reference == bindparam("reference")).exists(),
        sa.select(_M.c.id).where(_M.c.reference == bindparam("reference")).exists(),
    )
)


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
    made = ApplicationRecord(*tx.execute(_MAKE, values).one())
    _block(tx, made.id, state, blocks)
    return made


def get(tx: Tx, application_id: int) -> ApplicationRecord:
    """Raises errors.NotFound."""
    found = rows.one(ApplicationRecord, tx.execute(_GET, {"this": application_id}).one_or_none())
    if found is None:
        raise errors.NotFound(f"no application {application_id} on record")
    return found


def by_reference(tx: Tx, reference: str) -> ApplicationRecord | None:
    """The application of that reference, or None."""
    return rows.one(ApplicationRecord, tx.execute(_BY_REFERENCE, {"reference": reference}).one_or_none())


def near(tx: Tx, *, state: str, agency_key: str, blocks: Sequence[str], limit: int = 50) -> list[ApplicationRecord]:
    """Applications of that state whose agency may be the same: those with the same key first, newest first."""
    wanted = {"state": state, "key": agency_key, "most": limit, "blocks": list(blocks), "most_blocks": limit * 4}
    return rows.many(ApplicationRecord, tx.execute(_NEAR, wanted))


def participants(tx: Tx, application_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Address and domain of everyone known to each application."""
    out: dict[int, list[tuple[str, str]]] = {i: [] for i in application_ids}
    for application_id, address, domain in tx.execute(_PEOPLE, {"ids": application_ids}):
        out[application_id].append((address, domain))
    return out


def add_participant(tx: Tx, application_id: int, *, address: str, domain: str, now: datetime) -> None:
    """Note an address; noting it twice is nothing."""
    values = {"application_id": application_id, "address": rows.text(address, 320), "domain": rows.text(domain, 255), "since": now}
    tx.execute(_JOIN[tx.dialect.name], values)


def papers(tx: Tx, application_id: int) -> list[PaperRecord]:
    """Every paper ever placed, in order; the current ones have no `replaced_by`."""
    return rows.many(PaperRecord, tx.execute(_PAPERS, {"application": application_id}))


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
    replaced_by: int | None = None,
) -> int:
    """Place a paper; the one it replaces is kept and points at it. `replaced_by` is a later one that was placed before it."""
    values = {
        "application_id": application_id, "document_id": document_id, "message_id": message_id,
        "form": form, "model": model, "sha256": sha256, "placed_at": now, "replaced_by": replaced_by,
    }  # fmt: skip
    made = int(tx.execute(_PLACE, values).scalar_one())
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


def of_letters(tx: Tx, message_ids: Sequence[int], *, at_first: bool = False) -> list[ApplicationRecord]:
    """The applications in which these letters placed a paper, oldest first; `at_first` leaves out papers that were read on later."""
    placed = sa.select(_S.c.application_id).where(_S.c.message_id.in_(list(message_ids)))
    if at_first:
        placed = placed.join(_D, _D.c.id == _S.c.document_id).where(_D.c.first_form.is_(None))
    return rows.many(ApplicationRecord, tx.execute(rows.select(_A, ApplicationRecord).where(_A.c.id.in_(placed)).order_by(_A.c.id)))


def homes(tx: Tx, message_id: int) -> dict[int, int]:
    """Where each placed paper of a letter lies: the application by the document."""
    query = sa.select(_S.c.document_id, _S.c.application_id).where(_S.c.message_id == message_id)
    return {int(document): int(application) for document, application in tx.execute(query)}


def nameless(tx: Tx, message_id: int) -> ApplicationRecord | None:
    """The application that this letter alone made before an agency was read in it; None where another letter has to do with it."""
    mine = sa.select(_M.c.application_id).where(_M.c.id == message_id)
    others = sa.select(_M.c.id).where(_M.c.application_id == _A.c.id, _M.c.id != message_id).exists()
    filed = sa.select(_S.c.id).where(_S.c.application_id == _A.c.id, _S.c.message_id != message_id).exists()
    query = rows.select(_A, ApplicationRecord).where(_A.c.id.in_(mine), _A.c.agency_name == "", ~others, ~filed)
    return rows.one(ApplicationRecord, tx.execute(query).one_or_none())


def identify(tx: Tx, application_id: int, *, state: str, blocks: Iterable[str], now: datetime, **agency: str | None) -> ApplicationRecord:
    """Say whose a nameless application is: `agency_name`, `agency_key`, `agency_type`, `county` and `directory_name` as in `make`."""
    cut = {name: value and rows.text(value, 300) for name, value in agency.items()}
    touch(tx, application_id, now=now, state=state, **cut)
    tx.execute(sa.delete(_B).where(_B.c.application_id == application_id))
    _block(tx, application_id, state, blocks)
    return get(tx, application_id)


def came_after(tx: Tx, paper_id: int, at: datetime) -> bool:
    """Whether a placed paper came with a letter that was received later than that."""
    query = sa.select(_M.c.id).join(_S, _S.c.message_id == _M.c.id).where(_S.c.id == paper_id, _M.c.received_at > at)
    return tx.execute(query).scalar_one_or_none() is not None


def _block(tx: Tx, application_id: int, state: str, blocks: Iterable[str]) -> None:
    keys = [{"application_id": application_id, "state": state, "block": rows.text(block, 120)} for block in dict.fromkeys(blocks)]
    if keys:
        tx.execute(_BLOCK, keys)


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


def take_out(tx: Tx, document_ids: Iterable[int]) -> None:
    """Take papers out of their place, to be placed anew; what they replaced is current again."""
    mine = sa.select(_S.c.id).where(_S.c.document_id.in_(list(document_ids)))
    ids = list(tx.execute(mine).scalars())
    tx.execute(sa.update(_S).where(_S.c.replaced_by.in_(ids)).values(replaced_by=None))
    tx.execute(sa.delete(_S).where(_S.c.id.in_(ids)))


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


def take_back_proposals(tx: Tx, message_id: int, application_id: int) -> None:
    """Forget what was proposed of this letter's application and nobody settled."""
    tx.execute(sa.delete(_J).where(_J.c.message_id == message_id, _J.c.application_id == application_id, _J.c.state == "open"))


def settled_by_person(tx: Tx, message_id: int) -> bool:
    """Whether staff said where this letter belongs."""
    query = sa.select(_J.c.id).where(_J.c.message_id == message_id, _J.c.state != "open").limit(1)
    return tx.execute(query).scalar_one_or_none() is not None


def proposals(tx: Tx, *, message_id: int | None = None, limit: int = 200) -> list[ProposalRecord]:
    """Open proposals, oldest first."""
    query = rows.select(_J, ProposalRecord).where(_J.c.state == "open").order_by(_J.c.id).limit(limit)
    if message_id is not None:
        query = query.where(_J.c.message_id == message_id)
    return rows.many(ProposalRecord, tx.execute(query))


def touch(tx: Tx, application_id: int, *, now: datetime, **values: Any) -> None:
    """Change an application."""
    tx.execute(_TOUCH, {"this": application_id, "updated_at": now, **rows.json(values)})


def taken(tx: Tx, reference: str) -> bool:
    """Whether a reference is on record already, of an application or of a letter."""
    return bool(tx.execute(_TAKEN, {"reference": reference}).scalar_one())


def with_participant(tx: Tx, address: str) -> list[ApplicationRecord]:
    """The newest applications that know an address, newest first."""
    return rows.many(ApplicationRecord, tx.execute(_KNOWING_ADDRESS, {"known_address": address}))


def knowing(tx: Tx, address: str, domain: str | None) -> list[ApplicationRecord]:
    """The newest applications that know an address; where none does, those that know its organisation's domain. Newest first."""
    found = [(ApplicationRecord(*row[:-1]), row[-1]) for row in tx.execute(_KNOWING, {"known_address": address, "known_domain": domain})]
    return [case for case, by_address in found if by_address] or [case for case, _ in found]
