"""The child that reads papers. In: framed requests on standard input. Out: framed JSON on standard output.

Started by `reader`, with limits on memory, processor time, files and file sizes, an emptied environment and no secrets. A hostile paper
may take this process over; nothing of value is here, and the parent checks every byte of the answer.
"""

import json
import logging
import os
import resource
import sys
from pathlib import Path
from typing import BinaryIO, Final

from intake import errors, failpoints
from intake.adapters import blank_forms, certificates
from intake.adapters.clock import SystemClock
from intake.adapters.reader import ANSWER, HEADER
from intake.documents import codec, filetype, people, read, scan, wording
from intake.documents.digital import Trust
from intake.documents.paper import Known
from intake.documents.unwrap import RECOGNITION, Limits
from intake.documents.wording import Blank

HEAD_LIMIT: Final = 16_384
OPEN_FILES: Final = 64


def main() -> None:
    """Serve until standard input ends."""
    memory, cpu = int(sys.argv[1]), int(sys.argv[2])
    folders = sys.argv[3:5]
    # Libraries tell a log what papers do to them; nobody reads it, and to word it takes time.
    logging.disable(logging.CRITICAL)
    source, sink = private_pipes()
    confine(memory)
    # The first telephone number and the first scan would pay for these.
    people.phones("850-555-0100")
    roots, blanks = _roots(folders[0] if folders else ""), _blanks(folders[1] if len(folders) > 1 else "")
    scan.warm()
    while True:
        head = exactly(source, HEADER.size)
        if head is None:
            return
        head_size, paper_size = HEADER.unpack(head)
        if head_size > HEAD_LIMIT:
            return
        words, paper = exactly(source, head_size), exactly(source, paper_size)
        if words is None or paper is None:
            return
        allow_seconds(cpu)
        answer, last = _answer(json.loads(words), paper, roots, blanks)
        body = json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        sink.write(ANSWER.pack(len(body)) + body)
        sink.flush()
        if last:
            return


def _roots(folder: str) -> tuple[bytes, ...]:
    """Read before the first paper is, so that none has a say in it. What is wrong with the folder `intake check` tells."""
    try:
        return certificates.read(Path(folder)) if folder else ()
    except errors.ConfigError:
        return ()


def _blanks(folder: str) -> tuple[Blank, ...]:
    """The office's own forms, read like papers: under the limits, and before the first paper."""
    try:
        return wording.blanks_of(content for _, content in blank_forms.read(Path(folder))) if folder else ()
    except errors.ConfigError:
        return ()


def _answer(
    words: dict[str, str | float], paper: bytes, roots: tuple[bytes, ...], blanks: tuple[Blank, ...]
) -> tuple[dict[str, object], bool]:
    failpoints.hit(failpoints.Failpoint.CHILD_WHILE_READING)
    try:
        documents = read.read_paper(
            paper, filename=str(words.get("filename", "")), media_type=str(words.get("media_type", "")),
            limits=Limits(recognition=float(words.get("recognition", RECOGNITION))), known=Known(Trust(roots, SystemClock().now()), blanks),
        )  # fmt: skip
    except MemoryError:
        # What is left of the address space is in pieces; a fresh child is cheaper than doubt.
        return {"error": "memory"}, True
    # Whatever a paper makes a library raise is an outcome of this paper, not of the child.
    except Exception as wrong:  # noqa: BLE001
        return {"error": "failed", "kind": type(wrong).__name__}, False
    return {
        "documents": [codec.encode(document) for document in documents[: codec.MAX_ITEMS]],
        "type": str(filetype.of(paper[:4096])),
    }, False


def private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipes away from whatever a library may print or read."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDWR)
    os.dup2(empty, 0)
    os.dup2(empty, 1)
    os.close(empty)
    return source, sink


def confine(memory: int) -> None:
    """Limit this process for good."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def allow_seconds(cpu: int) -> None:
    """The limit counts the process's whole life, so each paper raises it anew."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + cpu + 1, hard))


def exactly(source: BinaryIO, size: int) -> bytes | None:
    """So many octets, or None where the parent is gone."""
    parts: list[bytes] = []
    while size > 0:
        chunk = source.read(min(size, 1 << 20))
        if not chunk:
            return None
        parts.append(chunk)
        size -= len(chunk)
    return b"".join(parts)


if __name__ == "__main__":
    main()
