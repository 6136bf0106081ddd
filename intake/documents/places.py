"""Where an agency is: states, counties, streets, zip codes. In: text. Out: values. Pure."""

import re
from functools import cache
from typing import Any, Final, NamedTuple

import us

_STATES: Final = (*us.states.STATES, us.states.DC)
_BY_NAME: Final = {state.name.lower(): state.abbr for state in _STATES}
_ABBREVIATIONS: Final = frozenset(state.abbr for state in _STATES)
_AP: Final = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "colo": "CO", "conn": "CT", "del": "DE", "fla": "FL", "ga": "GA", "ill": "IL",
    "ind": "IN", "kan": "KS",
    "ky": "KY", "la": "LA", "md": "MD", "mass": "MA", "mich": "MI", "minn": "MN", "miss": "MS", "mo": "MO", "mont": "MT", "neb": "NE",
    "nev": "NV", "okla": "OK",
    "ore": "OR", "pa": "PA", "penn": "PA", "tenn": "TN", "tex": "TX", "va": "VA", "vt": "VT", "wash": "WA", "wis": "WI", "wyo": "WY",
}  # fmt: skip
_NAMES: Final = "|".join(sorted((state.name for state in _STATES), key=len, reverse=True))
_NAME_PATTERN: Final = _NAMES.replace(" ", r"\s+")
STATE_NAME: Final = re.compile(rf"\b(?:{_NAME_PATTERN})\b", re.IGNORECASE)
_SPELT: Final = "|".join(sorted(_AP, key=len, reverse=True))
_STATE: Final = rf"(?:{_NAME_PATTERN}|[A-Z]{{2}}|[A-Z]\.[ ]?[A-Z]\.|(?:{_SPELT})\.?)"
_CITY: Final = r"(?P<city>[A-Z][A-Za-z.'’\-]*(?:[ \t]+[A-Z][A-Za-z.'’\-]*){0,3})"
CITY_STATE_ZIP: Final = re.compile(rf"{_CITY},?\s+(?P<state>(?i:{_STATE})),?\s+(?P<zip>\d{{5}})(?:[-–]\d{{4}})?(?!\d)")
CITY_STATE: Final = re.compile(rf"{_CITY},\s*(?P<state>(?i:{_STATE}))\b")
_COUNTY: Final = re.compile(
    r"(?P<name>(?:St\.|Ste\.|[A-Z][\w'’\-]*|De|La|du|of)(?:\s+(?:[A-Z][\w'’.\-]*|of|du|the|and(?=\s+[A-Z])))*?)\s+(?:County"
    r"|Parish|COUNTY|PARISH)\b"
    rf"(?:,\s*(?P<state>{_NAME_PATTERN}|[A-Z]{{2}}\b))?"
)
_SUFFIX: Final = re.compile(
    rf"(?:,\s*(?P<one>{_STATE})\.?|\s+of\s+(?:the\s+State\s+of\s+)?(?P<two>{_NAME_PATTERN})|(?<=\bCounty)\s+(?P<three>{_NAME_PATTERN})"
    rf"|(?<=\bOffice)\s+(?P<four>(?-i:[A-Z]{{2}})))\s*$",
    re.IGNORECASE,
)
_INNER: Final = re.compile(rf",\s+(?P<state>{_NAME_PATTERN}|[A-Z]{{2}}),?(?=\s+(?:Police|Sheriff|Department|Public)\b)")
_STREET_WORD: Final = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|way|court|ct|square|sq|highway|hwy|parkway|pkwy|place"
    r"|pl|plaza|circle|cir|trail|trl|loop"
    r"|terrace|route|rte|pike|turnpike|expressway|row|alley|park|path|center|trace|crossing|run|walk)"
)
_SPELT_HOUSE: Final = r"(?-i:\b(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b)"
""" "One Justice Plaza" """
_SIDE: Final = r"(?:[ \t]+(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\b\.?)?"
_NUMBERED: Final = rf"(?:highway|hwy|road|rd|route|rte|loop|FM|CR|SR)\.?[ \t]+\d{{1,4}}[A-Z]?\b(?!-){_SIDE}"
""" "Highway 90 West" """
STREET: Final = re.compile(
    rf"(?<![\w\-/.])(?:(?:P\.?\s?O\.?|Post[ \t]+Office)[ \t]*(?:Box|Drawer)[ \t]+\w+"
    rf"|(?:\d{{1,6}}[A-Z]?|{_SPELT_HOUSE})[ \t]+(?:[A-Z0-9][\w.'’\-]*[ \t]+){{0,3}}?{_NUMBERED}"
    rf"|{_SPELT_HOUSE}[ \t]+(?-i:[A-Z][\w.'’\-]*[ \t]+){{1,3}}?{_STREET_WORD}\b\.?"
    rf"|\d{{1,6}}[A-Z]?(?:[ \t]+\d/\d)?[ \t]+(?:[A-Z0-9][\w.'’\-]*[ \t]+){{0,5}}?{_STREET_WORD}\b\.?(?:[ \t]+(?:N|S|E|W|NE|NW"
    rf"|SE|SW|North|South|East|West)\b\.?)?"
    r"|\d{1,6}[ \t]+(?:US|State|County|Highway|Hwy|FM|CR|SR)\.?[ \t]*(?:Highway|Hwy|Road|Route)?[ \t]*\d+\w?"
    r"|\d{1,6}[ \t]+(?:N|S|E|W|North|South|East|West)\.?[ \t]+(?:[A-Z0-9][\w.'’\-]*)(?:[ \t]+[A-Z][\w.'’\-]*)?)"
    r"(?:,?\s+(?:Suite|Ste\.?|Room|Rm\.?|Unit|Floor|Fl\.?|Bldg\.?|Building|#)\s*#?\w+)?",
    re.IGNORECASE,
)
_LEADING: Final = frozenset(
    [
        "the",
        "our",
        "this",
        "that",
        "in",
        "of",
        "for",
        "to",
        "at",
        "from",
        "and",
        "or",
        "with",
        "by",
        "a",
        "an",
        "all",
        "as",
        "on",
        "under",
        "within",
        "serving",
        "residents",
        "citizens",
        "people",
        "sheriff",
        "chief",
        "re",
    ]
)
_ENDS: Final = frozenset(
    ["department", "office", "division", "police", "sheriff's", "sheriffs", "center", "jail", "authority", "enforcement", "agency"]
)
_EMAIL_STATE: Final = re.compile(
    r"\.(?P<one>[a-z]{2})\.(?:us|gov)$|(?:county|sheriff|so|pd|city|town)?(?P<two>[a-z]{2})\.(?:gov|us)$", re.IGNORECASE
)


