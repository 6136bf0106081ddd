"""Letters in layouts and words that no drawing of the project has: columns, edges of the page, contacts, counts, signature blocks."""

from typing import Any

import pytest

from intake.documents import agencies, counts, people, persons
from intake.documents.document import Verdict
from tests.documents import made

BODY = (
    "The Alder County Sheriff's Office wishes to participate in the 287(g) Task Force Model in",
    "Alder County, Texas, with all its means.",
)
OFFICE = ("U.S. Immigration and Customs Enforcement", "500 12th Street SW", "Washington, DC 20536")
BOX = ("Alder County Sheriff's Office", "P.O. Box 417", "Farwell, TX 79325", "Tel 806.555.0142", "Fax 806.555.0199")
WHERE = {"agency_name": "Alder County Sheriff's Office", "street_address": "P.O. Box 417", "city": "Farwell", "phone": "806-555-0142"}


def _values(content: bytes, *names: str) -> dict[str, object]:
    document = made.read(content)
    return {name: document.value(name) for name in names}


def _narrow(canvas: Any, left: float) -> None:
    """A letter whose lines are short, from x = left on."""
    lines = (
        "March 3, 2025", "", *OFFICE, "", "Dear Director:", "", "The Alder County Sheriff's Office wishes to",
        "participate in the 287(g) Task Force Model in all", "of Alder County, Texas. We will nominate four",
        "deputies for this work, each of whom has been", "with us for many years and is of good standing.", "",
        "Sincerely,", "", "", "", "Ada B. Mosswood", "Sheriff",
    )  # fmt: skip
    for number, line in enumerate(lines):
        canvas.drawString(left, 730 - 15 * number, line)


@pytest.mark.parametrize("edge", ["left", "right", "turned"])
def test_a_letterhead_at_an_edge_of_the_page_is_read_as_one(edge: str) -> None:
    def draw(canvas: Any) -> None:
        _narrow(canvas, 200 if edge == "left" else 72)
        if edge == "turned":
            canvas.translate(40, 200)
            canvas.rotate(90)
            canvas.drawString(0, 0, f"{BOX[1]}, {BOX[2]}, {BOX[3]}")
            return
        for number, line in enumerate(BOX):
            canvas.drawString(44 if edge == "left" else 400, 727 - 22 * number, line)

    assert _values(made.pdf((), draw=draw), *WHERE) == WHERE


def test_contacts_side_by_side_are_two_people() -> None:
    def draw(canvas: Any) -> None:
        one = ("Primary Contact", "Lt. Bettina Quillian", "(850) 555-0142 x12", "bquillian@alder.example")
        two = ("Alternate Contact", "Sgt. Orval Dent", "850-555-0199", "odent@alder.example")
        for number, (left, right) in enumerate(zip(one, two, strict=True)):
            canvas.drawString(72, 420 - 14 * number, left)
            canvas.drawString(320, 420 - 14 * number, right)

    document = made.read(made.pdf((*made.HEAD, "March 3, 2025", "", *OFFICE, "", "Dear Director:", *BODY), draw=draw))
    found = {field.name: field.value for field in document.fields if field.name.startswith("poc_")}
    assert found == {
        "poc_name": "Bettina Quillian", "poc_title": "Lt.", "poc_phone": "850-555-0142 ext. 12", "poc_email": "bquillian@alder.example",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (("Our coordinator is Bettina Quillian, Grants Coordinator, who can be reached at", "850.555.0142."), "Grants Coordinator"),
        (("Agency contact", "Bettina Quillian", "Executive Assistant", "850-555-0142 (O)"), "Executive Assistant"),
        (("Name: Bettina Quillian", "Rank: Sgt.", "Office phone: 850 555 0142", "Cell: 850-555-0188"), "Sgt."),
        (("• Captain Bettina Quillian, (850) 555-0142", "• Sgt. Orval Dent, 850-555-0188 (alternate)"), "Captain"),
        (("Special Agent Rufus Tolland, who can be reached at 202-555-0177, toured our jail.",
          "Please call Lt. Bettina Quillian at 850-555-0142."), "Lt."),
    ],
)  # fmt: skip
def test_the_contact_is_whom_the_letter_says_to_call(told: tuple[str, ...], title: str) -> None:
    want = {"poc_name": "Bettina Quillian", "poc_title": title, "poc_phone": "850-555-0142"}
    assert _values(made.pdf(made.request(*told)), *want) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Of our 71 sworn personnel, two would be assigned to the program.", 2),
        ("The following will be trained:¶- four deputies¶- one sergeant", 5),
        ("3. Personnel¶Four (4) deputies.", 4),
        ("We propose five officers: three deputies and two sergeants.", 5),
        ("We are asking for 6 training slots.", 6),
        ("Nominees: up to 4 deputies", 4),
        ("The two (2) nominees are known to you.", 2),
        ("Over three years this office has arrested 118 persons.", None),
    ],
)
def test_officers_are_counted_however_they_are_named(text: str, want: int | None) -> None:
    found = counts.officers(text)
    assert (found.value if found else None) == want


