"""A person's word about a field counts at once and everywhere, never unseen over another's, and can be taken back."""

from dataclasses import replace
from typing import Any

import pytest

from intake import errors
from intake.applications.submission import BAR
from intake.desk import corrections, letter, letter_page, undo
from intake.desk.letter_page import LetterPage
from intake.documents.document import Form
from intake.store import applications, documents, events, readings, response_log, search
from intake.store import corrections as kept
from tests.applications import made
from tests.desk.ledger import Ledger
from tests.desk.office import CONTEXT, TOWN, Office, loi, moa


@pytest.fixture
def office(ledger: Ledger) -> Office:
    return Office(ledger)


def _page(office: Office, number: int) -> LetterPage:
    return letter_page.look(office.ledger.desk, number, who="mora", context=CONTEXT)


def _field(page: LetterPage, name: str, paper: int = 0) -> Any:
    return next(each for each in page.papers[paper].fields if each.name == name)


def test_a_corrected_value_counts_for_the_register_and_the_assessment_at_once(office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi())
    assert [str(p.model) for p in office.case_of(number).progress] == ["TFM"]
    corrections.correct(office.ledger.desk, number, 0, "models_requested", "JEM, TFM", who="mora")
    assert [str(p.model) for p in office.case_of(number).progress] == ["JEM", "TFM"]
    with office.ledger.db.read() as tx:
        assert response_log.models_asked(tx, [number]) == {number: ["JEM", "TFM"]}
        (paper,) = readings.of_letter(tx, number).values()
        assert paper.value("models_requested", BAR) == ("JEM", "TFM")


def test_the_machines_reading_stays_on_record_beside_it_and_the_history_holds_no_value(office: Office) -> None:
    number = office.letter(office.case(), loi())
    corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Ada Mosswood", who="mora")
    corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Ada B. Mosswood", who="lund")
    found = _field(_page(office, number), "signatory_name")
    assert (found.text, found.sure, found.certainty) == ("Ada B. Mosswood", "person", "corrected by lund")
    assert (found.correction.machine, found.correction.before) == ("Ada Moss", "Ada Mosswood")
    with office.ledger.db.read() as tx:
        told = [e for e in events.of_message(tx, number) if e.kind == "field.corrected"]
    assert [e.actor for e in told] == ["mora", "lund"]
    assert "Moss" not in str([e.detail for e in told])
    assert all(len(e.detail["before"]) == len(e.detail["after"]) == 64 for e in told)


def test_two_people_never_correct_one_field_unseen_and_the_second_is_told_who_and_when(office: Office) -> None:
    number = office.letter(office.case(), loi())
    seen = _field(_page(office, number), "signatory_name").edition
    corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Ada Mosswood", who="mora", edition=seen)
    with pytest.raises(errors.Conflict, match=r"Who signs was changed to “Ada Mosswood” by mora at 10:30 on November 24"):
        corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Eda Moss", who="lund", edition=seen)
    corrections.correct(office.ledger.desk, number, 0, "letter_date", "11/3/2026", who="lund", edition=0)


def test_an_undone_correction_gives_back_what_stood_there_and_is_seen_as_a_change(office: Office) -> None:
    number = office.letter(office.case(), loi())
    done = corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Ada Mosswood", who="mora")
    seen = _field(_page(office, number), "signatory_name").edition
    assert done.undo is not None
    undo.take_back(office.ledger.desk, done.undo.what, number, done.undo.number, who="mora")
    found = _field(_page(office, number), "signatory_name")
    assert (found.text, found.sure, found.correction) == ("Ada Moss", "certain", None)
    with pytest.raises(errors.Conflict):
        corrections.correct(office.ledger.desk, number, 0, "signatory_name", "X", who="lund", edition=seen)
    with pytest.raises(errors.Conflict, match="undone already"):
        corrections.undo(office.ledger.desk, done.undo.number, who="mora")


def test_only_the_latest_correction_can_be_undone(office: Office) -> None:
    number = office.letter(office.case(), loi())
    first = corrections.correct(office.ledger.desk, number, 0, "signatory_name", "A", who="mora")
    second = corrections.correct(office.ledger.desk, number, 0, "signatory_name", "B", who="lund")
    assert first.undo is not None and second.undo is not None
    with pytest.raises(errors.Conflict, match="by lund"):
        corrections.undo(office.ledger.desk, first.undo.number, who="mora")
    corrections.undo(office.ledger.desk, second.undo.number, who="mora")
    assert _field(_page(office, number), "signatory_name").text == "A"


def test_a_field_that_was_not_read_is_added_and_one_that_cannot_be_read_counts_no_more(office: Office) -> None:
    number = office.letter(office.case(), loi())
    corrections.correct(office.ledger.desk, number, 0, "county", "Elm County", who="mora", page=1)
    corrections.unreadable(office.ledger.desk, number, 0, "signatory_name", who="mora")
    page = _page(office, number)
    added, lost = _field(page, "county"), _field(page, "signatory_name")
    assert (added.text, added.page, added.certainty) == ("Elm", 1, "added by mora")
    assert (lost.text, lost.sure, lost.correction.machine) == ("", "unreadable", "Ada Moss")
    with office.ledger.db.read() as tx:
        assert "signatory_name" not in {f.name for f in documents.fields_of(tx, [d.id for d in documents.of_message(tx, number)])}


