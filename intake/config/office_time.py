"""The calendar of the settings. In: the section [calendar] and its iCalendar file. Out: a Calendar, or an error that names the key."""

from pathlib import Path
from typing import get_args

from intake import errors
from intake.business_time import calendar, closures
from intake.config import settings


def build(section: settings.Calendar) -> calendar.Calendar:
    """The calendar, its file read. Raises errors.ConfigError."""
    shut = [closures.parse(each.days, each.reason) for each in section.closures]
    if section.ical_file is not None:
        shut += _from_file(section.ical_file)
    try:
        return calendar.build(
            calendar.CalendarSettings(
                zone=section.zone.key,
                hours=week(section),
                holidays=section.holidays,
                inauguration_day=section.inauguration_day,
                closures=tuple(shut),
            )
        )
    except errors.ConfigError as error:
        raise errors.ConfigError(f"[calendar] {error}") from None


def week(section: settings.Calendar) -> tuple[calendar.Hours | None, ...]:
    """The hours of the seven weekdays from Monday; None is closed."""
    every: list[calendar.Hours | None] = []
    for day in get_args(settings.Weekday):
        own = getattr(section.hours, day)
        if own is None:
            every.append(calendar.Hours(section.opens, section.closes) if day in section.weekdays else None)
        else:
            every.append(calendar.Hours(*own) if own else None)
    return tuple(every)


def _from_file(path: Path) -> tuple[closures.Closure, ...]:
    try:
        return closures.from_icalendar(path.read_bytes()).closures
    except OSError as error:
        raise errors.ConfigError(f'[calendar] ical_file: {path}: {error.strerror}: a readable file is needed, or ""') from None
    except errors.ConfigError as error:
        raise errors.ConfigError(f"[calendar] ical_file: {path}: {error}") from None
