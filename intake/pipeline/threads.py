"""Which of our replies a mail answers, and whose thread it is in. In: a mail and the ledger. Out: a Thread.

By the token of a reply (in the ids it answers and in the addresses it was sent to), by the Message-ID of a reply, and by the
Message-ID that a provider gave our reply instead (learnt from the copy in Sent). Never by subject.
"""

from collections.abc import Sequence
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
    return Thread(reply=_nearest(tx, tokens, ids) or _learnt(tx, letters), letters=letters)


def _nearest(tx: Tx, tokens: Sequence[str], ids: Sequence[str]) -> ReplyRecord | None:
    """The reply that the first of the tokens, else of the ids, names; both come nearest first."""
    named = {reply.token: reply for reply in outbox.by_tokens(tx, tokens)}
    named |= {reply.header_message_id: reply for reply in outbox.by_header_ids(tx, ids)}
    return next((named[name] for name in (*tokens, *ids) if name in named), None)


def _learnt(tx: Tx, letters: tuple[MessageRecord, ...]) -> ReplyRecord | None:
    """The newest reply whose copy in Sent bears one of the ids, because the provider gave it one of its own."""
    copies = [letter.reply_id for letter in letters if letter.role == "sent" and letter.reply_id is not None]
    return outbox.get(tx, copies[-1]) if copies else None
