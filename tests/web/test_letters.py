"""The page of a letter over HTTP: who may do what, what goes out under which headers, and that nothing typed is lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.desk import corrections, work
from intake.desk.people import Role
from intake.store import applications, events
from intake.store import corrections as kept
from intake.store import work as kept_work
from intake.store.states import Message
from intake.web import app as application
from intake.web import headers
from tests.desk.ledger import Ledger
from tests.web import letters
from tests.web.client import Client
from tests.web.conftest import SETTING, SignedIn
from tests.web.letters import AGENCY, LOOKS, Stage

FIELD = "/letters/{}/papers/0/fields/{}"


@pytest.fixture
def app(ledger: Ledger) -> headers.Headers:
    return application.create(ledger.desk, hosts=["localhost"], setting=replace(SETTING, looks=LOOKS))


@pytest.fixture
def stage(ledger: Ledger) -> Stage:
    return letters.put(ledger)


def _kinds(ledger: Ledger, letter: int) -> list[tuple[str, str]]:
    with ledger.db.read() as tx:
        return [(e.kind, e.actor) for e in events.of_message(tx, letter)]


def test_staff_see_values_places_and_acts_and_a_viewer_sees_no_form(stage: Stage, signed_in: SignedIn) -> None:
    page = signed_in(Role.STAFF).get(f"/letters/{stage.letter}").text
    assert AGENCY.replace("'", "&#39;") in page
    assert "page 1, " in page
    assert FIELD.format(stage.letter, "agency_name") in page
    assert "<rect" in page
    assert "style=" not in page
    seen = signed_in(Role.VIEWER).get(f"/letters/{stage.letter}").text
    assert AGENCY.replace("'", "&#39;") in seen
    assert f"/letters/{stage.letter}/acts" not in seen
    assert "/fields/" not in seen


def test_private_things_are_masked_for_everybody_and_shown_one_by_one_to_staff(ledger: Ledger, signed_in: SignedIn) -> None:
    stage = letters.put(ledger, private=True)
    staff, signatory = signed_in(Role.STAFF), str(letters.READ.value("signatory_name"))
    page = staff.get(f"/letters/{stage.letter}").text
    assert "123-45-6789" not in page
    assert signatory not in page
    shown = staff.post(FIELD.format(stage.letter, "signatory_name") + "/show")
    assert signatory in shown.text
    assert ("field.shown", "staff") in _kinds(ledger, stage.letter)
    assert signed_in(Role.VIEWER).post(FIELD.format(stage.letter, "signatory_name") + "/show").status_code == 403


def test_a_page_goes_out_as_a_picture_and_unmasked_only_to_staff_and_recorded(ledger: Ledger, signed_in: SignedIn) -> None:
    stage = letters.put(ledger, private=True)
    base = f"/letters/{stage.letter}/papers/0/pages/1"
    masked = signed_in(Role.VIEWER).get(f"{base}/page.png")
    bare = signed_in(Role.STAFF).post(f"{base}/bare")
    assert (masked.status_code, masked.headers["content-type"], bare.headers["content-type"]) == (200, "image/png", "image/png")
    assert masked.raw != bare.raw
    assert ("page.shown", "staff") in _kinds(ledger, stage.letter)
    for path in (
        f"{base}/huge.png",
        f"/letters/{stage.letter}/papers/0/pages/2/page.png",
        f"/letters/{stage.letter}/papers/7/pages/1/page.png",
    ):
        assert signed_in(Role.STAFF).get(path).status_code == 404


def test_a_download_can_do_nothing_in_the_browser_and_its_name_fools_nobody(ledger: Ledger, stage: Stage, client: Client) -> None:
    answer = client.get(f"/letters/{stage.letter}/papers/0/file")
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment; filename*=UTF-8''")
    assert "%E2%80%AE" not in said and "/" not in said.removeprefix("attachment; filename*=UTF-8''")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert ("file.shown", "staff") in _kinds(ledger, stage.letter)


def test_a_mails_html_stands_in_a_locked_frame_without_anything_that_fetches_or_runs(stage: Stage, client: Client) -> None:
    around, frame = client.get(f"/letters/{stage.letter}/mail"), client.get(f"/letters/{stage.letter}/mail/frame")
    assert 'sandbox=""' in around.text
    assert "frame-src 'self'" in around.headers["content-security-policy"]
    assert "sandbox;" in frame.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in frame.headers["content-security-policy"]
    assert "<td>cell</td>" in frame.text
    for word in ("script", "alert", "canary", "evil.example", "onclick", "display:none", "<img"):
        assert word not in frame.text


def test_a_value_is_corrected_without_script_and_what_is_wrong_stands_beside_what_was_typed(
    ledger: Ledger, stage: Stage, client: Client
) -> None:  # fmt: skip
    at = FIELD.format(stage.letter, "letter_date")
    wrong = client.post(at, {"value": "soonish", "edition": "0", "act": "correct"})
    assert wrong.status_code == 422
    assert 'value="soonish"' in wrong.text and "A date is needed" in wrong.text
    done = client.post(at, {"value": "11/3/2026", "edition": "0", "act": "correct"})
    assert done.status_code == 303
    assert "undo=correction-" in done.headers["location"]
    late = client.post(at, {"value": "11/4/2026", "edition": "0", "act": "correct"})
    assert late.status_code == 422
    assert "by staff at 10:30" in late.text and 'value="11/4/2026"' in late.text
    with ledger.db.read() as tx:
        assert [c.after["value"] for c in kept.of_message(tx, stage.letter) if c.after] == ["2026-11-03"]


def test_staff_say_without_script_whether_a_paper_is_signed_and_a_viewer_only_sees_it(
    ledger: Ledger, stage: Stage, signed_in: SignedIn
) -> None:  # fmt: skip
    client, at = signed_in(Role.STAFF), f"/letters/{stage.letter}/papers/0/signatures/agency_signature"
    page = client.get(f"/letters/{stage.letter}").text
    assert f'href="{at}?row=1"' in page
    assert client.get(at).status_code == 200
    done = client.post(at, {"verdict": "unsigned", "edition": "0"})
    assert (done.status_code, "undo=correction-" in done.headers["location"]) == (303, True)
    late = client.post(at, {"verdict": "signed", "edition": "0"})
    assert (late.status_code, "by staff at 10:30" in late.text) == (422, True)
    assert client.post(at, {"verdict": "perhaps"}).status_code == 422
    viewer = signed_in(Role.VIEWER)
    assert "said by <bdi>staff</bdi>; the machine saw: signed" in viewer.get(f"/letters/{stage.letter}").text
    assert at not in viewer.get(f"/letters/{stage.letter}").text
    assert viewer.get(at).status_code == 403
    piece = client.htmx(f"{at}/row").text
    assert piece.lstrip().startswith("<ul") and "said by" in piece


def test_acts_on_a_letter_go_through_the_desk_with_the_version_that_was_seen(ledger: Ledger, client: Client) -> None:
    stage = letters.put(ledger, held=True)
    version, acts = str(ledger.message(stage.letter).version), f"/letters/{stage.letter}/acts"
    ledger.people("lund")
    wrong = client.post(acts, {"act": "assign", "to": "lumd", "version": version})
    assert wrong.status_code == 422
    assert '<option value="lund">' in wrong.text and 'id="field-to-error">Nobody signs in as “lumd”' in wrong.text
    work.assign(ledger.desk, stage.letter, to="lund", who="lund")
    refused = client.post(acts, {"act": "release", "version": version})
    assert (refused.status_code, "by lund" in refused.text) == (409, True)
    client.post(acts, {"act": "note", "text": "Called, 555-0100."})
    client.post(acts, {"act": "remind", "day": "2026-12-01", "text": "signed?"})
    done = client.post(acts, {"act": "reject", "version": str(ledger.message(stage.letter).version)})
    assert done.headers["location"] == f"/letters/{stage.letter}?undo=rejected-{stage.letter}-0"
    assert ledger.message(stage.letter).state == Message.IGNORED
    client.post(acts, {"act": "undo", "what": "rejected", "letter": str(stage.letter), "of": "0"})
    assert ledger.message(stage.letter).state == Message.HELD
    with ledger.db.read() as tx:
        assert [n.text for n in kept_work.notes(tx, [stage.letter])] == ["Called, 555-0100."]
        assert [f"{r.due_at:%Y-%m-%d %H:%M}" for r in kept_work.reminders(tx, stage.letter)] == ["2026-12-01 14:00"]
    assert client.post(acts, {"act": "dance"}).status_code == 422
    assert client.post(acts, {"act": "respond", "way": "phone", "at": "2020-01-01T10:00"}).status_code == 422  # before the letter came
    ledger.clock.move(minutes=10)
    client.post(acts, {"act": "respond", "way": "phone", "at": "2026-11-24T10:35", "reason": "called"})
    assert ledger.message(stage.letter).responded_at == datetime(2026, 11, 24, 15, 35, tzinfo=UTC)
    assert 'value="take-back"' in client.get(f"/letters/{stage.letter}").text
    client.post(acts, {"act": "take-back", "version": str(ledger.message(stage.letter).version)})
    assert ledger.message(stage.letter).responded_at is None


def test_an_application_is_moved_joined_and_parted_on_its_page(ledger: Ledger, client: Client) -> None:
    one, other = letters.put(ledger), letters.put(ledger, reference="AP-AAA-BBB-DDD")
    at = f"/applications/{one.reference}"
    assert AGENCY.replace("'", "&#39;") in client.get(at).text
    client.post(f"{at}/move", {"to": "waiting_for_agency", "reason": "page 9", "version": "0"})
    assert "waiting for the agency" in client.get(at).text
    assert client.post(f"{at}/move", {"to": "signed"}).status_code == 409
    joined = client.post(f"/applications/{other.reference}/merge", {"into": one.reference.lower(), "reason": "one town"})
    assert joined.headers["location"].startswith(f"/applications/{one.reference}?undo=merged-")
    assert "one town" in client.get(at).text
    number = joined.headers["location"].rpartition("-")[2]
    client.post(f"{at}/undo", {"what": "merged", "of": number})
    with ledger.db.read() as tx:
        assert [len(applications.papers(tx, each.case)) for each in (one, other)] == [2, 2]


def test_many_letters_are_settled_at_once_after_a_look_at_what_will_happen(ledger: Ledger, signed_in: SignedIn) -> None:
    client = signed_in(Role.STAFF)
    numbers = [ledger.held(kind="public", from_address=f"p{n}@gmail.com", subject="Stop this program now!") for n in range(3)]
    page = client.get("/queue").text
    assert "3 letters</a> with the same subject" in page
    assert client.post("/queue/preview", {"act": "none-needed"}).status_code == 422
    ticked = {"act": "none-needed", "letter": [f"{n}-{ledger.message(n).version}" for n in numbers]}
    preview = client.post("/queue/preview", ticked)
    assert "Nothing was done yet" in preview.text
    assert client.post("/queue/do", ticked).status_code == 422
    assert all(ledger.message(n).asks_answer for n in numbers)
    assert "3 of 3 done" in client.post("/queue/do", ticked | {"reason": "form letters"}).text
    assert not any(ledger.message(n).asks_answer for n in numbers)
    viewer = signed_in(Role.VIEWER)
    assert 'name="letter"' not in viewer.get("/queue").text
    assert viewer.post("/queue/preview", ticked).status_code == 403


def test_a_letter_that_is_not_there_and_a_number_that_is_none_are_not_found(client: Client) -> None:
    for path in ("/letters/999", "/letters/abc", "/letters/1e5", f"/letters/{'9' * 40}", "/applications/NOPE"):
        assert client.get(path).status_code == 404


def test_a_hostile_subject_stays_text(ledger: Ledger, client: Client) -> None:
    letter = ledger.held(subject="<script>alert(1)</script>\u202e", from_name="<img src=x onerror=alert(1)>")
    for path in (f"/letters/{letter}", "/queue"):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_correction_seen_in_the_timeline_names_who_made_it(ledger: Ledger, stage: Stage, client: Client) -> None:
    corrections.correct(ledger.desk, stage.letter, 0, "county", "Elm", who="lund", page=1)
    page = client.get(f"/letters/{stage.letter}").text
    assert "<strong>lund</strong>" in page
    assert "County: “Elm”" in page or "Corrected County" in page
