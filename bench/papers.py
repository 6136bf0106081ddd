"""Measure the reading of papers: fields right by kind of paper, and time. In: INTAKE_SAMPLES, a folder of labelled papers. Out: two tables.

The folder holds `papers/{digital,acroform,scan,fax}/NAME.pdf` with `papers/gold/NAME_{digital,acroform}.json`, `moa/NAME.pdf` with
`moa/NAME.json` (real agreements, most of them scans with somebody else's text layer), and `moa_scans` likewise (scans without one, of which
only what a public list says is labelled). Without it, the project's own drawn papers alone are measured. Run:

    INTAKE_SAMPLES=/path/to/samples python -m bench.papers [--errors] [GROUP...]
"""

import itertools
import json
import os
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench import figures
from bench.figures import Figure, Options
from intake.adapters.reader import ProcessReader
from intake.demo import (
    further_letters,
    further_papers,
    other_agreements,
    other_letters,
    papers,
    plain_papers,
    town_agreements,
    town_letters,
    town_letters_apart,
    town_papers,
)
from intake.documents.document import Document
from intake.security import masking
from tests.documents import scans

Case = tuple[str, str, bytes, dict[str, object]]
Counts = dict[str, Counter[str]]
Sure = dict[str, Counter[tuple[float, bool]]]
"""By group: how many values were given with a confidence of at least a bound, and whether they were right."""
BOUNDS = (0.9, 0.8, 0.6, 0.0)
DRAWN = 24
OTHERWISE = 4
"""Of each other layout."""
TOWN = 6
SYNTHETIC = {
    "agency": "agency_name", "state": "state", "county": "county", "signatory": "signatory_name", "title": "signatory_title",
    "contact_phone": "poc_phone", "contact_email": "poc_email",
    "street": "street_address", "city": "city", "zip": "zip", "models": "models_requested", "officers": "officers_nominated",
}  # fmt: skip
REAL = {
    "agency_name": "agency_name", "agency_type": "agency_type", "state": "state", "county": "county", "signatory_name": "signatory_name",
    "signatory_title": "signatory_title",
    "signed_date": "signed_date", "ice_signatory": "office_signatory", "ice_signed_date": "office_signed_date", "poc_name": "poc_name",
    "poc_title": "poc_title", "poc_phone": "poc_phone",
    "poc_email": "poc_email", "poc_address": "poc_address", "pio_name": "pio_name", "pio_phone": "pio_phone", "pio_email": "pio_email",
}  # fmt: skip


def cases(root: Path | None) -> Iterator[Case]:
    """(group, name, bytes, truth in public names; "form", "model", "revision" and "signed" beside them)."""
    if root:
        for kind, labels in (("digital", "digital"), ("acroform", "acroform"), ("scan", "digital"), ("fax", "digital")):
            for path in sorted((root / "papers" / kind).glob("*.pdf")):
                gold = json.loads((root / "papers" / "gold" / f"{path.stem}_{labels}.json").read_text())["fields"]
                yield kind, path.stem, path.read_bytes(), _synthetic(gold)
        for path in sorted((root / "moa").glob("*.pdf")):
            yield "real agreements", path.stem, path.read_bytes(), _real(json.loads(path.with_suffix(".json").read_text()))
        for path in sorted((root / "moa_scans").glob("*.pdf")):
            yield "real scans", path.stem, path.read_bytes(), _listed(json.loads(path.with_suffix(".json").read_text()))
    for number, letter in enumerate(itertools.islice(papers.letters(7), DRAWN)):
        yield _letter("drawn", f"letter {number}", letter)
    for number, spec in enumerate(itertools.islice(papers.agreements(7), DRAWN)):
        yield _agreement("drawn", f"agreement {number}", spec)
    yield from _otherwise()
    yield from _further()
    yield from _plain()
    yield from _town()


