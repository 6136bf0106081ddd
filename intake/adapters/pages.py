"""Pages drawn in a child process that can be killed, and kept. In: an attachment, which paper and page. Out: a PNG, or nothing.

Kept in a folder of its own under names that say what is drawn; it may be emptied at any time. The oldest go when it holds too much.
"""

import base64
import binascii
import contextlib
import hashlib
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from intake import errors
from intake.adapters.reader import Child, Stopped
from intake.documents.document import BBox
from intake.ports import PageDrawn

CHILD: Final = (sys.executable, "-s", "-m", "intake.adapters.page_child")
MOST_KEPT: Final = 256 * 1024 * 1024
"""Octets of pictures kept on disk."""
PNG: Final = b"\x89PNG\r\n\x1a\n"
_SHA: Final = re.compile(r"[0-9a-f]{64}")
_SUFFIX: Final = ".page"


class ProcessPages:
    """Fills `ports.Pages`. Safe in threads: one child, started at the first picture, draws one page at a time."""

    def __init__(
        self, *, folder: Path, wall_seconds: float = 15.0, cpu_seconds: int = 10, memory_bytes: int = 1_024 * 1024 * 1024,
        answer_bytes: int = 16 * 1024 * 1024, recycle_after: int = 100, most_kept: int = MOST_KEPT, child: Sequence[str] = CHILD,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._wall = wall_seconds
        self._answer_bytes = answer_bytes
        self._recycle_after = recycle_after
        self._most = most_kept
        self._command = (*child, str(memory_bytes), str(cpu_seconds))
        self._lock = threading.Lock()
        self._child: Child | None = None

    def draw(
        self, content: Callable[[], bytes | None], *, sha256: str, page: int, width: int, masks: Sequence[BBox] = ()
    ) -> PageDrawn | None:
        """One page; None where no picture can be made of it. `content` is asked only where the picture is not kept already.

        Raises errors.WaitError where another page takes all the time.
        """
        if not _SHA.fullmatch(sha256):
            return None
        painted = hashlib.sha256(json.dumps([list(mask) for mask in masks]).encode()).hexdigest()[:12] if masks else "whole"
        path = self._folder / f"{sha256}-{page}-{width}-{painted}{_SUFFIX}"
        kept = _kept(path)
        if kept is not None:
            return kept
        paper = content()
        if paper is None:
            return None
        made = self._ask(paper, {"sha256": sha256, "page": page, "width": width, "masks": [list(mask) for mask in masks]})
        if made is not None:
            self._keep(path, made)
        return made

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _ask(self, paper: bytes, words: dict[str, object]) -> PageDrawn | None:
        if not self._lock.acquire(timeout=self._wall):
            raise errors.WaitError("other pages are being drawn: try again in a moment")
        try:
            child = self._child = self._child or Child(self._command)
            try:
                answer = child.ask(paper, words, time.monotonic() + self._wall, self._answer_bytes)
            except Stopped:
                self._end()
                return None
            except BaseException:
                # The pipes are out of step.
                self._end()
                raise
            if child.papers >= self._recycle_after:
                self._end()
        finally:
            self._lock.release()
        return _drawn(answer)

    def _end(self) -> None:
        if self._child is not None:
            self._child.stop()
            self._child.release()
            self._child = None

    def _keep(self, path: Path, made: PageDrawn) -> None:
        """What cannot be kept is drawn again the next time."""
        head = json.dumps({"pixels": made.pixels, "points": made.points, "pages": made.pages}).encode("ascii")
        part = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._make_room()
            part.write_bytes(head + b"\n" + made.png)
            part.replace(path)

    def _make_room(self) -> None:
        """The oldest go until a fifth is free."""
        found = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(self._folder))
        total = sum(size for _, size, _ in found)
        if total <= self._most:
            return
        for _, size, name in found:
            Path(name).unlink(missing_ok=True)
            total -= size
            if total <= self._most * 0.8:
                return


def _kept(path: Path) -> PageDrawn | None:
    try:
        head, _, png = path.read_bytes().partition(b"\n")
        found = json.loads(head)
    except (OSError, ValueError):
        return None
    return _checked(found, png)


def _drawn(answer: dict[str, object]) -> PageDrawn | None:
    """The answer of a child that a paper may have taken over."""
    try:
        png = base64.b64decode(str(answer.get("png", "")), validate=True)
    except binascii.Error:
        return None
    return _checked(answer, png)


def _checked(found: dict[str, object], png: bytes) -> PageDrawn | None:
    pixels, points, pages = found.get("pixels"), found.get("points"), found.get("pages")
    if not png.startswith(PNG) or not isinstance(pages, int) or not 1 <= pages <= 100_000:
        return None
    wide_high = _pair(pixels, 10_000)
    size = _pair(points, 100_000)
    if wide_high is None or size is None:
        return None
    return PageDrawn(png, (int(wide_high[0]), int(wide_high[1])), size, pages)


def _pair(value: object, most: float) -> tuple[float, float] | None:
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(type(part) in (int, float) and 0 < part <= most for part in value):
        return None
    return float(value[0]), float(value[1])
