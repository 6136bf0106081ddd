"""An application moves only where it may, two become one and two again, and nothing is lost on the way."""

import pytest

from intake import errors
from intake.desk import acts, cases, undo
from intake.store import applications, messages
from intake.store import cases as kept
from tests.desk.ledger import Ledger
from tests.desk.office import NOW, Office, loi, moa


@pytest.fixture
def office(ledger: Ledger) -> Office:
    return Office(ledger)


def _case(office: Office, number: int) -> applications.ApplicationRecord:
    with office.ledger.db.read() as tx:
        return applications.get(tx, number)


def _all(office: Office, *numbers: int) -> object:
    """Where papers, people and letters lie."""
    with office.ledger.db.read() as tx:
        return [
            (
                [(p.id, p.replaced_by) for p in applications.papers(tx, number)],
                sorted(applications.participants(tx, [number])[number]),
                applications.get(tx, number).status,
                [m.id for m in messages.open_in_application(tx, number)],
            )
            for number in numbers
        ]


def test_an_application_moves_along_its_road_and_back(office: Office) -> None:
    number = office.case()
    reference = _case(office, number).reference
    done = cases.move(office.ledger.desk, reference, "waiting_for_agency", who="mora", reason="asked for page 9")
    with office.ledger.db.read() as tx:
        assert cases.waiting_since(tx, number, "waiting_for_agency") == office.ledger.clock.at
    assert done.undo is not None
    undo.take_back(office.ledger.desk, done.undo.what, 0, done.undo.number, who="mora")
    assert _case(office, number).status == "received"
    with office.ledger.db.read() as tx:
        assert cases.waiting_since(tx, number, "received") is None
    with pytest.raises(errors.Conflict):
        undo.take_back(office.ledger.desk, done.undo.what, 0, done.undo.number, who="mora")


def test_an_unlawful_move_and_an_end_without_a_reason_are_refused(office: Office) -> None:
    reference = _case(office, office.case()).reference
    with pytest.raises(errors.UnlawfulMove):
        cases.move(office.ledger.desk, reference, "signed", who="mora")
    with pytest.raises(errors.PersonNeeded, match="reason"):
        cases.move(office.ledger.desk, reference, "closed", who="mora")
    with pytest.raises(errors.PersonNeeded):
        cases.move(office.ledger.desk, reference, "nonsense", who="mora")


def test_the_second_mover_is_told_who_moved_first(office: Office) -> None:
    case = _case(office, office.case())
    cases.move(office.ledger.desk, case.reference, "under_review", who="lund", version=case.version)
    with pytest.raises(errors.Conflict, match="by lund at 10:30"):
        cases.move(office.ledger.desk, case.reference, "waiting_for_agency", who="mora", version=case.version)


def test_only_what_may_follow_is_offered() -> None:
    assert [move.status for move in cases.lawful("received")] == ["under_review", "waiting_for_agency", "withdrawn", "closed"]
    assert {move.status for move in cases.lawful("received") if move.needs_reason} == {"withdrawn", "closed"}


def test_parting_puts_everything_back_where_it_lay(office: Office) -> None:
    known, made = office.case(), office.case()
    office.letter(known, loi())
    office.letter(made, moa(), loi())
    with office.ledger.db.write() as tx:
        for case, address in ((known, "a@elm.example"), (made, "a@elm.example"), (made, "b@elm.example")):
            applications.add_participant(tx, case, address=address, domain="elm.example", now=NOW)
    before = _all(office, known, made)
    done = cases.merge(office.ledger.desk, _case(office, made).reference, _case(office, known).reference, who="mora", reason="one town")
    assert _all(office, made)[0][0] == []  # type: ignore[index]
    assert _case(office, made).status == "closed"
    assert done.undo is not None
    undo.take_back(office.ledger.desk, done.undo.what, 0, done.undo.number, who="lund")
    assert _all(office, known, made) == before
    with pytest.raises(errors.Conflict, match="by lund"):
        cases.unmerge(office.ledger.desk, done.undo.number, who="mora")


def test_what_came_after_a_merge_stays_with_the_one_on_record(office: Office) -> None:
    known, made = office.case(), office.case()
    first = office.letter(made, loi())
    done = cases.merge(office.ledger.desk, _case(office, made).reference, _case(office, known).reference, who="mora", reason="one town")
    later = office.letter(known, moa())
    assert done.undo is not None
    cases.unmerge(office.ledger.desk, done.undo.number, who="mora")
    assert (office.ledger.message(first).application_id, office.ledger.message(later).application_id) == (made, known)


def test_an_application_is_never_merged_into_itself_or_twice(office: Office) -> None:
    known, made, third = office.case(), office.case(), office.case()
    references = [_case(office, each).reference for each in (known, made, third)]
    with pytest.raises(errors.PersonNeeded):
        cases.merge(office.ledger.desk, references[0], references[0], who="mora", reason="slip")
    with pytest.raises(errors.PersonNeeded, match="reason"):
        cases.merge(office.ledger.desk, references[1], references[0], who="mora", reason="")
    cases.merge(office.ledger.desk, references[1], references[0], who="mora", reason="one town")
    for one, other in ((1, 2), (2, 1)):
        with pytest.raises(errors.Conflict, match="part of another"):
            cases.merge(office.ledger.desk, references[one], references[other], who="mora", reason="again")


def test_a_confirmed_join_can_be_undone_too(office: Office) -> None:
    known, made = office.case(), office.case()
    letter = office.letter(made, loi())
    with office.ledger.db.write() as tx:
        applications.propose(tx, message_id=letter, application_id=made, candidate_id=known, reason="same name", now=NOW)
    done = acts.settle_join(office.ledger.desk, str(letter), who="mora", join=True)
    assert office.ledger.message(letter).application_id == known
    assert done.undo is not None
    undo.take_back(office.ledger.desk, done.undo.what, letter, done.undo.number, who="mora")
    assert office.ledger.message(letter).application_id == made
    with office.ledger.db.read() as tx:
        assert [m.undone_at is not None for m in kept.merges(tx, known)] == [True]
