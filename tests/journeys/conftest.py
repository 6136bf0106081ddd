"""What every journey needs: an office with its mailboxes, applicants with theirs, and the road between them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from typing import Any

import pytest

from tests.journeys import people
from tests.journeys.office import Office, mailbox, settings
from tests.journeys.people import Person
from tests.servers.dovecot import Account, Dovecot
from tests.servers.postfix import Postfix

OpenOffice = Callable[..., Office]
Applicant = Callable[[], Person]
Send = Callable[..., str]


@pytest.fixture(scope="module")
def open_office(dovecot: Dovecot, postfix: Postfix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenOffice]:
    """`open_office(account, mailboxes=…, start=…, SECTION={…})` puts an office together; all are closed at the end of the module."""
    with ExitStack() as stack:

        def build(account: Account, mailboxes: list[dict[str, Any]] | None = None, *, start: bool = True, **sections: Any) -> Office:
            folder = tmp_path_factory.mktemp("office")
            boxes = [mailbox(dovecot, account)] if mailboxes is None else mailboxes
            values = settings(folder / "var", postfix, account, boxes, **sections)
            office = Office(values, account.address, folder / "config.toml")
            stack.callback(office.close)
            if start:
                office.start()
            return office

        yield build


@pytest.fixture(scope="module")
def account(dovecot: Dovecot) -> Account:
    """The office's mailbox; a module that needs another one makes its own."""
    return dovecot.new_account("intake")


@pytest.fixture(scope="module")
def office(open_office: OpenOffice, account: Account) -> Office:
    """The usual office over it."""
    return open_office(account)


@pytest.fixture(scope="module")
def desk_of(dovecot: Dovecot) -> Iterator[Callable[[Account], Person]]:
    """`desk_of(account)` is a person at that mailbox."""
    with ExitStack() as stack:
        yield lambda account: stack.enter_context(people.at_their_desk(dovecot, account))


@pytest.fixture(scope="module")
def new_applicant(dovecot: Dovecot, desk_of: Callable[[Account], Person]) -> Applicant:
    """`new_applicant()` is somebody who never wrote before."""
    return lambda: desk_of(dovecot.new_account("applicant"))


@pytest.fixture(scope="module")
def send(postfix: Postfix) -> Send:
    """`send(mail, sender=…, to=…)` by Postfix; returns the Message-ID. Sender and recipient are those of the mail unless given."""

    def post(mail: EmailMessage, *, sender: str | None = None, to: str | None = None) -> str:
        author = mail["From"].addresses[0].addr_spec
        first = mail["To"].addresses[0].addr_spec
        return people.send(postfix, mail, sender=author if sender is None else sender, to=to or first)

    return post
