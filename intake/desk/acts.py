"""What a person decides about a letter. In: a reference, who, and the decision. Out: what was done; the pipeline does the work.

Every act is one transaction with its event, and clears the alarm that asked for it.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from intake import errors
from intake.applications.status import Status
from intake.desk import references, turn
from intake.desk.desk import Desk
from intake.desk.done import Done as Done
from intake.desk.done import Undo
from intake.store import alarms, answers, applications, cases, events, merging, messages, outbox, responses, settlements
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.outbox import ReplyRecord
from intake.store.queues import WholeLetter
from intake.store.states import NONE_NEEDED, Message, Reply

CLOCK_SLACK: Final = timedelta(minutes=2)  # two clocks never agree to the second


class Verdict(StrEnum):
    """What a person found out about a reply that may or may not have gone."""

    SENT = "sent"
    AGAIN = "again"
    GIVE_UP = "give-up"


class Way(StrEnum):
    """How somebody answered."""

    MAIL = "mail"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


CLOCK_AGAIN: Final = "the clock runs again, due as before"
HOW: Final = f"--by {'/'.join(Way)}"
"""For a line to copy: it is refused, with the list, until one way is chosen."""


def release(desk: Desk, ref: str, *, who: str, version: int | None = None) -> Done:
    """Send what was proposed for a held letter, as it stood at `version`. Raises errors.NotFound and errors.Conflict."""
    with desk.db.write() as tx:
        letter = references.one(tx, ref, lambda each: each.state == Message.HELD, "held")
        turn.letter(tx, desk, letter.id, version)
        if not letter.releasable:
            raise errors.Conflict(
                f"no acknowledgement was prepared for letter {letter.id}: answer it yourself, then `intake respond {letter.id} {HOW}`"
            )
        now = desk.db.now(tx)
        messages.send_round(tx, letter.id, Message.DECIDED, now=now, verdict="send")
        alarms.clear(tx, code=f"letter.{letter.kind}", subject=str(letter.id), now=now)
        _note(tx, letter, "message.released", who, now, template=letter.template)
    back = Undo("released", letter.id, 0, f"letter {letter.id} is held again, if the service has not taken it up yet")
    return Done(letter.id, None, f"letter {letter.id} is released: its acknowledgement goes out now", back)


def reject(desk: Desk, ref: str, *, who: str, version: int | None = None) -> Done:
    """No acknowledgement for a held letter; its answer stays due. Raises as `release`."""
    with desk.db.write() as tx:
        letter = references.one(tx, ref, lambda each: each.state == Message.HELD, "held")
        turn.letter(tx, desk, letter.id, version)
        now = desk.db.now(tx)
        messages.change(tx, letter.id, version=letter.version, state=Message.IGNORED, needs_person=False, verdict="never")
        alarms.clear(tx, code=f"letter.{letter.kind}", subject=str(letter.id), now=now)
        _note(tx, letter, "message.rejected", who, now)
    due = "its answer is still due" if letter.asks_answer and letter.responded_at is None else "nothing is due"
    back = Undo("rejected", letter.id, 0, f"letter {letter.id} is held again")
    return Done(letter.id, None, f"letter {letter.id} gets no acknowledgement; {due}", back)


def retry(desk: Desk, ref: str, *, who: str, reply: int | None = None) -> Done:
    """Send a shelved letter round again, or a dead reply out again. Raises errors.NotFound and errors.Conflict."""
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        dead = _replies(tx, ref, reply, (Reply.DEAD,))
        if dead:
            each = _only(dead, "dead")
            _move(tx, each, Reply.QUEUED, ready_at=now, settled_by=None)
            alarms.clear(tx, code="reply.dead", subject=str(each.id), now=now)
            _note_reply(tx, each, "reply.retried", who, now)
            return Done(each.message_id, each.id, f"reply {each.id} goes out again")
        if reply is not None:
            raise errors.Conflict(f"reply {reply} is not dead: only a dead reply can go out again")
        letter = references.one(tx, ref, lambda it: it.state == Message.SHELVED, "shelved, and no reply to it is dead")
        messages.send_round(tx, letter.id, Message.RECEIVED, now=now, shelved_reason=None)
        alarms.clear(tx, code="letter.shelved", subject=str(letter.id), now=now)
        _note(tx, letter, "message.retried", who, now)
    return Done(letter.id, None, f"letter {letter.id} is sent round again from the start")


def settle(desk: Desk, ref: str, *, who: str, verdict: Verdict, reply: int | None = None) -> Done:
    """Say what became of an unsure reply, or be done with one that is dead or came back. Raises errors.NotFound and errors.Conflict."""
    fit = (Reply.UNSURE, Reply.DEAD, Reply.BOUNCED) if verdict is Verdict.GIVE_UP else (Reply.UNSURE,)
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        each = _only(_replies(tx, ref, reply, fit), " or ".join(fit))
        match verdict:
            case Verdict.SENT:
                at = each.in_data_at or now
                _move(tx, each, Reply.SENT, sent_at=at, settled_by=who)
                messages.acknowledge(tx, each.id, at)
                for number in answers.accepted(tx, each, at=at, now=now):
                    events.add(tx, [Event(now, "letter.responded", message_id=number, reply_id=each.id, actor=who)])
                text = f"reply {each.id} counts as sent"
            case Verdict.AGAIN:
                _move(tx, each, Reply.QUEUED, ready_at=now, in_data_at=None, settled_by=None)
                text = f"reply {each.id} goes out again; it may arrive twice"
            case Verdict.GIVE_UP:
                if each.state == Reply.UNSURE:
                    _move(tx, each, Reply.DEAD, settled_by=who)
                elif not settlements.settle(tx, each.id, by_who=who):
                    raise errors.Conflict(f"reply {each.id} was settled already by {each.settled_by}")
                messages.done_with(tx, each.message_id)
                text = f"reply {each.id} is given up; the letter's answer stays due"
        alarms.clear(tx, code=f"reply.{each.state}", subject=str(each.id), now=now)
        _note_reply(tx, each, "reply.settled", who, now, verdict=str(verdict))
    return Done(each.message_id, each.id, text)


def settle_join(desk: Desk, ref: str, *, who: str, join: bool) -> Done:
    """Confirm or refuse that a letter's papers belong to an application on record. Raises errors.NotFound and errors.Conflict."""
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        found = [p for letter in references.letters(tx, ref) for p in applications.proposals(tx, message_id=letter.id)]
        if len(found) != 1:
            what = "nothing is proposed" if not found else f"{len(found)} joins are proposed: name the letter's number"
            raise errors.Conflict(f"{ref}: {what}")
        proposal = found[0]
        if not merging.settle(tx, proposal.id, accepted=join, by_who=who, now=now):
            raise errors.Conflict("the proposal was settled by somebody else in the meantime")
        case, made = applications.get(tx, proposal.candidate_id), applications.get(tx, proposal.application_id)
        number = 0
        if join and case.id != made.id:
            was = cases.where_all_lies(tx, made.id, case.id)
            merging.merge(tx, made=made.id, into=case.id, closed=Status.CLOSED, now=now)
            number = cases.keep_merge(tx, made=made.id, into=case.id, was=was, reason=proposal.reason, by_who=who, at=now)
        kind = "application.merged" if join else "application.kept_apart"
        detail = {"made": made.id, "on_record": case.id}
        events.add(tx, [Event(now, kind, message_id=proposal.message_id, application_id=case.id, actor=who, detail=detail)])
    text = f"{made.reference} is part of {case.reference} now" if join else f"{made.reference} and {case.reference} stay two applications"
    back = Undo("merged", proposal.message_id, number, f"{made.reference} stands alone again") if number else None
    return Done(proposal.message_id, None, text, back)


