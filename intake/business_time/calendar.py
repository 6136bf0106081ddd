"""The office's calendar: when it is open. In: CalendarSettings. Out: a Calendar that knows each day's opening and closing instant. Pure."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from intake.business_time import federal, zones
from intake.business_time.closures import Closure
from intake.errors import ConfigError

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2150
HORIZON: Final = timedelta(days=1100)
"""How far ahead an open day is looked for. Nothing open for three years is the same as closed until further notice."""
VERSION_YEARS: Final = range(2020, 2045)
MAX_CLOSURES: Final = 5_000
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Holidays(StrEnum):
    """Which holidays close the office."""

    US_FEDERAL = "us_federal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Hours:
    """Office hours of one weekday, in the office's zone, on one day. The closing instant counts as open."""

    opens: time
    closes: time


STANDARD_WEEK: Final[tuple[Hours | None, ...]] = (*(Hours(time(9), time(17)),) * 5, None, None)


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """All that decides when the office is open. `hours` begins on Monday; None is a closed weekday."""

    zone: str = "America/New_York"
    hours: tuple[Hours | None, ...] = STANDARD_WEEK
    holidays: Holidays = Holidays.US_FEDERAL
    inauguration_day: bool = False
    closures: tuple[Closure, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day on which the office is open; instants are aware UTC."""

    day: date
    hours: Hours
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """Made by `build`. Days are worked out once and kept, at most one entry a day from FIRST_YEAR to LAST_YEAR."""

    settings: CalendarSettings
    zone: ZoneInfo
    _closures: tuple[Closure, ...] = field(repr=False)  # by first day
    _days: dict[date, OpenDay | None] = field(default_factory=dict, repr=False, compare=False)
    _next: dict[date, OpenDay | None] = field(default_factory=dict, repr=False, compare=False)
    _holidays: dict[int, dict[date, str]] = field(default_factory=dict, repr=False, compare=False)
    _version: list[str] = field(default_factory=list, repr=False, compare=False)

    @property
    def version(self) -> str:
        """Digest of the opening and closing instants of every day of VERSION_YEARS: it changes when, and only when, a due time could."""
        if not self._version:
            digest = hashlib.sha256(self.settings.zone.encode())
            for day in _each_day(date(VERSION_YEARS.start, 1, 1), date(VERSION_YEARS.stop, 1, 1)):
                if open_day := self._work_out(day):
                    digest.update(f"{day.toordinal()} {open_day.opens.timestamp():.0f} {open_day.closes.timestamp():.0f}\n".encode())
            self._version.append(digest.hexdigest()[:12])
        return self._version[0]

    def local(self, instant: datetime) -> datetime:
        """An aware instant on the office's clock. Raises ValueError for a naive one, or one out of FIRST_YEAR..LAST_YEAR."""
        if instant.tzinfo is None:
            raise ValueError("an instant without an offset means nothing: give it a zone")
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            raise ValueError(f"{instant.year} is out of the years {FIRST_YEAR} to {LAST_YEAR}")
        return instant.astimezone(self.zone)

    def open_day(self, day: date) -> OpenDay | None:
        """Opening and closing of `day`; None where the office is shut all day."""
        try:
            return self._days[day]
        except KeyError:
            found = self._days[day] = self._work_out(day)
            return found

    def next_open_day(self, after: date) -> OpenDay | None:
        """The first open day after `after`; None where there is none within HORIZON: closed until further notice."""
        try:
            return self._next[after]
        except KeyError:
            days = _each_day(after + timedelta(days=1), after + HORIZON)
            found = self._next[after] = next((opened for day in days if (opened := self.open_day(day))), None)
            return found

    def in_hours(self, instant: datetime) -> bool:
        """Whether the office is open at `instant`, the opening and the closing instant included."""
        day = self.open_day(self.local(instant).date())
        return day is not None and day.opens <= instant <= day.closes

    def why_closed(self, day: date) -> str | None:
        """The name of the holiday, the closure's reason or the weekday; None where the office opens on `day`."""
        if closure := self._closure(day):
            return closure.reason
        if self.settings.hours[day.weekday()] is None:
            return f"no office hours on {WEEKDAYS[day.weekday()]}s"
        return self._holiday(day)

    def _work_out(self, day: date) -> OpenDay | None:
        hours = self.settings.hours[day.weekday()]
        if hours is None or self._holiday(day) or self._closure(day):
            return None
        opens, closes = (zones.instant(day, wall, self.zone) for wall in (hours.opens, hours.closes))
        return OpenDay(day, hours, opens, closes)

    def _holiday(self, day: date) -> str | None:
        if self.settings.holidays is Holidays.NONE:
            return None
        if day.year not in self._holidays:
            self._holidays[day.year] = federal.closed_days(day.year, inauguration_day=self.settings.inauguration_day)
        return self._holidays[day.year].get(day)

    def _closure(self, day: date) -> Closure | None:
        begun = bisect_right(self._closures, day, key=lambda closure: closure.first)
        return next((closure for closure in self._closures[:begun] if closure.last is None or day <= closure.last), None)


def build(settings: CalendarSettings) -> Calendar:
    """The calendar of these settings. Raises errors.ConfigError without file and key."""
    if len(settings.hours) != len(WEEKDAYS):
        raise ConfigError("office hours are needed for seven weekdays: give a closed day no hours")
    for name, hours in zip(WEEKDAYS, settings.hours, strict=True):
        if hours is not None and not hours.opens < hours.closes:
            raise ConfigError(
                f"{name}: the office closes at {hours.closes:%H:%M}, not after it opens at {hours.opens:%H:%M}: correct one of the two"
            )
    if not any(settings.hours):
        raise ConfigError("no weekday has office hours: a due time needs one open day a week at least")
    if len(settings.closures) > MAX_CLOSURES:
        raise ConfigError(f"{len(settings.closures)} closures are more than {MAX_CLOSURES}: drop those of past years")
    return Calendar(settings, zones.named(settings.zone), tuple(sorted(settings.closures, key=lambda closure: closure.first)))


def _each_day(first: date, end: date) -> Iterator[date]:
    """From `first` to the day before `end`, and not past LAST_YEAR."""
    for number in range(first.toordinal(), min(end, date(LAST_YEAR + 2, 1, 1)).toordinal()):
        yield date.fromordinal(number)


def standard() -> Calendar:
    """The calendar of an office that configured nothing: New York, weekdays nine to five, federal holidays."""
    return build(CalendarSettings())
