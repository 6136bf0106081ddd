"""Address fields, and what may be written to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail import address, organisation
from intake.mail.limits import Limits
from intake.mail.message import Address

LIMITS = Limits()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("chief@x.example", [("", "chief@x.example")]),
        ("Pat Doe <chief@X.Example>", [("Pat Doe", "chief@x.example")]),
        ('"Doe, Pat" <chief@x.example>', [("Doe, Pat", "chief@x.example")]),
        ('"Doe \\"Pat\\"" <chief@x.example>', [('Doe "Pat"', "chief@x.example")]),
        ("chief@x.example (Pat Doe)", [("Pat Doe", "chief@x.example")]),
        ("a@x.example, B <b@x.example>; c@x.example", [("", "a@x.example"), ("B", "b@x.example"), ("", "c@x.example")]),
        ("Robot:;", []),
        ("undisclosed-recipients:;", []),
        ("Team: a@x.example, B <b@x.example>;, c@x.example", [("", "a@x.example"), ("B", "b@x.example"), ("", "c@x.example")]),
        ("(c):", []),
        ('"', []),
        ("the chief", [("the chief", "")]),
        ("joe @ x.example", [("", "joe@x.example")]),
        ("Joe joe@x.example", [("Joe", "joe@x.example")]),
        ("<a@x.example> <b@x.example>", [("", "a@x.example"), ("", "b@x.example")]),
        ("Pat <chief@x.example", [("Pat", "chief@x.example")]),
        ("=?utf-8?q?Doe=2C_Pe=C3=B1a?= <chief@x.example>", [("Doe, Peña", "chief@x.example")]),
        ('"victim@y.example" <chief@x.example>', [("victim@y.example", "chief@x.example")]),
        ("<@relay.example:chief@x.example>", [("", "@relay.example:chief@x.example")]),
        ('"odd local"@x.example', [("", '"odd local"@x.example')]),
        ("chief@[192.0.2.1]", [("", "chief@[192.0.2.1]")]),
        ("Pat (the (old) chief) <chief@x.example>", [("Pat", "chief@x.example")]),
        ("chief@x.example.", [("", "chief@x.example")]),
        ("", []),
        (",,;;", []),
    ],
)
def test_an_address_field_is_read(raw: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in address.parse(raw, LIMITS)] == expected


def test_addresses_past_the_bound_are_cut_and_named() -> None:
    defects: set[str] = set()
    assert len(address.parse("a@x.example, " * 600, LIMITS, defects)) == LIMITS.addresses
    assert defects == {"addresses-capped"}


@given(st.text(max_size=200))
def test_any_text_is_read_as_an_address_field(raw: str) -> None:
    for one in address.parse(raw, LIMITS):
        assert isinstance(one, Address)


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("chief@x.example", "chief@x.example"),
        ("pat.o'brien+moa@x.example", "pat.o'brien+moa@x.example"),
        ("chief@BÜCHER.example", "chief@xn--bcher-kva.example"),
        ('"odd local"@x.example', None),
        ("user%y.example@x.example", None),
        ("y.example!user@x.example", None),
        ("@relay.example:chief@x.example", None),
        ("chief@x.example\r\nBcc: v@y.example", None),
        ("chief\0@x.example", None),
        ("chief@[192.0.2.1]", None),
        ("chief@192.0.2.1", None),
        ("chief@localhost", None),
        ("chief@-x.example", None),
        ("chief@x..example", None),
        (".chief@x.example", None),
        ("chief.@x.example", None),
        ("chéf@x.example", None),
        ("a" * 65 + "@x.example", None),
        ("a@" + "x" * 64 + ".example", None),
        ("a@b@x.example", None),
        ("|/bin/sh@x.example", None),
        ("chief", None),
        ("", None),
        ("@x.example", None),
    ],
)
def test_only_plain_addresses_are_written_to_by_machine(written: str, allowed: str | None) -> None:
    assert address.destination(written) == allowed


def test_one_mailbox_is_known_whatever_its_case_tag_and_domain_spelling() -> None:
    assert address.same_mailbox("Intake+tok@Office.example", "intake@office.EXAMPLE")
    assert address.same_mailbox("a@bücher.example", "a@xn--bcher-kva.example")
    assert not address.same_mailbox("a@x.example", "b@x.example")
    assert not address.same_mailbox("", "")
    assert address.without_tag("chief+moa@x.example") == "chief@x.example"
    assert address.without_tag("+moa@x.example") == "+moa@x.example"


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        ("mail.brookfield-pd.example", "brookfield-pd.example"),
        ("dps.texas.gov", "dps.texas.gov"),
        ("mail.dps.texas.gov", "dps.texas.gov"),
        ("mail.brookfieldtx.gov", "brookfieldtx.gov"),
        ("sheriff.co.brookfield.tx.us", "co.brookfield.tx.us"),
        ("mail.dps.state.tx.us", "dps.state.tx.us"),
        ("www.met.police.uk", "met.police.uk"),
        ("a.b.co.uk", "b.co.uk"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_the_organisation_of_a_domain_is_found(domain: str, expected: str) -> None:
    assert organisation.of(domain) == expected


def test_two_agencies_under_one_state_portal_are_two_organisations() -> None:
    assert not organisation.same("dps.texas.gov", "tdcj.texas.gov")
    assert organisation.same("mail.x.example", "x.example")
    assert not organisation.same("", "")
