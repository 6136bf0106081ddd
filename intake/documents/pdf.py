"""Open a PDF within bounds and read its pages. In: bytes. Out: pages of words, with what is drawn on them. Pure.

pdfium does the work; it is not safe in threads even across documents, so a process reads one paper at a time. Its form engine is never
started: a small hostile file makes it hang inside C. Form values are read by `acroform` instead.
"""

import ctypes
import math
import re
from collections import OrderedDict
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import pypdfium2
import pypdfium2.raw as c

from intake.documents import pdf_marks
from intake.documents import words as layout
from intake.documents.document import BBox, Source
from intake.documents.pdf_marks import Geometry
from intake.documents.turn import Turn
from intake.documents.words import Layer, Mark, MarkKind, PageWords, Word
from intake.errors import UnreadablePaper

if TYPE_CHECKING:
    from intake.documents.picture import Grey

MAX_CHARS: Final = 60_000
"""Characters read of one page."""
OPEN_PAGES: Final = 16
"""Pages kept open at once."""
COVERED: Final = 0.55
"""A picture over more than this share of a page makes the page a scan."""
PARTLY: Final = 0.3
"""A picture over more than this share of a page with few words may hold what the page has to say."""
FEW_WORDS: Final = 60
"""A recognised page has more words; fewer were typed onto a picture."""
DOTS: Final = 200
"""Dots to the inch of a page that is drawn to be read."""
MAX_PIXELS: Final = 10_000_000
"""Of a page as drawn: more than twice a letter page; a larger page is drawn coarser."""
MAX_SOURCE_PIXELS: Final = 90_000_000
"""Of all pictures on a page: twice a letter page of 600 dots to the inch."""

LOOKED_AT: Final = 120
"""Characters of a page that are asked which way they run."""
LEAST_AGREEING: Final = 30
"""Characters that must run one way before the page is turned for them."""
MOSTLY: Final = 0.7
"""Share of the characters asked that must run that way."""

_PASSWORD: Final = 4
_TOKEN: Final = re.compile(r"_{2,}|(?:[^ \t\r\n\f\v\xa0_\ufffe\u0002]|_(?!_))+")


