"""How many officers an agency names. In: text. Out: one number, and where it stands. Pure.

Counts come in words, in figures, in both, and in several groups that add up ("four patrol deputies and one investigator" is five). Other
numbers stand near them: beds, inmates, years of service, residents, officers employed.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

ITEM: Final = 60
"""A longer sentence is no item of a list."""
MOST_LONE: Final = 200
"""The same where nothing beside the number says what they are."""
RANGED: Final = 50
"""Groups from which on a number was told as a range."""
LONE_NUMBERS: Final = 2
"""Numbers in a sentence with such a one, at most: "seven (7)"."""
MOST: Final = 2_000
"""More nominees than this is a misreading."""

_UNITS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = {
    word: 10 * number for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_DOZEN: Final = 12
_VALUES: Final = {"dozen": _DOZEN, **{word: number for number, word in enumerate(_UNITS)}, **_TENS}
_WORD: Final = "(?:" + "|".join(sorted(_VALUES, key=len, reverse=True)) + ")"
_IN_WORDS: Final = rf"{_WORD}(?:[\s\-]+{_WORD})?(?:\s+hundred(?:\s+(?:and\s+)?{_WORD}(?:[\s\-]+{_WORD})?)?)?"
_NUMBER: Final = (
    rf"(?:{_IN_WORDS}\s*\(\s*(?P<both>\d{{1,4}})\s*\)|(?P<words>{_IN_WORDS})|\(?(?P<figure>\d{{1,2}}(?:,\d{{3}})?|\d{{1,4}})\)?)"
)
_ROLE: Final = (
    r"(?:officers?|deput(?:y|ies)|investigators?|detectives?|sergeants?|corporals?|lieutenants?|captains?|agents?|jailers?"
    r"|troopers?|constables?"
    r"|marshals?|supervisors?|personnel|employees|staff(?:\s+members)?|nominees?|candidates?|trainees?|positions|guards|bailiffs|officials|DIOs?|individuals|members|applicants|persons|people|(?:training\s+)?(?:slots?|seats?|spaces?|spots?))"
)
_GROUP: Final = re.compile(
    rf"(?<![\w,.$])(?:{_NUMBER})\s+(?:of\s+(?:our|my|the|its)\s+)?(?:(?!and\b|or\b|of\b|years?\b)[\w'’./\-]+\s+){{0,4}}?{_ROLE}\b",
    re.IGNORECASE,
)
_TEAM: Final = re.compile(
    rf"\b(?:(?:cadre|team|group|contingent|complement|class)\s+of|(?:slots?|seats?|spaces?|spots?|places)\s+for)\s+(?:{_NUMBER})\b"
    r"(?!\s+(?:years?|months?|weeks?|hours?|days?))",
    re.IGNORECASE,
)
""" "A cadre of eight", "seats for ten" """
_OF_WHOM: Final = re.compile(r"^[^.]{0,60}\bof\s+(?:whom|which|these|those|them)\b", re.IGNORECASE)
""" "We have 60 deputies, of whom 10 will be trained": what is told first is not put forward."""
_HAS: Final = re.compile(
    r"\b(?:has|have|having|employs?|with|among|staff\s+of|force\s+of)\s+(?:(?:a|about|some|only|total|of|over|roughly)\s+)*$", re.IGNORECASE
)
_RANGE: Final = re.compile(rf"\b(?:\d{{1,3}}|{_WORD})\s*(?:\(\d+\)\s*)?(?:to|and|or|-|–|through)\s*$", re.IGNORECASE)
"""What stands before the upper end of a range ("four to six deputies")."""
_BARE: Final = re.compile(
    rf"(?<![\w,.$])(?:{_NUMBER})\s+(?:of\s+(?:them|these|those)\s+(?:to\s+)?(?:be\s+)?(?:trained|nominated|selected|certified|enrolled"
    r"|assigned|attend|would|will|shall)\b|(?:would|will|shall|are|have|is|has)\s+(?:to\s+)?(?:be(?:en)?\s+)?(?:assigned"
    r"|trained|nominated|selected|enrolled|certified|dedicated|chosen|volunteered|attend|complete|participate|designated)\b)",
    re.IGNORECASE,
)
""" "Of our 71 deputies, two would be trained." """
_LABEL: Final = re.compile(
    r"(?:head\s?count|(?:training\s+)?(?:seats?|slots?|spaces?)|trainees?(?:\s+count)?)\b[^:.\n]{0,40}:\s*(?P<rest3>[^\n]{1,60})"
    r"|(?:number|no\.?|count|total)\s+(?:of\s+)?(?:\w+\s+){0,3}?(?:officers|deputies|personnel|nominees"
    r"|candidates)[^:.\n]{0,40}:\s*(?P<rest>[^\n]{1,60})"
    r"|(?:number|no\.?|count|total)\s+(?:of\s+)?(?:\w+\s+){0,3}?(?:people|folks|members|individuals|persons|staff|participants|trainees)[^:.\n]{0,40}:"
    r"\s*(?P<rest4>[^\n]{1,60})"
    r"|^\W*(?:[\dIVX]{1,4}[.)]\s*)?(?:[\w()/]+\s+){0,3}?(?:personnel|officers|deputies|nominees|candidates|trainees)(?:\s+\w+){0,4}\s*:"
    r"\s*(?P<rest2>[^\n]{1,60})",
    re.IGNORECASE | re.MULTILINE,
)
_NOMINATES: Final = re.compile(
    r"\b(?:in\s+mind|lined\s+up|set\s+aside|slated|(?:start|begin)(?:s|ning|ing)?\s+(?:out\s+)?with|nomin(?:at\w*|ees)|train(?:ed|ing)?|assign\w*|designat\w*|select\w*|send(?:ing)?|provid\w+|identif\w+|certif\w+"
    r"|participat\w*|commit\w*|dedicat\w*|delegat\w+"
    r"|establish\w*|attend|complete|appoint\w*|propos\w+|chos(?:e|en)|enroll?\w*|put forward"
    r"|credential\w*|volunteer\w*|ask(?:s|ing)?\s+for|reserved?|envision\w*|free\s+up|vetted|screened|request\w*|seek\w*|foresee|anticipat\w*|receive"
    r"|would|will|shall|intend\w*|plan(?:s|ning)?|pledg\w*|offer\w*|prepared|ready|available|initially|expect\w*|hope|wish|want)\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\b(?:employ(?:s|ed)|currently\s+(?:has|have|staff)|(?<!would )(?<!will )consists? of|comprised|staffed by|force of|serves?"
    r"|population|roster of|sworn strength)\b",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:\b(?:these|those|the|all|each|every|per|minimum of|least|(?:than|employs?|have|has)\s+(?:over|about)|our|its|my)\s+|[$§#]\s*)$",
    re.IGNORECASE,
)
_HEADING: Final = re.compile(
    r"\W*(?:[\dIVX]{1,4}[.)]\s*)?(?:\w+\s+){0,3}(?:personnel|nominees|nominations?|candidates|trainees|staffing|manpower)(?:\s+\w+){0,3}\s*[:.]?\s*",
    re.IGNORECASE,
)
""" "3. Personnel to be Trained" """
_HEADED: Final = re.compile(_HEADING.pattern.removesuffix(r"[:.]?\s*") + r"[:.–—-]\s+\S", re.IGNORECASE)
_HEADED_NUMBER: Final = re.compile(
    r"^\W*(?:[\w()/]+\s+){0,3}?(?:personnel|officers|deputies|nominees|candidates|trainees)\s*\((?P<figure>\d{1,3})\)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
""" "Nominees (6):" """
_NOMINEES: Final = re.compile(r"\bnominees$", re.IGNORECASE)
""" "The four nominees are …" tells how many, "the four deputies" were told of before."""
_AFTER: Final = re.compile(r"^\s+(?:per|a|each)\s+(?:shift|day|year|month)\b|^\s+(?:are|is)\s+employed", re.IGNORECASE)
_INSIDE: Final = re.compile(
    r"\b(?:beds?|inmates?|years?|months?|weeks?|hours?|days?|percent|residents?|citizens|shifts?|county|counties)\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=[A-Z(•\-])|\n\s*\n|\n(?=\s*[•\-*▪]|\s*\d+[.)]\s)|¶")

_ALONE: Final = re.compile(
    rf"(?<![\w,.$§-])(?:{_NUMBER})(?=\s*(?:[,.;]|$|of\s+(?:our|my|the|its|them)\b|to\s+(?:start|begin|be\s+trained|train)|for\s+(?:the\s+)?(?:training|course"
    r"|class|school|academy)|in\s+(?:all|total|mind)|altogether))",
    re.IGNORECASE,
)
""" "We would start with seven, all of them full-time." """
_PUTS_FORWARD: Final = re.compile(
    r"\b(?:nominat\w*|nominees|train(?:ed|ing)?|designat\w*|send(?:ing)?|enroll?\w*|put\s+forward|propos\w+|in\s+mind|lined\s+up|slated"
    r"|(?:start|begin)(?:ning|ing)?\s+(?:out\s+)?with|candidates|trainees)\b",
    re.IGNORECASE,
)


class Counted(NamedTuple):
    """A number of people and its place in the text."""

    value: int
    start: int
    end: int
    groups: int


def number(text: str) -> int | None:
    """The number that `text` begins with, in words or figures: "ten (10)", "thirty-two", "(4)", "approximately 15"."""
    plain = re.sub(r"^\W*(?:approximately|about|up to|at least|around|roughly|some)\s+", "", text.strip(), flags=re.IGNORECASE)
    match = re.match(_NUMBER, plain.lstrip(" :#"), re.IGNORECASE)
    return _value(match) if match else None


def in_words(text: str) -> int | None:
    """ "twenty four", "thirty-two", "one hundred and five"; None for anything else."""
    parts = [part for part in re.split(r"[\s\-]+", text.lower()) if part and part != "and"]
    total = 0
    for part in parts:
        if part == "hundred":
            total = max(1, total) * 100
        elif part == "dozen":
            total = max(1, total) * _DOZEN
        elif part in _VALUES:
            total += _VALUES[part]
        else:
            return None
    return total if parts else None


def _value(match: re.Match[str]) -> int | None:
    both, words, figure = match.group("both"), match.group("words"), match.group("figure")
    found = int(both) if both else in_words(words) if words else int(figure.replace(",", ""))
    return found if found is not None and 0 < found <= MOST else None


def officers(text: str) -> Counted | None:
    """The number of officers a letter puts forward; groups of a sentence, and of further sentences that bring new ones, are added."""
    return labelled(text) or _in_sentences(text)


def labelled(text: str) -> Counted | None:
    """The number behind a label ("Number of officers to be trained: 8")."""
    for label in _LABEL.finditer(text):
        key = next(name for name in ("rest", "rest2", "rest3", "rest4") if label.group(name))
        rest = label.group(key)
        parts = _groups(rest)
        found = _sum([value for value, _, _ in parts]) if parts else number(rest)
        if found:
            start = label.start(key)
            return Counted(found, start, start + len(rest), 1)
    headed = _HEADED_NUMBER.search(text)
    return Counted(int(headed.group("figure")), headed.start("figure"), headed.end("figure"), 1) if headed else None


def _in_sentences(text: str) -> Counted | None:
    total, groups, start, end = 0, 0, -1, -1
    seen: list[int] = []
    position, listed = 0, False
    for sentence in _SENTENCE.split(text):
        offset = text.find(sentence, position)
        position = max(position, offset)
        here = _groups(sentence)
        # "The following will be trained:" speaks for the list below, "Personnel" for what it heads.
        told = bool(_NOMINATES.search(sentence)) or (listed and bool(here)) or bool(_HEADED.match(sentence))
        opens = bool(_HEADING.fullmatch(sentence)) or (told and sentence.rstrip().endswith(":"))
        item = listed and not opens and len(sentence) < ITEM
        listed = opens or (listed and bool(here) and len(sentence) < ITEM)
        if not told:
            continue
        count = _sum([value for value, _, _ in here])
        # The same number told again is the same people.
        if not here or (not item and (count in seen or (seen and count == total))):
            continue
        seen.append(count)
        total += count
        # Of a range the upper end is a guess.
        groups += RANGED if any(_RANGE.search(sentence[:begin]) for _, begin, _ in here) else len(here)
        start = offset + here[0][1] if start < 0 else start
        end = offset + here[-1][2]
    return Counted(total, start, end, groups) if total else _lone(text)


def _lone(text: str) -> Counted | None:
    """The one number of a sentence that puts people forward and does not say what they are; as doubtful as several groups."""
    position = 0
    for sentence in _SENTENCE.split(text):
        offset = text.find(sentence, position)
        position = max(position, offset)
        if (
            not _PUTS_FORWARD.search(sentence)
            or _INSIDE.search(sentence)
            or _OTHER.search(sentence)
            or re.search(r"§|\bsection\b", sentence, re.IGNORECASE)
        ):
            continue
        found = [(value, match) for match in _ALONE.finditer(sentence) if (value := _value(match)) and value < MOST_LONE]
        if len(found) == 1 and len(re.findall(rf"\d+|\b{_WORD}\b", sentence, re.IGNORECASE)) <= LONE_NUMBERS:
            value, match = found[0]
            return Counted(value, offset + match.start(), offset + match.end(), 2)
    return None


def _sum(values: Sequence[int]) -> int:
    """What groups are together; "five officers: three deputies and two sergeants" are five."""
    rest = sum(values[1:])
    return rest if len(values) > 2 and values[0] == rest else values[0] + rest if values else 0


def _groups(sentence: str) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    other = _OTHER.search(sentence)
    for match in sorted([*_GROUP.finditer(sentence), *_BARE.finditer(sentence), *_TEAM.finditer(sentence)], key=lambda each: each.start()):
        value = _value(match)
        told = _BEFORE.search(sentence[: match.start()]) and not _NOMINEES.search(match.group())
        if found and match.start() < found[-1][2]:
            continue
        if (
            value is None
            or told
            or (_HAS.search(sentence[: match.start()]) and _OF_WHOM.search(sentence[match.end() :]))
            or _AFTER.search(sentence[match.end() :])
            or _INSIDE.search(match.group())
        ):
            continue
        # "currently employs 46 sworn personnel and will nominate 5": what follows such a verb is not put forward, unless a new verb comes.
        if other and other.start() < match.start() and not _NOMINATES.search(sentence[other.end() : match.start()]):
            continue
        found.append((value, match.start(), match.end()))
    return found
