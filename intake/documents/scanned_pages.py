"""Pages some or all of which are pictures, read by character recognition. In: a source of pages and pictures. Out: pages of words. Pure.

Recognition costs half a second a page, so an agreement is read where its blanks stand: its first page, the signatures, the contacts. Of
its other pages the head and the foot are enough. A page that may hold anything else is read whole, until the processor time that one
attachment has for this is used up; what is left then counts as not read.
"""

import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from intake.documents import agreement_pages, classify, forms, missing
from intake.documents import words as layout
from intake.documents.document import BBox
from intake.documents.document import Source as From
from intake.documents.words import Layer, Pages, PageWords

if TYPE_CHECKING:
    from intake.documents.ink import Sheet
    from intake.documents.picture import Grey
    from intake.documents.scan import Sight

FIRST_PAGES: Final = 6
"""Pages among which an agreement begins, as in `classify`."""
WHOLE_PAGES: Final = 24
"""Pages of one paper that are read whole."""
ENOUGH_TEXT: Final = 300
"""Characters of a sound text layer that make a page one that needs no second look."""
NUMBERED: Final = 40
"""Characters of a foot that bears the agency's name and the form's printing beside the number."""
DRAWN: Final = 4
"""Pages whose pictures are kept: those of an agreement that carry blanks. Four million pixels each."""
SENSE: Final = 0.6
"""Mean confidence of a recognition that may stand in for another's."""
SHARED: Final = 0.4
"""A word seen on a picture that lies so far under a word of the file is that word."""


@runtime_checkable
class Source(Pages, Protocol):
    """Pages that can be had as pictures too."""

    @property
    def has_form(self) -> bool: ...

    def picture(self, number: int, dots: float = ...) -> "tuple[Grey, float] | None":
        """Grey pixels and the width of one in points; None where the page cannot be drawn within bounds. `dots` to the inch are enough."""
        ...


