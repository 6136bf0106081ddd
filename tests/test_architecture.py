"""The rule of the house: imports go down, never up, never sideways; pure rooms stay pure; files fit in the head.

The table is the one in ARCHITECTURE.md. A new arrow needs a line here and a reason in docs/decisions/.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "intake"

# Every room may import its own modules, `errors`, `failpoints` and `plural`.
TABLE = {
    "__main__": {"cli"},
    "cli": {"wiring", "scheduler", "web", "desk", "demo"},
    "demo": {"adapters", "documents", "mail"},
    "wiring": {
        "config", "logs", "adapters", "scheduler", "pipeline", "desk", "store", "replies", "applications", "documents", "business_time",
        "mail", "ports",
    },
    "scheduler": {"pipeline"},
    "web": {"desk", "security"},
    "pipeline": {"store", "replies", "applications", "documents", "business_time", "mail", "ports", "security"},
    "desk": {"store", "replies", "applications", "business_time", "security"},
    "store": {"applications", "documents", "mail", "ports"},
    "replies": {"applications"},
    "adapters": {"ports", "documents", "mail"},
    "applications": {"documents", "mail"},
    "documents": {"mail", "security"},
    "ports": {"documents", "mail"},
    "config": {"mail", "business_time", "ports"},
    "logs": {"security"},
    "mail": {"security"},
    "business_time": set(),
    "security": set(),
    "errors": set(),
    "failpoints": set(),
    "plural": set(),
}  # fmt: skip
FOR_ALL = {"errors", "failpoints", "plural", ""}  # "" is the package itself: its version

PURE = ("mail", "documents", "applications", "business_time", "replies", "security", "errors")
OUTSIDE_WORLD = {
    "socket", "ssl", "select", "selectors", "subprocess", "multiprocessing", "threading", "asyncio", "signal", "http", "ftplib", "smtplib",
    "imaplib", "poplib", "aiosmtplib", "imapclient", "uvicorn", "fastapi", "starlette",
    "sqlite3", "sqlalchemy", "sqlmodel", "alembic", "psycopg",
    "apscheduler", "logging", "structlog", "random", "secrets", "getpass", "pydantic_settings",
}  # fmt: skip
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
ENVIRONMENT = {("os", "environ"), ("os", "getenv")}

MOST_LINES = 400
LONG_FILES = {"store/migrations/versions/0001_the_ledger.py": "one migration, generated, never edited"}

CLOCK_FILES = {"cli/demo.py": "plays the sender, who has a clock of his own"}

# Handlers that catch everything and go on. Everywhere else an error is caught by its name.
BROAD = {
    "pipeline/step.py": (3, "the house's own: a letter, a job or a thread that fails is set aside, and the rest goes on"),
    "mail/parser.py": (1, "hostile mail: whatever the library makes of it, the mail is shelved"),
    "mail/bounces.py": (1, "detectors of a library on hostile mail"),
    "mail/trust.py": (1, "a library on hostile headers"),
    "documents/acroform.py": (1, "a library on hostile papers"),
    "documents/digital.py": (3, "a library on hostile signatures: they are unknown"),
    "documents/filetype.py": (1, "a library on hostile archives"),
    "documents/pdf_rescue.py": (1, "a library on broken papers"),
    "documents/unwrap.py": (3, "libraries on hostile archives"),
    "adapters/smtp_connection.py": (1, "whatever the line does now, the letter may have gone"),
    "adapters/page_child.py": (1, "a child answers whatever a paper does to it"),
    "adapters/reader_child.py": (1, "a child answers whatever a paper does to it"),
    "adapters/imap_session.py": (2, "a library on a hostile server"),
    "adapters/alerts.py": (1, "an alarm that cannot be told must not stop the watch"),
}


def _files() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _room(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    """Absolute names of all imported modules, also those inside functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)}:{node.lineno}: imports inside the house are absolute"
            yield from ((f"{node.module}.{each.name}", node.lineno) for each in node.names)


