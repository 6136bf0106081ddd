"""Open a PDF within bounds and read its pages. In: bytes. Out: pages of words, with what is drawn on them. Pure.

pdfium does the work; it is not safe in threads even across documents, so a process reads one paper at a time. Its form engine is never
started: a small hostile file makes it hang inside C. Form values are read by `acroform` instead.
"""

import ctypes
import re
from collections import OrderedDict
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import pypdfium2
import pypdfium2.raw as c

from intake.documents import words as layout
from intake.documents.document import BBox, Source
from intake.documents.words import Layer, Mark, MarkKind, PageWords, Word
from intake.errors import UnreadablePaper

MAX_CHARS: Final = 60_000
"""Characters read of one page."""
MAX_OBJECTS: Final = 6_000
"""Drawn things looked at on one page."""
OPEN_PAGES: Final = 16
"""Pages kept open at once."""
COVERED: Final = 0.55
"""A picture over more than this share of a page makes the page a scan."""

_PASSWORD: Final = 4
_TOKEN: Final = re.compile(r"_{2,}|(?:[^ \t\r\n\f\v\xa0_\ufffe\u0002]|_(?!_))+")


@dataclass(frozen=True, slots=True)
class _Geometry:
    """How page units become points from the upper left corner."""

    left: float
    top: float
    bottom: float
    right: float
    rotation: int
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        if self.rotation == 0:
            found = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        elif self.rotation == 1:
            found = (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        elif self.rotation == 2:
            found = (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        else:
            found = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        return (round(found[0], 2), round(found[1], 2), round(found[2], 2), round(found[3], 2))


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

    @property
    def signature_count(self) -> int:
        """Digital signature objects, signed or not."""
        return max(0, int(c.FPDF_GetSignatureCount(self._document.raw)))

    @property
    def version(self) -> int | None:
        """14 for PDF 1.4."""
        found = self._document.get_version()
        return int(found) if found is not None else None

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
                tokens = raw.split()
                self._texts[number] = layout.unshift_text(raw) if layout.shifted(tokens) else raw
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
            self._words[number] = (
                PageWords(number, 0.0, 0.0, (), (), (), Layer.PICTURE) if parts is None else self._read(number, *parts)
            )
        return self._words[number]

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points; (0, 0) where the page is broken."""
        parts = self._page(number)
        return (0.0, 0.0) if parts is None else (parts[0].get_width(), parts[0].get_height())

    def place(self, number: int, rect: tuple[float, float, float, float]) -> BBox:
        """A rectangle of page units (left, bottom, right, top) as a box."""
        parts = self._page(number)
        if parts is None:
            return (0.0, 0.0, 0.0, 0.0)
        return _geometry(parts[0]).box(*rect)

    def _read(self, number: int, page: Any, text: Any) -> PageWords:
        geometry = _geometry(page)
        found, blanks = _read_words(number, text, geometry)
        marks, covered = _read_marks(page, geometry)
        layer = _judge(found, covered)
        if layer is Layer.PICTURE:
            found, blanks = [], []
        extra_words, extra_marks = self._extra.get(number, ((), ()))
        marks += [Mark(MarkKind.RULE, blank) for blank in blanks]
        marks += extra_marks
        every = [*found, *extra_words]
        lines = layout.lines_of(every, blanks)
        return PageWords(number, geometry.width, geometry.height, tuple(every), lines, _tick(marks, every), layer)


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


def _geometry(page: Any) -> _Geometry:
    left, bottom, right, top = page.get_cropbox()
    return _Geometry(left, top, bottom, right, int(c.FPDFPage_GetRotation(page.raw)), page.get_width(), page.get_height())


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


def _read_words(number: int, text: Any, geometry: _Geometry) -> tuple[list[Word], list[BBox]]:
    plain, indices = _characters(text)
    whole = layout.shifted(plain.split())
    rect = c.FS_RECTF()
    handle = text.raw
    loose = c.FPDFText_GetLooseCharBox
    reference = ctypes.byref(rect)
    words: list[Word] = []
    blanks: list[BBox] = []
    for match in _TOKEN.finditer(plain):
        token = match.group()
        start, end = match.start(), match.end()
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


def _read_marks(page: Any, geometry: _Geometry) -> tuple[list[Mark], float]:
    """Marks, and the share of the page under pictures."""
    count = min(MAX_OBJECTS, max(0, int(c.FPDFPage_CountObjects(page.raw))))
    edges = [ctypes.c_float() for _ in range(4)]
    references = [ctypes.byref(edge) for edge in edges]
    marks: list[Mark] = []
    area = max(1.0, geometry.width * geometry.height)
    covered = 0.0
    for index in range(count):
        item = c.FPDFPage_GetObject(page.raw, index)
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT or not c.FPDFPageObj_GetBounds(item, *references):
            continue
        box = geometry.box(*(edge.value for edge in edges))
        width, height = box[2] - box[0], box[3] - box[1]
        if kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM):
            share = max(0.0, min(box[2], geometry.width) - max(box[0], 0.0)) * max(0.0, min(box[3], geometry.height) - max(box[1], 0.0)) / area
            if kind == c.FPDF_PAGEOBJ_IMAGE or _holds_image(item):
                covered += share
                marks.append(Mark(MarkKind.IMAGE, box))
        elif kind == c.FPDF_PAGEOBJ_PATH:
            mark = _path_mark(item, box, width, height)
            if mark.kind is MarkKind.DRAWING and mark.strokes >= 8 and (height > 90 or width > 300):
                # The bounds hold the curves' control points, which may lie far outside the strokes.
                mark = mark._replace(bbox=_drawn(item, mark, geometry))
            marks.append(mark)
    return marks, min(1.0, covered)


def _holds_image(item: Any) -> bool:
    count = min(200, max(0, int(c.FPDFFormObj_CountObjects(item))))
    return any(c.FPDFPageObj_GetType(c.FPDFFormObj_GetObject(item, index)) == c.FPDF_PAGEOBJ_IMAGE for index in range(count))


def _path_mark(item: Any, box: BBox, width: float, height: float) -> Mark:
    strokes = max(0, int(c.FPDFPath_CountSegments(item)))
    if height <= 3.5 or width <= 3.5:
        return Mark(MarkKind.RULE if width >= 20 and height <= 3.5 else MarkKind.DRAWING, box, strokes=strokes)
    if strokes in (4, 5, 6) and 5.0 <= width <= 20.0 and abs(width - height) <= 2.0:
        return Mark(MarkKind.BOX, box, ticked=False, strokes=strokes)
    return Mark(MarkKind.DRAWING, box, strokes=strokes)


def _drawn(item: Any, mark: Mark, geometry: _Geometry) -> BBox:
    """The box of the points that strokes pass through."""
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, matrix):
        return mark.bbox
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    control = 0
    for index in range(min(mark.strokes, 2_000)):
        segment = c.FPDFPath_GetPathSegment(item, index)
        kind = c.FPDFPathSegment_GetType(segment)
        control = (control + 1) % 3 if kind == c.FPDF_SEGMENT_BEZIERTO else 0
        if control == 0 and c.FPDFPathSegment_GetPoint(segment, x, y):
            points.append((matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f))
    if not points:
        return mark.bbox
    across, up = [p[0] for p in points], [p[1] for p in points]
    return geometry.box(min(across), min(up), max(across), max(up))


def _tick(marks: list[Mark], words: list[Word]) -> tuple[Mark, ...]:
    """Say of each box whether something stands in it; a smaller square inside a square is its tick."""
    boxes = [mark for mark in marks if mark.kind is MarkKind.BOX]
    if not boxes:
        return tuple(marks)
    inner = {id(b) for b in boxes for a in boxes if a is not b and _inside(b.bbox, a.bbox, 0.2) and _area(b.bbox) < 0.9 * _area(a.bbox)}
    done: list[Mark] = []
    for mark in marks:
        if mark.kind is not MarkKind.BOX or mark.ticked:
            done.append(mark)
        elif id(mark) not in inner:
            filled = any(other is not mark and other.kind in (MarkKind.DRAWING, MarkKind.BOX) and _inside(other.bbox, mark.bbox, 3.0)
                         and _area(other.bbox) > 0.15 * _area(mark.bbox) and _area(other.bbox) < 1.8 * _area(mark.bbox)
                         and other.bbox != mark.bbox for other in marks)  # fmt: skip
            written = any(len(word.text) == 1 and _inside(word.bbox, mark.bbox, 4.0) for word in words)
            done.append(mark._replace(ticked=filled or written))
    return tuple(done)


def _area(box: BBox) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _inside(inner: BBox, outer: BBox, slack: float) -> bool:
    return inner[0] >= outer[0] - slack and inner[1] >= outer[1] - slack and inner[2] <= outer[2] + slack and inner[3] <= outer[3] + slack
