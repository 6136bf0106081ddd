"""Make a photographed sheet flat: find it and straighten it. In: a grey picture. Out: the sheet, and the way back. Pure.

A sheet is a bright area with four straight sides on something darker. A frame that is printed on a page has the page's own white around
it and is none. Where no sheet is found, the whole picture is the page. The light is evened out when the page is read, as on any scan.
"""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np

from intake.documents.document import BBox
from intake.documents.picture import Grey

SMALL: Final = 720
"""Longer side, in pixels, of the copy in which the sheet is looked for."""
LEVELS: Final = 16
"""Grey levels at which bright is parted from dark."""
LEAST: Final = 0.22
"""Share of the picture that a sheet covers at least."""
DARKER: Final = 14
"""Grey values by which the surroundings are darker than the sheet, at least."""
POINTS: Final = 40
"""Places along one side at which that is looked at."""
SURE: Final = 0.85
"""Share of these places where it must hold."""
MARGIN: Final = 0.02
"""A sheet whose corners are this near to those of the picture (in its sides) is the picture."""
PROPORTIONS: Final = (11.0 / 8.5, 14.0 / 8.5)
"""Height to width of Letter and Legal."""
LIKE: Final = 0.12
"""How far a sheet seen aslant may be off a proportion to be taken for it."""
LONGEST: Final = 4_400


@dataclass(frozen=True, slots=True)
class Flat:
    """A sheet as it was found. `matrix` leads from the picture's pixels to the sheet's; None where the picture is the sheet."""

    grey: Grey
    matrix: Any | None = None


def back(matrix: Any, box: BBox) -> BBox:
    """A box of the sheet as a box of the picture around it, both in pixels."""
    corners = np.array([(x, y, 1.0) for x in (box[0], box[2]) for y in (box[1], box[3])])
    lifted = corners @ np.linalg.inv(matrix).T
    places = lifted[:, :2] / lifted[:, 2:]
    (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
    return (float(left), float(top), float(right), float(bottom))


def flatten(grey: Grey) -> Flat:
    """The sheet in the picture in its own upright frame; the whole picture where no sheet is found."""
    corners = sheet(grey)
    return Flat(grey) if corners is None else straightened(grey, corners)


def sheet(grey: Grey) -> Any | None:
    """Corners of the sheet (4 x 2, from the upper left one clockwise, in pixels), or None where the picture is the sheet or holds none."""
    scale = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Writing is closed over; a sheet is what is left bright.
    calm = np.asarray(cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), 5), dtype=np.uint8)
    best: Any | None = None
    most = 0.0
    # No one level parts paper from table: a shadow may lie over half of both.
    dark, light = (float(value) for value in np.percentile(calm, (2, 90)))
    for level in np.unique(np.linspace(dark, light, LEVELS).astype(np.uint8)):
        bright = cv2.morphologyEx(np.asarray(calm > level, np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
        contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:2]:
            corners = _quadrangle(contour)
            if corners is None or cv2.contourArea(corners.astype(np.float32)) < LEAST * small.size:
                continue
            edge = _edge(calm, corners)
            if edge > most:
                best, most = corners, edge
    if best is None or most < SURE or _is_all(best, small.shape):
        return None
    return (best + 0.5) / scale - 0.5


def straightened(grey: Grey, corners: Any) -> Flat:
    """The quadrangle as a rectangle, as large as it was seen at its largest."""
    upper_left, upper_right, lower_right, lower_left = corners
    width, height = _proportioned(
        max(_apart(upper_left, upper_right), _apart(lower_left, lower_right)),
        max(_apart(upper_left, lower_left), _apart(upper_right, lower_right)),
    )
    shrink = min(1.0, LONGEST / max(width, height))
    size = (max(8, round(width * shrink)), max(8, round(height * shrink)))
    target = np.array([[0, 0], [size[0] - 1, 0], [size[0] - 1, size[1] - 1], [0, size[1] - 1]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Flat(np.asarray(flat, dtype=np.uint8), matrix)


def _quadrangle(contour: Any) -> Any | None:
    """The four corners of an outline that is nearly a quadrangle."""
    hull = cv2.convexHull(contour)
    around = cv2.arcLength(hull, True)
    for slack in (0.01, 0.02, 0.03, 0.05, 0.08):
        corners = cv2.approxPolyDP(hull, slack * around, True)
        if len(corners) < 4:
            return None
        if len(corners) == 4:
            found = _in_order(corners.reshape(4, 2).astype(np.float64))
            filled = cv2.contourArea(contour) / max(1.0, float(cv2.contourArea(found.astype(np.float32))))
            return found if filled > 0.85 and _square_enough(found) else None
    return None


def _in_order(corners: Any) -> Any:
    """From the upper left one clockwise."""
    middle = corners.mean(axis=0)
    ring = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.roll(ring, -int(np.argmin(ring.sum(axis=1))), axis=0)


def _square_enough(corners: Any) -> bool:
    """All four angles between 55 and 125 degrees."""
    for index in range(4):
        one, other = corners[index - 1] - corners[index], corners[(index + 1) % 4] - corners[index]
        cosine = float(one @ other) / max(1e-6, float(np.linalg.norm(one) * np.linalg.norm(other)))
        if abs(cosine) > 0.574:
            return False
    return True


def _edge(calm: Grey, corners: Any) -> float:
    """Share of the outline along which it is darker outside than inside; 0 where one whole side shows no edge at all."""
    height, width = calm.shape
    off = max(4.0, 0.012 * max(height, width))
    shares: list[float] = []
    for index in range(4):
        one, other = corners[index], corners[(index + 1) % 4]
        along = (other - one) / max(1.0, _apart(one, other))
        inward = np.array([-along[1], along[0]])
        places = one + np.linspace(0.04, 0.96, POINTS)[:, None] * (other - one)
        inner, outer = np.round(places + off * inward).astype(int), np.round(places - off * inward).astype(int)
        seen = np.all((outer >= 0) & (outer < (width, height)) & (inner >= 0) & (inner < (width, height)), axis=1)
        if not seen.any():
            # The sheet runs out of the picture here.
            continue
        falls = calm[inner[seen, 1], inner[seen, 0]].astype(int) - calm[outer[seen, 1], outer[seen, 0]].astype(int)
        shares.append(float(np.mean(falls >= DARKER)))
    return 0.0 if len(shares) < 3 or min(shares) < 0.5 else float(np.mean(shares))


def _is_all(corners: Any, shape: tuple[int, ...]) -> bool:
    height, width = shape
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    return bool(np.all(np.abs(corners - frame) <= MARGIN * np.array([width, height])))


def _apart(one: Any, other: Any) -> float:
    return float(np.linalg.norm(one - other))


def _proportioned(width: float, height: float) -> tuple[float, float]:
    """The longer side set right where the sheet is nearly a Letter or a Legal."""
    long, short = max(width, height), max(1.0, min(width, height))
    nearest = min(PROPORTIONS, key=lambda proportion: abs(long / short - proportion))
    if abs(long / short / nearest - 1) > LIKE:
        return width, height
    return (width, width * nearest) if height >= width else (height * nearest, height)
