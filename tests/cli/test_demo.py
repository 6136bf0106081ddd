"""`intake demo` beside another one: it leaves alone what is not its own to clear."""

import subprocess
import sys
from pathlib import Path

import pytest

from intake import errors
from intake.cli import demo


def test_a_second_demo_leaves_a_running_one_alone_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with demo._alone(demo.FOLDER):
        kept = demo._fresh(demo.FOLDER) / "intake.sqlite3"
        kept.write_bytes(b"the running one's")
        second = subprocess.run([sys.executable, "-m", "intake", "demo", "--once"], capture_output=True, text=True, timeout=60)
        assert kept.read_bytes() == b"the running one's"
    assert (second.returncode, second.stdout) == (1, "")
    (line,) = second.stderr.splitlines()
    assert line.startswith(f"intake: a demo is running in {tmp_path / demo.FOLDER}: ")
    assert "another working folder" in line
    with demo._alone(demo.FOLDER):  # one that has ended keeps nobody out, and what it made may be cleared
        assert list(demo._fresh(demo.FOLDER).iterdir()) == [tmp_path / demo.FOLDER / demo.MARK]


def test_a_folder_that_no_demo_made_is_not_cleared(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(errors.PersonNeeded, match="not made by this command"):
        demo._fresh(tmp_path / "mine")
    assert (tmp_path / "mine").is_dir()
