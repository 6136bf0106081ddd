"""Read one open file: its papers, their fields and signatures, what is to be said of them. In: pages. Out: Documents. Pure."""

import hashlib
import itertools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from intake.documents import (
    acroform,
    agreement_fields,
    agreement_pages,
    digital,
    digital_findings,
    findings,
    letter_fields,
    letter_signatory,
    missing,
    sensitive,
    sheets,
    signatures,
    split,
    wording,
)
from intake.documents.acroform import Filled
from intake.documents.agreement_pages import Chosen
from intake.documents.classify import Classified
from intake.documents.digital import Checked, Trust
from intake.documents.document import BBox, Document, Field, Form, Issue, Sensitive, Signature, State, Verdict
from intake.documents.filetype import FileType
from intake.documents.pdf import PdfPages
from intake.documents.scanned_pages import ScannedPages, Source
from intake.documents.sheets import Sheets
from intake.documents.split import Part
from intake.documents.turn import Turn
from intake.documents.unwrap import Limits
from intake.documents.wording import Blank
from intake.documents.words import Layer, Pages, PageWords

if TYPE_CHECKING:
    from intake.documents.ink import Sheet

EXCERPT: Final = 2_000
"""Characters of text kept with a document."""
LETTER_PAGES: Final = 4
"""Pages of a letter that are read for fields; what follows are enclosures."""
THIN: Final = 40
"""A page with fewer characters may be a picture, and is looked at."""
OTHER_PAGES: Final = 4
"""First pages of an unknown paper that are looked at whatever they hold."""
SENSITIVE_PAGES: Final = 20
"""Pages read for what must be masked alone, of those whose text speaks of people."""

_AGENCYS_OWN: Final = frozenset({
    "agency_name", "signatory_name", "signatory_title", "signed_date", "poc_name", "poc_title", "poc_phone", "poc_email", "pio_name",
    "pio_phone", "street_address",
})  # fmt: skip
_UNREAD: Final = (Layer.PICTURE, Layer.FOREIGN, Layer.SCAN)

Placed = TypeVar("Placed", Field, Signature, Sensitive)


