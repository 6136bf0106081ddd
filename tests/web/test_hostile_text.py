"""What a stranger writes stays text on every page: no dialog, no script, no request to anybody, nothing hidden; HTML in its frame alone."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from intake.desk import replies, template_acts, work
from intake.desk.people import Role
from intake.documents.document import Issue
from intake.mail import parser
from intake.mail.message import Attachment
from intake.security import markup, unseen
from intake.store import applications, documents
from intake.store import people as store_people
from intake.store.queues import WholeLetter
from intake.web import app as application
from intake.web import headers
from tests.desk import writing
from tests.desk.ledger import TUESDAY, Ledger
from tests.web import vectors
from tests.web.browser import Looking
from tests.web.conftest import HASH, SETTING, SignedIn
from tests.web.letters import LOOKS, PAPER, READ
from tests.web.test_browser import TEMPLATE

ALL = " \u00a6 ".join(vectors.EVERY)
REFERENCE = "AP-AAA-BBB-CCC"
LED_ASTRAY = """() => [...document.querySelectorAll('*')].filter(each => {
    const ours = each.tagName === 'SCRIPT' && each.getAttribute('src')?.startsWith('/static/');
    const leads = ['href', 'src', 'action', 'formaction', 'data', 'poster', 'background', 'ping', 'srcset', 'srcdoc'];
    return (each.matches('script, base, style, object, embed, template, math, noscript, marquee, meta[http-equiv]') && !ours)
      || [...each.attributes].some(one => /^on|^hx-on/i.test(one.name))
      || leads.some(name => /canary|^\\s*(javascript|vbscript|data):/i.test(each.getAttribute(name) || ''))
      || (each.matches('h1, h2, p, td, th, dd, dt, li, pre, label') && /[\u202e\u200b\u2067]/.test(each.textContent));
  }).map(each => each.outerHTML.slice(0, 200))"""
NOT_ALLOWED = """([pieces, tags]) => pieces.flatMap(piece => {
    const read = new DOMParser().parseFromString('<body>' + piece, 'text/html');
    return [...read.querySelectorAll('head *, body *')].filter(each => each.namespaceURI !== document.documentElement.namespaceURI
      || !tags.includes(each.localName) || [...each.attributes].some(one => !['colspan', 'rowspan'].includes(one.name)))
      .map(each => piece + ' became ' + each.outerHTML);
  })"""


@dataclass
class Mail:
    """The HTML of the mail that is looked at."""

    html: str = ""

    def read(self, _letter: WholeLetter) -> str | None:
        """As the parser takes it out of a real mail."""
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "chief@town.example", "x"
        mail.set_content("x")
        mail.add_alternative(self.html, subtype="html")
        return parser.parse(mail.as_bytes()).html


@pytest.fixture
def mail() -> Mail:
    return Mail()


@pytest.fixture
def app(ledger: Ledger, mail: Mail) -> Iterator[headers.Headers]:
    looks = replace(LOOKS, text=lambda _: ALL, html=mail.read)
    own = replace(SETTING, looks=looks, writing=writing.writing(ledger), templates=writing.settings())
    yield application.create(ledger.desk, hosts=["localhost"], setting=own)


def _agencies(ledger: Ledger) -> list[str]:
    """Applications whose agencies have all of the names between them, as a name is bounded."""
    names = [ALL[begin : begin + 300] for begin in range(0, len(ALL), 250)]
    with ledger.db.write() as tx:
        for index, name in enumerate(names):
            applications.make(
                tx, reference=f"AP-{index:03}", agency_name=name, agency_key=f"OK|{index}", state="OK", agency_type=None, county=None,
                directory_name=None, status="received", blocks=("b",), now=ledger.clock.at,
            )  # fmt: skip
    return names


def _written_by_a_stranger(ledger: Ledger) -> int:
    """One letter that has every text in every place, from its subject to the note that a colleague copied out of it."""
    now = ledger.clock.at
    with ledger.db.write() as tx:
        case = applications.make(
            tx, reference=REFERENCE, agency_name=ALL, agency_key="OK|x", state="OK", agency_type=ALL, county=ALL, directory_name=None,
            status="received", blocks=("b",), now=now,
        )  # fmt: skip
        applications.add_participant(tx, case.id, address=f'"{ALL}"@town.example', domain="town.example", now=now)
    number = ledger.held(
        subject=ALL, from_name=ALL, from_address=f'"{ALL[:500]}"@town.example', reference=REFERENCE, application_id=case.id,
        agency_name=ALL, reasons=[{"code": "x", "text": ALL}], reply_to="chief@town.example",
    )  # fmt: skip
    told = tuple(replace(each, value=ALL, raw=ALL) if isinstance(each.value, str) else each for each in READ.fields)
    paper = replace(READ, fields=told, issues=(Issue("other", ALL, 1, "staff"),))
    with ledger.db.write() as tx:
        attachment = Attachment(ALL, "application/pdf", PAPER, hashlib.sha256(PAPER).hexdigest())
        (row,) = documents.replace_all(tx, number, [(attachment, paper)])
        applications.place(
            tx, case.id, document_id=row, message_id=number, form="loi", model=None, sha256=paper.sha256, replaces=None, now=now
        )
        store_people.add(
            tx, login="x", name=ALL, email=ALL, role="staff", password_hash=HASH, must_change=False, made_by=ALL[:100], now=now
        )
    for begin in range(0, len(ALL), work.LONGEST_NOTE):
        work.note(ledger.desk, number, ALL[begin : begin + work.LONGEST_NOTE], who="mora")
    work.remind(ledger.desk, number, at=TUESDAY + timedelta(days=1), text=vectors.SCRIPTS[0], who="mora")
    replies.throw(ledger.desk, on=False, who="mora", reason=" ".join(vectors.HANDLERS)[:400])
    template_acts.pause(ledger.desk, TEMPLATE, paused=True, who="mora", reason=vectors.SCRIPTS[0])
    return number


def _plain(text: str | None) -> str:
    """As a browser gives text back: one kind of blank, and the octet zero gone or replaced."""
    return " ".join((text or "").replace("\x00", "").replace("\ufffd", "").split())


def test_there_are_enough_of_them() -> None:
    assert len(set(vectors.MARKUP)) == len(vectors.MARKUP) >= 80


def test_what_a_stranger_writes_stays_text_on_every_page(looking: Looking, ledger: Ledger, mail: Mail) -> None:
    letter, names = _written_by_a_stranger(ledger), _agencies(ledger)
    page = looking.sign_in(Role.ADMIN)
    dialogs: list[str] = []
    page.on("dialog", lambda asked: (dialogs.append(asked.message), asked.dismiss()))
    asked = [quote(each) for each in (vectors.SCRIPTS[6], vectors.HANDLERS[5], vectors.UNSEEN[0])]
    for path in (
        "/", *(f"/?q={each}&state={each}&sort={each}&who={each}" for each in asked), f"/letters/{letter}", f"/letters/{letter}/answer",
        f"/letters/{letter}/papers/0/fields/agency_name", f"/applications/{REFERENCE}", "/queue", f"/queue?why={asked[0]}", "/register",
        f"/register?q={asked[0]}", "/templates", f"/templates/{TEMPLATE}", "/replies", "/history",
        f"/history?who={asked[0]}", "/people", f"/reports?from={asked[0]}", f"/sign-in?switch=1&next={asked[0]}", f"/{asked[0]}",
    ):  # fmt: skip
        page.goto(path)
        assert page.evaluate(LED_ASTRAY) == [], path
    page.goto(f"/letters/{letter}")
    for place in ("h1 bdi", ".because bdi", "#field-0-signatory_name bdi", "pre.mail-text"):
        assert _plain(page.locator(place).first.text_content()) == _plain(unseen.spelt_out(ALL)), place
    page.goto("/register")
    shown = {_plain(each) for each in page.locator("tbody th bdi").all_text_contents()}
    assert {_plain(unseen.spelt_out(each)) for each in names} <= shown
    _the_mail_in_its_frame(page, letter, mail)
    assert (dialogs, looking.faults, looking.strangers) == ([], [], [])


def _the_mail_in_its_frame(page: Page, letter: int, mail: Mail) -> None:
    """Chromium itself reads what cleaning left of each; then all of it in the frame, forwards and backwards, as some swallow the rest."""
    left = [markup.harmless(each) for each in vectors.MARKUP]
    assert page.evaluate(NOT_ALLOWED, [left, sorted(markup.TAGS)]) == []
    for order in (vectors.EVERY, vectors.EVERY[::-1]):
        mail.html = "<p>the mail</p>" + "".join(f"<div>{each}</div>" for each in order)
        page.goto(f"/letters/{letter}/mail")
        page.frame_locator("iframe").get_by_text("the mail").first.wait_for()
        framed = page.request.get(f"/letters/{letter}/mail/frame")
        assert "sandbox" in framed.headers["content-security-policy"] and "allow" not in framed.headers["content-security-policy"]
        assert page.locator("iframe").get_attribute("sandbox") == ""


def test_no_cell_of_a_file_is_a_formula(ledger: Ledger, signed_in: SignedIn) -> None:
    for each in vectors.CELLS:
        ledger.answered(reference=each)
    rows = list(csv.reader(io.StringIO(signed_in(Role.STAFF).get("/log/csv?show=all").text)))
    assert len(rows) == len(vectors.CELLS) + 1
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
