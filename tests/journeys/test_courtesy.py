"""What is done to a mail in the mailbox once it is on record: nothing, a keyword, \\Seen or a move; never before, never a delete."""

import sqlite3
import time
from collections.abc import Callable

import pytest

from intake.store import schema
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office, mailbox
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers
KINDS = ("nothing", "keyword", "seen", "move")
LEFT_ALONE, KEYWORD, SEEN = frozenset[str](), frozenset({"$Recorded"}), frozenset({"\\Seen"})


@pytest.fixture(scope="module")
def accounts(dovecot: Dovecot) -> dict[str, Account]:
    return {kind: dovecot.new_account(kind) for kind in KINDS}


@pytest.fixture(scope="module")
def office(open_office: Callable[..., Office], dovecot: Dovecot, accounts: dict[str, Account]) -> Office:
    more = {"keyword": {"keyword": "$Recorded"}, "move": {"move_to": "Processed"}}
    boxes = [mailbox(dovecot, accounts[kind], courtesy=kind, **more.get(kind, {})) for kind in KINDS]
    ours = {"name": "Program Office", "addresses": [a.address for a in accounts.values()], "domains": ["office.example"]}
    return open_office(accounts["nothing"], boxes, office=ours)


@pytest.fixture(scope="module")
def staff(desk_of: Callable[[Account], Person], accounts: dict[str, Account]) -> dict[str, Person]:
    return {kind: desk_of(account) for kind, account in accounts.items()}


def _state(person: Person, message_id: str) -> tuple[str, frozenset[str]]:
    """The folder a mail lies in, and its flags."""
    for folder in ("INBOX", "Processed"):
        if any(str(m["Message-ID"]) == message_id for m in person.mails(folder).values()):
            return folder, frozenset(person.flags(message_id, folder))
    return "gone", LEFT_ALONE


AFTER = {"nothing": ("INBOX", LEFT_ALONE), "keyword": ("INBOX", KEYWORD), "seen": ("INBOX", SEEN), "move": ("Processed", LEFT_ALONE)}


def test_nothing_is_done_to_a_mail_before_it_is_on_record_and_then_what_was_chosen(
    office: Office, accounts: dict[str, Account], staff: dict[str, Person], send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    lock = sqlite3.connect(office.config.data.folder / "intake.sqlite3", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        # The service can fetch, and cannot commit.
        sent = {kind: send(mail(applicant.address, accounts[kind].address, attach=[letter(agency())])) for kind in KINDS}
        for kind in KINDS:
            staff[kind].uid_of(sent[kind])
        until = time.monotonic() + 1.0
        while time.monotonic() < until:
            for kind in KINDS:
                assert _state(staff[kind], sent[kind]) == ("INBOX", LEFT_ALONE), kind
        assert office.rows(schema.messages) == []
    finally:
        lock.execute("ROLLBACK")
        lock.close()

    for kind in KINDS:
        applicant.await_answer(sent[kind])
        eventually(lambda kind=kind: _state(staff[kind], sent[kind]) == AFTER[kind], f"the courtesy {kind}")
    office.quiet()

    def settled() -> bool:
        return not office.rows(schema.sightings, schema.sightings.c.retry_at.is_not(None))

    eventually(settled, "no courtesy is due any more")
    states = {s.mailbox: s.state for s in office.rows(schema.sightings)}
    assert states == {account.name: "kept" if kind == "nothing" else "marked" for kind, account in accounts.items()}
    for kind, person in staff.items():
        assert person.count("INBOX") + person.count("Processed") == 1, kind


def test_a_move_whose_folder_is_missing_holds_nothing_up_and_is_tried_again(
    open_office: Callable[..., Office],
    dovecot: Dovecot,
    desk_of: Callable[[Account], Person],
    send: Callable[..., str],
    new_applicant: Callable[[], Person],
) -> None:
    account, applicant = dovecot.new_account("intake"), new_applicant()
    office = open_office(account, [mailbox(dovecot, account, courtesy="move", move_to="Nowhere")])
    message_id = send(mail(applicant.address, account.address, attach=[letter(agency())]))
    applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    eventually(lambda: office.sightings(found)[0].retry_at > office.sightings(found)[0].seen_at, "the move is put off")
    assert _state(desk_of(account), message_id) == ("INBOX", LEFT_ALONE)
    assert office.sightings(found)[0].state == "kept"
    assert office.folder(account.name, "INBOX").error is None
