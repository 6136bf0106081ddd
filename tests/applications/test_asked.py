"""What a question is about: the likeliest topic first, others where they are likely, and when a reply may name one."""

import pytest

from intake.applications import asked, decide, likeness, reading
from intake.applications.asked import LIKELY, NAMED
from intake.applications.decision import Verdict
from intake.applications.topics import NEVER_BY_MACHINE, Topic
from tests.applications import made

QUESTION = "Our sheriff's office has a question about the 287(g) program: how do we apply?"
SMALL = 0.001


def of(text: str, subject: str = "Question") -> tuple[tuple[Topic, float], ...]:
    return asked.topics(reading.read(made.message(text, subject=subject)))


def given(monkeypatch: pytest.MonkeyPatch, **shares: float) -> tuple[tuple[Topic, float], ...]:
    """The topics where the words are like these."""
    every = {str(topic): 0.0 for topic in Topic if topic not in NEVER_BY_MACHINE} | shares
    monkeypatch.setattr(likeness, "shares", lambda features, weights: every)
    return of(QUESTION)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Who pays for the program? What does it cost our county, and is overtime reimbursed?", Topic.COSTS),
        ("How long does the training take, and where is the academy?", Topic.TRAINING),
        ("Who must sign the agreement, the sheriff or the county commission?", Topic.SIGNING),
        ("Please send us the blank form of the MOA, a fillable copy.", Topic.BLANK_FORMS),
        ("Which model fits a department without a jail? What is the difference between the models?", Topic.MODELS),
        ("How many officers must we nominate, and who is eligible?", Topic.OFFICERS),
    ],
)
def test_a_plain_question_is_about_what_it_says_and_surely_enough_to_be_named(text: str, topic: Topic) -> None:
    (first, share), *_ = of(text)
    assert (first, share >= NAMED) == (topic, True)


def test_of_two_things_asked_in_one_mail_both_are_told() -> None:
    found = dict(of("Who pays for it, what does it cost? And how long is the training, where is the course?"))
    assert {Topic.COSTS, Topic.TRAINING} <= set(found)


@pytest.mark.parametrize("text", ["", "?", QUESTION, "What is the status of our application?", "costs training models sign " * 200])
def test_there_is_always_a_topic_and_never_one_that_no_machine_answers(text: str) -> None:
    found = of(text)
    assert found
    shares = [share for _, share in found]
    assert shares == sorted(shares, reverse=True)
    assert 0.0 < sum(shares) <= 1.0 + SMALL
    assert all(share >= LIKELY for share in shares[1:])
    assert not NEVER_BY_MACHINE.intersection(topic for topic, _ in found)


def test_the_likeliest_topic_stands_first_whatever_its_place_in_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, models=0.2, other=0.5, costs=0.3) == ((Topic.OTHER, 0.5), (Topic.COSTS, 0.3), (Topic.MODELS, 0.2))


def test_a_further_topic_is_shown_from_a_share_on_and_the_first_one_however_small_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = given(monkeypatch, costs=0.5, training=LIKELY, signing=LIKELY - SMALL)
    assert [topic for topic, _ in found] == [Topic.COSTS, Topic.TRAINING]
    spread = given(monkeypatch, costs=LIKELY - SMALL)
    assert [topic for topic, _ in spread] == [Topic.COSTS]


@pytest.mark.parametrize(("share", "template"), [(NAMED, "acknowledgement.question_training"), (NAMED - SMALL, "acknowledgement.question")])
def test_a_reply_names_the_topic_only_from_a_share_on(monkeypatch: pytest.MonkeyPatch, share: float, template: str) -> None:
    monkeypatch.setattr(asked, "topics", lambda reading: ((Topic.TRAINING, share), (Topic.COSTS, LIKELY)))
    decision = decide.decide(made.facts(made.message(QUESTION)))
    assert (decision.verdict, decision.template) == (Verdict.SEND, template)
    assert decision.topics == (Topic.TRAINING, Topic.COSTS)
