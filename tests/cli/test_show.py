"""`intake show`: how an application stands and who sent it, in words and as JSON."""

import json
from datetime import UTC, datetime

import pytest

from intake.documents.document import Issue, Model, Signature, Verdict
from intake.store import applications
from intake.store.states import Message
from tests.applications import made
from tests.cli.conftest import Run
from tests.desk.ledger import Ledger
from tests.desk.office import Office, loi, moa


@pytest.fixture
def office(ledger: Ledger) -> Office:
    return Office(ledger)


def test_progress_and_findings_by_audience_are_printed_with_their_page(run: Run, office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi(), moa(Model.WSO, signatures=(made.signature(Verdict.UNSIGNED, 7),)), from_address="chief@gmail.com")
    office.event(number, "reply.queued", case, missing=["agreement_not_found:TFM"])
    lines = run("show", str(number)).stdout.splitlines()
    start = lines.index("Application AB-CDE-FGH-JKL: Brookfield Police Department, OH (received)")
    assert "  TFM: letter there, agreement not found" in lines[start:]
    assert "  WSO: letter there, agreement there" in lines[start:]
    assert any(line.startswith("    letter     ") and "signature there (page 1)" in line for line in lines)
    told, untold, staff = (lines.index(f"  {title}") for title in ("The sender was told", "The sender was not told", "For staff only"))
    assert lines[told + 1] == "    No memorandum of agreement was found. [agreement_not_found] (TFM)"
    assert lines[untold + 1] == "    No signature was found on page 7. [blank_signature] (MOA, WSO, page 7)"
    assert told < untold < staff
    assert any("[jail-model-police] (WSO)" in line for line in lines[staff:])
    sender = lines.index("Sender (for staff only)")
    assert any("[free-mail]" in line for line in lines[sender:])


def test_a_digital_signature_is_told_whole_in_words(run: Run, office: Office) -> None:
    told = Signature(
        "agency", Verdict.UNCLEAR, "digital", 9, (0.0, 0.0, 1.0, 1.0), "altered", "Ada Mosswood", datetime(2026, 3, 4, 15, tzinfo=UTC),
        "other", "untrusted",
    )  # fmt: skip
    altered = Issue("signature-altered", "The digital signature on page 9 does not hold.", 9, "staff")
    number = office.letter(office.case(), loi(), moa(Model.TFM, signatures=(told,), issues=(altered,)))
    text = run("show", str(number)).stdout
    line = next(line for line in text.splitlines() if "unclear digital" in line)
    for words in ("agency", "page 9", "by Ada Mosswood", "2026-03-04", "integrity altered", "changed since", "who signed is only claimed"):
        assert words in line
    assert text.index("For staff only") < text.index("[signature-altered]")
    assert "[signature-altered]" not in text[: text.index("For staff only")]


def test_json_has_the_same_in_one_object(run: Run, office: Office) -> None:
    kept = {"spf": "pass", "dkim": "pass", "dmarc": "pass", "by": "mx.office.example"}
    number = office.letter(office.case(), loi(), moa(), authentication=kept)
    (line,) = run("show", str(number), "--json").stdout.splitlines()
    found = json.loads(line)["assessment"]
    (case,) = found["applications"]
    assert [(p["model"], p["letter"], p["agreement"]) for p in case["progress"]] == [("TFM", "there", "there")]
    assert {"part": "signature", "standing": "there", "page": 9} in case["progress"][0]["agreement_items"]
    assert {f["audience"] for f in case["staff"]} == {"staff"}
    assert (found["sender"], found["authentication"]) == ([], kept)


def test_a_reply_of_unknown_words_is_not_called_untold(run: Run, office: Office) -> None:
    case = office.case()
    number = office.letter(case, loi())
    office.event(number, "reply.queued", case)
    text = run("show", str(number)).stdout
    assert "The sender may have been told" in text
    assert "was not told" not in text


def test_an_acknowledged_letter_is_not_called_answered(run: Run, ledger: Ledger) -> None:
    number = ledger.answered(acknowledged_at=ledger.clock.at)
    Office(ledger).event(number, "message.answered")
    text = run("show", str(number)).stdout
    assert text.splitlines()[0].endswith("  acknowledged, waits for a person")
    assert "answered" not in text
    (whole,) = map(json.loads, run("show", str(number), "--json").stdout.splitlines())
    assert (whole["letter"]["state"], whole["history"][0]["kind"]) == ("answered", "message.answered")


def test_an_application_of_an_agency_that_was_not_read_is_named_so(run: Run, office: Office, ledger: Ledger) -> None:
    number = office.letter(office.case(("", "", "")), loi())
    assert "Application AB-CDE-FGH-JKL: (agency not read yet), state unknown (received)" in run("show", str(number)).stdout
    case = office.case()
    with ledger.db.write() as tx:
        applications.propose(tx, message_id=number, application_id=case, candidate_id=1, reason="alike", now=ledger.clock.at)
    assert "may belong to AB-CDE-FGH-JKL, (agency not read yet), state unknown: alike" in run("queue").stdout


def test_mail_from_before_the_start_is_recorded_and_asks_for_nothing(run: Run, ledger: Ledger) -> None:
    ledger.letter((Message.READ, Message.EXTRACTED, Message.REGISTERED, Message.DECIDED, Message.IGNORED), asks_answer=False)
    (
        head,
        *_,
    ) = run("show", "1").stdout.splitlines()
    assert head.split(maxsplit=2)[2] == "recorded, asks for no answer"


def test_every_topic_of_a_question_is_shown(run: Run, ledger: Ledger) -> None:
    number = ledger.held(kind="inquiry", topics=["costs", "training", "officers"])
    assert "  topics        costs, training, officers\n" in run("show", str(number)).stdout


def test_one_page_is_one(run: Run, office: Office) -> None:
    text = run("show", str(office.letter(office.case(), loi(pages=1), moa()))).stdout
    assert "Paper 1: loi 1 page, read" in text
    assert "Paper 2: moa TFM 14 pages, read" in text
    assert "1 pages" not in text
