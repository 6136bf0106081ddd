"""The number that an applicant and the office quote to each other. In: random letters, or text. Out: references.

"AP-7KH-4M9-X2R": no 0, O, 1 or I, no vowels, of letters that sound alike one only. The last sign is a check: one sign misheard, or two
neighbours exchanged, makes a reference that is none, instead of another case.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

PREFIX: Final = "AP"
ALPHABET: Final = "23456789FHKMRTWXY"
"""Seventeen signs, a prime: weights then catch every single error and every exchange of neighbours. 17**8 is seven thousand million."""
RANDOM: Final = 8
"""Random signs; one check sign follows."""
MAX_TEXT: Final = 20_000
"""Longest text searched, in characters."""
MAX_FOUND: Final = 20
"""Most references taken from one text."""
_DRAWS: Final = 16
"""Most draws to avoid a row of signs that nobody should have to read out."""

_UNFIT: Final = ("KKK", "XXX", "WTF", "FKK", "FKY", "FKR", "88", "1488", "666", "69", "911", "KHK", "FTW")
_PLACE: Final = {sign: n for n, sign in enumerate(ALPHABET)}
_DASHES: Final = r"[\s\-‐‑‒–—―−_.]"
_FOUND: Final = re.compile(
    rf"(?<![A-Za-z0-9]){PREFIX}{_DASHES}{{0,3}}((?:[{ALPHABET}]{_DASHES}{{0,3}}){{{RANDOM}}}[{ALPHABET}])(?![A-Za-z0-9])", re.IGNORECASE
)
_WHOLE: Final = re.compile(rf"(?:{PREFIX})?([{ALPHABET}]{{{RANDOM + 1}}})")
_BETWEEN: Final = re.compile(_DASHES)


def make(ids: Callable[[str, int], str]) -> str:
    """A new reference from `ids(alphabet, length)`. Whether it is on record already, the caller asks."""
    signs = ids(ALPHABET, RANDOM)
    for _ in range(_DRAWS):
        if not any(word in signs + _check(signs) for word in _UNFIT):
            break
        signs = ids(ALPHABET, RANDOM)
    return _printed(signs + _check(signs))


def parse(text: str) -> str | None:
    """The reference as we print it, from what somebody typed or said, or None. Case, blanks, dashes and the prefix may be as they like."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text[:60])).upper().removeprefix("#")
    found = _WHOLE.fullmatch(plain)
    return _valid(found.group(1)) if found else None


def find_in(text: str) -> tuple[str, ...]:
    """Every reference in a text, as we print it, in order, each once. The prefix must be there; a number of another kind is none."""
    found = (_valid(_BETWEEN.sub("", match.group(1)).upper()) for match in _FOUND.finditer(text[:MAX_TEXT]))
    return tuple(dict.fromkeys(ref for ref in found if ref))[:MAX_FOUND]


def _printed(signs: str) -> str:
    return "-".join((PREFIX, signs[:3], signs[3:6], signs[6:]))


def _valid(signs: str) -> str | None:
    return _printed(signs) if _check(signs[:-1]) == signs[-1] else None


def _check(signs: str) -> str:
    """The sign that makes the weighted sum a multiple of the prime."""
    total = sum(weight * _PLACE[sign] for weight, sign in enumerate(signs, start=2))
    return ALPHABET[-total % len(ALPHABET)]
