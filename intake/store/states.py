"""The states of sightings, messages and replies, and the lawful moves between them. In: two states. Out: nothing, or an error. Pure."""

from enum import StrEnum
from typing import Final

from intake import errors


class Sighting(StrEnum):
    """Where a mail was seen."""

    KEPT = "kept"
    MARKED = "marked"
    GONE = "gone"


NONE_NEEDED: Final = "none_needed"
"""Among the ways in which a letter is answered: a person said that it needs no answer."""


class Message(StrEnum):
    """A letter's life. ANSWERED, HELD, IGNORED, SHELVED wait for nobody but a person; HELD and SHELVED can be sent round again."""

    RECEIVED = "received"
    READ = "read"
    EXTRACTED = "extracted"
    REGISTERED = "registered"
    DECIDED = "decided"
    ANSWERED = "answered"
    HELD = "held"
    IGNORED = "ignored"
    SHELVED = "shelved"


class Reply(StrEnum):
    """A reply's life. SENT, DEAD and a settled UNSURE are ends; BOUNCED follows SENT."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    IN_DATA = "in_data"
    SENT = "sent"
    DEFERRED = "deferred"
    UNSURE = "unsure"
    DEAD = "dead"
    BOUNCED = "bounced"
    WITHDRAWN = "withdrawn"


WORKING: Final = (Message.RECEIVED, Message.READ, Message.EXTRACTED, Message.REGISTERED, Message.DECIDED)

RESTING: Final = (Message.ANSWERED, Message.HELD, Message.IGNORED)
"""The verdict is given and carried out."""

_M = Message
MESSAGE_MOVES: Final[dict[Message, frozenset[Message]]] = {
    _M.RECEIVED: frozenset({_M.READ, _M.SHELVED}),
    _M.READ: frozenset({_M.EXTRACTED, _M.SHELVED}),
    _M.EXTRACTED: frozenset({_M.REGISTERED, _M.SHELVED}),
    _M.REGISTERED: frozenset({_M.DECIDED, _M.SHELVED}),
    _M.DECIDED: frozenset({_M.ANSWERED, _M.HELD, _M.IGNORED, _M.SHELVED}),
    _M.ANSWERED: frozenset(),
    _M.HELD: frozenset({_M.DECIDED, _M.IGNORED, _M.ANSWERED, _M.RECEIVED}),
    _M.IGNORED: frozenset({_M.DECIDED, _M.RECEIVED, _M.HELD}),
    _M.SHELVED: frozenset({_M.RECEIVED, _M.IGNORED}),
}

_R = Reply
REPLY_MOVES: Final[dict[Reply, frozenset[Reply]]] = {
    # QUEUED, CLAIMED and DEFERRED become SENT where a copy proves that an earlier, unsure try had gone; a lapsed claim is claimed anew.
    _R.QUEUED: frozenset({_R.CLAIMED, _R.WITHDRAWN, _R.SENT}),
    _R.CLAIMED: frozenset({_R.CLAIMED, _R.IN_DATA, _R.DEFERRED, _R.DEAD, _R.QUEUED, _R.WITHDRAWN, _R.SENT}),
    _R.IN_DATA: frozenset({_R.SENT, _R.DEFERRED, _R.DEAD, _R.UNSURE}),
    _R.DEFERRED: frozenset({_R.CLAIMED, _R.WITHDRAWN, _R.DEAD, _R.SENT}),
    _R.UNSURE: frozenset({_R.SENT, _R.QUEUED, _R.DEAD, _R.BOUNCED}),
    _R.SENT: frozenset({_R.BOUNCED}),
    _R.DEAD: frozenset({_R.QUEUED, _R.WITHDRAWN}),
    _R.BOUNCED: frozenset(),
    _R.WITHDRAWN: frozenset({_R.QUEUED}),
}


def lawful_message(before: Message, after: Message) -> None:
    """Raises errors.UnlawfulMove."""
    if after not in MESSAGE_MOVES[before]:
        raise errors.UnlawfulMove(f"a letter that is {before} cannot become {after}")


def lawful_reply(before: Reply, after: Reply) -> None:
    """Raises errors.UnlawfulMove."""
    if after not in REPLY_MOVES[before]:
        raise errors.UnlawfulMove(f"a reply that is {before} cannot become {after}")
