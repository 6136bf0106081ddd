"""Signatures in all the ways people put them onto a born-digital paper; what is in doubt is never told as missing."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pypdf
import pytest
from PIL import Image
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.lib.utils import ImageReader

from intake.documents import signature_block, signatures
from intake.documents.document import Document, Signature, Verdict
from intake.documents.pdf import PdfPages
from tests.documents import made


def _lines() -> tuple[str, ...]:
    return made.request()


def _gap(lines: tuple[str, ...]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the empty place under the closing."""
    closing = lines.index("Sincerely,")
    top = 730.0 - closing * 15.4 - 6
    return (80.0, top - 32.0, 200.0, top - 4.0)


def _verdict(document: Document) -> Verdict:
    return next(signature.verdict for signature in document.signatures if signature.party == "agency")


def _annotated(annotation: Any) -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(made.pdf(_lines())))
    writer.add_annotation(0, annotation)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("subtype", ["/Ink", "/Stamp"])
def test_a_pen_or_stamp_of_a_pdf_reader_is_a_signature(subtype: str) -> None:
    mark = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject(subtype), NameObject("/F"): FloatObject(4),
        NameObject("/Rect"): ArrayObject([FloatObject(edge) for edge in _gap(_lines())]),
        NameObject("/InkList"): ArrayObject([ArrayObject([FloatObject(v) for v in (80, 505, 120, 520, 190, 505)])]),
    })  # fmt: skip
    assert _verdict(made.read(_annotated(mark))) is Verdict.SIGNED


def test_a_hidden_stamp_is_none() -> None:
    mark = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Stamp"), NameObject("/F"): FloatObject(2),
        NameObject("/Rect"): ArrayObject([FloatObject(edge) for edge in _gap(_lines())]), NameObject("/Contents"): TextStringObject("x"),
    })  # fmt: skip
    assert _verdict(made.read(_annotated(mark))) is Verdict.UNSIGNED


@pytest.mark.parametrize("name", ["/Approved", "/SBReceived", "/SHSignHere", "/#DReviewed"])
def test_a_ready_made_stamp_is_no_signature_and_leaves_the_line_in_doubt(name: str) -> None:
    mark = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Stamp"), NameObject("/F"): FloatObject(4),
        NameObject("/Rect"): ArrayObject([FloatObject(edge) for edge in _gap(_lines())]), NameObject("/Name"): NameObject(name),
    })  # fmt: skip
    assert _verdict(made.read(_annotated(mark))) is Verdict.UNCLEAR


@pytest.mark.parametrize(("words", "expected"), [("RECEIVED MAR 04", Verdict.UNCLEAR), ("Ada Mosswood", Verdict.SIGNED)])
def test_a_round_frame_with_the_words_of_a_stamp_is_no_signature(words: str, expected: Verdict) -> None:
    def draw(canvas: Any) -> None:
        left, bottom, right, top = _gap(_lines())
        canvas.ellipse(left, bottom - 6, right, top + 2)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(left + 25, bottom + 10, words)

    assert _verdict(made.read(made.pdf(_lines(), draw=draw))) is expected


def test_a_picture_pasted_over_the_line_is_a_signature() -> None:
    def draw(canvas: Any) -> None:
        left, bottom, _, _ = _gap(_lines())
        canvas.drawImage(ImageReader(Image.new("RGB", (90, 24), "navy")), left, bottom, 90, 24)

    document = made.read(made.pdf(_lines(), draw=draw))
    assert [(s.verdict, s.kind) for s in document.signatures] == [(Verdict.SIGNED, "image")]


def _of_block(content: bytes, party: str = "agency") -> Signature:
    with PdfPages(content) as pages:
        page = pages.words(1)
        block = signature_block.find(page)
        assert block is not None
        found = signatures.of_block(page, block, (), ())
    return next(each for each in found if each.party == party)


