"""The history as people read it, and the proof that nobody changed it. In: what to look for. Out: pages of events; steps of the proof."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake import errors
from intake.desk.desk import Desk
from intake.store import audit, events
from intake.store.events import GENESIS, Event, EventPage

PAGE: Final = 50
STEP: Final = 20_000
"""Seals proved in one step: about a second's work."""


class About(StrEnum):
    """What an event is about."""

    LETTERS = "letters"
    APPLICATIONS = "applications"
    REPLIES = "replies"
    PEOPLE = "people"
    MAILBOXES = "mailboxes"
    HISTORY = "history"


KINDS: Final = {
    About.LETTERS: ("message.", "letter.", "paper.", "field."),
    About.APPLICATIONS: ("application.",),
    About.REPLIES: ("reply.", "replies.", "template"),
    About.PEOPLE: ("person.", "session."),
    About.MAILBOXES: ("mailbox.",),
    About.HISTORY: ("history.",),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the chain is proved. `total` are the seals there are, `unsealed` events that have none yet.

    `broken` is the event at which the chain breaks; `seq` and `hash` are the last seal that holds.
    """

    seq: int
    hash: str
    total: int
    broken: int | None
    done: bool
    unsealed: int = 0

    @property
    def share(self) -> int:
        """Per cent."""
        return 100 if self.total == 0 else min(100, self.seq * 100 // self.total)


def page(desk: Desk, *, before: int | None = None, actor: str = "", about: str = "", letter: int | None = None) -> EventPage:
    """Newest first. Raises errors.PersonNeeded where there is no such `about`."""
    kinds: tuple[str, ...] = ()
    if about:
        try:
            kinds = KINDS[About(about)]
        except ValueError:
            raise errors.PersonNeeded("choose what the events are about from the list") from None
    with desk.db.read() as tx:
        return events.page(tx, before=before, limit=PAGE, actor=actor.strip()[:120], kinds=kinds, message_id=letter)


def begin_proof(desk: Desk, *, who: str) -> Proof:
    """The first step; that somebody proves the history is itself in it."""
    with desk.db.write() as tx:
        events.add(tx, [Event(desk.db.now(tx), "history.proved", actor=who)])
    return prove(desk, seq=0, hash_=GENESIS)


def prove(desk: Desk, *, seq: int, hash_: str) -> Proof:
    """One more step, from the seal `seq` with that hash on."""
    with desk.db.read() as tx:
        walked = events.walk(tx, after=seq, before=hash_, limit=STEP)
        total, _ = events.head(tx)
        unsealed = audit.unsealed(tx) if walked.end else 0
    return Proof(walked.seq, walked.hash, total, walked.broken, walked.end, unsealed)
