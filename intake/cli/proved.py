"""What `check` and `verify` proved, in words for whoever runs the service; `--json` keeps the terms. In: a result's text. Out: a text."""

import re
from typing import Final

from intake.plural import counted

SQLITE: Final = "journal_mode=wal, synchronous=2, foreign_keys=1"
HISTORY: Final = re.compile(r"(\d+) events? sealed, (\d+) not yet, head (\w+)")


def words(text: str) -> str:
    """The text as it is, where there is nothing to put plainer."""
    if text == SQLITE:
        return "SQLite: safe settings proved (write-ahead log, full sync, foreign keys)"
    if found := HISTORY.fullmatch(text):
        sealed, waiting = int(found[1]), int(found[2])
        newer = f", {counted(waiting, 'newer one')} {'waits for its seal' if waiting == 1 else 'wait for their seals'}"
        said = f"{counted(sealed, 'event')} {'is' if sealed == 1 else 'are'} sealed and unchanged{newer if waiting else ''}"
        return said + (f"; the last seal, to be written down elsewhere, is {found[3]}" if sealed else "")
    return text
