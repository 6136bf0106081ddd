"""Reports: how well answers keep their time. In: days in the address. Out: a page of charts, each with its table."""

from datetime import date, timedelta
from typing import Final

from starlette.responses import Response

from intake.desk import reports
from intake.desk.reports import Report, Span
from intake.web import charts
from intake.web.charts import Chart, Rows
from intake.web.context import Context
from intake.web.route import READERS, Route


def show(context: Context) -> Response:
    """The report of the days that the address asks for; of the last twelve weeks where it asks for none."""
    usual, faults = reports.usual(context.desk), dict[str, str]()
    first, last = (_day(context, name, faults) for name in ("from", "to"))
    last = last or usual.last
    first = first or (usual.first if last >= usual.first else last - timedelta(weeks=12))
    if last < first:
        faults["to"] = "The last day lies before the first one."
        first, last = usual.first, usual.last
    report = reports.report(context.desk, Span(first, last))
    return context.render("reports.html", report=report, charts=_charts(report), volumes=_volumes(report), faults=faults, most=reports.MOST)


def _charts(report: Report) -> dict[str, Chart]:
    labels = [f"{week.monday:%b} {week.monday.day}" for week in report.weeks]
    slowest = max((week.answered.most or 0 for week in report.weeks), default=0)
    busiest = max((week.letters for week in report.weeks), default=0)
    return {
        "share": charts.weeks([week.share for week in report.weeks], labels, most=1, top="100 %"),
        "times": charts.weeks([week.answered.median for week in report.weeks], labels, most=slowest, top=f"{slowest:,} minutes"),
        "letters": charts.weeks([week.letters or None for week in report.weeks], labels, most=busiest, top=f"{busiest:,}"),
    }


def _volumes(report: Report) -> tuple[tuple[str, str, tuple[tuple[str, int], ...], Rows], ...]:
    """Each volume by its name and what it counts by, its figures and their chart."""
    kinds = tuple((name.replace("_", " "), count) for name, count in report.kinds)
    return tuple(
        (name, by, counts, charts.rows(counts)) for name, by, counts in (("kinds", "kind", kinds), ("states", "state", report.states))
    )


def _day(context: Context, name: str, faults: dict[str, str]) -> date | None:
    text = context.query.get(name, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text) if len(text) == len("2026-11-24") else None
    except ValueError:
        found = None
    if found is None or not 1980 <= found.year <= 2100:
        faults[name] = "Write the day like 2026-11-24."
        return None
    return found


ROUTES: Final = (Route("GET", "/reports", READERS, show),)
