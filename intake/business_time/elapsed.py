"""How much office time lies between two instants. In: instants and a Calendar. Out: durations and instants. Pure."""

from datetime import date, datetime, timedelta

from intake.business_time.calendar import Calendar, OpenDay

_NONE = timedelta(0)


def between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Office time from `start` to `end`; nothing where `end` is not later. Exactly additive: a to b and b to c make a to c."""
    day, last = calendar.local(start).date(), calendar.local(end).date()
    total = _NONE
    if end <= start:
        return total
    opened = calendar.open_day(day) or calendar.next_open_day(day)
    while opened is not None and opened.day <= last:
        total += max(min(end, opened.closes) - max(start, opened.opens), _NONE)
        opened = calendar.next_open_day(opened.day)
    return total


def business_minutes(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Whole minutes of office time from `start` to `end`, rounded down; never negative."""
    return between(start, end, calendar) // timedelta(minutes=1)


def at_share(received: datetime, due: datetime, share: float, calendar: Calendar) -> datetime:
    """The instant at which `share` (0 to 1) of the office time from `received` to `due` has gone: when to warn."""
    left = between(received, due, calendar) * share
    opened: OpenDay | None = calendar.open_day(_day(received, calendar)) or calendar.next_open_day(_day(received, calendar))
    while opened is not None and opened.opens <= due:
        start = max(received, opened.opens)
        part = max(opened.closes - start, _NONE)
        if left <= part:
            return min(start + left, due)
        left -= part
        opened = calendar.next_open_day(opened.day)
    return due


def ahead(start: datetime, amount: timedelta, calendar: Calendar) -> datetime | None:
    """The instant at which `amount` of office time after `start` has gone; None where the office does not open for so long any more."""
    day = _day(start, calendar)
    left = amount
    opened = calendar.open_day(day) or calendar.next_open_day(day)
    while opened is not None:
        begin = max(start, opened.opens)
        part = max(opened.closes - begin, _NONE)
        if left <= part:
            return begin + left
        left -= part
        opened = calendar.next_open_day(opened.day)
    return None


def _day(instant: datetime, calendar: Calendar) -> date:
    return calendar.local(instant).date()
