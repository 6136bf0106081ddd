"""How an application stands, for staff. In: a letter on record. Out: progress a model, findings by audience, notes on the sender.

Worked out anew at each look, from what was read and kept; none of it is ever sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from intake.applications import brought, checklist, completeness, eligibility, follow_up, sender_fit, submission
from intake.applications.checklist import Item as Item
from intake.applications.checklist import Progress as Progress
from intake.applications.decision import Reason
from intake.applications.directory import Directory, DirectoryMatch
from intake.applications.eligibility import Agency, Said
from intake.applications.finding import SENDER, once
from intake.applications.finding import Finding as Finding
from intake.applications.kinds import ASKS_NO_ANSWER
from intake.applications.sender_fit import Applicant, Author, Surroundings
from intake.store import applications, events, readings
from intake.store.applications import ApplicationRecord
from intake.store.database import Tx
from intake.store.queues import WholeLetter
from intake.store.readings import Kept

MOST_LETTERS: Final = 50
"""Letters of one application whose history is looked through, the latest ones."""
_PEOPLE: Final = ("signatory_name", "poc_name", "pio_name")
_CONTACTS: Final = ("poc_email", "pio_email")


@dataclass(frozen=True, slots=True)
class Context:
    """What this office knows besides the ledger. `directory` is asked only where it is needed: to build it takes a second."""

    around: Surroundings = field(default_factory=Surroundings)
    directory: Callable[[], Directory] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One application. `told` is what replies said, `untold` what they may have said and did not; the rest is for staff only.

    `settled` was told too, and its papers show by now that it is there: it is never told again.

    `replies_kept` is False where a reply went of which nobody kept what it said: then `untold` may have been told.
    """

    reference: str
    agency_name: str
    state: str
    progress: tuple[Progress, ...]
    told: tuple[Finding, ...]
    untold: tuple[Finding, ...]
    staff: tuple[Finding, ...]
    replies_kept: bool = True
    settled: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """`sender` are notes on the author of this letter; `authentication` the verdicts of our own mail server, None where none were kept."""

    applications: tuple[Case, ...] = ()
    sender: tuple[Reason, ...] = ()
    authentication: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the ledger holds for it; nothing is worked out while the ledger is held."""

    letter: WholeLetter
    cases: tuple["_Case", ...]


@dataclass(frozen=True, slots=True)
class _Case:
    record: ApplicationRecord
    papers: tuple[Kept, ...]
    said: frozenset[str]  # codes kept when the papers were read
    missing: tuple[str, ...]  # codes of what replies said
    replies_kept: bool
    addresses: tuple[str, ...]  # of everyone known to it


def gather(tx: Tx, letter: WholeLetter) -> Gathered:
    """Reads alone."""
    found = {case.id: case for case in applications.of_letters(tx, [letter.id])}
    if letter.application_id is not None and letter.application_id not in found:
        found[letter.application_id] = applications.get(tx, letter.application_id)
    people = applications.participants(tx, list(found)) if found else {}
    return Gathered(letter, tuple(_case(tx, case, letter.id, [known for known, _ in people[case.id]]) for case in found.values()))


def _case(tx: Tx, record: ApplicationRecord, letter: int, addresses: Sequence[str]) -> _Case:
    papers = readings.of_application(tx, record.id)
    said: set[str] = set()
    missing: dict[str, None] = {}
    kept = True
    for number in sorted({letter, *(each.message_id for each in papers)})[-MOST_LETTERS:]:
        for event in events.of_message(tx, number):
            if event.application_id == record.id and event.kind == "application.assessed":
                said |= set(_codes(event.detail, "said"))
            if event.kind == "reply.queued":
                missing |= dict.fromkeys(_codes(event.detail, "missing"))
                kept = kept and "missing" in event.detail
    return _Case(record, tuple(papers), frozenset(said), tuple(missing), kept, tuple(addresses))


def _codes(detail: Mapping[str, Any], key: str) -> tuple[str, ...]:
    kept = detail.get(key)
    return tuple(each for each in kept if isinstance(each, str)) if isinstance(kept, list) else ()


def judge(found: Gathered, context: Context) -> Assessment:
    """Pure but for the directory, which may be read from its file."""
    cases = tuple(_judged(case, context) for case in found.cases)
    verdicts = sender_fit.authentication_of(found.letter.authentication)
    if found.letter.kind in ASKS_NO_ANSWER:
        return Assessment(cases, (), found.letter.authentication)
    author = _author(found.letter, context.around)
    notes = sender_fit.notes(author, _applicant(found.cases), verdicts, around=context.around)
    return Assessment(cases, notes, found.letter.authentication)


def _judged(case: _Case, context: Context) -> Case:
    record = case.record
    documents = [each.document for each in case.papers if not _is_logo(each)]
    models = submission.models_asked(documents)
    match, known = _listed(record, context)
    agency = Agency(record.agency_name, record.state, record.agency_type or "", record.county or "")
    said = frozenset(each for each in Said if each.value in case.said)
    findings = once((
        *completeness.assess(documents, asked=models),
        *checklist.gaps(documents),
        *eligibility.assess(agency, documents, models=models, directory=match, directory_known=known, said=said),
    ))  # fmt: skip
    there = follow_up.settled(case.missing, documents, asked=models)
    told = completeness.told([code for code in case.missing if code not in there])
    codes = set(completeness.sender_codes(told))
    for_sender = [each for each in findings if each.audience == SENDER]
    return Case(
        reference=record.reference,
        agency_name=record.agency_name,
        state=record.state,
        progress=checklist.progress(documents, models),
        told=told,
        untold=tuple(each for each in for_sender if codes.isdisjoint(completeness.sender_codes([each]))),
        staff=tuple(each for each in findings if each.audience != SENDER),
        replies_kept=case.replies_kept,
        settled=completeness.told(there),
    )


def _listed(record: ApplicationRecord, context: Context) -> tuple[DirectoryMatch | None, bool]:
    """The directory's entry, and whether there is a directory at all."""
    if record.directory_name:
        found = DirectoryMatch("", record.directory_name, record.state, record.county or "", record.agency_type or "", 100.0, True)
        return found, True
    directory = context.directory() if context.directory is not None and record.agency_name else None
    if directory is None or not len(directory):
        return None, False
    return directory.match(record.agency_name, record.state, record.county or ""), True


