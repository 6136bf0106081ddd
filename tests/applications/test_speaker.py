"""Who seems to write: by the author's domain, his signature and what he says of himself."""

from dataclasses import replace

import pytest

from intake.applications import cues, evidence, reading, speaker
from intake.applications.speaker import Speaker
from intake.mail.message import Address
from tests.applications import made

PLAIN = "Good morning, please call me back on Tuesday."
PRIVATE = "pat@gmail.com"
OTHERS = ("congress", "press", "lawyer", "vendor", "job", "student", "person")


def of(
    text: str = PLAIN, sender: str = "pat@springvale.example", *, signed: str = "", name: str = "Pat Doe", known: bool = False
) -> Speaker:
    words = f"{text}\n\n-- \nPat Doe\n{signed}\n" if signed else text
    mail = replace(made.message(words, subject="Hello"), from_=(Address(name, sender),) if sender else ())
    return speaker.of(mail, reading.read(mail), made.OFFICE, known_sender=known)


def test_plain_words_from_an_organisation_that_nobody_knows_speak_for_nobody() -> None:
    plain = of()
    assert [getattr(plain, name) for name in OTHERS] == [0.0] * len(OTHERS)
    assert plain.agency < 1.0
    assert (plain.stranger, plain.domain) == (False, "springvale.example")


@pytest.mark.parametrize(
    "sender",
    [
        "pat@springvalepd.example", "pat@springvale-so.example", "pat@sheriff.springvale.example", "pat@mail.springvalepolice.example",
        "pat@co.marlow.oh.us", "pat@springvale.gov", "pat@cityof.springvale.example", "chief@springvale.example", "so@springvale.example",
    ],
)  # fmt: skip
def test_an_address_of_an_agency_speaks_for_one(sender: str) -> None:
    assert of(sender=sender).agency >= of().agency + 1.0


@pytest.mark.parametrize("sender", ["pat@episode.example", "pat@absorb.example", "pat@hopdesk.example", "pat@springvale-sofa.example"])
def test_letters_of_an_agency_inside_another_word_of_the_domain_do_not(sender: str) -> None:
    assert of(sender=sender).agency == of().agency


@pytest.mark.parametrize("name", sorted(cues.CONGRESS_DOMAINS))
def test_a_congressional_domain_is_more_than_a_careful_reader_needs_and_lies_nowhere_else(name: str) -> None:
    assert of(sender=f"pat@{name}").congress >= evidence.BAR + 1
    assert of(sender=f"pat@mail.{name}").congress >= evidence.BAR + 1
    assert of(sender=f"pat@{name}.example").congress == 0.0
    assert of(sender=f"pat@my{name}").congress == 0.0


@pytest.mark.parametrize(
    ("sender", "field"),
    [
        ("pat@springvale-courier.example", "press"),
        ("pat@wxyz.example", "press"),
        ("pat@wxyz-tv.example", "press"),
        ("pat@doelaw.example", "lawyer"),
        ("pat@courts.springvale.example", "lawyer"),
        ("pat@springvale.edu", "student"),
        ("pat@springvale.k12.example", "student"),
    ],
)
def test_a_domain_of_another_trade_speaks_for_that_trade(sender: str, field: str) -> None:
    found = of(sender=sender)
    assert getattr(found, field) > 0
    assert [getattr(found, name) for name in OTHERS if name != field] == [0.0] * (len(OTHERS) - 1)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Reporter", "press"),
        ("Attorney at Law", "lawyer"),
        ("Office of Congressman Roe", "congress"),
        ("Chief of Police", "agency"),
    ],
)
def test_a_title_in_the_signature_or_the_display_name_says_more_than_the_same_words_in_the_text(words: str, field: str) -> None:
    in_text = getattr(of(f"{PLAIN} We spoke of the {words} there."), field)
    assert getattr(of(), field) < in_text < getattr(of(signed=words), field)
    assert in_text < getattr(of(name=f"Pat Doe, {words}"), field)


def test_a_title_in_the_words_of_somebody_who_was_quoted_is_not_the_authors() -> None:
    quoted = f"{PLAIN}\n\nOn Mon, Nov 23, 2026 at 9:00 AM Kim Roe wrote:\n> Good morning\n> Kim Roe\n> Reporter, Courier\n"
    assert of(quoted).press == 0.0


@pytest.mark.parametrize("sender", [PRIVATE, "agent@field.office.example", ""])
def test_an_address_that_anybody_can_have_is_a_strangers_and_its_domain_says_nothing(sender: str) -> None:
    found = of(sender=sender)
    assert (found.stranger, found.domain) == (True, "")
    assert found.person > of().person
    assert found.press == found.congress == 0.0


def test_the_words_of_the_trade_speak_for_an_agency_in_an_organisations_mail_and_not_from_a_private_address() -> None:
    trade = "Which page of the MOA for the Task Force Model do we sign?"
    assert of(trade).agency > of().agency
    assert of(trade, PRIVATE).agency == of(PLAIN, PRIVATE).agency


def test_a_private_address_whose_author_says_that_he_leads_an_agency_speaks_for_one() -> None:
    assert of("I am the chief of police of Springvale.", PRIVATE).agency >= of(PLAIN, PRIVATE).agency + 1.5
    assert of("The sheriff should look into it.", PRIVATE).agency < of("The sheriff should look into it.").agency


@pytest.mark.parametrize("sender", ["pat@springvale.example", PRIVATE])
def test_a_known_sender_speaks_for_an_agency_whatever_his_address(sender: str) -> None:
    assert of(sender=sender, known=True).agency >= speaker.KNOWN
    assert of(sender=sender).agency < speaker.KNOWN
    assert of(sender=sender, known=True).person == of(sender=sender).person


SELLS = "We are a vendor of body cameras. Our company offers a demo, our product has a discount."


@pytest.mark.parametrize(
    "text", [SELLS, "My resume is attached, I apply for a job.", "I am a high school student with a civics class project."]
)
def test_the_words_of_another_trade_take_from_an_agency_that_nothing_but_words_speak_for(text: str) -> None:
    officers = f"{text} Our sheriff knows us."
    alone = of("Our sheriff knows us.").agency
    assert of(officers).agency < alone
    assert of(text, "pat@springvalepd.example").agency >= of(PLAIN, "pat@springvalepd.example").agency
    assert of(text, known=True).agency >= speaker.KNOWN


def test_nothing_that_is_said_makes_any_share_negative() -> None:
    for text in (PLAIN, SELLS, ""):
        for sender in ("pat@springvale.example", PRIVATE, ""):
            found = of(text, sender)
            assert min(getattr(found, name) for name in ("agency", *OTHERS)) >= 0.0
