"""The reference script in a process of its own, with a clock on its way out. In: its accounts as JSON on standard input. Out: JSON lines.

The first line says that the mailbox is open; each further one names the letter that was answered and when the server took the answer.
Ends when standard input ends.
"""

import json
import smtplib
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from bench import echo

RENEW: Final = 10.0


class _Timed(smtplib.SMTP):
    """Says when the server took a mail."""

    def send_message(self, msg: Any, *rest: Any, **more: Any) -> Any:
        refused = super().send_message(msg, *rest, **more)
        _say({"answered": str(msg["In-Reply-To"]), "at": time.time()})
        return refused


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _announce(ready: threading.Event) -> None:
    ready.wait()
    _say({"ready": True})


def _end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def main() -> int:
    """Serve until standard input ends."""
    given = json.loads(sys.stdin.readline())
    imap, smtp = (echo.Account(**{**given[name], "ca_file": Path(given[name]["ca_file"])}) for name in ("imap", "smtp"))
    smtplib.SMTP = _Timed  # type: ignore[misc]
    stop, ready = threading.Event(), threading.Event()
    threading.Thread(target=_announce, args=(ready,), daemon=True).start()
    threading.Thread(target=_end, args=(stop,), daemon=True).start()
    # Now and then a notice is lost on its way. The renewal ends the wait; a median does not feel it.
    echo.run_echo(imap, smtp, stop, sender=given["sender"], ready=ready, renew=RENEW)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
