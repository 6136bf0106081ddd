"""Pages of an agreement that are only placed: by the foot where its number tells, else by the head too."""

import cv2
import numpy as np
import pytest

from intake.documents import missing, ocr, picture, reread, scan, second
from intake.documents.ocr import Seen
from intake.documents.picture import Grey
from intake.documents.scanned_pages import ScannedPages
from intake.documents.words import Layer, PageWords

POINTS = 72 / scan.GLANCED


def _page(degrees: float = 0.0) -> Grey:
    """Rows of ink like lines of text, at the dots of a glance."""
    page = np.full((1540, 1190), 255, np.uint8)
    for top in range(120, 1400, 28):
        for left in range(120 + top * 7 % 53, 1060, 60):
            page[top : top + 12, left : left + 46] = 40
    return picture.straightened(page, degrees)


def _glanced(monkeypatch: pytest.MonkeyPatch, foot: tuple[str, ...], head: tuple[tuple[str, int], ...] = ()) -> tuple[list[str], int]:
    """The words of a glance that asks for page 7, and how often the engine was asked."""
    asked: list[int] = []

    def words(grey: Grey, dots: float) -> list[Seen]:
        asked.append(grey.shape[0])
        if len(asked) == 1:
            return [Seen(text, (120 + 90 * i, 100, 200 + 90 * i, 118), 0.95, 1) for i, text in enumerate(foot)]
        return [Seen(text, (120, top, 400, top + 18), 0.9, 1 + row) for row, (text, top) in enumerate(head)]

    monkeypatch.setattr(ocr, "words", words)
    sight = scan.glance(_page(), POINTS, 3, enough=lambda text: (missing.printed(text) or (0,))[0] == 7)
    return [word.text for word in sight.words] if sight else [], len(asked)


def test_a_foot_with_the_expected_number_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    words, asked = _glanced(monkeypatch, ("Alder", "County", "7", "Revised", "03/07/2025"))
    assert (words, asked) == (["Alder", "County", "7", "Revised", "03/07/2025"], 1)


@pytest.mark.parametrize("foot", [("Alder", "County", "8", "Revised", "03/07/2025"), ("Revised", "02/12/2025")])
def test_a_foot_with_another_number_or_none_is_read_with_the_head(monkeypatch: pytest.MonkeyPatch, foot: tuple[str, ...]) -> None:
    words, asked = _glanced(monkeypatch, foot, (("APPENDIX", 40), ("COMPLAINT", 80), ("halfcut", 300)))
    assert asked == 2
    assert words[:2] == ["APPENDIX", "COMPLAINT"]
    # The edge of the strip runs through its last line.
    assert "halfcut" not in words


@pytest.mark.parametrize(("degrees", "quarters"), [(0.0, 0), (1.4, 0), (-2.2, 0), (0.8, 1)])
def test_an_angle_is_told_roughly(degrees: float, quarters: int) -> None:
    sideways, angle = picture.skew_roughly(picture.turned(_page(degrees), -quarters % 4), scan.GLANCED)
    assert sideways is bool(quarters)
    assert angle == pytest.approx(-degrees, abs=0.25)


def test_small_words_of_a_forms_own_text_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def lines(crops: list[Grey]) -> list[tuple[()]]:
        nonlocal asked
        asked += len(crops)
        return [() for _ in crops]

    monkeypatch.setattr(second, "lines", lines)

    def doubted(first: str, weak: str) -> int:
        nonlocal asked
        asked = 0
        texts = [first, *("the", "parties", "to", "it", "agree", "with", weak, "under", "this", "law", "and", "more")]
        seen = [Seen(text, (60 * i, 100, 60 * i + 50, 120), 0.5 if text == weak else 0.97, 1) for i, text in enumerate(texts)]
        reread.settled(seen, np.full((300, 900), 255, np.uint8))
        return asked

    assert doubted("MOA", "tha") == 0
    assert doubted("MOA", "Aldar") == 1
    assert doubted("Letter", "tha") == 1


def test_a_page_is_drawn_once_for_all_who_look_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    class Source:
        count, has_form = 1, False

        def picture(self, number: int, dots: float = 200.0) -> tuple[Grey, float] | None:
            drawn.append(number)
            return np.asarray(cv2.resize(_page(), None, fx=0.5, fy=0.5), dtype=np.uint8), 1.0

        def text(self, number: int) -> str:
            return ""

        def words(self, number: int) -> PageWords:
            return PageWords(number, 595.0, 770.0, (), (), (), Layer.PICTURE)

    monkeypatch.setattr(ocr, "words", lambda grey, dots: [Seen("Sheriff", (100, 100, 180, 118), 0.95, 1)])
    pages = ScannedPages(Source(), 1e9)
    page = pages.words(1)
    assert pages.picture(1) is not None
    assert pages.sheet(page) is not None
    assert drawn == [1]
