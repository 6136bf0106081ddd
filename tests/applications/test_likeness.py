"""Phrases are found as cues.toml promises, and the learnt weights fit the code that reads them."""

import pytest

from intake.applications import cues, features, likeness, phrases
from intake.applications.kinds import Kind
from intake.applications.likeness import Question
from intake.applications.phrases import Phrases
from intake.applications.topics import NEVER_BY_MACHINE, Topic


def met(phrase: str, text: str) -> bool:
    return bool(Phrases({"table": [phrase]}).met(phrases.words(text)))


def test_words_are_plain_whatever_their_accents_case_and_apostrophes() -> None:
    assert phrases.words("The Sheriff's POLICÍA, 287(g)!") == ["the", "sheriffs", "policia", "287", "g"]


def test_an_open_word_has_any_ending_and_two_points_stand_for_up_to_three_words() -> None:
    assert met("terminat*", "We are terminating it")
    assert not met("terminat", "We are terminating it")
    assert met("end .. agreement", "end the agreement")
    assert met("end .. agreement", "end our very old agreement")
    assert not met("end .. agreement", "end all of our old agreement")


def test_no_phrase_reaches_from_the_subject_into_the_text() -> None:
    table = Phrases({"table": ["end .. agreement"]})
    assert not table.met(["end", phrases.STOP, "agreement"])


def test_a_phrase_counts_once_however_often_it_stands() -> None:
    assert Phrases({"table": ["thank you"]}).met(phrases.words("thank you, thank you"))["table"] == 1


def test_an_open_word_that_would_match_everything_is_turned_away() -> None:
    with pytest.raises(ValueError, match="open word"):
        Phrases({"table": ["a* b"]})


@pytest.mark.parametrize("question", list(Question))
def test_each_label_has_a_weight_for_every_feature_and_the_shares_add_up_to_one(question: Question) -> None:
    weights = likeness.learnt(question)
    assert len(weights.bias) == len(weights.labels)
    assert {len(row) for row in weights.weights.values()} == {len(weights.labels)}
    shares = likeness.shares(dict.fromkeys(list(weights.weights)[:200], 1.0), weights)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_words_that_nobody_ever_wrote_change_nothing() -> None:
    weights = likeness.learnt(Question.KIND)
    assert likeness.shares({"w:zzzzzz": 3.0}, weights) == likeness.shares({}, weights)


def test_a_long_mail_weighs_no_more_than_a_short_one() -> None:
    rarity = {"w:one": 2.0, "w:two": 2.0}
    assert likeness.scaled({"w:one": 5.0, "w:two": 5.0}, rarity) == pytest.approx(likeness.scaled({"w:one": 1.0, "w:two": 1.0}, rarity))


def test_the_labels_are_kinds_and_topics_that_there_are() -> None:
    assert set(likeness.LABELS[Question.KIND]) <= {*(str(kind) for kind in Kind), likeness.STATUS}
    assert set(likeness.LABELS[Question.TOPIC]) == {str(topic) for topic in Topic} - {str(topic) for topic in NEVER_BY_MACHINE}


def test_every_learnt_sign_is_one_that_is_still_weighed() -> None:
    """A table that was renamed without learning anew would lose its weight in silence."""
    groups = {
        "wants": cues.WANTS, "subject": {**cues.WANTS, **cues.TOPICS}, "beside": cues.WANTS, "who": cues.WHO, "signed": cues.WHO,
        "topic": cues.TOPICS, "sure": cues.SURE,
    }  # fmt: skip
    for question in Question:
        for name in likeness.learnt(question).weights:
            group, _, table = name.removeprefix(likeness.SIGN).partition(" ")
            if name.startswith(likeness.SIGN) and group in groups:
                assert table in groups[group], name
            elif not name.startswith(likeness.SIGN):
                assert all(len(word) <= features.STEM for word in name[2:].split(" ")), name
