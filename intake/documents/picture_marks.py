"""What is drawn on the picture of a page besides words: rules to write on, boxes to tick. In: grey pixels. Out: their boxes. Pure.

A rule that runs into letters is read as a part of them, so rules are taken off the picture before it is read.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from intake.documents import picture
from intake.documents.picture import Grey

RULE: Final = 0.3
"""Inches from which on a straight stroke is a rule; no letter has one."""
THIN: Final = 0.025
"""Inches that a rule is high at most."""
SIDES: Final = (0.085, 0.26)
"""Inches of the side of a box to tick."""
CANDIDATES: Final = 400
"""Short level strokes looked at on one page."""
CLOSED: Final = 0.8
"""Share of a side that is drawn at least: faxes lose some of it."""
ALONE: Final = 0.025
"""Inches of paper beside the lower half of a box; a letter has its neighbours there, and a tick shoots out above."""
TICKED: Final = 0.07
"""Share of a box's inside that is ink when it is ticked."""

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Square:
    """A box to tick, in pixels."""

    box: Box
    ticked: bool


def without_rules(grey: Grey, dots: float, thin: float = THIN) -> tuple[Grey, list[Box]]:
    """The picture without its rules of at most `thin` inches, and where these were. Strokes of letters that cross a rule are left."""
    dark = picture.dark(grey)
    found: list[Box] = []
    away = np.zeros_like(dark)
    thick = max(2, round(thin * dots))
    for level in (True, False):
        long = _opened(dark, max(8, round(RULE * dots)), level)
        across = _opened(dark, thick + 1, not level)
        away |= np.asarray(cv2.dilate(long, _kernel(3, not level)), dtype=np.uint8) & ~across & dark
        if level:
            count, _, facts, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
            found = [(int(x), int(y), int(x + wide), int(y + high)) for x, y, wide, high, _ in facts[1:count][:CANDIDATES]]
    if not away.any():
        return grey, found
    return picture.wiped(grey, dark, away), found


def squares(grey: Grey, dots: float) -> list[Square]:
    """Boxes to tick, ticked or not: two level strokes of one length, one above the other, joined at both ends."""
    dark = picture.dark(grey)
    least, most = round(SIDES[0] * dots), round(SIDES[1] * dots)
    strokes = _opened(dark, max(4, round(0.8 * least)), level=True)
    count, _, facts, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    bars = [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in facts[1:count] if least <= w <= most and h <= THIN * dots * 1.5]
    bars = sorted(bars, key=lambda bar: bar[1])[:CANDIDATES]
    found: list[Square] = []
    for index, (x, y, wide, _) in enumerate(bars):
        for x2, y2, wide2, high2 in bars[index + 1 :]:
            left, right, tall = max(x, x2), min(x + wide, x2 + wide2), y2 + high2 - y
            if tall > 1.3 * wide:
                break
            # A tick that shoots over the edge makes one of the strokes longer.
            if right - left < max(least, 0.75 * max(wide, wide2)) or not 0.75 <= tall / (right - left) <= 1.3:
                continue
            box = (left, y, right, y2 + high2)
            if _side(dark, box, left) and _side(dark, box, right - 1) and _alone(dark, box, round(ALONE * dots)):
                found.append(Square(box, _filled(dark, box) > TICKED))
                break
    return found


def _kernel(length: int, level: bool) -> Grey:
    return np.ones((1, length) if level else (length, 1), np.uint8)


def _opened(dark: Grey, length: int, level: bool) -> Grey:
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, _kernel(length, level)), dtype=np.uint8)


def _side(dark: Grey, box: Box, x: int) -> bool:
    """Whether a line runs straight down at `x` from the upper edge to the lower one."""
    strip = dark[box[1] : box[3], max(0, x - 2) : x + 3]
    return strip.size > 0 and float(strip.mean(axis=0).max()) >= CLOSED


def _alone(dark: Grey, box: Box, room: int) -> bool:
    lower = (box[1] + box[3]) // 2
    left = dark[lower : box[3], max(0, box[0] - 2 - room) : max(0, box[0] - 2)]
    right = dark[lower : box[3], box[2] + 2 : box[2] + 2 + room]
    return not left.any() and not right.any()


def _filled(dark: Grey, box: Box) -> float:
    margin = max(2, (box[2] - box[0]) // 5)
    inside = dark[box[1] + margin : box[3] - margin, box[0] + margin : box[2] - margin]
    return float(inside.mean()) if inside.size else 0.0
