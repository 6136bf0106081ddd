"""Bytes kept for good in a folder. In: bytes or a spooled file. Out: their SHA-256, once they would survive a power cut.

Layout: `<root>/<first two hex digits>/<sha256>` for what is kept, `<root>/tmp/*.part` for what is being written. A name appears under
its hash only by rename after fsync, so a file with a hash for a name is whole. What a crash leaves in `tmp/` is swept at start.
"""

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from intake import errors, failpoints
from intake.adapters.spool import FULL
from intake.failpoints import Failpoint

_CHUNK: Final = 1 << 20
_SUFFIX: Final = ".part"
_HEX: Final = frozenset("0123456789abcdef")
_TEMP_ATTEMPTS: Final = 5


class FolderBlobs:
    """Fills `ports.BlobStore`. Safe for several threads and processes on one file system.

    A full disk raises errors.DiskLow and leaves nothing behind; any other failure of the disk raises errors.StopError, because after a
    failed fsync the kernel may have dropped the bytes (fault F23) and going on would promise what is not so.
    """

    def __init__(self, *, root: Path) -> None:
        self._root = root
        self._temp = root / "tmp"
        with _disk(root):
            self._temp.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(root)
        self._sweep()

    def keep(self, content: bytes) -> str:
        """Keep `content`; returns its SHA-256 in hex. Keeping the same bytes again is cheap and changes nothing."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self._kept(sha256, len(content)):
            return sha256
        with _disk(self._root), self._temporary() as (path, file):
            file.write(content)
            self._settle(path, file, sha256)
        return sha256

    def keep_file(self, path: Path) -> str:
        """Take over `path`, which is gone afterwards; returns its SHA-256. Moved where both lie on one file system, else copied.

        Raises errors.NotFound where there is no such file.
        """
        with _disk(self._root), _spooled(path) as source:
            sha256 = _digest(source)
            if self._kept(sha256, source.tell()):
                path.unlink(missing_ok=True)
                return sha256
            if path.stat().st_dev == self._temp.stat().st_dev:
                self._settle(path, source, sha256)
                return sha256
            source.seek(0)
            with self._temporary() as (temp, file):
                shutil.copyfileobj(source, file, _CHUNK)
                self._settle(temp, file, sha256)
            path.unlink(missing_ok=True)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The whole content. Raises errors.NotFound."""
        with self.open(sha256) as file:
            return file.read()

    def open(self, sha256: str) -> BinaryIO:
        """The content, opened for reading. Raises errors.NotFound."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise errors.NotFound(f"no bytes are kept under {sha256}") from None

    def has(self, sha256: str) -> bool:
        """Whether bytes of that name are kept."""
        return self._path(sha256).is_file()

    def free_bytes(self) -> int:
        """Free disk for an unprivileged process on the file system of the blobs."""
        figures = os.statvfs(self._root)
        return figures.f_bavail * figures.f_frsize

    def names(self) -> Iterator[str]:
        """Every SHA-256 kept, in no order."""
        for shard in os.scandir(self._root):
            if len(shard.name) == 2 and shard.is_dir():
                for entry in os.scandir(shard.path):
                    if _is_sha256(entry.name) and entry.is_file():
                        yield entry.name

    def _path(self, sha256: str) -> Path:
        if not _is_sha256(sha256):
            raise errors.NotFound(f"{sha256[:80]!r} is not a SHA-256 in lower-case hex")
        return self._root / sha256[:2] / sha256

    def _kept(self, sha256: str, size: int) -> bool:
        """Whether the bytes are there already, whole. The folder is synced: an earlier writer may have died between rename and sync."""
        path = self._path(sha256)
        with _disk(self._root):
            try:
                if path.stat().st_size != size:
                    return False
            except FileNotFoundError:
                return False
            _sync_folder(path.parent)
            _sync_folder(self._root)
        return True

    def _settle(self, path: Path, file: BinaryIO, sha256: str) -> None:
        """Give a written file its final name so that name and bytes survive a power cut."""
        file.flush()
        os.fsync(file.fileno())
        failpoints.hit(Failpoint.AFTER_BLOB_TEMP)
        final = self._path(sha256)
        if not final.parent.is_dir():
            final.parent.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self._root)
        path.rename(final)
        _sync_folder(final.parent)
        failpoints.hit(Failpoint.AFTER_BLOB)

    @contextlib.contextmanager
    def _temporary(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A locked temporary file, removed again where it was not renamed. The lock tells another process's sweeper that it is alive."""
        path, file = self._create()
        try:
            with file:
                yield path, file
        finally:
            path.unlink(missing_ok=True)

    def _create(self) -> tuple[Path, BinaryIO]:
        for _ in range(_TEMP_ATTEMPTS):
            path = self._temp / (secrets.token_hex(12) + _SUFFIX)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            file = os.fdopen(descriptor, "w+b")
            fcntl.flock(file, fcntl.LOCK_EX)
            # A sweeper may have taken the name between open and lock; then the file has no name left.
            if os.fstat(descriptor).st_nlink:
                return path, file
            file.close()
        raise errors.StopError(f"{self._temp}: temporary files vanish as they are made; is another program cleaning this folder?")

    def _sweep(self) -> None:
        """Remove what a crash left half written; leave what a living process is writing."""
        for path in self._temp.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError), path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)


def _is_sha256(name: str) -> bool:
    return len(name) == 64 and _HEX.issuperset(name)


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _spooled(path: Path) -> BinaryIO:
    try:
        return path.open("r+b")
    except FileNotFoundError:
        raise errors.NotFound(f"the spooled letter {path.name} is gone") from None


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _disk(root: Path) -> Iterator[None]:
    """Say in our words what the disk says."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise errors.DiskLow(f"{root}: no space left to keep a letter ({error.strerror})") from error
        raise errors.StopError(f"{root}: a letter cannot be kept: {error.strerror}; check disk and permissions") from error
