"""The embedded way out: letters as files."""

import email
import os
from pathlib import Path
from typing import Any

import pytest

from intake import errors, failpoints
from intake.adapters import folder_transport
from intake.adapters.folder_transport import FolderTransport
from intake.failpoints import Failpoint
from intake.mail.delivery import Abandoned, Deferred, Letter, Sent
from tests.adapters.smtp_world import Fence, a_letter, side_by_side


def test_a_letter_is_written_with_exactly_its_octets_under_time_and_digest(tmp_path: Path) -> None:
    transport, letter = FolderTransport(folder=tmp_path / "out"), a_letter(text="Größe\r\n.\r\n..")
    outcome = transport.send(letter, before_data=Fence())
    [file] = (tmp_path / "out").iterdir()
    assert file.read_bytes() == letter.raw
    assert file.name.startswith("20260303T153000Z-")
    assert file.suffix == ".eml"
    assert outcome == Sent(250, f"written as {file.name}")
    assert email.message_from_bytes(file.read_bytes())["Message-ID"] == letter.message_id


def test_the_same_letter_twice_is_one_file(tmp_path: Path) -> None:
    letter = a_letter()
    for transport in (FolderTransport(folder=tmp_path), FolderTransport(folder=tmp_path)):
        assert isinstance(transport.send(letter, before_data=Fence()), Sent)
    assert len(list(tmp_path.iterdir())) == 1


def test_two_letters_of_one_second_are_two_files(tmp_path: Path) -> None:
    transport = FolderTransport(folder=tmp_path)
    side_by_side(8, lambda _: [transport.send(a_letter(), before_data=Fence()) for _ in range(5)])
    assert len(list(tmp_path.iterdir())) == 40


@pytest.mark.parametrize(
    "date", [b"", b"Date: yesterday\r\n", b"Date: Tue, 99 Foo 99999 99:99:99 +9999\r\n", b"Date: =?x?\r\n", b"Date: \xff\xfe\r\n"]
)
def test_a_letter_without_a_readable_date_is_written_all_the_same(tmp_path: Path, date: bytes) -> None:
    letter = Letter("", "records@oak.example", "<a/../../b@office.example>", date + b"Subject: x\r\n\r\nx\r\n")
    assert isinstance(FolderTransport(folder=tmp_path).send(letter, before_data=Fence()), Sent)
    [file] = tmp_path.iterdir()
    assert file.name.startswith("undated-")


def test_a_fence_that_does_not_hold_leaves_nothing_in_the_folder(tmp_path: Path) -> None:
    assert isinstance(FolderTransport(folder=tmp_path).send(a_letter(), before_data=Fence(holds=False)), Abandoned)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_defers_before_the_fence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    fence = Fence()
    transport = FolderTransport(folder=tmp_path / "file" / "out")
    assert isinstance(transport.send(a_letter(), before_data=fence), Deferred)
    assert fence.asked == 0
    with pytest.raises(errors.TransportRefused):
        transport.check()


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_full_disk_defers_and_leaves_no_half_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", "/secret/path")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    transport = FolderTransport(folder=tmp_path)
    assert transport.send(a_letter(), before_data=Fence()) == Deferred(
        "The letter cannot be written into the folder: No space left on device"
    )
    assert list(tmp_path.iterdir()) == []


def test_file_and_folder_are_synced_before_it_counts_as_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        order.append("folder" if Path(f"/proc/self/fd/{handle}").is_dir() else "file")
        sync(handle)

    def rename(self: Path, target: Path) -> Path:
        order.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", rename)
    FolderTransport(folder=tmp_path).send(a_letter(), before_data=Fence())
    assert order == ["file", "rename", "folder"]


def test_the_failpoints_lie_around_the_fence_and_after_the_rename(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[tuple[str, int]] = []
    monkeypatch.setattr(failpoints, "hit", lambda point: order.append((point, len(list(tmp_path.glob("*.eml"))))))

    def fence() -> bool:
        order.append(("fence", 0))
        return True

    FolderTransport(folder=tmp_path).send(a_letter(), before_data=fence)
    assert order == [(Failpoint.AFTER_RCPT, 0), ("fence", 0), (Failpoint.AFTER_IN_DATA, 0), (Failpoint.AFTER_ACCEPTED, 1)]


def test_a_closed_folder_takes_no_letter(tmp_path: Path) -> None:
    transport = FolderTransport(folder=tmp_path)
    transport.check()
    transport.close()
    transport.close()
    fence = Fence()
    assert isinstance(transport.send(a_letter(), before_data=fence), Deferred)
    assert fence.asked == 0
    assert list(tmp_path.iterdir()) == []


def test_a_name_depends_on_the_letter_alone() -> None:
    letter = a_letter(message_id="<fixed@office.example>")
    assert folder_transport.file_name(letter) == folder_transport.file_name(letter)
    assert folder_transport.file_name(letter) != folder_transport.file_name(a_letter())
