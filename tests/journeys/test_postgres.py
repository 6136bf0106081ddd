"""One whole journey with PostgreSQL as the ledger, where the hint that work has come crosses from process to process."""

from collections.abc import Callable

import pytest

from intake import wiring
from intake.store import schema
from intake.store.database import Database
from tests.journeys.correspondence import STAFF, agency, agreement, letter, mail
from tests.journeys.office import Office
from tests.journeys.people import Person, eventually
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


def test_a_letter_its_agreement_and_a_persons_answer_on_postgresql(
    open_office: Callable[..., Office],
    dovecot: Dovecot,
    postgres_url: str,
    desk_of: Callable[[Account], Person],
    send: Callable[..., str],
    new_applicant: Callable[[], Person],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = dovecot.new_account("intake")
    url = postgres_url.replace("postgresql+psycopg://", "postgresql://")
    # The tests' server does not sync, and the service would rightly refuse it.
    monkeypatch.setattr(Database, "prove", lambda self: [])
    office = open_office(account, start=False, data={"database": url})
    wiring.migrate(office.config)
    office.start()
    applicant, staff, of = new_applicant(), desk_of(account), agency()

    first = mail(applicant.address, account.address, attach=[letter(of)])
    send(first)
    acknowledged = applicant.await_answer(str(first["Message-ID"]))
    second = send(mail(applicant.address, account.address, attach=[agreement(of)], answers=acknowledged))
    added = applicant.await_answer(second)
    found = office.await_acknowledged(second)
    application = office.application(found)
    assert application.reference in added["Subject"] and application.reference in acknowledged["Subject"]
    assert [(p.form, p.model) for p in office.papers(application.id)] == [("loi", None), ("moa", "TFM")]

    staff.append("Sent", mail(STAFF, applicant.address, text="We will call you.\n", answers=first))
    office.look()
    eventually(lambda: all(m.responded_at for m in office.rows(schema.messages) if m.asks_answer), "both letters are answered")
    line = office.log_line(found)
    assert line is not None and line.responded_on_time and line.acknowledged_on_time
    office.quiet()
    assert all(result.ok for result in wiring.verify(office.config))
    office.close()
