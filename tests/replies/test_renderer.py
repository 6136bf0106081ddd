"""Templates of the office over those that come with the program."""

from dataclasses import replace
from pathlib import Path
from timeit import repeat

import pytest

from intake.errors import TemplateError
from intake.replies import catalogue, folders, renderer, samples
from intake.replies.renderer import Renderer

SHIPPED = folders.read(folders.shipped_folder()).sources
BODY = catalogue.path(catalogue.LETTER, catalogue.BODY)
SUBJECT = catalogue.path(catalogue.LETTER, catalogue.SUBJECT)
GREETED = SHIPPED[BODY].replace("Hello,", "Good day,")


def office(**edited: str) -> Renderer:
    return Renderer(shipped=SHIPPED, edited={BODY: edited["body"]} if "body" in edited else {}, blocks=samples.BLOCKS)


def write(folder: Path, path: str, text: str | bytes) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_an_edited_template_wins_over_the_shipped_one() -> None:
    rendered = office(body=GREETED).render(catalogue.LETTER, samples.USUAL)
    assert rendered.text.startswith("Good day,\n")
    assert not rendered.fallback


def test_a_broken_edited_template_gives_way_to_the_shipped_one_and_is_told() -> None:
    made = office(body=GREETED.replace("{{ locked.human }}", ""))
    rendered = made.render(catalogue.LETTER, samples.USUAL)
    assert rendered.text == office().render(catalogue.LETTER, samples.USUAL).text
    assert rendered.fallback
    assert "locked part human" in str(made.problems[0])
    assert not made.render(catalogue.AGREEMENT, samples.USUAL).fallback


def test_a_template_that_breaks_on_one_letter_alone_gives_way_for_that_letter() -> None:
    made = office(body=GREETED)
    broken = made._replies[catalogue.LETTER].setting
    object.__setattr__(broken, "_body", renderer.sandbox.compile_text("{{ folded < reference }}"))
    rendered = made.render(catalogue.LETTER, samples.USUAL)
    assert rendered.fallback
    assert rendered.text.startswith("Hello,")
    assert rendered.version == office().version(catalogue.LETTER)


def test_a_template_that_grows_past_the_cap_gives_way() -> None:
    made = office(body=GREETED)
    object.__setattr__(
        made._replies[catalogue.LETTER].setting, "_body", renderer.sandbox.compile_text("x" * (renderer.sandbox.MAX_OUTPUT + 1))
    )
    assert made.render(catalogue.LETTER, samples.USUAL).fallback


def test_a_broken_locked_part_leaves_the_shipped_one_in_place() -> None:
    made = Renderer(shipped=SHIPPED, edited={catalogue.part_path("receipt_only"): "Welcome!"}, blocks=samples.BLOCKS)
    rendered = made.render(catalogue.LETTER, samples.USUAL)
    assert "not acceptance" in rendered.text
    assert rendered.fallback
    assert made.problems


def test_a_locked_part_is_worded_in_one_place_for_all_replies() -> None:
    human = "A person reads {{ contact_address }}.{% if office_phone %} Phone: {{ office_phone }}{% endif %}"
    made = Renderer(shipped=SHIPPED, edited={catalogue.part_path("human"): human}, blocks=samples.BLOCKS)
    assert made.problems == ()
    for name, reply in catalogue.REPLIES.items():
        said = "A person reads program@office.example. Phone: 202-555-0142" in made.render(name, samples.USUAL).text
        assert said == ("human" in reply.parts)


def test_the_version_tells_every_wording_apart() -> None:
    plain, edited = office(), office(body=GREETED)
    human = Renderer(
        shipped=SHIPPED, edited={catalogue.part_path("human"): SHIPPED[catalogue.part_path("human")] + " Please."}, blocks=samples.BLOCKS
    )
    versions = {made.render(catalogue.LETTER, samples.USUAL).version for made in (plain, edited, human)}
    assert len(versions) == 3
    assert office().version(catalogue.LETTER) == plain.version(catalogue.LETTER)
    assert edited.version(catalogue.AGREEMENT) == plain.version(catalogue.AGREEMENT)


def test_an_unknown_reply_is_refused_with_the_known_ones() -> None:
    with pytest.raises(TemplateError, match=r"acknowledgement\.letter"):
        office().render("acknowledgement.leter", samples.USUAL)


