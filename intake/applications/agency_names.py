"""Take an agency's name apart. In: a name as an agency writes it, and its state. Out: an AgencyName with a canonical key. Pure.

"Clay Co. Sheriff’s Dept." and "Clay County Sheriff's Office" have one key; "Melbourne" and "Melbourne Beach" have two.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from intake.applications import agency_words, states
from intake.applications.agency_words import Body, Tier

MAX_NAME: Final = 300
"""Longest name looked at, in characters."""
MAX_PARTS: Final = 4
"""Most names joined by a stroke ("… Board of County Commissioners / … Corrections") that are looked at."""

_APOSTROPHES: Final = re.compile(r"['‘’ʼ`´′]")
_DOTTED: Final = re.compile(r"\b(?:[a-z]\.){2,}")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_SEGMENTS: Final = re.compile(r"[,;:|]|\s[-–—]+\s")
_TOKENS: Final = re.compile(r"[a-z0-9]+")
_ORDINAL: Final = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_DOUBLED: Final = re.compile(r"([b-df-hj-np-tv-z])\1+")
_VOCABULARY: Final = frozenset(agency_words.FUZZY) | frozenset(agency_words.ABBREVIATIONS) | agency_words.INSTITUTION_WORDS


@dataclass(frozen=True, slots=True)
class Part:
    """One name without its trimmings."""

    body: Body
    tier: Tier
    words: tuple[str, ...]  # of the place, or of the institution
    numbers: tuple[str, ...]  # of wards, precincts, districts
    segments: tuple[tuple[str, ...], ...]  # the same words as commas divided them
    key: str


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency as it calls itself. Build it with `parse`."""

    written: str
    state: str  # two letters, "" where not known
    county: str  # lower-case words without "county", "" where not known
    part: Part  # the name
    others: tuple[Part, ...] = ()  # further names after a stroke
    official: str | None = None  # the directory's id, where the name was found there without doubt

    @property
    def key(self) -> str:
        """Equal keys: one agency, as far as names can say."""
        return self.part.key

    @property
    def place(self) -> str:
        """The place or the institution, in plain words."""
        return " ".join(self.part.words)


def fold(word: str) -> str:
    """Doubled consonants made one, and the capital I that is read as a small L: slips of pen and scanner, not other names."""
    return _DOUBLED.sub(r"\1", word).replace("i", "l")


@functools.lru_cache(maxsize=2048)
def parse(name: str, state: str, county: str = "", official: str | None = None) -> AgencyName:
    """Never raises; a name without a single letter has no words and equals nothing."""
    code = states.code(state) or ""
    plain = _plain(name)
    parts = [_part(piece, code) for piece in plain.split("/")[:MAX_PARTS] if _TOKENS.search(piece)]
    if not parts:
        parts = [_part("", code)]
    lead = next((p for p in parts if p.body is not Body.BARE and (p.words or p.tier is Tier.STATE)), parts[0])
    if lead is not parts[0] and parts[0].words and lead.words != parts[0].words:
        lead = parts[0]
    return AgencyName(
        written=name[:MAX_NAME],
        state=code,
        county=county_words(county) or _county_aside(plain),
        part=lead,
        others=tuple(p for p in parts if p is not lead),
        official=official,
    )


def county_words(county: str) -> str:
    """A county's name in plain lower-case words, without "County" or "Parish"."""
    tokens = [t for t in _expand(_TOKENS.findall(_plain(county))) if t not in {"county", "parish"} and t not in agency_words.NOISE]
    return "" if tokens in (["a"], ["na"]) else " ".join(tokens)


def full(name: AgencyName) -> str:
    """The name in full, canonical words; what a fuzzy comparison may look at."""
    part = name.part
    tier = "" if part.tier in (Tier.NONE, Tier.CITY, Tier.STATE) else part.tier.value
    body = "" if part.body in (Body.OTHER, Body.BARE) else part.body.value.replace("_", " ")
    return " ".join(piece for piece in (" ".join(part.words), tier, " ".join(part.numbers), body) if piece)


def _plain(text: str) -> str:
    """Lower case without accents, apostrophes, dots of abbreviations and brackets."""
    decomposed = unicodedata.normalize("NFKD", text[:MAX_NAME])
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    plain = _APOSTROPHES.sub("", plain).replace("a&m", "am").replace("&", " and ")
    plain = _DOTTED.sub(lambda m: m.group().replace(".", ""), plain)
    bare = _BRACKETS.sub(" ", plain)
    return bare if _TOKENS.search(bare) else plain


