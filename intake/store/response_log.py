"""The response-time log: every letter that asks for an answer. In: a page to show. Out: rows, and figures for the alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from intake.applications.submission import BAR
from intake.documents.document import Form, Model
from intake.store import rows, schema
from intake.store.database import Tx
from intake.store.states import NONE_NEEDED

_M = schema.messages
_A = schema.applications
_D = schema.documents
_F = schema.fields
_S = schema.responses


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A line of the log as it lies in the ledger; minutes and verdicts are reckoned by whoever has the calendar."""

    id: int
    reference: str | None
    received_at: datetime
    kind: str | None
    state: str
    agency_name: str | None
    application_reference: str | None
    due_at: datetime | None
    acknowledged_at: datetime | None
    responded_at: datetime | None
    response_kind: str | None
    verdict: str | None
    queue: str | None
    shelved_reason: str | None
    calendar_version: str | None
    asks_answer: bool


_COLUMNS = (
    _M.c.id, _M.c.reference, _M.c.received_at, _M.c.kind, _M.c.state, _A.c.agency_name, _A.c.reference, _M.c.due_at, _M.c.acknowledged_at,
    _M.c.responded_at, _M.c.response_kind, _M.c.verdict, _M.c.queue, _M.c.shelved_reason, _M.c.calendar_version,
    _M.c.asks_answer,
)  # fmt: skip


def page(
    tx: Tx, *, open_only: bool = False, after: tuple[datetime, int] | None = None, since: datetime | None = None, limit: int = 100
) -> list[LogRecord]:
    """Letters that ask for an answer, newest first (open ones: least time left first).

    `after` is the (received_at or due_at, id) of the last row shown.
    """
    key = _M.c.due_at if open_only else _M.c.received_at
    query = sa.select(*_COLUMNS).outerjoin(_A, _A.c.id == _M.c.application_id).where(_M.c.asks_answer).limit(limit)
    if open_only:
        query = query.where(_M.c.responded_at.is_(None), _M.c.due_at.is_not(None)).order_by(key, _M.c.id)
        if after is not None:
            query = query.where(sa.or_(key > after[0], sa.and_(key == after[0], _M.c.id > after[1])))
    else:
        query = query.order_by(key.desc(), _M.c.id.desc())
        if after is not None:
            query = query.where(sa.or_(key < after[0], sa.and_(key == after[0], _M.c.id < after[1])))
    if since is not None:
        query = query.where(_M.c.received_at >= since)
    return rows.many(LogRecord, tx.execute(query))


def by_number(tx: Tx, message_ids: Sequence[int]) -> list[LogRecord]:
    """These letters, in the order given; numbers that are not on record are left out."""
    query = sa.select(*_COLUMNS).outerjoin(_A, _A.c.id == _M.c.application_id).where(_M.c.id.in_(message_ids))
    found = {record.id: record for record in rows.many(LogRecord, tx.execute(query))}
    return [found[number] for number in message_ids if number in found]


@dataclass(frozen=True, slots=True)
class HeadRecord:
    """What stands beside a line of the log on the desk. `excerpt` are the author's own words."""

    id: int
    assignee: str | None
    us_state: str | None
    from_name: str
    from_address: str
    subject: str
    needs_person: bool
    asks_answer: bool
    excerpt: str


def heads(tx: Tx, message_ids: Sequence[int]) -> dict[int, HeadRecord]:
    """What stands beside these letters, by number."""
    columns = (
        _M.c.id, _M.c.assignee, _A.c.state, _M.c.from_name, _M.c.from_address, _M.c.subject, _M.c.needs_person, _M.c.asks_answer,
        _M.c.excerpt,
    )  # fmt: skip
    query = sa.select(*columns).outerjoin(_A, _A.c.id == _M.c.application_id).where(_M.c.id.in_(message_ids))
    return {record.id: record for record in rows.many(HeadRecord, tx.execute(query))}


def needless(tx: Tx, *, before: int | None, since: datetime | None, limit: int) -> list[tuple[LogRecord, str]]:
    """Letters that left the log because a person said that they need no answer, the latest first, each with his latest reason.

    `before` is the number of the last one shown.
    """
    other = _S.alias()
    latest = sa.select(sa.func.max(other.c.id)).where(other.c.message_id == _M.c.id, other.c.kind == NONE_NEEDED).scalar_subquery()
    query = sa.select(*_COLUMNS, _S.c.note).join(_S, _S.c.message_id == _M.c.id).outerjoin(_A, _A.c.id == _M.c.application_id)
    query = query.where(_S.c.kind == NONE_NEEDED, ~_M.c.asks_answer, _S.c.id == latest).order_by(_M.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_M.c.id < before)
    if since is not None:
        query = query.where(_M.c.received_at >= since)
    return [(LogRecord(*record), str(note)) for *record, note in tx.execute(query)]


