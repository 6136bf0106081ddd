"""Quotations and signatures are told from the author's own words."""

import pytest

from intake.mail import quotes


@pytest.mark.parametrize(
    "below",
    [
        "On Tue, Nov 24, 2026 at 10:00 AM Office <intake@office.example> wrote:\n> earlier words",
        "On Tue, Nov 24, 2026 at 10:00 AM Office\n<intake@office.example> wrote:\n> earlier words",
        "-----Original Message-----\nFrom: Office\nearlier words",
        "________________________________\nFrom: Office\nearlier words",
        "From: Office <intake@office.example>\nSent: Tuesday\nearlier words",
        "> earlier words\n> more",
        "-- \nearlier words as a signature",
        "Sent from my phone",
        "---------- Forwarded message ---------\nearlier words",
    ],
)
def test_what_stands_below_is_left_out(below: str) -> None:
    assert quotes.own_words(f"We have a question.\n\n{below}") == "We have a question."


def test_a_plain_forward_keeps_its_words() -> None:
    assert quotes.own_words("> only this") == "> only this"


def test_words_that_look_a_little_like_it_stay() -> None:
    text = "From: here on we agree.\nOn Monday we wrote to you.\nThe form has -- two dashes."
    assert quotes.own_words(text) == text


def test_a_text_of_any_length_is_cut_quickly() -> None:
    assert len(quotes.own_words("on " * 1_000_000)) <= quotes.TEXT_CHARS
