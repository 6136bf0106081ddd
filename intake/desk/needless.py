"""Letters of which a person said that they need no answer. In: a Desk. Out: lines as the log has them, with the reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from intake.desk import response_log
from intake.desk.desk import Desk
from intake.desk.response_log import LogLine
from intake.desk.standing import NONE_NEEDED
from intake.security import masking
from intake.store import applications, audit, messages, responses
from intake.store.database import Tx
from intake.store.response_log import LogRecord
from intake.store.response_log import models as models_of
from intake.store.response_log import models_asked as asked_of

BATCH: Final = 500


def lines(desk: Desk, *, since: datetime | None = None) -> Iterator[LogLine]:
    """Newest first. Every letter on record is looked at, some at a time, so that nothing is held open while somebody reads."""
    with desk.db.read() as tx:
        numbers = [number for number, _sha256 in reversed(audit.raw_hashes(tx))]
    for start in range(0, len(numbers), BATCH):
        with desk.db.read() as tx:
            found = [line for number in numbers[start : start + BATCH] if (line := _line(tx, desk, number, since)) is not None]
        yield from found


def _line(tx: Tx, desk: Desk, number: int, since: datetime | None) -> LogLine | None:
    letter = messages.get(tx, number)
    if letter.asks_answer or (since is not None and letter.received_at < since):
        return None
    said = [each for each in responses.of_message(tx, number) if each.kind == NONE_NEEDED]
    if not said:
        return None
    case = None if letter.application_id is None else applications.get(tx, letter.application_id)
    record = LogRecord(
        id=letter.id, reference=letter.reference, received_at=letter.received_at, kind=letter.kind, state=letter.state,
        agency_name=None if case is None else case.agency_name,
        application_reference=None if case is None else case.reference, due_at=letter.due_at,
        acknowledged_at=letter.acknowledged_at, responded_at=letter.responded_at, response_kind=NONE_NEEDED, verdict=letter.verdict,
        queue=None, shelved_reason=None, calendar_version=None,
    )  # fmt: skip
    known = response_log.line(record, models_of(tx, [number]).get(number, []), asked_of(tx, [number]).get(number, []), desk)
    return replace(known, standing=f"{known.standing}: {masking.masked(said[-1].note)}")
