"""The switch of automatic replies. In: on or off, who, why. Out: the switch as it stands; who and when is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.desk.desk import Desk
from intake.security import masking
from intake.store import alarms, events, outbox, switches
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.switches import SwitchRecord


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether automatic replies go out, since when, by whose hand; `waiting` counts those that wait."""

    on: bool
    by_who: str | None
    at: datetime | None
    reason: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Paused:
    """What does not go out now. `every` is the switch of all where it is off; letters that would get one of `templates` are held."""

    every: Switch | None
    templates: tuple[str, ...]


def throw(desk: Desk, *, on: bool, who: str, reason: str = "") -> Switch:
    """Pause or resume automatic replies; everything else goes on. Throwing it to where it stands changes nothing."""
    with desk.db.write() as tx:
        if switches.replies_on(tx) != on:
            now = desk.db.now(tx)
            value = "on" if on else "off"
            switches.throw(tx, name=switches.REPLIES, value=value, by_who=who, at=now, reason=reason)
            events.add(tx, [Event(now, f"replies.{value}", actor=who)])
            if on:
                # So that the breaker's next trip is told anew.
                alarms.clear(tx, code="replies.breaker", now=now)
    return state(desk)


def state(desk: Desk) -> Switch:
    """The switch as it stands."""
    with desk.db.read() as tx:
        return read(tx)


def paused(desk: Desk) -> Paused | None:
    """What is paused, without counting what waits; None where all goes out."""
    with desk.db.read() as tx:
        found = switches.get(tx, switches.REPLIES)
        templates = tuple(sorted(switches.paused_templates(tx)))
    every = None if found is None or found.value == "on" else _switch(found, 0)
    return Paused(every, templates) if every or templates else None


def _switch(found: SwitchRecord, waiting: int) -> Switch:
    return Switch(found.value == "on", found.by_who, found.at, masking.masked(found.reason), waiting)


def read(tx: Tx) -> Switch:
    """The switch as it stands in this transaction."""
    found = switches.get(tx, switches.REPLIES)
    on = switches.replies_on(tx)
    count, _oldest = outbox.waiting(tx)
    return Switch(on, None, None, "", count) if found is None else _switch(found, count)


def kept_back(tx: Tx, message_ids: Sequence[int]) -> set[int]:
    """Those of the letters to which an automatic reply is ready that goes out once these are resumed."""
    return set() if switches.replies_on(tx) else outbox.ready_to(tx, message_ids)
