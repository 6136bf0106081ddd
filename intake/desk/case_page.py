"""All that the page of an application shows. In: a reference and who looks. Out: one value; the look is recorded."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from intake import errors
from intake.applications import agencies, agency_names
from intake.desk import assessment, timeline
from intake.desk.assessment import Case, Context
from intake.desk.desk import Desk
from intake.desk.letter_page import CaseView, case_view
from intake.desk.timeline import Entry
from intake.security import masking
from intake.store import applications, cases, documents, events, queues
from intake.store.applications import ApplicationRecord, PaperRecord
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.queues import LetterHead

MOST_NEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper in its place; `replaced` where a later one took it."""

    title: str
    model: str | None
    letter: int
    position: int
    placed_at: datetime
    replaced: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that stands."""

    number: int
    reference: str
    inside: bool  # the other one is part of this one
    reason: str
    by_who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """`near` are applications of the same agency or place, that may be the same one."""

    view: CaseView
    record: ApplicationRecord
    letters: tuple[LetterHead, ...]
    papers: tuple[Filed, ...]
    people: tuple[str, ...]
    merges: tuple[Merged, ...]
    near: tuple[tuple[str, str], ...]
    timeline: tuple[Entry, ...]


def look(desk: Desk, reference: str, *, who: str, context: Context | None = None) -> CasePage:
    """Raises errors.NotFound."""
    with desk.db.write() as tx:
        record = applications.by_reference(tx, reference.strip()[:60].upper())
        if record is None:
            raise errors.NotFound(f'no application has the reference "{reference.strip()[:60]}"')
        heads = tuple(queues.heads(tx, queues.of_applications(tx, [record.id])).values())
        gathered = None if not heads else assessment.gather(tx, queues.whole(tx, heads[-1].id))
        blocks = agencies.blocks_of(agency_names.parse(record.agency_name, record.state, record.county or ""))
        found = applications.near(tx, state=record.state, agency_key=record.agency_key, blocks=blocks, limit=MOST_NEAR)
        page = CasePage(
            view=case_view(tx, record, None),
            record=record,
            letters=heads,
            papers=tuple(sorted((_filed(tx, each) for each in applications.papers(tx, record.id)), key=_by_model)),
            people=tuple(sorted(address for address, _ in applications.participants(tx, [record.id])[record.id])),
            merges=tuple(_merged(tx, each, record.id) for each in cases.merges(tx, record.id) if each.undone_at is None),
            near=tuple((each.reference, each.agency_name) for each in found if each.id != record.id and each.status != "closed"),
            timeline=tuple(timeline.of_application(tx, record.id)),
        )
        events.add(tx, [Event(desk.db.now(tx), "application.shown", application_id=record.id, actor=who)])
    judged = () if gathered is None else assessment.judge(gathered, context or Context()).applications
    case: Case | None = next((each for each in judged if each.reference == record.reference), None)
    return masking.everywhere(replace(page, view=replace(page.view, case=case)))


def _filed(tx: Tx, paper: PaperRecord) -> Filed:
    position = next((d.position for d in documents.of_message(tx, paper.message_id) if d.id == paper.document_id), 0)
    title = {"loi": "Letter of interest", "moa": "Memorandum of agreement"}.get(paper.form, "Paper")
    return Filed(title, paper.model, paper.message_id, position, paper.placed_at, paper.replaced_by is not None)


def _by_model(paper: Filed) -> tuple[str, bool, datetime]:
    """The letter first, then model by model; what stands before what was replaced."""
    return paper.model or "", paper.replaced, paper.placed_at


def _merged(tx: Tx, merge: cases.MergeRecord, mine: int) -> Merged:
    inside = merge.into_id == mine
    other = applications.get(tx, merge.made_id if inside else merge.into_id)
    return Merged(merge.id, other.reference, inside, merge.reason, merge.by_who, merge.at)
