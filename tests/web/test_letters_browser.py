"""The page of a letter in a real browser: a value and its place light each other, values are corrected in place, by keyboard alone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from intake.desk import corrections
from intake.desk.people import Role
from intake.store import corrections as kept
from intake.store import work as kept_work
from intake.store.states import Message
from intake.web import app as application
from intake.web import headers
from tests.desk.ledger import Ledger
from tests.web import letters
from tests.web.browser import Looking, assert_accessible
from tests.web.conftest import SETTING
from tests.web.letters import LOOKS


@pytest.fixture
def app(ledger: Ledger) -> Iterator[headers.Headers]:
    yield application.create(ledger.desk, hosts=["localhost"], setting=replace(SETTING, looks=LOOKS))


def test_a_letter_is_read_corrected_and_taken_back_in_place_and_by_keyboard(looking: Looking, ledger: Ledger) -> None:
    stage = letters.put(ledger, held=True)
    page = looking.sign_in(Role.STAFF)
    page.goto(f"/letters/{stage.letter}")
    assert_accessible(page)
    value, box = page.locator("#field-0-signatory_name"), page.locator("a.box[data-box='0-signatory_name']")
    value.hover()
    assert "lit" in (box.get_attribute("class") or "")
    other = page.locator("a.box[data-box='0-letter_date']")
    other.focus()
    assert "lit" in (page.locator("#field-0-letter_date").get_attribute("class") or "")
    assert "lit" not in (box.get_attribute("class") or "")
    # From the box by Enter to its value, from the value by Enter into the input.
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.value').id") == "field-0-letter_date"
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=value]")
    assert page.evaluate("document.activeElement.name") == "value"
    assert_accessible(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("soonish")
    page.keyboard.press("Enter")
    page.wait_for_selector(".usa-error-message")
    assert page.evaluate("document.activeElement.value") == "soonish"
    page.keyboard.press("Control+A")
    page.keyboard.type("11/3/2026")
    page.keyboard.press("Enter")
    page.wait_for_selector("#field-0-letter_date .value-text")
    assert "November 3, 2026" in page.locator("#field-0-letter_date").inner_text()
    assert "corrected by staff" in page.locator("#field-0-letter_date").inner_text()
    assert page.evaluate("document.activeElement.closest('.value').id") == "field-0-letter_date"
    # Somebody else was faster with the next one.
    page.locator("#field-0-signatory_name a.value-text").click()
    page.wait_for_selector("#field-0-signatory_name input[name=value]")
    corrections.correct(ledger.desk, stage.letter, 0, "signatory_name", "Ida Moss", who="lund")
    page.locator("#field-0-signatory_name input[name=value]").fill("Eda Moss")
    page.keyboard.press("Enter")
    page.wait_for_selector("#field-0-signatory_name .usa-error-message")
    told = page.locator("#field-0-signatory_name").inner_text()
    assert "by lund at 10:30" in told and "Ida Moss" in told
    page.locator("#field-0-signatory_name").get_by_role("link", name="Cancel").click()
    page.wait_for_selector("#field-0-signatory_name .value-text")
    # Back again.
    page.locator("#field-0-letter_date").get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert "corrected" not in page.locator("#field-0-letter_date").inner_text()
    # Who signed, in place and back.
    page.get_by_role("link", name="Correct whether the agency signed").click()
    page.wait_for_selector("#signature-0-1 button[value=unsigned]")
    assert_accessible(page)
    page.locator("#signature-0-1 button[value=unsigned]").click()
    page.wait_for_selector("#signatures-0 >> text=said by staff")
    assert page.evaluate("document.activeElement.closest('li').id") == "signature-0-1"
    page.locator("#signatures-0").get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert "said by" not in page.locator("#signatures-0").inner_text()
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Undo the assignment").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Send the acknowledgement").click()
    page.wait_for_load_state()
    assert ledger.message(stage.letter).state == Message.DECIDED
    with ledger.db.read() as tx:
        assert kept_work.assignee(tx, stage.letter) is None
        assert len(kept.of_message(tx, stage.letter)) == 3
    assert (looking.faults, looking.strangers) == ([], [])


def test_the_pages_of_a_letter_its_application_and_the_queue_hold_in_the_dark_and_on_a_phone(looking: Looking, ledger: Ledger) -> None:
    stage = letters.put(ledger, held=True, private=True)
    letters.put(ledger, reference="AP-AAA-BBB-DDD", held=True)
    page = looking.sign_in(Role.STAFF, color_scheme="dark", viewport={"width": 390, "height": 800})
    for path in (f"/letters/{stage.letter}", f"/applications/{stage.reference}", "/queue", f"/letters/{stage.letter}/mail"):
        page.goto(path)
        if path != f"/letters/{stage.letter}/mail":
            assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert (looking.faults, looking.strangers) == ([], [])
