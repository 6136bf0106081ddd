"""Where a letter stands, in words. In: columns of a letter. Out: words that never take an acknowledgement for a person's answer. Pure."""

from datetime import datetime
from typing import Final

from intake.store.states import Message

WAITS: Final = ", waits for a person"
NONE_NEEDED: Final = "none_needed"
"""How a letter ends that a person says needs no answer, among the ways of answering."""


def standing(
    state: str, *, asks_answer: bool, acknowledged_at: datetime | None, responded_at: datetime | None, response_kind: str | None
) -> str:
    """ "acknowledged, waits for a person", "answered by a person". The public `state` says "answered" of both."""
    if responded_at is not None:
        return "answered by a person"
    if response_kind == NONE_NEEDED:
        return "no answer needed"
    match Message(state):
        case Message.ANSWERED:
            said = "not yet acknowledged" if acknowledged_at is None else "acknowledged"
        case Message.HELD | Message.SHELVED:
            return f"{state}{WAITS}"
        case Message.IGNORED:
            said = "not acknowledged"
        case _:
            return "being worked on"
    return said + WAITS if asks_answer else said
