"""The text of a paper in reading order, with the way back to the page. In: lines. Out: text, and page, box and source of any stretch of
it. Pure.
"""

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from intake.documents import people
from intake.documents import words as layout
from intake.documents.document import BBox, Field, Source
from intake.documents.persons import HARD
from intake.documents.words import Line

RAW_LIMIT: Final = 300
"""Characters kept of what a field was read from."""
PROSE: Final = 35
"""Characters of a line that is of running text: such lines show where the margin is."""
SHORT: Final = 25
"""A line with fewer characters is never one that runs on."""
LEAP: Final = 0.35
"""Heights of a line by which the room above a new paragraph is wider than that between its lines."""
RAGGED: Final = 12.0
"""Points by which the longest line falls short of the margin that its writer set, with a blank."""


LABEL: Final = re.compile(r"^\s*[A-Z][\w '’()/.\-]{1,40}?\s*:\s+(?=\S)")
_OPEN: Final = re.compile(
    r"(?:\b(?:a|an|the|of|at|is|are|was|or|and|to|by|for|with|in|on|our|my|his|her|their|your|as|from|be|that|which|who|will|may|can|phone|number)|[,(])$"
)
"""How a line ends that goes on below."""
_ITEM: Final = re.compile(r"\s*(?:[•▪◦*·o\-–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_ASKS: Final = re.compile(r"phone|mail|contact|name|title|rank|fax|cell|tel\b|address|agency|model|number|officers|county", re.IGNORECASE)
"""What a line begins with that answers a question ("Contact phone: …")."""


class Body:
    """Lines joined by line feeds in `text`, by blanks in `flow`, in `joined` by blanks where a sentence runs on and by HARD elsewhere.

    Offsets mean the same in all three.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._starts: list[int] = []
        position = 0
        for line in self.lines:
            self._starts.append(position)
            position += len(line.text) + 1
        self.text = "\n".join(line.text for line in self.lines)
        self.flow = self.text.replace("\n", " ")

    @cached_property
    def joined(self) -> str:
        """A line runs on where the next one's first word would not have fitted into it: its writer did not end it."""
        margins = {page: _margin([line for line in self.lines if line.page == page]) for page in {line.page for line in self.lines}}
        rooms = {page: _room([line for line in self.lines if line.page == page]) for page in margins}
        pieces: list[str] = []
        for line, following in zip(self.lines, (*self.lines[1:], None), strict=True):
            pieces.append(line.text.replace(HARD, " "))
            if following is not None:
                word = following.words[0].bbox
                wanted = line.bbox[2] + (word[2] - word[0]) + RAGGED
                runs = following.page == line.page and wanted > margins[line.page] and line.bbox[1] < following.bbox[1]
                high = line.bbox[3] - line.bbox[1]
                room = following.bbox[1] - line.bbox[3]
                near = room < 0.9 * high and room - rooms[line.page] < LEAP * high
                # A sentence does not end in such a word, however ragged the margin is.
                runs = runs or (bool(_OPEN.search(line.text)) and following.page == line.page and line.bbox[1] < following.bbox[1])
                runs = runs and near and len(line.text) >= SHORT and not self._begins_anew(following, line)
                # Questions one below the other.
                runs = runs and not (LABEL.match(line.text) and LABEL.match(following.text))
                pieces.append(" " if runs else HARD)
        return "".join(pieces)

    @staticmethod
    def _begins_anew(line: Line, before: Line) -> bool:
        """Whether a line is an item of a list, or answers a question."""
        label = LABEL.match(line.text)
        alone = len(line.words) == 1 and bool(people.EMAIL.fullmatch(line.text)) and not _OPEN.search(before.text)
        return alone or bool(_ITEM.match(line.text) or (label and _ASKS.search(label.group())))

    def start_of(self, index: int) -> int:
        """Where line `index` begins."""
        return self._starts[index] if index < len(self._starts) else len(self.text)

    def line_at(self, offset: int) -> int:
        """The line that holds `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def place(self, start: int, end: int) -> tuple[int, BBox, Source]:
        """Page, box and source of a stretch of the text."""
        if not self.lines:
            return 1, (0.0, 0.0, 0.0, 0.0), Source.TEXT
        first, last = self.line_at(start), self.line_at(max(start, end - 1))
        boxes: list[BBox] = []
        source = self.lines[first].words[0].source
        for index in range(first, last + 1):
            line = self.lines[index]
            if line.page != self.lines[first].page:
                break
            cursor = 0
            for word in line.words:
                at = line.text.find(word.text, cursor)
                cursor = at + len(word.text)
                begin = self._starts[index] + at
                if begin < end and begin + len(word.text) > start:
                    boxes.append(word.bbox)
                    source = word.source if len(boxes) == 1 or word.source is Source.FORM else source
        return self.lines[first].page, layout.union(boxes) if boxes else self.lines[first].bbox, source

    def field(self, name: str, value: str | int | tuple[str, ...], start: int, end: int, confidence: float) -> Field:
        """A field read from a stretch of the text."""
        page, box, source = self.place(start, end)
        raw = self.flow[start:end].strip()[:RAW_LIMIT]
        return Field(name, value, raw, page, box, source, round(max(0.0, min(1.0, confidence)), 2))


def _room(lines: Sequence[Line]) -> float:
    """The room between two lines of one paragraph: what most lines of text leave to the next."""
    pairs = [(one, other) for one, other in itertools.pairwise(lines) if len(one.text) >= PROSE]
    rooms = sorted(
        other.bbox[1] - one.bbox[3] for one, other in pairs if abs(other.bbox[0] - one.bbox[0]) < RAGGED and other.bbox[1] > one.bbox[1]
    )
    return rooms[len(rooms) // 4] if rooms else 0.0


def _margin(lines: Sequence[Line]) -> float:
    """Where lines of running text end, at most; one that alone goes farther has no say."""
    ends = sorted((line.bbox[2] for line in lines if len(line.text) >= PROSE), reverse=True)
    return next((one for one, other in itertools.pairwise(ends) if one - other <= 2 * RAGGED), ends[0] if ends else 0.0)


def line_field(name: str, value: str | int | tuple[str, ...], line: Line, confidence: float, raw: str | None = None) -> Field:
    """A field read from a whole line."""
    return Field(name, value, (raw if raw is not None else line.text)[:RAW_LIMIT], line.page, line.bbox, line.source, round(confidence, 2))
