"""The page of the register: its parts, its search, what it says where nothing is, and whom it serves."""

from tests.desk.ledger import Ledger
from tests.desk.office import Office, loi
from tests.web.client import Client


def test_agencies_are_listed_with_what_is_missing_and_lead_to_their_application(ledger: Ledger, client: Client) -> None:
    office = Office(ledger)
    office.letter(office.case(), loi(sha256="a"))
    page = client.get("/register").text
    assert '<a href="/applications/AB-CDE-FGH-JKL">AB-CDE-FGH-JKL</a>' in page
    assert ">agreement, TFM</span>" in page
    assert "No agency here fits that" in client.get("/register?q=nowhere").text
    assert "No agency takes part yet" in client.get("/register?group=participating").text


def test_a_damaged_address_is_not_found(client: Client) -> None:
    for asked in ("group=all", "state=XX", "after=AB-1"):
        assert client.get(f"/register?{asked}").status_code == 404
