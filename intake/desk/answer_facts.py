"""What a template may say of a letter on record. In: a letter. Out: ReplyFacts, nothing of the sender's words in them."""

from dataclasses import dataclass, replace

from intake.applications import completeness, follow_up, submission
from intake.business_time import words
from intake.desk import assessment, references
from intake.desk.assessment import Assessment, Context, Gathered
from intake.desk.desk import Desk
from intake.replies.facts import Paper, ReplyFacts
from intake.store import answers, applications, documents, events, readings
from intake.store.database import Tx
from intake.store.documents import DocumentRecord
from intake.store.queues import WholeLetter

_KINDS = {"loi": "letter", "moa": "agreement"}


@dataclass(frozen=True, slots=True)
class Facts:
    """`contacts` are addresses that its papers name; `people` those on its application."""

    letter: WholeLetter
    reply: ReplyFacts
    contacts: tuple[str, ...]
    people: tuple[str, ...]


def gather(desk: Desk, ref: str, *, context: Context, staff_name: str = "") -> Facts:
    """Of the one letter that `ref` names. Raises errors.NotFound, and errors.Conflict where it names several."""
    with desk.db.read() as tx:
        letter = references.one(tx, ref, lambda _: True, "on record")
        gathered = assessment.gather(tx, letter)
        papers = documents.of_message(tx, letter.id)
        fields = documents.fields_of(tx, [paper.id for paper in papers])
        cases = applications.of_letters(tx, [letter.id])
        known = applications.participants(tx, [case.id for case in cases]) if cases else {}
        settled = _settled(tx, letter)
    judged = assessment.judge(gathered, context)
    facts = ReplyFacts(
        reference=letter.reference or next((case.reference for case in cases), ""),
        received=words.moment(letter.received_at, desk.calendar),
        answer_by=words.promise(letter.due_at, desk.calendar) if letter.due_at is not None else None,
        papers=tuple(_paper(paper) for paper in papers if paper.form in _KINDS and not paper.blank),
        other_attachments=sum(paper.form not in _KINDS and not paper.blank for paper in papers),
        missing=_missing(judged, gathered),
        agency=cases[0].directory_name if len(cases) == 1 else None,
        out_of_hours=not desk.calendar.in_hours(letter.received_at),
        staff_name=staff_name,
        settled=settled,
    )
    contacts = tuple(dict.fromkeys(str(each.value) for each in fields if each.name in ("poc_email", "pio_email")))
    people = tuple(dict.fromkeys(one for found in known.values() for one, _ in found))
    return Facts(letter, facts, contacts, people)


def settled(tx: Tx, letter: WholeLetter) -> tuple[str, ...]:
    """What our acknowledgement of this letter said was not found, and is there; what a follow-up told already is left out."""
    return _settled(tx, letter)


def _settled(tx: Tx, letter: WholeLetter) -> tuple[str, ...]:
    told: list[str] = []
    followed: set[str] = set()
    for event in events.of_message(tx, letter.id):
        if event.kind == "reply.queued":
            told += [str(code) for code in event.detail.get("missing", ())]
        elif event.kind == "answer.queued":
            followed |= {str(code) for code in event.detail.get("settled", ())}
    if not told:
        return ()
    papers = list(readings.of_letter(tx, letter.id).values())
    found = follow_up.settled(told, papers, asked=submission.models_asked(papers))
    gone = {reply.reply_id for reply in answers.of_message(tx, letter.id)}
    return tuple(code for code in found if not (gone and code in followed))


def _missing(judged: Assessment, gathered: Gathered) -> tuple[str, ...]:
    """What a sender may be told now: what was told and still holds, and what was not told."""
    if len(judged.applications) != 1:
        return ()
    case = judged.applications[0]
    return completeness.sender_codes((*case.told, *case.untold))


def _paper(paper: DocumentRecord) -> Paper:
    kind = _KINDS.get(paper.form or "", "other")
    return Paper(kind, paper.model if kind == "agreement" else None, paper.pages)


def without(facts: ReplyFacts, codes: tuple[str, ...]) -> ReplyFacts:
    """The same facts, what is settled no longer among what is missing."""
    return replace(facts, missing=tuple(code for code in facts.missing if code not in codes))
