"""People of the office answer from their own mail program: the service sees it, stops the clock, and takes nothing of its own for it."""

from collections.abc import Callable

import pytest

from intake.store import schema
from tests.journeys.correspondence import STAFF, agency, agreement, letter, mail
from tests.journeys.office import Office
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def staff(desk_of: Callable[[Account], Person], account: Account) -> Person:
    """Somebody of the office, logged in at the office's mailbox."""
    return desk_of(account)


def _responded(office: Office, message_id: str) -> bool:
    found = office.letter(message_id)
    return found is not None and found.responded_at is not None


def test_an_answer_in_the_offices_sent_folder_closes_the_open_letters_of_its_thread(
    office: Office, staff: Person, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = mail(applicant.address, office.address, attach=[letter(of)])
    send(first)
    acknowledged = applicant.await_answer(str(first["Message-ID"]))
    second = send(mail(applicant.address, office.address, attach=[agreement(of)], answers=acknowledged))
    office.await_acknowledged(second)

    answer = mail(STAFF, applicant.address, text="Dear Sheriff,\n\nwe will call you tomorrow.\n", answers=first, subject="Re: Papers")
    staff.append("Sent", answer)
    office.look()
    eventually(lambda: _responded(office, str(first["Message-ID"])) and _responded(office, second), "both letters are answered")

    for message_id in (str(first["Message-ID"]), second):
        found = office.letter(message_id)
        assert found is not None
        line = office.log_line(found)
        assert line is not None and line.responded_on_time is True
        assert line.business_minutes_to_respond is not None
    source = office.await_letter(str(answer["Message-ID"]))
    assert (source.verdict, source.role, source.asks_answer) == ("never", "sent", False)
    responses = office.rows(schema.responses, schema.responses.c.source_message_id == source.id)
    assert {(r.kind, r.by_who) for r in responses} == {("mail", STAFF)}


def test_an_answer_with_the_intake_box_in_copy_closes_its_letter_and_is_not_answered(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = mail(applicant.address, office.address, attach=[letter(of)])
    send(first)
    office.await_acknowledged(str(first["Message-ID"]))

    answer = mail(STAFF, applicant.address, text="Dear Sheriff,\n\nthank you.\n", answers=first, cc=office.address)
    send(answer, to=office.address)
    found = office.await_letter(str(answer["Message-ID"]))
    assert (found.verdict, found.asks_answer) == ("never", False)
    assert _responded(office, str(first["Message-ID"]))
    assert office.replies_to(found) == []


def test_a_copy_of_our_own_acknowledgement_in_sent_is_no_answer(
    office: Office, staff: Person, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = send(mail(applicant.address, office.address, attach=[letter(of)]))
    acknowledged = applicant.await_answer(first)
    staff.append("Sent", acknowledged)
    office.look()
    copy = office.await_letter(str(acknowledged["Message-ID"]))
    begun = office.await_acknowledged(first)
    assert (copy.verdict, copy.reply_id) == ("never", begun.reply_id)
    assert begun.responded_at is None
    assert office.rows(schema.responses, schema.responses.c.message_id == begun.id) == []


def test_a_fresh_mail_by_staff_closes_what_its_addressee_has_open_and_nothing_else(
    office: Office, staff: Person, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, other = new_applicant(), new_applicant()
    mine = send(mail(applicant.address, office.address, attach=[letter(agency())]))
    theirs = send(mail(other.address, office.address, attach=[letter(agency())]))
    office.await_acknowledged(mine)
    office.await_acknowledged(theirs)

    staff.append("Sent", mail(STAFF, applicant.address, subject="Your visit", text="We will call you tomorrow.\n"))
    office.look()
    eventually(lambda: _responded(office, mine), "the letter is answered")
    assert not _responded(office, theirs)


def test_an_internal_forward_and_an_automatic_note_in_sent_answer_nobody(
    office: Office, staff: Person, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    first = mail(applicant.address, office.address, attach=[letter(agency())])
    send(first)
    begun = office.await_acknowledged(str(first["Message-ID"]))

    forward = mail(STAFF, "colleague@office.example", subject="FW: Papers", answers=first)
    note = mail(STAFF, applicant.address, subject="Automatic reply: Papers", answers=first, headers=[("Auto-Submitted", "auto-replied")])
    for made in (forward, note):
        staff.append("Sent", made)
    office.look()
    for made in (forward, note):
        assert office.await_letter(str(made["Message-ID"])).verdict == "never"
    assert not _responded(office, str(first["Message-ID"]))
    assert office.log_line(begun) is not None
