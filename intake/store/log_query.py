"""What the desk asks of the log: some of it, in an order, a page from a place on. In: an Asked. Out: numbers of letters.

Only columns that the indexes of intake.store.filed hold are asked for: the wide rows of letters are read for the page that is shown alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from intake.documents.document import Model
from intake.store import rows, schema, search
from intake.store.database import Tx
from intake.store.states import NONE_NEEDED

_M = schema.messages

MODEL_BITS: Final[dict[str, int]] = {model.value: 1 << number for number, model in enumerate(Model)}


class Order(StrEnum):
    """What a page is sorted by; among equals by number."""

    DUE = "due"
    RECEIVED = "received"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which letters. What is None, empty or False is not asked; a None among `assignees` is a letter that nobody has."""

    asks_answer: bool | None = True
    answered: bool | None = None
    none_needed: bool = False
    needs_person: bool = False
    due_from: datetime | None = None
    due_before: datetime | None = None
    received_from: datetime | None = None
    received_before: datetime | None = None
    kind: str | None = None
    model: str | None = None  # one of MODEL_BITS
    us_state: str | None = None
    assignees: tuple[str | None, ...] | None = None
    among: tuple[int, ...] | None = None  # numbers of letters, as a search found them


Place = tuple[datetime | str | None, int]
"""Where a page ends: the value that it is sorted by, None for a letter without a due time, and the letter's number."""

_KEYS: Final[dict[Order, sa.Column[Any]]] = {Order.DUE: _M.c.due_at, Order.RECEIVED: _M.c.received_at, Order.AGENCY: _M.c.agency_sort}


def page(
    tx: Tx, asked: Asked, *, order: Order, descending: bool, limit: int, after: Place | None = None, before: Place | None = None
) -> list[Place]:
    """Up to `limit` places of letters in that order, those behind `after` or those in front of `before`.

    Letters without a due time come last, whichever way the rest is sorted.
    """
    where = _where(tx, asked)
    backwards = before is not None and after is None
    edge = before if backwards else after
    found: list[Place] = []
    for without in _pieces(order, edge, backwards=backwards):
        key = sa.null() if without else _KEYS[order]
        query = sa.select(_KEYS[order], _M.c.id).where(*where).limit(limit - len(found))
        if order is Order.DUE:
            query = query.where(_M.c.due_at.is_(None) if without else _M.c.due_at.is_not(None))
        down = descending != backwards
        inside = edge is not None and (edge[0] is None) == without
        if inside and edge is not None:
            query = query.where(_beyond(key, edge, down=down, without=without))
        # The empty due time is named too, or SQLite would walk through the wide rows by their number.
        query = query.order_by(*(column.desc() if down else column for column in (_KEYS[order], _M.c.id)))
        found += [(row[0], int(row[1])) for row in tx.execute(query)]
        if len(found) >= limit:
            break
    return found[::-1] if backwards else found


def count(tx: Tx, asked: Asked, most: int) -> int:
    """How many letters these are; not counted beyond `most`."""
    some = sa.select(_M.c.id).where(*_where(tx, asked)).limit(most)
    if asked.among is None:
        # An order that nobody needs, so that SQLite takes the small index of open letters, or at least one that holds all columns.
        some = some.order_by(_M.c.due_at if asked.answered is False or asked.needs_person else _M.c.received_at)
    return int(tx.execute(sa.select(sa.func.count()).select_from(some.subquery())).scalar_one())


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a letter that just came is announced by."""

    id: int
    kind: str | None
    us_state: str
    model_bits: int
    assignee: str | None
    needs_person: bool


def latest(tx: Tx, among: int) -> list[Fresh]:
    """Those of the newest letters on record, so many, that ask for an answer and have none, oldest first."""
    top = tx.execute(sa.select(sa.func.max(_M.c.id))).scalar_one() or 0
    where = (_M.c.id > top - among, _M.c.asks_answer, _M.c.responded_at.is_(None))
    return rows.many(Fresh, tx.execute(rows.select(_M, Fresh).where(*where).order_by(_M.c.id)))


def last_event(tx: Tx) -> int:
    """The number of the last thing that happened; 0 where nothing did."""
    return int(tx.execute(sa.select(sa.func.max(schema.events.c.id))).scalar_one() or 0)


def _pieces(order: Order, edge: Place | None, *, backwards: bool) -> Sequence[bool]:
    """The pieces of the order that may still hold something: with a due time (False), without (True)."""
    if order is not Order.DUE:
        return (False,)
    without = edge is not None and edge[0] is None
    if backwards:
        return (True, False) if without else (False,)
    return (True,) if without else (False, True)


def _beyond(key: Any, edge: Place, *, down: bool, without: bool) -> sa.ColumnElement[bool]:
    value, number = edge
    if without:
        return _M.c.id < number if down else _M.c.id > number
    # Written as a range and a rest, so that the index is entered at the place itself.
    if down:
        return sa.and_(key <= value, sa.or_(key < value, _M.c.id < number))
    return sa.and_(key >= value, sa.or_(key > value, _M.c.id > number))


def _where(tx: Tx, asked: Asked) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if asked.asks_answer is not None:
        where.append(_M.c.asks_answer if asked.asks_answer else ~_M.c.asks_answer)
    if asked.answered is not None:
        where.append(_M.c.responded_at.is_not(None) if asked.answered else _M.c.responded_at.is_(None))
    if asked.none_needed:
        where.append(_M.c.response_kind == NONE_NEEDED)
    if asked.needs_person:
        where.append(_M.c.needs_person)
    bounds = ((_M.c.due_at, asked.due_from, asked.due_before), (_M.c.received_at, asked.received_from, asked.received_before))
    for column, start, end in bounds:
        if start is not None:
            where.append(column >= start)
        if end is not None:
            where.append(column < end)
    if asked.kind is not None:
        where.append(_M.c.kind == asked.kind)
    if asked.model is not None:
        where.append(_M.c.model_bits.bitwise_and(MODEL_BITS[asked.model]) != 0)
    if asked.us_state is not None:
        where.append(_M.c.us_state == asked.us_state)
    if asked.assignees is not None:
        names = [name for name in asked.assignees if name is not None]
        nobody = [_M.c.assignee.is_(None)] if None in asked.assignees else []
        where.append(sa.or_(_M.c.assignee.in_(names), *nobody))
    if asked.among is not None:
        where.append(_M.c.id.in_(search.listed(tx, asked.among)))
    return where
