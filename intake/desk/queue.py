"""What needs a person. In: a Desk. Out: items, each with its reason and the acts that settle it, what is due first on top."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from intake.business_time import words
from intake.desk import named
from intake.desk import replies as automatic
from intake.desk.acts import HOW
from intake.desk.desk import Desk
from intake.desk.due import end_of_day
from intake.desk.replies import Switch
from intake.desk.work import HELD_BY
from intake.security import masking
from intake.store import alarms, applications, queues, response_log, unread, work
from intake.store.alarms import AlarmRecord
from intake.store.applications import ApplicationRecord, ProposalRecord
from intake.store.queues import LetterHead, WaitingLetter, WaitingReply
from intake.store.states import Message, Reply
from intake.store.work import ReminderRecord

MOST: Final = 500
FOR_EVER: Final = datetime.max.replace(tzinfo=UTC)


class Why(StrEnum):
    """Which list an item stands on."""

    HELD = "held"
    SHELVED = "shelved"
    UNSURE = "unsure"
    DEAD = "dead"
    BOUNCED = "bounced"
    LAPSED = "lapsed"
    PROPOSED = "proposed"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. `ref` is what the commands take: the letter's number, as several letters may share a reference.

    `choices` are whole commands; the way of an answer is left open in them, so that none is recorded unchosen. `from_address` and
    `subject` are the letter's, also where a reply to it waits. `number` is a reminder's.
    """

    why: Why
    ref: str
    letter: int
    reply: int | None
    reference: str | None
    kind: str | None
    queue: str | None
    received_at: datetime | None
    due_at: datetime | None
    time_left: str | None
    reason: str
    choices: tuple[str, ...]
    from_address: str = ""
    subject: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The whole list. `replies` is the switch of automatic replies; `more` where the list was cut.

    `still_open` counts all letters that nobody answered yet, `acknowledged` those of them that the machine has acknowledged; the first of
    them is due at `next_due`.
    """

    items: tuple[Item, ...]
    replies: Switch
    more: bool
    alarms: tuple[AlarmRecord, ...] = ()
    still_open: int = 0
    acknowledged: int = 0
    next_due: datetime | None = None
    unread: int = 0  # papers that wait to be read on


def waiting(desk: Desk) -> Waiting:
    """Letters held or shelved, replies unsure, dead or bounced, letters whose day has passed without an answer, and today's reminders."""
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        letters = queues.letters(tx, limit=MOST)
        replies = queues.replies(tx, limit=MOST)
        lapsed = response_log.open_letters(tx, due_before=now, limit=MOST)
        still_open = response_log.still_open(tx)
        switch = automatic.read(tx)
        proposed = applications.proposals(tx, limit=MOST)
        cases = {i: applications.get(tx, i) for p in proposed for i in (p.application_id, p.candidate_id)}
        raised = alarms.opened(tx, limit=MOST)
        papers = unread.count(tx)
        due = work.reminders_due(tx, end_of_day(now, desk.calendar), limit=MOST)
        numbers = [each.id for each in letters] + [each.id for each in lapsed]
        numbers += [each.message_id for each in replies] + [each.message_id for each in proposed]
        numbers += [each.message_id for each in due]
        heads = queues.heads(tx, numbers)
    seen = {letter.id for letter in letters}
    items = [_letter(letter, now, desk) for letter in letters]
    items += [_reply(reply) for reply in replies]
    for record in lapsed:
        if record.id not in seen:
            ref = str(record.id)
            item = Item(
                why=Why.LAPSED, ref=ref, letter=record.id, reply=None, reference=record.reference or record.application_reference,
                kind=record.kind, queue=record.queue, received_at=record.received_at, due_at=record.due_at,
                time_left=_left(record.due_at, now, desk), reason="nobody answered by its due time",
                choices=(f"intake respond {ref} {HOW}", f"intake respond {ref} --none-needed"),
            )  # fmt: skip
            items.append(item)
    items += [_proposal(each, cases[each.application_id], cases[each.candidate_id]) for each in proposed]
    items += [_reminder(each) for each in due]
    items = [_headed(item, heads[item.letter]) for item in items]
    items.sort(key=lambda item: (item.due_at or FOR_EVER, item.letter))
    return Waiting(
        masking.everywhere(tuple(items)),
        switch,
        more=MOST in (len(letters), len(replies), len(lapsed), len(proposed), len(due)),
        alarms=masking.everywhere(tuple(raised)),
        still_open=still_open.count,
        acknowledged=still_open.acknowledged,
        next_due=still_open.next_due,
        unread=papers,
    )