class ScannedPages:
    """Implements paper.Paper over a source. Call `plan` once before the first `text`."""

    def __init__(self, source: Source, until: float) -> None:
        """`until` is the processor time of this process at which no further page is begun."""
        self._source = source
        self._until = until
        self._pictures: dict[int, bool] = {}
        self._seen: dict[int, Sight | None] = {}
        self._glances: dict[int, str] = {}
        self._words: dict[int, PageWords] = {}
        self._again: dict[int, PageWords] = {}
        self._drawn: OrderedDict[int, tuple[Grey, float] | None] = OrderedDict()
        self._quarters = 0
        self._agreed: set[str] = set()
        self.left_out = False  # pages, for want of time

    @property
    def count(self) -> int:
        """Pages in the file."""
        return self._source.count

    @property
    def has_form(self) -> bool:
        """Whether the file carries form fields."""
        return self._source.has_form

    def is_picture(self, number: int) -> bool:
        """Whether a page's own text is missing or of no use."""
        if number not in self._pictures:
            text = self._source.text(number)
            sound = len(text.strip()) >= ENOUGH_TEXT and not layout.is_garbage(text)
            self._pictures[number] = not sound and self._source.words(number).layer is Layer.PICTURE
        return self._pictures[number]

    def is_whole(self, number: int) -> bool:
        """Whether all of a page was read, be it by recognition."""
        return not self.is_picture(number) or bool(self._seen.get(number))

    def text(self, number: int) -> str:
        """The text of a page: its own, or what was seen on its picture so far."""
        if not self.is_picture(number):
            return self._source.text(number)
        if self._seen.get(number):
            return self.words(number).text
        return self._glances.get(number, "")

    def words(self, number: int) -> PageWords:
        """Words, lines and marks of a page, upright; a page that could not be read stays a picture."""
        if number not in self._words:
            page = self._source.words(number)
            sight = self._sight(number) if page.layer is Layer.PICTURE else None
            self._words[number] = merged(page, sight) if sight else page
        return self._words[number]

    def sheet(self, page: PageWords) -> "Sheet | None":
        """The picture of a page as its words lie, if they were recognised on it; None where it cannot be had."""
        drawn = self._draw(page.number) if page.layer in (Layer.SCAN, Layer.FOREIGN) else None
        if drawn is None:
            return None
        from intake.documents import ink, picture

        grey, points = drawn
        return ink.Sheet(picture.upright(grey, page.turn), points, page.words)

    def again(self, number: int) -> PageWords:
        """The page as recognised here, also where somebody else's recognition lies over its picture; that one's where it cannot be."""
        page = self.words(number)
        if page.layer is not Layer.FOREIGN:
            return page
        if number not in self._again:
            sight = self._sight(number)
            filled = tuple(word for word in page.words if word.source is From.FORM)
            self._again[number] = merged(replace(page, words=filled), sight) if sight and sight.sense >= SENSE else page
        return self._again[number]

    def picture(self, number: int) -> "tuple[Grey, float] | None":
        """The picture of a page that was recognised here, and the width of a pixel in points."""
        return self._draw(number) if self._seen.get(number) and time.process_time() <= self._until else None

    def _draw(self, number: int) -> "tuple[Grey, float] | None":
        """A page that is read whole, drawn once for all who look at it."""
        if number not in self._drawn:
            self._drawn[number] = self._source.picture(number)
            if len(self._drawn) > DRAWN:
                self._drawn.popitem(last=False)
        return self._drawn[number]

    def plan(self, limit: int) -> bool:
        """Look at the pages up to `limit` that are pictures; whether there are any."""
        pictures = [number for number in range(1, limit + 1) if self.is_picture(number)]
        if not pictures:
            return False
        start = self._begin(limit)
        if start:
            self._agreement(start, limit)
        for number in pictures[:WHOLE_PAGES]:
            if number not in self._glances:
                self.words(number)
        return True

    def _begin(self, limit: int) -> int | None:
        """Read from the first page on until an agreement begins; its page."""
        for number in range(1, min(FIRST_PAGES, limit) + 1):
            self._whole(number)
            if classify.begins_agreement(self.text(number)):
                return number
        return None

    def _agreement(self, start: int, limit: int) -> None:
        """Read the pages that carry blanks, by their own words, else where the form has them; glance at the form's other pages."""
        first = [self.text(start)]
        form = forms.form_of(classify.model_of(first))
        if form is None:
            return
        pages = max(revision.pages for revision in form.revisions)
        own = range(start, min(limit, start + pages - 1) + 1)
        printed = [r for r in form.revisions if r.date == classify.revision_of(first)] or list(form.revisions)
        likely = {start + n - 1 for r in printed for n in (r.signature_page, r.contact_page, r.press_page) if n}
        signing = start + printed[-1].signature_page - 1
        nearest = sorted(own, key=lambda number: (number not in likely, abs(number - signing)))
        for place, number in enumerate(nearest):
            # Of a paper that is shuffled, or has pages missing or put in, more is read until the page turns up that is signed.
            if place >= len(likely) and any(agreement_pages.is_signing_page(self.text(known)) for known in own):
                break
            self._whole(number)
        for number in own:
            if self.is_picture(number) and not self._seen.get(number):
                self._glance(number, number - start + 1)

    def _whole(self, number: int) -> None:
        if self.is_picture(number):
            self.words(number)

    def _sight(self, number: int) -> "Sight | None":
        if number not in self._seen:
            self._seen[number] = self._look(number)
        return self._seen[number]

    def _glance(self, number: int, printed: int) -> None:
        """Head and foot, the foot alone where it bears the number `printed` beside other words; the whole page where they say nothing."""
        sight = self._look(number, printed)
        text = "\n".join(line.text for line in layout.lines_of(sight.words)) if sight else ""
        if text:
            self._glances[number] = text

    def _look(self, number: int, printed: int | None = None) -> "Sight | None":
        if time.process_time() >= self._until:
            self.left_out = True
            return None
        # Loaded for papers that hold pictures alone.
        from intake.documents import scan

        drawn = self._draw(number) if printed is None else self._source.picture(number, scan.GLANCED)
        if drawn is None:
            return None
        if printed is None:
            sight: Sight | None = scan.see(*drawn, number, self._quarters, self._agreed)
        else:
            sight = scan.glance(*drawn, number, self._quarters, enough=lambda text: _is_numbered(text, printed))
        if sight and sight.words:
            self._quarters = sight.turn.quarters
        return sight


def _is_numbered(text: str, printed: int) -> bool:
    """Whether a foot tells enough: its number is the one that the form has in this place."""
    found = missing.printed(text)
    return len(text) >= NUMBERED and found is not None and found[0] == printed


def merged(page: PageWords, sight: "Sight") -> PageWords:
    """What was seen, together with what the file itself says of the page: typed dates, form values, notes. The file's words win."""
    own = [word._replace(bbox=sight.turn.forth(word.bbox)) for word in page.words]
    seen = [word for word in sight.words if not any(_shared(word.bbox, other.bbox) > SHARED for other in own)]
    every = (*seen, *own)
    width, height = sight.turn.upright
    marks = (*sight.marks, *(mark._replace(bbox=sight.turn.forth(mark.bbox)) for mark in page.marks))
    return PageWords(page.number, width, height, every, layout.lines_of(every), marks, Layer.SCAN if every else page.layer, sight.turn)


def _shared(one: BBox, other: BBox) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    area = (one[2] - one[0]) * (one[3] - one[1])
    return wide * high / area if wide > 0 and high > 0 and area > 0 else 0.0
