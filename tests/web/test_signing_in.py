"""Getting in over HTTP: cookies, the way back, the end of a session, and who is kept out for how long."""

import pytest

from intake.desk import people
from intake.desk.people import Role
from intake.web import app as application
from intake.web import context
from intake.web.server import Server
from tests.desk.ledger import Ledger
from tests.web.client import Answer, Client
from tests.web.conftest import PASSWORD, SETTING, SignedIn, person


def enter(visitor: Client, login: str = "staff", password: str = PASSWORD, to: str = "/", **headers: str) -> Answer:
    visitor.get("/sign-in")
    return visitor.post("/sign-in", {"login": login, "password": password, "next": to}, **headers)


def test_a_person_signs_in_to_the_page_they_wanted_and_out_again(ledger: Ledger, visitor: Client) -> None:
    person(ledger, Role.STAFF)
    assert visitor.get("/?open=true").headers["location"] == "/sign-in?next=/%3Fopen%3Dtrue"
    answer = enter(visitor, to="/?open=true")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?open=true")
    assert visitor.get("/?open=true").status_code == 200
    kept = dict(visitor.jar)
    assert visitor.post("/sign-out").headers["location"] == "/sign-in?out=1"
    assert visitor.get("/").status_code == 303
    assert Client(visitor.port, kept).htmx("/").status_code == 401  # the old cookie, played again


def test_signing_in_gives_a_new_secret_and_ends_the_session_before(ledger: Ledger, visitor: Client) -> None:
    person(ledger, Role.STAFF)
    enter(visitor)
    before = visitor.jar["session"]
    again = Client(visitor.port, {"session": before})
    again.jar["form"] = "fixed-by-somebody"
    again.jar.pop("session")
    enter(again)
    assert again.jar["session"] not in (before, "fixed-by-somebody")
    both = Client(visitor.port, {"session": before})
    both.post("/sign-in", {"login": "staff", "password": PASSWORD})
    assert both.jar["session"] != before
    assert Client(visitor.port, {"session": before}).htmx("/").status_code == 401


def test_the_cookie_is_out_of_the_reach_of_scripts_and_other_sites(ledger: Ledger, visitor: Client) -> None:
    person(ledger, Role.STAFF)
    (given,) = [each for each in enter(visitor).set_cookies if each.startswith("session=")]
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    assert "Path=/" in given
    assert "Domain" not in given
    assert "Max-Age" not in given


def test_an_unknown_name_a_wrong_password_and_a_disabled_person_get_one_answer(ledger: Ledger, visitor: Client) -> None:
    person(ledger, Role.STAFF)
    person(ledger, Role.ADMIN)
    person(ledger, Role.VIEWER)
    people.set_active(ledger.desk, "viewer", active=False, who="admin")
    wrong = enter(visitor, "staff", "wrong words here")
    unknown = enter(visitor, "nobody-here", PASSWORD)
    disabled = enter(visitor, "viewer", PASSWORD)
    assert wrong.status_code == unknown.status_code == disabled.status_code == 422
    assert wrong.text.replace('"staff"', '""') == unknown.text.replace('"nobody-here"', '""') == disabled.text.replace('"viewer"', '""')
    assert "do not belong together" in wrong.text


def test_twenty_wrong_tries_delay_and_do_not_lock_out(ledger: Ledger, visitor: Client) -> None:
    person(ledger, Role.STAFF)
    for _ in range(20):
        answer = enter(visitor, password="wrong words here")
        ledger.clock.move(seconds=61)
    assert "wait 60 seconds" in answer.text
    assert enter(visitor).status_code == 303


def test_a_right_password_within_the_delay_waits_too(ledger: Ledger, visitor: Client) -> None:
    person(ledger, Role.STAFF)
    for _ in range(6):
        enter(visitor, password="wrong words here")
    answer = enter(visitor)
    assert answer.status_code == 422
    assert "wait 1 second before" in answer.text or "wait 2 seconds" in answer.text
    ledger.clock.move(seconds=3)
    assert enter(visitor).status_code == 303


def test_what_is_empty_is_told_beside_its_field(visitor: Client) -> None:
    answer = enter(visitor, login="ida", password="")
    assert answer.status_code == 422
    assert 'id="field-password-error">Enter your password.' in answer.text
    assert 'value="ida"' in answer.text


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)", "", "\n/x", "http:/x"]
)
def test_the_way_back_never_leads_elsewhere(path: str) -> None:
    assert context.own(path) == "/"


def test_the_way_back_keeps_path_and_question() -> None:
    assert context.own("/letters/7?tab=papers&q=a%20b") == "/letters/7?tab=papers&q=a%20b"


def test_a_session_lapses_unused_and_in_all(ledger: Ledger, signed_in: SignedIn) -> None:
    unused, used = signed_in(Role.STAFF), signed_in(Role.STAFF)
    for _ in range(2):
        ledger.clock.move(minutes=20)
        assert used.get("/").status_code == 200
    assert unused.get("/").status_code == 303
    for _ in range(40):
        ledger.clock.move(minutes=20)
        used.get("/")
    assert used.get("/").status_code == 303


