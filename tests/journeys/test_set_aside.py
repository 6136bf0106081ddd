"""What cannot be worked on now is kept whole and waits: a disk that is nearly full, a mail that is too large, a Message-ID used twice."""

from collections.abc import Callable

import pytest

from intake.adapters.blobs import FolderBlobs
from intake.desk import acts, queue
from intake.store import schema
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office, Row, mailbox
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def office(open_office: Callable[..., Office], dovecot: Dovecot, account: Account) -> Office:
    return open_office(account, [mailbox(dovecot, account, largest_mb=1)])


def test_one_message_id_on_two_different_letters_makes_two_letters(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    first, second = (mail(applicant.address, office.address, attach=[letter(agency())]) for _ in range(2))
    second.replace_header("Message-ID", str(first["Message-ID"]))
    send(first)
    send(second)
    answers = eventually(lambda: len(found := applicant.mails()) == 2 and list(found.values()), "both are acknowledged")
    assert len({str(answer["Subject"]) for answer in answers}) == 2
    assert len({row.application_id for row in office.rows(schema.messages)}) == 2


def test_intake_pauses_while_the_disk_is_nearly_full_and_goes_on_by_itself(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    applicant = new_applicant()
    with monkeypatch.context() as full:
        full.setattr(FolderBlobs, "free_bytes", lambda self: 1000)
        message_id = send(mail(applicant.address, office.address, attach=[letter(agency())]))
        [alarm] = eventually(lambda: office.alarms("disk.low"), "staff are told")
        assert alarm.urgent
        assert office.letter(message_id) is None
    office.look()
    applicant.await_answer(message_id)
    eventually(lambda: not office.alarms("disk.low"), "the alarm ends")


def test_a_mail_that_is_too_large_is_shelved_whole_while_others_go_on_and_is_sent_round_again_on_demand(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    large, small = new_applicant(), new_applicant()
    made = mail(large.address, office.address, attach=[letter(agency())])
    made.add_attachment(bytes(1_500_000), maintype="application", subtype="octet-stream", filename="more.bin")
    send(made)
    small.await_answer(send(mail(small.address, office.address, attach=[letter(agency())])))

    def shelved() -> Row | None:
        return next(iter(office.rows(schema.messages, schema.messages.c.state == "shelved")), None)

    found = eventually(shelved, "the large one is shelved")
    assert found.needs_person and found.asks_answer
    assert office.raw(found).endswith(made.as_bytes())
    assert office.log_line(found) is not None
    [item] = [item for item in queue.waiting(office.desk).items if item.letter == found.id]
    assert (item.why, item.choices[0]) == (queue.Why.SHELVED, f"intake retry {found.id}")
    assert office.alarms("letter.shelved")

    office.change("mailbox", largest_mb=30)
    acts.retry(office.desk, str(found.id), who="dana")
    large.await_answer(str(made["Message-ID"]))
    assert office.await_acknowledged(str(made["Message-ID"])).id == found.id
    assert office.alarms("letter.shelved") == []