def respond(desk: Desk, ref: str, *, who: str, way: Way, at: datetime | None = None, note: str = "") -> Done:
    """Record a person's answer: it stops the clock of every open letter of that reference.

    Raises errors.NotFound, errors.Conflict and errors.PersonNeeded.
    `at` is when the answer was given (default now): not before receipt, not in the future. The time of entry is kept beside it.
    """
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        when = at or now
        if when > now + CLOCK_SLACK:
            raise errors.PersonNeeded("an answer cannot be given in the future: name the time at which it was given")
        open_letters = _open(tx, ref)
        closed = [letter for letter in open_letters if letter.received_at <= when]
        if not closed:
            raise errors.PersonNeeded(f"letter {open_letters[0].id} came after that: an answer cannot be older than the letter")
        ids = [letter.id for letter in closed]
        numbers = responses.add(tx, ids, kind=str(way), at=when, entered_at=now, by_who=who, note=note)
        messages.respond(tx, ids, when, str(way))
        alarms.clear_letters(tx, ids, now=now)
        for letter in closed:
            _note(tx, letter, "message.responded", who, now, way=str(way), needs_person=letter.needs_person)
    how = "elsewhere" if way is Way.ELSEWHERE else f"by {way}"
    return Done(ids[0], None, f"recorded: {_named(ids)} answered {how}", Undo("responded", ids[0], numbers[0], CLOCK_AGAIN))


