"""Two applications become one only when staff say so, and nothing is lost on the way."""

import sqlalchemy as sa

from intake.store import applications, merging, messages, schema
from intake.store.database import Database, Tx
from tests.store.conftest import MovingClock


def an_application(tx: Tx, clock: MovingClock, reference: str) -> int:
    made = applications.make(
        tx, reference=reference, agency_name="Elm Fork Police Department", agency_key="k", state="OK", agency_type=None, county=None,
        directory_name=None, status="received", blocks=("b",), now=clock.now(),
    )  # fmt: skip
    return made.id


def a_paper(tx: Tx, clock: MovingClock, case: int, n: int, form: str, model: str | None = None) -> int:
    return applications.place(
        tx, case, document_id=n, message_id=n, form=form, model=model, sha256=f"{n:064x}", replaces=None, now=clock.now()
    )


def test_merged_papers_keep_one_current_paper_a_kind_and_model(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        known, made = an_application(tx, clock, "AP-1"), an_application(tx, clock, "AP-2")
        first = a_paper(tx, clock, known, 1, "loi")
        other_model = a_paper(tx, clock, known, 2, "moa", "JEM")
        later = a_paper(tx, clock, made, 3, "loi")
        agreement = a_paper(tx, clock, made, 4, "moa", "TFM")
        merging.merge(tx, made=made, into=known, closed="closed", now=clock.now())
        found = {p.id: p.replaced_by for p in applications.papers(tx, known)}
        assert found == {first: later, other_model: None, later: None, agreement: None}
        assert applications.papers(tx, made) == []
        assert applications.get(tx, made).status == "closed"


def test_letters_and_people_of_a_merged_application_go_with_it(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        known, made = an_application(tx, clock, "AP-1"), an_application(tx, clock, "AP-2")
        for case, address in ((known, "a@elm.example"), (made, "a@elm.example"), (made, "b@elm.example")):
            applications.add_participant(tx, case, address=address, domain="elm.example", now=clock.now())
        letter, _ = messages.keep(tx, messages.New("a" * 64, 1, "box", "intake", False, clock.now(), clock.now()))
        tx.execute(sa.update(schema.messages).where(schema.messages.c.id == letter).values(application_id=made))
        merging.merge(tx, made=made, into=known, closed="closed", now=clock.now())
        assert messages.get(tx, letter).application_id == known
        assert sorted(a for a, _ in applications.participants(tx, [known])[known]) == ["a@elm.example", "b@elm.example"]


def test_a_proposal_is_settled_once(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        known, made = an_application(tx, clock, "AP-1"), an_application(tx, clock, "AP-2")
        applications.propose(tx, message_id=1, application_id=made, candidate_id=known, reason="same agency", now=clock.now())
        (proposal,) = applications.proposals(tx, message_id=1)
        assert merging.settle(tx, proposal.id, accepted=False, by_who="ann", now=clock.now())
        assert not merging.settle(tx, proposal.id, accepted=True, by_who="bob", now=clock.now())
        assert applications.proposals(tx) == []
