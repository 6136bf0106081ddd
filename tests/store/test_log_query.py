"""What the desk asks of the log: filters, orders and pages that hold every letter once, words, on SQLite and on PostgreSQL."""

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.store import applications, log_query, messages, response_log, search
from intake.store.database import Database
from intake.store.log_query import Asked, Order
from intake.store.search import Entry
from intake.store.states import NONE_NEEDED
from tests import ledgers
from tests.store.conftest import MovingClock
from tests.store.test_ledger import a_letter

HOUR = timedelta(hours=1)


def letter(db: Database, clock: MovingClock, n: int, **changes: Any) -> int:
    made = a_letter(db, clock, n)
    with db.write() as tx:
        messages.change(tx, made, **{"asks_answer": True, "due_at": clock.now() + HOUR, **changes})
    return made


def found(db: Database, asked: Asked, order: Order = Order.RECEIVED) -> list[int]:
    with db.read() as tx:
        numbers = [number for _, number in log_query.page(tx, asked, order=order, descending=False, limit=100)]
        assert log_query.count(tx, asked, 1000) == len(numbers)
    return numbers


def entry(number: int, *words: str, **filed: Any) -> Entry:
    return Entry(number, words, **{"us_state": "", "agency_sort": "", "model_bits": 0, **filed})


