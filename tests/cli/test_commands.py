"""The commands that look up and decide: what they print, as table, CSV and JSON, and that they do what they say."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake import errors
from intake.demo import papers
from intake.documents.document import Model
from intake.store.states import Message, Reply
from tests.applications import made
from tests.cli.conftest import DUE, Run
from tests.desk.ledger import Ledger
from tests.desk.office import Office, loi, moa
from tests.documents import signed


def _json(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


# --- due -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-24T10:30", "2026-11-25T10:30:00-05:00"),
        ("2026-11-24T15:30Z", "2026-11-25T10:30:00-05:00"),
        ("2026-12-04T17:00", "2026-12-07T17:00:00-05:00"),
        ("2026-12-05T12:00", "2026-12-07T17:00:00-05:00"),
        ("2026-12-07T06:00", "2026-12-07T17:00:00-05:00"),
    ],
)
def test_due_tells_when_an_answer_is_due(run: Run, received: str, due: str) -> None:
    (answer,) = _json(run("due", received, "--json").stdout)
    assert answer["due"] == due
    assert set(answer) == {"received", "due", "calendar", "steps"}


def test_due_explains_in_words(run: Run) -> None:
    assert "One business day later" in run("due", "2026-11-24T10:30").stdout


def test_due_refuses_what_is_no_time(run: Run) -> None:
    assert isinstance(run("due", "soon").exception, errors.PersonNeeded)


# --- the log -------------------------------------------------------------------------------------------------------


def test_the_log_as_json_has_the_public_names(run: Run, ledger: Ledger) -> None:
    ledger.answered(reference="AB-CDE-FGH-JKL")
    (line,) = _json(run("log", "--json").stdout)
    assert list(line) == [
        "reference", "received_at", "kind", "agency", "models", "due_at", "acknowledged_at", "responded_at",
        "business_minutes_to_acknowledge", "business_minutes_to_respond", "acknowledged_on_time", "responded_on_time", "state",
        "models_asked", "standing",
    ]  # fmt: skip
    assert line["reference"] == "AB-CDE-FGH-JKL"
    assert line["received_at"] == "2025-11-18T15:30:00+00:00"
    assert line["responded_on_time"] is None


def test_the_log_as_csv_is_read_back_by_a_csv_reader(run: Run, ledger: Ledger) -> None:
    ledger.answered(reference="AB-CDE-FGH-JKL")
    head, row = csv.reader(io.StringIO(run("log", "--csv").stdout))
    assert dict(zip(head, row, strict=True))["reference"] == "AB-CDE-FGH-JKL"


def test_the_log_as_a_table_is_cut_and_the_exports_are_not(run: Run, ledger: Ledger) -> None:
    for _ in range(5):
        ledger.answered()
    assert len(run("log", "--limit", "2").stdout.splitlines()) == 3
    assert len(run("log", "--json").stdout.splitlines()) == 5


def test_the_log_never_calls_an_acknowledgement_an_answer(run: Run, ledger: Ledger) -> None:
    ledger.answered(acknowledged_at=ledger.clock.at)
    ledger.answered()
    table = run("log").stdout
    assert table.count("acknowledged, waits for a person") == 2
    assert table.count("not yet acknowledged, waits for a person") == 1
    assert "answered" not in table
    assert {line["state"] for line in _json(run("log", "--json").stdout)} == {"answered"}
    run("respond", "1", "--by", "phone", "--as", "mora")
    assert "answered by a person" in run("log").stdout
    assert "it is answered by a person" in str(run("release", "1").exception)


def test_the_log_names_the_models_that_a_letter_asks_for(run: Run, ledger: Ledger) -> None:
    asked = replace(loi(), fields=(made.field("models_requested", ("WSO", "JEM")),))
    Office(ledger).letter(None, asked, moa(Model.TFM))
    doubtful = replace(loi(sha256=made.digest("b")), fields=(made.field("models_requested", ("TFM",), confidence=0.4),))
    Office(ledger).letter(None, doubtful)
    second, first = _json(run("log", "--json").stdout)
    assert (first["models"], first["models_asked"]) == (["TFM"], ["JEM", "WSO"])
    assert (second["models"], second["models_asked"]) == ([], [])
    assert "TFM, JEM (asked), WSO (asked)" in run("log").stdout


def test_the_log_can_be_narrowed(run: Run, ledger: Ledger) -> None:
    ledger.answered(reference="AB-CDE-FGH-JKL")
    ledger.clock.move(days=1)
    ledger.answered(reference="AB-CDE-FGH-JKM", responded_at=ledger.clock.at)
    assert [line["reference"] for line in _json(run("log", "--json", "--open").stdout)] == ["AB-CDE-FGH-JKL"]
    assert [line["reference"] for line in _json(run("log", "--json", "--since", "2025-11-19").stdout)] == ["AB-CDE-FGH-JKM"]


def test_an_empty_log_says_so_beside_the_table(run: Run) -> None:
    result = run("log")
    assert result.exit_code == 0
    assert "no letter on record" in result.stderr


# --- what needs a person -------------------------------------------------------------------------------------------


def test_the_queue_tells_reason_and_choices(run: Run, ledger: Ledger) -> None:
    letter = ledger.held(reference="AB-CDE-FGH-JKL", queue="doubt")
    text = run("queue").stdout
    assert f"HELD letter {letter} (AB-CDE-FGH-JKL, application, queue doubt" in text
    assert "the sender asks for answers at another domain" in text
    assert f"intake release {letter}" in text


def test_the_queue_tells_whose_letter_it_is_and_when_it_came(run: Run, ledger: Ledger) -> None:
    letter = ledger.held(from_address="chief@town.example", subject="Our agreement, SSN 123-45-6789")
    text = run("queue").stdout
    assert "  from      chief@town.example\n" in text
    assert "  subject   Our agreement, SSN ***-**-****\n" in text
    assert re.search(r"^  received  2025-11-18 10:30 EST, .* of office time left$", text, re.MULTILINE)
    (item,) = _json(run("queue", "--json").stdout)
    assert (item["letter"], item["from_address"], item["subject"]) == (letter, "chief@town.example", "Our agreement, SSN ***-**-****")


def test_the_queue_tells_of_a_reply_whose_letter_it_answers(run: Run, ledger: Ledger) -> None:
    ledger.reply(ledger.answered(from_address="chief@town.example", subject="Our agreement"), Reply.DEAD)
    (item,) = _json(run("queue", "--json").stdout)
    assert (item["from_address"], item["subject"]) == ("chief@town.example", "Our agreement")
    assert item["received_at"] == "2025-11-18T15:30:00+00:00"


def test_the_queue_stays_in_its_columns(run: Run, ledger: Ledger) -> None:
    reasons = [{"code": "a", "text": "A reason in many words, such as a person would rather not read twice."}] * 5
    ledger.held(from_address="c" * 300 + "@town.example", subject="many words " * 25, reasons=reasons, queue="applications")
    lines = run("queue").stdout.splitlines()
    assert max(map(len, lines)) <= 120
    assert sum(line.startswith("  A reason in") or "A reason in" in line for line in lines) > 1


def test_an_empty_queue_says_so(run: Run) -> None:
    assert run("queue").stdout == "Nothing needs a person.\n"
    assert run("queue", "--json").stdout == ""


def test_an_empty_queue_does_not_hide_what_waits_for_an_answer(run: Run, ledger: Ledger) -> None:
    ledger.answered(acknowledged_at=ledger.clock.at)
    due = DUE.astimezone(ZoneInfo("America/New_York"))
    said = f"Nothing needs a person's decision. {{}}, next due {due:%Y-%m-%d %H:%M %Z}: see `intake log --open`.\n"
    assert run("queue").stdout == said.format("1 acknowledged letter still waits for an answer")
    ledger.answered()
    assert run("queue").stdout == said.format("2 letters still wait for an answer, 1 acknowledged")
    assert run("queue", "--json").stdout == ""


def test_the_queue_as_json_is_an_object_a_line(run: Run, ledger: Ledger) -> None:
    letter = ledger.held()
    (item,) = _json(run("queue", "--json").stdout)
    assert (item["why"], item["letter"]) == ("held", letter)


def test_the_choices_of_the_queue_are_commands_that_run(run: Run, ledger: Ledger) -> None:
    for make in (
        ledger.held,
        lambda: ledger.letter((Message.SHELVED,)),
        lambda: ledger.reply(ledger.answered(), Reply.UNSURE),
        lambda: ledger.reply(ledger.answered(), Reply.DEAD),
        lambda: ledger.reply(ledger.answered(), Reply.BOUNCED),
    ):
        make()
        (item,) = _json(run("queue", "--json").stdout)
        choices = item["choices"]
        assert isinstance(choices, list)
        # The first one settles it, so that the next turn begins with an empty queue.
        result = run(*str(choices[0]).removeprefix("intake ").split(), "--as", "mora")
        assert result.exit_code == 0, (choices[0], result.exception)
        assert run("queue").stdout.startswith("Nothing needs a person")


def test_show_tells_all_of_a_letter(run: Run, ledger: Ledger) -> None:
    letter = ledger.held(reference="AB-CDE-FGH-JKL", subject="Our \x1b[31magreement", excerpt="Dear office,\nSSN 123-45-6789")
    text = run("show", "AB-CDE-FGH-JKL").stdout
    assert f"Letter {letter}  AB-CDE-FGH-JKL  held" in text
    assert "Our \ufffd[31magreement" in text
    assert "6789" not in text
    (whole,) = _json(run("show", str(letter), "--json").stdout)
    assert [event["kind"] for event in whole["history"]] == ["message.shown"]  # type: ignore[attr-defined, union-attr, index]


def test_show_of_an_unknown_reference_is_an_error(run: Run) -> None:
    result = run("show", "AB-CDE-FGH-JKL")
    assert result.exit_code == 1
    assert isinstance(result.exception, errors.NotFound)


@pytest.mark.parametrize("command", [("log",), ("log", "--csv"), ("queue",), ("show", "1"), ("respond", "1", "--by", "phone")])
def test_whose_data_it_is_is_said_where_no_settings_file_named_it(run: Run, ledger: Ledger, folder: Path, command: tuple[str, ...]) -> None:
    ledger.answered()
    assert "config.toml" not in run(*command).stderr
    (folder / "config.toml").rename(folder / "else.toml")
    told = f"no config.toml here: by the defaults the data folder is {folder / 'var'}; name a settings file by --config\n"
    assert run(*command).stderr.startswith(told)
    assert "config.toml" not in run(*command, "--json").stderr
    assert "config.toml" not in run(*command, "--config", "else.toml").stderr


@pytest.mark.parametrize("command", [("show", "NOPE"), ("show", "99"), ("release", "NOPE"), ("respond", "NOPE", "--by", "mail")])
def test_what_is_not_found_is_said_to_be_missing_from_a_data_folder(
    run: Run, ledger: Ledger, folder: Path, command: tuple[str, ...]
) -> None:
    del ledger
    error = run(*command).exception
    assert isinstance(error, errors.NotFound)
    assert str(error).endswith(f"(searched: the data folder {folder / 'var'})")


def test_an_answer_is_recorded_with_who_when_and_what(run: Run, ledger: Ledger) -> None:
    letter = ledger.answered()
    result = run("respond", str(letter), "--by", "phone", "--at", "2025-11-18T11:00", "--note", "called", "--as", "mora")
    assert result.stdout == f"recorded: letter {letter} answered by phone\n"
    (line,) = _json(run("log", "--json").stdout)
    assert line["business_minutes_to_respond"] == 30


def test_no_answer_needed_asks_for_a_reason(run: Run, ledger: Ledger) -> None:
    letter = ledger.answered()
    assert isinstance(run("respond", str(letter), "--none-needed").exception, errors.PersonNeeded)
    assert run("respond", str(letter), "--none-needed", "--note", "thanks only").exit_code == 0
    assert run("log", "--json").stdout == ""
    assert isinstance(run("respond", str(letter), "--take-back", "--note", "x").exception, errors.PersonNeeded)
    assert run("respond", str(letter), "--take-back").stdout == f"taken back: letter {letter} asks for an answer again, due as before\n"
    (line,) = _json(run("log", "--json").stdout)
    assert line["responded_at"] is None


def test_the_log_as_csv_holds_what_needs_no_answer_apart(run: Run, ledger: Ledger) -> None:
    case = Office(ledger).case()
    settled, old = ledger.answered(application_id=case, reference="AB-CDE-FGH-JKM"), ledger.answered()
    ledger.clock.move(days=1)
    ledger.answered(reference="AB-CDE-FGH-JKN")
    ledger.answered(asks_answer=False)  # a robot's: no person settled it
    for number, why in ((settled, "=sent twice, SSN 123-45-6789"), (old, "thanks")):
        run("respond", str(number), "--none-needed", "--note", why)
    result = run("log", "--csv")
    head, *rows = csv.reader(io.StringIO(result.stdout))
    told = [(row[head.index("reference")], row[head.index("agency")], row[head.index("standing")]) for row in rows]
    assert told == [
        ("AB-CDE-FGH-JKN", "", "not yet acknowledged, waits for a person"),
        ("", "", "no answer needed: thanks"),
        ("AB-CDE-FGH-JKM", "Brookfield Police Department", "no answer needed: =sent twice, SSN ***-**-****"),
    ]
    assert "2 letters of which a person said that no answer is needed" in result.stderr
    assert "no answer needed" not in run("log", "--csv", "--open").stdout + run("log", "--csv", "--since", "2025-11-19").stdout


def test_a_way_is_chosen_or_nothing_is_recorded(run: Run, ledger: Ledger) -> None:
    letter = ledger.answered()
    error = run("respond", str(letter), "--note", "called").exception
    assert isinstance(error, errors.PersonNeeded)
    assert all(f"--by {way}" in str(error) for way in ("mail", "phone", "elsewhere"))
    copied = run("respond", str(letter), "--by", "mail/phone/elsewhere")
    assert copied.exit_code == 2
    assert "'mail', 'phone', 'elsewhere'" in copied.stderr
    assert ledger.message(letter).responded_at is None


@pytest.mark.parametrize("words", [(), ("--sent", "--again")])
def test_settling_takes_exactly_one_verdict(run: Run, ledger: Ledger, words: tuple[str, ...]) -> None:
    letter = ledger.answered()
    ledger.reply(letter, Reply.UNSURE)
    assert isinstance(run("settle", str(letter), *words).exception, errors.PersonNeeded)


def test_replies_are_paused_and_resumed(run: Run, ledger: Ledger) -> None:
    ledger.reply(ledger.answered())
    said = run("replies", "off", "--reason", "wrong words", "--as", "mora").stdout
    at = r"\d{4}-\d\d-\d\d \d\d:\d\d E[SD]T"  # office time, as everywhere
    assert re.fullmatch(rf'Automatic replies are paused, by mora since {at} \("wrong words"\); 1 reply waits to go out\.\n', said)
    assert run("replies", "off", "--reason", "else", "--as", "else").stdout == said  # a second hand changes nothing, and sees why
    assert run("queue").stdout.startswith(f"{said.rstrip()} `intake replies on` resumes them.\n")
    assert "(waits until automatic replies are on)" in run("log").stdout
    (state,) = _json(run("replies", "on", "--json").stdout)
    assert state["on"] is True
    assert run("replies", "perhaps").exit_code == 2


# --- the service's own ---------------------------------------------------------------------------------------------


def test_migrate_names_the_schema(run: Run) -> None:
    assert run("migrate").stdout.startswith("the database is at schema ")


def test_check_proves_the_embedded_default(run: Run) -> None:
    result = run("check", "--json")
    assert result.exit_code == 0
    names = [str(line["name"]) for line in _json(result.stdout)]
    assert {"database", "mailbox intake", "transport", "templates", "calendar"} <= set(names)
    assert all(line["ok"] for line in _json(result.stdout))
    assert [line["name"] for line in _json(result.stdout) if line["warning"]] == ["desk", "words", "alerts"]


def test_check_tells_a_warning_from_what_is_well(run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0
    marks = {line.split()[1].rstrip(":"): line.split()[0] for line in result.stdout.splitlines() if not line.startswith(" ")}
    assert (marks["database"], marks["words"], marks["alerts"]) == ("ok", "warning", "warning")
    assert result.stderr == "nothing failed; 3 warnings\n"


def test_check_says_what_is_wrong_and_how_to_mend_it(run: Run, folder: Path) -> None:
    (folder / "config.toml").write_text('[[mailbox]]\nkind = "imap"\nhost = "127.0.0.1"\nport = 9\nuser = "u"\npassword = "invented"\n')
    result = run("check")
    assert result.exit_code == 1
    bad = result.stdout.index("failed   mailbox intake")
    assert result.stdout[bad:].splitlines()[1].strip()
    assert "invented" not in result.stdout + result.stderr


def test_check_names_a_file_that_is_no_root_certificate(run: Run, folder: Path) -> None:
    (folder / "roots").mkdir()
    (folder / "config.toml").write_text('[reading]\ntrust_roots = "roots"\n')
    root = folder / "roots" / "root.pem"
    root.write_text("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")
    assert "failed   trust roots: [reading] trust_roots" in run("check").stdout
    root.write_bytes(signed.root().der)
    assert "ok       trust roots: 1 certificate\n" in run("check").stdout


def test_check_names_a_file_that_is_no_blank_form(run: Run, folder: Path) -> None:
    (folder / "forms").mkdir()
    (folder / "config.toml").write_text('[reading]\nblank_forms = "forms"\n')
    assert "failed   blank forms: [reading] blank_forms" in run("check").stdout
    spec = next(spec for spec in papers.agreements(7) if spec.revision)
    form = folder / "forms" / "form.pdf"
    form.write_bytes(b"%PDF-1.4 broken")
    assert "form.pdf: a PDF of one blank agreement" in " ".join(run("check").stdout.split())
    form.write_bytes(papers.draw_agreement(papers.blank(spec)))
    assert f"ok       blank forms: {spec.model} {spec.revision}\n" in run("check").stdout


@pytest.mark.parametrize(("part", "key"), [("mailbox letters", "mailbox__letters"), ("transport", "transport")])
def test_check_says_where_a_password_belongs_that_is_not_there(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, part: str, key: str
) -> None:
    server = 'host = "127.0.0.1"\nport = 9\nsecurity = "none"\nuser = "u"\n'
    made = f'[office]\naddresses = ["letters@office.example"]\n[[mailbox]]\nname = "letters"\nkind = "imap"\n{server}'
    (folder / "config.toml").write_text(f'{made}[transport]\nkind = "smtp"\n{server}', encoding="utf-8")

    def told() -> str:
        return next(line for line in run("check").stdout.splitlines() if line.startswith(f"failed   {part}: "))

    said, without = key.replace("letters", "NAME"), told()
    for remedy in (f"{said}__password in the folder that INTAKE_SECRETS_DIR", f"INTAKE_{said.upper()}__PASSWORD", "token_command"):
        assert remedy in without
    monkeypatch.setenv(f"INTAKE_{key.upper()}__PASSWORD", "invented")
    assert "password is not known" not in told()


def test_verify_passes_on_an_untouched_ledger(run: Run, folder: Path) -> None:
    (folder / "a.eml").write_bytes(b"From: a@town.example\r\nSubject: x\r\n\r\nx\r\n")
    assert run("import", "a.eml").stdout == "1 letter taken into the record, 0 were on record already\n"
    assert run("import", "a.eml").stdout == "0 letters taken into the record, 1 was on record already\n"
    result = run("verify")
    assert result.exit_code == 0
    assert "bytes: 1 letter whole" in result.stdout
    assert "history: 0 events are sealed and unchanged, 1 newer one waits for its seal" in result.stdout


def test_what_was_proved_is_told_in_plain_words_and_kept_exact_in_json(run: Run) -> None:
    assert "database: SQLite: safe settings proved (write-ahead log, full sync, foreign keys)\n" in run("check").stdout
    (database,) = [line["text"] for line in _json(run("check", "--json").stdout) if line["name"] == "database"]
    assert database == "journal_mode=wal, synchronous=2, foreign_keys=1"


def test_verify_fails_when_a_letter_lost_its_bytes(run: Run, folder: Path) -> None:
    (folder / "a.eml").write_bytes(b"From: a@town.example\r\nSubject: x\r\n\r\nx\r\n")
    run("import", "a.eml")
    for blob in (folder / "var" / "blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    result = run("verify")
    assert result.exit_code == 1
    assert "failed   bytes: 1 letter without" in result.stdout


def test_import_refuses_a_path_that_is_none(run: Run) -> None:
    assert isinstance(run("import", "nowhere.eml").exception, errors.NotFound)
