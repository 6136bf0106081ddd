"""What is drawn on a page besides words: rules, boxes and their ticks, strokes, pictures. In: a pdfium page. Out: marks. Pure."""

import ctypes
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import pypdfium2.raw as c

from intake.documents.document import BBox
from intake.documents.words import Mark, MarkKind, Word

MAX_OBJECTS: Final = 6_000
"""Drawn things looked at on one page, those nested in forms included."""
MAX_ANNOTATIONS: Final = 500
MAX_CONTENTS: Final = 8_000
"""Octets of text taken from one annotation."""
SEGMENTS: Final = 2_000
"""Segments of a path looked at."""
DEPTH: Final = 4
"""Forms within forms."""
FARTHEST: Final = 100_000.0
"""Points from the origin of a page beyond which nothing lies; common programs end at 14,400 (ISO 32000-1, annex C)."""

_STAMPS: Final = re.compile(
    r"(?:SB|SH|#?D)?(?:Approved|NotApproved|Rejected|Accepted|Initial[A-Za-z]*|Received|Reviewed|Revised|Confidential|Final|Draft|Completed|Void"
    r"|AsIs|Departmental|Experimental|Expired|ForComment|ForPublicRelease|NotForPublicRelease|Sold|TopSecret|Witness|SignHere"
    r"|InformationOnly|PreliminaryResults)",
    re.IGNORECASE,
)
"""Names of stamps of ISO 32000-2, 12.5.6.12, and of Acrobat's own sets (SB business, SH sign here, #D with a date)."""
Matrix = tuple[float, float, float, float, float, float]
_PENS: Final = frozenset({c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_INK, c.FPDF_ANNOT_STAMP, c.FPDF_ANNOT_POLYLINE, c.FPDF_ANNOT_POLYGON})


