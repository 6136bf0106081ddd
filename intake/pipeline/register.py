"""A letter put to its application. In: the papers as read. Out: applications made or joined, papers placed, what is missing.

A join that the sender may not know of is a proposal: the papers get an application of their own, staff confirm, and the reply speaks of
this mail alone.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from intake.applications import status, submission
from intake.applications.agencies import Aliases
from intake.applications.completeness import Finding
from intake.applications.decision import Office
from intake.applications.directory import Directory
from intake.applications.kinds import ANSWERED_BY_MACHINE
from intake.applications.submission import Submission
from intake.mail import address, forwards, loops, quotes, trust
from intake.mail.forwards import Forward
from intake.mail.loops import Signs, Weight
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses
from intake.pipeline import bounced, placing, threads
from intake.pipeline.placing import Placed, Placing
from intake.pipeline.read import EXCERPT, NAME, SUBJECT
from intake.pipeline.responses import Responses
from intake.pipeline.work import Work
from intake.ports import Clock, Ids, Role
from intake.security import masking
from intake.store import applications, documents, merging, messages
from intake.store.applications import ApplicationRecord
from intake.store.database import Database, Tx
from intake.store.events import Event
from intake.store.states import Message as State

UNVOUCHED: Final = ("unauthenticated", "return-path-elsewhere", "several-authors")
"""Signs with which nobody is taken for who he says: his papers join nothing by themselves and make nobody known."""
SAID_AGAIN: Final = timedelta(days=7)
"""Within this time the same words from the same author are the same letter, sent once more."""


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
        self._office = office
        self._own = own
        self._directory = directory
        self._responses = responses
        self._placing = Placing(ids=ids, office=office, directory=directory, aliases=aliases)

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
        theirs = submission.correspondent(mail, found.forward, self._office)
        found.thread = _thread(tx, mail, theirs)
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
        domains = submission.domains(mail, office=self._office)
        found = applications.knowing(tx, address.normal(author.address), next(iter(domains), None))
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
        if not _applies(work.message, found):
            self._hang_on(work, found)
            return
        bearer = self._serialised(tx, found)
        known_in = self._known_case(tx, work, found)
        vouched = _vouched(found.signs)
        for one in found.brings:
            placed = self._placing.place(tx, work, one, now, bearer=bearer, left=left, known_in=known_in, vouched=vouched)
            if placed is None:
                work.changes["application_id"] = known_in
                return
            found.placed.append(placed)
        first = found.placed[0]
        work.changes |= {"application_id": first.application.id, "reference": first.application.reference}
        found.findings = tuple(f for placed in found.placed for f in placed.findings)

    def add(self, tx: Tx, work: Work, fresh: frozenset[int]) -> None:
        """Place papers that were read on after the verdict (`fresh`, by their rows). What was placed before, or staff settled, stays.

        The application that the letter made while nothing was read in it gets the agency's name, or is merged into the one it belongs to;
        the letter keeps the reference that its sender was told.
        """
        now = self._clock.now()
        found: Registered = work.registered
        found.thread = _thread(tx, work.message, submission.correspondent(work.message, found.forward, self._office))
        if not _applies(work.message, found):
            return
        bearer = self._serialised(tx, found)
        known_in = self._known_case(tx, work, found)
        vouched = _vouched(found.signs)
        settled = work.record.application_id if applications.settled_by_person(tx, work.record.id) else None
        own = None if settled is not None else applications.nameless(tx, work.record.id)
        homes = applications.homes(tx, work.record.id)
        anew = {row for row, home in homes.items() if row in fresh or (own is not None and home == own.id)}
        applications.take_out(tx, anew)
        homes = {row: home for row, home in homes.items() if own is None or home != own.id}
        rows = work.rows
        for one in found.brings:
            mine = {rows[id(d)] for d in one.papers}
            if not mine & (fresh | anew):
                continue
            home = next((homes[row] for row in sorted(mine) if row in homes), settled)
            if home is not None:
                filed = placing.on_file(applications.papers(tx, home))
                self._placing.put(tx, work, applications.get(tx, home), one, filed, now, made=False, vouched=vouched)
                continue
            if own is not None:
                applications.take_back_proposals(tx, work.record.id, own.id)
            left = [own] if own is not None else []
            placed = self._placing.place(tx, work, one, now, bearer=bearer, left=left, known_in=known_in, vouched=vouched)
            if placed is None and own is not None and known_in is not None:
                text = "Every paper of this letter is on file there."
                applications.propose(tx, message_id=work.record.id, application_id=own.id, candidate_id=known_in, reason=text, now=now)
            elif placed is not None and own is not None and placed.application.id != own.id:
                self._merge(tx, work, own, placed.application, now)
            if placed is not None and work.record.application_id is None:
                work.changes.setdefault("application_id", placed.application.id)
            own = None

    @staticmethod
    def _merge(tx: Tx, work: Work, own: ApplicationRecord, into: ApplicationRecord, now: datetime) -> None:
        merging.merge(tx, made=own.id, into=into.id, closed=status.Status.CLOSED, now=now)
        detail = {"made": own.id, "on_record": into.id}
        work.events.append(Event(now, "application.merged", message_id=work.record.id, application_id=into.id, detail=detail))

    def _serialised(self, tx: Tx, found: Registered) -> ApplicationRecord | None:
        """The application whose token the mail bears; all that may be meant are ours alone until the transaction ends."""
        bearer = self._bearer(tx, found)
        # In one order everywhere, so that two mails for the same agencies never wait for each other.
        for state in sorted({one.state for one in found.brings} | ({bearer.state} if bearer is not None else set())):
            self._db.lock(tx, f"applications {state}")
        return bearer

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


def _thread(tx: Tx, mail: Message, theirs: Message) -> threads.Thread:
    found = threads.of(tx, mail)
    if theirs is mail or found.reply is not None:
        return found
    # What the agency answered us by way of a field office lies in our thread all the same.
    inner = threads.of(tx, theirs)
    return inner if inner.reply is not None else found


def _applies(mail: Message, found: Registered) -> bool:
    """Whether the mail's papers may make or join an application."""
    # A report or our own mail coming back brings no application; a copier with an empty return path may.
    # The marks of a reply of ours can be passed on by anybody; papers beside them are never ours.
    ours = any(sign.weight is Weight.NEVER and sign.code != "own-letter" for sign in found.signs.family("own"))
    return bool(found.brings) and not ours and mail.content_type != "multipart/report"


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
