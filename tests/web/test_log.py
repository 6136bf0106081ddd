"""The log's page: a view in the address, files of it, what is new, and how it looks to eyes and to axe."""

import csv
import io
import re
import zipfile
from datetime import timedelta
from html import unescape

from intake.store import events, messages
from intake.store.events import Event
from tests.desk.ledger import TUESDAY, Ledger
from tests.web.client import Client


def _assigned(ledger: Ledger, who: str, reference: str) -> int:
    made = ledger.answered(reference=reference)
    with ledger.db.write() as tx:
        messages.change(tx, made, assignee=who)
    return made


def _happened(ledger: Ledger) -> None:
    with ledger.db.write() as tx:
        events.add(tx, [Event(ledger.clock.at, "message.decided")])


def test_the_first_page_tells_what_is_next_whose_and_whether_the_machine_lives(ledger: Ledger, client: Client) -> None:
    late = ledger.held(reference="LATE-2345", due_at=TUESDAY - timedelta(minutes=20))
    with ledger.db.write() as tx:
        messages.change(tx, late, assignee="sol")
    page = client.get("/").text
    assert 'class="bad"><dt>Late</dt><dd><a href="/?show=late&amp;who=anyone">1<' in page
    assert 'late by 20 minutes</span> <a href="/letters/1">LATE-2345</a>' in page
    assert ">sol</span>" in page
    assert "No worker runs" in page


def test_the_usual_view_is_mine_and_nobodys_and_the_address_chooses_another(ledger: Ledger, client: Client) -> None:
    _assigned(ledger, "staff", "MINE-2345")
    _assigned(ledger, "sol", "OTHR-2345")
    mine, sols = client.get("/").text.split("<table")[1], client.get("/?who=sol").text.split("<table")[1]
    assert "MINE-2345" in mine and "OTHR-2345" not in mine
    assert "OTHR-2345" in sols and "MINE-2345" not in sols


def test_heads_sort_and_say_how_it_is_sorted(ledger: Ledger, client: Client) -> None:
    for n in (1, 2):
        ledger.answered(reference=f"NUMB-{n}345", due_at=TUESDAY + timedelta(hours=n))
    page = client.get("/").text
    assert re.findall(r'aria-sort="(\w+)"><a href="([^"]+)">Due', page) == [("ascending", "/?sort=-due")]
    turned = client.get("/?sort=-due").text.split("<table")[1]
    assert turned.index("NUMB-2345") < turned.index("NUMB-1345")
    assert 'aria-sort="descending"' in turned


def test_what_was_chosen_stays_in_the_form_and_what_is_no_use_is_said_there(client: Client) -> None:
    page = client.get("/?state=Atlantis&kind=press&from=2026-13-01&q=%3Cb%3E").text
    assert "There is no such state." in page and "Write the day like 2026-11-24." in page
    assert '<option value="press" selected>' in page
    assert 'value="&lt;b&gt;"' in page
    assert "No letter has these words" in page


def test_a_view_is_taken_along_as_csv_and_as_workbook_and_that_is_recorded(ledger: Ledger, client: Client) -> None:
    ledger.answered(reference="=1+1", kind="press")
    ledger.answered(reference="ELSE-2345")
    sheet = client.get("/log/csv?show=log&kind=press")
    assert sheet.headers["content-disposition"] == 'attachment; filename="letters.csv"'
    head, *rows = csv.reader(io.StringIO(sheet.text))
    assert [row[head.index("reference")] for row in rows] == ["'=1+1"]
    with zipfile.ZipFile(io.BytesIO(client.get("/log/xlsx?show=log").raw)) as book:
        assert b"ELSE-2345" in book.read("xl/worksheets/sheet1.xml")
    with ledger.db.read() as tx:
        assert events.count_since(tx, "log.exported", TUESDAY) == 2


def test_new_letters_are_told_to_the_view_they_belong_to(ledger: Ledger, client: Client) -> None:
    ledger.answered()
    ask = unescape(client.get("/").text.split('hx-get="')[1].split('"')[0])
    assert client.htmx(ask).status_code == 204
    ledger.answered()
    _happened(ledger)
    told = client.htmx(ask)
    assert "<strong>1 new letter</strong>" in told.text and 'href="/"' in told.text
    assert client.htmx(ask.replace("mark=", "kind=press&mark=")).status_code == 204
    for damaged in ("/log/new", "/log/new?mark=x", "/log/new?mark=another.0"):
        assert client.htmx(damaged).status_code == 204


def test_a_search_a_later_page_and_the_late_ones_are_told_of_new_letters_too(ledger: Ledger, client: Client) -> None:
    place = "after=9~20261124T153000.000000"
    asks = [
        unescape(client.get(path).text.split('hx-get="')[1].split('"')[0])
        for path in ("/?q=zebra", "/?show=late&who=anyone", f"/?show=log&{place}")
    ]
    ledger.answered()
    _happened(ledger)
    told = [client.htmx(ask).text for ask in asks]
    for each in told[:2]:
        assert "<strong>1 new letter</strong> among all that are open" in each and 'href="/?who=anyone"' in each
    assert "among" not in told[2] and 'href="/?show=log"' in told[2]


def test_what_the_list_is_narrowed_by_is_said_and_each_can_be_taken_away(client: Client) -> None:
    page = unescape(client.get("/?show=log&kind=press&state=OK&from=2026-11-01").text).split('id="narrowed"')[1].split("</p>")[0]
    assert re.findall(r"([\w ]+) <strong><bdi>(.*?)</bdi></strong> <a href=\"(.*?)\"", page) == [
        ("Kind", "Press", "/?show=log&state=OK&from=2026-11-01"),
        ("State", "Oklahoma", "/?show=log&kind=press&from=2026-11-01"),
        ("Received from", "2026-11-01", "/?show=log&kind=press&state=OK"),
    ]
    assert "narrowed" not in client.get("/?show=late&who=anyone").text