def _block(*lines: str, right: Sequence[str] = ("For ICE:",), note: str = "", draw: Callable[[Any], None] = lambda canvas: None) -> bytes:
    """A signature page; `note` is put upon the line for the signature with a text tool."""

    def block(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 11)
        for x, column in ((72, ("For the LEA:", "Date: 3/4/2025", *lines)), (330, right)):
            for index, text in enumerate(column):
                canvas.drawString(x, 700 - 34 * index, text)
        draw(canvas)

    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(made.pdf((), draw=block)))
    if note:
        writer.add_annotation(0, FreeText(text=note, rect=(126.0, 628.0, 210.0, 642.0)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("drawn", "expected"), [(True, Verdict.SIGNED), (False, Verdict.UNCLEAR)])
def test_a_signature_on_the_name_line_counts_where_the_name_stands_on_the_other(drawn: bool, expected: Verdict) -> None:
    """As a jailer did it on a published agreement."""

    def draw(canvas: Any) -> None:
        if drawn:
            canvas.drawImage(ImageReader(Image.new("RGB", (90, 22), "navy")), 112, 594, 90, 22)

    content = _block("Signature: Ada Mosswood", "Name:", "Title: Jailer", "Agency: Alder Jail", draw=draw)
    assert _of_block(content).verdict is expected


def test_a_name_put_upon_the_signatures_line_with_a_text_tool_or_in_a_frame_is_a_typed_signature() -> None:
    noted = _of_block(_block("Signature:", "Title: Chief of Police", note="Ada Mosswood"))
    assert (noted.verdict, noted.kind, noted.signer) == (Verdict.SIGNED, "typed", "Ada Mosswood")
    framed = _block("Signature: Ada Mosswood", "Title: Jailer", draw=lambda canvas: canvas.rect(120, 628, 80, 14))
    assert _of_block(framed).kind == "typed"


@pytest.mark.parametrize(("lines", "note"), [
    (("Signature: Ada Mosswood", "Title: Chief of Police"), ""),
    (("Signature:", "Name:", "Title: Chief of Police"), "Ada Mosswood"),
    (("Signature:", "Title: Chief of Police"), "Sign here"),
])  # fmt: skip
def test_a_name_printed_there_or_on_the_wrong_line_is_no_signature(lines: Sequence[str], note: str) -> None:
    assert _of_block(_block(*lines, note=note)).verdict is Verdict.UNCLEAR


def test_a_digital_signature_in_the_other_half_is_not_the_agencys() -> None:
    content = _block("Signature:", "Title: Sheriff", right=("For ICE:", "Date:", "Signature: Digitally siqned by TILDA ASHGROVE"))
    assert _of_block(content, "office").kind == "digital"
    assert _of_block(content).verdict is not Verdict.SIGNED


def test_a_typed_slash_s_in_a_note_is_a_signature() -> None:
    content = _annotated(FreeText(text="/s/ Ada B. Mosswood", rect=_gap(_lines())))
    assert _verdict(made.read(content)) is Verdict.SIGNED


def test_strokes_inside_a_nested_form_are_a_signature() -> None:
    def draw(canvas: Any) -> None:
        left, bottom, _, _ = _gap(_lines())
        canvas.beginForm("ink")
        path = canvas.beginPath()
        path.moveTo(0, 0)
        for step in range(12):
            path.curveTo(step * 8, 20, step * 8 + 4, -5, step * 8 + 8, 10)
        canvas.drawPath(path)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(left, bottom + 6)
        canvas.doForm("ink")
        canvas.restoreState()

    assert _verdict(made.read(made.pdf(_lines(), draw=draw))) is Verdict.SIGNED


def test_a_name_in_a_script_font_above_the_printed_name_is_unclear_and_not_told() -> None:
    lines = made.request(end=("Ada Mosswood", "Ada B. Mosswood", "Sheriff"))
    document = made.read(made.pdf(lines))
    assert _verdict(document) is Verdict.UNCLEAR
    assert all(issue.audience == "staff" for issue in document.issues)


def test_a_small_scrawl_is_unclear() -> None:
    def draw(canvas: Any) -> None:
        left, bottom, _, _ = _gap(_lines())
        canvas.line(left, bottom, left + 30, bottom + 14)

    assert _verdict(made.read(made.pdf(_lines(), draw=draw))) is Verdict.UNCLEAR


def test_an_ornament_elsewhere_is_no_signature() -> None:
    def draw(canvas: Any) -> None:
        canvas.circle(540, 740, 24)

    assert _verdict(made.read(made.pdf(_lines(), draw=draw))) is Verdict.UNSIGNED


def test_a_date_typed_as_a_note_is_read() -> None:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(made.pdf(made.request(date=""))))
    # Where the date of the letter stands: its fifth line.
    writer.add_annotation(0, FreeText(text="April 2, 2025", rect=(72.0, 664.0, 200.0, 678.0)))
    out = io.BytesIO()
    writer.write(out)
    assert made.read(out.getvalue()).value("letter_date") == "2025-04-02"
