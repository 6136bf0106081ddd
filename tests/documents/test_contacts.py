"""Contacts of letters that no word announces, or that stand in a table."""

import io
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from intake.documents.document import Form
from tests.documents import made

WANT = {"poc_name": "Bettina Quillian", "poc_phone": "850-555-0142", "poc_email": "bquillian@alder.example"}


def _contact(content: bytes) -> dict[str, object]:
    return {field.name: field.value for field in made.read(content).fields if field.name.startswith("poc_")}


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Chief Deputy Bettina Quillian runs this for us: telephone 850-555-0142, mail bquillian@alder.example.", "Chief Deputy"),
        ("Inquiries may be directed to Lt. Bettina Quillian at bquillian@alder.example or 850-555-0142.", "Lt."),
        ("Captain Bettina Quillian (850-555-0142, bquillian@alder.example) knows our jail.", "Captain"),
    ],
)
def test_a_person_of_rank_beside_a_telephone_is_the_contact(sentence: str, title: str) -> None:
    assert _contact(made.pdf(made.request(sentence))) == {**WANT, "poc_title": title}


def test_a_number_of_another_sentence_makes_nobody_the_contact() -> None:
    assert _contact(made.pdf(made.request("Captain Bettina Quillian knows our jail.", "Our lobby answers at 850-555-0142."))) == {}


def _with_table(*heads: str) -> bytes:
    def draw(canvas: Any) -> None:
        for x, head, cell in zip(
            (72, 190, 270, 370), heads, ("Bettina Quillian", "Lt.", "850-555-0142", "bquillian@alder.example"), strict=True
        ):
            canvas.drawString(x, 350, head)
            canvas.drawString(x, 332, cell)

    return made.pdf(made.request(*["We keep the peace."] * 2), draw=draw)


@pytest.mark.parametrize("heads", [("Name", "Title", "Telephone", "E-mail"), ("Full Name", "Rank", "Phone No.", "Email Address")])
def test_the_contact_is_read_from_a_table(heads: tuple[str, str, str, str]) -> None:
    assert _contact(_with_table(*heads)) == {**WANT, "poc_title": "Lt."}


def test_a_table_of_other_things_names_nobody() -> None:
    assert _contact(_with_table("Name", "Badge", "Course", "Passed")).get("poc_name") is None


@pytest.mark.parametrize("asks", ["It is the wish of the Alder County Sheriff's Office to take part in the 287(g) program.",
                                  "Our office asks to be considered for the 287(g) program."])  # fmt: skip
def test_who_wishes_to_take_part_writes_a_letter_of_interest(asks: str) -> None:
    out = io.BytesIO()
    canvas: Any = Canvas(out, invariant=1)
    for number, line in enumerate((*made.HEAD, "March 3, 2025", "", asks, "", "Sincerely,", "", "Ada B. Mosswood", "Sheriff")):
        canvas.drawString(72, 730 - 16 * number, line)
    canvas.save()
    assert made.read(out.getvalue()).form is Form.LOI


def test_the_name_above_a_line_that_is_labelled_signs() -> None:
    lines = made.request("We keep the peace in Alder County.", end=("Signature",))
    lines = (*(line for line in lines[:-1] if line != "Sincerely,"), "Ada B. Mosswood, Sheriff", "", "Signature")
    document = made.read(made.pdf(lines))
    assert (document.value("signatory_name"), document.value("signatory_title")) == ("Ada B. Mosswood", "Sheriff")
