"""Names, telephones, addresses, states, agencies."""

import pytest

from intake.documents import agencies, office_half, people, places


@pytest.mark.parametrize(
    ("text", "rank", "name"),
    [
        ("Lt. Sarah Kimbrough", "Lt.", "Sarah Kimbrough"),
        ("Chief Deputy Paul Rainsford", "Chief Deputy", "Paul Rainsford"),
        ("Lt. Col. Chad Sabine", "Lt. Col.", "Chad Sabine"),
        ("Beau J. Thornton", "", "Beau J. Thornton"),
        ("Sheriff Elena Vargo-Whitman", "Sheriff", "Elena Vargo-Whitman"),
        ("Frank O'Malley, Jr.", "", "Frank O'Malley, Jr."),
    ],
)
def test_a_rank_is_parted_from_a_name(text: str, rank: str, name: str) -> None:
    assert people.split_rank(text) == (rank, name)
    assert people.is_name(name)


@pytest.mark.parametrize(
    "text", ["Ellis County", "Sincerely", "Task Force Model", "P.O. Box 12", "Police Department", "Washington DC", "12 Main Street"]
)
def test_places_and_headings_are_no_names(text: str) -> None:
    assert not people.is_name(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(850) 555-0142", "850-555-0142"),
        ("918.555.0119", "918-555-0119"),
        ("(828)555-0137", "828-555-0137"),
        ("+1 573-555-0155", "573-555-0155"),
        ("(615) 555-0163 ext. 204", "615-555-0163 ext. 204"),
    ],
)
def test_telephones_of_every_spelling_get_one_form(text: str, value: str) -> None:
    assert [phone.value for phone in people.phones(f"Call {text} please")] == [value]


def test_a_fax_number_is_known_as_one() -> None:
    assert [phone.fax for phone in people.phones("Phone 316-555-0100   Fax 316-555-0199")] == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("418 Justice Way • Crestview, Florida 32433", ("418 Justice Way", "Crestview", "FL", "32433")),
        ("77 Courthouse Square, Suite 2, Red Fork, Oklahoma 74107", ("77 Courthouse Square, Suite 2", "Red Fork", "OK", "74107")),
        ("P.O. Box 1190\nBayou Clair, Louisiana 70501", ("P.O. Box 1190", "Bayou Clair", "LA", "70501")),
        ("1300 1st Ave N, Harbor View, FL 33705", ("1300 1st Ave N", "Harbor View", "FL", "33705")),
        ("301 Virginia Street East\nGlenvale, WV 25301-1234", ("301 Virginia Street East", "Glenvale", "WV", "25301")),
        ("748 Walnut Gate Road Russet, AL 35654", ("748 Walnut Gate Road", "Russet", "AL", "35654")),
    ],
)
def test_an_address_is_read_on_one_line_and_on_two(text: str, expected: tuple[str, str, str, str]) -> None:
    found = places.address(text)
    assert found is not None
    assert found[:4] == expected


@pytest.mark.parametrize(
    ("text", "code"), [("Alabama", "AL"), ("FL", "FL"), ("Ga.", "GA"), ("West  Virginia", "WV"), ("Ontario", None), ("in", "IN")]
)
def test_states_have_codes(text: str, code: str | None) -> None:
    assert places.state_code(text) == code


def test_the_state_behind_an_agency_is_taken_off() -> None:
    assert places.split_state("Franklyn County Sheriff's Office, Alabama") == ("Franklyn County Sheriff's Office", "AL")
    assert places.split_state("Rocking County Sheriff's Office of New Hampshire") == ("Rocking County Sheriff's Office", "NH")
    assert places.split_state("University of Florida") == ("University of Florida", None)


def test_counties_are_found_with_their_state_and_without_the_word() -> None:
    found = places.counties("the residents of Kanawa Glen County, West Virginia, and of St. Aubrey Parish")
    assert [(name, state) for name, state, _, _ in found] == [("Kanawa Glen", "WV"), ("St. Aubrey", None)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Alder County Sheriff's Office", "sheriff"),
        ("Town of Eastbrook Police Department", "police"),
        ("Alder County Detention Center", "corrections"),
        ("Tennessee Valley Department of Corrections", "corrections"),
        ("University of Alder Police Department", "university"),
        ("Office of Constable Precinct 3", "constable"),
        ("Alder State Police", "state"),
        ("Alder County Board of County Commissioners", "other"),
    ],
)
def test_the_kind_of_an_agency_is_told_from_its_name(name: str, kind: str) -> None:
    assert agencies.kind(name) == kind


def test_an_agency_is_not_a_person_and_a_person_no_agency() -> None:
    assert agencies.looks_like("Alder County Sheriff's Office")
    assert not agencies.looks_like("Sheriff Ada Mosswood")
    assert not agencies.looks_like("Sheriff")
    assert not agencies.looks_like("U.S. Immigration and Customs Enforcement")


@pytest.mark.parametrize(
    "line",
    [
        "U.S. Immigration and Customs Enforcement",
        "500 12th Street SW",
        "425 I Street NW, Room 7000",
        "Washington, DC 20536",
        "202-732-4242",
        "neil.crane@ice.example.gov",
    ],
)
def test_the_offices_own_names_streets_and_phones_are_known(line: str) -> None:
    assert office_half.is_office(line)


def test_streets_have_numbered_roads_and_houses_in_words() -> None:
    for street in ("2250 Highway 90 West", "4815 U.S. Highway 41 North", "77 County Road 412", "One Justice Plaza"):
        found = places.address(f"{street}\nPell Springs, S.C. 29671")
        assert found is not None
        assert (found.street, found.city, found.state, found.zip) == (street, "Pell Springs", "SC", "29671")
