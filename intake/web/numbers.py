"""Whole numbers out of addresses and forms. In: text from outside. Out: the number, or None. Pure."""

from typing import Final

DIGITS: Final = 15
"""Of the row of a letter."""


def whole(text: str | None, digits: int = DIGITS) -> int | None:
    """The number that a text of at most so many ASCII digits names; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= digits else None
