"""`intake log`: the response-time log as a table, CSV or JSON."""

import csv
import itertools
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from intake.cli import options, output, records
from intake.plural import counted

if TYPE_CHECKING:
    from intake.desk.desk import Desk
    from intake.desk.response_log import LogLine

SHOWN = 50
COLUMNS = ("reference", "received", "kind", "agency", "models", "due", "acknowledged", "responded", "state")


def log(
    config: options.Config = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Comma-separated values: the whole log, then the letters that need no answer.")
    ] = False,
    json: options.Json = False,
    only_open: Annotated[bool, typer.Option("--open", help="Only letters that nobody answered yet, least time left first.")] = False,
    since: Annotated[str, typer.Option("--since", metavar="TIME", help="Only letters received from this time on.")] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="So many lines of the table.")] = SHOWN,
) -> None:
    """The response-time log: when each letter came, when its answer is due, when it was acknowledged and answered."""
    from intake.desk import due, exports, needless, response_log

    with records.desk(config, json=json) as desk:
        start = due.instant(since, desk.calendar) if since else None
        lines = response_log.lines(desk, open_only=only_open, since=start)
        if as_csv:
            apart = [] if only_open else list(needless.lines(desk, since=start))
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerows(exports.rows(itertools.chain(lines, apart)))
            if apart:
                output.note(f"the log, then {counted(len(apart), 'letter')} of which a person said that no answer is needed")
        elif json:
            for line in lines:
                output.json_line(exports.public(line))
        else:
            shown = list(itertools.islice(lines, limit))
            output.table(COLUMNS, [_cells(line, desk) for line in shown])
            if not shown:
                output.note("no letter on record asks for an answer")


def _cells(line: "LogLine", desk: "Desk") -> tuple[str, ...]:
    def at(instant: datetime | None) -> str:
        return "" if instant is None else f"{desk.calendar.local(instant):%Y-%m-%d %H:%M}"

    def done(instant: datetime | None, minutes: int | None, on_time: bool | None) -> str:
        return "" if instant is None else f"{at(instant)} ({minutes} min{', late' if on_time is False else ''})"

    return (
        line.reference or f"#{line.id}",
        at(line.received_at),
        line.kind or "",
        line.agency or "",
        ", ".join(line.models_told),
        at(line.due_at),
        done(line.acknowledged_at, line.business_minutes_to_acknowledge, line.acknowledged_on_time),
        done(line.responded_at, line.business_minutes_to_respond, line.responded_on_time),
        line.standing,
    )
