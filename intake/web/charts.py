"""Small charts as SVG. In: points or bars. Out: numbers for a template, which says in words what they show; a table stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 150
_LEFT: Final = 6
_FOOT: Final = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart of weeks; `height` is 0 where there is nothing to show, and `empty` says so."""

    x: float
    y: float
    width: float
    height: float
    label: str
    empty: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of upright bars. `top` is the value of its upper edge, in words."""

    width: int
    height: int
    base: float
    bars: tuple[Bar, ...]
    top: str


def weeks(values: Sequence[float | None], labels: Sequence[str], *, most: float, top: str) -> Chart:
    """A bar for each week. `most` is the value of a bar that fills the chart."""
    step = (WIDTH - 2 * _LEFT) / max(len(values), 1)
    base = HEIGHT - _FOOT
    bars = []
    for number, (value, label) in enumerate(zip(values, labels, strict=True)):
        height = 0.0 if value is None or most <= 0 else round(min(value / most, 1) * (base - _LEFT), 1)
        bars.append(
            Bar(round(_LEFT + number * step + step * 0.12, 1), round(base - height, 1), round(step * 0.76, 1), height, label, value is None)
        )
    return Chart(WIDTH, HEIGHT, base, tuple(bars), top)
