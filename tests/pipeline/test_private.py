"""What is private in a mail is on record with its place when the mail is read."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from intake.pipeline.read import EXCERPT, NAME, SUBJECT
from intake.store import alarms
from tests.pipeline import papers
from tests.pipeline.fakes import FakeChannel
from tests.pipeline.house import House

OFFICER = "roe@field.office.example"


def test_the_places_in_a_mails_text_are_kept_with_it(house: House) -> None:
    text = "Hello,\n\nthe captain's SSN is 123-45-6789.\n"
    number = house.arrive(papers.mail(text))
    house.carrier.run_one()
    whole = house.whole(number)
    assert whole.sensitive == [{"kind": "ssn", "mail": 0, "part": "text", "line": 3, "start": 29, "end": 40}]
    assert whole.excerpt[29:40] == "123-45-6789"


def test_a_mail_without_private_things_was_looked_at_too(house: House) -> None:
    number = house.arrive(papers.mail("Please find our papers attached."))
    house.carrier.run_one()
    assert house.whole(number).sensitive == []


def test_the_excerpt_ends_before_a_number_that_it_would_cut_in_two(house: House) -> None:
    text = "x" * 3990 + " 123-45-6789"
    number = house.arrive(papers.mail(text))
    house.carrier.run_one()
    assert house.whole(number).excerpt.rstrip() == "x" * 3990


@pytest.mark.parametrize(("subject", "text"), [("Hello", "SSN 123-45-6789"), ("SSN 123-45-6789", "Hello")])
def test_a_mail_whose_words_hold_something_private_is_flagged(house: House, subject: str, text: str) -> None:
    private, plain = house.arrive(papers.mail(text, subject=subject)), house.arrive(papers.mail("Hello", subject="Hello"))
    house.carrier.run_one()
    assert "sensitive" in house.whole(private).flags
    assert "sensitive" not in house.whole(plain).flags


def test_no_half_of_a_number_is_kept_of_a_name_or_of_what_was_passed_on(house: House) -> None:
    name, subject, text = (f"{'x' * (bound - 7)} 123-45-6789" for bound in (NAME, SUBJECT, EXCERPT))
    inner = papers.mail(text, name=name, subject=subject)
    outer = EmailMessage()
    outer["Return-Path"], outer["From"], outer["To"], outer["Subject"] = OFFICER, f'"{name}" <{OFFICER}>', papers.OFFICE, "FW: papers"
    outer.set_content("For you.")
    outer.add_attachment(message_from_bytes(inner, policy=policy.default))
    attached = house.whole(house.take(outer.as_bytes()))
    head = f"From: {name} <chief@springvale.example>\nSent: Tuesday, November 25, 2025 9:12 AM\nTo: {OFFICER}\nSubject: {subject}\n\n"
    pasted = house.whole(house.take(papers.mail(f"For you.\n\n{'_' * 32}\n{head}{text}\n", sender=OFFICER, subject="FW: papers")))
    assert "123" not in attached.from_name
    for forward in (attached.forward, pasted.forward):
        assert forward is not None
        assert [
            forward[part] for part in ("name", "subject", "excerpt") if "123" in str(forward[part]) or "x" not in str(forward[part])
        ] == []


def test_the_digest_of_alarms_masks_what_slipped_into_one(house: House) -> None:
    channel = FakeChannel()
    with house.db.write() as tx:
        alarms.put(tx, code="test", subject="x", text="it said SSN 123-45-6789", now=house.clock.now(), urgent=True)
    house.watch(channels=(channel,)).tell()
    ((_, body),) = channel.told
    assert "it said SSN ***-**-****" in body
