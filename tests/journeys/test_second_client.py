"""People work in the same mailbox: they mark, move and delete mails before the service has seen them, and while it looks."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from intake.adapters.imap import ImapMailbox
from intake.ports import Fetched, Folder
from intake.store import schema
from intake.wiring import parts
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office, mailbox
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return dovecot.new_account("intake")


@pytest.fixture
def colleague(desk_of: Callable[[Account], Person], account: Account) -> Person:
    return desk_of(account)


def test_mails_touched_before_the_service_saw_them_are_recorded_or_alarmed(
    open_office: Callable[..., Office], account: Account, colleague: Person, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    office = open_office(account)
    office.stop()
    applicant = new_applicant()
    sent = {
        what: send(mail(applicant.address, account.address, attach=[letter(agency())])) for what in ("seen", "moved", "filed", "deleted")
    }
    colleague.flag(sent["seen"], "\\Seen", "\\Flagged", "\\Answered")
    colleague.move(sent["moved"], "INBOX", "Processed")  # a folder that nobody watches
    colleague.move(sent["filed"], "INBOX", "Archive")
    colleague.delete(sent["deleted"])
    office.start()

    applicant.await_answer(sent["seen"])
    filed = office.await_letter(sent["filed"])
    assert (filed.state, filed.role) == ("held", "late")
    assert office.letter(sent["moved"]) is None
    assert office.letter(sent["deleted"]) is None
    # Three UIDs of the inbox were never seen; one of them lies in a folder that is watched, which a person sees there.
    inbox = office.folder(account.name, "INBOX")
    assert inbox.unseen == 3
    [alarm] = office.alarms("mailbox.never_seen")
    assert alarm.subject == f"{account.name}/INBOX"
    assert alarm.text.startswith("3 letters left INBOX")

    # Once it is back, it is a letter like others.
    colleague.move(sent["moved"], "Processed", "INBOX")
    applicant.await_answer(sent["moved"])


class Meddled(ImapMailbox):
    """A mailbox in which somebody acts between the service's search and its fetch."""

    meddle: Callable[[], None] | None = None

    def fetch(self, folder: Folder, positions: Sequence[str], above_floor: Callable[[], bool]) -> Iterator[Fetched]:
        act, Meddled.meddle = Meddled.meddle, None
        if act is not None and folder.name == "INBOX":
            act()
        return super().fetch(folder, positions, above_floor)


def test_mails_touched_between_search_and_fetch_are_recorded_or_taken_for_gone(
    open_office: Callable[..., Office],
    account: Account,
    colleague: Person,
    send: Callable[..., str],
    new_applicant: Callable[[], Person],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "ImapMailbox", Meddled)
    office = open_office(account)
    office.stop()
    applicant = new_applicant()
    sent = {
        what: send(mail(applicant.address, account.address, attach=[letter(agency())])) for what in ("seen", "filed", "deleted", "left")
    }
    for message_id in sent.values():
        colleague.uid_of(message_id)

    def meddle() -> None:
        colleague.flag(sent["seen"], "\\Seen")
        colleague.move(sent["filed"], "INBOX", "Junk")
        colleague.delete(sent["deleted"])

    Meddled.meddle = meddle
    office.start()
    for what in ("seen", "left"):
        applicant.await_answer(sent[what])
    assert office.await_letter(sent["filed"]).role == "late"
    assert office.letter(sent["deleted"]) is None
    eventually(lambda: office.alarms("mailbox.never_seen"), "the missing UIDs are alarmed")
    assert office.folder(account.name, "INBOX").unseen == 2
    assert office.folder(account.name, "INBOX").error is None
    office.quiet()
    assert len(applicant.mails()) == 2


def test_a_mailbox_that_people_only_read_is_left_as_it_was(
    open_office: Callable[..., Office],
    dovecot: Dovecot,
    account: Account,
    colleague: Person,
    send: Callable[..., str],
    new_applicant: Callable[[], Person],
) -> None:
    office = open_office(account, [mailbox(dovecot, account)])
    applicant = new_applicant()
    message_id = send(mail(applicant.address, account.address, attach=[letter(agency())]))
    applicant.await_answer(message_id)
    office.quiet()
    assert colleague.flags(message_id) == set()
    assert [colleague.count(name) for name in ("INBOX", "Junk", "Archive", "Sent", "Processed")] == [1, 0, 0, 0, 0]
    assert len(office.rows(schema.messages)) == 1
