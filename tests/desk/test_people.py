"""People of the desk: what changes them, what it ends, and what stands in the history."""

import pytest

from intake import errors
from intake.desk import people, signing_in
from intake.desk.people import Person, Role
from intake.desk.signing_in import Lasting, Refused, SignedIn
from tests.desk.ledger import Ledger

GOOD, OTHER = "gray otter walks 41 home", "purple kettle 9 north gate"
LASTING = Lasting()


@pytest.fixture
def admin(ledger: Ledger) -> Person:
    return people.add(ledger.desk, "Mora", role=Role.ADMIN, password=GOOD, who="setup", name="Mora Invented")


def enter(ledger: Ledger, login: str, password: str = GOOD, address: str = "203.0.113.9") -> SignedIn | Refused:
    return signing_in.sign_in(ledger.desk, login, password, lasting=LASTING, address=address)


def kinds(ledger: Ledger) -> list[str]:
    with ledger.db.read() as tx:
        return [str(each) for each in tx.exec_driver_sql("SELECT kind FROM events ORDER BY id").scalars()]


def test_a_login_is_kept_small_and_found_however_it_is_typed(ledger: Ledger, admin: Person) -> None:
    assert admin.login == "mora"
    assert isinstance(enter(ledger, " MORA "), SignedIn)
    with pytest.raises(errors.Conflict):
        people.add(ledger.desk, "mora", role=Role.STAFF, password=GOOD, who="mora")


@pytest.mark.parametrize("login", ["", "a", "with space", "<b>", "-x", "x" * 65, "ünü"])
def test_a_login_that_cannot_be_typed_or_told_apart_is_refused(ledger: Ledger, login: str) -> None:
    with pytest.raises(errors.PersonNeeded, match="sign-in name"):
        people.add(ledger.desk, login, role=Role.STAFF, password=GOOD, who="x")


def test_a_weak_password_is_refused_with_the_reason(ledger: Ledger) -> None:
    with pytest.raises(errors.PersonNeeded, match="at least 15"):
        people.add(ledger.desk, "ida", role=Role.STAFF, password="short", who="x")
    assert people.everyone(ledger.desk) == []


def test_the_last_admin_stays(ledger: Ledger, admin: Person) -> None:
    with pytest.raises(errors.Conflict, match="only admin"):
        people.set_role(ledger.desk, "mora", role=Role.STAFF, who="mora")
    with pytest.raises(errors.Conflict, match="only admin"):
        people.set_active(ledger.desk, "mora", active=False, who="mora")
    people.add(ledger.desk, "ida", role=Role.ADMIN, password=GOOD, who="mora")
    assert people.set_role(ledger.desk, "mora", role=Role.STAFF, who="ida").role is Role.STAFF


def test_a_new_password_ends_every_session_but_the_one_that_chose_it(ledger: Ledger, admin: Person) -> None:
    here, there = enter(ledger, "mora"), enter(ledger, "mora")
    assert isinstance(here, SignedIn)
    assert isinstance(there, SignedIn)
    session = signing_in.find(ledger.desk, here.secret, lasting=LASTING, used=True)
    assert session is not None
    people.change_own(ledger.desk, admin, old=GOOD, new=OTHER, session=session.id)
    assert signing_in.find(ledger.desk, here.secret, lasting=LASTING, used=True) is not None
    assert signing_in.find(ledger.desk, there.secret, lasting=LASTING, used=True) is None
    assert isinstance(enter(ledger, "mora", GOOD), Refused)
    assert isinstance(enter(ledger, "mora", OTHER), SignedIn)


def test_every_change_is_in_the_history(ledger: Ledger, admin: Person) -> None:
    people.add(ledger.desk, "ida", role=Role.VIEWER, password=GOOD, who="mora")
    people.set_role(ledger.desk, "ida", role=Role.STAFF, who="mora")
    people.set_role(ledger.desk, "ida", role=Role.STAFF, who="mora")  # as it was: nothing to tell
    people.set_active(ledger.desk, "ida", active=False, who="mora")
    people.set_active(ledger.desk, "ida", active=True, who="mora")
    people.set_password(ledger.desk, "ida", OTHER, who="mora", temporary=True)
    assert kinds(ledger)[1:] == ["person.added", "person.role", "person.disabled", "person.enabled", "person.password"]


def test_wrong_tries_from_elsewhere_do_not_keep_a_person_out_where_they_always_sign_in(ledger: Ledger, admin: Person) -> None:
    assert isinstance(enter(ledger, "mora"), SignedIn)
    for _ in range(40):
        enter(ledger, "mora", "wrong words here", address="198.51.100.7")
    assert isinstance(enter(ledger, "mora", address="198.51.100.7"), Refused)
    assert isinstance(enter(ledger, "mora", address="192.0.2.1"), Refused)  # a place that is new
    assert isinstance(enter(ledger, "mora"), SignedIn)


def test_one_address_that_tries_many_names_waits(ledger: Ledger, admin: Person) -> None:
    for n in range(signing_in.FREE_FROM_ADDRESS):
        enter(ledger, f"name{n}", "wrong words here", address="198.51.100.7")
    refused = enter(ledger, "mora", address="198.51.100.7")
    assert isinstance(refused, Refused)
    assert refused.wait.total_seconds() > 0
    assert isinstance(enter(ledger, "mora"), SignedIn)


def test_a_try_within_the_delay_does_not_lengthen_it(ledger: Ledger, admin: Person) -> None:
    for _ in range(signing_in.FREE_TRIES):
        enter(ledger, "mora", "wrong words here")
    for _ in range(10):
        enter(ledger, "mora", "wrong words here")
    ledger.clock.move(seconds=2)
    assert isinstance(enter(ledger, "mora"), SignedIn)


def test_a_temporary_password_is_good_and_never_the_same() -> None:
    from intake.security import passwords

    made = {people.temporary_password() for _ in range(20)}
    assert len(made) == 20
    assert {passwords.problem(each) for each in made} == {""}
