"""The child that draws pages. In: framed requests on standard input. Out: framed JSON with the picture, on standard output.

As confined as the one that reads; it loads neither the recognition nor the office's forms, so that it is there at once.
"""

import base64
import json
import logging
import sys
from typing import Any

from intake.adapters.reader import ANSWER, HEADER
from intake.adapters.reader_child import HEAD_LIMIT, allow_seconds, confine, exactly, private_pipes
from intake.documents import page_picture
from intake.errors import UnreadablePaper


def main() -> None:
    """Serve until standard input ends."""
    memory, cpu = int(sys.argv[1]), int(sys.argv[2])
    logging.disable(logging.CRITICAL)
    source, sink = private_pipes()
    confine(memory)
    while head := exactly(source, HEADER.size):
        head_size, paper_size = HEADER.unpack(head)
        if head_size > HEAD_LIMIT:
            return
        words, paper = exactly(source, head_size), exactly(source, paper_size)
        if words is None or paper is None:
            return
        allow_seconds(cpu)
        body = json.dumps(_answer(json.loads(words), paper)).encode("ascii")
        sink.write(ANSWER.pack(len(body)) + body)
        sink.flush()


def _answer(words: dict[str, Any], paper: bytes) -> dict[str, object]:
    try:
        drawn = page_picture.draw(
            paper, sha256=str(words["sha256"]), page=int(words["page"]), width=int(words["width"]), masks=[tuple(m) for m in words["masks"]]
        )
    except UnreadablePaper as why:
        return {"refused": why.code}
    # Whatever a paper makes a library raise is an outcome of this paper, not of the child.
    except Exception as wrong:  # noqa: BLE001
        return {"refused": "failed", "kind": type(wrong).__name__}
    png = base64.b64encode(drawn.png).decode("ascii")
    return {"png": png, "pixels": drawn.pixels, "points": drawn.points, "pages": drawn.pages}


if __name__ == "__main__":
    main()
