"""Every reply in every case, held against what a letter of the office must say and must never say."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.applications import reply_names
from intake.replies import catalogue, renderer, samples
from intake.replies.facts import Blocks, Paper, Rendered, ReplyFacts
from tests.replies import plain

OFFICE = renderer.load(None, samples.BLOCKS)
BARE = renderer.load(None, samples.BARE_BLOCKS)

LETTER, OTHER = Paper("letter", None, 1), Paper("other", None, 3)
JAIL, TASK, WARRANT = (
    Paper("agreement", name, pages)
    for name, pages in (("Jail Enforcement Model", 11), ("Task Force Model", 14), ("Warrant Service Officer", 10))
)
LETTER_LINE = "- Letter of Interest, 1 page"
TASK_LINE = "- Memorandum of Agreement, Task Force Model, 14 pages"
THREE_LINES = (
    "- Memorandum of Agreement, Jail Enforcement Model, 11 pages",
    TASK_LINE,
    "- Memorandum of Agreement, Warrant Service Officer, 10 pages",
)
PAPERS: dict[tuple[Paper, ...], tuple[str, ...]] = {
    (): (),
    (LETTER,): (LETTER_LINE,),
    (TASK,): (TASK_LINE,),
    (Paper("agreement", None, 12),): ("- Memorandum of Agreement, 12 pages",),
    (LETTER, JAIL, TASK, WARRANT): (LETTER_LINE, *THREE_LINES),
    (OTHER, LETTER, OTHER): ("- 2 other papers, 3 pages each", LETTER_LINE),
    (LETTER, LETTER, TASK, LETTER, TASK): (
        "- 3 Letters of Interest, 1 page each",
        "- 2 Memoranda of Agreement, Task Force Model, 14 pages each",
    ),
}
"""What came, and how it is listed."""
CODES = (
    *(
        "letter_not_found",
        "agreement_not_found",
        "agreement_not_found:WSO",
        "attachment_not_found",
        "blank_signature:9",
        "blank_signature",
        "blank_date:9",
    ),
    *("cannot_open", "password", "link_instead"),
)
MISSING: list[tuple[str, ...]] = [(), *((code,) for code in CODES), CODES]
REFERENCES: list[tuple[str, ...]] = [(), ("K7M-4PQ-9TX",), ("K7M-4PQ-9TX", "W3D-8HN-2VC", "H5R-6JY-4BG")]
ANSWER_BY = [samples.ANSWER_BY, None]


def cases() -> Iterator[ReplyFacts]:
    for papers, missing, references, answer_by, closed in product(PAPERS, MISSING, REFERENCES, ANSWER_BY, (False, True)):
        for others, folded, agency in ((0, 0, None), (1, 0, None), (4, 5, "Franklin County Sheriff's Office")):
            yield ReplyFacts(
                reference="K7M-4PQ-9TX",
                received=samples.RECEIVED,
                answer_by=answer_by,
                papers=papers,
                other_attachments=others,
                missing=missing,
                models_asked=("Task Force Model", "Warrant Service Officer"),
                agency=agency,
                out_of_hours=closed,
                folded=folded,
                references=references,
            )


CASES = list(cases())
SHARES = 5
"""Each reply is held against every fifth case, the next reply against the next fifth: five shares no number of values, so any two meet."""

RECEIPT_ONLY = (
    "only tells you that we received your mail",
    "not acceptance",
    "gives no authority",
    "takes effect when both parties have signed",
    "only after training and certification",
)

NEVER = (
    "complete", "accepted", "approved", "eligible", "authorized", "pending", "congratulations", "joining", "deadline", "nominee", "status",
    "unsigned", "invalid", "wrong", "unreadable", "rejected", "denied", "qualif", "none", "undefined", "{{", "}}", "{%", "%}", "[", "]",
)  # fmt: skip


def must_say(facts: ReplyFacts, blocks: Blocks) -> Iterator[str]:
    yield f"We received your message on {facts.received}."
    yield from facts.references or (facts.reference,)
    yield from RECEIPT_ONLY
    yield blocks.contact_address
    yield blocks.office_name
    yield from (text for text in (blocks.office_phone, blocks.privacy_notice, blocks.sensitive_notice, blocks.records_line) if text)
    yield "A person on our staff will read it and answer you"
    yield f"answer you by {facts.answer_by}." if facts.answer_by else "We cannot name a date yet"
    yield "\n".join(PAPERS[facts.papers])
    if facts.other_attachments:
        yield f"{facts.other_attachments} {'other ' if facts.papers else ''}attachment{'s' if facts.other_attachments != 1 else ''}"
    if facts.folded:
        yield f"also for {facts.folded} more messages"
    if facts.out_of_hours:
        yield "Our office was closed when your message came."


def must_not_say(facts: ReplyFacts) -> Iterator[str]:
    yield from NEVER
    if not facts.answer_by:
        yield " by the end of "
    if not facts.missing:
        yield from ("did not find", "could not", "Please note")
    if not facts.folded:
        yield "more message"
    if not facts.out_of_hours:
        yield "was closed"


ACKNOWLEDGEMENTS = [name for name in catalogue.REPLIES if name != catalogue.NEUTRAL]


@pytest.mark.parametrize(("share", "name"), list(enumerate(ACKNOWLEDGEMENTS)))
def test_every_reply_says_in_every_case_what_it_must_and_never_what_it_must_not(share: int, name: str) -> None:
    for number, facts in enumerate(CASES[share % SHARES :: SHARES]):
        office, blocks = (OFFICE, samples.BLOCKS) if number % 2 else (BARE, samples.BARE_BLOCKS)
        rendered = office.render(name, facts)
        for words in must_say(facts, blocks):
            assert words in rendered.text, facts
        low = rendered.text.lower()
        for words in must_not_say(facts):
            assert words.lower() not in low, facts
        assert "K7M-4PQ-9TX" in rendered.subject
        assert len(rendered.subject) <= 78
        assert not rendered.fallback


@pytest.mark.parametrize("name", catalogue.REPLIES)
def test_text_and_html_say_the_same(name: str) -> None:
    for facts in CASES[::11]:
        rendered = OFFICE.render(name, facts)
        assert plain.words_of_html(rendered.html) == [*rendered.subject.split(), *plain.words_of_text(rendered.text)]


@pytest.mark.parametrize("name", catalogue.REPLIES)
def test_what_is_missing_always_says_that_nothing_need_be_done_where_it_was_sent(name: str) -> None:
    for facts in CASES[::5]:
        text = OFFICE.render(name, facts).text
        for line in text.splitlines():
            if "did not find" in line:
                assert line.endswith("in this message. If you already sent it, you need do nothing.")
            if "could not find" in line:
                assert line.endswith("you need do nothing.")


def test_the_neutral_line_says_that_the_mail_came_and_how_to_reach_a_person_and_nothing_more() -> None:
    for facts in CASES[::7]:
        rendered = OFFICE.render(catalogue.NEUTRAL, facts)
        assert rendered.subject == "We received your message"
        assert rendered.text == (
            f"Hello,\n\nWe received your message on {facts.received}. This automatic reply tells you that and nothing more.\n\n"
            f"To reach a person, write to {samples.BLOCKS.contact_address}. You can also call {samples.BLOCKS.office_phone}.\n\n"
            f"{samples.BLOCKS.sensitive_notice}\n\n{samples.BLOCKS.records_line}\n\n{samples.BLOCKS.privacy_notice}\n\n"
            f"{samples.BLOCKS.office_name}\n"
        )
    assert BARE.render(catalogue.NEUTRAL, samples.USUAL).text.endswith("write to program@office.example.\n\nPartnership Program Office\n")


def test_the_neutral_line_needs_no_reference() -> None:
    assert OFFICE.render(catalogue.NEUTRAL, ReplyFacts(reference="", received=samples.RECEIVED, answer_by=None)).text


def test_a_question_that_comes_while_the_office_is_closed_is_told_so_first() -> None:
    rendered = OFFICE.render(catalogue.QUESTION, samples.CLOSED)
    assert rendered.template == catalogue.OUT_OF_HOURS
    assert "counts from the next opening" in rendered.text
    assert OFFICE.render(catalogue.QUESTION, samples.QUESTION).template == catalogue.QUESTION
    assert OFFICE.render(catalogue.LETTER, samples.CLOSED).template == catalogue.LETTER


def test_nobody_is_told_that_the_office_was_closed_when_it_was_open() -> None:
    assert OFFICE.render(catalogue.OUT_OF_HOURS, samples.CLOSED).template == catalogue.OUT_OF_HOURS
    assert OFFICE.render(catalogue.OUT_OF_HOURS, samples.QUESTION).template == catalogue.QUESTION
    with_papers = replace(samples.CLOSED, papers=(LETTER,))
    assert OFFICE.render(catalogue.OUT_OF_HOURS, with_papers).template == catalogue.QUESTION


def test_blank_forms_are_a_link_and_only_where_a_page_is_set() -> None:
    facts = ReplyFacts(reference="K7M", received=samples.RECEIVED, answer_by=None)
    assert plain.read(OFFICE.render(catalogue.QUESTION, facts).html).links == ["https://office.example/program"]
    assert plain.read(BARE.render(catalogue.QUESTION, facts).html).links == []
    assert "forms" not in BARE.render(catalogue.QUESTION, facts).text


def test_several_agencies_have_a_reference_each() -> None:
    facts = ReplyFacts(reference="", received=samples.RECEIVED, answer_by=None, references=("AAA", "BBB"))
    rendered = OFFICE.render(catalogue.PAPERS, facts)
    assert "Each agency has a reference of its own." in rendered.text
    assert "- AAA\n- BBB\n" in rendered.text
    assert rendered.subject.endswith("(AAA)")


MARKER = "zq9marker7"
marked = st.text(max_size=8).map(lambda text: f"{text}{MARKER}{text}")


@given(
    name=st.sampled_from(list(catalogue.REPLIES)),
    kinds=st.lists(st.tuples(marked, st.none() | marked, st.integers()), max_size=4),
    codes=st.lists(st.sampled_from(["", "blank_signature:", "blank_date:", "agreement_not_found:", "letter_not_found "]), max_size=4),
    tail=marked,
    numbers=st.tuples(st.integers(), st.integers()),
)
@settings(max_examples=150, deadline=None)
def test_words_that_are_not_ours_never_reach_a_reply(
    name: str, kinds: list[tuple[str, str | None, int]], codes: list[str], tail: str, numbers: tuple[int, int]
) -> None:
    facts = ReplyFacts(
        reference="K7M-4PQ-9TX", received=samples.RECEIVED, answer_by=samples.ANSWER_BY, papers=tuple(Paper(*kind) for kind in kinds),
        missing=tuple(code + tail for code in codes), models_asked=(tail,), other_attachments=numbers[0], folded=numbers[1],
    )  # fmt: skip
    rendered = OFFICE.render(name, facts)
    assert MARKER not in rendered.text + rendered.html + rendered.subject


any_text = st.text(max_size=40) | st.sampled_from(
    ["<script>alert(1)</script>", "a\r\nBcc: x@y.example", "\u202egnp.exe", "----", "{{ 7*7 }}", "- a\n- b"]
)


@given(name=st.sampled_from(list(catalogue.REPLIES)), text=any_text, references=st.lists(any_text, max_size=3), page=any_text)
@settings(max_examples=25, deadline=None)
def test_no_text_can_break_out_of_its_line_or_become_markup(name: str, text: str, references: list[str], page: str) -> None:
    office = renderer.load(None, Blocks(text, text, text, program_page=page))
    facts = ReplyFacts(reference=f"K7M{text}", received=text, answer_by=text, agency=text, references=tuple(references), out_of_hours=True)
    rendered: Rendered = office.render(name, facts)
    assert "\n" not in rendered.subject
    assert "\r" not in rendered.subject + rendered.text
    assert "\u202e" not in rendered.text
    reading = plain.read(rendered.html)
    assert set(reading.tags) <= {"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "br", "ul", "li", "a"}
    assert all(link == page.strip() for link in reading.links)


def test_every_reply_that_a_decision_may_name_is_in_the_catalogue_and_no_other() -> None:
    named = {value for value in vars(reply_names).values() if isinstance(value, str) and value.startswith("acknowledgement.")}
    assert named | set(reply_names.BY_TOPIC.values()) == set(catalogue.REPLIES)
