"""The history's pages and the proof; and the switches of automatic replies."""

import pytest

from intake.desk import history, template_acts
from intake.desk.people import Role
from intake.store import events
from intake.store.events import Event
from tests.desk.ledger import Ledger
from tests.web.browser import Looking, assert_accessible
from tests.web.conftest import SignedIn


def _past(ledger: Ledger, count: int = 60) -> None:
    with ledger.db.write() as tx:
        events.add(tx, [Event(ledger.clock.at, "message.kept", message_id=n, detail={"note": f"<b>{n}</b>"}) for n in range(1, count + 1)])
        events.add(tx, [Event(ledger.clock.at, "message.shown", message_id=7, actor="mora")])
        events.seal(tx)


def test_events_are_found_by_who_what_and_letter_and_paged(ledger: Ledger, signed_in: SignedIn) -> None:
    _past(ledger)
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get("/history").text
    assert "&lt;b&gt;60&lt;/b&gt;" in page
    onward = page.split('rel="next" href="')[1].split('"')[0]
    assert "&lt;b&gt;1&lt;/b&gt;" in auditor.get(onward).text
    mine = auditor.get("/history?who=mora").text
    assert mine.count("<code>") == 1
    assert auditor.get("/history?letter=7").text.count("<code>") == 2
    assert "Nothing found" in auditor.get("/history?about=people").text
    assert auditor.get("/history?letter=x").status_code == 422
    assert auditor.get("/history?about=x").status_code == 404
    assert auditor.get("/history?before=x").status_code == 422


def test_the_proof_goes_step_by_step_to_its_end(ledger: Ledger, signed_in: SignedIn) -> None:
    _past(ledger)
    auditor = signed_in(Role.AUDITOR)
    page = auditor.post("/history/proof")
    assert "The history is whole" in page.text
    assert "61 events" in page.text
    assert auditor.post("/history/proof", {"seq": "x", "hash": "y"}).status_code == 422


def test_the_proof_names_the_event_that_was_changed(looking: Looking, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    _past(ledger)
    monkeypatch.setattr(history, "STEP", 20)
    page = looking.sign_in(Role.AUDITOR)
    page.goto("/history")
    page.get_by_role("button", name="Verify the chain").click()
    page.get_by_text("The history is whole").wait_for()
    with ledger.db.write() as tx:
        tx.exec_driver_sql("DROP TRIGGER events_no_update")
        tx.exec_driver_sql("UPDATE events SET actor = 'nobody' WHERE id = 45")
    page.goto("/history")
    page.get_by_role("button", name="Verify the chain").click()
    page.get_by_text("The chain breaks at event 45").wait_for()
    assert_accessible(page)
    assert looking.faults == []


def test_a_reply_that_is_paused_by_itself_is_named_on_every_page(ledger: Ledger, signed_in: SignedIn) -> None:
    template_acts.pause(ledger.desk, "acknowledgement.letter", paused=True, who="mora", reason="a word is wrong")
    viewer = signed_in(Role.VIEWER)
    assert "One automatic reply is paused:</strong> letter." in viewer.get("/").text
    page = viewer.get("/replies").text
    assert 'href="/templates/acknowledgement.letter"' in page
    assert "/replies/switch" not in page
    template_acts.pause(ledger.desk, "acknowledgement.letter", paused=False, who="mora")
    assert "Paused replies" not in viewer.get("/").text