def _author(letter: WholeLetter, around: Surroundings) -> Author:
    """Of a mail that one of our own passed on, the author of the inner one."""
    outer = Author(letter.from_address, letter.from_name)
    inner = (letter.forward or {}).get("author")
    if not inner or not sender_fit.is_ours(outer, around):
        return outer
    return Author(inner, (letter.forward or {}).get("name") or "")


def _applicant(cases: Sequence[_Case]) -> Applicant:
    """Who writes for several agencies is measured by none of them."""
    if len(cases) != 1:
        return Applicant("")
    record, papers = cases[0].record, cases[0].papers
    return Applicant(
        name=record.agency_name,
        state=record.state,
        county=record.county or "",
        city=next(iter(_values(papers, ("city",))), ""),
        listed=bool(record.directory_name),
        people=frozenset(_values(papers, _PEOPLE)),
        contacts=frozenset(_values(papers, _CONTACTS)),
        known=frozenset(each.rpartition("@")[2] for each in cases[0].addresses),
    )


def _values(papers: Iterable[Kept], names: Sequence[str]) -> list[str]:
    return [str(found) for each in papers for name in names if (found := each.document.value(name, submission.BAR))]


def _is_logo(kept: Kept) -> bool:
    """A picture so small that no page is on it. Whether it stood inside the text is not on record, so this is for looks alone."""
    return not kept.placed and kept.document.media_type in completeness.LOGOS and kept.size < brought.SMALL_PICTURE
