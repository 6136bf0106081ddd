"""What part of the log somebody looks at, as an address says it. In: parameters of a URL. Out: a LogView, and the parameters again. Pure.

Everything that a person may choose stands in the address, so that a view can be kept, sent to a colleague and printed. What is typed by
hand or damaged is answered with the nearest lawful view and a sentence for the field; every value is bounded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

from intake.applications import states
from intake.applications.kinds import Kind
from intake.store.log_query import MODEL_BITS, Order, Place

LONGEST_WORDS: Final = 200
LONGEST_NAME: Final = 120
LONGEST_KEY: Final = 300
LARGEST_NUMBER: Final = 2**31 - 1
KINDS: Final = tuple(kind.value for kind in Kind)
MODELS: Final = tuple(MODEL_BITS)
STATES: Final = states.every()
_INSTANT: Final = "%Y%m%dT%H%M%S.%f"

E = TypeVar("E", bound=StrEnum)


class Show(StrEnum):
    """Which letters by where they stand."""

    OPEN = "open"
    LATE = "late"
    SOON = "soon"
    PERSON = "person"
    ANSWERED = "answered"
    NONE_NEEDED = "none-needed"
    NO_ANSWER = "no-answer"
    LOG = "log"
    ALL = "all"


URGENT: Final = frozenset({Show.OPEN, Show.LATE, Show.SOON, Show.PERSON})
"""Views of work that is still to be done: least time left first, one's own and what nobody has."""


class Whose(StrEnum):
    """Whose letters; any other word is a person's name."""

    MINE_OR_FREE = "mine-or-free"
    MINE = "mine"
    FREE = "free"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class LogView:
    """`until` is the last day shown. One of `after` and `before` at most is given: the page begins behind it, or ends in front of it."""

    show: Show = Show.OPEN
    who: str = Whose.MINE_OR_FREE
    kind: Kind | None = None
    model: str | None = None
    us_state: str | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""
    order: Order = Order.DUE
    descending: bool = False
    after: Place | None = None
    before: Place | None = None

    def first(self, **changes: object) -> "LogView":
        """The first page of this view with these changes."""
        return replace(self, after=None, before=None, **changes)  # type: ignore[arg-type]


def parse(given: Mapping[str, str]) -> tuple[LogView, dict[str, str]]:
    """The view of these parameters, and for each one that is no use what is wrong with it."""
    faults: dict[str, str] = {}
    words = " ".join(given.get("q", "")[:LONGEST_WORDS].split())
    show = _one_of(Show, "show", given, faults) or (Show.ALL if words else Show.OPEN)
    us_state = states.code(given.get("state", ""))
    if us_state is None and given.get("state", "").strip():
        faults["state"] = "There is no such state."
    model = given.get("model", "").strip()
    if model and model not in MODEL_BITS:
        faults["model"] = "Choose one of the list."
    since, until = (_day(name, given, faults) for name in ("from", "to"))
    if since and until and until < since:
        faults["to"] = "The last day lies before the first one."
        until = None
    order, descending = _order(given, show, faults)
    after = _key("after", given, order, faults)
    return LogView(
        show=show,
        who=given.get("who", "").strip()[:LONGEST_NAME] or _usual_who(show),
        kind=_one_of(Kind, "kind", given, faults),
        model=model if model in MODEL_BITS else None,
        us_state=us_state,
        since=since,
        until=until,
        words=words,
        order=order,
        descending=descending,
        after=after,
        before=None if after is not None else _key("before", given, order, faults),
    ), faults


def parameters(view: LogView) -> dict[str, str]:
    """The parameters of a view, without those that would say what goes without saying."""
    found = {
        "q": view.words,
        "show": "" if view.show is (Show.ALL if view.words else Show.OPEN) else view.show.value,
        "who": "" if view.who == _usual_who(view.show) else view.who,
        "kind": view.kind or "",
        "model": view.model or "",
        "state": view.us_state or "",
        "from": view.since.isoformat() if view.since else "",
        "to": view.until.isoformat() if view.until else "",
        "sort": "" if (view.order, view.descending) == _usual_order(view.show) else ("-" if view.descending else "") + view.order,
        "after": written(view.after),
        "before": written(view.before),
    }
    return {name: str(value) for name, value in found.items() if value}


def query(view: LogView) -> str:
    """The parameters as they stand behind the question mark of an address; "" for the usual view."""
    return urlencode(parameters(view))


def sorted_by(view: LogView, name: str) -> LogView:
    """The first page of the view sorted by "due", "received" or "agency"; the other way round where it is sorted by that already."""
    order = Order(name)
    return view.first(order=order, descending=not view.descending if view.order is order else order is Order.RECEIVED)


def written(place: Place | None) -> str:
    """A place in a page's order as it stands in an address."""
    if place is None:
        return ""
    value, number = place
    return f"{number}~{value.astimezone(UTC).strftime(_INSTANT) if isinstance(value, datetime) else value or ''}"


def _usual_who(show: Show) -> Whose:
    return Whose.MINE_OR_FREE if show in URGENT else Whose.ANYONE


def _usual_order(show: Show) -> tuple[Order, bool]:
    return (Order.DUE, False) if show in URGENT else (Order.RECEIVED, True)


def _order(given: Mapping[str, str], show: Show, faults: dict[str, str]) -> tuple[Order, bool]:
    text = given.get("sort", "")
    if not text:
        return _usual_order(show)
    try:
        return Order(text.removeprefix("-")), text.startswith("-")
    except ValueError:
        faults["sort"] = "The list cannot be sorted by that."
        return _usual_order(show)


def _one_of(kind: type[E], name: str, given: Mapping[str, str], faults: dict[str, str]) -> E | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        faults[name] = "Choose one of the list."
        return None


def _day(name: str, given: Mapping[str, str], faults: dict[str, str]) -> date | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text[:10]) if len(text) == len("2026-11-24") else None
    except ValueError:
        found = None
    if found is None or not 1980 <= found.year <= 2100:
        faults[name] = "Write the day like 2026-11-24."
        return None
    return found


def _key(name: str, given: Mapping[str, str], order: Order, faults: dict[str, str]) -> Place | None:
    text = given.get(name, "")
    if not text:
        return None
    number, _, value = text[:LONGEST_KEY].partition("~")
    try:
        place = int(number) if number.isascii() and number.isdecimal() and len(number) <= len(str(LARGEST_NUMBER)) else -1
        if not 0 <= place <= LARGEST_NUMBER:
            raise ValueError("not a number of ours")
        if order is Order.AGENCY:
            return value, place
        if not value and order is Order.DUE:
            return None, place
        return datetime.strptime(value, _INSTANT).replace(tzinfo=UTC), place
    except ValueError:
        faults[name] = "This link is damaged; this is the first page."
        return None
