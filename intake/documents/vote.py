"""Settle a value that a paper gives in several places, or that was read more than once. In: candidates. Out: the winner. Pure.

A place is where a value stands (first paragraph, foot, signature block); several readings of one place are several candidates of it. What
agrees adds up, first within a place and then over places; what contradicts takes away.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.documents.document import Field

MOST: Final = 0.98
"""No value read by a machine is surer."""
ONE_PLACE: Final = 0.97
"""No place alone makes a value surer: it may not be what it is taken for."""
OPPOSED: Final = 0.5
"""What a vote for another value counts against the winner."""
SLIPPED: Final = 0.15
"""The same, of a value that differs by a slip of the reader."""
LESS: Final = 0.5
"""What a value that says less than the winner bears it out by, beside one that says the same."""


Fuller = Callable[[str, str], bool]
"""Whether the first of two keys says all that the second does, and more."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value read in one place. The field's confidence is how often such a reading of such a place is right, were it the only one."""

    field: Field
    place: str
    weight: float = 1.0  # in the vote, beside places that are better or worse witnesses


@dataclass(slots=True)
class _Group:
    """All candidates of one value."""

    key: str
    members: list[Candidate]
    strength: float = 0.0
    support: float = 0.0  # of what is like it


def elect(
    candidates: Sequence[Candidate],
    key: Callable[[Field], str],
    *,
    alike: Callable[[str, str], bool] | None = None,
    fuller: Fuller | None = None,
    best: Callable[[Field], float] | None = None,
) -> Field | None:
    """The winning field with the confidence of the vote; None of no candidates.

    `key` folds a value. `alike` tells two keys apart by no more than a slip of the reader: they support each other by half. `fuller` tells
    that the first key says all that the second does, and more: it takes over the other's votes. Of equal values the field with the highest
    `best` is given, else that of the weightiest candidate.
    """
    groups: dict[str, _Group] = {}
    for candidate in candidates:
        name = key(candidate.field)
        groups.setdefault(name, _Group(name, [])).members.append(candidate)
    if not groups:
        return None
    for group in groups.values():
        group.strength = sum(weight * sure for weight, sure in _places(group.members).values())
    ranked = list(groups.values())
    for group in ranked:
        for other in ranked:
            if other is group:
                continue
            if fuller and fuller(group.key, other.key):
                group.support += other.strength
            elif alike and alike(group.key, other.key):
                group.support += 0.5 * other.strength
    winner = max(ranked, key=lambda each: each.strength + each.support)
    against = 0.0
    for other in ranked:
        if other is winner or (fuller and fuller(winner.key, other.key)):
            continue
        against += (SLIPPED if alike and alike(winner.key, other.key) else OPPOSED) * other.strength
    doubt = math.prod(1 - sure for _, sure in _places(winner.members).values())
    own = {member.place for member in winner.members}
    less = [member for group in ranked if fuller and group is not winner and fuller(winner.key, group.key) for member in group.members]
    sure = 1 - doubt * math.prod(1 - LESS * sure for place, (_, sure) in _places(less).items() if place not in own)
    # What is like the winner speaks for the place, if not for the spelling.
    confidence = min(MOST, sure) * winner.strength / (winner.strength + against)
    chosen = max(winner.members, key=lambda each: (best(each.field) if best else 0.0, each.weight * each.field.confidence))
    return replace(chosen.field, confidence=round(confidence, 2))


def _places(members: Sequence[Candidate]) -> dict[str, tuple[float, float]]:
    """Of each place its weight, and how sure all its readings together make it."""
    found: dict[str, tuple[float, float]] = {}
    for place in {member.place for member in members}:
        there = [member for member in members if member.place == place]
        doubt = math.prod(1 - min(ONE_PLACE, member.field.confidence) for member in there)
        found[place] = (max(member.weight for member in there), min(ONE_PLACE, 1 - doubt))
    return found
