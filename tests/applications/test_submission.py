"""What a mail brings: one submission an agency, the surest reading of each value, the people who are on it."""

from intake.applications import submission
from intake.applications.directory import Directory, Row
from intake.documents.document import Document, Form, Model, Source
from intake.mail.message import Message
from tests.applications import made

DIRECTORY = Directory([Row("Springvale Police Department", "OH", "Marl", "police", "OH1")])


def gathered(mail: Message, *papers: Document, known: Directory = DIRECTORY) -> tuple[submission.Submission, ...]:
    return submission.gather(mail, papers, known=known, office=made.OFFICE)


def test_a_letter_and_an_agreement_of_one_agency_are_one_submission() -> None:
    (one,) = gathered(
        made.message(), made.letter(("TFM", "Jail Enforcement Model")), made.agreement(agency="City of Springvale Police Dept.")
    )
    assert one.directory is not None
    assert (one.directory.name, one.state, one.certain) == ("Springvale Police Department", "OH", True)
    assert one.models == (Model.JEM, Model.TFM)
    assert len(one.papers) == 2
    assert one.agency_type == "police"


def test_a_mail_for_several_agencies_is_one_submission_each() -> None:
    tarrow = {"agency": "Tarrow County Sheriff's Office"}
    found = gathered(made.message(), made.letter(), made.letter(**tarrow), made.agreement(**tarrow))
    assert sorted((s.agency_name, len(s.papers)) for s in found) == [
        ("Springvale Police Department", 1),
        ("Tarrow County Sheriff's Office", 2),
    ]


def test_names_that_are_only_near_stay_together_and_staff_are_told() -> None:
    (one,) = gathered(made.message(), made.letter(agency="Louten Police Department"), made.agreement(agency="Louton Police Department"))
    assert [note.code for note in one.notes] == ["names_disagree"]


def test_a_name_read_with_doubt_parts_nothing() -> None:
    (one,) = gathered(made.message(), made.agreement(), made.letter(agency="Wpring Hale Rolice", confidence=0.3))
    assert one.agency_name == "Springvale Police Department"


def test_the_agreement_names_the_agency_where_both_readings_are_sure() -> None:
    (one,) = gathered(made.message(), made.letter(agency="Springvale Police"), made.agreement(agency="Springvale Police Dept"))
    assert one.agency_name == "Springvale Police Dept"


def test_the_surest_reading_wins_and_a_form_field_beats_running_text() -> None:
    weak = made.paper(fields=(made.field("county", "Marm", 0.6),))
    text = made.paper(fields=(made.field("county", "Marl", 0.95),))
    form = made.paper(fields=(made.field("county", "Marle", 0.93, Source.FORM),))
    best = submission.best([weak, text, form], "county")
    assert best is not None
    assert best.value == "Marle"
    assert submission.best([weak, text], "county") == text.fields[-1]
    assert submission.best([weak], "zip") is None


def test_the_state_of_one_paper_serves_the_other() -> None:
    (one,) = gathered(made.message(), made.letter(state=""), made.agreement(state="Ohio"))
    assert one.state == "OH"


def test_a_paper_without_a_name_goes_with_the_only_agency() -> None:
    roster = made.paper(Form.OTHER, agency="", name="roster")
    (one,) = gathered(made.message(), roster, made.letter())
    assert one.papers == (roster, made.letter())


def test_a_scan_that_was_not_read_is_a_submission_without_a_name() -> None:
    (one,) = gathered(made.message(), made.scan())
    assert (one.agency_name, one.certain, len(one.papers)) == ("", False, 1)


def test_a_mail_without_papers_or_with_a_blank_form_is_no_submission() -> None:
    assert gathered(made.message()) == ()
    assert gathered(made.message(), made.agreement(blank=True)) == ()
    assert gathered(made.message(), made.paper(Form.OTHER, agency="")) == ()


def test_participants_are_the_author_colleagues_and_the_contact_of_the_paper() -> None:
    mail = made.message(
        from_="Chief+moa@Springvale.example",
        to=("program@office.example", "deputy@springvale.example"),
        cc=("lawyer@elsewhere.example", "agent@field.office.example"),
    )
    (one,) = gathered(mail, made.paper(fields=(made.field("poc_email", "contact@marl.example"),)))
    assert one.participants == {"chief@springvale.example", "deputy@springvale.example", "contact@marl.example"}
    assert one.domains == {"springvale.example"}
    assert one.sender == "chief@springvale.example"


def test_a_public_providers_domain_is_no_organisation() -> None:
    mail = made.message(from_="springvale.chief@gmail.com", cc=("somebody@gmail.com",))
    (one,) = gathered(mail, made.letter())
    assert one.domains == frozenset()
    assert one.participants == {"springvale.chief@gmail.com"}


def test_the_office_is_never_a_participant() -> None:
    (one,) = gathered(made.message(from_="agent@field.office.example"), made.letter())
    assert one.participants == frozenset()
    assert one.domains == frozenset()
