"""Take a Word file apart: its paragraphs and tables, its headers and footers. In: bytes. Out: blocks of text in reading order. Pure.

Own walk over the XML of the three kinds of parts: the known readers each leave out headers, text boxes or content controls.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from intake.documents import docx_xml as xml
from intake.documents import filetype
from intake.documents.docx_xml import Parts

BLOCKS: Final = 20_000
"""Paragraphs and rows read of one file."""
CHARS: Final = 600_000
"""Characters read of one file."""
DEPTH: Final = 24
"""Tables in tables, boxes in boxes."""
LARGE: Final = (300.0, 330.0)
"""Width and height in points from which a picture is taken for a page."""

TICKED: Final = "☒"
EMPTY: Final = "☐"
PAGE: Final = "\f"
_SYMBOLS: Final = {
    0x6F: EMPTY, 0x71: EMPTY, 0x72: EMPTY, 0xA3: EMPTY, 0xA8: EMPTY, 0x52: TICKED, 0x53: TICKED, 0xFC: TICKED, 0xFD: TICKED, 0xFE: TICKED,
    0x78: TICKED,
}  # fmt: skip
"""Boxes of the fonts Wingdings, Wingdings 2 and Webdings, by the low octet of their code."""
_INLINE: Final = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "fldSimple", "customXml", "dir", "bdo"})
_AROUND: Final = frozenset({"ins", "moveTo", "smartTag", "customXml"})
_CHANGED: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})


@dataclass(slots=True)
class Paragraph:
    """Text with tabs, line feeds and form feeds in it; a form feed begins a page. Lengths in points."""

    text: str
    align: str = "left"  # "left" | "center" | "right"
    indent: float = 0.0
    tabs: tuple[float, ...] = ()
    before: float = 0.0
    after: float = 0.0
    starts_page: bool = False


@dataclass(slots=True)
class Cell:
    """One cell of a row. `left` and `width` in points from where the table begins."""

    left: float
    width: float
    blocks: "list[Block]"


@dataclass(slots=True)
class Row:
    """Cells that stand side by side."""

    cells: list[Cell]


Block = Paragraph | Row


@dataclass(slots=True)
class WordFile:
    """What a Word file holds. Headers and footers are those of the first page and of all others."""

    body: list[Block] = field(default_factory=list)
    first_header: list[Block] = field(default_factory=list)
    header: list[Block] = field(default_factory=list)
    first_footer: list[Block] = field(default_factory=list)
    footer: list[Block] = field(default_factory=list)
    pictures: int = 0  # as large as a page
    tracked: bool = False  # changes are marked in it
    whole: bool = True  # nothing was left out


def read(content: bytes) -> WordFile:
    """Raises errors.UnreadablePaper with the code "damaged", "password" or "too-large"."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as wrong:
        raise xml.damaged() from wrong
    with archive:
        parts = Parts(archive)
        main = next((name for name in parts.names if filetype.WORD_TEXT.fullmatch(name)), "")
        root = parts.tree(main)
        body = next((child for child in root if xml.name_of(child) == "body"), None)
        if body is None:
            raise xml.damaged()
        walk = _Walk()
        found = WordFile(body=walk.blocks(body, 0))
        sections = [each for each in root.iter() if xml.name_of(each) == "sectPr"]
        if sections:
            _margins(found, parts, main, sections, walk)
    found.pictures, found.tracked, found.whole = walk.pictures, walk.tracked, walk.left > 0 and not walk.cut
    return found


def _margins(found: WordFile, parts: Parts, main: str, sections: list[Any], walk: "_Walk") -> None:
    """Headers and footers, of the first section that names any."""
    targets = parts.targets(main)
    opening = any(xml.name_of(child) == "titlePg" and xml.is_on(child) for child in sections[0])
    named: dict[tuple[str, str], str] = {}
    for section in sections:
        for child in section:
            if xml.name_of(child) in ("headerReference", "footerReference"):
                kind = (xml.name_of(child), xml.attribute(child, "type") or "default")
                named.setdefault(kind, targets.get(xml.attribute(child, "id"), ""))
    read = {part: walk.blocks(parts.tree(part), 0) for part in dict.fromkeys(named.values()) if part in parts.names}
    for which in ("header", "footer"):
        usual = read.get(named.get((f"{which}Reference", "default"), ""), [])
        setattr(found, which, usual)
        first = read.get(named.get((f"{which}Reference", "first"), ""), [])
        setattr(found, f"first_{which}", first if opening else usual)


