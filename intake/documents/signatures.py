"""Whether a line is signed, as far as a born-digital page can tell. In: words, marks and form fields. Out: verdicts. Pure.

Sure signs: a digital signature, a typed "/s/", a picture or strokes over the line. Sure absence: a page that its own program wrote, with
nothing in the place. Everything else, and every picture of a page, is unclear: a person looks.
"""

import re
from collections.abc import Sequence
from typing import Final

from intake.documents.acroform import Filled
from intake.documents.document import BBox, Signature, Verdict
from intake.documents.signature_block import Half
from intake.documents.words import Layer, Mark, MarkKind, PageWords

_TYPED: Final = re.compile(
    r"/s/|/S/|^\s*s/\s|\bsigned\s+electronically\b|\be-?signed\s+by\b|DocuSigned\s+by|Adobe\s+(?:Acrobat\s+)?Sign", re.IGNORECASE
)
_DIGITAL_TEXT: Final = re.compile(r"digitally\s+signed\s+by", re.IGNORECASE)
STROKES: Final = 8
"""Fewer segments than this are a cross, an arrow or a frame, no signature."""


def over(page: PageWords, area: BBox) -> Mark | None:
    """Strokes or a picture in `area` that may be a signature."""
    best: Mark | None = None
    for mark in page.marks:
        if mark.kind not in (MarkKind.DRAWING, MarkKind.IMAGE):
            continue
        width, height = mark.bbox[2] - mark.bbox[0], mark.bbox[3] - mark.bbox[1]
        if width < 22 or height < 7 or height > 220 or width > 400 or (mark.kind is MarkKind.DRAWING and mark.strokes < STROKES):
            continue
        across = min(mark.bbox[2], area[2]) - max(mark.bbox[0], area[0])
        down = min(mark.bbox[3], area[3]) - max(mark.bbox[1], area[1])
        if (
            across > 0.4 * min(width, area[2] - area[0])
            and down > 0.35 * min(height, area[3] - area[1])
            and (best is None or mark.bbox[2] - mark.bbox[0] > best.bbox[2] - best.bbox[0])
        ):
            best = mark
    return best


def in_area(page: PageWords, party: str, area: BBox, filled: Sequence[Filled], boxes: Sequence[BBox], certain: bool) -> Signature:
    """The verdict for one place. `boxes` are the boxes of `filled` in points; `certain` where the place itself is beyond doubt."""
    for item, box in zip(filled, boxes, strict=True):
        if item.kind == "signature" and item.page == page.number and item.ticked and _near(box, area):
            return Signature(party, Verdict.SIGNED, "digital", page.number, box, "unknown", item.signer, item.signed_at)
    for line in page.lines:
        if not _near(line.bbox, area):
            continue
        if _DIGITAL_TEXT.search(line.text):
            # A flattened digital signature is text: evidence, not proof.
            return Signature(party, Verdict.SIGNED, "digital", page.number, line.bbox, "unknown", _signer(page, area))
        if _TYPED.search(line.text):
            return Signature(
                party,
                Verdict.SIGNED,
                "typed",
                page.number,
                line.bbox,
                None,
                re.sub(r"^.*?/s/\s*", "", line.text, flags=re.IGNORECASE)[:100] or None,
            )
    if page.layer is not Layer.BORN:
        return Signature(party, Verdict.UNCLEAR, None, page.number, area)
    mark = over(page, area)
    if mark:
        return Signature(party, Verdict.SIGNED, "image" if mark.kind is MarkKind.IMAGE else "ink", page.number, mark.bbox)
    doubtful = any(
        mark.kind in (MarkKind.DRAWING, MarkKind.IMAGE)
        and _near(mark.bbox, area)
        and mark.bbox[2] - mark.bbox[0] > 15
        and mark.bbox[3] - mark.bbox[1] > 6
        for mark in page.marks
    )
    return Signature(party, Verdict.UNSIGNED if certain and not doubtful else Verdict.UNCLEAR, None, page.number, area)


def of_half(page: PageWords, half: Half, filled: Sequence[Filled], boxes: Sequence[BBox]) -> Signature:
    """The verdict for one half of a signature block."""
    label = half.labels.get("signature")
    if label:
        heights = sorted(box[1] for name, box in half.labels.items() if name != "signature")
        above = max((y for y in heights if y < label[1] - 4), default=label[1] - 34)
        below = min((y for y in heights if y > label[1] + 4), default=label[3] + 12)
        area = (label[2] - 4, max(above + 8, label[1] - 26), min(half.box[2], label[2] + 320), min(below + 4, label[3] + 12))
        written = half.values.get("signature")
        verdict = in_area(page, half.party, area, filled, boxes, certain=written is None)
        if verdict.verdict is Verdict.UNSIGNED and any(i.kind == "signature" and i.page == page.number and i.ticked for i in filled):
            return Signature(half.party, Verdict.UNCLEAR, None, page.number, area)
        return verdict
    anchor = half.values.get("name")
    top = anchor.bbox[1] if anchor else half.box[1] + 60
    area = (half.box[0] + 10, max(half.box[1], top - 60), min(half.box[2], half.box[0] + 330), top + 4)
    ruled = any(
        mark.kind is MarkKind.RULE and _near(mark.bbox, (area[0], top - 20, area[2], top + 4)) and mark.bbox[2] - mark.bbox[0] > 80
        for mark in page.marks
    )
    return in_area(page, half.party, area, filled, boxes, certain=anchor is not None and ruled)


def _near(box: BBox, area: BBox) -> bool:
    return min(box[2], area[2]) - max(box[0], area[0]) > 0 and min(box[3], area[3]) - max(box[1], area[1]) > -4


def _signer(page: PageWords, area: BBox) -> str | None:
    for line in page.lines:
        match = re.search(r"digitally\s+signed\s+by\s+(?P<who>[A-Z][\w .'’\-]{3,60})", line.text, re.IGNORECASE)
        if match and _near(line.bbox, area):
            return match.group("who").strip()
    return None
