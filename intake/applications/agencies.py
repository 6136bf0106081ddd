"""Whether two names are one agency. In: two AgencyNames. Out: same, different, or a doubt that a person settles. Pure.

A wrong merge is far worse than a doubt: only slips that cannot make another agency's name merge; all else is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import OSA

from intake.applications import agency_names, agency_words
from intake.applications.agency_names import AgencyName, Part
from intake.applications.agency_words import Body, Tier

MAX_ALIASES: Final = 10_000
"""Most pairs an alias list may hold."""
MAX_BLOCK: Final = 120
"""Longest blocking key, in characters."""
_FAMILIES: Final = {
    Body.PUBLIC_SAFETY: "police",
    Body.MARSHAL: "police",
    Body.STATE_POLICE: "police",
    Body.PATROL: "police",
    Body.COMMISSIONERS: "county",
    Body.CORRECTIONS: "county",
}
_VOWELS: Final = frozenset("aeiouy")
_SHORTEST_TYPO: Final = 4
"""Letters a place needs before one other letter may be a slip."""
_SHORTEST_TWO: Final = 8
"""Letters a place needs before two may be."""


class Verdict(StrEnum):
    """Of two names."""

    SAME = "same"
    DIFFERENT = "different"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict and why, in words for staff; `code` is stable."""

    verdict: Verdict
    code: str
    reason: str

    @property
    def same(self) -> bool:
        """True for SAME."""
        return self.verdict is Verdict.SAME

    @property
    def doubt(self) -> bool:
        """True for DOUBT."""
        return self.verdict is Verdict.DOUBT


@dataclass(frozen=True, slots=True)
class Aliases:
    """Pairs of names that staff declared one agency, by key. Build it with `aliases`."""

    pairs: frozenset[frozenset[str]] = frozenset()

    def hold(self, a: AgencyName, b: AgencyName) -> bool:
        """True where the two keys were declared one."""
        return frozenset((a.key, b.key)) in self.pairs


NO_ALIASES: Final = Aliases()


def aliases(rows: Iterable[tuple[str, str, str]]) -> Aliases:
    """From rows of (state, one name, other name). Raises ValueError past MAX_ALIASES rows."""
    pairs: set[frozenset[str]] = set()
    for state, one, other in rows:
        if len(pairs) >= MAX_ALIASES:
            raise ValueError(f"an alias list holds at most {MAX_ALIASES} pairs")
        pairs.add(frozenset((key(one, state), key(other, state))))
    return Aliases(frozenset(pairs))


def key(name: str, state: str) -> str:
    """The canonical key: equal keys are one agency, as far as names can say. "" where the name says nothing."""
    parsed = agency_names.parse(name, state)
    return parsed.key if _says_something(parsed) else ""


def blocks(name: str, state: str) -> tuple[str, ...]:
    """At most four keys under which near names are filed, so that a look-up by index finds every name that `compare` may call one or doubt.

    The place itself whatever the body; its consonants in order; its head and its tail with the body. All carry the state and the numbers.
    """
    return blocks_of(agency_names.parse(name, state))


def blocks_of(name: AgencyName) -> tuple[str, ...]:
    """The same for a name already taken apart."""
    part = name.part
    tail = f"{name.state}:{'-'.join(part.numbers)}"
    if not _says_something(name):
        return ()
    if not part.words:
        return (f"{tail}:s:{_family(part.body)}",)
    place = agency_names.fold("".join(part.words))
    plain = part.words[:-1] if len(part.words) > 1 and part.words[-1] in agency_words.PLACE_WORDS else part.words
    consonants = place[0] + "".join(c for c in place[1:] if c not in _VOWELS)
    size = min(6, max(3, len(place) - 1))
    body = _family(part.body)
    keys = (
        f"{tail}:p:{agency_names.fold(''.join(sorted(plain)))}",
        f"{tail}:c:{consonants}",
        f"{tail}:h:{body}:{place[:size]}",
        f"{tail}:t:{body}:{place[-size:]}",
    )
    return tuple(dict.fromkeys(key[:MAX_BLOCK] for key in keys))


