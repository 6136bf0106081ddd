"""A page of the log as the desk shows it. In: a Desk, a LogView, whose desk it is. Out: rows, the places of the pages around, counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from intake.business_time import elapsed, words, zones
from intake.desk import response_log
from intake.desk.desk import Desk
from intake.desk.log_view import LogView, Show, Whose
from intake.desk.response_log import LogLine
from intake.security import masking
from intake.store import log_query, search, search_words
from intake.store import response_log as ledger
from intake.store.database import Tx
from intake.store.log_query import Asked, Order, Place
from intake.store.response_log import HeadRecord

PAGE: Final = 50
LARGEST_PAGE: Final = 500
MOST_COUNTED: Final = 1_000
MOST_WORDS: Final = 8
"""Words of a search; the rest is left out."""
MOST_FOUND: Final = 5_000
"""Letters that a search looks through, the newest: a word that is in every letter must not cost more than one that is rare."""
DUE_SOON: Final = timedelta(hours=2)
"""Office time that is left when a letter is due soon."""
_AROUND: Final = 70


class Urgency(StrEnum):
    """How the clock of a letter stands."""

    LATE = "late"
    SOON = "soon"
    OPEN = "open"
    ANSWERED_LATE = "answered late"
    ANSWERED = "answered"
    NONE = "no clock"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the log and what stands beside it; private things masked. `left` is None for a letter without a running clock.

    `found` is a piece of the author's words around the first word that was searched for, "" where there is none.
    """

    line: LogLine
    urgency: Urgency
    left: str | None
    assignee: str | None
    us_state: str | None
    sender: str
    subject: str
    needs_person: bool
    found: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some rows. `count` is of the whole view and not counted beyond MOST_COUNTED: `more` says that there are more.

    `cut`: the words are in more than MOST_FOUND letters, and the newest of these were looked through. `unindexed`: changes of letters that
    the search does not know yet. `at` is the ledger's time.
    """

    rows: tuple[Row, ...]
    previous: Place | None
    next: Place | None
    count: int
    more: bool
    cut: bool
    unindexed: int
    at: datetime


def look(desk: Desk, view: LogView, *, me: str, limit: int = PAGE) -> LogPage:
    """The page that the view asks for. `me` is the login name of whoever looks. Takes no lock that a writer waits for."""
    limit = max(1, min(limit, LARGEST_PAGE))
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        asked = asked_for(tx, view, desk, me=me, now=now)
        places = log_query.page(
            tx, asked, order=view.order, descending=view.descending, limit=limit + 1, after=view.after, before=view.before
        )
        backwards = view.before is not None
        more = len(places) > limit
        if more:
            places = places[1:] if backwards else places[:limit]
        alone = view.after is None and view.before is None and not more
        count = len(places) if alone else log_query.count(tx, asked, MOST_COUNTED + 1)
        rows = rows_of(tx, desk, [number for _, number in places], now=now, sought=search_words.words([view.words]))
        return LogPage(
            rows=tuple(rows),
            previous=places[0] if places and (more if backwards else view.after is not None) else None,
            next=places[-1] if places and (True if backwards else more) else None,
            count=min(count, MOST_COUNTED),
            more=count > MOST_COUNTED,
            cut=len(asked.among or ()) > MOST_FOUND,
            unindexed=search.behind(tx, MOST_COUNTED) if _by_index(view) else 0,
            at=now,
        )


def _by_index(view: LogView) -> bool:
    """Whether a view asks for what a letter has only once it is indexed."""
    return bool(view.words or view.us_state or view.model) or view.order is Order.AGENCY


def every(desk: Desk, view: LogView, *, me: str, most: int) -> Iterator[Row]:
    """The view from its beginning, at most so many rows, some at a time, so that nothing is held open while somebody reads."""
    view = view.first()
    left = most
    while left > 0:
        with desk.db.read() as tx:
            now = desk.db.now(tx)
            asked = asked_for(tx, view, desk, me=me, now=now)
            limit = min(left, LARGEST_PAGE)
            places = log_query.page(tx, asked, order=view.order, descending=view.descending, limit=limit, after=view.after)
            found = rows_of(tx, desk, [number for _, number in places], now=now)
        yield from found
        left -= len(places)
        if len(places) < limit:
            return
        view = replace(view, after=places[-1])


def asked_for(tx: Tx, view: LogView, desk: Desk, *, me: str, now: datetime) -> Asked:
    """The question to the ledger that a view stands for."""
    late, answered, soon = view.show is Show.LATE, view.show is Show.ANSWERED, view.show is Show.SOON
    unanswered = view.show in (Show.OPEN, Show.LATE, Show.SOON)
    every = view.show in (Show.ALL, Show.PERSON)
    return Asked(
        asks_answer=None if every else view.show not in (Show.NO_ANSWER, Show.NONE_NEEDED),
        answered=False if unanswered else True if answered else None,
        none_needed=view.show is Show.NONE_NEEDED,
        needs_person=view.show is Show.PERSON,
        due_from=now if soon else None,
        due_before=now if late else soon_from(now, desk) if soon else None,
        received_from=None if view.since is None else _midnight(view.since, desk),
        received_before=None if view.until is None else _midnight(view.until + timedelta(days=1), desk),
        kind=view.kind,
        model=view.model,
        us_state=view.us_state,
        assignees=assignees(view.who, me),
        # One more than are looked through tells that there are more.
        among=search.numbers(tx, sought_in(tx, view), MOST_FOUND + 1),
    )


def sought_in(tx: Tx, view: LogView) -> tuple[str, ...]:
    """The words of a view, as the search takes them."""
    return search.resolve(tx, search_words.words([view.words])[:MOST_WORDS]) if view.words else ()


def soon_from(now: datetime, desk: Desk) -> datetime:
    """Until when a letter is due soon."""
    return elapsed.ahead(now, DUE_SOON, desk.calendar) or now + DUE_SOON


def rows_of(tx: Tx, desk: Desk, numbers: Sequence[int], *, now: datetime, sought: Sequence[str] = ()) -> list[Row]:
    """These letters as rows, in the order given."""
    lines = response_log.lines_of(tx, desk, ledger.by_number(tx, numbers))
    heads = ledger.heads(tx, numbers)
    soon = soon_from(now, desk)
    return [_row(line, heads[line.id], desk, now=now, soon=soon, sought=sought) for line in lines]


def _row(line: LogLine, head: HeadRecord, desk: Desk, *, now: datetime, soon: datetime, sought: Sequence[str]) -> Row:
    urgency = _urgency(line, now, soon, asks_answer=head.asks_answer)
    running = urgency in (Urgency.LATE, Urgency.SOON, Urgency.OPEN)
    return Row(
        line=line,
        urgency=urgency,
        left=time_left(now, line.due_at, desk) if running else None,
        assignee=head.assignee,
        us_state=head.us_state,
        sender=masking.masked(f"{head.from_name} <{head.from_address}>" if head.from_name else head.from_address),
        subject=masking.masked(head.subject),
        needs_person=head.needs_person,
        found=_around(masking.masked(head.excerpt), sought) if sought else "",
    )


def time_left(now: datetime, due_at: datetime | None, desk: Desk) -> str | None:
    """ "3 hours 5 minutes left", "late by 20 minutes", both of office time; None where nothing is due."""
    if due_at is None:
        return None
    if now <= due_at:
        return f"{words.length(elapsed.between(now, due_at, desk.calendar))} left"
    return f"late by {words.length(elapsed.between(due_at, now, desk.calendar))}"


def _urgency(line: LogLine, now: datetime, soon: datetime, *, asks_answer: bool) -> Urgency:
    if line.responded_at is not None:
        return Urgency.ANSWERED_LATE if line.responded_on_time is False else Urgency.ANSWERED
    if line.due_at is None or not asks_answer:
        return Urgency.NONE
    return Urgency.LATE if line.due_at < now else Urgency.SOON if line.due_at <= soon else Urgency.OPEN


def _around(text: str, sought: Sequence[str]) -> str:
    """A piece of a text around the first of these folded words; folding may move it by a letter or two."""
    plain = search_words.folded(text)
    places = [found.start() for word in sought if (found := re.search(rf"\b{re.escape(word.rstrip('*'))}", plain))]
    if not places:
        return ""
    start, end = max(0, min(places) - _AROUND), min(places) + _AROUND
    start = start and text.find(" ", start) + 1
    piece = " ".join(text[start : end if end >= len(text) else (text.rfind(" ", start, end) if " " in text[start:end] else end)].split())
    return f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"


def assignees(who: str, me: str) -> tuple[str | None, ...] | None:
    """Whose letters a view shows; None among them is a letter that nobody has, None alone is everybody's."""
    match who:
        case Whose.ANYONE:
            return None
        case Whose.MINE_OR_FREE:
            return (me, None)
        case Whose.MINE:
            return (me,)
        case Whose.FREE:
            return (None,)
        case _:
            return (who,)


def _midnight(day: date, desk: Desk) -> datetime:
    return zones.instant(day, time(0), desk.calendar.zone)
