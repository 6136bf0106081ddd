"""The verdict carried out: a reply written into the outbox, or the letter held or ignored. In: DECIDED. Out: ANSWERED, HELD or IGNORED.

The reply's octets and Message-ID are final from here on, and its row is committed with the verdict. Of a burst the first mail is answered
at once; the rest wait until the burst is over and get one summary.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from intake.applications import brought, choose, completeness, papers, submission
from intake.applications.decision import Verdict
from intake.applications.finding import Code
from intake.applications.reply_names import PAPERS
from intake.business_time import words
from intake.business_time.calendar import Calendar
from intake.documents.document import MODEL_NAMES, Document, Form, Model
from intake.mail import compose, forwards, thread
from intake.mail.message import Address
from intake.pipeline.placing import Placed
from intake.pipeline.register import Registered
from intake.pipeline.work import Work
from intake.ports import Clock, Ids
from intake.replies import catalogue
from intake.replies.facts import Paper, Rendered, ReplyFacts
from intake.store import alarms, applications, documents, events, messages, notify, outbox, queues, switches
from intake.store.database import Tx
from intake.store.documents import DocumentRecord
from intake.store.events import Event
from intake.store.messages import MessageRecord
from intake.store.states import Message as State

log = structlog.get_logger()

PURPOSE = "acknowledgement"
PAUSED = "template-paused"


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose name replies bear. `envelope`: "verp" tags `bounce` with the reply's token, "null" is empty, "account" is `bounce` itself."""

    name: str
    address: str
    reply_to: str
    envelope: str
    bounce: str

    def envelope_from(self, token: str) -> str:
        """MAIL FROM of a reply."""
        return {"verp": thread.tagged(self.bounce, token), "null": ""}.get(self.envelope, self.bounce)


class Templates(Protocol):
    """The replies as they are worded now."""

    def render(self, name: str, facts: ReplyFacts) -> Rendered: ...

    def paused(self, name: str) -> bool: ...


