"""Ink in one place of a picture: a pen's strokes, or nothing, or something else. In: grey pixels, words, a place. Out: what is there. Pure.

What a printer put there is taken away first: rules, whatever their slope, words that were recognised, frames and specks. A pen draws
longer than a letter in one go; what is left of that kind is a signature's ink, all else a doubt. Imported only where papers are pictures.
"""

import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from intake.documents import picture, picture_marks
from intake.documents.document import BBox, Source
from intake.documents.picture import Grey
from intake.documents.words import Word, lies_in, union

ROOM: Final = 0.6
"""Inches looked at on all sides of the place: a stroke is judged whole."""
PALE: Final = 0.86
"""What is darker than this share of the paper may be ink; grey pens and pale copies are."""
THIN: Final = 0.04
"""Inches that a rule is high at most, made so much darker."""
SPECK: Final = 0.1
"""Inches; what is smaller both ways, the print of letters aside, says nothing."""
LONG: Final = 0.3
"""Inches from which on one stroke is longer than a letter: across, and with less, down."""
TALL: Final = 0.24
WIDE: Final = 0.35
"""Inches that a signature covers at least."""
HIGH: Final = 0.085
STRAIGHT: Final = 0.014
"""Inches that a straight thing bends at most: a fold, a line that a fax left out, the edge of a sheet."""
WITHIN: Final = 0.45
"""Share of a stroke that lies in the place, so that it belongs there."""
SOLID: Final = 0.55
"""Share of its box that a stroke fills at most; a bar and a blot fill more."""
HOLLOW: Final = 0.5
"""Share of its box that one hole in a frame or a seal takes."""
PRINT: Final = 0.6
"""Share of a piece that lies under a word, so that it is a part of it."""
RIM: Final = 1.5
"""Points by which print is larger than the box of its word."""
LETTER: Final = 1.3
"""Times that height up to which a piece under a doubtful word is a letter."""
HIGHER: Final = 1.6
"""Times the height of the page's words up to which a word is print; what is higher was written."""
SURE: Final = 0.5
"""Confidence of a word from which on it is print."""
MOST: Final = 4_000
"""Pieces looked at in one place."""
LEAST: Final = 8
"""Pixels of a place, either way, in which anything can be seen."""

_STAMP: Final = re.compile(r"\b(?:received|filed|recorded|approved|reviewed|copy|notary|seal|commission|sworn)\b", re.IGNORECASE)

_LABEL: Final = re.compile(r"^\W*(?:by|signature|signed|name|title|date)\s*[:.]?$", re.IGNORECASE)
_DATE: Final = re.compile(r"^\W*\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\W*$")


