"""The verdict on a mail, as values. In: Facts. Out: a Decision and its reasons. Pure. The rules stand in decide.py."""

from dataclasses import dataclass
from enum import StrEnum

from intake.applications.kinds import Kind
from intake.applications.reading import Reading
from intake.applications.topics import Topic
from intake.documents.document import Document
from intake.mail.forwards import Forward
from intake.mail.loops import Signs
from intake.mail.message import Message


class Verdict(StrEnum):
    """Recording never depends on it."""

    SEND = "send"
    HOLD = "hold"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code, and one sentence a member of staff understands. Holds no words of the sender's."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Office:
    """Who we are. Addresses and domains in lower case."""

    addresses: frozenset[str]  # our own mailbox and its aliases, +tags stripped
    domains: frozenset[str]  # the office's domains, field offices included
    list_ids: frozenset[str] = frozenset()  # our own list ids: no sign of a robot
    authserv_ids: frozenset[str] = frozenset()  # whose Authentication-Results we trust
    public_providers: frozenset[str] = frozenset()  # mail domains anybody can have an address at


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger knows that bears on whether to answer. Counts are of automatic replies already queued or sent."""

    to_address_today: int = 0
    to_address_week: int = 0
    to_domain_today: int = 0
    recent_from_sender: int = 0  # automatic replies to this sender or thread in the burst window
    answers_our_reply: bool = False  # In-Reply-To or References names a reply of ours
    known_sender: bool = False  # the sender is on an application, or answers in the thread of a letter that was one or asked
    thread_token: bool = False  # bears the thread token of an application
    duplicate_of: int | None = None  # the message this one repeats, where bytes or decoded identity agree
    known_papers: frozenset[str] = frozenset()  # SHA-256 of attachments of this mail that are on record already
    open_mandate_domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be sent by machine. Past a cap: hold."""

    per_address_day: int = 3
    per_address_week: int = 10
    per_domain_day: int = 40
    burst_minutes: int = 10
    neutral_kinds: frozenset[Kind] = frozenset()  # get one neutral line by machine and wait for a person all the same


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known when the decision is made."""

    message: Message
    signs: Signs
    papers: tuple[Document, ...]
    office: Office
    history: History
    limits: Limits
    late_folder: bool = False  # found in Junk or Archive
    older: bool = False  # lay in the mailbox before the service's starting moment, or was imported
    forward: Forward | None = None  # the mail that this one passes on
    private: bool = False  # numbers, births or lists of people stand in the mail's own words
    reading: Reading | None = None  # of the message with none of its papers on record, where it was read before


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a mail. `template` and `to` are set when verdict is SEND, and where HOLD has a proposal."""

    kind: Kind
    verdict: Verdict
    reasons: tuple[Reason, ...]
    template: str | None = None
    to: str | None = None
    asks_answer: bool = True  # whether the one-business-day clock runs
    fold: bool = False  # acknowledged together with others of a burst
    flags: tuple[str, ...] = ()
    queue: str | None = None  # the named queue of a held mail ("press", "records_request", …)
    alarm: Kind | None = None  # what a person must know of at once (a threat, a request for records)
    topics: tuple[Topic, ...] = ()  # of a question, the likeliest first
