"""Measure what is made of digital signatures. In: papers signed here, and the signed ones of INTAKE_SAMPLES. Out: figures.

Every way to alter a signed paper must be found out, and no good one be called altered. The keys are the tests' own.
"""

import itertools
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

from bench import figures
from bench.figures import Figure, Options
from intake.adapters.reader import ProcessReader
from intake.demo import papers
from intake.documents.document import Document, Verdict
from tests.documents import signed

PAPERS: Final = 6
"""Papers of each kind."""
FLIPS: Final = 25
"""Bits flipped one at a time in each paper."""
BOX: Final = (72, 300, 220, 340)
BAR: Final = 0.3
SAMPLES: Final = {"good": "intact", "altered_bytes": "altered", "edited_after": "altered", "empty_field": None}
_RANGE: Final = re.compile(rb"/ByteRange \[0 (\d+) (\d+) ")


def measure(_: Options) -> list[Figure]:
    """Shares found out, and seconds."""
    kept: Counter[str] = Counter()
    altered: Counter[str] = Counter()
    seconds: list[float] = []
    reader = ProcessReader(processes=1)
    try:
        for content in _papers():
            good = _signed(content)
            started = time.perf_counter()
            document = _read(reader, good)
            seconds.append(time.perf_counter() - started)
            kept[_verdict(document)] += 1
            for bad in _altered(good):
                altered[_verdict(_read(reader, bad))] += 1
        samples = [_sample(reader, path) for path in sorted(_samples())]
    finally:
        reader.close()
    called = altered.pop("intact", 0)
    total = called + altered.total()
    found = [
        figures.at_least("esigned", "good papers called intact", 100 * kept["intact"] / kept.total(), "%", 100, str(dict(kept))),
        figures.at_most("esigned", "altered papers called intact", called, "", 0, f"of {total}: {dict(altered)}"),
        Figure("esigned", "altered papers called altered", 100 * altered["altered"] / total, "%", "the rest: unknown, a person looks"),
        figures.at_most("esigned", "a signed paper, 95th percentile", figures.percentile(seconds[1:], 0.95), "s", BAR, _beside(seconds)),
        Figure("esigned", "import of the library, once a child", _import(), "s"),
    ]
    if samples:
        wrong = [name for name, right in samples if not right]
        found.append(figures.at_most("esigned", "samples told wrong", len(wrong), "", 0, f"of {len(samples)} {' '.join(wrong)}"))
    return found


def _papers() -> list[bytes]:
    letters = [papers.draw_letter(spec) for spec in itertools.islice(papers.letters(5), PAPERS)]
    return letters + [papers.draw_agreement(spec) for spec in itertools.islice(papers.agreements(5), PAPERS)]


def _signed(content: bytes) -> bytes:
    return signed.sign(content, signed.key(by=signed.root()), BOX)


def _altered(good: bytes) -> list[bytes]:
    """Bits flipped outside the signature's own octets, another page content on top, the signed part cut short."""
    match = _RANGE.search(good)
    assert match
    begin, end = int(match.group(1)), int(match.group(2))
    dice = random.Random(begin)
    places = [place for place in dice.sample([*range(9, begin), *range(end, len(good))], 2 * FLIPS) if good[place] not in b"\r\n \x00"]
    return [signed.update(good, signed.scribble), *(signed.flip(good, place) for place in places[:FLIPS])]


def _read(reader: ProcessReader, content: bytes) -> Document:
    return reader.read(content, filename="paper.pdf", media_type="application/pdf")[0]


def _verdict(document: Document) -> str:
    codes = {issue.code for issue in document.issues}
    if "signature-altered" in codes:
        return "altered"
    return "intact" if "signature-intact" in codes else "unknown"


def _samples() -> list[Path]:
    folder = Path(os.environ.get("INTAKE_SAMPLES", "")) / "papers" / "esigned"
    if not os.environ.get("INTAKE_SAMPLES") or not folder.is_dir():
        print("SKIPPED: INTAKE_SAMPLES names no folder with signed papers.", file=sys.stderr)
        return []
    return [path for path in folder.glob("*.pdf") if path.stem in SAMPLES]


def _sample(reader: ProcessReader, path: Path) -> tuple[str, bool]:
    (found,) = [each for each in _read(reader, path.read_bytes()).signatures if each.party == "agency"]
    expected = SAMPLES[path.stem]
    verdict = {"intact": Verdict.SIGNED, "altered": Verdict.UNCLEAR, None: Verdict.UNSIGNED}[expected]
    return path.stem, (found.integrity, found.verdict) == (expected, verdict)


def _import() -> float:
    started = time.perf_counter()
    subprocess.run((sys.executable, "-c", "pass"), check=True)
    bare = time.perf_counter() - started
    started = time.perf_counter()
    subprocess.run((sys.executable, "-c", "import pyhanko.pdf_utils.reader, pyhanko.sign.validation"), check=True)
    return time.perf_counter() - started - bare


def _beside(seconds: list[float]) -> str:
    return f"median {figures.median(seconds[1:]):.3f} s, the first with the import {seconds[0]:.2f} s"
