"""The plain text and the way back from it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.security import plain


def test_what_nobody_sees_and_marks_of_quotation_are_left_out() -> None:
    assert plain.of("> a\u200bb\n>> \u00adc\nx > y").text == "ab\nc\nx > y"


def test_digits_dashes_and_blanks_of_other_kinds_are_plain_ones() -> None:
    assert plain.of("\uff33\uff33\uff2e\u00a0\uff11\u201023\u20114\u2212").text == "SSN 1-23-4-"


@pytest.mark.parametrize(
    ("text", "read"), [("Roe_SSN_1.pdf", "Roe SSN 1.pdf"), ("ida_roe@a_b.example", "ida_roe@a b.example"), ("by: ____ _x_", "by: ____ _x_")]
)
def test_underscores_between_words_are_blanks_but_not_in_an_address(text: str, read: str) -> None:
    assert plain.of(text).text == read


@given(st.text(alphabet=st.sampled_from("a1 -\n>|_\u200b\u00ad\u2011\uff11"), max_size=60))
def test_every_stretch_has_its_place_in_the_text(text: str) -> None:
    read = plain.of(text)
    places = [read.back(at, at + 1) for at in range(len(read.text))]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))
    assert [text[start:end] for start, end in places if end - start != 1] == []
    assert [(text[start], read.text[at]) for at, (start, _) in enumerate(places) if text[start].isalnum() != read.text[at].isalnum()] == []