def _attributes(path: Path) -> Iterator[tuple[tuple[str, str], int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield (node.value.id, node.attr), node.lineno


def test_every_room_imports_only_what_the_table_lets_it() -> None:
    wrong = []
    for path in _files():
        room = _room(path)
        if room == "__init__":
            continue
        for name, line in _imports(path):
            top, _, rest = name.partition(".")
            other = rest.partition(".")[0]
            if top != "intake" or other == room or other in FOR_ALL or not ((ROOT / other).is_dir() or (ROOT / f"{other}.py").exists()):
                continue
            if other not in TABLE[room]:
                wrong.append(f"{_name(path)}:{line}: {room} may not import {other}")
    assert wrong == []


def test_every_room_has_a_line_in_the_table_and_every_line_a_room() -> None:
    rooms = {_room(path) for path in _files()} - {"__init__"}
    assert rooms == set(TABLE)


def test_the_table_has_no_circle() -> None:
    done: set[str] = set()

    def walk(room: str, road: tuple[str, ...]) -> None:
        assert room not in road, " -> ".join((*road, room))
        if room not in done:
            for other in TABLE[room]:
                walk(other, (*road, room))
            done.add(room)

    for room in TABLE:
        walk(room, ())


def test_people_and_machine_never_import_each_other() -> None:
    assert "desk" not in TABLE["pipeline"]
    assert "pipeline" not in TABLE["desk"]
    assert {"store", "pipeline"}.isdisjoint(TABLE["web"])


def test_only_the_wiring_knows_the_settings() -> None:
    assert {room for room, others in TABLE.items() if "config" in others} == {"wiring"}
    assert {room for room, others in TABLE.items() if "adapters" in others} == {"wiring", "demo"}


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_asks_nothing_of_the_world(room: str) -> None:
    wrong = []
    for path in _files():
        if _room(path) != room:
            continue
        wrong += [f"{_name(path)}:{line}: {name}" for name, line in _imports(path) if name.partition(".")[0] in OUTSIDE_WORLD]
        wrong += [f"{_name(path)}:{line}: {'.'.join(name)}" for name, line in _attributes(path) if name in CLOCKS | ENVIRONMENT]
    assert wrong == []


def test_the_clock_is_asked_outside_the_adapters_nowhere() -> None:
    wrong = [
        f"{_name(path)}:{line}: {'.'.join(name)}"
        for path in _files()
        if _room(path) != "adapters" and _name(path) not in CLOCK_FILES
        for name, line in _attributes(path)
        if name in CLOCKS
    ]
    assert wrong == []


def test_all_sql_lives_in_the_store() -> None:
    wrong = [
        f"{_name(path)}:{line}: {name}"
        for path in _files()
        if _room(path) != "store"
        for name, line in _imports(path)
        if name.partition(".")[0] in ("sqlalchemy", "sqlmodel", "sqlite3", "alembic", "psycopg")
    ]
    assert wrong == []


def test_a_file_fits_in_the_head() -> None:
    long = {_name(path) for path in _files() if len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES}
    assert long == set(LONG_FILES)


def test_no_module_is_a_drawer_for_everything() -> None:
    names = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
    assert [_name(path) for path in _files() if names & set(path.relative_to(ROOT).with_suffix("").parts)] == []


def test_every_module_says_what_it_is_for() -> None:
    texts = {_name(path): path.read_text(encoding="utf-8") for path in _files()}
    assert [name for name, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))] == []


def test_everything_is_caught_only_where_the_list_says_so() -> None:
    found: dict[str, int] = {}
    for path in _files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and _catches_all(node) and not _raises_on(node):
                found[_name(path)] = found.get(_name(path), 0) + 1
    assert found == {name: count for name, (count, _why) in BROAD.items()}


def _catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException")) for kind in kinds)


def _raises_on(handler: ast.ExceptHandler) -> bool:
    """Whether it only cleans up: it ends by raising the same error again."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None
