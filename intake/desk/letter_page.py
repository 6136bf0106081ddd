"""All that the page of a letter shows, put together. In: a letter and who looks. Out: one value; the look is recorded.

Built on `letter.show`, so that the page and the command say the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from intake import errors
from intake.applications.finding import SENDER
from intake.applications.status import Status
from intake.business_time import words
from intake.desk import choices, fields, letter, recorded, signatures, timeline
from intake.desk.assessment import Case, Context, Finding
from intake.desk.cases import NAMES, Move, lawful, waiting_since
from intake.desk.choices import Choice
from intake.desk.desk import Desk
from intake.desk.fields import Seen
from intake.desk.letter import ProposedReply, Whole
from intake.desk.signatures import Signature
from intake.desk.timeline import Entry
from intake.security import masking
from intake.store import corrections, work
from intake.store.corrections import CorrectionRecord
from intake.store.database import Tx
from intake.store.documents import DocumentRecord
from intake.store.queues import WholeLetter
from intake.store.work import ReminderRecord

PAPERS: Final = {
    "loi": "Letter of interest", "moa": "Memorandum of agreement", "unreadable": "A file no program can open", "other": "Other paper",
}  # fmt: skip
FORMS: Final = ("loi", "moa")
STATES: Final = {
    "waiting": "some pages are still to be read by the service", "unreadable": "cannot be opened", "killed": "reading it failed",
    "late": "reading it took too long",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A finding. `audience` is "told", "untold" or "staff"; `place` says where, `page` and `paper` lead there."""

    text: str
    code: str
    audience: str
    place: str
    page: int | None = None
    paper: int | None = None  # position


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper beside what was read from it. `first_page` to `last_page` are its pages in the file. `drawable`: pages can be pictures."""

    position: int
    title: str
    filename: str
    media_type: str
    size: int
    pages: int
    first_page: int
    state: str
    fields: tuple[Seen, ...]
    missing: tuple[tuple[str, str], ...]  # fields that were not read: name and label
    signatures: tuple[Signature, ...]
    issues: tuple[Said, ...]
    private_pages: tuple[int, ...]
    drawable: bool

    @property
    def last_page(self) -> int:
        """The last of its pages in the file."""
        return self.first_page + max(self.pages, 1) - 1


@dataclass(frozen=True, slots=True)
class CaseView:
    """An application the letter has to do with."""

    id: int
    reference: str
    agency: str
    state: str
    status: str
    status_name: str
    version: int
    waiting_since: datetime | None
    moves: tuple[Move, ...]
    case: Case | None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Instants are aware UTC. `text` is all that the mail says, masked."""

    whole: Whole
    time_left: str | None
    late: bool
    assignee: str | None
    papers: tuple[PaperView, ...]
    cases: tuple[CaseView, ...]
    findings: tuple[Said, ...]
    timeline: tuple[Entry, ...]
    choices: tuple[Choice, ...]
    reminders: tuple[ReminderRecord, ...]

    @property
    def letter(self) -> WholeLetter:
        """The letter's own row."""
        return self.whole.letter


def look(
    desk: Desk, number: int, *, who: str, context: Context | None = None,
    proposed_reply: Callable[[WholeLetter], ProposedReply | None] | None = None, text: Callable[[WholeLetter], str] | None = None,
) -> LetterPage:  # fmt: skip
    """Raises errors.NotFound."""
    (whole,) = letter.show(desk, f"#{number}", who=who, context=context, proposed_reply=proposed_reply, text=text and _safely(text))
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        said = corrections.of_message(tx, number)
        judged = {case.reference: case for case in whole.assessment.applications}
        found = tuple(case_view(tx, each, judged.get(each.reference)) for each in letter.applications_of(tx, whole.letter))
        entries = timeline.of_letter(tx, number, [case.id for case in found])
        reminders = tuple(each for each in work.reminders(tx, number) if each.done_at is None)
        assignee = work.assignee(tx, number)
        papers = tuple(_paper(tx, each, [c for c in said if c.position == each.document.position]) for each in whole.papers)
    open_ = whole.letter.asks_answer and whole.letter.responded_at is None
    due = whole.letter.due_at if open_ else None
    return LetterPage(
        whole=whole,
        time_left=None if due is None else words.time_left(now, due, desk.calendar),
        late=due is not None and due < now,
        assignee=assignee,
        papers=masking.everywhere(papers),
        cases=masking.everywhere(found),
        findings=tuple(each for case in whole.assessment.applications for each in _findings(case, papers)),
        timeline=masking.everywhere(tuple(entries)),
        choices=choices.of_letter(whole.letter, whole.replies, whole.proposals, by_hand=recorded.by_hand(whole.letter, whole.history)),
        reminders=masking.everywhere(reminders),
    )


