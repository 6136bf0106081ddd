"""One reply a topic: receipt, who answers, and only what is certain for everyone."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from intake.applications.reply_names import BY_TOPIC, QUESTION
from intake.applications.topics import NEVER_BY_MACHINE, Topic
from intake.replies import catalogue, folders, renderer, samples
from intake.replies.facts import Paper
from tests.replies import plain

OFFICE = renderer.load(None, samples.BLOCKS)
BARE = renderer.load(None, samples.BARE_BLOCKS)
SHIPPED = folders.read(folders.shipped_folder()).sources
REVIEWED = Path(__file__).parents[2] / "docs" / "decisions" / "topic-replies.md"

OWN = {topic: name for topic, name in BY_TOPIC.items() if name != QUESTION}
each_topic = pytest.mark.parametrize(("topic", "name"), OWN.items(), ids=lambda value: str(value))

SAYS = {
    Topic.MODELS: ("- Jail Enforcement Model\n- Task Force Model\n- Warrant Service Officer\n", "may ask for one model or for more"),
    Topic.COSTS: ("answers questions about costs and payments", "gives no figures"),
    Topic.TRAINING: ("answers questions about training", "no dates, places or lengths"),
    Topic.OFFICERS: ("answers questions about officers", "do not need to name any officers"),
    Topic.SIGNING: ('only the part marked "For the LEA"', "does not say who may sign"),
    Topic.DEADLINES: ("does not say what the law of your state asks",),
    Topic.DURATION: ("does not say how long an application takes",),
    Topic.FORMS_HELP: ("an agency fills in:\n\n- its name, on the first page\n", 'leave the part marked "For ICE" empty', "as PDF files"),
    Topic.BLANK_FORMS: ("has no forms attached",),
    Topic.ADDING_MODEL: ("may ask for more than one model", "next steps"),
}
SUBJECTS = {
    Topic.MODELS: "the models",
    Topic.COSTS: "costs",
    Topic.TRAINING: "training",
    Topic.OFFICERS: "officers",
    Topic.SIGNING: "signing",
    Topic.DEADLINES: "dates set by state law",
    Topic.DURATION: "how long it takes",
    Topic.FORMS_HELP: "the forms",
    Topic.BLANK_FORMS: "blank forms",
    Topic.ADDING_MODEL: "adding a model",
}
UNCERTAIN = (
    r"\d|\$|percent|per cent|\b(one|two|three|four) (weeks?|years?|months?|days?|hours?)\b|"
    r"reimburs|overtime|salar|fund|money|free|cheap|fletc|online|instructor|pass mark|retake|"
    r"citizen|background|experience|investigat|nominat|nominee|candidate|"
    r"georgia|florida|texas|louisiana|virginia|oblige|required|requires|must|mandat|in time|too late|on time|met\b|missed|"
    r"sheriff|chief|council|board|attorney|governor|usually|normally|about \w+ weeks|quick|soon|fast|approv"
)
"""What is a figure, disputed, known at second hand, about a person, or about what a law asks."""


def own_words(name: str) -> str:
    """What the topic's reply says for itself, with and without a page of the program, and without the tags."""
    body = SHIPPED[catalogue.path(name, catalogue.BODY)]
    lines = [line for line in body.splitlines() if "on our page" not in line or "else" in line]
    text = re.sub(r"\{% if program_page %\}You can find.*?\{% else %\}", "", "\n".join(lines))
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", text)


def own_sentences(name: str) -> list[str]:
    """Its sentences between the greeting and what every reply ends with; without headings and lists."""
    text = own_words(name).split("What this reply means")[0]
    text = re.sub(r"(?m)^.*\n-{3,}$|^- .*$|^Hello,$", "", text)
    return [sentence for sentence in re.split(r'(?<=[.:])\s+|(?<=\.")\s+', " ".join(text.split())) if sentence]


