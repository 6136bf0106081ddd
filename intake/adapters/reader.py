"""Read papers in warm child processes that can be killed. In: the bytes of an attachment. Out: Documents, whatever the paper does.

Children are spawned, never forked: the parent has threads, a database and TLS. Each is its own session with an emptied environment,
limited in memory, processor time and files, killed as a group at the wall limit, and replaced after some papers. They answer in bounded
JSON that is checked value by value; nothing they send is ever unpickled.
"""

import contextlib
import hashlib
import json
import os
import queue
import selectors
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import intake
from intake import errors, failpoints
from intake.documents import codec
from intake.documents.document import Document, Form, Issue, State
from intake.documents.unwrap import RECOGNITION

CHILD: Final = (sys.executable, "-s", "-m", "intake.adapters.reader_child")
HEADER: Final = struct.Struct(">IQ")
"""Of a request: length of the JSON head, length of the paper. Both follow."""
ANSWER: Final = struct.Struct(">I")
"""Of an answer: length of its JSON, which follows."""
CHUNK: Final = 1 << 20
WAIT_STEP: Final = 0.5
"""Seconds between looks at whether the reader was closed, while waiting for a free child."""
NAME_LIMIT: Final = 500


class Stopped(Exception):
    """A child did not answer as it must; `state` says how it ended."""

    def __init__(self, state: State, code: str) -> None:
        super().__init__(code)
        self.state = state
        self.code = code


class ProcessReader:
    """Implements ports.Reader. Safe in threads: each `read` takes a free child or waits for one."""

    def __init__(
        self,
        *,
        processes: int = 2,
        recycle_after: int = 200,
        wall_seconds: float = 60.0,
        cpu_seconds: int = 30,
        memory_bytes: int = 1_536 * 1024 * 1024,
        answer_bytes: int = 4 * 1024 * 1024,
        roots: Path | None = None,
        blanks: Path | None = None,
        child: Sequence[str] = CHILD,
    ) -> None:
        """`roots` is a folder of certificates that vouch for signers, and `blanks` one of the office's own
        blank forms; each child reads both at its start. `child` is the command of the
        child process; tests put a hostile one there.
        """
        self._recycle_after = recycle_after
        self._wall = wall_seconds
        self._answer_bytes = answer_bytes
        self._command = (*child, str(memory_bytes), str(cpu_seconds), *(str(each.absolute()) if each else "" for each in (roots, blanks)))
        self._free: queue.LifoQueue[Child] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._every: set[Child] = set()
        self._closed = False
        for _ in range(max(1, processes)):
            self._free.put(self._start())

    def read(self, content: bytes, *, filename: str, media_type: str, recognition: float = RECOGNITION) -> tuple[Document, ...]:
        """All papers found in one attachment; at least one Document. Blocks up to the wall limit once a child is free.

        Raises errors.WaitError once the reader is closed, and for nothing else.
        """
        started = time.monotonic()
        child = self._take()
        if child is None:
            raise errors.WaitError("the reader is closed")
        try:
            words = {"filename": filename[:NAME_LIMIT], "media_type": media_type[:NAME_LIMIT], "recognition": recognition}
            answer = child.ask(content, words, time.monotonic() + self._wall, self._answer_bytes)
            documents = _documents(answer)
        except Stopped as stopped:
            self._replace(child)
            if self._closed:
                # We stop; the paper is not to blame and will be read after the next start.
                raise errors.WaitError("the reader is closed") from None
            return (_ended(content, stopped.state, stopped.code, started),)
        except BaseException:
            # A signal or an error of our own came in mid-exchange: the pipes are out of step, the child cannot be used again.
            self._replace(child)
            raise
        if child.papers >= self._recycle_after or "error" in answer:
            self._replace(child)
        else:
            self._free.put(child)
        return documents if documents else (_ended(content, State.KILLED, "reading-failed", started),)

    def close(self) -> None:
        """End all children at once; a `read` under way raises errors.WaitError, so that its letter is taken up after the next start."""
        with self._lock:
            self._closed = True
            every, self._every = self._every, set()
        idle: set[Child] = set()
        with contextlib.suppress(queue.Empty):
            while True:
                idle.add(self._free.get_nowait())
        for child in every:
            child.stop()
            # The pipes of a child at work belong to the thread that waits on them: closed here, their numbers could be another file's.
            if child in idle:
                child.release()

    def _take(self) -> "Child | None":
        while not self._closed:
            try:
                return self._free.get(timeout=WAIT_STEP)
            except queue.Empty:
                continue
        return None

    def _start(self) -> "Child":
        child = Child(self._command)
        with self._lock:
            closed = self._closed
            if not closed:
                self._every.add(child)
        if closed:
            child.stop()
            child.release()
        return child

    def _replace(self, child: "Child") -> None:
        with self._lock:
            self._every.discard(child)
        child.stop()
        child.release()
        if not self._closed:
            self._free.put(self._start())


