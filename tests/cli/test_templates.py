"""`intake templates`: previews on invented cases, and the check of edited texts."""

import json
from pathlib import Path

import pytest

from intake import errors
from intake.desk import templates as desk
from intake.replies import catalogue, folders, samples
from tests.cli.conftest import Run

SHIPPED = folders.read(folders.shipped_folder()).sources
BODY = "acknowledgement.letter/body.txt"


def _json(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def _edit(folder: Path, path: str, text: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _use(folder: Path, templates: str) -> None:
    settings = (folder / "config.toml").read_text(encoding="utf-8")
    (folder / "config.toml").write_text(f'{settings}\n[replies]\ntemplates = "{templates}"\n', encoding="utf-8")


# --- show ----------------------------------------------------------------------------------------------------------


def test_all_replies_and_cases_are_listed_with_what_they_are_for(run: Run) -> None:
    text = run("templates", "show").stdout
    for reply in catalogue.REPLIES.values():
        assert f"{reply.name} " in text
        assert reply.purpose in text
    for case, meaning in desk.CASES.items():
        assert case in text
        assert meaning in text


def test_the_list_as_json_is_an_object_a_reply(run: Run) -> None:
    lines = _json(run("templates", "show", "--json").stdout)
    assert [line["name"] for line in lines] == list(catalogue.REPLIES)
    assert set(lines[0]) == {"name", "purpose", "case", "cases"}


def test_every_case_that_may_be_shown_says_what_it_is_about() -> None:
    assert tuple(desk.CASES) == samples.CLEAN
    assert {reply.case for reply in catalogue.REPLIES.values()} <= set(desk.CASES)


@pytest.mark.parametrize("name", ["acknowledgement.question_costs", "question_costs"])
def test_a_reply_is_shown_with_the_settings_of_the_office(run: Run, name: str) -> None:
    text = run("templates", "show", name).stdout
    assert text.startswith("Subject: We received your question about costs (K7M-4PQ-9TX)\n\nHello,\n")
    assert "write to letters@office.example." in text
    assert text.rstrip().endswith("Office of Invented Programs")


def test_a_reply_is_shown_in_the_case_that_is_asked_for(run: Run) -> None:
    text = run("templates", "show", "question_costs", "--case", "closed").stdout
    assert "Our office was closed when your message came." in text
    assert "Our office was closed" not in run("templates", "show", "question_costs").stdout


def test_a_case_in_which_another_reply_is_sent_says_so(run: Run) -> None:
    result = run("templates", "show", "question", "--case", "closed")
    assert "acknowledgement.out_of_hours is sent in its place" in result.stderr
    assert "while we were closed" in result.stdout


def test_a_reply_is_shown_as_html_alone_for_a_browser(run: Run) -> None:
    text = run("templates", "show", "letter", "--html").stdout
    assert text.startswith("<!DOCTYPE html>\n")
    assert text.endswith("</html>\n")


def test_a_reply_is_shown_as_json(run: Run) -> None:
    (line,) = _json(run("templates", "show", "letter", "--case", "burst", "--json").stdout)
    assert list(line) == ["name", "case", "template", "subject", "text", "html", "shipped_instead"]
    assert (line["name"], line["case"], line["shipped_instead"]) == ("acknowledgement.letter", "burst", False)
    assert "3 Letters of Interest, 1 page each" in str(line["text"])


def test_every_reply_is_shown_in_every_case(run: Run) -> None:
    lines = _json(run("templates", "show", "--all", "--json").stdout)
    assert [(line["name"], line["case"]) for line in lines] == [(name, case) for name in catalogue.REPLIES for case in desk.CASES]
    text = run("templates", "show", "letter", "--all").stdout
    assert [line for line in text.splitlines() if line.startswith("===")] == [f"=== acknowledgement.letter, {case}" for case in desk.CASES]
    assert run("templates", "show", "--all", "--case", "link", "--html").stdout.count("<!DOCTYPE html>") == len(catalogue.REPLIES)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("question_cost",), 'did you mean "acknowledgement.question_costs"?'),
        (("letter", "--case", "brust"), 'did you mean "burst"?'),
        (("letter", "--case", "hostile"), "use one of:"),
    ],
)
def test_an_unknown_name_is_an_error_that_names_the_nearest(run: Run, words: tuple[str, ...], says: str) -> None:
    result = run("templates", "show", *words)
    assert isinstance(result.exception, errors.TemplateError)
    assert says in str(result.exception)


