"""Cells of exports. In: a text. Out: a text that no spreadsheet takes for a formula. Pure."""

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def defused(value: object) -> str:
    """The value as text; one that would begin a formula gets a leading apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
