"""A person's answer to a letter: begun from a template, edited, looked at, sent once, taken back. In: a form. Out: drafts; a reply queued.

The clock of the letter stops when a server took the answer, not before (pipeline/answered.py).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from intake import errors
from intake.applications import recipients
from intake.applications.recipients import MOST_ADDRESSED, Circle, Known
from intake.desk import answer_facts, references
from intake.desk.answer_facts import Facts
from intake.desk.desk import Desk
from intake.desk.writing import Mail, Writing, Written
from intake.replies import wording
from intake.replies.catalogue import ANSWERS
from intake.replies.catalogue import CORRECTION as CORRECTION
from intake.replies.facts import Begun, Rendered
from intake.replies.renderer import MAX_ANSWER
from intake.security import masking, sensitive
from intake.store import answers, drafts, events, notify, outbox
from intake.store.answers import AnswerRecord
from intake.store.database import Tx
from intake.store.drafts import DraftRecord
from intake.store.events import Event
from intake.store.outbox import NewReply
from intake.store.states import Reply

UNDO: Final = timedelta(seconds=10)
"""How long an answer rests in the outbox before it may go, so that it can be taken back."""
AT_IT: Final = timedelta(minutes=30)
"""Somebody who touched his draft within this time is answering."""
MAX_SUBJECT: Final = 120
GENERAL: Final = "answer.general"
KEY: Final = re.compile(r"[a-z0-9]{16,64}")
_UNFILLED: Final = re.compile(r"\[\[.*?\]\]", re.DOTALL)
_REPLY_MARK: Final = re.compile(r"^\s*(?:(?:re|aw|antw|sv)\s*:\s*)+", re.IGNORECASE)
_ON_ITS_WAY: Final = (Reply.QUEUED, Reply.DEFERRED, Reply.CLAIMED, Reply.IN_DATA)


@dataclass(frozen=True, slots=True)
class Form:
    """What a person filled in. `key` makes it go once, however often it is sent."""

    key: str
    template: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What speaks against sending, beside its field. `confirm`: the mark that says "it is meant so"; "" where nothing can."""

    field: str  # "to" | "cc" | "subject" | "body" | "form"
    text: str
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A template to begin with."""

    name: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Open:
    """The form as it is shown. `opening` and `closing` are the office's and cannot be edited; `others` are answering it too.

    `saved_at` is None where nothing was written yet; `follow_up`: sentences that an earlier reply should be corrected by.
    """

    letter: int
    reference: str
    form: Form
    known: tuple[Known, ...]
    opening: str
    closing: str
    choices: tuple[Choice, ...]
    others: tuple[str, ...]
    saved_at: datetime | None
    answered_at: datetime | None
    follow_up: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail as it will look, and what speaks against sending it."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str
    html: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """It goes out at `leaves_at`; until then it can be taken back. `again`: this form had been sent before, and went once."""

    letter: int
    reply: int
    leaves_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was sent; the draft is kept. `faults` are all, those that were confirmed among them."""

    faults: tuple[Fault, ...]


def begin(desk: Desk, writing: Writing, ref: str, *, who: str, staff_name: str = "", template: str = "") -> Open:
    """The form: that person's draft where he has one, else a template with the facts filled in. `template` begins anew with that one.

    Raises errors.NotFound, errors.Conflict and errors.TemplateError.
    """
    facts = answer_facts.gather(desk, ref, context=writing.context, staff_name=staff_name or who)
    letter = facts.letter
    with desk.db.read() as tx:
        draft = drafts.get(tx, letter.id, who)
        others = _others(tx, letter.id, who, desk.db.now(tx))
    known = _known(writing, facts)
    if template or draft is None:
        template = template or (CORRECTION if facts.reply.settled else GENERAL)
        begun = _begun(writing, facts, template)
        fresh = Form(
            key=writing.key(), template=template, to=tuple(each.address for each in known if each.usual), cc=(),
            subject=_subject(letter.subject, begun), body=begun.body,
        )  # fmt: skip
        form = replace(fresh, to=tuple(draft.to), cc=tuple(draft.cc), key=draft.key) if draft is not None else fresh
    else:
        form = _form(draft)
        begun = _begun(writing, facts, form.template)
    return Open(
        letter=letter.id, reference=facts.reply.reference, form=form, known=masking.everywhere(known), opening=begun.opening,
        closing=begun.closing, choices=tuple(Choice(each.name, each.purpose) for each in ANSWERS.values()), others=others,
        saved_at=draft.saved_at if draft is not None else None, answered_at=letter.responded_at,
        follow_up=tuple(_sentences(writing, facts)),
    )  # fmt: skip