def _county_aside(plain: str) -> str:
    """The county named behind a comma, in a name whose first part has a township of its own."""
    pieces = [_expand(_TOKENS.findall(piece)) for piece in _SEGMENTS.split(plain)]
    if len(pieces) < 2 or "township" not in pieces[0]:
        return ""
    return next((" ".join(p[:-1]) for p in pieces[1:] if len(p) > 1 and p[-1] in {"county", "parish"}), "")


def _part(text: str, state: str) -> Part:
    pieces = [_expand(_TOKENS.findall(piece)) for piece in _SEGMENTS.split(text)]
    pieces = [p for p in pieces if p]
    if len(pieces) > 1 and _is_state(pieces[-1], state):
        pieces.pop()
    if len(pieces) > 1 and "township" in pieces[0]:
        pieces = [p for n, p in enumerate(pieces) if n == 0 or p[-1] != "county"]
    if pieces:
        pieces[-1] = _mended_end(pieces[-1])
    tier, pieces = _tier_in_front(pieces)
    pieces = [[t for t in piece if t not in agency_words.NOISE] for piece in pieces]
    pieces = [p for p in pieces if p]
    school = any(t in agency_words.SCHOOLS for piece in pieces for t in piece)
    body, pieces = _body(pieces, school=school)
    numbers, pieces = _numbers(pieces)
    if tier is Tier.NONE and not school:
        tier, pieces = _tier_behind(pieces, body)
    weak = agency_words.WEAK_DESIGNATORS if body is Body.OTHER else agency_words.DESIGNATORS
    pieces = [kept for piece in pieces if (kept := [t for t in piece if t not in weak])]
    if not school:
        tier, pieces = _without_state(pieces, body, tier, state)
    words = tuple(t for piece in pieces for t in piece)
    if body is Body.OTHER and not any(t in agency_words.INSTITUTION_WORDS for t in words) and tier is not Tier.STATE:
        body = Body.BARE
    return Part(body, tier, words, numbers, tuple(tuple(p) for p in pieces), _key(state, body, tier, words, numbers))


def _key(state: str, body: Body, tier: Tier, words: tuple[str, ...], numbers: tuple[str, ...]) -> str:
    mark = tier.value
    if tier is Tier.CITY or (tier in (Tier.TOWN, Tier.VILLAGE) and state not in agency_words.SPLIT_TOWNS):
        mark = ""
    if body is Body.COMMISSIONERS or (body is Body.SHERIFF and state not in agency_words.SPLIT_SHERIFFS):
        mark = ""
    return "|".join((state, body.value, mark, fold(" ".join(_joined(words))), "-".join(numbers)))


def _joined(words: tuple[str, ...]) -> list[str]:
    """The words of a place with its particles put to the word they belong to."""
    out: list[str] = []
    for word in words:
        if out and out[-1] in agency_words.PARTICLES:
            out[-1] += word
        else:
            out.append(word)
    return out


@functools.lru_cache(maxsize=8192)
def _mended(token: str) -> str:
    """A general word with one slip in it, put right; any other word as it is."""
    if len(token) < 5 or token in _VOCABULARY:
        return token
    for word in agency_words.FUZZY:
        if abs(len(word) - len(token)) <= 1 and word[0] == token[0] and OSA.distance(word, token, score_cutoff=1) <= 1:
            return word
    return token


def _expand(tokens: list[str]) -> list[str]:
    """Abbreviations written out, slips in general words mended, ends of possessives dropped."""
    out: list[str] = []
    for n, word in enumerate(tokens):
        last = n == len(tokens) - 1
        if word == "s" and out and out[-1] in {"sheriff", "constable", "marshal"}:
            continue
        direction = len(word) == 1 and (last or len(tokens[n + 1]) == 1)
        misplaced = (word in {"co", "par"} and n == 0) or (word == "so" and not (last and n))
        if direction or misplaced:
            out.append(word)
            continue
        mended = _mended(word)
        out.extend(agency_words.ABBREVIATIONS.get(mended, (mended,)))
    return out


def _mended_end(tokens: list[str]) -> list[str]:
    """A last word cut off by a form or a spreadsheet, completed."""
    last = tokens[-1]
    if len(tokens) < 2 or len(last) < 3:
        return tokens
    whole = next((word for full_word, word in agency_words.CUT_SHORT if full_word.startswith(last)), last)
    return [*tokens[:-1], whole]


