"""Named places where a test may kill the process. In: INTAKE_FAIL_AT=name. Out: kill -9 of ourselves, or nothing.

Every place where a crash would leave a different state behind has a name here; a test proves that each one is hit.
In production the environment variable is not set, and `hit` costs one comparison.
"""

import os
import signal
from enum import StrEnum
from typing import Final


class Failpoint(StrEnum):
    """One name a place. `F1`..`F7` are the faults of the crash table in docs/INTERNALS.md."""

    AFTER_FETCH = "after_fetch"  # F1: bytes arrived, nothing on disk is final
    AFTER_BLOB_TEMP = "after_blob_temp"  # F1: the temporary file is written and synced, not renamed
    AFTER_BLOB = "after_blob"  # F2: renamed, no row yet
    AFTER_KEEP_COMMIT = "after_keep_commit"  # F3: committed, mailbox not marked
    AFTER_MARK = "after_mark"  # F3: marked in the mailbox, MARKED not committed
    AFTER_CLAIM = "after_claim"  # a letter is claimed, nothing done
    AFTER_READ_COMMIT = "after_read_commit"  # parsed and committed
    CHILD_WHILE_READING = "child_while_reading"  # F4: the reading child dies
    WHILE_EXTRACTING = "while_extracting"  # F4: the worker dies while a child reads
    BEFORE_DECIDE_COMMIT = "before_decide_commit"  # all worked out, nothing committed
    AFTER_DECIDE_COMMIT = "after_decide_commit"  # F5: the reply is in the outbox, nobody connected
    AFTER_REPLY_CLAIM = "after_reply_claim"  # F6: claimed, before MAIL FROM
    AFTER_RCPT = "after_rcpt"  # F6: RCPT accepted, IN_DATA not committed
    AFTER_IN_DATA = "after_in_data"  # F7: IN_DATA committed, no body sent
    AFTER_ACCEPTED = "after_accepted"  # F7: 250 received, SENT not committed
    AFTER_SENT_COMMIT = "after_sent_commit"  # SENT committed
    WHILE_MIGRATING = "while_migrating"  # F32: inside a migration's transaction


ENVIRONMENT: Final = "INTAKE_FAIL_AT"
_armed: Final = os.environ.get(ENVIRONMENT, "")


def hit(point: Failpoint) -> None:
    """Die at once, without clean-up, when `point` is the armed one."""
    if _armed == point:
        os.kill(os.getpid(), signal.SIGKILL)
