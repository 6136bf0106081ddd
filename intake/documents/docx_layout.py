"""Lay a Word file out as pages of words, so that the rules for letters and agreements can read it. In: blocks. Out: pages. Pure.

A Word file has no places before a program sets it. Ours are made up, as a typewriter would put them: good enough to tell lines, columns
and gaps, and to point a person to a line; never good enough to say that something is missing from a place. Pages break where Word last
broke them, else when they are full.
"""

import re
from collections.abc import Sequence
from typing import Final

from intake.documents import docx
from intake.documents import words as layout
from intake.documents.document import Source
from intake.documents.docx import Block, Paragraph, Row, WordFile
from intake.documents.words import Layer, PageWords, Word

WIDTH: Final = 612.0
HEIGHT: Final = 792.0
MARGIN: Final = 72.0
STEP: Final = 5.5
"""Width of a character."""
PITCH: Final = 14.0
"""From one line to the next."""
SIZE: Final = 12.0
"""Height of a word."""
TAB: Final = 36.0
GAP: Final = 10.0
"""Room before or after a paragraph that shows; less is how Word sets lines that belong together."""
FULL: Final = 47
"""Lines of a page, where Word left no mark of its own breaks."""
OVERFULL: Final = 160
"""Lines of a page, whatever its marks."""
PAGES: Final = 400

_WORDS: Final = re.compile(r"[^\s_]+(?:_[^\s_]+)*|_+")


class WordPages:
    """A Word file as pages. Its words are certain, their places are not: Layer.TYPED."""

    has_form: Final = False

    def __init__(self, content: bytes) -> None:
        """Raises errors.UnreadablePaper."""
        self.file = docx.read(content)
        self._pages = _Setter(self.file).pages()

    @property
    def count(self) -> int:
        """Pages, at least one."""
        return len(self._pages)

    def text(self, number: int) -> str:
        """The text of a page."""
        return self._pages[number - 1].text

    def words(self, number: int) -> PageWords:
        """Words and lines of a page; a picture as large as a page comes after the text as a page of its own."""
        return self._pages[number - 1]


class _Setter:
    """Sets blocks line by line."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._marked = _breaks(file.body)
        self._done: list[PageWords] = []
        self._words: list[Word] = []
        self._begin()

    def pages(self) -> list[PageWords]:
        """All pages."""
        for block in self._file.body:
            self._block(block, MARGIN, WIDTH - 2 * MARGIN, top=True)
        if self._body_words() or not self._done:
            self._end()
        for _ in range(min(self._file.pictures, PAGES - len(self._done))):
            self._done.append(PageWords(len(self._done) + 1, WIDTH, HEIGHT, (), (), (), Layer.PICTURE))
        return self._done

    def _begin(self) -> None:
        self._words = []
        self._y = MARGIN / 2
        for block in self._file.header if self._done else self._file.first_header:
            self._block(block, MARGIN, WIDTH - 2 * MARGIN, top=False)
        self._head = len(self._words)
        self._y = max(MARGIN, self._y + PITCH if self._head else 0.0)
        self._start = self._y

    def _body_words(self) -> bool:
        return len(self._words) > self._head

    def _end(self) -> None:
        foot = self._file.footer if self._done else self._file.first_footer
        height = max(HEIGHT, self._y + MARGIN)
        self._y = max(self._y + PITCH, height - MARGIN / 2 - PITCH * sum(_lines(block) for block in foot))
        for block in foot:
            self._block(block, MARGIN, WIDTH - 2 * MARGIN, top=False)
        number = len(self._done) + 1
        words = tuple(word._replace(page=number) for word in self._words)
        layer = Layer.TYPED if words else Layer.EMPTY
        self._done.append(PageWords(number, WIDTH, max(height, self._y + PITCH), words, layout.lines_of(words), (), layer))
        self._begin()

    def _break(self) -> None:
        """Begin a page, unless this one is still empty: one break often stands twice, as it was set and as it was shown."""
        if not self._body_words():
            self._y = self._start
        elif len(self._done) < PAGES:
            self._end()

    def _block(self, block: Block, left: float, width: float, *, top: bool) -> None:
        if isinstance(block, Row):
            self._row(block, left, width, top=top)
            return
        if block.starts_page and top:
            self._break()
        self._y += _gap(block.before)
        tabs, indent = block.tabs, min(block.indent, width / 2)
        for number, stretch in enumerate(block.text.split(docx.PAGE)):
            if number and top:
                self._break()
            for text in stretch.split("\n"):
                self._paragraph(text, block.align, left + indent, width - indent, tabs, top=top)
        self._y += _gap(block.after)

    def _paragraph(self, text: str, align: str, left: float, width: float, tabs: Sequence[float], *, top: bool) -> None:
        if not text.strip():
            self._y += PITCH
            return
        row: list[tuple[str, float]] = []
        at = 0.0
        for number, stretch in enumerate(text.split("\t")):
            if number:
                at = _next_stop(at, tabs)
            for match in _WORDS.finditer(stretch):
                word = match.group()
                long = len(word) * STEP
                if row and at + long > width:
                    self._line(row, align, left, width, top=top)
                    row, at = [], 0.0
                row.append((word, at))
                at += long + STEP
        if row:
            self._line(row, align, left, width, top=top)

    def _line(self, row: Sequence[tuple[str, float]], align: str, left: float, width: float, *, top: bool) -> None:
        lines = (self._y - self._start) / PITCH if top else 0.0
        if lines >= (OVERFULL if self._marked else FULL):
            self._break()
        used = row[-1][1] + len(row[-1][0]) * STEP
        shift = {"center": (width - used) / 2, "right": width - used}.get(align, 0.0)
        left += max(0.0, shift)
        for text, at in row:
            # A rule of underscores is a blank to write on, no word.
            if text.strip("_"):
                x = round(left + at, 2)
                box = (x, round(self._y, 2), round(x + len(text) * STEP, 2), round(self._y + SIZE, 2))
                self._words.append(Word(text, box, 0, Source.TEXT))
        self._y += PITCH

    def _row(self, row: Row, left: float, width: float, *, top: bool) -> None:
        """Cells begin at one height; the row ends with the longest. A row that does not fit begins a page."""
        ends = max((cell.left + cell.width for cell in row.cells), default=width)
        scale = min(1.0, width / ends) if ends > 0 else 1.0
        if top and not self._marked and self._y - self._start + PITCH * _lines(row) > FULL * PITCH:
            self._break()
        if top and any(_breaks(cell.blocks) for cell in row.cells[:1]):
            self._break()
        highest = begin = self._y
        for cell in row.cells:
            self._y = begin
            for block in cell.blocks:
                self._block(block, left + cell.left * scale, max(STEP * 8, cell.width * scale - STEP), top=False)
            highest = max(highest, self._y)
        self._y = highest


def _gap(room: float) -> float:
    return min(room, 2 * PITCH) if room >= GAP else 0.0


def _next_stop(at: float, tabs: Sequence[float]) -> float:
    own = next((stop for stop in tabs if stop > at), None)
    return own if own is not None else (at // TAB + 1) * TAB


def _lines(block: Block) -> int:
    """Lines a block takes at least."""
    if isinstance(block, Row):
        return max((sum(_lines(each) for each in cell.blocks) for cell in block.cells), default=0)
    return 1 + block.text.count("\n") + len(block.text) // 85


def _breaks(blocks: Sequence[Block]) -> bool:
    """Whether any page break is marked."""
    return any(
        (block.starts_page or docx.PAGE in block.text)
        if isinstance(block, Paragraph)
        else any(_breaks(cell.blocks) for cell in block.cells)
        for block in blocks
    )
