"""A letter put to its application. In: the papers as read. Out: applications made or joined, papers placed, what is missing.

A join that the sender may not know of is a proposal: the papers get an application of their own, staff confirm, and the reply speaks of
this mail alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from intake.applications import agencies, agency_names, completeness, eligibility, joining, papers, reference, status, submission
from intake.applications.agencies import Aliases
from intake.applications.completeness import Finding
from intake.applications.decision import Office
from intake.applications.directory import Directory
from intake.applications.joining import Candidate, Join
from intake.applications.kinds import ANSWERED_BY_MACHINE
from intake.applications.papers import Act, OnFile
from intake.applications.submission import Submission
from intake.documents.document import Document, Form, Model
from intake.mail import address, forwards, loops, organisation, quotes, trust
from intake.mail.forwards import Forward
from intake.mail.loops import Signs, Weight
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses
from intake.pipeline import bounced, threads
from intake.pipeline.read import EXCERPT, NAME, SUBJECT
from intake.pipeline.responses import Responses
from intake.pipeline.work import Work
from intake.ports import Clock, Ids, Role
from intake.security import masking
from intake.store import applications, documents, messages
from intake.store.applications import ApplicationRecord
from intake.store.database import Database, Tx
from intake.store.events import Event
from intake.store.states import Message as State

UNVOUCHED: Final = ("unauthenticated", "return-path-elsewhere", "several-authors")
"""Signs with which nobody is taken for who he says: his papers join nothing by themselves and make nobody known."""
SAID_AGAIN: Final = timedelta(days=7)
"""Within this time the same words from the same author are the same letter, sent once more."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one agency's submission."""

    submission: Submission
    application: ApplicationRecord
    silent: bool  # the reply may build on what is on record
    new: bool
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Registered:
    """All that is known of a letter when the verdict is given."""

    signs: Signs
    brings: tuple[Submission, ...]
    thread: threads.Thread = field(default_factory=threads.Thread)
    placed: list[Placed] = field(default_factory=list)
    duplicate_of: int | None = None
    known_papers: frozenset[str] = frozenset()
    our_reply: bool = False  # a copy of a reply of ours
    our_bounce: bool = False  # a bounce of a reply of ours
    answered: int = 0  # open letters that this mail, by a person of the office, answers
    findings: tuple[Finding, ...] = ()
    forward: Forward | None = None  # the mail that this one passes on
    ties: tuple[int, ...] = ()  # applications on record that know the sender

    @property
    def known_sender(self) -> bool:
        """The sender is on an application, or goes on with a letter that was one or asked about it."""
        went_before = any(letter.kind in ANSWERED_BY_MACHINE for letter in self.thread.letters)
        return bool(self.ties) or went_before or self.thread.reply is not None


