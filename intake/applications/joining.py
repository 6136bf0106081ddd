"""Which application a submission belongs to, and whether the reply may build on it. In: a Submission, candidates. Out: Join or New. Pure.

By thread token, else by agency and state; never by subject. A reply builds on what is on record only for those who are on it already: who
bears the thread token or writes from an address or an organisation's domain that the application knows. All others are joined as a
proposal that staff confirm, and the reply speaks of this mail alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.applications import agencies, public_providers
from intake.applications.agencies import NO_ALIASES, Aliases, Match, Verdict
from intake.applications.agency_names import AgencyName
from intake.applications.submission import Submission
from intake.mail import organisation


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application on record that may be meant. Addresses and domains as `submission` makes them."""

    id: int
    name: AgencyName
    participants: frozenset[str]
    domains: frozenset[str]
    open: bool = True


@dataclass(frozen=True, slots=True)
class Join:
    """The submission belongs to that application: `silent` (the reply may build on the record) or as a `proposal` (staff confirm)."""

    application_id: int
    silent: bool
    proposal: bool
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class New:
    """A new application. `earlier` is one of the same agency that is closed."""

    code: str
    reason: str
    earlier: int | None = None


def join(
    submission: Submission,
    candidates: Sequence[Candidate],
    *,
    token_application: int | None = None,
    known: Aliases = NO_ALIASES,
    public: frozenset[str] = frozenset(),
) -> Join | New:
    """Where the submission goes. `token_application` is the id of the candidate whose thread token the mail bears."""
    bearer = next((c for c in candidates if c.id == token_application), None)
    if bearer is not None:
        decided = _by_token(submission, bearer, known)
        if decided is not None:
            return decided
    if not submission.certain:
        return _by_sender(submission, candidates)
    matches = [(c, agencies.compare(submission.name, c.name, known)) for c in candidates]
    same = [c for c, match in matches if match.same and c.open]
    if same:
        return _by_agency(submission, same, public)
    doubtful = [(c, match) for c, match in matches if match.doubt and c.open]
    if doubtful:
        return _in_doubt(submission, doubtful)
    closed = max((c.id for c, match in matches if match.same), default=None)
    if closed is not None:
        return New("earlier_closed", "The agency's earlier application is closed.", earlier=closed)
    return New("first", "No application of this agency is on record.")


def knows(candidate: Candidate, submission: Submission, public: frozenset[str] = frozenset()) -> bool:
    """Whether the sender is on that application already. A domain at which anybody can have an address knows nobody."""
    if submission.sender and submission.sender in candidate.participants:
        return True
    domain = submission.sender.rpartition("@")[2]
    if not domain or public_providers.is_public(domain, public):
        return False
    return organisation.of(domain) in candidate.domains and organisation.of(domain) in submission.domains


def _by_token(submission: Submission, bearer: Candidate, known: Aliases) -> Join | None:
    """The thread's own application, unless the papers are another agency's: then the thread says nothing."""
    if not bearer.open:
        return None
    match = _against(submission, bearer, known)
    if match is None or match.same:
        return Join(bearer.id, silent=True, proposal=False, code="thread", reason="The mail bears the thread token of this application.")
    if match.verdict is Verdict.DOUBT:
        return Join(
            bearer.id, silent=False, proposal=True, code="thread_doubt", reason=f"The mail answers in this thread, but: {match.reason}"
        )
    return None


def _against(submission: Submission, candidate: Candidate, known: Aliases) -> Match | None:
    """None where the submission or the application has no name to object with."""
    if not submission.certain or not candidate.name.part.words:
        return None
    return agencies.compare(submission.name, candidate.name, known)


def _by_agency(submission: Submission, same: Sequence[Candidate], public: frozenset[str]) -> Join:
    familiar = [c for c in same if knows(c, submission, public)]
    chosen = max(familiar or same, key=lambda c: c.id)
    if familiar and len(familiar) == 1:
        return Join(chosen.id, silent=True, proposal=False, code="agency", reason="Same agency, and the sender is on this application.")
    if len(same) > 1:
        return Join(chosen.id, silent=False, proposal=True, code="several", reason="Several open applications bear this agency's name.")
    return Join(
        chosen.id, silent=False, proposal=True, code="stranger", reason="Same agency, but the sender is not on this application yet."
    )


def _in_doubt(submission: Submission, doubtful: Sequence[tuple[Candidate, Match]]) -> Join:
    """The newest one whose own author wrote again; else the newest. Only a county left unsaid is settled by the author's address."""
    own = [(c, m) for c, m in doubtful if submission.sender and submission.sender in c.participants]
    chosen, match = max(own or doubtful, key=lambda pair: pair[0].id)
    if len(own) == 1 and match.code == "county_unknown":
        return Join(chosen.id, silent=True, proposal=False, code="agency", reason="Same name, and its own author wrote again.")
    return Join(chosen.id, silent=False, proposal=True, code=match.code, reason=match.reason)


def _by_sender(submission: Submission, candidates: Sequence[Candidate]) -> Join | New:
    """No agency was surely read. One open application that knows the sender's address is proposed; anything less is a new one."""
    if submission.agency_name:
        near = [c for c in candidates if c.open and agencies.compare(submission.name, c.name).verdict is not Verdict.DIFFERENT]
    else:
        near = [c for c in candidates if c.open and submission.sender and submission.sender in c.participants]
    if len(near) == 1:
        return Join(
            near[0].id,
            silent=False,
            proposal=True,
            code="unread_name",
            reason="The agency's name was not read surely; this may be its application.",
        )
    return New("unread_name", "The agency's name was not read surely, and no single application can be meant.")
