"""Whether a mail domain shows the name of an agency, or nearly. In: a domain and an agency's name. Out: shows, nearly, no. Pure.

Agencies write their names into domains in many ways: "brookfieldpd", "marlowso", "mcsofl", "co.marlow.fl.us", "cityofbrookfield". One
that fits is enough; "no" is said only where none of them does, and means little even then.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from intake.applications import agency_names, states
from intake.applications.agency_words import Body, Tier
from intake.mail import address, organisation

MAX_LABEL: Final = 63
"""Characters of one label (RFC 1035 2.3.4)."""
MAX_LABELS: Final = 8
"""Labels of a domain that are looked at."""
MAX_WORDS: Final = 14
"""Words of a name that are looked at."""
SHORTEST: Final = 3
"""Letters of a place that mean it where they stand in a label as they are."""
BEGINNING: Final = 4
"""Letters of a place that mean it where nothing else of the name stands beside them."""
NEAR: Final = 6
"""Letters a word needs before one other letter is a disguise and not chance."""


class Fit(StrEnum):
    """How a domain lies to a name."""

    SHOWS = "shows"
    NEARLY = "nearly"  # one letter off, and nothing else of the name is there
    NO = "no"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name; `tells` where it is of the place or the institution, and not of every agency's name."""

    text: str
    tells: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """`places` are the spellings of place, county and city in one word; `forms` the orders in which words are shortened into a label."""

    places: tuple[str, ...]
    forms: tuple[tuple[_Word, ...], ...]
    state: str
    of_state: bool


_SHORTENED: Final = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt", "north": "n", "south": "s", "east": "e", "west": "w"}
_BODIES: Final = {
    Body.SHERIFF: ("sheriffs office", "sheriffs department", "so"),
    Body.POLICE: ("police department", "department of police", "dept pd"),
    Body.PUBLIC_SAFETY: ("department of public safety", "dps", "police department"),
    Body.CONSTABLE: ("constables office",),
    Body.MARSHAL: ("marshals office",),
    Body.CORRECTIONS: ("department of corrections", "detention center", "regional jail authority", "sheriffs office"),
    Body.COMMISSIONERS: ("board of county commissioners", "county government", "sheriffs office"),
    Body.TRUSTEES: ("university police department",),
    Body.PROSECUTOR: ("district attorney", "prosecutors office"),
    Body.STATE_POLICE: ("state police",),
    Body.PATROL: ("highway patrol", "state patrol", "department of public safety"),
}
_GOVERNMENTS: Final = ("city of", "town of", "village of", "borough of", "township of", "county of", "parish of", "county", "c")
_ENDINGS: Final = ("gov", "us", "online", "web", "info", "net", "mail", "police", "pd", "so")
_BEGINNINGS: Final = ("my", "the", "go", "visit", "mail")
_GENERIC: Final = frozenset({
    "co", "ci", "city", "county", "town", "state", "us", "gov", "www", "mail", "email", "web", "k12", "sheriff", "sheriffs", "police", "pd",
    "so", "org", "net", "com", "edu",
})  # fmt: skip
"""Labels that stand in many agencies' domains and tell none apart."""
_FIGURES: Final = str.maketrans("0135", "oles")


def fit(domain: str, *, name: str, state: str, county: str = "", city: str = "") -> Fit:
    """Each label of the domain may show the name. SHOWS where the name says nothing: nobody can object then."""
    named = _named(name, state, county, city)
    labels = tuple(_labels(domain))
    if not named.places or any(_shows(label, named) for label in labels):
        return Fit.SHOWS
    return Fit.NEARLY if any(_nearly(label, place) for label in labels for place in named.places) else Fit.NO


def look_alike(domain: str, known: str) -> bool:
    """Whether the domains of two organisations are so near that one may be taken for the other: one letter off, or another ending."""
    one, other = organisation.of(domain), organisation.of(known)
    if not one or not other or one == other:
        return False
    head, foreign = one.partition(".")[0], other.partition(".")[0]
    if head == foreign or _revealed(head) == _revealed(foreign):
        return len(head) >= BEGINNING
    # Short names are near each other by chance: "mcso" and "lcso" are two sheriffs.
    return min(len(head), len(foreign)) >= NEAR and OSA.distance(head, foreign, score_cutoff=1) <= 1


