"""`intake replies off`: acknowledgements wait, everything else goes on; `on` lets them go, save those that a person answered meanwhile."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.journeys.correspondence import STAFF, agency, letter, mail
from tests.journeys.office import Office
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account

pytestmark = pytest.mark.servers


def _replies(office: Office, word: str) -> dict[str, object]:
    """The command, as a person of the office gives it."""
    command = [sys.executable, "-m", "intake", "replies", word, "--config", str(office.file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    told = json.loads(done.stdout.splitlines()[0])
    assert isinstance(told, dict)
    return told


def test_acknowledgements_wait_while_replies_are_off_and_one_that_a_person_answered_is_withdrawn(
    office: Office,
    account: Account,
    desk_of: Callable[[Account], Person],
    send: Callable[..., str],
    new_applicant: Callable[[], Person],
) -> None:
    staff, waits, answered = desk_of(account), new_applicant(), new_applicant()
    _replies(office, "off")
    first = mail(answered.address, account.address, attach=[letter(agency())])
    send(first)
    second = send(mail(waits.address, account.address, attach=[letter(agency())]))
    for message_id in (str(first["Message-ID"]), second):
        found = office.await_letter(message_id)
        [reply] = office.replies_to(found)
        assert (found.state, reply.state) == ("answered", "queued")
        assert office.log_line(found) is not None

    answer = mail(STAFF, answered.address, text="Dear Sheriff,\n\nwe have your letter.\n", answers=first)
    staff.append("Sent", answer)
    office.look()
    eventually(lambda: (row := office.letter(str(first["Message-ID"]))) and row.responded_at, "the person's answer is seen")
    assert (waits.mails(), answered.mails()) == ({}, {})

    _replies(office, "on")
    waits.await_answer(second)
    office.quiet()
    found = office.letter(str(first["Message-ID"]))
    assert found is not None
    [reply] = office.replies_to(found)
    assert (reply.state, reply.why) == ("withdrawn", "a person answered first")
    assert answered.mails() == {}
    assert found.acknowledged_at is None
    kinds = [event.kind for event in office.events("replies.off") + office.events("replies.on")]
    assert kinds == ["replies.off", "replies.on"]
