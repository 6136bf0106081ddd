"""The first page: what is next, whether the machine lives, and the log. In: a view in the address. Out: a page, files, what is new."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Final, cast
from urllib.parse import urlencode

from starlette.responses import Response, StreamingResponse

from intake import errors
from intake.desk import arrivals, exports, glance, log_page, log_view, spreadsheet
from intake.desk.arrivals import Arrivals, Mark
from intake.desk.log_page import Urgency
from intake.desk.log_view import LogView
from intake.web import log_words
from intake.web.context import Context
from intake.web.route import READERS, Route

SPOOLED: Final = 4 * 2**20
_MARK: Final = re.compile(r"([\w-]{1,64})\.(\d{1,12})")
_TONES: Final = {
    Urgency.LATE: "late", Urgency.SOON: "wait", Urgency.OPEN: "info", Urgency.ANSWERED: "good", Urgency.ANSWERED_LATE: "late",
    Urgency.NONE: "quiet",
}  # fmt: skip


def show(context: Context) -> Response:
    """The page that the address asks for."""
    view, faults = log_view.parse(context.query)
    # First the mark, then the page: what comes between is announced and shown, never neither.
    mark = _arrivals(context).look()
    page = log_page.look(context.desk, view, me=context.who)
    return context.render("log.html", **_words(context, view, page, faults), news=_news(view, mark))


def new(context: Context) -> Response:
    """How many letters of the view came since the page was made; from memory."""
    found = _MARK.fullmatch(context.query.get("mark", ""))
    view, _ = log_view.parse(context.query)
    seen = _arrivals(context)
    seen.look()
    count = 0 if found is None else seen.since(Mark(found[1], int(found[2])), view, me=context.who)
    if not count:
        return Response(status_code=204)
    return context.render(
        "fragments/new_letters.html", count=count, here=log_words.address(view.first()), elsewhere="elsewhere" in context.query
    )


def export_csv(context: Context) -> Response:
    """The view as a file of comma-separated values, sent while it is read."""
    view, _ = log_view.parse(context.query)
    exports.record(context.desk, who=context.who, form="csv")
    return StreamingResponse(_csv(_cells(context, view)), media_type="text/csv; charset=utf-8", headers=_as_file("letters.csv"))


def export_xlsx(context: Context) -> Response:
    """The same as a workbook."""
    view, _ = log_view.parse(context.query)
    exports.record(context.desk, who=context.who, form="xlsx")
    file = SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115 - closed when it has been sent
    spreadsheet.write(_cells(context, view), cast(BinaryIO, file), name="Letters")
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return StreamingResponse(_pieces(cast(BinaryIO, file)), media_type=kind, headers=_as_file("letters.xlsx"))


def _words(context: Context, view: LogView, page: log_page.LogPage, faults: Mapping[str, str]) -> dict[str, Any]:
    query = log_view.query(view.first())
    return {
        "view": view,
        "page": page,
        "faults": faults,
        "glance": glance.look(context.desk, me=context.who),
        "tones": _TONES,
        "words": log_words,
        "tabs": [
            (text, log_words.address(LogView(show=each, who=who)), (view.show, view.who, view.words) == (each, who, ""))
            for each, who, text in log_words.TABS
        ],
        "sorts": {each: log_words.sort(each, view) for each in log_words.SORTS},
        "chosen": log_view.parameters(view),
        "first": log_words.address(view.first()) if view.after or view.before else "",
        "previous": log_words.address(replace(view, after=None, before=page.previous)) if page.previous else "",
        "next": log_words.address(replace(view, before=None, after=page.next)) if page.next else "",
        "files": [(name, f"/log/{name.lower()}{'?' if query else ''}{query}") for name in ("CSV", "XLSX")],
        "most": exports.MOST,
        "who_options": log_words.who_options(view),
        "filters": log_words.filters(view),
        "narrowed": bool(set(log_view.parameters(view.first())) - {"show", "q", "sort"}) or bool(faults),
    }


def _news(view: LogView, mark: Mark) -> str:
    """Where a page asks what is new."""
    watched = arrivals.watched(view)
    asked = {**log_view.parameters(watched), "mark": f"{mark.start}.{mark.count}"}
    return "/log/new?" + urlencode(asked if watched == view.first() else asked | {"elsewhere": "yes"})


def _arrivals(context: Context) -> Arrivals:
    found = context.setting.arrivals
    if found is None:
        raise errors.NotFound("nothing is announced here")
    return found


def _cells(context: Context, view: LogView) -> Iterator[list[str]]:
    rows = log_page.every(context.desk, view, me=context.who, most=exports.MOST + 1)
    return exports.of_view(rows, context.desk.calendar.local)


def _csv(rows: Iterator[list[str]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    for row in rows:
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(2**16):
            yield piece


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


ROUTES: Final = (
    Route("GET", "/", READERS, show),
    Route("GET", "/log/new", READERS, new, quiet=True),
    Route("GET", "/log/csv", READERS, export_csv),
    Route("GET", "/log/xlsx", READERS, export_xlsx),
)
