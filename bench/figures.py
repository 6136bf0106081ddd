"""Figures and the table they are shown in. In: what was measured, beside what it is compared to. Out: lines on stdout, a JSON file."""

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `bar` is the words of what it must reach, "" where nothing is asked; `ok` None where nothing is asked."""

    bench: str
    what: str
    value: float
    unit: str
    beside: str = ""
    bar: str = ""
    ok: bool | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured; small numbers are for trying the benchmark out."""

    letters: int | None = None  # for the benchmark that takes a number of letters
    base: int | None = None  # letters on record, `flat`
    postgres: bool = True
    profile: Path | None = None


def at_most(bench: str, what: str, value: float, unit: str, bar: float, beside: str = "") -> Figure:
    """A figure that must not be higher than `bar`."""
    return Figure(bench, what, value, unit, beside, f"<= {bar:g} {unit}".rstrip(), value <= bar)


def at_least(bench: str, what: str, value: float, unit: str, bar: float, beside: str = "") -> Figure:
    """A figure that must not be lower than `bar`."""
    return Figure(bench, what, value, unit, beside, f">= {bar:g} {unit}".rstrip(), value >= bar)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def show(figures: Sequence[Figure]) -> None:
    """One table."""
    rows = [("benchmark", "figure", "measured", "compared to", "bar", "")]
    rows += [(f.bench, f.what, f"{f.value:.4g} {f.unit}".strip(), f.beside, f.bar, _verdict(f)) for f in figures]
    widths = [max(len(row[n]) for row in rows) for n in range(6)]
    print()
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _verdict(figure: Figure) -> str:
    return "" if figure.ok is None else "ok" if figure.ok else "MISSED"


def keep(figures: Sequence[Figure]) -> Path:
    """Write them beside the earlier ones."""
    RESULTS.mkdir(exist_ok=True)
    at = datetime.now(UTC)
    file = RESULTS / f"{at:%Y%m%dT%H%M%SZ}.json"
    file.write_text(json.dumps({"at": at.isoformat(), "figures": [asdict(f) for f in figures]}, indent=1) + "\n")
    return file
