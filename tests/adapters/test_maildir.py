"""A Maildir as a mailbox: positions that last, times that hold, courtesy that never deletes."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import errors
from intake.adapters import headers, maildir
from intake.adapters.maildir import MaildirMailbox
from intake.failpoints import ENVIRONMENT, Failpoint
from intake.ports import Courtesy, Fetched, Folder, Marked, Role

INBOX = Folder("INBOX", Role.INTAKE)
JUNK = Folder("Junk", Role.LATE)
TUESDAY = datetime(2026, 11, 24, 15, 30, 12, 250_000, tzinfo=UTC)


def letter(number: int, body: bytes = b"body\r\n") -> bytes:
    return f"From: a{number}@oakridge.example\r\nMessage-ID: <{number}@oakridge.example>\r\n\r\n".encode() + body


def box(tmp_path: Path, **changes: object) -> MaildirMailbox:
    values: dict[str, object] = {"name": "letters", "path": tmp_path / "box", "spool_folder": tmp_path / "spool", "folders": (INBOX, JUNK)}
    made = MaildirMailbox(**(values | changes))  # type: ignore[arg-type]
    made.open()
    return made


def positions(mailbox: MaildirMailbox, folder: Folder = INBOX, above: int = 0) -> list[str]:
    return [position for some in mailbox.positions_above(folder, above) for position in some]


def fetch(mailbox: MaildirMailbox, folder: Folder = INBOX) -> list[Fetched]:
    return list(mailbox.fetch(folder, positions(mailbox, folder), lambda: True))


def test_opening_makes_the_maildir(tmp_path: Path) -> None:
    mailbox = box(tmp_path, path=tmp_path / "deep" / "box")
    assert {path.name for path in (tmp_path / "deep" / "box").iterdir()} == {"tmp", "new", "cur"}
    assert mailbox.status(INBOX).count == 0
    assert mailbox.status(JUNK).count == 0


def test_letters_come_whole_in_the_order_of_delivery(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    names = [maildir.deliver(tmp_path / "box", letter(number), at=TUESDAY + timedelta(seconds=number)) for number in (2, 0, 1)]
    mails = fetch(mailbox)
    assert [mail.position for mail in mails] == [names[1], names[2], names[0]]
    assert [mail.content for mail in mails] == [letter(0), letter(1), letter(2)]
    assert mails[0].received_at == TUESDAY


def test_only_new_mail_is_listed_after_the_first_look(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    (tmp_path / "box" / "cur" / "1764000000.old.host:2,S").write_bytes(letter(1))
    fresh = maildir.deliver(tmp_path / "box", letter(2))
    assert set(positions(mailbox)) == {"1764000000.old.host", fresh}
    assert positions(mailbox, above=1) == [fresh]


def test_tmp_and_hidden_files_are_never_read(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    (tmp_path / "box" / "tmp" / "1764000000.half.host").write_bytes(b"half")
    (tmp_path / "box" / "new" / ".hidden").write_bytes(b"x")
    assert positions(mailbox) == []


def test_a_letter_keeps_its_position_when_a_person_reads_and_flags_it(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    position = maildir.deliver(tmp_path / "box", letter(1))
    for name in (f"cur/{position}:2,", f"cur/{position}:2,S", f"cur/{position}:2,FRS"):
        next((tmp_path / "box").rglob(position + "*")).rename(tmp_path / "box" / name)
        assert positions(mailbox) == [position]
        assert [mail.content for mail in mailbox.fetch(INBOX, [position], lambda: True)] == [letter(1)]


def test_a_letter_that_is_gone_is_left_out(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    kept, gone = (maildir.deliver(tmp_path / "box", letter(number), at=TUESDAY + timedelta(seconds=number)) for number in (1, 2))
    (tmp_path / "box" / "new" / gone).unlink()
    assert [mail.position for mail in mailbox.fetch(INBOX, [kept, gone, "../../etc/passwd"], lambda: True)] == [kept]
    assert list(mailbox.glance(INBOX, [kept, gone])) == [kept]
    assert mailbox.mark(INBOX, [kept, gone]) == {kept: Marked.MARKED, gone: Marked.MARKED}
    assert box(tmp_path, courtesy=Courtesy.SEEN).mark(INBOX, [gone]) == {gone: Marked.GONE}


@pytest.mark.parametrize(
    ("name", "modified", "expected"),
    [
        ("1795534212.M250000P7Q1.host", 5.0, TUESDAY),
        ("1795534212.7_1.host", 5.0, TUESDAY.replace(microsecond=0)),
        ("1795534212.V1I2M250000.host,S=3:2,S", 5.0, TUESDAY),
        ("12345.odd.host", 1_795_534_212.25, TUESDAY),
        ("no-number", 1_795_534_212.25, TUESDAY),
        ("9999999999.far.host", 1_795_534_212.25, TUESDAY),
    ],
)
def test_the_delivery_time_is_in_the_name_or_else_the_files(
    name: str, modified: float, expected: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_795_540_000.0)
    assert maildir.delivered_at(name, modified) == expected


@given(name=st.text(), modified=st.floats(min_value=0, max_value=4e9))
def test_any_name_gives_some_aware_time(name: str, modified: float) -> None:
    assert maildir.delivered_at(name, modified).tzinfo is UTC


def test_a_name_that_is_no_text_still_has_a_position(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    (tmp_path / "box" / "new" / os.fsdecode(b"1764000000.\xff\n.host")).write_bytes(letter(1))
    (position,) = positions(mailbox)
    assert position.isascii()
    assert position.isprintable()
    assert [mail.content for mail in mailbox.fetch(INBOX, [position], lambda: True)] == [letter(1)]


def test_a_large_letter_is_spooled(tmp_path: Path) -> None:
    mailbox = box(tmp_path, spool_above=1_000)
    maildir.deliver(tmp_path / "box", letter(1, bytes(5_000)))
    (mail,) = fetch(mailbox)
    assert mail.content is None
    assert mail.spool is not None
    assert mail.spool.read_bytes() == letter(1, bytes(5_000))


def test_batches_are_bounded_and_end_when_disk_is_low(tmp_path: Path) -> None:
    mailbox = box(tmp_path, batch_count=2)
    for number in range(5):
        maildir.deliver(tmp_path / "box", letter(number))
    asked: list[int] = []
    assert len(list(mailbox.fetch(INBOX, positions(mailbox), lambda: not asked.append(1)))) == 5
    assert len(asked) == 3
    answers = iter([True, False])
    assert len(list(mailbox.fetch(INBOX, positions(mailbox), lambda: next(answers)))) == 2


def test_other_folders_lie_inside_or_beside(tmp_path: Path) -> None:
    beside = Folder("../elsewhere", Role.SENT)
    mailbox = box(tmp_path, folders=(INBOX, JUNK, beside, Folder("Archive/2026", Role.LATE)))
    maildir.deliver(tmp_path / "box" / ".Junk", letter(1))
    maildir.deliver(tmp_path / "elsewhere", letter(2))
    maildir.deliver(tmp_path / "box" / ".Archive.2026", letter(3))
    assert [fetch(mailbox, folder)[0].content for folder in mailbox.folders[1:]] == [letter(1), letter(2), letter(3)]
    assert positions(mailbox) == []


def test_seen_moves_to_cur_with_its_flag_and_keeps_the_bytes(tmp_path: Path) -> None:
    mailbox = box(tmp_path, courtesy=Courtesy.SEEN)
    position = maildir.deliver(tmp_path / "box", letter(1))
    for _ in range(2):
        assert mailbox.mark(INBOX, [position]) == {position: Marked.MARKED}
        assert (tmp_path / "box" / "cur" / f"{position}:2,S").read_bytes() == letter(1)
    (tmp_path / "box" / "cur" / f"{position}:2,S").rename(tmp_path / "box" / "cur" / f"{position}:2,FR")
    mailbox.mark(INBOX, [position])
    assert [path.name for path in (tmp_path / "box" / "cur").iterdir()] == [f"{position}:2,FRS"]


def test_a_move_waits_for_its_target_and_keeps_flags(tmp_path: Path) -> None:
    mailbox = box(tmp_path, courtesy=Courtesy.MOVE, move_to="Done")
    position = maildir.deliver(tmp_path / "box", letter(1))
    (tmp_path / "box" / "new" / position).rename(tmp_path / "box" / "cur" / f"{position}:2,F")
    assert mailbox.mark(INBOX, [position]) == {position: Marked.LATER}
    maildir.make(tmp_path / "box" / ".Done")
    assert mailbox.mark(INBOX, [position]) == {position: Marked.MARKED}
    assert (tmp_path / "box" / ".Done" / "cur" / f"{position}:2,F").read_bytes() == letter(1)


def test_no_letter_is_overwritten_by_courtesy(tmp_path: Path) -> None:
    mailbox = box(tmp_path, courtesy=Courtesy.SEEN)
    position = maildir.deliver(tmp_path / "box", letter(1))
    (tmp_path / "box" / "cur" / f"{position}:2,S").write_bytes(letter(2))
    mailbox.mark(INBOX, [position])
    assert (tmp_path / "box" / "new" / position).read_bytes() == letter(1)
    assert (tmp_path / "box" / "cur" / f"{position}:2,S").read_bytes() == letter(2)


def test_a_late_folder_is_never_marked(tmp_path: Path) -> None:
    mailbox = box(tmp_path, courtesy=Courtesy.SEEN)
    position = maildir.deliver(tmp_path / "box" / ".Junk", letter(1))
    assert mailbox.mark(JUNK, [position]) == {position: Marked.MARKED}
    assert (tmp_path / "box" / ".Junk" / "new" / position).exists()


@pytest.mark.parametrize("changes", [{"courtesy": Courtesy.KEYWORD}, {"courtesy": Courtesy.MOVE}])
def test_a_courtesy_that_cannot_be_is_refused_at_once(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(errors.ConfigError):
        box(tmp_path, **changes)


def _settle(mailbox: MaildirMailbox) -> None:
    """What was touched a moment ago may be told as news once or twice; then it is quiet."""
    deadline = time.monotonic() + 5
    positions(mailbox)
    while mailbox.wait(0.2):
        assert time.monotonic() < deadline
        positions(mailbox)


def test_delivery_ends_a_wait(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    _settle(mailbox)
    threading.Timer(0.15, maildir.deliver, (tmp_path / "box", letter(1))).start()
    began = time.monotonic()
    assert mailbox.wait(10) is True
    assert time.monotonic() - began < 2
    assert len(positions(mailbox)) == 1


def test_a_letter_delivered_right_after_the_look_is_not_slept_over(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    for number in range(20):
        seen = len(positions(mailbox))
        maildir.deliver(tmp_path / "box", letter(number))
        began = time.monotonic()
        assert mailbox.wait(10) is True
        assert time.monotonic() - began < 1
        assert len(positions(mailbox)) == seen + 1


def test_a_letter_within_the_grain_of_the_clock_is_not_slept_over(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    new = tmp_path / "box" / "new"
    moment = time.time_ns()
    os.utime(new, ns=(moment, moment))
    positions(mailbox)
    maildir.deliver(tmp_path / "box", letter(1))
    os.utime(new, ns=(moment, moment))
    assert mailbox.wait(5) is True
    assert len(positions(mailbox)) == 1


def test_a_quiet_folder_is_waited_on_until_the_time_is_up(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    _settle(mailbox)
    began = time.monotonic()
    assert mailbox.wait(0.3) is False
    assert 0.25 < time.monotonic() - began < 2


def test_wake_ends_a_wait_also_before_it_began(tmp_path: Path) -> None:
    mailbox = box(tmp_path)
    _settle(mailbox)
    began = time.monotonic()
    threading.Timer(0.1, mailbox.wake).start()
    assert mailbox.wait(10) is False
    mailbox.wake()
    assert mailbox.wait(10) is False
    assert time.monotonic() - began < 2


def test_a_path_that_is_no_folder_needs_a_person(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(errors.MailboxRefused, match="check the path"):
        box(tmp_path, path=tmp_path / "file")


@pytest.mark.parametrize("point", [Failpoint.AFTER_FETCH, Failpoint.AFTER_MARK])
def test_the_named_failpoints_are_hit(tmp_path: Path, point: Failpoint) -> None:
    maildir.deliver(tmp_path / "box", letter(1))
    code = (
        "import sys\nfrom pathlib import Path\nfrom intake.adapters.maildir import MaildirMailbox\nfrom intake.ports import Courtesy\n"
        "box = MaildirMailbox(name='x', path=Path(sys.argv[1]), spool_folder=Path(sys.argv[2]), courtesy=Courtesy.SEEN)\n"
        "names = [p for some in box.positions_above(box.folders[0], 0) for p in some]\n"
        "list(box.fetch(box.folders[0], names, lambda: True))\nbox.mark(box.folders[0], names)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "box"), str(tmp_path / "spool")]
    assert subprocess.run(command, env={**os.environ, ENVIRONMENT: point}, check=False).returncode == -9
    assert len(list((tmp_path / "box" / "cur").iterdir())) == (1 if point is Failpoint.AFTER_MARK else 0)


@given(head=st.binary(max_size=400))
def test_few_headers_never_raise(head: bytes) -> None:
    assert set(headers.few(b"Message-ID: <1@oakridge.example>\r\n" + head)) >= {"message-id"}
    headers.few(head)


def test_few_headers_are_unfolded_and_end_with_the_head() -> None:
    found = headers.few(b"from: A\r\n\t<a@oakridge.example>\nDATE: today\r\nDate: never\r\n\r\nMessage-ID: <body@oakridge.example>\r\n")
    assert found == {"from": "A <a@oakridge.example>", "date": "today"}
