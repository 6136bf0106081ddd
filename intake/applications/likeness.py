"""What a mail's words are most like. In: features of a mail. Out: a share for each label, 0 to 1. Pure.

A log-linear model: each feature has a weight for each kind, learnt from the invented mails in tests/corpus/kinds/tuned by `python -m
bench.learn`, which writes the files of weights beside this one. They are read once, at the first mail.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from intake.applications.kinds import Kind
from intake.applications.topics import NEVER_BY_MACHINE, Topic

SIGN: Final = "c:"
WORDS_COUNT: Final = 6.0
"""How much all the words of a mail weigh beside a sign."""
STATUS: Final = "status"


class Question(StrEnum):
    """What is asked of the words; each has a file of weights of its own."""

    KIND = "likeness_kinds.json"
    TOPIC = "likeness_topics.json"


LABELS: Final = {
    Question.KIND: (
        *(str(kind) for kind in (
            Kind.APPLICATION, Kind.INQUIRY, Kind.CHANGE, Kind.PARTNER, Kind.PRESS, Kind.RECORDS_REQUEST, Kind.CONGRESSIONAL, Kind.LEGAL,
            Kind.COMPLAINT, Kind.THREAT, Kind.PUBLIC, Kind.CORRESPONDENCE,
        )),
        STATUS,
    ),
    Question.TOPIC: tuple(str(topic) for topic in Topic if topic not in NEVER_BY_MACHINE),
}  # fmt: skip
"""The kinds that are told apart by words, an inquiry after one's own application apart from the others; and the topics of the others."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each feature: how rare it is (1 for signs), and a weight for each label."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    rarity: Mapping[str, float]
    weights: Mapping[str, tuple[float, ...]]


@lru_cache(maxsize=len(Question))
def learnt(question: Question) -> Weights:
    """The weights that belong to this version."""
    told = json.loads(resources.files("intake.applications").joinpath(question).read_text("utf-8"))
    features = {name: tuple(row) for name, row in told["features"].items()}
    return Weights(
        labels=LABELS[question],
        bias=tuple(told["bias"]),
        rarity={name: row[0] for name, row in features.items()},
        weights={name: row[1:] for name, row in features.items()},
    )


def shares(features: Mapping[str, float], weights: Weights) -> dict[str, float]:
    """How much the mail is like each; the shares add up to 1."""
    sums = list(weights.bias)
    for name, value in scaled(features, weights.rarity).items():
        for n, weight in enumerate(weights.weights[name]):
            sums[n] += value * weight
    top = max(sums)
    powers = [math.exp(one - top) for one in sums]
    whole = sum(powers)
    return {label: power / whole for label, power in zip(weights.labels, powers, strict=True)}


def scaled(features: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    """Signs as they are; words by their rarity, and together of length WORDS_COUNT, so that the words of a long mail weigh no more."""
    signs = {name: value for name, value in features.items() if name.startswith(SIGN) and name in rarity}
    words = {name: value * rarity[name] for name, value in features.items() if not name.startswith(SIGN) and name in rarity}
    length = math.sqrt(sum(value * value for value in words.values())) or 1.0
    return {**signs, **{name: WORDS_COUNT * value / length for name, value in words.items()}}
