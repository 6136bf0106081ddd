"""The log: event names and ids, no people, no words from outside."""

import ast
import io
import json
import logging
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from intake import errors, logs

SECRET = "Sheriff Ida Invented <ida@county.example> 555-0142"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    out = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level, threading.excepthook, warnings.showwarning)
    logs.configure(form="json", level="info", stream=out, key=b"k" * 32, process="worker")
    yield out
    root.handlers[:], threading.excepthook = before[0], before[2]
    root.setLevel(before[1])
    logging.captureWarnings(False)
    structlog.reset_defaults()


def _last(out: io.StringIO) -> dict[str, object]:
    found: dict[str, object] = json.loads(out.getvalue().splitlines()[-1])
    return found


def test_a_line_is_an_event_name_and_ids(lines: io.StringIO) -> None:
    logs.get().info("reply.sent", reply=7, attempt=2, seconds=0.25)
    line = _last(lines)
    assert line.pop("timestamp")
    assert line == {"event": "reply.sent", "process": "worker", "level": "info", "reply": 7, "attempt": 2, "seconds": 0.25}


def test_a_field_that_is_not_on_the_list_is_dropped(lines: io.StringIO) -> None:
    logs.get().warning("letter.kept", subject=SECRET, from_address=SECRET, message=3, text=SECRET)
    assert "Ida" not in lines.getvalue()
    assert _last(lines)["message"] == 3


def test_an_address_in_an_allowed_field_becomes_a_pseudonym_that_is_the_same_each_time(lines: io.StringIO) -> None:
    logs.get().info("mailbox.failed", mailbox="letters@office.example")
    first = _last(lines)["mailbox"]
    logs.get().info("mailbox.failed", mailbox="LETTERS@office.example")
    assert first == _last(lines)["mailbox"]
    assert str(first).startswith("address:")


def test_a_sentence_is_no_event_name(lines: io.StringIO) -> None:
    logs.get().info(f"sent to {SECRET}")
    assert _last(lines)["event"] == "unnamed"
    assert "Ida" not in lines.getvalue()


def test_an_error_is_told_by_class_and_place_without_its_words_or_locals(lines: io.StringIO) -> None:
    try:
        name = SECRET
        raise ValueError(name)
    except ValueError:
        logs.get().error("step.failed", exc_info=True)
    assert _last(lines)["error"] == "ValueError"
    assert "Ida" not in lines.getvalue()


def test_an_error_of_ours_keeps_its_words_but_no_address(lines: io.StringIO) -> None:
    logs.get().error("mailbox.failed", exc_info=errors.MailboxRefused("log-in refused for letters@office.example: renew the token"))
    why = str(_last(lines)["why"])
    assert why.endswith("renew the token")
    assert "office.example" not in why


def test_an_error_in_our_code_is_told_with_its_place(lines: io.StringIO) -> None:
    try:
        logs.configure(form="json", level="no such level")
    except KeyError as error:
        logs.get().error("start.failed", exc_info=error)
    assert str(_last(lines)["where"]).startswith("logs.py:")
    assert str(_last(lines)["where"]).endswith(" configure")


def test_what_a_library_says_is_told_without_its_words(lines: io.StringIO) -> None:
    logging.getLogger("imaplib.debug").warning("LOGIN %s", SECRET)
    line = _last(lines)
    assert line["event"] == "library.said"
    assert line["library"] == "imaplib.debug"
    assert "Ida" not in lines.getvalue()


def test_a_library_with_a_traceback_is_told_by_class(lines: io.StringIO) -> None:
    try:
        raise RuntimeError(SECRET)
    except RuntimeError:
        logging.getLogger("sqlalchemy.pool").exception("lost %s", SECRET)
    assert _last(lines)["error"] == "RuntimeError"
    assert "Ida" not in lines.getvalue()


def test_a_warning_of_pythons_is_told_without_its_words(lines: io.StringIO) -> None:
    warnings.warn(SECRET, UserWarning, stacklevel=1)
    assert _last(lines)["library"] == "py.warnings"
    assert "Ida" not in lines.getvalue()


def test_the_web_servers_own_words_about_ports_are_kept(lines: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").error("[Errno 98] address already in use")
    assert _last(lines)["why"] == "[Errno 98] address already in use"


def test_libraries_below_a_warning_are_silent(lines: io.StringIO) -> None:
    logging.getLogger("imapclient").debug("> %s", SECRET)
    logging.getLogger("uvicorn.access").info("GET /")
    logging.getLogger("urllib3").info("x")
    assert lines.getvalue() == ""


def test_a_thread_that_dies_is_told(lines: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError(SECRET)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join(5)
    assert _last(lines)["event"] == "thread.failed"
    assert "Ida" not in lines.getvalue()


def test_a_line_cannot_be_broken_in_two(lines: io.StringIO) -> None:
    logs.get().info("step.done", folder="one\ntwo\x1b[31m\u202e")
    assert len(lines.getvalue().splitlines()) == 1
    assert _last(lines)["folder"] == "one two [31m "


def test_a_line_and_its_end_are_one_write_so_that_no_other_threads_line_comes_between(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(lines, "write", written.append, raising=False)
    logs.get().info("reply.sent", reply=7)
    logging.getLogger("somebody").warning("words")
    assert [text.count("\n") for text in written] == [1, 1]
    assert all(text.endswith("\n") for text in written)


def test_a_sentence_in_a_field_for_codes_is_dropped(lines: io.StringIO) -> None:
    logs.get().info("step.done", reason="Ida Invented wrote", code="no-paper")
    assert _last(lines)["reason"] == logs.DROPPED
    assert _last(lines)["code"] == "no-paper"


def test_the_console_form_is_for_eyes_and_as_silent(lines: io.StringIO) -> None:
    out = io.StringIO()
    logs.configure(form="console", level="info", stream=out)
    try:
        raise ValueError(SECRET)
    except ValueError:
        logs.get().error("step.failed", exc_info=True, message=4, subject=SECRET)
    assert "step.failed" in out.getvalue()
    assert "message=4" in out.getvalue()
    assert "Ida" not in out.getvalue()


def test_every_field_that_the_house_logs_is_on_the_list_and_every_event_has_a_lawful_name() -> None:
    unknown = []
    for path in sorted(Path(logs.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)):
                continue
            if node.func.value.id != "log" or node.func.attr not in ("debug", "info", "warning", "error", "exception", "critical"):
                continue
            fields = {each.arg for each in node.keywords} - logs.ALLOWED - {"exc_info"}
            event = node.args[0]
            if fields or (isinstance(event, ast.Constant) and not logs.EVENT.fullmatch(str(event.value))):
                unknown.append(f"{path.name}:{node.lineno}: {sorted(map(str, fields))}")
    assert unknown == []
