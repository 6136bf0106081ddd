"""How many officers a letter names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents import counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We anticipate nominating twelve (12) deputies for training.", 12),
        ("We will nominate four patrol deputies and one investigator.", 5),
        ("We'd start with seven, all of them full-time.", 7),
        ("We have 60 deputies, of whom 10 will be trained.", 10),
        ("Please reserve ten seats for us.", 10),
        ("A cadre of eight is envisioned.", 8),
        ("I'd like to get two dozen deputies trained.", 24),
        ("Nominees (6):", 6),
        ("The town has 9 full-time officers; we would like 2 of them trained.", 2),
        ("Four jailers have been chosen.", 4),
        ("Number of folks we would train: 7", 7),
        ("We request the following:\n- Jail Enforcement Model - 3 officers\n- Warrant Service Officer - three (3) officers", 6),
        ("We propose to train ten (10) jail officers and five (5) detectives.", 15),
        ("Train (4) Sheriff's Deputies assigned to central processing, with a minimum of two years experience.", 4),
        ("We would nominate twenty deputies, four sergeants and one lieutenant.", 25),
        ("We intend to designate approximately 15 deputies as designated immigration officers.", 15),
        ("The agency will train approximately ten officers.", 10),
        ("Number of officers to be nominated: 8", 8),
        ("Personnel nominated: thirty-two", 32),
        ("Our department employs 46 sworn personnel. We expect that 5 officers will be assigned to training.", 5),
        ("We will nominate six deputies. We propose that 6 officers attend the next course.", 6),
        ("We will send 6 officers. These six officers have passed a background check and will be trained.", 6),
    ],
)
def test_groups_add_up_and_other_numbers_do_not(text: str, expected: int) -> None:
    found = counts.officers(text)
    assert found is not None
    assert found.value == expected


@pytest.mark.parametrize(
    "text",
    [
        "Our jail has 505 beds and houses 150 inmates.",
        "Two officers per shift are assigned to the intake desk.",
        "Thirty-two years of cooperation have served our community.",
        "The department serves a population of 18,500 residents and employs 46 sworn personnel.",
        "All candidates must have two years of experience.",
        "Training lasts four weeks.",
    ],
)
def test_beds_inmates_years_and_residents_are_no_nominees(text: str) -> None:
    assert counts.officers(text) is None


_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", *_TEENS)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _spelt(number: int) -> str:
    return _UNITS[number] if number < 20 else _TENS[number // 10 - 2] + (f"-{_UNITS[number % 10]}" if number % 10 else "")


@given(st.integers(1, 99), st.integers(1, 99))
def test_two_groups_in_words_or_figures_add_up(one: int, other: int) -> None:
    found = counts.officers(f"We will nominate {_spelt(one)} deputies and {other} corrections officers for training.")
    assert found is not None
    assert found.value == one + other


@given(st.text(max_size=300))
def test_no_text_breaks_the_count(text: str) -> None:
    found = counts.officers(text)
    assert found is None or found.value > 0


def test_the_upper_end_of_a_range_is_a_guess() -> None:
    found = counts.officers("Between four and six deputies will be chosen.")
    assert found is not None
    assert (found.value, found.groups >= counts.RANGED) == (6, True)
