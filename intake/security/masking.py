"""Hide what must not be shown. In: texts, or values that hold texts. Out: the same with private things masked. Pure.

The record keeps the truth; whatever is shown goes through here. Numbers become `***-**-****`, dates of birth `**/**/****`; a list of people
is hidden as a whole, with its lines counted, because names beside ranks tell as much as the numbers do.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

from intake.security import sensitive
from intake.security.sensitive import Kind, Place

MASK: Final = "***-**-****"
BIRTH_MASK: Final = "**/**/****"
REST_HIDDEN: Final = "[the rest is hidden: the text is too long to be looked through]"
_HALF: Final = 48
_CUT_OFF: Final = re.compile(r"[\d\W_]+\Z")
"""Half a number or half a date at the end of a text, in its last _HALF characters."""
_BEFORE_CUT: Final = 10_000
_BEHIND_CUT: Final = 400
"""Characters before and behind the end of a text that tell whether it is cut in a private place."""
_TRIES: Final = 3
_SHORTEST: Final = 6
"""Characters below which nothing private fits."""
_LINE: Final = 400
_KEPT: Final = 4096
"""Texts of at most _LINE characters that are remembered as they are shown."""

_TELLING: Final = re.compile(r"[\d\n]")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to show. `places` are those of the masks, in it; what a hidden list held is not named apart."""

    text: str
    places: tuple[Place, ...]


def masked(text: str) -> str:
    """The text to show."""
    # Every number has digits, and every list more than one line or digits too.
    if len(text) < _SHORTEST or not _TELLING.search(text):
        return text
    return _short(text) if len(text) <= _LINE else shown(text).text


@lru_cache(maxsize=_KEPT)
def _short(text: str) -> str:
    """Subjects and senders: the same ones are shown all day."""
    return shown(text).text


def shown(text: str) -> Shown:
    """The text to show, and where its masks stand."""
    pieces: list[str] = []
    places: list[Place] = []
    at = length = line = 0
    for place in sensitive.find(text):
        if place.start < at:
            continue  # inside a list that is hidden already
        between, mask = text[at : place.start], _mask(place)
        pieces += (between, mask)
        length += len(between)
        line += between.count("\n")
        places.append(Place(place.kind, length, length + len(mask), line + 1))
        length += len(mask)
        at = place.end
    rest = text[at : sensitive.MOST_TEXT]
    if len(text) >= sensitive.MOST_TEXT:
        # A text that fills the bound was cut there, perhaps in the middle of a number.
        rest = rest[:-_HALF] + _CUT_OFF.sub("", rest[-_HALF:])
    if len(text) > sensitive.MOST_TEXT:
        rest += f"\n{REST_HIDDEN}"
    return Shown("".join((*pieces, rest)), tuple(places))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of `text`, to be masked later. What would be cut in two is left out, and so is what is known for private
    only by words behind the cut: no part of it may be shown for harmless.
    """
    if len(text) <= limit:
        return text
    begin = max(0, limit - _BEFORE_CUT)
    near = text[begin : max(limit * 2, limit + _BEHIND_CUT)][: _BEFORE_CUT * 2]
    end = limit - begin
    places = sensitive.find(near)
    for _ in range(_TRIES):
        known = sensitive.find(near[:end])
        lost = [each.start for each in places if each.start < end and not _is_held(each, known)]
        if not lost:
            return text[: begin + end]
        end = min(lost)
    return text[: begin + min(end, *(each.start for each in places))]


def _is_held(place: Place, known: Iterable[Place]) -> bool:
    return any(each.start <= place.start and place.end <= each.end for each in known)


def everywhere(value: T) -> T:
    """A value of the same shape with every text in it masked: dataclasses, mappings, lists and tuples, at any depth."""
    return cast(T, _everywhere(value))


def hidden(lines: int) -> str:
    """What stands in the place of a list of people."""
    return f"[list of people hidden: {lines} {'line' if lines == 1 else 'lines'}]"


def by_place(value: T, raw: str, *, page: int, box: Iterable[float], places: Iterable[Mapping[str, Any]]) -> tuple[T, str]:
    """A field's value and what it was read from; hidden where the field lies in one of its paper's `places`, which are as the public JSON
    has them. A count stays: it tells of nobody.
    """
    x0, top, x1, bottom = box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    for place in places:
        left, upper, right, lower = place["bbox"]
        if place["page"] == page and left <= x <= right and upper <= y <= lower:
            mask = {Kind.SSN: MASK, Kind.BIRTH: BIRTH_MASK}.get(Kind(place["kind"]), hidden(1))
            shown_value: Any = mask if isinstance(value, str) else [mask] if isinstance(value, list) else value
            return cast(T, shown_value), mask
    return value, raw


def _mask(place: Place) -> str:
    match place.kind:
        case Kind.SSN:
            return MASK
        case Kind.BIRTH:
            return BIRTH_MASK
        case Kind.ROSTER:
            return hidden(place.lines)


def _everywhere(value: Any) -> Any:
    if isinstance(value, str):
        # An enumeration's member stays one.
        return masked(value) if type(value) is str else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.replace(value, **{f.name: _everywhere(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init})
    if isinstance(value, Mapping):
        return {key: _everywhere(each) for key, each in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(_everywhere, value))
    if isinstance(value, list | tuple):
        return type(value)(map(_everywhere, value))
    return value
