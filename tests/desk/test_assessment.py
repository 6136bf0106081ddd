"""How an application stands on the desk: from what was kept, by audience, without a word that was not said."""

from dataclasses import replace

import pytest

from intake.applications.checklist import Standing
from intake.applications.directory import Directory
from intake.applications.finding import Finding
from intake.desk import assessment
from intake.desk.assessment import Context
from intake.documents.document import Form, Issue, Model, Verdict
from intake.mail.message import Attachment
from intake.store import applications, documents, messages, readings
from tests.applications import made
from tests.desk.ledger import Ledger
from tests.desk.office import CONTEXT, NOW, TOWN, Office, loi, moa


@pytest.fixture
def office(ledger: Ledger) -> Office:
    return Office(ledger)


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {each.code for each in findings}


def test_papers_of_all_letters_of_an_application_count_together(office: Office) -> None:
    case = office.case()
    office.letter(case, loi())
    second = office.letter(case, moa())
    found = office.case_of(second)
    (progress,) = found.progress
    assert (found.reference, found.agency_name) == ("AB-CDE-FGH-JKL", TOWN[0])
    assert (progress.model, progress.letter, progress.agreement) == (Model.TFM, Standing.THERE, Standing.THERE)
    assert [(item.part, item.standing, item.page) for item in progress.agreement_items][1] == ("signature", Standing.THERE, 9)


def test_what_was_told_to_be_missing_and_came_since_is_told_apart(office: Office) -> None:
    case = office.case()
    first = office.letter(case, loi())
    office.event(first, "reply.queued", case, missing=["agreement_not_found:TFM", "link_instead"])
    assert codes(office.case_of(first).told) == {"agreement_not_found", "link_instead"}
    office.letter(case, moa())
    found = office.case_of(first)
    assert (codes(found.told), codes(found.settled)) == ({"link_instead"}, {"agreement_not_found"})


def test_what_was_replaced_counts_no_more_and_what_another_application_has_never_did(office: Office, ledger: Ledger) -> None:
    case, other = office.case(), office.case(("Elm Fork Police Department", "TX", "police"))
    first = office.letter(case, loi(), moa(sha256=made.digest("old"), issues=(Issue("revision-outdated", "Old.", None, "staff"),)))
    with ledger.db.read() as tx:
        office.replaced = applications.papers(tx, case)[1].id
    office.letter(case, moa())
    office.replaced = None
    office.letter(other, moa(Model.WSO, sha256=made.digest("theirs")))
    found = office.case_of(first)
    assert "revision-outdated" not in codes(found.staff)
    assert [p.model for p in found.progress] == [Model.TFM]


def test_a_file_that_came_twice_is_one_paper(office: Office, ledger: Ledger) -> None:
    case = office.case()
    office.letter(case, loi())
    again = office.letter(case)
    with ledger.db.write() as tx:
        documents.replace_all(tx, again, [(Attachment("b.pdf", loi().media_type, b"x", loi().sha256), loi())])
        (kept,) = readings.of_application(tx, case)
    assert (kept.document.sha256, kept.placed) == (loi().sha256, True)


def test_a_paper_comes_back_from_the_ledger_as_it_was_read(office: Office, ledger: Ledger) -> None:
    case = office.case()
    whole = loi(issues=(Issue("names-disagree", "Two names.", 1, "staff"),), text_excerpt="The words of the letter.")
    office.letter(case, whole)
    with ledger.db.read() as tx:
        (kept,) = readings.of_application(tx, case)
    assert kept.document == replace(whole, text_excerpt="")


def test_an_unread_scan_beside_the_letter_is_for_a_person_and_a_logo_is_not(office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi(), made.scan())
    assert office.case_of(number).progress[0].agreement is Standing.TO_READ
    other = office.case(("Elm Fork Police Department", "OH", "police"))
    number = office.letter(other, loi(sha256=made.digest("b")), replace(made.scan(), media_type="image/png"), sizes=3_000)
    assert office.case_of(number).progress[0].agreement is Standing.NOT_FOUND


def test_findings_stand_apart_by_audience_and_by_what_a_reply_said(office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi(), moa(Model.WSO, signatures=(made.signature(Verdict.UNSIGNED, 7),)))
    office.event(number, "reply.queued", case, missing=["agreement_not_found:TFM"])
    found = office.case_of(number)
    assert [(f.code, f.model) for f in found.told] == [("agreement_not_found", Model.TFM)]
    assert [(f.code, f.page, f.form) for f in found.untold] == [("blank_signature", 7, Form.MOA)]
    assert {"jail-model-police", "contact-not-found"} <= codes(found.staff)
    assert all(f.audience == "staff" for f in found.staff)
    assert found.replies_kept


def test_a_reply_of_which_nobody_kept_the_words_leaves_it_open(office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi())
    office.event(number, "reply.queued", case, template="acknowledgement.letter")
    found = office.case_of(number)
    assert (found.told, found.replies_kept) == ((), False)
    assert codes(found.untold) == {"agreement_not_found"}