def models(tx: Tx, message_ids: list[int]) -> dict[int, list[str]]:
    """The models of the agreements that came with each of these letters."""
    out: dict[int, list[str]] = {}
    query = (
        sa.select(_D.c.message_id, _D.c.model)
        .where(_D.c.message_id.in_(message_ids), _D.c.model.is_not(None))
        .distinct()
        .order_by(_D.c.model)
    )
    for message_id, model in tx.execute(query):
        out.setdefault(message_id, []).append(model)
    return out


def models_asked(tx: Tx, message_ids: list[int]) -> dict[int, list[str]]:
    """The models that the letters of interest among their papers ask for, in the order of the program."""
    query = (
        sa.select(_D.c.message_id, _F.c.value)
        .join(_F, _F.c.document_id == _D.c.id)
        .where(_D.c.message_id.in_(message_ids), _D.c.form == Form.LOI, _F.c.name == "models_requested", _F.c.confidence >= BAR)
    )
    named: dict[int, set[str]] = {}
    for message_id, value in tx.execute(query):
        named.setdefault(message_id, set()).update(map(str, value if isinstance(value, list) else (value,)))
    return {message_id: [model.value for model in Model if model in found] for message_id, found in named.items()}


def open_letters(tx: Tx, *, due_before: datetime | None = None, limit: int = 5000) -> list[LogRecord]:
    """Letters that nobody answered yet, least time left first."""
    query = sa.select(*_COLUMNS).outerjoin(_A, _A.c.id == _M.c.application_id)
    query = query.where(_M.c.asks_answer, _M.c.responded_at.is_(None), _M.c.due_at.is_not(None)).order_by(_M.c.due_at, _M.c.id).limit(limit)
    if due_before is not None:
        query = query.where(_M.c.due_at < due_before)
    return rows.many(LogRecord, tx.execute(query))


@dataclass(frozen=True, slots=True)
class WatchRecord:
    """What the watch needs of an open letter."""

    id: int
    received_at: datetime
    due_at: datetime | None
    calendar_version: str | None
    warned: int
    application_id: int | None


def to_watch(tx: Tx, *, calendar_version: str, warned_out: int, after: int, limit: int) -> list[WatchRecord]:
    """Open letters with a number above `after` that the watch still has to look at: neither warned of for the last time (`warned_out`)
    nor reckoned with this calendar."""
    other = sa.or_(_M.c.calendar_version.is_(None), _M.c.calendar_version != calendar_version)
    where = (_M.c.asks_answer, _M.c.responded_at.is_(None), sa.or_(_M.c.warned < warned_out, other), _M.c.id > after)
    return rows.many(WatchRecord, tx.execute(rows.select(_M, WatchRecord).where(*where).order_by(_M.c.id).limit(limit)))


@dataclass(frozen=True, slots=True)
class OpenLetters:
    """Letters that nobody answered yet; those that have a due time and a machine's acknowledgement; the first due time."""

    count: int
    acknowledged: int
    next_due: datetime | None


def still_open(tx: Tx) -> OpenLetters:
    """A count of all."""
    due = _M.c.due_at.is_not(None)
    query = sa.select(sa.func.count(), sa.func.count().filter(due, _M.c.acknowledged_at.is_not(None)), sa.func.min(_M.c.due_at))
    return OpenLetters(*tx.execute(query.where(_M.c.asks_answer, _M.c.responded_at.is_(None))).one())


def count_open(tx: Tx, *, due_before: datetime) -> tuple[int, int]:
    """How many letters nobody answered yet, and how many of them were due before then."""
    overdue = sa.func.count().filter(_M.c.due_at < due_before)
    found = tx.execute(sa.select(sa.func.count(), overdue).where(_M.c.asks_answer, _M.c.responded_at.is_(None))).one()
    return int(found[0]), int(found[1])


def verdicts_since(tx: Tx, since: datetime) -> dict[str, int]:
    """How letters received since then were decided; older mail and the office's own apart."""
    query = (
        sa.select(_M.c.verdict, sa.func.count())
        .where(_M.c.received_at >= since, ~_M.c.older, _M.c.verdict.is_not(None), _M.c.role != "sent", _M.c.kind != "internal")
        .group_by(_M.c.verdict)
    )
    return {str(verdict): int(n) for verdict, n in tx.execute(query)}
