"""The program as a whole: instant help, clean errors, nothing unprintable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake import __version__
from intake.cli import output

COMMANDS = (
    "demo", "run", "work", "web", "check", "inspect", "due", "log", "import", "queue", "show", "release", "reject", "retry",
    "settle", "respond", "assign", "note", "correct", "replies", "templates", "migrate", "verify",
)  # fmt: skip
HEAVY = (
    "sqlalchemy",
    "sqlmodel",
    "pydantic",
    "fastapi",
    "uvicorn",
    "rich",
    "jinja2",
    "pypdfium2",
    "imapclient",
    "apscheduler",
    "structlog",
)


def _intake(*words: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "intake", *words], capture_output=True, text=True, timeout=60, cwd=cwd, env={**os.environ, **env}
    )


def test_help_loads_nothing_that_is_heavy() -> None:
    code = f"import sys; from intake.cli import app; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60).stdout.strip() == "[]"


def test_help_names_every_command() -> None:
    listed = {line.split()[0] for line in _intake("--help").stdout.split("Commands:")[1].splitlines() if line.startswith("  ")}
    assert listed == {*COMMANDS, "people"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_a_sentence(run, command: str) -> None:  # type: ignore[no-untyped-def]
    result = run(command, "--help")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2].strip().endswith((".", ":", ",")) or len(result.stdout.splitlines()) > 4
    assert "--config" in result.stdout or command == "demo"


def test_the_version_is_told() -> None:
    assert _intake("--version").stdout == f"intake {__version__}\n"


def test_an_error_of_ours_is_one_line_on_standard_error_and_a_bad_exit(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[calendar]\nopens = "25:00"\n', encoding="utf-8")
    result = _intake("due", "2026-11-24T10:30", cwd=tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == 'intake: config.toml: [calendar] opens = "25:00": an hour from 00:00 to 23:59 is needed\n'


def test_a_fault_of_the_program_is_one_line_without_words_from_outside(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    broken = "from intake.desk import due\ndef explain(text, calendar):\n    raise RuntimeError('Ida Invented')\ndue.explain = explain\n"
    (tmp_path / "site" / "sitecustomize.py").write_text(broken, encoding="utf-8")
    result = _intake("due", "2026-11-24T10:30", cwd=tmp_path, PYTHONPATH=f"{tmp_path / 'site'}{os.pathsep}{Path.cwd()}")
    assert result.returncode == 1
    assert result.stderr.startswith("intake: a fault of the program (RuntimeError at cli/due.py:")
    assert "Ida" not in result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_that_goes_away_makes_no_noise(tmp_path: Path) -> None:
    line = f'"{sys.executable}" -m intake due 2026-11-24T10:30 | true'
    assert subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60, cwd=tmp_path).stderr == ""


def test_escape_sequences_and_direction_marks_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.line("one\x1b]0;title\x07 two\u202ethree\nfour")
    output.table(["a"], [["\x1b[2J\n"]])
    assert capsys.readouterr().out == "one\ufffd]0;title\ufffd two\ufffdthree\nfour\na\n\ufffd[2J\n"


def test_long_work_is_told_in_plain_lines_and_short_work_not_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    for total in (3, 100):
        with output.progress("reading", total) as steps:
            for number in range(total):
                steps.step(f"secret-{number}.pdf")
    assert capsys.readouterr().err.splitlines() == [f"reading: {n} of 100" for n in range(10, 101, 10)]
