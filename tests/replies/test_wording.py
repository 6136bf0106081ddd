"""Facts in our words."""

from dataclasses import replace

import pytest

from intake.documents.document import MODEL_NAMES
from intake.replies import catalogue, samples, wording
from intake.replies.facts import Blocks, Paper, ReplyFacts

ALREADY = "If you already sent it, you need do nothing."
FACTS = ReplyFacts(reference="K7M", received=samples.RECEIVED, answer_by=None)


def test_every_variable_of_the_catalogue_is_set_and_no_other() -> None:
    for facts in samples.FACTS.values():
        assert set(wording.context(facts, samples.BARE_BLOCKS)) == set(catalogue.VARIABLES)


def test_a_template_sees_plain_values_alone() -> None:
    for value in wording.context(samples.FULL, samples.BLOCKS).values():
        assert isinstance(value, str | int | list)
        for entry in value if isinstance(value, list) else []:
            assert isinstance(entry, str) or {type(inner) for inner in entry.values()} <= {str, int}


def test_the_models_are_named_as_everywhere_in_the_house() -> None:
    assert {str(model): name for model, name in MODEL_NAMES.items()} == wording.MODEL_NAMES


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("attachment_not_found",), ["We did not find an attachment in this message. If you already sent it, you need do nothing."]),
        (("letter_not_found",), ["We did not find a Letter of Interest in this message. If you already sent it, you need do nothing."]),
        (
            ("agreement_not_found",),
            ["We did not find a Memorandum of Agreement in this message. If you already sent it, you need do nothing."],
        ),
        (
            ("agreement_not_found:TFM", "agreement_not_found:Warrant Service Officer"),
            [
                f"We did not find a Memorandum of Agreement for the Task Force Model in this message. {ALREADY}",
                f"We did not find a Memorandum of Agreement for the Warrant Service Officer model in this message. {ALREADY}",
            ],
        ),
        (("blank_signature:9",), ["We could not find a signature on page 9. If you already sent a signed copy, you need do nothing."]),
        (
            ("blank_signature",),
            ["We could not find a signature where we looked for it. If you already sent a signed copy, you need do nothing."],
        ),
        (("blank_date:x",), ["We could not find a date where we looked for it. If you already sent a dated copy, you need do nothing."]),
        (("password", "password"), ["One of your files asks for a password. Please send a copy that opens without one."]),
        (("name_differs", "agreement_not_found:nonsense", ""), []),
    ],
)
def test_a_finding_has_its_words_and_an_unknown_one_has_none(codes: tuple[str, ...], expected: list[str]) -> None:
    assert wording.missing(replace(FACTS, missing=codes)) == expected


def test_only_agreements_that_did_not_come_are_missed() -> None:
    facts = replace(
        FACTS, missing=("agreement_not_found",), models_asked=("TFM", "JEM"), papers=(Paper("agreement", "Task Force Model", 14),)
    )
    assert [("Jail" in text, "Task" in text) for text in wording.missing(facts)] == [(True, False)]


def test_a_link_in_place_of_a_file_is_told_once() -> None:
    assert wording.missing(replace(FACTS, links_only=True, missing=("link_instead",))) == [
        "Your message has a link where we looked for a file. We cannot open links. Please attach the file."
    ]


def test_numbers_are_counted_in_words_that_agree() -> None:
    one = wording.context(replace(FACTS, other_attachments=1, folded=1), samples.BLOCKS)
    assert one["attachments_line"] == "1 attachment"
    assert one["folded_line"] == "This reply is also for 1 more message that you sent at about the same time."
    unread = wording.context(replace(FACTS, papers=(Paper("letter", None, 0),)), samples.BLOCKS)
    assert unread["papers"][0]["line"] == "Letter of Interest"  # type: ignore[index]


def lines_of(*papers: Paper) -> list[str]:
    return [entry["line"] for entry in wording.context(replace(FACTS, papers=papers), samples.BLOCKS)["papers"]]  # type: ignore[attr-defined]


def test_papers_that_are_alike_are_told_together() -> None:
    letter, task = Paper("letter", None, 1), Paper("agreement", "TFM", 14)
    assert lines_of(letter, task, letter, replace(letter, pages=2), letter, task) == [
        "3 Letters of Interest, 1 page each",
        "2 Memoranda of Agreement, Task Force Model, 14 pages each",
        "Letter of Interest, 2 pages",
    ]
    assert lines_of(Paper("other", None, 0), Paper("other", None, 0)) == ["2 other papers"]


def test_papers_past_the_end_of_the_list_are_counted() -> None:
    papers = tuple(Paper("letter", None, pages) for pages in (*range(1, 34), 33))
    made = wording.context(replace(FACTS, papers=papers, other_attachments=2), samples.BLOCKS)
    assert len(made["papers"]) == wording.MAX_ENTRIES  # type: ignore[arg-type]
    assert made["attachments_line"] == "4 more papers and 2 other attachments"


def test_references_past_the_end_of_the_list_are_counted() -> None:
    references = tuple(f"R{number}" for number in range(wording.MAX_REFERENCES + 12))
    told = wording.context(replace(FACTS, references=references), samples.BLOCKS)["references"]
    assert isinstance(told, list)
    assert told[:-1] == list(references[: wording.MAX_REFERENCES])
    assert told[-1] == "and 12 more, which a person on our staff can tell you"
    fits = wording.context(replace(FACTS, references=references[: wording.MAX_REFERENCES]), samples.BLOCKS)["references"]
    assert fits == list(references[: wording.MAX_REFERENCES])


def test_notes_past_the_end_of_the_list_are_counted() -> None:
    for pages, last in ((31, "There is 1 more note of this kind."), (33, "There are 3 more notes of this kind.")):
        told = wording.missing(replace(FACTS, missing=tuple(f"blank_date:{page}" for page in range(1, pages + 1))))
        assert len(told) == wording.MAX_ENTRIES + 1
        assert told[-1] == last


def test_what_an_admin_has_yet_to_word_is_named() -> None:
    assert wording.reminders(samples.BLOCKS) == ()
    assert len(wording.reminders(samples.BARE_BLOCKS)) == 5
    assert any("Social Security" in text for text in wording.reminders(Blocks("Office", "a@office.example")))