@pytest.mark.parametrize(
    ("end", "name", "title"),
    [
        (("In service to our community,", "", "", "", "ADA B. MOSSWOOD, MPA", "SHERIFF"), "Ada B. Mosswood", "Sheriff"),
        (("Respectfully,", "OFFICE OF THE SHERIFF", "", "By:", "Ada B. Mosswood, Jr.", "Sheriff"), "Ada B. Mosswood, Jr.", "Sheriff"),
        (("Signature: ____________", "Printed name: Ada B. Mosswood", "Title: Sheriff"), "Ada B. Mosswood", "Sheriff"),
        (("V/r,", "", "", "", "Director of Public Safety Ada B. Mosswood", "cc: Orval Dent, Attorney"), "Ada B. Mosswood",
         "Director of Public Safety"),
        (("Until then I remain", "", "", "", "Colonel Ada B. Mosswood", "Superintendent"), "Ada B. Mosswood", "Superintendent"),
        (("Cordially,", "", "", "", "Ada B. Mosswood", "Sheriff", "", "Orval Dent", "Notary Public"), "Ada B. Mosswood", "Sheriff"),
    ],
)  # fmt: skip
def test_who_signs_is_told_from_who_stands_beside(end: tuple[str, ...], name: str, title: str) -> None:
    lines = tuple(line for line in made.request(end=()) if line != "Sincerely,")
    document = made.read(made.pdf((*lines, *end)))
    assert (document.value("signatory_name"), document.value("signatory_title")) == (name, title)


def test_a_title_is_read_below_a_name_that_the_pen_has_spoilt() -> None:
    lines = made.request(end=("Ada B. Mosswood aur! 2", "Sheriff"))
    document = made.read(made.pdf(lines))
    name = next(field for field in document.fields if field.name == "signatory_name")
    assert (name.value, document.value("signatory_title")) == ("Ada B. Mosswood", "Sheriff")
    assert name.confidence <= 0.5


def test_the_hand_of_a_countys_attorney_is_not_the_agencys() -> None:
    def draw(canvas: Any) -> None:
        path = canvas.beginPath()
        path.moveTo(350, 300)
        for step in range(12):
            path.curveTo(352 + 9 * step, 296, 356 + 9 * step, 318 - 9 * (step % 2), 359 + 9 * step, 300)
        canvas.drawPath(path)
        for x, y, text in ((72, 330, "Sincerely,"), (340, 330, "Approved as to form:"), (72, 280, "Ada B. Mosswood"),
                           (340, 280, "Orval Dent"), (72, 266, "Sheriff"), (340, 266, "County Attorney")):  # fmt: skip
            canvas.drawString(x, y, text)

    lines = (*made.HEAD, "March 3, 2025", "", *OFFICE, "", "Dear Director:", *BODY)
    document = made.read(made.pdf(lines, draw=draw))
    assert document.value("signatory_name") == "Ada B. Mosswood"
    assert [signature.verdict for signature in document.signatures] == [Verdict.UNSIGNED]


def test_a_letter_that_speaks_of_the_agreement_and_goes_on_overleaf_begins_on_its_first_page() -> None:
    first = (*made.HEAD, "March 3, 2025", "", *OFFICE, "Dear Director:", *BODY, "We hope to sign the Memorandum of Agreement soon.")
    second = ("Letter of Interest", "287(g) Program", "Page 2", "Points of contact", "Lt. Bettina Quillian, 850-555-0142", "",
              "Sincerely,", "", "", "", "Ada B. Mosswood", "Sheriff")  # fmt: skip
    want = {"letter_date": "2025-03-03", "poc_name": "Bettina Quillian", "signatory_name": "Ada B. Mosswood", "city": "Farwell"}
    assert _values(made.pdf(first, second), *want) == want


def test_a_table_of_questions_is_read_row_by_row() -> None:
    def draw(canvas: Any) -> None:
        rows = (("Agency", BOX[0]), ("Address", f"{BOX[1]}, {BOX[2]}"), ("Main phone", "(806) 555-0142"), ("Nominees", "4"))
        for number, (label, value) in enumerate(rows):
            canvas.drawString(72, 400 - 17 * number, label)
            canvas.drawString(220, 400 - 17 * number, value)

    content = made.pdf(("March 3, 2025", "", *OFFICE, "", "Dear Director:", *BODY, "Sincerely,"), draw=draw)
    assert _values(content, *WHERE, "officers_nominated") == {**WHERE, "officers_nominated": 4}


