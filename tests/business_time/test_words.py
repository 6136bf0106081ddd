"""Times as people say them."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.business_time import calendar as calendars
from intake.business_time import words
from intake.business_time.calendar import CalendarSettings
from intake.errors import PersonNeeded

OFFICE = calendars.standard()
TUESDAY = datetime(2026, 11, 24, 15, 42, tzinfo=UTC)


def test_a_moment_bears_its_zone() -> None:
    assert words.moment(TUESDAY, OFFICE) == "Tuesday, November 24, 2026 at 10:42 AM Eastern Time"
    assert words.moment(datetime(2026, 7, 1, 16, 5, tzinfo=UTC), OFFICE) == "Wednesday, July 1, 2026 at 12:05 PM Eastern Time"
    assert words.moment(datetime(2026, 7, 1, 4, 5, tzinfo=UTC), OFFICE) == "Wednesday, July 1, 2026 at 12:05 AM Eastern Time"


def test_a_promise_is_a_date_in_the_offices_zone_and_never_a_minute() -> None:
    assert words.promise(datetime(2026, 11, 26, 3, tzinfo=UTC), OFFICE) == "the end of Wednesday, November 25, 2026, Eastern Time"


@pytest.mark.parametrize(
    ("zone", "spoken"),
    [
        ("America/New_York", "Eastern Time"),
        ("America/Indiana/Indianapolis", "Eastern Time"),
        ("America/Chicago", "Central Time"),
        ("America/Indiana/Knox", "Central Time"),
        ("America/Phoenix", "Arizona Time"),
        ("America/Metlakatla", "Alaska Time"),
        ("America/Puerto_Rico", "Atlantic Time"),
        ("Pacific/Honolulu", "Hawaii Time"),
        ("Asia/Kathmandu", "UTC+05:45"),
        ("Europe/Berlin", "CET"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_has_a_spoken_name(zone: str, spoken: str) -> None:
    assert words.zone(TUESDAY, calendars.build(CalendarSettings(zone=zone))) == spoken


def test_time_left_counts_office_time() -> None:
    assert words.time_left(TUESDAY, TUESDAY + timedelta(hours=3, minutes=5), OFFICE) == "3 hours 5 minutes of office time left"
    assert words.time_left(TUESDAY, TUESDAY + timedelta(days=1), OFFICE) == "8 hours of office time left"
    assert words.time_left(TUESDAY + timedelta(minutes=61), TUESDAY, OFFICE) == "overdue by 1 hour 1 minute of office time"
    assert words.length(timedelta(seconds=30)) == "less than a minute"


def test_a_time_without_an_offset_is_office_time() -> None:
    assert words.read_time("2026-11-24T10:42", OFFICE) == TUESDAY
    assert words.read_time(" 2026-11-24T15:42Z ", OFFICE) == TUESDAY
    assert words.read_time("2026-11-24", OFFICE) == datetime(2026, 11, 24, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "noon", "2026-13-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "9" * 500])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(PersonNeeded, match="2026-11-24T10:30"):
        words.read_time(text, OFFICE)
