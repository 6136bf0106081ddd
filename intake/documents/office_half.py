"""What on a paper is the office's own: its names, streets, telephones and signatories. In: text. Out: yes or no. Pure.

An applicant's letter names the office again and again: the addressee, his room and zip code, the field office that helped. None of it is
the agency's. Source: the circulating model letter and the agreements' printed halves.
"""

import re
from typing import Final

_OFFICE: Final = re.compile(
    r"immigration\s+(?:and|&)\s+customs|customs\s+enforcement|homeland\s+security|enforcement\s+and\s+removal"
    r"|office\s+of\s+state\s+and\s+local"
    r"|\b500\s+12th\s+st|\b425\s+(?:I|\"I\"|Eye)\s+st|potomac\s+center\s+plaza|washington,?\s+d\.?\s?c\.?|\b2053[0-9]\b|\b20024\b"
    r"|assistant\s+secretary|field\s+office\s+director|detention\s+and\s+removal|\bERO\b|\bOSLC\b"
    r"|287\(g\)\s+program\s+(?:office|manager|unit)"
    r"|@(?:[\w.\-]*\.)?(?:ice|dhs)\.[\w.]+|assistant\s+director\s+for\s+enforcement|office\s+of\s+public\s+affairs"
    r"|^(?:U\.?S\.?\s+)?ICE\b(?!\s+Center)",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"202\D{0,3}732\D?\d{4}")
_OFFICE_TITLE: Final = re.compile(
    r"\b(?:acting\s+|deputy\s+)?(?:executive\s+associate\s+|assistant\s+|deputy\s+|acting\s+)director\b"
    r"|\bdeputy\s+director\b|field\s+office\s+director",
    re.IGNORECASE,
)
SIGNATORIES: Final = (
    "caleb vitello",
    "todd m lyons",
    "todd lyons",
    "madison sheahan",
    "timothy s robbins",
    "c m cronen",
    "christopher m cronen",
)
"""Officials who signed for the office on published agreements, folded."""


def is_office(text: str) -> bool:
    """Whether a line speaks of the office."""
    return bool(_OFFICE.search(text) or _PHONE.search(text))


def is_office_title(text: str) -> bool:
    """Whether a title is one that the office's signatories bear."""
    return bool(_OFFICE_TITLE.search(text))


def is_signatory(name: str) -> bool:
    """Whether a name is that of an official who signs for the office."""
    folded = re.sub(r"[^a-z ]", "", name.lower().replace(".", " ")).strip()
    return re.sub(r"\s+", " ", folded) in SIGNATORIES
