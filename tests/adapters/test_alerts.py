"""Operators are told, or it is known in time that they were not."""

import contextlib
import http.server
import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from intake import errors
from intake.adapters.alerts import CommandChannel, HeartbeatFile, HeartbeatUrl, MailChannel, WebhookChannel
from intake.mail.delivery import Failed, Letter, Outcome, Sent, Unsure
from tests.adapters.smtp_world import HandClock


class Hook:
    """A web server that answers each call with `code` and keeps what it was sent."""

    def __init__(self, code: int, location: str = "") -> None:
        self.calls: list[tuple[str, str, bytes]] = []
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                hook.calls.append((self.command, self.path, body))
                self.send_response(code)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, format: str, *args: object) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook?key=secret"


@contextlib.contextmanager
def a_hook(code: int = 200, location: str = "") -> Iterator[Hook]:
    hook = Hook(code, location)
    thread = threading.Thread(target=hook.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


class FakeTransport:
    """Gives its outcomes in turn."""

    connections = 1

    def __init__(self, *outcomes: Outcome) -> None:
        self._outcomes = list(outcomes)
        self.letters: list[Letter] = []

    def send(self, letter: Letter, *, before_data: object) -> Outcome:
        self.letters.append(letter)
        return self._outcomes.pop(0)

    def check(self) -> None: ...

    def close(self) -> None: ...


class CountedIds:
    def token(self) -> str:
        return "tokenxyz"

    def letters(self, alphabet: str, length: int) -> str:
        return alphabet[:length]


def a_mail_channel(transport: FakeTransport, *recipients: str, envelope_from: str | None = None) -> MailChannel:
    return MailChannel(
        transport=transport,
        clock=HandClock(),
        ids=CountedIds(),
        sender="intake@office.example",
        recipients=recipients,
        envelope_from=envelope_from,
    )


# The web hook


def test_a_web_hook_gets_subject_and_body_as_json() -> None:
    with a_hook(204) as hook:
        WebhookChannel(url=hook.url, timeout=5).send("Two letters\nare late", "A-7 and B-9")
    [(method, path, body)] = hook.calls
    assert (method, path) == ("POST", "/hook?key=secret")
    assert json.loads(body) == {"text": "Two letters are late\n\nA-7 and B-9", "subject": "Two letters are late", "body": "A-7 and B-9"}


@pytest.mark.parametrize("code", [302, 404, 500])
def test_a_web_hook_that_does_not_say_yes_was_not_told(code: int) -> None:
    with a_hook() as elsewhere, a_hook(code, elsewhere.url) as hook:
        with pytest.raises(errors.WaitError, match=str(code)) as caught:
            WebhookChannel(url=hook.url, timeout=5).send("s", "b")
        assert elsewhere.calls == []
    assert "secret" not in str(caught.value)


def test_a_web_hook_that_dribbles_is_left_in_time() -> None:
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def dribble() -> None:
        sock, _ = listener.accept()
        with contextlib.suppress(OSError):
            while not stop.wait(0.05):
                sock.sendall(b"H")
        sock.close()

    threading.Thread(target=dribble, daemon=True).start()
    started = time.monotonic()
    with pytest.raises(errors.WaitError):
        WebhookChannel(url=f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=0.3).send("s", "b")
    assert time.monotonic() - started < 2
    stop.set()
    listener.close()


def test_a_web_hook_that_is_down_was_not_told() -> None:
    with a_hook() as hook:
        url = hook.url
    with pytest.raises(errors.WaitError, match="cannot be reached: Connection refused"):
        WebhookChannel(url=url, timeout=2).send("s", "b")


@pytest.mark.parametrize(
    "url",
    ["http://hooks.office.example/x", "ftp://localhost/x", "file:///etc/passwd", "", "https://", "https://a b/", "http://[::1", "//x"],
)
def test_only_https_or_this_machine_may_be_told(url: str) -> None:
    for make in (WebhookChannel, HeartbeatUrl):
        with pytest.raises(errors.ConfigError):
            make(url=url, timeout=5)


@pytest.mark.parametrize("url", ["https://hooks.office.example/x", "http://localhost:8080/", "http://[::1]/x"])
def test_https_and_this_machine_are_fine(url: str) -> None:
    WebhookChannel(url=url, timeout=5)


@pytest.mark.parametrize("timeout", [0, -1, 121])
def test_a_wait_has_a_bound(timeout: float) -> None:
    with pytest.raises(errors.ConfigError):
        WebhookChannel(url="https://hooks.office.example/", timeout=timeout)
    with pytest.raises(errors.ConfigError):
        CommandChannel(argv=["true"], timeout=timeout)


# The program


def test_a_program_reads_the_digest_and_sees_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_TRANSPORT__PASSWORD", "secret")
    script = f"import os, sys; open({str(tmp_path / 'told')!r}, 'w').write(sys.stdin.read() + ' '.join(os.environ))"
    CommandChannel(argv=[sys.executable, "-c", script], timeout=20).send("Late", "Größe")
    told = (tmp_path / "told").read_text()
    assert told.startswith("Late\n\nGröße\n")
    assert "INTAKE" not in told


def test_a_program_that_fails_or_is_not_there_told_nobody() -> None:
    with pytest.raises(errors.WaitError, match="ended with 3"):
        CommandChannel(argv=["sh", "-c", "exit 3"], timeout=10).send("s", "b")
    with pytest.raises(errors.WaitError, match="cannot be started"):
        CommandChannel(argv=["/no/such/program"], timeout=10).send("s", "b")
    with pytest.raises(errors.ConfigError):
        CommandChannel(argv=[], timeout=10)


def test_a_program_that_never_reads_a_long_digest_is_killed_with_its_children(tmp_path: Path) -> None:
    alive = tmp_path / "child"
    argv = ["sh", "-c", f"sh -c 'echo $$ > {alive}; exec sleep 60' & wait"]
    started = time.monotonic()
    with pytest.raises(errors.WaitError, match="did not end"):
        CommandChannel(argv=argv, timeout=0.5).send("s", "b" * 200_000)
    assert time.monotonic() - started < 5
    child = int(alive.read_text())
    deadline = time.monotonic() + 5
    while _runs(child):
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def _runs(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


# Mail


def test_a_digest_by_mail_goes_to_each_operator_and_marks_itself_as_automatic() -> None:
    transport = FakeTransport(Sent(250, "ok"), Sent(250, "ok"))
    a_mail_channel(transport, "ann@office.example", "ben@office.example").send("Late: 2\r\nBcc: x", "Größe\nA-7")
    assert [letter.recipient for letter in transport.letters] == ["ann@office.example", "ben@office.example"]
    letter = transport.letters[0]
    mail = message_from_bytes(letter.raw, policy=default)
    assert mail["Subject"] == "Late: 2 Bcc: x"
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == letter.message_id
    assert mail.get_content().splitlines() == ["Größe", "A-7"]
    assert letter.raw.isascii()
    assert b"\n" not in letter.raw.replace(b"\r\n", b"")
    assert letter.envelope_from == "intake@office.example"


def test_the_null_sender_can_be_asked_for() -> None:
    transport = FakeTransport(Sent(250, "ok"))
    a_mail_channel(transport, "ann@office.example", envelope_from="").send("s", "b")
    assert transport.letters[0].envelope_from == ""


@pytest.mark.parametrize("outcome", [Failed("no such user", 550, True), Unsure("lost")])
def test_every_operator_is_tried_and_one_that_was_missed_is_told(outcome: Outcome) -> None:
    transport = FakeTransport(outcome, Sent(250, "ok"))
    with pytest.raises(errors.WaitError, match="1 of 2"):
        a_mail_channel(transport, "ann@office.example", "ben@office.example").send("s", "b")
    assert len(transport.letters) == 2


def test_a_mail_channel_without_recipients_is_a_mistake() -> None:
    with pytest.raises(errors.ConfigError):
        a_mail_channel(FakeTransport())


# Heartbeats


def test_a_heartbeat_file_holds_the_time_and_nothing_else_is_left(tmp_path: Path) -> None:
    clock = HandClock()
    heartbeat = HeartbeatFile(path=tmp_path / "alive", clock=clock)
    heartbeat.beat()
    assert (tmp_path / "alive").read_text() == "2026-03-03T15:30:00+00:00\n"
    clock.move(60)
    heartbeat.beat()
    assert (tmp_path / "alive").read_text() == "2026-03-03T15:31:00+00:00\n"
    assert [path.name for path in tmp_path.iterdir()] == ["alive"]


def test_a_heartbeat_file_that_cannot_be_written_says_so_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(errors.WaitError, match="No such file") as caught:
        HeartbeatFile(path=tmp_path / "gone" / "alive", clock=HandClock()).beat()
    assert str(tmp_path) not in str(caught.value)


def test_a_heartbeat_address_is_asked() -> None:
    with a_hook() as hook:
        HeartbeatUrl(url=hook.url, timeout=5).beat()
    assert [(method, body) for method, _, body in hook.calls] == [("GET", b"")]
    with pytest.raises(errors.WaitError):
        HeartbeatUrl(url=hook.url, timeout=2).beat()
