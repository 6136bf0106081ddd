"""The response-time log as people read it. In: a Desk. Out: lines with minutes of office time and verdicts, in pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake.business_time import elapsed
from intake.desk import replies
from intake.desk.desk import Desk
from intake.desk.standing import standing
from intake.security import masking
from intake.store import response_log
from intake.store.database import Tx
from intake.store.response_log import LogRecord

PAGE: Final = 100
LARGEST_PAGE: Final = 1000

Key = tuple[datetime, int]
"""Where a page ended: the instant it is sorted by and the letter's number."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A letter that asks for an answer. Instants are aware UTC; the verdicts are None until the thing happened.

    `models` are those of the agreements that came, `models_asked` those that the letter asks for. `standing` is `state` in words that
    tell a machine's acknowledgement from a person's answer.
    """

    id: int
    reference: str | None
    received_at: datetime
    kind: str | None
    agency: str | None
    models: tuple[str, ...]
    due_at: datetime | None
    acknowledged_at: datetime | None
    responded_at: datetime | None
    business_minutes_to_acknowledge: int | None
    business_minutes_to_respond: int | None
    acknowledged_on_time: bool | None
    responded_on_time: bool | None
    state: str
    models_asked: tuple[str, ...]
    standing: str

    @property
    def models_told(self) -> tuple[str, ...]:
        """The models for eyes: of those that were asked for and did not come, it is said."""
        return (*self.models, *(f"{model} (asked)" for model in self.models_asked if model not in self.models))


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next page begins; None at the end."""

    lines: tuple[LogLine, ...]
    next: Key | None


def page(desk: Desk, *, open_only: bool = False, after: Key | None = None, since: datetime | None = None, limit: int = PAGE) -> Page:
    """Newest first; open ones by the time that is left."""
    bounded = max(1, min(limit, LARGEST_PAGE))
    with desk.db.read() as tx:
        records = response_log.page(tx, open_only=open_only, after=after, since=since, limit=bounded + 1)
        shown = records[:bounded]
        found = lines_of(tx, desk, shown)
    more = len(records) > bounded
    last = shown[-1] if more else None
    key = None if last is None else ((last.due_at or last.received_at) if open_only else last.received_at, last.id)
    return Page(tuple(found), key)


def lines(desk: Desk, *, open_only: bool = False, since: datetime | None = None) -> Iterator[LogLine]:
    """The whole log, a page at a time, so that nothing is held open while somebody reads."""
    after: Key | None = None
    while True:
        found = page(desk, open_only=open_only, after=after, since=since, limit=LARGEST_PAGE)
        yield from found.lines
        if found.next is None:
            return
        after = found.next


def lines_of(tx: Tx, desk: Desk, records: Sequence[LogRecord]) -> list[LogLine]:
    """Rows of the ledger as people read them."""
    numbers = [record.id for record in records]
    models, asked = response_log.models(tx, numbers), response_log.models_asked(tx, numbers)
    kept_back = replies.kept_back(tx, numbers)
    return [_line(r, models.get(r.id, []), asked.get(r.id, []), desk, kept_back=r.id in kept_back) for r in records]


def _line(record: LogRecord, models: list[str], asked: list[str], desk: Desk, *, kept_back: bool) -> LogLine:
    return LogLine(
        id=record.id,
        reference=record.reference or record.application_reference,
        received_at=record.received_at,
        kind=record.kind,
        agency=record.agency_name and masking.masked(record.agency_name),
        models=tuple(models),
        due_at=record.due_at,
        acknowledged_at=record.acknowledged_at,
        responded_at=record.responded_at,
        business_minutes_to_acknowledge=_minutes(record.received_at, record.acknowledged_at, desk),
        business_minutes_to_respond=_minutes(record.received_at, record.responded_at, desk),
        acknowledged_on_time=_on_time(record.acknowledged_at, record.due_at),
        responded_on_time=_on_time(record.responded_at, record.due_at),
        state=record.state,
        models_asked=tuple(asked),
        standing=standing(
            record.state, asks_answer=record.asks_answer, acknowledged_at=record.acknowledged_at, responded_at=record.responded_at,
            response_kind=record.response_kind, kept_back=kept_back,
        ),
    )  # fmt: skip


def _minutes(start: datetime, end: datetime | None, desk: Desk) -> int | None:
    return None if end is None else elapsed.business_minutes(start, end, desk.calendar)


def _on_time(at: datetime | None, due_at: datetime | None) -> bool | None:
    return None if at is None or due_at is None else at <= due_at
