"""The child that tries unsaved wordings. In: one JSON request on standard input. Out: one JSON answer on standard output.

Started by adapters/limited.py with an emptied environment. It bounds its own memory and processor time before it looks at the request; a
wording that takes more ends this process and nothing else.
"""

import json
import resource
import sys
from dataclasses import asdict
from typing import Any, Final

from intake.replies import folders, samples, trial
from intake.replies.facts import Blocks, Paper, ReplyFacts

CPU_SECONDS: Final = 10
MEMORY_BYTES: Final = 512 * 2**20
REQUEST_BYTES: Final = 2_000_000


def main() -> None:
    """Answer one request."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(REQUEST_BYTES)))


def answer(request: bytes) -> bytes:
    """`{"name", "texts", "show", "case", "facts", "blocks"}` -> `{"problems", "rendered"}`. Raises ValueError for a broken request."""
    asked = json.loads(request)
    shipped = folders.read(folders.shipped_folder()).sources
    texts = {**shipped, **asked["texts"]}
    if not asked["show"]:
        tried = trial.Tried(trial.check(asked["name"], texts))
    else:
        facts = decode(asked["facts"]) if asked["facts"] else samples.FACTS[asked["case"]]
        tried = trial.show(asked["name"], texts, Blocks(**asked["blocks"]), facts)
    return json.dumps(asdict(tried)).encode()


def decode(given: dict[str, Any]) -> ReplyFacts:
    """Facts that went through JSON."""
    lists = ("missing", "models_asked", "references", "settled")
    tuples: dict[str, Any] = {name: tuple(given[name]) for name in lists}
    return ReplyFacts(**{**given, **tuples, "papers": tuple(Paper(**paper) for paper in given["papers"])})


if __name__ == "__main__":
    main()
