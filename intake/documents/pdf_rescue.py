"""Read a PDF that pdfium refuses, with pdfplumber. In: bytes. Out: pages of words. Pure.

The two fail on different files: of some 1,800 broken ones, each opened dozens that the other did not. pdfplumber is slow and keeps what
it parsed, so few pages are read and each is closed at once.
"""

import io
from collections.abc import Callable
from typing import Any, Final

from intake.documents import pdf_marks
from intake.documents import words as layout
from intake.documents.document import BBox, Source
from intake.documents.words import Layer, Mark, MarkKind, PageWords, Word
from intake.errors import UnreadablePaper

MAX_PAGES: Final = 20
"""Pages read of a rescued file."""
MAX_WORDS: Final = 6_000
"""Words, and drawn things of each kind, taken from one page."""


class RescuedPages:
    """All readable pages of a broken file, read at once. Fields, attachments and digital signatures are not looked for."""

    has_form: Final = False

    def __init__(self, content: bytes) -> None:
        """Raises errors.UnreadablePaper where nothing can be read."""
        # Loaded only for broken files: it is slow to import.
        import pdfplumber

        self._pages: dict[int, PageWords] = {}
        try:
            with pdfplumber.open(io.BytesIO(content), password="") as opened:
                self.count = len(opened.pages)
                for number, page in enumerate(opened.pages[:MAX_PAGES], 1):
                    self._pages[number] = _read(number, page)
        # pdfplumber raises anything on broken files, bare TypeError and IndexError included.
        except Exception as wrong:
            raise UnreadablePaper("damaged", "The file is damaged and cannot be opened.") from wrong
        if not any(page.words for page in self._pages.values()):
            raise UnreadablePaper("damaged", "The file is damaged and cannot be opened.")

    def text(self, number: int) -> str:
        """The text of a page."""
        return self.words(number).text

    def words(self, number: int) -> PageWords:
        """Words, lines and marks of a page; a page that was not read counts as a picture."""
        return self._pages.get(number) or PageWords(number, 0.0, 0.0, (), (), (), Layer.PICTURE)


def _read(number: int, page: Any) -> PageWords:
    width, height = float(page.width), float(page.height)
    try:
        words = [
            Word(str(item["text"]), _box(item), number, Source.TEXT)
            for item in page.extract_words(use_text_flow=False)[:MAX_WORDS]
            if str(item["text"]).strip("_")
        ]
        marks = _marks(page)
    finally:
        # Without this each page's parse is kept for the life of the file.
        page.close()
    # What was rescued from a broken file may lack parts: never certain, so never born.
    layer = Layer.FOREIGN if words else Layer.PICTURE
    return PageWords(number, width, height, tuple(words), layout.lines_of(words), pdf_marks.ticked(marks, words), layer)


def _marks(page: Any) -> list[Mark]:
    kinds: tuple[tuple[str, Callable[[BBox], MarkKind]], ...] = (
        ("lines", lambda _: MarkKind.RULE),
        ("rects", _square),
        ("curves", lambda _: MarkKind.DRAWING),
        ("images", lambda _: MarkKind.IMAGE),
    )
    found: list[Mark] = []
    for name, kind in kinds:
        for item in getattr(page, name)[:MAX_WORDS]:
            box = _box(item)
            what = kind(box)
            found.append(Mark(what, box, ticked=False if what is MarkKind.BOX else None, strokes=len(item.get("pts", ()))))
    return found


def _square(box: BBox) -> MarkKind:
    width, height = box[2] - box[0], box[3] - box[1]
    return MarkKind.BOX if 5 <= width <= 20 and abs(width - height) <= 2 else MarkKind.RULE if height <= 3.5 else MarkKind.DRAWING


def _box(item: dict[str, Any]) -> BBox:
    return pdf_marks.bounded((float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"])))