@pytest.mark.parametrize(
    ("name", "text"),
    [("signed_date", "soon"), ("state", "Nowhere"), ("models_requested", "JEM, XYZ"), ("officers_nominated", "-1"), ("poc_email", "me"),
     ("zip", "123"), ("agency_type", "army"), ("agency_name", " "), ("agency_name", "x" * 301), ("no_such", "x")],
)  # fmt: skip
def test_what_is_no_such_value_is_refused_and_nothing_is_written(office: Office, name: str, text: str) -> None:
    number = office.letter(office.case(), loi())
    with pytest.raises(errors.PersonNeeded):
        corrections.correct(office.ledger.desk, number, 0, name, text, who="mora")
    with office.ledger.db.read() as tx:
        assert kept.of_message(tx, number) == []


def test_the_application_follows_a_corrected_agency_and_goes_back_with_it(office: Office) -> None:
    case = office.case(listed=False)
    number = office.letter(case, loi())
    done = corrections.correct(
        office.ledger.desk, number, 0, "agency_name", "Brookfeld Police Department", who="mora", context=CONTEXT
    )  # fmt: skip
    with office.ledger.db.read() as tx:
        assert applications.get(tx, case).agency_name == "Brookfeld Police Department"
    assert done.undo is not None
    corrections.undo(office.ledger.desk, done.undo.number, who="mora")
    with office.ledger.db.read() as tx:
        found = applications.get(tx, case)
    assert (found.agency_name, found.agency_key, found.directory_name) == (TOWN[0], f"{TOWN[1]}|{TOWN[0]}", None)


def test_an_application_named_by_another_paper_does_not_follow(office: Office) -> None:
    case = office.case(("Elm Fork Police Department", "OK", "police"))
    number = office.letter(case, loi())
    corrections.correct(office.ledger.desk, number, 0, "agency_name", "Other Police Department", who="mora", context=CONTEXT)
    with office.ledger.db.read() as tx:
        assert applications.get(tx, case).agency_name == "Elm Fork Police Department"


def test_a_new_reading_does_not_wash_a_correction_away(office: Office) -> None:
    number = office.letter(office.case(), loi())
    corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Ada Mosswood", who="mora")
    with office.ledger.db.write() as tx:
        (record,) = documents.of_message(tx, number)
        again = made.paper(Form.LOI, agency=TOWN[0], fields=(made.field("signatory_name", "Ida Moss"),))
        attachment = made.attachment(again)
        documents.replace_all(tx, number, [(attachment, replace(again, sha256=record.sha256))])
        kept.lay_over(tx, number)
    found = _field(_page(office, number), "signatory_name")
    assert (found.text, found.correction.machine) == ("Ada Mosswood", "Ida Moss")


def test_a_place_is_told_in_words_and_a_doubt_as_a_doubt(office: Office) -> None:
    low = replace(made.field("signatory_name", "Ada Moss"), page=9, bbox=(40.0, 700.0, 160.0, 715.0), confidence=0.4)
    likely = replace(made.field("signatory_title", "Chief"), page=9, bbox=(0.0, 0.0, 0.0, 0.0), confidence=0.75)
    number = office.letter(office.case(), replace(moa(), fields=(low, likely)))
    page = _page(office, number)
    assert (_field(page, "signatory_name").place, _field(page, "signatory_name").certainty) == ("page 9, lower left", "unsure, look")
    assert (_field(page, "signatory_title").place, _field(page, "signatory_title").certainty) == ("page 9", "likely")
    assert page.papers[0].signatures[0].words == "signed"
    assert {each.audience for each in page.findings} <= {"told", "untold", "staff"}


def test_the_timeline_tells_in_words_what_happened_and_no_reader_is_left_out(office: Office) -> None:
    number = office.letter(office.case(), loi())
    corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Ada Mosswood", who="mora")
    letter.show(office.ledger.desk, str(number), who="quist")
    told = [(entry.who, entry.text) for entry in _page(office, number).timeline]
    assert ("mora", "Corrected Who signs: “Ada Moss” is “Ada Mosswood”") in told
    assert ("quist", "Looked at it") in told


def test_a_correction_and_its_undoing_have_the_letter_filed_anew_for_the_search(office: Office) -> None:
    number = office.letter(office.case(), loi())

    def waiting() -> int:
        with office.ledger.db.read() as tx:
            return len(search.waiting(tx, 100).get(number, ()))

    before = waiting()
    done = corrections.correct(office.ledger.desk, number, 0, "signatory_name", "Ada Mosswood", who="mora")
    assert waiting() == before + 1
    assert done.undo is not None
    corrections.undo(office.ledger.desk, done.undo.number, who="mora")
    assert waiting() == before + 2
