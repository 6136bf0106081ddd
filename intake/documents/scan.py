"""Read the picture of a page. In: grey pixels. Out: words in points, as a text layer gives them, and how the page was turned. Pure.

A page is first read as it lies. Words that make no sense say that it lies upside down or sideways; then the other ways are tried.
Imported by the reader's child alone, and only where a paper holds pictures.
"""

import itertools
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from intake.documents import ocr, picture, picture_marks, reread, slips
from intake.documents import words as layout
from intake.documents.document import BBox, Source
from intake.documents.ocr import Seen
from intake.documents.picture import Grey
from intake.documents.turn import Turn
from intake.documents.words import Mark, MarkKind, Word, lies_in

SENSE: Final = 0.6
"""Mean confidence of the words of a page that lies upright; upside down it is about half of that."""
ENOUGH: Final = 6
"""Words of three letters and more from which a mean says something."""
FEW: Final = 3
"""The same of a head and a foot, beside pages that lie upright."""
HEAD: Final = 0.2
"""Share of a page in which headings stand."""
FOOT: Final = 0.88
"""Where the foot of a page begins."""
GLANCED: Final = 140.0
"""Dots per inch at which heads and feet are read: headings and printed numbers, in half the time."""
_SIGNS: Final = frozenset("|&@#§☐☒☑$%()")
_WAYS: Final = ((0, 2), (1, 3))
"""Quarter turns to the left of a page whose lines run across, and of one whose lines run down."""
GIANT: Final = 4.0
"""Heights of the page's words from which on a doubtful word is a stroke of a pen, with whatever it runs across."""
NOISE: Final = 0.2
"""Words below this confidence are rules, specks and strokes of a pen, unless they are shaped like the words beside them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen on a picture."""

    words: tuple[Word, ...]
    marks: tuple[Mark, ...]
    turn: Turn
    sense: float


class _Tried(NamedTuple):
    """A page as one of the ways in which it may lie shows it."""

    turn: Turn
    upright: Grey
    plain: Grey  # without rules
    rules: Sequence[tuple[int, int, int, int]]
    seen: list[Seen]
    sense: float


def warm() -> None:
    """Load the engine, so that no paper pays for it."""
    ocr.engine()


def see(grey: Grey, points: float, number: int, first: int = 0, agreed: set[str] | None = None) -> Sight:
    """What is on a picture whose pixels are `points` wide. `first` is the quarter turn tried first: papers lie alike.

    `agreed` are texts of this paper that `reread` need not read again.
    """
    dots = 72 / points
    high, wide = grey.shape
    evened = picture.clean(picture.even(grey, dots), dots)
    sideways, angle = picture.skew(evened, dots)
    best: _Tried | None = None
    for quarters in sorted(_WAYS[sideways], key=lambda way: way != first):
        # The angle was measured after a quarter to the left; half a turn more changes nothing in it.
        turn = Turn(quarters, angle, wide * points, high * points)
        upright = picture.upright(evened, turn)
        plain, rules = picture_marks.without_rules(upright, dots)
        seen = ocr.words(plain, dots)
        tried = _Tried(turn, upright, plain, rules, seen, _sense(seen))
        if best is None or tried.sense > best.sense:
            best = tried
        if best.sense >= SENSE:
            break
    assert best is not None
    return _sight(best, points, number, agreed)


def _sight(page: _Tried, points: float, number: int, agreed: set[str] | None) -> Sight:
    seen, _ = reread.settled(page.seen, page.plain, agreed=agreed)
    marks = [Mark(MarkKind.RULE, _points(rule, points)) for rule in page.rules]
    squares = picture_marks.squares(page.upright, 72 / points)
    ticks = [Mark(MarkKind.BOX, _points(square.box, points), square.ticked) for square in squares]
    words = [word for word in _words(seen, points, number) if not any(_within(word.bbox, tick.bbox) for tick in ticks)]
    return Sight(tuple(words), (*marks, *ticks), page.turn, page.sense)


