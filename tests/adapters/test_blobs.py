"""Blobs: kept whole or not at all, found again by hash, and honest about a full or failing disk."""

import errno
import fcntl
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import errors
from intake.adapters.blobs import FolderBlobs
from intake.failpoints import ENVIRONMENT, Failpoint

LETTER = b"From: a@oakridge.example\r\n\r\nA letter.\r\n"
SHA = hashlib.sha256(LETTER).hexdigest()


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(root=tmp_path / "blobs")


def _leftovers(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "blobs" / "tmp").iterdir())


def test_what_is_kept_is_read_back_and_named_by_its_hash(blobs: FolderBlobs, tmp_path: Path) -> None:
    assert blobs.keep(LETTER) == SHA
    assert blobs.keep(LETTER) == SHA
    assert blobs.read(SHA) == LETTER
    with blobs.open(SHA) as file:
        assert file.read() == LETTER
    assert blobs.has(SHA)
    assert list(blobs.names()) == [SHA]
    assert _leftovers(tmp_path) == []
    assert (tmp_path / "blobs" / SHA[:2] / SHA).stat().st_mode & 0o077 == 0


@settings(max_examples=25, deadline=None)
@given(contents=st.lists(st.binary(max_size=300), max_size=5))
def test_every_content_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> None:
    blobs = FolderBlobs(root=tmp_path_factory.mktemp("any"))
    names = [blobs.keep(content) for content in contents]
    assert [blobs.read(name) for name in names] == contents
    assert set(blobs.names()) == set(names)


@pytest.mark.parametrize("name", ["0" * 64, "", "..", "../../etc/passwd", "A" * 64, SHA.upper(), SHA + "0", "é" * 64, "0" * 63 + "\n"])
def test_a_name_that_is_not_kept_is_not_found(blobs: FolderBlobs, name: str) -> None:
    with pytest.raises(errors.NotFound):
        blobs.read(name)


def test_a_spooled_file_is_taken_over(blobs: FolderBlobs, tmp_path: Path) -> None:
    spooled = tmp_path / "a.spool"
    for _ in range(2):
        spooled.write_bytes(LETTER)
        assert blobs.keep_file(spooled) == SHA
        assert not spooled.exists()
    assert blobs.read(SHA) == LETTER
    with pytest.raises(errors.NotFound):
        blobs.keep_file(spooled)


def test_a_spooled_file_from_another_file_system_is_copied(blobs: FolderBlobs, tmp_path: Path) -> None:
    spooled = Path("/dev/shm") / f"intake-test-{os.getpid()}.spool"
    if not spooled.parent.is_dir() or spooled.parent.stat().st_dev == tmp_path.stat().st_dev:
        pytest.fail("this test needs /dev/shm on a file system of its own")
    spooled.write_bytes(LETTER * 100_000)
    try:
        name = blobs.keep_file(spooled)
        assert not spooled.exists()
    finally:
        spooled.unlink(missing_ok=True)
    assert blobs.read(name) == LETTER * 100_000
    assert _leftovers(tmp_path) == []


def test_a_damaged_blob_is_replaced_when_the_letter_comes_again(blobs: FolderBlobs, tmp_path: Path) -> None:
    blobs.keep(LETTER)
    (tmp_path / "blobs" / SHA[:2] / SHA).write_bytes(b"half")
    assert blobs.keep(LETTER) == SHA
    assert blobs.read(SHA) == LETTER


def test_free_disk_is_told(blobs: FolderBlobs) -> None:
    assert blobs.free_bytes() > 1_000_000


def _fail_with(monkeypatch: pytest.MonkeyPatch, name: str, code: int) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, name, fail)


@pytest.mark.parametrize(
    ("code", "expected"), [(errno.ENOSPC, errors.DiskLow), (errno.EDQUOT, errors.DiskLow), (errno.EIO, errors.StopError)]
)
def test_a_full_disk_waits_and_a_failing_one_stops(
    blobs: FolderBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, expected: type[errors.IntakeError]
) -> None:
    with monkeypatch.context() as broken:
        _fail_with(broken, "fsync", code)
        with pytest.raises(expected):
            blobs.keep(LETTER)
    assert not blobs.has(SHA)
    assert _leftovers(tmp_path) == []
    assert blobs.keep(LETTER) == SHA


def test_a_real_limit_on_file_size_is_a_full_disk(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from intake import errors\n"
        "from intake.adapters.blobs import FolderBlobs\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try:\n    FolderBlobs(root=Path(sys.argv[1])).keep(bytes(50_000))\n"
        "except errors.DiskLow:\n    sys.exit(7)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path / "blobs")], check=False).returncode == 7
    assert _leftovers(tmp_path) == []


@pytest.mark.parametrize(("point", "kept", "temporary"), [(Failpoint.AFTER_BLOB_TEMP, False, 1), (Failpoint.AFTER_BLOB, True, 0)])
def test_a_kill_leaves_a_whole_blob_or_none(tmp_path: Path, point: Failpoint, kept: bool, temporary: int) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom intake.adapters.blobs import FolderBlobs\n"
        "FolderBlobs(root=Path(sys.argv[1])).keep(sys.stdin.buffer.read())"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "blobs")], input=LETTER, env={**os.environ, ENVIRONMENT: point}, check=False
    )
    assert killed.returncode == -9
    assert len(_leftovers(tmp_path)) == temporary
    blobs = FolderBlobs(root=tmp_path / "blobs")
    assert (blobs.has(SHA), _leftovers(tmp_path)) == (kept, [])
    assert blobs.keep(LETTER) == SHA
    assert blobs.read(SHA) == LETTER


def test_the_sweep_spares_what_a_living_process_writes(blobs: FolderBlobs, tmp_path: Path) -> None:
    held = tmp_path / "blobs" / "tmp" / "held.part"
    with held.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        FolderBlobs(root=tmp_path / "blobs")
        assert held.exists()
    FolderBlobs(root=tmp_path / "blobs")
    assert not held.exists()


def test_a_letter_is_kept_although_another_process_starts_and_sweeps(
    blobs: FolderBlobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_sync = os.fsync

    def sync_while_another_starts(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", real_sync)
        FolderBlobs(root=tmp_path / "blobs")
        real_sync(descriptor)

    monkeypatch.setattr(os, "fsync", sync_while_another_starts)
    assert blobs.read(blobs.keep(LETTER)) == LETTER


def test_threads_keeping_the_same_letters_do_not_disturb_each_other(blobs: FolderBlobs, tmp_path: Path) -> None:
    def work() -> None:
        for number in range(30):
            blobs.keep(LETTER + bytes([number % 7]))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(blobs.names())) == 7
    assert _leftovers(tmp_path) == []


def test_bytes_are_synced_before_the_name_and_the_folders_after_it(
    blobs: FolderBlobs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def sync(descriptor: int) -> None:
        seen.append(f"sync {Path(f'/proc/self/fd/{descriptor}').readlink().relative_to(tmp_path / 'blobs')}")
        real_sync(descriptor)

    def rename(path: Path, target: Path) -> Path:
        seen.append("rename")
        return real_rename(path, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    blobs.keep(LETTER)
    assert seen[0].startswith("sync tmp/")
    assert seen[1:] == ["sync .", "rename", f"sync {SHA[:2]}"]
