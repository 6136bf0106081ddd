"""What is drawn on a page besides words: rules, boxes and their ticks, strokes, pictures. In: a pdfium page. Out: marks. Pure."""

import ctypes
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as c

from intake.documents.document import BBox
from intake.documents.words import Mark, MarkKind, Word

MAX_OBJECTS: Final = 6_000
"""Drawn things looked at on one page."""


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
        return (round(found[0], 2), round(found[1], 2), round(found[2], 2), round(found[3], 2))


def geometry_of(page: Any) -> Geometry:
    """Of a pdfium page."""
    left, bottom, right, top = page.get_cropbox()
    return Geometry(left, top, bottom, right, int(c.FPDFPage_GetRotation(page.raw)), page.get_width(), page.get_height())


def read(page: Any, geometry: Geometry) -> tuple[list[Mark], float]:
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
            share = (
                max(0.0, min(box[2], geometry.width) - max(box[0], 0.0)) * max(0.0, min(box[3], geometry.height) - max(box[1], 0.0)) / area
            )
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


def _drawn(item: Any, mark: Mark, geometry: Geometry) -> BBox:
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
