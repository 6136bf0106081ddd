"""What goes wrong at the way in: hands in the mailbox, poison, a full disk, a locked ledger, a bounce; then the invariants."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import errors
from intake.adapters.blobs import FolderBlobs
from intake.mail import thread
from intake.store import schema
from intake.store.states import Message, Reply, Sighting
from tests.corpus import mails
from tests.faults import invariants, stage, worlds
from tests.faults.stage import Stage
from tests.faults.worlds import World
from tests.servers import processes

NESTED = 3_000
TMPFS_BYTES = 24 * 2**20


@pytest.fixture
def here(world: World) -> Iterator[Stage]:
    with stage.made(world) as made:
        yield made


def files(world: World) -> list[Path]:
    """The mails in the intake folder."""
    return [file for part in ("new", "cur") for file in sorted((world.mailbox / part).iterdir())]


# Hands in the mailbox (F15, F17, F19)


def test_a_letter_that_a_person_read_before_the_service_saw_it_is_taken_in_all_the_same(here: Stage) -> None:
    here.come()
    (file,) = files(here.world)
    file.rename(here.world.mailbox / "cur" / f"{file.name}:2,FRS")
    here.all_through()
    assert here.replies() == [Reply.SENT]
    invariants.check(here.world.scene())


def test_a_letter_moved_away_and_back_is_neither_lost_nor_answered_twice(here: Stage) -> None:
    here.come()
    here.all_through()
    (file,) = files(here.world)
    away = here.world.mailbox / ".Archive" / "cur"
    away.mkdir(parents=True)
    moved = file.rename(away / file.name)
    here.come()
    here.all_through()
    moved.rename(here.world.mailbox / "new" / "1764000000.another-name")
    here.all_through()
    assert here.letters() == [Message.ANSWERED] * 2
    assert here.history("message.seen_again") == 1
    assert len(here.world.sink.stored) == 2
    invariants.check(here.world.scene())


def test_a_mailbox_restored_under_new_names_is_known_by_its_bytes(here: Stage) -> None:
    for _ in range(5):
        here.come()
    here.all_through()
    for number, file in enumerate(files(here.world)):
        file.rename(here.world.mailbox / "new" / f"{int(time.time())}.restored{number}")
    assert here.receive() == 0
    assert (here.carry(), here.deliver()) == (0, 0)
    assert len(here.world.sink.stored) == 5
    invariants.check(here.world.scene())


def test_a_letter_delivered_twice_by_two_ways_is_one_letter_with_one_answer(here: Stage) -> None:
    token = here.come()
    again = b"Received: from mx2.example by in.office.example; Tue, 24 Nov 2026 10:00:09 -0500\r\n" + worlds.letter(token)
    here.world.put(again, at=here.clock.now())
    here.all_through()
    assert here.letters() == [Message.ANSWERED, Message.IGNORED]
    assert len(here.world.sink.stored) == 1
    invariants.check(here.world.scene())


def test_a_letter_that_vanishes_before_it_is_fetched_holds_nothing_up(here: Stage) -> None:
    gone = here.come()
    here.come()
    assert here.receiver is not None and here.box is not None
    (folder, *_) = here.box.folders
    (positions,) = here.box.positions_above(folder, 0)
    next(file for file in files(here.world) if gone.encode() in file.read_bytes()).unlink()
    assert [mail.position for mail in here.box.fetch(folder, positions, lambda: True)] == positions[1:]
    here.all_through()
    assert here.replies() == [Reply.SENT]


# Poison (F34)


def test_a_mail_of_thousands_of_nested_parts_does_not_hold_up_the_next(here: Stage) -> None:
    inside = mails.text("Please find our letter.\r\n")
    for n in range(NESTED):
        inside = f'Content-Type: multipart/mixed; boundary="n{n}"\r\n\r\n--n{n}\r\n'.encode() + inside + f"\r\n--n{n}--\r\n".encode()
    head = mails.mail([("Message-ID", "<deep@hollow-pd.example>")], body="").removesuffix(b"\r\n")
    here.world.put(head + inside, at=here.clock.now())
    here.world.expected.add(mails.CHIEF)
    here.come()
    here.all_through()
    poison, good = here.world.rows(schema.messages)
    assert poison["state"] in (Message.ANSWERED, Message.HELD, Message.SHELVED, Message.IGNORED)
    assert good["state"] == Message.ANSWERED
    invariants.check(here.world.scene())


def test_a_letter_on_which_a_step_fails_each_time_is_shelved_and_the_next_goes_on(here: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    poison = here.come()
    good = here.come()
    assert here.carrier is not None

    class Poisoned(stage.OpenReader):
        def read(self, content, *, filename, media_type, recognition=20.0):  # type: ignore[no-untyped-def]
            if content == worlds.paper(poison):
                raise ZeroDivisionError
            return super().read(content, filename=filename, media_type=media_type)

    monkeypatch.setattr(stage, "OpenReader", Poisoned)
    here.build()
    here.receive()
    for _ in range(here.config.pipeline.max_attempts + 1):
        here.carry()
        here.clock.move(minutes=5)
    here.deliver()
    assert here.letters() == [Message.ANSWERED, Message.SHELVED]
    assert here.look() == {"letter.shelved"}
    assert all(letter["due_at"] for letter in here.world.rows(schema.messages))
    assert [copy.recipients for copy in invariants.taken(here.world.sink_log)] == [(worlds.sender_of(good),)]
    invariants.check(here.world.scene())


# A full disk (F22)


def test_intake_pauses_under_the_floor_of_free_disk_and_resumes_when_it_is_lowered(here: Stage) -> None:
    here.come()
    here.build(floor_mb=10**9)
    assert here.receive() == 0
    assert here.alarms() == {"disk.low"}
    assert [file.parent.name for file in files(here.world)] == ["new"]
    here.build(floor_mb=1)
    here.all_through()
    assert here.alarms() == set()
    assert here.replies() == [Reply.SENT]
    invariants.check(here.world.scene())


def test_a_mailbox_without_letters_does_not_end_the_alarm_that_another_one_raised(here: Stage, tmp_path: Path) -> None:
    here.come()
    here.build(floor_mb=10**9)
    here.receive()
    with_letters = here.receiver
    empty = here.config.mailbox[0].model_copy(update={"name": "second", "path": tmp_path / "second"})
    here.config = here.config.model_copy(update={"mailbox": (empty,)})
    here.build(floor_mb=10**9).receive()
    assert here.alarms() == {"disk.low"}
    assert with_letters is not None
    with_letters.check()
    assert len(here.world.rows(schema.alarms)) == 1


@pytest.mark.skipif(not processes.is_root(), reason="only root may mount a small disk")
def test_a_full_disk_takes_nothing_from_the_mailbox_and_intake_goes_on_once_there_is_room(here: Stage, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(small)], capture_output=True, check=False
    ).returncode:
        pytest.skip("this machine does not let a small disk be mounted")
    try:
        here.world.blobs = small / "blobs"
        here.blobs = FolderBlobs(root=here.world.blobs)
        here.build(floor_mb=0)
        ballast = small / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(bytes(2**16)):
                pass
        here.come()
        assert here.receive() == 0
        assert here.alarms() == {"disk.low"}
        assert here.letters() == []
        assert [file.parent.name for file in files(here.world)] == ["new"]
        ballast.unlink()
        here.all_through()
        assert here.alarms() == set()
        assert here.replies() == [Reply.SENT]
        assert [row["state"] for row in here.world.rows(schema.sightings)] == [Sighting.MARKED]
        invariants.check(here.world.scene())
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


# A ledger that another program locks (F25)


def test_a_ledger_locked_for_some_seconds_delays_a_letter_and_loses_nothing(world: World) -> None:
    with stage.made(world, busy_seconds=5.0) as here:
        here.come()
        backup = stage.exclusively(world)
        release = threading.Timer(1.0, backup.close)
        release.start()
        began = time.monotonic()
        here.all_through()
        assert time.monotonic() - began > 0.5
        release.join()
        assert here.replies() == [Reply.SENT]
        invariants.check(world.scene())


def test_a_ledger_locked_for_longer_than_we_wait_is_tried_again_and_the_mailbox_is_left_as_it_was(world: World) -> None:
    with stage.made(world, busy_seconds=0.1) as here:
        here.come()
        backup = stage.exclusively(world)
        for turn in (here.receive, here.carry):
            with contextlib.suppress(errors.DatabaseBusy):
                turn()
        assert [file.parent.name for file in files(world)] == ["new"]
        backup.close()
        here.all_through()
        assert here.replies() == [Reply.SENT]
        invariants.check(world.scene())


# A bounce of our own acknowledgement (F40)


@pytest.mark.parametrize("by", ["returned", "envelope"])
def test_a_bounce_of_an_acknowledgement_is_noted_on_its_letter_and_never_answered(here: Stage, by: str) -> None:
    token = here.come()
    here.all_through()
    (copy,) = here.world.sink.stored
    (reply,) = here.world.rows(schema.replies)
    report = mails.delivery_report(
        recipient=worlds.sender_of(token),
        returned=copy.raw if by == "returned" else None,
        envelope_id=reply["token"] if by == "envelope" else "",
        to=worlds.OFFICE,
    )
    here.world.put(report, at=here.clock.now())
    here.all_through()
    assert here.replies() == [Reply.BOUNCED]
    assert here.look() >= {"reply.bounced"}
    bounced, bounce = here.world.rows(schema.messages)
    assert bounced["needs_person"]
    assert (bounce["state"], bounce["kind"], bounce["asks_answer"]) == (Message.IGNORED, "bounce", False)
    assert len(here.world.sink.stored) == 1
    assert thread.token_of(copy.message_id) == reply["token"]
    invariants.check(here.world.scene())


def test_a_bounce_proves_that_a_reply_in_doubt_went_out(here: Stage) -> None:
    here.world.sink.plan("drop-after-data", "ok")
    token = here.come()
    here.all_through()
    assert here.replies() == [Reply.UNSURE]
    (copy,) = here.world.sink.stored
    here.world.put(mails.delivery_report(recipient=worlds.sender_of(token), returned=copy.raw, to=worlds.OFFICE), at=here.clock.now())
    here.all_through()
    assert here.replies() == [Reply.BOUNCED]
    assert "reply.unsure" not in here.alarms()
    assert len(here.world.sink.stored) == 1
    invariants.check(here.world.scene())


def test_a_position_is_never_taken_twice(here: Stage) -> None:
    """Two looks at once, as two watchers would have them in the moment a lease changes hands."""
    tokens = [here.come() for _ in range(20)]
    first = here.receiver
    second = here.build().receiver
    assert first is not None and second is not None
    threads = [threading.Thread(target=each.check) for each in (first, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(here.world.rows(schema.messages)) == len(tokens) == len(here.world.rows(schema.sightings))
    here.all_through()
    invariants.check(here.world.scene())