@dataclass(frozen=True, slots=True)
class Geometry:
    """How page units become points from the upper left corner."""

    left: float
    top: float
    bottom: float
    right: float
    rotation: int
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        """A rectangle of page units as a box."""
        if self.rotation == 0:
            found = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        elif self.rotation == 1:
            found = (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        elif self.rotation == 2:
            found = (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        else:
            found = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        return bounded(found)


def bounded(box: BBox) -> BBox:
    """The box in hundredths of a point, no part of it farther away than any paper reaches: a hostile number is no place."""
    left, top, right, bottom = box
    # A comparison with NaN is false.
    if not (abs(left) < FARTHEST and abs(top) < FARTHEST and abs(right) < FARTHEST and abs(bottom) < FARTHEST):
        left, top, right, bottom = (max(-FARTHEST, min(FARTHEST, part)) for part in box)
    return (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))


def is_sheet(page: Any) -> bool:
    """Whether a pdfium page lies where a page can lie."""
    return all(abs(part) < FARTHEST for part in (*page.get_mediabox(), *page.get_cropbox(), page.get_width(), page.get_height()))


def geometry_of(page: Any) -> Geometry:
    """Of a pdfium page."""
    left, bottom, right, top = page.get_cropbox()
    return Geometry(left, top, bottom, right, int(c.FPDFPage_GetRotation(page.raw)), page.get_width(), page.get_height())


def turned(geometry: Geometry, quarters: int) -> Geometry:
    """As if the page were shown turned to the left by `quarters`."""
    width, height = (geometry.height, geometry.width) if quarters % 2 else (geometry.width, geometry.height)
    return replace(geometry, rotation=(geometry.rotation - quarters) % 4, width=width, height=height)


def read(page: Any, geometry: Geometry) -> tuple[list[Mark], float]:
    """Marks, and the share of the page under pictures."""
    walk = _Walk(geometry)
    count = int(c.FPDFPage_CountObjects(page.raw))
    walk.objects((c.FPDFPage_GetObject(page.raw, index) for index in range(min(count, MAX_OBJECTS))), None, 0)
    return walk.marks, min(1.0, walk.covered)


def pixels(page: Any) -> int:
    """Of all pictures that lie on the page itself, together; they are decoded when it is drawn."""
    total = 0
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    for index in range(min(int(c.FPDFPage_CountObjects(page.raw)), MAX_OBJECTS)):
        item = c.FPDFPage_GetObject(page.raw, index)
        if c.FPDFPageObj_GetType(item) == c.FPDF_PAGEOBJ_IMAGE and c.FPDFImageObj_GetImagePixelSize(item, wide, high):
            total += wide.value * high.value
    return total


class _Walk:
    """Goes through a page's objects, and through those nested in forms: a flattened signature lies in a form of its own."""

    def __init__(self, geometry: Geometry) -> None:
        self.geometry = geometry
        self.marks: list[Mark] = []
        self.covered = 0.0
        self.seen = 0
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._references = [ctypes.byref(edge) for edge in self._edges]

    def objects(self, items: Iterable[Any], outer: Matrix | None, depth: int) -> None:
        """`outer` is the matrix of the form that holds the items; None on the page itself."""
        for item in items:
            self.seen += 1
            if self.seen > MAX_OBJECTS:
                return
            kind = c.FPDFPageObj_GetType(item)
            if kind == c.FPDF_PAGEOBJ_TEXT or not c.FPDFPageObj_GetBounds(item, *self._references):
                continue
            left, bottom, right, top = (edge.value for edge in self._edges)
            if kind == c.FPDF_PAGEOBJ_FORM:
                if depth < DEPTH:
                    matrix = _times(_matrix(item), outer)
                    count = min(MAX_OBJECTS, max(0, int(c.FPDFFormObj_CountObjects(item))))
                    self.objects((c.FPDFFormObj_GetObject(item, index) for index in range(count)), matrix, depth + 1)
                continue
            box = self._box(left, bottom, right, top, outer)
            if kind == c.FPDF_PAGEOBJ_IMAGE:
                self.covered += self._share(box)
                self.marks.append(Mark(MarkKind.IMAGE, box))
            elif kind == c.FPDF_PAGEOBJ_PATH:
                self._path(item, box, outer)

    def _box(self, left: float, bottom: float, right: float, top: float, outer: Matrix | None) -> BBox:
        if outer is None:
            return self.geometry.box(left, bottom, right, top)
        corners = [_apply(outer, x, y) for x in (left, right) for y in (bottom, top)]
        across, up = [x for x, _ in corners], [y for _, y in corners]
        return self.geometry.box(min(across), min(up), max(across), max(up))

    def _share(self, box: BBox) -> float:
        wide = min(box[2], self.geometry.width) - max(box[0], 0.0)
        high = min(box[3], self.geometry.height) - max(box[1], 0.0)
        return max(0.0, wide) * max(0.0, high) / max(1.0, self.geometry.width * self.geometry.height)

    def _path(self, item: Any, box: BBox, outer: Matrix | None) -> None:
        width, height = box[2] - box[0], box[3] - box[1]
        mark = _path_mark(item, box, width, height)
        if mark.kind is MarkKind.DRAWING and mark.strokes >= 8 and (height > 90 or width > 300):
            # The bounds hold the curves' control points, which may lie far outside the strokes.
            mark = mark._replace(bbox=self._drawn(item, mark, outer))
        self.marks.append(mark)

    def _drawn(self, item: Any, mark: Mark, outer: Matrix | None) -> BBox:
        """The box of the points that strokes pass through."""
        matrix = _times(_matrix(item), outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        control = 0
        for index in range(min(mark.strokes, SEGMENTS)):
            segment = c.FPDFPath_GetPathSegment(item, index)
            kind = c.FPDFPathSegment_GetType(segment)
            control = (control + 1) % 3 if kind == c.FPDF_SEGMENT_BEZIERTO else 0
            if control == 0 and c.FPDFPathSegment_GetPoint(segment, x, y):
                points.append(_apply(matrix, x.value, y.value))
        if not points:
            return mark.bbox
        across, up = [p[0] for p in points], [p[1] for p in points]
        return self.geometry.box(min(across), min(up), max(across), max(up))


def _matrix(item: Any) -> Matrix:
    found = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(item, found):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, cc, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (a * oa + b * oc, a * ob + b * od, cc * oa + d * oc, cc * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, cc, d, e, f = matrix
    return a * x + cc * y + e, b * x + d * y + f


def annotations(page: Any, geometry: Geometry) -> tuple[list[Mark], list[tuple[str, BBox]]]:
    """What was put onto the page with a pen, a stamp and a text tool: marks, and texts with their boxes. Form fields are read elsewhere."""
    marks: list[Mark] = []
    texts: list[tuple[str, BBox]] = []
    rect = c.FS_RECTF()
    for index in range(min(MAX_ANNOTATIONS, max(0, int(c.FPDFPage_GetAnnotCount(page.raw))))):
        item = c.FPDFPage_GetAnnot(page.raw, index)
        if not item:
            continue
        try:
            kind = int(c.FPDFAnnot_GetSubtype(item))
            hidden = int(c.FPDFAnnot_GetFlags(item)) & (c.FPDF_ANNOT_FLAG_HIDDEN | c.FPDF_ANNOT_FLAG_NOVIEW)
            if hidden or kind not in _PENS or not c.FPDFAnnot_GetRect(item, rect):
                continue
            low, high = min(rect.bottom, rect.top), max(rect.bottom, rect.top)
            box = geometry.box(min(rect.left, rect.right), low, max(rect.left, rect.right), high)
            if kind == c.FPDF_ANNOT_FREETEXT:
                texts.append((_contents(item), box))
                marks.append(Mark(MarkKind.TYPED, box))
            else:
                made = MarkKind.DRAWING if kind != c.FPDF_ANNOT_STAMP else MarkKind.STAMP if _ready_made(item) else MarkKind.IMAGE
                marks.append(Mark(made, box, strokes=SEGMENTS))
        finally:
            c.FPDFPage_CloseAnnot(item)
    return marks, texts


def _ready_made(stamp: Any) -> bool:
    """Whether a stamp is one of those that come with a PDF reader; what a person made into a stamp may be his signature."""
    return bool(_STAMPS.fullmatch(_value(stamp, b"Name")))


def _contents(item: Any) -> str:
    return _value(item, b"Contents")


def _value(item: Any, key: bytes) -> str:
    size = min(MAX_CONTENTS, int(c.FPDFAnnot_GetStringValue(item, key, None, 0)))
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    c.FPDFAnnot_GetStringValue(item, key, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", errors="replace").strip("\x00")


def _path_mark(item: Any, box: BBox, width: float, height: float) -> Mark:
    strokes = max(0, int(c.FPDFPath_CountSegments(item)))
    if height <= 3.5 or width <= 3.5:
        return Mark(MarkKind.RULE if width >= 20 and height <= 3.5 else MarkKind.DRAWING, box, strokes=strokes)
    if strokes in (4, 5, 6) and 5.0 <= width <= 20.0 and abs(width - height) <= 2.0:
        return Mark(MarkKind.BOX, box, ticked=False, strokes=strokes)
    return Mark(MarkKind.DRAWING, box, strokes=strokes)


def ticked(marks: list[Mark], words: list[Word]) -> tuple[Mark, ...]:
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
