"""`python -m bench.learn`: learn the weights of intake/applications/likeness_*.json from the tuned half of the invented mails.

Needs numpy (of the development packages). Prints how well mails are told apart that were left out of the learning (ten folds).
The kept-out half is not touched.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from intake.applications import brought, features, likeness, reading, speaker
from intake.applications.decision import Facts, History, Limits
from intake.applications.likeness import Question
from intake.documents.document import Form
from intake.mail import parser
from intake.mail.loops import Signs
from tests.corpus import kinds
from tests.corpus.kinds import Case
from tests.pipeline.house import OFFICE

FOLDER: Final = Path(likeness.__file__).parent
SEEN: Final = 4
"""Mails in which a word must stand to count."""
PENALTY: Final = 0.004
STEPS, RATE = 600, 0.5
FOLDS: Final = 10
DIGITS: Final = 2
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail and its label."""

    id: str
    features: dict[str, float]
    label: str


def samples(half: str, question: Question) -> list[Sample]:
    """The mails that bear on a question: those whose kind is told by their words, or the inquiries among them."""
    made = _kind if question is Question.KIND else _topic
    every = [sample for cases in kinds.load(half).values() for case in cases if (sample := made(case)) is not None]
    return [one for one in every if one.label in likeness.LABELS[question]]


def _kind(case: Case) -> Sample | None:
    found = [document for paper in case.papers for document in paper.found]
    recognised = any(d.form in (Form.LOI, Form.MOA) and not d.blank for d in found)
    if recognised or case.directions.get("raw") or case.directions.get("thread") == "ours":
        return None
    mail = parser.parse(case.raw())
    came = brought.sort(Facts(mail, Signs(), tuple(found), OFFICE, History(), Limits()))
    said = reading.read(mail, came.others, came.unread)
    who = speaker.of(mail, said, OFFICE)
    label = likeness.STATUS if case.expected.get("topic") == likeness.STATUS else case.expected["kind"]
    return Sample(case.id, features.of(said, who, came.sorts), label)


def _topic(case: Case) -> Sample | None:
    if not case.expected.get("topic") or case.directions.get("raw"):
        return None
    return Sample(case.id, features.of_question(reading.read(parser.parse(case.raw()))), case.expected["topic"])


def learn(learnt_from: Sequence[Sample], labels: tuple[str, ...]) -> likeness.Weights:
    """Weights by softmax regression with a penalty on large ones (L2), by plain gradient steps with momentum."""
    seen = Counter(name for one in learnt_from for name in one.features)
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    rarity = {name: 1.0 if name.startswith(likeness.SIGN) else 1.0 + math.log(len(learnt_from) / seen[name]) for name in names}
    place = {name: n for n, name in enumerate(names)}
    x = np.zeros((len(learnt_from), len(names)), dtype=np.float32)
    for row, one in enumerate(learnt_from):
        for name, value in likeness.scaled(one.features, rarity).items():
            x[row, place[name]] = value
    wanted = np.zeros((len(learnt_from), len(labels)), dtype=np.float32)
    wanted[np.arange(len(learnt_from)), [labels.index(one.label) for one in learnt_from]] = 1.0
    weights, bias = _descend(x, wanted)
    rows = {name: tuple(float(w) for w in weights[n]) for name, n in place.items()}
    return likeness.Weights(labels, tuple(float(b) for b in bias), rarity, rows)


def _descend(x: Matrix, wanted: Matrix) -> tuple[Matrix, Matrix]:
    weights = np.zeros((x.shape[1], wanted.shape[1]), dtype=np.float32)
    bias = np.zeros(wanted.shape[1], dtype=np.float32)
    moving, moving_bias = np.zeros_like(weights), np.zeros_like(bias)
    # Features of many mails move fast, rare ones slowly, unless each has its own pace.
    pace = 1.0 / np.sqrt((x * x).mean(axis=0) + 1e-3)[:, None]
    for _ in range(STEPS):
        sums = x @ weights + bias
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        off = (powers / powers.sum(axis=1, keepdims=True) - wanted) / len(x)
        moving = 0.9 * moving - RATE * 0.1 * pace * (x.T @ off + PENALTY / len(x) * 100 * weights)
        moving_bias = 0.9 * moving_bias - RATE * 0.1 * off.sum(axis=0)
        weights, bias = weights + moving, bias + moving_bias
    return weights, bias


def left_out(every: Sequence[Sample], labels: tuple[str, ...]) -> list[dict[str, float]]:
    """The shares of each mail by weights that were learnt without it and its fold."""
    out: list[dict[str, float]] = [{} for _ in every]
    for fold in range(FOLDS):
        weights = learn([one for n, one in enumerate(every) if n % FOLDS != fold], labels)
        for n, one in enumerate(every):
            if n % FOLDS == fold:
                out[n] = likeness.shares(one.features, weights)
    return out


def write(question: Question, weights: likeness.Weights) -> Path:
    """One line a feature, so that a change can be read."""
    rows = [
        f"{json.dumps(name)}:{json.dumps([round(weights.rarity[name], DIGITS), *(round(w, DIGITS) for w in row)], separators=(',', ':'))}"
        for name, row in weights.weights.items()
        if any(round(w, DIGITS) for w in row)
    ]
    bias = json.dumps([round(b, DIGITS) for b in weights.bias])
    file = FOLDER / question
    file.write_text(f'{{"bias":{bias},\n"features":{{\n' + ",\n".join(rows) + "\n}}\n", "utf-8")
    return file


def tell(every: Sequence[Sample], shares: Sequence[dict[str, float]]) -> None:
    """How well mails were told apart that the weights did not know."""
    right = sum(max(share, key=lambda k: share[k]) == one.label for one, share in zip(every, shares, strict=True))
    print(f"  left out of the learning: {right / len(every):.1%} right")
    answered = ("application", "inquiry")
    ours = [one.label in answered for one in every]
    asked = [sum(share.get(label, 0.0) for label in answered) for share in shares]
    for bar in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9) if any(ours) else ():
        met = sum(a >= bar for a, our in zip(asked, ours, strict=True) if our) / sum(ours)
        wrong = sum(a >= bar for a, our in zip(asked, ours, strict=True) if not our)
        print(f"  share >= {bar}: {met:.1%} of applications and inquiries, {wrong} of {len(every) - sum(ours)} others")


def main() -> None:
    """Learn, tell, write."""
    given = argparse.ArgumentParser(prog="python -m bench.learn", description=__doc__)
    given.add_argument("--no-folds", action="store_true", help="do not measure on left-out mails")
    told = given.parse_args()
    for question in Question:
        every, labels = samples(kinds.TUNED, question), likeness.LABELS[question]
        print(f"{question.name.lower()}: {len(every)} mails")
        if not told.no_folds:
            tell(every, left_out(every, labels))
        file = write(question, learn(every, labels))
        print(f"  wrote {file.name} ({file.stat().st_size // 1024} kB)")


if __name__ == "__main__":
    main()
