"""Answers by people, and proof of what we sent, seen in the office's own mail. In: a mail from an office address. Out: clocks stopped.

A response is a mail from an office address, addressed to the correspondent, not automatic, not our own acknowledgement or a copy of
it, not an internal forward. One response closes the open letters of its thread.
"""

from datetime import datetime

from intake.applications import submission
from intake.applications.decision import Office
from intake.mail import address, thread, trust
from intake.mail.loops import Signs
from intake.mail.message import Message
from intake.mail.ourselves import REPLY_FIELD
from intake.mail.sign import OwnAddresses
from intake.pipeline import answered, threads
from intake.pipeline.work import Work
from intake.ports import Role
from intake.store import alarms, answers, messages, outbox, responses
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.messages import MessageRecord
from intake.store.states import Reply

_WENT = (Reply.UNSURE, Reply.QUEUED, Reply.DEFERRED, Reply.CLAIMED)
"""States in which the copy of a reply is news: it was unsure, or it was on its way once more although it had gone."""


class Responses:
    """Looks at every mail that comes from the office itself."""

    def __init__(self, *, office: Office, own: OwnAddresses) -> None:
        self._office = office
        self._own = own

    def evidence(self, tx: Tx, work: Work, now: datetime) -> bool:
        """Whether the mail is one of our own replies (in Sent, or the journal's copy); an UNSURE one is thereby settled."""
        mail = work.message
        if mail.attachments:
            # No reply of ours carries a file: somebody passed our marks on with papers of their own.
            return False
        authors = [one.address for one in mail.from_ if one.address]
        if work.record.role != Role.SENT and not (authors and all(submission.is_ours(one, self._office) for one in authors)):
            # Everybody who had a reply of ours knows its marks; in a mail of somebody else's they prove nothing.
            return False
        tokens = [t for t in (mail.header(REPLY_FIELD), thread.token_of(mail.message_id or "")) if t]
        found = outbox.by_tokens(tx, [t.strip() for t in tokens]) or outbox.by_header_ids(tx, [mail.message_id] if mail.message_id else [])
        if not found:
            return False
        reply = found[-1]
        outbox.require_settled(reply)
        work.changes |= {"reply_id": reply.id, "application_id": reply.application_id}
        before, at = Reply(reply.state), work.record.received_at
        if before in _WENT and outbox.move(tx, reply.id, before, Reply.SENT, sent_at=at, settled_by="evidence", ready_at=None):
            messages.acknowledge(tx, reply.id, work.record.received_at)
            answered.accepted(tx, reply, at=at, now=now)
            alarms.clear(tx, code="reply.unsure", subject=str(reply.id), now=now)
            detail = {"evidence": work.record.id}
            work.events.append(Event(now, "reply.proved_sent", message_id=reply.message_id, reply_id=reply.id, detail=detail))
        return True

    def notice(self, tx: Tx, work: Work, found: threads.Thread, signs: Signs, now: datetime) -> int:
        """How many open letters this mail answers; 0 where it is no response."""
        mail = work.message
        if not self._by_a_person(mail, work, signs):
            return 0
        to = {address.normal(a.address) for a in (*mail.to, *mail.cc) if a.address and not submission.is_ours(a.address, self._office)}
        if not to:
            return 0
        at = work.record.received_at
        closed = [letter for letter in self._open(tx, work, found, to) if letter.received_at <= at and letter.id != work.record.id]
        if not closed:
            return 0
        ids = [letter.id for letter in closed]
        responses.add(tx, ids, kind="mail", at=at, entered_at=now, by_who=work.known("from_address"), source_message_id=work.record.id)
        close(tx, ids, at=at, kind="mail", now=now)
        detail = {"source": work.record.id}
        work.events += [
            Event(now, "letter.responded", message_id=i, application_id=a.application_id, detail=detail)
            for i, a in zip(ids, closed, strict=True)
        ]
        work.changes["application_id"] = closed[-1].application_id
        return len(ids)

    def _by_a_person(self, mail: Message, work: Work, signs: Signs) -> bool:
        author = mail.from_address
        if author is None or not submission.is_ours(author.address, self._office):
            return False
        if signs.family("bounce") or signs.family("automatic"):
            return False
        # Anybody can write an office address into From: outside our own Sent folder a failed check of the sender counts for nothing.
        return work.record.role == Role.SENT or not trust.authentication(mail, self._own.authserv_ids).failed

    def _open(self, tx: Tx, work: Work, found: threads.Thread, to: set[str]) -> list[MessageRecord]:
        """The open letters of the thread whose senders are addressed; a new mail in Sent closes what its addressees have open."""
        named = [letter for letter in found.letters if letter.asks_answer and letter.responded_at is None]
        if found.reply is not None and found.reply.message_id != answers.NO_LETTER:
            named.append(messages.get(tx, found.reply.message_id))
        if found.application_id is not None:
            named += messages.open_in_application(tx, found.application_id)
        if not named and work.record.role == Role.SENT:
            named = [letter for one in sorted(to)[:20] for letter in messages.open_from(tx, one)]
        unique = {letter.id: letter for letter in named if letter.asks_answer and letter.responded_at is None}
        theirs = messages.passed_on_authors(tx, list(unique))
        return [
            letter for letter in unique.values() if to & {address.normal(letter.from_address), address.normal(theirs.get(letter.id, ""))}
        ]


def close(tx: Tx, ids: list[int], *, at: datetime, kind: str, now: datetime) -> None:
    """Stop the clocks and clear what was raised about them."""
    messages.respond(tx, ids, at, kind)
    alarms.clear_letters(tx, ids, now=now)
