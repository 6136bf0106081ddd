"""Files for letters too large to hold in memory. In: a folder. Out: paths that the blob store takes over."""

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from intake import errors

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system calls a disk, a quota or a file that can take no more."""
STALE_SECONDS: Final = 3_600.0  # no fetch takes as long; what is older was left by a crash
_SUFFIX: Final = ".spool"


class Spool:
    """A folder of spool files; best on the file system of the blobs, where taking over is a rename."""

    def __init__(self, *, folder: Path) -> None:
        self._folder = folder

    @contextlib.contextmanager
    def new(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A new file, kept when the block ends well, removed when it raises. Raises errors.DiskLow where the disk is full."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / (secrets.token_hex(12) + _SUFFIX)
        try:
            with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "w+b") as file:
                yield path, file
        except BaseException as error:
            path.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in FULL:
                raise errors.DiskLow(f"{self._folder}: no space left to fetch a large letter ({error.strerror})") from error
            raise

    def sweep(self) -> None:
        """Remove what a crash left behind more than an hour ago."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < time.time() - STALE_SECONDS:
                    path.unlink()
