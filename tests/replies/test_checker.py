"""What an admin may and may not save."""

import pytest

from intake.replies import catalogue, checker, folders

SHIPPED = folders.read(folders.shipped_folder()).sources
PARTS = {name: SHIPPED[catalogue.part_path(name)] for name in catalogue.PARTS}
NAME = catalogue.LETTER
SUBJECT, BODY = (SHIPPED[catalogue.path(NAME, file)] for file in (catalogue.SUBJECT, catalogue.BODY))


def problems_of(body: str = BODY, subject: str = SUBJECT) -> list[str]:
    return [str(problem) for problem in checker.check_reply(NAME, subject, body, PARTS)]


@pytest.mark.parametrize("name", catalogue.REPLIES)
def test_every_shipped_reply_passes(name: str) -> None:
    subject, body = (SHIPPED[catalogue.path(name, file)] for file in (catalogue.SUBJECT, catalogue.BODY))
    assert checker.check_reply(name, subject, body, PARTS) == ()


@pytest.mark.parametrize("name", catalogue.PARTS)
def test_every_shipped_locked_part_passes(name: str) -> None:
    assert checker.check_part(name, PARTS[name]) == ()


@pytest.mark.parametrize("part", catalogue.REPLIES[NAME].parts)
def test_a_locked_part_cannot_be_left_out_or_hidden(part: str) -> None:
    written = f"{{{{ locked.{part} }}}}"
    for body in (
        BODY.replace(written, ""),
        BODY.replace(written, "{% if false %}" + written + "{% endif %}"),
        BODY.replace(written, "{% for paper in papers %}" + written + "{% endfor %}"),
        BODY.replace(written, "{# " + written + " #}"),
        BODY.replace(written, "{% raw %}" + written + "{% endraw %}"),
        BODY.replace(written, "{{ '' if true else locked." + part + " }}"),
    ):
        assert any(part in problem for problem in problems_of(body)), body


def test_a_part_that_is_left_out_is_asked_for_where_it_belongs() -> None:
    line = BODY[: BODY.index("{{ locked.receipt }}")].count("\n") + 1
    (problem,) = checker.check_reply(NAME, SUBJECT, BODY.replace("{{ locked.arrived }}", ""), PARTS)
    assert problem.line == line
    assert "{{ locked.arrived }} on a line of its own" in problem.remedy


def test_a_part_inside_a_condition_is_named_at_its_line() -> None:
    hidden = "{% if agency %}\n{{ locked.human }}\n{% endif %}"
    body = BODY.replace("{{ locked.human }}", hidden)
    (problem,) = checker.check_reply(NAME, SUBJECT, body, PARTS)
    assert problem.line == body[: body.index("{{ locked.human")].count("\n") + 1
    assert "inside a condition" in problem.what


def test_a_text_that_is_too_large_is_cut_to_size_at_a_line() -> None:
    (problem,) = checker.check_reply(NAME, SUBJECT, BODY + "\n" * 100 + "x" * 64_000, PARTS)
    assert problem.line == (BODY + "\n" * 100).count("\n") + 1
    assert "longer than" in problem.what


NEUTRAL_SUBJECT, NEUTRAL_BODY = (SHIPPED[catalogue.path(catalogue.NEUTRAL, file)] for file in (catalogue.SUBJECT, catalogue.BODY))


@pytest.mark.parametrize(
    ("addition", "says"),
    [
        ("Your reference is {{ reference }}.", 'no variable "reference"'),
        ("{{ locked.answer }}", 'no locked part "answer"'),
        ("We answer by {{ answer_by }}.", 'no variable "answer_by"'),
        ("Please use our form.", '"form" is more than this reply may say'),
        ("Thank you for your interest.", '"interest" is more than this reply may say'),
        ("We will write soon.", '"will" is more than this reply may say'),
        ("You are approved.", '"approved" decides'),
    ],
)
def test_the_neutral_line_cannot_be_made_to_say_more(addition: str, says: str) -> None:
    found = [str(each) for each in checker.check_reply(catalogue.NEUTRAL, NEUTRAL_SUBJECT, f"{NEUTRAL_BODY}\n{addition}\n", PARTS)]
    assert any(says in problem for problem in found), found


def test_the_line_of_a_word_too_much_is_named_even_where_no_sample_comes_to_it() -> None:
    addition = "\n{% if office_phone == 'nobody' %}Thanks.{% endif %}\n"
    (problem,) = checker.check_reply(catalogue.NEUTRAL, NEUTRAL_SUBJECT, NEUTRAL_BODY + addition, PARTS)
    assert (problem.line, problem.what) == (NEUTRAL_BODY.count("\n") + 2, '"Thanks" is more than this reply may say')


