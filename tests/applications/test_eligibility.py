"""What the program asks, said to staff: by kind of agency and by model, and never about a person."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.applications import agency_kinds, eligibility, heads
from intake.applications.agency_kinds import Looks
from intake.applications.directory import DirectoryMatch
from intake.applications.eligibility import Agency, Said
from intake.applications.finding import Finding
from intake.applications.heads import Rank
from intake.documents.document import Document, Form, Model
from tests.applications import made

TOWN = Agency("Brookfield Police Department", "OH", "police")
COUNTY = Agency("Marlow County Sheriff's Office", "FL", "sheriff", "Marlow")


def entry(*, certain: bool = True) -> DirectoryMatch:
    return DirectoryMatch("OH1", "Brookfield Police Department", "OH", "", "police", 100.0, certain)


def assess(agency: Agency = TOWN, *documents: Document, models: tuple[Model, ...] = (Model.TFM,), **more: object) -> tuple[Finding, ...]:
    return eligibility.assess(agency, documents, models=models, **more)  # type: ignore[arg-type]


def codes(agency: Agency = TOWN, *documents: Document, models: tuple[Model, ...] = (Model.TFM,), **more: object) -> set[str]:
    return {f.code for f in assess(agency, *documents, models=models, **more)}


def letter(*fields: tuple[str, str | int], text: str = "") -> Document:
    return replace(
        made.paper(Form.LOI, agency="Brookfield Police Department", fields=tuple(made.field(n, v) for n, v in fields)),
        text_excerpt=text,
    )


# who takes part


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("Brookfield Police Department", Looks.LEA),
        ("Marlow County Sheriff’s Office", Looks.LEA),
        ("Office of Constable, Elm Fork 6th Ward", Looks.LEA),
        ("Marlow Regional Jail Authority", Looks.LEA),
        ("State Fire Marshal", Looks.LEA),
        ("Florida National Guard", Looks.LEA),
        ("Office of the Attorney General", Looks.LEA),
        ("Brookfield Airport Police", Looks.LEA),
        ("Marlow State University Board of Trustees Police Department", Looks.LEA),
        ("State Lottery", Looks.LEA),
        ("Federal Way Police Department", Looks.LEA),
        ("Federal Heights Police Department", Looks.LEA),
        ("Union City Police Department", Looks.LEA),
        ("League City Police Department", Looks.LEA),
        ("Society Hill Police Department", Looks.LEA),
        ("Falls Church Police Department", Looks.LEA),
        ("Pueblo Police Department", Looks.LEA),
        ("Indian River County Sheriff's Office", Looks.LEA),
        ("Police Department of the Corporation of Elm Ferry", Looks.LEA),
        ("Marlow Institute of Technology Police Department", Looks.LEA),
        ("U.S. Marshals Service", Looks.FEDERAL),
        ("Federal Bureau of Investigation", Looks.FEDERAL),
        ("United States Border Patrol", Looks.FEDERAL),
        ("Elm Fork Tribal Police", Looks.TRIBAL),
        ("Seven Oaks Nation Police Department", Looks.TRIBAL),
        ("Apex Guard Services LLC", Looks.PRIVATE),
        ("Brookfield Private Security", Looks.PRIVATE),
        ("Marlow Special Police, Inc.", Looks.PRIVATE),
        ("Marlow Sheriffs' Association", Looks.ASSOCIATION),
        ("Fraternal Order of Police Lodge 12", Looks.ASSOCIATION),
        ("Brookfield Fire Department", Looks.FIRE),
        ("Marlow County Public Works", Looks.OTHER_DEPARTMENT),
        ("Brookfield Parks & Recreation", Looks.OTHER_DEPARTMENT),
        ("Marlow County Board of County Commissioners", Looks.BOARD),
        ("City of Brookfield", Looks.PLACE),
        ("Marlow County", Looks.PLACE),
        ("Department of Environmental Protection", Looks.UNCLEAR),
        ("", Looks.UNCLEAR),
        ("١٢٣ ‮", Looks.UNCLEAR),
    ],
)
def test_a_name_is_told_for_what_it_looks_like(name: str, looks: Looks) -> None:
    assert agency_kinds.looks(name) is looks


@pytest.mark.parametrize(
    "name",
    [
        "U.S. Marshals Service",
        "Apex Guard Services LLC",
        "Brookfield Fire Department",
        "Marlow County Public Works",
        "Elm Fork Tribal Police",
    ],
)
def test_who_does_not_look_like_a_law_enforcement_agency_is_a_question_for_staff(name: str) -> None:
    found = [f for f in assess(Agency(name, "OH", "other")) if f.code.startswith("agency-looks-")]
    assert [f.audience for f in found] == ["staff"]


def test_an_agency_without_a_name_is_asked_nothing() -> None:
    assert codes(Agency("", "", ""), directory_known=True) == set()


def test_a_listed_agency_needs_no_word_of_police_but_a_company_is_asked_all_the_same() -> None:
    assert codes(Agency("Marlow Public Schools", "OH", "other"), directory=entry(), directory_known=True) == set()
    assert "agency-looks-private" in codes(Agency("Marlow Railroad Inc", "OH", "other"), directory=entry(), directory_known=True)


def test_not_found_in_the_directory_proves_nothing_and_says_so() -> None:
    (found,) = [f for f in assess(directory_known=True) if f.code == "not-in-directory"]
    assert "proves nothing" in found.text
    assert "not-in-directory" not in codes()
    assert codes(directory=entry(), directory_known=True) == set()
    assert codes(directory=entry(certain=False), directory_known=True) == {"directory-near"}


# models


@pytest.mark.parametrize("kind", ["police", "constable", "university", "state"])
@pytest.mark.parametrize("model", [Model.JEM, Model.WSO])
def test_a_jail_model_asked_for_without_a_known_jail_is_a_question(kind: str, model: Model) -> None:
    (found,) = eligibility.jail_questions(kind, [Model.TFM, model])
    assert (found.code, found.model, found.audience) == (f"jail-model-{kind}", model, "staff")
    assert found.text.endswith("?")


@pytest.mark.parametrize("kind", ["sheriff", "corrections", "other", ""])
def test_who_may_run_a_jail_is_not_asked(kind: str) -> None:
    assert eligibility.jail_questions(kind, list(Model)) == ()


def test_a_police_department_that_asks_for_the_task_force_alone_is_not_asked() -> None:
    assert eligibility.jail_questions("police", [Model.TFM]) == ()


def test_a_letter_that_speaks_of_a_jail_changes_the_question() -> None:
    found = assess(TOWN, models=(Model.WSO,), said=frozenset({Said.JAIL}))
    assert any("speaks of a jail" in f.text for f in found)


# papers that disagree


def test_two_papers_that_name_two_agencies_are_shown_to_staff() -> None:
    other = made.agreement(agency="Elm Fork Police Department")
    assert "names-disagree" in codes(TOWN, letter(), other)
    assert "names-disagree" not in codes(TOWN, letter(), made.agreement(agency="Brookfield Police Dept."))
    assert "states-disagree" in codes(TOWN, letter(), made.agreement(agency="Brookfield Police Department", state="TX"))


def test_a_name_read_with_doubt_disagrees_with_nothing() -> None:
    assert "names-disagree" not in codes(TOWN, letter(), made.agreement(agency="Elm Fork Police Department", confidence=0.5))


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Ada Moss", "Ada B. Moss", None),
        ("Bob Moss", "Robert Moss, Jr.", None),
        ("Chad Cronnister", "Chad Chronister", "signatory-spelt-twice"),
        ("Ada Moss", "Lee Tarrant", "signatories-differ"),
    ],
)
def test_two_signatories_are_told_from_two_spellings(one: str, other: str, code: str | None) -> None:
    signed = made.paper(Form.MOA, Model.TFM, agency="Brookfield Police Department", fields=(made.field("signatory_name", other),))
    found = codes(TOWN, letter(("signatory_name", one)), signed) & {"signatory-spelt-twice", "signatories-differ"}
    assert found == ({code} if code else set())


# who signs


@pytest.mark.parametrize(
    ("kind", "title", "rank"),
    [
        ("sheriff", "Sheriff", Rank.HEAD),
        ("sheriff", "Acting Sheriff", Rank.HEAD),
        ("sheriff", "Undersheriff", Rank.BELOW),
        ("sheriff", "Chief Deputy", Rank.BELOW),
        ("sheriff", "Captain, Sheriff's Office", Rank.BELOW),
        ("sheriff", "Chairman, Board of County Commissioners", Rank.GOVERNMENT),
        ("sheriff", "County Judge", Rank.GOVERNMENT),
        ("police", "Chief of Police", Rank.HEAD),
        ("police", "Interim Police Chief", Rank.HEAD),
        ("police", "Chief of Police, Detective Division", Rank.HEAD),
        ("police", "Director of Public Safety", Rank.HEAD),
        ("police", "Town Marshal", Rank.HEAD),
        ("police", "Deputy Chief of Police", Rank.BELOW),
        ("police", "Assistant Chief", Rank.BELOW),
        ("police", "Lt.", Rank.BELOW),
        ("police", "City Manager", Rank.GOVERNMENT),
        ("police", "Mayor", Rank.GOVERNMENT),
        ("police", "Councilwoman", Rank.GOVERNMENT),
        ("constable", "Constable, Precinct 4", Rank.HEAD),
        ("constable", "Deputy Constable", Rank.BELOW),
        ("corrections", "Warden", Rank.HEAD),
        ("corrections", "Jail Administrator", Rank.HEAD),
        ("corrections", "Chair, County Commission", Rank.GOVERNMENT),
        ("state", "Attorney General", Rank.HEAD),
        ("state", "Assistant Attorney General", Rank.BELOW),
        ("state", "Major General", Rank.HEAD),
        ("state", "Colonel", Rank.HEAD),
        ("state", "Governor", Rank.GOVERNMENT),
        ("university", "Chief of Police", Rank.HEAD),
        ("police", "Evangelist", Rank.UNKNOWN),
        ("police", "", Rank.UNKNOWN),
        ("other", "Captain", Rank.UNKNOWN),
    ],
)
def test_a_title_is_measured_by_the_kind_of_agency(kind: str, title: str, rank: Rank) -> None:
    assert heads.rank(kind, title) is rank


def test_a_title_below_the_head_and_one_of_the_government_are_shown_with_their_page() -> None:
    for title, code in (("Captain", "signatory-not-head"), ("City Manager", "signatory-government")):
        (found,) = [f for f in assess(TOWN, letter(("signatory_title", title))) if f.code.startswith("signatory")]
        assert (found.code, found.page, found.form, found.audience) == (code, 1, Form.LOI, "staff")
    doubtful = made.paper(Form.LOI, fields=(made.field("signatory_title", "Captain", confidence=0.4),))
    assert not codes(TOWN, doubtful) & {"signatory-not-head", "signatory-government"}


# nominees


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("All officers are United States citizens with two years of experience.", {Said.CITIZENSHIP, Said.EXPERIENCE}),
        ("Train (4) deputies with a minimum of two years experience.", {Said.EXPERIENCE}),
        ("Each candidate is a U.S. citizen.", {Said.CITIZENSHIP}),
        ("This will serve the citizens of Marlow County.", set()),
        ("We wish to identify inmates who are not United States citizens.", set()),
        ("Our jail has 505 beds and was built ten years ago.", {Said.JAIL}),
        ("We have worked with your office for years.", set()),
    ],
)
def test_what_a_letter_speaks_of_is_noted_in_codes(text: str, said: set[Said]) -> None:
    assert eligibility.said_in([letter(text=text)]) - {Said.WHOLE} == said


def test_silence_is_said_only_of_a_letter_that_was_read_to_its_end() -> None:
    silent = letter(text="We ask to take part in the program.")
    assert {"citizenship-not-named", "experience-not-named"} <= codes(TOWN, silent)
    long = letter(text="We ask to take part. " * 100)
    for unread in (letter(), replace(silent, fully_read=False), replace(long, text_excerpt=long.text_excerpt[: eligibility.EXCERPT])):
        assert not {"citizenship-not-named", "experience-not-named"} & codes(TOWN, unread)


def test_years_of_experience_are_asked_by_the_task_force_model_alone() -> None:
    spoken = letter(text="All officers are U.S. citizens with three years of service.")
    assert {"citizenship-named", "experience-named"} <= codes(TOWN, spoken)
    found = codes(COUNTY, spoken, models=(Model.JEM,))
    assert "citizenship-named" in found
    assert not {code for code in found if code.startswith("experience")}


def test_codes_from_the_record_stand_for_words_that_are_not_kept() -> None:
    assert "citizenship-named" in codes(TOWN, letter(), said=frozenset({Said.WHOLE, Said.CITIZENSHIP}))


def test_officers_put_forward_are_counted_or_their_absence_said() -> None:
    (found,) = [f for f in assess(TOWN, letter(("officers_nominated", 5))) if f.code == "nominees-counted"]
    assert "5 officers" in found.text
    assert "nominees-not-counted" in codes(TOWN, letter())
    assert not {"nominees-counted", "nominees-not-counted"} & codes(TOWN, replace(letter(), fully_read=False))


# states


@pytest.mark.parametrize(
    ("agency", "words"),
    [
        (COUNTY, "section 908.11"),
        (Agency("Marlow County Jail", "FL", "corrections"), "section 908.11"),
        (replace(TOWN, state="FL"), "disputed"),
        (replace(TOWN, state="GA"), "was not seen"),
        (replace(COUNTY, state="TX"), "was not seen"),
    ],
)
def test_a_states_law_is_named_for_information_and_only_as_far_as_it_was_seen(agency: Agency, words: str) -> None:
    (found,) = [f for f in assess(agency) if f.code == "state-law"]
    assert found.text.startswith("For information: ")
    assert words in found.text


@pytest.mark.parametrize("agency", [TOWN, replace(COUNTY, state="CA"), Agency("Florida Highway Patrol", "FL", "state")])
def test_no_law_is_named_where_none_was_seen(agency: Agency) -> None:
    assert "state-law" not in codes(agency)


# all of it


TITLES = st.sampled_from(["Sheriff", "Captain", "Mayor", "Chief", ""])
PAPERS = st.builds(
    lambda form, model, agency, title, text, read: replace(
        made.paper(form, model, agency=agency, fields=(made.field("signatory_title", title),), fully_read=read), text_excerpt=text
    ),
    st.sampled_from(Form), st.sampled_from([None, *Model]), st.sampled_from(["Brookfield Police Department", "Marlow County", ""]), TITLES,
    st.text(max_size=60), st.booleans(),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    agency=st.builds(
        Agency, st.text(max_size=40), st.sampled_from(["FL", "TX", "GA", "OH", ""]), st.sampled_from(["police", "sheriff", "state", ""])
    ),
    papers=st.lists(PAPERS, max_size=4),
    models=st.lists(st.sampled_from(Model), max_size=3, unique=True),
    known=st.booleans(),
    said=st.sets(st.sampled_from(Said)).map(frozenset),
)
def test_every_remark_is_for_staff_and_names_nobody(
    agency: Agency, papers: list[Document], models: list[Model], known: bool, said: frozenset[Said]
) -> None:
    found = eligibility.assess(agency, papers, models=models, directory_known=known, said=said)
    assert all(f.audience == "staff" for f in found)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", f.code) and "Brookfield" not in f.text and "Marlow" not in f.text for f in found)