class Acknowledge:
    """Renders and queues. Says only what came in this mail, unless the sender is on the application already."""

    def __init__(
        self, *, clock: Clock, ids: Ids, calendar: Calendar, templates: Templates, sender: Sender, burst: timedelta, breaker_per_minute: int
    ) -> None:
        self._clock = clock
        self._ids = ids
        self._calendar = calendar
        self._templates = templates
        self._sender = sender
        self._burst = burst
        self._breaker = breaker_per_minute

    def prepare(self, work: Work) -> None:
        """Nothing that is slow."""

    def commit(self, tx: Tx, work: Work) -> None:
        """Write the outcome; ends the letter's road, or sets it down until its burst is over."""
        verdict = work.known("verdict")
        work.changes["release"] = True
        if verdict == Verdict.NEVER:
            self._end(work, State.IGNORED, needs_person=False)
        elif verdict == Verdict.HOLD:
            self._end(work, State.HELD, needs_person=not work.record.older)
        elif work.decision is not None and work.decision.fold:
            work.changes |= {"fold_key": work.known("reply_to"), "wait_until": self._clock.now() + self._burst}
        else:
            self._answer(tx, work)

    def _end(self, work: Work, after: State, *, needs_person: bool) -> None:
        work.path.append(after)
        work.changes["needs_person"] = needs_person
        application = work.known("application_id")
        work.events.append(Event(self._clock.now(), f"message.{after}", message_id=work.record.id, application_id=application))

    def _answer(self, tx: Tx, work: Work) -> None:
        now = self._clock.now()
        fellows = self._fellows(tx, work)
        facts = self._facts(tx, work, fellows)
        if self._templates.paused(catalogue.settle(work.known("template"), facts)) and not self._released(tx, work):
            self._hold(tx, work)
            return
        rendered = self._templates.render(work.known("template"), facts)
        if rendered.fallback:
            text = f"{rendered.template} cannot be used as it is edited: the shipped words are sent; see `intake templates check`"
            alarms.put(tx, code="templates.refused", subject=rendered.template, text=text, now=now)
        token = self._ids.token()
        reply_id = outbox.queue(tx, self._reply(work, rendered, token, now, covers=1 + len(fellows)))
        notify.ring(tx, notify.QUEUED)
        self._break(tx, now)
        work.path.append(State.ANSWERED)
        work.changes |= {"reply_id": reply_id, "template": rendered.template, "fold_key": None}
        # Who got the neutral line still waits in the queue of his kind.
        work.changes["needs_person"] = work.decision is not None and work.decision.queue is not None
        application = work.known("application_id")
        detail = {
            "template": rendered.template,
            "version": rendered.version,
            "covers": 1 + len(fellows),
            "shipped_instead": rendered.fallback,
            "missing": list(facts.missing),
        }
        work.events.append(
            Event(now, "reply.queued", message_id=work.record.id, application_id=application, reply_id=reply_id, detail=detail)
        )
        for fellow in fellows:
            messages.answer_with(tx, fellow.id, reply_id)
            work.events.append(
                Event(now, "message.answered", message_id=fellow.id, application_id=fellow.application_id, reply_id=reply_id)
            )

    def _released(self, tx: Tx, work: Work) -> bool:
        """Whether it was held for this before, and a person let it go."""
        return work.decision is None and PAUSED in messages.flags(tx, work.record.id)

    def _hold(self, tx: Tx, work: Work) -> None:
        """Somebody paused this reply: a person looks at it first."""
        whole = queues.whole(tx, work.record.id)
        reason = {"code": PAUSED, "text": "This reply is paused: a person looks at it before it goes."}
        work.changes |= {
            "verdict": str(Verdict.HOLD),
            "reasons": [*(work.changes.get("reasons") or whole.reasons), reason][-30:],
            "flags": [*(work.changes.get("flags") or whole.flags), PAUSED],
            "fold_key": None,
        }
        self._end(work, State.HELD, needs_person=True)

    def _fellows(self, tx: Tx, work: Work) -> list[MessageRecord]:
        """The other mails of a burst, answered by the same summary."""
        key = work.record.fold_key
        return [m for m in messages.folded(tx, key) if m.id != work.record.id] if key else []

    def _reply(self, work: Work, rendered: Rendered, token: str, now: datetime, *, covers: int) -> outbox.NewReply:
        to = str(work.known("reply_to"))
        # An agency whose mail was passed on is answered in the thread that it knows, or in none.
        mail = forwards.written_by(work.message, to)
        message_id = thread.message_id(token, self._sender.address.rpartition("@")[2])
        raw = compose.compose(
            compose.Outgoing(
                from_=Address(self._sender.name, self._sender.address), to=to, subject=rendered.subject, text=rendered.text,
                html=rendered.html, date=now, message_id=message_id, token=token, reply_to=self._sender.reply_to,
                in_reply_to=mail.message_id if mail is not None else None,
                references=(mail.references or mail.in_reply_to[:1]) if mail is not None else (),
            )
        )  # fmt: skip
        return outbox.NewReply(
            message_id=work.record.id, application_id=work.known("application_id"), purpose=PURPOSE, automatic=True,
            template=rendered.template, template_version=rendered.version, recipient=to, recipient_domain=to.rpartition("@")[2].lower(),
            envelope_from=self._sender.envelope_from(token), header_message_id=message_id, token=token, raw=raw,
            queued_at=now, ready_at=now, covers=covers,
        )  # fmt: skip

    def _facts(self, tx: Tx, work: Work, fellows: Sequence[MessageRecord]) -> ReplyFacts:
        received = work.record.received_at
        due_at = work.known("due_at")
        registered: Registered | None = work.registered
        placed = registered.placed if registered is not None else []
        told, others, sure = self._papers(tx, work)
        for fellow in fellows:
            more, rest, read = _recorded(documents.of_message(tx, fellow.id))
            told, others, sure = (*told, *more), others + rest, sure and read
        links = "links" in (work.decision.flags if work.decision is not None else messages.flags(tx, work.record.id))
        self._choose(work, placed, fellows, links=links)
        # Where the letter is taken up again, the ledger tells what it and its fellows brought.
        ids = [work.record.id, *(fellow.id for fellow in fellows)]
        cases = [p.application for p in placed] if registered is not None else applications.of_letters(tx, ids, at_first=True)
        references = tuple(dict.fromkeys(case.reference for case in cases))
        missing = completeness.sender_codes(registered.findings) if registered is not None and not links else ()
        if work.known("template") == PAPERS and not (told or others or fellows):
            missing = (Code.ATTACHMENT_NOT_FOUND,)  # it applies in words, or its subject promises a paper
        return ReplyFacts(
            reference=str(work.known("reference") or ""),
            received=words.moment(received, self._calendar),
            answer_by=words.promise(due_at, self._calendar) if due_at is not None else None,
            papers=told,
            other_attachments=others,
            missing=missing,
            models_asked=tuple(dict.fromkeys(MODEL_NAMES[m] for p in placed for m in p.submission.models)) if sure else (),
            agency=cases[0].directory_name if len(cases) == 1 and sure else None,
            out_of_hours=not self._calendar.in_hours(received),
            links_only=links and not told,
            folded=len(fellows),
            references=references if len(references) > 1 else (),
        )

    def _choose(self, work: Work, placed: Sequence[Placed], fellows: Sequence[MessageRecord], *, links: bool) -> None:
        """Once it is known where the papers went, the reply may speak of an application on record; not to those who are not on it."""
        if fellows:
            work.changes["template"] = choose.summary([work.known("template"), *(fellow.template for fellow in fellows)])
        if work.decision is None or not placed:
            return
        added = all(p.silent for p in placed)
        new = [d for p in placed for d in p.submission.papers if not d.blank]
        work.changes["template"] = choose.reply(new, added=added, link_seen=links)

    def _papers(self, tx: Tx, work: Work) -> tuple[tuple[Paper, ...], int, bool]:
        """The papers of this mail in our words, how many other attachments came, and whether all papers were read for certain.

        What was read from a picture, or with doubt, is an attachment to its sender: he is told nothing of it.
        """
        if work.registered is None:
            return _recorded(documents.of_message(tx, work.record.id), brought.trimmings(work.message))
        trimmings = brought.trimmings(work.message)
        told: list[Paper] = []
        others: list[Document] = []
        for document in work.documents:
            if papers.is_paper(document) and not submission.unread(document):
                told.append(_paper(document.form, document.model, document.pages))
            elif document.sha256 not in trimmings:
                others.append(document)
        return tuple(told), len(others), not any(map(papers.is_paper, others))

    def _break(self, tx: Tx, now: datetime) -> None:
        """The breaker: more replies in a minute than can be honest stops them all and calls a person."""
        if not outbox.more_queued_than(tx, self._breaker, now - timedelta(minutes=1)) or not switches.replies_on(tx):
            return
        why = f"more than {self._breaker} automatic replies in a minute"
        switches.throw(tx, name=switches.REPLIES, value="off", by_who="breaker", at=now, reason=why)
        alarms.put(
            tx, code="replies.breaker", subject="outbox", text=f"automatic replies are paused: {why}; look, then `intake replies on`",
            now=now, urgent=True,
        )  # fmt: skip
        events.add(tx, [Event(now, "replies.off", actor="breaker", detail={"per_minute": self._breaker})])
        log.error("replies.breaker", per_minute=self._breaker)


def _paper(form: Form, model: Model | None, pages: int) -> Paper:
    kind = {Form.LOI: "letter", Form.MOA: "agreement"}.get(form, "other")
    return Paper(kind, MODEL_NAMES[model] if model is not None else None, pages)


def _recorded(records: Sequence[DocumentRecord], trimmings: frozenset[str] = frozenset()) -> tuple[tuple[Paper, ...], int, bool]:
    """The same from the ledger, where a letter is taken up again. What was read on since its verdict is told to nobody."""
    small = {r.sha256 for r in records if r.media_type.startswith("image/") and r.size < brought.SMALL_PICTURE}
    came = [r for r in records if (r.first_form or r.form) in (Form.LOI, Form.MOA) and not r.blank]
    told = [r for r in came if r.fully_read and r.first_form is None]
    found = tuple(_paper(Form(str(r.form)), Model(r.model) if r.model else None, r.pages) for r in told)
    others = [r for r in records if r not in told and r.sha256 not in trimmings | small]
    return found, len(others), len(told) == len(came)
