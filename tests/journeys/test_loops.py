"""Two services that answer by machine write to each other: it ends after one exchange."""

from collections.abc import Callable

import pytest

from intake.store import schema
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office
from tests.journeys.people import Person
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.servers


def test_two_services_that_meet_fall_silent_after_one_exchange(
    open_office: Callable[..., Office], dovecot: Dovecot, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    north, south = dovecot.new_account("north"), dovecot.new_account("south")
    ours = {north: {"domains": ["north.example"]}, south: {"domains": ["south.example"]}}
    offices = {a: open_office(a, office={"name": "Program Office", "addresses": [a.address], **ours[a]}) for a in (north, south)}
    message_id = send(mail(south.address, north.address, attach=[letter(agency())]))
    begun = offices[north].await_acknowledged(message_id)
    [reply] = offices[north].replies_to(begun)
    met = offices[south].await_letter(reply.header_message_id)
    assert (met.state, met.verdict, met.asks_answer) == ("ignored", "never", False)

    # A fence: what comes after it would have shown an answer before it.
    applicant = new_applicant()
    for account in (north, south):
        applicant.await_answer(send(mail(applicant.address, account.address, attach=[letter(agency())])))
        offices[account].quiet()
    assert [len(o.rows(schema.replies)) for o in offices.values()] == [2, 1]


def test_a_mail_in_our_own_name_is_never_answered(open_office: Callable[..., Office], dovecot: Dovecot, send: Callable[..., str]) -> None:
    account = dovecot.new_account("intake")
    office = open_office(account)
    found = office.await_letter(send(mail(account.address, account.address, attach=[letter(agency())])))
    assert found.verdict != "send"
    office.quiet()
    assert office.replies_to(found) == []
