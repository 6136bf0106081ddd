"""Take an act back, where the world allows it. In: an Undo as an act returned it, and who. Out: what was done, recorded like any act."""

from collections.abc import Callable
from typing import Any, Final

from intake import errors
from intake.desk import cases, corrections, recorded, turn, work
from intake.desk.desk import Desk
from intake.desk.done import Done
from intake.store import cases as ledger
from intake.store import events, messages
from intake.store import work as kept
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.queues import WholeLetter
from intake.store.states import Message


def take_back(desk: Desk, what: str, letter: int, number: int, *, who: str) -> Done:
    """Raises errors.Conflict where it is too late, errors.NotFound, and errors.PersonNeeded for what cannot be undone."""
    found = _WAYS.get(what)
    if found is None:
        raise errors.PersonNeeded("this cannot be undone")
    return found(desk, letter, number, who)


def _assigned(desk: Desk, letter: int, version: int, who: str) -> Done:
    with desk.db.read() as tx:
        last = _last(tx, letter, "message.assigned")
        if kept.assignee(tx, letter) != last.get("after"):
            raise errors.Conflict(f"letter {letter} was given to somebody else since")
    return work.assign(desk, letter, to=last.get("before"), who=who, version=version)


def _rejected(desk: Desk, letter: int, _number: int, who: str) -> Done:
    """Held again, as it was."""
    with desk.db.write() as tx:
        found = _just(tx, desk, letter, "message.rejected", Message.IGNORED)
        messages.change(tx, letter, version=found.version, state=Message.HELD, needs_person=True, verdict="hold")
        _note(tx, desk, letter, "message.reject_undone", who)
    return Done(letter, None, f"letter {letter} is held again")


def _released(desk: Desk, letter: int, _number: int, who: str) -> Done:
    """Only while the service has not taken it up: what is on its way is on its way."""
    with desk.db.write() as tx:
        found = _just(tx, desk, letter, "message.released", Message.DECIDED)
        messages.send_round(tx, found.id, Message.HELD, now=desk.db.now(tx), verdict="hold")
        messages.change(tx, letter, ready_at=None, needs_person=True)
        _note(tx, desk, letter, "message.release_undone", who)
    return Done(letter, None, f"letter {letter} is held again; nothing was sent")


def _held(desk: Desk, letter: int, _number: int, who: str) -> Done:
    with desk.db.read() as tx:
        if kept.last_hand(tx, letter, turn.LOOKS) is None or not _is_last(tx, letter, "message.held_by_person"):
            raise errors.Conflict(f"something else happened to letter {letter} since")
    return work.accept(desk, letter, who=who)


def _accepted(desk: Desk, letter: int, _number: int, who: str) -> Done:
    with desk.db.write() as tx:
        was = Message(_last(tx, letter, "message.accepted").get("was", Message.HELD))
        found = _just(tx, desk, letter, "message.accepted", Message.IGNORED if was is Message.HELD else was)
        state: dict[str, Any] = {"state": Message.HELD, "verdict": "hold"} if was is Message.HELD else {}
        messages.change(tx, letter, version=found.version, needs_person=True, **state)
        _note(tx, desk, letter, "message.accept_undone", who)
    return Done(letter, None, f"letter {letter} waits for a person again")


def _moved(desk: Desk, letter: int, number: int, who: str) -> Done:
    with desk.db.read() as tx:
        found = ledger.get_move(tx, number)
        if found is None:
            raise errors.NotFound("there is no such move on record")
    return cases.undo_move(desk, number, found.application_id, who=who)


def _just(tx: Tx, desk: Desk, letter: int, kind: str, state: Message) -> WholeLetter:
    """The letter, where that was the last thing that happened to it."""
    found = turn.letter(tx, desk, letter, None)
    if found.state != state or not _is_last(tx, letter, kind):
        raise errors.Conflict(f"it is too late: something else happened to letter {letter} since")
    return found


def _is_last(tx: Tx, letter: int, kind: str) -> bool:
    last = kept.last_hand(tx, letter, (*turn.LOOKS, "message.noted", "message.note_withdrawn", "message.assigned"))
    return last is not None and last[1] == kind


def _last(tx: Tx, letter: int, kind: str) -> dict[str, Any]:
    found = [event.detail for event in events.of_message(tx, letter) if event.kind == kind]
    if not found:
        raise errors.Conflict("there is nothing to undo")
    return found[-1]


def _note(tx: Tx, desk: Desk, letter: int, kind: str, who: str) -> None:
    events.add(tx, [Event(desk.db.now(tx), kind, message_id=letter, actor=who)])


_WAYS: Final[dict[str, Callable[[Desk, int, int, str], Done]]] = {
    "correction": lambda desk, _letter, number, who: corrections.undo(desk, number, who=who),
    "assigned": _assigned,
    "noted": lambda desk, _letter, number, who: work.withdraw_note(desk, number, who=who),
    "reminder": lambda desk, _letter, number, who: work.end_reminder(desk, number, who=who),
    "rejected": _rejected,
    "released": _released,
    "held": _held,
    "accepted": _accepted,
    "responded": lambda desk, letter, number, who: recorded.take_back(desk, f"#{letter}", who=who, number=number),
    "moved": _moved,
    "merged": lambda desk, _letter, number, who: cases.unmerge(desk, number, who=who),
}
