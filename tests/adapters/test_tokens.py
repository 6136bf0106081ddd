"""Tokens from a command or a file: kept while they are good, bounded, and never told in an error."""

import base64
import contextlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import errors
from intake.adapters import tokens
from intake.adapters.tokens import CommandTokens, FileTokens


class HandClock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(1_795_534_212 + self.seconds, UTC)

    def monotonic(self) -> float:
        return self.seconds


def _counting(tmp_path: Path, template: str) -> list[str]:
    """A command that prints `template` with the number of its calls for @."""
    code = (
        "import sys; from pathlib import Path; p = Path(sys.argv[1])\n"
        "n = len(p.read_text()) if p.exists() else 0; p.write_text('x' * (n + 1))\n"
        "print(sys.argv[2].replace('@', str(n + 1)))"
    )
    return [sys.executable, "-c", code, str(tmp_path / "calls"), template]


def test_a_token_is_kept_until_shortly_before_its_end(tmp_path: Path) -> None:
    clock = HandClock()
    source = CommandTokens(command=_counting(tmp_path, '{"access_token": "token-@", "expires_in": 3600}'), clock=clock)
    assert [source(), source()] == ["token-1", "token-1"]
    clock.seconds += 3600 - tokens.MARGIN_SECONDS - 1
    assert source() == "token-1"
    clock.seconds += 2
    assert source() == "token-2"
    assert source(True) == "token-3"


@pytest.mark.parametrize("life", [600, 100, 0, -5])
def test_the_end_may_be_told_as_a_moment_and_may_be_near(tmp_path: Path, life: int) -> None:
    clock = HandClock()
    end = int(clock.now().timestamp()) + life
    source = CommandTokens(command=_counting(tmp_path, json.dumps({"access_token": "token-@", "expires_on": str(end)})), clock=clock)
    assert source() == "token-1"
    assert source() == ("token-1" if life > 0 else "token-2")
    clock.seconds += life
    assert source() != "token-1"


def test_a_jwt_tells_its_own_end(tmp_path: Path) -> None:
    clock = HandClock()
    claims = base64.urlsafe_b64encode(json.dumps({"exp": clock.now().timestamp() + 1_000}).encode()).decode().rstrip("=")
    source = CommandTokens(command=_counting(tmp_path, f"head.{claims}.sign@"), clock=clock)
    assert source().endswith("sign1")
    clock.seconds += 800
    assert source().endswith("sign1")
    clock.seconds += 100
    assert source().endswith("sign2")


def test_a_token_of_unknown_life_is_kept_for_a_few_minutes(tmp_path: Path) -> None:
    clock = HandClock()
    source = CommandTokens(command=_counting(tmp_path, "opaque@"), clock=clock)
    assert source() == "opaque1"
    clock.seconds += tokens.UNKNOWN_LIFE_SECONDS
    assert source() == "opaque2"


@pytest.mark.parametrize("output", ["", "two words", "{}", '{"access_token": ""}', "{" * 5_000, '{"access_token": ["x"]}', "tok\x01en"])
def test_what_is_no_token_needs_a_person_and_is_not_repeated(tmp_path: Path, output: str) -> None:
    with pytest.raises(errors.PersonNeeded, match="no bearer token") as caught:
        CommandTokens(command=[sys.executable, "-c", f"print({output!r})"], clock=HandClock())()
    assert "two words" not in str(caught.value)


def test_too_much_output_is_cut_off(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.stdout.write('x' * 10_000_000)"]
    with pytest.raises(errors.PersonNeeded, match="more than"):
        CommandTokens(command=command, clock=HandClock())()


def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    code = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', sys.argv[1], sys.argv[2]]); time.sleep(60)"
    child = "import sys, time\nwhile True:\n open(sys.argv[1], 'w').write(str(time.time())); time.sleep(0.02)"
    began = time.monotonic()
    with pytest.raises(errors.WaitError, match="no token within"):
        CommandTokens(command=[sys.executable, "-c", code, child, str(alive)], clock=HandClock(), timeout=0.8)()
    assert time.monotonic() - began < 5
    before = alive.read_text() if alive.exists() else ""
    time.sleep(0.1)
    assert (alive.read_text() if alive.exists() else "") == before


def test_a_command_that_fails_says_why_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "s3cr3t" * 10
    code = f"import sys; print('{secret}'); print('refresh token {secret} expired', file=sys.stderr); sys.exit(3)"
    with pytest.raises(errors.WaitError, match=r"ended with 3: refresh token … expired") as caught:
        CommandTokens(command=[sys.executable, "-c", code], clock=HandClock())()
    assert secret not in str(caught.value)


def test_a_missing_command_needs_a_person(tmp_path: Path) -> None:
    with pytest.raises(errors.PersonNeeded, match="No such file"):
        CommandTokens(command=[str(tmp_path / "nowhere")], clock=HandClock())()
    with pytest.raises(errors.ConfigError):
        CommandTokens(command=[], clock=HandClock())


def test_our_own_secrets_do_not_reach_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_SMTP__PASSWORD", "hidden")
    monkeypatch.setenv("TENANT", "hill")
    code = "import os; print(str('INTAKE_SMTP__PASSWORD' in os.environ) + os.environ['TENANT'])"
    assert CommandTokens(command=[sys.executable, "-c", code], clock=HandClock())() == "Falsehill"


def test_a_file_is_read_anew_each_time(tmp_path: Path) -> None:
    file = tmp_path / "token"
    source = FileTokens(path=file, clock=HandClock())
    with pytest.raises(errors.PersonNeeded, match="token_file"):
        source()
    file.write_text("first\n")
    assert source() == "first"
    file.write_text('{"access_token": "second"}')
    assert source(True) == "second"


@settings(deadline=None)
@given(content=st.binary(max_size=300))
def test_any_file_gives_a_token_or_our_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any-token"
    file.write_bytes(content)
    with contextlib.suppress(errors.PersonNeeded):
        assert FileTokens(path=file, clock=HandClock())().isprintable()