def glance(
    grey: Grey, points: float, number: int, first: int = 0, enough: Callable[[str], bool] = lambda foot: False
) -> Sight | None:  # fmt: skip
    """The words of the foot and the head of a page; None where it does not lie as others do, or says nothing there.

    The head is not read where the text of the foot is `enough`.
    """
    grey, points = picture.coarser(grey, points, GLANCED)
    dots = 72 / points
    high, wide = grey.shape
    sideways, angle = picture.skew_roughly(grey, dots)
    if first not in _WAYS[sideways]:
        return None
    turn = Turn(first, angle, wide * points, high * points)
    upright = picture.even(picture.upright(grey, turn), dots)
    rows = upright.shape[0]
    foot = _strip(upright, dots, int(FOOT * rows), rows)
    if enough("\n".join(line.text for line in layout.lines_of(_words(foot, points, number)))):
        return Sight(tuple(_words(foot, points, number)), (), turn, _sense(foot))
    seen = [*_strip(upright, dots, 0, int(HEAD * rows)), *foot]
    sense = _sense(seen, FEW)
    return Sight(tuple(_words(seen, points, number)), (), turn, sense) if sense >= SENSE else None


def _strip(upright: Grey, dots: float, top: int, bottom: int) -> list[Seen]:
    """The words between two rows of pixels, placed on the page; without lines that are cut through."""
    seen = ocr.words(picture.clean(upright[top:bottom], dots), dots)
    first, last = (1 if top else -1), (bottom - top - 1 if bottom < upright.shape[0] else upright.shape[0])
    cut = {word.row for word in seen if word.box[1] < first or word.box[3] >= last}
    found = []
    for word in seen:
        if word.row not in cut:
            left, above, right, below = word.box
            found.append(word._replace(box=(left, above + top, right, below + top), row=word.row + top))
    return found


def _sense(seen: list[Seen], least: int = ENOUGH) -> float:
    sure = [word.confidence for word in seen if len(word.text) >= 3 and word.text.isalpha()]
    # A page of a few words proves nothing either way.
    return sum(sure) / len(sure) if len(sure) >= least else 0.0


def _words(seen: list[Seen], points: float, number: int) -> list[Word]:
    found: list[Word] = []
    heights = [word.box[3] - word.box[1] for word in seen if word.confidence >= SENSE]
    most = GIANT * statistics.median(heights) if heights else sys.maxsize
    for _, group in itertools.groupby(seen, key=lambda word: word.row):
        row = list(group)
        plain = [word for word in row if len(word.text) >= 3 and word.confidence >= SENSE] or row
        top = statistics.median_low([word.box[1] for word in plain])
        bottom = statistics.median_high([word.box[3] for word in plain])
        row = [word for word in row if _is_word(word, bottom - top, most)]
        words = []
        for word in row:
            # A text layer gives all words of a line one height; a picture gives each its own, from the comma to the bracket.
            left, above, right, below = word.box
            if top <= (above + below) / 2 <= bottom:
                above, below = top, bottom
            words.append(Word(word.text, _points((left, above, right, below), points), number, Source.OCR, round(word.confidence, 2)))
        found += slips.mended(words)
    return found


def _is_word(word: Seen, height: int, most: float) -> bool:
    """Whether it is none of the rules, specks and strokes of a pen that are taken for words; those are high at times."""
    if word.confidence < SENSE and word.box[3] - word.box[1] > most:
        return False
    if not any(c.isalnum() or c in _SIGNS for c in word.text):
        return False
    # The engine is wholly unsure of some words that a stroke of a signature touches, and right all the same.
    like = 0.6 * height <= word.box[3] - word.box[1] <= 1.5 * height and sum(c.isalnum() for c in word.text) >= 3
    return word.confidence >= (0.0 if like else NOISE)


def _points(box: tuple[int, int, int, int], points: float) -> BBox:
    return (round(box[0] * points, 2), round(box[1] * points, 2), round(box[2] * points, 2), round(box[3] * points, 2))


def _within(word: BBox, box: BBox) -> bool:
    """Whether a word is what the engine made of a box to tick."""
    return lies_in(word, box, 3) and word[2] - word[0] <= 2.5 * (box[2] - box[0])
