"""Names that are one agency, names that are two, and names that a person must look at. All invented, of shapes that were met."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.applications import agencies, agency_names
from intake.applications.agencies import Match, Verdict


def compared(one: str, other: str, state: str = "OH", *, counties: tuple[str, str] = ("", "")) -> Match:
    a, b = agency_names.parse(one, state, counties[0]), agency_names.parse(other, state, counties[1])
    match, back = agencies.compare(a, b), agencies.compare(b, a)
    assert (match.verdict, match.code) == (back.verdict, back.code), "a comparison is the same both ways"
    return match


ONE = [
    ("Tarrow County Sheriff's Office", "Tarrow County Sheriff’s Office", "TX"),
    ("Tarrow County Sheriff's Office", "Tarrow County Sheriffs Department", "TX"),
    ("Tarrow County Sheriff's Office", "Tarrow Co. Sheriff", "TX"),
    ("Tarrow County Sheriff's Office", "Office of the Sheriff, Tarrow County", "TX"),
    ("Tarrow County Sheriff's Office", "Sheriff of Tarrow County", "TX"),
    ("Tarrow County Sheriff's Office", "TARROW COUNTY SHERIFF' DEPARTMENT ", "TX"),
    ("Tarrow County Sheriff's Office", "Tarrow County SO", "TX"),
    ("Tarrow County Sheriff's Office", "Tarrow County Sheriff's Offic", "TX"),
    ("Tarrow County Sheriff's Office", "Tarrow Sheriff's Office", "TX"),
    ("Tarrow County Sheriff's Office", "Tarrow County Sheriff's Office (WSO)", "TX"),
    ("Saint Odran Parish Sheriff's Office", "St. Odran Parish Sheriff", "LA"),
    ("Springvale Police Department", "City of Springvale Police Department", "FL"),
    ("Springvale Police Department", "Town of Springvale Police Dept.", "FL"),
    ("Springvale Police Department", "Springvale PD", "FL"),
    ("Springvale Police Department", "Springvale Police Departent", "FL"),
    ("Springvale Police Department", "Springvale Police Departmentn", "FL"),
    ("Springvale Police Department", "Springvale Police Services Department", "FL"),
    ("Springvale Police Department", "Springvale Police Department, FL", "FL"),
    ("Ft. Calder Police Department", "Fort Calder Police Department", "FL"),
    ("Iula Police Department", "lula Police Department", "MS"),
    ("Southhampden Police Department", "Southampden Police Department", "PA"),
    ("La Verra Police Department", "LaVerra Police Department", "TX"),
    ("Coral Shores DPS", "Coral Shores Department of Public Safety", "FL"),
    ("Tarrow County BOCC", "Tarrow County Board of County Commissioners/ Tarrow County Corrections", "FL"),
    ("Idaho State Police", "Idaho State Police Department", "ID"),
    ("Missouri Highway Patrol", "Missouri State Highway Patrol", "MO"),
    ("Wyoming Highway State Patrol", "Wyoming State Highway Patrol", "WY"),
    ("Quarrow-Mill Regional Jail", "Quarrow Mill Regional Adult Detention Center", "VA"),
    ("Ohio Department of Safe Roads / ORP", "Ohio Department of Safe Roads", "OH"),
    ("Office of Constable Millbrook 6th Ward", "Millbrook Sixth Ward Constable's Office", "PA"),
    ("Jos\u00e9ville Police Department", "Joseville Police Department", "TX"),
]

DOUBTFUL = [
    ("Berrand County Sheriff's Office", "Berrend County Sheriff's Office", "MI", "typo"),
    ("Louten County Sheriff's Office", "Louton County Sheriff's Office", "TN", "typo"),
    ("Albermoorle District Jail", "Albemoorle District Jail", "NC", "typo"),
    ("East Pennmark Township Constable", "East Pennmarkania Township Constable", "PA", "abbreviated"),
    ("Hopewood County Sheriff's Office", "Hopewood Sheriff's Office", "VA", "government_unsaid"),
    ("Nevermore State Patrol", "Nevermore State Police", "OH", "related_body"),
    ("Tarrow County Sheriff's Office", "Tarrow County Board of County Commissioners", "FL", "related_body"),
    ("Tarrow County Sheriff's Office", "County of Tarrow / Tarrow County Jail", "PA", "related_body"),
    ("University of Tarrow Board of Trustees", "University of Tarrow Police Department", "FL", "related_body"),
    ("Fraud Bureau, Department of Coin Services", "Ohio Department of Coin Services, Fraud Bureau", "OH", "reordered"),
    ("Quarrow Police Department", "Quarrow Borough Police Department", "PA", "government_unsaid"),
    ("Hudmore Police Department", "Hudmore City Police Department", "NH", "qualified"),
    ("St. Odran Place Sheriff's Office", "St. Odran Parish Sheriff's Office", "LA", "qualified"),
    ("Town of Grotton Police Department", "City of Grotton Police Department", "CT", "government_unsaid"),
    ("Green Valley Police Department", "Greenvalley Police Department", "OH", "spacing"),
    ("Marlow Township Police Department", "Marlow Twp. Police Dept", "NJ", "county_unknown"),
    ("City of Springvale", "Springvale Police Department", "FL", "no_body"),
    ("Florida Department of Clear Water", "Florida Department of Clear Water, Division of Law Enforcement", "FL", "division"),
    ("Springvale Police Department", "Springvale Department of Public Safety", "FL", "related_body"),
]

TWO = [
    ("Pomo County Sheriff's Office", "Pomal County Sheriff's Office", "AZ"),
    ("Springvale Police Department", "Springvale Beach Police Department", "FL"),
    ("University of Tarrow Police Department", "University of West Tarrow Police Department", "FL"),
    ("Florida Department of Clear Water, Division of Law Enforcement", "Florida Department of Law Enforcement", "FL"),
    ("Springvale Police Department", "Springvale County Police Department", "GA"),
    ("Springvale Police Department", "Springvale County Sheriff's Office", "GA"),
    ("Springvale Township Police Department", "Springvale Borough Police Department", "PA"),
    ("North Springvale Police Department", "South Springvale Police Department", "OH"),
    ("Tarrow Airport Police Department", "Tarrow Police Department", "FL"),
    ("Hool County Sheriff's Office", "Wool County Sheriff's Office", "TX"),
    ("Tarrow County Constable Precinct 1", "Tarrow County Constable Precinct 2", "TX"),
    ("Millbrook Constable", "Millbrook Ward 3 Constable", "PA"),
    ("Florida State University Police Department", "Florida State Police", "FL"),
    ("Clayne County Sheriff's Office", "Clayneton County Sheriff's Office", "GA"),
    ("", "Springvale Police Department", "FL"),
    ("", "", "FL"),
    ("Sheriff's Office", "Police Department", "FL"),
]


@pytest.mark.parametrize(("one", "other", "state"), ONE)
def test_writings_of_one_name_are_one_agency(one: str, other: str, state: str) -> None:
    assert compared(one, other, state).verdict is Verdict.SAME
    assert agencies.blocks(one, state)


@pytest.mark.parametrize(("one", "other", "state", "code"), DOUBTFUL)
def test_near_names_are_a_doubt_and_never_a_merge(one: str, other: str, state: str, code: str) -> None:
    match = compared(one, other, state)
    assert (match.verdict, match.code) == (Verdict.DOUBT, code)


@pytest.mark.parametrize(("one", "other", "state"), TWO)
def test_two_agencies_never_merge(one: str, other: str, state: str) -> None:
    assert compared(one, other, state).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(("one", "other", "state"), [*ONE, *((one, other, state) for one, other, state, _ in DOUBTFUL)])
def test_every_name_that_may_be_meant_shares_a_blocking_key(one: str, other: str, state: str) -> None:
    assert set(agencies.blocks(one, state)) & set(agencies.blocks(other, state))


@pytest.mark.parametrize("name", [one for one, _, _ in ONE])
def test_there_are_at_most_four_blocking_keys_and_each_bears_the_state(name: str) -> None:
    keys = agencies.blocks(name, "OH")
    assert 1 <= len(keys) <= 4
    assert all(key.startswith("OH:") and len(key) <= agencies.MAX_BLOCK for key in keys)


def test_numbered_names_do_not_crowd_one_block() -> None:
    keys = [agencies.blocks(f"Tarrow {n} County Sheriff's Office", "TX") for n in range(50)]
    assert not any(set(a) & set(b) for a, b in itertools.combinations(keys, 2))


def test_the_state_is_part_of_the_name() -> None:
    a, b = agency_names.parse("Franklow County Sheriff's Office", "TX"), agency_names.parse("Franklow County Sheriff's Office", "GA")
    assert agencies.compare(a, b).code == "other_state"
    assert a.key != b.key
    unknown = agency_names.parse("Franklow County Sheriff's Office", "")
    assert agencies.compare(a, unknown).code == "state_unknown"
    assert agencies.compare(a, unknown).verdict is Verdict.DOUBT


@pytest.mark.parametrize("written", ["tx", "TX", "Texas", "TEXAS", "Tex.", "TEXASJ", " texas "])
def test_a_state_is_understood_as_people_write_it(written: str) -> None:
    assert agency_names.parse("Tarrow County Sheriff", written).state == "TX"


def test_the_county_tells_townships_of_one_name_apart() -> None:
    names = ("Marlow Township Police Department", "Marlow Twp Police")
    assert compared(*names, "NJ", counties=("Bergow County", "Mercow")).verdict is Verdict.DIFFERENT
    assert compared(*names, "NJ", counties=("Bergow County", "Bergow")).verdict is Verdict.SAME
    aside = compared("Marlow Township Police Department, Bergow County", "Marlow Township Police Department", "NJ", counties=("", "Bergow"))
    assert aside.verdict is Verdict.SAME


def test_the_directory_settles_what_names_leave_open() -> None:
    name = "Berrand County Sheriff's Office"
    one, other = agency_names.parse(name, "MI", official="A1"), agency_names.parse("Berrend County Sheriff", "MI", official="A1")
    assert agencies.compare(one, other).same
    assert agencies.compare(one, agency_names.parse(name, "MI", official="B2")).verdict is Verdict.DIFFERENT


def test_an_alias_list_may_declare_names_one() -> None:
    known = agencies.aliases([("FL", "Florida Department of Clear Skies", "Office of Sky Police")])
    a, b = agency_names.parse("Florida Dept. of Clear Skies", "FL"), agency_names.parse("Office of Sky Police", "FL")
    assert agencies.compare(a, b).verdict is Verdict.DIFFERENT
    assert agencies.compare(a, b, known).code == "alias"


def test_equal_keys_and_sameness_go_together() -> None:
    assert agencies.key("City of Springvale Police Department", "FL") == agencies.key("Springvale PD", "Florida") != ""
    assert agencies.key("", "FL") == ""


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(["TX", "Ohio", "", "??"]))
def test_no_name_makes_it_raise_and_a_name_is_never_unlike_itself(one: str, other: str, state: str) -> None:
    a, b = agency_names.parse(one, state), agency_names.parse(other, state)
    assert agencies.compare(a, b).verdict is agencies.compare(b, a).verdict
    if agencies.key(one, state) and agencies.compare(a, a).verdict is Verdict.DIFFERENT:
        raise AssertionError(one)
    assert len(agencies.blocks(one, state)) <= 4
