"""Read the blanks of a signature block once more, where what stands in them is not sure: most were filled in by hand. Pure.

In: the block and the picture of its page. Out: the block with the values that the second engine, which can read a hand, tells. What it
tells is as sure as its least certain letter, and a hand is never taken for certain.
"""

import re
from typing import Final

from intake.documents import picture, reread, second, signature_block, slips
from intake.documents import words as layout
from intake.documents.document import BBox, Source
from intake.documents.picture import Grey
from intake.documents.signature_block import Half, SignatureBlock
from intake.documents.turn import Turn
from intake.documents.words import Line, PageWords, Word

_GLUED: Final = re.compile(r"(?<=[A-Za-z]{3})(?=\d)|(?<=\d)(?=[A-Za-z]{3})")
"""Where a hand parts a month from a day, and the engine does not."""
LABELS: Final = ("date", "name", "title")
ABOVE: Final = 11.0
"""Points above the middle of a label that are read with it: what is written on a line stands above the label's own."""
BELOW: Final = 7.0
WIDEST: Final = 170.0
"""Points behind a label that are read."""
HAND: Final = 0.9
"""No hand is read with more certainty."""
RAISED: Final = 9.0
"""Points that a value may stand higher than its line."""
SIGNS: Final = 3
"""Letters or digits that a value has at least."""


def filled(block: SignatureBlock, page: PageWords, grey: Grey, points: float) -> SignatureBlock:
    """The block, its halves changed in place. `points` is the width of a pixel of the picture, which lies as the page does."""
    upright: Grey | None = None
    for half in (block.agency, block.office):
        for label in LABELS if half else ():
            if half is None or label not in half.labels or _is_sure(half, label):
                continue
            upright = _upright(grey, points, page.turn) if upright is None else upright
            line = _read(upright, half, label, points, page.number)
            if line and _makes_sense(half, label):
                half.again[label] = line
            elif line:
                half.values[label] = line
    return block


def _read(upright: Grey, half: Half, label: str, points: float, number: int) -> Line | None:
    """What the second engine reads in a blank: on its line, else higher."""
    told: list[Line] = []
    for up in (0.0, RAISED):
        line = _line(upright, _place(half, label, up), points, number)
        if line and signature_block.FITS[label](line.text.strip(" .,:")):
            return line
        told += [line] if line else []
    worse = label != "name" and not _makes_sense(half, label) and _is_worse(half, label)
    return told[0] if told and worse else None


def _is_sure(half: Half, label: str) -> bool:
    """Whether a blank needs no second reading."""
    return _makes_sense(half, label) and min(word.confidence for word in half.values[label].words) >= reread.SURE


def _makes_sense(half: Half, label: str) -> bool:
    value = half.values.get(label)
    return value is not None and signature_block.FITS[label](value.text.strip(" .,:"))


def _is_worse(half: Half, label: str) -> bool:
    """Whether what the first engine made of a blank is no better than any other guess."""
    value = half.values.get(label)
    return (
        value is None or (label == "date" and sum(c.isdigit() for c in value.text) < SIGNS) or min(w.confidence for w in value.words) < 0.5
    )


def _upright(grey: Grey, points: float, turn: Turn | None) -> Grey:
    dots = 72 / points
    plain = picture.clean(picture.even(grey, dots), dots)
    return picture.upright(plain, turn)


def _place(half: Half, label: str, up: float) -> BBox:
    box = half.labels[label]
    middle = (box[1] + box[3]) / 2 - up
    return (box[2] + 1, middle - ABOVE, min(half.box[2], box[2] + WIDEST), middle + BELOW)


def _line(upright: Grey, place: BBox, points: float, number: int) -> Line | None:
    left, top, right, bottom = (max(0, round(side / points)) for side in place)
    crop = upright[top:bottom, left:right]
    if not crop.size:
        return None
    wide = place[2] - place[0]
    heard = second.lines([crop])[0]
    words = [
        Word(
            _GLUED.sub(" ", each.text), (place[0] + each.left * wide, place[1] + 4, place[0] + each.right * wide, place[3] - 4), number,
            Source.OCR, round(min(HAND, each.confidence), 2),
        )
        for each in heard
    ]  # fmt: skip
    words = slips.mended(words)
    line = layout.make_line(words) if words else None
    return line if line and sum(c.isalnum() for c in line.text) >= SIGNS else None