def save(desk: Desk, ref: str, form: Form, *, who: str) -> datetime:
    """Keep what stands in the form, whatever it is; when. Raises errors.NotFound and errors.Conflict."""
    with desk.db.write() as tx:
        letter = references.one(tx, ref, lambda _: True, "on record")
        now = desk.db.now(tx)
        _keep(tx, letter.id, form, who, now)
        return now


def discard(desk: Desk, ref: str, *, who: str) -> bool:
    """Throw that person's draft away; False where there was none. Raises errors.NotFound and errors.Conflict."""
    with desk.db.write() as tx:
        return drafts.drop(tx, references.one(tx, ref, lambda _: True, "on record").id, who)


def preview(desk: Desk, writing: Writing, ref: str, form: Form, *, who: str, staff_name: str = "") -> Preview:
    """The mail as it will look. Raises errors.NotFound, errors.Conflict and errors.TemplateError."""
    facts = answer_facts.gather(desk, ref, context=writing.context, staff_name=staff_name or who)
    form = _clean(form)
    rendered = _rendered(writing, facts, form)
    faults = _faults(writing, facts, form)
    with desk.db.read() as tx:
        faults += _of_others(tx, facts.letter.id, who, desk.db.now(tx))
    return Preview(form.to, form.cc, rendered.subject, rendered.text, rendered.html, tuple(faults))


def send(
    desk: Desk, writing: Writing, ref: str, form: Form, *, who: str, staff_name: str = "", confirmed: frozenset[str] = frozenset()
) -> Queued | Refused:
    """Queue it, once for each key. `confirmed` holds marks of faults that are meant so. What is refused stays a draft.

    Raises errors.NotFound, errors.Conflict and errors.TemplateError.
    """
    if not KEY.fullmatch(form.key):
        raise errors.Conflict("the form has lost its key: open it anew, your text is kept")
    facts = answer_facts.gather(desk, ref, context=writing.context, staff_name=staff_name or who)
    form, number = _clean(form), facts.letter.id
    rendered = _rendered(writing, facts, form)
    faults = _faults(writing, facts, form)
    # Nothing is open on the database while the letter's bytes are read.
    mail = Mail(form.to, form.cc, rendered.subject, rendered.text, rendered.html, facts.letter)
    written = None if any(not each.confirm for each in faults) else writing.post.write(mail)
    with desk.db.write() as tx:
        desk.db.lock(tx, f"answer {number}")
        now = desk.db.now(tx)
        before = next((each for each in answers.of_message(tx, number) if each.key == form.key), None)
        if before is not None:
            return _again(tx, before, now)
        faults += _of_others(tx, number, who, now)
        if _left(faults, confirmed) or written is None:
            _keep(tx, number, form, who, now)
            return Refused(tuple(faults))
        reply = _queue(tx, written, form, rendered, facts, now)
        kept = AnswerRecord(reply, number, who, form.key, form.template, [*form.to], [*form.cc], form.subject, form.body, None, [], [])
        answers.keep(tx, kept)
        drafts.drop(tx, number, who)
        detail = {"template": form.template, "version": rendered.version, "to": len(form.to), "cc": len(form.cc)}
        if form.template == CORRECTION:
            detail |= {"settled": list(facts.reply.settled)}
        case = facts.letter.application_id
        events.add(tx, [Event(now, "answer.queued", message_id=number, application_id=case, reply_id=reply, actor=who, detail=detail)])
        notify.ring(tx, notify.QUEUED)
    return Queued(number, reply, now + UNDO)


