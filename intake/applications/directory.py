"""The agencies that exist, as a list says. In: rows of a directory file. Out: the entry a name stands for, or none. Pure.

No list is complete (jails run by counties, boards and guards are missing from all): "no match" is an honest outcome.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from intake.applications import agencies, agency_names, agency_words, states
from intake.applications.agency_names import AgencyName
from intake.applications.agency_words import Body, Tier

MIN_SCORE: Final = 95.0
"""Similarity (token_sort_ratio, 0..100) under which a near name is not taken."""
MIN_MARGIN: Final = 4.0
"""How far the runner-up must lie behind."""
MAX_ENTRIES: Final = 100_000
"""Most rows a directory may have."""
MAX_NEAR: Final = 200
"""Most near entries scored for one name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One agency as a list gives it, its name in full."""

    name: str
    state: str  # code or name
    county: str = ""
    type: str = ""  # sheriff | police | corrections | state | university | constable | other
    id: str = ""  # the list's own id (an ORI), "" where it has none


@dataclass(frozen=True, slots=True)
class DirectoryMatch:
    """The entry a name stands for. `certain` is False where a slip was mended on the way: then a person should look before names merge."""

    id: str
    name: str  # as the directory prints it
    state: str
    county: str
    type: str
    score: float  # 0..100
    certain: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    parsed: AgencyName
    full: str


class Directory:
    """Built once, read by many threads, never changed."""

    def __init__(self, rows: Iterable[Row] = (), *, all_counties: bool = False) -> None:
        """Raises ValueError past MAX_ENTRIES rows. A row whose state or name cannot be read is left out.

        `all_counties`: the list holds (nearly) every county's sheriff, as the FBI's does, so that a county that is none is a slip.
        """
        self._all_counties = all_counties
        self._by_key: dict[str, list[_Entry]] = defaultdict(list)
        self._by_block: dict[str, list[_Entry]] = defaultdict(list)
        self._count = 0
        for row in rows:
            if self._count >= MAX_ENTRIES:
                raise ValueError(f"a directory holds at most {MAX_ENTRIES} agencies")
            self._add(row)

    def __len__(self) -> int:
        return self._count

    def _add(self, row: Row) -> None:
        code = states.code(row.state)
        parsed = agency_names.parse(row.name, row.state, row.county)
        keys = agencies.blocks_of(parsed)
        if code is None or not keys:
            return
        made = Row(name=row.name.strip(), state=code, county=row.county, type=row.type, id=row.id or f"{code}:{self._count}")
        entry = _Entry(made, parsed, agency_names.full(parsed))
        self._by_key[parsed.key].append(entry)
        for key in keys:
            self._by_block[key].append(entry)
        self._count += 1

    def match(self, name: str, state: str, county: str = "") -> DirectoryMatch | None:
        """The entry of that name in that state, or None: also where two entries answer to it."""
        found = self._find(agency_names.parse(name, state, county))
        return _match(*found) if found else None

    def parse(self, name: str, state: str, county: str = "") -> AgencyName:
        """The name taken apart. Where it stands for one entry without doubt it has that entry's id and keys, slips mended."""
        parsed = agency_names.parse(name, state, county)
        found = self._find(parsed)
        if not found or not found[2]:
            return parsed
        entry = found[0]
        return replace(parsed, part=entry.parsed.part, county=parsed.county or entry.parsed.county, official=entry.row.id)

    def _find(self, parsed: AgencyName) -> tuple[_Entry, float, bool] | None:
        """The entry, its score, and whether it is certain."""
        if not parsed.state or not self._count:
            return None
        exact = self._by_key.get(parsed.key)
        return self._exact(parsed, exact) if exact else self._near(parsed)

    def _exact(self, parsed: AgencyName, entries: list[_Entry]) -> tuple[_Entry, float, bool] | None:
        if parsed.county and len(entries) > 1:
            entries = [e for e in entries if parsed.county in e.parsed.county] or entries
        entry = entries[0]
        if len(entries) > 1 and parsed.part.tier is not Tier.STATE and len({e.parsed.county for e in entries}) > 1:
            return None
        return entry, 100.0, agencies.compare(parsed, entry.parsed).same

    def _near(self, parsed: AgencyName) -> tuple[_Entry, float, bool] | None:
        """A slip mended: score and margin are measured on canonical names; bodies must be one and nothing may speak against it."""
        near: dict[str, _Entry] = {}
        for key in agencies.blocks_of(parsed):
            for entry in self._by_block.get(key, ()):
                near.setdefault(entry.row.id, entry)
                if len(near) >= MAX_NEAR:
                    break
        wanted = agency_names.full(parsed)
        scored = sorted(((fuzz.token_sort_ratio(wanted, e.full), e.row.id) for e in near.values()), reverse=True)
        if not scored or scored[0][0] < MIN_SCORE or (len(scored) > 1 and scored[0][0] - scored[1][0] < MIN_MARGIN):
            return None
        entry = near[scored[0][1]]
        verdict = agencies.compare(parsed, entry.parsed)
        if entry.parsed.part.body is not parsed.part.body or verdict.verdict is agencies.Verdict.DIFFERENT:
            return None
        # Where all counties are known, a county that is none is a slip; a town that the list lacks may well exist.
        county = self._all_counties and parsed.part.body is Body.SHERIFF and parsed.part.tier is Tier.COUNTY
        certain = verdict.same or (county and verdict.code == "typo")
        return entry, scored[0][0], certain


