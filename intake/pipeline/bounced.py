"""A bounce of one of our replies comes home to its letter. In: a mail that is a bounce. Out: the reply BOUNCED, a person told."""

from datetime import datetime

from intake.mail import address, bounces
from intake.pipeline import answered
from intake.pipeline.work import Work
from intake.store import alarms, answers, messages, outbox
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.outbox import ReplyRecord
from intake.store.states import Reply


def settle(tx: Tx, work: Work, now: datetime) -> bool:
    """Whether the mail is a bounce of a reply of ours. A delay notice changes nothing; a bounce proves that an UNSURE reply went."""
    bounce = bounces.read(work.message)
    if bounce is None:
        return False
    reply = _reply(tx, bounce)
    if reply is None:
        return False
    outbox.require_settled(reply)
    work.changes |= {"reply_id": reply.id, "application_id": reply.application_id}
    if not bounce.permanent:
        return True
    if reply.message_id == answers.NO_LETTER:
        return True
    if bounce.recipient and _only_a_copy(tx, reply, bounce.recipient):
        answers.not_reached(tx, reply.id, [bounce.recipient])
        work.events.append(
            Event(now, "reply.copy_bounced", message_id=reply.message_id, reply_id=reply.id, detail={"bounce": work.record.id})
        )
        return True
    state = Reply(reply.state)
    moved = state in (Reply.SENT, Reply.UNSURE) and outbox.move(
        tx, reply.id, state, Reply.BOUNCED, bounced_at=work.record.received_at, bounce_status=bounce.status, ready_at=None, settled_by=None
    )
    if moved:
        answered.returned(tx, reply, now)
        messages.change(tx, reply.message_id, needs_person=True)
        text = f"reply {reply.id} came back: the address of letter {reply.message_id} cannot be reached ({bounce.status or 'no code'})"
        alarms.put(tx, code="reply.bounced", subject=str(reply.id), text=text, now=now)
        alarms.clear(tx, code="reply.unsure", subject=str(reply.id), now=now)
        detail = {"status": bounce.status, "bounce": work.record.id, **({} if reply.automatic else {"answer": True})}
        event = Event(
            now, "reply.bounced", message_id=reply.message_id, application_id=reply.application_id, reply_id=reply.id, detail=detail
        )
        work.events.append(event)
    return True


def _only_a_copy(tx: Tx, reply: ReplyRecord, recipient: str) -> bool:
    """Whether a person's answer came back from somebody who had a copy of it, and from nobody it was written to."""
    answer = answers.get(tx, reply.id)
    return answer is not None and any(address.same_mailbox(recipient, one) for one in answer.cc)


def _reply(tx: Tx, bounce: bounces.Bounce) -> ReplyRecord | None:
    tokens = [t for t in (bounce.token, bounce.envelope_id) if t]
    found = outbox.by_tokens(tx, tokens) or outbox.by_header_ids(tx, [bounce.original_message_id] if bounce.original_message_id else [])
    return found[-1] if found else None
