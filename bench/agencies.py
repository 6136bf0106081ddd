"""How well names of agencies are told apart. In: a folder of samples named by INTAKE_SAMPLES. Out: figures on stdout.

Measures the slips file (pairs that are one agency and pairs that must not merge), merges among all pairs of the published lists and of a
directory within each state, and the time a comparison and a directory look-up take. Skips, and says so, where the folder is missing.
"""

import csv
import itertools
import os
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from intake.applications import agencies, agency_names, directory, states

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def main() -> int:
    """Print the figures; 1 where a pair that must not merge does."""
    folder = os.environ.get("INTAKE_SAMPLES", "")
    samples = Path(folder)
    slips, fbi = samples / "lists" / "ice_name_slips.csv", samples / "agencies_fbi_2025.csv"
    if not folder or not slips.is_file():
        print("agencies: SKIPPED, INTAKE_SAMPLES names no folder with lists/ice_name_slips.csv")
        return 0
    known = _directory(fbi) if fbi.is_file() else directory.Directory()
    wrong = _slips(slips, known)
    _published(sorted((samples / "lists").glob("*.xlsx")), known)
    if fbi.is_file():
        _among_directory(fbi, known)
    return 1 if wrong else 0


def _directory(path: Path) -> directory.Directory:
    started = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        known = directory.Directory(directory.rows_from_fbi(csv.DictReader(file)), all_counties=True)
    print(f"directory: {len(known)} agencies built in {time.perf_counter() - started:.2f} s")
    return known


def _slips(path: Path, known: directory.Directory) -> int:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    wrong = unseen = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            state = states.code(row["state"]) or ""
            one, other = row["as_printed_by_ICE"], row["right_name"]
            if "(in STATE)" in one:
                print(f"slip in a state's name: read as {states.code(one.partition(' ')[0])}")
                continue
            apart = row["kind"] == "DISTINCT"
            for way, parse in (("names alone", agency_names.parse), ("with directory", known.parse)):
                verdict = agencies.compare(parse(one, state), parse(other, state)).verdict
                counts[(way, "must not merge" if apart else "one agency")][verdict] += 1
                wrong += apart and verdict is agencies.Verdict.SAME
                if not apart and way == "names alone" and verdict is agencies.Verdict.DIFFERENT:
                    print(f"  missed ({row['kind']}): {one} | {other}")
            shared = set(agencies.blocks(one, state)) & set(agencies.blocks(other, state))
            unseen += not apart and not shared and agencies.compare(parse(one, state), parse(other, state)).verdict != "different"
    for (way, what), verdicts in counts.items():
        print(f"slips, {way}, {what}: {_plain(verdicts)}")
    print(f"slips that agree but share no blocking key: {unseen}")
    return wrong


def _published(paths: list[Path], known: directory.Directory) -> None:
    by_state: dict[str, dict[str, str]] = defaultdict(dict)
    for path in paths:
        for row in _rows(path):
            code = states.code(row[0]) if row else None
            if code and len(row) > 3:
                by_state[code].setdefault(" ".join(row[1].split()), row[3])
    pairs = 0
    verdicts: Counter[str] = Counter()
    merged: list[str] = []
    started = time.perf_counter()
    for code, names in by_state.items():
        parsed = {name: known.parse(name, code) for name in names}
        for one, other in itertools.combinations(sorted(names), 2):
            pairs += 1
            verdict = agencies.compare(parsed[one], parsed[other])
            verdicts[verdict.verdict] += 1
            if verdict.same and one.casefold() != other.casefold():
                merged.append(f"  merged ({verdict.code}): {code} {one} | {other}")
    took = (time.perf_counter() - started) / max(1, pairs) * 1e6
    print(
        f"published lists: {sum(map(len, by_state.values()))} names, {pairs} pairs within a state, {_plain(verdicts)}, {took:.1f} us a pair"
    )
    print("every merge of two writings, for the eye:")
    print("\n".join(merged))


def _among_directory(path: Path, known: directory.Directory) -> None:
    """Names of the directory that merge though they are two entries, and how many entries one name finds."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(directory.rows_from_fbi(csv.DictReader(file)))
    by_key: dict[str, list[directory.Row]] = defaultdict(list)
    for row in rows:
        by_key[agencies.key(row.name, row.state)].append(row)
    merged = [
        (one, other)
        for found in by_key.values()
        for one, other in itertools.combinations(found, 2)
        if agencies.compare(agency_names.parse(one.name, one.state), agency_names.parse(other.name, other.state)).same
        and one.county != other.county
    ]
    print(f"directory: {len(rows)} rows; pairs in two counties that merge by name alone: {len(merged)}")
    for one, other in merged:
        print(f"  merged: {one.state} {one.name} ({one.county}) | {other.name} ({other.county})")
    started = time.perf_counter()
    found = sum(known.match(row.name, row.state, row.county) is not None for row in rows[::9])
    took = (time.perf_counter() - started) / len(rows[::9]) * 1e6
    print(f"directory: {found} of {len(rows[::9])} names find their entry, {took:.0f} us a look-up")


def _plain(verdicts: Counter[str]) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))


def _rows(path: Path) -> Iterator[list[str]]:
    """The cells of the first sheet of a workbook, as text."""
    with zipfile.ZipFile(path) as book:
        strings: list[str] = []
        if "xl/sharedStrings.xml" in book.namelist():
            table = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            strings = ["".join(t.text or "" for t in item.iter(f"{_SHEET}t")) for item in table.iter(f"{_SHEET}si")]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(f"{_SHEET}row"):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_SHEET}c"):
            column = sum((ord(c) - 64) * 26**n for n, c in enumerate(reversed([c for c in cell.get("r", "A1") if c.isalpha()]))) - 1
            value = cell.find(f"{_SHEET}v")
            text = value.text or "" if value is not None else "".join(t.text or "" for t in cell.iter(f"{_SHEET}t"))
            cells[column] = strings[int(text)] if cell.get("t") == "s" and text else text
        yield [cells.get(n, "") for n in range(max(cells, default=-1) + 1)]


if __name__ == "__main__":
    sys.exit(main())
