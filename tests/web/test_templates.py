"""Templates and answers at the desk, by HTTP and in a real browser."""

import re

import pytest

from intake.desk import answers, template_acts
from intake.desk.people import Role
from intake.store import answers as kept
from intake.store import drafts, outbox
from intake.store.states import Reply
from intake.store.template_versions import VersionRecord
from tests.desk import writing
from tests.desk.ledger import Ledger
from tests.web.browser import Looking, assert_accessible
from tests.web.conftest import SignedIn

LETTER = "acknowledgement.letter"
PAGE = f"/templates/{LETTER}"
SUBJECT = writing.SHIPPED[f"{LETTER}/subject.txt"].strip()
BODY = writing.SHIPPED[f"{LETTER}/body.txt"]
CHIEF = {"reference": "ABCD-2345", "from_address": "chief@town.example", "from_name": "Chief Moss", "subject": "Letter of Interest"}


def test_everybody_may_look_and_only_an_admin_may_edit(signed_in: SignedIn) -> None:
    viewer = signed_in(Role.VIEWER)
    assert "acknowledgement.letter" in viewer.get("/templates").text
    page = viewer.get(PAGE)
    assert page.status_code == 200
    assert "Send for approval" not in page.text
    assert "readonly" in page.text
    assert viewer.post(PAGE, {"subject": SUBJECT, "body": BODY, "act": "draft"}).status_code == 403
    assert signed_in(Role.ADMIN).get("/templates/nowhere").status_code == 404


def test_a_fault_comes_back_with_the_text_and_nothing_is_kept(signed_in: SignedIn, ledger: Ledger) -> None:
    admin = signed_in(Role.ADMIN)
    body = BODY.replace("Hello,", "Hello {{ nmae }},")
    answer = admin.post(PAGE, {"subject": SUBJECT, "body": body, "act": "draft", "latest": "0"})
    assert answer.status_code == 422
    assert "Line 1:" in answer.text
    assert "Hello {{ nmae }}," in answer.text
    assert '<span class="bad">1</span>' in answer.text
    with ledger.db.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM template_versions").scalar_one() == 0


def test_texts_can_be_taken_away_as_a_zip(signed_in: SignedIn) -> None:
    answer = signed_in(Role.VIEWER).get("/templates/export")
    assert (answer.status_code, answer.raw[:2]) == (200, b"PK")
    assert answer.headers["content-disposition"] == 'attachment; filename="templates.zip"'


def test_a_preview_belongs_to_the_person_who_asked_for_it_and_can_do_nothing(signed_in: SignedIn) -> None:
    admin = signed_in(Role.ADMIN)
    page = admin.get(PAGE)
    found = re.search(r'src="(/previews/[^"]+)"', page.text)
    assert found
    frame = admin.get(found[1])
    assert frame.status_code == 200
    assert frame.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert signed_in(Role.VIEWER).get(found[1]).status_code == 404


def test_a_template_is_mended_approved_by_a_second_person_and_rolled_back(looking: Looking, ledger: Ledger) -> None:
    page = looking.sign_in(Role.ADMIN)
    page.goto(PAGE)
    page.frame_locator("iframe[title='The mail on a phone']").get_by_text("You do not need to send the letter again.").wait_for()
    assert_accessible(page)
    text = page.get_by_label("Text", exact=True)
    text.fill(BODY.replace("Hello,", "Your letter is approved."))
    page.locator("#faults").wait_for()  # the preview told it, before anything was sent
    page.get_by_role("button", name="Send for approval").click()
    page.locator("#faults").wait_for()
    assert_accessible(page)
    assert "“approved”" in page.locator("#faults").inner_text() or '"approved"' in page.locator("#faults").inner_text()
    page.get_by_label("Text", exact=True).fill(BODY.replace("Hello,", "Good day,"))
    page.get_by_label("What you changed and why").fill("friendlier")
    page.get_by_role("button", name="Send for approval").click()
    page.get_by_text("Version 1 waits for a second person.", exact=True).wait_for()
    assert page.get_by_role("button", name="Approve").count() == 0
    found = template_acts.approve(ledger.desk, writing.settings(), LETTER, 1, who="another")
    assert isinstance(found, VersionRecord)
    page.goto(f"{PAGE}/difference?before=0&after=1")
    assert_accessible(page)
    assert page.locator(".added").first.inner_text().endswith("Good day,")
    page.goto(PAGE)
    assert "Version 1 is sent now." in page.locator("main").inner_text()
    page.get_by_role("button", name="Shipped text back").click()
    page.get_by_text("Version 2 has the shipped text and waits for a second person.").wait_for()
    assert looking.faults == []
    assert looking.strangers == []


