"""The settings: what is read, what overrides what, and what an operator is told when a key is wrong."""

import os
import tomllib
from datetime import date, time
from pathlib import Path

import pytest
from pydantic import BaseModel

from intake import errors
from intake.business_time import calendar
from intake.config import example, load, office_time
from intake.config.settings import Config
from intake.config.ways import Envelope
from intake.ports import Courtesy, Role

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("INTAKE_") or name == "CREDENTIALS_DIRECTORY":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _complaint(tmp_path: Path, text: str) -> str:
    with pytest.raises(errors.ConfigError) as caught:
        load.load(_file(tmp_path, text))
    return str(caught.value)


# --- the example ---------------------------------------------------------------------------------------------------


def test_the_example_file_is_what_the_settings_say_of_themselves() -> None:
    assert (ROOT / "config.example.toml").read_text(encoding="utf-8") == example.write(), "run: make example"


def test_the_example_parses_to_the_defaults() -> None:
    found = tomllib.loads((ROOT / "config.example.toml").read_text(encoding="utf-8"))
    assert Config(**found) == Config()


def test_the_example_holds_every_key_with_a_comment_above_it() -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    lines = text.splitlines()
    assert set(found) == set(Config.model_fields)
    for name in Config.model_fields:
        value = getattr(Config(), name)
        section: BaseModel = value[0] if isinstance(value, tuple) else value
        held = found[name][0] if isinstance(value, tuple) else found[name]
        assert set(held) == set(type(section).model_fields), name
        for key in held:
            places = [number for number, line in enumerate(lines) if line.startswith(f"{key} = ")]
            assert places, key
            assert all(lines[number - 1].startswith("# ") for number in places), key


def test_the_mailbox_shown_in_a_comment_of_the_example_is_lawful(tmp_path: Path) -> None:
    text = "\n".join(example.IMAP.splitlines()[2:])
    config = load.load(_file(tmp_path, text))
    assert config.mailbox[0].usual_port == 993
    assert [folder.role for folder in config.mailbox[0].folders] == [Role.INTAKE, Role.LATE, Role.SENT]


def test_every_description_is_one_comment_and_every_section_says_what_it_is() -> None:
    for name in Config.model_fields:
        value = getattr(Config(), name)
        section = type(value[0] if isinstance(value, tuple) else value)
        assert section.__doc__, name
        for key, field in section.model_fields.items():
            assert field.description, f"{name}.{key}"
            assert "\n" not in field.description, f"{name}.{key}"


# --- what overrides what -------------------------------------------------------------------------------------------


def test_without_any_file_the_defaults_hold_and_paths_start_at_the_working_folder(tmp_path: Path) -> None:
    config = load.load(None)
    assert config.data.folder == tmp_path / "var"
    assert config.data.database_url == f"sqlite:///{(tmp_path / 'var' / 'intake.sqlite3').as_posix()}"
    assert config.mailbox[0].path == tmp_path / "var/mail/intake"


def test_paths_in_a_file_start_at_the_files_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "office.toml").write_text('[data]\nfolder = "kept"\n[replies]\ntemplates = "/etc/replies"', encoding="utf-8")
    config = load.load(Path("deep/office.toml"))
    assert config.data.folder == tmp_path / "deep" / "kept"
    assert config.replies.templates == Path("/etc/replies")


def test_the_option_comes_before_the_variable_and_the_variable_before_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("config", "variable", "option"):
        (tmp_path / f"{name}.toml").write_text(f'[office]\nname = "{name}"', encoding="utf-8")
    assert load.load(None).office.name == "config"
    monkeypatch.setenv("INTAKE_CONFIG", "variable.toml")
    assert load.load(None).office.name == "variable"
    assert load.load(Path("option.toml")).office.name == "option"


def test_a_secret_file_overrides_the_file_and_a_variable_overrides_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, '[transport]\nkind = "smtp"\nhost = "one.example"\npassword = "from-file"\nfrom_address = "a@office.example"')
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "transport__password").write_text("from-secret\n", encoding="utf-8")
    (secrets / "a-file-of-another-program").write_text("x", encoding="utf-8")
    monkeypatch.setenv("INTAKE_SECRETS_DIR", str(secrets))
    assert load.load(path).transport.password.get_secret_value() == "from-secret"
    monkeypatch.setenv("INTAKE_TRANSPORT__PASSWORD", "from-variable")
    monkeypatch.setenv("INTAKE_TRANSPORT__CONNECTIONS", "3")
    config = load.load(path)
    assert config.transport.password.get_secret_value() == "from-variable"
    assert config.transport.connections == 3
    assert config.transport.host == "one.example"


