"""Small charts as SVG. In: points or bars. Out: numbers for a template, which says in words what they show; a table stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 400
HEIGHT: Final = 140
MOST_ROWS: Final = 12
_LEFT: Final = 6
_FOOT: Final = 20
_HEAD: Final = 18
_ROW: Final = 24
_NAMES: Final = 150
_FIGURES: Final = 56


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
        height = 0.0 if value is None or most <= 0 else round(min(value / most, 1) * (base - _HEAD), 1)
        bars.append(
            Bar(round(_LEFT + number * step + step * 0.12, 1), round(base - height, 1), round(step * 0.76, 1), height, label, value is None)
        )
    return Chart(WIDTH, HEIGHT, base, tuple(bars), top)


@dataclass(frozen=True, slots=True)
class Row:
    """One lying bar with its name before it and its figure behind it; `middle` is where their line of text stands."""

    y: float
    middle: float
    width: float
    name: str
    figure: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A chart of lying bars from `left` on, the longest as long as there is room."""

    width: int
    height: int
    left: int
    thick: float
    rows: tuple[Row, ...]


def rows(counts: Sequence[tuple[str, int]]) -> Rows:
    """A bar for each name, the most first; what is more than MOST_ROWS goes into one bar, called all others."""
    shown = list(counts if len(counts) <= MOST_ROWS else counts[: MOST_ROWS - 1])
    if len(shown) < len(counts):
        shown.append(("all others", sum(count for _, count in counts[len(shown) :])))
    most = max((count for _, count in shown), default=0) or 1
    room = WIDTH - _NAMES - _FIGURES
    bars = (
        Row(number * _ROW + 4, number * _ROW + _ROW - 7, round(max(room * count / most, 1), 1), name, f"{count:,}")
        for number, (name, count) in enumerate(shown)
    )
    return Rows(WIDTH, len(shown) * _ROW + 4, _NAMES, _ROW - 8, tuple(bars))
