"""The clerk's judgement, measured on invented mails that no rule was made for, and the words of every reply that they get."""

import calendar
import re
from collections.abc import Sequence

import pytest

from intake.applications.kinds import ANSWERED_BY_MACHINE, Kind
from intake.mail import parser
from intake.replies import samples
from tests.corpus import kinds
from tests.pipeline import clerk
from tests.pipeline.clerk import Outcome, Score
from tests.replies import vocabulary

TIME = vocabulary.words([*calendar.day_name, *calendar.month_name, "at the end of Eastern Time AM PM"])
REFERENCE = re.compile(r"\b[A-Z2-9]{2,8}(?:-[A-Z2-9]{2,8})+\b")
OFFICE = vocabulary.words(["Program Office intake@office.example"])


@pytest.fixture(scope="module")
def kept_out(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    return clerk.read(kinds.KEPT_OUT, tmp_path_factory.mktemp("kept-out"))


@pytest.fixture(scope="module")
def headers(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """The first mails of the tuned half, every kind among them that headers tell."""
    first = [name for name in kinds.load(kinds.TUNED) if "-" not in name]
    return clerk.read(kinds.TUNED, tmp_path_factory.mktemp("tuned"), only=first)


def test_the_corpus_has_mails_of_every_kind_in_both_halves() -> None:
    for half in (kinds.TUNED, kinds.KEPT_OUT):
        every = [case for cases in kinds.load(half).values() for case in cases]
        assert len(every) >= 150
        assert len({case.id for case in every}) == len(every)
        for kind in Kind:
            assert sum(case.expected["kind"] == kind for case in every) >= 6, (half, kind)


def test_nothing_that_is_no_application_and_no_inquiry_is_answered_like_one(kept_out: list[Outcome], headers: list[Outcome]) -> None:
    wrong = [o.case.id for o in (*kept_out, *headers) if o.answered and o.case.expected["kind"] not in ANSWERED_BY_MACHINE]
    assert wrong == []


def test_applications_and_inquiries_are_answered_and_none_is_dropped(kept_out: list[Outcome]) -> None:
    score = Score.of(kept_out)
    assert score.answered >= 0.95
    assert score.dropped == 0
    assert score.held_but_answered == 0


def test_most_kinds_are_told_rightly(kept_out: list[Outcome], headers: list[Outcome]) -> None:
    assert Score.of(kept_out).kinds_right >= 0.92
    assert Score.of(headers).kinds_right >= 0.97


def test_every_reply_has_one_recipient_the_author_and_no_word_that_is_not_ours(kept_out: list[Outcome], headers: list[Outcome]) -> None:
    answered = [o for o in (*kept_out, *headers) if o.reply is not None]
    assert len(answered) > 100
    for outcome in answered:
        author = parser.parse(outcome.case.raw()).from_address
        assert author is not None
        assert outcome.recipients == (author.address.lower(),), outcome.case.id
        assert _strange(outcome) == set(), outcome.case.id


def _strange(outcome: Outcome) -> set[str]:
    assert outcome.reply is not None
    said = vocabulary.words(REFERENCE.sub(" ", text) for text in (outcome.reply.subject, outcome.reply.text))
    return said - vocabulary.CATALOGUE - vocabulary.PLURALS - TIME - OFFICE - vocabulary.words(_blocks())


def _blocks() -> Sequence[str]:
    return (samples.BLOCKS.office_name,)
