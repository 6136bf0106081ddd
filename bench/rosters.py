"""How much of what must be masked is found, and how often something harmless is. In: drawn rosters and innocent texts. Out: figures.

Every layout is drawn as a mail and as a PDF. Layouts that are kept out were never looked at while the detector was made, and are told
apart. A number or a birth is found where a place of its kind covers it whole; a roster where places cover every name on it.
"""

import itertools
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bench import figures, innocent
from bench.figures import Figure, Options
from intake.demo import papers, roster_layouts, rosters
from intake.demo.rosters import RosterSpec
from intake.documents.document import BBox, Document
from intake.documents.pdf import PdfPages
from intake.documents.read import read_paper
from intake.documents.words import Word
from intake.security import masking, sensitive
from intake.security.sensitive import Kind

Covered = Callable[[Kind, Sequence[str]], Iterable[bool]]
"""Of each value as written, whether a place of that kind covers it."""
SEED: Final = 287
EACH: Final = 8
"""Rosters of a layout and a medium."""
INNOCENT: Final = 6
"""Texts of an innocent sort."""
LETTERS: Final = 60
AGREEMENTS: Final = 24
BARS: Final = {Kind.SSN: 99.0, Kind.BIRTH: 97.0, Kind.ROSTER: 97.0}


@dataclass(slots=True)
class Counts:
    """Found and all, by kind."""

    found: Counter[Kind] = field(default_factory=Counter)
    total: Counter[Kind] = field(default_factory=Counter)

    def add(self, kind: Kind, hits: Iterable[bool]) -> None:
        """Some more."""
        for hit in hits:
            self.found[kind] += hit
            self.total[kind] += 1

    def share(self, kind: Kind) -> float:
        """Percent found; 100 where there was nothing to find."""
        return 100.0 * self.found[kind] / self.total[kind] if self.total[kind] else 100.0


def measure(_: Options) -> list[Figure]:
    """Both halves apart, then the false alarms and the time."""
    found = []
    for half, layouts, seed in (("tuned layouts", roster_layouts.LAYOUTS, SEED), ("kept-out layouts", roster_layouts.KEPT_OUT, SEED + 1)):
        whole = Counts()
        drawn = 0
        for layout in layouts:
            for medium, reader in (("mail", in_mail), ("pdf", in_pdf)):
                counts = Counts()
                for spec in itertools.islice(rosters.rosters(seed, layout), EACH):
                    reader(spec, counts)
                    reader(spec, whole)
                    drawn += 1
                told = "   ".join(f"{kind} {counts.found[kind]}/{counts.total[kind]}" for kind in Kind)
                print(f"{layout:14} {medium:5} {told}", file=sys.stderr)
        found += [
            figures.at_least(
                "rosters", f"{half}: {kind} found", whole.share(kind), "%", BARS[kind], f"{whole.total[kind]} in {drawn} rosters"
            )
            for kind in Kind
        ]
    alarms, looked = false_alarms()
    for name, kinds in alarms:
        print(f"false alarm: {name}: {', '.join(kinds)}", file=sys.stderr)
    found.append(figures.at_most("rosters", "false alarms", 100.0 * len(alarms) / looked, "%", 0.5, f"{looked} innocent texts"))
    return [*found, *_time()]


def in_mail(spec: RosterSpec, counts: Counts) -> None:
    """Count what is found in the roster as a mail's text."""
    text = rosters.as_text(spec)
    places = sensitive.find(text)

    def covered(kind: Kind, values: Sequence[str]) -> Iterator[bool]:
        stretches = [(place.start, place.end) for place in places if place.kind is kind]
        at = Counter[str]()
        for value in values:
            match = re.compile(_pattern(value)).search(text, at[value])
            if match:
                at[value] = match.end()
            yield match is not None and any(start <= match.start() and match.end() <= end for start, end in stretches)

    _count(spec, counts, covered)


def in_pdf(spec: RosterSpec, counts: Counts) -> None:
    """Count what is found in the roster as a paper."""
    content = rosters.as_pdf(spec)
    document = read_paper(content, filename="roster.pdf", media_type="application/pdf")[0]
    with PdfPages(content) as pages:
        words = [word for number in range(1, pages.count + 1) for line in pages.words(number).lines for word in line.words]
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += f"{word.text} "

    def covered(kind: Kind, values: Sequence[str]) -> Iterator[bool]:
        at = Counter[str]()
        for value in values:
            match = re.compile(_pattern(value)).search(text, at[value])
            if match:
                at[value] = match.end()
            stands = [
                w for w, start in zip(words, starts, strict=True) if match and start < match.end() and start + len(w.text) > match.start()
            ]
            yield bool(stands) and all(_inside(word, document, kind) for word in stands)

    _count(spec, counts, covered)


def _count(spec: RosterSpec, counts: Counts, covered: Covered) -> None:
    counts.add(Kind.SSN, covered(Kind.SSN, spec.numbers))
    counts.add(Kind.BIRTH, covered(Kind.BIRTH, spec.births))
    counts.add(Kind.ROSTER, [all(covered(Kind.ROSTER, [each.name for each in spec.people]))])


def _pattern(value: str) -> str:
    return r"(?<!\w)" + r"\s+".join(re.escape(part) for part in value.split()) + r"(?!\w)"


def _inside(word: Word, document: Document, kind: Kind) -> bool:
    x, y = (word.bbox[0] + word.bbox[2]) / 2, (word.bbox[1] + word.bbox[3]) / 2
    return any(place.kind == kind and place.page == word.page and _holds(place.bbox, x, y) for place in document.sensitive)


def _holds(box: BBox, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def false_alarms(each: int = INNOCENT, letters: int = LETTERS, agreements: int = AGREEMENTS) -> tuple[list[tuple[str, list[str]]], int]:
    """Innocent texts of which something was said, with what; and how many were looked at."""
    alarms = []
    looked = 0
    for sort, text in innocent.texts(SEED, each):
        looked += 1
        if places := sensitive.find(text):
            alarms.append((sort, [f"{place.kind} {text[place.start : place.end][:60]!r}" for place in places]))
    drawn = [("letter", papers.draw_letter(spec)) for spec in itertools.islice(papers.letters(SEED), letters)]
    drawn += [("agreement", papers.draw_agreement(spec)) for spec in itertools.islice(papers.agreements(SEED), agreements)]
    for name, content in drawn:
        looked += 1
        if boxes := read_paper(content, filename="a.pdf", media_type="application/pdf")[0].sensitive:
            alarms.append((name, [f"{box.kind} page {box.page}" for box in boxes]))
    return alarms, looked


def _time() -> list[Figure]:
    """A mail as most are: two kilobytes, a thread below it, a signature; and a long one."""
    sorts = [text for _, text in innocent.texts(SEED, 1)]
    mails = ["\n\n".join(sorts[place : place + 4]) for place in range(0, len(sorts) - 4, 2)]
    took = []
    for text in mails * 5:
        started = time.perf_counter()
        sensitive.find(text)
        took.append((time.perf_counter() - started) * 1e3)
    started = time.perf_counter()
    masking.masked("\n".join(sorts) * 100)
    whole = len("\n".join(sorts) * 100) / 1e6
    mean = statistics.mean(map(len, mails))
    return [
        figures.at_most(
            "rosters", "detection of a mail, median", figures.median(took), "ms", 1.0, f"{mean:.0f} characters, slowest {max(took):.1f} ms"
        ),
        Figure("rosters", "masking of a long text", (time.perf_counter() - started) / whole, "s/MB"),
    ]
