"""Where all threads of a process spend their time, by looking a hundred times a second. In: a file. Out: a table of functions in it.

cProfile sees one thread and makes every call dearer; this sees what holds the interpreter, which is what limits a worker of threads.
Only threads whose top frame moves, or that are not in a known wait, count.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Final

EVERY: Final = 0.004
WAITS: Final = ("wait", "select", "poll", "_wait_for_tstate_lock", "acquire", "sleep", "get", "_until")


def start(file: Path) -> Callable[[], None]:
    """Begin to look; the returned function ends it and writes the table."""
    stop = threading.Event()
    alone: Counter[str] = Counter()
    within: Counter[str] = Counter()
    looks = 0

    def run() -> None:
        nonlocal looks
        me = threading.get_ident()
        while not stop.wait(EVERY):
            looks += 1
            names = {t.ident: t.name for t in threading.enumerate()}
            for ident, frame in sys._current_frames().items():
                if ident == me or frame.f_code.co_name in WAITS:
                    continue
                group = names.get(ident, "?").rstrip("0123456789-")
                alone[f"{group} {_name(frame)}"] += 1
                seen = set()
                at: FrameType | None = frame
                while at is not None:
                    seen.add(f"{group} {_name(at)}")
                    at = at.f_back
                within.update(seen)

    thread = threading.Thread(target=run, daemon=True, name="sampler")
    thread.start()
    began = time.perf_counter()

    def end() -> None:
        stop.set()
        thread.join(5)
        lines = [f"{looks} looks in {time.perf_counter() - began:.2f} s"]
        for title, counts in (("alone", alone), ("within", within)):
            lines += ["", title] + [f"{n:6} {100 * n / max(1, looks):5.1f} %  {name}" for name, n in counts.most_common(70)]
        file.write_text("\n".join(lines) + "\n")

    return end


def _name(frame: FrameType) -> str:
    path = frame.f_code.co_filename
    short = "/".join(Path(path).parts[-2:])
    return f"{short}:{frame.f_code.co_name}"