def _safely(text: Callable[[WholeLetter], str]) -> Callable[[WholeLetter], str]:
    """Bytes that are gone or cannot be understood leave the author's words as they were recorded."""

    def read(of: WholeLetter) -> str:
        try:
            return text(of)
        except (errors.NotFound, errors.UnreadableMail):
            return of.excerpt

    return read


def case_view(tx: Tx, record: Any, judged: Case | None) -> CaseView:
    """An application as it stands."""
    return CaseView(
        id=record.id, reference=record.reference, agency=record.agency_name, state=record.state, status=record.status,
        status_name=NAMES[Status(record.status)], version=record.version, waiting_since=waiting_since(tx, record.id, record.status),
        moves=lawful(record.status), case=judged,
    )  # fmt: skip


def _paper(tx: Tx, paper: letter.Paper, said: list[CorrectionRecord]) -> PaperView:
    document = paper.document
    standing = {each.name: each for each in said if each.undone_at is None}
    order = {name: place for place, name in enumerate(fields.LABELS)}
    hidden = {each.name for each in paper.fields if _is_hidden(each.value)}
    read = [
        fields.seen(each, standing.get(each.name), _edition(said, each.name), None, hidden=each.name in hidden) for each in paper.fields
    ]
    read += [fields.unreadable(each, _edition(said, name), None) for name, each in standing.items() if each.act == corrections.UNREADABLE]
    read.sort(key=lambda field: order.get(field.name, len(order)))
    known = {field.name for field in read}
    findings: dict[str, Any] = paper.findings
    first = int(findings.get("first_page", 1))
    return PaperView(
        position=document.position, title=_title(document), filename=document.filename, media_type=document.media_type, size=document.size,
        pages=document.pages, first_page=first, state=STATES.get(document.state, ""), fields=tuple(read),
        missing=_missing(known) if document.form in FORMS else (),
        signatures=signatures.of_paper(document.form, findings["signatures"], standing, lambda name: _edition(said, name)),
        issues=tuple(_issue(each, document.position) for each in findings["issues"]),
        private_pages=tuple(sorted({int(each["page"]) for each in findings["sensitive"] if each["page"]})),
        drawable=document.pages > 0 and (document.media_type == "application/pdf" or document.media_type.startswith("image/")),
    )  # fmt: skip


def _missing(known: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, label) for name, label in fields.LABELS.items() if name not in known)


def _edition(said: list[CorrectionRecord], name: str) -> int:
    mine = [each for each in said if each.name == name]
    return max((each.id for each in mine), default=0) + sum(each.undone_at is not None for each in mine)


def _is_hidden(value: object) -> bool:
    return any(mask in str(value) for mask in (masking.MASK, masking.BIRTH_MASK, "[list of people hidden"))


def _title(document: DocumentRecord) -> str:
    name = PAPERS.get(document.form or "", "Paper")
    return f"{name}, {document.model}" if document.model else name


def _issue(found: dict[str, Any], position: int) -> Said:
    page = found.get("page")
    audience = "untold" if found["audience"] == SENDER else "staff"
    return Said(found["text"], found["code"], audience, f"page {page}" if page else "", page, position)


def _findings(case: Case, papers: tuple[PaperView, ...]) -> list[Said]:
    groups = (("told", case.told), ("settled", case.settled), ("untold", case.untold), ("staff", case.staff))
    return [_said(each, audience, papers) for audience, group in groups for each in group]


def _said(finding: Finding, audience: str, papers: tuple[PaperView, ...]) -> Said:
    name = {"loi": "Letter of interest", "moa": "Agreement"}.get(str(finding.form or ""), "")
    title = " ".join(filter(None, (name, str(finding.model or ""))))
    place = ", ".join(filter(None, (title, f"page {finding.page}" if finding.page else "")))
    whole = PAPERS.get(str(finding.form or ""), "")
    wanted = f"{whole}, {finding.model}" if finding.model and str(finding.form) == "moa" else whole
    paper = next((each.position for each in papers if wanted and each.title == wanted), None)
    return Said(finding.text, str(finding.code), audience, place, finding.page, paper)
