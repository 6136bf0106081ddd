"""Places of a paper that must be masked. In: pages of words. Out: boxes. Pure.

The words of all pages make one text with a line for each line, so that a list may go on from page to page; wide room between two words
stands in it as two blanks, because that is where columns end. What stands in the text is the business of security/sensitive.py.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from intake.documents import words as layout
from intake.documents.document import BBox, Sensitive
from intake.documents.words import Line, PageWords, Word
from intake.security import sensitive
from intake.security.sensitive import Kind, Place

MOST: Final = 400
"""Places named of one paper; lists of people, which hold the others, come before them where it is cut."""
COLUMN_GAP: Final = 0.7
"""Room between two words, in heights of a word, from which on they stand in two columns."""
MOST_TEXT: Final = 200_000
"""Characters of a text file that are looked at."""


def find(pages: Sequence[PageWords]) -> tuple[Sensitive, ...]:
    """Social Security numbers, dates of birth and lists of people, in their order; a list has a box on each of its pages."""
    text = _Text([line for page in pages for line in page.lines])
    places = _bounded(sensitive.find(text.text))
    return tuple(dict.fromkeys(each for place in places for each in text.boxes(place)))[:MOST]


def of_text(text: str) -> tuple[Sensitive, ...]:
    """Of a text file, which has lines and no pages: `line` counts from 1, page and box are zero."""
    return tuple(Sensitive(place.kind, 0, (0.0, 0.0, 0.0, 0.0), place.line) for place in _bounded(sensitive.find(text[:MOST_TEXT])))


def suspected(text: str) -> bool:
    """Whether a page's plain text holds anything, so that its words are worth the reading."""
    return bool(sensitive.find(text)) or sensitive.announced(text)


def _bounded(places: Sequence[Place]) -> list[Place]:
    if len(places) <= MOST:
        return list(places)
    first = [place for place in places if place.kind is Kind.ROSTER]
    first += [place for place in places if place.kind is not Kind.ROSTER]
    return sorted(first[:MOST], key=lambda place: place.start)


class _Text:
    """Lines of pages as one text, with the way back to the words."""

    def __init__(self, lines: Sequence[Line]) -> None:
        pieces: list[str] = []
        self._words: list[Word] = []
        self._starts: list[int] = []
        at = 0
        for line in lines:
            before: Word | None = None
            for word in line.words:
                between = "" if before is None else _between(before, word)
                pieces += (between, word.text)
                at += len(between)
                self._words.append(word)
                self._starts.append(at)
                at += len(word.text)
                before = word
            pieces.append("\n")
            at += 1
        self.text = "".join(pieces)

    def boxes(self, place: Place) -> list[Sensitive]:
        """One on each page that the place stands on."""
        first = max(0, bisect_right(self._starts, place.start) - 1)
        found: dict[int, list[BBox]] = {}
        for index in range(first, len(self._words)):
            if self._starts[index] >= place.end:
                break
            word = self._words[index]
            if self._starts[index] + len(word.text) > place.start:
                found.setdefault(word.page, []).append(word.bbox)
        return [Sensitive(place.kind, page, layout.union(boxes)) for page, boxes in found.items()]


def _between(before: Word, word: Word) -> str:
    height = max(before.bbox[3] - before.bbox[1], 1.0)
    room = word.bbox[0] - before.bbox[2]
    return "  " if room > COLUMN_GAP * height or room < -height else " "
