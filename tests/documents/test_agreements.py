"""Agreements of every model and printing."""

import itertools
from dataclasses import replace

import pytest

from intake.demo import papers
from intake.documents import forms, read
from intake.documents.document import Document, Form, Model, Source, Verdict
from tests.documents import made

SPECS = {(str(spec.model), spec.revision): spec for spec in itertools.islice(papers.agreements(3), 8)}


def _read(spec: papers.AgreementSpec) -> Document:
    return made.read(papers.draw_agreement(spec))


@pytest.mark.parametrize("key", sorted(SPECS, key=str))
def test_model_printing_and_pages_are_told_by_content(key: tuple[str, str | None]) -> None:
    document = _read(replace(SPECS[key], form=False))
    assert (document.form, str(document.model), document.form_revision, document.pages) == (Form.MOA, *key, SPECS[key].pages)


@pytest.mark.parametrize("key", sorted(SPECS, key=str))
@pytest.mark.parametrize("form", [False, True])
def test_our_own_form_coming_back_empty_is_blank(key: tuple[str, str | None], form: bool) -> None:
    document = _read(papers.blank(replace(SPECS[key], form=form)))
    assert document.form is Form.MOA
    assert document.blank
    assert not document.fields
    assert not document.issues


def test_a_form_with_one_name_in_it_is_not_blank() -> None:
    document = _read(replace(SPECS["TFM", "2025-03-07"], signed="", signed_on=None))
    assert not document.blank


def test_values_of_form_fields_say_so() -> None:
    document = _read(replace(SPECS["TFM", "2025-03-07"], form=True))
    sources = {field.name: field.source for field in document.fields}
    assert sources["signatory_name"] is Source.FORM
    assert sources["poc_phone"] is Source.FORM
    assert document.value("agency_name") == SPECS["TFM", "2025-03-07"].agency.name


def test_the_offices_half_never_fills_the_agencys() -> None:
    spec = replace(SPECS["TFM", "2025-03-07"], form=False, office_name="Rowan T. Ellery", office_date=SPECS["TFM", "2025-03-07"].signed_on)
    document = _read(spec)
    assert document.value("office_signatory") == "Rowan T. Ellery"
    assert document.value("signatory_name") == spec.head.name
    assert document.value("pio_phone") == spec.press.phone


def test_a_title_that_the_office_typed_into_a_shared_field_is_doubted() -> None:
    spec = SPECS["TFM", "2025-02-12"]
    document = _read(replace(spec, form=True, head=replace(spec.head, title="Acting Director")))
    title = next(field for field in document.fields if field.name == "signatory_title")
    assert title.confidence < 0.5
    assert "title-overwritten" in {issue.code for issue in document.issues}


def test_a_blank_date_and_signature_are_told_to_the_sender_by_page() -> None:
    document = _read(replace(SPECS["WSO", "2025-02-15"], form=False, signed="", signed_on=None))
    told = {issue.code: issue for issue in document.issues if issue.audience == "sender"}
    assert set(told) == {"signature-blank", "date-blank"}
    assert {issue.page for issue in told.values()} == {7}
    assert "page 7" in told["signature-blank"].text


@pytest.mark.parametrize("how", ["ink", "image"])
@pytest.mark.parametrize("key", sorted(SPECS, key=str))
def test_strokes_and_pictures_over_the_line_are_signatures_of_the_agency_alone(key: tuple[str, str | None], how: str) -> None:
    document = _read(replace(SPECS[key], signed=how, form=False))
    verdicts = {signature.party: signature.verdict for signature in document.signatures}
    assert verdicts["agency"] is Verdict.SIGNED
    assert verdicts["office"] is not Verdict.SIGNED


def test_an_old_printing_and_a_police_department_with_a_jail_model_are_for_staff() -> None:
    police = next(spec.agency for spec in papers.letters(5) if spec.agency.kind == "police")
    document = _read(replace(SPECS["JEM", None], agency=police))
    found = {issue.code: issue.audience for issue in document.issues}
    assert found["revision-outdated"] == "staff"
    assert found["jail-model-police"] == "staff"


def test_every_printing_known_has_its_pages_in_order() -> None:
    for form in forms.FORMS:
        assert form.latest in {revision.date for revision in form.revisions}
        for revision in form.revisions:
            assert revision.signature_page <= revision.pages
            assert revision.contact_page <= revision.pages


def test_a_resolution_about_an_agreement_is_another_paper() -> None:
    lines = (
        "RESOLUTION NO. 2025-17",
        "A resolution of the Alder County commission.",
        "WHEREAS the sheriff wishes to take part in the 287(g) program, the commission approves.",
    )
    assert made.read(made.pdf(lines)).form is Form.OTHER


def test_a_cover_letter_and_an_agreement_in_one_file_are_an_agreement() -> None:
    import io

    import pypdf

    writer = pypdf.PdfWriter()
    for part in (
        made.pdf(("Alder & Reed, Attorneys", "", "Enclosed please find the executed agreement.")),
        papers.draw_agreement(SPECS["WSO", "2025-02-15"]),
    ):
        writer.append(io.BytesIO(part))
    out = io.BytesIO()
    writer.write(out)
    document = read.read_paper(out.getvalue(), filename="a", media_type="b")[0]
    assert (document.form, document.model) == (Form.MOA, Model.WSO)
    assert document.value("signed_date") == SPECS["WSO", "2025-02-15"].truth["signed_date"]