def none_needed(desk: Desk, ref: str, *, who: str, reason: str) -> Done:
    """Record that a letter asks for no answer. It leaves the log and is counted apart. Raises as `respond`."""
    if not reason.strip():
        raise errors.PersonNeeded("a reason is needed for an answer that is not needed: --note 'why'")
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        open_letters = _open(tx, ref)
        ids = [letter.id for letter in open_letters]
        numbers = responses.add(tx, ids, kind=NONE_NEEDED, at=now, entered_at=now, by_who=who, note=reason)
        for letter in open_letters:
            messages.change(tx, letter.id, asks_answer=False, response_kind=NONE_NEEDED, needs_person=False)
            _note(tx, letter, "message.none_needed", who, now, needs_person=letter.needs_person)
        alarms.clear_letters(tx, ids, now=now)
    return Done(ids[0], None, f"recorded: {_named(ids)} asks for no answer", Undo("responded", ids[0], numbers[0], CLOCK_AGAIN))


def _open(tx: Tx, ref: str) -> list[WholeLetter]:
    every = references.letters(tx, ref)
    found = [letter for letter in every if letter.asks_answer and letter.responded_at is None]
    if not found:
        raise errors.Conflict(f'no letter of "{ref.strip()[:60]}" waits for an answer: its history tells why')
    return found


def _replies(tx: Tx, ref: str, reply: int | None, states: tuple[Reply, ...]) -> list[ReplyRecord]:
    every = [each for letter in references.letters(tx, ref) for each in outbox.of_message(tx, letter.id)]
    return [each for each in every if each.state in states and (reply is None or each.id == reply)]


def _only(replies: list[ReplyRecord], what: str) -> ReplyRecord:
    if not replies:
        raise errors.Conflict(f"no reply to it is {what}: its history tells why")
    if len(replies) > 1:
        raise errors.Conflict(f"several replies are {what}: name one by --reply ({', '.join(str(each.id) for each in replies)})")
    return replies[0]


def _move(tx: Tx, reply: ReplyRecord, after: Reply, **values: object) -> None:
    if not outbox.move(tx, reply.id, Reply(reply.state), after, **values):
        raise errors.Conflict(f"reply {reply.id} was changed by somebody else in the meantime; look at it again")


def _note(tx: Tx, letter: WholeLetter, kind: str, who: str, now: datetime, **detail: object) -> None:
    events.add(tx, [Event(now, kind, message_id=letter.id, application_id=letter.application_id, actor=who, detail=detail)])


def _note_reply(tx: Tx, reply: ReplyRecord, kind: str, who: str, now: datetime, **detail: object) -> None:
    detail |= {} if reply.automatic else {"answer": True}
    event = Event(now, kind, message_id=reply.message_id, application_id=reply.application_id, reply_id=reply.id, actor=who, detail=detail)
    events.add(tx, [event])


def _named(ids: list[int]) -> str:
    return f"letter {ids[0]}" if len(ids) == 1 else f"letters {', '.join(map(str, ids))}"
