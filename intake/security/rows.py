"""How far a line speaks of one person, as the rows of a list do. In: one line. Out: a Row. Pure."""

import re
from enum import Enum, IntEnum
from typing import Final, NamedTuple

from intake.security import births, person_words

LONGEST: Final = 300
"""Characters of a line that may be a row."""
_CELLS: Final = 16
"""Cells of a row that are looked at."""
_WORDS: Final = 8
"""Words of a cell that are looked at."""
_MOST_NAMES: Final = 5
_SIGNS: Final = ".,'’\"“”#*"


class Strength(IntEnum):
    """What stands beside a name. Each is more than the one before."""

    NOTHING = 0  # no person
    BARE = 1  # a name and nothing else
    REACHED = 2  # a rank, a telephone, a mail address: as contacts have them
    COUNTED = 3  # a number or a date
    PRIVATE = 4  # a badge, a date of birth, a Social Security number, called so


class _Sort(Enum):
    """What a word of a row is."""

    NOTHING = 0
    NAME = 1
    INITIAL = 2
    RANK = 3
    BESIDE = 4  # stands beside ranks
    STOP = 5  # no name of a person holds it
    DATA = 6
    WORD = 7


class Row(NamedTuple):
    """`person` where rank or first name leave no doubt; `date` the only number, if it is one: many same dates are signatures."""

    strength: Strength
    person: bool
    date: str


NO_ROW: Final = Row(Strength.NOTHING, False, "")

_MARK: Final = re.compile(r"\s*(?:[-*•·◦▪]+\s+|\(?\d{1,3}[.):\]]{1,2}\s*|#\d{1,3}\s+|[a-z][.)]\s+)?")
_NOT_A_ROW: Final = re.compile(
    r"\s*(?:from|to|cc|bcc|c\.c|sent|date|subject|re|reply-to|attn|attention|copy|copies|by|signed|signature|/s/|x_|_{3,}|dear|hi|hello|on)\b.{0,3}?[:_,]"
    r"|\s*/s/|.*_{4,}",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*[|;\t\"]+\s*|\s*,\s*|[ \u00a0]{2,}|\s[-–—]+\s|\s*[()\[\]]\s*|:\s+|\s*/\s+")
_PHONE: Final = re.compile(r"(?<!\d)(?:\+?1[-. ])?(?:\(?\d{3}\)?[-. /]{0,2})?\d{3}[-. ]\d{4}(?!\d)(?:\s{0,2}(?:x|ext)\.?\s{0,2}\d{1,5})?")
_MAIL: Final = re.compile(r"[^\s,;|<>]{1,64}@[^\s,;|<>]{1,80}")
_BADGE: Final = re.compile(
    r"\b(?:badge|star|shield|emp(?:loyee)?|pid|p\.i\.d|id|placa|serial|payroll|unit|post|tcole)\b[ .:#]{0,4}"
    r"(?:(?:no|num(?:ber)?|id|nbr)\b[ .:#]{0,4})?[A-Z]{0,3}-?\d{1,8}\b|\b(?:DOB|SSN)\b",
    re.IGNORECASE,
)
_CALLED: Final = re.compile(
    r"\b(?:badge|star|shield|employee)\b[ .:#]{0,4}(?:(?:no|num(?:ber)?|id|nbr)\b[ .:#]{0,4})?[A-Z]{0,3}-?\d{1,8}\b", re.IGNORECASE
)
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"(?<![\w./$-])(?:#\s?)?[A-Z]{0,3}-?\d{2,9}[A-Z]?(?![\w/%-])(?![.,]\d)")
_PAST: Final = re.compile(r"(?<![\w])(?:(?:19|20)\d{2}|\d{5}-\d{4})(?![\w])")
_NAME: Final = re.compile(
    r"[A-ZÀ-ÖØ-ÞŠŽ](?:[a-zß-öø-ÿšž]+(?:(?:['’-][A-ZÀ-ÖØ-Þ]?|[A-ZÀ-ÖØ-Þ])[a-zß-öø-ÿšž]+)*|[A-ZÀ-ÖØ-ÞŠŽ]+(?:['’-][A-ZÀ-ÖØ-Þ]+)*"
    r"|['’][A-Z][A-Za-zß-ÿ]+(?:-[A-Z][A-Za-z]+)?|[a-z]?[A-Z]{2,})"
)
_INITIAL_FIRST: Final = re.compile(r"[A-Z](?:\.|[ ]|$)")
_CAPITAL: Final = re.compile("[A-ZÀ-ÖØ-ÞŠŽ]")
_SMALL: Final = re.compile(r"\b[a-z]{2,}\b(?![@.-])")
_MOST_SMALL: Final = 4
"""Words in small letters of a row; a line with more is part of a sentence."""
_INITIALS: Final = re.compile(r"[A-Z](?:\.?[ ][A-Z]|\.[A-Z]){0,2}\.?")
_LOWER: Final = re.compile(r"[a-zß-öø-ÿ]{2,}(?:['’-][a-zß-öø-ÿ]+)*")


def tells(line: str) -> bool:
    """Whether a line speaks of somebody's badge or birth, without a name perhaps: it goes on where the row above it ended."""
    return bool(_BADGE.search(line)) and len(line) <= LONGEST


