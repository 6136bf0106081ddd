"""The directory: what is found, what is mended, and what is honestly not found."""

import time

import pytest

from intake.applications import agencies
from intake.applications.directory import Directory, Row, rows_from_fbi

COLUMNS = ("ori", "pub_agency_name", "state_abbr", "county_name", "agency_type_name")
LINES = [
    dict(zip(COLUMNS, line, strict=True))
    for line in (
        ("TX01", "Tarrow", "TX", "TARROW", "County"),
        ("TX02", "Berrendale", "TX", "BERRENDALE", "County"),
        ("LA01", "St. Odran", "LA", "ST ODRAN", "County"),
        ("GA01", "Tarrow County Police Department", "GA", "TARROW", "County"),
        ("FL01", "Springvale", "FL", "MARL", "City"),
        ("FL02", "Springvale Beach", "FL", "MARL", "City"),
        ("NY01", "Grotton", "NY", "MARL", "City"),
        ("NY02", "Grotton Town", "NY", "MARL", "City"),
        ("NJ01", "Marlow Township, Bergow County", "NJ", "BERGOW", "City"),
        ("NJ02", "Marlow Township, Mercow County", "NJ", "MERCOW", "City"),
        ("OH01", "State Police:", "OH", "MARL", "State Police"),
        ("OH02", "State Highway Patrol", "OH", "NOT SPECIFIED", "State Police"),
        ("OH03", "Tarrow University", "OH", "MARL", "University or College"),
        ("DC01", "Bureau of Coins", "DC", "NOT SPECIFIED", "Federal"),
        ("NB01", "Quarrow", "NB", "QUARROW", "County"),
        ("XX01", "Nowhere", "XX", "", "City"),
    )
]


@pytest.fixture(scope="module")
def directory() -> Directory:
    return Directory(rows_from_fbi(LINES), all_counties=True)


@pytest.mark.parametrize(
    ("name", "state", "printed"),
    [
        ("Tarrow Co. Sheriff", "TX", "Tarrow County Sheriff's Office"),
        ("St Odran Parish Sheriff's Dept", "Louisiana", "St. Odran Parish Sheriff's Office"),
        ("Tarrow County Police", "GA", "Tarrow County Police Department"),
        ("City of Springvale Police", "FL", "Springvale Police Department"),
        ("Springvale Beach PD", "FL", "Springvale Beach Police Department"),
        ("Town of Grotton Police Department", "NY", "Town of Grotton Police Department"),
        ("City of Grotton Police Department", "NY", "Grotton Police Department"),
        ("Ohio State Highway Patrol", "OH", "Ohio State Highway Patrol"),
        ("Tarrow University Police", "OH", "Tarrow University Police Department"),
        ("Quarrow County Sheriff's Office", "Nebraska", "Quarrow County Sheriff's Office"),
    ],
)
def test_short_names_of_the_list_are_found_as_agencies_write_them(directory: Directory, name: str, state: str, printed: str) -> None:
    found = directory.match(name, state)
    assert found is not None
    assert (found.name, found.certain) == (printed, True)


def test_subunits_federal_agencies_and_unknown_states_are_left_out(directory: Directory) -> None:
    assert len(directory) == 13


def test_a_slip_in_a_county_is_mended_because_all_counties_are_known(directory: Directory) -> None:
    found = directory.match("Berrandale County Sheriff's Office", "TX")
    assert found is not None
    assert (found.name, found.certain) == ("Berrendale County Sheriff's Office", True)
    assert 95 <= found.score < 100


def test_in_a_list_that_lacks_counties_a_slip_stays_a_guess() -> None:
    found = Directory(rows_from_fbi(LINES)).match("Berrandale County Sheriff's Office", "TX")
    assert found is not None
    assert not found.certain


def test_a_slip_in_a_town_is_a_guess_that_a_person_looks_at(directory: Directory) -> None:
    found = directory.match("Springvalle Beech Police Department", "FL")
    assert found is None or not found.certain


@pytest.mark.parametrize(
    ("name", "state"),
    [("Tarrow County Sheriff", "GA"), ("Nevermore Police", "FL"), ("", "FL"), ("Tarrow County Jail", "TX"), ("Tarrow", "")],
)
def test_no_match_is_an_honest_outcome(directory: Directory, name: str, state: str) -> None:
    assert directory.match(name, state) is None


def test_two_entries_of_one_name_are_told_apart_by_county_alone(directory: Directory) -> None:
    assert directory.match("Marlow Township Police Department", "NJ") is None
    found = directory.match("Marlow Township Police Department", "NJ", "Mercow County")
    assert found is not None
    assert found.id == "NJ02"


def test_names_found_without_doubt_are_compared_by_their_entries(directory: Directory) -> None:
    slip, right = directory.parse("Berrandale County Sheriff", "TX"), directory.parse("Berrendale County Sheriff's Office", "TX")
    assert agencies.compare(slip, right).code == "directory"
    assert agencies.compare(slip, right).same


def test_a_slip_is_mended_only_towards_one_entry_and_only_from_near() -> None:
    twins = Directory([Row("Tarrowdale County Sheriff", "TX"), Row("Tarrowdalt County Sheriff", "TX")], all_counties=True)
    assert twins.match("Tarrowdals County Sheriff", "TX") is None
    short = Directory([Row("Marl County Sheriff", "TX")], all_counties=True)
    assert short.match("Mark County Sheriff", "TX") is None


def test_a_mended_name_is_filed_under_the_right_ones_keys(directory: Directory) -> None:
    slip, right = directory.parse("Berrandale County Sheriff", "TX"), directory.parse("Berrendale County Sheriff's Office", "TX")
    assert (slip.key, agencies.blocks_of(slip)) == (right.key, agencies.blocks_of(right))
    assert slip.written == "Berrandale County Sheriff"


def test_a_look_up_stays_quick_in_a_large_directory() -> None:
    syllables = ["ba", "do", "ki", "lu", "me", "no", "pa", "re", "si", "tu"]
    rows = [
        Row(f"{a}{b}{c}{d} Police Department".capitalize(), "TX")
        for a in syllables
        for b in syllables
        for c in syllables
        for d in syllables[:4]
    ]
    large = Directory(rows)
    names = [row.name.replace("a", "o", 1) + " x" for row in rows[:200]]
    started = time.perf_counter()
    for name in names:
        large.match(name, "TX")
    assert (time.perf_counter() - started) / len(names) < 0.005


def test_a_directory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.applications.directory.MAX_ENTRIES", 1)
    with pytest.raises(ValueError, match="at most 1"):
        Directory([Row("Tarrow County Sheriff", "TX"), Row("Marl County Sheriff", "TX")])
