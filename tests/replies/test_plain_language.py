"""Every reply in plain words and short.

The measure is Flesch and Kincaid's with syllables counted by groups of vowels. Held against a pronouncing dictionary on these texts it says
0.2 to 0.4 of a grade too much and never too little. The usual library for it fetches its dictionary from the net when first used.
"""

import re

import pytest

from intake.replies import catalogue, folders, previews, renderer, samples
from intake.replies.previews import Preview

PREVIEWS = list(previews.every(renderer.load(None, samples.BLOCKS)))
BARE = renderer.load(None, samples.BARE_BLOCKS)
SHIPPED = folders.read(folders.shipped_folder()).sources
LONGEST_SENTENCE = 24  # words; the legal ones and those with a date in full are the longest
each_preview = pytest.mark.parametrize("preview", PREVIEWS, ids=lambda preview: f"{preview.name}-{preview.case}")


def sentences(text: str) -> list[str]:
    """Running prose: without headings, lists, addresses and numbers."""
    prose = re.sub(r"(?m)^.*\n-{3,}$|^- .*$|^Hello,$|https://\S+|\S+@\S+", "", text)
    return [part for part in re.split(r"(?<=[.!?:])\s+", " ".join(prose.split())) if len(part.split()) > 2]


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    return max(groups - silent, 1)


def grade(text: str) -> float:
    """Flesch-Kincaid grade level, roughly."""
    parts = sentences(text)
    words = [word for part in parts for word in re.findall(r"[A-Za-z']+", part)]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_measure_of_reading_tells_easy_from_hard() -> None:
    assert grade("The cat sat on the mat. The dog ran to the man.") < 2
    assert grade("Notwithstanding administrative considerations, participation necessitates documentation.") > 15


@each_preview
def test_a_reader_of_the_eighth_grade_understands_it(preview: Preview) -> None:
    assert grade(preview.rendered.text) <= 8.0


@pytest.mark.parametrize("name", catalogue.REPLIES)
def test_the_words_that_a_reply_has_for_itself_are_no_harder_than_the_rest(name: str) -> None:
    own = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", SHIPPED[catalogue.path(name, catalogue.BODY)])
    if sentences(own):
        assert grade(own) <= 8.0


@each_preview
def test_no_sentence_is_long(preview: Preview) -> None:
    assert max(len(sentence.split()) for sentence in sentences(preview.rendered.text)) <= LONGEST_SENTENCE


@each_preview
def test_a_reply_is_short(preview: Preview) -> None:
    bare = BARE.render(preview.name, samples.FACTS[preview.case])
    assert len(bare.text.split()) <= {"full": 450, "burst": 290}.get(preview.case, 275)
    assert len(preview.rendered.html) < 8_000
