"""Where one paper of a file ends and the next begins. In: the text of its pages. Out: ranges of pages, and what each is. Pure.

Ranges cover the whole file: a cover sheet goes with what follows it, enclosures with what they follow. A file is cut only where that is
plain: before an agreement on another model than the one before it, and between a letter of interest and the agreement behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.documents import classify
from intake.documents.classify import Classified
from intake.documents.document import Form, Model

MOST_PAPERS: Final = 4
"""A letter, and an agreement for each of the three models."""
MOST_COVERS: Final = 6
"""Pages before a letter, as in `classify`."""

_FAX: Final = re.compile(
    r"\bfa(?:x|csimile)\s+(?:cover|trans\w+)|\bpages?\s*\(?(?:including|incl\.)|\b(?:number|no\.|#)\s*of\s*pages", re.IGNORECASE
)
_ADDRESSED: Final = re.compile(
    r"^\s*(?:dear\b|to\s+whom\s+it|sincerely|respectfully|very\s+truly|(?:best|warm\w*|kind)?\s*regards)", re.I | re.M
)
_APPENDIX: Final = re.compile(r"^\s*(?:APPENDIX|ADDENDUM|ATTACHMENT|EXHIBIT)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """Pages `first` to `last`, from 1. `found` says what they are; its `start` counts in the file."""

    first: int
    last: int
    found: Classified


def split(texts: Sequence[str]) -> tuple[Part, ...]:
    """The papers of a file, at least one."""
    cuts = _agreements(texts)
    if not cuts:
        return (whole(texts),)
    letter = _letter(texts[: cuts[0] - 1])
    firsts = [1, *(cuts if letter else cuts[1:])]
    lasts = [*(first - 1 for first in firsts[1:]), len(texts)]
    found = [_part(texts, first, last) for first, last in zip(firsts, lasts, strict=True)]
    if letter:
        found[0] = replace(found[0], found=replace(found[0].found, start=letter))
    wanted = [*([Form.LOI] if letter else []), *(Form.MOA for _ in cuts)]
    if len(found) == 1 or len(found) > MOST_PAPERS or [part.found.form for part in found] != wanted:
        return (whole(texts),)
    return tuple(found)


def whole(texts: Sequence[str]) -> Part:
    """The file as one paper."""
    return Part(1, len(texts), classify.classify(texts))


def _agreements(texts: Sequence[str]) -> list[int]:
    """The pages on which agreements begin, each on another model than those before it."""
    models: set[Model | None] = set()
    cuts: list[int] = []
    for number, text in enumerate(texts, 1):
        if not classify.begins_agreement(text) or _APPENDIX.search(text[: classify.TITLE_ZONE]):
            continue
        # Nobody knows whether an agreement whose model is not in its title is a copy of the one before it.
        model = classify.titled_model(text)
        if not cuts or (model is not None and None not in models and model not in models):
            cuts.append(number)
            models.add(model)
    return cuts


def _letter(texts: Sequence[str]) -> int:
    """The page on which a letter of interest begins, of those that lie before an agreement; 0 where they are mere covers."""
    for number, text in enumerate(texts[:MOST_COVERS], 1):
        if _ADDRESSED.search(text) and not _FAX.search(text) and classify.classify((text,)).form is Form.LOI:
            return number
    return 0


def _part(texts: Sequence[str], first: int, last: int) -> Part:
    found = classify.classify(texts[first - 1 : last])
    return Part(first, last, replace(found, start=found.start + first - 1))
