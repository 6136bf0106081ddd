"""The clerk: the corpus of invented mails, each half apart, and what deciding costs. In: tests/corpus/kinds. Out: figures.

The kept-out half is only counted: what its mails say is never shown, so that no rule is made for one of them.
"""

import tempfile
import time
from pathlib import Path

import structlog

from bench.figures import Figure, Options, at_least, at_most, median
from intake.applications import decide
from intake.applications.decision import Facts, History, Limits
from intake.mail import forwards, loops, parser
from intake.mail.message import Message
from tests.corpus import kinds
from tests.pipeline import clerk
from tests.pipeline.house import OFFICE, OWN

NAME = "kinds"
RIGHT, ANSWERED, MILLISECONDS = 92.0, 95.0, 5.0
ROUNDS = 3


def measure(options: Options) -> list[Figure]:
    """Both halves apart, and the time of a decision without the papers."""
    del options
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    return [*_half(kinds.TUNED), *_half(kinds.KEPT_OUT), _deciding()]


def _half(half: str) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        outcomes = clerk.read(half, Path(folder))
    score = clerk.Score.of(outcomes)
    told = half.replace("_", "-")
    what = (
        (f"{told}: kind right, of {score.mails} mails", 100 * score.kinds_right, "%"),
        (f"{told}: applications and inquiries answered", 100 * score.answered, "%"),
        (f"{told}: others answered like an applicant", float(score.wrongly_answered), "mails"),
        (f"{told}: applications and inquiries dropped", float(score.dropped), "mails"),
    )
    topics = Figure(NAME, f"{told}: topic of inquiries right", 100 * score.topics_right, "%")
    if half == kinds.TUNED:
        return [*(Figure(NAME, *one) for one in what), topics]
    right, answered, wrongly, dropped = what
    return [
        at_least(NAME, *right, RIGHT),
        at_least(NAME, *answered, ANSWERED),
        at_most(NAME, *wrongly, 0),
        at_most(NAME, *dropped, 0),
        topics,
    ]


def _deciding() -> Figure:
    mails = [
        parser.parse(case.raw()) for cases in kinds.load(kinds.TUNED).values() for case in cases if case.directions.get("raw") != "yes"
    ]
    times = []
    for _ in range(ROUNDS):
        for mail in mails:
            began = time.perf_counter()
            _decide(mail)
            times.append(1000 * (time.perf_counter() - began))
    return at_most(NAME, f"deciding, median of {len(mails)} mails", median(times), "ms", MILLISECONDS)


def _decide(mail: Message) -> None:
    signs, forward = loops.signs(mail, own=OWN), forwards.of(mail, OWN)
    decide.decide(Facts(mail, signs, (), OFFICE, History(), Limits(), forward=forward))
