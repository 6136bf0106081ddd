"""Taking letters in: bytes first, then rows, then the courtesy; nothing lost, nothing twice."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake import errors
from intake.mail.limits import Limits
from intake.pipeline.receive import ReceiveSettings
from intake.ports import Courtesy, Marked, Role
from intake.store import folders, schema, sightings
from intake.store.database import Database
from intake.store.states import Message, Sighting
from tests.pipeline.fakes import TUESDAY, FakeMailbox
from tests.pipeline.house import House
from tests.pipeline.papers import mail


def _cursor(house: House, folder: str = "INBOX") -> folders.FolderRecord:
    with house.db.read() as tx:
        found = folders.find(tx, mailbox="box", folder=folder)
    assert found is not None
    return found


def _places(house: House, letter: int) -> list[tuple[str, str, str]]:
    with house.db.read() as tx:
        return [(s.folder, s.position, s.state) for s in sightings.of_message(tx, letter)]


def test_bytes_are_on_disk_before_the_row_and_the_row_before_the_courtesy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    keep = house.blobs.keep

    def kept(content: bytes) -> str:
        order.append(f"bytes, {len(house.letters())} rows")
        return keep(content)

    monkeypatch.setattr(house.blobs, "keep", kept)
    raw = mail()
    house.mailbox.put(raw, house.clock.at)
    house.receiver.check()
    order.append(f"{len(house.letters())} rows, {len(house.mailbox.boxes['INBOX'].marked)} marked")
    house.receiver.mark()
    order.append(f"{len(house.mailbox.boxes['INBOX'].marked)} marked")
    assert order == ["bytes, 0 rows", "1 rows, 0 marked", "1 marked"]
    assert house.blobs.read(house.letters()[0].raw_sha256) == raw


def test_a_letter_seen_again_at_its_place_is_neither_fetched_nor_kept_again(house: House) -> None:
    letter = house.arrive(mail())
    house.mailbox.calls.clear()
    assert house.receiver.check() == 0
    assert [d.taken for d in house.receiver.reconcile()] == [0, 0, 0]
    assert "fetch" not in house.mailbox.calls
    assert _places(house, letter) == [("INBOX", "1", Sighting.KEPT)]


def test_the_same_bytes_in_two_folders_are_one_letter_with_two_sightings(house: House) -> None:
    raw = mail()
    first = house.arrive(raw)
    assert house.arrive(raw, "Junk") == first
    assert len(house.letters()) == 1
    assert [folder for folder, _, _ in _places(house, first)] == ["INBOX", "Junk"]
    assert house.kinds(first) == ["message.kept", "message.seen_again"]


def test_a_mail_that_a_person_moves_out_of_junk_goes_its_road_as_a_letter(house: House) -> None:
    letter = house.take(mail(attachments=(house.paper(),)), "Junk")
    assert house.whole(letter).state == Message.HELD
    uid = next(iter(house.mailbox.boxes["Junk"].mails))
    house.mailbox.move(uid, "Junk", "INBOX")
    house.receiver.check()
    assert (house.whole(letter).role, house.whole(letter).state) == (Role.INTAKE, Message.RECEIVED)
    assert house.kinds(letter)[-1] == "message.promoted"


def test_a_shelved_mail_that_a_person_moves_out_of_junk_is_tried_again_and_its_alarm_ends(house: House) -> None:
    house.mail_limits = Limits(raw_bytes=600)
    house.build()
    letter = house.take(mail("x" * 1000), "Junk")
    assert house.alarms() == ["letter.shelved"]
    house.mailbox.move(1, "Junk", "INBOX")
    house.receiver.check()
    assert (house.whole(letter).state, house.alarms()) == (Message.RECEIVED, [])


def test_what_lay_in_junk_before_the_starting_moment_stays_as_it_is_when_it_is_moved(sqlite_db: Database, tmp_path: Path) -> None:
    house = House(db=sqlite_db, folder=tmp_path)
    house.mailbox.put(mail(), TUESDAY, "Junk")
    house.begin()
    house.carry()
    house.mailbox.move(1, "Junk", "INBOX")
    house.receiver.check()
    assert [(m.state, m.older) for m in house.letters()] == [(Message.HELD, True)]


def test_the_first_run_records_older_mail_and_says_how_much_it_was(sqlite_db: Database, tmp_path: Path) -> None:
    house = House(db=sqlite_db, folder=tmp_path)
    for _ in range(3):
        house.mailbox.put(mail(), TUESDAY)
    house.begin()
    fresh = house.arrive(mail())
    assert [(m.id, m.older) for m in house.letters()] == [(1, True), (2, True), (3, True), (fresh, False)]
    with house.db.read() as tx:
        started = tx.execute(sa.select(schema.events.c.detail).where(schema.events.c.kind == "mailbox.started")).scalars().all()
    assert {"mailbox": "box", "folder": "INBOX", "older": 3} in started


def test_the_starting_moment_is_committed_before_the_first_fetch(sqlite_db: Database, tmp_path: Path) -> None:
    house = House(db=sqlite_db, folder=tmp_path)
    house.mailbox.put(mail(), TUESDAY)
    house.mailbox.faults["fetch"] = errors.MailboxUnreachable("gone")
    with pytest.raises(errors.MailboxUnreachable):
        house.receiver.check()
    house.mailbox.faults.clear()
    house.mailbox.put(mail(), TUESDAY)  # arrives after the first, failed look
    house.receiver.check()
    assert [m.older for m in house.letters()] == [True, False]


def test_a_new_uidvalidity_forgets_all_uids_and_makes_no_letter_twice(house: House) -> None:
    raws = [mail() for _ in range(3)]
    letters = [house.arrive(raw) for raw in raws]
    house.mailbox.renumber("INBOX", "8")
    assert house.receiver.check() == 0
    assert [m.id for m in house.letters()] == letters
    assert _cursor(house).validity == "8"
    assert _cursor(house).last_uid == 3
    fresh = house.arrive(mail())
    assert not house.whole(fresh).older
    assert house.every_kind().count("mailbox.renumbered") == 1


def test_a_mail_that_vanishes_between_search_and_fetch_is_left_out_and_no_error(house: House) -> None:
    house.mailbox.put(mail(), house.clock.at)
    house.mailbox.put(mail(), house.clock.at)
    house.mailbox.gone_at_fetch.add(1)
    assert house.receiver.check() == 1
    assert _cursor(house).last_uid == 2


def test_the_cursor_never_passes_what_was_not_kept(house: House) -> None:
    for _ in range(5):
        house.mailbox.put(mail(), house.clock.at)
    house.mailbox.cut_after = 3
    with pytest.raises(errors.MailboxUnreachable):
        house.receiver.check()
    assert _cursor(house).last_uid == 0
    house.mailbox.cut_after = None
    house.receiver.check()
    assert len(house.letters()) == 5
    assert _cursor(house).last_uid == 5


def test_a_letter_whose_bytes_cannot_be_kept_leaves_no_row_and_is_fetched_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:

        def full(content: bytes) -> str:
            raise errors.DiskLow("no space")

        broken.setattr(house.blobs, "keep", full)
        house.mailbox.put(mail(), house.clock.at)
        assert house.receiver.check() == 0
        assert (house.letters(), house.alarms(), _cursor(house).last_uid) == ([], ["disk.low"], 0)
    assert house.receiver.check() == 1
    assert house.alarms() == []


def test_a_crash_between_commit_and_courtesy_marks_later_and_keeps_one_row(house: House) -> None:
    letter = house.arrive(mail())
    house.mailbox.faults["mark"] = errors.MailboxUnreachable("gone")
    with pytest.raises(errors.MailboxUnreachable):
        house.receiver.mark()
    house.mailbox.faults.clear()
    assert house.receiver.mark() == 1
    assert house.receiver.mark() == 0
    assert _places(house, letter) == [("INBOX", "1", Sighting.MARKED)]


@pytest.mark.parametrize(
    ("outcome", "state", "settled"),
    [
        (Marked.MARKED, Sighting.MARKED, 1),
        (Marked.GONE, Sighting.GONE, 1),
        (Marked.NOT_ALLOWED, Sighting.KEPT, 1),
        (Marked.LATER, Sighting.KEPT, 0),
    ],
)
def test_what_became_of_the_courtesy_is_a_state_of_the_sighting(house: House, outcome: Marked, state: Sighting, settled: int) -> None:
    letter = house.arrive(mail())
    house.mailbox.mark_outcome = outcome
    assert house.receiver.mark() == settled
    assert _places(house, letter) == [("INBOX", "1", state)]
    house.mailbox.calls.clear()
    house.receiver.mark()
    assert "mark" not in house.mailbox.calls  # none is tried again at once
    house.clock.move(minutes=6)
    house.mailbox.mark_outcome = Marked.MARKED
    assert house.receiver.mark() == (1 if outcome is Marked.LATER else 0)


def test_a_courtesy_that_the_mailbox_forbids_is_told_once_and_cleared_when_it_is_allowed(house: House) -> None:
    house.mailbox.mark_outcome = Marked.NOT_ALLOWED
    for _ in range(2):
        house.arrive(mail())
        house.receiver.mark()
    assert house.alarms() == ["mailbox.mark_refused"]
    house.mailbox.mark_outcome = Marked.MARKED
    house.arrive(mail())
    house.receiver.mark()
    assert house.alarms() == []


def test_sightings_of_an_older_numbering_are_called_gone_and_not_marked_by_their_old_uid(house: House) -> None:
    letter = house.arrive(mail())
    house.mailbox.renumber("INBOX", "8")
    house.receiver.check()
    house.receiver.mark()
    assert [state for _, _, state in _places(house, letter)] == [Sighting.GONE, Sighting.MARKED]


def test_no_courtesy_where_none_is_configured_and_none_outside_the_intake_folder(house: House) -> None:
    house.arrive(mail(), "Junk")
    assert house.receiver.mark() == 0
    house.courtesy = Courtesy.NOTHING
    house.build()
    house.arrive(mail())
    assert house.receiver.mark() == 0
    assert "mark" not in house.mailbox.calls


def test_intake_pauses_below_the_floor_and_resumes_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.receiving = replace(house.receiving, free_disk_floor=1000)
    house.build()
    free = 500
    monkeypatch.setattr(house.blobs, "free_bytes", lambda: free)
    house.mailbox.put(mail(), house.clock.at)
    assert house.receiver.check() == 0
    assert (house.letters(), house.alarms(), _cursor(house).last_uid) == ([], ["disk.low"], 0)
    free = 2000
    assert house.receiver.check() == 1
    assert house.alarms() == []


def test_the_alarm_of_a_full_disk_ends_with_its_cause_although_no_letter_comes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.receiving = replace(house.receiving, free_disk_floor=1000)
    house.build()
    free = 500
    monkeypatch.setattr(house.blobs, "free_bytes", lambda: free)
    uid = house.mailbox.put(mail(), house.clock.at)
    house.receiver.check()
    del house.mailbox.boxes["INBOX"].mails[uid]
    free = 2000
    house.receiver.check()
    assert house.alarms() == []


def test_a_reconcile_takes_in_what_the_cursor_passed_over(house: House) -> None:
    house.arrive(mail())
    with house.db.write() as tx:
        folders.note(tx, _cursor(house).id, last_uid=9)
    house.mailbox.put(mail(), house.clock.at)
    assert house.receiver.check() == 0
    assert [d.taken for d in house.receiver.reconcile()] == [1, 0, 0]


def test_letters_that_left_before_they_were_seen_are_counted_and_told_each_time_more_go(house: House) -> None:
    house.arrive(mail())
    for missing in (2, 3):
        for _ in range(missing):
            house.mailbox.boxes["INBOX"].mails.pop(house.mailbox.put(mail(), house.clock.at))
        house.receiver.reconcile()
        house.receiver.reconcile()
        assert house.alarms() == ["mailbox.never_seen"]
    with house.db.read() as tx:
        texts = tx.execute(sa.select(schema.alarms.c.text).where(schema.alarms.c.code == "mailbox.never_seen")).scalars().all()
    assert [text.split()[0] for text in texts] == ["2", "3"]
    assert _cursor(house).unseen == 5
    assert house.every_kind().count("mailbox.never_seen") == 2


def test_mail_from_before_the_starting_moment_is_not_counted_as_never_seen(sqlite_db: Database, tmp_path: Path) -> None:
    house = House(db=sqlite_db, folder=tmp_path)
    house.mailbox.boxes["INBOX"].next_uid = 500
    house.begin()
    house.arrive(mail())
    assert [d.never_seen for d in house.receiver.reconcile()] == [0, 0, 0]
    assert house.alarms() == []


def test_a_letter_without_a_time_or_with_one_that_cannot_be_was_received_when_it_was_first_seen(house: House) -> None:
    house.mailbox.put(mail(), None)
    for year in (2031, 1970, 1969, 1):
        house.mailbox.put(mail(), house.clock.at.replace(year=year))
    house.receiver.check()
    assert [m.received_at for m in house.letters()] == [house.clock.at] * 5


def test_many_unknown_mails_are_glanced_at_and_the_new_ones_come_first(house: House) -> None:
    house.receiving = ReceiveSettings(free_disk_floor=0, glance_above=3)
    house.build()
    known = [mail(message_id=f"<known{n}@springvale.example>") for n in range(4)]
    for raw in known:
        house.take(raw)
    house.mailbox.boxes["INBOX"].mails.clear()
    house.mailbox.boxes["INBOX"].validity = "8"
    for raw in known:
        # Rendered anew by the server: other bytes, the same Message-ID.
        house.mailbox.put(raw.replace(b"Subject: Papers", b"Subject:  Papers"), house.clock.at)
    house.mailbox.put(mail(message_id="<new@springvale.example>"), house.clock.at)
    house.receiver.check()
    fresh = house.letters()[4:]
    house.carry()
    assert house.mailbox.glanced == 5
    assert house.row(fresh[0].id).header_message_id == "<new@springvale.example>"


def test_a_mailbox_that_was_never_reached_is_alarmed_although_nothing_of_it_is_on_record(sqlite_db: Database, tmp_path: Path) -> None:
    house = House(db=sqlite_db, folder=tmp_path)
    house.mailbox.faults["open"] = errors.MailboxUnreachable("no route to host")
    for _ in range(2):
        with pytest.raises(errors.MailboxUnreachable):
            house.receiver.check()
        house.receiver.failed("no route to host", refused=False)
    assert house.alarms() == ["mailbox.unreachable"]
    house.mailbox.faults.clear()
    house.receiver.check()
    assert house.alarms() == []


def test_a_refused_log_in_is_alarmed_at_once(house: House) -> None:
    house.receiver.failed("the server refused user and password", refused=True)
    assert house.alarms() == ["mailbox.refused"]
    assert _cursor(house).error == "the server refused user and password"


def test_two_watchers_of_one_mailbox_make_one_letter(house: House) -> None:
    other = House(db=house.db, folder=house.folder, clock=house.clock, owner="two")
    raw = mail()
    for each in (house, other):
        each.mailbox = FakeMailbox(*house.mailbox.folders)
        each.mailbox.put(raw, house.clock.at)
        each.build()
        each.receiver.check()
    assert len(house.letters()) == 1
    assert house.count(schema.sightings) == 1
