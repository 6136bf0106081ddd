"""Resident memory of the main process while a great many letters drain. In: a number of letters. Out: the highest figure seen.

`intake work` is started as an operator starts it; the kernel is asked for its memory four times a second, and for its high-water mark.
"""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bench import backlog, figures, letters, office
from bench.figures import Figure, Options
from bench.office import Ledger

LETTERS: Final = 20_000
EVERY: Final = 0.25
BAR: Final = 200.0
PATIENCE: Final = 1800.0


def measure(options: Options) -> list[Figure]:
    """Megabytes of 2**20 octets."""
    count = options.letters or LETTERS
    with office.with_folders() as place:
        backlog.drain(place, "prime")
        now = datetime.now(UTC)
        for number in range(count):
            # No fsync: these files need not outlive a power cut, and there are many.
            at = now + timedelta(microseconds=number)
            (place.mail / "new" / f"{int(at.timestamp())}.M{at.microsecond:06}.bench").write_bytes(letters.raw(number, now))
        seen: list[tuple[int, float]] = []
        started = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", "intake", "work", "--config", str(place.settings)])
        try:
            with Ledger(place) as ledger:
                while (done := ledger.last_reply()) < count:
                    if process.poll() is not None or time.monotonic() - started > PATIENCE:
                        raise RuntimeError(f"the worker did not come to the end: {done} of {count}")
                    seen.append((done, megabytes(process.pid, "VmRSS")))
                    time.sleep(EVERY)
                seconds = time.monotonic() - started
                highest = megabytes(process.pid, "VmHWM")
        finally:
            process.terminate()
            process.wait(30)
    early = [size for done, size in seen if done >= min(500, count // 4)]
    beside = f"{early[0]:.0f} MB after the first hundreds, {seen[-1][1]:.0f} MB at the end; {count / seconds:.0f} letters/s"
    return [figures.at_most("memory", f"highest resident memory, {count} letters", highest, "MB", BAR, beside)]


def megabytes(pid: int, name: str) -> float:
    """A figure of a process's memory, as the kernel names it; 0 of a process that has ended. Raises OSError where there is none."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0
