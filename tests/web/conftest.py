"""A desk on a sample ledger, served for real: a client signed in as each role, and one browser for all tests that look."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.desk import people, signing_in
from intake.desk.people import Person, Role
from intake.security import passwords
from intake.store import people as store_people
from intake.web import app as application
from intake.web import headers, static
from intake.web.server import Server
from intake.web.setting import Setting
from tests.desk import writing
from tests.desk.ledger import Ledger
from tests.web.browser import Looking, chromium
from tests.web.client import Client

__all__ = ["chromium"]

PASSWORD = "gray otter walks 41 home"
HASH = passwords.hashed(PASSWORD)
SETTING = Setting(office="Office of Invented Programs")

SignedIn = Callable[[Role], Client]


@pytest.fixture(scope="session", autouse=True)
def assets() -> None:
    """Style and script are there; the set-up brings them too."""
    if not (static.FOLDER / "vendor/.fetched").exists():
        subprocess.run([sys.executable, "scripts/fetch-assets.py"], cwd=Path(__file__).parent.parent.parent, check=True)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "var")
    yield made
    made.db.close()


@pytest.fixture
def app(ledger: Ledger) -> headers.Headers:
    own = replace(SETTING, writing=writing.writing(ledger), templates=writing.settings())
    return application.create(ledger.desk, hosts=["localhost"], setting=own)


@pytest.fixture
def port(app: headers.Headers) -> Iterator[int]:
    server = Server(app, host="127.0.0.1", port=0)
    server.start()
    yield server.port
    server.stop()


@pytest.fixture
def visitor(port: int) -> Client:
    """A browser that is signed out."""
    return Client(port)


def person(ledger: Ledger, role: Role, login: str = "") -> Person:
    """Somebody of that role, whose password is PASSWORD."""
    with ledger.db.write() as tx:
        name = login or str(role)
        found = store_people.by_login(tx, name) or store_people.add(
            tx, login=name, name=f"Ida {name.capitalize()}", email=f"{name}@office.example", role=str(role), password_hash=HASH,
            must_change=False, made_by="test", now=ledger.clock.at,
        )  # fmt: skip
    return people.of(found)


def session(ledger: Ledger, role: Role, login: str = "") -> str:
    """The secret of a new session of somebody of that role."""
    return signing_in.begin(ledger.desk, person(ledger, role, login), lasting=SETTING.lasting)


@pytest.fixture
def signed_in(ledger: Ledger, port: int) -> SignedIn:
    """A client signed in as somebody of that role."""
    return lambda role: Client(port, {"session": session(ledger, role)})


@pytest.fixture
def client(signed_in: SignedIn) -> Client:
    """Somebody of the staff."""
    return signed_in(Role.STAFF)


@pytest.fixture
def looking(chromium: Looking, ledger: Ledger, port: int) -> Iterator[Looking]:
    """The browser, on this test's desk; `sign_in(role)` gives it a session."""
    yield chromium.at(port, lambda role, login: session(ledger, role, login))
    chromium.leave()
