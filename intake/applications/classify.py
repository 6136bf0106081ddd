"""What a mail is. In: Facts and what was read in them. Out: Told: a Kind, how sure, and why. Pure.

By the record, the headers and the papers first, then by what its words are most like (likeness.py). A kind that may be answered by machine
and is not plainly the likeliest is told as doubtful, and a person looks.
"""

import re
from dataclasses import dataclass
from typing import Final

from intake.applications import evidence, features, likeness, speaker, submission
from intake.applications.brought import Brought
from intake.applications.decision import Facts, Reason
from intake.applications.kinds import ANSWERED_BY_MACHINE, Kind
from intake.applications.likeness import Question
from intake.applications.reading import Reading
from intake.applications.speaker import Speaker
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
_WORDY: Final = re.compile(r"\w")
_BESIDE_PAPERS: Final = frozenset(
    {Kind.THREAT, Kind.CONGRESSIONAL, Kind.LEGAL, Kind.RECORDS_REQUEST, Kind.CHANGE, Kind.COMPLAINT, Kind.PRESS}
)
"""Kinds whose strong words count in a mail that brings papers of an application."""
PLAIN: Final = 0.45
"""Share, of 1, that application and inquiry must have together for a machine to answer."""
ANOTHER: Final = 0.2
"""Share from which any other kind makes a person look first. Both were chosen on mails that were left out of the learning."""
PERHAPS: Final = 0.1
"""Share from which a question with the words of one about its own case is taken for one."""
FEW_WORDS: Final = 6
"""Words with which a mail says nothing of what it brings."""
_LIST_SIGNS: Final = frozenset({"list-field", "list-sender"})
_RECEIPTS: Final = frozenset({
    "message/disposition-notification", "message/global-disposition-notification", "message/feedback-report",
    "disposition-notification", "feedback-report",
})  # fmt: skip
_BOUNCES: Final = frozenset({"message/delivery-status", "message/global-delivery-status", "delivery-status"})
_SCANS: Final = frozenset({"application/pdf", "image/tiff"})
"""What copiers send. Unread, it may be the application: its name ("SKM_C368…") says nothing, so a person looks."""
_PLAIN_NAMES: Final = ("loi", "moa", "mou", "287g", "287(g)", "letter of interest", "memorandum of agreement", "agreement", "application")


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail was told to be."""

    kind: Kind
    why: tuple[Reason, ...]
    doubtful: bool = False  # it may as well be of another kind
    status: bool = False  # of an inquiry: it asks how its own application stands


def tell(facts: Facts, brought: Brought, reading: Reading) -> Told:
    """The order is the rule: what the record says, robots, our own, held kinds, papers, words."""
    if facts.history.duplicate_of is not None:
        return _told(Kind.DUPLICATE, Reason("duplicate", "The same mail is on record already."))
    robot = _robot(facts)
    if robot is not None and robot.kind is not Kind.BOUNCE and _passed_on_by_us(facts):
        return _told(Kind.INTERNAL, Reason("internal_rule", "A rule in one of the office's own mailboxes passed this on."))
    if robot is not None and not carries_application(facts, brought):
        if robot.kind is Kind.AUTOMATIC and _speaks_of_papers(facts, reading):
            return _told(Kind.APPLICATION, Reason("papers_announced", "A machine sent this; it speaks of the papers of an application."))
        return robot
    if robot is not None:
        # Held whatever it is: only what the papers are is said here, the words of a copier or a list say nothing.
        own = facts.signs.family("own") or submission.from_us(facts.message, facts.office)
        kind = Kind.INTERNAL if own else Kind.APPLICATION
        return _told(kind, Reason("papers", "The mail brings papers of an application."))
    if _empty(facts):
        return _told(Kind.QUARANTINE, Reason("empty", "Nothing in the mail can be read."))
    if submission.from_us(facts.message, facts.office):
        return _told(Kind.INTERNAL, Reason("internal", "The mail comes from one of the office's own domains."))
    if _machine_without_a_field(facts, brought, reading):
        return _told(Kind.AUTOMATIC, Reason("words_automatic", "The words are those of a machine, and so is the sender or the thread."))
    who = speaker.of(facts.message, reading, facts.office, known_sender=facts.history.known_sender)
    scores = evidence.held(reading, who)
    if brought.papers:
        held = max(_BESIDE_PAPERS, key=lambda one: scores[one])
        if scores[Kind.THREAT] >= evidence.BAR + 1:
            held = Kind.THREAT
        if scores[held] >= evidence.BAR + 2:
            return _told(held, Reason(f"words_{held.value}", _WORDS[held]))
        return _told(Kind.APPLICATION, Reason("papers", "The mail brings a letter of interest or an agreement."))
    return _by_words(brought, reading, who)


def carries_application(facts: Facts, brought: Brought) -> bool:
    """Whether a robot's mail brings papers of its own: a copier or a list may. What a bounce sends back was ours or the sender's before."""
    if not (brought.papers or brought.unread) or brought.returned:
        return False
    if facts.message.content_type == "multipart/report" or "message/delivery-status" in facts.message.part_types:
        return False
    return bool(brought.papers) or any(d.media_type in _SCANS or _named_like_a_paper(facts, d) for d in brought.unread)


def _told(kind: Kind, *why: Reason) -> Told:
    return Told(kind, why)


def _robot(facts: Facts) -> Told | None:
    """The strongest sign that no person waits for an answer."""
    never = [s for s in facts.signs.found if s.weight is Weight.NEVER]
    if not never:
        return None
    families = {s.family for s in never if s.code != "null-return-path"}
    if "bounce" in families and not _is_receipt(facts):
        family = "bounce"
    elif any(s.code in _LIST_SIGNS for s in never) and not any(s.code == "automatic-subject" for s in never):
        family = "list"
    else:
        family = next((one for one in ("automatic", "list", "own") if one in families), "automatic" if families else "bounce")
    return _told(_ROBOTS.get(family, Kind.AUTOMATIC), *(reason(s) for s in never))


def _speaks_of_papers(facts: Facts, reading: Reading) -> bool:
    """A web form, a signing or a sharing service brings word of papers; an absence notice brings none."""
    replied = (facts.message.header("auto-submitted") or "").strip().lower().startswith("auto-replied")
    absent = replied or facts.signs.has("automatic-subject") or facts.signs.has("machine-field") or facts.signs.has("null-return-path")
    papers = reading.applies or reading.esign or reading.links or reading.wrapped
    return papers and bool(reading.wants["jargon"]) and not absent and not facts.history.answers_our_reply


def _is_receipt(facts: Facts) -> bool:
    """A report that is no bounce: a read receipt (RFC 8098), a complaint of a mail provider (RFC 5965)."""
    types = {*facts.message.part_types, facts.message.content_type_param("report-type")}
    return bool(types & _RECEIPTS) and not types & _BOUNCES


def reason(sign: Sign) -> Reason:
    """A sign as a reason."""
    return Reason(sign.code, sign.text)


def _empty(facts: Facts) -> bool:
    message = facts.message
    return not message.attachments and not message.forwarded and not _WORDY.search(f"{message.subject}{message.text}")


def _machine_without_a_field(facts: Facts, brought: Brought, reading: Reading) -> bool:
    """A program that does not say so in its header: by its words and, besides, by its address or because it answers a reply of ours."""
    says_more = reading.asks or reading.applies or bool(reading.wants["jargon"])
    if not reading.wants["machine"] or brought.new or reading.passed_on or (says_more and facts.history.answers_our_reply):
        return False
    robot = facts.signs.has("perhaps-robot") or facts.signs.has("perhaps-automatic-subject")
    return robot or (facts.history.answers_our_reply and reading.wants["machine"] > 1)


def _passed_on_by_us(facts: Facts) -> bool:
    return submission.correspondent(facts.message, facts.forward, facts.office) is not facts.message


def _by_words(brought: Brought, reading: Reading, who: Speaker) -> Told:
    """What its words are most like. For a kind that is answered it must also be plain enough; else a person looks."""
    silent = reading.words <= FEW_WORDS and not (reading.applies or reading.asks or reading.wants["program"])
    if silent and (brought.unread or brought.known):
        return _told(Kind.CORRESPONDENCE, _unsaid(brought))
    weights = likeness.learnt(Question.KIND)
    shares = likeness.shares(features.of(reading, who, brought.sorts), weights)
    label = max(weights.labels, key=lambda one: shares[one])
    if label == likeness.STATUS or (label == Kind.INQUIRY and reading.status and shares[likeness.STATUS] >= PERHAPS):
        return Told(Kind.INQUIRY, (Reason("words_status", "The mail asks how an application stands."),), status=True)
    kind = Kind(label)
    another = max((name for name in weights.labels if name not in ANSWERED_BY_MACHINE), key=lambda one: shares[one])
    plain = shares[Kind.APPLICATION] + shares[Kind.INQUIRY] >= PLAIN and shares[another] < ANOTHER
    if kind in ANSWERED_BY_MACHINE and not plain:
        return Told(kind, (_said(kind, brought), _doubt(another)), doubtful=True)
    return _told(kind, _unsaid(brought) if kind is Kind.CORRESPONDENCE else _said(kind, brought))


def _doubt(another: str) -> Reason:
    perhaps = "a question about its own application" if another == likeness.STATUS else f'mail of the kind "{another.replace("_", " ")}"'
    return Reason("doubt", f"It may also be {perhaps}, so a person looks first.")


def _said(kind: Kind, brought: Brought) -> Reason:
    if kind is Kind.APPLICATION and brought.unread:
        return Reason("papers_unread", "Papers came that a person must read; the mail speaks of an application.")
    if kind is Kind.APPLICATION:
        return Reason("words_application", "The mail says that an agency applies.")
    if kind is Kind.INQUIRY:
        return Reason("words_inquiry", "The mail asks about the program or its forms.")
    return Reason(f"words_{kind.value}", _WORDS[kind])


def _unsaid(brought: Brought) -> Reason:
    """Why a mail whose words say nothing is no application: what its papers are, where it brings any."""
    if brought.unread:
        return Reason("papers_to_read", "Papers came that a person must read, and the mail does not say what they are.")
    if brought.known and not brought.new:
        return Reason("papers_known", "Every paper of this mail is on record already.")
    return Reason("words_none", "Nothing in the mail says what it is.")


def _named_like_a_paper(facts: Facts, document: Document) -> bool:
    """The file's name is a hint for papers that could not be read, and for nothing else."""
    if document.form not in (Form.OTHER, Form.UNREADABLE):
        return True
    names = [a.filename.lower().replace("_", " ") for a in facts.message.attachments if a.sha256 == document.sha256]
    return any(plain in name for name in names for plain in _PLAIN_NAMES)
