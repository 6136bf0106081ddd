"""Measure how the reader bears broken papers. In: over a thousand, broken here with fixed dice. Out: figures.

Each is read in the real children under their real limits. A child may die of a paper, for the next one takes its place; no paper may raise
in the parent, outlast the wall limit, or keep a good paper from being read after it.
"""

import contextlib
import io
import itertools
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final

import psutil

from bench import figures
from bench.figures import Figure, Options
from bench.memory import megabytes
from intake.adapters.reader import ProcessReader
from intake.demo import papers
from intake.documents.document import Document, State
from intake.documents.filetype import FileType
from tests.documents import mutated, scans, signed

LETTERS: Final = 1170
AGREEMENTS: Final = 60
FORMS: Final = 130
SIGNED: Final = 65
PICTURES: Final = 60
ROUND: Final = 100
WALL: Final = 60.0
"""Seconds; the reader's own limit."""
SPARE: Final = 5.0
"""Seconds beside the limit, for the hand-over and the end of a child."""
MEMORY: Final = 1536.0
LOOK: Final = 0.02
"""Seconds between looks at the children's memory; the kernel keeps their high-water mark in between."""
HEADS: Final = ((1, 1), (65_535, 65_535), (2_000_000_000, 2_000_000_000), (0, 0), (40_000, 3))


@dataclass
class _Told:
    """What became of the papers so far."""

    ends: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    times: list[tuple[float, str]] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    lost: int = 0


class _Memory(threading.Thread):
    """Watches the children of this process; `peak` in MB of 2**20 octets."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(LOOK):
            for child in psutil.Process().children():
                # A child may end while it is looked at.
                with contextlib.suppress(OSError):
                    self.peak = max(self.peak, megabytes(child.pid, "VmHWM"))


def broken() -> Iterator[tuple[str, bytes]]:
    """(how, paper) of every paper."""
    yield from mutated.of(mutated.letters(3, 24), mutated.OF_PDF, LETTERS, 1)
    agreements = [papers.draw_agreement(spec) for spec in itertools.islice(papers.agreements(3), 8)]
    yield from mutated.of(agreements, mutated.OF_PDF, AGREEMENTS, 2)
    forms = [papers.draw_agreement(replace(spec, form=True)) for spec in itertools.islice(papers.agreements(6), 3)]
    forms += [papers.draw_letter(replace(spec, layout="boxes", form=True)) for spec in itertools.islice(papers.letters(6), 3)]
    yield from mutated.of(forms, mutated.OF_PDF, FORMS, 6)
    key = signed.key(by=signed.root())
    sealed = [signed.sign(paper, key, (72, 300, 220, 340)) for paper in mutated.letters(4, 4)[::2]]
    yield from mutated.of(sealed, mutated.OF_PDF, SIGNED, 3)
    pages = [scans.spoilt(scans.pictures(papers.draw_letter(spec))[0]) for spec in itertools.islice(papers.letters(5), 3)]
    yield from mutated.of([scans.pdf([page]) for page in pages], mutated.OF_PDF, PICTURES // 2, 4)
    yield from mutated.of([*_saved(pages)], mutated.ANY, PICTURES // 2, 5)
    yield from (("head", mutated.head_of_png(*size)) for size in HEADS)


def _saved(pages: list[scans.Grey]) -> Iterator[bytes]:
    from PIL import Image

    for page, kind in zip(pages, ("PNG", "JPEG", "TIFF"), strict=True):
        out = io.BytesIO()
        Image.fromarray(page).resize((850, 1100)).save(out, kind)
        yield out.getvalue()


def measure(_: Options) -> list[Figure]:
    """How the papers ended, the slowest, and the memory."""
    good = mutated.letters(9, 1)[0]
    told, memory = _Told(), _Memory()
    every = list(broken())
    reader = ProcessReader(processes=2, wall_seconds=WALL)
    memory.start()
    try:
        want = _read(reader, good).fields
        with ThreadPoolExecutor(2) as threads:
            for start in range(0, len(every), ROUND):
                list(threads.map(lambda item: _one(reader, *item, told), every[start : start + ROUND]))
                # Both children at once, so that neither is spared.
                told.lost += sum(document.fields != want for document in threads.map(lambda _: _read(reader, good), range(2)))
    finally:
        reader.close()
        memory.over.set()
    return _figures(told, memory.peak, len(every))


def _read(reader: ProcessReader, content: bytes) -> Document:
    return reader.read(content, filename="paper", media_type="")[0]


def _one(reader: ProcessReader, how: str, content: bytes, told: _Told) -> None:
    started = time.perf_counter()
    try:
        document = _read(reader, content)
    except Exception as wrong:
        told.raised.append(f"{how}: {type(wrong).__name__}")
        return
    told.times.append((time.perf_counter() - started, how))
    told.ends[_end(document)] += 1
    if document.state in (State.KILLED, State.LATE):
        code = document.issues[0].code
        told.kills[code] += 1
        print(f"  {how}: {code} after {document.seconds:.1f} s", file=sys.stderr)


def _end(document: Document) -> str:
    if document.state in (State.KILLED, State.LATE):
        return "killed"
    if document.state is State.UNREADABLE or not document.pages or document.media_type == FileType.UNKNOWN:
        return "refused"
    return "read"


def _figures(told: _Told, peak: float, count: int) -> list[Figure]:
    seconds = [taken for taken, _ in told.times]
    slowest, how = max(told.times)
    name = "mutations"
    return [
        figures.at_least(name, "broken papers", count, "", 1000),
        Figure(name, "read as far as they go", told.ends["read"], ""),
        Figure(name, "refused with a reason", told.ends["refused"], ""),
        Figure(name, "ended by a limit or by their death", told.ends["killed"], "", ", ".join(f"{n} {c}" for c, n in told.kills.items())),
        figures.at_most(name, "papers at which a library raised what nobody caught", told.kills["reading-failed"], "", 0),
        figures.at_most(name, "errors raised by the reader", len(told.raised), "", 0, " ".join(told.raised[:5])),
        figures.at_most(name, "good papers not read after a hundred broken ones", told.lost, "", 0, f"of {2 * -(-count // ROUND)}"),
        figures.at_most(name, "slowest paper", slowest, "s", WALL + SPARE, f"{how}; median {figures.median(seconds):.3f} s"),
        figures.at_most(name, "highest resident memory of a reading child", peak, "MB", MEMORY),
    ]
