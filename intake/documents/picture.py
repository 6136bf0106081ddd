"""Make the picture of a page fit for reading: even light, no specks, straight lines. In: grey pixels. Out: grey pixels. Pure.

Imported by the reader's child alone, through `scan`: OpenCV is large.
"""

import math
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from intake.documents.turn import Turn

Grey = npt.NDArray[np.uint8]
"""A page: rows of grey values, 0 black, 255 white."""

Ink = npt.NDArray[np.float32]

MOST_ANGLE: Final = 4.0
"""Degrees of skew that are put right; more is no slip of a scanner."""
LEAST_ANGLE: Final = 0.12
SMALL: Final = 72
"""Dots to the inch at which angles are measured."""
INKED: Final = 30_000
"""Bits of ink from which an angle is told roughly."""
SPECK: Final = 5
"""Pixels, at 200 to the inch, of a speck; the dot of an i has nine and more."""
INK: Final = 0.72
"""What is darker than this share of the paper is ink."""

# The child may start no thread.
cv2.setNumThreads(0)


def even(grey: Grey, dots: float) -> Grey:
    """The paper made white and the ink dark, whatever light fell on it."""
    step = max(1, round(dots / 25))
    small = cv2.resize(grey, (max(1, grey.shape[1] // step), max(1, grey.shape[0] // step)), interpolation=cv2.INTER_AREA)
    # What is brightest around a place is its paper: letters are thinner than the window.
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), (0, 0), 4)
    if int(paper.min()) > 245:
        return grey
    wide = cv2.resize(np.maximum(paper, 40), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, wide, scale=255), dtype=np.uint8)


def coarser(grey: Grey, points: float, dots: float) -> tuple[Grey, float]:
    """The picture with no more than `dots` to the inch, and the width of its pixels in points; `points` is what it was."""
    share = dots * points / 72
    if share >= 0.99:
        return grey, points
    return np.asarray(cv2.resize(grey, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), dtype=np.uint8), points / share


def clean(grey: Grey, dots: float) -> Grey:
    """Without grain and specks."""
    inked = dark(grey)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    if count < 2:
        return grey
    specks = facts[:, cv2.CC_STAT_AREA] <= max(1, SPECK * (dots / 200) ** 2)
    specks[0] = False
    return wiped(grey, inked, specks[labels].astype(np.uint8))


def dark(grey: Grey) -> Grey:
    """1 where there is ink, else 0."""
    return np.asarray(grey < 255 * INK, dtype=np.uint8)


def wiped(grey: Grey, inked: Grey, away: Grey) -> Grey:
    """Without the ink at `away`; its own grey rim goes with it, and no other ink. Both as `dark` gives them."""
    rim = cv2.dilate(away, np.ones((3, 3), np.uint8)).astype(bool) & ~(inked.astype(bool) & ~away.astype(bool))
    cleaned = grey.copy()
    cleaned[rim] = 255
    return cleaned


def skew(grey: Grey, dots: float) -> tuple[bool, float]:
    """Whether lines of text run from top to bottom, and the degrees to the left that then make them level.

    Along its lines a page of text changes between ink and paper, row by row, more than in any other direction.
    """
    ink = _ink(grey, dots)
    coarse = np.arange(-MOST_ANGLE, MOST_ANGLE + 0.01, 1.0)
    ways = [(*max((_sharpness(way, angle), angle) for angle in coarse), way) for way in (ink, np.ascontiguousarray(np.rot90(ink)))]
    sideways = ways[1][0] > ways[0][0]
    _, best, way = ways[sideways]
    fine = max((_sharpness(way, angle), angle) for angle in np.arange(best - 0.8, best + 0.81, 0.2))[1]
    finest = max((_sharpness(way, angle), angle) for angle in (fine - 0.1, fine, fine + 0.1))[1]
    return sideways, round(float(finest), 2) if abs(finest) >= LEAST_ANGLE else 0.0


def skew_roughly(grey: Grey, dots: float) -> tuple[bool, float]:
    """As `skew`, to a fifth of a degree and in a quarter of the time: from some of the ink, where each bit of it would come to lie."""
    down, across = (values.astype(np.float32) for values in np.nonzero(_ink(grey, dots)))
    chance = np.random.default_rng(0)
    if down.size > INKED:
        some = chance.integers(0, down.size, INKED)
        down, across = down[some], across[some]
    # Pixels of a page that is not turned lie in rows, which would make it look straighter than it is.
    down += chance.random(down.size, np.float32)
    across += chance.random(down.size, np.float32)
    # Turned by a quarter to the left, what lay far to the right lies at the top.
    ways = ((down, across), (across.max(initial=0) - across, down))
    coarse = np.arange(-MOST_ANGLE, MOST_ANGLE + 0.01, 1.0)
    sharpest = [max((_scattered(way, angle), angle) for angle in coarse) for way in ways]
    sideways = sharpest[1][0] > sharpest[0][0]
    best = sharpest[sideways][1]
    angle = max((_scattered(ways[sideways], angle), angle) for angle in np.arange(best - 0.8, best + 0.81, 0.2))[1]
    return sideways, round(float(angle), 2) if abs(angle) >= LEAST_ANGLE else 0.0


def turned(grey: Grey, quarters: int) -> Grey:
    """Turned to the left by quarters."""
    return np.ascontiguousarray(np.rot90(grey, quarters))


def straightened(grey: Grey, angle: float) -> Grey:
    """Turned to the left by some degrees about its middle; what comes in from outside is paper."""
    high, wide = grey.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(grey, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)), dtype=np.uint8)


def upright(grey: Grey, turn: Turn | None) -> Grey:
    """As the words of a page lie that was turned so; None where it lies as it is."""
    if turn is None:
        return grey
    laid = turned(grey, turn.quarters)
    return straightened(laid, turn.angle) if turn.angle else laid


def _ink(grey: Grey, dots: float) -> Grey:
    """Ink light, paper black, small; without the borders, where scanners leave shadows."""
    share = SMALL / dots
    small = cv2.resize(grey, (max(8, int(grey.shape[1] * share)), max(8, int(grey.shape[0] * share))), interpolation=cv2.INTER_AREA)
    high, wide = small.shape
    inner = small[high // 30 : high - high // 30, wide // 30 : wide - wide // 30]
    paper = cv2.GaussianBlur(inner, (0, 0), 12)
    return np.asarray(np.where(inner < 0.86 * paper, 255, 0), dtype=np.uint8)


def _sharpness(ink: Grey, angle: float) -> float:
    high, wide = ink.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), float(angle), 1.0)
    rows = cv2.reduce(cv2.warpAffine(ink, matrix, (wide, high), flags=cv2.INTER_LINEAR), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F)
    return float(np.square(np.diff(rows[:, 0])).sum()) / float(wide**2)


def _scattered(ink: tuple[Ink, Ink], angle: float) -> float:
    """The same for bits of ink, given by their distances from the upper and the left edge."""
    down, across = ink
    turn = math.radians(angle)
    rows = np.rint(down * math.cos(turn) - across * math.sin(turn)).astype(np.int32)
    if not rows.size:
        return 0.0
    inked = np.bincount(rows - rows.min()).astype(np.float64)
    return float(np.square(np.diff(inked)).sum()) / float(1.0 + across.max()) ** 2
