"""A backlog drained: letters in a Maildir, from the start of the worker until each has its reply in the outbox.

The mailbox is started while empty and the letters are delivered while the worker is down, so that they are new mail and not older mail.
The worker is the service's own, with its reading children, in a process of its own, fsync on. Replies are written into the outbox's folder
while the rest is still worked on, as in real use.
"""

import contextlib
import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import figures, letters, office
from bench.figures import Figure, Options
from bench.office import Office

LETTERS: Final = 500
RUNS: Final = 3
BAR: Final = 80.0


def measure(options: Options) -> list[Figure]:
    """Letters a second, the median of some runs, on SQLite and on PostgreSQL."""
    count = options.letters or LETTERS
    sqlite = [_drained(count, profile=options.profile) for _ in range(RUNS)]
    found = [figures.at_least("backlog", f"{count} letters, SQLite, median of {RUNS}", *_told(count, sqlite, BAR))]
    if options.postgres:
        with postgres() as server, server.syncing():
            runs = []
            for _ in range(RUNS):
                name = server.create()
                runs.append(_drained(count, database=server.url(name, driver="postgresql")))
                server.drop(name)
        value, unit, _, beside = _told(count, runs, BAR)
        found.append(Figure("backlog", f"{count} letters, PostgreSQL, median of {RUNS}", value, unit, beside))
    return found


def _told(count: int, runs: list[dict[str, Any]], bar: float) -> tuple[float, str, float, str]:
    rates = [count / run["seconds"] for run in runs]
    cpu = figures.median([1000 * run["cpu"] / count for run in runs])
    sent = figures.median([run["sent"] for run in runs])
    return (
        figures.median(rates),
        "letters/s",
        bar,
        f"{min(rates):.0f} to {max(rates):.0f}; {cpu:.1f} ms CPU a letter; {sent:.0f} sent meanwhile",
    )


def _drained(count: int, *, database: str = "", profile: Path | None = None) -> dict[str, Any]:
    with office.with_folders(database=database) as place:
        if database:
            subprocess.run(
                [sys.executable, "-m", "intake", "migrate", "--config", str(place.settings)], check=True, stdout=subprocess.DEVNULL
            )
        drain(place, "prime")
        now = datetime.now(UTC)
        letters.deliver(place.mail, [letters.raw(number, now) for number in range(count)])
        result = drain(place, str(count), profile=profile)
        if result["states"] != {"answered": count}:
            raise AssertionError(f"not every letter was answered: {result['states']}")
        return result


def drain(place: Office, what: str, *, profile: Path | None = None) -> dict[str, Any]:
    """Run the measured process; see bench.drain."""
    more = ["--profile", str(profile)] if profile else []
    run = subprocess.run([sys.executable, "-m", "bench.drain", str(place.settings), what, *more], stdout=subprocess.PIPE, check=True)
    result: dict[str, Any] = json.loads(run.stdout)
    return result


@contextlib.contextmanager
def postgres() -> Iterator[Any]:
    """A real PostgreSQL, started as the tests start it."""
    from tests.servers import postgres as servers

    with contextlib.contextmanager(inspect.unwrap(servers.postgres))() as server:
        yield server
