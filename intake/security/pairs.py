"""Social Security numbers and dates of birth that are announced together. In: a text. Out: the stretches of both. Pure.

"SSN and DOB: 123456789, 01/02/1990; 234567890, 03/04/1991": they take turns, and the first that is out of turn belongs to something else.
"""

import re
from typing import Final

from intake.security import announcing, births, identity_numbers
from intake.security.identity_numbers import Span

_AND: Final = r"(?:[^\w\n]{1,4}|_)(?:(?:and|y|or|with|plus)\b\W{1,3}(?:(?:the|his|her|their|full)\s)?)?"
_TOGETHER: Final = re.compile(
    rf"(?=[bdfnsy])(?:(?:{identity_numbers.NAMED}){_AND}(?:{births.NAMED})|(?:{births.NAMED}){_AND}(?:{identity_numbers.NAMED}))",
    re.IGNORECASE,
)
_SSN_SIGN: Final = r"(?:ss|soc|s\.s|segu)"
_BIRTH_SIGN: Final = r"(?:dob|d\.o|d o|d/o|birth|yob|nac|fdn)"
_CLOSE: Final = re.compile(rf"{_SSN_SIGN}[^\n]{{0,40}}?{_BIRTH_SIGN}|{_BIRTH_SIGN}[^\n]{{0,40}}?{_SSN_SIGN}")
"""Something of both names in a line of small letters: found faster, and without it they are not announced together."""
_REACH: Final = announcing.FARTHEST + 24
"""Characters in which the next one ends."""
_BETWEEN: Final = re.compile(r"\W{0,12}(?:[^\W\d_]{1,20}\W{1,6}){0,4}")
"""A name, a comma, an end of line."""


def find(text: str) -> tuple[list[Span], list[Span]]:
    """Numbers and births, in the order of the text."""
    numbers: list[Span] = []
    born: list[Span] = []
    small = text.lower()
    together = _TOGETHER.search(text) if births.hinted(small) and _CLOSE.search(small) else None
    while together:
        at = together.end()
        number, date = _next(text, at)
        one = min((each for each in (number, date) if each), key=lambda each: each.start(), default=None)
        if one is not None and not announcing.leads_to(text[at : one.start()]):
            one = None
        while one is not None:
            (numbers if one is number else born).append(one.span())
            at = one.end()
            turn = one is number
            number, date = _next(text, at)
            one = date if turn else number
            if one is not None and not _BETWEEN.fullmatch(text, at, one.start()):
                one = None
        together = _TOGETHER.search(text, at)
    return numbers, born


def _next(text: str, at: int) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    number = identity_numbers.LOOSE.search(text, at, at + _REACH)
    if number and (not identity_numbers.is_one(number.group()) or identity_numbers.is_other(text, number.start())):
        number = None
    return number, births.LOOSE.search(text, at, at + _REACH)
