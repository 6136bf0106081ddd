"""The process that is measured: the service's own worker in a process of its own. In: settings, a count. Out: one JSON line of seconds.

    python -m bench.drain CONFIG prime       start on the empty mailbox until it was looked at once, stop: what comes now is new mail
    python -m bench.drain CONFIG COUNT       start, wait until so many more replies are in the outbox, stop

The clock runs from `start()` of the worker, which is built but has no thread yet, to the commit of the last reply. --profile FILE
writes the samples of all threads (see bench.sampling).
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.office import Ledger, Office
from intake import wiring

PATIENCE: Final = 1800.0
LOOK: Final = 0.05
"""Seconds between looks at the ledger; each costs the worker time too."""


def main() -> int:
    """Measure one run."""
    parser = argparse.ArgumentParser(prog="bench.drain")
    parser.add_argument("config", type=Path)
    parser.add_argument("what")
    parser.add_argument("--profile", type=Path)
    given = parser.parse_args()
    config = wiring.load(given.config)
    wiring.start_logs(config, "bench")
    service = wiring.worker(config)
    office = Office(given.config.parent, config.data.database.get_secret_value())
    with Ledger(office) as ledger:
        before, letters_before = ledger.last_reply(), ledger.number("SELECT max(id) FROM messages")
        sampler = _sampler(given.profile)
        cpu, started = _cpu(), time.perf_counter()
        service.start()
        try:
            if given.what == "prime":
                _until(lambda: ledger.number("SELECT count(*) FROM folders WHERE checked_at IS NOT NULL") > 0)
            else:
                _until(lambda: ledger.last_reply() - before >= int(given.what))
            seconds = time.perf_counter() - started
            spent = _cpu() - cpu
        finally:
            if sampler is not None:
                sampler()
            states = ledger.states(letters_before)
            sent = ledger.number("SELECT count(*) FROM replies WHERE state = 'sent'") if given.what != "prime" else 0
            service.stop()
    json.dump({"seconds": seconds, "cpu": spent, "states": states, "sent": sent}, sys.stdout)
    return 0


def _sampler(file: Path | None) -> Callable[[], None] | None:
    if file is None:
        return None
    from bench import sampling

    return sampling.start(file)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _until(done: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > ends:
            raise TimeoutError("the worker did not come to the end in time")
        time.sleep(LOOK)


if __name__ == "__main__":
    raise SystemExit(main())
