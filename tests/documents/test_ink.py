"""Signatures on pictures: what a pen drew is one, what a printer, a stamp or a fax drew is none; a sender is told of neither."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from intake.documents import signature_block, signatures
from intake.documents.document import Signature, Verdict
from intake.documents.ink import Sheet
from intake.documents.pdf import PdfPages
from intake.documents.words import Layer, PageWords
from tests.documents import made, scans

LEFT, OFFICE, LINE = 72.0, 330.0, 420.0
ROWS = (("Date:", 450.0), ("Signature:", LINE), ("Name:", 390.0), ("Title:", 360.0))
Draw = Callable[[Any], None]


def _pen(canvas: Any, left: float = 140.0, bottom: float = LINE - 4, high: float = 22.0, grey: float = 0.0) -> None:
    canvas.setStrokeGray(grey)
    canvas.setLineWidth(1.2)
    path = canvas.beginPath()
    path.moveTo(left, bottom)
    for step in range(6):
        at = left + step * 16
        path.curveTo(at + 2, bottom + high, at + 9, bottom + high, at + 7, bottom + 5)
        path.curveTo(at + 6, bottom - 4, at + 14, bottom - 2, at + 16, bottom + 3)
    canvas.drawPath(path)
    canvas.setStrokeGray(0)


def _page(draw: Draw | None) -> bytes:
    def block(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 11)
        for left, heading in ((LEFT, "For the LEA:"), (OFFICE, "For ICE:")):
            canvas.drawString(left, 480, heading)
            for label, y in ROWS:
                canvas.drawString(left, y, label)
                canvas.line(left + 55, y - 2, left + 210, y - 2)
        if draw:
            draw(canvas)

    return made.pdf(("By signing this MOA, each party represents it is fully authorized to enter into this MOA.",), draw=block)


def _verdict(draw: Draw | None, spoil: Callable[[scans.Grey], scans.Grey] | None = None, *, label: bool = True) -> Signature:
    """The agency's half of a page that is a picture. Its words are those that it was drawn with: recognition has its own tests."""
    content = _page(draw)
    with PdfPages(_page(None)) as pages:
        page = pages.words(1)
    words = tuple(word for word in page.words if label or not word.text.startswith("Signature") or word.bbox[0] > 300)
    page = PageWords(1, page.width, page.height, words, signature_block.layout.lines_of(words), (), Layer.SCAN)
    grey = scans.pictures(content)[0]
    block = signature_block.find(page)
    assert block is not None
    sheet = Sheet(spoil(grey) if spoil else grey, 72 / scans.DOTS, words)
    return next(each for each in signatures.of_block(page, block, (), (), sheet=sheet) if each.party == "agency")


def _grain(grey: scans.Grey) -> scans.Grey:
    return scans.spoilt(grey, degrees=0.0)


@pytest.mark.parametrize("grey", [0.0, 0.6])
def test_strokes_of_a_pen_over_the_line_are_a_signature_and_lie_where_they_are_said_to(grey: float) -> None:
    found = _verdict(lambda canvas: _pen(canvas, grey=grey), _grain)
    assert (found.verdict, found.kind) == (Verdict.SIGNED, "ink")
    assert found.bbox == pytest.approx((140, 792 - LINE - 20, 236, 792 - LINE + 6), abs=6)


def test_a_signature_that_hides_the_label_is_found_between_the_lines_beside_it() -> None:
    assert _verdict(lambda canvas: _pen(canvas, left=74.0), label=False).verdict is Verdict.SIGNED


def test_a_line_on_which_nothing_stands_is_unsigned() -> None:
    assert _verdict(None, _grain).verdict is Verdict.UNSIGNED


def test_a_line_is_not_unsigned_where_its_label_was_not_seen() -> None:
    assert _verdict(None, label=False).verdict is Verdict.UNCLEAR


def _date(canvas: Any) -> None:
    _pen(canvas, bottom=448, high=12)


def _office(canvas: Any) -> None:
    _pen(canvas, left=OFFICE + 70)


def _name(canvas: Any) -> None:
    _pen(canvas, bottom=388, high=12)


@pytest.mark.parametrize("draw", [_date, _office, _name])
def test_a_pen_in_another_place_signs_nothing(draw: Draw) -> None:
    assert _verdict(draw).verdict is Verdict.UNSIGNED


def _dropout(grey: scans.Grey) -> scans.Grey:
    spoilt = grey.copy()
    for column in range(spoilt.shape[1]):
        row = round((792 - LINE - 10) * scans.DOTS / 72 + column / 60)
        spoilt[row : row + 3, column] = 0
    spoilt[:, 420:423] = 90
    return spoilt


def _specks(grey: scans.Grey) -> scans.Grey:
    chance = np.random.default_rng(3)
    spoilt = grey.copy()
    for x, y in zip(chance.integers(0, grey.shape[1] - 4, 900), chance.integers(0, grey.shape[0] - 4, 900), strict=True):
        spoilt[y : y + 3, x : x + 3] = 0
    return spoilt


@pytest.mark.parametrize("spoil", [_dropout, _specks])
def test_lines_of_a_fax_folds_and_specks_are_no_signature(spoil: Callable[[scans.Grey], scans.Grey]) -> None:
    assert _verdict(None, spoil).verdict is Verdict.UNSIGNED
    assert _verdict(_pen, spoil).verdict is Verdict.SIGNED


def _seal(canvas: Any) -> None:
    canvas.setLineWidth(2)
    canvas.circle(180, LINE + 2, 14)


def _stamp(canvas: Any) -> None:
    canvas.saveState()
    canvas.translate(140, LINE - 6)
    canvas.rotate(4)
    canvas.setLineWidth(2)
    canvas.rect(0, 0, 84, 20)
    canvas.restoreState()


def _blot(canvas: Any) -> None:
    canvas.rect(140, LINE, 60, 14, fill=1)


@pytest.mark.parametrize("draw", [_seal, _stamp, _blot])
def test_a_seal_a_frame_and_a_blot_are_neither_a_signature_nor_none(draw: Draw) -> None:
    assert _verdict(draw).verdict is Verdict.UNCLEAR


def test_a_scanned_letter_without_a_signature_is_called_unsigned_and_its_sender_told_nothing() -> None:
    drawn = made.pdf(made.request(), draw=None)
    document = made.read(scans.pdf([scans.spoilt(page) for page in scans.pictures(drawn)]))
    assert [signature.verdict for signature in document.signatures] == [Verdict.UNSIGNED]
    assert {issue.audience for issue in document.issues} == {"staff"}
