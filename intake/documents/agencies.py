"""Names of law-enforcement agencies. In: text. Out: names, their type, their county. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from intake.documents import people, places

_KEY: Final = (
    r"(?:sheriff(?:['’]?s)?['’]?(?:\s+(?:office|department|dept\.?))?|police\s+(?:department|dept\.?|division|bureau)"
    r"|department\s+of\s+(?:corrections?|(?:public\s+)?safety|law\s+enforcement"
    r"|police|criminal\s+justice|juvenile\s+justice|natural\s+resources|wildlife)|dept\.?\s+of\s+(?:corrections"
    r"|public\s+safety)|detention\s+(?:center|facility)|corrections?\s+(?:center|department|facility)"
    r"|correctional\s+(?:center|facility|institution)|regional\s+jail(?:\s+authority)?|jail(?:\s+authority)?"
    r"|constable(?:['’]?s)?(?:\s+office)?|marshal(?:['’]?s)?(?:\s+office)"
    r"|office\s+of\s+the\s+(?:\w+\s+)?marshal|highway\s+patrol|state\s+(?:police|patrol|guard)|national\s+guard|attorney\s+general(?:['’]?s)?(?:\s+office)?"
    r"|board\s+of\s+(?:county\s+)?(?:commissioners|trustees)|criminal\s+justice\s+authority"
    r"|bureau\s+of\s+\w+|(?:department|division|office)\s+of\s+public\s+safety|public\s+safety(?:\s+department)?"
    r"|fire\s+marshal|safety\s+department|university\s+police)"
)
KEYWORD: Final = re.compile(rf"\b{_KEY}(?![\w])", re.IGNORECASE)
_BEFORE: Final = re.compile(r"(?:(?:[A-Z][\w&.'’\-]*|of|the|and|&|for|du|de|la|at|-|–)\s+){1,9}$")
_AFTER: Final = re.compile(r",?\s+(?:of|-|–)\s+[A-Z][\w.'’\-]*(?:\s+[A-Z][\w.'’\-]*){0,3}")
_JOINT: Final = re.compile(r"\b(?:of|behalf\s+of|that|as|for|with|by|in|from|and)\s+the\s+(?=[A-Z])")
_CAPITALS: Final = re.compile(r"(?<![\w'])(?=[l']*[A-Z][A-Zl']*[A-Z][A-Zl']*[A-Z])[A-Zl']+(?![\w'])")
"""A word in capitals; a small l among them is how recognition tells a capital I."""
LOOK_BACK: Final = 90
"""Characters before a keyword in which a name may begin."""
_STRIP: Final = re.compile(
    r"^(?:(?:the|our|this|on\s+behalf\s+of(?:\s+the)?|and|of|for|from|to|behalf|i|we|re|subject|by|with|at)\b[:,]?\s+)+", re.IGNORECASE
)
_TITLED: Final = re.compile(r"\b(?:sheriff|chief|director|commissioner|warden|jailer|mayor|captain|lieutenant)\b", re.IGNORECASE)
_HELD: Final = re.compile(r"(?:\w+\s+)?(?:director|chief|commissioner|superintendent|secretary)\s+of\b", re.IGNORECASE)
""" "Director of Public Safety" is a title."""
_BEARERS: Final = re.compile(r"\b(?:sheriff|constable|marshal|attorney\s+general)\b|office|department|jail$|patrol$|police$", re.IGNORECASE)
"""Who gives an office its name, or what an office is called."""
_OTHERS: Final = re.compile(
    r"immigration|customs|homeland|federal\s+bureau|u\.?s\.?\s+marshal|department\s+of\s+justice|border\s+patrol", re.IGNORECASE
)

_MODEL: Final = re.compile(r"\b(?:enforcement|task\s+force|service\s+officer)\s+(?:model|program)\b|\b(?:JEM|TFM|WSO)\b", re.IGNORECASE)
"""What is asked for, and bears the name of no agency."""


def looks_like(text: str) -> bool:
    """Whether a short text can be an agency's name."""
    plain = text.strip()
    # A bare "Sheriff" is a title, "Sheriff Ada Moss" a person.
    rank, name = people.split_rank(plain)
    if (rank and people.is_name(name)) or _HELD.match(plain) or (people.is_position(plain) and not _BEARERS.search(plain)):
        return False
    return (
        8 <= len(plain) <= 110
        and " " in plain
        and bool(KEYWORD.search(plain))
        and not _OTHERS.search(plain)
        and not _MODEL.search(plain)
        and not places.STREET.match(plain)
        and not plain.endswith((".", ":"))
        and "@" not in plain
    )


