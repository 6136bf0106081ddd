"""The documents tell the truth: commands, options, keys, targets and links that they name exist."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from intake import __version__
from intake.cli import app
from intake.config.settings import Config

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COMMANDS: dict[str, Any] = typer.main.get_command(app.app).commands  # type: ignore[attr-defined]

CODE = re.compile(r"`([^`\n]+)`|^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[\s`(])intake ([a-z]+)\b([^\n|`]*)")
OPTION = re.compile(r"(?<!\S)--[a-z-]+")
TARGET = re.compile(r"(?:^|[\s`])make ([a-z]+)\b")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
KEY = re.compile(r"`?\[{1,2}([a-z]+)\]{1,2} ([a-z_]+)\b")
NOT_OURS = re.compile(r"/work/|/tmp/|/root/|pypi|simple/|\bissue #?\d", re.IGNORECASE)

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


def _code(text: str) -> Iterator[str]:
    for span, block in CODE.findall(text):
        yield from (span or block).splitlines()


def _options(command: str) -> set[str]:
    """Its options, and those of the commands below it."""
    below = getattr(COMMANDS[command], "commands", {}).values()
    return {name for part in (COMMANDS[command], *below) for each in part.params for name in each.opts} | {"--help"}


def _sections() -> dict[str, type[BaseModel]]:
    made = Config()
    values = {name: getattr(made, name) for name in Config.model_fields}
    return {name: type(value[0] if isinstance(value, tuple) else value) for name, value in values.items()}


@each_document
def test_commands_and_options_that_are_named_exist(path: Path) -> None:
    wrong = []
    for line in _code(path.read_text(encoding="utf-8")):
        for command, rest in COMMAND.findall(line):
            if command not in COMMANDS:
                wrong.append(f"intake {command}")
            else:
                wrong += [f"intake {command} {option}" for option in OPTION.findall(rest) if option not in _options(command)]
    assert wrong == []


@each_document
def test_targets_of_make_that_are_named_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for line in _code(path.read_text(encoding="utf-8")) for target in TARGET.findall(line)}
    assert named <= targets


@each_document
def test_links_lead_somewhere(path: Path) -> None:
    assert [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()] == []


@each_document
def test_settings_that_are_named_exist(path: Path) -> None:
    sections = _sections()
    wrong = []
    for line in _code(path.read_text(encoding="utf-8")):
        wrong += [f"[{name}] {key}" for name, key in KEY.findall(line) if name in sections and key not in sections[name].model_fields]
    assert wrong == []


@each_document
def test_documents_speak_of_the_project_alone(path: Path) -> None:
    assert NOT_OURS.findall(path.read_text(encoding="utf-8")) == []


def test_the_readme_names_every_command() -> None:
    named = {command for line in _code(README.read_text(encoding="utf-8")) for command, _ in COMMAND.findall(line)}
    assert named == set(COMMANDS)


def test_the_settings_shown_in_the_readme_are_lawful() -> None:
    (block,) = [block for _, block in CODE.findall(README.read_text(encoding="utf-8")) if block.startswith("# config.toml")]
    config = Config(**tomllib.loads(block))
    assert config.mailbox[0].kind == "imap"
    assert config.transport.kind == "smtp"


def test_the_procfile_starts_commands_that_exist() -> None:
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
    assert lines == {"web": "intake web", "worker": "intake work"}
    assert {line.removeprefix("intake ") for line in lines.values()} <= set(COMMANDS)


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_the_package_ships_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert [name for name in shipped if not (ROOT / name).exists()] == []


def test_style_and_script_are_locked_by_content_and_packed_into_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["artifacts"] == ["intake/web/static/vendor"]
    wanted = json.loads((ROOT / "assets/package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = json.loads((ROOT / "assets/package-lock.json").read_text(encoding="utf-8"))
    packages = {name.removeprefix("node_modules/"): each for name, each in lock["packages"].items() if name}
    assert wanted == {name: packages[name]["version"] for name in wanted}
    assert [name for name, each in packages.items() if "resolved" in each or not each["integrity"].startswith("sha512-")] == []


def test_the_locks_pin_every_package_by_hash_and_name_no_host() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^(-|file:)", text, re.MULTILINE)
        for entry in re.split(r"\n(?=\S)", text.strip()):
            assert re.match(r"[a-z0-9.-]+==\S+ ", entry), entry.splitlines()[0]
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_every_package_of_the_project_is_in_the_lock() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {_plain(re.split(r"[\[<>=~]", each)[0]) for each in project["project"]["dependencies"]}
    locked = {
        _plain(name) for name in re.findall(r"^([A-Za-z0-9.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert wanted <= locked


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
