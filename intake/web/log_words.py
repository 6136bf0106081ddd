"""The words of the log's page: what may be chosen, and how each choice is called. In: a view. Out: pairs of value and text. Pure."""

from dataclasses import dataclass
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
    query = log_view.query(log_view.sorted_by(view, name))
    return Sort(f"/?{query}" if query else "/", ("descending" if view.descending else "ascending") if view.order == name else "")


def who_options(view: LogView) -> tuple[tuple[str, str], ...]:
    """Whose letters, with the person of this view where it is one's."""
    known = {str(value) for value, _ in WHO}
    return (*((str(value), text) for value, text in WHO), *(() if view.who in known else ((view.who, view.who),)))


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
