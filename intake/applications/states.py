"""The states as people write them. In: a name, a code or a slip of one. Out: the two-letter code. Pure."""

import functools
from typing import Final

import us
from rapidfuzz.distance import OSA

MAX_STATE: Final = 60
"""Longest text looked at, in characters."""

_EVERY: Final = (*us.states.STATES, us.states.DC, *us.states.TERRITORIES)
_NAMES: Final[dict[str, str]] = {str(state.name).lower(): str(state.abbr) for state in _EVERY}
_CODES: Final = frozenset(_NAMES.values())
_SHORT: Final[dict[str, str]] = {"nb": "NE", "tex": "TX", "d c": "DC"} | {
    str(state.ap_abbr).lower().replace(".", ""): str(state.abbr) for state in _EVERY if state.ap_abbr
}
_WORDS: Final[dict[str, tuple[str, ...]]] = {code: tuple(name.split()) for name, code in _NAMES.items()}


@functools.lru_cache(maxsize=4096)
def code(text: str) -> str | None:
    """The code of a state, or None. One slip of the pen in a name of five letters or more is forgiven where only one state is that near."""
    plain = " ".join(text[:MAX_STATE].replace(".", "").lower().split())
    if plain.upper() in _CODES:
        return plain.upper()
    known = _NAMES.get(plain) or _SHORT.get(plain)
    if known or len(plain) < 5:
        return known
    near = {found for name, found in _NAMES.items() if abs(len(name) - len(plain)) <= 1 and OSA.distance(name, plain, score_cutoff=1) <= 1}
    return near.pop() if len(near) == 1 else None


def words(state: str) -> tuple[str, ...]:
    """The name of a state in lower-case words, () for a code that is none."""
    return _WORDS.get(state, ())


def name(state: str) -> str:
    """The name of a state as it is printed, or the code itself where it is none."""
    return " ".join(word if word == "of" else word.capitalize() for word in words(state)) or state


def every() -> tuple[tuple[str, str], ...]:
    """Code and printed name of all states, the District and the territories, by name."""
    return tuple(sorted(((found, name(found)) for found in _CODES), key=lambda pair: pair[1]))
