"""Templates and answers at the desk, by HTTP and in a real browser."""

import base64
import re

from intake.desk import answers, template_acts, template_files
from intake.desk.people import Role
from intake.store.template_versions import VersionRecord
from intake.web import app as application
from intake.web.server import Server
from tests.desk import writing
from tests.desk.ledger import Ledger
from tests.web.client import Client
from tests.web.conftest import SETTING, SignedIn

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


def test_a_preview_belongs_to_the_person_who_asked_for_it_and_can_do_nothing(signed_in: SignedIn, ledger: Ledger) -> None:
    admin = signed_in(Role.ADMIN)
    page = admin.get(PAGE)
    found = re.search(r'src="(/previews/[^"]+)"', page.text)
    assert found
    frame = admin.get(found[1])
    assert frame.status_code == 200
    assert frame.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "frame-src 'self'" in page.headers["content-security-policy"]
    assert signed_in(Role.VIEWER).get(found[1]).status_code == 404
    # Any web process over the same ledger has it.
    other = Server(application.create(ledger.desk, hosts=["localhost"], setting=SETTING), host="127.0.0.1", port=0)
    other.start()
    assert Client(other.port, dict(admin.jar)).get(found[1]).text == frame.text
    other.stop()


def test_a_second_person_approves_at_the_desk(signed_in: SignedIn, ledger: Ledger) -> None:
    made = template_acts.save(ledger.desk, writing.settings(), LETTER, SUBJECT, BODY.replace("Hello,", "Good day,"), who="somebody")
    assert isinstance(made, VersionRecord)
    template_acts.submit(ledger.desk, writing.settings(), LETTER, made.number, who="somebody")
    admin = signed_in(Role.ADMIN)
    assert "Approve and send from now on" in admin.get(PAGE).text
    assert admin.post(f"{PAGE}/decide", {"version": "1", "act": "reject"}).status_code == 422
    assert admin.post(f"{PAGE}/decide", {"version": "1", "act": "approve"}).status_code == 303
    assert "Good day," in writing.live(ledger).current().render(LETTER, writing.samples.USUAL).text


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


def test_an_admin_brings_in_a_file_after_a_look_and_it_waits_for_a_second_person(signed_in: SignedIn, ledger: Ledger) -> None:
    admin, at = signed_in(Role.ADMIN), "/templates/import"
    texts = template_files.export(ledger.desk, writing.settings())

    def content(body: str) -> str:
        return base64.urlsafe_b64encode(template_files.to_zip({**texts, f"{LETTER}/body.txt": body})).decode()

    bad = admin.post(at, {"content": content(BODY.replace("Hello,", "Hello {{ nmae }},"))})
    assert (bad.status_code, "Line 1:" in bad.text, "Bring them in" in bad.text) == (422, True, False)
    assert admin.post(at, {"content": "%%%"}).status_code == 422
    assert "no zip" in admin.post(at, {"content": "QUJD"}).text
    good = content(BODY.replace("Hello,", "Good day,"))
    look = admin.post(at, {"content": good})
    assert look.status_code == 200
    assert "Good day," in look.text and "Nothing is kept yet" in look.text
    with ledger.db.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM template_versions").scalar_one() == 0
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', look.text)
    assert seen
    assert admin.post(at, {"content": good, "act": "bring", "seen": "0" * 64}).status_code == 422
    assert admin.post(at, {"content": good, "act": "bring", "seen": seen[1], "note": "from mail"}).status_code == 303
    with ledger.db.read() as tx:
        assert tx.exec_driver_sql("SELECT name, state, note FROM template_versions").all() == [(LETTER, "waiting", "from mail")]
    assert signed_in(Role.STAFF).post(at, {"content": good}).status_code == 403
