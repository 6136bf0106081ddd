"""The desk with very many letters on record: first page, log by every filter, deep pages, search. In: two ledgers. Out: milliseconds.

Each figure is a whole page from the real server, asked for again and again in turn with all others, so
that nothing is measured with caches that only it has filled. Exports and reports are measured without their pages.
"""

import contextlib
import html
import http.client
import io
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlencode

from bench import backlog, figures, years
from bench.figures import Figure, Options
from intake.adapters.clock import SystemClock
from intake.business_time import calendar
from intake.desk import exports, log_page, log_view, reports, signing_in, spreadsheet
from intake.desk import people as desk_people
from intake.desk.desk import Desk
from intake.desk.log_view import LogView, Show, Whose
from intake.desk.people import Role
from intake.pipeline.indexing import Indexing
from intake.store import people, upgrade
from intake.store.database import Database
from intake.web import app as application
from intake.web.server import Server
from intake.web.setting import Setting

LETTERS: Final = 200_000
ROUNDS: Final = 40
SLOW_ROUNDS: Final = 3
BAR: Final = 100.0
INDEX_BAR: Final = 5.0
ME: Final = years.PEOPLE[0]
NEWS: Final = re.compile(r'hx-get="(/log/new[^"]*)"')


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
        with _served(desk) as get:
            found += [_figure(kind, name, times) for name, times in _asked(_quick(get, total), ROUNDS).items()]
        return found + [_figure(kind, name, times, bar=None) for name, times in _asked(_slow(desk), SLOW_ROUNDS).items()]
    finally:
        db.close()


@dataclass(frozen=True, slots=True)
class _Times:
    """Milliseconds of each answer, by the clock and of this process's processor time (asking is part of it)."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def _figure(kind: str, name: str, times: _Times, *, bar: float | None = BAR) -> Figure:
    value, median = figures.percentile(times.wall, 0.95), figures.median(times.wall)
    beside = f"95th of {len(times.wall)}; median {median:.1f} ms; CPU {figures.median(times.cpu):.1f} ms"
    if bar is None:
        return Figure("desk", f"{kind}, {name}", value, "ms", beside)
    return figures.at_most("desk", f"{kind}, {name}", value, "ms", bar, beside)


def _asked(questions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, _Times]:
    times = {name: _Times() for name in questions}
    for turn in range(rounds + 1):
        for name, ask in questions.items():
            began, used = time.perf_counter(), time.process_time()
            ask()
            if turn:  # the first round fills the caches
                times[name].wall.append(1000 * (time.perf_counter() - began))
                times[name].cpu.append(1000 * (time.process_time() - used))
    return times


def _pages(total: int) -> dict[str, dict[str, str]]:
    """What is asked of the first page."""
    middle = datetime.now(UTC) - years.SPAN / 2
    behind = log_view.parameters(replace(log_view.parse({"show": "log"})[0], after=(middle, total // 2)))
    return {
        "log, mine and unassigned": {},
        "log, late": {"show": "late"},
        "log, due soon": {"show": "soon"},
        "log, needs a person": {"show": "person"},
        "log, answered": {"show": "answered"},
        "log, none needed": {"show": "none-needed"},
        "all on record": {"show": "all"},
        "log, a rare kind": {"show": "log", "kind": "threat"},
        "log, a small state": {"show": "log", "state": "WY"},
        "log, a model by agency": {"show": "log", "model": "WSO", "sort": "agency"},
        "log, a person's": {"show": "log", "who": years.PEOPLE[1]},
        "log, nobody's by that name": {"show": "log", "who": "no.body"},
        "log, a month": {"show": "log", "from": f"{middle:%Y-%m}-01", "to": f"{middle:%Y-%m}-28"},
        "log, four filters, two letters": {"show": "all", "model": "WSO", "state": "WY", "kind": "threat", "who": ME},
        "log, all by agency": {"show": "all", "sort": "agency"},
        "log, a page in the middle": behind,
        "search, a rare word": {"q": years.RARE},
        "search, a word of every letter": {"q": years.COMMON},
        "search, two words and a state": {"q": f"interest {years.COMMON}", "state": "WY"},
        "search, the beginning of a word": {"q": "sherif"},
        "search, a word of no letter": {"q": "qqqqq"},
    }


@contextlib.contextmanager
def _served(desk: Desk) -> Iterator[Callable[[str], bytes]]:
    """The desk on a real server of this process; the function gets a page as somebody of the staff."""
    asked: dict[str, str] = {}
    app = application.create(desk, hosts=["localhost"], setting=Setting())
    server = Server(app, host="127.0.0.1", port=0)
    server.start()

    def get(path: str) -> bytes:
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        try:
            line.request("GET", path, headers={"Host": f"localhost:{server.port}", **asked})
            said = line.getresponse()
            if said.status not in (200, 204):
                raise AssertionError(f"{path}: {said.status}")
            return said.read()
        finally:
            line.close()

    try:
        with desk.db.write() as tx:
            me = people.add(
                tx, login=ME, name="Ida Bench", email="bench@office.example", role=str(Role.STAFF), password_hash="none",
                must_change=False, made_by="bench", now=datetime.now(UTC),
            )  # fmt: skip
        asked["Cookie"] = f"session={signing_in.begin(desk, desk_people.of(me), lasting=Setting().lasting)}"
        yield get
    finally:
        server.stop()


def _quick(get: Callable[[str], bytes], total: int) -> dict[str, Callable[[], object]]:
    paths = {name: f"/?{urlencode(given)}" for name, given in _pages(total).items()}
    mark = NEWS.search(get("/").decode())
    if mark is None:
        raise AssertionError("the first page does not ask what is new")
    paths["what is new"] = html.unescape(mark[1])
    return {name: lambda path=path: get(path) for name, path in paths.items()}  # type: ignore[misc]


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
