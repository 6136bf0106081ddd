"""A demonstration is signed in on its own machine, by the machine's own names, and nowhere else."""

from collections.abc import Iterator

import pytest

from intake.desk.people import Role
from intake.web import app as application
from intake.web.server import Server
from intake.web.setting import Setting
from tests.desk.ledger import Ledger
from tests.web.client import Answer, Client
from tests.web.conftest import PASSWORD, SETTING, person, session


@pytest.fixture
def demo(ledger: Ledger) -> Iterator[Client]:
    setting = Setting(lasting=SETTING.lasting, demo=session(ledger, Role.ADMIN))
    app = application.create(ledger.desk, hosts=["localhost", "desk.office.example"], setting=setting)
    server = Server(app, host="127.0.0.1", port=0, proxies=["127.0.0.1"])
    server.start()
    yield Client(server.port)
    server.stop()


def _token(page: Answer) -> str:
    """As the page gives it: the session is not one of a cookie."""
    return page.text.split('data-token="')[1].split('"')[0]


def test_a_browser_on_this_machine_is_signed_in(demo: Client) -> None:
    assert "Ida Admin" in demo.get("/").text


def test_a_browser_elsewhere_or_by_another_name_is_not(demo: Client) -> None:
    assert demo.get("/", **{"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}).status_code == 303
    assert demo.get("/", host="desk.office.example").status_code == 303


def test_its_forms_need_their_token_all_the_same(demo: Client) -> None:
    assert demo.post("/account/session", token=False).status_code == 403


def test_signing_in_as_somebody_goes_before_the_demonstration(demo: Client, ledger: Ledger) -> None:
    person(ledger, Role.STAFF)
    token = _token(demo.get("/sign-in?switch=1"))
    form = {"login": "staff", "password": PASSWORD, "next": "/", "token": token}
    assert demo.post("/sign-in", form, token=False).status_code == 303
    assert "Ida Staff" in demo.get("/").text


def test_signing_out_offers_to_be_somebody_else_and_ends_nothing(demo: Client) -> None:
    assert demo.post("/sign-out", {"token": _token(demo.get("/account"))}, token=False).headers["location"] == "/sign-in?switch=1"
    assert demo.get("/").status_code == 200
