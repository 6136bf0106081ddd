"""Times in plain English, the same on every machine. In: instants and a Calendar. Out: sentences' parts. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from intake.business_time import elapsed, zones
from intake.business_time.calendar import WEEKDAYS, Calendar
from intake.errors import PersonNeeded

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MAX_TIME_TEXT: Final = 64

_SPOKEN: Final = {
    "Eastern Time": ("America/New_York", "America/Detroit", "America/Toronto", "US/Eastern", "EST5EDT"),
    "Central Time": ("America/Chicago", "America/Menominee", "US/Central", "CST6CDT"),
    "Mountain Time": ("America/Denver", "America/Boise", "US/Mountain", "MST7MDT"),
    "Arizona Time": ("America/Phoenix", "US/Arizona"),
    "Pacific Time": ("America/Los_Angeles", "US/Pacific", "PST8PDT"),
    "Alaska Time": ("America/Anchorage", "America/Juneau", "America/Nome", "America/Sitka", "US/Alaska"),
    "Hawaii Time": ("Pacific/Honolulu", "US/Hawaii"),
    "Atlantic Time": ("America/Puerto_Rico", "America/St_Thomas", "America/Virgin"),
    "Chamorro Time": ("Pacific/Guam", "Pacific/Saipan"),
    "Samoa Time": ("Pacific/Pago_Pago",),
    "UTC": ("UTC", "Etc/UTC", "Etc/GMT"),
}
_SPOKEN_BY_ZONE: Final = {zone: name for name, all_of_it in _SPOKEN.items() for zone in all_of_it}
_SPOKEN_BY_ABBREVIATION: Final = {
    "ET": "Eastern Time",
    "CT": "Central Time",
    "MT": "Mountain Time",
    "PT": "Pacific Time",
    "AKT": "Alaska Time",
}


def moment(instant: datetime, calendar: Calendar) -> str:
    """ "Tuesday, November 24, 2026 at 10:42 AM Eastern Time", in the office's zone."""
    local = calendar.local(instant)
    return f"{day(local.date())} at {clock(local.time())} {zone(instant, calendar)}"


def promise(due: datetime, calendar: Calendar) -> str:
    """The date that may be promised for a due time: "the end of Wednesday, November 25, 2026, Eastern Time". Never a minute."""
    return f"the end of {day(calendar.local(due).date())}, {zone(due, calendar)}"


def day(value: date) -> str:
    """ "Tuesday, November 24, 2026"."""
    return f"{WEEKDAYS[value.weekday()]}, {MONTHS[value.month - 1]} {value.day}, {value.year}"


def clock(wall: time) -> str:
    """ "10:42 AM"; seconds are left out."""
    return f"{wall.hour % 12 or 12}:{wall.minute:02} {'AM' if wall.hour < 12 else 'PM'}"


def zone(instant: datetime, calendar: Calendar) -> str:
    """The zone's spoken name, the same in summer and winter; "UTC+05:45" where it has none."""
    if spoken := _SPOKEN_BY_ZONE.get(calendar.settings.zone):
        return spoken
    local = calendar.local(instant)
    abbreviation = local.tzname() or ""
    generic = abbreviation[:-2] + abbreviation[-1:] if abbreviation[-2:] in ("ST", "DT") else abbreviation
    if generic in _SPOKEN_BY_ABBREVIATION and calendar.settings.zone.startswith("America/"):
        return _SPOKEN_BY_ABBREVIATION[generic]
    offset = f"{local:%z}"
    return abbreviation if abbreviation.isalpha() and not local.dst() else f"UTC{offset[:3]}:{offset[3:5]}"


def time_left(now: datetime, due: datetime, calendar: Calendar) -> str:
    """ "3 hours 5 minutes of office time left" or "overdue by 20 minutes of office time"."""
    if now <= due:
        return f"{length(elapsed.between(now, due, calendar))} of office time left"
    return f"overdue by {length(elapsed.between(due, now, calendar))} of office time"


def length(duration: timedelta) -> str:
    """ "3 hours 5 minutes", "1 hour", "less than a minute"; hours are not made into days, because days differ in length."""
    hours, minutes = divmod(max(duration, timedelta(0)) // timedelta(minutes=1), 60)
    parts = [_counted(hours, "hour"), _counted(minutes, "minute")]
    return " ".join(part for part in parts if part) or "less than a minute"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else ""


def read_time(text: str, calendar: Calendar) -> datetime:
    """An ISO 8601 time as a person types it; without an offset it is office time. Aware UTC. Raises errors.PersonNeeded."""
    try:
        found = datetime.fromisoformat(text.strip()[:MAX_TIME_TEXT])
        if found.tzinfo is None:
            return zones.instant(found.date(), found.time(), calendar.zone)
        return calendar.local(found).astimezone(UTC)
    except (ValueError, OverflowError):
        raise PersonNeeded(f'"{text[:MAX_TIME_TEXT]}" is no time: write it like 2026-11-24T10:30 or 2026-11-24T10:30-05:00') from None