def _match(entry: _Entry, score: float, certain: bool) -> DirectoryMatch:
    row = entry.row
    return DirectoryMatch(id=row.id, name=row.name, state=row.state, county=row.county, type=row.type, score=score, certain=certain)


_BODY_WORDS: Final = frozenset({"police", "sheriff", "sheriffs", "constable", "constables", "marshal", "marshals"})
_TYPES: Final = {
    "City": "police",
    "County": "sheriff",
    "University or College": "university",
    "State Police": "state",
    "Other State Agency": "state",
    "Other": "other",
    "Tribal": "other",
}
"""The FBI list's kinds and ours. Federal agencies take no part."""


def rows_from_fbi(lines: Iterable[Mapping[str, str]]) -> Iterable[Row]:
    """Rows from the columns of the FBI's list of agencies, whose names are short: "Clarke" becomes "Clarke County Sheriff's Office".

    Sub-units (a name that ends in a colon or a comma) and federal agencies are left out.
    """
    for line in lines:
        short = " ".join(line.get("pub_agency_name", "").split())
        kind = line.get("agency_type_name", "")
        state = states.code(line.get("state_abbr", "")) or ""
        if not short or short.endswith((":", ",")) or kind not in _TYPES or not state:
            continue
        county = line.get("county_name", "").title()
        county = "" if county.startswith(("Not Specified", "Unmapped")) else county
        short, _, behind = short.partition(", ")
        if behind and kind == "State Police":
            continue  # a station
        county = behind or county
        name, type_ = _full_name(short, kind, state), _TYPES[kind]
        if kind == "County" and "police" in name.lower():
            type_ = "police"
        yield Row(name=name, state=state, county=county, type=type_, id=line.get("ori", ""))


def _full_name(short: str, kind: str, state: str) -> str:
    lower = short.lower()
    named = "public safety" in lower or not _BODY_WORDS.isdisjoint(lower.replace("'", "").split())
    match kind:
        case "City" | "University or College" | "Tribal" if not named:
            return f"{_city(short, state)} Police Department"
        case "County" if not named:
            if lower.endswith((" county", " parish")):
                return f"{short} Sheriff's Office"
            return f"{short} {'Parish' if state == 'LA' else 'County'} Sheriff's Office"
        case "State Police" | "Other State Agency":
            return short if lower.startswith(states.name(state).lower()) else f"{states.name(state)} {short}"
        case _:
            return short


def _city(short: str, state: str) -> str:
    """ "Groton Town" is the "Town of Groton" where towns and cities share names; elsewhere "Town" and "Village" belong to the name."""
    if state in agency_words.SPLIT_TOWNS:
        for behind in (" Town", " Village"):
            if short.endswith(behind):
                return f"{behind.strip()} of {short.removesuffix(behind)}"
    return short