def test_credentials_that_systemd_hands_over_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "creds").mkdir()
    (tmp_path / "creds" / "data__database").write_text("postgresql://intake:invented@127.0.0.1/intake", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "creds"))
    config = load.load(None)
    assert config.data.database_url == "postgresql+psycopg://intake:invented@127.0.0.1/intake"
    assert "invented" not in repr(config)


def test_a_mailbox_is_overridden_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(
        tmp_path,
        '[[mailbox]]\nname = "first"\n'
        '[[mailbox]]\nname = "Field Office"\nkind = "imap"\nhost = "mail.office.example"\nuser = "u"\ncourtesy = "seen"\n',
    )
    monkeypatch.setenv("INTAKE_MAILBOX__FIELD_OFFICE__PASSWORD", "invented")
    monkeypatch.setenv("INTAKE_MAILBOX__0__POLL_SECONDS", "15")
    config = load.load(path)
    assert config.mailbox[0].poll_seconds == 15
    assert config.mailbox[1].password.get_secret_value() == "invented"
    assert config.mailbox[1].courtesy is Courtesy.SEEN


def test_the_default_mailbox_can_be_overridden_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_MAILBOX__INTAKE__POLL_SECONDS", "7")
    assert load.load(None).mailbox[0].poll_seconds == 7


def test_lists_are_json_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_OFFICE__ADDRESSES", '["Letters@Office.Example"]')
    assert load.load(None).office.addresses == ("letters@office.example",)


def test_variables_that_are_no_keys_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_FAIL_AT", "after_fetch")
    monkeypatch.setenv("INTAKE_SAMPLES", "samples")
    assert load.load(None).office == Config().office


# --- what an operator is told --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[calendar]\nopens = "25:00"', 'config.toml: [calendar] opens = "25:00": an hour from 00:00 to 23:59 is needed'),
        ("[calendar]\nopens = 9", "config.toml: [calendar] opens = 9: an hour from 00:00 to 23:59 is needed"),
        ('[office]\nadresses = ["a@x.example"]', 'config.toml: [office] adresses: no such key: did you mean "addresses"?'),
        ('[ofice]\nname = "x"', 'config.toml: [ofice]: no such section: did you mean "office"?'),
        ('[office]\naddresses = ["letters"]', 'config.toml: [office] addresses[0] = "letters": an address like letters@'),
        ('[office]\naddresses = "a@x.example"', 'config.toml: [office] addresses = "a@x.example": a list in square brackets is needed'),
        ('[calendar]\nzone = "Mars/Base"', 'config.toml: [calendar] zone = "Mars/Base": a time zone of the IANA list is needed'),
        ('[calendar]\nopens = "17:00"', "config.toml: [calendar] closes: an hour later than `opens` is needed"),
        ("[pipeline]\nthreads = 0", "config.toml: [pipeline] threads = 0: a number of at least 1 is needed"),
        ('[pipeline]\nthreads = "many"', 'config.toml: [pipeline] threads = "many": a whole number is needed'),
        ('[log]\nformat = "xml"', 'config.toml: [log] format = "xml": one of "json" or "console" is needed'),
        ('[transport]\nkind = "smtp"', 'config.toml: [transport] host: the name of a server is needed for kind = "smtp"'),
        ('[transport]\nenvelope = "verp"', 'config.toml: [transport] bounce_domain: a domain like bounces.office.example is needed'),
        (
            '[[mailbox]]\nname = "main"\nkind = "imap"\nhost = "h.example"\nuser = "u"\nsecurity = "none"',
            'config.toml: [[mailbox]] "main" security: "tls" or "starttls" is needed for a server that is not on this machine',
        ),
        (
            '[[mailbox]]\nname = "main"\nfolders = [{ name = "INBOX", role = "in" }]',
            'config.toml: [[mailbox]] "main" folders[0].role = "in": one of "intake", "late" or "sent" is needed',
        ),
        ("[[mailbox]]\n[[mailbox]]", "config.toml: [[mailbox]]: a different name for each mailbox is needed"),
        ("[[calendar.closures]]\nreason = 'storm'", "config.toml: [calendar] closures[0].days: this key is needed"),
        ("[[calendar.closures]]\ndays = 'soon'", 'config.toml: [calendar] closures[0].days = "soon": "soon" is no closure: write '),
        ('[calendar.hours]\nfriday = ["09:00"]', "config.toml: [calendar] hours.friday: an opening and a later closing hour"),
        ("[office\n", "config.toml: not TOML: "),
        ('[transport]\npasswrd = "invented-secret"', 'config.toml: [transport] passwrd: no such key: did you mean "password"?'),
        ("[transport]\npassword = 12345", "config.toml: [transport] password: a text in quotes is needed"),
    ],
)  # fmt: skip
def test_a_bad_key_names_file_key_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    complaint = _complaint(tmp_path, text)
    assert complaint.startswith(said)
    assert "invented-secret" not in complaint
    assert "12345" not in complaint


