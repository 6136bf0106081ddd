"""Two people never overwrite each other unseen. In: the version that somebody saw. Out: nothing, or a Conflict that names who and when."""

from datetime import datetime
from typing import Final

from intake import errors
from intake.desk.desk import Desk
from intake.store import applications, queues, work
from intake.store.applications import ApplicationRecord
from intake.store.database import Tx
from intake.store.queues import WholeLetter

LOOKS: Final = ("message.shown", "field.shown", "page.shown", "text.shown", "file.shown")
"""Events that change nothing."""


def letter(tx: Tx, desk: Desk, number: int, seen: int | None) -> WholeLetter:
    """The letter, at the version that was seen (None: whatever stands). Raises errors.NotFound and errors.Conflict."""
    found = queues.whole(tx, number)
    if seen is not None and found.version != seen:
        raise errors.Conflict(f"letter {number} was changed {by(desk, work.last_hand(tx, number, LOOKS))}: look at it again, then decide")
    return found


def application(tx: Tx, desk: Desk, reference: str, seen: int | None) -> ApplicationRecord:
    """The same of an application, by its reference."""
    found = applications.by_reference(tx, reference.strip()[:60].upper())
    if found is None:
        raise errors.NotFound(f'no application has the reference "{reference.strip()[:60]}"')
    if seen is not None and found.version != seen:
        hand = by(desk, work.last_hand_on_application(tx, found.id))
        raise errors.Conflict(f"application {found.reference} was changed {hand}: look at it again, then decide")
    return found


def by(desk: Desk, hand: tuple[str, str, datetime] | None) -> str:
    """ "by mora at 10:31 on November 24"."""
    if hand is None:
        return "by somebody else in the meantime"
    who, _kind, at = hand
    local = desk.calendar.local(at)
    return f"by {'the service' if who == 'service' else who} at {local:%H:%M} on {local:%B} {local.day}"
