"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.demo import draw_letters
from intake.documents import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 3, 2025", "2025-03-03"),
        ("March, 10, 2025", "2025-03-10"),
        ("Tuesday, October 2. 2007", "2007-10-02"),
        ("3 April 2008", "2008-04-03"),
        ("Dated this 28th day of March, 2025.", "2025-03-28"),
        ("Jun. 17, 2025", "2025-06-17"),
        ("Sept 4th, 2025", "2025-09-04"),
        ("April 7, 25", "2025-04-07"),
        ("3/18/25", "2025-03-18"),
        ("6-6-2025", "2025-06-06"),
        ("2.14.2025", "2025-02-14"),
        ("2025.03.18 09:52:57 -05'00'", "2025-03-18"),
        ("2026-11-24", "2026-11-24"),
    ],
)
def test_a_date_is_read_in_every_form_people_write(text: str, expected: str) -> None:
    found = dates.first(text)
    assert found is not None
    assert found.value.isoformat() == expected


@pytest.mark.parametrize(
    "text",
    ["May 2007", "February 30, 2025", "850-555-0142", "287(g)", "P.O. Box 12/13", "32433-1234", "1/2", "13/13/2025", "March 3, 1492"],
)
def test_what_is_no_whole_date_is_no_date(text: str) -> None:
    assert dates.first(text) is None


def test_a_day_above_twelve_in_first_place_is_read_as_a_day_with_doubt() -> None:
    found = dates.first("25/02/2025")
    assert found is not None
    assert (found.value, found.sure) == (date(2025, 2, 25), False)


@given(value=st.dates(date(1997, 1, 1), date(2099, 12, 31)), style=st.integers(0, 4), before=st.text("abc ", max_size=9))
def test_every_date_survives_being_written_and_read(value: date, style: int, before: str) -> None:
    found = dates.find(before + " " + draw_letters.dated(value, style))
    assert [item.value for item in found] == [value]


@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text: str) -> None:
    for item in dates.find(text):
        assert 0 <= item.start < item.end <= len(text)
