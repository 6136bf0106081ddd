"""The text of a paper in reading order, with the way back to the page. In: lines. Out: text, and page, box and source of any stretch of
it. Pure.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from intake.documents import words as layout
from intake.documents.document import BBox, Field, Source
from intake.documents.words import Line

RAW_LIMIT: Final = 300
"""Characters kept of what a field was read from."""


class Body:
    """Lines joined by line feeds in `text`, by blanks in `flow`; offsets mean the same in both."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._starts: list[int] = []
        position = 0
        for line in self.lines:
            self._starts.append(position)
            position += len(line.text) + 1
        self.text = "\n".join(line.text for line in self.lines)
        self.flow = self.text.replace("\n", " ")

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


def line_field(name: str, value: str | int | tuple[str, ...], line: Line, confidence: float, raw: str | None = None) -> Field:
    """A field read from a whole line."""
    return Field(name, value, (raw if raw is not None else line.text)[:RAW_LIMIT], line.page, line.bbox, line.source, round(confidence, 2))
