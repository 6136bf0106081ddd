"""Hide what must not be shown. In: a text. Out: the text with Social Security numbers masked. Pure."""

import re
from typing import Final

# Three, two and four digits with dashes, dots or blanks between; nine digits alone only after words that announce them.
SPACED: Final = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}([-. \u2010-\u2015])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])")
ANNOUNCED: Final = re.compile(r"(?i)\b(ssn|social security(?: number| no\.?)?)\b(\W{0,12})(\d{9})(?!\d)")
MASK: Final = "***-**-****"


def masked(text: str) -> str:
    """The text to show."""
    return ANNOUNCED.sub(lambda found: f"{found[1]}{found[2]}{MASK}", SPACED.sub(MASK, text))
