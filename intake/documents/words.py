"""Pages of words, the one interface every reader of pages fills (a text layer now, character recognition later).

In: words with their boxes and the marks drawn on a page. Out: lines in reading order, and a verdict on the text layer. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from intake.documents.document import BBox, Source
from intake.documents.turn import Turn

GARBAGE_SHARE: Final = 0.25
"""A text layer with more unreadable tokens than this is not trusted."""
ROWS: Final = 40
"""Rows taken of one value."""
SHIFT: Final = 29
"""Some files of the agreement carry a font whose codes are this much too low: chr(code + 29) is the letter."""

_FORM_WORDS: Final = frozenset(
    [
        "forthelea",
        "forice",
        "agency",
        "agreement",
        "appendix",
        "authority",
        "complaint",
        "contact",
        "date",
        "effective",
        "enforcement",
        "for",
        "ice",
        "immigration",
        "law",
        "lea",
        "memorandum",
        "model",
        "name",
        "of",
        "officer",
        "points",
        "procedures",
        "program",
        "purpose",
        "section",
        "signature",
        "signed",
        "termination",
        "the",
        "this",
        "title",
        "training",
        "and",
        "agency's",
        "by",
        "party",
        "each",
        "to",
        "shall",
        "will",
        "with",
    ]
)
_READABLE: Final = re.compile(r"[A-Za-z]{2,}|\d+|[AaIi&/.,;:()\-–—•*§#$%@'\"“”’‘]")
_ODD: Final = re.compile(r"[\x00-\x1f\ue000-\uf8ff\ufffd]")
_VOWEL: Final = re.compile(r"[aeiouyAEIOUY]")
_RUN_OF_B: Final = re.compile(r"^B{4,}(?=[a-z]|$)|(?<=_)B+$")
_SHIFT_SIGNS: Final = re.compile(r"B{4,}|[\x03-\x08\x0e-\x1f]|/\(\$|1DPH|7LWOH|\$JHQF")
_SHIFTED: Final = re.compile(r"[\x03-~]{3,}")


class Layer(StrEnum):
    """Where the words of a page come from, and how far they can be trusted."""

    BORN = "born"  # the program that made the paper wrote them
    FOREIGN = "foreign"  # somebody else's recognition over a picture of the page
    TYPED = "typed"  # a word processor's file: the words are certain, their places made up
    SCAN = "scan"  # our own recognition of a picture of the page
    PICTURE = "picture"  # the page is a picture whose words are missing, too few, or of no use
    EMPTY = "empty"  # nothing at all


class MarkKind(StrEnum):
    """What is drawn on a page besides words."""

    RULE = "rule"  # a straight line to write on, or a separator
    BOX = "box"  # a small square to tick
    DRAWING = "drawing"  # strokes or curves: a vector signature, an ornament, a cross
    IMAGE = "image"
    TYPED = "typed"  # words put onto the page with a text tool
    STAMP = "stamp"  # a rubber stamp of a PDF reader with printed words: "Approved", "Sign here"


class Word(NamedTuple):
    """One word. A NamedTuple, not a dataclass: papers hold thousands and creation is the hot path."""

    text: str
    bbox: BBox
    page: int
    source: Source = Source.TEXT
    confidence: float = 1.0  # of recognition; what a program wrote is certain


class Mark(NamedTuple):
    """Something drawn. `ticked` speaks of boxes alone; None elsewhere. `strokes` counts the segments of a drawing."""

    kind: MarkKind
    bbox: BBox
    ticked: bool | None = None
    strokes: int = 0


class Line(NamedTuple):
    """Words that stand side by side, in reading order."""

    text: str
    bbox: BBox
    page: int
    words: tuple[Word, ...]

    @property
    def source(self) -> Source:
        """FORM where any of its words was filled into a form, else that of its first word."""
        return Source.FORM if any(word.source is Source.FORM for word in self.words) else self.words[0].source


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page, from 1."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    layer: Layer
    turn: Turn | None = None  # how a picture was turned to be read; boxes are those of the upright page

    @property
    def text(self) -> str:
        """The lines, joined by line feeds."""
        return "\n".join(line.text for line in self.lines)


class Pages(Protocol):
    """The pages of one open paper. Numbers run from 1."""

    @property
    def count(self) -> int: ...

    def text(self, number: int) -> str:
        """The text alone, in the file's order: cheap, for telling forms apart."""
        ...

    def words(self, number: int) -> PageWords: ...