def index(db: Database, *entries: Entry) -> None:
    with db.write() as tx:
        search.put(tx, entries, [])


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_in_both_directions_hold_every_letter_once_also_those_without_a_due_time(
    db: Database, clock: MovingClock, order: Order, descending: bool
) -> None:
    made = [letter(db, clock, n, due_at=None if n % 3 == 0 else clock.now() + HOUR * (n // 3)) for n in range(1, 10)]
    index(db, *(entry(number, "x", agency_sort="brook" if number % 2 else "") for number in made))
    with db.read() as tx:

        def turn(**place: Any) -> list[log_query.Place]:
            return log_query.page(tx, Asked(), order=order, descending=descending, limit=2, **place)

        forwards, page = [], turn()
        while page:
            forwards.append(page)
            page = turn(after=page[-1])
        assert sorted(number for page in forwards for _, number in page) == made
        if order is Order.DUE:
            assert [place for page in forwards for place in page][-3:] == [(None, n) for n in sorted((3, 6, 9), reverse=descending)]
        for earlier, later in itertools.pairwise(forwards):
            assert turn(before=later[0]) == earlier


def test_each_filter_finds_its_letters_alone(db: Database, clock: MovingClock) -> None:
    usual = letter(db, clock, 1)
    mine, answered, held, other = (
        letter(db, clock, 2, assignee="mora"),
        letter(db, clock, 3, responded_at=clock.now()),
        letter(db, clock, 4, needs_person=True, due_at=clock.now() - HOUR),
        letter(db, clock, 5, kind="press"),
    )
    needless = letter(db, clock, 6, asks_answer=False, response_kind=NONE_NEEDED)
    filed = letter(db, clock, 7)
    index(db, entry(filed, "x", us_state="OH", model_bits=log_query.MODEL_BITS["TFM"]))
    clock.move(hours=1)
    late = letter(db, clock, 8)
    everything = {usual, mine, answered, held, other, needless, filed, late}
    now = clock.now()
    for asked, expected in (
        (Asked(), everything - {needless}),
        (Asked(asks_answer=None), everything),
        (Asked(asks_answer=False, none_needed=True), {needless}),
        (Asked(answered=True), {answered}),
        (Asked(answered=False), everything - {needless, answered}),
        (Asked(needs_person=True), {held}),
        (Asked(due_before=now - HOUR), {held}),
        (Asked(due_from=now + HOUR), {late}),
        (Asked(received_from=now), {late}),
        (Asked(received_before=now), everything - {needless, late}),
        (Asked(kind="press"), {other}),
        (Asked(us_state="OH"), {filed}),
        (Asked(model="TFM"), {filed}),
        (Asked(model="WSO"), set()),
        (Asked(assignees=("mora",)), {mine}),
        (Asked(assignees=(None,)), everything - {needless, mine}),
        (Asked(assignees=("mora", None)), everything - {needless}),
        (Asked(assignees=()), set()),
        (Asked(among=(usual, held, needless)), {usual, held}),
        (Asked(among=()), set()),
    ):
        assert set(found(db, asked)) == expected, asked


def test_words_find_whole_words_and_beginnings_where_no_letter_has_the_word(db: Database, clock: MovingClock) -> None:
    one, two = letter(db, clock, 1), letter(db, clock, 2)
    index(db, entry(one, "brookfield", "police"), entry(two, "brooks", "sheriff", "élan"))

    def by(*words: str) -> set[int]:
        with db.read() as tx:
            asked = Asked(among=search.numbers(tx, search.resolve(tx, words), 99))
        return set(found(db, asked))

    assert by("police") == {one}
    assert by("brook") == {one, two}
    assert by("brook", "sheriff") == {two}
    assert by("brooks") == {two}
    assert by("br") == set()  # too short for a beginning
    assert by("élan") == {two}
    assert by("polic'e") == by('polic"e') == by("police)") == {one}
    assert by('"') == by("*") == set()


def test_a_changed_letter_is_found_by_its_new_words_alone_and_a_deleted_one_not_at_all(db: Database, clock: MovingClock) -> None:
    one = letter(db, clock, 1)
    index(db, entry(one, "before"))
    index(db, entry(one, "after"))
    with db.read() as tx:
        assert [search.numbers(tx, [word], 9) for word in ("before", "after")] == [(), (one,)]
    with db.write() as tx:
        tx.exec_driver_sql("DELETE FROM messages")
        assert search.numbers(tx, ["after"], 9) == ()


def test_only_the_newest_of_very_many_are_looked_through(db: Database, clock: MovingClock) -> None:
    made = [letter(db, clock, n) for n in range(1, 6)]
    index(db, *(entry(number, "common") for number in made))
    with db.read() as tx:
        assert search.numbers(tx, ["common"], 2) == (5, 4)
        assert search.numbers(tx, [], 2) is None


def test_the_triggers_note_what_changed_once_a_letter_is_decided(db: Database, clock: MovingClock) -> None:
    def queued() -> list[int]:
        with db.write() as tx:
            waiting = search.waiting(tx, 100)
            search.put(tx, [], [row for rows in waiting.values() for row in rows])
            return sorted(waiting)

    one = a_letter(db, clock)
    with db.write() as tx:
        messages.change(tx, one, subject="not read to the end yet")
    assert queued() == []
    with db.write() as tx:
        case = applications.make(
            tx, reference="WXYZ-2345", agency_name="Brookfield", agency_key="k", state="OH", agency_type=None, county=None,
            directory_name=None, status="open", blocks=[], now=clock.now(),
        ).id  # fmt: skip
        messages.change(tx, one, state="answered", application_id=case)
    assert queued() == [one]
    with db.write() as tx:
        messages.change(tx, one, acknowledged_at=clock.now(), assignee="mora")
    assert queued() == []
    with db.write() as tx:
        tx.exec_driver_sql("UPDATE applications SET agency_name = 'Brookfields'")
    assert queued() == [one]


def test_newest_letters_are_told_for_the_announcement(db: Database, clock: MovingClock) -> None:
    letter(db, clock, 1, responded_at=clock.now())
    a_letter(db, clock, 2)
    two = letter(db, clock, 3, kind="application")
    with db.read() as tx:
        assert [(each.id, each.kind) for each in log_query.latest(tx, 10)] == [(two, "application")]
        assert log_query.latest(tx, 0) == []


def test_lines_come_in_the_order_asked_for(db: Database, clock: MovingClock) -> None:
    one, two = letter(db, clock, 1), letter(db, clock, 2, assignee="mora", subject="Hello")
    with db.read() as tx:
        assert [record.id for record in response_log.by_number(tx, [two, 99, one])] == [two, one]
        assert (response_log.heads(tx, [two])[two].assignee, response_log.heads(tx, [two])[two].subject) == ("mora", "Hello")


@pytest.mark.parametrize(
    ("asked", "order", "index"),
    [
        (Asked(answered=False), Order.DUE, "ix_desk_open"),
        (Asked(answered=False, assignees=("mora", None)), Order.DUE, "ix_desk_open"),
        (Asked(asks_answer=None, needs_person=True), Order.DUE, "ix_desk_person"),
        (Asked(kind="press"), Order.DUE, "ix_desk_due"),
        (Asked(asks_answer=None), Order.AGENCY, "ix_desk_agency"),
    ],
)
def test_a_page_of_the_log_reads_one_index_and_nothing_else(
    tmp_path: Path, clock: MovingClock, asked: Asked, order: Order, index: str
) -> None:
    db = Database(url=ledgers.on_sqlite(tmp_path / "ledger.sqlite3"), clock=clock)
    said: list[tuple[str, Any]] = []
    with db.read() as tx:
        sa.event.listen(tx, "before_cursor_execute", lambda *given: said.append(given[2:4]))
        log_query.page(tx, asked, order=order, descending=False, limit=9)
        log_query.count(tx, asked, 9)
        for statement, values in tuple(said):
            steps = [row[3] for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) if "messages" in row[3]]
            assert all("USING COVERING INDEX" in step and "TEMP B-TREE" not in step for step in steps), steps
        assert index in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {said[0][0]}", said[0][1]).all()[0][3]
    db.close()
