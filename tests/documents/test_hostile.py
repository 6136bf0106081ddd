"""PDFs that are damaged, locked, huge, or pictures."""

import io
import random
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from reportlab.lib.utils import ImageReader

from intake.demo import papers
from intake.documents import acroform
from intake.documents.document import Form, State, Verdict
from intake.documents.pdf import PdfPages
from intake.documents.read import read_paper
from intake.documents.unwrap import Limits
from intake.errors import UnreadablePaper
from tests.documents import made

LETTER = made.pdf(made.request())


def _locked(user: str, owner: str = "owner") -> bytes:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(LETTER))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _picture(canvas: Any) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (400, 520), 230)), 0, 0, 612, 792)


def test_a_user_password_is_told_and_an_owner_password_is_no_hindrance() -> None:
    locked = made.read(_locked("secret"))
    assert (locked.form, locked.state, locked.issues[0].code, locked.issues[0].audience) == (
        Form.UNREADABLE,
        State.UNREADABLE,
        "password",
        "sender",
    )
    assert made.read(_locked("")).form is Form.LOI


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"%PDF-1.4\n%%EOF", LETTER[:200], b"%PDF-1.7\n" + b"0 " * 3000])
def test_a_damaged_file_is_told_as_damaged(content: bytes) -> None:
    document = made.read(content)
    assert (document.form, document.state) == (Form.UNREADABLE, State.UNREADABLE)
    assert document.issues[0].audience == "sender"


def test_mutated_files_never_raise_and_always_give_a_document() -> None:
    chance = random.Random(5)
    for _ in range(150):
        content = bytearray(LETTER)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        documents = read_paper(bytes(content), filename="", media_type="")
        assert documents
        assert all(document.form in Form for document in documents)


def test_an_empty_file_is_told_as_empty() -> None:
    document = made.read(b"")
    assert (document.form, document.issues[0].code) == (Form.UNREADABLE, "empty")


def test_thousands_of_pages_are_refused_for_staff_and_hundreds_read_in_part() -> None:
    huge = made.pdf(*[("page",)] * 450)
    document = made.read(huge)
    assert (document.form, document.pages, document.fully_read) == (Form.OTHER, 450, False)
    assert [(issue.code, issue.audience) for issue in document.issues] == [("too-many-pages", "staff")]
    long = read_paper(made.pdf(made.request(), *[("annex",)] * 20), filename="", media_type="", limits=Limits(pages_read=5))[0]
    assert (long.form, long.fully_read) == (Form.LOI, False)


def test_a_page_that_is_a_picture_is_not_guessed_at() -> None:
    document = made.read(made.pdf((), draw=_picture))
    assert (document.form, document.fully_read, document.fields) == (Form.OTHER, False, ())
    assert all(issue.audience == "staff" for issue in document.issues)


def test_words_over_a_picture_are_read_and_its_missing_signature_is_told_to_staff_alone() -> None:
    document = made.read(made.pdf(made.request(), draw=_picture))
    assert document.form is Form.LOI
    assert not document.fully_read
    assert [signature.verdict for signature in document.signatures] == [Verdict.UNSIGNED]
    assert all(issue.audience == "staff" for issue in document.issues)


def test_a_form_field_tree_that_bites_its_tail_ends() -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(LETTER))
    field = writer._add_object(DictionaryObject())
    field.get_object().update({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"), NameObject("/T"): TextStringObject("a"),
        NameObject("/Parent"): field, NameObject("/Rect"): ArrayObject([FloatObject(v) for v in (10, 10, 90, 30)]),
        NameObject("/Kids"): ArrayObject([field]),
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([field])
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    out = io.BytesIO()
    writer.write(out)
    assert made.read(out.getvalue()).form is Form.LOI


def test_a_file_without_a_single_word_is_for_a_person() -> None:
    document = made.read(made.pdf(()))
    assert (document.form, document.fully_read) == (Form.OTHER, False)
    assert [issue.audience for issue in document.issues] == ["staff"]


def test_a_file_that_one_library_refuses_is_read_by_the_other_but_never_trusted() -> None:
    # A cross-reference table that points nowhere, in a file whose trailer is gone.
    chance = random.Random(1)
    rescued = []
    for _ in range(400):
        content = bytearray(LETTER)
        at = chance.randrange(len(content))
        content[at:at] = bytes(chance.randrange(256) for _ in range(30))
        try:
            PdfPages(bytes(content)).close()
        except UnreadablePaper:
            rescued.append(made.read(bytes(content)))
    found = [document for document in rescued if document.form is Form.LOI]
    assert found
    assert not any(document.fully_read for document in found)
    assert {signature.verdict for document in found for signature in document.signatures} == {Verdict.UNCLEAR}
    assert all(issue.audience == "staff" for document in found for issue in document.issues)


def test_a_form_whose_values_cannot_be_reached_is_neither_blank_nor_fully_read(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = replace(next(spec for spec in papers.agreements(3) if spec.revision == "2025-03-07"), form=True)
    monkeypatch.setattr(acroform, "read", lambda _: None)
    document = made.read(papers.draw_agreement(spec))
    assert not document.blank
    assert not document.fully_read
    assert all(issue.audience == "staff" for issue in document.issues)