class Paper(Pages, Protocol):
    """Pages that may carry a form."""

    @property
    def has_form(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What the office gave us to hold papers against: roots that vouch for signers, and its own blank forms."""

    trust: Trust = field(default_factory=Trust)
    blanks: tuple[Blank, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known of a paper while it is read. `whole` is false where pages were left out or are pictures."""

    content: bytes
    pages: Paper
    texts: tuple[str, ...]
    found: Classified
    filled: tuple[Filled, ...]
    boxes: tuple[BBox, ...]
    unplaced: tuple[Checked, ...]  # digital signatures that stand on no page
    whole: bool
    counted: bool  # whether the file has pages of its own, all of which were looked at
    started: float
    first: int = 1  # page of the file that this paper begins on; the texts of those before it are empty
    alone: bool = True  # the file holds no other paper

    def document(
        self,
        read: Sequence[PageWords],
        *,
        fully: bool,
        fields: Sequence[Field] = (),
        verdicts: Sequence[Signature] = (),
        issues: Sequence[Issue] = (),
        blank: bool = False,
    ) -> Document:
        """The finished document, with all places on the pages as they lie."""
        listed = self._with_lists(read)
        turns = {page.number: page.turn for page in listed if page.turn}
        beside = () if self.alone else (findings.several_papers(self.first, len(self.texts)),)
        return Document(
            sha256=hashlib.sha256(self.content).hexdigest(),
            media_type=str(FileType.PDF),
            pages=self.pages.count if self.alone else len(self.texts) - self.first + 1,
            first_page=self.first,
            form=self.found.form,
            model=self.found.model,
            form_revision=self.found.revision,
            fields=tuple(_laid(field, turns) for field in fields),
            signatures=tuple(_laid(verdict, turns) for verdict in verdicts),
            issues=() if blank else (*beside, *issues, *self._signed(verdicts, fields)),
            sensitive=tuple(_laid(place, turns) for place in sensitive.find(listed)),
            blank=blank,
            fully_read=fully,
            seconds=round(time.perf_counter() - self.started, 4),
            text_excerpt=" ".join(" ".join(self.texts).split())[:EXCERPT],
        )

    def _signed(self, verdicts: Sequence[Signature], fields: Sequence[Field]) -> list[Issue]:
        return [
            *digital_findings.of_signatures(self.filled, self.unplaced),
            *digital_findings.of_names(fields, verdicts),
            *digital_findings.of_marks(self.texts, [each for each in verdicts if each.bbox not in self.boxes]),
        ]

    def _with_lists(self, read: Sequence[PageWords]) -> list[PageWords]:
        """The pages read, and others that speak of people: a roster lies behind a letter, or before it."""
        known = {page.number for page in read}
        others = (n for n, text in enumerate(self.texts, 1) if n not in known and len(text) >= THIN and sensitive.suspected(text))
        more = [self.pages.words(number) for number in itertools.islice(others, SENSITIVE_PAGES)]
        return sorted([*read, *more], key=lambda page: page.number)

    def sheet(self, page: PageWords) -> "Sheet | None":
        """The picture of a page whose words were recognised, by whomever."""
        return self.pages.sheet(page) if isinstance(self.pages, ScannedPages) else None

    def whole_pages(self) -> list[PageWords]:
        """The pages whose words are all known."""
        numbers = range(self.found.start, len(self.texts) + 1)[: wording.MOST_PAGES]
        scanned = self.pages if isinstance(self.pages, ScannedPages) else None
        return [self.pages.words(number) for number in numbers if scanned is None or scanned.is_whole(number)]

    def empty(self) -> list[int]:
        """Pages on which nothing at all is printed."""
        bare = [n for n, text in enumerate(self.texts, 1) if n >= self.first and not text.strip()][:SENSITIVE_PAGES]
        return [page.number for page in map(self.pages.words, bare) if page.layer is Layer.EMPTY and not page.marks]

    def born(self) -> bool:
        """Whether every page has a text layer of its own, made by no recognition."""
        return all(self.pages.words(number).layer in (Layer.BORN, Layer.EMPTY) for number in range(self.first, len(self.texts) + 1))

    def thin(self, but: Sequence[PageWords]) -> list[PageWords]:
        """Pages with hardly any text, other than those in `but`."""
        known = {page.number for page in but}
        return [
            self.pages.words(n) for n, text in enumerate(self.texts, 1) if n >= self.first and n not in known and len(text.strip()) < THIN
        ]


def read(content: bytes, pages: Paper, limits: Limits, started: float, known: Known) -> tuple[Document, ...]:
    """The documents of an open file, at least one; never raises for what it holds."""
    numbers = range(1, min(pages.count, limits.pages_read) + 1)
    filled = acroform.read(content) if pages.has_form else ()
    # Values that cannot be reached are not values that are missing.
    whole = filled is not None and pages.count <= limits.pages_read
    filled = filled or ()
    filled, unplaced = acroform.with_checks(filled, _checks(content, filled, known.trust))
    boxes: tuple[BBox, ...] = ()
    if filled and isinstance(pages, PdfPages):
        boxes = tuple(pages.place(item.page, item.rect) for item in filled)
        acroform.put_onto(pages, filled)
    if isinstance(pages, Source):
        pages = ScannedPages(pages, limits.until)
        pictures = pages.plan(len(numbers))
        whole = whole and not pictures
    texts = tuple(pages.text(number) for number in numbers)
    # A Word file has no pages of its own, and of a damaged file some may be lost.
    counted = isinstance(pages, ScannedPages) and pages.count <= limits.pages_read

    def of(parts: Sequence[Part]) -> tuple[Document, ...]:
        found = []
        for part in parts:
            own = ("",) * (part.first - 1) + texts[part.first - 1 : part.last]
            # What stands on no page may belong to any paper.
            ours = [place for place, item in enumerate(filled) if len(parts) == 1 or part.first <= item.page <= part.last or item.page < 1]
            placed, shown = tuple(filled[place] for place in ours), tuple(boxes[place] for place in ours if boxes)
            alone = len(parts) == 1
            reading = _Reading(content, pages, own, part.found, placed, shown, unplaced, whole, counted, started, part.first, alone)
            found.append(_document(reading, known))
        return tuple(found)

    documents = of(split.split(texts))
    if not (isinstance(pages, ScannedPages) and pages.left_out):
        return documents
    # A file that is to be read on waits as one paper, since only then all of its papers are known.
    return tuple(replace(each, state=State.WAITING) for each in (documents if len(documents) == 1 else of([split.whole(texts)])))


def _document(reading: _Reading, known: Known) -> Document:
    if reading.found.form is Form.MOA:
        return _agreement(reading, known.blanks)
    return _letter(reading) if reading.found.form is Form.LOI else _other(reading)


def _laid(item: Placed, turns: Mapping[int, Turn]) -> Placed:
    """The item with its box on the page as it lies."""
    turn = turns.get(item.page)
    return replace(item, bbox=turn.back(item.bbox)) if turn and any(item.bbox) else item


def _checks(content: bytes, filled: Sequence[Filled], trust: Trust) -> tuple[Checked, ...]:
    signed = digital.RANGE in content or any(item.kind == "signature" and item.ticked for item in filled)
    return digital.check(content, trust) if signed else ()


def _other(reading: _Reading) -> Document:
    looked = [reading.pages.words(number) for number in range(1, min(len(reading.texts), OTHER_PAGES) + 1)]
    looked += reading.thin(but=looked)
    # A file without a single word may be an empty page, or what is left of a broken one.
    fully = reading.whole and any(reading.texts) and not any(page.layer in _UNREAD for page in looked)
    issues = () if fully else (findings.not_fully_read(),)
    return reading.document(looked, fully=fully, issues=issues)


def _letter(reading: _Reading) -> Document:
    start = reading.found.start
    read = [reading.pages.words(number) for number in range(start, min(len(reading.texts), start + LETTER_PAGES - 1) + 1)]
    fields = letter_fields.read(read)
    verdict = letter_signatory.signature(read, reading.filled, reading.boxes, sheet=reading.sheet, stray=bool(reading.unplaced))
    fully = reading.whole and not any(page.layer in _UNREAD for page in (*read, *reading.thin(but=read)))
    issues = findings.of_paper(Form.LOI, None, None, read, fields, [verdict], (), fully)
    return reading.document(read, fully=fully, fields=fields, verdicts=[verdict], issues=issues)


def _agreement(reading: _Reading, blanks: Sequence[Blank]) -> Document:
    found = reading.found
    chosen = agreement_pages.pages_that_matter(reading.texts, found)
    readings = _readings(reading, chosen)
    main = readings[0]
    read, block = main.pages, main.block
    page = next((page for page in read if block and page.number == block.page), None)
    verdicts: list[Signature] = []
    if page and block:
        sheet, stray = reading.sheet(page), bool(reading.unplaced)
        verdicts += signatures.of_block(page, block, reading.filled, reading.boxes, stray=stray, sheet=sheet)
    fields = agreement_fields.read(readings, found.model, found.revision)
    pictures = any(page.layer is Layer.PICTURE for page in reading.thin(but=read))
    fully = reading.whole and not pictures and not any(page.layer in _UNREAD for page in read)
    if fully and _is_blank(fields, verdicts):
        return reading.document(read, fully=True, verdicts=verdicts, blank=True)
    blocks = [block] if block else []
    issues = findings.of_paper(Form.MOA, found.model, found.revision, read, fields, verdicts, blocks, fully)
    gone = missing.find(reading.texts, found, reading.empty()) if reading.counted else None
    if gone:
        issues.append(missing.issue(gone, sender=fully and gone.certain and reading.born()))
    if blanks:
        every = reading.whole_pages()
        issues += wording.issues(found, every, blanks, whole=reading.whole and len(every) == len(reading.texts) - found.start + 1)
    return reading.document(read, fully=fully, fields=fields, verdicts=verdicts, issues=issues)


def _readings(reading: _Reading, chosen: Chosen) -> list[Sheets]:
    """The agreement as it is recognised here, and as the file has it where that is another's recognition."""
    pages, start = reading.pages, reading.found.start
    numbers = list(dict.fromkeys(n for n in (start, *chosen.signature, chosen.contact, chosen.press) if n))
    own = {number: pages.again(number) if isinstance(pages, ScannedPages) else pages.words(number) for number in numbers}
    # Where nothing else tells the state, the blank for the government's counsel may.
    counsel = next((n for n, text in enumerate(reading.texts, 1) if n not in own and agreement_pages.names_counsel(text)), None)
    if counsel and (page := pages.words(counsel)).layer in (Layer.BORN, Layer.FOREIGN):
        own[counsel] = page
    theirs = {number: page for number in numbers if (page := pages.words(number)).layer is Layer.FOREIGN and page is not own[number]}
    found = [_laid_out(own, start, chosen, counsel), *([_laid_out(theirs, start, chosen)] if theirs else [])]
    block = found[0].block
    drawn = pages.picture(block.page) if block and isinstance(pages, ScannedPages) else None
    if block and drawn:
        # Loaded for papers that hold pictures alone.
        from intake.documents import blanks

        blanks.filled(block, own[block.page], *drawn)
    return found


def _laid_out(pages: Mapping[int, PageWords], start: int, chosen: Chosen, counsel: int | None = None) -> Sheets:
    signing = [pages[number] for number in chosen.signature if number in pages]
    return sheets.lay(pages.get(start), signing, pages.get(chosen.contact or 0), pages.get(chosen.press or 0), pages.get(counsel or 0))


def _is_blank(fields: Sequence[Field], verdicts: Sequence[Signature]) -> bool:
    """Our own form as we publish it: nothing of an agency's in it, and no signature."""
    signed = any(verdict.verdict is Verdict.SIGNED or verdict.kind is not None for verdict in verdicts)
    return bool(verdicts) and not signed and not any(field.name in _AGENCYS_OWN for field in fields)
