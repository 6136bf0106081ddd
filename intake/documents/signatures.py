"""Whether a line is signed. In: words, marks, form fields, a picture. Out: verdicts. Pure.

Sure signs: a digital signature, a typed "/s/", a picture or strokes over the line. Sure absence: a page that its own program wrote, with
nothing in the place, and a picture on which the place is known and clean. Everything else is unclear: a person looks.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from intake.documents import people
from intake.documents.acroform import Filled
from intake.documents.digital import INTACT, Checked
from intake.documents.document import BBox, Signature, Verdict
from intake.documents.signature_block import Half, SignatureBlock
from intake.documents.words import Layer, Line, Mark, MarkKind, PageWords, lies_in

if TYPE_CHECKING:
    from intake.documents.ink import Sheet

_TYPED: Final = re.compile(
    r"/s/|/S/|^\s*s/\s|\bsigned\s+electronically\b|\be-?signed\s+by\b|DocuSigned\s+by|Adobe\s+(?:Acrobat\s+)?Sign", re.IGNORECASE
)
_AFTER_S: Final = re.compile(r"/s/\s*(?P<who>\S.*)", re.IGNORECASE)
_SERVICE: Final = re.compile(r"\b(?:DocuSign|Docusign|Adobe\s+(?:Acrobat\s+)?Sign|Dropbox\s+Sign|HelloSign|PandaDoc|SignNow)\b")
"""Services that seal a file in their own name, whoever signed in it."""
_STAMP: Final = re.compile(
    r"\b(?:received|approved|reviewed|filed|recorded|copy|draft|void|confidential|notary|sign\s+here|seal)\b", re.IGNORECASE
)
"""Printed inside a frame or a picture they make it a stamp."""
_DIGITAL_TEXT: Final = re.compile(r"digitally\s+si[gq]ned\s+by(?:\s+(?P<who>[A-Z][\w .'’\-]{3,60}))?", re.IGNORECASE)
SHOWN: Final = 2.0
"""Points. A signature field that is smaller, either way, is shown to nobody."""
ROW: Final = 28.0
"""Points from one line of a signature block to the next."""
HEADING: Final = 16.0
"""Points from the upper edge of a half to where its heading ends."""
FRAME: Final = 9.0
"""Points, give or take, that a frame leaves around a name in it."""
STROKES: Final = 8
"""Fewer segments than this are a cross, an arrow or a frame, no signature."""


def signs(item: Filled) -> bool:
    """Whether it is a filled signature field that is a person's hand: one that is shown, in no service's name."""
    if item.kind != "signature" or not item.ticked or item.rect[2] - item.rect[0] < SHOWN or item.rect[3] - item.rect[1] < SHOWN:
        return False
    return not _SERVICE.search((item.checked and item.checked.signer) or item.signer or "")


def by_field(party: str, item: Filled, box: BBox) -> Signature:
    """The verdict for a place that a signature field fills: signed only where the file is as it was signed, else a person looks."""
    checked = item.checked or Checked(item.name)
    return Signature(
        party,
        Verdict.SIGNED if checked.integrity == INTACT else Verdict.UNCLEAR,
        "digital",
        item.page,
        box,
        checked.integrity,
        checked.signer or item.signer,
        checked.signed_at or item.signed_at,
        checked.modification,
        checked.trust,
    )


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
            and not _is_stamp(page, mark)
        ):
            best = mark
    return best


def _is_stamp(page: PageWords, mark: Mark) -> bool:
    left, top, right, bottom = mark.bbox
    inside = (w.text for w in page.words if w.bbox[0] >= left and w.bbox[2] <= right and w.bbox[1] >= top and w.bbox[3] <= bottom)
    return bool(_STAMP.search(" ".join(inside)))


def in_area(
    page: PageWords, party: str, area: BBox, filled: Sequence[Filled], boxes: Sequence[BBox], certain: bool,
    sheet: "Sheet | None" = None, place: BBox | None = None, labels: Iterable[BBox] = (), lines: Sequence[Line] | None = None,
) -> Signature:  # fmt: skip
    """The verdict for one place. `boxes` are the boxes of `filled` in points; `certain` where the place itself is beyond doubt.

    `place` is where a pen may have signed on a page that is a picture, `sheet`, and `labels` are words of the form there. `lines` are
    those that may speak of this place, if not all of the page.
    """
    for item, box in zip(filled, boxes, strict=True):
        if signs(item) and item.page == page.number and _near(box, area):
            return by_field(party, item, box)
    for line in page.lines if lines is None else lines:
        if not _near(line.bbox, area):
            continue
        digital = _DIGITAL_TEXT.search(line.text)
        if digital:
            # A flattened digital signature is text: evidence, not proof.
            return Signature(
                party, Verdict.SIGNED, "digital", page.number, line.bbox, "unknown", (digital.group("who") or "").strip() or None
            )
        if _TYPED.search(line.text):
            who = _AFTER_S.search(line.text)
            return Signature(party, Verdict.SIGNED, "typed", page.number, line.bbox, None, who.group("who")[:100].strip() if who else None)
    if page.layer is not Layer.BORN:
        return _on_picture(page, party, place or area, sheet, certain, labels)
    mark = over(page, area)
    if mark:
        return Signature(party, Verdict.SIGNED, "image" if mark.kind is MarkKind.IMAGE else "ink", page.number, mark.bbox)
    doubtful = any(
        mark.kind in (MarkKind.DRAWING, MarkKind.IMAGE, MarkKind.STAMP)
        and _near(mark.bbox, area)
        and mark.bbox[2] - mark.bbox[0] > 15
        and mark.bbox[3] - mark.bbox[1] > 6
        for mark in page.marks
    )
    return Signature(party, Verdict.UNSIGNED if certain and not doubtful else Verdict.UNCLEAR, None, page.number, area)


def _on_picture(page: PageWords, party: str, area: BBox, sheet: "Sheet | None", certain: bool, labels: Iterable[BBox]) -> Signature:
    ink = sheet.look(area, labels) if sheet else None
    if ink and ink.box:
        return Signature(party, Verdict.SIGNED, "ink", page.number, ink.box)
    clean = ink is not None and ink.clean and certain
    return Signature(party, Verdict.UNSIGNED if clean else Verdict.UNCLEAR, None, page.number, area)


def of_block(
    page: PageWords, block: SignatureBlock, filled: Sequence[Filled], boxes: Sequence[BBox], *,
    stray: bool = False, sheet: "Sheet | None" = None,
) -> list[Signature]:  # fmt: skip
    """The verdict for each half. A signature field is that party's in whose half it stands.

    `stray` where the file bears a digital signature that is shown on no page: then no line is certainly unsigned.
    """
    halves = [half for half in (block.agency, block.office) if half]
    theirs = [(item, box) for item, box in zip(filled, boxes, strict=True) if item.kind == "signature" and item.ticked]
    within = [[(i, box) for i, box in theirs if signs(i) and i.page == page.number and lies_in(box, half.box)] for half in halves]
    stray = stray or sum(map(len, within)) < len(theirs)
    found: list[Signature] = []
    for half, own in zip(halves, within, strict=True):
        if own:
            line = half.labels.get("signature", half.box)
            found.append(by_field(half.party, *min(own, key=lambda each: abs(each[1][3] - line[3]))))
            continue
        verdict = of_half(page, half, sheet)
        doubt = stray and verdict.verdict is Verdict.UNSIGNED
        found.append(Signature(half.party, Verdict.UNCLEAR, None, page.number, verdict.bbox) if doubt else verdict)
    return found


def of_half(page: PageWords, half: Half, sheet: "Sheet | None" = None) -> Signature:
    """The verdict for one half of a signature block in which no signature field stands."""
    place, printed = _row(half) if sheet else None, half.labels.values()
    label = half.labels.get("signature")
    if label:
        heights = sorted(box[1] for name, box in half.labels.items() if name != "signature")
        above = max((y for y in heights if y < label[1] - 4), default=label[1] - 34)
        below = min((y for y in heights if y > label[1] + 4), default=label[3] + 12)
        area = (label[2] - 4, max(above + 8, label[1] - 26), min(half.box[2], label[2] + 320), min(below + 4, label[3] + 12))
        written = half.values.get("signature")
        certain = written is None and "signature" not in half.placed
        verdict = in_area(page, half.party, area, (), (), certain=certain, sheet=sheet, place=place, labels=printed, lines=half.lines)
        if verdict.verdict is Verdict.SIGNED or written is None:
            return verdict
        return _on_the_name_line(page, half) or _typed_onto(page, half) or verdict
    anchor = half.values.get("name")
    top = anchor.bbox[1] if anchor else half.box[1] + 60
    area = (half.box[0] + 10, max(half.box[1], top - 60), min(half.box[2], half.box[0] + 330), top + 4)
    ruled = any(
        mark.kind is MarkKind.RULE and _near(mark.bbox, (area[0], top - 20, area[2], top + 4)) and mark.bbox[2] - mark.bbox[0] > 80
        for mark in page.marks
    )
    certain = anchor is not None and ruled
    return in_area(page, half.party, area, (), (), certain=certain, sheet=sheet, place=place, labels=printed, lines=half.lines)


def _row(half: Half) -> BBox | None:
    """Where a pen signs: between the line above and the line below; ink often hides the label. None where no line is known."""
    left, top, right, _ = half.box
    # In "For the AGENCY: Ada Mosswood" stands no label, and no line to sign on above.
    labels = {name: box for name, box in half.labels.items() if not half.heading or box[1] > top + HEADING}
    others = sorted((box for name, box in labels.items() if name != "signature"), key=lambda box: box[1])
    label, anchor, dated = labels.get("signature"), half.values.get("name"), labels.get("date")
    if anchor and half.heading and anchor.bbox[1] <= top + HEADING:
        anchor = None
    if label is None and anchor is not None and not {"name", "title"} & set(labels):
        above = dated[3] + 1 if dated and dated[3] < anchor.bbox[1] - ROW / 2 else anchor.bbox[1] - 2 * ROW
        return (left, max(top, above), right, anchor.bbox[1] + 6)
    if label is None and not others:
        return None
    if label is None:
        middles = [(box[1] + box[3]) / 2 for box in others]
        below = next((box for box in others if box is not dated), None)
        if below is None:
            return (left, others[0][3] + 1, right, others[0][3] + 2 * ROW)
        if dated and dated[3] < below[1]:
            middle = (middles[0] + (below[1] + below[3]) / 2) / 2
        else:
            middle = (below[1] + below[3]) / 2 - ROW
        label = (others[0][0], middle - 6, others[0][2], middle + 6)
    above = max((box[3] for box in others if box[3] <= label[1] + 4), default=label[1] - ROW)
    under = min((box[1] for box in others if box[1] >= label[3] - 4), default=label[3] + ROW / 2)
    return (max(left, label[0] - 12), max(above, label[1] - ROW) - 2, right, min(under + 2, label[3] + ROW / 2))


def _on_the_name_line(page: PageWords, half: Half) -> Signature | None:
    """A signature on the line for the name, where the name stands on the line for the signature."""
    label, written = half.labels.get("name"), half.values["signature"]
    if label is None or page.layer is not Layer.BORN or not people.is_name(people.split_rank(written.text)[1]):
        return None
    mark = over(page, (label[2] - 4, label[1] - 14, min(half.box[2], label[2] + 320), label[3] + 6))
    if mark is None or lies_in(written.bbox, mark.bbox):
        return None
    return Signature(half.party, Verdict.SIGNED, "image" if mark.kind is MarkKind.IMAGE else "ink", page.number, mark.bbox)


def _typed_onto(page: PageWords, half: Half) -> Signature | None:
    """A person's name that was put upon the signature's line with a text tool, or alone in a frame, and is no name on the wrong line."""
    written = half.values["signature"]
    name = people.split_rank(written.text)[1]
    misplaced = "name" in half.labels and half.values.get("name", written) is written
    if misplaced or not people.is_name(name) or not any(_holds(mark, written.bbox) for mark in page.marks):
        return None
    return Signature(half.party, Verdict.SIGNED, "typed", page.number, written.bbox, None, name)


def _holds(mark: Mark, box: BBox) -> bool:
    """Whether `mark` is a text tool's, or a frame around `box` alone."""
    if mark.kind is not MarkKind.TYPED and (mark.kind is not MarkKind.DRAWING or mark.strokes >= STROKES):
        return False
    return (
        lies_in(box, mark.bbox, 3)
        and mark.bbox[2] - mark.bbox[0] <= box[2] - box[0] + 4 * FRAME
        and mark.bbox[3] - mark.bbox[1] <= 3 * FRAME
    )


def _near(box: BBox, area: BBox) -> bool:
    return min(box[2], area[2]) - max(box[0], area[0]) > 0 and min(box[3], area[3]) - max(box[1], area[1]) > -4
