"""An acknowledgement that cannot be delivered comes back, to the reply it was, to the letter it answered, and to a person."""

from collections.abc import Callable

import pytest

from intake.desk import queue
from intake.store import schema
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office, Row, mailbox
from tests.journeys.people import eventually
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.servers


@pytest.mark.parametrize("envelope", ["account", "verp"])
def test_a_bounce_of_an_acknowledgement_comes_home_to_its_letter(
    open_office: Callable[..., Office], dovecot: Dovecot, send: Callable[..., str], envelope: str
) -> None:
    account, bounces = dovecot.new_account("intake"), dovecot.account("bounce")
    boxes = [mailbox(dovecot, account)]
    transport: dict[str, object] = {"envelope": envelope}
    if envelope == "verp":
        boxes.append(mailbox(dovecot, bounces))
        transport["bounce_domain"] = "test.local"
    office = open_office(account, boxes, transport=transport)
    # Postfix takes it, Dovecot has no user of such a name: the refusal comes back as a mail.
    chief = "pat.o'brien@test.local"
    message_id = send(mail(chief, account.address, attach=[letter(agency())]))
    found = office.await_acknowledged(message_id)

    def bounced() -> Row | None:
        [reply] = office.replies_to(found)
        return reply if reply.state == "bounced" else None

    reply = eventually(bounced, "the bounce is tied to its reply")
    assert reply.envelope_from == (account.address if envelope == "account" else f"bounce+{reply.token}@test.local")
    assert (reply.bounce_status, reply.settled_by) == ("5.1.1", None)
    assert reply.bounced_at is not None

    returned = eventually(lambda: _other_letters(office, found), "the bounce is filed")
    assert [(m.state, m.verdict, m.asks_answer, m.reply_id) for m in returned] == [("ignored", "never", False, reply.id)]
    office.quiet()
    assert len(office.rows(schema.replies)) == 1

    [alarm] = office.alarms("reply.bounced")
    assert alarm.subject == str(reply.id)
    assert chief not in alarm.text
    waiting = queue.waiting(office.desk)
    assert [(item.why, item.letter) for item in waiting.items if item.reply == reply.id] == [(queue.Why.BOUNCED, found.id)]
    now = office.letter(message_id)
    assert now is not None and now.needs_person and now.responded_at is None


def test_an_address_that_is_refused_at_once_is_dead_and_told_of(
    open_office: Callable[..., Office], dovecot: Dovecot, send: Callable[..., str]
) -> None:
    account = dovecot.new_account("intake")
    office = open_office(account)
    found = office.await_letter(send(mail("chief@bounce.example", account.address, attach=[letter(agency())])))
    eventually(lambda: office.alarms("reply.dead"), "a person is told")
    [reply] = office.replies_to(found)
    assert (reply.state, reply.code, reply.attempts, reply.ready_at) == ("dead", 550, 1, None)
    line = office.log_line(found)
    assert line is not None and line.acknowledged_at is None
    assert [(item.why, item.reply) for item in queue.waiting(office.desk).items] == [(queue.Why.DEAD, reply.id)]


def _other_letters(office: Office, letter: Row) -> list[Row]:
    found = office.rows(schema.messages, schema.messages.c.id != letter.id)
    return [m for m in found if m.ready_at is None]
