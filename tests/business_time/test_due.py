"""One business day after receipt, on every kind of day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.business_time import calendar as calendars
from intake.business_time import due as dues
from intake.business_time.calendar import Calendar, CalendarSettings, Holidays, Hours
from intake.business_time.closures import Closure

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = calendars.standard()


def due(text: str, calendar: Calendar = OFFICE) -> str:
    """Due time of a time written on the office's clock, on the office's clock."""
    received = datetime.fromisoformat(text)
    found = dues.due(received if received.tzinfo else received.replace(tzinfo=calendar.zone), calendar)
    return f"{found.at.astimezone(calendar.zone):%a %Y-%m-%d %H:%M%z}" if found.at else "open-ended"


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-11-24T10:30", "Wed 2026-11-25 10:30-0500"),
        ("2026-11-20T16:59", "Mon 2026-11-23 16:59-0500"),
        ("2026-11-20T17:00", "Mon 2026-11-23 17:00-0500"),
        ("2026-11-20T17:00:01", "Mon 2026-11-23 17:00-0500"),
        ("2026-11-21T12:00", "Mon 2026-11-23 17:00-0500"),
        ("2026-11-25T15:00", "Fri 2026-11-27 15:00-0500"),
        ("2026-11-26T12:00", "Fri 2026-11-27 17:00-0500"),
        ("2026-07-02T16:00", "Mon 2026-07-06 16:00-0400"),
        ("2027-12-30T10:00", "Mon 2028-01-03 10:00-0500"),
        ("2026-03-06T11:00", "Mon 2026-03-09 11:00-0400"),
        ("2026-10-30T11:00", "Mon 2026-11-02 11:00-0500"),
        ("2026-11-18T03:30+00:00", "Wed 2026-11-18 17:00-0500"),
        ("2026-11-23T06:00", "Mon 2026-11-23 17:00-0500"),
        ("2026-11-20T09:00", "Fri 2026-11-20 17:00-0500"),
        ("2026-11-20T09:01", "Mon 2026-11-23 09:01-0500"),
        ("2027-06-17T10:00", "Mon 2027-06-21 10:00-0400"),
        ("2026-03-08T02:30", "Mon 2026-03-09 17:00-0400"),
        ("2024-12-23T10:00", "Thu 2024-12-26 10:00-0500"),
        ("2025-01-08T10:00", "Fri 2025-01-10 10:00-0500"),
    ],
)
def test_an_answer_is_due_one_business_day_after_receipt(received: str, expected: str) -> None:
    assert due(received) == expected


SHORT_WEDNESDAY = calendars.build(
    CalendarSettings(hours=(*(Hours(time(9), time(17)),) * 2, Hours(time(10), time(14)), *(Hours(time(9), time(17)),) * 2, None, None))
)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-06-02T12:00", "Wed 2026-06-03 12:00-0400"),
        ("2026-06-02T16:00", "Wed 2026-06-03 14:00-0400"),
        ("2026-06-02T09:30", "Tue 2026-06-02 17:00-0400"),
        ("2026-06-03T08:00", "Thu 2026-06-04 10:00-0400"),
        ("2026-06-03T13:00", "Thu 2026-06-04 13:00-0400"),
        ("2026-06-03T15:00", "Thu 2026-06-04 17:00-0400"),
    ],
)
def test_where_days_differ_the_same_time_of_the_next_open_day_is_moved_into_its_hours(received: str, expected: str) -> None:
    assert due(received, SHORT_WEDNESDAY) == expected


def closed(first: str, last: str | None) -> Calendar:
    return calendars.build(
        CalendarSettings(closures=(Closure(date.fromisoformat(first), date.fromisoformat(last) if last else None, "snow"),))
    )


def test_a_declared_closure_is_passed_over() -> None:
    assert due("2026-12-07T10:00", closed("2026-12-08", "2026-12-09")) == "Thu 2026-12-10 10:00-0500"


def test_nothing_is_due_in_a_closure_until_further_notice() -> None:
    calendar = closed("2026-12-08", None)
    assert due("2026-12-09T10:00", calendar) == "open-ended"
    assert due("2026-12-07T10:00", calendar) == "open-ended"
    assert due("2026-12-07T09:00", calendar) == "Mon 2026-12-07 17:00-0500"
    assert due("2026-12-04T10:00", calendar) == "Mon 2026-12-07 10:00-0500"
    assert dues.due(datetime(2026, 12, 9, 15, tzinfo=UTC), calendar).open_ended
    assert "further notice" in dues.explain(datetime(2026, 12, 9, 15, tzinfo=UTC), calendar)[-1]
    assert "no date is promised" in dues.explain(datetime(2026, 12, 7, 15, tzinfo=UTC), calendar)[-1]


def test_a_due_time_bears_the_version_of_its_calendar() -> None:
    received = datetime(2026, 12, 7, 15, tzinfo=UTC)
    assert dues.due(received, OFFICE).calendar == OFFICE.version
    assert dues.due(received, closed("2026-12-08", None)).calendar != OFFICE.version


def test_the_arithmetic_is_told_in_words() -> None:
    assert dues.explain(datetime(2026, 11, 25, 20, 0, tzinfo=UTC), OFFICE) == (
        "Received on Wednesday, November 25, 2026 at 3:00 PM Eastern Time.",
        "Thursday, November 26, 2026 is passed over: Thanksgiving Day.",
        "One business day later is the same time on the next open day: Friday, November 27, 2026 at 3:00 PM.",
        "Due on Friday, November 27, 2026 at 3:00 PM Eastern Time.",
    )
    saturday = dues.explain(datetime(2026, 11, 21, 17, 0, tzinfo=UTC), OFFICE)
    assert "no office hours on Saturdays" in saturday[1]
    assert "the earlier one counts" in saturday[-2]
    assert saturday[-1] == "Due on Monday, November 23, 2026 at 5:00 PM Eastern Time."
    moved = dues.explain(datetime(2026, 6, 2, 20, 0, tzinfo=UTC), SHORT_WEDNESDAY)
    assert any("moved to 2:00 PM" in step for step in moved)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        dues.due(datetime(2026, 11, 25, 20, 0), OFFICE)  # noqa: DTZ001
    with pytest.raises(ValueError, match="out of the years"):
        dues.due(datetime(9999, 12, 31, 23, tzinfo=UTC), OFFICE)


walls = st.integers(0, 24 * 12 - 1).map(lambda number: time(number // 12, number % 12 * 5))
some_hours = st.tuples(walls, walls).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Hours(*pair))
some_weeks = st.lists(st.none() | some_hours, min_size=7, max_size=7).filter(any).map(tuple)
days = st.dates(date(2025, 9, 1), date(2027, 4, 1))
some_closures = st.lists(
    st.tuples(days, st.none() | st.integers(0, 40)).map(
        lambda pair: Closure(pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
    ),
    max_size=4,
).map(tuple)
some_zones = st.sampled_from(["America/New_York", "Pacific/Guam", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Phoenix", "UTC"])
some_calendars = st.builds(
    lambda hours, closures, zone, holidays: calendars.build(CalendarSettings(zone, hours, holidays, closures=closures)),
    some_weeks, some_closures, some_zones, st.sampled_from(Holidays),
)  # fmt: skip
FIRST = datetime(2025, 10, 1, tzinfo=UTC)
instants = st.integers(0, 500 * 24 * 60 * 12).map(lambda number: FIRST + timedelta(seconds=5 * number))
# Beside any instant: those around the nights on which the clocks change, in both zones that change them.
CHANGES = ("2026-03-08T07:00Z", "2026-11-01T06:00Z", "2026-04-04T15:00Z", "2026-10-03T15:30Z")
nights = st.sampled_from([datetime.fromisoformat(text) for text in CHANGES])
near_nights = st.tuples(nights, st.integers(-300, 300)).map(lambda pair: pair[0] + timedelta(minutes=pair[1]))
received_at = instants | near_nights


@given(some_calendars, received_at)
def test_a_due_time_lies_in_office_hours_and_after_the_receipt(calendar: Calendar, received: datetime) -> None:
    at = dues._at(received, calendar)
    if at is not None:
        assert calendar.in_hours(at)
        assert at > received
        assert at.tzinfo is UTC


@given(some_calendars, received_at, received_at)
def test_a_later_letter_is_never_due_earlier(calendar: Calendar, one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    due_first, due_second = dues._at(first, calendar), dues._at(second, calendar)
    assert due_second is None or (due_first is not None and due_first <= due_second)


clock_changes = st.sampled_from([datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)])


@given(clock_changes, st.sampled_from([0, 1]), st.integers(-80, 80), st.integers(0, 80))
@settings(max_examples=400)
def test_letters_of_the_night_the_clocks_change_are_due_in_the_order_they_came(
    change: datetime, days_before: int, minutes: int, later: int
) -> None:
    always = calendars.build(CalendarSettings(hours=(Hours(time(0), time(23, 59)),) * 7, holidays=Holidays.NONE))
    received = change - timedelta(days=days_before) + timedelta(minutes=minutes)
    due_first, due_second = dues._at(received, always), dues._at(received + timedelta(minutes=later), always)
    assert due_first is not None
    assert due_second is not None
    assert due_first <= due_second


@given(some_calendars, received_at)
def test_the_words_end_with_the_due_time(calendar: Calendar, received: datetime) -> None:
    steps = dues.explain(received, calendar)
    assert steps[0].startswith("Received on ")
    assert steps[-1].startswith("Due on ") == (dues._at(received, calendar) is not None)


def test_a_due_time_costs_less_than_a_fifth_of_a_millisecond_even_on_a_busy_machine() -> None:
    from timeit import repeat

    received = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    dues.due(received, OFFICE)
    assert min(repeat(lambda: dues.due(received, OFFICE), number=200, repeat=5)) / 200 < 0.0002
