"""How much speaks for each kind of mail, by who writes and what he wants."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from intake.applications import evidence, reading
from intake.applications.kinds import Kind
from intake.applications.reading import Reading
from intake.applications.speaker import Speaker
from tests.applications import made

SILENT = reading.read(made.message("", subject=""))
NOBODY = Speaker(agency=0.0, congress=0.0, press=0.0, lawyer=0.0, vendor=0.0, job=0.0, student=0.0, person=0.0, stranger=False)
AGENCY = replace(NOBODY, agency=evidence.SURE_AGENCY)
NOT_QUITE = replace(NOBODY, agency=evidence.SURE_AGENCY - 0.1)
MANY = 3

WORDS = {
    Kind.THREAT: "violence",
    Kind.CONGRESSIONAL: "congress",
    Kind.LEGAL: "litigation",
    Kind.RECORDS_REQUEST: "records",
    Kind.PRESS: "press",
    Kind.COMPLAINT: "complaint",
    Kind.CHANGE: "new_head",
    Kind.PARTNER: "takes_part",
}
"""A table whose phrases speak for the kind by themselves."""
NOT_AN_AGENCYS = (Kind.CONGRESSIONAL, Kind.LEGAL, Kind.RECORDS_REQUEST, Kind.PRESS, Kind.COMPLAINT)


def said(*tables: str, times: int = 1, **more: Any) -> Reading:
    """A mail in which so many phrases of each table were met."""
    return replace(SILENT, wants=Counter(dict.fromkeys(tables, times)), **more)


def held(words: Reading, who: Speaker = NOBODY) -> dict[Kind, float]:
    return evidence.held(words, who)


def test_where_nothing_is_said_nothing_speaks_for_any_kind() -> None:
    assert set(held(SILENT).values()) == {0.0}
    assert evidence.inquiry(SILENT, AGENCY) == evidence.application(SILENT, AGENCY) == 0.0


@pytest.mark.parametrize(("kind", "table"), WORDS.items())
def test_the_words_of_a_kind_speak_for_it_and_for_no_other(kind: Kind, table: str) -> None:
    scores = held(said(table))
    assert scores.pop(kind) > 0
    assert set(scores.values()) == {0.0}


@pytest.mark.parametrize(("kind", "table"), WORDS.items())
def test_more_phrases_say_more_and_a_phrase_in_the_subject_says_more_than_one_in_the_text(kind: Kind, table: str) -> None:
    one, many = held(said(table))[kind], held(said(table, times=MANY))[kind]
    assert one < many < MANY * one
    assert held(said(table, subject=Counter({table: 1})))[kind] > one
    assert held(said(table, times=50))[kind] == many


@pytest.mark.parametrize(("kind", "table"), WORDS.items())
def test_words_in_a_paper_beside_the_mail_count_though_for_less_than_the_authors_own(kind: Kind, table: str) -> None:
    beside = held(replace(SILENT, beside=Counter({table: 1})))[kind]
    assert 0 < beside < held(said(table))[kind]


@pytest.mark.parametrize("kind", [Kind.CHANGE, *NOT_AN_AGENCYS, Kind.THREAT, Kind.PARTNER])
def test_a_phrase_that_only_one_kind_uses_weighs_more_than_one_that_any_mail_may_hold(kind: Kind) -> None:
    sure = held(replace(SILENT, sure=Counter({kind.value: 1})))
    assert sure.pop(kind) == evidence.SURELY
    assert set(sure.values()) == {0.0}


@pytest.mark.parametrize("kind", NOT_AN_AGENCYS)
def test_from_an_agency_beyond_doubt_the_words_of_others_weigh_less_and_short_of_it_as_much_as_ever(kind: Kind) -> None:
    words = said(WORDS[kind])
    assert held(words, AGENCY)[kind] < held(words, NOT_QUITE)[kind] == held(words)[kind]


def test_a_threat_weighs_the_same_whoever_makes_it_and_a_call_for_help_less_from_an_agency() -> None:
    assert held(said("violence"), AGENCY)[Kind.THREAT] == held(said("violence"))[Kind.THREAT]
    for table in ("emergency", "tip"):
        assert 0 < held(said(table), AGENCY)[Kind.THREAT] < held(said(table))[Kind.THREAT]


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ({"congress": 5.0}, Kind.CONGRESSIONAL),
        ({"press": 2.0}, Kind.PRESS),
        ({"lawyer": 2.0}, Kind.LEGAL),
        ({"vendor": 2.0}, Kind.PUBLIC),
        ({"job": 2.0}, Kind.PUBLIC),
        ({"student": 2.0}, Kind.PUBLIC),
        ({"person": 2.0}, Kind.PUBLIC),
    ],
)
def test_who_writes_speaks_for_a_kind_without_a_word(who: dict[str, float], kind: Kind) -> None:
    scores = held(SILENT, replace(NOBODY, **who))
    assert max(scores, key=lambda one: scores[one]) is kind
    assert scores[kind] > 0


def test_a_lawyers_signature_alone_is_no_legal_demand() -> None:
    assert held(SILENT, replace(NOBODY, lawyer=50.0))[Kind.LEGAL] <= evidence.BAR


def test_of_several_trades_the_strongest_counts_and_not_their_sum() -> None:
    both = replace(NOBODY, vendor=2.0, job=2.0, student=2.0)
    assert held(SILENT, both)[Kind.PUBLIC] == held(SILENT, replace(NOBODY, vendor=2.0))[Kind.PUBLIC]


def test_a_stranger_for_whom_no_agency_speaks_is_more_likely_one_of_the_public() -> None:
    stranger = replace(NOBODY, person=1.0, stranger=True)
    assert held(SILENT, stranger)[Kind.PUBLIC] > held(SILENT, replace(stranger, stranger=False))[Kind.PUBLIC]
    assert held(SILENT, replace(stranger, agency=1.0))[Kind.PUBLIC] < held(SILENT, stranger)[Kind.PUBLIC]
    assert held(SILENT, replace(stranger, agency=evidence.SURE_AGENCY))[Kind.PUBLIC] < 0


def test_words_of_ending_are_a_change_only_with_something_of_ours_that_ends() -> None:
    assert held(said("ends"))[Kind.CHANGE] == held(said("ends_what"))[Kind.CHANGE] == 0.0
    assert held(said("ends", "ends_what"))[Kind.CHANGE] > 0
    assert held(replace(said("ends"), beside=Counter({"ends_what": 1})))[Kind.CHANGE] > 0
    assert held(said("ends", subject=Counter({"ends": 1})))[Kind.CHANGE] > held(said("ends", "ends_what"))[Kind.CHANGE]


@pytest.mark.parametrize(("kind", "tables"), [(Kind.CHANGE, ("new_head",)), (Kind.PARTNER, ("takes_part",))])
def test_who_asks_before_he_joins_neither_changes_nor_takes_part(kind: Kind, tables: tuple[str, ...]) -> None:
    assert held(said(*tables, "way"))[kind] <= 0 < held(said(*tables))[kind]


def test_who_asks_for_one_model_more_is_no_partner_with_a_matter_of_his_own() -> None:
    words = said("takes_part", topics=Counter({"adding_model": 1}))
    asking = replace(words, questions=1)
    assert held(asking)[Kind.PARTNER] < held(words)[Kind.PARTNER] == held(said("takes_part"))[Kind.PARTNER]


def test_records_are_asked_for_more_plainly_with_the_name_of_an_act() -> None:
    act, records = (held(said(table))[Kind.RECORDS_REQUEST] for table in ("records_act", "records"))
    assert held(said("records_act", "records"))[Kind.RECORDS_REQUEST] > act + records


@pytest.mark.parametrize("asks", [{"questions": 1}, {"wants": Counter({"asks": 1})}])
def test_a_question_is_an_inquiry_by_its_topic_and_by_who_asks_and_nothing_is_one_without_a_question(asks: dict[str, Any]) -> None:
    about = replace(SILENT, topics=Counter({"training": 1}))
    assert evidence.inquiry(about, AGENCY) == 0.0
    asked = replace(about, **asks)
    assert evidence.inquiry(asked, AGENCY) > evidence.inquiry(asked, NOBODY) > evidence.inquiry(replace(SILENT, **asks), NOBODY)
    assert evidence.inquiry(replace(asked, topics=Counter({"training": 1, "costs": 1})), AGENCY) == evidence.inquiry(asked, AGENCY)


def test_an_agency_that_says_it_applies_applies_and_a_link_to_its_papers_says_more() -> None:
    applies = said("applies")
    assert evidence.application(said("program"), AGENCY) == 0.0
    assert evidence.application(applies, AGENCY) > evidence.application(applies, NOBODY) > 0
    assert evidence.application(replace(applies, links=True), NOBODY) > evidence.application(applies, NOBODY)


@pytest.mark.parametrize("table", ["program", "jargon", "way"])
def test_a_question_that_names_the_program_or_asks_before_joining_is_more_plainly_one(table: str) -> None:
    assert evidence.inquiry(replace(said(table), questions=1), NOBODY) > evidence.inquiry(replace(SILENT, questions=1), NOBODY)


def test_who_names_the_program_applies_more_plainly() -> None:
    assert evidence.application(said("applies", "program"), NOBODY) > evidence.application(said("applies"), NOBODY)


@pytest.mark.parametrize("of", [evidence.inquiry, evidence.application])
def test_beyond_a_bound_who_writes_adds_nothing_to_what_he_says(of: Any) -> None:
    words = replace(said("applies"), questions=1)
    assert of(words, replace(NOBODY, agency=4.0)) == of(words, replace(NOBODY, agency=40.0))