def union(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around all of `boxes`; (0, 0, 0, 0) for none."""
    items = list(boxes)
    if not items:
        return (0.0, 0.0, 0.0, 0.0)
    return (min(b[0] for b in items), min(b[1] for b in items), max(b[2] for b in items), max(b[3] for b in items))


def lies_in(box: BBox, area: BBox, slack: float = 0.0) -> bool:
    """Whether the middle of a box is in `area`, or at most `slack` points beside it."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] - slack <= across <= area[2] + slack and area[1] - slack <= down <= area[3] + slack


def make_line(words: Sequence[Word]) -> Line:
    """One line of words that are already in reading order."""
    parts: list[str] = []
    for index, word in enumerate(words):
        # Punctuation that the file placed tight against a filled blank is not a word of its own.
        if index and not (word.text[0] in ",.;:)" and len(word.text) <= 2):
            parts.append(" ")
        parts.append(word.text)
    return Line("".join(parts), union(word.bbox for word in words), words[0].page, tuple(words))


def lines_of(words: Sequence[Word], blanks: Sequence[BBox] = ()) -> tuple[Line, ...]:
    """Words put into lines from top to bottom. `words` in the file's order: words that follow each other there stay together.

    A value typed over a blank often stands elsewhere in the file and is wider than the blank; it is put into the sentence as a whole, where
    the blank begins. `blanks` are boxes of underscores.
    """
    rows: list[list[int]] = []
    spans: list[tuple[float, float]] = []
    for index in sorted(range(len(words)), key=lambda i: (words[i].bbox[1] + words[i].bbox[3]) / 2):
        top, bottom = words[index].bbox[1], words[index].bbox[3]
        for row in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            row_top, row_bottom = spans[row]
            if min(bottom, row_bottom) - max(top, row_top) > 0.5 * min(bottom - top, row_bottom - row_top):
                rows[row].append(index)
                break
        else:
            rows.append([index])
            spans.append((top, bottom))
    lines = [make_line(_ordered([words[i] for i in sorted(row)], sorted(row), blanks)) for row in rows]
    return tuple(sorted(lines, key=lambda line: line.bbox[1]))


def _ordered(words: list[Word], order: list[int], blanks: Sequence[BBox]) -> list[Word]:
    runs: list[list[Word]] = [[words[0]]]
    for place in range(1, len(words)):
        before, word = words[place - 1], words[place]
        if order[place] == order[place - 1] + 1 and word.bbox[0] >= before.bbox[2] - 2.0:
            runs[-1].append(word)
        else:
            runs.append([word])
    if len(runs) == 1:
        return words
    if not any(_overlap(a, b) for i, a in enumerate(runs) for b in runs[:i]):
        return sorted(words, key=lambda w: w.bbox[0])
    # What begins inside a blank was typed over it; the printed sentence takes it in where the blank begins.
    begins = {id(run): _blank_under(run[0].bbox, blanks) for run in runs}
    runs.sort(key=lambda run: (begins[id(run)] is not None, run[0].bbox[0]))
    merged = runs[0]
    for run in runs[1:]:
        blank = begins[id(run)]
        left = run[0].bbox[0] if blank is None else blank
        place = next((i for i, word in enumerate(merged) if word.bbox[0] >= left - 0.5), len(merged))
        merged = [*merged[:place], *run, *merged[place:]]
    return merged


def _blank_under(box: BBox, blanks: Sequence[BBox]) -> float | None:
    """Where the blank begins that a word stands in."""
    middle = (box[1] + box[3]) / 2
    return next((blank[0] for blank in blanks if blank[1] - 2 <= middle <= blank[3] + 2 and blank[0] - 3 <= box[0] <= blank[2]), None)


def _overlap(one: Sequence[Word], other: Sequence[Word]) -> bool:
    return min(one[-1].bbox[2], other[-1].bbox[2]) - max(one[0].bbox[0], other[0].bbox[0]) > 1.0


def spread(text: str, box: BBox, page: int, source: Source) -> list[Word]:
    """The words of a value whose box is known and whose font is not: at most as wide as the box, each character half as wide as high."""
    rows = [row.split() for row in text.splitlines() if row.strip()][:ROWS]
    height = (box[3] - box[1]) / max(1, len(rows))
    size = min(height, 14.0)
    found: list[Word] = []
    for index, row in enumerate(rows):
        length = sum(len(word) + 1 for word in row) or 1
        step = min((box[2] - box[0]) / length, size * 0.5) if box[2] > box[0] else 1.0
        middle = box[1] + (index + 0.5) * height
        cursor = box[0]
        for word in row:
            width = len(word) * step
            place = (round(cursor, 2), round(middle - size / 2, 2), round(cursor + width, 2), round(middle + size / 2, 2))
            found.append(Word(word, place, page, source))
            cursor += width + step
    return found


def unshift(token: str) -> str:
    """The token as it was meant, where its font's codes are too low; else the token itself."""
    token = _RUN_OF_B.sub(lambda match: "_" * len(match.group()), token)
    core = token.rstrip(":_")
    if not _SHIFTED.fullmatch(core):
        return token
    decoded = "".join(chr(ord(c) + SHIFT) if c != "_" else c for c in core)
    plain = decoded.strip("_: \x7f").lower()
    if (plain.replace(" ", "") in _FORM_WORDS and core.strip("_").lower() not in _FORM_WORDS) or (plain == "" and set(core) <= {"B"}):
        return decoded + token[len(core) :]
    return token


def may_be_shifted(text: str) -> bool:
    """Whether a text holds signs of codes that are too low; asked once a page, so that ordinary pages pay nothing for them."""
    return bool(_SHIFT_SIGNS.search(text))


def shifted(tokens: Sequence[str]) -> bool:
    """Whether a whole page is written in codes that are too low."""
    candidates = [t for t in tokens if len(t) >= 3][:600]
    hits = sum(1 for t in candidates if unshift(t) != t)
    return len(candidates) >= 5 and hits > len(candidates) * 0.3


def unshift_text(text: str) -> str:
    """Every printable character moved by SHIFT; for pages where `shifted` says so."""
    return "".join(chr(ord(c) + SHIFT) if 3 <= ord(c) <= 97 and c not in "\r\n " else c for c in text)


def is_garbage(text: str) -> bool:
    """Whether a text layer is unreadable: control characters, private codes, tokens without a vowel."""
    tokens = re.split(r"[ \r\n\t]+", text)[:400]
    if len(tokens) < 5:
        return False
    odd_somewhere = bool(_ODD.search(text))
    bad = 0
    for token in tokens:
        # A bar parts the columns of many a typed table.
        core = token.strip("_-.,;:()[]'\"“”’‘•|")
        if not core or len(core) > 40:
            continue
        odd = odd_somewhere and bool(_ODD.search(core))
        letters = core.isalpha() and core.isascii()
        if odd or (letters and len(core) > 4 and not core.isupper() and not _VOWEL.search(core)) or not _READABLE.search(core):
            bad += 1
    return bad > GARBAGE_SHARE * len(tokens)
