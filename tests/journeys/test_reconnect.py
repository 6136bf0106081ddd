"""The line to the mailbox breaks, and comes back: nothing is lost, nothing is taken in halves, staff are told, and nobody has to help."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from intake.pipeline.watch import Watch, WatchSettings
from intake.store import schema
from intake.wiring import parts
from tests.journeys import servers
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office, mailbox
from tests.journeys.people import Person, eventually
from tests.journeys.servers import OwnDovecot
from tests.servers import proxy
from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import CuttingProxy
from tests.servers.tokens import TokenStub

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def own(certificates: Certificates, token_stub: TokenStub) -> Iterator[OwnDovecot]:
    with servers.own_dovecot(certificates, token_stub) as found:
        yield found


def _watch(office: Office) -> Watch:
    """The watch with a setting moved: a mailbox that is away for a tenth of a second is worth a word."""
    return Watch(
        db=office.db, clock=parts.clock(), calendar=office.calendar, channels=[], heartbeats=[],
        settings=WatchSettings(unreachable=timedelta(seconds=0.1)),
    )  # fmt: skip


def test_a_server_that_goes_away_is_told_of_and_read_again_when_it_is_back(
    open_office: Callable[..., Office], own: OwnDovecot, new_applicant: Callable[[], Person]
) -> None:
    account = own.server.account("intake")
    office = open_office(account, [mailbox(own.server, account)])
    applicant = new_applicant()
    own.stop()

    eventually(lambda: office.folder("intake", "INBOX").error, "the fault is written down")
    assert office.folder("intake", "INBOX").error_since is not None
    eventually(lambda: _watch(office).run() or office.alarms("mailbox.unreachable"), "staff are told")
    [alarm] = office.alarms("mailbox.unreachable")
    assert (alarm.subject, alarm.urgent) == ("intake", True)
    assert "@" not in alarm.text

    own.start()
    made = mail(applicant.address, account.address, attach=[letter(agency())])
    own.server.deliver(account.address, made.as_bytes(), sender=applicant.address)
    applicant.await_answer(str(made["Message-ID"]))
    office.await_acknowledged(str(made["Message-ID"]))
    back = office.folder("intake", "INBOX")
    assert (back.error, back.error_since) == (None, None)
    _watch(office).run()
    assert office.alarms("mailbox.unreachable") == []
    assert len(office.rows(schema.messages)) == 1


@pytest.fixture(scope="module")
def line(dovecot: Dovecot) -> Iterator[CuttingProxy]:
    with proxy.cutting(dovecot.imaps_port) as found:
        yield found


def test_a_line_cut_in_the_middle_of_a_mail_gives_no_half_letter(
    open_office: Callable[..., Office], dovecot: Dovecot, line: CuttingProxy, new_applicant: Callable[[], Person]
) -> None:
    account = dovecot.new_account("intake")
    office = open_office(account, [mailbox(dovecot, account, port=line.port)])
    applicant = new_applicant()
    made = mail(applicant.address, account.address, attach=[letter(agency())])
    made.add_attachment(bytes(range(256)) * 2000, maintype="application", subtype="octet-stream", filename="more.bin")

    line.cut_after = 60_000  # enough to log in and to see that a mail is there, not enough for the mail
    line.drop_all()
    dovecot.deliver(account.address, made.as_bytes(), sender=applicant.address)
    before = line.connections
    eventually(lambda: line.connections >= before + 1, "the service tries again")
    eventually(lambda: "fetching" in (office.folder(account.name, "INBOX").error or ""), "the cut is written down")
    assert office.rows(schema.messages) == []

    line.cut_after = None
    line.drop_all()
    applicant.await_answer(str(made["Message-ID"]))
    found = office.await_acknowledged(str(made["Message-ID"]))
    assert office.raw(found).endswith(made.as_bytes())
    assert len(office.rows(schema.messages)) == 1


def test_a_line_that_goes_silent_is_given_up_in_time(
    open_office: Callable[..., Office], dovecot: Dovecot, line: CuttingProxy, new_applicant: Callable[[], Person]
) -> None:
    account = dovecot.new_account("intake")
    office = open_office(account, [mailbox(dovecot, account, port=line.port, answer_seconds=1.0)])
    applicant = new_applicant()
    line.silent = True
    office.look()
    eventually(lambda: office.folder(account.name, "INBOX").error, "the silence is written down")
    line.silent = False
    line.drop_all()
    made = mail(applicant.address, account.address, attach=[letter(agency())])
    dovecot.deliver(account.address, made.as_bytes(), sender=applicant.address)
    applicant.await_answer(str(made["Message-ID"]))
