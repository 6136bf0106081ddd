"""One request to a child process that may not live long. In: octets. Out: its answer, or word that it had to be ended."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import intake
from intake import errors

WALL_SECONDS: Final = 15.0
ANSWER_BYTES: Final = 4 * 2**20


class LimitedChild:
    """Starts a child for each request, with an emptied environment and no files but its pipes; it bounds itself besides."""

    def __init__(self, module: str, *, wall_seconds: float = WALL_SECONDS, command: Sequence[str] = ()) -> None:
        """`module` is run with this interpreter; tests put another command there."""
        self._command = tuple(command) or (sys.executable, "-s", "-m", module)
        self._wall = wall_seconds

    def __call__(self, request: bytes) -> bytes:
        """Raises errors.TemplateError where the child took too much time or memory, or died."""
        environment = {"PYTHONPATH": str(Path(intake.__file__).resolve().parent.parent), "LC_ALL": "C.UTF-8", "PATH": os.defpath}
        try:
            done = subprocess.run(
                self._command, input=request, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=self._wall, check=False,
                env=environment, cwd="/", start_new_session=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise errors.TemplateError("the text takes more time than a letter may: make it simpler") from None
        if done.returncode != 0 or len(done.stdout) > ANSWER_BYTES:
            raise errors.TemplateError("the text takes more time or memory than a letter may: make it simpler")
        return done.stdout
