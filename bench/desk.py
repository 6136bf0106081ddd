"""The desk with very many letters on record: first page, log by every filter, deep pages, search. In: two ledgers. Out: milliseconds.

Each figure is the desk's function and the page made of it (as long as no page is drawn yet: the function), asked for again and again in
turn with all others, so that nothing is measured with caches that only it has filled. Nothing here writes.
"""

import io
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import backlog, figures, years
from bench.figures import Figure, Options
from intake.adapters.clock import SystemClock
from intake.business_time import calendar
from intake.desk import exports, glance, log_page, log_view, reports, spreadsheet
from intake.desk.arrivals import Arrivals
from intake.desk.desk import Desk
from intake.desk.log_view import LogView, Show, Whose
from intake.pipeline.indexing import Indexing
from intake.store import upgrade
from intake.store.database import Database

LETTERS: Final = 200_000
ROUNDS: Final = 40
SLOW_ROUNDS: Final = 3
BAR: Final = 100.0
INDEX_BAR: Final = 5.0
ME: Final = years.PEOPLE[0]


def measure(options: Options) -> list[Figure]:
    """On SQLite, and on PostgreSQL."""
    total = options.base or LETTERS
    with TemporaryDirectory(prefix="bench-desk-") as folder:
        found = _measured("SQLite", f"sqlite:///{Path(folder) / 'ledger.sqlite3'}", total)
    if options.postgres:
        with backlog.postgres() as server:
            found += _measured("PostgreSQL", server.url(server.create(), driver="postgresql"), total)
    return found


def _measured(kind: str, url: str, total: int) -> list[Figure]:
    db = Database(url=url, clock=SystemClock())
    try:
        upgrade.upgrade(db)
        started = time.monotonic()
        years.fill(db, total, now=datetime.now(UTC))
        filled = time.monotonic()
        indexing = Indexing(db=db, clock=SystemClock(), owner="bench", seconds=600)
        while indexing.run_one():
            pass
        each = 1000 * (time.monotonic() - filled) / total
        years.rest(db)
        print(f"{total} letters on record, filled in {filled - started:.0f} s", file=sys.stderr)
        found = [
            figures.at_most("desk", f"{kind}, to make a letter findable", each, "ms", INDEX_BAR, "beside the way of a letter, not on it")
        ]
        desk = Desk(db, calendar.standard())
        return found + [_figure(kind, name, times) for name, times in _asked(_quick(desk, total), ROUNDS).items()] + [
            _figure(kind, name, times, bar=None) for name, times in _asked(_slow(desk), SLOW_ROUNDS).items()
        ]  # fmt: skip
    finally:
        db.close()


def _figure(kind: str, name: str, times: list[float], *, bar: float | None = BAR) -> Figure:
    value, beside = figures.percentile(times, 0.95), f"95th of {len(times)}; median {figures.median(times):.1f} ms"
    if bar is None:
        return Figure("desk", f"{kind}, {name}", value, "ms", beside)
    return figures.at_most("desk", f"{kind}, {name}", value, "ms", bar, beside)


def _asked(questions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in questions}
    for turn in range(rounds + 1):
        for name, ask in questions.items():
            began = time.perf_counter()
            ask()
            if turn:  # the first round fills the caches
                times[name].append(1000 * (time.perf_counter() - began))
    return times


def _quick(desk: Desk, total: int) -> dict[str, Callable[[], object]]:
    arrivals = Arrivals(desk, start="bench")

    def page(view: LogView) -> Callable[[], object]:
        return lambda: log_page.look(desk, view, me=ME)

    def typed(**given: str) -> Callable[[], object]:
        return page(log_view.parse(given)[0])

    middle = datetime.now(UTC) - years.SPAN / 2
    return {
        "first page: what is next": lambda: glance.look(desk, me=ME),
        "log, mine and unassigned": typed(),
        "log, late": typed(show="late"),
        "log, due soon": typed(show="soon"),
        "log, needs a person": typed(show="person"),
        "log, answered": typed(show="answered"),
        "log, none needed": typed(show="none-needed"),
        "all on record": typed(show="all"),
        "log, a rare kind": typed(show="log", kind="threat"),
        "log, a small state": typed(show="log", state="WY"),
        "log, a model by agency": typed(show="log", model="WSO", sort="agency"),
        "log, a person's": typed(show="log", who=years.PEOPLE[1]),
        "log, nobody's by that name": typed(show="log", who="no.body"),
        "log, a month": typed(show="log", **{"from": f"{middle:%Y-%m}-01", "to": f"{middle:%Y-%m}-28"}),
        "log, four filters, two letters": typed(show="all", model="WSO", state="WY", kind="threat", who=years.PEOPLE[0]),
        "log, all by agency": typed(show="all", sort="agency"),
        "log, a page in the middle": page(replace(log_view.parse({"show": "log"})[0], after=(middle, total // 2))),
        "search, a rare word": typed(q=years.RARE),
        "search, a word of every letter": typed(q=years.COMMON),
        "search, two words and a state": typed(q=f"interest {years.COMMON}", state="WY"),
        "search, the beginning of a word": typed(q="sherif"),
        "search, a word of no letter": typed(q="qqqqq"),
        "what is new": arrivals.look,
    }  # fmt: skip


def _slow(desk: Desk) -> dict[str, Callable[[], object]]:
    view = LogView(show=Show.LOG, who=Whose.ANYONE)
    today = datetime.now(UTC).date()

    def start() -> object:
        return next(iter(log_page.every(desk, view, me=ME, most=exports.MOST)))

    def workbook() -> None:
        found = log_page.every(desk, view, me=ME, most=5_000)
        spreadsheet.write(exports.of_view(found, desk.calendar.local), io.BytesIO(), name="Log")

    return {
        "export, its first row": start,
        "export, a workbook of 5,000": workbook,
        "reports of twelve weeks": lambda: reports.report(desk, reports.usual(desk)),
        "reports of a year": lambda: reports.report(desk, reports.Span(today - timedelta(days=365), today)),
    }
