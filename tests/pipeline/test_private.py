"""What is private in a mail is on record with its place when the mail is read."""

from intake.store import alarms
from tests.pipeline import papers
from tests.pipeline.fakes import FakeChannel
from tests.pipeline.house import House


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


def test_the_digest_of_alarms_masks_what_slipped_into_one(house: House) -> None:
    channel = FakeChannel()
    with house.db.write() as tx:
        alarms.put(tx, code="test", subject="x", text="it said SSN 123-45-6789", now=house.clock.now(), urgent=True)
    house.watch(channels=(channel,)).tell()
    ((_, body),) = channel.told
    assert "it said SSN ***-**-****" in body
