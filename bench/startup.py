"""`intake --help` by the clock on the wall, a fresh process each time. In: nothing. Out: seconds, beside the interpreter alone."""

import subprocess
import sys
import time
from typing import Final

from bench import figures
from bench.figures import Figure, Options

RUNS: Final = 15
BAR: Final = 0.3


def measure(_: Options) -> list[Figure]:
    """The median of some runs, the first one, which fills the caches, left out; the slowest beside it."""
    ours = [_seconds(sys.executable, "-m", "intake", "--help") for _ in range(RUNS + 1)][1:]
    bare = [_seconds(sys.executable, "-c", "pass") for _ in range(RUNS + 1)][1:]
    beside = f"python alone {figures.median(bare):.3f} s, slowest {max(ours):.3f} s"
    return [figures.at_most("help", f"intake --help, median of {RUNS}", figures.median(ours), "s", BAR, beside)]


def _seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started
