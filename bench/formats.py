"""Measure the reading of photos and of other formats than PDF. In: INTAKE_SAMPLES. Out: figures, and what was read wrong.

The folder holds `papers/photo/NAME_p0.jpg` with `papers/gold/NAME_digital.json`, and `papers/other` with a HEIC photo, a Word file, and
PDFs under a password. Run:

    INTAKE_SAMPLES=/path/to/samples python -m bench.formats [--errors]
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench import figures, papers
from bench.figures import Figure, Options
from intake.adapters.reader import ProcessReader
from intake.security import masking

SAME_LETTER = ("loi01.heic", "owner_only_aes256.pdf")
"""In `other`: the first letter again, as another file."""
WORD_TRUTH: dict[str, object] = {
    "form": "loi", "agency_name": "Walton Ridge County Sheriff's Office", "state": "FL", "county": "Walton Ridge",
    "letter_date": "2025-03-03", "street_address": "418 Justice Way", "city": "Crestline", "zip": "32433", "models_requested": ["TFM"],
}  # fmt: skip
"""What the Word file says in sentences and lines; it bears no signature."""
ERRORS = "--errors"


def _cases(root: Path) -> Iterator[papers.Case]:
    for path in sorted((root / "photo").glob("*.jpg")):
        yield "photo", path.name, path.read_bytes(), _truth(root, path.stem.removesuffix("_p0"))
    for name in SAME_LETTER:
        path = root / "other" / name
        if path.exists():
            yield path.suffix[1:], name, path.read_bytes(), _truth(root, "loi01_signed")
    for path in sorted((root / "other").glob("*.docx")):
        yield "docx", path.name, path.read_bytes(), WORD_TRUTH
    for path in sorted((root / "other").glob("user_*.pdf")):
        yield "locked", path.name, path.read_bytes(), {"form": "unreadable"}


def _truth(root: Path, name: str) -> dict[str, object]:
    return papers._synthetic(json.loads((root / "gold" / f"{name}_digital.json").read_text())["fields"])


def measure(_: Options) -> list[Figure]:
    """Of each kind the share of fields that are right, and the time of its slowest paper. "signed" counts apart: unclear is no error."""
    folder = os.environ.get("INTAKE_SAMPLES")
    if not folder or not (Path(folder) / "papers").is_dir():
        print("SKIPPED: INTAKE_SAMPLES names no folder with papers.", file=sys.stderr)
        return []
    good: Counter[str] = Counter()
    every: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    verdicts: Counter[str] = Counter()
    reader = ProcessReader(processes=1)
    try:
        for group, name, content, truth in _cases(Path(folder) / "papers"):
            started = time.perf_counter()
            document = reader.read(content, filename=name, media_type="")[0]
            slowest[group] = max(slowest.get(group, 0.0), time.perf_counter() - started)
            for field, want in truth.items():
                got = papers.answer(document, field)
                right = papers.same(field, want, got)
                if field == "signed":
                    verdicts["right" if right else "unclear" if got == "unclear" else "WRONG"] += 1
                    continue
                every[group] += 1
                good[group] += right
                if not right and ERRORS in sys.argv:
                    print(masking.masked(f"{group:8} {name:28} {field:18} want {want!r:40} got {got!r}"))
    finally:
        reader.close()
    found = [Figure("formats", f"{g}: fields right", 100 * good[g] / every[g], "%", f"{good[g]} of {every[g]}") for g in every]
    found += [Figure("formats", f"{group}: slowest", 1000 * seconds, "ms") for group, seconds in slowest.items()]
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    return [*found, figures.at_most("formats", "signatures told wrong", verdicts["WRONG"], "", 0, told)]


if __name__ == "__main__":
    figures.show(measure(Options()))
