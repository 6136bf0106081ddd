"""New letters, announced. In: a Desk, looked at now and then by one thread. Out: how many came since a page was made, for any view.

However many pages are open, one look at the ledger serves them all, and they are answered from memory. A page notes the `mark` at which
it was made; a letter is new to it if it was first seen as one of the log behind that mark. Letters get there in another order than they
were received in, a slow paper behind a quick one; hence the mark counts what was seen and is no letter's number.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from intake.desk import log_page
from intake.desk.desk import Desk
from intake.desk.log_view import LogView, Show, Whose
from intake.store import log_query
from intake.store.log_query import Fresh

KEPT: Final = 300
"""Letters, the newest, among which new ones are looked for."""
RESTLESS: Final = timedelta(seconds=10)
"""After something happened we look in any case: state and models are written a moment after the verdict."""

_NEVER_NEW: Final = (Show.LATE, Show.SOON, Show.ANSWERED, Show.NONE_NEEDED, Show.NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page was made. `start` tells one run of the service from another: marks of an earlier one are behind all."""

    start: str
    count: int


class Arrivals:
    """Safe for several threads. `start` is a token of this run."""

    def __init__(self, desk: Desk, *, start: str) -> None:
        self._desk = desk
        self._start = start
        self._lock = threading.Lock()
        self._seen: OrderedDict[int, tuple[int, Fresh]] = OrderedDict()  # by letter: when it was seen, in turn, and what it is
        self._count = 0
        self._event: int | None = None
        self._moved: datetime | None = None

    def look(self) -> Mark:
        """Look at the ledger, if nobody did for LOOK; the mark of a page that is made from now on. Cheap while nothing happens."""
        with self._lock:
            with self._desk.db.read() as tx:
                now, event = self._desk.db.now(tx), log_query.last_event(tx)
                if event != self._event:
                    self._event, self._moved = event, now
                found = log_query.latest(tx, KEPT) if self._moved is None or now - self._moved < RESTLESS else []
            for fresh in found:
                seen = self._seen.get(fresh.id)
                if seen is None:
                    self._count += 1
                self._seen[fresh.id] = (self._count if seen is None else seen[0], fresh)
            while len(self._seen) > 2 * KEPT:
                self._seen.popitem(last=False)
            return Mark(self._start, self._count)

    @property
    def mark(self) -> Mark:
        """The mark of the last look."""
        return Mark(self._start, self._count)

    def since(self, mark: Mark, view: LogView, *, me: str) -> int:
        """How many letters of this view came behind the mark; 0 for a search, which nobody watches. From memory."""
        if mark.start != self._start or view.words:
            return 0
        with self._lock:
            fresh = [each for count, each in self._seen.values() if count > mark.count]
        return sum(_fits(each, view, me) for each in fresh)


def watched(view: LogView) -> LogView:
    """The view whose new letters are told to whoever looks at this one: its own first page, or the open letters of anyone where a new
    one cannot stand in it, as its time cannot be over yet, or where words are looked for, which nobody watches."""
    return LogView(show=Show.OPEN, who=Whose.ANYONE) if view.words or view.show in _NEVER_NEW else view.first()


def _fits(letter: Fresh, view: LogView, me: str) -> bool:
    """Whether a letter that just came belongs to a view."""
    if view.show in _NEVER_NEW or (view.show is Show.PERSON and not letter.needs_person):
        return False
    whose = log_page.assignees(view.who, me)
    return (
        (whose is None or letter.assignee in whose)
        and view.kind in (None, letter.kind)
        and view.us_state in (None, letter.us_state)
        and (view.model is None or bool(log_query.MODEL_BITS[view.model] & letter.model_bits))
    )
