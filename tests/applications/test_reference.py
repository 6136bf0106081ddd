"""References: sayable, and safe against a sign misheard."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.applications import reference

signs = st.text(reference.ALPHABET, min_size=reference.RANDOM, max_size=reference.RANDOM)


def drawing(*rows: str) -> Callable[[str, int], str]:
    left = list(rows)
    return lambda alphabet, length: left.pop(0) if len(left) > 1 else left[0]


def made(row: str) -> str:
    return reference.make(drawing(row))


def test_a_reference_has_no_sign_that_is_mistaken_for_another() -> None:
    chance = random.Random(7)
    for _ in range(500):
        new = reference.make(lambda alphabet, length: "".join(chance.choice(alphabet) for _ in range(length)))
        assert not set(new) & set("0O1ILSBQ")
        assert new.startswith("AP-")
        assert reference.parse(new) == new


@pytest.mark.parametrize("written", ["{}", "{lower}", "{bare}", "{blanks}", "{low_dash}", " {} ", "{en}"])
def test_a_reference_is_understood_as_people_type_it(written: str) -> None:
    new = made("4M9X27KH")
    typed = written.format(
        new,
        lower=new.lower(),
        bare=new.replace("-", ""),
        blanks=new.replace("-", " "),
        low_dash=new[3:].replace("-", ""),
        en=new.replace("-", "–"),
    )
    assert reference.parse(typed) == new


@given(signs, st.integers(0, reference.RANDOM), st.sampled_from(reference.ALPHABET))
def test_one_sign_misheard_makes_no_other_reference(row: str, place: int, wrong: str) -> None:
    new = made(row)
    plain = new.replace("-", "")[2:]
    heard = plain[:place] + wrong + plain[place + 1 :]
    assert reference.parse(heard) == (new if heard == plain else None)


@given(signs, st.integers(0, reference.RANDOM - 1))
def test_two_neighbours_exchanged_make_no_other_reference(row: str, place: int) -> None:
    new = made(row)
    plain = new.replace("-", "")[2:]
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    assert reference.parse(swapped) == (new if swapped == plain else None)


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text: str) -> None:
    reference.parse(text)
    reference.find_in(text)


def test_references_are_found_in_running_text_each_once() -> None:
    one, other = made("4M9X27KH"), made("YYRT2346")
    text = f"Re: {one.lower()} and {other.replace('-', ' ')}; again {one}. Case AP-222-222-223 and X{one} are none."
    assert reference.find_in(text) == (one, other)


def test_a_row_that_nobody_should_read_out_is_drawn_again() -> None:
    assert "KKK" not in reference.make(drawing("KKK23456", "234567FH")).replace("-", "")


def test_drawing_ends_even_where_chance_gives_one_row_only() -> None:
    assert reference.parse(reference.make(lambda alphabet, length: "K" * length))
