"""Papers that are pictures: scanned, upside down, sideways, partly text, blank."""

import itertools

import numpy as np
import pytest

from intake.demo import papers
from intake.demo.papers import AgreementSpec, LetterSpec
from intake.documents import read
from intake.documents.document import Document, Form, Model, Source, State, Verdict
from intake.documents.turn import Turn
from intake.documents.unwrap import Limits
from tests.documents import made, scans


def _letter(number: int = 0) -> LetterSpec:
    return next(itertools.islice(papers.letters(41), number, None))


def _agreement(model: Model) -> AgreementSpec:
    return next(spec for spec in papers.agreements(41) if spec.model is model and spec.signed)


def _right(document: Document, truth: dict[str, papers.Value], *names: str) -> None:
    assert {name: document.value(name) for name in names} == {name: truth[name] for name in names}


def _nothing_is_told(document: Document) -> None:
    assert not document.fully_read
    assert [issue.code for issue in document.issues if issue.audience == "sender"] == []


def test_a_scanned_letter_is_read_and_its_sender_told_nothing_of_it() -> None:
    spec = _letter()
    document = made.read(scans.pdf([scans.spoilt(page) for page in scans.pictures(papers.draw_letter(spec))]))
    assert document.form is Form.LOI
    _right(document, spec.truth, "agency_name", "state", "letter_date", "models_requested")
    assert {field.source for field in document.fields} == {Source.OCR}
    assert [signature.verdict for signature in document.signatures] == [Verdict.SIGNED if spec.signed else Verdict.UNSIGNED]
    _nothing_is_told(document)


def test_a_scanned_agreement_is_read_where_its_blanks_are() -> None:
    spec = _agreement(Model.WSO)
    document = made.read(scans.pdf([scans.spoilt(page, degrees=-0.8) for page in scans.pictures(papers.draw_agreement(spec))]))
    assert (document.form, document.model, document.form_revision) == (Form.MOA, Model.WSO, spec.revision)
    _right(document, spec.truth, "agency_name", "state")
    _nothing_is_told(document)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_that_lies_wrong_is_turned_and_its_places_are_those_of_the_page_as_it_lies(quarters: int) -> None:
    spec = _letter()
    page = scans.pictures(papers.draw_letter(spec))[0]
    straight = made.read(scans.pdf([page]))
    turned = made.read(scans.pdf([np.ascontiguousarray(np.rot90(page, quarters))]))
    _right(turned, spec.truth, "agency_name", "state")
    back = Turn(-quarters % 4, 0.0, *((792.0, 612.0) if quarters % 2 else (612.0, 792.0)))
    one, other = (next(field.bbox for field in document.fields if field.name == "letter_date") for document in (straight, turned))
    assert back.back(one) == pytest.approx(other, abs=4.0)


def test_a_paper_whose_pictures_were_left_out_for_want_of_time_waits() -> None:
    drawn = papers.draw_letter(_letter())
    limits = Limits(recognition=0.0)
    (left,) = read.read_paper(scans.pdf(scans.pictures(drawn)[:1]), filename="", media_type="", limits=limits)
    (digital,) = read.read_paper(drawn, filename="", media_type="", limits=limits)
    assert (left.state, left.fully_read) == (State.WAITING, False)
    assert digital.state is State.READ


def test_pages_of_text_and_pages_that_are_pictures_make_one_paper() -> None:
    spec = _agreement(Model.JEM)
    drawn = papers.draw_agreement(spec)
    signing = 7
    pages = [
        scans.spoilt(picture) if number == signing else scans.one_page(drawn, number)
        for number, picture in enumerate(scans.pictures(drawn), 1)
    ]
    document = made.read(scans.pdf(pages))
    assert (document.form, document.model) == (Form.MOA, Model.JEM)
    _right(document, spec.truth, "agency_name", "state", "signatory_title")
    assert next(field for field in document.fields if field.name == "signatory_title").source is Source.OCR
    assert next(field for field in document.fields if field.name == "agency_name").source is Source.TEXT
    _nothing_is_told(document)


def test_words_typed_onto_a_picture_stand_among_the_words_seen_on_it() -> None:
    page = scans.pictures(made.pdf(made.request(date="")))[0]
    typed = made.pdf((), draw=lambda canvas: _typed(canvas, page))
    document = made.read(typed)
    dated = next(field for field in document.fields if field.name == "letter_date")
    assert (dated.value, dated.source) == ("2025-03-03", Source.TEXT)
    assert document.value("agency_name") == "Alder County Sheriff's Office"


def _typed(canvas: object, page: scans.Grey) -> None:
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(scans.image(page)), 0, 0, 612, 792)  # type: ignore[attr-defined]
    canvas.drawString(72, 730 - 4 * 15.4, "March 3, 2025")  # type: ignore[attr-defined]


def test_a_blank_picture_is_no_paper_and_needs_a_person() -> None:
    document = made.read(scans.pdf([scans.spoilt(np.full((2200, 1700), 255, np.uint8))]))
    assert (document.form, document.fields, document.fully_read) == (Form.OTHER, (), False)
    assert [issue.audience for issue in document.issues] == ["staff"]