def test_no_letter_leaves_without_a_reference() -> None:
    with pytest.raises(TemplateError, match="reference"):
        office().render(catalogue.LETTER, replace(samples.USUAL, reference="\r\n"))


def test_the_templates_of_an_installed_program_are_found_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "site" / "intake"
    monkeypatch.setattr("intake.__file__", str(installed / "__init__.py"))
    with pytest.raises(TemplateError, match="install it again"):
        folders.shipped_folder()
    (installed / "_shipped" / "templates" / "replies").mkdir(parents=True)
    assert folders.shipped_folder() == installed / "_shipped" / "templates" / "replies"


def test_a_program_without_its_own_templates_says_so() -> None:
    with pytest.raises(TemplateError, match="install it again"):
        Renderer(shipped={}, blocks=samples.BLOCKS)


def test_a_folder_of_the_office_lies_over_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, BODY, "\ufeff" + GREETED.replace("\n", "\r\n"))
    assert renderer.load(tmp_path, samples.BLOCKS).render(catalogue.LETTER, samples.USUAL).text.startswith("Good day,\n")
    assert renderer.check(tmp_path) == ()
    assert renderer.check(None) == ()


def test_what_is_wrong_with_a_folder_is_told_whole(tmp_path: Path) -> None:
    write(tmp_path, BODY, GREETED + "You are approved.")
    write(tmp_path, SUBJECT, b"\xff\xfe")
    write(tmp_path, "acknowledgement.leter/body.txt", GREETED)
    write(tmp_path, catalogue.path(catalogue.QUESTION, catalogue.BODY), b"x" * (folders.MAX_FILE_BYTES + 1))
    told = [str(problem) for problem in renderer.check(tmp_path)]
    assert len(told) == 4
    assert any("approved" in text for text in told)
    assert any("subject.txt line 1: the file is not UTF-8" in text for text in told)
    assert any('did you mean "acknowledgement.letter/body.txt"?' in text for text in told)
    assert any("larger" in text for text in told)


def test_faults_of_a_locked_part_do_not_hide_those_of_a_reply(tmp_path: Path) -> None:
    write(tmp_path, catalogue.part_path("human"), "Call us {% if office_phone %}.")
    write(tmp_path, BODY, GREETED + "{{ refrence }}")
    told = {problem.where for problem in renderer.check(tmp_path)}
    assert told == {catalogue.part_path("human"), BODY}


def test_a_part_that_is_refused_is_told_by_the_replies_that_carry_it_alone() -> None:
    made = Renderer(shipped=SHIPPED, edited={catalogue.part_path("neutral_line"): "Welcome!"}, blocks=samples.BLOCKS)
    assert made.render(catalogue.NEUTRAL, samples.USUAL).fallback
    assert not made.render(catalogue.LETTER, samples.USUAL).fallback


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("acknowledgement.letter/body.html", 'did you mean "acknowledgement.letter/body.txt"?'),
        ("letter.txt", "use one of:"),
        ("replies/acknowledgement.letter/body.txt", "name the folder replies itself as the folder of templates"),
    ],
)
def test_a_file_that_no_reply_uses_is_told_with_its_remedy(tmp_path: Path, path: str, remedy: str) -> None:
    write(tmp_path, path, GREETED)
    (problem,) = renderer.check(tmp_path)
    assert (problem.where, problem.what) == (path, "no reply uses this file")
    assert remedy in problem.remedy


def test_notes_and_backups_beside_the_texts_do_no_harm(tmp_path: Path) -> None:
    for path in ("README.md", "acknowledgement.letter/body.txt~", "acknowledgement.letter/.body.txt", "notes/a/b/deep.txt"):
        write(tmp_path, path, "a note")
    assert renderer.check(tmp_path) == ()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="no folder"):
        renderer.load(tmp_path / "nowhere", samples.BLOCKS)


def test_a_file_that_is_a_folder_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / BODY).mkdir(parents=True)
    assert any("cannot be read" in str(problem) for problem in renderer.check(tmp_path))


def test_a_reply_costs_little() -> None:
    made = office()
    made.render(catalogue.LETTER, samples.USUAL)
    # Measured at 0.13 ms; the bound leaves room for a machine that is busy with other tests.
    assert min(repeat(lambda: made.render(catalogue.LETTER, samples.USUAL), number=50, repeat=7)) / 50 < 0.0006
