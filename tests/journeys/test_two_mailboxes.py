"""Two mailboxes at once, each with its folders by role, and a person who files mails in Junk and takes them out again."""

from collections.abc import Callable

import pytest

from intake.desk import acts
from intake.store import schema
from tests.journeys.correspondence import agency, letter, mail, text_of
from tests.journeys.office import Office, mailbox
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def accounts(dovecot: Dovecot) -> tuple[Account, Account]:
    return dovecot.new_account("intake"), dovecot.new_account("bulk")


@pytest.fixture(scope="module")
def office(open_office: Callable[..., Office], dovecot: Dovecot, accounts: tuple[Account, Account]) -> Office:
    ours = {"name": "Program Office", "addresses": [a.address for a in accounts], "domains": ["office.example"]}
    return open_office(accounts[0], [mailbox(dovecot, a) for a in accounts], office=ours)


@pytest.fixture(scope="module")
def staff(desk_of: Callable[[Account], Person], accounts: tuple[Account, Account]) -> Person:
    return desk_of(accounts[0])


def test_letters_to_both_mailboxes_are_acknowledged_from_one_address(
    office: Office, accounts: tuple[Account, Account], send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    sent = {account.name: send(mail(applicant.address, account.address, attach=[letter(agency())])) for account in accounts}
    for name, message_id in sent.items():
        answer = applicant.await_answer(message_id)
        found = office.await_acknowledged(message_id)
        assert answer["From"].addresses[0].addr_spec == accounts[0].address
        assert (found.mailbox, found.role) == (name, "intake")
    watched = {(f.mailbox, f.folder, f.role) for f in office.rows(schema.folders)}
    assert len(watched) == 8


def test_one_mail_to_both_mailboxes_is_one_letter_and_gets_one_acknowledgement(
    office: Office, accounts: tuple[Account, Account], send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    made = mail(applicant.address, ", ".join(a.address for a in accounts), attach=[letter(agency())])
    for account in accounts:
        send(made, to=account.address)
    message_id = str(made["Message-ID"])

    def both() -> bool:
        where = schema.messages.c.header_message_id == message_id
        found = office.rows(schema.messages, where)
        seen = {s.mailbox for each in found for s in office.sightings(each)}
        return seen == {a.name for a in accounts} and all(each.ready_at is None for each in found)

    eventually(both, "both mailboxes have shown it")
    office.quiet()
    applicant.await_answer(message_id)
    found = office.rows(schema.messages, schema.messages.c.header_message_id == message_id)
    assert sum(len(office.replies_to(each)) for each in found) == 1
    # The two copies differ in the lines that the servers wrote; the second is filed as a duplicate, and no clock runs for it.
    assert sum(each.asks_answer for each in found) == 1
    assert len(office.rows(schema.applications, schema.applications.c.id.in_([f.application_id for f in found if f.application_id]))) == 1


def test_a_mail_found_in_junk_is_held_and_acknowledged_once_when_a_person_moves_it_to_the_inbox(
    office: Office, staff: Person, new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    made = mail(applicant.address, office.address, attach=[letter(agency())])
    message_id = str(made["Message-ID"])
    staff.append("Junk", made)
    office.look()
    held = office.await_letter(message_id)
    assert (held.state, held.role, held.needs_person) == ("held", "late", True)
    assert "late_folder" in office.reasons(held)
    assert applicant.mails() == {}

    staff.move(message_id, "Junk", "INBOX")
    answer = applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    assert (found.id, found.role, found.needs_person) == (held.id, "intake", False)
    assert {s.folder for s in office.sightings(found)} == {"Junk", "INBOX"}
    assert len(office.events("message.promoted", message_id=found.id)) == 1
    assert answer["Auto-Submitted"] == "auto-replied"


def test_a_mail_found_in_junk_is_acknowledged_when_staff_release_it_and_not_again_when_it_is_moved(
    office: Office, staff: Person, new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    made = mail(applicant.address, office.address, attach=[letter(agency())])
    message_id = str(made["Message-ID"])
    staff.append("Junk", made)
    office.look()
    held = office.await_letter(message_id)
    acts.release(office.desk, str(held.id), who="dana")
    answer = applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    assert held.reference in answer["Subject"]
    assert "1 page" in text_of(answer)
    assert (found.state, found.needs_person) == ("answered", False)

    staff.move(message_id, "Junk", "INBOX")
    eventually(lambda: len(office.sightings(found)) == 2, "it is seen in the inbox")
    office.quiet()
    assert len(office.replies_to(found)) == 1
    assert len(applicant.mails()) == 1


def test_an_acknowledged_mail_that_is_filed_in_junk_and_taken_out_again_is_not_acknowledged_twice(
    office: Office, staff: Person, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    message_id = send(mail(applicant.address, office.address, attach=[letter(agency())]))
    found = office.await_acknowledged(message_id)
    for source, target in (("INBOX", "Junk"), ("Junk", "Archive"), ("Archive", "INBOX")):
        before = len(office.sightings(found))
        staff.move(message_id, source, target)
        office.look()
        eventually(lambda before=before: len(office.sightings(found)) > before, f"it is seen in {target}")
    office.quiet()
    after = office.letter(message_id)
    assert after is not None and (after.state, after.role) == ("answered", "intake")
    assert len(office.replies_to(found)) == 1
    assert len(applicant.mails()) == 1


def test_a_mail_taken_out_of_junk_before_anything_was_made_of_it_is_answered_all_the_same(
    office: Office, staff: Person, new_applicant: Callable[[], Person]
) -> None:
    """The move is seen while the letter still waits for its turn."""
    applicant = new_applicant()
    made = mail(applicant.address, office.address, attach=[letter(agency())])
    message_id = str(made["Message-ID"])
    with office.paused_letters():
        staff.append("Junk", made)
        office.look()
        [waiting] = eventually(lambda: office.rows(schema.messages, schema.messages.c.state == "received"), "it is seen in Junk")
        staff.move(message_id, "Junk", "INBOX")
        eventually(lambda: len(office.sightings(waiting)) == 2, "it is seen in the inbox")
    applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    assert (found.id, found.role) == (waiting.id, "intake")