class Address(NamedTuple):
    """Any part may be empty. `start` and `end` are its place in the text."""

    street: str
    city: str
    state: str
    zip: str
    start: int
    end: int


def state_code(text: str) -> str | None:
    """Two letters for a name, an abbreviation or a press abbreviation ("Ga."); None for anything else."""
    plain = re.sub(r"\s+", " ", text.strip().strip(".,").lower())
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    # "S.C."
    short = re.sub(r"[. ]", "", plain).upper() if "." in plain or len(plain) == len("XX") else ""
    if short in _ABBREVIATIONS:
        return short
    return _AP.get(plain)


def split_state(name: str) -> tuple[str, str | None]:
    """An agency's name without its state, and that state: hung on behind ("…, Alabama", "… of New Hampshire"), or behind the town
    ("Elmford, TX Police Department").
    """
    inner = _INNER.search(name)
    if inner and (code := state_code(inner.group("state"))):
        return f"{name[: inner.start()]} {name[inner.end() :].lstrip()}", code
    match = _SUFFIX.search(name)
    if match:
        code = state_code(next((part for part in match.groups() if part), ""))
        if (
            code
            and match.start() > 3
            and not re.fullmatch(r"(?:University|State|Commonwealth|Attorney\s+General)", name[: match.start()].strip(), re.IGNORECASE)
        ):
            return name[: match.start()].rstrip(" ,"), code
    return name, None


