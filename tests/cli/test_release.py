"""What `inspect`, `show` and `release` say of one held letter: the same words, and nothing is sent before somebody releases it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from intake import wiring
from intake.mail import parser
from intake.store import outbox
from intake.wiring import parts, service
from tests.cli.conftest import Run
from tests.cli.test_inspect import HEAD, LETTER, SHERIFF

Carry = Callable[[], None]
NOT_FOUND = "We did not find a Memorandum of Agreement"


@pytest.fixture
def carry(folder: Path) -> Carry:
    """Walk every letter on record as far as it goes, as a worker would."""

    def act() -> None:
        config, clock = wiring.load(None), parts.clock()
        db, reader = parts.database(config, clock), parts.reader(config)
        try:
            made = service.carrier(
                config, db=db, blobs=parts.blobs(config), reader=reader, clock=clock, ids=parts.ids(), calendar=parts.calendar(config),
                owner="test",
            )  # fmt: skip
            while made.run_one():
                pass
        finally:
            reader.close()
            db.close()

    assert folder.exists()
    return act


def _mail(folder: Path, *, text: str = "Please find our letter of interest attached.\n", **headers: str) -> Path:
    mail = EmailMessage()
    words = {
        "From": f"{HEAD.name} <{HEAD.email}>", "To": "letters@office.example", "Subject": "Our letter of interest",
        "Date": "Mon, 17 Nov 2025 10:00:00 -0500", "Message-ID": f"<{len(list(folder.iterdir()))}@{SHERIFF.domain}>",
    }  # fmt: skip
    for name, value in {**words, **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    mail.add_attachment(LETTER, maintype="application", subtype="pdf", filename="scan.pdf")
    path = folder / f"{len(list(folder.iterdir()))}.eml"
    path.write_bytes(mail.as_bytes())
    return path


def _json(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _replies() -> list[tuple[str, str]]:
    """Recipient and text of every reply on record."""
    config = wiring.load(None)
    with wiring.desk(config) as desk, desk.db.read() as tx:
        ids = [each.id for each in outbox.of_message(tx, 1)]
        read = [parser.parse(outbox.octets(tx, each), parts.mail_limits(config)) for each in ids]
    return [(mail.to[0].address, mail.text) for mail in read]


def _alike(text: str, reference: str) -> list[str]:
    """Without what differs from run to run: the reference, and the instant it was received at."""
    told = text.replace(reference, "REF").splitlines()
    return [line for line in told if not line.startswith(("We received your message on", "Our office was closed"))]


def test_a_held_letter_is_told_in_the_same_words_everywhere(run: Run, folder: Path, carry: Carry) -> None:
    path = _mail(folder, Reply_To="other@elsewhere.example")
    (inspected,) = _json(run("inspect", "--json", str(path)).stdout)
    assert inspected["reply"]["verdict"] == "hold"
    run("import", "--answer", str(path))
    carry()
    (shown,) = _json(run("show", "1", "--json").stdout)
    assert (shown["letter"]["state"], shown["replies"], _replies()) == ("held", [], [])
    run("release", "1", "--as", "mora")
    carry()
    ((to, sent),) = _replies()
    assert (to, sent) == (shown["proposed_reply"]["to"], shown["proposed_reply"]["text"])
    assert inspected["reply"]["to"] == [to]
    preview = inspected["reply"]
    reference = preview["subject"].partition("(")[2].rstrip(")")
    assert _alike(preview["text"], reference) == _alike(sent, shown["letter"]["reference"])
    (missing,) = inspected["missing"]
    assert (missing["code"], missing["told"]) == ("agreement_not_found", NOT_FOUND in sent)


def test_what_is_missing_is_told_to_whom_the_machine_answers(run: Run, folder: Path) -> None:
    (found,) = _json(run("inspect", "--json", str(_mail(folder))).stdout)
    assert [(each["code"], each["told"]) for each in found["missing"]] == [("agreement_not_found", True)]
    assert NOT_FOUND in found["reply"]["text"]


def test_a_link_in_a_papers_place_is_missing_and_told(run: Run, folder: Path) -> None:
    path = folder / "link.eml"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"<{HEAD.email}>", "letters@office.example", "Letter of interest and agreement"
    mail["Date"], mail["Message-ID"] = "Mon, 17 Nov 2025 10:00:00 -0500", f"<9@{SHERIFF.domain}>"
    mail.set_content(
        f"The {SHERIFF.name} applies to the program. Our signed letter of interest is here:\nhttps://drive.google.com/file/d/1AbCd/view\n"
    )
    path.write_bytes(mail.as_bytes())
    (found,) = _json(run("inspect", "--json", str(path)).stdout)
    assert ("link_instead", True) in [(each["code"], each["told"]) for each in found["missing"]]
    assert "We cannot open links" in found["reply"]["text"]


def test_show_prints_the_proposal_and_says_that_nothing_was_sent(run: Run, folder: Path, carry: Carry) -> None:
    run("import", "--answer", str(_mail(folder, Reply_To="other@elsewhere.example")))
    carry()
    text = run("show", "1").stdout
    start = text.index("Proposed reply; nothing was sent. `intake release 1` sends it, `intake reject 1` sends none.")
    assert f"  to        {HEAD.email}" in text[start:]
    assert "This reply only tells you that we received your mail." in text[start:]
    run("reject", "1", "--as", "mora")
    assert "Proposed reply" not in run("show", "1").stdout


def test_a_letter_whose_bytes_are_gone_is_shown_without_the_words(run: Run, folder: Path, carry: Carry) -> None:
    run("import", "--answer", str(_mail(folder, Reply_To="other@elsewhere.example")))
    carry()
    for blob in (folder / "var" / "blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    result = run("show", "1")
    assert result.exit_code == 0
    assert "its text cannot be shown: no bytes are kept" in result.stdout


def test_the_whole_text_is_shown_masked_where_it_is_asked_for(run: Run, folder: Path, carry: Carry) -> None:
    text = "We apply.\n\nAda Moss, SSN 123-45-6789\n\nOn Mon, Nov 3, 2025 at 9:00 AM Clerk <c@office.example> wrote:\n> Which forms?\n"
    run("import", str(_mail(folder, text=text)))
    carry()
    cut, whole = run("show", "1").stdout, run("show", "1", "--full").stdout
    assert "Text (signature and quoted text left out; --full shows all of it)" in cut
    assert "Which forms?" not in cut
    assert "  > Which forms?" in whole
    assert "left out" not in whole
    assert "6789" not in cut + whole


def test_an_application_with_several_letters_names_them_all(run: Run, folder: Path, carry: Carry) -> None:
    first, second = _mail(folder), _mail(folder, Subject="Once more", text="This is for the same application.\n")
    run("import", "--answer", str(first))
    run("import", "--answer", str(second))
    carry()
    with wiring.desk(wiring.load(None)) as desk, desk.db.write() as tx:
        from intake.store import messages

        messages.change(tx, 2, application_id=messages.get(tx, 1).application_id, reference="AP-222-222-222")
    reference = _json(run("show", "1", "--json").stdout)[0]["application"]["reference"]
    shown = run("show", reference).stdout.splitlines()
    assert shown[0] == f"2 letters belong to application {reference}:"
    assert shown[1].split()[:2] == ["letter", "1"]
    assert shown[1].endswith("shown below")
    assert shown[2].endswith("`intake show 2`")
    assert f"{datetime.now(tz=UTC):%Y}" in shown[2]
    assert [each["id"] for each in _json(run("show", "2", "--json").stdout)[0]["letters"]] == [1, 2]
