"""People, sessions, delays, and what a paused template holds back, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from intake import errors
from intake.store import events, people, schema, sessions, throttles
from intake.store.database import Database
from intake.store.events import Event
from intake.store.throttles import ThrottleRecord
from tests.store.conftest import MovingClock

HOUR = timedelta(hours=1)


def ida(db: Database, clock: MovingClock, login: str = "ida", role: str = "staff") -> int:
    with db.write() as tx:
        made = people.add(
            tx, login=login, name="Ida", email="", role=role, password_hash="x", must_change=False, made_by="test", now=clock.now()
        )  # fmt: skip
    return made.id


def test_a_login_is_given_once(db: Database, clock: MovingClock) -> None:
    ida(db, clock)
    with pytest.raises(errors.Conflict, match="on record already"):
        ida(db, clock)


def test_a_session_is_found_until_it_ends_lapses_or_was_idle(db: Database, clock: MovingClock) -> None:
    person, now = ida(db, clock), clock.now()
    with db.write() as tx:
        made = sessions.begin(tx, secret=b"s" * 32, person_id=person, now=now, ends_at=now + 12 * HOUR, address="203.0.113.9", browser="b")
    with db.read() as tx:
        found = sessions.find(tx, b"s" * 32, now=now, seen_after=now - HOUR)
        assert found is not None
        assert (found.id, found.person_id, found.ends_at) == (made, person, now + 12 * HOUR)
        assert sessions.find(tx, b"t" * 32, now=now, seen_after=now - HOUR) is None
        assert sessions.find(tx, b"s" * 32, now=now + 12 * HOUR, seen_after=now - HOUR) is None
        assert sessions.find(tx, b"s" * 32, now=now + HOUR, seen_after=now) is None
        assert sessions.came_from(tx, person, "203.0.113.9", since=now)
        assert not sessions.came_from(tx, person, "203.0.113.10", since=now)
    with db.write() as tx:
        assert not sessions.end(tx, made, person_id=person + 1, now=now)
        assert sessions.end(tx, made, person_id=person, now=now)
        assert not sessions.end(tx, made, person_id=person, now=now)
        assert sessions.find(tx, b"s" * 32, now=now, seen_after=now - HOUR) is None


def test_ending_all_sessions_may_spare_one(db: Database, clock: MovingClock) -> None:
    person, now = ida(db, clock), clock.now()
    with db.write() as tx:
        made = [
            sessions.begin(tx, secret=bytes([n]) * 32, person_id=person, now=now, ends_at=now + HOUR, address="", browser="")
            for n in range(3)
        ]
        assert sessions.end_all(tx, person, now=now, but=made[1]) == 2
        assert [each.id for each in sessions.of_person(tx, person, now=now, seen_after=now - HOUR)] == [made[1]]


def test_delays_are_written_over_and_forgotten(db: Database, clock: MovingClock) -> None:
    now = clock.now()
    with db.write() as tx:
        for failures in (1, 2):
            throttles.put(tx, ThrottleRecord("a", failures, now, now + HOUR))
        throttles.put(tx, ThrottleRecord("b", 9, now - 2 * HOUR, now))
        assert throttles.of(tx, ["a", "b", "c"])["a"] == ThrottleRecord("a", 2, now, now + HOUR)
        throttles.forget(tx, before=now - HOUR)
        assert set(throttles.of(tx, ["a", "b"])) == {"a"}


def _history(db: Database, clock: MovingClock) -> None:
    with db.write() as tx:
        for n in range(10):
            actor, kind = ("ida", "person.signed_in") if n % 5 == 0 else ("service", "message.kept")
            events.add(tx, [Event(clock.now(), kind, message_id=n, actor=actor)])


def test_the_history_is_read_page_by_page_and_filtered(db: Database, clock: MovingClock) -> None:
    _history(db, clock)
    with db.read() as tx:
        first = events.page(tx, before=None, limit=4)
        assert [each.message_id for each in first.events] == [9, 8, 7, 6]
        last = events.page(tx, before=events.page(tx, before=first.next, limit=4).next, limit=4)
        assert [each.message_id for each in last.events] == [1, 0]
        assert last.next is None
        assert [each.message_id for each in events.page(tx, before=None, limit=4, actor="ida").events] == [5, 0]
        assert [each.message_id for each in events.page(tx, before=None, limit=9, kinds=("person.", "x")).events] == [5, 0]
        assert [each.kind for each in events.page(tx, before=None, limit=4, message_id=3).events] == ["message.kept"]


def test_a_rare_filter_looks_through_a_window_and_tells_where_to_go_on(
    db: Database, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "WINDOW", 4)
    _history(db, clock)
    found, before, looks = [], None, 0
    while looks == 0 or before is not None:
        with db.read() as tx:
            seen = events.page(tx, before=before, limit=4, actor="ida")
        found, before, looks = [*found, *seen.events], seen.next, looks + 1
    assert [each.message_id for each in found] == [5, 0]
    assert looks == 3


def test_the_chain_is_walked_in_steps_to_the_event_that_was_changed(db: Database, clock: MovingClock) -> None:
    _history(db, clock)
    with db.write() as tx:
        events.seal(tx)
    with db.read() as tx:
        step = events.walk(tx, after=0, before=events.GENESIS, limit=4)
        assert (step.seq, step.broken, step.end) == (4, None, False)
        assert events.walk(tx, after=4, before="0" * 64, limit=4).broken is not None
        end = events.walk(tx, after=4, before=step.hash, limit=100)
        assert (end.seq, end.hash, end.broken, end.end) == (10, events.head(tx)[1], None, True)
    with db.write() as tx:
        table = schema.events
        if db.is_sqlite:
            tx.exec_driver_sql("DROP TRIGGER events_no_update")
        else:
            tx.exec_driver_sql("ALTER TABLE events DISABLE TRIGGER ALL")
        changed = int(tx.execute(sa.select(table.c.id).where(table.c.message_id == 6)).scalar_one())
        tx.execute(sa.update(table).where(table.c.id == changed).values(actor="nobody"))
    with db.read() as tx:
        step = events.walk(tx, after=4, before=step.hash, limit=100)
        assert (step.seq, step.broken, step.end) == (6, changed, True)
