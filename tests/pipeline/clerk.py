"""The corpus of invented mails put through the whole pipeline. In: cases of one file. Out: what became of each, beside what should have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from intake.adapters.clock import SystemClock
from intake.applications.decision import Limits
from intake.applications.kinds import ANSWERED_BY_MACHINE
from intake.mail import parser
from intake.mail.message import Address, Message
from intake.store.database import Database
from intake.store.states import Message as State
from tests import ledgers
from tests.corpus import kinds
from tests.corpus.kinds import Case
from tests.pipeline.house import House

MANY: Final = Limits(per_address_day=1000, per_address_week=1000, per_domain_day=1000, burst_minutes=0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mail: what was expected, what became of it, and why."""

    case: Case
    kind: str
    verdict: str
    topics: tuple[str, ...]
    reasons: tuple[str, ...]
    reply: Message | None = None  # what the sender was told at once
    recipients: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.kind == self.case.expected["kind"]

    @property
    def answered(self) -> bool:
        return self.verdict == "send"

    @property
    def asks(self) -> bool:
        """It should be answered by machine."""
        return self.case.expected["kind"] in ANSWERED_BY_MACHINE and self.case.expected["verdict"] == "send"


@dataclass(frozen=True, slots=True)
class Score:
    """Shares, 0..1, over one half of the corpus."""

    mails: int
    kinds_right: float
    wrongly_answered: int  # neither application nor inquiry, and answered like one
    held_but_answered: int  # an application or inquiry that a person should have answered first
    answered: float  # of those that a machine should answer
    dropped: int  # applications and inquiries that nobody sees
    verdicts_right: float
    topics_right: float

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> "Score":
        asking = [o for o in outcomes if o.asks]
        ours = [o for o in outcomes if o.case.expected["kind"] in ANSWERED_BY_MACHINE]
        topical = [o for o in outcomes if o.kind == "inquiry" and o.case.expected.get("topic")]
        return cls(
            mails=len(outcomes),
            kinds_right=_share(o.right for o in outcomes),
            wrongly_answered=sum(o.answered for o in outcomes if o.case.expected["kind"] not in ANSWERED_BY_MACHINE),
            held_but_answered=sum(o.answered and not o.asks for o in ours),
            answered=_share(o.answered for o in asking),
            dropped=sum(o.verdict == "never" and o.case.expected["verdict"] != "never" for o in ours),
            verdicts_right=_share(o.verdict == o.case.expected["verdict"] for o in outcomes),
            topics_right=_share(o.topics[:1] == (o.case.expected["topic"],) for o in topical),
        )


def _share(of: Iterable[bool]) -> float:
    said = list(of)
    return sum(said) / len(said) if said else 1.0


def read(half: str, folder: Path, *, only: Sequence[str] = ()) -> list[Outcome]:
    """Every mail of a half, or of some of its files; each file has a ledger of its own."""
    files = {name: cases for name, cases in kinds.load(half).items() if not only or name in only}
    return [outcome for name, cases in files.items() for outcome in _file(cases, folder / f"{half}-{name}")]


def _file(cases: Sequence[Case], folder: Path) -> list[Outcome]:
    folder.mkdir(parents=True)
    database = Database(url=ledgers.on_sqlite(folder / "ledger.sqlite3"), clock=SystemClock())
    try:
        house = House(database, folder, limits=MANY, burst=timedelta(0), breaker=100_000)
        house.begin()
        dealt: dict[str, tuple[Case, int]] = {}
        return [_take(house, case, number, dealt) for number, case in enumerate(cases)]
    finally:
        database.close()


def _take(house: House, case: Case, number: int, dealt: dict[str, tuple[Case, int]]) -> Outcome:
    for paper in case.papers:
        house.reader.known[paper.content] = paper.found
    house.clock.move(minutes=1)
    letter = house.take(_raw(house, case, number, dealt))
    dealt[case.id] = (case, letter)
    row = house.row(letter)
    shelved = row.state == State.SHELVED
    return Outcome(
        case=case,
        kind="quarantine" if shelved else str(row.kind),
        verdict="hold" if shelved else str(row.verdict),
        topics=tuple(row.topics or ()),
        reasons=tuple(each["code"] for each in row.reasons or ()),
        **_told(house, letter),
    )


def _told(house: House, letter: int) -> dict[str, Any]:
    replies = house.replies(letter)
    if not replies:
        return {}
    (reply,) = replies
    raw = house.raw(reply)
    mail = parser.parse(raw)
    everybody = (*mail.to, *mail.cc, *(Address("", value) for value in mail.all_headers("bcc")))
    assert [a.address for a in everybody] == [reply.recipient]
    return {"reply": mail, "recipients": (reply.recipient.lower(),)}


def _raw(house: House, case: Case, number: int, dealt: dict[str, tuple[Case, int]]) -> bytes:
    before = dealt.get(case.directions.get("after", ""))
    if before is None:
        return case.raw(number=number)
    earlier, letter = before
    match case.directions.get("repeats"):
        case "received":
            return b"Received: from relay.example by in.office.example; Tue, 25 Nov 2025 15:00:00 +0000\r\n" + house_bytes(house, letter)
        case "encoded":
            return house_bytes(house, letter).replace(b"Content-Transfer-Encoding: 8bit", b"Content-Transfer-Encoding: binary")
        case _:
            pass
    if case.directions.get("thread") == "ours":
        replies = house.replies(letter)
        return case.raw(number=number, answers=replies[0].header_message_id if replies else "")
    if case.directions.get("thread") != "theirs":
        return case.raw(number=number)
    theirs = f"<{earlier.id}@{earlier.sender.rpartition('@')[2]}>"
    return case.raw(number=number, answers=theirs)


def house_bytes(house: House, letter: int) -> bytes:
    """The octets of a letter as they were kept."""
    return house.blobs.read(house.row(letter).raw_sha256)
