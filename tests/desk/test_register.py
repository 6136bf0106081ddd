"""The register: who applies, who takes part, and which of the two papers is not there."""

from dataclasses import replace

import pytest

from intake import errors
from intake.desk import cases, register
from intake.desk.register import Group
from intake.documents.document import Model
from intake.store import applications
from tests.applications import made
from tests.desk.ledger import Ledger
from tests.desk.office import Office, loi, moa

TOWN, COUNTY = ("Brookfield Police Department", "OH", "police"), ("Alder County Sheriff's Office", "GA", "sheriff")


@pytest.fixture
def office(ledger: Ledger) -> Office:
    return Office(ledger)


def test_what_is_there_and_what_is_not_is_told_by_state_and_agency(office: Office) -> None:
    town, county = office.case(TOWN), office.case(COUNTY)
    office.letter(town, loi(sha256="a"), moa(sha256="b"), moa(Model.JEM, sha256="c"))
    office.letter(county, loi(sha256="d"))
    first, second = register.page(office.ledger.desk, Group.PENDING).lines
    assert (first.agency, first.state, first.letter, first.agreements, first.lacks) == (COUNTY[0], "GA", True, (), ("agreement, TFM",))
    assert (second.agency, second.agreements, second.lacks) == (TOWN[0], ("TFM", "JEM"), ())


def test_what_nobody_read_yet_may_be_the_paper_and_an_agreement_for_each_model_is_wanted(office: Office) -> None:
    town, county = office.case(TOWN), office.case(COUNTY)
    office.letter(town, made.scan())
    both = made.field("models_requested", ("JEM", "TFM"))
    office.letter(county, loi(sha256="d", fields=(both,)), moa(sha256="e"), replace(made.scan(), media_type="image/png"), sizes=3_000)
    read, unread = register.page(office.ledger.desk, Group.PENDING).lines
    assert (read.to_read, read.lacks) == (False, ("agreement, JEM",))
    assert (unread.to_read, unread.lacks) == (True, ("letter of interest", "agreement"))


def test_a_replaced_paper_is_not_told_and_an_ended_application_is_elsewhere(office: Office) -> None:
    town = office.case(TOWN)
    office.letter(town, moa(sha256="a"))
    with office.ledger.db.read() as tx:
        (old,) = applications.papers(tx, town)
    office.replaced = old.id
    office.letter(town, moa(sha256="b"))
    (line,) = register.page(office.ledger.desk, Group.PENDING).lines
    assert line.agreements == ("TFM",)
    assert line.lacks == ("letter of interest",)
    cases.move(office.ledger.desk, line.reference, "withdrawn", who="mora", reason="they said so")
    assert register.page(office.ledger.desk, Group.PENDING).lines == ()
    ended = register.page(office.ledger.desk, Group.ENDED)
    assert [each.status for each in ended.lines] == ["withdrawn by the agency"]
    assert ended.counts == {Group.PENDING: 0, Group.PARTICIPATING: 0, Group.ENDED: 1}


def test_it_is_searched_by_name_state_and_reference_and_signs_of_a_pattern_mean_themselves(office: Office) -> None:
    office.case(TOWN), office.case(COUNTY)
    desk = office.ledger.desk

    def found(**asked: str) -> list[str]:
        return [line.state for line in register.page(desk, Group.PENDING, **asked).lines]

    assert found(words="brookfield") == found(us_state="OH") == found(words="ab-cde-fgh-jkl") == ["OH"]
    assert found(words="%") == found(us_state="OH", words="alder") == []


def test_pages_follow_each_other_without_a_gap(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "LINES", 1)
    for each in (TOWN, COUNTY, TOWN):
        office.case(each)
    seen, after = [], ""
    while True:
        page = register.page(office.ledger.desk, Group.PENDING, after=after)
        seen += [line.reference for line in page.lines]
        if page.next is None:
            break
        after = page.next
    assert seen == ["AB-CDE-FGH-JKM", "AB-CDE-FGH-JKL", "AB-CDE-FGH-JKN"]
    with pytest.raises(errors.NotFound):
        register.page(office.ledger.desk, Group.PENDING, after="AB-NOWHERE")
