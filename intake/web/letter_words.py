"""Words and colours of the letter's pages. In: codes. Out: what templates show. Pure but for the request's query."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from intake.desk.done import Done
from intake.web.context import Context

TONES: Final[Mapping[str, str]] = {
    "certain": "quiet", "likely": "info", "unsure": "wait", "person": "good", "unreadable": "late",
    "signed": "good", "unsigned": "late", "unclear": "wait",
    "held": "wait", "shelved": "late", "answered": "good", "ignored": "quiet",
}  # fmt: skip
_UNDO: Final = re.compile(r"([a-z]{1,20})-(\d{1,15})-(\d{1,15})")
_TELLS: Final = {
    "correction": "Undo the correction", "assigned": "Undo the assignment", "noted": "Withdraw the note", "reminder": "Drop the reminder",
    "rejected": "Undo: hold it again", "released": "Undo the release, while it has not gone out", "held": "Undo the hold",
    "accepted": "Undo: put it before a person again", "moved": "Undo the move", "merged": "Undo: part them again",
    "responded": "Undo: an answer is due again",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """An undo as a button."""

    what: str
    letter: int
    number: int
    label: str


def undo_offered(context: Context) -> Offer | None:
    """The way back from the act that led here; whether it is still open the desk says."""
    match = _UNDO.fullmatch(context.query.get("undo", ""))
    if match is None or match[1] not in _TELLS:
        return None
    return Offer(match[1], int(match[2]), int(match[3]), _TELLS[match[1]])


def after(path: str, done: Done, anchor: str = "") -> str:
    """Where to go after an act, with its way back."""
    offer = f"?undo={done.undo.what}-{done.undo.letter}-{done.undo.number}" if done.undo is not None else ""
    return f"{path}{offer}{anchor}"


def sentence(text: str) -> str:
    """What an act or an error says, as a sentence on a page."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
