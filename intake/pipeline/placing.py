"""One agency's papers put into an application. In: a submission and the ledger. Out: an application joined, named or made; papers filed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from intake.applications import agencies, completeness, eligibility, joining, papers, reference, status
from intake.applications.agencies import Aliases
from intake.applications.completeness import Finding
from intake.applications.decision import Office
from intake.applications.directory import Directory
from intake.applications.joining import Candidate, Join
from intake.applications.papers import Act, OnFile
from intake.applications.submission import Submission
from intake.documents.document import Document, Form, Model
from intake.mail import address, organisation
from intake.pipeline.work import Work
from intake.ports import Ids
from intake.store import applications
from intake.store.applications import ApplicationRecord
from intake.store.database import Tx
from intake.store.events import Event


class _Agency(TypedDict):
    """As `applications.make` and `applications.identify` take it."""

    agency_name: str
    agency_key: str
    state: str
    agency_type: str | None
    county: str | None
    directory_name: str | None
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one agency's submission."""

    submission: Submission
    application: ApplicationRecord
    silent: bool  # the reply may build on what is on record
    new: bool
    findings: tuple[Finding, ...]


class Placing:
    """By the rules of `joining`: silently, as a proposal, or into an application of its own."""

    def __init__(self, *, ids: Ids, office: Office, directory: Directory, aliases: Aliases) -> None:
        self._ids = ids
        self._office = office
        self._directory = directory
        self._aliases = aliases

    def place(
        self,
        tx: Tx,
        work: Work,
        one: Submission,
        now: datetime,
        *,
        bearer: ApplicationRecord | None,
        left: list[ApplicationRecord],
        known_in: int | None,
        vouched: bool,
    ) -> Placed | None:
        """None where a stranger sends what is on file already: one paper by two ways is one paper, and makes no second application."""
        candidates = [c for c in self._candidates(tx, one, bearer) if all(c.id != own.id for own in left)]
        token = None if bearer is None else bearer.id
        decided = joining.join(one, candidates, token_application=token, known=self._aliases, public=self._office.public_providers)
        if isinstance(decided, Join) and decided.silent and not vouched:
            text = "The sender could not be confirmed, so that staff must say whether this belongs here."
            decided = replace(decided, silent=False, proposal=True, code="unvouched", reason=text)
        joined, made = isinstance(decided, Join) and decided.silent, False
        if isinstance(decided, Join) and decided.silent:
            case = applications.get(tx, decided.application_id)
        elif known_in is not None:
            return None
        else:
            mine = self._left(tx, left, one, now)
            made = mine is None
            case = mine or self._make(tx, one, now)
            if isinstance(decided, Join):
                text = decided.reason
                applications.propose(
                    tx, message_id=work.record.id, application_id=case.id, candidate_id=decided.application_id, reason=text, now=now
                )
        code = "application.joined" if joined else "application.made"
        work.events.append(Event(now, code, message_id=work.record.id, application_id=case.id, detail={"why": decided.code}))
        filed = [] if made else on_file(applications.papers(tx, case.id))
        self.put(tx, work, case, one, filed, now, made=made, vouched=vouched)
        findings = completeness.assess(
            one.papers, on_file=filed if joined else (), asked=one.models, agency_type=one.agency_type,
            logos=completeness.logos(work.message),
        )  # fmt: skip
        return Placed(submission=one, application=case, silent=joined, new=not joined, findings=findings)

    def put(
        self, tx: Tx, work: Work, case: ApplicationRecord, one: Submission, on_file: Sequence[OnFile], now: datetime, *,
        made: bool, vouched: bool,
    ) -> None:  # fmt: skip
        """Papers and people into an application."""
        self._file(tx, work, case, one.papers, on_file, now)
        for known in sorted(one.participants)[:50] if vouched else ():
            self._participant(tx, case.id, known, one.domains, now)
        if not made:
            applications.touch(tx, case.id, now=now, status=status.after_paper(status.Status(case.status)))
        said = sorted(str(word) for word in eligibility.said_in(one.papers))
        work.events.append(Event(now, "application.assessed", message_id=work.record.id, application_id=case.id, detail={"said": said}))

    @staticmethod
    def _left(tx: Tx, left: list[ApplicationRecord], one: Submission, now: datetime) -> ApplicationRecord | None:
        """The application that an earlier run of this very letter made for the same agency, or before it was named; its reference stays."""
        same = (case for case in left if (case.state, case.agency_key) == (one.state, one.name.key))
        mine = next(same, None) or next((case for case in left if not case.agency_name), None)
        if mine is None:
            return None
        left.remove(mine)
        return mine if mine.agency_name or not one.agency_name else applications.identify(tx, mine.id, now=now, **_agency(one))

    def _candidates(self, tx: Tx, one: Submission, bearer: ApplicationRecord | None) -> list[Candidate]:
        near: dict[int, ApplicationRecord] = {}
        if bearer is not None:
            near[bearer.id] = bearer
        if one.agency_name:
            blocks = agencies.blocks_of(one.name)
            near |= {a.id: a for a in applications.near(tx, state=one.state, agency_key=one.name.key, blocks=blocks)}
        elif one.sender:
            near |= {a.id: a for a in applications.with_participant(tx, one.sender)}
        people = applications.participants(tx, list(near)) if near else {}
        return [self._candidate(record, people.get(record.id, [])) for record in near.values()]

    def _candidate(self, record: ApplicationRecord, people: Sequence[tuple[str, str]]) -> Candidate:
        return Candidate(
            id=record.id,
            name=self._directory.parse(record.agency_name, record.state, record.county or ""),
            participants=frozenset(known for known, _ in people),
            domains=frozenset(domain for _, domain in people if domain),
            open=status.Status(record.status) in status.OPEN,
        )

    def _make(self, tx: Tx, one: Submission, now: datetime) -> ApplicationRecord:
        made = reference.make(self._ids.letters)
        while applications.taken(tx, made):
            made = reference.make(self._ids.letters)
        return applications.make(tx, reference=made, status=status.after_paper(status.Status.RECEIVED), now=now, **_agency(one))

    def _file(
        self, tx: Tx, work: Work, case: ApplicationRecord, brought: Iterable[Document], on_file: Sequence[OnFile], now: datetime
    ) -> None:
        """Place each paper; a later one of the same kind and model replaces the earlier, which is kept."""
        ids = work.rows
        filed = list(on_file)
        for document in brought:
            placement = papers.place(filed, document)
            if placement.act is Act.SAME or not papers.is_paper(document):
                continue
            rival = placement.replaces
            # A letter that is read after a later one does not take its place.
            late = rival is not None and applications.came_after(tx, rival, work.record.received_at)
            row = applications.place(
                tx, case.id, document_id=ids[id(document)], message_id=work.record.id, form=str(document.form),
                model=document.model and str(document.model), sha256=document.sha256, now=now,
                replaces=None if late else rival, replaced_by=rival if late else None,
            )  # fmt: skip
            filed = [OnFile(f.id, f.form, f.model, f.sha256, f.current and (late or f.id != rival)) for f in filed]
            filed.append(OnFile(row, document.form, document.model, document.sha256, not late))
            detail = {"form": str(document.form), "model": document.model and str(document.model), "act": str(placement.act)}
            work.events.append(Event(now, "paper.placed", message_id=work.record.id, application_id=case.id, detail=detail))

    def _participant(self, tx: Tx, case_id: int, known: str, domains: frozenset[str], now: datetime) -> None:
        domain = organisation.of(known.rpartition("@")[2])
        applications.add_participant(tx, case_id, address=address.normal(known), domain=domain if domain in domains else "", now=now)


def _agency(one: Submission) -> _Agency:
    return {
        "agency_name": one.agency_name,
        "agency_key": one.name.key,
        "state": one.state,
        "agency_type": one.agency_type or None,
        "county": one.county or None,
        "directory_name": one.directory.name if one.directory is not None and one.directory.certain else None,
        "blocks": agencies.blocks_of(one.name),
    }


def on_file(records: Sequence[applications.PaperRecord]) -> list[OnFile]:
    """Papers on record, as the rules of filing take them."""
    return [OnFile(r.id, Form(r.form), Model(r.model) if r.model else None, r.sha256, r.replaced_by is None) for r in records]
