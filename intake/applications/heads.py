"""Who heads an agency of each type. In: an agency's type and a signatory's title. Out: what the title looks like beside it. Pure.

The letter is signed by the agency's head. A title that is not known here says nothing.
"""

import re
from enum import StrEnum
from typing import Final

from intake.applications import phrases

MAX_TITLE: Final = 120
"""Longest title looked at, in characters."""


class Rank(StrEnum):
    """What a title looks like beside an agency's type."""

    HEAD = "head"
    BELOW = "below"  # of the agency, and not its head: deputy, captain
    GOVERNMENT = "government"  # of the government above it: mayor, city manager, county board
    UNKNOWN = "unknown"


_BELOW: Final = phrases.pattern(r"""
    under ?sheriff|deputy|deputies|captain|capt|lieutenant|lt|sergeant|sgt|corporal|cpl|detective|investigator|patrolman|trooper
    (?:police|peace|corrections?|correctional|administrative|training|records|information) officer|assistant|asst
    major(?! general)|maj(?! gen)|coordinator|analyst|clerk|(?:administrative|executive) secretary|commander|inspector
""")
_GOVERNMENT: Final = phrases.pattern(r"""
    mayor|(?:city|town|village|county|borough|township) (?:manager|administrator|supervisor|executive|attorney|solicitor|judge)
    (?:city|town|village|county|borough|township) (?:council|commission)\w*|council(?:or|man|woman|member)?|alder(?:man|woman|person)
    chair|chair(?:man|woman|person)|board (?:president|member)|president of the (?:board|council)|parish president|governor
    select(?:man|men|board)|freeholder|general counsel
""")
_HEADS: Final = {
    "sheriff": phrases.pattern(r"sheriff"),
    "police": phrases.pattern(r"chief|director|commissioner|superintendent|marshal|colonel"),
    "constable": phrases.pattern(r"constable|chief"),
    "corrections": phrases.pattern(r"director|warden|jailer|superintendent|commissioner|administrator|secretary|sheriff|chief"),
    "university": phrases.pattern(r"chief|director|commissioner|superintendent|colonel"),
    "state": phrases.pattern(r"director|commissioner|secretary|superintendent|colonel|general|chief|marshal|administrator"),
}
_HEAD_ALL_THE_SAME: Final = {
    "police": re.compile(r"(?:acting |interim )?chief of police\b"),
    "university": re.compile(r"(?:acting |interim )?chief of police\b"),
    "state": re.compile(r"(?:acting |interim )?(?:commander\b|adjutant general\b)"),
}
"""At the beginning of a title that further words would put below the head ("Chief of Police, Detective Division")."""


def rank(agency_type: str, title: str) -> Rank:
    """What `title` looks like for an agency of that type (the words of the public JSON). A type without a known head knows none."""
    plain = " ".join(re.sub(r"[^\w]+", " ", title[:MAX_TITLE].casefold()).split())
    head = _HEADS.get(agency_type)
    if head is None:
        return Rank.UNKNOWN
    if _GOVERNMENT.search(plain):
        return Rank.GOVERNMENT
    first = _HEAD_ALL_THE_SAME.get(agency_type)
    if _BELOW.search(plain) and not (first and first.match(plain)):
        return Rank.BELOW
    return Rank.HEAD if head.search(plain) else Rank.UNKNOWN
