"""Which of our replies a mail answers, and whose thread it is in. In: a mail and the ledger. Out: a Thread.

By the token of a reply (in the ids it answers and in the addresses it was sent to), by the Message-ID of a reply, and by the
Message-ID that a provider gave our reply instead (learnt from the copy in Sent). Never by subject.
"""

from dataclasses import dataclass

from intake.mail import thread
from intake.mail.message import Message
from intake.store import messages, outbox
from intake.store.database import Tx
from intake.store.messages import MessageRecord
from intake.store.outbox import ReplyRecord


@dataclass(frozen=True, slots=True)
class Thread:
    """What a mail hangs on. `reply` is the nearest reply of ours that it answers; `letters` are those it names itself."""

    reply: ReplyRecord | None = None
    letters: tuple[MessageRecord, ...] = ()

    @property
    def application_id(self) -> int | None:
        """The application of that thread, or None."""
        if self.reply is not None and self.reply.application_id is not None:
            return self.reply.application_id
        return next((letter.application_id for letter in self.letters if letter.application_id is not None), None)


def of(tx: Tx, mail: Message) -> Thread:
    """The thread of a mail; empty where it answers nothing of ours."""
    ids = thread.answered_ids(mail)
    tokens = thread.tokens(mail)
    if not ids and not tokens:
        return Thread()
    letters = tuple(messages.by_header_ids(tx, ids))
    found = outbox.by_tokens(tx, tokens) or outbox.by_header_ids(tx, ids) or _learnt(tx, letters)
    return Thread(reply=found[-1] if found else None, letters=letters)


def _learnt(tx: Tx, letters: tuple[MessageRecord, ...]) -> list[ReplyRecord]:
    """Replies whose copy in Sent bears the id, because the provider gave it one of its own."""
    return [outbox.get(tx, letter.reply_id) for letter in letters if letter.role == "sent" and letter.reply_id is not None]
