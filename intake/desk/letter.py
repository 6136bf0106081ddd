"""One letter whole. In: a reference and who asks. Out: all that is on record of it; the showing is recorded."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from intake.desk import assessment, references
from intake.desk.assessment import Assessment, Context
from intake.desk.desk import Desk
from intake.security import masking
from intake.store import applications, documents, events, outbox, queues, responses, sightings
from intake.store.applications import ApplicationRecord, PaperRecord
from intake.store.database import Tx
from intake.store.documents import DocumentRecord, FieldRecord
from intake.store.events import Event, EventRecord
from intake.store.outbox import ReplyRecord
from intake.store.queues import LetterHead, WholeLetter
from intake.store.responses import ResponseRecord
from intake.store.sightings import SightingRecord


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper and what was read from it."""

    document: DocumentRecord
    fields: tuple[FieldRecord, ...]
    findings: dict[str, object]


@dataclass(frozen=True, slots=True)
class ProposedReply:
    """What `intake release` would send. Nothing of it was sent. `text` is None where it cannot be worded, and `fault` says why."""

    to: str
    template: str
    subject: str | None
    text: str | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything about a letter, what is private in any of its texts masked.

    `excerpt` is the author's own words; `text` all that the mail says, where it was asked for. `letters` are all letters of its
    applications, itself among them.
    """

    letter: WholeLetter
    subject: str
    excerpt: str
    sightings: tuple[SightingRecord, ...]
    papers: tuple[Paper, ...]
    application: ApplicationRecord | None
    placed: tuple[PaperRecord, ...]
    proposals: tuple[str, ...]  # references of applications this one may belong to
    replies: tuple[ReplyRecord, ...]
    responses: tuple[ResponseRecord, ...]
    history: tuple[EventRecord, ...]
    assessment: Assessment = field(default_factory=Assessment)
    standing: str = ""
    letters: tuple[LetterHead, ...] = ()
    proposed_reply: ProposedReply | None = None
    text: str | None = None


def show(
    desk: Desk,
    ref: str,
    *,
    who: str,
    context: Context | None = None,
    proposed_reply: Callable[[WholeLetter], ProposedReply | None] | None = None,
    text: Callable[[WholeLetter], str] | None = None,
) -> list[Whole]:
    """The letters of that reference, oldest first. `proposed_reply` and `text` read the kept bytes and are left out where nobody asks.

    Raises errors.NotFound, and what `text` raises.
    """
    with desk.db.write() as tx:
        found = references.letters(tx, ref)
        now: datetime = desk.db.now(tx)
        whole = [(_whole(tx, letter), assessment.gather(tx, letter)) for letter in found]
        events.add(tx, [Event(now, "message.shown", message_id=letter.id, actor=who) for letter in found])
    # The directory may be read for it, or the letter's bytes: nobody has to wait for that.
    judged = [
        replace(
            each,
            assessment=assessment.judge(gathered, context or Context()),
            proposed_reply=proposed_reply(each.letter) if proposed_reply is not None else None,
            text=text(each.letter) if text is not None else None,
        )
        for each, gathered in whole
    ]
    return masking.everywhere(judged)


def _paper(document: DocumentRecord, fields: list[FieldRecord], findings: dict[str, Any]) -> Paper:
    return Paper(document, tuple(_by_place(each, findings["sensitive"]) for each in fields if each.document_id == document.id), findings)


def _by_place(field: FieldRecord, places: list[dict[str, Any]]) -> FieldRecord:
    """What was read out of a list of people is not shown beside it."""
    value, raw = masking.by_place(field.value, field.raw, page=field.page, box=cast(list[float], field.bbox), places=places)
    return replace(field, value=value, raw=raw)


def applications_of(tx: Tx, letter: WholeLetter) -> list[ApplicationRecord]:
    """Those in which it placed a paper, and its own."""
    found = {each.id: each for each in applications.of_letters(tx, [letter.id])}
    if letter.application_id is not None and letter.application_id not in found:
        found[letter.application_id] = applications.get(tx, letter.application_id)
    return list(found.values())


def _whole(tx: Tx, letter: WholeLetter) -> Whole:
    papers = documents.of_message(tx, letter.id)
    fields = documents.fields_of(tx, [paper.id for paper in papers])
    case = None if letter.application_id is None else applications.get(tx, letter.application_id)
    cases = {each.id for each in applications_of(tx, letter)}
    return Whole(
        letter=letter,
        subject=letter.subject,
        excerpt=letter.excerpt,
        sightings=tuple(sightings.of_message(tx, letter.id)),
        papers=tuple(_paper(paper, fields, documents.findings_of(tx, paper.id)) for paper in papers),
        application=case,
        placed=() if case is None else tuple(applications.papers(tx, case.id)),
        proposals=tuple(applications.get(tx, each.candidate_id).reference for each in applications.proposals(tx, message_id=letter.id)),
        replies=tuple(outbox.of_message(tx, letter.id)),
        responses=tuple(responses.of_message(tx, letter.id)),
        history=tuple(events.of_message(tx, letter.id)),
        standing=references.stands(tx, letter),
        letters=tuple(queues.heads(tx, queues.of_applications(tx, cases)).values()),
    )
