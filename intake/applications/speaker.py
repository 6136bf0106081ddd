"""Who seems to write: an agency, or somebody of another trade. In: a Message, a Reading. Out: a Speaker. Pure.

By the author's domain, his name and signature, and what he says of himself. Each is a sign and none is proof.
"""

import re
from dataclasses import dataclass
from typing import Final

from intake.applications import cues, submission
from intake.applications.decision import Office
from intake.applications.reading import Reading, grown
from intake.mail.message import Message

_AGENCY: Final = re.compile(
    r"(?:police|polic[ei]a|sherr?iff|constable|marshal|deput(?:y|ies)|jail|detention|correction|publicsafety|lawenforcement|patrol|trooper"
    r"|borough|township|twp|parish|county|city|town|village|municipal)"
    r"|(?:^|[-.])(?:co|ci|so|pd|sd|dps|doc|hp|leo|state|gov|dept|cityof|townof)(?:[-.]|$)|(?:[a-z]{3}|-)(?:pd|so|dps|doc|sd|co|shf)(?:[-.]|$)"
    r"|(?:\.gov|\.us|\.mil)$"
)
_PRESS: Final = re.compile(
    r"news|gazette|herald|tribune|sentinel|courier|ledger|examiner|chronicle|times|bugle|observer|telegraph|journal|dispatch|press|radio"
    r"|(?:^|[-.])(?:k|w)[a-z]{2,3}(?:-?tv|-?fm|\d)?(?=\.)|tv(?:[-.\d]|$)|media|broadcast|daily|weekly|magazine|podcast|films?(?:[-.]|$)|wire"
    r"|reporter|star(?:[-.]|$)|post(?:[-.]|$)|beacon|register|bulletin|advocate(?:[-.]|$)|noticias|documentar"
)
_LAW: Final = re.compile(
    r"law(?:[-.]|$|yer|firm|office|group|clinic)|legal|attorney|llp|pllc|counsel|courts?(?:[-.]|$)|justice|defend|esq|bufete|advocat"
)
_SCHOOL: Final = re.compile(r"student|school|\.edu$|college|univers|k12|(?:^|[-.])high(?:[-.]|$)|academy")


KNOWN: Final = 2.5
"""What it says for an agency that the sender is on an application, or answers in a thread of one."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """How much speaks for each, from 0; 3 is hardly doubtful."""

    agency: float
    congress: float
    press: float
    lawyer: float
    vendor: float
    job: float
    student: float
    person: float
    stranger: bool  # a domain at which anybody can have an address, or none
    domain: str = ""  # of the author, "" for a stranger


def of(message: Message, reading: Reading, office: Office, *, known_sender: bool = False) -> Speaker:
    """The signs added up."""
    author = message.from_address
    domain = author.domain if author else ""
    local = author.local.lower() if author else ""
    stranger = submission.is_stranger(domain, office)
    known = "" if stranger else domain

    def signs(name: str, own: float = 0.6) -> float:
        return 1.5 * grown(reading.signed[name]) + own * grown(reading.who[name])

    at_agency = bool(_AGENCY.search(known)) or bool(re.search(r"sheriff|chief|police|constable|\bso\b|\bpd\b", local))
    # The words of the trade in an organisation's mail show that an agency writes; from a private address everybody may know them.
    trade = 0.0 if stranger else 0.8 * grown(reading.wants["jargon"])
    agency = signs("agency", 0.2 if stranger else 0.5) + 1.5 * grown(reading.who["head"]) + (2.0 if at_agency else 0.0) + trade
    agency += 0.0 if stranger else 1.2 * grown(reading.who["ours"])
    agency += KNOWN if known_sender else 0.0
    vendor, job, student = (1.5 * grown(reading.signed[name]) + 0.8 * min(reading.who[name], 5) for name in ("vendor", "job", "student"))
    other = 0.0 if at_agency or known_sender else max(vendor, job, student) - 0.8
    return Speaker(
        agency=max(agency - 0.6 * other, 0.0),
        congress=signs("congress", 0.5) + (5.0 if submission.in_domains(known, cues.CONGRESS_DOMAINS) else 0.0),
        press=signs("press") + (1.5 if _PRESS.search(known) else 0.0),
        lawyer=signs("lawyer", 0.8) + (1.5 if _LAW.search(known) else 0.0),
        vendor=vendor,
        job=job,
        student=student + (0.7 if _SCHOOL.search(known) else 0.0),
        person=signs("person", 0.9) + (1.0 if stranger else 0.0),
        stranger=stranger,
        domain=known,
    )
