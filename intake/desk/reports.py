"""How well answers keep their time. In: a Desk, a span of days. Out: shares by week, medians and 95th percentiles, volumes. Read-only."""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from intake.applications import states
from intake.business_time import zones
from intake.business_time.calendar import Calendar
from intake.desk.desk import Desk
from intake.store import reports
from intake.store.reports import Times

USUAL: Final = timedelta(weeks=12)
LONGEST: Final = timedelta(days=366)
MOST: Final = 60_000
"""Letters that a report is reckoned from, the newest of its span."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last one, both in the office's zone and both counted."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Took:
    """Business minutes that something took, of `count` letters to which it happened; None where there is none."""

    count: int
    median: int | None
    most: int | None  # 95th percentile


@dataclass(frozen=True, slots=True)
class Week:
    """Letters received in the week from `monday` on. `due` are those whose time is over or that were answered; `in_time` of these were
    answered by then."""

    monday: date
    letters: int
    due: int
    in_time: int
    acknowledged: Took
    answered: Took

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing was due."""
        return self.in_time / self.due if self.due else None


@dataclass(frozen=True, slots=True)
class Report:
    """`cut`: there are more letters in the span than MOST, and the newest were reckoned with."""

    span: Span
    weeks: tuple[Week, ...]
    whole: Week
    kinds: tuple[tuple[str, int], ...]  # the most letters first
    states: tuple[tuple[str, int], ...]
    none_needed: int
    cut: bool


def usual(desk: Desk) -> Span:
    """The last twelve weeks, from a Monday on."""
    with desk.db.read() as tx:
        today = desk.calendar.local(desk.db.now(tx)).date()
    return Span(_monday(today - USUAL), today)


def report(desk: Desk, span: Span) -> Report:
    """Reckon it. A span longer than LONGEST is cut at its beginning."""
    span = Span(max(span.first, span.last - LONGEST), span.last)
    start, end = (zones.instant(day, time(0), desk.calendar.zone) for day in (span.first, span.last + timedelta(days=1)))
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        letters = list(reports.times(tx, start=start, end=end, most=MOST + 1))
        none_needed = reports.none_needed(tx, start=start, end=end)
    cut, letters = len(letters) > MOST, letters[:MOST]
    clock = _Clock(desk.calendar, start, max((t for each in letters for t in (each.responded_at, each.acknowledged_at) if t), default=end))
    weeks: dict[date, list[Times]] = {}
    for each in letters:
        weeks.setdefault(_monday(desk.calendar.local(each.received_at).date()), []).append(each)
    monday = _monday(span.first)
    mondays = [monday + timedelta(weeks=number) for number in range((span.last - monday).days // 7 + 1)]
    return Report(
        span=span,
        weeks=tuple(_week(each, weeks.get(each, []), clock, now) for each in mondays),
        whole=_week(span.first, letters, clock, now),
        kinds=tuple(Counter(each.kind or "not yet known" for each in letters).most_common()),
        states=tuple(
            Counter(states.name(each.us_state) if each.us_state else "not known" for each in letters).most_common()
        ),
        none_needed=none_needed,
        cut=cut,
    )  # fmt: skip


class _Clock:
    """Office time between two instants of a span, without walking through its days for each of many letters."""

    def __init__(self, calendar: Calendar, start: datetime, end: datetime) -> None:
        self._opens: list[float] = []
        self._before: list[float] = []  # seconds of office time in front of each opening
        self._length: list[float] = []
        total, day = 0.0, calendar.local(start).date()
        opened = calendar.open_day(day) or calendar.next_open_day(day)
        while opened is not None and opened.opens <= end:
            length = (opened.closes - opened.opens).total_seconds()
            self._opens.append(opened.opens.timestamp())
            self._before.append(total)
            self._length.append(length)
            total += length
            opened = calendar.next_open_day(opened.day)

    def minutes(self, start: datetime, end: datetime) -> int:
        return max(0, math.floor((self._at(end) - self._at(start)) / 60))

    def _at(self, instant: datetime) -> float:
        seconds = instant.timestamp()
        place = bisect_right(self._opens, seconds) - 1
        return 0.0 if place < 0 else self._before[place] + min(seconds - self._opens[place], self._length[place])


def _week(monday: date, letters: Sequence[Times], clock: _Clock, now: datetime) -> Week:
    due = [each for each in letters if each.due_at is not None and (each.responded_at is not None or each.due_at < now)]
    return Week(
        monday=monday,
        letters=len(letters),
        due=len(due),
        in_time=sum(each.responded_at is not None and each.due_at is not None and each.responded_at <= each.due_at for each in due),
        acknowledged=_took([clock.minutes(each.received_at, each.acknowledged_at) for each in letters if each.acknowledged_at]),
        answered=_took([clock.minutes(each.received_at, each.responded_at) for each in letters if each.responded_at]),
    )


def _took(minutes: list[int]) -> Took:
    if not minutes:
        return Took(0, None, None)
    minutes.sort()
    return Took(len(minutes), minutes[(len(minutes) - 1) // 2], minutes[math.ceil(0.95 * len(minutes)) - 1])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