class Register:
    """Finds duplicates, bounces, responses and threads, then puts papers to applications."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        ids: Ids,
        office: Office,
        own: OwnAddresses,
        directory: Directory,
        aliases: Aliases,
        responses: Responses,
    ) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._office = office
        self._own = own
        self._directory = directory
        self._aliases = aliases
        self._responses = responses

    def prepare(self, work: Work) -> None:
        """What the mail alone says is worked out before anybody has to wait for us."""
        forward = forwards.of(work.message, self._own)
        theirs = submission.correspondent(work.message, forward, self._office)
        brings = submission.gather(theirs, work.documents, known=self._directory, office=self._office)
        work.registered = Registered(signs=loops.signs(work.message, own=self._own), brings=brings, forward=forward)

    def commit(self, tx: Tx, work: Work) -> None:
        """Safe to do twice: what an earlier run placed is taken back first."""
        now = self._clock.now()
        mail = work.message
        found: Registered = work.registered
        found.thread = threads.of(tx, mail)
        theirs = submission.correspondent(mail, found.forward, self._office)
        if theirs is not mail and found.thread.reply is None:
            # What the agency answered us by way of a field office lies in our thread all the same.
            inner = threads.of(tx, theirs)
            found.thread = inner if inner.reply is not None else found.thread
        vouched = trust.authentication(mail, self._own.authserv_ids)
        work.changes |= {
            "forward": None if found.forward is None else _passed_on(found.forward),
            "authentication": {"spf": vouched.spf, "dkim": vouched.dkim, "dmarc": vouched.dmarc, "by": vouched.by} if vouched.by else None,
        }
        work.path.append(State.REGISTERED)
        left = applications.emptied(tx, work.record.id) if work.record.kind is not None else []
        found.our_reply = self._responses.evidence(tx, work, now)
        found.our_bounce = not found.our_reply and bounced.settle(tx, work, now)
        if found.our_reply or found.our_bounce:
            return
        self._db.lock(tx, f"identity {mail.identity_sha256}")
        found.duplicate_of = messages.by_identity(tx, mail.identity_sha256, but=work.record.id) or self._said_before(tx, work, found)
        if found.duplicate_of is not None:
            work.changes["duplicate_of"] = found.duplicate_of
            return
        found.answered = self._responses.notice(tx, work, found.thread, found.signs, now)
        if work.record.role == Role.SENT or found.answered:
            return
        found.ties = self._ties(tx, theirs) if _vouched(found.signs) else ()
        found.known_papers = documents.known(tx, [d.sha256 for d in work.documents], but_message=work.record.id)
        self._place_all(tx, work, found, left, now)

    def _ties(self, tx: Tx, mail: Message) -> tuple[int, ...]:
        """The open applications that know the author's address, else those that know his organisation."""
        author = mail.from_address
        if author is None or submission.is_ours(author.address, self._office):
            return ()
        by_address = applications.with_participant(tx, address.normal(author.address))
        domains = submission.domains(mail, office=self._office)
        found = by_address or (applications.with_domain(tx, next(iter(domains))) if domains else [])
        return tuple(case.id for case in found if status.Status(case.status) in status.OPEN)

    def _said_before(self, tx: Tx, work: Work, found: Registered) -> int | None:
        """The acknowledged letter that was sent once more: not a word, a file or a name is other than in it."""
        said = work.known("said_sha256")
        if submission.from_us(work.message, self._office) or not said or work.record.older or found.signs.never or found.signs.hold:
            return None
        # Of two at once the second must see that the first was acknowledged: one transaction carries a letter from here to its reply.
        self._db.lock(tx, f"said {said}")
        since = work.record.received_at - SAID_AGAIN
        return messages.said_before(tx, said, but=work.record.id, role=work.record.role, since=since)

    def _place_all(self, tx: Tx, work: Work, found: Registered, left: list[ApplicationRecord], now: datetime) -> None:
        # A report or our own mail coming back brings no application; a copier with an empty return path may.
        # The marks of a reply of ours can be passed on by anybody; papers beside them are never ours.
        ours = any(sign.weight is Weight.NEVER and sign.code != "own-letter" for sign in found.signs.family("own"))
        if not found.brings or ours or work.message.content_type == "multipart/report":
            self._hang_on(work, found)
            return
        bearer = self._bearer(tx, found)
        # In one order everywhere, so that two mails for the same agencies never wait for each other.
        for state in sorted({one.state for one in found.brings} | ({bearer.state} if bearer is not None else set())):
            self._db.lock(tx, f"applications {state}")
        known_in = self._known_case(tx, work, found)
        vouched = _vouched(found.signs)
        for one in found.brings:
            placed = self._place(tx, work, one, now, bearer=bearer, left=left, known_in=known_in, vouched=vouched)
            if placed is None:
                work.changes["application_id"] = known_in
                return
            found.placed.append(placed)
        first = found.placed[0]
        work.changes |= {"application_id": first.application.id, "reference": first.application.reference}
        found.findings = tuple(f for placed in found.placed for f in placed.findings)

    @staticmethod
    def _bearer(tx: Tx, found: Registered) -> ApplicationRecord | None:
        """The application whose token the mail bears. Another letter's Message-ID proves nothing: everybody who had a copy knows it."""
        reply = found.thread.reply
        return None if reply is None or reply.application_id is None else applications.get(tx, reply.application_id)

    @staticmethod
    def _known_case(tx: Tx, work: Work, found: Registered) -> int | None:
        """The one application in which every paper of the mail is on file, as another letter brought it."""
        hashes = [d.sha256 for one in found.brings for d in one.papers]
        if len(found.brings) != 1 or not set(hashes) <= found.known_papers:
            return None
        return applications.holding(tx, hashes, but_message=work.record.id)

    def _hang_on(self, work: Work, found: Registered) -> None:
        """A mail without papers is filed with the application of its thread, or with the only one that knows its sender."""
        if found.thread.application_id is not None and (found.thread.reply is not None or _vouched(found.signs)):
            work.changes["application_id"] = found.thread.application_id
        elif len(found.ties) == 1:
            work.changes["application_id"] = found.ties[0]
            work.events.append(Event(self._clock.now(), "message.tied", message_id=work.record.id, application_id=found.ties[0]))

    def _place(
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
            mine = self._left(left, one)
            made = mine is None
            case = mine or self._make(tx, one, now)
            if isinstance(decided, Join):
                text = decided.reason
                applications.propose(
                    tx, message_id=work.record.id, application_id=case.id, candidate_id=decided.application_id, reason=text, now=now
                )
        code = "application.joined" if joined else "application.made"
        work.events.append(Event(now, code, message_id=work.record.id, application_id=case.id, detail={"why": decided.code}))
        on_file = [] if made else _on_file(applications.papers(tx, case.id))
        self._file(tx, work, case, one.papers, on_file, now)
        for known in sorted(one.participants)[:50] if vouched else ():
            self._participant(tx, case.id, known, one.domains, now)
        if not made:
            applications.touch(tx, case.id, now=now, status=status.after_paper(status.Status(case.status)))
        said = sorted(str(word) for word in eligibility.said_in(one.papers))
        work.events.append(Event(now, "application.assessed", message_id=work.record.id, application_id=case.id, detail={"said": said}))
        findings = completeness.assess(
            one.papers, on_file=on_file if joined else (), asked=one.models, agency_type=one.agency_type,
            logos=completeness.logos(work.message),
        )  # fmt: skip
        return Placed(submission=one, application=case, silent=joined, new=not joined, findings=findings)

    @staticmethod
    def _left(left: list[ApplicationRecord], one: Submission) -> ApplicationRecord | None:
        """The application that an earlier run of this very letter made for the same agency; its reference stays."""
        mine = next((case for case in left if (case.state, case.agency_key) == (one.state, one.name.key)), None)
        if mine is not None:
            left.remove(mine)
        return mine

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
        name: agency_names.AgencyName = one.name
        return applications.make(
            tx,
            reference=made,
            agency_name=one.agency_name,
            agency_key=name.key,
            state=one.state,
            agency_type=one.agency_type or None,
            county=one.county or None,
            directory_name=one.directory.name if one.directory is not None and one.directory.certain else None,
            status=status.after_paper(status.Status.RECEIVED),
            blocks=agencies.blocks_of(name),
            now=now,
        )

    def _file(
        self, tx: Tx, work: Work, case: ApplicationRecord, brought: Iterable[Document], on_file: Sequence[OnFile], now: datetime
    ) -> None:
        """Place each paper; a later one of the same kind and model replaces the earlier, which is kept."""
        ids = {id(document): row for (_, document), row in zip(work.papers, work.document_ids, strict=True)}
        filed = list(on_file)
        for document in brought:
            placement = papers.place(filed, document)
            if placement.act is Act.SAME or not papers.is_paper(document):
                continue
            row = applications.place(
                tx, case.id, document_id=ids[id(document)], message_id=work.record.id, form=str(document.form),
                model=document.model and str(document.model), sha256=document.sha256, replaces=placement.replaces, now=now,
            )  # fmt: skip
            filed = [OnFile(f.id, f.form, f.model, f.sha256, f.current and f.id != placement.replaces) for f in filed]
            filed.append(OnFile(row, document.form, document.model, document.sha256))
            detail = {"form": str(document.form), "model": document.model and str(document.model), "act": str(placement.act)}
            work.events.append(Event(now, "paper.placed", message_id=work.record.id, application_id=case.id, detail=detail))

    def _participant(self, tx: Tx, case_id: int, known: str, domains: frozenset[str], now: datetime) -> None:
        domain = organisation.of(known.rpartition("@")[2])
        applications.add_participant(tx, case_id, address=address.normal(known), domain=domain if domain in domains else "", now=now)


def _vouched(signs: Signs) -> bool:
    """Nothing speaks against the sender's being who he says."""
    return not any(signs.has(code) for code in UNVOUCHED)


def _passed_on(forward: Forward) -> dict[str, str | None]:
    """Whose mail it was, for staff."""
    author, inner = forward.author, forward.inner
    return {
        "way": str(forward.way),
        "by": forward.by.address.lower()[:320] if forward.by is not None else None,
        "author": author.address.lower()[:320] if author is not None else None,
        "name": masking.cut(author.name, NAME) if author is not None else None,
        "date": inner.date.isoformat() if inner.date is not None else None,
        "sent": masking.cut(forward.sent, 100),
        "subject": masking.cut(inner.subject, SUBJECT),
        "excerpt": masking.cut(quotes.own_words(inner.text), EXCERPT),
    }


def _on_file(records: Sequence[applications.PaperRecord]) -> list[OnFile]:
    return [OnFile(r.id, Form(r.form), Model(r.model) if r.model else None, r.sha256, r.replaced_by is None) for r in records]