def test_a_column_of_questions_without_colons_is_known_by_its_answers() -> None:
    def draw(canvas: Any) -> None:
        rows = (("Postal", "One Justice Plaza"), ("", "Farwell, TX 79325"), ("Main number", "(806) 555-0142"),
                ("Coordinator", "Orval Dent"), ("Position", "Administrative Assistant"), ("His number", "806 555 0177"),
                ("Sworn strength", "61"), ("Personnel to be trained", "4"))  # fmt: skip
        for number, (label, value) in enumerate(rows):
            canvas.drawString(72, 400 - 20 * number, label)
            canvas.drawString(230, 400 - 20 * number, value)

    content = made.pdf(("March 3, 2025", "", *OFFICE, "", "Dear Director:", *BODY, "Sincerely,", "", "Ada Moss", "Sheriff"), draw=draw)
    want = {
        "street_address": "One Justice Plaza", "city": "Farwell", "phone": "806-555-0142", "poc_name": "Orval Dent",
        "poc_title": "Administrative Assistant", "poc_phone": "806-555-0177", "officers_nominated": 4,
    }  # fmt: skip
    assert _values(content, *want) == want


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (("The liaison of this office is Bettina Quillian. As Captain, Quillian can be called at", "850-555-0142."), "Captain"),
        (("I have tasked Bettina Quillian, our Grants Coordinator, with this. Her number is", "850-555-0142."), "Grants Coordinator"),
        (("Captain Bettina Quillian will answer whatever your staff may wish to ask; please call her at", "850-555-0142."), "Captain"),
        (("Send papers to Captain Bettina Quillian by fax at 850-555-0199. Her desk phone is 850-555-0142.",), "Captain"),
    ],
)
def test_a_contact_goes_on_being_spoken_of(told: tuple[str, ...], title: str) -> None:
    want = {"poc_name": "Bettina Quillian", "poc_title": title, "poc_phone": "850-555-0142"}
    assert _values(made.pdf(made.request(*told)), *want) == want


def test_an_office_in_the_head_takes_the_place_beside_it_into_its_name() -> None:
    def name(*head: str) -> object:
        return made.read(made.pdf((*head, "12 Main St", "Farwell, TX 79325", "", *made.request(head=())))).value("agency_name")

    assert name("TOWN OF FARWELL", "OFFICE OF THE TOWN MARSHAL") == "Town of Farwell Office of the Town Marshal"
    assert name("FARWELL STATE UNIVERSITY", "University Police Department") == "Farwell State University Police Department"


def test_an_address_in_another_state_is_the_addressees_and_one_alone_is_a_guess() -> None:
    office = ("The Field Office", "40 Federal Plaza, 9th Floor", "Riverton, KS 66043", "")
    own = made.read(made.pdf(made.request(head=("March 3, 2025", "", *office), date="", office=(), end=("Ada Moss", "Sheriff", *BOX[:3]))))
    assert (own.value("city"), own.value("state")) == ("Farwell", "TX")
    alone = made.read(made.pdf(made.request(head=("March 3, 2025", "", *office), date="", office=())))
    assert all(field.confidence <= 0.5 for field in alone.fields if field.name in ("city", "zip", "street_address"))


def test_points_between_a_label_and_its_answer_are_a_colon() -> None:
    told = ("Point of Contact", "Name..........Orval Dent", "Rank..........Assistant Chief", "Telephone.....850-555-0142")
    want = {"poc_name": "Orval Dent", "poc_title": "Assistant Chief", "poc_phone": "850-555-0142"}
    assert _values(made.pdf(made.request(*told)), *want) == want


def test_who_writes_call_me_is_the_contact() -> None:
    document = made.read(made.pdf(made.request("I will be your point of contact. My direct line is 850-555-0142.")))
    name = next(field for field in document.fields if field.name == "poc_name")
    assert (name.value, document.value("poc_title"), document.value("poc_phone")) == ("Ada B. Mosswood", "Sheriff", "850-555-0142")
    assert name.confidence < 0.9


def test_a_memorandum_is_signed_beside_its_sender() -> None:
    def draw(canvas: Any) -> None:
        for number, line in enumerate(("TO: 287(g) Program Office", "FROM: Ada B. Mosswood, Sheriff", "DATE: March 3, 2025",
                                       "RE: 287(g)", "", *BODY)):  # fmt: skip
            canvas.drawString(72, 700 - 18 * number, line)
        path = canvas.beginPath()
        path.moveTo(330, 682)
        for step in range(12):
            path.curveTo(332 + 9 * step, 676, 336 + 9 * step, 698 - 9 * (step % 2), 339 + 9 * step, 680)
        canvas.drawPath(path)

    assert [signature.verdict for signature in made.read(made.pdf((), draw=draw)).signatures] == [Verdict.SIGNED]


def test_names_end_where_a_sentence_a_degree_or_a_title_begins() -> None:
    text = (
        "Lt. Ada Moss. Orval Dent Grants Coordinator 5. Ina Bell, CJM, Jail Administrator to be. Should Sgt. The Nationality Act. This is."
    )
    found = [(person.name, person.title) for person in persons.in_text(text)]
    assert found == [("Ada Moss", "Lt."), ("Orval Dent", "Grants Coordinator"), ("Ina Bell", "Jail Administrator")]
    assert people.phones("806.555.0142 (ext. 7)")[0].value == "806-555-0142 ext. 7"


@pytest.mark.parametrize("text", ["Director of Public Safety", "Jail Administrator", "1606 Public Safety Lane, Suite 2"])
def test_titles_and_streets_are_no_agencies(text: str) -> None:
    assert not agencies.looks_like(text)
