"""The whole table of routes: each with each role, without a session, without the token, from elsewhere, by the wrong method."""

import re

import pytest

from intake.desk.people import Role
from intake.web import headers
from intake.web.route import Route
from intake.web.routes import ROUTES
from tests.desk.ledger import Ledger
from tests.web.client import Client
from tests.web.conftest import SignedIn

CHANGES = [each for each in ROUTES if each.csrf]
PATHS = sorted({each.path for each in ROUTES})
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def _path(route: Route | str) -> str:
    """An address of the route; what it names does not exist."""
    return re.sub(r"\{[^}]*\}", "999999", route if isinstance(route, str) else route.path)


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def _send(client: Client, route: Route) -> int:
    return (client.get(_path(route)) if route.method == "GET" else client.post(_path(route))).status_code


def test_no_line_stands_twice_and_each_is_complete() -> None:
    assert len({(each.method, each.path) for each in ROUTES}) == len(ROUTES)
    assert {each.method for each in ROUTES} <= {"GET", "POST"}
    assert [_name(each) for each in ROUTES if not each.roles and not each.public] == []
    assert {_name(each) for each in ROUTES if each.public} == {"GET /sign-in", "POST /sign-in", "GET /health", "GET /metrics"}


def test_each_route_is_open_to_its_roles_and_to_no_other(signed_in: SignedIn) -> None:
    for role in Role:
        for route in ROUTES:
            if route.public:
                continue
            status = _send(signed_in(role), route)
            if role in route.roles:
                assert status in (200, 204, 303, 404, 409, 422), (_name(route), role, status)
            else:
                assert status == 403, (_name(route), role, status)


def test_without_a_session_a_page_leads_to_the_sign_in_and_a_change_is_refused(visitor: Client) -> None:
    for route in ROUTES:
        if route.public:
            continue
        path = _path(route)
        if route.method == "GET":
            answer = visitor.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path}"), _name(route)
            assert visitor.htmx(path).status_code == 401, _name(route)
        else:
            assert visitor.post(path).status_code == 401, _name(route)


@pytest.mark.parametrize("route", CHANGES, ids=_name)
def test_a_change_needs_the_token_and_our_own_origin(route: Route, signed_in: SignedIn, ledger: Ledger) -> None:
    client = signed_in(sorted(route.roles)[0]) if route.roles else signed_in(Role.STAFF)
    path = _path(route)
    before = _events(ledger)
    assert client.post(path, token=False).status_code == 403
    assert client.post(path, {"token": "0" * 64}, token=False).status_code == 403
    elsewhere = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(path, ours=False, **elsewhere).status_code == 403
    assert client.post(path, ours=False, Origin="https://elsewhere.example").status_code == 403
    assert client.post(path, ours=False, Origin="null").status_code == 403
    assert client.post(path, ours=False, **{"Origin": f"http://localhost:{client.port}", "Sec-Fetch-Site": "same-site"}).status_code == 403
    assert client.post(path, ours=False).status_code == 403
    assert _events(ledger) == before
    other = signed_in(Role.ADMIN)
    assert client.post(path, {"token": other.token}, token=False).status_code == 403


def _events(ledger: Ledger) -> int:
    with ledger.db.read() as tx:
        return int(tx.exec_driver_sql("SELECT count(*) FROM events").scalar_one())


def test_another_method_is_refused_and_the_right_ones_are_named(signed_in: SignedIn) -> None:
    client = signed_in(Role.ADMIN)
    for path in PATHS:
        lawful = {each.method for each in ROUTES if each.path == path}
        for method in METHODS:
            if method not in lawful:
                answer = client.send(method, _path(path), body=b"" if method != "GET" else None)
                assert answer.status_code == 405, (method, path)
                assert set(answer.headers["allow"].split(", ")) == lawful


def test_every_answer_bears_the_headers(signed_in: SignedIn, visitor: Client) -> None:
    for path in [*PATHS, "/nowhere", "/static/none/none.css"]:
        for client in (signed_in(Role.ADMIN), visitor):
            for method in ("GET", "DELETE"):
                answer = client.send(method, _path(path))
                said = answer.headers["content-security-policy"].replace("; frame-src 'self'", "")
                assert said == headers.EVERY["Content-Security-Policy"] or "sandbox" in said, (method, path)
                for name, value in headers.EVERY.items():
                    assert name in headers.OWN or answer.headers.get(name.lower()) == value, (method, path, name)
                assert answer.headers["cache-control"] == headers.EVERY["Cache-Control"] or path.startswith("/static"), (method, path)


def test_a_body_that_is_too_large_is_refused_before_it_is_read(signed_in: SignedIn) -> None:
    for route in CHANGES:
        client = signed_in(Role.ADMIN)
        told = {"Content-Length": str(route.body + 1), "Content-Type": "application/x-www-form-urlencoded"}
        assert client.send("POST", _path(route), body=b"", headers=told).status_code == 413, _name(route)


def test_a_body_without_a_told_length_is_bounded_too(client: Client) -> None:
    told = {"Transfer-Encoding": "chunked", "Content-Type": "application/x-www-form-urlencoded"}
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    assert client.send("POST", "/account/password", body=chunk * 17 + b"0\r\n\r\n", headers=told).status_code == 413


def test_what_is_no_form_is_refused(client: Client) -> None:
    sent = {"Sec-Fetch-Site": "same-origin", "X-Form-Token": client.token, "Content-Type": "application/json"}
    assert client.send("POST", "/account/session", body=b"{}", headers=sent).status_code == 415
    sent |= {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.send("POST", "/account/session", body="ü=1".encode(), headers=sent).status_code == 422
    assert client.send("POST", "/account/session", body=b"&".join([b"a=1"] * 6000), headers=sent).status_code == 422


def test_the_token_may_stand_in_a_header(client: Client) -> None:
    assert client.post("/account/session", token=False, **{"X-Form-Token": client.token}).json()["left"] > 0


def test_a_get_changes_nothing_on_record(signed_in: SignedIn, ledger: Ledger) -> None:
    client = signed_in(Role.ADMIN)
    with ledger.db.read() as tx:
        before = tx.exec_driver_sql("SELECT count(*), (SELECT max(seen_at) FROM sessions) FROM switches").all()
    for path in PATHS:
        client.get(_path(path))
        client.get(_path(path), method="HEAD")
    with ledger.db.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*), (SELECT max(seen_at) FROM sessions) FROM switches").all() == before
