"""Where a letter stands, in words. In: columns of a letter. Out: words that never take an acknowledgement for a person's answer. Pure."""

from datetime import datetime
from typing import Final

from intake.store.states import NONE_NEEDED, Message

WAITS: Final = ", waits for a person"
KEPT_BACK: Final = " (waits until automatic replies are on)"


def standing(
    state: str,
    *,
    asks_answer: bool,
    acknowledged_at: datetime | None,
    responded_at: datetime | None,
    response_kind: str | None,
    kept_back: bool = False,
) -> str:
    """ "acknowledged, waits for a person", "answered by a person". The public `state` says "answered" of both.

    `kept_back`: its acknowledgement is ready, and automatic replies are paused.
    """
    if responded_at is not None:
        return "answered by a person"
    if response_kind == NONE_NEEDED:
        return "no answer needed"
    match Message(state):
        case Message.ANSWERED:
            said = "acknowledged" if acknowledged_at is not None else "not yet acknowledged" + (KEPT_BACK if kept_back else "")
        case Message.HELD | Message.SHELVED:
            return f"{state}{WAITS}"
        case Message.IGNORED:
            said = "not acknowledged" if asks_answer else "recorded, asks for no answer"
        case _:
            return "being worked on"
    return said + WAITS if asks_answer else said
