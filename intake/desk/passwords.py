"""Hashing, two at a time: each takes 19 MiB and a processor, and whoever asks for many must not take all. In: passwords. Out: hashes."""

import threading
from typing import Final

from intake.security import passwords

_AT_ONCE: Final = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The hash to keep."""
    with _AT_ONCE:
        return passwords.hashed(password)


def fits(password: str, kept: str) -> tuple[bool, str | None]:
    """Whether it is the one of that hash, and a stronger hash where there is one."""
    with _AT_ONCE:
        return passwords.fits(password, kept)