def _further() -> Iterator[Case]:
    """Letters put together by chance, and agreements filled in by other hands; one letter of each layout as a scan."""
    letters = [*further_papers.letters_of(7, OTHERWISE)]
    for number, letter in enumerate(letters):
        yield _letter("drawn further", f"{letter.layout} {number}", letter)
    for number, spec in enumerate(further_papers.agreements_of(7, OTHERWISE)):
        yield _agreement("drawn further", f"{spec.layout} {number}", spec)
    for number, letter in enumerate(letters[: len(further_letters.LAYOUTS)]):
        yield _scanned(_letter("further, scanned", f"{letter.layout} {number}", letter), number)


def _plain() -> Iterator[Case]:
    """Letters and agreements in words of their own; letters also as scans."""
    letters = [*further_papers.of_layouts(plain_papers.LAYOUTS, 7, OTHERWISE)]
    for number, letter in enumerate(letters):
        yield _letter("drawn plain", f"{letter.layout} {number}", letter)
    for number, spec in enumerate(further_papers.of_forms(plain_papers.AGREEMENTS, 7, OTHERWISE)):
        yield _agreement("drawn plain", f"{spec.layout} {number}", spec)
    for number, letter in enumerate(letters[: 2 * len(plain_papers.LAYOUTS)]):
        yield _scanned(_letter("plain, scanned", f"{letter.layout} {number}", letter), number)


def _town() -> Iterator[Case]:
    """Small towns, jails, campuses and states; half of the layouts apart, at which nobody looks."""
    for group, layouts in (("town", town_letters.LAYOUTS), ("town, kept out", town_letters_apart.LAYOUTS)):
        letters = [*town_papers.letters_of(layouts, 7, TOWN)]
        for number, letter in enumerate(letters):
            yield _letter(group, f"{letter.layout} {number}", letter)
        for number, letter in enumerate(letters[: len(layouts)]):
            yield _scanned(_letter(f"{group}, scanned", f"{letter.layout} {number}", letter), number)
    for number, spec in enumerate(town_papers.agreements_of(town_agreements.LAYOUTS, 7, OTHERWISE)):
        kept = spec.layout in town_agreements.KEPT_OUT
        yield _agreement("town, kept out" if kept else "town", f"{spec.layout} {number}", spec)


def _scanned(case: Case, number: int) -> Case:
    group, name, content, truth = case
    askew = [scans.spoilt(page, degrees=0.4 * (number % 5 - 2), seed=number) for page in scans.pictures(content)]
    return group, name, scans.pdf(askew), truth


def _otherwise() -> Iterator[Case]:
    """The layouts that no rule was written on, and apart those at which nobody looks; some of both as scans."""
    others = [*papers.other_letters_of(7, OTHERWISE)]
    for number, letter in enumerate(others):
        kept = letter.layout in other_letters.KEPT_OUT
        yield _letter("drawn, kept out" if kept else "drawn otherwise", f"{letter.layout} {number}", letter)
    for number, spec in enumerate(papers.other_agreements_of(7, OTHERWISE)):
        kept = spec.layout in other_agreements.KEPT_OUT
        yield _agreement("drawn, kept out" if kept else "drawn otherwise", f"{spec.layout} {number}", spec)
    for number, letter in enumerate(others[: len(other_letters.LAYOUTS)]):
        group = "kept out, scanned" if letter.layout in other_letters.KEPT_OUT else "otherwise, scanned"
        yield _scanned(_letter(group, f"{letter.layout} {number}", letter), number)


def _letter(group: str, name: str, spec: papers.LetterSpec) -> Case:
    return group, name, papers.draw_letter(spec), {**spec.truth, "form": "loi", "signed": bool(spec.signed)}


def _agreement(group: str, name: str, spec: papers.AgreementSpec) -> Case:
    extra = {"form": "moa", "model": str(spec.model), "revision": spec.revision, "signed": bool(spec.signed)}
    return group, name, papers.draw_agreement(spec), {**spec.truth, **extra}


