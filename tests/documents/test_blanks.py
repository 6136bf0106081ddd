"""Blanks of a signature block that are read a second time, and strokes that are no words."""

from collections.abc import Sequence

import numpy as np
import pytest

from intake.documents import blanks, ocr, scan, second
from intake.documents import words as layout
from intake.documents.document import Source
from intake.documents.ocr import Seen
from intake.documents.picture import Grey
from intake.documents.second import Heard
from intake.documents.signature_block import Half, SignatureBlock
from intake.documents.words import Layer, PageWords, Word

PAGE = np.full((1100, 850), 255, np.uint8)
POINTS = 0.72


def _block(confidence: float) -> SignatureBlock:
    line = layout.make_line([Word("2/21/2025", (110.0, 100.0, 160.0, 112.0), 9, Source.OCR, confidence)])
    return SignatureBlock(9, Half("agency", (60.0, 60.0, 300.0, 300.0), "", {"date": line}, {"date": (70.0, 100.0, 100.0, 112.0)}), None)


def _read_again(monkeypatch: pytest.MonkeyPatch, confidence: float, *heard: str) -> tuple[Half, int]:
    told = iter(heard)
    asked = 0

    def lines(crops: Sequence[Grey]) -> list[tuple[Heard, ...]]:
        nonlocal asked
        asked += len(crops)
        return [(Heard(next(told), 0.1, 0.6, 0.88),) for _ in crops]

    monkeypatch.setattr(second, "lines", lines)
    block = _block(confidence)
    page = PageWords(9, 612.0, 792.0, (), (), (), Layer.SCAN)
    found = blanks.filled(block, page, PAGE, POINTS).agency
    assert found
    return found, asked


def test_a_blank_that_was_read_surely_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found, asked = _read_again(monkeypatch, 0.97, "2/24/2025")
    assert (asked, found.again) == (0, {})


def test_a_blank_that_was_read_dimly_is_read_again_beside_the_first_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    found, asked = _read_again(monkeypatch, 0.6, "2/24/2025")
    assert asked == 1
    assert (found.values["date"].text, found.again["date"].text) == ("2/21/2025", "2/24/2025")


def test_a_value_may_stand_above_its_line_and_a_month_close_to_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    found, asked = _read_again(monkeypatch, 0.6, "~~", "April7,25")
    assert (asked, found.again["date"].text) == (2, "April 7,25")


def test_a_stroke_that_runs_over_several_rows_is_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [Seen(text, (100 + 90 * i, 200, 180 + 90 * i, 220), 0.95, 1) for i, text in enumerate(("Date", "Signature", "Title"))]
    stroke = Seen("ae", (120, 150, 500, 300), 0.31, 2)
    monkeypatch.setattr(ocr, "words", lambda grey, dots: [*words, stroke])
    monkeypatch.setattr(second, "lines", lambda crops: [() for _ in crops])
    told = [word.text for word in scan.see(PAGE, POINTS, 1).words]
    assert "Title" in told
    assert "ae" not in told
