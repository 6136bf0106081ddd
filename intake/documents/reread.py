"""Read again what the first engine was unsure of, and settle what stands there. In: a page's picture and its words. Out: its words. Pure.

A line is cut at wide gaps; a stretch with an unsure word, a mail address, a telephone or a date in it is read by `second` too. Where both
tell the same, a word is sure; where they differ, shape and confidence settle it, and doubt stays. Places are those of the first engine.
"""

import itertools
import re
import sys
from collections.abc import Iterable, Sequence, Set
from typing import Final, NamedTuple

import us

from intake.documents import second, slips
from intake.documents.ocr import Seen
from intake.documents.picture import Grey
from intake.documents.second import Heard

SURE: Final = 0.93
"""A word of the first engine from here on needs no second reading."""
GAP: Final = 2.0
"""Room between two words, in heights of the row, that parts two stretches."""
MOST: Final = 9_000
"""Pixels of width, at the second engine's height, that are read again on one page: somewhat more than a second."""
SHORT: Final = 7
"""Words of a stretch that may be a name, a title or a street; longer ones are running text, read again around what is unsure alone."""
RIM: Final = 0.2
"""Room above and below a row that is cut out with it, in heights of the row."""
SIDE: Final = 1.0
"""The same at its ends, as far as no other word stands there: the first engine cuts letters off that a stroke touches."""
LETTERS: Final = 4
"""Letters and digits of a stretch that is given that room."""
SHARED: Final = 0.35
"""Two readings that cover each other by this share of the narrower one are of one word."""
HEARD: Final = 0.8
"""A word that the second engine alone tells is taken from here on."""
AGREED: Final = 0.97
REPEATED: Final = 0.85
"""Confidence of the first engine from which on a text that both told before stands again as it was."""
LONG: Final = 8
"""Letters and digits of such a text, at least."""
UNHEARD: Final = 0.8
"""What is left of the confidence of a word that the second engine did not tell."""