def _is_state(tokens: list[str], state: str) -> bool:
    return bool(state) and (tuple(tokens) == states.words(state) or tokens == [state.lower()])


def _tier_in_front(pieces: list[list[str]]) -> tuple[Tier, list[list[str]]]:
    """ "City of …", at the head of the name or behind an "Office of the …"."""
    for n, piece in enumerate(pieces):
        for prefix, tier in agency_words.PREFIXES:
            for at in range(len(piece) - len(prefix)):
                if tuple(piece[at : at + len(prefix)]) == prefix:
                    rest = piece[:at] + piece[at + len(prefix) :]
                    return tier, [*pieces[:n], rest, *pieces[n + 1 :]]
    return Tier.NONE, pieces


def _body(pieces: list[list[str]], *, school: bool) -> tuple[Body, list[list[str]]]:
    """The first body that the name names; its words are taken out, wherever they stand."""
    found = Body.OTHER
    for phrase, body in agency_words.BODIES:
        if school and phrase[0] == "state":
            continue
        for n, piece in enumerate(pieces):
            at = _find(piece, phrase)
            if at < 0:
                continue
            found = body
            rest = piece[:at] + piece[at + len(phrase) :]
            pieces = [*pieces[:n], rest, *pieces[n + 1 :]]
            break
        if found is not Body.OTHER:
            break
    if found is Body.OTHER:
        for n, piece in enumerate(pieces):
            if "marshal" in piece and not agency_words.NOT_MARSHAL & set(piece):
                return Body.MARSHAL, [*pieces[:n], [t for t in piece if t != "marshal"], *pieces[n + 1 :]]
    return found, [p for p in pieces if p]


def _find(tokens: list[str], phrase: tuple[str, ...]) -> int:
    width = len(phrase)
    return next((at for at in range(len(tokens) - width + 1) if tuple(tokens[at : at + width]) == phrase), -1)


def _numbers(pieces: list[list[str]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Numbers of wards and precincts, as digits; they tell agencies apart like nothing else."""
    numbers: list[str] = []
    kept: list[list[str]] = []
    for piece in pieces:
        counted = bool(agency_words.COUNTED & set(piece))
        rest: list[str] = []
        for token in piece:
            ordinal = _ORDINAL.match(token)
            if token.isdigit() or ordinal:
                numbers.append((ordinal.group(1) if ordinal else token).lstrip("0") or "0")
            elif counted and token in agency_words.ORDINALS:
                numbers.append(agency_words.ORDINALS[token])
            else:
                rest.append(token)
        kept.append(rest)
    return tuple(numbers), [p for p in kept if p]


def _tier_behind(pieces: list[list[str]], body: Body) -> tuple[Tier, list[list[str]]]:
    """ "… County", "… Township": the first one that has a place before it."""
    for n, piece in enumerate(pieces):
        for at, token in enumerate(piece):
            tier = agency_words.SUFFIXES.get(token)
            if tier is None or (at == 0 and n == 0 and not (body is not Body.OTHER and len(piece) > 1)):
                continue
            if at == 0:
                continue
            rest = piece[:at] + piece[at + 1 :]
            return tier, [*pieces[:n], rest, *pieces[n + 1 :]]
    return Tier.NONE, pieces


def _without_state(pieces: list[list[str]], body: Body, tier: Tier, state: str) -> tuple[Tier, list[list[str]]]:
    """A state's own body without the state's name: "Department of Law Enforcement" is Florida's in Florida."""
    if tier is not Tier.NONE or body in (Body.SHERIFF, Body.POLICE, Body.MARSHAL, Body.COMMISSIONERS, Body.TRUSTEES, Body.BARE):
        return tier, pieces
    name = list(states.words(state))
    words = [t for piece in pieces for t in piece]
    if body is Body.OTHER:
        starts = bool(name) and words[: len(name)] == name and len(words) > len(name)
        if not starts or words[len(name)] in {"city", "county", "beach"}:
            return tier, pieces
        first = pieces[0][len(name) :]
        return Tier.STATE, [p for p in (first, *pieces[1:]) if p]
    if words in (name, [*name, "state"], ["state"], []) or (body is Body.CONSTABLE and name and words[: len(name)] == name):
        left = words[len(name) :] if body is Body.CONSTABLE and words[: len(name)] == name else []
        return (Tier.NONE, [left]) if left else (Tier.STATE, [])
    if body in (Body.STATE_POLICE, Body.PATROL) and name and words[: len(name)] == name:
        return Tier.STATE, [words[len(name) :]]
    return tier, pieces