@pytest.mark.parametrize("words", [("show", "--html"), ("show", "--case", "full"), ("check", "--all"), ("look",)])
def test_what_cannot_be_done_is_refused_with_the_usage(run: Run, words: tuple[str, ...]) -> None:
    assert run("templates", *words).exit_code == 2


def test_an_edited_text_is_shown_and_one_that_cannot_be_used_gives_way(run: Run, folder: Path) -> None:
    _use(folder, "words")
    _edit(folder / "words", BODY, SHIPPED[BODY].replace("Hello,", "Good day,"))
    assert "Good day," in run("templates", "show", "letter").stdout
    _edit(folder / "words", BODY, "Good day, you are approved.")
    result = run("templates", "show", "letter")
    assert "Hello," in result.stdout
    assert "the edited text cannot be used" in result.stderr


# --- check ---------------------------------------------------------------------------------------------------------


def test_the_shipped_texts_are_sound(run: Run) -> None:
    result = run("templates", "check")
    assert result.exit_code == 0
    assert "the shipped texts are sound" in result.stdout
    assert run("templates", "check", "--json").stdout == ""


def test_a_sound_folder_is_told_by_the_number_of_its_texts(run: Run, folder: Path) -> None:
    _edit(folder / "words", BODY, SHIPPED[BODY].replace("Hello,", "Good day,"))
    assert run("templates", "check", "words").stdout == "1 edited text is sound.\n"
    (folder / "empty").mkdir()
    assert "holds none of the reply texts" in run("templates", "check", "empty").stdout


FAULTS = {
    "an unknown variable": (BODY, SHIPPED[BODY].replace("Hello,", "Hello {{ refrence }},"), 1, 'did you mean "reference"?'),
    "a locked part left out": (
        BODY,
        SHIPPED[BODY].replace("{{ locked.arrived }}", ""),
        3,
        "write {{ locked.arrived }} on a line of its own",
    ),
    "a banned word": (BODY, SHIPPED[BODY].replace("Hello,", "Hello,\n\nYou are eligible."), 3, "leave every judgement to a person"),
    "a slip of syntax": (BODY, "\n\n{% if agency %}" + SHIPPED[BODY], None, "conditions as {% if name %}"),
    "a text too large": (BODY, SHIPPED[BODY] + "x" * 64_000, SHIPPED[BODY].count("\n") + 1, "shorten it"),
    "a file too large": (BODY, SHIPPED[BODY] + "x" * 300_000, SHIPPED[BODY].count("\n") + 1, "shorten it"),
    "an unknown file": ("acknowledgement.leter/body.txt", SHIPPED[BODY], None, 'did you mean "acknowledgement.letter/body.txt"?'),
    "a subject without the reference": ("acknowledgement.letter/subject.txt", "We have it\n", 1, "write {{ reference }} in it"),
}


@pytest.mark.parametrize(("path", "text", "line", "remedy"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_file_line_and_remedy(run: Run, folder: Path, path: str, text: str, line: int | None, remedy: str) -> None:
    _use(folder, "words")
    _edit(folder / "words", path, text)
    result = run("templates", "check", "--json")
    assert result.exit_code == 1
    (fault,) = _json(result.stdout)
    assert list(fault) == ["file", "line", "what", "remedy"]
    assert fault["file"] == path
    assert line is None or fault["line"] == line
    assert remedy in str(fault["remedy"])
    told = run("templates", "check").stdout.splitlines()
    assert told[0].startswith(f"{path} line {fault['line']}: " if fault["line"] else f"{path}: ")
    assert told[1].strip() == fault["remedy"]


def test_every_fault_of_a_folder_is_told_and_counted(run: Run, folder: Path) -> None:
    _edit(folder / "words", BODY, SHIPPED[BODY].replace("Hello,", "Hello,\n\nYou are approved.\nIt is complete."))
    _edit(folder / "words", "_locked/human.txt", "Call {{ office_phone }}.")
    result = run("templates", "check", "words")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if not line.startswith(" ")] == [
        '_locked/human.txt: "contact_address" is not used',
        '_locked/human.txt: the words "person" are not said',
        f'{BODY} line 3: "approved" decides, promises or blames',
        f'{BODY} line 4: "complete" decides, promises or blames',
    ]
    assert result.stderr.startswith("4 to mend in words;")


def test_a_folder_is_checked_without_settings_and_a_missing_one_is_an_error(run: Run, folder: Path) -> None:
    (folder / "config.toml").write_text("nonsense", encoding="utf-8")
    result = run("templates", "check", "nowhere")
    assert isinstance(result.exception, errors.TemplateError)
    assert "nowhere is no folder" in str(result.exception)
