"""Pages that a program wrote and somebody turned: words are read upright, places are told as the page is shown."""

import io

import pypdf
import pytest
from pypdf import Transformation
from pypdf.generic import RectangleObject

from intake.documents.document import BBox, Document, Form
from intake.documents.pdf import PdfPages
from tests.documents import made

LETTER = made.pdf(made.request("We nominate twelve (12) deputies for training."))
WIDE, HIGH = 612.0, 792.0
AGAINST = {
    90: Transformation((0, 1, -1, 0, HIGH, 0)), 180: Transformation((-1, 0, 0, -1, WIDE, HIGH)),
    270: Transformation((0, -1, 1, 0, 0, WIDE)),
}  # fmt: skip
"""What draws a page turned to the left, so that its mark turns it upright."""


def _turned(degrees: int, *, upright: bool, drawing: bool = False) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(LETTER if not drawing else SIGNED))
    page = writer.pages[0]
    if upright:
        page.add_transformation(AGAINST[degrees])
        if degrees != 180:
            page.mediabox = page.cropbox = RectangleObject((0, 0, HIGH, WIDE))
    page.rotate(degrees)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _scribble(canvas: object) -> None:
    path = canvas.beginPath()  # type: ignore[attr-defined]
    path.moveTo(74, 300)
    for number in range(20):
        path.lineTo(76 + 5 * number, 300 + (number * 7) % 23)
    canvas.drawPath(path)  # type: ignore[attr-defined]


SIGNED = made.pdf(made.request(), draw=_scribble)


def _values(document: Document) -> dict[str, object]:
    return {field.name: field.value for field in document.fields}


def _place(document: Document) -> BBox:
    return next(field.bbox for field in document.fields if field.name == "letter_date")


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_its_mark_turns_upright_is_read_like_any_other(degrees: int) -> None:
    document = made.read(_turned(degrees, upright=True))
    assert _values(document) == _values(made.read(LETTER))
    assert _place(document) == pytest.approx(_place(made.read(LETTER)), abs=0.1)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_or_head_is_read_upright_and_its_places_told_as_shown(degrees: int) -> None:
    plain, document = made.read(LETTER), made.read(_turned(degrees, upright=False))
    assert (document.form, document.fully_read) == (Form.LOI, True)
    assert _values(document) == _values(plain)
    left, top, right, bottom = _place(plain)
    shown = {
        90: (HIGH - bottom, left, HIGH - top, right), 180: (WIDE - right, HIGH - bottom, WIDE - left, HIGH - top),
        270: (top, WIDE - right, bottom, WIDE - left),
    }[degrees]  # fmt: skip
    assert _place(document) == pytest.approx(shown, abs=0.1)


def test_what_is_drawn_turns_with_the_words() -> None:
    plain, lying = made.read(SIGNED), made.read(_turned(90, upright=False, drawing=True))
    assert [(s.verdict, s.kind) for s in plain.signatures] == [(s.verdict, s.kind) for s in lying.signatures]
    with PdfPages(_turned(90, upright=False, drawing=True)) as turned, PdfPages(SIGNED) as upright:
        assert turned.words(1).marks[0].bbox == pytest.approx(upright.words(1).marks[0].bbox, abs=0.1)
        assert (turned.words(1).width, turned.words(1).height) == (WIDE, HIGH)


def test_a_few_words_up_the_margin_turn_no_page() -> None:
    def margin(canvas: object) -> None:
        canvas.rotate(90)  # type: ignore[attr-defined]
        canvas.drawString(100, -30, "Received by the mail room of the program office on the third of March")  # type: ignore[attr-defined]

    document = made.read(made.pdf(made.request(), draw=margin))
    assert document.value("agency_name") == "Alder County Sheriff's Office"
    assert _place(document) == pytest.approx(_place(made.read(LETTER)), abs=0.1)