def undo(desk: Desk, writing: Writing, reply: int, *, who: str) -> Form:
    """Take an answer back that has not gone yet; its text is that person's draft again, under a new key.

    Raises errors.NotFound, and errors.Conflict where it is on its way.
    """
    with desk.db.write() as tx:
        record, answer = outbox.get(tx, reply), answers.get(tx, reply)
        if answer is None:
            raise errors.NotFound(f"reply {reply} is no person's answer")
        state = Reply(record.state)
        waiting = state in (Reply.QUEUED, Reply.DEFERRED)
        if not waiting or not outbox.move(tx, reply, state, Reply.WITHDRAWN, ready_at=None, why="taken back", settled_by=who):
            raise errors.Conflict("it is on its way already and cannot be taken back")
        now = desk.db.now(tx)
        form = Form(writing.key(), answer.template, tuple(answer.to), tuple(answer.cc), answer.subject, answer.body)
        _keep(tx, answer.message_id, form, who, now)
        events.add(tx, [Event(now, "answer.taken_back", message_id=answer.message_id, reply_id=reply, actor=who)])
    return form


@dataclass(frozen=True, slots=True)
class Going:
    """What became of an answer so far. `state` in words; `undo_for` seconds for which it can be taken back."""

    letter: int
    reply: int
    state: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    author: str
    undo_for: int
    refused: tuple[str, ...]


_STATES: Final = {
    Reply.QUEUED: "waits to go out", Reply.CLAIMED: "is going out", Reply.IN_DATA: "is going out", Reply.SENT: "went out",
    Reply.DEFERRED: "could not be handed over yet and is tried again", Reply.UNSURE: "may or may not have gone: see what needs a person",
    Reply.DEAD: "was refused for good: see what needs a person", Reply.BOUNCED: "came back: see what needs a person",
    Reply.WITHDRAWN: "was taken back",
}  # fmt: skip


def look(desk: Desk, ref: str, reply: int) -> Going:
    """An answer to that letter as it stands. Raises errors.NotFound."""
    with desk.db.read() as tx:
        record, answer = outbox.get(tx, reply), answers.get(tx, reply)
        if answer is None or str(answer.message_id) != ref:
            raise errors.NotFound(f"reply {reply} is no answer to this letter")
        now = desk.db.now(tx)
    state = Reply(record.state)
    left = int((record.ready_at - now).total_seconds()) if state in (Reply.QUEUED, Reply.DEFERRED) and record.ready_at else 0
    return Going(
        answer.message_id, reply, _STATES[state], tuple(answer.to), tuple(answer.cc), answer.subject, answer.author, max(left, 0),
        tuple(answer.refused),
    )  # fmt: skip


def _begun(writing: Writing, facts: Facts, template: str) -> Begun:
    return writing.templates().begin(template, answer_facts.without(facts.reply, facts.reply.settled))


def _rendered(writing: Writing, facts: Facts, form: Form) -> Rendered:
    templates = writing.templates()
    begun = templates.begin(form.template, facts.reply)
    return templates.finish(begun, subject=form.subject, body=form.body)


def _sentences(writing: Writing, facts: Facts) -> Sequence[str]:
    return wording.settled(facts.reply.settled)


def _known(writing: Writing, facts: Facts) -> tuple[Known, ...]:
    letter = facts.letter
    circle = Circle(
        sender=letter.from_address, sender_name=letter.from_name, author=(letter.forward or {}).get("author") or "",
        people=facts.people, contacts=facts.contacts,
    )  # fmt: skip
    return writing.post.known(letter, circle)


def _subject(subject: str, begun: Begun) -> str:
    """The letter's own, what is private in it masked, with one mark of a reply."""
    plain = masking.masked(" ".join(_REPLY_MARK.sub("", subject).split()))
    return f"Re: {plain}"[:MAX_SUBJECT] if plain else begun.subject


def _clean(form: Form) -> Form:
    """Addresses as they are written to, each once; a copy to somebody it is addressed to is left out."""
    to = tuple(dict.fromkeys(recipients.plain(each) for each in form.to if each.strip()))
    cc = tuple(dict.fromkeys(recipients.plain(each) for each in form.cc if each.strip()))
    body = form.body.replace("\r\n", "\n").replace("\r", "\n").strip()
    return replace(form, to=to, cc=tuple(each for each in cc if each not in to), subject=" ".join(form.subject.split()), body=body)


