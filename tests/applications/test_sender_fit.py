"""Notes on a mail's author: free mail, domains that do not fit or imitate, machines, strangers; none of them a verdict."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.applications import domain_fit, sender_fit
from intake.applications.domain_fit import Fit
from intake.applications.sender_fit import Applicant, Author, Surroundings
from intake.mail.trust import Authentication, AuthVerdict

PASSED = Authentication(dmarc=AuthVerdict.PASS, by="mx.office.example")
TOWN = Applicant("Brookfield Police Department", "OH", people=frozenset({"Ada B. Moss", "Lt. Lee Tarrant"}))
COUNTY = Applicant("Marlow County Sheriff's Office", "FL", county="Marlow")
AROUND = Surroundings(domains=frozenset({"office.example"}), public_providers=frozenset({"valleynet.example"}))


def codes(sender: str, applicant: Applicant = TOWN, authentication: Authentication | None = PASSED, *, name: str = "") -> list[str]:
    return [note.code for note in sender_fit.notes(Author(sender, name), applicant, authentication, around=AROUND)]


# domains that show the name


@pytest.mark.parametrize(
    ("domain", "name", "state"),
    [
        ("brookfieldpd.example", "Brookfield Police Department", "OH"),
        ("cityofbrookfield.example", "Brookfield Police Department", "OH"),
        ("police.brookfield.oh.gov.example", "Brookfield Police Department", "OH"),
        ("ci.brookfield.oh.us", "City of Brookfield Police Department", "OH"),
        ("brookfield-oh.example", "Brookfield Police Department", "OH"),
        ("brookpd.example", "Brookfield Police Department", "OH"),
        ("bpd.example", "Brookfield Police Department", "OH"),
        ("co.marlow.fl.example", "Marlow County Sheriff's Office", "FL"),
        ("marlowso.example", "Marlow County Sheriff’s Office", "FL"),
        ("sheriff.marlowcounty.example", "Marlow County Sheriff's Office", "FL"),
        ("marlowsheriff.example", "Marlow Co. Sheriffs Dept", "FL"),
        ("mcso.example", "Marlow County Sheriff's Office", "FL"),
        ("mcsofl.example", "Marlow County Sheriff's Office", "FL"),
        ("mymcso.example", "Marlow County Sheriff's Office", "FL"),
        ("sheriffmarlow.example", "Marlow County Sheriff's Office", "FL"),
        ("stclareso.example", "Saint Clare County Sheriff's Office", "MO"),
        ("sccso.example", "St. Clare County Sheriff's Office", "MO"),
        ("elmforkpolice.example", "Elm Fork Police Department", "TX"),
        ("efpd.example", "Elm Fork Police Department", "TX"),
        ("msu.example", "Marlow State University Police Department", "FL"),
        ("dps.texas.gov", "Texas Department of Public Safety", "TX"),
        ("fdle.state.fl.us", "Florida Department of Law Enforcement", "FL"),
        ("ncdps.example", "North Carolina Department of Public Safety", "NC"),
        ("oag.state.va.us", "Office of the Attorney General", "VA"),
        ("anything.example", "", "OH"),
    ],
)
def test_the_usual_ways_to_write_an_agency_into_a_domain_are_known(domain: str, name: str, state: str) -> None:
    assert domain_fit.fit(domain, name=name, state=state) is Fit.SHOWS


def test_a_county_and_a_city_of_the_agencys_papers_count_too() -> None:
    assert domain_fit.fit("ridgeton.fl.example", name="Marlow County Sheriff's Office", state="FL") is Fit.NO
    assert domain_fit.fit("ridgeton.fl.example", name="Marlow County Sheriff's Office", state="FL", city="Ridgeton") is Fit.SHOWS
    assert domain_fit.fit("marlow.fl.example", name="Brookfield Police Department", state="FL", county="Marlow") is Fit.SHOWS


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("hillandpartners.example", "Marlow County Sheriff's Office"),
        ("consultants.example", "Brookfield Police Department"),
        ("co.us.example", "Corinth Police Department"),
        ("sheriff.example", "Marlow County Sheriff's Office"),
        ("salesforce.example", "Salem Police Department"),
        ("fl.example", "Marlow County Sheriff's Office"),
        ("mar.example", "Marlow County Sheriff's Office"),
    ],
)
def test_a_domain_in_which_no_form_of_the_name_stands_does_not_show_it(domain: str, name: str) -> None:
    assert domain_fit.fit(domain, name=name, state="FL") is Fit.NO


@pytest.mark.parametrize("domain", ["brookfeildpd.example", "br0okfieldpd.example", "brookfleldpd.example", "brookfieeldpd.example"])
def test_one_letter_off_the_name_is_nearly_it(domain: str) -> None:
    assert domain_fit.fit(domain, name="Brookfield Police Department", state="OH") is Fit.NEARLY
    assert "domain-nearly" in codes(f"chief@{domain}")


def test_letters_that_imitate_others_are_seen_through() -> None:
    for domain in ("rnarlowso.example", "marlovvso.example", "marl0wso.example", "rnarl0wso.example"):
        assert domain_fit.fit(domain, name="Marlow County Sheriff's Office", state="FL") is Fit.NEARLY


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("brookfieldpd.example", "brookfie1dpd.example", True),
        ("brookfieldpd.example", "brookfieldpds.example", True),
        ("brookfieldpd.org", "brookfieldpd.com", True),
        ("mail.brookfieldpd.example", "brookfieldpd.example", False),
        ("brookfieldpd.example", "brookfieldpd.example", False),
        ("mcso.example", "lcso.example", False),
        ("marlowso.example", "harlanso.example", False),
        ("", "brookfieldpd.example", False),
    ],
)
def test_look_alikes_are_near_and_of_another_organisation(one: str, other: str, alike: bool) -> None:
    assert domain_fit.look_alike(one, other) is alike
    assert domain_fit.look_alike(other, one) is alike


@settings(max_examples=300, deadline=None)
@given(domain=st.text(max_size=80), name=st.text(max_size=60), state=st.sampled_from(["FL", "OH", "", "??"]))
def test_no_domain_and_no_name_is_too_strange(domain: str, name: str, state: str) -> None:
    assert domain_fit.fit(domain, name=name, state=state) in Fit
    assert domain_fit.fit("a" * 63 + "." + "ab" * 31 + ".example", name="A " * 80, state=state) in Fit


# notes


def test_an_agencys_own_domain_with_a_pass_and_a_known_author_asks_nothing() -> None:
    assert codes("moss@brookfieldpd.example", name="Moss, Ada B.") == []
    assert codes("moss@brookfieldpd.example", name="Chief Ada Moss") == []
    assert codes("records@brookfieldpd.example", name="Brookfield Police Department") == []


@pytest.mark.parametrize("provider", ["gmail.com", "comcast.net", "valleynet.example"])
def test_free_mail_for_an_agency_is_noted_and_its_domain_not_measured(provider: str) -> None:
    assert codes(f"chief.moss@{provider}") == ["free-mail"]
    known = replace(TOWN, listed=True)
    (note,) = sender_fit.notes(Author("chief@gmail.com"), known, PASSED)
    assert "directory knows" in note.text


def test_another_domain_is_noted_only_where_an_agency_is_named() -> None:
    assert codes("a.moss@hillandpartners.example") == ["domain-other"]
    assert codes("a.moss@hillandpartners.example", Applicant("")) == []


def test_a_domain_near_one_on_record_is_noted_even_where_it_shows_the_name() -> None:
    known = replace(COUNTY, known=frozenset({"marlowcountyso.example"}))
    assert codes("deputy@marlowcountyso.example", known) == []
    assert codes("deputy@marlowcountysso.example", known) == ["domain-looks-alike"]
    from_paper = replace(COUNTY, contacts=frozenset({"sheriff@marlowso.example"}))
    assert "domain-looks-alike" in codes("sheriff@marlowsso.example", from_paper)
    assert "domain-not-plain" in codes("deputy@xn--mrlow-jra.example", COUNTY)


def test_a_provider_may_be_imitated_and_imitates_nobody() -> None:
    assert "domain-looks-alike" in codes("chief@hotmai1.com", replace(TOWN, contacts=frozenset({"chief@hotmail.com"})))
    assert "domain-looks-alike" not in codes("chief@hotmail.com", replace(TOWN, contacts=frozenset({"chief@hotmai1.com"})))


def test_contacts_of_another_organisation_are_noted() -> None:
    with_contact = replace(TOWN, contacts=frozenset({"moss@brookfieldpd.example"}))
    assert "contacts-elsewhere" in codes("clerk@brookfield.example", with_contact)
    assert "contacts-elsewhere" not in codes("clerk@mail.brookfieldpd.example", with_contact)
    assert "contacts-elsewhere" not in codes("clerk@gmail.com", with_contact)


@pytest.mark.parametrize(("local", "code"), [("scanner", "machine-sender"), ("copier-2", "machine-sender"), ("no-reply", "noreply-sender")])
def test_a_scanner_or_an_address_that_takes_no_answers_is_noted(local: str, code: str) -> None:
    assert codes(f"{local}@brookfieldpd.example") == [code]


def test_a_person_whose_name_happens_to_sound_so_is_no_machine() -> None:
    assert codes("norman.replyson@brookfieldpd.example") == []


@pytest.mark.parametrize(
    ("kept", "code"),
    [
        (None, "authentication-absent"),
        (Authentication(), "authentication-absent"),
        (Authentication(spf=AuthVerdict.PASS, by="mx.office.example"), "authentication-none"),
        (Authentication(dmarc=AuthVerdict.FAIL, by="mx.office.example"), "authentication-failed"),
        (Authentication(spf=AuthVerdict.FAIL, by="mx.office.example"), "authentication-failed"),
    ],
)
def test_what_our_own_server_could_not_confirm_is_noted(kept: Authentication | None, code: str) -> None:
    assert codes("moss@brookfieldpd.example", authentication=kept) == [code]


def test_verdicts_come_back_as_they_were_kept_and_rubbish_counts_as_none() -> None:
    kept = {"spf": "pass", "dkim": "none", "dmarc": "fail", "by": "mx.office.example"}
    assert sender_fit.authentication_of(kept) == Authentication(AuthVerdict.PASS, AuthVerdict.NONE, AuthVerdict.FAIL, "mx.office.example")
    assert sender_fit.authentication_of({"dmarc": "perhaps"}) == Authentication()
    assert sender_fit.authentication_of(None) is None
    assert sender_fit.authentication_of({}) is None


@pytest.mark.parametrize("name", ["Pat Doe", "Doe, Pat", "Sergeant Pat Doe", "PAT DOE"])
def test_an_author_whom_the_papers_do_not_name_is_noted(name: str) -> None:
    assert codes("p.doe@brookfieldpd.example", name=name) == ["other-person"]


@pytest.mark.parametrize("name", ["", "Records Clerk", "Brookfield PD", "Lee Tarrant, Lieutenant", "scan", "A. Moss"])
def test_a_name_that_is_no_strangers_asks_nothing(name: str) -> None:
    assert codes("box@brookfieldpd.example", name=name) == []
    assert codes("box@brookfieldpd.example", replace(TOWN, people=frozenset()), name="Pat Doe") == []


def test_another_organisations_address_in_the_place_of_the_name_is_noted() -> None:
    assert codes("x1@hillandpartners.example", Applicant(""), name="moss@brookfieldpd.example") == ["name-shows-other-address"]
    assert codes("moss@brookfieldpd.example", name="moss@mail.brookfieldpd.example") == []


def test_what_the_office_itself_passes_on_is_not_measured() -> None:
    assert codes("dana@field.office.example", name="Pat Doe") == ["from-the-office"]


def test_a_mail_without_one_author_says_so() -> None:
    assert codes("") == ["no-author"]


@settings(max_examples=300, deadline=None)
@given(
    address=st.text(max_size=60) | st.builds("{}@{}".format, st.text(max_size=20), st.text(max_size=30)),
    name=st.text(max_size=60),
    agency=st.text(max_size=40),
    contacts=st.sets(st.text(max_size=30), max_size=2).map(frozenset),
)
def test_no_author_is_too_strange_and_no_note_holds_his_words(address: str, name: str, agency: str, contacts: frozenset[str]) -> None:
    applicant = Applicant(agency, "OH", people=frozenset({name}), contacts=contacts, known=contacts)
    notes = sender_fit.notes(Author(address, name), applicant, None)
    assert len({note.code for note in notes}) == len(notes)
    assert all(note.text.isascii() and "@" not in note.text for note in notes)
