"""When an answer is due: one business day after receipt. In: an instant and a Calendar. Out: a Due, and the arithmetic in words. Pure.

The rule, from which everything here follows:

1. A letter that comes while the office is shut counts as received at the next opening. The closing instant is still open.
2. One business day later is the same time on the next open day, moved into that day's hours.
3. An opening is the same business time as the closing before it; of the two the earlier is the due time. So a due time is never an opening.
4. Where no open day follows (closed until further notice) nothing is due and no date is promised, unless the whole of the last open day
   still lies ahead: then its closing is the due time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from intake.business_time import words, zones
from intake.business_time.calendar import Calendar, OpenDay

MAX_NAMED_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Due:
    """When an answer is due. `at` is aware UTC and lies in office hours; None in a closure until further notice."""

    at: datetime | None
    calendar: str  # version of the calendar it was worked out with

    @property
    def open_ended(self) -> bool:
        """Nothing can be promised until somebody says when the office opens again."""
        return self.at is None


def due(received: datetime, calendar: Calendar) -> Due:
    """One business day after `received`. A later receipt is never due earlier. Raises ValueError as Calendar.local does."""
    return Due(_at(received, calendar), calendar.version)


def _at(received: datetime, calendar: Calendar) -> datetime | None:
    start = _start(received, calendar)
    if start is None:
        return None
    day, wall = start
    following = calendar.next_open_day(day.day)
    if following is None:
        return day.closes if wall == day.hours.opens else None
    if wall <= following.hours.opens:
        return day.closes
    if wall >= following.hours.closes:
        return following.closes
    return zones.instant(following.day, wall, calendar.zone)


def _start(received: datetime, calendar: Calendar) -> tuple[OpenDay, time] | None:
    """The open day and the wall time from which the business day runs; None where the office does not open again."""
    local = calendar.local(received)
    day = calendar.open_day(local.date())
    if day is None or received > day.closes:
        day = calendar.next_open_day(local.date())
        return None if day is None else (day, day.hours.opens)
    return (day, day.hours.opens) if received <= day.opens else (day, zones.wall(local, calendar.zone))


def explain(received: datetime, calendar: Calendar) -> tuple[str, ...]:
    """The arithmetic of `due` in plain words, one step a line."""
    local = calendar.local(received)
    steps = [f"Received on {words.moment(received, calendar)}."]
    start = _start(received, calendar)
    if start is None:
        return (
            *steps,
            "The office is closed until further notice: nothing is due, and no date is promised, until an opening day is known.",
        )
    day, wall = start
    if not calendar.in_hours(received):
        steps.append(f"The office was shut then{_reason(calendar, local.date())}; the clock starts when it opens on {_at_wall(day, wall)}.")
    steps += _passed_over(calendar, local.date(), day.day)
    following = calendar.next_open_day(day.day)
    if following is None:
        return (*steps, *_last_day(day, wall, calendar))
    steps += _passed_over(calendar, day.day, following.day)
    steps += _one_business_day(day, wall, following)
    return (*steps, _result(_at(received, calendar), calendar))


def _one_business_day(day: OpenDay, wall: time, following: OpenDay) -> list[str]:
    steps = [f"One business day later is the same time on the next open day: {_at_wall(following, wall)}."]
    if wall < following.hours.opens or wall > following.hours.closes:
        opens, closes = following.hours.opens, following.hours.closes
        moved = words.clock(opens if wall < opens else closes)
        steps.append(f"The office is open from {words.clock(opens)} to {words.clock(closes)} that day, so it is moved to {moved}.")
    if wall <= following.hours.opens:
        steps.append(
            f"That opening is the same business time as the closing before it, {_at_wall(day, day.hours.closes)}; the earlier one counts."
        )
    return steps


def _last_day(day: OpenDay, wall: time, calendar: Calendar) -> list[str]:
    closed = "After that day the office is closed until further notice."
    if wall == day.hours.opens:
        return [closed, "A whole business day lies between the opening and the closing of that day.", _result(day.closes, calendar)]
    return [closed, "Nothing is due, and no date is promised, until an opening day is known."]


def _result(at: datetime | None, calendar: Calendar) -> str:
    return f"Due on {words.moment(at, calendar)}." if at else "Nothing is due."


def _passed_over(calendar: Calendar, after: date, before: date) -> list[str]:
    """The closed days between two days, each with its reason; weekends are not worth a line."""
    count = min((before - after).days - 1, MAX_NAMED_DAYS)
    days = [after + timedelta(days=number) for number in range(1, count + 1)]
    return [
        f"{words.day(day)} is passed over: {why}."
        for day in days
        if calendar.settings.hours[day.weekday()] and (why := calendar.why_closed(day))
    ]


def _reason(calendar: Calendar, day: date) -> str:
    why = calendar.why_closed(day)
    return f" ({why})" if why else ""


def _at_wall(day: OpenDay, wall: time) -> str:
    return f"{words.day(day.day)} at {words.clock(wall)}"
