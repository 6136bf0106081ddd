"""Pictures as pages: a JPEG of a letter is a paper like any other. In: bytes. Out: pages to be recognised, and the way back. Pure.

Imported only for pictures. What is recognised lies on the straightened sheet; what is told of it lies on the picture as it came.
"""

from dataclasses import replace
from typing import Any, Final

from intake.documents import flatten, pictures
from intake.documents.document import BBox, Document
from intake.documents.picture import Grey
from intake.documents.pictures import Pictures
from intake.documents.words import Layer, PageWords
from intake.errors import UnreadablePaper

LETTER: Final = 11.0
"""Inches of the longer side of a sheet that was found in a photo."""
DOTS: Final = 300
"""Dots to the inch of a page that is handed out, at most: a photo is soft, and coarser ones lose letters."""


class PicturePages:
    """Implements scanned_pages.Source. One page is kept at a time."""

    has_form: Final = False

    def __init__(self, content: bytes) -> None:
        """Raises errors.UnreadablePaper."""
        self._file = Pictures(content)
        self.whole = self._file.whole
        self._last: tuple[int, Grey, float] | None = None
        self._ways: dict[int, tuple[Any, float, float]] = {}

    @property
    def count(self) -> int:
        """Pages."""
        return self._file.count

    def text(self, number: int) -> str:
        """Nothing: a picture has no text of its own."""
        return ""

    def words(self, number: int) -> PageWords:
        """A page still to be recognised."""
        return PageWords(number, 0.0, 0.0, (), (), (), Layer.PICTURE)

    def picture(self, number: int, dots: float = DOTS) -> tuple[Grey, float] | None:
        """The sheet, and the width of a pixel in points; None where the page cannot be decoded. Never coarser for fewer `dots`."""
        if self._last is None or self._last[0] != number:
            try:
                page = self._file.page(number)
            except UnreadablePaper:
                self.whole = False
                return None
            self.whole = self.whole and page.whole
            flat = flatten.flatten(page.grey)
            found = flat.matrix is not None
            # A resolution that the file states is that of the picture, whatever part of it is the sheet.
            own = max(flat.grey.shape) / LETTER if found and not page.stated else page.dpi
            if found:
                self._ways[number] = (flat.matrix, 72 / own, 72 / page.dpi)
            grey, factor = pictures.smaller(flat.grey, DOTS / own)
            self._last = (number, grey, 72 / (own * factor))
        return self._last[1], self._last[2]

    def laid(self, document: Document) -> Document:
        """The document with its places on the pictures as they came."""
        return replace(
            document,
            fields=tuple(replace(item, bbox=self._back(item.page, item.bbox)) for item in document.fields),
            signatures=tuple(replace(item, bbox=self._back(item.page, item.bbox)) for item in document.signatures),
            sensitive=tuple(replace(item, bbox=self._back(item.page, item.bbox)) for item in document.sensitive),
        )

    def _back(self, number: int, box: BBox) -> BBox:
        if number not in self._ways or not any(box):
            return box
        matrix, sheet, picture = self._ways[number]
        lifted = flatten.back(matrix, (box[0] / sheet, box[1] / sheet, box[2] / sheet, box[3] / sheet))
        left, top, right, bottom = (round(value * picture, 2) for value in lifted)
        return (left, top, right, bottom)