def compare(a: AgencyName, b: AgencyName, known: Aliases = NO_ALIASES) -> Match:
    """Same, different or a doubt. Symmetric."""
    if not _says_something(a) or not _says_something(b):
        return Match(Verdict.DIFFERENT, "unnamed", "One of the two names says nothing.")
    if a.state and b.state and a.state != b.state:
        return Match(Verdict.DIFFERENT, "other_state", "The agencies are in two states.")
    if a.official and b.official:
        if a.official == b.official:
            return Match(Verdict.SAME, "directory", "Both names stand for one entry of the directory.")
        return Match(Verdict.DIFFERENT, "directory", "The names stand for two entries of the directory.")
    if known.pairs and known.hold(a, b):
        return Match(Verdict.SAME, "alias", "The alias list declares the names one.")
    match = _parts(a.part, b.part)
    if match.same:
        match = _with_county(a, b, match)
    if match.verdict is Verdict.DIFFERENT:
        match = _by_other_names(a, b, match)
    if match.same and a.state != b.state:
        return Match(Verdict.DOUBT, "state_unknown", "The names agree, but the state of one is not known.")
    if match.doubt and a.state != b.state:
        return Match(Verdict.DIFFERENT, "state_unknown", "The names are only near, and the state of one is not known.")
    return match


def _says_something(name: AgencyName) -> bool:
    return bool(name.part.words) or (name.part.tier is Tier.STATE and name.part.body is not Body.BARE)


def _family(body: Body) -> str:
    """Bodies whose names are looked up together."""
    return _FAMILIES.get(body, body.value)


def _parts(a: Part, b: Part) -> Match:
    if a.numbers != b.numbers:
        if a.numbers and b.numbers:
            return Match(Verdict.DIFFERENT, "other_number", "The ward, precinct or district numbers differ.")
        near = _place(a, b)
        if near is _Place.EQUAL and a.body is b.body:
            return Match(Verdict.DOUBT, "number_missing", "Only one of the names gives a ward, precinct or district number.")
        return Match(Verdict.DIFFERENT, "other_number", "Only one of the names has a number, and the names differ besides.")
    if a.key.partition("|")[2] == b.key.partition("|")[2]:
        if a.body is Body.BARE:
            return Match(Verdict.DOUBT, "no_body", "The same place, but the names do not say which of its bodies is meant.")
        return Match(Verdict.SAME, "same_name", "The names agree but for spelling.")
    place = _place(a, b)
    if place is _Place.FAR:
        return Match(Verdict.DIFFERENT, "other_place", "The names are of two places or bodies.")
    if a.body is b.body:
        return _same_body(a, b, place)
    return _two_bodies(a, b, place)


def _same_body(a: Part, b: Part, place: "_Place") -> Match:
    if a.tier is not b.tier and _two_governments(a, b):
        return Match(Verdict.DIFFERENT, "other_government", "One name is a county's or a township's, the other a city's.")
    match place:
        case _Place.EQUAL:
            if a.tier is b.tier:
                return Match(Verdict.DOUBT, "spacing", "The names differ by a blank: one place, or two.")
            return Match(Verdict.DOUBT, "government_unsaid", "The same place, but perhaps two governments of it.")
        case _Place.REORDERED if len(a.words) >= 3 and a.tier is b.tier and not agency_words.SCHOOLS & set(a.words):
            return Match(Verdict.SAME, "reordered", "The same words in another order.")
        case _Place.REORDERED:
            return Match(Verdict.DOUBT, "reordered", "The same words in another order.")
        case _Place.TYPO:
            return Match(Verdict.DOUBT, "typo", "The names differ by a letter or two: a slip, or another place.")
        case _Place.ABBREVIATED:
            return Match(Verdict.DOUBT, "abbreviated", "One name may be a shorter writing of the other.")
        case _Place.QUALIFIED:
            return Match(Verdict.DOUBT, "qualified", "One name has a further word of place that the other lacks.")
        case _:
            return Match(Verdict.DOUBT, "division", "One name may be a division of the other.")


def _two_bodies(a: Part, b: Part, place: "_Place") -> Match:
    if place not in (_Place.EQUAL, _Place.QUALIFIED):
        return Match(Verdict.DIFFERENT, "other_body", "The names are of two bodies.")
    if Body.BARE in (a.body, b.body) and place is _Place.EQUAL:
        return Match(Verdict.DOUBT, "no_body", "The same place, but one name does not say which of its bodies is meant.")
    if frozenset((a.body, b.body)) in agency_words.RELATED and not (Tier.STATE in (a.tier, b.tier) and a.tier is not b.tier):
        return Match(Verdict.DOUBT, "related_body", "The same place, and one body may stand for the other.")
    return Match(Verdict.DIFFERENT, "other_body", "Two bodies of one place.")


