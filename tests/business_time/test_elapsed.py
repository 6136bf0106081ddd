"""How much office time went by."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from intake.business_time import calendar as calendars
from intake.business_time import due as dues
from intake.business_time import elapsed

OFFICE = calendars.standard()
FIRST = datetime(2026, 2, 20, tzinfo=UTC)
instants = st.integers(0, 300 * 24 * 60 * 60).map(lambda seconds: FIRST + timedelta(seconds=seconds, microseconds=seconds % 7))
FRIDAY_4PM, MONDAY_10AM = datetime(2026, 11, 20, 21, tzinfo=UTC), datetime(2026, 11, 23, 15, tzinfo=UTC)


def test_only_office_time_counts() -> None:
    assert elapsed.business_minutes(FRIDAY_4PM, MONDAY_10AM, OFFICE) == 120
    assert elapsed.business_minutes(datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 22, 12, tzinfo=UTC), OFFICE) == 0
    assert elapsed.business_minutes(datetime(2026, 11, 25, 14, tzinfo=UTC), datetime(2026, 11, 27, 22, tzinfo=UTC), OFFICE) == 960


def test_office_time_is_never_negative() -> None:
    assert elapsed.business_minutes(MONDAY_10AM, FRIDAY_4PM, OFFICE) == 0
    assert elapsed.business_minutes(MONDAY_10AM, MONDAY_10AM, OFFICE) == 0


@given(instants, instants, instants)
def test_office_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    a, b, c = sorted((one, two, three))
    assert elapsed.between(a, b, OFFICE) + elapsed.between(b, c, OFFICE) == elapsed.between(a, c, OFFICE)


@given(instants)
def test_where_all_days_are_alike_eight_office_hours_lie_between_receipt_and_due_time(received: datetime) -> None:
    at = dues.due(received, OFFICE).at
    assert at is not None
    assert elapsed.between(received, at, OFFICE) == timedelta(hours=8)


@given(instants, st.floats(0, 1))
def test_a_share_of_the_time_lies_between_receipt_and_due_time(received: datetime, share: float) -> None:
    at = dues.due(received, OFFICE).at
    assert at is not None
    warn = elapsed.at_share(received, at, share, OFFICE)
    assert received <= warn <= at
    assert abs(elapsed.between(received, warn, OFFICE) - timedelta(hours=8) * share) <= timedelta(microseconds=1)


def test_half_of_the_time_passes_over_the_weekend() -> None:
    at = dues.due(FRIDAY_4PM, OFFICE).at
    assert at is not None
    assert elapsed.at_share(FRIDAY_4PM, at, 0.5, OFFICE) == datetime(2026, 11, 23, 17, tzinfo=UTC)
