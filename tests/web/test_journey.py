"""A day at the desk in one browser, from signing in to being refused: every act that the pages offer, by the hands of three people."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Page

from intake.desk import corrections, replies, template_files
from intake.desk.people import Role
from intake.store import answers, drafts, events, outbox
from intake.store import corrections as kept_corrections
from intake.store import work as kept_work
from intake.store.events import Event
from intake.store.states import Message, Reply
from intake.web import app as application
from intake.web import headers
from tests.desk import writing
from tests.desk.ledger import TUESDAY, Ledger
from tests.web import letters
from tests.web.browser import WITHOUT_COLOURS, Looking, assert_accessible
from tests.web.conftest import PASSWORD, SETTING, person
from tests.web.letters import LOOKS, Stage

TEMPLATE = "acknowledgement.letter"
BODY = writing.SHIPPED[f"{TEMPLATE}/body.txt"]
ANSWER = "We read your letter and write on Friday."


@dataclass
class Day:
    """The desk, and the window of the person who has it open all day."""

    looking: Looking
    ledger: Ledger
    page: Page

    def say(self, text: str) -> None:
        """Wait until the page says so."""
        self.page.get_by_text(text).first.wait_for()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def app(ledger: Ledger) -> headers.Headers:
    own = replace(SETTING, looks=LOOKS, writing=writing.writing(ledger), templates=writing.settings())
    return application.create(ledger.desk, hosts=["localhost"], setting=own)


@pytest.fixture
def day(looking: Looking, ledger: Ledger) -> Iterator[Day]:
    yield Day(looking, ledger, looking.visit())
    assert (looking.faults, looking.strangers) == ([], [])


def test_a_day_at_the_desk(day: Day) -> None:
    first = letters.put(day.ledger, held=True)
    _sign_in_with_a_mistake_first(day)
    second = _a_letter_is_announced_and_no_row_moves(day)
    _it_is_opened_and_its_values_light_their_places(day, first)
    _a_value_is_corrected_by_keyboard(day, first)
    _a_correction_never_overwrites_a_colleague(day, first)
    _what_was_done_is_taken_back(day, first)
    _a_signature_is_judged_and_taken_back_in_its_place(day)
    _it_is_released(day, first)
    _it_is_answered_from_a_template_once(day, first)
    _an_answer_by_phone_is_recorded(day, second)
    _replies_are_paused_and_resumed(day)
    _a_template_is_refused_at_the_line_of_its_mistake(day)
    _then_it_is_approved_by_a_second_person_and_rolled_back(day)
    _texts_are_brought_in_from_a_file_after_a_look(day)
    _a_viewer_looks_and_is_refused(day, first)
    _signing_out_ends_it(day)


def _sign_in_with_a_mistake_first(day: Day) -> None:
    person(day.ledger, Role.STAFF)
    page = day.page
    page.goto("/")
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
    page.get_by_role("heading", name="Response-time log").wait_for()


def _a_letter_is_announced_and_no_row_moves(day: Day) -> int:
    page, ledger = day.page, day.ledger
    row = page.locator("tbody tr")
    row.get_by_role("link").first.hover()
    before = row.bounding_box()
    came = ledger.answered(reference="SCND-2345", from_address="chief@hill.example", due_at=TUESDAY)
    with ledger.db.write() as tx:
        events.add(tx, [Event(ledger.clock.at, "message.decided")])
    page.get_by_text("1 new letter").wait_for(timeout=2_000)
    assert_accessible(page, WITHOUT_COLOURS)
    assert (row.count(), row.bounding_box()) == (1, before)
    page.get_by_role("link", name="Show it").click()
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 2")
    return came


def _it_is_opened_and_its_values_light_their_places(day: Day, stage: Stage) -> None:
    page = day.page
    page.locator("tbody").get_by_role("link", name=stage.reference).click()
    page.wait_for_url(f"**/letters/{stage.letter}")
    value, box = page.locator("#field-0-signatory_name"), page.locator("a.box[data-box='0-signatory_name']")
    value.hover()
    assert "lit" in (box.get_attribute("class") or "")
    page.locator("a.box[data-box='0-letter_date']").focus()
    assert "lit" in (page.locator("#field-0-letter_date").get_attribute("class") or "")
    assert "lit" not in (box.get_attribute("class") or "")


def _a_value_is_corrected_by_keyboard(day: Day, stage: Stage) -> None:
    """From the box by Enter to its value, from the value by Enter into the input; a mistake first."""
    page, keys = day.page, day.page.keyboard
    row = page.locator("#field-0-letter_date")
    keys.press("Enter")
    page.wait_for_function("document.activeElement.closest('.value')?.id === 'field-0-letter_date'")
    keys.press("Enter")
    page.wait_for_selector("input[name=value]")
    assert page.evaluate("document.activeElement.name") == "value"
    keys.press("Control+A")
    keys.type("soonish")
    keys.press("Enter")
    page.wait_for_selector(".usa-error-message")
    assert_accessible(page, WITHOUT_COLOURS)
    assert page.evaluate("document.activeElement.value") == "soonish"
    keys.press("Control+A")
    keys.type("11/3/2026")
    keys.press("Enter")
    row.locator(".value-text").wait_for()
    assert "November 3, 2026" in row.inner_text()
    assert "corrected by staff" in row.inner_text()
    page.wait_for_function("document.activeElement.closest('.value')?.id === 'field-0-letter_date'")


def _a_correction_never_overwrites_a_colleague(day: Day, stage: Stage) -> None:
    row = day.page.locator("#field-0-signatory_name")
    row.locator("a.value-text").click()
    typed = row.locator("input[name=value]")
    typed.wait_for()
    corrections.correct(day.ledger.desk, stage.letter, 0, "signatory_name", "Ida Moss", who="lund")
    typed.fill("Eda Moss")
    typed.press("Enter")
    row.locator(".usa-error-message").wait_for()
    assert "by lund at 10:30" in row.inner_text() and "Ida Moss" in row.inner_text()
    row.get_by_role("link", name="Cancel").click()
    row.locator(".value-text").wait_for()


def _what_was_done_is_taken_back(day: Day, stage: Stage) -> None:
    page = day.page
    page.locator("#field-0-letter_date").get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert "corrected" not in page.locator("#field-0-letter_date").inner_text()
    day.press("Take it")
    day.press("Undo the assignment")
    page.wait_for_load_state()
    with day.ledger.db.read() as tx:
        assert kept_work.assignee(tx, stage.letter) is None
        assert len(kept_corrections.of_message(tx, stage.letter)) == 2


def _a_signature_is_judged_and_taken_back_in_its_place(day: Day) -> None:
    page, signatures = day.page, day.page.locator("#signatures-0")
    page.get_by_role("link", name="Correct whether the agency signed").click()
    signatures.get_by_role("button", name="It is not signed").wait_for()
    assert_accessible(page)
    day.press("It is not signed")
    signatures.get_by_text("said by staff").wait_for()
    assert page.evaluate("document.activeElement.closest('li').id") == "signature-0-1"
    signatures.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert "said by" not in signatures.inner_text()


def _it_is_released(day: Day, stage: Stage) -> None:
    day.press("Send the acknowledgement")
    day.page.wait_for_load_state()
    assert day.ledger.message(stage.letter).state == Message.DECIDED


def _it_is_answered_from_a_template_once(day: Day, stage: Stage) -> None:
    page, ledger = day.page, day.ledger
    page.get_by_role("link", name="Write an answer").click()
    page.get_by_label("Begin with").select_option("answer.where_it_stands")
    day.press("Begin anew with it")
    day.say("The answer begins anew with this text.")
    assert "where your papers stand" in page.get_by_label("Your answer").input_value()
    assert not page.get_by_text("What you had typed here before is back.").is_visible()
    page.get_by_label("Begin with").select_option("answer.general")
    day.press("Begin anew with it")
    day.say("The answer begins anew with this text.")
    day.press("Send")  # the place to fill in stands there still
    page.locator("[aria-invalid=true]").wait_for()
    assert_accessible(page)
    with page.expect_response("**/keep"):
        page.get_by_label("Your answer").press_sequentially("half a sen")
    with ledger.db.read() as tx:
        draft = drafts.get(tx, stage.letter, "staff")
    assert draft is not None and "half a sen" in draft.body
    page.get_by_label("Your answer").fill(ANSWER)
    page.get_by_label("Also a copy to").fill("clerk@town.example")
    day.press("Send")
    page.get_by_text("clerk@town.example is new").click()
    day.press("Preview")
    page.frame_locator("iframe").get_by_text(ANSWER).wait_for()
    assert_accessible(page, WITHOUT_COLOURS)
    key = page.locator("input[name=key]").input_value()
    page.get_by_role("button", name="Send").dblclick()
    page.get_by_role("heading", name="The answer waits to go out").wait_for()
    with ledger.db.read() as tx:
        (reply,) = outbox.of_message(tx, stage.letter)
        answer = answers.get(tx, reply.id)
    assert answer is not None
    assert (reply.purpose, reply.state) == (f"response:{key}", Reply.QUEUED)
    assert (answer.to, answer.cc, answer.author) == (["chief@town.example"], ["clerk@town.example"], "staff")
    day.press("Take it back")
    day.say("The answer is taken back.")
    assert page.get_by_label("Your answer").input_value() == ANSWER


def _an_answer_by_phone_is_recorded(day: Day, letter: int) -> None:
    page = day.page
    page.goto(f"/letters/{letter}")
    page.locator("summary").filter(has_text="Record an answer").click()
    page.get_by_label("What was said").fill("The chief was told that we look at it on Friday.")
    assert_accessible(page, WITHOUT_COLOURS)
    day.press("Record an answer")
    page.locator(".letter-facts").get_by_text("answered", exact=True).first.wait_for()
    assert day.ledger.message(letter).responded_at == TUESDAY


def _replies_are_paused_and_resumed(day: Day) -> None:
    page = day.page
    page.get_by_role("link", name="Replies", exact=True).click()
    page.get_by_role("link", name="Pause all replies").click()
    day.press("Pause all replies")
    page.wait_for_selector("[aria-invalid]")
    assert replies.state(day.ledger.desk).on
    page.get_by_label("Why").fill("Wrong words in one reply.")
    day.press("Pause all replies")
    page.wait_for_url("**/replies")
    banner = page.get_by_role("region", name="Paused replies")
    for link in ("Replies", "Log", "Register", "Templates"):
        page.get_by_role("link", name=link, exact=True).click()
        banner.get_by_text("Wrong words in one reply.").wait_for()
    assert_accessible(page)
    assert not replies.state(day.ledger.desk).on
    page.goto("/replies/switch")
    page.get_by_label("Why").fill("Words are right.")
    day.press("Resume all replies")
    page.wait_for_url("**/replies")
    assert banner.count() == 0


def _a_template_is_refused_at_the_line_of_its_mistake(day: Day) -> None:
    author = day.looking.sign_in(Role.ADMIN, "author")
    day.page = author
    author.goto(f"/templates/{TEMPLATE}")
    author.frame_locator("iframe[title='The mail on a phone']").get_by_text("You do not need to send the letter again.").wait_for()
    text = author.get_by_label("Text", exact=True)
    text.fill(BODY.replace("Hello,", "Your letter is approved."))
    author.locator("#faults").wait_for()  # the preview told it, before anything was sent
    day.press("Send for approval")
    author.get_by_text("Nothing was saved or sent").wait_for()
    assert_accessible(author)
    assert "Line 1" in author.locator("#faults").inner_text() and "approved" in author.locator("#faults").inner_text()
    text.fill(BODY.replace("Hello,", "Good day,"))
    author.get_by_label("What you changed and why").fill("friendlier")
    day.press("Send for approval")
    author.get_by_text("Version 1 waits for a second person.", exact=True).wait_for()
    assert author.get_by_role("button", name="Approve").count() == 0


def _then_it_is_approved_by_a_second_person_and_rolled_back(day: Day) -> None:
    second = day.looking.sign_in(Role.ADMIN, "second")
    day.page = second
    second.goto(f"/templates/{TEMPLATE}")
    second.get_by_role("link", name="Difference to what is sent now").click()
    assert second.locator(".added").first.inner_text().endswith("Good day,")
    assert_accessible(second)
    second.go_back()
    day.press("Approve and send from now on")
    day.say("Version 1 is sent now.")
    assert "Good day," in writing.live(day.ledger).current().render(TEMPLATE, writing.samples.USUAL).text
    day.press("Shipped text back")
    day.say("Version 2 has the shipped text and waits for a second person.")


def _texts_are_brought_in_from_a_file_after_a_look(day: Day) -> None:
    page, path = day.page, f"{TEMPLATE}/body.txt"
    texts = template_files.export(day.ledger.desk, writing.settings())
    content = template_files.to_zip({**texts, path: texts[path].replace("Good day,", "Good evening,")})
    page.goto("/templates")
    page.get_by_role("link", name="Bring texts in from a file").click()
    day.press("See what would change")
    day.say("Choose a file first.")
    assert_accessible(page)
    page.get_by_label("File").set_input_files({"name": "t.zip", "mimeType": "application/zip", "buffer": content})
    day.press("See what would change")
    page.get_by_role("heading", name=TEMPLATE).wait_for()
    assert "Good evening," in page.locator(".added").first.inner_text()
    assert_accessible(page)
    day.press("Bring them in")
    day.say("1 template brought in, waiting for a second person.")


def _a_viewer_looks_and_is_refused(day: Day, stage: Stage) -> None:
    viewer = day.looking.sign_in(Role.VIEWER)
    day.page = viewer
    viewer.goto(f"/letters/{stage.letter}")
    assert viewer.get_by_role("link", name="Write an answer").count() == 0
    assert viewer.locator("main form").count() == 0
    viewer.goto(f"/letters/{stage.letter}/answer")
    viewer.get_by_role("heading", name="Not allowed").wait_for()
    assert_accessible(viewer)


def _signing_out_ends_it(day: Day) -> None:
    page = day.page
    page.locator("details.me summary").click()
    day.press("Sign out")
    page.wait_for_url("**/sign-in?out=1")
    page.goto("/account")
    assert page.url.endswith("/sign-in?next=/account")
