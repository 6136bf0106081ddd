"""The pages of people: adding, roles, leave, temporary passwords that are shown once."""

import re

from intake.desk import people
from intake.desk.people import Role
from tests.desk.ledger import Ledger
from tests.web.client import Client
from tests.web.conftest import SignedIn, person

IDA = {"login": "ida", "name": "Ida <Moss>", "email": "ida@office.example", "role": "staff"}


def _password(text: str) -> str:
    found = re.search(r'class="secret">([a-z0-9-]+)<', text)
    assert found
    return found[1]


def test_a_person_is_added_and_chooses_a_password_of_their_own(ledger: Ledger, signed_in: SignedIn, visitor: Client) -> None:
    admin = signed_in(Role.ADMIN)
    page = admin.post("/people", IDA)
    assert page.status_code == 200
    assert "Ida &lt;Moss&gt;" in page.text
    given = _password(page.text)
    assert given not in admin.get("/people").text
    visitor.get("/sign-in")
    entered = visitor.post("/sign-in", {"login": "ida", "password": given, "next": "/"})
    assert entered.headers["location"] == "/account/password"
    with ledger.db.read() as tx:
        assert given not in repr(tx.exec_driver_sql("SELECT * FROM people").all() + tx.exec_driver_sql("SELECT * FROM events").all())


def test_mistakes_are_told_beside_their_fields_and_nothing_typed_is_lost(ledger: Ledger, signed_in: SignedIn) -> None:
    admin = signed_in(Role.ADMIN)
    page = admin.post("/people", {"login": "with space", "name": "", "email": "nowhere", "role": "chief"})
    assert page.status_code == 422
    for name in ("login", "name", "email"):
        assert f'id="field-{name}-error"' in page.text
    assert "Choose a role." in page.text
    assert 'value="with space"' in page.text
    taken = admin.post("/people", IDA | {"login": "admin"})
    assert "is on record already" in taken.text
    assert [each.login for each in people.everyone(ledger.desk)] == ["admin"]


def test_an_admin_changes_roles_ends_sessions_and_resets_passwords(ledger: Ledger, signed_in: SignedIn) -> None:
    admin, staff = signed_in(Role.ADMIN), signed_in(Role.STAFF)
    one = f"/people/{person(ledger, Role.STAFF).id}"
    assert admin.post(f"{one}/sessions", {"session": "all"}).status_code == 303
    assert staff.get("/").status_code == 303
    assert admin.post(f"{one}/role", {"role": "chief"}).status_code == 422
    assert admin.post(f"{one}/role", {"role": "viewer"}).status_code == 303
    assert "Ida Staff is viewer now." in admin.get(one).text
    assert admin.post(f"{one}/active", {"active": "no"}).status_code == 303
    assert "disabled" in admin.get(one).text
    assert admin.post(f"{one}/active", {"active": "yes"}).status_code == 303
    assert _password(admin.post(f"{one}/password").text)
    assert people.find(ledger.desk, "staff").must_change


def test_the_last_admin_cannot_leave_by_the_page_either(ledger: Ledger, signed_in: SignedIn) -> None:
    admin = signed_in(Role.ADMIN)
    answer = admin.post(f"/people/{person(ledger, Role.ADMIN).id}/active", {"active": "no"})
    assert answer.status_code == 409
    assert "only admin" in answer.text