def _synthetic(gold: dict[str, object]) -> dict[str, object]:
    form = str(gold["doc_type"]).lower()
    truth: dict[str, object] = {"form": form, "signed": gold["signed"], "contact": gold["contact_name"]}
    if form == "loi":
        truth["letter_date"] = gold["date"]
    elif gold["signed"]:
        # The labels give the date of an unsigned agreement too, but nothing is printed on its line.
        truth["signed_date"] = gold["date"]
    return truth | {ours: gold[theirs] for theirs, ours in SYNTHETIC.items()}


def _real(gold: dict[str, object]) -> dict[str, object]:
    revision = gold["form_revision"]
    iso = None
    if isinstance(revision, str):
        month, day, year = revision.split("/")
        iso = f"{year}-{month}-{day}"
    # What is published was signed by both.
    return {"form": "moa", "model": gold["model"], "revision": iso, "signed": True} | {ours: gold[theirs] for theirs, ours in REAL.items()}


def _listed(gold: dict[str, object]) -> dict[str, object]:
    """Of a label that names some fields alone: those."""
    named = {ours: gold[theirs] for theirs, ours in REAL.items() if gold.get(theirs) is not None}
    return {"form": "moa", "model": gold["model"], "signed": True} | {
        name: re.sub(r" County\s*$", "", str(v)) if name == "county" else v for name, v in named.items()
    }


def answer(document: Document, name: str) -> object:
    """What was read under a name of the truth."""
    if name == "form":
        return str(document.form)
    if name == "model":
        return str(document.model) if document.model else None
    if name == "revision":
        return document.form_revision
    if name == "signed":
        verdict = next((str(s.verdict) for s in document.signatures if s.party == "agency"), "none")
        return {"signed": True, "unsigned": False}.get(verdict, verdict)
    if name == "contact":
        parts = [str(v) for v in (document.value("poc_title"), document.value("poc_name")) if v]
        return " ".join(parts) or None
    return document.value(name)


def same(name: str, want: object, got: object) -> bool:
    """Equal after folding case, punctuation and blanks; telephones by their digits."""
    if isinstance(want, bool) or isinstance(got, bool) or want is None or got is None:
        return want == got
    if isinstance(want, list | tuple) or isinstance(got, tuple):
        return sorted(want if isinstance(want, list | tuple) else [want]) == sorted(got if isinstance(got, list | tuple) else [got])
    if "phone" in name:
        digits = [re.sub(r"\D", "", str(v)) for v in (want, got)]
        return digits[0].removeprefix("1") == digits[1].removeprefix("1")
    return re.sub(r"[^a-z0-9]", "", str(want).lower()) == re.sub(r"[^a-z0-9]", "", str(got).lower())


def measure(_: Options) -> list[Figure]:
    """The tables, and of each group the share of fields that are right and the time a paper takes. Floors are the tests' affair."""
    right, wrong, invented, times, sure = _read_all()
    _report(right, wrong, invented, times, sure)
    found = []
    for group in dict.fromkeys([*right, *wrong]):
        good, bad = right[group].total(), wrong[group].total() + invented[group].total()
        found.append(Figure("papers", f"{group}: fields right", 100 * good / max(1, good + bad), "%", f"{good} of {good + bad}"))
    for group, counts in sure.items():
        good, bad = counts[0.9, True], counts[0.9, False]
        beside = f"{good} of {good + bad}; {good} of {_of(counts, True)} right values reach it"
        found.append(Figure("papers", f"{group}: right of values given with 0.9 and more", 100 * good / max(1, good + bad), "%", beside))
    for group, seconds in times.items():
        beside = f"95th percentile {1000 * figures.percentile(seconds, 0.95):.1f} ms, {len(seconds)} papers"
        found.append(Figure("papers", f"{group}, median", 1000 * figures.median(seconds), "ms", beside))
    return found


def main() -> int:
    """Print the tables; 0 always."""
    _report(*_read_all())
    return 0


def _of(counts: Counter[tuple[float, bool]], right: bool) -> int:
    return sum(counts[bound, right] for bound in BOUNDS)


