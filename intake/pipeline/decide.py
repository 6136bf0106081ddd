"""The verdict on a letter. In: all that is known. Out: send, hold or never, with reasons; the clock started where an answer is due."""

from datetime import datetime, timedelta

from intake.applications import decide, reference, submission
from intake.applications.decision import Decision, Facts, History, Limits, Office, Reason, Verdict
from intake.applications.kinds import Kind
from intake.business_time import due
from intake.business_time.calendar import Calendar
from intake.mail import destinations
from intake.pipeline.register import Registered
from intake.pipeline.work import Work
from intake.ports import Clock, Ids, Role
from intake.store import alarms, applications, outbox
from intake.store.database import Database, Tx
from intake.store.events import Event
from intake.store.states import Message as State


class Decide:
    """Record always, reply conditionally."""

    def __init__(self, *, db: Database, clock: Clock, ids: Ids, calendar: Calendar, office: Office, limits: Limits) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._calendar = calendar
        self._office = office
        self._limits = limits

    def prepare(self, work: Work) -> None:
        """The words are read before anybody has to wait for us: which papers are on record already does not matter to most of them."""
        work.reading = decide.read(work.message, work.documents)

    def commit(self, tx: Tx, work: Work) -> None:
        """Write verdict, reasons, reference and due time."""
        now = self._clock.now()
        decision = self._of_ours(work) or decide.decide(self._facts(tx, work, now))
        work.decision = decision
        work.path.append(State.DECIDED)
        asks = decision.asks_answer and work.record.role != Role.SENT
        work.changes |= {
            "kind": str(decision.kind),
            "verdict": str(decision.verdict),
            "template": decision.template,
            "reply_to": decision.to,
            "reasons": [{"code": r.code, "text": r.text} for r in decision.reasons][:30],
            "flags": list(decision.flags),
            "queue": decision.queue,
            "topics": [str(topic) for topic in decision.topics] or None,
            "asks_answer": asks,
        }
        if asks:
            at = due.due(work.record.received_at, self._calendar)
            work.changes |= {"due_at": at.at, "calendar_version": at.calendar}
        if work.known("reference") is None and (asks or decision.verdict is Verdict.HOLD):
            work.changes["reference"] = self._reference(tx)
        if decision.alarm:
            text = f"letter {work.record.id} needs a person at once ({decision.alarm}): see `intake show {work.record.id}`"
            alarms.put(
                tx, code=f"letter.{decision.alarm}", subject=str(work.record.id), text=text, now=now, urgent=decision.alarm is Kind.THREAT
            )
        detail = {"kind": str(decision.kind), "verdict": str(decision.verdict), "reasons": [r.code for r in decision.reasons][:30]}
        application = work.known("application_id")
        work.events.append(Event(now, "message.decided", message_id=work.record.id, application_id=application, detail=detail))

    def _reference(self, tx: Tx) -> str:
        made = reference.make(self._ids.letters)
        while applications.taken(tx, made):
            made = reference.make(self._ids.letters)
        return made

    def _of_ours(self, work: Work) -> Decision | None:
        """Mail of the office's own that the rules for other people's mail do not fit."""
        found: Registered = work.registered
        if found.our_reply:
            return _ours("own_reply", "A copy of a reply of ours.")
        if found.answered:
            return _ours("response", "An answer by a person of the office; it stopped the clock of the letters it answers.")
        if work.record.role == Role.SENT:
            return _ours("sent_folder", "Lies in the office's own Sent folder.")
        return None

    def _facts(self, tx: Tx, work: Work, now: datetime) -> Facts:
        found: Registered = work.registered
        theirs = submission.correspondent(work.message, found.forward, self._office)
        to = destinations.of(theirs) or ""
        if to:
            # Caps and bursts count what went to this address: of two mails at once the second must see the first one's reply.
            self._db.lock(tx, f"recipient {to}")
        day, week, burst = (now - timedelta(days=1), now - timedelta(days=7), now - timedelta(minutes=self._limits.burst_minutes))
        sent = outbox.SentTo(0, 0, 0, 0)
        if to:
            sent = outbox.automatic_to(tx, recipient=to, day=day, week=week, burst=burst, most=self._limits.per_domain_day)
        history = History(
            to_address_today=sent.day,
            to_address_week=sent.week,
            to_domain_today=sent.domain_day,
            recent_from_sender=sent.burst if self._limits.burst_minutes else 0,
            answers_our_reply=found.thread.reply is not None,
            thread_token=found.thread.reply is not None,
            known_sender=found.known_sender,
            duplicate_of=found.duplicate_of,
            known_papers=found.known_papers,
        )
        return Facts(
            message=work.message,
            signs=found.signs,
            papers=work.documents,
            office=self._office,
            history=history,
            limits=self._limits,
            late_folder=work.record.role == Role.LATE,
            older=work.record.older,
            forward=found.forward,
            private=work.private,
            reading=work.reading,
        )


def _ours(code: str, text: str) -> Decision:
    return Decision(kind=Kind.INTERNAL, verdict=Verdict.NEVER, reasons=(Reason(code, text),), asks_answer=False)
