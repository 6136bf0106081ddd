"""Switches of the whole service and who threw them. In: a name. Out: its value."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.switches
REPLIES = "replies"
TEMPLATES = "templates"
TEMPLATE = "template:"
"""Before the name of one reply."""


@dataclass(frozen=True, slots=True)
class SwitchRecord:
    """A switch as it stands."""

    name: str
    value: str
    by_who: str
    at: datetime
    reason: str


_GET: Final = rows.select(_T, SwitchRecord).where(_T.c.name == bindparam("which"))


def get(tx: Tx, name: str) -> SwitchRecord | None:
    """The switch, or None where it was never thrown."""
    return rows.one(SwitchRecord, tx.execute(_GET, {"which": name}).one_or_none())


def throw(tx: Tx, *, name: str, value: str, by_who: str, at: datetime, reason: str) -> None:
    """Set the switch."""
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    values = {"value": value, "by_who": rows.text(by_who, 120), "at": at, "reason": rows.text(reason, 300)}
    tx.execute(insert(_T).values(name=name, **values).on_conflict_do_update(index_elements=["name"], set_=values))


def templates_changed(tx: Tx) -> str:
    """A counter that moves whenever a template goes live, is paused or resumed."""
    found = get(tx, TEMPLATES)
    return "0" if found is None else found.value


def touch_templates(tx: Tx, *, by_who: str, at: datetime) -> None:
    """Move that counter, so that every worker looks at the templates anew."""
    throw(tx, name=TEMPLATES, value=str(int(templates_changed(tx)) + 1), by_who=by_who, at=at, reason="")


def paused_templates(tx: Tx) -> frozenset[str]:
    """Names of the replies that a person wants to see before they go."""
    query = sa.select(_T.c.name).where(_T.c.name.startswith(TEMPLATE, autoescape=True), _T.c.value == "off")
    return frozenset(str(name).removeprefix(TEMPLATE) for name in tx.execute(query).scalars())


def replies_on(tx: Tx) -> bool:
    """Whether automatic replies go out."""
    found = get(tx, REPLIES)
    return found is None or found.value == "on"
