"""`python -m bench [NAME...]`: measure, and show each figure beside what it is compared to and the bar it must reach.

    python -m bench                        all, about twenty minutes on two cores
    python -m bench backlog flat           some
    python -m bench memory --letters 2000  smaller, to try it out

Ends with 1 where a bar was missed. The results are also written as JSON into bench/results/.
"""

import argparse
import contextlib
import importlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench import figures
from bench.figures import Figure, Options

NAMES: Final = (
    "help",
    "agreement",
    "papers",
    "formats",
    "esigned",
    "mutations",
    "kinds",
    "backlog",
    "latency",
    "flat",
    "desk",
    "page",
    "memory",
    "rosters",
)
Bench = Callable[[Options], list[Figure]]


def main() -> int:
    """Run what is asked for; a benchmark whose servers are not installed says so and is left out."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the service.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; none for all")
    parser.add_argument("--letters", type=int, help="how many letters")
    parser.add_argument("--base", type=int, help="flat: how many letters are on record")
    parser.add_argument("--no-postgres", action="store_true", help="SQLite alone")
    parser.add_argument("--profile", type=Path, help="backlog: write where the threads spend their time into this file")
    given = parser.parse_args()
    wrong = [name for name in given.names if name not in NAMES]
    if wrong:
        parser.error(f"there is no benchmark {wrong[0]}: choose of {', '.join(NAMES)}")
    options = Options(given.letters, given.base, not given.no_postgres, given.profile)
    found: list[Figure] = []
    for name in given.names or NAMES:
        print(f"\n{name}: begun with load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr, flush=True)
        started = time.perf_counter()
        bench: Bench = importlib.import_module("bench.startup" if name == "help" else f"bench.{name}").measure
        found += bench(options)
        print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
    figures.show(found)
    print(f"\nkept in {figures.keep(found)}")
    return int(any(figure.ok is False for figure in found))


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        raise SystemExit(main())
