"""The page, health and metrics: what they show, and what every answer bears."""

import socket
from datetime import timedelta
from urllib.parse import quote

import pytest

from intake import errors
from intake.business_time import calendar
from intake.desk import log_page, replies
from intake.desk.desk import Desk
from intake.store import applications, folders
from intake.store.states import Reply
from intake.web import app as application
from intake.web import headers
from intake.web.server import Server
from tests.desk.ledger import TUESDAY, Ledger
from tests.web.client import Client


def _mailbox(ledger: Ledger) -> int:
    with ledger.db.write() as tx:
        made = folders.start(tx, mailbox="intake", folder="INBOX", role="intake", validity="1", first_uid=1, now=ledger.clock.at)
        folders.checked(tx, "intake", ledger.clock.at)
    return made.id


def test_the_log_shows_letters_with_office_times(ledger: Ledger, client: Client) -> None:
    ledger.answered(reference="ABCD-2345")
    page = client.get("/")
    assert page.status_code == 200
    assert "ABCD-2345" in page.text
    assert "2026-11-24 10:30" in page.text
    assert "2026-11-25 10:30" in page.text


def test_the_log_goes_on_page_by_page_to_its_end(ledger: Ledger, client: Client) -> None:
    made = {f"letter {ledger.answered()}" for _ in range(log_page.PAGE + 5)}
    found: set[str] = set()
    address: str | None = "/"
    while address:
        text = client.get(address).text
        found |= {name for name in made if f">{name}<" in text}
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in text else None
    assert found == made


def test_open_letters_stand_on_a_page_of_their_own(ledger: Ledger, client: Client) -> None:
    ledger.answered(reference="ABCD-2345")
    ledger.answered(reference="WXYZ-2345", responded_at=TUESDAY)
    page = client.get("/?show=open").text
    assert "ABCD-2345" in page
    assert "WXYZ-2345" not in page


def test_markup_in_a_name_is_text(ledger: Ledger, client: Client) -> None:
    with ledger.db.write() as tx:
        case = applications.make(
            tx, reference="WXYZ-2345", agency_name="<script>alert(1)</script>", agency_key="k", state="FL",
            agency_type=None, county=None, directory_name=None, status="open", blocks=[], now=TUESDAY,
        )  # fmt: skip
    ledger.answered(application_id=case.id)
    page = client.get("/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_damaged_link_is_refused_kindly(client: Client) -> None:
    for after in ("x", "20261124T000000.0-x", "9" * 500, "20261124T153000.000000-99999999999999999999999"):
        page = client.get(f"/?after={quote(after)}")
        assert page.status_code in (200, 422)
        assert "<h1>" in page.text


def test_paused_replies_are_announced(ledger: Ledger, client: Client) -> None:
    assert "Automatic replies are paused" not in client.get("/").text
    replies.throw(ledger.desk, on=False, who="mora", reason="wrong <words>")
    page = client.get("/").text
    assert "Automatic replies are paused" in page
    assert "<bdi>wrong &lt;words&gt;</bdi>" in page
    assert "2026-11-24 10:30" in page


def test_a_switch_thrown_to_nowhere_stays_as_it_is(ledger: Ledger, client: Client) -> None:
    assert client.post("/replies/switch", {"to": "\0", "reason": "why"}).status_code == 422
    assert replies.state(ledger.desk).on


def test_health_tells_counts_and_the_last_look_at_each_mailbox(ledger: Ledger, client: Client) -> None:
    _mailbox(ledger)
    ledger.reply(ledger.answered(), Reply.UNSURE)
    answer = client.get("/health")
    assert answer.status_code == 200
    found = answer.json()
    assert found["status"] == "ok"
    assert (found["database"], found["replies"], found["unsure"], found["open"], found["need_person"]) == (True, "on", 1, 1, 1)
    assert found["mailboxes"][0]["checked_at"] == TUESDAY.isoformat()


def test_health_fails_when_a_mailbox_was_not_read_for_long(ledger: Ledger, client: Client) -> None:
    _mailbox(ledger)
    ledger.clock.move(minutes=10)
    assert client.get("/health").status_code == 200
    ledger.clock.move(minutes=10)
    assert client.get("/health").status_code == 503


def test_health_fails_when_the_database_is_away(ledger: Ledger, client: Client) -> None:
    ledger.db.close()
    for name in ("intake.sqlite3", "intake.sqlite3-wal", "intake.sqlite3-shm"):
        (ledger.folder / name).unlink(missing_ok=True)
    ledger.folder.rmdir()
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["database"] is False
    assert "intake_database_up 0.0" in client.get("/metrics").text
    assert client.get("/").status_code == 503


def test_metrics_are_counts_without_people(ledger: Ledger, client: Client) -> None:
    _mailbox(ledger)
    ledger.reply(ledger.answered(from_address="ida@county.example", from_name="Ida Invented", subject="Ida"), Reply.SENT)
    text = client.get("/metrics").text
    assert 'intake_letters{state="answered"} 1.0' in text
    assert 'intake_replies{state="sent"} 1.0' in text
    assert 'intake_mailbox_checked_timestamp_seconds{folder="INBOX",mailbox="intake"}' in text
    assert "ida" not in text.lower().replace("validity", "")


def test_the_page_needs_nothing_inline_and_nothing_from_elsewhere(ledger: Ledger, client: Client) -> None:
    ledger.answered()
    text = client.get("/").text
    assert "<script>" not in text
    assert "<style" not in text
    assert " style=" not in text
    assert "http://" not in text
    assert "https://" not in text


def test_the_answer_to_a_fault_bears_the_headers_and_no_details() -> None:
    broken = Desk(db=None, calendar=calendar.standard())  # type: ignore[arg-type]
    server = Server(application.create(broken, hosts=["localhost"]), host="127.0.0.1", port=0)
    server.start()
    try:
        answer = Client(server.port, {"session": "x"}).get("/")
    finally:
        server.stop()
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == headers.EVERY["Content-Security-Policy"]
    assert "Traceback" not in answer.text
    assert "NoneType" not in answer.text


def test_a_foreign_host_name_is_refused_with_headers(client: Client) -> None:
    answer = client.get("/", host="evil.example")
    assert answer.status_code == 400
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_generated_pages_of_the_framework_are_off(client: Client) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_the_server_stops_answering_when_it_is_stopped(app: headers.Headers) -> None:
    server = Server(app, host="127.0.0.1", port=0)
    server.start()
    client = Client(server.port)
    assert client.get("/health").status_code == 200
    server.stop()
    with pytest.raises(OSError, match="refused"):
        client.get("/health")


def test_a_port_in_use_is_named_with_a_remedy(app: headers.Headers) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(errors.PersonNeeded, match=rf"\[web\] 127\.0\.0\.1 port {port} cannot be had .*another port"):
            Server(app, host="127.0.0.1", port=port).start()


def test_old_failures_make_the_service_ill_and_new_ones_do_not(ledger: Ledger, client: Client) -> None:
    _mailbox(ledger)
    with ledger.db.write() as tx:
        folders.failed(tx, "intake", "no route", ledger.clock.at - timedelta(minutes=1))
    assert client.get("/health").status_code == 200


def test_the_page_never_calls_an_acknowledgement_an_answer(client: Client, ledger: Ledger) -> None:
    ledger.answered(acknowledged_at=ledger.clock.at)
    page = client.get("/").text
    assert ">acknowledged, waits for a person<" in page
    assert ">answered<" not in page and ">answered by" not in page