def _read_all() -> tuple[Counts, Counts, Counts, dict[str, list[float]], Sure]:
    """What was right, wrong and invented, by group and field, seconds by group and form, and how sure what was given is."""
    folder = os.environ.get("INTAKE_SAMPLES")
    root = Path(folder) if folder else None
    if root is None or not root.is_dir():
        print("SKIPPED: INTAKE_SAMPLES names no folder; only the project's own drawn papers are measured.", file=sys.stderr)
        root = None
    right: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: dict[str, Counter[str]] = defaultdict(Counter)
    invented: dict[str, Counter[str]] = defaultdict(Counter)
    times: dict[str, list[float]] = defaultdict(list)
    sure: Sure = defaultdict(Counter)
    chosen = [name for name in sys.argv[1:] if not name.startswith("-")] if __name__ == "__main__" else []
    reader = ProcessReader(processes=1)
    try:
        for group, name, content, truth in cases(root):
            if chosen and group not in chosen:
                continue
            started = time.perf_counter()
            document = reader.read(content, filename="paper", media_type="application/pdf")[0]
            times[f"{group}: {truth['form']}"].append(time.perf_counter() - started)
            for field, want in truth.items():
                got = answer(document, field)
                given = next((f for f in document.fields if f.name == field), None)
                if given:
                    sure[group][next(b for b in BOUNDS if given.confidence >= b), same(field, want, got)] += 1
                if same(field, want, got):
                    right[group][field] += 1
                    continue
                (invented if want is None else wrong)[group][field] += 1
                if "--errors" in sys.argv:
                    told = f"{group:16} {name[:40]:40} {field:18} want {want!r:45} got {got!r} ({given.confidence if given else '-'})"
                    print(masking.masked(told))
    finally:
        reader.close()
    return right, wrong, invented, times, sure


def _report(right: Counts, wrong: Counts, invented: Counts, times: dict[str, list[float]], sure: Sure) -> None:
    groups = [*dict.fromkeys([*right, *wrong])]
    fields = [*dict.fromkeys(field for group in groups for field in [*right[group], *wrong[group], *invented[group]])]
    print("\nright of all; +n: given where the paper gives none\n")
    print(f"{'':20}" + "".join(f"{group:>22}" for group in groups))
    for field in fields:
        cells = []
        for group in groups:
            total = right[group][field] + wrong[group][field] + invented[group][field]
            more = f" +{invented[group][field]}" if invented[group][field] else ""
            cells.append(f"{right[group][field]}/{total}{more}" if total else "-")
        print(f"{field:20}" + "".join(f"{cell:>22}" for cell in cells))
    for label, names in (("all", fields),):
        cells = []
        for group in groups:
            good, bad = sum(right[group][f] for f in names), sum(wrong[group][f] + invented[group][f] for f in names)
            cells.append(f"{good}/{good + bad} = {100 * good / max(1, good + bad):.1f} %")
        print(f"{label:20}" + "".join(f"{cell:>22}" for cell in cells))
    print("\nconfidence: right of all that was given with as much, and the share of all right values that reach 0.9\n")
    print(f"{'':20}" + "".join(f"{'from ' + str(bound):>14}" for bound in BOUNDS) + f"{'right from 0.9':>18}")
    for group, counts in sure.items():
        cells = [f"{counts[b, True]}/{counts[b, True] + counts[b, False]}" for b in BOUNDS]
        print(f"{group:20}" + "".join(f"{cell:>14}" for cell in cells) + f"{100 * counts[0.9, True] / max(1, _of(counts, True)):>16.1f} %")
    print("\nmilliseconds a paper, warm child, hand-over included\n")
    for group, seconds in times.items():
        ordered = sorted(seconds)
        p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        print(f"{group:28} n={len(ordered):3}  p50 {1000 * statistics.median(ordered):7.1f}  p95 {1000 * p95:7.1f}")


if __name__ == "__main__":
    raise SystemExit(main())
