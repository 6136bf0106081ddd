"""Only what our own servers say of a sender counts."""

import pytest

from intake.mail import parser, trust
from intake.mail.limits import Limits
from intake.mail.trust import Authentication, AuthVerdict
from tests.corpus import mails

OURS = frozenset({"mx.office.example"})


def judged(*values: str, ids: frozenset[str] = OURS) -> Authentication:
    raw = mails.mail(first=[("Authentication-Results", value) for value in values])
    return trust.authentication(parser.read(raw, Limits()), ids)


def test_the_verdicts_of_our_own_server_are_read() -> None:
    found = judged("mx.office.example; spf=pass smtp.mailfrom=x.example; dkim=pass header.d=x.example; dmarc=pass header.from=x.example")
    assert (found.spf, found.dkim, found.dmarc, found.by) == (AuthVerdict.PASS, AuthVerdict.PASS, AuthVerdict.PASS, "mx.office.example")
    assert found.passed
    assert not found.failed


def test_a_field_of_another_server_is_ignored() -> None:
    assert judged("mx.sender.example; dmarc=pass") == Authentication()
    assert judged("mx.sender.example; dmarc=pass", "mx.office.example; dmarc=fail").failed


def test_of_two_fields_of_ours_the_topmost_counts() -> None:
    assert judged("mx.office.example; dmarc=fail", "mx.office.example; dmarc=pass").failed


@pytest.mark.parametrize(
    "value",
    [
        "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=x.example; dkim=pass (verified) header.d=x.example;dmarc=pass action=none",
        "spf=pass smtp.mailfrom=x.example; dmarc=pass",
    ],
)
def test_a_field_without_a_name_counts_where_our_server_writes_none(value: str) -> None:
    assert judged(value, ids=frozenset({trust.NAMELESS})).passed
    assert judged(value) == Authentication()
    assert judged("mx.sender.example; dmarc=fail", value, ids=frozenset({trust.NAMELESS})) == Authentication()


@pytest.mark.parametrize(
    ("value", "failed"),
    [
        ("mx.office.example; dmarc=fail (p=none) header.from=x.example", True),
        ("mx.office.example; spf=fail smtp.mailfrom=x.example; dkim=none", True),
        ("mx.office.example; spf=fail; dkim=pass header.d=x.example", False),
        ("mx.office.example; spf=softfail; dkim=none; dmarc=none", False),
        ("mx.office.example; none", False),
        ("mx.office.example (comment; dmarc=fail); dmarc=pass", False),
        ('mx.office.example; dkim=pass reason="x; dmarc=fail" weird.thing=1; dmarc=pass', False),
        ("mx.office.example 1; dmarc=fail", True),
        ("mx.office.example; spf=pass odd=1 (seen; dmarc=fail (twice)); dmarc=pass", False),
        ("MX.Office.Example; DMARC=Fail", True),
        ("mx.office.example; spf=temperror; dmarc=permerror", False),
    ],
)
def test_what_counts_as_a_failure(value: str, failed: bool) -> None:
    assert judged(value).failed is failed


def test_a_field_of_any_length_and_shape_is_read_quickly() -> None:
    for value in ("mx.office.example; " + "(" * 60_000, "mx.office.example; " + "a=b; " * 10_000, "mx.office.example; " + '"' * 30_000):
        assert judged(value) == Authentication(by="mx.office.example")
