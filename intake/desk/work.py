"""Whose letter it is and what colleagues should know. In: a letter, who, and the act. Out: what was done and how it is taken back."""

from datetime import datetime, timedelta
from typing import Final

from intake import errors
from intake.desk import acts, turn
from intake.desk.desk import Desk
from intake.desk.done import Done, Undo
from intake.desk.people import Role
from intake.store import alarms, events, messages, people, work
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.states import Message

LONGEST_NOTE: Final = 4000
LONGEST_NAME: Final = 120
LATEST_REMINDER: Final = timedelta(days=2 * 366)
WORKERS: Final = (Role.STAFF, Role.ADMIN)
"""Who may have a letter."""
HELD_BY: Final = "held-by-person"


def assign(desk: Desk, letter: int, *, to: str | None, who: str, version: int | None = None) -> Done:
    """Give a letter to somebody who works on letters, by the sign-in name, or to nobody.

    Raises errors.PersonNeeded for anybody else, errors.NotFound and errors.Conflict.
    """
    name = (to or "").strip().lower()[:LONGEST_NAME] or None
    with desk.db.write() as tx:
        before = turn.letter(tx, desk, letter, version)
        had = work.assignee(tx, letter)
        if name is not None:
            _works_on_letters(tx, name)
        if had == name:
            raise errors.Conflict(f"letter {letter} is {f'with {name}' if name else 'with nobody'} already")
        messages.change(tx, letter, version=before.version, assignee=name)
        _note(tx, desk, letter, "message.assigned", who, before=had, after=name)
    back = Undo("assigned", letter, before.version + 1, f"it is {f'with {had}' if had else 'with nobody'} again")
    return Done(letter, None, f"letter {letter} is {f'with {name}' if name else 'with nobody'} now", back)


def workers(desk: Desk) -> list[tuple[str, str]]:
    """Who may have a letter now: sign-in names and names, by name."""
    with desk.db.read() as tx:
        found = [(each.login, each.name or each.login) for each in people.everyone(tx) if each.active and each.role in WORKERS]
    return sorted(found, key=lambda each: each[1].casefold())


def _works_on_letters(tx: Tx, login: str) -> None:
    found = people.by_login(tx, login)
    if found is None:
        raise errors.PersonNeeded(f"nobody signs in as “{login}”: an admin adds people on the page People")
    if not found.active:
        raise errors.PersonNeeded(f"{login} cannot sign in any more: name somebody else, or an admin lets {login} in again under People")
    if found.role not in WORKERS:
        raise errors.PersonNeeded(f"{login} is {found.role} and cannot work on letters: name somebody who is staff or admin")


def note(desk: Desk, letter: int, text: str, *, who: str) -> Done:
    """Leave a note. Raises errors.PersonNeeded for an empty or endless one, and errors.NotFound."""
    words = text.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise errors.PersonNeeded(f"a note of 1 to {LONGEST_NOTE} characters is needed")
    with desk.db.write() as tx:
        turn.letter(tx, desk, letter, None)
        number = work.add_note(tx, letter, text=words, by_who=who, at=desk.db.now(tx))
        _note(tx, desk, letter, "message.noted", who, note=number)
    return Done(letter, None, f"noted on letter {letter}", Undo("noted", letter, number, "the note is withdrawn"))


def remind(desk: Desk, letter: int, *, at: datetime, text: str = "", who: str) -> Done:
    """Show the letter among what needs a person from `at` on. Raises errors.PersonNeeded for a time that is past or too far."""
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        if not now < at <= now + LATEST_REMINDER:
            raise errors.PersonNeeded("a day within the next two years is needed")
        turn.letter(tx, desk, letter, None)
        number = work.remind(tx, letter, due_at=at, text=text.strip(), by_who=who, now=now)
        _note(tx, desk, letter, "message.reminder_set", who, reminder=number)
    local = desk.calendar.local(at)
    told = f"you will be reminded of letter {letter} on {local:%A}, {local:%B} {local.day}"
    return Done(letter, None, told, Undo("reminder", letter, number, "the reminder is dropped"))