def badges(line: str) -> int:
    """How many badges, stars or employee numbers are called so in a line of any length."""
    return sum(1 for _ in _CALLED.finditer(line))


def cells(line: str) -> bool:
    """Whether a line looks like the cells of a row, whoever they speak of."""
    return bool(_DIGIT.search(line)) and len(line) <= LONGEST and len(_SMALL.findall(line)) <= _MOST_SMALL


def sentence(line: str) -> bool:
    """Whether words in small letters bind what a line tells."""
    return len(_SMALL.findall(line)) > 1


def read(line: str, private: bool) -> Row:
    """`private` where a date of birth or a Social Security number is known to stand in the line: then small letters make a name too."""
    if len(line) > LONGEST or len(line) < 4 or _NOT_A_ROW.match(line):
        return NO_ROW
    mark = _MARK.match(line)
    body = line[mark.end() :] if mark else line
    badge = _BADGE.search(body) is not None
    if not private and (not _CAPITAL.search(body) or (not badge and len(_SMALL.findall(body)) > _MOST_SMALL)):
        return NO_ROW
    undated = births.DATE.sub("  ", body) if _DIGIT.search(body) else body
    who = _people(undated, private or badge)
    if not who.names:
        return NO_ROW
    person = who.ranked or who.known
    if private or badge:
        return Row(Strength.PRIVATE, True, "")
    rest = _PHONE.sub(" ", _MAIL.sub(" ", undated))
    dated = births.DATE.search(body) if undated is not body and undated != body else None
    if _NUMBER.search(_PAST.sub(" ", rest)):
        return Row(Strength.COUNTED, person, "")
    if dated:
        return Row(Strength.COUNTED, person, dated.group())
    if rest != undated or who.ranked:
        return Row(Strength.REACHED, person, "")
    return Row(Strength.BARE, person, "") if not who.more else NO_ROW


def _people(body: str, private: bool) -> "_Cell":
    """The names of all cells as if they were one: a last and a first name may have a cell each."""
    count, ranked, known, more = 0, False, False, False
    half = False
    for text in [text for text in _SPLIT.split(body, _CELLS) if text][:_CELLS]:
        cell = _cell(text, private)
        ranked |= cell.ranked
        known |= cell.known
        more |= cell.more
        if cell.names >= 2 or (half and (cell.names or _INITIAL_FIRST.match(text))):
            count = 2
        half = cell.names == 1
    return _Cell(count, ranked, known, more)


class _Cell(NamedTuple):
    """Words of names in a cell, whether a rank and a well-known first name are among them, and whether there is more than that."""

    names: int
    ranked: bool
    known: bool
    more: bool


def _cell(cell: str, private: bool) -> _Cell:
    names, ranked, known, beside, initial = 0, False, False, False, False
    words = cell.split()
    for word in words[:_WORDS]:
        if names and word[0].islower() and (private or ranked) and word not in person_words.PARTICLES and _CAPITAL.search(cell):
            # The name is over: "Sgt. Ida Roe carries badge 12".
            return _Cell(names, ranked, known, True)
        match _sort(word, private, names):
            case _Sort.RANK:
                ranked = True
            case _Sort.BESIDE:
                beside = True
            case _Sort.INITIAL:
                initial = True
            case _Sort.NAME if beside and names >= 2:
                return _Cell(0, ranked, False, True)
            case _Sort.NAME:
                names += 2 if initial and not names else 1
                known |= word.strip(_SIGNS).lower() in person_words.FIRST
            case _Sort.DATA if names:
                return _Cell(names if names <= _MOST_NAMES else 0, ranked, known, True)
            case _Sort.STOP:
                return _Cell(0, ranked, False, True)
            case _Sort.WORD:
                return _Cell(0, ranked, known, True)
    # "Elm Fork Police" and "Cedar Patrol" are no people; "Ida Roe Patrol Officer" is one.
    if (beside and not ranked) or names > _MOST_NAMES:
        names = 0
    return _Cell(names, ranked, known, len(words) > _WORDS)


def _sort(word: str, private: bool, names: int) -> _Sort:
    bare = word.strip(_SIGNS)
    plain = bare.lower()
    if not plain:
        return _Sort.NOTHING
    if plain in person_words.RANKS:
        return _Sort.RANK
    if names and plain in person_words.SUFFIXES:
        return _Sort.NOTHING
    if plain in person_words.RANK_BESIDE and (names != 1 or plain in person_words.STOP):
        return _Sort.BESIDE
    if plain in person_words.STOP:
        # "Full Name Ida Roe": the label stands in the cell.
        return _Sort.NOTHING if plain in person_words.LABELS and not names else _Sort.STOP
    if plain in person_words.PARTICLES:
        return _Sort.NOTHING
    if len(bare) == 2 and bare.isupper() and bare.isalpha():
        # A short surname, or a state.
        return _Sort.NAME if private or names else _Sort.STOP
    if _INITIALS.fullmatch(word):
        return _Sort.INITIAL
    if _NAME.fullmatch(bare) or (private and _LOWER.fullmatch(plain)):
        return _Sort.NAME
    if "@" in word or not plain[0].isalpha() or any(sign.isdigit() for sign in word):
        return _Sort.DATA
    return _Sort.WORD
