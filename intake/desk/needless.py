"""Letters of which a person said that they need no answer. In: a Desk. Out: lines as the log has them, with the reason."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from intake.desk import response_log
from intake.desk.desk import Desk
from intake.desk.response_log import LogLine
from intake.security import masking
from intake.store import response_log as ledger

BATCH: Final = 500


def lines(desk: Desk, *, since: datetime | None = None) -> Iterator[LogLine]:
    """Newest first, some at a time, so that nothing is held open while somebody reads."""
    before: int | None = None
    while True:
        with desk.db.read() as tx:
            found = ledger.needless(tx, before=before, since=since, limit=BATCH)
            known = response_log.lines_of(tx, desk, [record for record, _ in found])
        for line, (_, note) in zip(known, found, strict=True):
            yield replace(line, standing=f"{line.standing}: {masking.masked(note)}")
        if len(found) < BATCH:
            return
        before = found[-1][0].id
