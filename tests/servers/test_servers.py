"""The servers of the tests do what the tests rely on."""

import imaplib
import json
import signal
import smtplib
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.servers.certificates import Certificates
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.sink import Sink

LETTER = b"From: a@oakridge.example\r\nMessage-ID: <one@oakridge.example>\r\nSubject: letter\r\n\r\nThe body.\r\n.dot\r\n"

pytestmark = pytest.mark.servers


def _inbox(dovecot: Dovecot, user: str, password: str) -> list[bytes]:
    context = ssl.create_default_context(cafile=dovecot.ca_file)
    with imaplib.IMAP4_SSL("localhost", dovecot.imaps_port, ssl_context=context, timeout=10) as client:
        client.login(user, password)
        client.select("INBOX", readonly=True)
        numbers = client.search(None, "ALL")[1][0].split()
        return [client.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]


def test_a_mail_given_to_postfix_arrives_in_dovecot(postfix: Postfix, dovecot: Dovecot) -> None:
    account = dovecot.new_account("applicant")
    with smtplib.SMTP("127.0.0.1", postfix.port, timeout=10) as client:
        client.sendmail("a@oakridge.example", [account.address], LETTER)
    deadline = time.monotonic() + 10
    while not (found := _inbox(dovecot, account.address, account.password)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert found[0].endswith(b"\r\n\r\nThe body.\r\n.dot\r\n")


def test_postfix_takes_mail_for_elsewhere_over_tls_with_a_password(postfix: Postfix, dovecot: Dovecot) -> None:
    with smtplib.SMTP("localhost", postfix.port, timeout=10) as client:
        client.starttls(context=ssl.create_default_context(cafile=postfix.ca_file))
        client.login("staff@test.local", "secret-staff")
        assert client.sendmail("a@oakridge.example", ["x@elsewhere.example"], LETTER) == {}


def test_each_test_gets_an_empty_database(postgres: Postgres, postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone() == (0,)


def _send(port: int, *, timeout: float = 5.0) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=timeout) as client:
        client.sendmail("a@oakridge.example", ["b@hill.example"], LETTER)


@pytest.mark.parametrize("word", ["451", "452", "421", "554", "550", "450", "mail-550", "mail-451", "limit"])
def test_the_sink_refuses_and_stores_nothing(smtp_sink: Callable[..., Sink], word: str) -> None:
    sink = smtp_sink(word, "ok")
    with pytest.raises(smtplib.SMTPException):
        _send(sink.port)
    assert sink.stored == []
    _send(sink.port)
    assert len(sink.stored) == 1


@pytest.mark.parametrize(
    ("word", "stored"), [("drop-after-data", 1), ("drop-mid-data", 0), ("drop-banner", 0), ("hang", 1), ("hang-data", 0)]
)
def test_the_sink_drops_and_hangs(smtp_sink: Callable[..., Sink], word: str, stored: int) -> None:
    sink = smtp_sink(word, "ok")
    with pytest.raises((smtplib.SMTPException, OSError)):
        _send(sink.port, timeout=0.3)
    assert len(sink.stored) == stored


def test_the_sink_keeps_the_bytes_and_logs_them(smtp_sink: Callable[..., Sink], tmp_path: Path) -> None:
    sink = smtp_sink("slow:0.01", "ok")
    _send(sink.port)
    _send(sink.port)
    lines = [json.loads(line) for line in (tmp_path / "sink.jsonl").read_text().splitlines()]
    assert [line["raw"].encode("latin-1") for line in lines] == [LETTER, LETTER]
    assert [line["plan"] for line in lines] == ["slow:0.01", "ok"]
    assert sink.twice() == {"<one@oakridge.example>": 2}


@pytest.mark.parametrize("implicit", [True, False])
def test_the_sink_speaks_tls_and_checks_passwords(smtp_sink: Callable[..., Sink], certificates: Certificates, implicit: bool) -> None:
    sink = smtp_sink("ok", tls=certificates.server_context(), implicit_tls=implicit, logins={"office": "key"})
    context = ssl.create_default_context(cafile=certificates.ca_file)
    client = (
        smtplib.SMTP_SSL("localhost", sink.port, context=context, timeout=5)
        if implicit
        else smtplib.SMTP("localhost", sink.port, timeout=5)
    )
    with client:
        if not implicit:
            client.starttls(context=context)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("office", "wrong")
        client.login("office", "key")
        client.sendmail("a@oakridge.example", ["b@hill.example"], LETTER)
    assert len(sink.stored) == 1


def test_the_sink_runs_as_a_process(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "tests.servers.sink", "--log", str(log), "--plan", "ok"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        _send(port)
        process.send_signal(signal.SIGTERM)
        assert json.loads(process.stdout.readline()) == {"stored": 1, "twice": {}}
    assert len(log.read_text().splitlines()) == 1
