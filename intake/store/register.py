"""Applications as a register, by agency, a page at a time. In: statuses, a state, words. Out: rows, papers that stand in them, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx

_A = schema.applications
_S = schema.papers


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


def counts(tx: Tx) -> dict[str, int]:
    """Applications by status."""
    return {str(status): int(count) for status, count in tx.execute(sa.select(_A.c.status, sa.func.count()).group_by(_A.c.status))}
