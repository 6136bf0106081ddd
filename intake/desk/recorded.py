"""An answer, or "no answer needed", that a person recorded by mistake is taken back. In: a letter. Out: its clock runs again as it was.

What was recorded stays on record as withdrawn, and the history tells both. An answer that went out as a mail cannot be taken back.
"""

from collections.abc import Iterable
from typing import Final, Protocol

from intake import errors
from intake.desk import references, turn
from intake.desk.desk import Desk
from intake.desk.done import Done
from intake.store import answers, events, messages, outbox, queues, responses
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.queues import WholeLetter
from intake.store.responses import ResponseRecord
from intake.store.states import NONE_NEEDED, Message, Reply

RESPONDED: Final = "message.responded"
NEEDLESS: Final = "message.none_needed"
_BACK: Final = {RESPONDED: "message.response_withdrawn", NEEDLESS: "message.none_needed_withdrawn"}
_CLOCK: Final = (*_BACK, *_BACK.values(), "letter.responded", "letter.reopened")
"""Events that stop a letter's clock or set it going again."""


class _Happened(Protocol):
    @property
    def kind(self) -> str: ...


def by_hand(letter: WholeLetter, history: Iterable[_Happened]) -> bool:
    """Whether what stopped this letter's clock was recorded by a person. `history`: oldest first."""
    if letter.responded_at is None and letter.response_kind != NONE_NEEDED:
        return False
    last = next((each.kind for each in reversed(list(history)) if each.kind in _CLOCK), "")
    return last in _BACK


def take_back(desk: Desk, ref: str, *, who: str, number: int | None = None, version: int | None = None) -> Done:
    """Let the clock of every letter that the same entry closed run again, with its old due time. `number`: of the entry that was seen.

    Raises errors.NotFound, and errors.Conflict where nothing was recorded by hand, where it was followed by something else, or where a
    mail answered the letter.
    """
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        letter = references.one(tx, ref, lambda each: by_hand(each, events.of_message(tx, each.id)), "answered by hand")
        turn.letter(tx, desk, letter.id, version)
        entry = _entry(tx, letter)
        if entry is None or (number is not None and entry.id != number):
            raise errors.Conflict(f"something else was recorded for letter {letter.id} since: look at it again")
        every = [each for each in responses.together(tx, entry) if _still(tx, each)]
        for each in every:
            if reply := _sent(tx, each.message_id):
                raise errors.Conflict(
                    f"letter {each.message_id} was answered by a mail that went out (reply {reply}): it cannot be open again"
                )
        for each in every:
            _reopen(tx, each)
            kind = _BACK[NEEDLESS if each.kind == NONE_NEEDED else RESPONDED]
            events.add(tx, [Event(now, kind, message_id=each.message_id, actor=who, detail={"response": each.id, "way": each.kind})])
        responses.withdraw(tx, [each.id for each in every])
    ids = [each.message_id for each in every]
    named = f"letter {ids[0]} asks" if len(ids) == 1 else f"letters {', '.join(map(str, ids))} ask"
    return Done(letter.id, None, f"taken back: {named} for an answer again, due as before")


def _entry(tx: Tx, letter: WholeLetter) -> ResponseRecord | None:
    fitting = [each for each in responses.of_message(tx, letter.id) if each.kind == letter.response_kind]
    return fitting[-1] if fitting else None


def _still(tx: Tx, entry: ResponseRecord) -> bool:
    """Whether it is this entry that stopped the letter's clock."""
    letter = queues.whole(tx, entry.message_id)
    at = None if entry.kind == NONE_NEEDED else entry.at
    return letter.response_kind == entry.kind and letter.responded_at == at


def _sent(tx: Tx, letter: int) -> int | None:
    """The reply of a person's answer that a server took and that did not come back."""
    for each in answers.of_message(tx, letter):
        if each.accepted_at is not None and outbox.get(tx, each.reply_id).state != Reply.BOUNCED:
            return each.reply_id
    return None


def _reopen(tx: Tx, entry: ResponseRecord) -> None:
    letter = messages.get(tx, entry.message_id)
    kind = NEEDLESS if entry.kind == NONE_NEEDED else RESPONDED
    told = [event.detail for event in events.of_message(tx, entry.message_id) if event.kind == kind][-1]
    waits = bool(told.get("needs_person", letter.state in (Message.HELD, Message.SHELVED)))
    messages.change(tx, letter.id, asks_answer=True, responded_at=None, response_kind=None, needs_person=waits)
