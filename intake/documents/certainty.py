"""How sure a value is that was recognised on a picture. In: a field and its page of words. Out: the field, its confidence lowered. Pure.

The rules that find values presume that the words are right. A value is no surer than the weakest word it was read from.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from intake.documents.document import Field, Source
from intake.documents.words import Line, PageWords, Word, lies_in

CLEAR: Final = 0.9
"""Of the weakest word: from here on the engine is hardly ever wrong."""
LOST: Final = 0.3
"""Of the weakest word: from here down it is hardly ever right."""
FLOOR: Final = 0.35
"""What is left of a field's confidence when its weakest word is lost."""


def lowered(field: Field, page: PageWords) -> Field:
    """The field with the doubt of its words."""
    return replace(field, confidence=round(field.confidence * of(field, page), 2))


def of(field: Field, page: PageWords, line: Line | None = None) -> float:
    """What is left of a field's confidence, FLOOR to 1; 1 where it was not recognised on a picture.

    `line` is where it was read, if that is no line of the page.
    """
    if field.source is not Source.OCR:
        return 1.0
    words = _origin(field, line.words if line else page.words)
    weakest = min((word.confidence for word in words), default=LOST)
    return FLOOR + (1 - FLOOR) * max(0.0, min(1.0, (weakest - LOST) / (CLEAR - LOST)))


def _origin(field: Field, words: Sequence[Word]) -> list[Word]:
    """The words of the field's place that its value is made of, else those of its raw text, else all that stand there."""
    there = [word for word in words if lies_in(word.bbox, field.bbox, 1) and _folded(word.text)]
    value = " ".join(field.value) if isinstance(field.value, tuple) else str(field.value)
    for text in (_folded(value), _folded(field.raw)):
        among = [word for word in there if _folded(word.text) in text]
        if among:
            return among
    return there


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
