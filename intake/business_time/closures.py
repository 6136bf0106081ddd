"""Days on which the office is shut beside weekends and holidays. In: configured text, bytes of an iCalendar file. Out: Closures. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final, cast

import icalendar
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from intake.errors import ConfigError

MAX_FILE_BYTES: Final = 1_000_000
MAX_EVENTS: Final = 2_000
MAX_REPEATS: Final = 60
LAST_REPEAT: Final = date(2099, 12, 31)
MAX_REASON: Final = 80

REMEDY: Final = 'write "2026-12-24", "2026-12-24 to 2026-12-31" or "from 2026-10-01 until further notice"'
_RULE_PARTS: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"})
_ONE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})")
_RANGE: Final = re.compile(r"(?:from\s+)?(\d{4}-\d{2}-\d{2})\s*(?:to|until|through|\.\.|/)\s*(\d{4}-\d{2}-\d{2})")
_OPEN: Final = re.compile(r"from\s+(\d{4}-\d{2}-\d{2})(?:\s+until\s+further\s+notice)?")


@dataclass(frozen=True, slots=True)
class Closure:
    """Whole days, both ends included. `last` None: until further notice."""

    first: date
    last: date | None
    reason: str = "the office is closed"


@dataclass(frozen=True, slots=True)
class FileClosures:
    """What an iCalendar file gave. `ignored` counts timed events: a meeting closes no office."""

    closures: tuple[Closure, ...]
    ignored: int


def parse(text: str, reason: str = "the office is closed") -> Closure:
    """A closure as the configuration writes it: a day, a range or an open end. Raises errors.ConfigError without file and key."""
    words = " ".join(text.split()).lower()
    if match := _ONE.fullmatch(words):
        day = _day(match[1], text)
        return Closure(day, day, reason)
    if match := _RANGE.fullmatch(words):
        first, last = _day(match[1], text), _day(match[2], text)
        if last < first:
            raise ConfigError(f'"{text[:60]}" ends before it begins: {REMEDY}')
        return Closure(first, last, reason)
    if match := _OPEN.fullmatch(words):
        return Closure(_day(match[1], text), None, reason)
    raise ConfigError(f'"{text[:60]}" is no closure: {REMEDY}')


def _day(text: str, whole: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f'"{whole[:60]}" holds a day that does not exist: {REMEDY}') from None


def from_icalendar(content: bytes) -> FileClosures:
    """The all-day events of an iCalendar file (RFC 5545), yearly repeats included. Raises errors.ConfigError without file and key.

    A repeat that is not yearly is refused, because passing over it would promise answers on closed days.
    """
    if len(content) > MAX_FILE_BYTES:
        raise ConfigError(f"the calendar file is larger than {MAX_FILE_BYTES} bytes: keep only the closures in it")
    found: list[Closure] = []
    ignored = 0
    for number, event in enumerate(_events(content), start=1):
        if number > MAX_EVENTS:
            raise ConfigError(f"the calendar file holds more than {MAX_EVENTS} events: keep only the closures in it")
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        closures = _closures(event, number)
        ignored += not closures
        found.extend(closures)
    return FileClosures(tuple(found), ignored)


def _events(content: bytes) -> Iterator[Any]:
    # Bytes, never text: the library takes a text of one line for the path of a file.
    try:
        parsed = icalendar.Calendar.from_ical(content, multiple=True)
        for part in cast("list[Any]", parsed):
            yield from part.walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError) as broken:
        raise ConfigError(f"the calendar file cannot be read ({type(broken).__name__}): export it again as iCalendar (.ics)") from broken


def _closures(event: Any, number: int) -> list[Closure]:
    """One closure a repeat; none where the event is not a whole day."""
    try:
        first, last = _whole_days(event.start), _whole_days(event.end)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as broken:
        raise ConfigError(f"event {number} of the calendar file has no usable start and end: give it a day") from broken
    if first is None or last is None:
        return []
    # DTEND of an all-day event is the day after it (RFC 5545 3.6.1); some programs write the day itself.
    length = max(last - first, timedelta(days=1)) - timedelta(days=1)
    reason = " ".join(str(event.get("SUMMARY", "")).split())[:MAX_REASON] or "the office is closed"
    if "RDATE" in event or "RECURRENCE-ID" in event:
        raise ConfigError(f"event {number} of the calendar file is repeated by single dates: make each of them an event of its own")
    if "RRULE" not in event:
        return [Closure(first, first + length, reason)]
    skipped = _skipped(event)
    return [Closure(day, day + length, reason) for day in _yearly(event, first, number) if day not in skipped]


def _whole_days(value: Any) -> date | None:
    """The day of a DATE, or of a DATE-TIME at midnight, as some programs write whole days."""
    if isinstance(value, datetime):
        return value.date() if value.time().replace(tzinfo=None) == time(0) else None
    return cast("date", value)


def _skipped(event: Any) -> frozenset[date]:
    fields = event.get("EXDATE", [])
    listed = fields if isinstance(fields, list) else [fields]
    days = (moment.dt for field in listed for moment in field.dts)
    return frozenset(day.date() if isinstance(day, datetime) else day for day in days)


def _yearly(event: Any, first: date, number: int) -> list[date]:
    """The days of a yearly rule, MAX_REPEATS of them and none after LAST_REPEAT."""
    rule = event["RRULE"]
    parts = {key.upper(): value if isinstance(value, list) else [value] for key, value in rule.items()} if isinstance(rule, dict) else {}
    if [str(value).upper() for value in parts.get("FREQ", [])] != ["YEARLY"] or not set(parts) <= _RULE_PARTS:
        raise ConfigError(
            f"event {number} of the calendar file repeats by a rule that is not plainly yearly: write each closure as an event"
        )
    try:
        # An end of ours replaces COUNT and UNTIL, so that a rule that never comes true ends with the century and not with the year 9999.
        count, until = _first_of(parts, "COUNT", MAX_REPEATS), _first_of(parts, "UNTIL", LAST_REPEAT)
        last = min(LAST_REPEAT, until.date() if isinstance(until, datetime) else until)
        if count < 1 or _first_of(parts, "INTERVAL", 1) < 1:
            raise ValueError
        plain = ";".join(f"{key}={','.join(map(str, value))}" for key, value in parts.items() if key not in ("COUNT", "UNTIL"))
        days = rrulestr(f"{plain};UNTIL={last:%Y%m%d}", dtstart=datetime.combine(first, time(0)))
        return [moment.date() for moment in islice(days, min(count, MAX_REPEATS))]
    except (ValueError, TypeError, OverflowError, IndexError) as broken:
        raise ConfigError(
            f"event {number} of the calendar file has a repeat rule that cannot be read: write each closure as an event"
        ) from broken


def _first_of(parts: dict[str, list[Any]], key: str, otherwise: Any) -> Any:
    return parts[key][0] if key in parts else otherwise
