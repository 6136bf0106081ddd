"""The log on the desk: whose, how the clock stands in words, pages, a first look, new letters, and files of it."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

from intake.applications.kinds import Kind
from intake.desk import acts, exports, glance, log_page, log_view, replies, spreadsheet
from intake.desk.arrivals import Arrivals
from intake.desk.log_page import Urgency
from intake.desk.log_view import LogView, Show, Whose
from intake.pipeline.indexing import Indexing
from intake.store import applications, events, folders, leases, messages
from intake.store.events import Event
from intake.store.states import Reply
from tests.desk.ledger import TUESDAY, Ledger

ALL = LogView(show=Show.LOG, who=Whose.ANYONE)


def shown(ledger: Ledger, view: LogView = ALL, me: str = "mora") -> log_page.LogPage:
    return log_page.look(ledger.desk, view, me=me)


def ids(ledger: Ledger, view: LogView = ALL, me: str = "mora") -> list[int]:
    return [row.line.id for row in shown(ledger, view, me).rows]


def assign(ledger: Ledger, letter: int, who: str) -> None:
    with ledger.db.write() as tx:
        messages.change(tx, letter, assignee=who)


def index(ledger: Ledger) -> None:
    indexing = Indexing(db=ledger.db, clock=ledger.clock, owner="test", seconds=60)
    while indexing.run_one():
        pass


def test_the_usual_view_is_mine_and_what_nobody_has_least_time_left_first(ledger: Ledger) -> None:
    later, mine, others, free = (ledger.answered(due_at=TUESDAY + timedelta(hours=n)) for n in (4, 3, 2, 1))
    assign(ledger, mine, "mora")
    assign(ledger, others, "sol")
    assert ids(ledger, LogView()) == [free, mine, later]
    assert ids(ledger, LogView(who=Whose.MINE)) == [mine]
    assert ids(ledger, LogView(who=Whose.FREE)) == [free, later]
    assert ids(ledger, LogView(who="sol")) == [others]
    assert len(ids(ledger, LogView(who=Whose.ANYONE))) == 4


def test_the_clock_of_a_letter_is_told_in_words(ledger: Ledger) -> None:
    ledger.answered(due_at=TUESDAY - timedelta(minutes=20))
    ledger.answered(due_at=TUESDAY + timedelta(hours=1, minutes=5))
    ledger.answered(due_at=TUESDAY + timedelta(days=1))
    done = ledger.answered(due_at=TUESDAY + timedelta(hours=1))
    acts.respond(ledger.desk, str(done), who="mora", way=acts.Way.PHONE)
    ledger.answered(asks_answer=False)
    told = {row.line.id: (row.urgency, row.left) for row in shown(ledger, LogView(show=Show.ALL, who=Whose.ANYONE)).rows}
    assert told == {
        1: (Urgency.LATE, "late by 20 minutes"),
        2: (Urgency.SOON, "1 hour 5 minutes left"),
        3: (Urgency.OPEN, "8 hours left"),
        4: (Urgency.ANSWERED, None),
        5: (Urgency.NONE, None),
    }
    assert ids(ledger, LogView(show=Show.LATE, who=Whose.ANYONE)) == [1]
    assert ids(ledger, LogView(show=Show.SOON, who=Whose.ANYONE)) == [2]
    assert ids(ledger, LogView(show=Show.ANSWERED, who=Whose.ANYONE)) == [4]
    assert ids(ledger, LogView(show=Show.NO_ANSWER, who=Whose.ANYONE)) == [5]


def test_every_way_of_showing_finds_what_it_says(ledger: Ledger) -> None:
    held = ledger.held()
    needless = ledger.answered()
    acts.none_needed(ledger.desk, str(needless), who="mora", reason="thanks only")
    assert ids(ledger, LogView(show=Show.PERSON)) == [held]
    assert ids(ledger, LogView(show=Show.NONE_NEEDED, who=Whose.ANYONE)) == [needless]
    (row,) = shown(ledger, LogView(show=Show.NONE_NEEDED, who=Whose.ANYONE)).rows
    assert (row.line.standing, row.urgency) == ("no answer needed", Urgency.NONE)


def test_pages_lead_on_and_back(ledger: Ledger) -> None:
    made = [ledger.answered() for _ in range(5)]
    first = log_page.look(ledger.desk, ALL, me="", limit=2)
    assert (first.previous, first.count, first.more) == (None, 5, False)
    second = log_page.look(ledger.desk, replace(ALL, after=first.next), me="", limit=2)
    third = log_page.look(ledger.desk, replace(ALL, after=second.next), me="", limit=2)
    assert [row.line.id for page in (first, second, third) for row in page.rows] == made
    assert third.next is None
    back = log_page.look(ledger.desk, replace(ALL, before=third.previous), me="", limit=2)
    assert [row.line.id for row in back.rows] == made[2:4]
    assert (back.previous is not None, back.next is not None) == (True, True)
    start = log_page.look(ledger.desk, replace(ALL, before=second.previous), me="", limit=2)
    assert ([row.line.id for row in start.rows], start.previous) == (made[:2], None)


def test_a_search_shows_where_the_word_stands_and_no_private_number(ledger: Ledger) -> None:
    text = "The board of Brookfield met. " * 20 + "Our zebra, SSN 219-09-9999, will join. " + "We wait. " * 30
    one = ledger.answered(excerpt=text, subject="Nominee 219-09-9999", from_name="Ada", from_address="ada@town.example")
    ledger.answered(excerpt="nothing of that kind")
    index(ledger)
    (row,) = shown(ledger, log_view.parse({"q": "zebra"})[0]).rows
    assert row.line.id == one
    assert "Our zebra, SSN ***-**-****" in row.found
    assert row.found.startswith("… ") and row.found.endswith(" …") and len(row.found) < 160
    assert (row.sender, row.subject) == ("Ada <ada@town.example>", "Nominee ***-**-****")
    assert ids(ledger, log_view.parse({"q": "219-09-9999"})[0]) == []


def test_a_search_that_lags_behind_says_so(ledger: Ledger) -> None:
    ledger.answered(subject="zebra")
    page = shown(ledger, log_view.parse({"q": "zebra"})[0])
    assert (page.rows, page.unindexed) == ((), 1)
    index(ledger)
    page = shown(ledger, log_view.parse({"q": "zebra"})[0])
    assert (len(page.rows), page.unindexed) == (1, 0)


def test_the_first_look_tells_what_is_next_and_whether_we_live(ledger: Ledger) -> None:
    late, soon = ledger.answered(due_at=TUESDAY - timedelta(hours=1)), ledger.held(due_at=TUESDAY + timedelta(hours=1))
    assign(ledger, late, "sol")
    ledger.reply(soon, Reply.UNSURE)
    found = glance.look(ledger.desk, me="sol")
    assert [row.line.id for row in found.next] == [late, soon]
    assert (found.late, found.soon, found.still_open, found.mine, found.unassigned) == (1, 1, 2, 1, 1)
    assert (found.letters_need_person, found.replies_need_person, found.need_person, found.unsure) == (1, 1, 2, 1)
    assert (found.working, found.well) == (False, False)
    with ledger.db.write() as tx:
        leases.take(tx, ledger.db, name="worker:one", owner="one", seconds=60)
        folders.start(tx, mailbox="intake", folder="INBOX", role="intake", validity="1", first_uid=1, now=TUESDAY)
        folders.checked(tx, "intake", TUESDAY)
    acts.settle(ledger.desk, str(soon), who="sol", verdict=acts.Verdict.SENT)
    found = glance.look(ledger.desk, me="sol")
    assert (found.working, found.ill, found.last_checked, found.well) == (True, (), TUESDAY, True)
    ledger.clock.move(minutes=16)
    assert [each.mailbox for each in glance.look(ledger.desk, me="sol").ill] == ["intake"]
    ledger.clock.move(minutes=-16)
    replies.throw(ledger.desk, on=False, who="sol")
    assert not glance.look(ledger.desk, me="sol").well


def test_new_letters_are_counted_for_the_view_that_is_open(ledger: Ledger) -> None:
    ledger.answered()
    arrivals = Arrivals(ledger.desk, start="one")
    mark = arrivals.look()
    assert arrivals.since(mark, LogView(), me="mora") == 0
    assign(ledger, ledger.answered(kind="press"), "sol")
    ledger.answered()
    ledger.answered(asks_answer=False)
    ledger.clock.move(seconds=1)
    with ledger.db.write() as tx:
        events.add(tx, [Event(ledger.clock.at, "message.decided")])
    later = arrivals.look()
    counts = {
        "usual": arrivals.since(mark, LogView(), me="mora"),
        "sol": arrivals.since(mark, LogView(), me="sol"),
        "press": arrivals.since(mark, LogView(who=Whose.ANYONE, kind=Kind.PRESS), me=""),
        "person": arrivals.since(mark, LogView(show=Show.PERSON, who=Whose.ANYONE), me=""),
        "later": arrivals.since(later, LogView(who=Whose.ANYONE), me=""),
        "another start": Arrivals(ledger.desk, start="two").since(mark, LogView(), me=""),
    }
    assert counts == {"usual": 1, "sol": 2, "press": 1, "person": 0, "later": 0, "another start": 0}


def test_a_slow_letter_that_was_overtaken_is_announced(ledger: Ledger) -> None:
    slow, quick = ledger.answered(asks_answer=False), ledger.answered()
    arrivals = Arrivals(ledger.desk, start="one")
    mark = arrivals.look()
    assert slow < quick
    with ledger.db.write() as tx:
        messages.change(tx, slow, asks_answer=True)
    arrivals.look()
    assert arrivals.since(mark, LogView(), me="") == 1


def _case(ledger: Ledger, name: str) -> int:
    with ledger.db.write() as tx:
        return applications.make(
            tx, reference="WXYZ-2345", agency_name=name, agency_key="k", state="FL", agency_type=None, county=None,
            directory_name=None, status="open", blocks=[], now=TUESDAY,
        ).id  # fmt: skip


def exported(ledger: Ledger, view: LogView = ALL, most: int = 99) -> list[list[str]]:
    found = log_page.every(ledger.desk, view, me="", most=most)
    return list(exports.of_view(found, ledger.calendar.local))


def test_a_view_is_exported_whole_and_defused(ledger: Ledger) -> None:
    ledger.answered(application_id=_case(ledger, "=HYPERLINK(1)"), subject="+1", from_address="@SUM(A1)")
    ledger.answered(kind="press")
    head, first, second = exported(ledger)
    row = dict(zip(head, first, strict=True))
    assert (row["agency"], row["subject"], row["sender"], row["state_of_union"]) == ("'=HYPERLINK(1)", "'+1", "'@SUM(A1)", "FL")
    assert row["received_at"] == "2026-11-24T10:30:00-05:00"
    assert dict(zip(head, second, strict=True))["kind"] == "press"
    assert len(exported(ledger, LogView(show=Show.LOG, who=Whose.ANYONE, kind=Kind.PRESS))) == 2


def test_a_file_that_was_cut_says_so_in_its_last_row(ledger: Ledger, monkeypatch: Any) -> None:
    for _ in range(3):
        ledger.answered()
    monkeypatch.setattr(exports, "MOST", 2)
    monkeypatch.setattr(log_page, "LARGEST_PAGE", 2)
    rows = exported(ledger, most=3)
    assert rows[-1] == [exports.CUT]
    assert len(rows) == 4


def test_a_workbook_holds_text_and_no_formula(ledger: Ledger) -> None:
    ledger.answered(application_id=_case(ledger, "=1+1"), subject="http://town.example")
    file = io.BytesIO()
    spreadsheet.write(iter(exported(ledger)), file, name="Log")
    with zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<t>'=1+1</t>" in sheet
    assert "<t>http://town.example</t>" in sheet
    assert "<f>" not in sheet and "hyperlink" not in sheet