def _two_governments(a: Part, b: Part) -> bool:
    """Whether the tiers named exclude each other. A sheriff is a county's in either writing."""
    if a.body in (Body.SHERIFF, Body.COMMISSIONERS, Body.CORRECTIONS, Body.PROSECUTOR):
        return False
    municipal = {Tier.NONE, Tier.CITY, Tier.TOWN, Tier.VILLAGE}
    tiers = {a.tier, b.tier}
    if Tier.COUNTY in tiers:
        return True
    if Tier.STATE in tiers:
        return bool(tiers & {Tier.CITY, Tier.TOWN, Tier.VILLAGE, Tier.TOWNSHIP, Tier.BOROUGH})
    return Tier.NONE not in tiers and not tiers <= municipal


class _Place(StrEnum):
    """How two places lie to each other."""

    EQUAL = "equal"
    REORDERED = "reordered"
    TYPO = "typo"
    ABBREVIATED = "abbreviated"
    QUALIFIED = "qualified"
    SEGMENT = "segment"
    FAR = "far"


def _place(a: Part, b: Part) -> _Place:
    one, other = agency_names.fold("".join(a.words)), agency_names.fold("".join(b.words))
    if one == other:
        return _Place.EQUAL
    if sorted(a.words) == sorted(b.words):
        return _Place.REORDERED
    short, long = sorted((a, b), key=lambda p: len(p.words))
    if len(long.words) == len(short.words) + 1:
        if long.words[:-1] == short.words and long.words[-1] in agency_words.PLACE_WORDS:
            return _Place.QUALIFIED
        if long.body is Body.SHERIFF and short.tier is Tier.COUNTY and long.tier is Tier.NONE and long.words[:-1] == short.words:
            return _Place.QUALIFIED  # a wrong word stands where "County" or "Parish" should
    if len(long.segments) > 1 and short.words and short.words in long.segments and short.body in (Body.OTHER, Body.PATROL):
        return _Place.SEGMENT
    if len(a.words) == len(b.words) and _abbreviated(a.words, b.words):
        return _Place.ABBREVIATED
    return _Place.TYPO if _slip(one, other) else _Place.FAR


def _abbreviated(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """One word of several is the beginning of its fellow ("East Penn", "East Pennsylvania")."""
    unlike = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(a) < 2 or len(unlike) != 1:
        return False
    x, y = unlike[0]
    return min(len(x), len(y)) >= 4 and (x.startswith(y) or y.startswith(x))


def _slip(one: str, other: str) -> bool:
    """One letter wrong, left out, added or exchanged with its neighbour; two in long names. The first letter must agree."""
    longest = max(len(one), len(other))
    if not one or not other or one[0] != other[0] or min(len(one), len(other)) < _SHORTEST_TYPO:
        return False
    allowed = 2 if longest >= _SHORTEST_TWO else 1
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _with_county(a: AgencyName, b: AgencyName, match: Match) -> Match:
    """A state has many townships and regional departments of one name: there the county must speak. Elsewhere it may only object."""
    common = Tier.TOWNSHIP in (a.part.tier, b.part.tier) or "regional" in a.part.words
    if a.county and b.county:
        if a.county == b.county or a.county in b.county or b.county in a.county:
            return match
        if common:
            return Match(Verdict.DIFFERENT, "other_county", "The name stands in two counties.")
        if a.part.body in (Body.POLICE, Body.PUBLIC_SAFETY, Body.CONSTABLE) and a.part.tier is not Tier.STATE:
            return Match(Verdict.DOUBT, "other_county", "The names agree, but two counties are given.")
        return match
    if common and a.part.body is not Body.CORRECTIONS:
        return Match(Verdict.DOUBT, "county_unknown", "Several counties have this name, and the county is not known.")
    return match


def _by_other_names(a: AgencyName, b: AgencyName, match: Match) -> Match:
    """A name after a stroke may be the one that agrees; that is worth a question."""
    if not a.others and not b.others:
        return match
    for x in (a.part, *a.others):
        for y in (b.part, *b.others):
            if not (x is a.part and y is b.part) and x.key == y.key and (x.words or x.tier is Tier.STATE):
                return Match(Verdict.DOUBT, "second_name", "One of several names that the agency gives agrees.")
    return match
