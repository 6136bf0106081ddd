"""Mailboxes whose log-in is a bearer token (XOAUTH2), from a file that another program fills and from a command; and a token that dies."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office, mailbox
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Dovecot
from tests.servers.tokens import TokenStub

pytestmark = pytest.mark.servers


def test_letters_come_in_by_tokens_from_a_file_and_from_a_command(
    open_office: Callable[..., Office], dovecot: Dovecot, tmp_path: Path, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    by_file, by_command, sender = (dovecot.new_account(name) for name in ("file", "command", "sender"))
    token_file = tmp_path / "token"
    token_file.write_text(by_file.token + "\n")
    command = [sys.executable, "-c", f"print({by_command.token!r})"]
    boxes = [
        mailbox(dovecot, by_file, password="", mechanism="xoauth2", token_file=str(token_file)),
        mailbox(dovecot, by_command, password="", mechanism="oauthbearer", token_command=command),
    ]
    ours = {"name": "Program Office", "addresses": [by_file.address, by_command.address], "domains": ["office.example"]}
    office = open_office(sender, boxes, office=ours, transport={"from_address": by_file.address})
    applicant = new_applicant()
    for account in (by_file, by_command):
        message_id = send(mail(applicant.address, account.address, attach=[letter(agency())]))
        applicant.await_answer(message_id)
        assert office.await_acknowledged(message_id).mailbox == account.name


def test_a_revoked_token_calls_a_person_and_a_new_one_in_the_file_is_taken_by_itself(
    open_office: Callable[..., Office],
    dovecot: Dovecot,
    token_stub: TokenStub,
    tmp_path: Path,
    send: Callable[..., str],
    new_applicant: Callable[[], Person],
) -> None:
    account, sender = dovecot.new_account("intake"), dovecot.new_account("sender")
    token_file = tmp_path / "token"
    token_file.write_text(account.token + ".first")
    token_stub.revoke(account.token + ".first")
    box = mailbox(dovecot, account, password="", mechanism="xoauth2", token_file=str(token_file))
    office = open_office(sender, [box], start=False, transport={"from_address": account.address})
    office.start(ready=False)
    [alarm] = eventually(lambda: office.alarms("mailbox.refused"), "a person is called")
    assert (alarm.subject, alarm.urgent) == (account.name, True)
    assert account.token not in alarm.text
    asked = token_stub.asked

    token_file.write_text(account.token + ".second")
    applicant = new_applicant()
    message_id = send(mail(applicant.address, account.address, attach=[letter(agency())]))
    eventually(lambda: office.letter(message_id), "the mailbox is read")
    assert office.letter(message_id) is not None
    assert token_stub.asked - asked < 20
