"""How the picture of a page was turned to be read. In: boxes of the upright page or of the page as it lies. Out: the other. Pure."""

import math
from dataclasses import dataclass

from intake.documents.document import BBox


@dataclass(frozen=True, slots=True)
class Turn:
    """`quarters` turns to the left and then `angle` degrees to the left make the page upright; `width` and `height` are those of the page
    as it lies, in points.
    """

    quarters: int
    angle: float
    width: float
    height: float

    @property
    def upright(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def back(self, box: BBox) -> BBox:
        """A box of the upright page on the page as it lies."""
        return _round(self._around([self._unturned(*self._rotated(x, y, -self.angle)) for x, y in _corners(box)]))

    def forth(self, box: BBox) -> BBox:
        """A box of the page as it lies on the upright page."""
        return _round(self._around([self._rotated(*self._turned(x, y), self.angle) for x, y in _corners(box)]))

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        ways = ((x, y), (y, self.width - x), (self.width - x, self.height - y), (self.height - y, x))
        return ways[self.quarters % 4]

    def _unturned(self, x: float, y: float) -> tuple[float, float]:
        ways = ((x, y), (self.width - y, x), (self.width - x, self.height - y), (y, self.height - x))
        return ways[self.quarters % 4]

    def _rotated(self, x: float, y: float, degrees: float) -> tuple[float, float]:
        """To the left about the middle of the upright page; y runs down."""
        wide, high = self.upright
        sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
        across, down = x - wide / 2, y - high / 2
        return wide / 2 + across * cosine + down * sine, high / 2 - across * sine + down * cosine

    def _around(self, points: list[tuple[float, float]]) -> BBox:
        across, down = [x for x, _ in points], [y for _, y in points]
        return (min(across), min(down), max(across), max(down))


def _corners(box: BBox) -> list[tuple[float, float]]:
    return [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]


def _round(box: BBox) -> BBox:
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
