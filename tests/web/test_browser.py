"""Every page of the desk in a real browser: axe in all looks, keys alone, without script, small; sessions and drafts that outlive them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from intake.desk import replies, signing_in, template_acts
from intake.desk.people import Role
from intake.pipeline.indexing import Indexing
from intake.web import app as application
from intake.web import headers
from tests.desk import writing
from tests.desk.ledger import TUESDAY, Ledger
from tests.web import letters
from tests.web.browser import Looking, assert_accessible, assert_holds, assert_seen_in_focus
from tests.web.conftest import PASSWORD, SETTING, person
from tests.web.letters import LOOKS, Stage

TEMPLATE = "acknowledgement.letter"


@pytest.fixture
def app(ledger: Ledger) -> Iterator[headers.Headers]:
    own = replace(SETTING, banner=True, looks=LOOKS, writing=writing.writing(ledger), templates=writing.settings())
    yield application.create(ledger.desk, hosts=["localhost"], setting=own)


def _filled(ledger: Ledger) -> Stage:
    """Letters held, private, late and answered; replies paused; a text that waits."""
    stage = letters.put(ledger, held=True, private=True)
    letters.put(ledger, reference="AP-AAA-BBB-DDD", held=True)
    ledger.held(reference="LATE-2345", subject="A long subject, its agency unknown to anybody here", due_at=TUESDAY - timedelta(hours=1))
    ledger.answered(reference="DONE-2345", acknowledged_at=TUESDAY, responded_at=TUESDAY, kind="press")
    subject, body = (writing.SHIPPED[f"{TEMPLATE}/{each}.txt"].strip() for each in ("subject", "body"))
    template_acts.save(ledger.desk, writing.settings(), TEMPLATE, subject, body.replace("Hello,", "Good day,"), who="somebody")
    template_acts.submit(ledger.desk, writing.settings(), TEMPLATE, 1, who="somebody")
    replies.throw(ledger.desk, on=False, who="mora", reason="wrong words")
    return stage


def _pages(stage: Stage, whom: int) -> tuple[str, ...]:
    return (
        "/", "/?show=log&state=Atlantis&kind=press", "/?q=nothing", f"/letters/{stage.letter}", f"/letters/{stage.letter}/answer",
        f"/applications/{stage.reference}", "/queue", "/register", "/reports", "/templates",
        "/templates/import", f"/templates/{TEMPLATE}", "/replies",
        "/replies/switch", "/history", "/people", "/people/new", f"/people/{whom}", "/account", "/account/password",
        "/sign-in?switch=1", "/nowhere",
    )  # fmt: skip


def test_every_page_holds_in_both_schemes_and_on_a_phone_and_asks_no_stranger(looking: Looking, ledger: Ledger) -> None:
    stage = _filled(ledger)
    page = looking.sign_in(Role.ADMIN)
    for path in _pages(stage, person(ledger, Role.ADMIN).id):
        page.goto(path)
        assert_holds(page)
    # axe asks frames too, and this one takes no script: only its width.
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/letters/{stage.letter}/mail")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (looking.faults, looking.strangers) == ([], [])


def _walk(page: Page, most: int = 200) -> list[str]:
    """Every stop of the tab key on the page, in turn; each is seen."""
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body || document.activeElement.tagName === 'IFRAME'"):
            break
        stops.append(assert_seen_in_focus(page))
    return stops


def test_keys_alone_lead_through_the_main_pages(looking: Looking, ledger: Ledger) -> None:
    stage = letters.put(ledger, held=True)
    page = looking.sign_in(Role.ADMIN, reduced_motion="reduce")
    top = ["Skip to the content", "Office of Invented Programs Letters desk", "Ida Admin admin"]
    ways = ["Log", "Needs a person", "Reports", "Register", "Templates", "Replies", "History", "People"]
    last = {
        "/": "XLSX",
        f"/letters/{stage.letter}": "Remind me",
        f"/letters/{stage.letter}/answer": "Throw away",
        "/queue": "What you can do",
        "/replies": "Templates",
    }
    for path, word in last.items():
        page.goto(path)
        page.locator(".page-picture img, main").first.wait_for()
        stops = _walk(page)
        assert stops[: len(top + ways)] == top + ways, path
        assert word in stops, (path, stops)
    # The way past the top, and the menu: opened by Enter, left by Escape to where it was opened.
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.locator("details.me summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Your account"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.locator(".me-menu").is_hidden()
    assert looking.faults == []


def test_the_log_is_searched_and_filtered_without_script(looking: Looking, ledger: Ledger) -> None:
    ledger.answered(reference="DONE-2345", responded_at=TUESDAY, subject="zebra")
    ledger.answered(reference="PRSS-2345", kind="press")
    ledger.answered(reference="ELSE-2345")
    Indexing(db=ledger.db, clock=ledger.clock, owner="test", seconds=60).run_one()
    page = looking.sign_in(Role.STAFF, java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Search agency").fill("zebra")
    page.keyboard.press("Enter")
    page.locator("table").get_by_text("DONE-2345").wait_for()
    page.goto("/")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Kind").select_option("press")
    page.get_by_role("button", name="Show these").click()
    page.locator("#narrowed").get_by_text("Press").wait_for()
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name="Without the filter: Kind").click()
    page.locator("tbody").get_by_text("ELSE-2345").wait_for()
    assert page.locator("#narrowed").count() == 0


def test_a_session_warns_before_it_lapses_and_can_be_kept(looking: Looking, ledger: Ledger) -> None:
    page = looking.sign_in(Role.STAFF)
    page.clock.install()
    page.goto("/account")
    warning = page.get_by_role("dialog", name="Are you still there?")
    ledger.clock.move(minutes=28, seconds=30)
    page.clock.fast_forward(28 * 60_000 + 30_000)
    warning.wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Stay signed in").click()
    warning.wait_for(state="hidden")
    ledger.clock.move(minutes=31)
    page.clock.fast_forward(31 * 60_000)
    lapsed = page.get_by_role("dialog", name="You are signed out")
    lapsed.wait_for()
    assert_accessible(page)
    assert lapsed.get_by_role("link").get_attribute("href") == "/sign-in?next=%2Faccount"
    assert looking.faults == []


def test_what_every_page_loads_first_is_small(looking: Looking, ledger: Ledger) -> None:
    page = looking.sign_in(Role.STAFF)
    sizes = []
    page.on("requestfinished", lambda asked: sizes.append(asked.sizes()["responseBodySize"]))
    page.goto("/", wait_until="networkidle")
    assert len(sizes) >= 6
    assert sum(sizes) < 85_000


def test_what_was_typed_outlives_the_session_and_goes_when_it_is_saved(looking: Looking, ledger: Ledger) -> None:
    whom = person(ledger, Role.ADMIN)
    page = looking.sign_in(Role.ADMIN)
    page.goto("/people/new")
    page.get_by_label("Name (required)", exact=False).first.fill("Ida Moss")
    page.locator("label[for='radio-role-viewer']").click()
    signing_in.end_all(ledger.desk, whom, who="test")
    page.get_by_role("button", name="Add the person").click()
    page.get_by_role("link", name="Sign in").first.click()
    page.get_by_label("Sign-in name").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/people")
    page.goto("/people/new")
    assert page.locator("#field-name").input_value() == "Ida Moss"
    assert page.get_by_label("Viewer").is_checked()
    assert page.get_by_text("What you had typed here before is back.").is_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Start over").click()
    assert page.locator("#field-name").input_value() == ""
    page.goto("/people/new")
    assert page.locator("#field-name").input_value() == ""
    assert looking.faults == []