def _headed(item: Item, head: LetterHead) -> Item:
    """Whose letter it is, and when it came."""
    return replace(item, from_address=head.from_address, subject=head.subject, received_at=head.received_at)


def _proposal(proposal: ProposalRecord, made: ApplicationRecord, known: ApplicationRecord) -> Item:
    ref = str(proposal.message_id)
    return Item(
        why=Why.PROPOSED, ref=ref, letter=proposal.message_id, reply=None, reference=made.reference, kind="application", queue=None,
        received_at=None, due_at=None, time_left=None,
        reason=f"may belong to {known.reference}, {named.agency(known.agency_name, known.state)}: {proposal.reason}",
        choices=(f"intake settle {ref} --join", f"intake settle {ref} --apart", f"intake show {ref}"),
    )  # fmt: skip


def _reminder(reminder: ReminderRecord) -> Item:
    ref = str(reminder.message_id)
    return Item(
        why=Why.REMINDER, ref=ref, letter=reminder.message_id, reply=None, reference=None, kind=None, queue=None, received_at=None,
        due_at=reminder.due_at, time_left=None,
        reason=f"{reminder.by_who} asked to be reminded" + (f": {reminder.text}" if reminder.text else ""),
        choices=(f"intake show {ref}",), number=reminder.id,
    )  # fmt: skip


def _letter(letter: WaitingLetter, now: datetime, desk: Desk) -> Item:
    ref = str(letter.id)
    if letter.state == Message.SHELVED:
        why, reason = Why.SHELVED, letter.shelved_reason or "could not be worked on"
        choices = [f"intake retry {ref}", f"intake respond {ref} {HOW}"]
    else:
        why = Why.HELD
        reason = "; ".join(each.get("text", each.get("code", "")).rstrip(".") for each in letter.reasons) or "a person must look"
        held = letter.state == Message.HELD
        sendable = held and letter.template and letter.reply_to
        choices = [f"intake release {ref}"] * bool(sendable) + [f"intake reject {ref}"] * held + [f"intake respond {ref} {HOW}"]
        by_hand = any(each.get("code") == HELD_BY for each in letter.reasons)
        if not held and not letter.queue and not by_hand:
            reason = "its acknowledgement did not reach the sender in time: answer it yourself"
    return Item(
        why=why, ref=ref, letter=letter.id, reply=None, reference=letter.reference, kind=letter.kind, queue=letter.queue,
        received_at=letter.received_at, due_at=letter.due_at, time_left=_left(letter.due_at, now, desk), reason=reason,
        choices=(*choices, f"intake show {ref}"),
    )  # fmt: skip


def _reply(reply: WaitingReply) -> Item:
    choices: tuple[str, ...]
    ref, number = str(reply.message_id), f"--reply {reply.id}"
    match Reply(reply.state):
        case Reply.UNSURE:
            why, reason = Why.UNSURE, "the line was lost while this reply went out; look for it in Sent"
            choices = (
                f"intake settle {ref} --sent {number}",
                f"intake settle {ref} --again {number}",
                f"intake settle {ref} --give-up {number}",
            )
        case Reply.DEAD:
            why, reason = Why.DEAD, f"this reply was refused for good{_code(reply.code)}"
            choices = (f"intake retry {ref} {number}", f"intake settle {ref} --give-up {number}", f"intake respond {ref} {HOW}")
        case _:
            why, reason = Why.BOUNCED, f"this reply came back{_code(reply.bounce_status)}"
            choices = (f"intake settle {ref} --give-up {number}", f"intake respond {ref} {HOW}")
    return Item(
        why=why, ref=ref, letter=reply.message_id, reply=reply.id, reference=None, kind=None, queue=None,
        received_at=None, due_at=None, time_left=None, reason=reason, choices=choices,
    )  # fmt: skip


def _code(code: object) -> str:
    return f" (code {code})" if code else ""


def _left(due_at: datetime | None, now: datetime, desk: Desk) -> str | None:
    return None if due_at is None else words.time_left(now, due_at, desk.calendar)
