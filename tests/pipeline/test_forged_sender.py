"""A mail whose sender our own server could not confirm: whoever it names, it touches nothing on record and a person looks."""

import pytest

from intake.mail import trust
from intake.pipeline.register import Registered
from intake.pipeline.work import Work
from intake.store import applications
from intake.store.applications import ApplicationRecord
from intake.store.database import Tx
from intake.store.states import Message
from tests.pipeline.house import House
from tests.pipeline.papers import ELMFORK, agreement, letter, mail

CHIEF, COLLEAGUE = "chief@springvale.example", "clerk@springvale.example"
EVE = "eve@evil.example"
FAILED = (("Authentication-Results", "mx.office.example; dmarc=fail header.from=springvale.example"),)
SPF_ALONE = (("Authentication-Results", "mx.office.example; spf=fail smtp.mailfrom=springvale.example"),)
PASSED = (("Authentication-Results", "mx.office.example; dmarc=pass header.from=springvale.example"),)
OF_A_STRANGER = (("Authentication-Results", "mx.elsewhere.example; dmarc=fail header.from=springvale.example"),)
THANKS = "Thank you, we look forward to it."
QUESTION = "How do we apply to the 287(g) program?"


@pytest.fixture
def case(house: House) -> ApplicationRecord:
    """Springvale's application; its chief is a participant."""
    house.take(mail(sender=CHIEF, attachments=(house.paper(letter()),)))
    house.clock.move(hours=1)
    (made,) = house.cases()
    assert people(house, made) == {CHIEF}
    return made


def people(house: House, case: ApplicationRecord) -> set[str]:
    with house.db.read() as tx:
        return {address for address, _ in applications.participants(tx, [case.id]).get(case.id, [])}


def known_senders(house: House) -> list[bool]:
    """Of each letter that is registered from now on: whether it is judged as one of a known sender."""
    seen: list[bool] = []
    decide = house.steps[3]
    commit = decide.commit

    def watched(tx: Tx, work: Work) -> None:
        found: Registered = work.registered
        seen.append(found.known_sender)
        commit(tx, work)

    decide.commit = watched  # type: ignore[method-assign]
    return seen


def papers(house: House, case: ApplicationRecord) -> list[tuple[str, int | None]]:
    return [(paper.form, paper.replaced_by) for paper in house.placed(case.id)]


@pytest.mark.parametrize("headers", [FAILED, SPF_ALONE], ids=["dmarc", "spf alone"])
def test_papers_in_the_name_of_a_participant_are_held_and_only_proposed_for_his_application(
    house: House, case: ApplicationRecord, headers: tuple[tuple[str, str], ...]
) -> None:
    number = house.take(mail("The agreement.", sender=CHIEF, headers=headers, attachments=(house.paper(agreement()),)))
    row = house.row(number)
    assert (row.state, row.verdict) == (Message.HELD, "hold")
    assert "unauthenticated" in {reason["code"] for reason in row.reasons}
    assert house.replies(number) == []
    assert papers(house, case) == [("loi", None)]
    _, own = house.cases()
    assert row.application_id == own.id
    (proposal,) = house.proposals()
    assert (proposal.message_id, proposal.application_id, proposal.candidate_id) == (number, own.id, case.id)
    assert "application.joined" not in house.kinds(number)


def test_papers_of_a_forged_sender_make_nobody_a_participant_of_anything(house: House, case: ApplicationRecord) -> None:
    paper = house.paper(agreement(poc_email=EVE))
    house.take(mail(sender=COLLEAGUE, cc="other@springvale.example", headers=FAILED, attachments=(paper,)))
    assert [people(house, each) for each in house.cases()] == [{CHIEF}, set()]


def test_papers_of_a_forged_sender_for_an_agency_not_on_record_make_its_author_known_to_nothing(house: House) -> None:
    house.take(mail(sender="chief@elmfork.example", headers=FAILED, attachments=(house.paper(letter(ELMFORK)),)))
    (made,) = house.cases()
    assert people(house, made) == set()
    later = house.take(mail(THANKS, sender="chief@elmfork.example"))
    assert house.row(later).application_id is None


def test_the_same_papers_of_a_sender_who_was_confirmed_join_and_are_answered(house: House, case: ApplicationRecord) -> None:
    number = house.take(mail("The agreement.", sender=COLLEAGUE, headers=PASSED, attachments=(house.paper(agreement()),)))
    assert (house.row(number).state, house.row(number).application_id) == (Message.ANSWERED, case.id)
    assert papers(house, case) == [("loi", None), ("moa", None)]
    assert people(house, case) == {CHIEF, COLLEAGUE}
    assert house.proposals() == []


@pytest.mark.parametrize(("sender", "words"), [(CHIEF, THANKS), (COLLEAGUE, QUESTION)], ids=["a participant", "his organisation"])
def test_words_alone_in_a_forged_name_are_tied_to_no_application(house: House, case: ApplicationRecord, sender: str, words: str) -> None:
    seen = known_senders(house)
    number = house.take(mail(words, sender=sender, headers=FAILED))
    row = house.row(number)
    assert (row.state, row.application_id) == (Message.HELD, None)
    assert "message.tied" not in house.kinds(number)
    assert seen == [False]
    assert people(house, case) == {CHIEF}


@pytest.mark.parametrize(
    ("sender", "headers"),
    [(CHIEF, ()), (COLLEAGUE, PASSED), (CHIEF, OF_A_STRANGER)],
    ids=["no word of ours", "passed", "a stranger's word"],
)
def test_the_same_words_without_a_failed_test_of_our_own_server_are_tied(
    house: House, case: ApplicationRecord, sender: str, headers: tuple[tuple[str, str], ...]
) -> None:
    seen = known_senders(house)
    number = house.take(mail(THANKS, sender=sender, headers=headers))
    assert house.row(number).application_id == case.id
    assert "message.tied" in house.kinds(number)
    assert seen == [True]


def test_what_our_server_said_of_the_sender_is_on_record_for_staff(house: House, case: ApplicationRecord) -> None:
    number = house.take(mail(THANKS, sender=CHIEF, headers=FAILED))
    none = str(trust.AuthVerdict.NONE)
    assert house.row(number).authentication == {"spf": none, "dkim": none, "dmarc": "fail", "by": "mx.office.example"}
