"""No command shows a private number, a birth or a list of people, but inspect where it is asked to."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from intake.mail import parser, sensitive
from intake.mail.limits import Limits
from intake.mail.message import Attachment
from intake.store import applications, documents
from tests.cli.conftest import Run
from tests.desk.ledger import Ledger
from tests.documents import made

SECRETS = ("6789", "4/5/1987", "Mosswood", "Nance")
ROWS = (
    "1. Sgt. Ida Mosswood, Badge 1204, DOB 4/5/1987",
    "2. Deputy Ray Lowe, Badge 1311, DOB 7/8/1990",
    "3. Deputy Curtis Nance, Badge 1320",
)
TEXT = "\n".join(("Dear office,", "", "our nominees:", *ROWS, "", "SSN 123-45-6789 is the captain's."))


def _eml(folder: Path) -> Path:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ada Reed <ada@alderso.example>", "letters@office.example"
    mail["Subject"], mail["Date"], mail["Message-ID"] = "SSN 123-45-6789", "Mon, 17 Nov 2025 10:00:00 -0500", "<1@alderso.example>"
    mail.set_content(TEXT)
    paper = made.pdf(made.request(*ROWS))
    mail.add_attachment(paper, maintype="application", subtype="pdf", filename="SSN 123-45-6789.pdf")
    (folder / "a.eml").write_bytes(mail.as_bytes())
    return folder / "a.eml"


def _look(run: Run, *words: str) -> dict[str, Any]:
    result = run("inspect", "--json", *words)
    assert result.exit_code == 0, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_inspect_masks_subject_text_names_of_files_and_fields(run: Run, folder: Path, form: tuple[str, ...]) -> None:
    shown = run("inspect", *form, str(_eml(folder))).stdout
    assert [secret for secret in SECRETS if secret in shown.replace("Ada B. Mosswood", "")] == []


def test_inspect_names_the_places_in_what_it_shows(run: Run, folder: Path) -> None:
    message = _look(run, str(_eml(folder)))["message"]
    assert message["text"].split("\n")[3] == "[list of people hidden: 3 lines]"
    shown = [message[each["part"]][each["start"] : each["end"]] for each in message["sensitive"]]
    assert shown == ["***-**-****", "[list of people hidden: 3 lines]", "***-**-****"]
    assert [each["line"] for each in message["sensitive"]] == [1, 4, 6]


def test_inspect_unmasked_shows_what_the_mail_says(run: Run, folder: Path) -> None:
    found = _look(run, "--unmasked", str(_eml(folder)))
    message = found["message"]
    assert message["subject"] == "SSN 123-45-6789"
    assert all(secret in message["text"] for secret in SECRETS)
    assert found["documents"][0]["path"] == "SSN 123-45-6789.pdf"
    shown = {message[each["part"]][each["start"] : each["end"]] for each in message["sensitive"]}
    assert {"123-45-6789", "4/5/1987", "7/8/1990", "\n".join(ROWS)} == shown


def test_inspect_says_to_eyes_what_is_private(run: Run, folder: Path) -> None:
    shown = run("inspect", str(_eml(folder))).stdout
    assert "private   Social Security numbers: 2 (subject, line 1, text, line 8)" in shown
    assert "private   dates of birth: 2 (text, line 4, text, line 5)" in shown
    assert "private   lists of people: 1 (page 1)" in shown


def test_inspect_and_show_say_the_same_of_a_mail(run: Run, folder: Path, ledger: Ledger) -> None:
    path = _eml(folder)
    marks = _look(run, str(path))["message"]["private"]
    letter = ledger.held(sensitive=[place.public() for place in sensitive.find(parser.parse(path.read_bytes(), Limits()))])
    shown = [line.split("private", 1)[1].strip() for line in run("show", str(letter)).stdout.splitlines() if "  private  " in line]
    inspected = [line.split("private", 1)[1].strip() for line in run("inspect", str(path)).stdout.splitlines() if "  private  " in line]
    assert len(shown) == 3
    assert set(shown) <= set(inspected)
    assert marks == _look(run, "--unmasked", str(path))["message"]["private"]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_show_masks_every_text_of_a_letter(run: Run, ledger: Ledger, form: tuple[str, ...]) -> None:
    letter = ledger.held(subject="SSN 123-45-6789", excerpt=TEXT, from_name="SSN 123-45-6789", shelved_reason="SSN 123-45-6789")
    shown = run("show", str(letter), *form).stdout
    assert "[list of people hidden: 3 lines]" in shown
    assert [secret for secret in SECRETS if secret in shown] == []


def test_show_hides_what_was_read_out_of_a_list_of_people(run: Run, ledger: Ledger) -> None:
    letter = ledger.held()
    document = made.read(made.pdf(made.request(*ROWS)))
    roster = next(place for place in document.sensitive if place.kind == "roster")
    inside = next(field for field in document.fields if field.name == "signatory_name")
    moved = [type(inside)(inside.name, inside.value, "Ida Mosswood, 1204", roster.page, roster.bbox, inside.source, inside.confidence)]
    paper = type(document)(document.sha256, document.media_type, 1, document.form, fields=tuple(moved), sensitive=document.sensitive)
    with ledger.db.write() as tx:
        documents.replace_all(tx, letter, [(_attachment(document.sha256), paper)])
    for form in ((), ("--json",)):
        shown = run("show", str(letter), *form).stdout
        assert "Mosswood" not in shown
        assert "[list of people hidden" in shown
    assert "private            lists of people: 1 (page 1)" in run("show", str(letter)).stdout


def _attachment(sha256: str) -> Any:
    return Attachment("letter.pdf", "application/pdf", b"x", sha256)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_show_masks_the_name_of_a_file(run: Run, ledger: Ledger, form: tuple[str, ...]) -> None:
    letter = ledger.held()
    document = made.read(made.pdf(made.request()))
    named = Attachment("Roe_Jane_SSN_123-45-6789_DOB_01-02-1990.pdf", "application/pdf", b"x", document.sha256)
    with ledger.db.write() as tx:
        documents.replace_all(tx, letter, [(named, document)])
    assert "Roe_Jane_SSN_***-**-****_DOB_**/**/****.pdf" in run("show", str(letter), *form).stdout


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_queue_and_log_mask_what_they_tell(run: Run, ledger: Ledger, form: tuple[str, ...]) -> None:
    with ledger.db.write() as tx:
        case = applications.make(
            tx, reference="WXYZ-2345", agency_name="SSN 123-45-6789", agency_key="k", state="FL", agency_type=None, county=None,
            directory_name=None, status="received", blocks=(), now=ledger.clock.at,
        )  # fmt: skip
    ledger.held(reasons=[{"code": "a", "text": "the sender wrote SSN 123-45-6789"}], application_id=case.id)
    for command in ("queue", "log"):
        shown = run(command, *form).stdout
        assert "***-**-****" in shown
        assert "6789" not in shown
