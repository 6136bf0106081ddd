"""Where an application stands, and which move is lawful. In: two statuses. Out: nothing, or an error. Pure.

A mail moves an application only along MAIL_MOVES; every other move is a person's act.
"""

from enum import StrEnum
from typing import Final

from intake import errors


class Status(StrEnum):
    """Of an application. No letter of ours ever speaks of it."""

    RECEIVED = "received"  # papers came, nobody looked yet
    UNDER_REVIEW = "under_review"
    WAITING_FOR_AGENCY = "waiting_for_agency"
    READY_FOR_DECISION = "ready_for_decision"
    FORWARDED = "forwarded"  # handed to those who decide
    SIGNED = "signed"  # both parties signed
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the agency
    CLOSED = "closed"


OPEN: Final = frozenset({
    Status.RECEIVED, Status.UNDER_REVIEW, Status.WAITING_FOR_AGENCY, Status.READY_FOR_DECISION, Status.FORWARDED, Status.SIGNED,
})  # fmt: skip
"""Papers of the same agency join these. A signed agreement stays open: a second model adds to it."""

_S = Status
MOVES: Final[dict[Status, frozenset[Status]]] = {
    _S.RECEIVED: frozenset({_S.UNDER_REVIEW, _S.WAITING_FOR_AGENCY, _S.WITHDRAWN, _S.CLOSED}),
    _S.UNDER_REVIEW: frozenset({_S.WAITING_FOR_AGENCY, _S.READY_FOR_DECISION, _S.DECLINED, _S.WITHDRAWN, _S.CLOSED}),
    _S.WAITING_FOR_AGENCY: frozenset({_S.UNDER_REVIEW, _S.DECLINED, _S.WITHDRAWN, _S.CLOSED}),
    _S.READY_FOR_DECISION: frozenset({_S.UNDER_REVIEW, _S.WAITING_FOR_AGENCY, _S.FORWARDED, _S.DECLINED, _S.WITHDRAWN, _S.CLOSED}),
    _S.FORWARDED: frozenset({_S.UNDER_REVIEW, _S.WAITING_FOR_AGENCY, _S.SIGNED, _S.DECLINED, _S.WITHDRAWN, _S.CLOSED}),
    _S.SIGNED: frozenset({_S.UNDER_REVIEW, _S.CLOSED}),
    _S.DECLINED: frozenset({_S.UNDER_REVIEW, _S.CLOSED}),
    _S.WITHDRAWN: frozenset({_S.UNDER_REVIEW, _S.CLOSED}),
    _S.CLOSED: frozenset({_S.UNDER_REVIEW}),
}
"""What a person may do. Every end can be taken up again: people err."""

MAIL_MOVES: Final[dict[Status, Status]] = {_S.WAITING_FOR_AGENCY: _S.UNDER_REVIEW}
"""What the arrival of a new paper does by itself."""


def move(before: Status, after: Status) -> Status:
    """`after`, where the move is lawful or no move at all. Raises errors.UnlawfulMove."""
    if after is not before and after not in MOVES[before]:
        raise errors.UnlawfulMove(f"an application that is {before} cannot become {after}")
    return after


def after_paper(now: Status) -> Status:
    """The status once a new paper was placed."""
    return MAIL_MOVES.get(now, now)
