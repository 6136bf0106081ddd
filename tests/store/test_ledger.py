"""What the ledger promises, on SQLite and on PostgreSQL."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake import errors
from intake.store import alarms, events, leases, messages, outbox, schema, sightings, upgrade
from intake.store.database import Database
from intake.store.events import Event
from intake.store.states import Message, Reply
from tests.store.conftest import MovingClock


def a_letter(db: Database, clock: MovingClock, n: int = 1, role: str = "intake") -> int:
    with db.write() as tx:
        new = messages.New(f"{n:064x}", 100, "box", role, False, clock.now(), clock.now())
        return messages.keep(tx, new)[0]


def a_reply(db: Database, clock: MovingClock, message_id: int, n: int = 1, purpose: str = "acknowledgement") -> int:
    with db.write() as tx:
        return outbox.queue(
            tx,
            outbox.NewReply(
                message_id=message_id, application_id=None, purpose=purpose, automatic=True, template="t", template_version="v",
                recipient="a@agency.example", recipient_domain="agency.example", envelope_from="",
                header_message_id=f"<{n}@office.example>",
                token=f"token{n}", raw=b"octets", queued_at=clock.now(), ready_at=clock.now(),
            ),
        )  # fmt: skip


def claim(db: Database, owner: str = "one", seconds: float = 60) -> list[messages.MessageRecord]:
    with db.write() as tx:
        return messages.claim(tx, db, owner=owner, seconds=seconds, limit=10)


def claim_reply(db: Database, owner: str = "one", seconds: float = 60) -> list[outbox.ReplyRecord]:
    with db.write() as tx:
        return outbox.claim(tx, db, owner=owner, seconds=seconds, limit=10)


def lapse(db: Database, clock: MovingClock, table: sa.Table) -> None:
    """Make claims lapse: SQLite's clock is ours, PostgreSQL's is its own."""
    clock.move(hours=1)
    if not db.is_sqlite:
        with db.write() as tx:
            tx.execute(sa.update(table).values(ready_at=table.c.ready_at - timedelta(hours=2)))


def test_the_migrations_make_exactly_the_tables_the_program_expects(db: Database) -> None:
    upgrade.require_current(db)
    assert upgrade.differences(db) == []


def test_running_the_migrations_twice_changes_nothing(db: Database) -> None:
    assert upgrade.upgrade(db) == upgrade.upgrade(db)


def test_a_database_of_a_newer_program_is_refused(db: Database) -> None:
    with db.write() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(errors.SchemaMismatch, match="newer version"):
        upgrade.upgrade(db)


def test_the_same_bytes_have_one_row_however_often_they_are_kept(db: Database, clock: MovingClock) -> None:
    first = a_letter(db, clock)
    assert a_letter(db, clock) == first


def test_a_sighting_is_noted_once_and_then_known(db: Database, clock: MovingClock) -> None:
    letter = a_letter(db, clock)
    with db.write() as tx:
        where = {"mailbox": "box", "folder": "INBOX", "validity": "7"}
        keep = {**where, "position": "12", "message_id": letter, "received_at": None, "seen_at": clock.now(), "marking": True}
        assert sightings.keep(tx, **keep)
        assert not sightings.keep(tx, **keep)
        assert sightings.unknown(tx, **where, positions=["11", "12", "13"]) == ["11", "13"]
        assert sightings.unknown(tx, **{**where, "validity": "8"}, positions=["12"]) == ["12"]
        assert [s.position for s in sightings.unmarked(tx, mailbox="box", now=clock.now(), limit=5)] == ["12"]


def test_a_claimed_letter_is_not_claimed_again_until_the_claim_lapses(db: Database, clock: MovingClock) -> None:
    a_letter(db, clock)
    assert len(claim(db, "one")) == 1
    assert claim(db, "two") == []
    lapse(db, clock, schema.messages)
    assert len(claim(db, "two")) == 1


def test_a_worker_whose_claim_lapsed_cannot_write(db: Database, clock: MovingClock) -> None:
    a_letter(db, clock)
    (stale,) = claim(db, "one")
    lapse(db, clock, schema.messages)
    claim(db, "two")
    with pytest.raises(errors.LeaseLost), db.write() as tx:
        messages.advance(tx, stale, [Message.READ], changes={})


def test_a_letter_moves_only_along_lawful_states(db: Database, clock: MovingClock) -> None:
    a_letter(db, clock)
    (mine,) = claim(db)
    with pytest.raises(errors.UnlawfulMove), db.write() as tx:
        messages.advance(tx, mine, [Message.DECIDED], changes={})
    with db.write() as tx:
        messages.advance(
            tx, mine, [Message.READ, Message.EXTRACTED, Message.REGISTERED, Message.DECIDED, Message.HELD], changes={}, release=True
        )
        assert messages.get(tx, mine.id).state == Message.HELD
    assert claim(db) == []


def test_two_workers_never_hold_one_letter(db: Database, clock: MovingClock) -> None:
    for n in range(1, 41):
        a_letter(db, clock, n)
    taken: list[int] = []
    guard = threading.Lock()

    def work(owner: str) -> None:
        while True:
            with db.write() as tx:
                mine = messages.claim(tx, db, owner=owner, seconds=60, limit=3)
            if not mine:
                return
            with guard:
                taken.extend(r.id for r in mine)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 40


def test_one_automatic_reply_at_most_enters_the_outbox_for_a_letter(db: Database, clock: MovingClock) -> None:
    letter = a_letter(db, clock)
    a_reply(db, clock, letter, 1)
    with pytest.raises(sa.exc.IntegrityError):
        a_reply(db, clock, letter, 2)


def test_a_reply_whose_worker_died_before_data_is_claimed_again(db: Database, clock: MovingClock) -> None:
    a_reply(db, clock, a_letter(db, clock))
    claim_reply(db, "one")
    lapse(db, clock, schema.replies)
    assert [r.attempts for r in claim_reply(db, "two")] == [2]


def test_a_reply_in_data_is_never_claimed_again_and_becomes_unsure(db: Database, clock: MovingClock) -> None:
    a_reply(db, clock, a_letter(db, clock))
    (mine,) = claim_reply(db, "one")
    with db.write() as tx:
        assert outbox.enter_data(tx, mine, now=clock.now())
    lapse(db, clock, schema.replies)
    assert claim_reply(db, "two") == []
    with db.write() as tx:
        assert outbox.lapsed_in_data(tx, alive=["one"]) == []
        (lost,) = outbox.lapsed_in_data(tx, alive=["two"])
        assert outbox.unsure(tx, lost, why="died")
        assert outbox.get(tx, mine.id).state == Reply.UNSURE


def test_the_fence_keeps_a_stale_sender_out_of_data(db: Database, clock: MovingClock) -> None:
    a_reply(db, clock, a_letter(db, clock))
    (stale,) = claim_reply(db, "one")
    lapse(db, clock, schema.replies)
    claim_reply(db, "two")
    with db.write() as tx:
        assert not outbox.enter_data(tx, stale, now=clock.now())


def test_a_sender_that_comes_back_with_the_servers_yes_settles_an_unsure_reply(db: Database, clock: MovingClock) -> None:
    a_reply(db, clock, a_letter(db, clock))
    (mine,) = claim_reply(db, "one")
    with db.write() as tx:
        outbox.enter_data(tx, mine, now=clock.now())
        outbox.unsure(tx, mine, why="stopped")
        outbox.finish(tx, mine, Reply.SENT, now=clock.now(), text="250 ok", code=250)
        assert outbox.get(tx, mine.id).state == Reply.SENT


def test_paused_replies_leave_the_machines_in_the_outbox_and_let_a_persons_go(db: Database, clock: MovingClock) -> None:
    a_reply(db, clock, a_letter(db, clock))
    with db.write() as tx:
        assert outbox.claim(tx, db, owner="one", seconds=60, limit=5, automatic=False) == []


def test_a_lease_has_one_holder_until_it_lapses_and_its_token_grows(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        assert leases.take(tx, db, name="watch", owner="one", seconds=60) == 1
        assert leases.take(tx, db, name="watch", owner="two", seconds=60) is None
        assert leases.take(tx, db, name="watch", owner="one", seconds=60) == 1
        leases.give_up(tx, name="watch", owner="one")
        assert leases.take(tx, db, name="watch", owner="two", seconds=60) == 2


def test_the_history_cannot_be_changed_or_cut(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        events.add(tx, [Event(clock.now(), "message.kept", message_id=1)])
    for statement in ("UPDATE events SET kind = 'x'", "DELETE FROM events"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.write() as tx:
            tx.execute(sa.text(statement))


def test_the_chain_holds_and_names_the_event_that_was_changed(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        events.add(tx, [Event(clock.now(), "message.kept", message_id=n, detail={"n": n}) for n in range(5)])
    with db.write() as tx:
        assert events.seal(tx) == 5
        assert events.seal(tx) == 0
        assert events.verify(tx) == (5, None)
    with db.write() as tx:
        third = tx.execute(sa.text("SELECT id FROM events ORDER BY id LIMIT 1 OFFSET 2")).scalar_one()
        if db.is_sqlite:
            tx.execute(sa.text("DROP TRIGGER events_no_update"))
        else:
            tx.execute(sa.text("ALTER TABLE events DISABLE TRIGGER events_append_only"))
        tx.execute(sa.text("UPDATE events SET message_id = 99 WHERE id = :id"), {"id": third})
    with db.read() as tx:
        assert events.verify(tx) == (2, third)


def test_an_alarm_is_raised_once_until_its_cause_is_gone(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        raise_it = {"code": "mailbox.silent", "subject": "box", "text": "silent", "now": clock.now()}
        assert alarms.put(tx, **raise_it)
        assert not alarms.put(tx, **raise_it)
        alarms.clear(tx, code="mailbox.silent", subject="box", now=clock.now())
        assert alarms.put(tx, **raise_it)


def test_hostile_text_can_be_kept_on_both_databases(db: Database, clock: MovingClock) -> None:
    a_letter(db, clock)
    (mine,) = claim(db)
    with db.write() as tx:
        messages.advance(tx, mine, [Message.READ], changes={"subject": "a\x00b\ud800c", "defects": ["x\x00"]})
        assert tx.execute(sa.select(schema.messages.c.subject)).scalar_one() == "a\ufffdb\ufffdc"


def test_two_people_do_not_overwrite_each_other_unseen(db: Database, clock: MovingClock) -> None:
    letter = a_letter(db, clock)
    with db.write() as tx:
        version = messages.get(tx, letter).version
        messages.change(tx, letter, version=version, queue="press")
        with pytest.raises(errors.Conflict):
            messages.change(tx, letter, version=version, queue="legal")


def test_an_error_inside_a_transaction_leaves_nothing_behind(db: Database, clock: MovingClock) -> None:
    with pytest.raises(ZeroDivisionError), db.write() as tx:
        messages.keep(tx, messages.New("f" * 64, 1, "box", "intake", False, clock.now(), clock.now()))
        _ = 1 / 0
    with db.read() as tx:
        assert messages.counts(tx) == {}


def test_a_database_kept_locked_by_another_program_is_said_to_be_busy(tmp_path: Path, clock: MovingClock) -> None:
    url = f"sqlite:///{tmp_path}/ledger.sqlite3"
    ours, theirs = (Database(url=url, clock=clock, busy_seconds=0.2) for _ in range(2))
    upgrade.upgrade(ours)
    with theirs.write(), pytest.raises(errors.DatabaseBusy), ours.write():
        pass


def test_sqlite_proves_that_it_keeps_its_promises(tmp_path: Path, clock: MovingClock) -> None:
    database = Database(url=f"sqlite:///{tmp_path}/ledger.sqlite3", clock=clock)
    assert "synchronous=2" in database.prove()


def test_a_damaged_file_is_refused_in_words(tmp_path: Path, clock: MovingClock) -> None:
    (tmp_path / "ledger.sqlite3").write_bytes(b"this is not a database at all" * 200)
    with pytest.raises(errors.DatabaseDamaged, match="restore"):
        upgrade.upgrade(Database(url=f"sqlite:///{tmp_path}/ledger.sqlite3", clock=clock))
