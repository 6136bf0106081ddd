"""The service comes to a mailbox that was in use for years: what lies there is recorded and not answered, what comes from now on is."""

import os
import pwd
from collections.abc import Callable

import pytest

from intake import wiring
from intake.store import schema
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import ENDS, Office
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers
OLD = 300


@pytest.fixture(scope="module")
def account(dovecot: Dovecot, desk_of: Callable[[Account], Person]) -> Account:
    """A mailbox that holds three hundred letters."""
    found = dovecot.new_account("intake")
    desk_of(found).mails()  # Dovecot makes the folder when somebody first looks
    new = dovecot.maildir(found) / "new"
    owner = pwd.getpwuid(dovecot.mail_folder.stat().st_uid)
    paper = letter(agency())
    for number in range(OLD):
        made = mail(f"chief{number}@old{number}.example", found.address, attach=[paper] if number == 0 else [], text=f"Letter {number}\n")
        file = new / f"{1_700_000_000 + number}.M{number}P1.old"
        file.write_bytes(made.as_bytes())
        if os.getuid() == 0:
            os.chown(file, owner.pw_uid, owner.pw_gid)
    return found


def test_three_hundred_old_letters_are_recorded_without_an_answer_and_the_next_one_is_answered(
    open_office: Callable[..., Office], account: Account, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    office = open_office(account, start=False)
    told = {result.name: result for result in wiring.check(office.config)}
    assert f"{OLD} of them are older and will be recorded without an answer" in told[f"mailbox {account.name}"].text

    office.start(ready=False)
    started = eventually(lambda: office.events("mailbox.started"), "the starting moment is written down")
    applicant = new_applicant()
    message_id = send(mail(applicant.address, account.address, attach=[letter(agency())]))
    applicant.await_answer(message_id)

    eventually(lambda: len([m for m in office.rows(schema.messages) if m.state in ENDS]) == OLD + 1, "all are recorded", seconds=60)
    office.quiet()
    old = [m for m in office.rows(schema.messages) if m.older]
    assert len(old) == OLD
    assert {m.verdict for m in old} <= {"hold", "never"}
    assert not any(m.asks_answer or m.needs_person or m.acknowledged_at for m in old)
    assert len(office.rows(schema.replies)) == 1

    inbox = office.folder(account.name, "INBOX")
    assert inbox.first_uid == OLD + 1
    assert inbox.started_at <= min(m.first_seen_at for m in old)
    [event] = [e for e in office.events("mailbox.started") if e.detail["folder"] == "INBOX"]
    assert event.detail["older"] == OLD
    assert started
    assert office.alarms("mailbox.never_seen") == []
    again = {result.name: result for result in wiring.check(office.config)}
    assert "older" not in again[f"mailbox {account.name}"].text


def test_after_a_restart_what_was_old_stays_old(
    open_office: Callable[..., Office], dovecot: Dovecot, new_applicant: Callable[[], Person]
) -> None:
    account, applicant = dovecot.new_account("intake"), new_applicant()
    old = mail(applicant.address, account.address, attach=[letter(agency())])
    dovecot.deliver(account.address, old.as_bytes(), sender=applicant.address)
    office = open_office(account)
    assert office.await_letter(str(old["Message-ID"])).older is True
    office.stop()
    new = mail(applicant.address, account.address, attach=[letter(agency())])
    dovecot.deliver(account.address, new.as_bytes(), sender=applicant.address)
    office.start(ready=False)
    applicant.await_answer(str(new["Message-ID"]))
    office.quiet()
    assert len(applicant.mails()) == 1