def end_reminder(desk: Desk, number: int, *, who: str) -> Done:
    """Be done with a reminder, or drop it before its day. Raises errors.Conflict where somebody was faster."""
    with desk.db.write() as tx:
        ended = work.end_reminder(tx, number, by_who=who, at=desk.db.now(tx))
        if ended is None:
            raise errors.Conflict("this reminder is settled already")
        _note(tx, desk, ended.message_id, "message.reminder_done", who, reminder=number)
    return Done(ended.message_id, None, "the reminder is settled")


def withdraw_note(desk: Desk, number: int, *, who: str) -> Done:
    """Take one's own note back. Raises errors.Conflict."""
    with desk.db.write() as tx:
        gone = work.withdraw_note(tx, number, by_who=who, at=desk.db.now(tx))
        if gone is None:
            raise errors.Conflict("this note is another's, or was withdrawn already")
        _note(tx, desk, gone.message_id, "message.note_withdrawn", who, note=number)
    return Done(gone.message_id, None, "the note is withdrawn")


def hold(desk: Desk, letter: int, *, reason: str, who: str, version: int | None = None) -> Done:
    """Put a letter before a person. An acknowledgement that has not gone out yet waits for a release. Raises as `assign`."""
    why = reason.strip()[:500]
    if not why:
        raise errors.PersonNeeded("a reason is needed: the next person who looks must know why it waits")
    with desk.db.write() as tx:
        found = turn.letter(tx, desk, letter, version)
        if found.state in (Message.HELD, Message.SHELVED) or found.needs_person:
            raise errors.Conflict(f"letter {letter} waits for a person already")
        if found.state not in (Message.DECIDED, Message.ANSWERED, Message.IGNORED):
            raise errors.Conflict(f"letter {letter} is being worked on by the service: look again in a moment")
        reasons = [*found.reasons, {"code": HELD_BY, "text": f"{who}: {why}"}]
        if found.state == Message.DECIDED:
            # Its burst may be under way; whoever claims it is fenced out.
            messages.send_round(tx, letter, Message.HELD, now=desk.db.now(tx), verdict="hold", reasons=reasons)
            messages.change(tx, letter, ready_at=None, needs_person=True)
        else:
            messages.change(tx, letter, version=found.version, needs_person=True, reasons=reasons)
        _note(tx, desk, letter, "message.held_by_person", who)
    return Done(letter, None, f"letter {letter} waits for a person", Undo("held", letter, 0, f"letter {letter} waits for nobody"))


def accept(desk: Desk, letter: int, *, who: str, version: int | None = None) -> Done:
    """Look at it and find it right: what was prepared goes out, and it leaves the list of what needs a person. Raises as `assign`."""
    with desk.db.read() as tx:
        found = turn.letter(tx, desk, letter, version)
    if found.releasable:
        return acts.release(desk, str(letter), who=who, version=version)
    with desk.db.write() as tx:
        found = turn.letter(tx, desk, letter, found.version)
        if not found.needs_person or found.state == Message.SHELVED:
            what = "could not be worked on: send it round again" if found.state == Message.SHELVED else "waits for nobody"
            raise errors.Conflict(f"letter {letter} {what}")
        settled = {"state": Message.IGNORED, "verdict": "never"} if found.state == Message.HELD else {}
        reasons = [each for each in found.reasons if each.get("code") != HELD_BY]
        messages.change(tx, letter, version=found.version, needs_person=False, reasons=reasons, **settled)
        alarms.clear(tx, code=f"letter.{found.kind}", subject=str(letter), now=desk.db.now(tx))
        _note(tx, desk, letter, "message.accepted", who, was=found.state)
    due = "; its answer is still due" if found.asks_answer and found.responded_at is None else ""
    return Done(
        letter, None, f"letter {letter} is looked at{due}", Undo("accepted", letter, 0, f"letter {letter} waits for a person again")
    )


def _note(tx: Tx, desk: Desk, letter: int, kind: str, who: str, **detail: object) -> None:
    events.add(tx, [Event(desk.db.now(tx), kind, message_id=letter, actor=who, detail=detail)])
