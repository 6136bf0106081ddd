"""A person's word on whether a paper is signed counts at once, never unseen over another's, and can be taken back."""

from dataclasses import replace
from typing import Any

import pytest

from intake import errors
from intake.applications.checklist import Part, Standing
from intake.desk import answers, corrections, letter_page, undo
from intake.desk.letter_page import LetterPage
from intake.documents.document import Document, Issue, Model, Verdict
from intake.store import answers as kept_answers
from intake.store import corrections as kept
from intake.store import documents, events, readings
from tests.applications import made
from tests.desk import writing
from tests.desk.ledger import Ledger
from tests.desk.office import CONTEXT, Office, loi, moa

AGENCY = "agency_signature"
BLANK = Issue("signature-blank", "We could not find a signature on page 9.", 9, "sender")
OTHER = Issue("jail-model", "Something else.", 1, "staff")


@pytest.fixture
def office(ledger: Ledger) -> Office:
    return Office(ledger)


def _unsigned(**more: Any) -> Document:
    return moa(Model.TFM, signatures=(made.signature(Verdict.UNSIGNED, 9),), issues=(BLANK, OTHER), **more)


def _page(office: Office, number: int) -> LetterPage:
    return letter_page.look(office.ledger.desk, number, who="mora", context=CONTEXT)


def _seen(office: Office, number: int, name: str = AGENCY, paper: int = 1) -> Any:
    return next(each for each in _page(office, number).papers[paper].signatures if each.name == name)


def _say(office: Office, number: int, verdict: str, *, who: str = "mora", **more: Any) -> Any:
    return corrections.signature(office.ledger.desk, number, 1, more.pop("name", AGENCY), verdict, who=who, **more)


def _standing(office: Office, number: int) -> Standing:
    items = office.case_of(number).progress[0].agreement_items
    return next(each.standing for each in items if each.part is Part.SIGNATURE)


def test_signed_counts_at_once_for_what_is_missing_and_undone_gives_all_of_it_back(office: Office) -> None:
    number = office.letter(office.case(), loi(), _unsigned())
    assert _standing(office, number) is Standing.NOT_FOUND
    with office.ledger.db.read() as tx:
        was = list(readings.of_letter(tx, number).values())
    done = _say(office, number, "signed")
    assert _standing(office, number) is Standing.THERE
    codes = {str(f.code) for group in (office.case_of(number).untold, office.case_of(number).staff) for f in group}
    assert "jail-model" in codes
    assert not {code for code in codes if "signature" in code}
    assert [i.code for i in _page(office, number).papers[1].issues] == ["jail-model"]
    seen = _seen(office, number)
    assert (seen.verdict, seen.words, seen.said_by, seen.machine, seen.page) == ("signed", "signed", "mora", "not signed", 9)
    assert done.undo is not None
    undo.take_back(office.ledger.desk, done.undo.what, number, done.undo.number, who="mora")
    with office.ledger.db.read() as tx:
        now = list(readings.of_letter(tx, number).values())
    assert [(d.signatures, set(d.issues)) for d in now] == [(d.signatures, set(d.issues)) for d in was]
    assert _standing(office, number) is Standing.NOT_FOUND


def test_not_signed_is_missing_and_the_history_holds_digests_alone(office: Office) -> None:
    number = office.letter(office.case(), loi(), moa())
    _say(office, number, "unsigned")
    assert _standing(office, number) is Standing.NOT_FOUND
    with office.ledger.db.read() as tx:
        (told,) = [e for e in events.of_message(tx, number) if e.kind == "field.corrected"]
        (record,) = kept.of_message(tx, number)
    assert (told.actor, told.detail["field"]) == ("mora", AGENCY)
    assert len(told.detail["before"]) == len(told.detail["after"]) == 64
    assert (record.before and record.before["value"], record.after and record.after["value"]) == ("signed", "unsigned")
    entry = next(each for each in _page(office, number).timeline if "signature" in each.text)
    assert (entry.who, entry.text, entry.note) == ("mora", "The agency's signature: not signed", "it said: signed")


def test_two_people_never_judge_one_signature_unseen_and_the_other_partys_is_another(office: Office) -> None:
    number = office.letter(office.case(), loi(), _unsigned())
    seen = _seen(office, number).edition
    _say(office, number, "signed", edition=seen)
    with pytest.raises(errors.Conflict, match=r"The agency's signature was changed to “signed” by mora at 10:30 on November 24"):
        _say(office, number, "unsigned", who="lund", edition=seen)
    with pytest.raises(errors.Conflict, match="says already"):
        _say(office, number, "signed", who="lund")
    _say(office, number, "signed", name="office_signature", who="lund", edition=0, page=9)
    assert (_seen(office, number, "office_signature").said_by, _seen(office, number).said_by) == ("lund", "mora")


def test_a_signature_that_was_not_looked_at_can_be_added_on_a_page_of_the_paper_alone(office: Office) -> None:
    number = office.letter(office.case(), loi(), moa(signatures=()))
    assert _seen(office, number).verdict == "unseen"
    with pytest.raises(errors.PersonNeeded, match="from 1 to 14"):
        _say(office, number, "signed", page=15)
    done = _say(office, number, "signed", page=9)
    assert (_seen(office, number).place, _standing(office, number)) == ("page 9", Standing.THERE)
    assert done.undo is not None
    corrections.undo(office.ledger.desk, done.undo.number, who="mora")
    assert _seen(office, number).verdict == "unseen"
    for name, verdict, error in (("pio_signature", "signed", errors.NotFound), (AGENCY, "maybe", errors.PersonNeeded)):
        with pytest.raises(error):
            _say(office, number, verdict, name=name)


def test_a_new_reading_does_not_wash_a_persons_word_away(office: Office) -> None:
    number = office.letter(office.case(), loi(), _unsigned())
    _say(office, number, "signed")
    again = moa(Model.TFM, signatures=(made.signature(Verdict.UNCLEAR, 9),), issues=(OTHER,))
    with office.ledger.db.write() as tx:
        first, second = documents.of_message(tx, number)
        papers = [replace(loi(), sha256=first.sha256), replace(again, sha256=second.sha256)]
        documents.replace_all(tx, number, [(made.attachment(each), each) for each in papers])
        kept.lay_over(tx, number)
    assert (_seen(office, number).words, _seen(office, number).machine) == ("signed", "unclear, look")


def test_a_question_of_ours_that_was_wrong_proposes_a_follow_up_and_sends_nothing(ledger: Ledger, office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi(), _unsigned(), reference="ABCD-2345", subject="MOA")
    office.event(number, "reply.queued", case, missing=["blank_signature:9"])
    write = writing.writing(ledger)
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").follow_up == ()
    done = _say(office, number, "signed")
    opened = answers.begin(ledger.desk, write, "ABCD-2345", who="mora")
    assert (opened.follow_up, opened.form.template) == (("We found the signature on page 9.",), "answer.correction")
    assert "disregard" in opened.form.body
    with ledger.db.read() as tx:
        assert kept_answers.of_message(tx, number) == []
    corrections.undo(ledger.desk, done.undo.number, who="mora")
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").follow_up == ()
