"""When the office is open."""

from datetime import UTC, date, datetime, time

import pytest

from intake.business_time import calendar as calendars
from intake.business_time import federal
from intake.business_time.calendar import STANDARD_WEEK, CalendarSettings, Holidays, Hours
from intake.business_time.closures import Closure
from intake.errors import ConfigError

OFFICE = calendars.standard()


@pytest.mark.parametrize(
    "day",
    [
        "2021-06-18", "2021-12-31", "2027-12-31", "2026-07-03", "2026-11-26", "2025-01-20",
        "2024-12-24", "2025-12-24", "2025-12-26", "2025-01-09",
    ],
)  # fmt: skip
def test_federal_offices_are_shut_on_observed_days_and_by_executive_order(day: str) -> None:
    assert OFFICE.open_day(date.fromisoformat(day)) is None
    assert OFFICE.why_closed(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2026-04-16", "2027-04-16", "2026-11-27", "2024-12-26", "2026-10-30", "2029-01-19"])
def test_the_districts_own_days_and_working_days_do_not_shut_the_office(day: str) -> None:
    assert OFFICE.open_day(date.fromisoformat(day)) is not None
    assert OFFICE.why_closed(date.fromisoformat(day)) is None


def test_inauguration_day_closes_only_where_it_is_configured() -> None:
    washington = calendars.build(CalendarSettings(inauguration_day=True))
    assert washington.why_closed(date(2021, 1, 20)) == "Inauguration Day"
    assert OFFICE.why_closed(date(2021, 1, 20)) is None
    assert washington.why_closed(date(2022, 1, 20)) is None


@pytest.mark.parametrize(("year", "day"), [(2013, date(2013, 1, 21)), (2029, date(2029, 1, 20)), (2037, date(2037, 1, 20))])
def test_inauguration_day_on_a_sunday_is_kept_on_monday(year: int, day: date) -> None:
    plain, washington = (federal.closed_days(year, inauguration_day=kept) for kept in (False, True))
    assert set(washington) - set(plain) <= {day}
    assert day in washington


def test_no_holidays_means_only_the_hours_count() -> None:
    assert calendars.build(CalendarSettings(holidays=Holidays.NONE)).open_day(date(2026, 12, 25)) is not None


def test_opening_and_closing_instants_count_as_open() -> None:
    assert OFFICE.in_hours(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
    assert OFFICE.in_hours(datetime(2026, 11, 24, 22, 0, tzinfo=UTC))
    assert not OFFICE.in_hours(datetime(2026, 11, 24, 13, 59, 59, tzinfo=UTC))
    assert not OFFICE.in_hours(datetime(2026, 11, 24, 22, 0, 1, tzinfo=UTC))
    assert not OFFICE.in_hours(datetime(2026, 11, 28, 16, 0, tzinfo=UTC))


def test_office_hours_follow_the_zone_through_summer_and_winter() -> None:
    winter, summer = OFFICE.open_day(date(2026, 3, 6)), OFFICE.open_day(date(2026, 3, 9))
    assert winter is not None
    assert summer is not None
    assert winter.opens == datetime(2026, 3, 6, 14, tzinfo=UTC)
    assert summer.opens == datetime(2026, 3, 9, 13, tzinfo=UTC)


def test_overlapping_closures_are_all_kept() -> None:
    long, short = Closure(date(2026, 12, 1), date(2026, 12, 31), "move"), Closure(date(2026, 12, 7), date(2026, 12, 7), "flood")
    calendar = calendars.build(CalendarSettings(closures=(short, long)))
    assert calendar.why_closed(date(2026, 12, 10)) == "move"
    following = calendar.next_open_day(date(2026, 11, 30))
    assert following is not None
    assert following.day == date(2027, 1, 4)


def test_the_version_changes_when_a_due_time_could_and_only_then() -> None:
    same = calendars.build(CalendarSettings(closures=(Closure(date(2026, 12, 5), date(2026, 12, 6), "a weekend"),)))
    assert same.version == OFFICE.version
    others = [
        CalendarSettings(zone="America/Chicago"),
        CalendarSettings(hours=(Hours(time(8), time(17)), *STANDARD_WEEK[1:])),
        CalendarSettings(holidays=Holidays.NONE),
        CalendarSettings(inauguration_day=True),
        CalendarSettings(closures=(Closure(date(2026, 12, 7), date(2026, 12, 7)),)),
        CalendarSettings(closures=(Closure(date(2026, 12, 7), None),)),
    ]
    versions = {calendars.build(settings).version for settings in others}
    assert len(versions | {OFFICE.version}) == len(others) + 1


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (CalendarSettings(zone="Mars/Olympus"), "Mars/Olympus"),
        (CalendarSettings(zone="../../etc/passwd"), "IANA"),
        (CalendarSettings(zone=""), "IANA"),
        (CalendarSettings(hours=(None,) * 7), "no weekday"),
        (CalendarSettings(hours=STANDARD_WEEK[:6]), "seven"),
        (CalendarSettings(hours=(Hours(time(17), time(9)), *STANDARD_WEEK[1:])), "Monday"),
        (CalendarSettings(hours=(Hours(time(9), time(9)), *STANDARD_WEEK[1:])), "Monday"),
        (CalendarSettings(closures=(Closure(date(2026, 1, 1), None),) * 5_001), "5001"),
    ],
)
def test_settings_that_make_no_calendar_are_refused_with_the_remedy(settings: CalendarSettings, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        calendars.build(settings)