_FORM: Final = re.compile(r"\W*MOA\W*")
"""A word of the agreements' running text that stands on each of their pages that carries blanks."""
_PRINTED: Final = re.compile(
    r"[IVXlL1|]{1,5}\.\s+[A-Z][A-Z ,/()]+|APPENDIX\s+[A-C]|287\(g\)(?:\s+[A-Z][a-z]+){1,3}|Rev(?:ised|\.)?\s+\d{1,2}/\d{1,2}/(?:20)?\d\d"
    r"|Washington,?\s+D\.?C\.?(?:\s+20536)?|202-732-4242"
)
"""What the form itself prints on such a page: headings, the printing's date, the office's own address. No agency put it there."""
_SMALL: Final = re.compile(r"\W*[a-z'’\-]+\W*")
"""What an agency put into running text, its name, begins with a capital."""
_MAIL: Final = re.compile(r"[\w.+%'\-]+@[\w\-]+(?:\.[\w\-]+)+[.,;]?")
_SHAPES: Final = re.compile(r"@|\.(?:gov|com|org|net|us)\b|\d{3}.{0,3}\d{3}.?\d{4}|\b\d{5}\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_FIRM: Final = (
    _MAIL,
    re.compile(r"\(?\d{3}\)?[-./]?\d{3}[-.]\d{4}[,.;]?"),
    re.compile(r"\d{5}(?:-\d{4})?[,.;]?"),
    re.compile(r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/(?:\d\d|(?:19|20)\d\d)[,.;]?"),
)
"""What has one of these shapes was hardly read into it by mistake."""
_COMMON: Final = frozenset(
    re.sub(r"[^a-z]", "", word) for word in (*slips.KNOWN, *" ".join(s.name for s in us.states.STATES).lower().split())
)
"""Words that stand on such papers, and the names of states."""


class _Stretch(NamedTuple):
    """Words of one row that are read again together. `order` says how much hangs on them, 0 the most."""

    words: tuple[Seen, ...]
    order: int
    free: tuple[int, int]  # where the word before ends, and where the next begins


def settled(seen: Sequence[Seen], grey: Grey, room: int = MOST, agreed: set[str] | None = None) -> tuple[list[Seen], int]:
    """The words, some read again; and what is left of `room`, in pixels of width.

    `agreed` are texts of this paper that both engines told alike; new ones are added to it. Such a text is not read again where it comes
    again: an agency's name stands in many blanks.
    """
    agreed = set() if agreed is None else agreed
    printed = any(_FORM.fullmatch(word.text) for word in seen)
    stretches = [stretch for row in _rows(seen) for part in _parts(row) for stretch in _doubtful(part, row, printed)]
    known = _COMMON | {_folded(word.text) for word in seen if word.confidence >= SURE and len(word.text) >= 3}
    again: dict[int, list[Seen]] = {}
    away: set[int] = set()
    for stretch in sorted(stretches, key=lambda each: each.order):
        text = _whole(stretch.words)
        if text in agreed and min(word.confidence for word in stretch.words) >= REPEATED:
            again[id(stretch.words[0])] = [word._replace(confidence=max(AGREED, word.confidence)) for word in stretch.words]
            away |= {id(word) for word in stretch.words}
            continue
        box = _around(stretch, grey)
        width = (box[2] - box[0]) * second.HIGH // (box[3] - box[1])
        if width > room:
            continue
        room -= width
        heard = second.lines([grey[box[1] : box[3], box[0] : box[2]]])[0]
        if len(text) >= LONG and text == _folded("".join(each.text for each in heard)):
            agreed.add(text)
        again[id(stretch.words[0])] = _reconciled(stretch.words, heard, box[0], box[2] - box[0], known)
        away |= {id(word) for word in stretch.words}
    found: list[Seen] = []
    for word in seen:
        found += again.get(id(word), [] if id(word) in away else [word])
    return found, room


def _whole(words: Sequence[Seen]) -> str:
    return _folded("".join(word.text for word in words))


def _rows(seen: Sequence[Seen]) -> Iterable[list[Seen]]:
    return (list(group) for _, group in itertools.groupby(seen, key=lambda word: word.row))


def _parts(row: Sequence[Seen]) -> list[list[Seen]]:
    """A row cut at its wide gaps."""
    high = _height(row)
    found: list[list[Seen]] = []
    for word in row:
        if found and -GAP * high < word.box[0] - found[-1][-1].box[2] <= GAP * high:
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _height(words: Sequence[Seen]) -> int:
    heights = sorted(word.box[3] - word.box[1] for word in words)
    return max(1, heights[len(heights) // 2])


def _doubtful(part: Sequence[Seen], row: Sequence[Seen], printed: bool) -> list[_Stretch]:
    """Stretches of a part that are read again. On a page of a form, `printed`, words of running text that no agency put there are not."""
    text = " ".join(word.text for word in part)
    own = printed and len(part) > SHORT
    weak = [index for index, word in enumerate(part) if word.confidence < SURE and not (own and _SMALL.fullmatch(word.text))]
    shaped = bool(_SHAPES.search(text))
    if not any(c.isalnum() for c in text) or not (weak or shaped) or (printed and _PRINTED.fullmatch(text)):
        return []
    if len(part) <= SHORT:
        return [_stretch(part, 0 if weak and shaped else 1 if weak else 2, row)]
    found: list[list[int]] = []
    for index in weak or [index for index, word in enumerate(part) if _SHAPES.search(word.text)]:
        if found and index - found[-1][1] <= 3:
            found[-1][1] = index
        else:
            found.append([index, index])
    return [_stretch(part[max(0, first - 1) : last + 2], 0 if shaped else 3, row) for first, last in found]


def _stretch(words: Sequence[Seen], order: int, row: Sequence[Seen]) -> _Stretch:
    left, right = words[0].box[0], words[-1].box[2]
    before = max((word.box[2] for word in row if word.box[2] <= left), default=0)
    return _Stretch(tuple(words), order, (before, min((word.box[0] for word in row if word.box[0] >= right), default=sys.maxsize)))


def _around(stretch: _Stretch, grey: Grey) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of a crop. A word much higher than the others (a stroke runs into it) does not make it higher."""
    words, high = stretch.words, _height(stretch.words)
    plain = [word.box for word in words if word.box[3] - word.box[1] <= 1.6 * high]
    top, bottom = min(box[1] for box in plain), max(box[3] for box in plain)
    rim = max(2, round(RIM * (bottom - top)))
    left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
    # What little is there may be the rest of a word of another row.
    whole = sum(c.isalnum() for word in words for c in word.text) >= LETTERS
    side = round(SIDE * (bottom - top)) if whole else rim
    left = max(0, left - side, min(left, stretch.free[0]))
    return (left, max(0, top - rim), min(grey.shape[1], right + side, max(right, stretch.free[1])), min(grey.shape[0], bottom + rim))


def _reconciled(words: Sequence[Seen], heard: Sequence[Heard], left: int, wide: int, known: Set[str]) -> list[Seen]:
    """Both readings put side by side by their places, group by group of words that cover each other."""
    row, top, bottom = words[0].row, min(word.box[1] for word in words), max(word.box[3] for word in words)
    told = [
        Seen(each.text, (left + int(each.left * wide), top, left + int(each.right * wide), bottom), each.confidence, row) for each in heard
    ]
    found: list[Seen] = []
    for ours, theirs in _groups(words, told):
        if not theirs:
            found += [word._replace(confidence=word.confidence * UNHEARD) for word in ours]
        elif not ours:
            found += [word for word in theirs if word.confidence >= HEARD and sum(c.isalnum() for c in word.text) >= 2]
        else:
            found += _agreed(ours, theirs, known)
    return found


def _groups(ours: Sequence[Seen], theirs: Sequence[Seen]) -> list[tuple[list[Seen], list[Seen]]]:
    """Words that cover each other, from left to right."""
    found: list[tuple[list[Seen], list[Seen]]] = []
    reach = -1
    for word, first in sorted([(w, True) for w in ours] + [(w, False) for w in theirs], key=lambda pair: pair[0].box[0]):
        if found and reach - word.box[0] > SHARED * min(word.box[2] - word.box[0], _widest(found[-1])):
            found[-1][0 if first else 1].append(word)
            reach = max(reach, word.box[2])
        else:
            found.append(([word], []) if first else ([], [word]))
            reach = word.box[2]
    return found


def _widest(group: tuple[list[Seen], list[Seen]]) -> int:
    return max(word.box[2] - word.box[0] for word in (*group[0], *group[1]))


def _agreed(ours: list[Seen], theirs: list[Seen], known: Set[str]) -> list[Seen]:
    """What stands where both see something. `known` are words that such papers have, or this page surely holds."""
    one, other = "".join(word.text for word in ours), "".join(word.text for word in theirs)
    sure, surer = min(word.confidence for word in ours), min(word.confidence for word in theirs)
    if _folded(one) == _folded(other):
        both = max(AGREED, sure, surer)
        if len(ours) != len(theirs):
            return _placed(theirs if "@" in other and len(theirs) < len(ours) else ours, ours, both)
        return _placed([_fuller(*pair) for pair in zip(ours, theirs, strict=True)], ours, both)
    if _first_wins(one, other, sure, surer, known):
        return _placed(ours, ours, sure * (1 - surer / 2))
    return _placed(theirs, ours, surer * (1 - sure / 2))


def _fuller(first: Seen, second_: Seen) -> Seen:
    """Of two that differ in case or punctuation alone. The second engine is the better one, but for apostrophes."""
    lost = any(sign in first.text and sign not in second_.text for sign in "'’")
    return second_ if second_.confidence >= first.confidence and not lost else first


def _first_wins(one: str, other: str, sure: float, surer: float, known: Set[str]) -> bool:
    for first, second_ in (
        *((bool(p.fullmatch(one)), bool(p.fullmatch(other))) for p in _FIRM),
        (_folded(one) in known, _folded(other) in known),
    ):
        if first != second_:
            return first
    # The second engine tells a doubled letter once at times.
    if _undoubled(one) == _undoubled(other):
        return len(one) > len(other) and sure >= 0.5
    return sure > surer


def _placed(chosen: list[Seen], ours: list[Seen], confidence: float) -> list[Seen]:
    """Words where the first engine saw them, where there are as many."""
    boxes = [word.box for word in ours] if len(chosen) == len(ours) else [word.box for word in chosen]
    return [word._replace(box=box, confidence=min(1.0, confidence)) for word, box in zip(chosen, boxes, strict=True)]


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9@]", "", text.lower()) or text


def _undoubled(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", _folded(text))