class _Walk:
    """Goes through a tree of elements and counts what it takes."""

    def __init__(self) -> None:
        self.left = BLOCKS
        self.chars = CHARS
        self.pictures = 0
        self.tracked = False
        self.cut = False

    def blocks(self, parent: Any, depth: int) -> list[Block]:
        """Paragraphs and rows below an element."""
        found: list[Block] = []
        if depth > DEPTH:
            self.cut = True
            return found
        for child in parent:
            if self.left <= 0 or self.chars <= 0:
                break
            name = xml.name_of(child)
            if name in _CHANGED:
                self.tracked = True
            if name == "p":
                found += self._paragraph(child, depth)
            elif name == "tbl":
                found += self._table(child, depth)
            elif name == "sdt":
                for inner in _content_of_control(child):
                    found += self.blocks(inner, depth + 1)
            elif name in _AROUND:
                found += self.blocks(child, depth + 1)
            elif name == "AlternateContent":
                for chosen in _chosen(child):
                    found += self.blocks(chosen, depth + 1)
            elif name == "altChunk":
                # A file inside the file, that Word would take in when it opens it.
                self.cut = True
        return found

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        grid = [
            xml.points(column, "w")
            for each in table
            if xml.name_of(each) == "tblGrid"
            for column in each
            if xml.name_of(column) == "gridCol"
        ]
        for row in _below(table, "tr"):
            self.left -= 1
            cells: list[Cell] = []
            at, left = 0, 0.0
            every = list(_below(row, "tc"))
            for cell in every:
                span = max(1, min(63, xml.whole(xml.property_of(cell, "tcPr", "gridSpan"), 1)))
                width = sum(grid[at : at + span]) or 468.0 / max(1, len(every))
                cells.append(Cell(left, width, self.blocks(cell, depth + 1)))
                at, left = at + span, left + width
            yield Row(cells)

    def _paragraph(self, element: Any, depth: int) -> Iterator[Block]:
        self.left -= 1
        pieces: list[str] = []
        boxes: list[Any] = []
        self._runs(element, pieces, boxes, depth)
        made = Paragraph("".join(pieces))
        ends_page = False
        for properties in element:
            if xml.name_of(properties) == "pPr":
                ends_page = _format(made, properties)
        yield made
        for box in boxes:
            yield from self.blocks(box, depth + 1)
        if ends_page:
            yield Paragraph("", starts_page=True)

    def _runs(self, parent: Any, pieces: list[str], boxes: list[Any], depth: int) -> None:
        if depth > DEPTH:
            self.cut = True
            return
        for child in parent:
            if self.chars <= 0:
                return
            name = xml.name_of(child)
            if name in _CHANGED:
                self.tracked = True
            if name == "r":
                self._run(child, pieces, boxes)
            elif name in _INLINE:
                self._runs(child, pieces, boxes, depth + 1)
            elif name == "sdt":
                tick = _tick(child)
                if tick:
                    pieces.append(tick)
                    continue
                for inner in _content_of_control(child):
                    self._runs(inner, pieces, boxes, depth + 1)
            elif name == "AlternateContent":
                for chosen in _chosen(child):
                    self._runs(chosen, pieces, boxes, depth + 1)

    def _run(self, run: Any, pieces: list[str], boxes: list[Any]) -> None:
        for child in run:
            name = xml.name_of(child)
            if name == "rPr" and any(xml.name_of(each) in ("vanish", "webHidden") and xml.is_on(each) for each in child):
                return
            if name == "t":
                text = (child.text or "")[: self.chars]
                self.chars -= len(text)
                pieces.append(text.replace(PAGE, " ").replace("\n", " "))
            elif name in ("tab", "ptab"):
                pieces.append("\t")
            elif name == "br":
                pieces.append(PAGE if xml.attribute(child, "type") == "page" else "\n")
            elif name == "cr":
                pieces.append("\n")
            elif name == "lastRenderedPageBreak":
                pieces.append(PAGE)
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "sym":
                pieces.append(_symbol(child))
            elif name == "fldChar":
                pieces.append(_legacy_tick(child))
            elif name in ("drawing", "pict", "object"):
                self._drawn(child, boxes)
            elif name == "AlternateContent":
                # A drawing in today's words, and again in those of older programs.
                for chosen in _chosen(child):
                    self._drawn(chosen, boxes)

    def _drawn(self, drawing: Any, boxes: list[Any]) -> None:
        """Text boxes of a drawing, and whether it is a picture of a page."""
        inner: set[Any] = set()
        names: set[str] = set()
        large = False
        for each in drawing.iter():
            name = xml.name_of(each)
            if name == "txbxContent":
                # What lies in a box is met again when the box is read.
                if each not in inner:
                    boxes.append(each)
                inner.update(below for below in each.iter() if xml.name_of(below) == "txbxContent")
            names.add(name)
            large = large or (name == "extent" and _is_large(each))
        # A text box has an extent too; it is no picture.
        self.pictures += large and "blip" in names and "txbxContent" not in names


