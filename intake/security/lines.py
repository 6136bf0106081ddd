"""A text in lines. In: a text. Out: its lines, and where each stands. Pure."""

from typing import Final, NamedTuple

MOST: Final = 40_000
"""Lines of a text that are looked at."""


class Line(NamedTuple):
    """A line; `start` and `end` are its place in the text."""

    text: str
    start: int
    end: int


def split(text: str) -> list[Line]:
    """Every line, to the bound; line n of the text is at n - 1."""
    found: list[Line] = []
    at = 0
    for text_of_line in text.split("\n", MOST)[:MOST]:
        found.append(Line(text_of_line, at, at + len(text_of_line)))
        at += len(text_of_line) + 1
    return found
