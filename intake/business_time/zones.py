"""Wall clocks and instants, exact on the days the clocks change. In: a day, a wall time, a zone. Out: instants in UTC. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from intake.errors import ConfigError

_SECOND: Final = timedelta(seconds=1)
_LONGEST_FOLD: Final = timedelta(hours=3)


def named(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises errors.ConfigError without file and key."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(f'"{name[:60]}" is no time zone: give an IANA name such as America/New_York') from None


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks of `zone` show `wall` on `day`.

    A time that comes twice is the first one; one that is skipped is the moment of the change.
    So a later wall time is never an earlier instant.
    """
    local = datetime.combine(day, wall.replace(fold=0, tzinfo=None), zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    return _change(local.replace(fold=1).astimezone(UTC), found, zone)


def wall(local: datetime, zone: ZoneInfo) -> time:
    """The wall time of an instant; in an hour that comes a second time, the end of that hour: wall times never go back within a day."""
    if not local.fold:
        return local.timetz().replace(tzinfo=None)
    found = local.astimezone(UTC)
    before = found - _LONGEST_FOLD
    offset = before.astimezone(zone).utcoffset() or timedelta(0)
    end = (_change(before, found, zone) + offset).replace(tzinfo=None)
    return end.time() if end.date() == local.date() else time.max


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the zone's offset becomes another one than at `low`; it lies after `low` and not after `high`."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
