"""The server numbers a folder anew: every mail is seen again, and none is answered twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.store import folders, schema
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


def _number_anew(dovecot: Dovecot, account: Account) -> None:
    """What a restored backup or a moved mail store does: Dovecot forgets which UID was whose."""
    folder = dovecot.maildir(account)
    for file in (folder / "dovecot-uidlist", folder / "dovecot.index", folder / "dovecot.index.log", folder / "dovecot.index.cache"):
        file.unlink(missing_ok=True)


def _holding(dovecot: Dovecot, account: Account, message_id: str) -> list[Path]:
    return [file for file in dovecot.maildir(account).glob("new/*") if message_id.encode() in file.read_bytes()]


def test_a_new_uidvalidity_makes_all_mails_seen_again_and_none_answered_twice(
    office: Office, account: Account, dovecot: Dovecot, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicants = [new_applicant() for _ in range(3)]
    sent = [send(mail(each.address, account.address, attach=[letter(agency())])) for each in applicants]
    letters = [office.await_acknowledged(message_id) for message_id in sent]
    office.quiet()
    before = office.folder(account.name, "INBOX")

    _number_anew(dovecot, account)
    office.look()
    eventually(lambda: office.events("mailbox.renumbered"), "the new numbering is noticed")
    eventually(lambda: all(len(office.sightings(each)) == 2 for each in letters), "every letter is seen again")
    after = office.folder(account.name, "INBOX")
    assert after.validity != before.validity

    late = new_applicant()
    new = send(mail(late.address, account.address, attach=[letter(agency())]))
    late.await_answer(new)
    office.quiet()
    assert len(office.rows(schema.messages)) == len(letters) + 1
    assert [len(office.replies_to(each)) for each in letters] == [1, 1, 1]
    assert [len(each.mails()) for each in applicants] == [1, 1, 1]
    assert office.alarms("mailbox.never_seen") == []


def test_a_mail_that_came_while_the_folder_was_numbered_anew_is_a_new_letter(
    office: Office, account: Account, dovecot: Dovecot, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    """By its UID it would lie below the service's starting moment; the numbers mean nothing any more, its time does."""
    office.stop()
    _number_anew(dovecot, account)
    applicant = new_applicant()
    message_id = send(mail(applicant.address, account.address, attach=[letter(agency())]))
    [file] = eventually(lambda: _holding(dovecot, account, message_id), "it is delivered")
    # The worst case: it came in the very second in which the service began, and INTERNALDATE knows whole seconds only.
    second = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    with office.db.write() as tx:
        folders.note(tx, office.folder(account.name, "INBOX").id, started_at=second + timedelta(seconds=0.9))
    office.start(ready=False)
    applicant.await_answer(message_id)
    assert office.await_acknowledged(message_id).older is False
