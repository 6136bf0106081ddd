"""Find phrases in a text by their words. In: tables of phrases, a text. Out: how often each table was met. Pure.

A phrase is plain words with blanks between. A word may end with `*` (any ending), and `..` stands for up to three words between two.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

MAX_TEXT: Final = 20_000
"""Characters of a text that are looked at."""
GAP: Final = 3
SPACED: Final = 3
"""Single letters in a row that are one word."""
STOP: Final = "|"
"""Between two texts: no phrase reaches over it."""
_WORD: Final = re.compile(r"[a-z0-9]+")
_APOSTROPHE: Final = re.compile(r"['’‘`´]")
_MIXED: Final = re.compile(r"(?=[a-z0-9]*[a-z])(?=[a-z]+[013457])[a-z][a-z0-9]{2,20}")
_FIGURES: Final = str.maketrans("013457", "oieast")
_KEY: Final = 3
"""Letters of a word with an open ending by which it is indexed."""


def words(text: str) -> list[str]:
    """Lower-case words without accents, apostrophes and punctuation: "287(g)" is "287", "g"; "Sheriff's" is "sheriffs"."""
    plain = _APOSTROPHE.sub("", text[:MAX_TEXT].lower())
    if not plain.isascii():
        # Marks that nobody sees (soft hyphens, joiners) part no word.
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return _WORD.findall(plain)


def undisguised(text: Sequence[str]) -> list[str]:
    """The same words with spaced letters joined ("b o m b") and figures in the place of letters read as these ("b0mb")."""
    out: list[str] = []
    for single, run in groupby(text, key=lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        if single and letters[0] in "ai" and len(letters) > SPACED:
            out.append(letters.pop(0))
        out.extend(["".join(letters)] if single and len(letters) >= SPACED else letters)
    return [word.translate(_FIGURES) if _MIXED.fullmatch(word) else word for word in out]


def pattern(lines: str) -> re.Pattern[str]:
    """Whole words; each line holds alternatives, written as regular expressions."""
    return re.compile(rf"\b(?:{'|'.join(line.strip() for line in lines.strip().splitlines())})\b")


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    """`second` is its second word where that is a plain one, else empty."""

    table: str
    parts: tuple[str, ...]
    second: str


class Phrases:
    """Tables of phrases, indexed by the first word so that a text costs a look or two a word."""

    def __init__(self, tables: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[_Phrase]] = defaultdict(list)
        self._open: dict[str, list[_Phrase]] = defaultdict(list)
        for table, phrases in tables.items():
            for phrase in phrases:
                parts = tuple(phrase.split())
                first, second = parts[0], parts[1] if len(parts) > 1 else ""
                made = _Phrase(table, parts, "" if second == ".." or second.endswith("*") else second)
                if first.endswith("*"):
                    if len(first) <= _KEY:
                        raise ValueError(f"{phrase!r}: an open word needs at least {_KEY} letters where it stands first")
                    self._open[first[:_KEY]].append(made)
                else:
                    self._exact[first].append(made)

    def met(self, text: Sequence[str]) -> Counter[str]:
        """How many phrases of each table stand in these words; each phrase counts once."""
        found: set[_Phrase] = set()
        exact, open_, none = self._exact, self._open, ()
        for at, (word, following) in enumerate(pairwise((*text, ""))):
            for phrase in exact.get(word, none):
                # Most phrases end here, and a call costs more than a look.
                if (not phrase.second or phrase.second == following) and phrase not in found and _stands(phrase.parts, 1, text, at + 1):
                    found.add(phrase)
            for phrase in open_.get(word[:_KEY], none):
                if phrase not in found and _stands(phrase.parts, 0, text, at):
                    found.add(phrase)
        return Counter(phrase.table for phrase in found)


def _stands(parts: tuple[str, ...], part: int, text: Sequence[str], at: int) -> bool:
    """Whether the rest of a phrase stands at a place."""
    while part < len(parts):
        wanted = parts[part]
        if wanted == "..":
            end = next((i for i in range(at, min(at + GAP, len(text))) if text[i] == STOP), at + GAP)
            return any(_stands(parts, part + 1, text, i) for i in range(at, end + 1))
        if at >= len(text):
            return False
        if wanted.endswith("*"):
            if not text[at].startswith(wanted[:-1]):
                return False
        elif text[at] != wanted:
            return False
        part, at = part + 1, at + 1
    return True
