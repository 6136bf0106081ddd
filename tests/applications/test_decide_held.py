"""Rules that hold a mail for one trait, each beside its nearest neighbour without it, which is answered."""

from dataclasses import replace

import pytest

from intake.applications import decide, phrases
from intake.applications.decision import Decision, Verdict
from intake.applications.kinds import Kind
from intake.documents.document import Document
from intake.mail import forwards
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses
from tests.applications import made

QUESTION = "Our sheriff's office has a question about the 287(g) program: how do we apply?"
OWN = OwnAddresses(addresses=made.OFFICE.addresses, domains=made.OFFICE.domains)
CHIEF = "chief@springvale.example"
OFFICER = "Jane Roe <roe@field.office.example>"
THREAT = "I will kill you all."
REQUEST = "This is a FOIA request for all agreements."


def decided(mail: Message, *papers: Document) -> Decision:
    """With what the mail says of being passed on."""
    mail = mail if mail.attachments else made.facts(mail, *papers).message
    return decide.decide(made.facts(mail, *papers, forward=forwards.of(mail, OWN)))


def codes(decision: Decision) -> set[str]:
    return {reason.code for reason in decision.reasons}


def resent(by: str, mail: Message) -> Message:
    return replace(mail, headers=(("Resent-From", by), ("Resent-To", "program@office.example")))


PAPERS = (made.letter(),)


@pytest.mark.parametrize("by", [OFFICER, "program@office.example", "Jane Roe <ROE@Office.Example>"])
@pytest.mark.parametrize(("text", "papers"), [("Our papers are attached.", PAPERS), (QUESTION, ())])
def test_what_one_of_our_own_redirects_is_held_with_the_reply_that_its_author_would_have_had(
    by: str, text: str, papers: tuple[Document, ...]
) -> None:
    straight = decided(made.message(text), *papers)
    redirected = decided(resent(by, made.message(text)), *papers)
    assert (straight.verdict, straight.to) == (Verdict.SEND, CHIEF)
    assert redirected.verdict is Verdict.HOLD
    assert "redirected" in codes(redirected)
    same = ("kind", "template", "to", "asks_answer", "topics")
    assert [getattr(redirected, name) for name in same] == [getattr(straight, name) for name in same]


@pytest.mark.parametrize(
    "by", ["Kim Roe <clerk@springvale.example>", "roe@office.example.evil.example", "roe@myoffice.example", "Kim Roe", ""]
)
def test_what_somebody_else_redirects_is_answered_as_if_it_came_straight(by: str) -> None:
    assert decided(resent(by, made.message("Our papers are attached.")), *PAPERS).verdict is Verdict.SEND


def test_a_threat_that_one_of_our_own_redirects_proposes_nothing() -> None:
    decision = decided(resent(OFFICER, made.message(THREAT)))
    assert (decision.kind, decision.verdict, decision.template, decision.to) == (Kind.THREAT, Verdict.HOLD, None, None)
    assert decision.alarm


def quoted(words: str, above: str = QUESTION) -> str:
    return f"{above}\n\nOn Mon, Nov 23, 2026 at 9:00 AM Kim Roe wrote:\n> {words}\n"


@pytest.mark.parametrize("papers", [(), PAPERS], ids=["words", "papers"])
def test_a_threat_in_a_quotation_is_held_and_told_at_once_and_the_same_mail_without_it_is_answered(papers: tuple[Document, ...]) -> None:
    assert decided(made.message(QUESTION), *papers).verdict is Verdict.SEND
    assert decided(made.message(quoted("Please ask the program office.")), *papers).verdict is Verdict.SEND
    decision = decided(made.message(quoted(THREAT)), *papers)
    assert decision.verdict is Verdict.HOLD
    assert decision.alarm
    assert decision.kind is not Kind.THREAT, "the author threatens nobody"


@pytest.mark.parametrize("words", ["We kill weeds along the road.", "You all are kind.", "I will call you all."])
def test_words_in_a_quotation_that_only_sound_like_a_threat_hold_nothing(words: str) -> None:
    assert decided(made.message(quoted(words))).verdict is Verdict.SEND


def test_a_request_for_records_in_a_quotation_is_held_where_the_author_neither_asks_nor_brings_papers() -> None:
    applies = "The Springvale Police Department would like to participate in the 287(g) program."
    assert decided(made.message(quoted("Please ask the program office.", above=applies))).verdict is Verdict.SEND
    assert decided(made.message(quoted(REQUEST, above=applies))).verdict is Verdict.HOLD
    assert decided(made.message(quoted(REQUEST, above=applies)), *PAPERS).verdict is Verdict.SEND
    assert decided(made.message(quoted(REQUEST, above=f"{applies} Please tell us how."))).verdict is Verdict.SEND


LONG = phrases.MAX_TEXT


def of_length(length: int) -> Message:
    """A question with a harmless text below it, in all so many characters."""
    filler = "We look forward to your answer. " * (length // 30)
    return made.message(f"{QUESTION}\n{filler}"[:length])


def test_a_text_is_answered_up_to_the_length_that_is_looked_at_and_held_from_one_character_more_on() -> None:
    assert [len(of_length(n).text) for n in (LONG, LONG + 1)] == [LONG, LONG + 1]
    assert decided(of_length(LONG)).verdict is Verdict.SEND
    decision = decided(of_length(LONG + 1))
    assert (decision.verdict, decision.asks_answer) == (Verdict.HOLD, True)
    assert "too_long" in codes(decision)
    assert (decision.template, decision.to) == (decided(of_length(LONG)).template, CHIEF)


def test_a_threat_is_seen_up_to_that_length_and_what_lies_beyond_it_is_held_unseen() -> None:
    inside = of_length(LONG - len(THREAT) - 1)
    assert decided(replace(inside, text=f"{inside.text}\n{THREAT}")).alarm
    beyond = decided(replace(of_length(LONG), text=f"{of_length(LONG).text}\n{THREAT}"))
    assert beyond.verdict is Verdict.HOLD


def test_beside_papers_that_were_read_a_long_text_holds_nothing() -> None:
    assert decided(of_length(LONG + 1), *PAPERS).verdict is Verdict.SEND
