"""Words as the search compares them. In: a text. Out: words without case, accents and marks. Pure.

Both databases are given finished words, so that they find the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

LONGEST_WORD: Final = 40
_APOSTROPHES: Final = re.compile("['\u2019\u02bc]")
_WORD: Final = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """ "Sheriff's Office, Doña Ana" becomes "sheriffs office, dona ana"."""
    if text.isascii():
        return text.lower().replace("'", "")
    plain = "".join(each for each in unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)) if not unicodedata.combining(each))
    return plain.casefold()


def words(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of these texts, each once, in order; of very long ones the beginning, of plurals the singular."""
    found = (_bare(word)[:LONGEST_WORD] for text in texts for word in _WORD.findall(folded(text)))
    return tuple(dict.fromkeys(found))


def _bare(word: str) -> str:
    """Without the mark of a plural or a possessive: who looks for "sheriff" means "sheriff's" too."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
