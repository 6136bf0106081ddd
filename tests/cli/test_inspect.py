"""`intake inspect`: the public JSON, the real verdicts, and that nothing is kept."""

import json
import random
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from intake.demo import papers
from intake.documents.document import Model
from tests.cli.conftest import Run

SHERIFF = papers.agency(random.Random(7), "sheriff")
HEAD = papers.person(random.Random(8), SHERIFF, "Sheriff")
LETTER = papers.draw_letter(
    papers.LetterSpec(agency=SHERIFF, head=HEAD, contact=None, written=date(2025, 11, 17), models=(Model.TFM,), officers=4)
)
DOCUMENT_KEYS = {
    "path", "kind", "sha256", "media_type", "pages", "form", "model", "form_revision", "fields", "signatures", "issues", "sensitive",
    "seconds",
}  # fmt: skip


def _mail(**headers: str) -> EmailMessage:
    mail = EmailMessage()
    words = {
        "From": f"{HEAD.name} <{HEAD.email}>", "To": "letters@office.example", "Subject": "Our letter of interest",
        "Date": "Mon, 17 Nov 2025 10:00:00 -0500", "Message-ID": f"<1@{SHERIFF.domain}>",
    }  # fmt: skip
    for name, value in {**words, **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Please find our letter of interest attached.\n")
    return mail


def _look(run: Run, *files: Path) -> list[dict[str, Any]]:
    result = run("inspect", "--json", *map(str, files))
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_letter_by_mail_is_an_application_that_is_acknowledged(run: Run, folder: Path) -> None:
    mail = _mail()
    mail.add_attachment(LETTER, maintype="application", subtype="pdf", filename="scan 1.pdf")
    (folder / "a.eml").write_bytes(mail.as_bytes())
    (found,) = _look(run, folder / "a.eml")
    assert (found["kind"], found["record"], found["reply"]["verdict"]) == ("message", "application", "send")
    assert found["applications"] == [{"agency_name": SHERIFF.name, "state": SHERIFF.state}]
    assert found["reply"]["to"] == [HEAD.email]
    assert found["reply"]["template"] == "acknowledgement.letter"
    assert found["reply"]["headers"]["In-Reply-To"] == f"<1@{SHERIFF.domain}>"
    assert found["reply"]["headers"]["Auto-Submitted"] == "auto-replied"
    assert found["reply"]["subject"] == found["reply"]["headers"]["Subject"]
    assert "scan 1.pdf" not in found["reply"]["text"]
    (document,) = found["documents"]
    assert set(document) >= DOCUMENT_KEYS
    assert (document["path"], document["form"]) == ("scan 1.pdf", "loi")
    assert document["fields"]["agency_name"]["value"] == SHERIFF.name
    assert {each["code"] for each in found["missing"]} == {"agreement_not_found"}


def test_the_message_is_told_in_the_public_names(run: Run, folder: Path) -> None:
    (folder / "a.eml").write_bytes(_mail(Cc="Clerk <clerk@town.example>", Reply_To="other@town.example").as_bytes())
    (found,) = _look(run, folder / "a.eml")
    message = found["message"]
    assert set(message) >= {
        "message_id", "from", "to", "cc", "reply_to", "return_path", "subject", "date", "text", "raw_sha256", "attachments", "defects",
    }  # fmt: skip
    assert message["from"] == [{"name": HEAD.name, "address": HEAD.email}]
    assert message["cc"] == [{"name": "Clerk", "address": "clerk@town.example"}]
    assert message["date"] == "2025-11-17T15:00:00+00:00"
    assert message["return_path"] is None


def test_a_robot_is_never_answered(run: Run, folder: Path) -> None:
    (folder / "a.eml").write_bytes(b"Return-Path: <>\r\n" + _mail(Auto_Submitted="auto-replied", Subject="Out of office").as_bytes())
    (found,) = _look(run, folder / "a.eml")
    reply = found["reply"]
    assert (reply["verdict"], reply["template"], reply["text"], reply["headers"]) == ("never", None, None, {})
    assert reply["reasons"]
    assert all(set(reason) == {"code", "text"} for reason in reply["reasons"])


def test_a_mail_that_cannot_be_read_is_quarantined_not_an_error(run: Run, folder: Path) -> None:
    (folder / "a.eml").write_bytes(b"")
    (found,) = _look(run, folder / "a.eml")
    assert found["kind"] == "message"
    assert found["reply"]["verdict"] in ("hold", "never")


def test_a_paper_is_told_alone(run: Run, folder: Path) -> None:
    (folder / "letter.pdf").write_bytes(LETTER)
    (found,) = _look(run, folder / "letter.pdf")
    assert set(found) == DOCUMENT_KEYS
    assert found["path"] == str(folder / "letter.pdf")
    assert (found["kind"], found["form"], found["pages"]) == ("document", "loi", 1)
    field = found["fields"]["signatory_name"]
    assert set(field) == {"value", "raw", "page", "bbox", "source", "confidence"}
    assert field["page"] == 1


def test_a_mail_is_known_by_its_content_too(run: Run, folder: Path) -> None:
    (folder / "saved.txt").write_bytes(_mail().as_bytes())
    assert _look(run, folder / "saved.txt")[0]["kind"] == "message"


def test_any_file_at_all_gives_an_answer(run: Run, folder: Path) -> None:
    for name, content in {"a.pdf": b"%PDF-1.7 broken", "b.zip": b"PK\x03\x04rubbish", "c.docx": b"\x00" * 50, "d.jpg": b""}.items():
        (folder / name).write_bytes(content)
    found = _look(run, *(folder / name for name in ("a.pdf", "b.zip", "c.docx", "d.jpg")))
    assert [Path(each["path"]).name for each in found] == ["a.pdf", "b.zip", "c.docx", "d.jpg"]
    assert all(each["form"] in ("other", "unreadable") for each in found)


def test_the_same_mail_twice_is_no_duplicate_because_nothing_is_kept(run: Run, folder: Path) -> None:
    (folder / "a.eml").write_bytes(_mail().as_bytes())
    first, second = _look(run, folder / "a.eml", folder / "a.eml")
    assert first["record"] == second["record"] != "duplicate"
    assert not (folder / "var").exists()


def test_a_file_that_is_missing_is_named_and_the_others_are_told(run: Run, folder: Path) -> None:
    (folder / "a.eml").write_bytes(_mail().as_bytes())
    result = run("inspect", "--json", str(folder / "nowhere.eml"), str(folder / "a.eml"))
    assert result.exit_code == 1
    assert "nowhere.eml" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_eyes_get_the_same_in_words(run: Run, folder: Path) -> None:
    mail = _mail()
    mail.add_attachment(LETTER, maintype="application", subtype="pdf", filename="a.pdf")
    (folder / "a.eml").write_bytes(mail.as_bytes().replace(b"Our letter of", b"=?utf-8?q?Our_=1B=5B31m?= letter of"))
    text = run("inspect", str(folder / "a.eml")).stdout
    assert "verdict   send acknowledgement.letter" in text
    assert SHERIFF.name in text
    assert "\x1b" not in text


@pytest.mark.parametrize("config", ["", '[office]\naddresses = ["desk@office.example"]\n'])
def test_our_own_address_is_the_configured_one(run: Run, folder: Path, config: str) -> None:
    """A mail to a stranger's address is held; one to ours is not."""
    (folder / "config.toml").write_text(f"{config}[reading]\nprocesses = 1\n", encoding="utf-8")
    (folder / "a.eml").write_bytes(_mail(To="desk@office.example", Subject="How do we apply for the Task Force Model?").as_bytes())
    (found,) = _look(run, folder / "a.eml")
    codes = {reason["code"] for reason in found["reply"]["reasons"]}
    assert (found["reply"]["verdict"] == "send") is bool(config), codes
