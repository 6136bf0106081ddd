"""Put right how recognition commonly spoils a page. In: words as recognised, row by row. Out: words as they stand on the paper. Pure.

Only slips of the pen, so to speak: a bar for an I, a semicolon behind a label, an address of mail cut at its sign, a letter too many in
a word that stands on every such paper. No name is guessed.
"""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from intake.documents.words import Word

_LABEL: Final = re.compile(
    r"(?P<label>name|title|date|signature|by|agency|lea|ice|phone|e-?mail|fax|address|department|office|enforcement)[;,]", re.IGNORECASE
)
_EDGE: Final = re.compile(r"^[_~—–‘'|\\]+(?=[A-Za-z0-9(])|(?<=[A-Za-z0-9).,:])[_~—–|\\]+\.?$")
_HOST: Final = re.compile(r"[\w\-]+(?:[.,][\w\-]+)+[.,;]?$")
_LOCAL: Final = re.compile(r"[\w.+\-\]\[|]+$")
KNOWN: Final = (
    "agency", "agreement", "appendix", "captain", "chief", "constable", "county", "department", "deputy", "director", "division",
    "enforcement", "jail", "lieutenant", "memorandum", "model", "office", "officer", "parish", "police", "program", "public",
    "respectfully", "revised", "safety", "sergeant", "service", "sheriff", "sheriff's", "sheriffs", "signature", "sincerely", "street",
    "title", "undersheriff", "warrant",
)  # fmt: skip
"""Words that stand on letters of interest and agreements, and are no names."""
_ALMOST: Final = 0.93
"""A word the engine is surer of than this is left as it is: it may be a name that is like a known word."""
_LIKE: Final = 82
"""How alike a known word must be, of 100."""
GAP: Final = 0.9
"""Room inside an address, in heights of a word."""


def mended(row: Sequence[Word]) -> list[Word]:
    """The words of one row."""
    found = [_plain(word, row[index + 1 : index + 2]) for index, word in enumerate(row)]
    return _addresses(_headings([word for word in found if word is not None]))


def _plain(word: Word, following: Sequence[Word]) -> Word | None:
    if word.text in ("|", "l", "!"):
        # "| am writing" is how "I am writing" is read; alone it is the edge of something.
        lower = bool(following) and following[0].text[:1].islower()
        return word._replace(text="I") if lower else word if word.text == "l" else None
    text = _EDGE.sub("", word.text)
    return word._replace(text=_known(text, word.confidence)) if text else None


def _known(text: str, confidence: float) -> str:
    """ "Sherilf" is a sheriff."""
    core = text.rstrip(".,;:")
    if confidence >= _ALMOST or len(core) < 5 or not core.replace("'", "").replace("’", "").isalpha():
        return text
    lower = core.lower().replace("’", "'")
    best = max(KNOWN, key=lambda known: fuzz.ratio(lower, known))
    if lower == best or lower in KNOWN or lower.rstrip("s") in KNOWN or fuzz.ratio(lower, best) < _LIKE:
        return text
    spelt = best.upper() if core.isupper() else best.capitalize() if core[0].isupper() else best
    return spelt + text[len(core) :]


def _headings(row: list[Word]) -> list[Word]:
    """ "Name;" is a label, and so is the end of "For the … Department;"."""
    party = bool(row) and row[0].text.lower() == "for"
    return [word._replace(text=word.text[:-1] + ":") if _is_label(word.text, index == 0, party) else word for index, word in enumerate(row)]


def _is_label(text: str, first: bool, party: bool) -> bool:
    if not _LABEL.fullmatch(text):
        return False
    return (first and not party) or (text[-1] == ";" and (party or text[0].isupper()))


def _addresses(row: list[Word]) -> list[Word]:
    """Join what belongs to one address of mail."""
    found: list[Word] = []
    for word in row:
        before = found[-1] if found else None
        if before is not None and _near(before, word) and _one_address(before.text, word.text):
            left, right = before.bbox, word.bbox
            box = (left[0], min(left[1], right[1]), right[2], max(left[3], right[3]))
            found[-1] = before._replace(text=before.text + word.text, bbox=box, confidence=min(before.confidence, word.confidence))
        else:
            found.append(word)
    return [word._replace(text=_address(word.text)) if "@" in word.text else word for word in found]


def _near(one: Word, other: Word) -> bool:
    return other.bbox[0] - one.bbox[2] <= GAP * max(one.bbox[3] - one.bbox[1], other.bbox[3] - other.bbox[1])


def _one_address(one: str, other: str) -> bool:
    if other[0] == "@":
        return "@" not in one and bool(_LOCAL.fullmatch(one))
    if one[-1] == "@":
        return bool(_HOST.match(other))
    # "ellis." "boone@doc.al.gov", "name@county." "gov"
    if "@" in other:
        return one[-1] in "._-" and bool(_LOCAL.fullmatch(one))
    return "@" in one and one[-1] in "._-" and bool(re.fullmatch(r"[a-z][\w\-]*(?:\.[a-z]{2,4})*\.?", other))


def _address(text: str) -> str:
    local, sign, host = text.partition("@")
    local = re.sub(r"[\]\[|]", "l", local)
    return local + sign + re.sub(r",(?=\w)", ".", host)