def test_a_letter_does_not_carry_the_neutral_line() -> None:
    assert any("neutral_line" in problem for problem in problems_of(BODY + "\n{{ locked.neutral_line }}\n"))


def test_a_misspelt_variable_names_line_and_remedy() -> None:
    body = BODY.replace("Hello,", "Hello,\n\nAbout {{ refrence }}")
    assert problems_of(body) == ['acknowledgement.letter/body.txt line 3: there is no variable "refrence"; did you mean "reference"?']


def test_lines_are_counted_past_lines_of_tags() -> None:
    body = "{% if agency %}\n{% endif %}\n" + BODY + "\n{{ nothing_of_ours }}"
    line = body.count("\n") + 1
    assert [problem for problem in problems_of(body) if f"line {line}:" in problem]


@pytest.mark.parametrize(
    ("addition", "says"),
    [
        ("{% for paper in papers %}{{ paper.nmae }}{% endfor %}", 'has no "nmae"'),
        ("{{ papers.0.nmae }}", "not allowed"),
        ("{{ reference.lenght }}", "nothing called"),
        ("{{ locked.recipt }}", 'did you mean "receipt"?'),
        ("{{ papers }}", "is a list"),
        ("{% for paper in papers %}{{ paper }}{% endfor %}", "several values"),
        ("{{ received > 5 }}", "cannot be rendered"),
        ("{{ papers|join(', ') }}", "as it stands"),
        ("{% raw %}{{ reference }}{% endraw %}", "as it stands"),
        ("{{ reference|title }}", 'filter "title"'),
        ("{{ reference", "cannot be understood"),
    ],
)
def test_what_would_come_out_wrong_is_refused(addition: str, says: str) -> None:
    found = problems_of(BODY + "\n" + addition)
    assert any(says in problem for problem in found), found


@pytest.mark.parametrize(
    "sentence",
    [
        "Your application is complete.",
        "Your papers were ACCEPTED.",
        "You are approved!",
        "Your agency is eligible.",
        "You are authorized to act.",
        "Your application is pending.",
        "Congratulations!",
        "Thank you for joining us.",
        "Thanks for your wish to join the program.",
        "You missed the deadline.",
        "Your nominees look fine.",
        "The status is open.",
        "The agreement is unsigned.",
        "The form is invalid.",
        "{{ 'acc' 'epted' }}",
        "{% if folded == 7 %}approved{% endif %}",
        "{{ 'approved' if out_of_hours else 'fine' }}",
        "acc{{ '' }}epted",
    ],
)
def test_a_sentence_that_decides_promises_or_blames_is_refused(sentence: str) -> None:
    assert any("decides, promises or blames" in problem for problem in problems_of(BODY + "\n" + sentence))


def test_the_line_of_a_banned_word_is_named() -> None:
    body = BODY.replace("Hello,", "Hello,\n\nAll is well.\nYou are approved.")
    assert problems_of(body)[0].startswith("acknowledgement.letter/body.txt line 4:")


def test_a_subject_has_the_reference_and_no_banned_word() -> None:
    assert any("no reference" in problem for problem in problems_of(subject="We received your letter"))
    assert any('"Approved"' in problem for problem in problems_of(subject="Approved: {{ reference }}"))
    assert problems_of(subject="We have it ({{ reference }})") == []


@pytest.mark.parametrize(
    ("part", "source", "says"),
    [
        ("receipt_only", "We have your mail.", '"not acceptance"'),
        ("receipt_only", PARTS["receipt_only"] + " You are approved.", "approved"),
        ("receipt", "We received your message on {{ received }}.", '"reference" is not used'),
        ("human", "To reach a person, call {{ office_phone }}.", '"contact_address" is not used'),
        ("human", "", '"person"'),
        ("answer", "We answer soon. {{ locked.human }}", "locked"),
        ("notices", "{{ privacy_notice }} {{ sensitive_notice }}", '"records_line"'),
    ],
)
def test_a_locked_part_keeps_what_it_is_for(part: str, source: str, says: str) -> None:
    assert any(says in str(problem) for problem in checker.check_part(part, source))


def test_a_locked_part_may_be_worded_anew() -> None:
    source = (
        "This says that we received your mail, no more. It is not acceptance, and there is no authority in it. "
        "An agreement holds once both parties have signed it. Officers act after training and certification."
    )
    assert checker.check_part("receipt_only", source) == ()
