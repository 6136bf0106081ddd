"""A folder with settings and a ledger, and a way to run commands in it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intake.cli import app
from tests.desk.ledger import Ledger, MovingClock

SETTINGS = """
[office]
name = "Office of Invented Programs"
addresses = ["letters@office.example"]
domains = ["office.example"]

[reading]
processes = 1
"""

PAST = datetime(2025, 11, 18, 15, 30, tzinfo=UTC)  # a Tuesday, 10:30 in New York
DUE = (datetime.now(UTC) + timedelta(days=90)).replace(minute=0, second=0, microsecond=0)
Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "config.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INTAKE_CONFIG", raising=False)
    return tmp_path


@pytest.fixture
def ledger(folder: Path) -> Iterator[Ledger]:
    # The commands go by the machine's clock, which is later: nothing is overdue unless a test says so.
    made = Ledger(folder / "var", MovingClock(PAST), due_at=DUE)
    yield made
    made.db.close()


@pytest.fixture
def run(folder: Path) -> Run:
    """Run a command in the folder; an error of ours is the result's exception."""
    return lambda *words: CliRunner().invoke(app.app, list(words))
