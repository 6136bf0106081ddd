"""The words of the log's page: what may be chosen, and how each choice is called. In: a view. Out: pairs of value and text. Pure."""

from dataclasses import dataclass, replace
from typing import Final

from intake.desk import log_view
from intake.desk.log_view import LogView, Show, Whose

TABS: Final = (
    (Show.OPEN, Whose.MINE_OR_FREE, "Mine and unassigned"),
    (Show.OPEN, Whose.ANYONE, "All open"),
    (Show.LATE, Whose.ANYONE, "Late"),
    (Show.ANSWERED, Whose.ANYONE, "Answered"),
    (Show.LOG, Whose.ANYONE, "Whole log"),
)
SHOWS: Final = (
    (Show.OPEN, "Open"),
    (Show.LATE, "Late"),
    (Show.SOON, "Due in two office hours"),
    (Show.PERSON, "Needs a person"),
    (Show.ANSWERED, "Answered"),
    (Show.NONE_NEEDED, "No answer needed"),
    (Show.NO_ANSWER, "Asks for no answer"),
    (Show.LOG, "All that ask for an answer"),
    (Show.ALL, "Everything on record"),
)
WHO: Final = (
    (Whose.MINE_OR_FREE, "Me and nobody"),
    (Whose.MINE, "Me"),
    (Whose.FREE, "Nobody"),
    (Whose.ANYONE, "Anyone"),
)
KINDS: Final = tuple((kind, kind.replace("_", " ").capitalize()) for kind in log_view.KINDS)
MODELS: Final = tuple((model, model) for model in log_view.MODELS)
STATES: Final = log_view.STATES
SORTS: Final = ("received", "agency", "due")


@dataclass(frozen=True, slots=True)
class Sort:
    """The head of a column that the list can be sorted by. `aria` is empty where it is not."""

    address: str
    aria: str


def sort(name: str, view: LogView) -> Sort:
    """How the list is sorted by that, and where a click leads."""
    return Sort(address(log_view.sorted_by(view, name)), ("descending" if view.descending else "ascending") if view.order == name else "")


def who_options(view: LogView) -> tuple[tuple[str, str], ...]:
    """Whose letters, with the person of this view where it is one's."""
    known = {str(value) for value, _ in WHO}
    return (*((str(value), text) for value, text in WHO), *(() if view.who in known else ((view.who, view.who),)))


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that the list is narrowed by, in words, and the address of the list without it."""

    name: str
    value: str
    without: str


def filters(view: LogView) -> tuple[Filter, ...]:
    """What the list is narrowed by, apart from what a tab says."""
    first = view.first()
    on_a_tab = (view.show, view.who) in [(show, who) for show, who, _ in TABS]
    given = (
        ("Words", view.words, {"words": ""}),
        ("Where they stand", "" if on_a_tab or view.words else dict(SHOWS)[view.show], {"show": Show.OPEN}),
        ("Who has them", "" if on_a_tab or view.who == Whose.ANYONE else _whose(view.who), {"who": Whose.ANYONE}),
        ("Kind", dict(KINDS)[view.kind] if view.kind else "", {"kind": None}),
        ("Model", view.model or "", {"model": None}),
        ("State", dict(STATES)[view.us_state] if view.us_state else "", {"us_state": None}),
        ("Received from", view.since.isoformat() if view.since else "", {"since": None}),
        ("Received to", view.until.isoformat() if view.until else "", {"until": None}),
    )
    return tuple(Filter(name, value, address(replace(first, **changes))) for name, value, changes in given if value)


def address(view: LogView) -> str:
    """The page that shows it."""
    query = log_view.query(view)
    return f"/?{query}" if query else "/"


def _whose(who: str) -> str:
    return dict(WHO).get(Whose(who), who) if who in set(Whose) else who


def empty(view: LogView) -> tuple[str, str]:
    """Nothing is found: what that means, and what to do."""
    if view.after or view.before:
        return "Nothing more here", "The list has changed since this link was made. Begin at its first page."
    if view.words:
        return (
            "No letter has these words",
            "Look for fewer words, or for the beginning of one; three letters at least. Private numbers are never found.",
        )
    filtered = view.kind or view.model or view.us_state or view.since or view.until
    if view.show in (Show.OPEN, Show.LATE, Show.SOON, Show.PERSON) and not filtered:
        return "Nothing waits here", "Every letter of this list is answered. New letters appear by themselves."
    return "No letter fits", "Take a filter away, or choose other dates."
