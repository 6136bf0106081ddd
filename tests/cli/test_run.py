"""`intake run`, `work` and `web` as processes: a letter in, an acknowledgement out, figures shown, a clean stop, a log without people."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 30.0
LETTER = b"""Return-Path: <chief@springfield-pd.example>\r
From: Ida Invented <chief@springfield-pd.example>\r
To: letters@office.example\r
Subject: A question from Springfield\r
Message-ID: <1@springfield-pd.example>\r
\r
How do we apply for the Task Force Model? Which forms do you need?\r
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def port() -> int:
    return _free_port()


@pytest.fixture
def house(tmp_path: Path, port: int) -> Path:
    (tmp_path / "config.toml").write_text(
        f'[office]\naddresses = ["letters@office.example"]\n[web]\nport = {port}\n[reading]\nprocesses = 1\n', encoding="utf-8"
    )
    return tmp_path


@contextmanager
def _running(command: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / f"{command}.log").open("wb") as log, (folder / f"{command}.out").open("wb") as out:
        env = {name: value for name, value in os.environ.items() if not name.startswith("INTAKE_")}
        process = subprocess.Popen([sys.executable, "-m", "intake", command], cwd=folder, stderr=log, stdout=out, env=env)
        try:
            yield process
        finally:
            process.kill()
            process.wait(10)


def _until(found: Callable[[], Any], what: str) -> Any:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if got := found():
            return got
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen in {PATIENCE} s")


def _health(port: int) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (urllib.error.URLError, ConnectionError):
        return None


def _deliver(folder: Path) -> None:
    box = folder / "var/mail/intake"
    _until(lambda: (box / "new").is_dir(), "the mailbox folder")
    (box / "tmp" / "1.letter").write_bytes(LETTER)
    (box / "tmp" / "1.letter").rename(box / "new" / "1.letter")


def _stop(process: "subprocess.Popen[bytes]") -> float:
    start = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    return time.monotonic() - start


def test_one_process_receives_answers_shows_and_stops(house: Path, port: int) -> None:
    with _running("run", house) as process:
        health = _until(lambda: _health(port), "health")
        _until(lambda: (_health(port) or {}).get("mailboxes"), "the first look at the mailbox")
        assert health["status"] == "ok"
        _deliver(house)
        (reply,) = _until(lambda: list((house / "var/outbox").glob("*.eml")), "the acknowledgement")
        assert b"chief@springfield-pd.example" in reply.read_bytes()
        assert _until(lambda: (_health(port) or {}).get("open"), "the letter on the page") == 1
        assert _stop(process) < 5
    log = (house / "run.log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert {"worker.started", "worker.stopped"} <= {line["event"] for line in lines}
    assert all(line["process"] == "run" for line in lines)
    assert (house / "run.out").read_text(encoding="utf-8") == f"The desk is at http://localhost:{port}/\n"
    for word in ("springfield", "ida", "chief@", "task force"):
        assert word not in log.lower()


def test_worker_and_web_run_apart(house: Path, port: int) -> None:
    with _running("work", house) as worker, _running("web", house) as web:
        _until(lambda: (_health(port) or {}).get("mailboxes"), "the worker's look at the mailbox, seen by the web")
        _deliver(house)
        _until(lambda: list((house / "var/outbox").glob("*.eml")), "the acknowledgement")
        assert _stop(web) < 5
        assert _stop(worker) < 5
    assert (house / "web.out").read_text(encoding="utf-8") == f"The desk is at http://localhost:{port}/\n"
    assert (house / "work.out").read_text(encoding="utf-8") == ""


def test_a_port_in_use_ends_the_start_with_its_remedy(house: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with _running("run", house) as process:
            assert process.wait(PATIENCE) == 1
    log = (house / "run.log").read_text(encoding="utf-8")
    assert log.startswith(f"intake: [web] 127.0.0.1 port {port} cannot be had")  # nothing was started before it
    assert (house / "run.out").read_text(encoding="utf-8") == ""
    assert not (house / "var/mail").exists()
