"""A few headers read cheaply, to match a mail seen before. In: the head of a mail. Out: unfolded text by lower-case name. Never raises."""

import re
from typing import Final

WANTED: Final = ("message-id", "from", "date")
VALUE_CHARS: Final = 2_000  # as much of a value as is kept
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_END: Final = re.compile(rb"\r?\n\r?\n")


def few(head: bytes) -> dict[str, str]:
    """The first Message-ID, From and Date of `head`, undecoded (RFC 2047 words stay as sent), surrounding space removed."""
    found: dict[str, str] = {}
    lines = _FOLD.sub(b" ", _END.split(head, maxsplit=1)[0]).splitlines()
    for line in lines:
        name, colon, value = line.partition(b":")
        key = name.strip().lower().decode("ascii", "replace")
        if colon and key in WANTED and key not in found:
            found[key] = value.strip().decode("utf-8", "replace")[:VALUE_CHARS]
    return found
