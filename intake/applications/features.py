"""What is weighed of a mail's words. In: a Reading, a Speaker. Out: named numbers, for the weights in likeness.py. Pure.

Two sorts: what the tables of phrases and the signs of the sender say (`c:`), and the author's own words, cut to their beginnings (`w:` for
words, `b:` for pairs, `s:` for the signature), with the pieces of his domain's name (`d:`).
"""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from intake.applications import evidence
from intake.applications.reading import Reading, grown
from intake.applications.speaker import Speaker

STEM: Final = 6
"""Letters of a word that count: endings do not tell kinds apart."""
DOMAIN: Final = 80
PIECE: Final = 4
"""Letters of a piece of a domain's name."""
WORDS: Final = 400
"""Words of a mail that are weighed."""


def of(reading: Reading, speaker: Speaker, papers: Iterable[str] = ()) -> dict[str, float]:
    """Signs and words; words as 1 + ln(count). `papers` names what sorts of papers came ("unread", "blank", "others")."""
    return {**signs(reading, speaker, papers), **words(reading, speaker)}


def signs(reading: Reading, speaker: Speaker, papers: Iterable[str]) -> dict[str, float]:
    """What the tables, the sender and the papers say, each about 0 to 2."""
    out = {f"c:paper {name}": 1.0 for name in papers}
    for name, counts in (
        ("wants", reading.wants), ("who", reading.who), ("signed", reading.signed), ("topic", reading.topics), ("sure", reading.sure),
        ("beside", reading.beside),
    ):  # fmt: skip
        out.update((f"c:{name} {table}", grown(count)) for table, count in counts.items())
    out.update((f"c:subject {table}", 1.0) for table in reading.subject)
    for name in ("agency", "congress", "press", "lawyer", "vendor", "job", "student", "person"):
        out[f"c:speaker {name}"] = min(getattr(speaker, name), 6.0) / 2
    held = evidence.held(reading, speaker)
    out.update((f"c:score {kind}", min(max(score, 0.0), 8.0) / 2) for kind, score in held.items())
    out["c:score inquiry"] = evidence.inquiry(reading, speaker) / 2
    out["c:score application"] = evidence.application(reading, speaker) / 2
    out["c:stranger"] = float(speaker.stranger)
    out["c:question"] = float(bool(reading.questions))
    out["c:ours"] = float(reading.ours)
    out["c:links"] = float(reading.links)
    out["c:length"] = min(reading.words, 300) / 100
    out["c:passed on"] = float(reading.passed_on)
    return {name: value for name, value in out.items() if value}


def words(reading: Reading, speaker: Speaker) -> dict[str, float]:
    """The author's own words and pairs of words, and the pieces of his domain's name."""
    counts = _own(reading)
    counts.update(f"s:{word[:STEM]}" for word in reading.signature[:WORDS])
    name = speaker.domain.rpartition(".")[0][:DOMAIN]
    counts.update(f"d:{piece}" for label in name.replace("-", ".").split(".") for piece in _pieces(f"^{label}$"))
    return _dampened(counts)


def of_question(reading: Reading) -> dict[str, float]:
    """What a question is about shows in the tables of topics and in the words."""
    out = {f"c:topic {table}": grown(count) for table, count in reading.topics.items()}
    out.update((f"c:subject {table}", 1.0) for table in reading.topics_subject)
    out["c:asked"] = min(reading.questions, 6) / 2
    out["c:length"] = min(reading.words, 300) / 100
    return {**out, **_dampened(_own(reading))}


def _own(reading: Reading) -> Counter[str]:
    """The author's words and pairs of words."""
    own = [word[:STEM] for word in reading.text[:WORDS]]
    counts: Counter[str] = Counter(f"w:{word}" for word in own)
    counts.update(f"b:{first} {second}" for first, second in pairwise(own))
    return counts


def _dampened(counts: Counter[str]) -> dict[str, float]:
    return {name: 1.0 + math.log(count) for name, count in counts.items()}


def _pieces(label: str) -> list[str]:
    return [label[at : at + PIECE] for at in range(max(len(label) - PIECE + 1, 1))]
