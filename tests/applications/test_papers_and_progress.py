"""Placing papers, status moves, and what is said to whom about what is missing."""

from dataclasses import replace

import pytest

from intake import errors
from intake.applications import completeness, papers, status
from intake.applications.papers import Act, OnFile, Placement
from intake.applications.status import Status
from intake.documents.document import Document, Form, Issue, Model, State, Verdict
from tests.applications import made

LETTER = OnFile(1, Form.LOI, None, "l1")
TFM = OnFile(2, Form.MOA, Model.TFM, "t1")


def test_the_first_of_a_kind_and_a_second_model_are_added() -> None:
    assert papers.place([], made.letter()).act is Act.ADD
    assert papers.place([LETTER, TFM], made.agreement(Model.WSO)).act is Act.ADD


def test_a_resubmission_replaces_the_current_paper_of_its_model() -> None:
    found = papers.place([LETTER, replace(TFM, current=False), OnFile(3, Form.MOA, Model.TFM, "t2")], made.agreement(Model.TFM))
    assert (found.act, found.replaces) == (Act.REPLACE, 3)
    assert papers.place([LETTER], made.letter()).replaces == 1


def test_the_same_file_is_the_same_paper_even_when_it_was_replaced_since() -> None:
    again = made.agreement()
    found = papers.place([OnFile(5, Form.MOA, Model.TFM, again.sha256, current=False), TFM], again)
    assert found == Placement(Act.SAME, same_as=5, reason=found.reason)


def test_a_letter_and_agreements_on_two_models_in_one_file_all_have_their_place() -> None:
    new = made.agreement(Model.WSO)
    filed = [OnFile(1, Form.LOI, None, new.sha256), OnFile(2, Form.MOA, Model.TFM, new.sha256)]
    assert papers.place(filed, new).act is Act.ADD
    assert papers.place([*filed, OnFile(3, Form.MOA, Model.WSO, new.sha256)], new).act is Act.SAME
    assert papers.place([OnFile(3, Form.MOA, Model.WSO, new.sha256)], replace(new, model=None)).act is Act.SAME


def test_an_agreement_of_an_unread_model_and_other_papers_replace_nothing() -> None:
    assert papers.place([TFM], made.agreement(None)).act is Act.ADD
    assert papers.place([OnFile(4, Form.OTHER, None, "o")], made.paper(Form.OTHER, agency="")).act is Act.ADD


def codes(*documents: Document, **more: object) -> list[tuple[str, str]]:
    return [(f.code, f.audience) for f in completeness.assess(documents, **more)]  # type: ignore[arg-type]


def test_what_was_asked_for_and_not_found_is_told() -> None:
    found = completeness.assess([made.letter(("TFM", "WSO")), made.agreement(Model.TFM)], asked=[Model.TFM, Model.WSO])
    assert completeness.sender_codes(found) == ("agreement_not_found:WSO",)
    assert codes(made.agreement(), asked=[Model.TFM]) == [("letter_not_found", "sender")]
    assert codes(made.letter(())) == [("agreement_not_found", "sender")]
    assert codes(made.letter(), made.agreement(), asked=[Model.TFM]) == []


def test_nothing_is_called_missing_that_may_lie_in_an_unread_paper() -> None:
    assert codes(made.agreement(), made.scan()) == [("letter_not_found", "staff")]
    assert codes(made.agreement(), made.paper(Form.OTHER, agency="")) == [("letter_not_found", "staff")]
    assert codes(made.letter(("WSO",)), made.agreement(None), asked=[Model.WSO]) == [("agreement_not_found", "staff")]


def test_the_record_counts_only_where_the_reply_may_build_on_it() -> None:
    assert codes(made.agreement(), on_file=[LETTER], asked=[Model.TFM]) == []
    assert codes(made.agreement(), on_file=[replace(LETTER, current=False)], asked=[Model.TFM]) == [("letter_not_found", "sender")]


def test_a_blank_signature_is_told_only_when_it_is_certain() -> None:
    unsigned = made.agreement(signatures=(made.signature(Verdict.UNSIGNED, 9),))
    found = completeness.assess([unsigned, made.letter()])
    assert completeness.sender_codes(found) == ("blank_signature:9",)
    unclear = made.agreement(signatures=(made.signature(Verdict.UNCLEAR),))
    assert ("signature-unclear", "staff") in codes(unclear, made.letter())
    assert ("signature-unclear", "staff") in codes(replace(unsigned, fully_read=False), made.letter())
    assert not codes(made.agreement(signatures=(made.signature(Verdict.SIGNED),)), made.letter(()))


def test_the_readers_own_findings_keep_their_audience() -> None:
    blank = Issue("date-blank", "No date.", 3, "sender")
    odd = Issue("revision-outdated", "Old.", None, "staff")
    found = completeness.assess([made.agreement(issues=(blank, odd)), made.letter()])
    assert completeness.sender_codes(found) == ("blank_date:3",)
    assert ("revision-outdated", "staff") in [(f.code, f.audience) for f in found]
    meddled = Issue("names-disagree", "Two names.", None, "sender")
    assert ("names-disagree", "staff") in codes(made.agreement(issues=(meddled,)), made.letter())


@pytest.mark.parametrize(("code", "told"), [("password", "password"), ("damaged", "cannot_open"), ("empty", "cannot_open")])
def test_a_file_that_nobody_can_open_is_told_but_never_our_own_failing(code: str, told: str) -> None:
    assert (told, "sender") in codes(made.closed_file(code))
    assert (told, "staff") in codes(made.closed_file(code, State.KILLED))
    assert (told, "staff") in codes(made.closed_file(code, State.LATE))


def test_a_link_is_named_only_where_no_paper_came() -> None:
    assert codes(link_seen=True) == [("link_instead", "sender")]
    assert codes(made.letter(), made.agreement(), link_seen=True) == []


def test_a_police_department_that_asks_for_a_jail_model_is_a_matter_for_staff() -> None:
    assert ("jail-model-police", "staff") in codes(made.agreement(Model.JEM), made.letter(), agency_type="police")
    assert not codes(made.agreement(Model.JEM), made.letter(()), agency_type="sheriff")


def test_blank_forms_are_not_counted() -> None:
    assert codes(made.letter(), made.agreement(blank=True), asked=[Model.TFM]) == [("agreement_not_found", "sender")]


def test_lawful_moves_pass_and_unlawful_ones_raise() -> None:
    assert status.move(Status.RECEIVED, Status.UNDER_REVIEW) is Status.UNDER_REVIEW
    assert status.move(Status.CLOSED, Status.CLOSED) is Status.CLOSED
    with pytest.raises(errors.UnlawfulMove):
        status.move(Status.RECEIVED, Status.SIGNED)
    with pytest.raises(errors.UnlawfulMove):
        status.move(Status.WITHDRAWN, Status.SIGNED)


def test_every_status_has_its_moves_and_no_end_is_a_trap() -> None:
    assert set(status.MOVES) == set(Status)
    assert all(Status.UNDER_REVIEW in after for before, after in status.MOVES.items() if before is not Status.UNDER_REVIEW)


def test_a_new_paper_takes_a_waiting_application_up_again_and_moves_no_other() -> None:
    assert status.after_paper(Status.WAITING_FOR_AGENCY) is Status.UNDER_REVIEW
    assert all(status.after_paper(s) is s for s in Status if s is not Status.WAITING_FOR_AGENCY)