def _below(element: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and tracked changes."""
    for child in element:
        name = xml.name_of(child)
        if name == wanted:
            yield child
        elif name == "sdt":
            for inner in _content_of_control(child):
                yield from (each for each in inner if xml.name_of(each) == wanted)
        elif name in _AROUND:
            yield from (each for each in child if xml.name_of(each) == wanted)


def _format(made: Paragraph, properties: Any) -> bool:
    """Take over how a paragraph is set; whether a section, and with it the page, ends behind it."""
    ends = False
    for each in properties:
        name = xml.name_of(each)
        if name == "jc":
            made.align = {"center": "center", "right": "right", "end": "right"}.get(xml.attribute(each, "val"), "left")
        elif name == "ind":
            made.indent = max(0.0, xml.points(each, "left") or xml.points(each, "start"))
        elif name == "spacing":
            made.before, made.after = max(0.0, xml.points(each, "before")), max(0.0, xml.points(each, "after"))
        elif name == "tabs":
            made.tabs = tuple(
                sorted(xml.points(tab, "pos") for tab in each if xml.name_of(tab) == "tab" and xml.attribute(tab, "val") != "clear")
            )[:40]
        elif name == "pageBreakBefore":
            made.starts_page = xml.is_on(each)
        elif name == "sectPr":
            ends = not any(xml.name_of(kind) == "type" and xml.attribute(kind, "val") == "continuous" for kind in each)
    return ends


def _content_of_control(control: Any) -> Iterator[Any]:
    """What was put into a content control; nothing where it still shows its own prompt."""
    if xml.property_of(control, "sdtPr", "showingPlcHdr") is None:
        yield from (each for each in control if xml.name_of(each) == "sdtContent")


def _tick(control: Any) -> str:
    box = xml.property_of(control, "sdtPr", "checkbox")
    if box is None:
        return ""
    return TICKED if any(xml.name_of(each) == "checked" and xml.is_on(each) for each in box) else EMPTY


def _legacy_tick(character: Any) -> str:
    for each in character.iter():
        if xml.name_of(each) == "checkBox":
            states = {xml.name_of(state): xml.is_on(state) for state in each}
            return TICKED if states.get("checked", states.get("default", False)) else EMPTY
    return ""


def _symbol(element: Any) -> str:
    try:
        code = int(xml.attribute(element, "char"), 16)
    except ValueError:
        return ""
    return _SYMBOLS.get(code & 0xFF, "") if "ding" in xml.attribute(element, "font").lower() else ""


def _chosen(alternatives: Any) -> list[Any]:
    """The first of several ways to say one thing; it is the one that Word itself wrote."""
    choices = [each for each in alternatives if xml.name_of(each) == "Choice"]
    return (choices or [each for each in alternatives if xml.name_of(each) == "Fallback"])[:1]


def _is_large(extent: Any) -> bool:
    try:
        # 12,700 units to the point.
        width, height = (float(xml.attribute(extent, side)) / 12_700 for side in ("cx", "cy"))
    except ValueError:
        return False
    return width >= LARGE[0] and height >= LARGE[1]