class Child:
    """One child process and its pipes; used by one thread at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self.papers = 0
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd="/",
            start_new_session=True,
            close_fds=True,
        )
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            os.set_blocking(pipe.fileno(), False)

    def ask(self, content: bytes, words: Mapping[str, object], deadline: float, limit: int) -> dict[str, object]:
        """Hand a paper over with `words` about it, and wait for the answer. Raises Stopped."""
        self.papers += 1
        head = json.dumps(words).encode("ascii")
        try:
            self._send((HEADER.pack(len(head), len(content)), head, content), deadline)
            failpoints.hit(failpoints.Failpoint.WHILE_EXTRACTING)
            (size,) = ANSWER.unpack(self._receive(ANSWER.size, deadline))
            if size > limit:
                raise Stopped(State.KILLED, "answer-too-large")
            return _parsed(self._receive(size, deadline))
        except (BrokenPipeError, ConnectionResetError, ValueError) as wrong:
            raise Stopped(State.KILLED, "reading-died") from wrong

    def _send(self, parts: Sequence[bytes], deadline: float) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        for part in parts:
            left = memoryview(part)
            while left:
                try:
                    left = left[os.write(pipe.fileno(), left[:CHUNK]) :]
                except BlockingIOError:
                    _wait(pipe.fileno(), selectors.EVENT_WRITE, deadline)

    def _receive(self, size: int, deadline: float) -> bytes:
        pipe = self._process.stdout
        assert pipe is not None
        parts: list[bytes] = []
        while size > 0:
            try:
                chunk = os.read(pipe.fileno(), min(size, CHUNK))
            except BlockingIOError:
                _wait(pipe.fileno(), selectors.EVENT_READ, deadline)
                continue
            if not chunk:
                raise Stopped(State.KILLED, "reading-died")
            parts.append(chunk)
            size -= len(chunk)
        return b"".join(parts)

    def stop(self) -> None:
        """End the child and all it may have started; never raises."""
        # The group exists until its leader is reaped, which only the wait below does.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)

    def release(self) -> None:
        """Close the pipes; never raises."""
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()


def _wait(descriptor: int, event: int, deadline: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, event)
        if not selector.select(timeout=max(0.0, deadline - time.monotonic())):
            raise Stopped(State.LATE, "reading-too-slow")


def _environment() -> dict[str, str]:
    """Nothing of ours but where the code stands: no secrets, no settings, no database."""
    kept = {
        "PYTHONPATH": str(Path(intake.__file__).resolve().parent.parent),
        "LC_ALL": "C.UTF-8",
        # A child may start no thread; these say so to the libraries that would.
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
        # Nothing here may speak to the network, whatever a library would tell its maker.
        "ORT_DISABLE_TELEMETRY": "1",
        "PATH": os.defpath,
    }
    if failpoints.ENVIRONMENT in os.environ:
        kept[failpoints.ENVIRONMENT] = os.environ[failpoints.ENVIRONMENT]
    return kept


def _parsed(body: bytes) -> dict[str, object]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Stopped(State.KILLED, "answer-broken") from None
    if not isinstance(answer, dict):
        raise Stopped(State.KILLED, "answer-broken")
    return answer


def _documents(answer: dict[str, object]) -> tuple[Document, ...]:
    if "error" in answer:
        return ()
    entries = answer.get("documents")
    if not isinstance(entries, list) or not 0 < len(entries) <= codec.MAX_ITEMS:
        raise Stopped(State.KILLED, "answer-broken")
    try:
        return tuple(codec.decode(entry) for entry in entries)
    except codec.BadDocument:
        raise Stopped(State.KILLED, "answer-broken") from None


def _ended(content: bytes, state: State, code: str, started: float) -> Document:
    """The document of a paper whose reading came to no end of its own. Its type is told from the first octets alone: the parent parses
    nothing.
    """
    media_type = "application/pdf" if b"%PDF-" in content[:1024] else "application/octet-stream"
    text = "Reading this file took too long and was stopped." if state is State.LATE else "Reading this file failed and was stopped."
    return Document(
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        pages=0,
        form=Form.OTHER,
        issues=(Issue(code, text + " A person must look at it.", None, "staff"),),
        fully_read=False,
        state=state,
        seconds=round(time.monotonic() - started, 4),
    )
