"""Applications as a register, by agency, a page at a time. In: statuses, a state, words. Out: rows, papers that stand in them, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from intake.applications.brought import SMALL_PICTURE
from intake.applications.completeness import LOGOS
from intake.applications.submission import BAR
from intake.documents.document import Form, State
from intake.store import rows, schema
from intake.store.database import Tx

_A = schema.applications
_S = schema.papers
_M = schema.messages
_D = schema.documents
_F = schema.fields


@dataclass(frozen=True, slots=True)
class Entry:
    """An application in the register."""

    id: int
    reference: str
    agency_name: str
    agency_key: str
    state: str
    county: str | None
    status: str
    updated_at: datetime


Place = tuple[str, str, int]
"""Where an entry stands: state, key of the agency, row."""


def page(tx: Tx, statuses: Sequence[str], *, us_state: str, words: str, after: Place | None, limit: int) -> list[Entry]:
    """Entries in the order of states and agencies, those behind `after`. `words` stand in the agency's name or are the reference."""
    place = sa.tuple_(_A.c.state, _A.c.agency_key, _A.c.id)
    query = rows.select(_A, Entry).where(_A.c.status.in_(list(statuses)))
    if us_state:
        query = query.where(_A.c.state == us_state)
    if words:
        query = query.where(sa.or_(_A.c.agency_name.icontains(words, autoescape=True), _A.c.reference == words.upper()))
    if after is not None:
        query = query.where(place > sa.tuple_(*after))
    return rows.many(Entry, tx.execute(query.order_by(_A.c.state, _A.c.agency_key, _A.c.id).limit(limit)))


def papers(tx: Tx, application_ids: Sequence[int]) -> list[tuple[int, str, str | None]]:
    """Application, form and model of each paper that no later one replaced."""
    where = (_S.c.application_id.in_(list(application_ids)), _S.c.replaced_by.is_(None))
    found = tx.execute(sa.select(_S.c.application_id, _S.c.form, _S.c.model).where(*where).order_by(_S.c.id))
    return [(int(application), str(form), model) for application, form, model in found]


def asked(tx: Tx, application_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Application and model that a current letter of interest of it asks for."""
    query = (
        sa.select(_S.c.application_id, _F.c.value)
        .join(_F, _F.c.document_id == _S.c.document_id)
        .where(_S.c.application_id.in_(list(application_ids)), _S.c.replaced_by.is_(None), _S.c.form == Form.LOI)
        .where(_F.c.name == "models_requested", _F.c.confidence >= BAR)
    )
    found = tx.execute(query).all()
    return [(int(of), str(model)) for of, value in found for model in (value if isinstance(value, list) else [value])]


def to_read(tx: Tx, application_ids: Sequence[int]) -> set[int]:
    """Those with whose letters came a file that may be a paper and that the service did not read, or did not recognise."""
    picture = sa.and_(_D.c.media_type.in_(sorted(LOGOS)), _D.c.size < SMALL_PICTURE)
    unknown = sa.or_(_D.c.form.is_(None), _D.c.form.not_in([Form.LOI, Form.MOA]), _D.c.state != State.READ, _D.c.fully_read.is_(False))
    query = (
        sa.select(_M.c.application_id)
        .join(_D, _D.c.message_id == _M.c.id)
        .where(_M.c.application_id.in_(list(application_ids)), _D.c.blank.is_(False), unknown, sa.not_(picture))
    )
    return {int(of) for (of,) in tx.execute(query.distinct())}


def counts(tx: Tx) -> dict[str, int]:
    """Applications by status."""
    return {str(status): int(count) for status, count in tx.execute(sa.select(_A.c.status, sa.func.count()).group_by(_A.c.status))}
