"""A text in lines. In: a text. Out: its lines without the marks of quotation, and where each stands. Pure."""

import re
from typing import Final, NamedTuple

MOST: Final = 40_000
"""Lines of a text that are looked at."""
_QUOTED: Final = re.compile(r"(?:[ ]{0,3}[>|]){1,20}[ ]?")


class Line(NamedTuple):
    """A line; `start` and `end` are its place in the text, `text` what stands there behind the marks of quotation."""

    text: str
    start: int
    end: int


def split(text: str) -> list[Line]:
    """Every line, to the bound; line n of the text is at n - 1."""
    found: list[Line] = []
    at = 0
    for raw in text.split("\n", MOST)[:MOST]:
        mark = _QUOTED.match(raw) if ">" in raw[:8] else None
        skip = mark.end() if mark else 0
        found.append(Line(raw[skip:], at + skip, at + len(raw)))
        at += len(raw) + 1
    return found
