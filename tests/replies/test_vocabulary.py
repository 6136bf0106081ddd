"""No reply holds a word that is not ours: each comes from a shipped text, the wording of facts, the facts, or the office's own blocks."""

from dataclasses import asdict

import pytest

from intake.replies import catalogue, renderer, samples
from intake.replies.facts import Blocks, ReplyFacts
from tests.replies.vocabulary import CATALOGUE, PLURALS, SHIPPED, words

OFFICE = renderer.load(None, samples.BLOCKS)
MARK = "Quixotry"


def given(facts: ReplyFacts, blocks: Blocks) -> set[str]:
    """The words of the facts that are texts of ours, and of the office's blocks."""
    told = (facts.reference, *facts.references, facts.received, facts.answer_by or "", facts.agency or "")
    return words((*told, *asdict(blocks).values()))


@pytest.mark.parametrize("name", catalogue.REPLIES)
def test_a_reply_holds_nothing_but_words_of_the_catalogue_and_of_its_facts(name: str) -> None:
    for case in samples.CLEAN:
        facts = samples.FACTS[case]
        rendered = OFFICE.render(name, facts)
        known = CATALOGUE | PLURALS | given(facts, samples.BLOCKS)
        assert words((rendered.subject, rendered.text)) - known == set(), case


def test_the_measure_sees_a_word_that_is_not_ours() -> None:
    assert MARK not in CATALOGUE
    edited = {catalogue.path(catalogue.LETTER, catalogue.BODY): SHIPPED[catalogue.path(catalogue.LETTER, catalogue.BODY)] + MARK}
    rendered = renderer.Renderer(shipped=SHIPPED, edited=edited, blocks=samples.BLOCKS).render(catalogue.LETTER, samples.USUAL)
    assert words((rendered.text,)) - CATALOGUE - PLURALS - given(samples.USUAL, samples.BLOCKS) == {MARK}
