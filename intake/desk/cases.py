"""A person's acts on an application: move it, join two, part them again. In: references, who, why. Out: what was done and the way back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake import errors
from intake.applications import status
from intake.applications.status import Status
from intake.desk import turn
from intake.desk.desk import Desk
from intake.desk.done import Done, Undo
from intake.store import applications, cases, events, merging
from intake.store.database import Tx
from intake.store.events import Event

REASON_NEEDED: Final = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.CLOSED})
"""Ends: whoever reads it later must know why."""
NAMES: Final = {
    Status.RECEIVED: "received", Status.UNDER_REVIEW: "under review", Status.WAITING_FOR_AGENCY: "waiting for the agency",
    Status.READY_FOR_DECISION: "ready for decision", Status.FORWARDED: "forwarded to those who decide", Status.SIGNED: "signed by both",
    Status.DECLINED: "declined", Status.WITHDRAWN: "withdrawn by the agency", Status.CLOSED: "closed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """A lawful next status."""

    status: str
    name: str
    needs_reason: bool


def lawful(now: str) -> tuple[Move, ...]:
    """Where an application may go from here, in the order of the road. Pure."""
    return tuple(Move(each.value, NAMES[each], each in REASON_NEEDED) for each in Status if each in status.MOVES[Status(now)])


def waiting_since(tx: Tx, application_id: int, now: str) -> datetime | None:
    """Since when it waits for the agency; None where it does not."""
    if now != Status.WAITING_FOR_AGENCY:
        return None
    found = [each.at for each in cases.moves(tx, application_id) if each.undone_at is None and each.after == Status.WAITING_FOR_AGENCY]
    return found[-1] if found else None


def move(
    desk: Desk, reference: str, to: str, *, who: str, reason: str = "", version: int | None = None, letter: int | None = None
) -> Done:  # fmt: skip
    """Move an application along its road. No letter speaks of it. `letter` is the one from whose page it was done.

    Raises errors.UnlawfulMove, errors.PersonNeeded where a reason is missing, errors.NotFound and errors.Conflict.
    """
    try:
        after = Status(to)
    except ValueError:
        raise errors.PersonNeeded("there is no such status") from None
    if after in REASON_NEEDED and not reason.strip():
        raise errors.PersonNeeded(f"a reason is needed before an application is {NAMES[after]}")
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        case = turn.application(tx, desk, reference, version)
        before = Status(case.status)
        if before is after:
            raise errors.Conflict(f"application {case.reference} is {NAMES[after]} already")
        status.move(before, after)
        _change(tx, case.id, case.version, now, status=str(after))
        number = cases.keep_move(
            tx, case.id, message_id=letter, before=str(before), after=str(after), reason=reason.strip(), by_who=who, at=now
        )
        _note(tx, case.id, "application.moved", who, now, letter, move=number, before=str(before), after=str(after))
    back = Undo("moved", letter or 0, number, f"it is {NAMES[before]} again")
    return Done(letter or 0, None, f"application {case.reference} is {NAMES[after]} now", back)


def undo_move(desk: Desk, number: int, application: int, *, who: str) -> Done:
    """Take the latest move back. Raises errors.Conflict where the application went on since."""
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        case = applications.get(tx, application)
        made = [each for each in cases.moves(tx, application) if each.undone_at is None]
        if not made or made[-1].id != number or case.status != made[-1].after or not cases.undo_move(tx, number, at=now):
            raise errors.Conflict(f"application {case.reference} went on since: move it by hand")
        last = made[-1]
        _change(tx, case.id, case.version, now, status=last.before)
        _note(tx, case.id, "application.move_undone", who, now, last.message_id, move=number, before=last.after, after=last.before)
    return Done(last.message_id or 0, None, f"application {case.reference} is {NAMES[Status(last.before)]} again")


def merge(
    desk: Desk, made: str, into: str, *, who: str, reason: str, version: int | None = None, letter: int | None = None
) -> Done:  # fmt: skip
    """Put all of application `made` under `into`. What lay where is kept. Raises as `move`."""
    if not reason.strip():
        raise errors.PersonNeeded("a reason is needed: two agencies must never become one by a slip")
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        first, second = turn.application(tx, desk, made, version), turn.application(tx, desk, into, None)
        if first.id == second.id:
            raise errors.PersonNeeded("an application cannot be part of itself: name another reference")
        if any(each.made_id == second.id and each.undone_at is None for each in cases.merges(tx, second.id)):
            raise errors.Conflict(f"{second.reference} is part of another application itself")
        if any(each.made_id == first.id and each.undone_at is None for each in cases.merges(tx, first.id)):
            raise errors.Conflict(f"{first.reference} is part of another application already")
        was = cases.where_all_lies(tx, first.id, second.id)
        merging.merge(tx, made=first.id, into=second.id, closed=Status.CLOSED, now=now)
        number = cases.keep_merge(tx, made=first.id, into=second.id, was=was, reason=reason.strip(), by_who=who, at=now)
        for case in (first, second):
            _note(tx, case.id, "application.merged", who, now, letter, made=first.id, on_record=second.id, merge=number)
    text = f"{first.reference} is part of {second.reference} now"
    return Done(letter or 0, None, text, Undo("merged", letter or 0, number, f"{first.reference} stands alone again"))


def unmerge(desk: Desk, number: int, *, who: str) -> Done:
    """Put everything back where it lay before; what came since stays. Raises errors.NotFound and errors.Conflict."""
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        found = cases.get_merge(tx, number)
        if found is None:
            raise errors.NotFound("there is no such merge on record")
        later = [m for m in cases.merges(tx, found.into_id) if m.id > found.id and m.undone_at is None]
        if later:
            raise errors.Conflict("these were merged again since: undo the latest merge first")
        if not cases.part(tx, found, by_who=who, now=now):
            raise errors.Conflict(f"this merge was undone already by {found.undone_by}")
        first, second = applications.get(tx, found.made_id), applications.get(tx, found.into_id)
        for case in (first, second):
            _note(tx, case.id, "application.parted", who, now, None, made=first.id, on_record=second.id, merge=number)
    return Done(0, None, f"{first.reference} and {second.reference} are two applications again")


def _change(tx: Tx, application: int, version: int, now: datetime, **values: object) -> None:
    if not cases.change(tx, application, version=version, now=now, **values):
        raise errors.Conflict("the application was changed by somebody else in the meantime; look at it again")


def _note(tx: Tx, application: int, kind: str, who: str, now: datetime, letter: int | None, **detail: object) -> None:
    events.add(tx, [Event(now, kind, message_id=letter, application_id=application, actor=who, detail=detail)])