@dataclass(frozen=True, slots=True)
class Ink:
    """What stands in a place: `box` of a pen's strokes, None for none; `clean` where there is nothing at all."""

    box: BBox | None
    clean: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture of one upright page, its pixels `points` wide, and the words on it."""

    grey: Grey
    points: float
    words: tuple[Word, ...]

    def look(self, area: BBox, labels: Iterable[BBox] = ()) -> Ink:
        """What stands in `area`, besides print. `labels` are boxes of words that are print for certain."""
        points, dots = self.points, 72 / self.points
        high, wide = self.grey.shape
        left, top = max(0, int(area[0] / points - ROOM * dots)), max(0, int(area[1] / points - ROOM * dots))
        right, bottom = min(wide, int(area[2] / points + ROOM * dots)), min(high, int(area[3] / points + ROOM * dots))
        if right - left < LEAST or bottom - top < LEAST:
            return Ink(None, clean=False)
        plain, _ = picture_marks.without_rules(_bold(self.grey[top:bottom, left:right], dots), dots, THIN)
        frame = _Frame(left, top, points, plain.shape)
        sure, guessed, height = _print(self.words)
        here, printed, letters = frame.mask([area]), frame.mask([*labels, *sure]), frame.mask([*guessed, *_dates(self.words)])
        count, labelled, facts, _ = cv2.connectedComponentsWithStats(picture.dark(plain), connectivity=8)
        if count > MOST:
            return Ink(None, clean=False)
        pens: list[BBox] = []
        clean = True
        for index in range(1, count):
            x, y, w, h, pixels = (int(value) for value in facts[index])
            if max(w, h) < SPECK * dots:
                continue
            rows, columns = slice(y, y + h), slice(x, x + w)
            piece = labelled[rows, columns] == index
            if here[rows, columns][piece].mean() < WITHIN or printed[rows, columns][piece].mean() > PRINT or _bend(piece) < STRAIGHT * dots:
                continue
            clean = False
            letter = h * points < LETTER * height and letters[rows, columns][piece].mean() > PRINT
            framed = min(w, h) > TALL * dots and _hole(piece) > HOLLOW * w * h
            if not letter and not framed and pixels < SOLID * w * h:
                pens.append(frame.box(x, y, w, h))
        return Ink(self._signature(pens), clean)

    def _signature(self, pens: list[BBox]) -> BBox | None:
        """The box of all strokes, if they are a pen's and no stamp's."""
        longest = [b for b in pens if b[2] - b[0] >= LONG * 72 or (b[3] - b[1] >= TALL * 72 and b[2] - b[0] >= SPECK * 72)]
        whole = union(pens)
        if not longest or whole[2] - whole[0] < WIDE * 72 or whole[3] - whole[1] < HIGH * 72:
            return None
        return None if any(_STAMP.search(word.text) and lies_in(word.bbox, whole, 12) for word in self.words) else whole


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a part of the picture was cut out, in pixels."""

    left: int
    top: int
    points: float
    shape: tuple[int, ...]

    def mask(self, boxes: Iterable[BBox]) -> npt.NDArray[np.bool_]:
        """True inside the boxes, which are in points."""
        found = np.zeros(self.shape, dtype=np.bool_)
        for box in boxes:
            x0, x1 = (max(0, round(value / self.points) - self.left) for value in (box[0], box[2]))
            y0, y1 = (max(0, round(value / self.points) - self.top) for value in (box[1], box[3]))
            found[y0:y1, x0:x1] = True
        return found

    def box(self, x: int, y: int, wide: int, high: int) -> BBox:
        """A box of pixels in points."""
        edges = (x + self.left, y + self.top, x + self.left + wide, y + self.top + high)
        return (edges[0] * self.points, edges[1] * self.points, edges[2] * self.points, edges[3] * self.points)


def _bold(grey: Grey, dots: float) -> Grey:
    """Evenly lit, without grain, and so much darker that all that may be ink is `dark`."""
    even = picture.even(np.ascontiguousarray(grey), dots)
    soft = cv2.GaussianBlur(even, (0, 0), dots / 200)
    darker = 255.0 - (255.0 - soft.astype(np.float32)) * ((1 - picture.INK) / (1 - PALE))
    return picture.clean(np.asarray(darker.clip(0, 255), dtype=np.uint8), dots)


def _print(words: tuple[Word, ...]) -> tuple[list[BBox], list[BBox], float]:
    """The places of words that are print for certain, of those that may be, and how high print is on this page, in points."""
    if not words:
        return [], [], 0.0
    height = statistics.median(word.bbox[3] - word.bbox[1] for word in words)
    found: tuple[list[BBox], list[BBox]] = ([], [])
    for word in words:
        # Another program's recognition gives no doubts, so that its words are no surer than our doubtful ones.
        if word.bbox[3] - word.bbox[1] <= HIGHER * height and any(c.isalnum() for c in word.text):
            box = (word.bbox[0] - RIM, word.bbox[1] - RIM, word.bbox[2] + RIM, word.bbox[3] + RIM)
            found[not _LABEL.match(word.text) and (word.source is not Source.OCR or word.confidence < SURE)].append(box)
    return *found, height


def _dates(words: tuple[Word, ...]) -> list[BBox]:
    return [word.bbox for word in words if _DATE.search(word.text)]


def _bend(piece: npt.NDArray[np.bool_]) -> float:
    """Pixels by which a piece departs from a straight line, as a standard deviation."""
    y, x = np.nonzero(piece)
    if len(x) < 3:
        return 0.0
    return float(np.sqrt(max(0.0, np.linalg.eigvalsh(np.cov(np.stack([x, y]).astype(np.float64)))[0])))


def _hole(piece: npt.NDArray[np.bool_]) -> float:
    """Pixels of the largest hole in a piece."""
    around = cv2.copyMakeBorder(1 - piece.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    count, _, facts, _ = cv2.connectedComponentsWithStats(around, connectivity=4)
    return float(max((facts[i, cv2.CC_STAT_AREA] for i in range(2, count)), default=0))
