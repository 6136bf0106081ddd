"""Time for a letter with very many letters on record, beside the time with few. In: two ledgers. Out: the ratio.

Both ledgers begin with a thousand letters that the service itself worked on; one is then filled up (see bench.ledger). New letters are
drained from each in turn, some rounds, and the medians are compared. Each round adds its letters, so that the figures are of ledgers that
live, with a worker that has just been started.
"""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

from bench import backlog, figures, ledger, letters, office
from bench.figures import Figure, Options
from bench.office import Ledger, Office

NEW: Final = 300
ROUNDS: Final = 5
MANY: Final = 200_000
BAR: Final = 1.1
PATIENCE: Final = 120.0


def measure(options: Options) -> list[Figure]:
    """On SQLite, and on PostgreSQL."""
    found = [_compared("SQLite", options, ("", ""))]
    if options.postgres:
        with backlog.postgres() as server, server.syncing():
            urls = [server.url(server.create(), driver="postgresql") for _ in range(2)]
            found.append(_compared("PostgreSQL", options, (urls[0], urls[1])))
    return found


def _compared(kind: str, options: Options, databases: tuple[str, str]) -> Figure:
    many, new = options.base or MANY, options.letters or NEW
    with _grown(databases[0], ledger.BATCH) as few_on_record, _grown(databases[1], many) as many_on_record:
        spent: tuple[list[float], list[float]] = ([], [])
        cpu: tuple[list[float], list[float]] = ([], [])
        for turn in range(ROUNDS + 1):
            for place, seconds, used in zip((few_on_record, many_on_record), spent, cpu, strict=True):
                first = 100_000 + turn * new
                letters.deliver(place.mail, [letters.raw(number, datetime.now(UTC)) for number in range(first, first + new)])
                run = backlog.drain(place, str(new))
                _rested(place)
                if turn:  # the first round fills the caches
                    seconds.append(1000 * run["seconds"] / new)
                    used.append(1000 * run["cpu"] / new)
    few, much = (figures.median(each) for each in spent)
    beside = f"{much:.2f} ms beside {few:.2f} ms a letter; CPU {figures.median(cpu[1]):.2f} beside {figures.median(cpu[0]):.2f} ms"
    return figures.at_most("flat", f"{kind}, {many} on record beside {ledger.BATCH}", much / few, "", BAR, beside)


@contextlib.contextmanager
def _grown(database: str, total: int) -> Iterator[Office]:
    with office.with_folders(database=database) as place:
        if database:
            subprocess.run(
                [sys.executable, "-m", "intake", "migrate", "--config", str(place.settings)], check=True, stdout=subprocess.DEVNULL
            )
        backlog.drain(place, "prime")
        letters.deliver(place.mail, [letters.raw(number, datetime.now(UTC)) for number in range(ledger.BATCH)])
        backlog.drain(place, str(ledger.BATCH))
        _rested(place)
        engine = sa.create_engine(place.url)
        started = time.monotonic()
        ledger.fill(engine, total)
        engine.dispose()
        print(f"{total} letters on record, filled in {time.monotonic() - started:.0f} s", file=sys.stderr)
        yield place


def _rested(place: Office) -> None:
    """Let the worker send what it queued, so that no round pays for the one before."""
    with Ledger(place) as look, contextlib.ExitStack() as stack:
        process = subprocess.Popen([sys.executable, "-m", "intake", "work", "--config", str(place.settings)])
        stack.callback(process.wait, 30)
        stack.callback(process.terminate)
        ends = time.monotonic() + PATIENCE
        while look.number("SELECT count(*) FROM replies WHERE state IN ('queued', 'claimed', 'in_data', 'deferred')"):
            if time.monotonic() > ends:
                raise TimeoutError("the outbox did not become empty")
            time.sleep(0.1)
