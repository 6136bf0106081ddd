"""What a question is about. In: a Reading. Out: topics, the likeliest first. Pure. What speaks for a topic was learnt (likeness.py)."""

from typing import Final

from intake.applications import features, likeness
from intake.applications.likeness import Question
from intake.applications.reading import Reading
from intake.applications.topics import Topic

NAMED: Final = 0.6
"""Share, of 1, from which a reply may name the topic; under it the reply words any question."""
LIKELY: Final = 0.15
"""Share from which a topic is shown to staff."""


def topics(reading: Reading) -> tuple[tuple[Topic, float], ...]:
    """At least one, with its share of 1."""
    shares = likeness.shares(features.of_question(reading), likeness.learnt(Question.TOPIC))
    ordered = sorted(((Topic(name), share) for name, share in shares.items()), key=lambda pair: -pair[1])
    return (ordered[0], *(pair for pair in ordered[1:] if pair[1] >= LIKELY))
