"""A stand-in for the child that reads papers: it does what the paper's text tells it to. Never part of the service."""

import os
import signal
import sys
import tempfile
import time

from intake.adapters import reader_child
from intake.adapters.reader import ANSWER, HEADER


def main() -> None:
    """Serve like the real child, and misbehave on demand."""
    memory, cpu = int(sys.argv[1]), int(sys.argv[2])
    source, sink = reader_child.private_pipes()
    reader_child.confine(memory)
    while head := reader_child.exactly(source, HEADER.size):
        head_size, paper_size = HEADER.unpack(head)
        reader_child.exactly(source, head_size)
        paper = reader_child.exactly(source, paper_size) or b""
        reader_child.allow_seconds(cpu)
        what = paper.decode("ascii", "replace")
        body = b""
        if what == "hang":
            while True:
                time.sleep(60)
        elif what == "spin":
            while True:
                pass
        elif what == "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif what == "eat":
            eaten = [bytearray(16 << 20) for _ in range(10_000)]
            body = str(len(eaten)).encode()
        elif what == "flood":
            sink.write(ANSWER.pack(2**32 - 1))
        elif what == "rubbish":
            body = b"not json"
        elif what == "lie":
            body = b'{"documents": [{"sha256": "../../x"}]}'
        elif what == "list":
            body = b"[" * 50_000
        elif what == "short":
            sink.write(ANSWER.pack(100) + b"{}")
            sink.flush()
            return
        elif what == "env":
            names = ",".join(sorted(os.environ))
            body = _document(names)
        elif what == "fork":
            try:
                os.fork()
                body = _document("forked")
            except OSError:
                body = _document("refused")
        elif what == "write":
            try:
                with tempfile.TemporaryFile(buffering=0) as file:
                    file.write(b"x" * 10_000)
                body = _document("wrote")
            except OSError:
                body = _document("refused")
        elif what == "files":
            body = _document(",".join(sorted(os.listdir("/proc/self/fd"), key=int)))  # noqa: PTH208
        else:
            body = _document(f"pid {os.getpid()}")
        sink.write(ANSWER.pack(len(body)) + body)
        sink.flush()


def _document(text: str) -> bytes:
    import json

    entry = {
        "sha256": "0" * 64, "media_type": "text/plain", "pages": 0, "form": "other", "fields": {}, "signatures": [], "issues": [],
        "sensitive": [], "seconds": 0.0, "text_excerpt": text,
    }  # fmt: skip
    return json.dumps({"documents": [entry]}).encode("ascii")


if __name__ == "__main__":
    main()
