"""What a mail is. In: Facts and what was read in them. Out: a Kind and reasons. Pure.

Told apart simply, with doubt held: a kind that may be answered by machine is given only where nothing speaks for one that may not.
"""

from typing import Final

from intake.applications import cues, submission
from intake.applications.brought import Brought
from intake.applications.decision import Facts, Reason
from intake.applications.kinds import Kind
from intake.applications.reading import Reading
from intake.documents.document import Document, Form
from intake.mail.loops import Sign, Weight

_ROBOTS: Final = {"bounce": Kind.BOUNCE, "automatic": Kind.AUTOMATIC, "list": Kind.LIST, "own": Kind.AUTOMATIC}
_WORDS: Final = {
    Kind.THREAT: "The words are those of a threat, a crime tip or an emergency.",
    Kind.CONGRESSIONAL: "The words are those of a congressional office.",
    Kind.LEGAL: "The words are those of a legal demand.",
    Kind.RECORDS_REQUEST: "The words are those of a request for records.",
    Kind.PRESS: "The words are those of the press.",
    Kind.CHANGE: "The words speak of withdrawal, termination, suspension or a new head or name.",
    Kind.COMPLAINT: "The words are those of a complaint.",
    Kind.PARTNER: "The words are those of an agency that already takes part.",
    Kind.PUBLIC: "The words are those of a member of the public or a vendor.",
}
_SCANS: Final = frozenset({"application/pdf", "image/tiff"})
"""What copiers send. Unread, it may be the application: its name ("SKM_C368…") says nothing, so a person looks."""
_PLAIN_NAMES: Final = ("loi", "moa", "mou", "287g", "287(g)", "letter of interest", "memorandum of agreement", "agreement", "application")


def kind(facts: Facts, brought: Brought, reading: Reading) -> tuple[Kind, tuple[Reason, ...]]:
    """The kind and why. The order is the rule: what the record says, robots, our own, held kinds, papers, words."""
    if facts.history.duplicate_of is not None:
        return Kind.DUPLICATE, (Reason("duplicate", "The same mail is on record already."),)
    robot = _robot(facts)
    if robot is not None and robot[0] is not Kind.BOUNCE and _passed_on_by_us(facts):
        return Kind.INTERNAL, (Reason("internal_rule", "A rule in one of the office's own mailboxes passed this on."),)
    if robot is not None and not carries_application(facts, brought):
        return robot
    if robot is not None:
        # Held whatever it is: only what the papers are is said here, the words of a copier or a list say nothing.
        own = facts.signs.family("own") or _from_office(facts)
        return Kind.INTERNAL if own else Kind.APPLICATION, (Reason("papers", "The mail brings papers of an application."),)
    if _empty(facts):
        return Kind.QUARANTINE, (Reason("empty", "Nothing in the mail can be read."),)
    if _from_office(facts):
        return Kind.INTERNAL, (Reason("internal", "The mail comes from one of the office's own domains."),)
    held = _held_kind(facts, reading, beside_papers=bool(brought.papers))
    if held is not None:
        return held, (Reason(f"words_{held.value}", _WORDS[held]),)
    if brought.papers:
        return Kind.APPLICATION, (Reason("papers", "The mail brings a letter of interest or an agreement."),)
    return _by_words(facts, brought, reading)


def carries_application(facts: Facts, brought: Brought) -> bool:
    """Whether a robot's mail brings papers of its own: a copier or a list may. What a bounce sends back was ours or the sender's before."""
    if not (brought.papers or brought.unread) or brought.returned:
        return False
    if facts.message.content_type == "multipart/report" or "message/delivery-status" in facts.message.part_types:
        return False
    return bool(brought.papers) or any(d.media_type in _SCANS or _named_like_a_paper(facts, d) for d in brought.unread)


def _robot(facts: Facts) -> tuple[Kind, tuple[Reason, ...]] | None:
    """The strongest sign that no person waits for an answer."""
    never = [s for s in facts.signs.found if s.weight is Weight.NEVER]
    chosen = next(
        (s for family in ("bounce", "automatic", "list", "own") for s in never if s.family == family), never[0] if never else None
    )
    if chosen is None:
        return None
    return _ROBOTS.get(chosen.family, Kind.AUTOMATIC), tuple(reason(s) for s in never)


def reason(sign: Sign) -> Reason:
    """A sign as a reason."""
    return Reason(sign.code, sign.text)


def _empty(facts: Facts) -> bool:
    message = facts.message
    return not message.attachments and not message.text.strip() and not message.subject.strip() and not message.forwarded


def _from_office(facts: Facts) -> bool:
    return any(submission.is_ours(a.address, facts.office) for a in facts.message.from_ if a.address)


def _passed_on_by_us(facts: Facts) -> bool:
    return submission.correspondent(facts.message, facts.forward, facts.office) is not facts.message


def _held_kind(facts: Facts, reading: Reading, *, beside_papers: bool) -> Kind | None:
    if Kind.THREAT in reading.strong:
        return Kind.THREAT
    author = facts.message.from_address
    if author and submission.in_domains(author.domain, cues.CONGRESS_DOMAINS):
        return Kind.CONGRESSIONAL
    if reading.strong:
        return reading.strong[0]
    if beside_papers or not reading.weak:
        return None
    return reading.weak[0]


def _by_words(facts: Facts, brought: Brought, reading: Reading) -> tuple[Kind, tuple[Reason, ...]]:
    unread = [d for d in brought.unread if reading.program or reading.applies or _named_like_a_paper(facts, d)]
    if unread:
        return Kind.APPLICATION, (Reason("papers_unread", "Papers came that a person must read; the mail speaks of an application."),)
    if reading.applies and not reading.asks_only:
        return Kind.APPLICATION, (Reason("words_application", "The mail says that an agency applies."),)
    if reading.status and reading.program:
        return Kind.INQUIRY, (Reason("words_status", "The mail asks how an application stands."),)
    if reading.program and reading.asks and (reading.agency or not _public_sender(facts)):
        return Kind.INQUIRY, (Reason("words_inquiry", "The mail asks about the program or its forms."),)
    if _public_sender(facts) and not reading.agency and not reading.courtesy and not brought.new:
        return Kind.PUBLIC, (Reason("public_sender", "A private address, and nothing that speaks for an agency."),)
    return Kind.CORRESPONDENCE, (_unsaid(brought),)


def _unsaid(brought: Brought) -> Reason:
    """Why a mail whose words say nothing is no application: what its papers are, where it brings any."""
    if brought.unread:
        return Reason("papers_to_read", "Papers came that a person must read, and the mail does not say what they are.")
    if brought.known and not brought.new:
        return Reason("papers_known", "Every paper of this mail is on record already.")
    return Reason("words_none", "Nothing in the mail says what it is.")


def _public_sender(facts: Facts) -> bool:
    author = facts.message.from_address
    return author is not None and submission.is_stranger(author.domain, facts.office)


def _named_like_a_paper(facts: Facts, document: Document) -> bool:
    """The file's name is a hint for papers that could not be read, and for nothing else."""
    if document.form not in (Form.OTHER, Form.UNREADABLE):
        return True
    names = [a.filename.lower().replace("_", " ") for a in facts.message.attachments if a.sha256 == document.sha256]
    return any(plain in name for name in names for plain in _PLAIN_NAMES)