def test_every_topic_that_a_machine_may_answer_has_a_reply_and_no_two_the_same() -> None:
    assert set(BY_TOPIC) == set(Topic) - NEVER_BY_MACHINE
    assert BY_TOPIC[Topic.OTHER] == QUESTION
    assert len(set(BY_TOPIC.values())) == len(BY_TOPIC)
    assert set(SAYS) == set(SUBJECTS) == set(OWN) == set(catalogue.TOPICS)


@each_topic
def test_a_topic_has_its_own_words(topic: Topic, name: str) -> None:
    for facts in (samples.QUESTION, samples.CLOSED, samples.MINIMAL, samples.FULL):
        rendered = OFFICE.render(name, facts)
        assert rendered.template == name
        assert rendered.subject == f"We received your question about {SUBJECTS[topic]} (K7M-4PQ-9TX)"
        for words in SAYS[topic]:
            assert words in rendered.text
        assert "Your question seems to be about " in rendered.text
        assert "If it is about something else, you need do nothing. A person will read what you wrote." in rendered.text


@each_topic
def test_a_topic_says_nothing_that_is_not_certain_for_everyone(topic: Topic, name: str) -> None:
    del topic
    assert re.findall(UNCERTAIN, own_words(name).lower()) == []


@each_topic
def test_every_sentence_of_a_topic_stands_in_the_list_with_its_source(topic: Topic, name: str) -> None:
    del topic
    reviewed = set(re.findall(r"(?m)^\| (.+?) \| .+ \|$", REVIEWED.read_text(encoding="utf-8")))
    new = [each for each in own_sentences(name) if each not in reviewed and not each.startswith("Your question seems to be about ")]
    assert new == []
    assert len(own_sentences(name)) >= 4


@each_topic
def test_a_topic_keeps_its_words_while_the_office_is_closed_and_says_that_it_was(topic: Topic, name: str) -> None:
    rendered = OFFICE.render(name, samples.CLOSED)
    assert rendered.template == name
    assert SAYS[topic][0] in rendered.text
    answer = f"A person on our staff will read it and answer you by {samples.ANSWER_BY}."
    assert f"Our office was closed when your message came. {answer}" in " ".join(rendered.text.split())
    endless = OFFICE.render(name, replace(samples.CLOSED, answer_by=None)).text
    assert "We cannot name a date yet" in endless
    assert "2026, Eastern" not in endless


def test_how_long_it_takes_speaks_of_a_date_only_where_there_is_one() -> None:
    name = BY_TOPIC[Topic.DURATION]
    assert "The date above is for our answer to your question." in OFFICE.render(name, samples.QUESTION).text
    assert "The date above" not in OFFICE.render(name, samples.MINIMAL).text


def test_blank_forms_are_told_as_a_link_or_left_to_a_person() -> None:
    name = BY_TOPIC[Topic.BLANK_FORMS]
    linked, bare = OFFICE.render(name, samples.QUESTION), BARE.render(name, samples.QUESTION)
    assert plain.read(linked.html).links == ["https://office.example/program"]
    assert "will tell you where to find the forms" not in linked.text
    assert plain.read(bare.html).links == []
    assert "A person on our staff will tell you where to find the forms." in bare.text


def test_a_question_that_brings_a_paper_is_told_what_came() -> None:
    text = OFFICE.render(BY_TOPIC[Topic.FORMS_HELP], replace(samples.QUESTION, papers=(Paper("agreement", "TFM", 14),))).text
    assert "- Memorandum of Agreement, Task Force Model, 14 pages\n" in text


def test_papers_that_did_not_come_as_files_are_asked_for_as_files() -> None:
    for facts in (samples.LINK, samples.QUESTION, samples.CLOSED):
        rendered = OFFICE.render(catalogue.CANNOT_OPEN, facts)
        assert rendered.template == catalogue.CANNOT_OPEN
        assert "We do not open links, and we do not sign in to other services." in rendered.text
        assert "Please attach your papers to a reply as PDF files that open without a password." in rendered.text
        assert "If you already sent them that way, you need do nothing." in rendered.text
        assert ("a link where we looked for a file" in rendered.text) == facts.links_only
