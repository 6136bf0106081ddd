"""Open a PDF within bounds and read its pages. In: bytes. Out: pages of words, with what is drawn on them. Pure.

pdfium does the work; it is not safe in threads even across documents, so a process reads one paper at a time. Its form engine is never
started: a small hostile file makes it hang inside C. Form values are read by `acroform` instead.
"""

import ctypes
import re
from collections import OrderedDict
from types import TracebackType
from typing import Any, Final, Self

import pypdfium2
import pypdfium2.raw as c

from intake.documents import pdf_marks
from intake.documents import words as layout
from intake.documents.document import BBox, Source
from intake.documents.pdf_marks import Geometry
from intake.documents.words import Layer, Mark, MarkKind, PageWords, Word
from intake.errors import UnreadablePaper

MAX_CHARS: Final = 60_000
"""Characters read of one page."""
OPEN_PAGES: Final = 16
"""Pages kept open at once."""
COVERED: Final = 0.55
"""A picture over more than this share of a page makes the page a scan."""

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

    def place(self, number: int, rect: tuple[float, float, float, float]) -> BBox:
        """A rectangle of page units (left, bottom, right, top) as a box."""
        parts = self._page(number)
        if parts is None:
            return (0.0, 0.0, 0.0, 0.0)
        return pdf_marks.geometry_of(parts[0]).box(*rect)

    def _read(self, number: int, page: Any, text: Any) -> PageWords:
        geometry = pdf_marks.geometry_of(page)
        found, blanks = _read_words(number, text, geometry)
        marks, covered = pdf_marks.read(page, geometry)
        penned, typed = pdf_marks.annotations(page, geometry)
        layer = _judge(found, covered)
        if layer is Layer.PICTURE:
            found, blanks = [], []
        extra_words, extra_marks = self._extra.get(number, ((), ()))
        marks += [Mark(MarkKind.RULE, blank) for blank in blanks]
        marks += [*penned, *extra_marks]
        every = [*found, *extra_words, *(word for text, box in typed for word in layout.spread(text, box, number, Source.TEXT))]
        lines = layout.lines_of(every, blanks)
        return PageWords(number, geometry.width, geometry.height, tuple(every), lines, pdf_marks.ticked(marks, every), layer)


def _judge(words: list[Word], covered: float) -> Layer:
    if covered > COVERED:
        if len(words) < 5 or layout.is_garbage(" ".join(word.text for word in words)):
            return Layer.PICTURE
        return Layer.FOREIGN
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


def _read_words(number: int, text: Any, geometry: Geometry) -> tuple[list[Word], list[BBox]]:
    plain, indices = _characters(text)
    suspect = layout.may_be_shifted(plain)
    whole = suspect and layout.shifted(plain.split())
    rect = c.FS_RECTF()
    handle = text.raw
    loose = c.FPDFText_GetLooseCharBox
    reference = ctypes.byref(rect)
    words: list[Word] = []
    blanks: list[BBox] = []
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
    return words, blanks


def _pieces(token: str) -> list[tuple[str, int]]:
    if "__" not in token and " " not in token:
        return [(token, 0)]
    return [(m.group(), m.start()) for m in re.finditer(r"_{2,}|(?:[^_ ]|_(?!_))+", token)]