def state_in(text: str) -> str | None:
    """The first state named in full."""
    match = STATE_NAME.search(text)
    return state_code(match.group()) if match else None


def counties(text: str) -> list[tuple[str, str | None, int, int]]:
    """Counties and parishes named in `text`: name without the word, state where it follows, start, end."""
    found = []
    for match in _COUNTY.finditer(text):
        words = match.group("name").split()
        # A line that ends in an agency's name is not part of the county's.
        ends = [i for i, word in enumerate(words) if word.lower() in _ENDS]
        words = words[ends[-1] + 1 :] if ends else words
        while words and (words[0].lower().strip(".,") in _LEADING):
            words = words[1:]
        words = words[-3:]
        while words and words[0].lower() in _LEADING:
            words = words[1:]
        if not words or (state_code(" ".join(words)) and len(words) == 1 and words[0].isupper() and len(words[0]) == 2):
            continue
        name = " ".join(words)
        if name.isupper():
            name = name.title()
        state = match.group("state")
        found.append((name, state_code(state) if state else None, match.start(), match.end()))
    return found


def address(text: str) -> Address | None:
    """The first American address of `text` (line feeds allowed); needs a street or a box, or city, state and zip."""
    place = CITY_STATE_ZIP.search(text)
    while place and not state_code(place.group("state")):
        place = CITY_STATE_ZIP.search(text, place.end())
    if place:
        return _around(text, place)
    found = STREET.search(text)
    if not found:
        return None
    after = text[found.end() : found.end() + 80]
    near = CITY_STATE.match(after.lstrip(" ,\n•·|-"))
    if near and state_code(near.group("state")):
        return Address(
            found.group(), _clean_city(near.group("city")), state_code(near.group("state")) or "", "", found.start(), found.end()
        )
    return Address(found.group(), "", "", "", found.start(), found.end())


def _around(text: str, place: re.Match[str]) -> Address:
    """The street before a city; where no comma parts them, the street's own end does."""
    window = max(0, place.start() - 160)
    streets = list(STREET.finditer(text, window, place.end("city")))
    city, street, start = place.group("city"), "", place.start()
    if streets:
        last = streets[-1]
        rest = text[last.end() : place.end("city")].strip(" ,.\n")
        street, start = last.group(), last.start()
        if last.end() > place.start() and rest:
            city = rest
    else:
        guessed = _one_line(text, place)
        if guessed:
            street, city, start = guessed
    return Address(street.strip(" ,\n"), _clean_city(city), state_code(place.group("state")) or "", place.group("zip"), start, place.end())


def _clean_city(city: str) -> str:
    return re.sub(r"\s+", " ", city).strip(" ,.•")


def _one_line(text: str, place: re.Match[str]) -> tuple[str, str, int] | None:
    """ "12 Oak Hollow Elmford, TX 77000": no comma says where the street ends; usaddress guesses."""
    line_start = text.rfind("\n", 0, place.start()) + 1
    line = text[line_start : place.end()]
    match = re.search(r"\d{1,6}[A-Z]?\s+\w", line)
    if not match or match.start() > place.end() - line_start - 12:
        return None
    parsed = _tagged(line[match.start() :])
    city = parsed.get("PlaceName", "")
    if not city:
        return None
    street = line[match.start() : line.rfind(city)].strip(" ,")
    return (street, city, line_start + match.start()) if re.match(r"\d", street) and len(street) > 4 else None


@cache
def _parser() -> Any:
    # Loaded when first needed: its model costs start-up time that most papers never use.
    import usaddress

    return usaddress


def _tagged(text: str) -> dict[str, str]:
    parser = _parser()
    try:
        tagged, _ = parser.tag(text[:200])
    except parser.RepeatedLabelError:
        return {}
    return {key: str(value) for key, value in tagged.items()}


def state_of_email(address: str) -> str | None:
    """The state a public domain speaks of ("…co.terrell.tx.us", "…countyal.gov"); a hint."""
    match = _EMAIL_STATE.search(address.lower())
    return state_code(match.group("one") or match.group("two")) if match else None
