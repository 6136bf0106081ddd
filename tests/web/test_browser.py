"""The frame of every page in a real browser: no complaint, no stranger, axe content, keys, narrow and large, sessions and drafts."""

from intake.desk import replies, signing_in
from intake.desk.people import Role
from tests.desk.ledger import Ledger
from tests.web.browser import Looking, assert_accessible
from tests.web.conftest import PASSWORD, person

PAGES = ("/", "/account", "/account/password", "/nowhere")


def test_every_page_is_accessible_in_both_schemes_and_asks_no_stranger(looking: Looking, ledger: Ledger) -> None:
    ledger.answered(reference="ABCD-2345")
    replies.throw(ledger.desk, on=False, who="mora", reason="wrong words")
    for scheme in ("light", "dark"):
        page = looking.sign_in(Role.ADMIN, color_scheme=scheme)
        for path in PAGES:
            page.goto(path)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (looking.faults, looking.strangers) == ([], [])


def test_signing_in_by_keyboard_with_a_mistake_first(looking: Looking, ledger: Ledger) -> None:
    person(ledger, Role.STAFF)
    page = looking.visit()
    page.goto("/account")
    assert_accessible(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.get_by_label("Sign-in name").fill("staff")
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-invalid]")
    assert_accessible(page)
    assert page.evaluate("document.activeElement.textContent").strip().endswith("Enter your password.")
    assert page.get_by_label("Sign-in name").input_value() == "staff"
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in?out=1")
    page.goto("/account")
    assert page.url.endswith("/sign-in?next=/account")
    assert looking.faults == []


def test_a_phone_and_a_page_at_twice_its_size_scroll_one_way_only(looking: Looking, ledger: Ledger) -> None:
    ledger.answered(reference="ABCD-2345")
    for width in (320, 640):
        page = looking.sign_in(Role.ADMIN, viewport={"width": width, "height": 700})
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        assert_accessible(page)


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
    assert sum(sizes) < 135_000


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
    page.wait_for_url(lambda url: "sign-in" not in url)
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