def test_what_the_letter_spoke_of_comes_from_codes_on_record(office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi())
    assert not {"citizenship-named", "citizenship-not-named"} & codes(office.case_of(number).staff)
    office.event(number, "application.assessed", case, said=["whole", "experience", "nonsense"])
    assert {"citizenship-not-named", "experience-named"} <= codes(office.case_of(number).staff)


def test_the_directory_is_asked_only_where_the_record_does_not_know(office: Office) -> None:
    def broken() -> Directory:
        raise AssertionError("not needed")

    listed = office.letter(office.case(), loi())
    office.look(listed, replace(CONTEXT, directory=broken))
    unlisted = office.letter(office.case(("Elm Fork Police Department", "OH", "police"), listed=False), loi(sha256=made.digest("c")))
    assert "not-in-directory" in codes(office.case_of(unlisted).staff)
    assert "not-in-directory" not in codes(office.case_of(unlisted, Context()).staff)
    assert "not-in-directory" not in codes(office.case_of(unlisted, replace(CONTEXT, directory=Directory)).staff)


def test_the_author_is_measured_by_the_agency_and_by_our_own_servers_verdicts(office: Office) -> None:
    case = office.case()
    kept = {"spf": "fail", "dkim": "none", "dmarc": "fail", "by": "mx.office.example"}
    number = office.letter(case, loi(), from_address="chief.moss@gmail.com", from_name="Ada Moss", authentication=kept)
    found = office.look(number)
    assert [note.code for note in found.sender] == ["authentication-failed", "free-mail"]
    assert found.authentication == kept


def test_an_imitated_domain_is_noted_beside_one_that_wrote_before(office: Office, ledger: Ledger) -> None:
    case = office.case()
    number = office.letter(case, loi(), from_address="chief@brookfieldpds.example", authentication={"dmarc": "pass", "by": "mx"})
    with ledger.db.write() as tx:
        for each in ("moss@brookfieldpd.example", "chief@brookfieldpds.example"):
            applications.add_participant(tx, case, address=each, domain=each.partition("@")[2], now=NOW)
    assert [note.code for note in office.look(number).sender] == ["domain-looks-alike"]


def test_of_a_mail_that_a_field_office_passed_on_the_inner_author_is_measured(office: Office) -> None:
    forward = {"author": "chief@gmail.com", "name": "Ada Moss", "way": "attached"}
    number = office.letter(office.case(), loi(), from_address="dana@office.example", forward=forward)
    assert "free-mail" in {note.code for note in office.look(number).sender}
    stranger = office.letter(office.case(("Elm Fork Police Department", "OH", "police")), loi(sha256=made.digest("d")), forward=forward)
    assert "free-mail" not in {note.code for note in office.look(stranger).sender}


def test_a_letter_for_several_agencies_shows_each_and_measures_its_author_by_none(office: Office, ledger: Ledger) -> None:
    first, second = office.case(), office.case(("Elm Fork Police Department", "TX", "police"))
    number = office.letter(first, loi(), from_address="help@chiefs.example", authentication={"dmarc": "pass", "by": "mx"})
    paper = made.agreement(Model.TFM, agency="Elm Fork Police Department", name="elm")
    with ledger.db.write() as tx:
        (row, other) = documents.replace_all(tx, number, [(Attachment("a.pdf", p.media_type, b"x", p.sha256), p) for p in (loi(), paper)])
        messages.change(tx, number, application_id=first)
        for case, document, given in ((first, row, loi()), (second, other, paper)):
            applications.place(
                tx, case, document_id=document, message_id=number, form=str(given.form), model=given.model and str(given.model),
                sha256=given.sha256, replaces=None, now=NOW,
            )  # fmt: skip
    found = office.look(number)
    assert [(case.state, case.progress[0].agreement) for case in found.applications] == [
        ("OH", Standing.NOT_FOUND), ("TX", Standing.THERE),
    ]  # fmt: skip
    assert found.sender == ()


def test_a_letter_without_an_application_has_notes_on_its_author_alone(office: Office) -> None:
    found = office.look(office.letter(None, from_address="scanner@brookfieldpd.example"))
    assert found.applications == ()
    assert [note.code for note in found.sender] == ["authentication-absent", "machine-sender"]


@pytest.mark.parametrize("kind", ["bounce", "automatic", "list", "duplicate"])
def test_of_what_asks_for_no_answer_the_author_is_not_measured(office: Office, kind: str) -> None:
    assert office.look(office.letter(None, from_address="x@elsewhere.example", kind=kind)).sender == ()


def test_nothing_is_worked_out_while_the_ledger_is_held(office: Office, ledger: Ledger) -> None:
    number = office.letter(office.case(listed=False), loi())

    def directory() -> Directory:
        with ledger.db.write():  # would wait for ever
            return Directory()

    assert office.case_of(number, replace(CONTEXT, directory=directory)).progress


def test_what_was_gathered_can_be_judged_again_and_says_the_same(office: Office, ledger: Ledger) -> None:
    number = office.letter(office.case(), loi(), moa())
    with ledger.db.read() as tx:
        from intake.store import queues

        found = assessment.gather(tx, queues.whole(tx, number))
    assert assessment.judge(found, CONTEXT) == assessment.judge(found, CONTEXT) == office.look(number)
