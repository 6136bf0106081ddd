"""Closures from the configuration and from a calendar file."""

import contextlib
from datetime import date
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.business_time import closures
from intake.business_time.closures import Closure
from intake.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-24", date(2026, 12, 24), date(2026, 12, 24)),
        ("2026-12-24 to 2026-12-31", date(2026, 12, 24), date(2026, 12, 31)),
        ("2026-12-24..2026-12-31", date(2026, 12, 24), date(2026, 12, 31)),
        ("2026-12-24/2026-12-31", date(2026, 12, 24), date(2026, 12, 31)),
        ("from 2026-12-24 until 2026-12-31", date(2026, 12, 24), date(2026, 12, 31)),
        ("from 2026-10-01 until further notice", date(2026, 10, 1), None),
        (" From  2026-10-01 ", date(2026, 10, 1), None),
    ],
)
def test_a_closure_is_a_day_a_range_or_an_open_end(text: str, first: date, last: date | None) -> None:
    assert closures.parse(text, "snow") == Closure(first, last, "snow")


@pytest.mark.parametrize(
    "text", ["", "Christmas", "2026-02-30", "2026-12-31 to 2026-12-24", "2026-12-24 to", "until further notice", "1" * 5000]
)
def test_what_is_no_closure_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ConfigError, match="until further notice"):
        closures.parse(text)


def ics(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\nUID:{number}@office.example\r\n{event}\r\nEND:VEVENT\r\n" for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//office//calendar//EN\r\n{body}END:VCALENDAR\r\n".encode()


def days(content: bytes) -> list[tuple[str, str]]:
    return [(str(closure.first), str(closure.last)) for closure in closures.from_icalendar(content).closures]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261225", [("2026-12-24", "2026-12-24")]),
        ("DTSTART;VALUE=DATE:20261224", [("2026-12-24", "2026-12-24")]),
        ("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261224", [("2026-12-24", "2026-12-24")]),
        ("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20270102", [("2026-12-24", "2027-01-01")]),
        ("DTSTART;VALUE=DATE:20261224\r\nDURATION:P3D", [("2026-12-24", "2026-12-26")]),
        ("DTSTART;TZID=America/New_York:20261224T000000\r\nDTEND;TZID=America/New_York:20261225T000000", [("2026-12-24", "2026-12-24")]),
        ("DTSTART;VALUE=DATE:20261224\r\nSTATUS:CANCELLED", []),
        ("DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=YEARLY;COUNT=3", [(f"{year}-12-24", f"{year}-12-24") for year in (2026, 2027, 2028)]),
        (
            "DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=YEARLY;UNTIL=20281224\r\nEXDATE;VALUE=DATE:20271224",
            [("2026-12-24", "2026-12-24"), ("2028-12-24", "2028-12-24")],
        ),
        (
            "DTSTART;VALUE=DATE:20261127\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4FR;UNTIL=20271231",
            [("2026-11-27", "2026-11-27"), ("2027-11-26", "2027-11-26")],
        ),
    ],
)
def test_the_whole_days_of_a_calendar_file_are_closures(event: str, expected: list[tuple[str, str]]) -> None:
    assert days(ics(event)) == expected


def test_a_meeting_closes_no_office_and_is_counted() -> None:
    found = closures.from_icalendar(
        ics("DTSTART:20261224T140000Z\r\nDTEND:20261224T150000Z", "DTSTART;VALUE=DATE:20261224\r\nSUMMARY:Move day")
    )
    assert found.ignored == 1
    assert found.closures == (Closure(date(2026, 12, 24), date(2026, 12, 24), "Move day"),)


def test_an_endless_yearly_repeat_ends() -> None:
    assert len(days(ics("DTSTART;VALUE=DATE:20200704\r\nRRULE:FREQ=YEARLY"))) == closures.MAX_REPEATS


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=WEEKLY",
        "DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=SECONDLY",
        "DTSTART;VALUE=DATE:20261224\r\nRRULE:FREQ=YEARLY;BYMONTH=nonsense",
        "DTSTART;VALUE=DATE:20261224\r\nRDATE;VALUE=DATE:20271224",
        "DTSTART:nonsense",
        "SUMMARY:no day at all",
        "DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261201\r\nRRULE:nonsense",
    ],
)
def test_an_event_that_cannot_be_told_exactly_is_refused(event: str) -> None:
    with pytest.raises(ConfigError):
        closures.from_icalendar(ics(event))


@pytest.mark.parametrize(
    "rule",
    [
        "BYMONTH=2;BYMONTHDAY=30",
        "BYMONTH=2;BYMONTHDAY=30;COUNT=99999999",
        "BYMONTH=2;BYMONTHDAY=30;INTERVAL=0",
        "INTERVAL=0",
        "COUNT=-5",
        "BYSECOND=1,2,3;BYMINUTE=1,2,3",
        "BYYEARDAY=366;BYEASTER=0",
    ],
)
def test_a_rule_that_never_comes_true_costs_little(rule: str) -> None:
    start = thread_time()
    with contextlib.suppress(ConfigError):
        assert days(ics(f"DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;{rule}")) == []
    assert thread_time() - start < 2


def test_a_file_past_its_bounds_is_refused() -> None:
    with pytest.raises(ConfigError, match="bytes"):
        closures.from_icalendar(b"X" * (closures.MAX_FILE_BYTES + 1))
    with pytest.raises(ConfigError, match="events"):
        closures.from_icalendar(ics(*["DTSTART;VALUE=DATE:20261224"] * (closures.MAX_EVENTS + 1)))


def test_a_path_in_place_of_a_calendar_is_not_opened() -> None:
    with pytest.raises(ConfigError):
        closures.from_icalendar(b"/etc/hostname")


pieces = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "STATUS", ":", "SUMMARY:\x00"),
        *(
            "DTSTART;VALUE=DATE:20261224",
            "DTSTART:99991231T000000",
            "DTEND:2",
            "DURATION:-P9999999999D",
            "EXDATE:x",
            "EXDATE;VALUE=DATE:20261224",
        ),
        *("RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;INTERVAL=0", "RRULE:FREQ=YEARLY;BYDAY=400MO", "RRULE:FREQ=YEARLY;BYMONTHDAY=99"),
    ]
)


@given(st.lists(pieces | st.text(max_size=20), max_size=12).map(lambda lines: "\r\n".join(lines).encode()) | st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
def test_a_broken_file_raises_nothing_but_our_own_error(content: bytes) -> None:
    with contextlib.suppress(ConfigError):
        closures.from_icalendar(content)