def test_all_bad_keys_are_named_at_once(tmp_path: Path) -> None:
    complaint = _complaint(tmp_path, '[office]\nnam = "x"\n[web]\nport = 0\n[log]\nlevel = "loud"')
    assert len(complaint.splitlines()) == 3


def test_a_wrong_key_of_a_mailbox_is_named_once_and_its_password_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[[mailbox]]\nname = "x"\nkind = "imap"\nuser = "u"\npassword = "quiet-otter"\n')
    with pytest.raises(errors.ConfigError) as raised:
        load.load(file)
    said = str(raised.value)
    assert said.endswith('[[mailbox]] "x" host: the name of a server is needed for kind = "imap"') and "\n" not in said
    assert "quiet-otter" not in said


def test_a_bad_variable_is_named_as_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_WEB__PORT", "99999")
    with pytest.raises(errors.ConfigError, match=r'^environment: INTAKE_WEB__PORT = "99999": a number of at most 65535 is needed$'):
        load.load(None)


def test_a_list_that_is_no_json_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_OFFICE__DOMAINS", "office.example")
    with pytest.raises(errors.ConfigError, match=r"INTAKE_OFFICE__DOMAINS.*a JSON list like"):
        load.load(None)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("INTAKE_OFICE__NAME", 'environment: INTAKE_OFICE__NAME: no such section: did you mean "office"?'),
        ("INTAKE_OFFICE__NAEM", 'environment: INTAKE_OFFICE__NAEM: no such key: did you mean "name"?'),
        ("INTAKE_MAILBOX__OTHER__USER", "environment: INTAKE_MAILBOX__OTHER: no such mailbox: one of intake is needed"),
    ],
)
def test_a_variable_that_names_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(errors.ConfigError) as caught:
        load.load(None)
    assert str(caught.value) == said


def test_a_bad_secret_file_is_named_and_its_content_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "data__database").write_text("mysql://u:invented@h/d", encoding="utf-8")
    monkeypatch.setenv("INTAKE_SECRETS_DIR", str(tmp_path / "secrets"))
    with pytest.raises(errors.ConfigError) as caught:
        load.load(None)
    assert str(caught.value) == f"{tmp_path}/secrets/data__database: postgresql://user@host/name or nothing is needed"


def test_a_file_that_is_named_and_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(errors.ConfigError, match="no such file: name an existing one by --config or INTAKE_CONFIG"):
        load.load(tmp_path / "nowhere.toml")


def test_a_folder_of_secrets_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_SECRETS_DIR", "nowhere")
    with pytest.raises(errors.ConfigError, match=r"^nowhere: secrets cannot be read"):
        load.load(None)


def test_the_settings_cannot_be_changed_afterwards() -> None:
    config = load.load(None)
    with pytest.raises(ValueError, match="frozen"):
        config.web.port = 1  # type: ignore[misc]


def test_the_envelope_that_every_provider_lets_through_is_the_default() -> None:
    assert Config().transport.envelope is Envelope.ACCOUNT


# --- the calendar --------------------------------------------------------------------------------------------------


def test_without_settings_the_calendar_is_the_standard_one() -> None:
    assert office_time.build(Config().calendar).settings == calendar.CalendarSettings()


def test_hours_closures_and_a_calendar_file_become_the_calendar(tmp_path: Path) -> None:
    (tmp_path / "days.ics").write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//office.example//EN\r\nBEGIN:VEVENT\r\nUID:1@office.example\r\n"
        b"DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20270303\r\nSUMMARY:retreat\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    text = """
        [calendar]
        opens = "08:00"
        hours = { friday = ["08:00", "12:00"], saturday = ["09:00", "10:00"], wednesday = [] }
        closures = [{ days = "2027-03-01", reason = "storm" }]
        ical_file = "days.ics"
    """
    built = office_time.build(load.load(_file(tmp_path, text)).calendar)
    week = built.settings.hours
    assert week[0] == calendar.Hours(time(8), time(17))
    assert week[2] is None
    assert week[4] == calendar.Hours(time(8), time(12))
    assert week[5] == calendar.Hours(time(9), time(10))
    assert week[6] is None
    assert built.why_closed(date(2027, 3, 1)) == "storm"
    assert built.why_closed(date(2027, 3, 3)) == "retreat"


def test_a_calendar_file_that_is_missing_is_named(tmp_path: Path) -> None:
    config = load.load(_file(tmp_path, '[calendar]\nical_file = "nowhere.ics"'))
    with pytest.raises(errors.ConfigError, match=r"\[calendar\] ical_file: .*nowhere\.ics"):
        office_time.build(config.calendar)
