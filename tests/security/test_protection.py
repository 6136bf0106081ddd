"""Pseudonyms, cells and masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.security import cells, masking
from intake.security.redaction import ADDRESS, CONTROL, Pseudonyms

NAMES = Pseudonyms(b"k" * 32)


def test_the_same_address_has_one_pseudonym_and_another_key_another() -> None:
    assert NAMES.address("<Ida@County.Example>") == NAMES.address("ida@county.example ")
    assert NAMES.address("ida@county.example") != Pseudonyms(b"j" * 32).address("ida@county.example")


def test_the_key_is_not_shown() -> None:
    assert "kkk" not in repr(NAMES)


@given(st.text(max_size=300))
def test_no_address_and_no_control_character_survives_scrubbing(text: str) -> None:
    scrubbed = NAMES.scrub(f"{text} ida@county.example {text}", 4000)
    assert not ADDRESS.search(scrubbed)
    assert not CONTROL.search(scrubbed)


def test_no_private_number_survives_scrubbing() -> None:
    assert NAMES.scrub("rejected: SSN 123-45-6789, DOB 4/5/1987", 200) == f"rejected: SSN {masking.MASK}, DOB {masking.BIRTH_MASK}"


@given(st.text(max_size=50))
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not cells.defused(text).startswith(cells.FORMULA_STARTS)
    assert cells.defused(text).endswith(text)


@pytest.mark.parametrize("text", ["123-45-6789", "123 45 6789", "123.45.6789", "SSN 123456789", "Social Security Number: 123456789"])
def test_social_security_numbers_are_masked(text: str) -> None:
    assert "6789" not in masking.masked(f"a {text} b")


@pytest.mark.parametrize("text", ["(555) 010-1234", "2026-11-24", "ZIP 12345-6789", "case 123456789", "123-45-67890"])
def test_other_numbers_stay(text: str) -> None:
    assert masking.masked(text) == text
