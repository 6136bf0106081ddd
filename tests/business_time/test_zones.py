"""Wall clocks on the nights they change."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from intake.business_time import zones

NEW_YORK = ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("day", "wall", "expected"),
    [
        (SPRING, time(1, 59), datetime(2026, 3, 8, 6, 59, tzinfo=UTC)),
        (SPRING, time(2, 0), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        (SPRING, time(2, 30), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        (SPRING, time(2, 59, 59, 999999), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        (SPRING, time(3, 0), datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        (AUTUMN, time(1, 30), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (AUTUMN, time(1, 30, fold=1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (AUTUMN, time(2, 0), datetime(2026, 11, 1, 7, 0, tzinfo=UTC)),
    ],
)
def test_a_skipped_time_is_the_change_and_a_repeated_one_the_first(day: date, wall: time, expected: datetime) -> None:
    assert zones.instant(day, wall, NEW_YORK) == expected


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2026, 11, 1, 5, 59, 59, tzinfo=UTC), time(1, 59, 59)),
        (datetime(2026, 11, 1, 6, 0, tzinfo=UTC), time(2, 0)),
        (datetime(2026, 11, 1, 6, 45, 30, 7, tzinfo=UTC), time(2, 0)),
        (datetime(2026, 11, 1, 7, 0, 0, 7, tzinfo=UTC), time(2, 0, 0, 7)),
    ],
)
def test_in_a_repeated_hour_the_wall_clock_waits_at_its_end(instant: datetime, expected: time) -> None:
    assert zones.wall(instant.astimezone(NEW_YORK), NEW_YORK) == expected


def test_half_hour_changes_are_exact_too() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert zones.instant(date(2026, 10, 4), time(2, 10), lord_howe) == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)
    assert zones.wall(datetime(2026, 4, 4, 15, 10, tzinfo=UTC).astimezone(lord_howe), lord_howe) == time(2, 0)