@lru_cache(maxsize=512)
def _named(name: str, state: str, county: str, city: str) -> _Named:
    parsed = agency_names.parse(name, state, county)
    part = parsed.part
    code = parsed.state.lower()
    of_state = part.tier is Tier.STATE or part.body in (Body.STATE_POLICE, Body.PATROL)
    groups = [part.words, *(tuple(agency_names.county_words(each).split()) for each in (county, city))]
    if of_state:
        groups.append(states.words(parsed.state))
    places = dict.fromkeys(spelt for group in groups if group for spelt in _spellings(group))
    telling = {word for group in groups for word in group} | ({code} if of_state else set())
    own = " ".join(part.words) or " ".join(states.words(parsed.state))
    written = re.sub(r"['‘’]", "", name.lower())
    lines = [written, f"{code} {written}"]
    for body in _BODIES.get(part.body, ("",)):
        lines += [f"{own} county {body}", f"{body} {own}", f"{code} {body}"]
        lines += [f"{government} {own} {body}" for government in _GOVERNMENTS]
    forms = dict.fromkeys(tuple(_Word(w, w in telling) for w in re.findall(r"[a-z0-9]+", f"{line} {code}")[:MAX_WORDS]) for line in lines)
    return _Named(tuple(places), tuple(forms), code, of_state)


def _spellings(words: tuple[str, ...]) -> Iterator[str]:
    """The place in one word, as it is and as addresses shorten it; and single words that are long enough to mean it."""
    yield "".join(words)
    yield "".join(_SHORTENED.get(word, word) for word in words)
    if len(words) > 1:
        yield from (word for word in words if len(word) >= NEAR)


def _labels(domain: str) -> Iterator[str]:
    """The labels that may say something, hyphens gone; of A-labels nothing is read."""
    known = address.ascii_domain(domain) or domain.strip().lower()
    for label in known.split(".")[:-1][:MAX_LABELS]:
        plain = re.sub(r"[^a-z0-9]", "", label[:MAX_LABEL])
        if len(plain) > 1 and not label.startswith("xn--"):
            yield plain


def _shows(label: str, named: _Named) -> bool:
    if named.of_state and label == named.state:
        return True
    if any(len(place) >= SHORTEST and place in label for place in named.places):
        return True
    if label in _GENERIC or states.words(label.upper()):
        return False
    return any(_shortened(short, form) for short in _trimmed(label, named.state) for form in named.forms)


def _trimmed(label: str, state: str) -> tuple[str, ...]:
    """The label as it is, and without what is put before or behind a name."""
    out = [label, label.rstrip("0123456789")]
    for ending in (state, "".join(states.words(state.upper())), *_ENDINGS):
        out += [each.removesuffix(ending) for each in out if ending and each.endswith(ending)]
    for beginning in _BEGINNINGS:
        out += [each.removeprefix(beginning) for each in out if each.startswith(beginning)]
    return tuple(dict.fromkeys(each for each in out if len(each) > 1))


def _shortened(label: str, form: tuple[_Word, ...]) -> bool:
    """Whether the label is made of the beginnings of some of the words, in their order, one of them a telling one."""
    seen: set[tuple[int, int, bool, bool]] = set()
    todo = [(0, 0, False, False)]  # letters used, words passed, a telling word used, two words used
    while todo:
        at, word, told, several = todo.pop()
        if at == len(label):
            if told and several:
                return True
            continue
        if word == len(form) or (at, word, told, several) in seen:
            continue
        seen.add((at, word, told, several))
        todo.append((at, word + 1, told, several))
        text, tells = form[word].text, form[word].tells
        for length in range(1, min(len(text), len(label) - at) + 1):
            if not label.startswith(text[:length], at):
                break
            alone = tells and length >= BEGINNING
            todo.append((at + length, word + 1, told or tells, several or at > 0 or alone))
    return False


def _nearly(label: str, place: str) -> bool:
    """Whether a piece of the label is the place with one letter off, or with letters that only look like its own."""
    if len(place) < NEAR:
        return False
    if place in _revealed(label):
        return True
    pieces = (label[at : at + size] for size in range(len(place) - 1, len(place) + 2) for at in range(len(label) - size + 1))
    return any(OSA.distance(piece, place, score_cutoff=1) <= 1 for piece in pieces)


def _revealed(text: str) -> str:
    """Letters and figures that imitate others, put right."""
    return text.replace("rn", "m").replace("vv", "w").translate(_FIGURES)
