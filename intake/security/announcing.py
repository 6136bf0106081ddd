"""Whether words lead from an announcement to what it announces ("date of birth: ", "SSN of Ada Roe is"). In: texts. Out: verdicts. Pure."""

import re
from typing import Final

FARTHEST: Final = 48
"""Characters between an announcement and what it announces."""
MOST_LINES: Final = 4
"""Ends of lines between the two."""
AND: Final = re.compile(r"\s{0,3}(?:[,;&/|\t\n]|[ ]{2}|\b(?:and|y|or)\b){1,2}\s{0,40}(?:(?:and|y)\b\s{0,3})?")
"""Stands between the members of a list."""

_BRACKETS: Final = re.compile(r"\([^()\n]{0,40}\)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE: Final = re.compile(r"[^\W\d_][.;]\s")
"""Something ended there: what follows is something else."""
_SMALL_WORDS: Final = """
is was are were of for the his her their my our your es son del de el la los las on in as and y s mm dd yy yyyy mmm m d yyy month day
year mes dia día año number numbers no num nbr listed below follows following given provided confirmed he she they me officer deputy
"""
_SMALL: Final = frozenset(_SMALL_WORDS.split())


def leads_to(gap: str) -> bool:
    """Whether nothing but small words, names and signs stand in `gap`; where a line ends in it, small words alone."""
    if len(gap) > FARTHEST or gap.count("\n") > MOST_LINES or any(sign.isdigit() for sign in gap):
        return False
    gap = _BRACKETS.sub(" ", gap)
    if "\n" in gap:
        return all(word in _SMALL for word in _WORD.findall(gap)) and not _SENTENCE.search(gap)
    if ". " in gap.lstrip(". ") or ";" in gap:
        return False
    words: list[str] = _WORD.findall(gap)
    return len(words) <= 6 and all(word in _SMALL or word.lower() in _SMALL or word[0].isupper() for word in words)