def _faults(writing: Writing, facts: Facts, form: Form) -> list[Fault]:
    found = list[Fault]()
    if not form.to:
        found.append(Fault("to", "Choose at least one person to write to."))
    if len(form.to) + len(form.cc) > MOST_ADDRESSED:
        found.append(Fault("to", f"Write to at most {MOST_ADDRESSED} people at once."))
    known = _known(writing, facts)
    for name, addresses in (("to", form.to), ("cc", form.cc)):
        for each in addresses[: MOST_ADDRESSED + 1]:
            if why := writing.post.refusal(each, facts.letter):
                found.append(Fault(name, f"{each[:100]}: {why}."))
            elif recipients.new([each], known):
                text = f"{each} is new: nobody wrote to us from there about this. Look at it again before you send."
                found.append(Fault(name, text, confirm=f"new:{each}"))
    if not form.subject:
        found.append(Fault("subject", "Write a subject."))
    if len(form.subject) > MAX_SUBJECT:
        found.append(Fault("subject", f"Shorten the subject to {MAX_SUBJECT} characters."))
    return found + _of_the_body(form.body)


def _of_others(tx: Tx, letter: int, who: str, now: datetime) -> list[Fault]:
    names = ", ".join(_others(tx, letter, who, now))
    text = f"Answering this letter too: {names}. Speak with them before you send."
    return [Fault("form", text, confirm="others")] if names else []


def _of_the_body(body: str) -> list[Fault]:
    if not body:
        return [Fault("body", "Write your answer.")]
    found = []
    if len(body) > MAX_ANSWER:
        found.append(Fault("body", f"Shorten the answer to {MAX_ANSWER:,} characters; it has {len(body):,}."))
    if unfilled := _UNFILLED.search(body):
        found.append(Fault("body", f'Replace "{unfilled[0][:80]}" by your own words.'))
    if any(True for _ in sensitive.find(body)):
        text = "The answer seems to hold a Social Security number, a date of birth or a list of people. Mail is not safe for these."
        found.append(Fault("body", text, confirm="private"))
    return found


def _left(faults: Sequence[Fault], confirmed: frozenset[str]) -> tuple[Fault, ...]:
    return tuple(each for each in faults if not each.confirm or each.confirm not in confirmed)


def _others(tx: Tx, letter: int, who: str, now: datetime) -> tuple[str, ...]:
    """Who else has a draft in hand, or an answer on its way."""
    found = [each.who for each in drafts.of_others(tx, letter, who, since=now - AT_IT)]
    going = {each.id for each in outbox.of_message(tx, letter) if each.state in _ON_ITS_WAY}
    found += [each.author for each in answers.of_message(tx, letter) if each.reply_id in going and each.author != who]
    return tuple(dict.fromkeys(found))


def _again(tx: Tx, before: AnswerRecord, now: datetime) -> Queued:
    record = outbox.get(tx, before.reply_id)
    if record.state == Reply.WITHDRAWN:
        raise errors.Conflict("this answer was taken back: open the form anew, your text is kept")
    return Queued(before.message_id, before.reply_id, record.ready_at or now, again=True)


def _queue(tx: Tx, written: Written, form: Form, rendered: Rendered, facts: Facts, now: datetime) -> int:
    first = form.to[0]
    return outbox.queue(
        tx,
        NewReply(
            message_id=facts.letter.id, application_id=facts.letter.application_id, purpose=f"{answers.PURPOSE}{form.key}",
            automatic=False, template=form.template, template_version=rendered.version, recipient=first,
            recipient_domain=first.rpartition("@")[2].lower(), envelope_from=written.envelope_from,
            header_message_id=written.header_message_id, token=written.token, raw=written.raw, queued_at=now, ready_at=now + UNDO,
        ),
    )  # fmt: skip


def _form(draft: DraftRecord) -> Form:
    return Form(draft.key, draft.template, tuple(draft.to), tuple(draft.cc), draft.subject, draft.body)


def _keep(tx: Tx, letter: int, form: Form, who: str, now: datetime) -> None:
    bound = MOST_ADDRESSED * 2
    to, cc = ([each[:254] for each in addresses[:bound]] for addresses in (form.to, form.cc))
    drafts.save(tx, DraftRecord(letter, who, form.key, form.template, to, cc, form.subject, form.body, now))