def test_what_a_page_asks_by_itself_keeps_no_session_alive(ledger: Ledger, client: Client) -> None:
    for _ in range(2):
        ledger.clock.move(minutes=14)
        left = client.get("/account/session").json()["left"]
    assert left == 2 * 60
    assert client.post("/account/session").json()["left"] == SETTING.lasting.idle.total_seconds()
    ledger.clock.move(minutes=31)
    assert client.htmx("/account/session").status_code == 401


def test_another_role_and_the_end_of_an_account_end_its_sessions(ledger: Ledger, signed_in: SignedIn) -> None:
    person(ledger, Role.ADMIN)
    client = signed_in(Role.STAFF)
    people.set_role(ledger.desk, "staff", role=Role.VIEWER, who="admin")
    assert client.get("/").status_code == 303
    client = signed_in(Role.AUDITOR)
    people.set_active(ledger.desk, "auditor", active=False, who="admin")
    assert client.get("/").status_code == 303


def test_somebody_with_a_temporary_password_chooses_their_own_first(ledger: Ledger, visitor: Client) -> None:
    given, chosen = "stone ladder 77 west wind", "purple kettle 9 north gate"
    people.add(ledger.desk, "ida", role=Role.STAFF, password=given, who="test", temporary=True)
    assert enter(visitor, "ida", given).headers["location"] == "/account/password"
    assert visitor.get("/").headers["location"] == "/account/password"
    form = {"old": given, "new": chosen, "again": chosen}
    assert "not the same" in visitor.post("/account/password", form | {"again": "x"}).text
    assert "not your present password" in visitor.post("/account/password", form | {"old": "x"}).text
    assert "at least 15" in visitor.post("/account/password", form | {"new": "short", "again": "short"}).text
    assert "other than your present" in visitor.post("/account/password", form | {"new": given, "again": given}).text
    assert visitor.post("/account/password", form).headers["location"] == "/account"
    page = visitor.get("/account").text
    assert "Your password is changed" in page
    assert "Your password is changed" not in visitor.get("/account").text
    assert visitor.get("/").status_code == 200


def test_one_ends_ones_own_sessions_and_nobody_elses(ledger: Ledger, signed_in: SignedIn) -> None:
    mine, also_mine, other = signed_in(Role.STAFF), signed_in(Role.STAFF), signed_in(Role.ADMIN)
    page = mine.get("/account").text
    (number,) = {part.split('"')[0] for part in page.split('name="session" value="')[1:]} - {"others"}
    assert other.post("/account/sessions/end", {"session": number}).status_code == 404
    assert also_mine.get("/").status_code == 200
    assert mine.post("/account/sessions/end", {"session": number}).status_code == 303
    assert also_mine.get("/").status_code == 303
    assert mine.get("/").status_code == 200


def test_nobody_signs_in_over_plain_http_from_another_name(ledger: Ledger) -> None:
    person(ledger, Role.STAFF)
    server = Server(application.create(ledger.desk, hosts=["desk.office.example"]), host="127.0.0.1", port=0, proxies=["127.0.0.1"])
    server.start()
    try:
        visitor = Client(server.port)
        plain = visitor.send("GET", "/sign-in", host="desk.office.example")
        assert "without https" in plain.text
        told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        page = visitor.send("GET", "/sign-in", host="desk.office.example", headers=told)
        assert "without https" not in page.text
        (form,) = page.set_cookies
        assert form.startswith("__Host-form=")
        assert "Secure" in form
    finally:
        server.stop()


def test_forwarded_headers_of_somebody_else_are_not_believed(visitor: Client) -> None:
    answer = visitor.get("/sign-in", **{"X-Forwarded-Proto": "https"})
    assert not any(each.startswith("__Host-") for each in answer.set_cookies)


def test_every_sign_in_and_every_failure_is_in_the_history_without_what_was_typed(ledger: Ledger, visitor: Client) -> None:
    person(ledger, Role.STAFF)
    enter(visitor, "my password typed here", "x")
    enter(visitor)
    visitor.post("/sign-out")
    with ledger.db.read() as tx:
        rows = tx.exec_driver_sql("SELECT kind, actor, detail FROM events ORDER BY id").all()
        throttled = tx.exec_driver_sql("SELECT subject FROM throttles").scalars().all()
    assert [each[0] for each in rows] == ["person.sign_in_failed", "person.signed_in", "person.signed_out"]
    assert "typed" not in repr(rows) + repr(throttled)


def test_the_ledger_never_holds_the_secret_of_a_session(ledger: Ledger, signed_in: SignedIn) -> None:
    client = signed_in(Role.STAFF)
    with ledger.db.read() as tx:
        kept = tx.exec_driver_sql("SELECT * FROM sessions").all()
    assert client.secret not in repr(kept)