def test_a_second_person_approves_at_the_desk(signed_in: SignedIn, ledger: Ledger) -> None:
    made = template_acts.save(ledger.desk, writing.settings(), LETTER, SUBJECT, BODY.replace("Hello,", "Good day,"), who="somebody")
    assert isinstance(made, VersionRecord)
    template_acts.submit(ledger.desk, writing.settings(), LETTER, made.number, who="somebody")
    admin = signed_in(Role.ADMIN)
    assert "Approve and send from now on" in admin.get(PAGE).text
    assert admin.post(f"{PAGE}/decide", {"version": "1", "act": "reject"}).status_code == 422
    assert admin.post(f"{PAGE}/decide", {"version": "1", "act": "approve"}).status_code == 303
    assert "Good day," in writing.live(ledger).current().render(LETTER, writing.samples.USUAL).text


def test_a_letter_is_answered_once_though_the_button_is_pressed_twice(looking: Looking, ledger: Ledger) -> None:
    number = ledger.answered(**CHIEF)
    page = looking.sign_in(Role.STAFF)
    page.goto(f"/letters/{number}/answer")
    assert_accessible(page)
    page.get_by_role("button", name="Send").click()  # the place to fill in stands there still
    page.locator("[aria-invalid=true]").wait_for()
    assert_accessible(page)
    page.get_by_label("Your answer").fill("We read your letter and write on Friday.")
    page.get_by_label("Also a copy to").fill("clerk@town.example")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("clerk@town.example is new").click()
    page.get_by_role("button", name="Preview").click()
    page.frame_locator("iframe").get_by_text("We read your letter and write on Friday.").wait_for()
    assert_accessible(page)
    key = page.locator("input[name=key]").input_value()
    page.get_by_role("button", name="Send").dblclick()
    page.get_by_role("heading", name="The answer waits to go out").wait_for()
    assert_accessible(page)
    with ledger.db.read() as tx:
        (reply,) = outbox.of_message(tx, number)
        answer = kept.get(tx, reply.id)
    assert answer is not None
    assert (reply.purpose, reply.state) == (f"response:{key}", Reply.QUEUED)
    assert (answer.to, answer.cc, answer.author) == (["chief@town.example"], ["clerk@town.example"], "staff")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("The answer is taken back.").wait_for()
    assert page.get_by_label("Your answer").input_value() == "We read your letter and write on Friday."
    assert looking.faults == []


def test_what_is_typed_is_kept_on_the_server_without_a_button(looking: Looking, ledger: Ledger) -> None:
    number = ledger.answered(**CHIEF)
    page = looking.sign_in(Role.STAFF)
    page.goto(f"/letters/{number}/answer")
    with page.expect_response("**/keep"):
        page.get_by_label("Your answer").press_sequentially("half a sen")
    with ledger.db.read() as tx:
        draft = drafts.get(tx, number, "staff")
    assert draft is not None
    assert "half a sen" in draft.body


@pytest.mark.parametrize("width", [320, 640])
def test_templates_and_answers_fit_a_phone(looking: Looking, ledger: Ledger, width: int) -> None:
    number = ledger.answered(**CHIEF)
    page = looking.sign_in(Role.ADMIN, viewport={"width": width, "height": 700}, color_scheme="dark")
    for path in ("/templates", PAGE, f"/letters/{number}/answer"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert_accessible(page)


def test_who_may_not_answer_is_refused(signed_in: SignedIn, ledger: Ledger) -> None:
    number = ledger.answered(**CHIEF)
    for role in (Role.VIEWER, Role.AUDITOR):
        assert signed_in(role).get(f"/letters/{number}/answer").status_code == 403
    client = signed_in(Role.STAFF)
    assert client.get("/letters/999/answer").status_code == 404
    opened = answers.begin(ledger.desk, writing.writing(ledger), str(number), who="x")
    sent = client.post(
        f"/letters/{number}/answer",
        {"key": "k" * 20, "template": opened.form.template, "to": "noreply@town.example", "subject": "s", "body": "b", "act": "send"},
    )
    assert sent.status_code == 422
    assert "takes no answers" in sent.text