class PdfPages:
    """An open PDF as pages. Close it; a page is parsed when first asked for."""

    def __init__(self, content: bytes) -> None:
        """Raises errors.UnreadablePaper with the code "password", "damaged" or "empty"."""
        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as wrong:
            if getattr(wrong, "err_code", None) == _PASSWORD or "password" in str(wrong).lower():
                raise UnreadablePaper("password", "The file is protected by a password.") from wrong
            raise UnreadablePaper("damaged", "The file is damaged and cannot be opened.") from wrong
        self._count = len(self._document)
        if self._count == 0:
            self._document.close()
            raise UnreadablePaper("empty", "The file has no pages.")
        self._open: OrderedDict[int, tuple[Any, Any]] = OrderedDict()
        self._texts: dict[int, str] = {}
        self._words: dict[int, PageWords] = {}
        self._extra: dict[int, tuple[tuple[Word, ...], tuple[Mark, ...]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        for page, text in self._open.values():
            text.close()
            page.close()
        self._open.clear()
        self._document.close()

    @property
    def count(self) -> int:
        """Pages in the file."""
        return self._count

    @property
    def has_form(self) -> bool:
        """Whether the file carries form fields."""
        return bool(c.FPDF_GetFormType(self._document.raw) != c.FORMTYPE_NONE)

    def attachments(self, limit: int, max_bytes: int) -> tuple[tuple[str, bytes], ...]:
        """Names and contents of files inside the file (a portfolio); at most `limit`, none larger than `max_bytes`."""
        found: list[tuple[str, bytes]] = []
        for index in range(min(limit, max(0, self._document.count_attachments()))):
            try:
                item = self._document.get_attachment(index)
                size = ctypes.c_ulong()
                if not c.FPDFAttachment_GetFile(item.raw, None, 0, size) or not 0 < size.value <= max_bytes:
                    continue
                found.append((str(item.get_name()), bytes(item.get_data())))
            except pypdfium2.PdfiumError:
                continue
        return tuple(found)

    def _page(self, number: int) -> tuple[Any, Any] | None:
        if number in self._open:
            self._open.move_to_end(number)
            return self._open[number]
        try:
            page = self._document[number - 1]
            if not pdf_marks.is_sheet(page):
                page.close()
                return None
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return None
        self._open[number] = (page, text)
        if len(self._open) > OPEN_PAGES:
            _, (old_page, old_text) = self._open.popitem(last=False)
            old_text.close()
            old_page.close()
        return page, text

    def text(self, number: int) -> str:
        """The text of a page in the file's order; "" where the page is broken."""
        if number not in self._texts:
            parts = self._page(number)
            if parts is None:
                self._texts[number] = ""
            else:
                raw, _ = _characters(parts[1])
                whole = layout.may_be_shifted(raw) and layout.shifted(raw.split())
                self._texts[number] = layout.unshift_text(raw) if whole else raw
        return self._texts[number]

    def add(self, number: int, words: tuple[Word, ...], marks: tuple[Mark, ...]) -> None:
        """Put form values onto a page, as if they had been printed there."""
        before_words, before_marks = self._extra.get(number, ((), ()))
        self._extra[number] = (before_words + words, before_marks + marks)
        self._words.pop(number, None)

    def words(self, number: int) -> PageWords:
        """Words, lines and marks of a page."""
        if number not in self._words:
            parts = self._page(number)
            self._words[number] = PageWords(number, 0.0, 0.0, (), (), (), Layer.PICTURE) if parts is None else self._read(number, *parts)
        return self._words[number]

    def picture(self, number: int, dots: float = DOTS) -> "tuple[Grey, float] | None":
        """The page drawn in grey, and the width of a pixel in points; None where it cannot be drawn within bounds.

        `dots` to the inch, or fewer on a large page.
        """
        parts = self._page(number)
        if parts is None or pdf_marks.pixels(parts[0]) > MAX_SOURCE_PIXELS:
            return None
        page = parts[0]
        width, height = page.get_width(), page.get_height()
        scale = min(dots / 72, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        if min(width, height) * scale < 1:
            return None
        try:
            drawn = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        except pypdfium2.PdfiumError:
            return None
        return drawn.to_numpy().reshape(drawn.height, drawn.width).copy(), 1 / scale

    def place(self, number: int, rect: tuple[float, float, float, float]) -> BBox:
        """A rectangle of page units (left, bottom, right, top) as a box of the upright page."""
        parts = self._page(number)
        if parts is None:
            return (0.0, 0.0, 0.0, 0.0)
        turn = self.words(number).turn
        return pdf_marks.turned(pdf_marks.geometry_of(parts[0]), turn.quarters if turn else 0).box(*rect)

    def _read(self, number: int, page: Any, text: Any, quarters: int | None = None) -> PageWords:
        """`quarters` of a turn to the left make the words upright; None: to be found out."""
        shown = pdf_marks.geometry_of(page)
        if quarters is None:
            quarters = _quarters(text, shown.rotation)
        geometry = pdf_marks.turned(shown, quarters)
        found, blanks, firsts = _read_words(number, text, geometry)
        marks, covered = pdf_marks.read(page, geometry)
        penned, typed = pdf_marks.annotations(page, geometry)
        layer = _judge(found, covered)
        if layer is Layer.PICTURE and quarters:
            # Words that are not to be trusted do not say how the page lies either.
            return self._read(number, page, text, quarters=0)
        if layer is Layer.PICTURE:
            # Of few words over a picture, those that can be seen were typed onto it; the others are somebody's guess at a part of it.
            found = [word for word, first in zip(found, firsts, strict=True) if _is_visible(text, first)]
            found = [] if layout.is_garbage(" ".join(word.text for word in found)) else found
            blanks = []
        extra_words, extra_marks = self._extra.get(number, ((), ()))
        marks += [Mark(MarkKind.RULE, blank) for blank in blanks]
        marks += [*penned, *extra_marks]
        every = [*found, *extra_words, *(word for text, box in typed for word in layout.spread(text, box, number, Source.TEXT))]
        lines = layout.lines_of(every, blanks)
        turn = Turn(quarters, 0.0, shown.width, shown.height) if quarters else None
        return PageWords(number, geometry.width, geometry.height, tuple(every), lines, pdf_marks.ticked(marks, every), layer, turn)


def _quarters(text: Any, rotation: int) -> int:
    """Quarter turns to the left that make the words of a page upright, where most of them run one way."""
    count = int(c.FPDFText_CountChars(text.raw))
    ways = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // LOOKED_AT)):
        angle = float(c.FPDFText_GetCharAngle(text.raw, index))
        # Blanks that the file does not hold have no angle.
        if angle >= 0 and c.FPDFText_GetUnicode(text.raw, index) > 32:
            ways[round(angle / (math.pi / 2)) % 4] += 1
    best = max(range(4), key=lambda way: ways[way])
    return (rotation + best) % 4 if ways[best] >= LEAST_AGREEING and ways[best] > MOSTLY * sum(ways) else 0


def _judge(words: list[Word], covered: float) -> Layer:
    if covered > PARTLY and len(words) < FEW_WORDS:
        return Layer.PICTURE
    if covered > COVERED:
        return Layer.PICTURE if layout.is_garbage(" ".join(word.text for word in words)) else Layer.FOREIGN
    if not words:
        return Layer.PICTURE if covered > 0.02 else Layer.EMPTY
    if layout.is_garbage(" ".join(word.text for word in words)):
        return Layer.PICTURE
    return Layer.BORN


def _characters(text: Any) -> tuple[str, list[int] | None]:
    """The characters, and their indices in the page where they are not simply 0, 1, 2…"""
    count = min(MAX_CHARS, max(0, int(c.FPDFText_CountChars(text.raw))))
    if count == 0:
        return "", None
    buffer = (ctypes.c_ushort * (count + 1))()
    written = int(c.FPDFText_GetText(text.raw, 0, count, buffer))
    raw = bytes(buffer)[: 2 * max(0, written - 1)]
    plain = raw.decode("utf-16-le", errors="replace")
    if len(plain) == count:
        return plain, None
    get = c.FPDFText_GetUnicode
    codes = [int(get(text.raw, index)) for index in range(count)]
    kept = [(index, code) for index, code in enumerate(codes) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF]
    return "".join(chr(code) for _, code in kept), [index for index, _ in kept]


def _is_visible(text: Any, index: int) -> bool:
    item = c.FPDFText_GetTextObject(text.raw, index)
    return not item or int(c.FPDFTextObj_GetTextRenderMode(item)) != c.FPDF_TEXTRENDERMODE_INVISIBLE


def _read_words(number: int, text: Any, geometry: Geometry) -> tuple[list[Word], list[BBox], list[int]]:
    """Words, boxes of underscores, and where in the text each word begins."""
    plain, indices = _characters(text)
    suspect = layout.may_be_shifted(plain)
    whole = suspect and layout.shifted(plain.split())
    rect = c.FS_RECTF()
    handle = text.raw
    loose = c.FPDFText_GetLooseCharBox
    reference = ctypes.byref(rect)
    words: list[Word] = []
    blanks: list[BBox] = []
    firsts: list[int] = []
    for match in _TOKEN.finditer(plain):
        token = match.group()
        start, end = match.start(), match.end()
        if suspect:
            token = layout.unshift_text(token) if whole else layout.unshift(token)
        for piece, offset in _pieces(token):
            first = start + offset
            last = min(end, first + len(piece)) - 1
            if indices is not None:
                first, last = indices[first], indices[last]
            if not loose(handle, first, reference):
                continue
            left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
            if last != first and loose(handle, last, reference):
                left, bottom = min(left, rect.left), min(bottom, rect.bottom)
                right, top = max(right, rect.right), max(top, rect.top)
            box = geometry.box(left, bottom, right, top)
            if piece[0] == "_" and not piece.strip("_"):
                blanks.append(box)
            elif piece > "\x20" and box[2] - box[0] <= geometry.width and box[3] - box[1] < 120:
                words.append(Word(piece.replace("\x03", ""), box, number, Source.TEXT))
                firsts.append(first)
    return words, blanks, firsts


def _pieces(token: str) -> list[tuple[str, int]]:
    if "__" not in token and " " not in token:
        return [(token, 0)]
    return [(m.group(), m.start()) for m in re.finditer(r"_{2,}|(?:[^_ ]|_(?!_))+", token)]
