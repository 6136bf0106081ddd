"""How far a line speaks of one person, as the rows of a list do. In: one line. Out: a Row. Pure."""

import re
from enum import IntEnum
from typing import Final, NamedTuple

from intake.security import births, person_words

LONGEST: Final = 300
"""Characters of a line that may be a row."""
_CELLS: Final = 16
"""Cells of a row that are looked at."""


class Strength(IntEnum):
    """What stands beside a name. Each is more than the one before."""

    NOTHING = 0  # no person
    BARE = 1  # a name and nothing else
    REACHED = 2  # a rank, a telephone, a mail address: as contacts have them
    COUNTED = 3  # a number or a date
    PRIVATE = 4  # a badge, a date of birth, a Social Security number, called so


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
_NUMBER: Final = re.compile(r"(?<![\w./$-])(?:#\s?)?[A-Z]{0,3}-?\d{2,9}[A-Z]?(?![\w/%-])(?![.,]\d)")
_PAST: Final = re.compile(r"(?<![\w])(?:(?:19|20)\d{2}|\d{5}-\d{4})(?![\w])")
_NAME: Final = re.compile(
    r"[A-ZÀ-ÖØ-ÞŠŽ](?:[a-zß-öø-ÿšž]+(?:['’-]?[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿšž]+)*|[A-ZÀ-ÖØ-ÞŠŽ]+(?:['’-][A-ZÀ-ÖØ-Þ]+)*"
    r"|['’][A-Z][A-Za-zß-ÿ]+(?:-[A-Z][A-Za-z]+)?|[a-z]?[A-Z]{2,})"
)
_INITIAL: Final = re.compile(r"[A-Z]\.?(?:[A-Z]\.?)?")
_LOWER: Final = re.compile(r"[a-zß-öø-ÿ]{2,}(?:['’-][a-zß-öø-ÿ]+)*")


def read(line: str, private: bool) -> Row:
    """`private` where a date of birth or a Social Security number is known to stand in the line: then small letters make a name too."""
    if len(line) > LONGEST or len(line) < 4 or _NOT_A_ROW.match(line):
        return NO_ROW
    mark = _MARK.match(line)
    body = line[mark.end() :] if mark else line
    if not private and not any(sign.isupper() for sign in body):
        return NO_ROW
    named, ranked, known, bare = _people(body, private)
    if not named:
        return NO_ROW
    if private or _BADGE.search(body):
        return Row(Strength.PRIVATE, True, "")
    rest = _PHONE.sub(" ", _MAIL.sub(" ", body))
    reached = rest != body
    dated = births.DATE.search(rest)
    if dated:
        rest = births.DATE.sub(" ", rest)
    if _NUMBER.search(_PAST.sub(" ", rest)):
        return Row(Strength.COUNTED, ranked or known, "")
    if dated:
        return Row(Strength.COUNTED, ranked or known, dated.group())
    if reached or ranked:
        return Row(Strength.REACHED, ranked or known, "")
    return Row(Strength.BARE, known, "") if bare else NO_ROW


def _people(body: str, private: bool) -> tuple[bool, bool, bool, bool]:
    """Whether a name stands where a row has one, a rank, a well-known first name, and whether there is nothing else."""
    cells = [cell for cell in _SPLIT.split(body, _CELLS) if cell]
    named = ranked = known = False
    bare = True
    half = False
    for cell in cells[:_CELLS]:
        count, rank, first, rest = _cell(cell, private)
        ranked |= rank
        known |= first
        if count >= 2 or (half and (count == 1 or _INITIAL.fullmatch(cell))):
            named = True
        bare &= not rest
        half = count == 1
    return named, ranked, known, bare


def _cell(cell: str, private: bool) -> tuple[int, bool, bool, bool]:
    """Names in one cell, whether a rank stands with them, a well-known first name, and whether something else follows."""
    count, ranked, known = 0, False, False
    beside = initial = False
    words = cell.split()
    for place, word in enumerate(words[:8]):
        plain = word.strip(".,'’\"“”#*").lower()
        if not plain:
            continue
        if plain in person_words.RANKS:
            ranked = True
        elif plain in person_words.RANK_BESIDE and (count >= 2 or not count) and not _INITIAL.fullmatch(word):
            beside = True
        elif plain in person_words.STOP:
            return 0, ranked, False, True
        elif (plain in person_words.PARTICLES and (count or place + 1 < len(words))) or (
            count and (plain in person_words.SUFFIXES or _INITIAL.fullmatch(word))
        ):
            continue
        elif _NAME.fullmatch(word.strip(".,'’\"“”*")) or (private and _LOWER.fullmatch(plain)):
            if beside and count >= 2:
                return 0, ranked, False, True
            count += 2 if initial and not count else 1
            known |= plain in person_words.FIRST
        elif any(sign.isdigit() for sign in word) or "@" in word or not plain[0].isalpha():
            if count:
                return (count if count <= 5 else 0), ranked, known, True
        elif _INITIAL.fullmatch(word):
            initial = True
        else:
            # Words in small letters: a sentence, unless the name came first.
            return (count if count >= 2 and ranked else 0), ranked, known, True
    # "Elm Fork Police" and "Cedar Division" are no people; "John Smith Patrol Officer" is one.
    if count and beside and not ranked:
        return 0, ranked, False, True
    return (count if count <= 5 else 0), ranked, known, len(words) > 8
