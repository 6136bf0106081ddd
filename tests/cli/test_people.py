"""`intake people`: the first admin, and that no password is an argument or an echo."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from intake import errors
from intake.cli import app
from tests.cli.conftest import Run

GOOD = "gray otter walks 41 home"


@pytest.fixture
def secret(folder: Path) -> str:
    (folder / "password").write_text(GOOD + "\n", encoding="utf-8")
    return str(folder / "password")


def test_the_first_admin_is_made_from_a_file_or_standard_input(run: Run, secret: str) -> None:
    assert "Nobody may sign in yet" in run("people", "list").output
    made = run("people", "add", "Mora", "--role", "admin", "--password-file", secret, "--full-name", "Mora Invented")
    assert made.output == "mora may sign in as admin\n"
    given = CliRunner().invoke(app.app, ["people", "add", "ida", "--password-file", "-", "--temporary"], input=f"{GOOD}\n")
    assert given.output == "ida may sign in as viewer\n"
    found = [json.loads(line) for line in run("people", "list", "--json").output.splitlines()]
    assert [(each["login"], each["role"], each["active"]) for each in found] == [("ida", "viewer", True), ("mora", "admin", True)]
    assert "Mora Invented" in run("people", "list").output


def test_without_a_terminal_or_a_file_the_remedy_is_named(run: Run) -> None:
    with pytest.raises(errors.PersonNeeded, match="--password-file"):
        raise run("people", "add", "mora", "--role", "admin").exception  # type: ignore[misc]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("people", "add", "ida", "--role", "chief"), "is no role"),
        (("people", "role", "nobody", "staff"), "on record"),
        (("people", "disable", "mora"), "only admin"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(run: Run, secret: str, words: tuple[str, ...], what: str) -> None:
    run("people", "add", "mora", "--role", "admin", "--password-file", secret)
    more = ("--password-file", secret) if words[1] == "add" else ()
    with pytest.raises(errors.IntakeError, match=what):
        raise run(*words, *more).exception  # type: ignore[misc]


def test_roles_passwords_and_leave_are_given_and_taken(run: Run, secret: str) -> None:
    for name in ("mora", "ida"):
        run("people", "add", name, "--role", "admin", "--password-file", secret)
    assert run("people", "role", "ida", "auditor").output == "ida is auditor now\n"
    assert run("people", "disable", "ida").output == "ida may sign in no more\n"
    assert run("people", "disable", "ida", "--undo").output == "ida may sign in again\n"
    assert run("people", "password", "ida", "--password-file", secret, "--temporary").output == "ida has a new password\n"
