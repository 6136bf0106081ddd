"""The service as an operator runs it: `intake run` as a process of its own, stopped by SIGTERM while it waits in IDLE."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.store import schema
from tests.journeys.correspondence import agency, letter, mail
from tests.journeys.office import Office
from tests.journeys.people import Person, eventually
from tests.servers import processes
from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.servers


@contextmanager
def _running(office: Office, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "intake", "run", "--config", str(office.file)], stdout=output, stderr=output)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def test_intake_run_acknowledges_a_letter_and_stops_in_under_five_seconds_while_it_waits(
    open_office: Callable[..., Office], dovecot: Dovecot, tmp_path: Path, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    account, port = dovecot.new_account("intake"), processes.free_port()
    office = open_office(account, start=False, web={"port": port})
    applicant = new_applicant()
    log = tmp_path / "log"
    with _running(office, log) as process:
        eventually(lambda: _health(port) or process.poll() is not None, "the page answers")
        message_id = send(mail(applicant.address, account.address, attach=[letter(agency())]))
        applicant.await_answer(message_id)
        office.await_acknowledged(message_id)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0, log.read_text()
        assert time.monotonic() - began < 5
    assert office.rows(schema.leases, schema.leases.c.owner.is_not(None), schema.leases.c.owner != "") == []
    assert not [m for m in office.rows(schema.messages) if m.claim_owner]
    told = log.read_text()
    assert "worker.stopped" in told
    for secret in (account.password, applicant.address, account.address, "Pat Doe"):
        assert secret not in told


def _health(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
