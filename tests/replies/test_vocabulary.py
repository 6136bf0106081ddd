"""No reply holds a word that is not ours: each comes from a shipped text, the wording of facts, the facts, or the office's own blocks."""

import ast
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pytest

from intake.replies import catalogue, folders, renderer, samples, sandbox, wording
from intake.replies.facts import Blocks, ReplyFacts

SHIPPED = folders.read(folders.shipped_folder()).sources
OFFICE = renderer.load(None, samples.BLOCKS)
MARK = "Quixotry"


def words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def spoken_by_code() -> Iterable[str]:
    """Every quoted text in the module that puts facts into words."""
    for node in ast.walk(ast.parse(Path(wording.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


CATALOGUE = words(text for source in SHIPPED.values() for _, text in sandbox.own_words(source)) | words(spoken_by_code()) | {"pages", "s"}
PLURALS = {f"{word}s" for word in ("page", "attachment", "message", "paper", "note")}


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
