"""Letters of interest, with the traps that real ones hold."""

import pytest

from intake.documents.document import Form, Verdict
from tests.documents import made


def test_nothing_of_the_addressee_is_taken_for_the_agencys() -> None:
    office = (
        "Ms. Julia L. Merrow, Assistant Secretary",
        "U.S. Immigration and Customs Enforcement",
        "425 I Street NW Room 7000",
        "Washington, DC 20536",
        "",
    )
    document = made.read(made.pdf(made.request(office=office)))
    assert document.form is Form.LOI
    assert document.value("zip") == "79325"
    assert document.value("street_address") == "12 Courthouse Square"
    assert document.value("state") == "TX"
    assert document.value("signatory_name") == "Ada B. Mosswood"


def test_a_field_offices_street_and_officer_are_not_the_agencys_where_its_own_stand_at_the_foot() -> None:
    office = (
        "Mr. Jonas P. Clearwater",
        "U.S. Immigration and Customs Enforcement",
        "1717 Zephyr Street, Suite 500",
        "Dallas, Texas 75299",
        "",
    )
    lines = made.request(head=("Alder County Sheriff's Office", ""), office=office, end=("Ada B. Mosswood", "Sheriff", *made.HEAD[1:3]))
    document = made.read(made.pdf(lines))
    assert (document.value("street_address"), document.value("city"), document.value("zip")) == ("12 Courthouse Square", "Farwell", "79325")
    assert document.value("signatory_name") == "Ada B. Mosswood"


def test_the_helpful_officer_of_the_field_office_is_no_contact() -> None:
    lines = made.request("I have been in communication with your office in Riverton. Officer Dana Whitfield has been very helpful.")
    assert made.read(made.pdf(lines)).value("poc_name") is None


@pytest.mark.parametrize("stamp", ["APR 17 2025", "April 17, 2025", "4/17/2025"])
def test_a_received_stamp_dates_nothing(stamp: str) -> None:
    lines = ("RECEIVED", stamp, *made.request())
    assert made.read(made.pdf(lines)).value("letter_date") == "2025-03-03"


def test_a_month_without_a_day_gives_no_date() -> None:
    assert made.read(made.pdf(made.request(date="May 2025"))).value("letter_date") is None


def test_a_governor_in_the_letterhead_does_not_sign() -> None:
    head = ("State of Texas", "Governor Hal P. Overton", "Alder County Sheriff's Office", "12 Courthouse Square", "Farwell, TX 79325", "")
    document = made.read(made.pdf(made.request(head=head)))
    assert document.value("signatory_name") == "Ada B. Mosswood"
    assert document.value("signatory_title") == "Sheriff"


def test_a_mayor_who_signs_is_the_signatory() -> None:
    document = made.read(made.pdf(made.request(end=("Milo T. Hartwell", "Mayor"))))
    assert (document.value("signatory_name"), document.value("signatory_title")) == ("Milo T. Hartwell", "Mayor")


def test_groups_of_officers_add_up() -> None:
    document = made.read(made.pdf(made.request("We will nominate four patrol deputies and one investigator.")))
    assert document.value("officers_nominated") == 5


def test_every_field_has_a_place_on_its_page() -> None:
    document = made.read(
        made.pdf(made.request("Our point of contact is Lt. Nora Eastman, who may be reached at (806) 555-0142 or neastman@alder.example."))
    )
    assert {"agency_name", "poc_name", "poc_phone", "poc_email"} <= {field.name for field in document.fields}
    for field in document.fields:
        assert field.page == 1
        x0, top, x1, bottom = field.bbox
        assert 0 <= x0 < x1 <= 612
        assert 0 <= top < bottom <= 792
        assert field.raw


def test_the_box_of_a_field_lies_on_its_words() -> None:
    document = made.read(made.pdf(made.request()))
    box = next(field.bbox for field in document.fields if field.name == "zip")
    # The third line, 11 points high, 15.4 apart, from 62 points below the edge.
    assert 84 < (box[1] + box[3]) / 2 < 100


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("[X] Jail Enforcement Model", "[ ] Task Force Model", "[X] Warrant Service Officer"), ("JEM", "WSO")),
        (("_X_ Jail Enforcement Model", "___ Task Force Model", "___ Warrant Service Officer"), ("JEM",)),
        (("[ ] Jail Enforcement Model", "[x] Task Force Model", "[ ] Warrant Service Officer"), ("TFM",)),
    ],
)
def test_typed_boxes_say_which_models_are_asked(rows: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert made.read(made.pdf(made.request(*rows))).value("models_requested") == expected


def test_a_model_that_is_declined_is_not_asked() -> None:
    lines = made.request("We do not wish to apply for the Jail Enforcement Model.")
    assert made.read(made.pdf(lines)).value("models_requested") == ("TFM",)


def test_a_typed_signature_is_signed_and_an_empty_place_unsigned() -> None:
    signed = made.read(made.pdf(made.request(end=("/s/ Ada B. Mosswood", "Ada B. Mosswood", "Sheriff"))))
    assert [(s.party, s.verdict, s.kind) for s in signed.signatures] == [("agency", Verdict.SIGNED, "typed")]
    bare = made.read(made.pdf(made.request()))
    assert [s.verdict for s in bare.signatures] == [Verdict.UNSIGNED]
    assert [(i.code, i.audience) for i in bare.issues] == [("signature-blank", "sender")]


def test_a_letter_that_ends_without_a_closing_is_unclear_and_the_sender_is_not_told() -> None:
    lines = [line for line in made.request() if line != "Sincerely,"]
    document = made.read(made.pdf(lines))
    assert [s.verdict for s in document.signatures] == [Verdict.UNCLEAR]
    assert all(issue.audience == "staff" for issue in document.issues)


def test_a_withdrawal_is_no_letter_of_interest() -> None:
    lines = (
        "Alder County Sheriff's Office",
        "",
        "Dear Director:",
        "",
        "We hereby withdraw from our agreement under the 287(g) program.",
        "",
        "Sincerely,",
        "",
        "Ada B. Mosswood",
    )
    assert made.read(made.pdf(lines)).form is Form.OTHER


def test_a_letter_behind_a_fax_cover_sheet_is_found() -> None:
    cover = ("FAX COVER SHEET", "To: 287(g) Program Office", "From: Alder County", "Pages: 2")
    document = made.read(made.pdf(cover, made.request()))
    assert document.form is Form.LOI
    assert {field.page for field in document.fields} == {2}


def test_social_security_numbers_and_births_are_marked() -> None:
    lines = made.request("Nominee: Deputy Lane Corwin, SSN 123-45-6789, DOB 04/05/1987.")
    kinds = sorted(place.kind for place in made.read(made.pdf(lines)).sensitive)
    assert kinds == ["date_of_birth", "ssn"]