def is_generic(name: str) -> bool:
    """Whether a name does not say whose office it is ("Office of the Sheriff")."""
    return not re.sub(rf"{_KEY}|\b(?:office|department|division|bureau|of|the|chief|county|city|town)\b|\W", "", name, flags=re.IGNORECASE)


def mentions(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Names inside running text, with start and end: a keyword and the capitals before it."""
    done = start
    for match in KEYWORD.finditer(text, start, end):
        if match.start() < done or not match.group()[0].isupper():
            continue
        window = text[max(done, match.start() - LOOK_BACK) : match.start()]
        before = _BEFORE.search(window)
        begin = match.start() - (len(window) - before.start()) if before else match.start()
        after = _AFTER.match(text, match.end())
        finish = after.end() if after else match.end()
        name = text[begin:finish]
        joints = [
            joint.end()
            for joint in _JOINT.finditer(name)
            if joint.end() < match.start() - begin + 1 and not name[: joint.start()].rstrip().endswith("Office")
        ]
        if joints:
            begin, name = begin + joints[-1], name[joints[-1] :]
        done = finish
        yield name, begin, finish


def clean(text: str) -> str:
    """One agency's name as it is said: blanks folded, leading articles and loose punctuation gone, "Sheriffs Office" given its
    apostrophe, "Dept" spelt out.
    """
    plain = re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'")).strip(" ,;:•|-_.")
    plain = _STRIP.sub("", plain)
    plain = _CAPITALS.sub(lambda match: match.group().replace("l", "I"), plain)
    plain = re.sub(r"\b(Sheriff)s\s+(Office|Department|Dept)", r"\1's \2", plain)
    plain = re.sub(r"\bSHERIFFS\s+(OFFICE|DEPARTMENT)", r"SHERIFF'S \1", plain)
    plain = re.sub(r"\s+'s\b", "'s", plain)
    plain = re.sub(r"\b(Police|Sheriff's|Safety)\s+Dept\b\.?", r"\1 Department", plain)
    plain = re.sub(r"\s*\((?:AGENCY|LEA|[A-Z]{2,6})\)$", "", plain)
    return titled(plain) if plain.isupper() else plain.strip(" ,")


def titled(text: str) -> str:
    """ "WALTON RIDGE COUNTY SHERIFF'S OFFICE" in the usual mixed case."""
    small = {"of", "the", "and", "for", "at", "de", "du", "la"}
    words = []
    for index, word in enumerate(text.split()):
        lower = word.lower()
        if index and lower in small:
            words.append(lower)
        elif lower.startswith("mc") and len(lower) > 4:
            words.append("Mc" + lower[2:].capitalize())
        else:
            words.append(re.sub(r"[a-z]+(?:'[a-z]+)?", lambda m: m.group().capitalize(), lower))
    return " ".join(words)


def key(name: str) -> str:
    """For holding two spellings of one name side by side."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\b(?:the|of)\b", "", name.lower()))


def kind(name: str) -> str:
    """agency_type of CONTRACT.md."""
    plain = name.lower()
    if re.search(r"university|college|campus|school", plain):
        return "university"
    if "constable" in plain:
        return "constable"
    if re.search(r"board of|commissioners|criminal justice authority|marshal", plain):
        return "other"
    if re.search(r"detention|correction|jail", plain):
        return "corrections"
    if "sheriff" in plain:
        return "sheriff"
    if re.search(
        r"state (?:police|patrol|guard)|highway patrol|national guard|attorney general|department of (?!police|public safety)|bureau of"
        r"|state fire|division of",
        plain,
    ) and not re.search(r"\b(?:city|town|county|village) of\b", plain):
        return "state"
    safety = plain.find("public safety")
    # Of a state, or of a town whose name stands before it.
    if safety >= 0 and (state_of(name) or re.match(r"(?:the )?(?:state )?(?:department|dept\.?|division|office) of", plain)):
        return "state"
    if safety > 0 or "police" in plain or re.search(r"\b(?:city|town|village|borough)\b", plain):
        return "police"
    return "other"


def county_of(name: str) -> str | None:
    """The county or parish inside an agency's name."""
    found = places.counties(name)
    if not found:
        return None
    return found[0][0]


def state_of(name: str) -> str | None:
    """The state an agency's own name speaks of ("Alabama Department of Corrections"); not of places named after states."""
    if re.search(r"\b(?:county|parish|city|town|village)\b", name, re.IGNORECASE):
        return None
    return places.state_in(name)
