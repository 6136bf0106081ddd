"""Which application a submission joins, and when the reply may build on the record."""

from intake.applications import agencies, agency_names, joining, submission
from intake.applications.directory import Directory
from intake.applications.joining import Candidate, Join, New
from intake.documents.document import Document
from tests.applications import made

SPRINGVALE = "Springvale Police Department"


def submitted(*papers: Document, from_: str = "chief@springvale.example") -> submission.Submission:
    (one,) = submission.gather(made.message(from_=from_), papers or (made.letter(),), known=Directory(), office=made.OFFICE)
    return one


def candidate(
    id_: int = 1, name: str = SPRINGVALE, *, state: str = "OH", known: str = "chief@springvale.example", open_: bool = True
) -> Candidate:
    domain = known.rpartition("@")[2]
    domains = frozenset() if domain in {"", "gmail.com"} else frozenset({domain})
    return Candidate(id_, agency_names.parse(name, state), frozenset({known} - {""}), domains, open_)


def joined(found: Join | New) -> tuple[int, bool, bool, str]:
    assert isinstance(found, Join)
    return found.application_id, found.silent, found.proposal, found.code


def test_letter_today_and_agreement_next_week_are_one_application() -> None:
    assert joined(joining.join(submitted(made.agreement()), [candidate(7)])) == (7, True, False, "agency")


def test_a_colleague_of_the_same_organisation_joins_silently() -> None:
    found = joining.join(submitted(from_="deputy@mail.springvale.example"), [candidate(7)])
    assert joined(found) == (7, True, False, "agency")


def test_a_stranger_is_joined_as_a_proposal() -> None:
    assert joined(joining.join(submitted(from_="clerk@elsewhere.example"), [candidate(7)])) == (7, False, True, "stranger")


def test_a_public_providers_domain_never_makes_two_people_colleagues() -> None:
    on_record = candidate(7, known="springvale.chief@gmail.com")
    forged = Candidate(8, agency_names.parse(SPRINGVALE, "OH"), frozenset(), frozenset({"gmail.com"}))
    assert joined(joining.join(submitted(from_="other@gmail.com"), [on_record])) == (7, False, True, "stranger")
    assert joined(joining.join(submitted(from_="other@gmail.com"), [forged])) == (8, False, True, "stranger")
    assert joined(joining.join(submitted(from_="springvale.chief@gmail.com"), [on_record])) == (7, True, False, "agency")


def test_a_provider_that_an_operator_names_is_public_too() -> None:
    found = joining.join(submitted(from_="deputy@springvale.example"), [candidate(7)], public=frozenset({"springvale.example"}))
    assert joined(found) == (7, False, True, "stranger")


def test_the_thread_token_joins_whoever_writes() -> None:
    found = joining.join(submitted(from_="clerk@elsewhere.example"), [candidate(7)], token_application=7)
    assert joined(found) == (7, True, False, "thread")


def test_the_token_joins_a_scan_whose_agency_was_not_read() -> None:
    assert joined(joining.join(submitted(made.scan()), [candidate(7)], token_application=7)) == (7, True, False, "thread")


def test_another_agencys_papers_in_an_old_thread_do_not_join_it() -> None:
    other = made.letter(agency="Tarrow County Sheriff's Office")
    assert isinstance(joining.join(submitted(other), [candidate(7)], token_application=7), New)
    own = candidate(9, "Tarrow County Sheriff's Office", known="")
    found = joining.join(submitted(other, from_="x@y.example"), [candidate(7), own], token_application=7)
    assert joined(found) == (9, False, True, "stranger")


def test_a_near_name_in_the_thread_is_a_proposal() -> None:
    found = joining.join(submitted(made.letter(agency="Springvala Police Department")), [candidate(7)], token_application=7)
    assert joined(found) == (7, False, True, "thread_doubt")


def test_a_near_name_is_a_proposal_even_from_a_known_address() -> None:
    found = joining.join(submitted(made.letter(agency="Springvala Police Department")), [candidate(7)])
    assert joined(found) == (7, False, True, "typo")


def test_a_township_whose_own_author_writes_again_is_one_application() -> None:
    papers = made.agreement(agency="Marlow Township Police Department")
    same = candidate(7, "Marlow Twp Police Department")
    assert joined(joining.join(submitted(papers), [same])) == (7, True, False, "agency")
    assert joined(joining.join(submitted(papers, from_="clerk@elsewhere.example"), [same])) == (7, False, True, "county_unknown")


def test_the_same_name_in_another_state_is_another_application() -> None:
    assert joining.join(submitted(), [candidate(7, state="TX")]) == New("first", "No application of this agency is on record.")


def test_a_closed_application_is_not_joined_but_named() -> None:
    found = joining.join(submitted(), [candidate(7, open_=False)])
    assert isinstance(found, New)
    assert (found.code, found.earlier) == ("earlier_closed", 7)
    assert isinstance(joining.join(submitted(), [candidate(7, open_=False)], token_application=7), New)


def test_several_open_applications_of_one_name_are_a_persons_choice() -> None:
    assert joined(joining.join(submitted(from_="x@y.example"), [candidate(7, known=""), candidate(8, known="")])) == (
        8,
        False,
        True,
        "several",
    )
    assert joined(joining.join(submitted(), [candidate(7), candidate(8)])) == (8, False, True, "several")
    assert joined(joining.join(submitted(), [candidate(7), candidate(8, known="")])) == (7, True, False, "agency")


def test_papers_without_a_sure_name_are_proposed_to_the_senders_only_application() -> None:
    assert joined(joining.join(submitted(made.scan()), [candidate(7)])) == (7, False, True, "unread_name")
    assert isinstance(joining.join(submitted(made.scan()), [candidate(7), candidate(8)]), New)
    assert isinstance(joining.join(submitted(made.scan(), from_="x@y.example"), [candidate(7)]), New)
    assert joined(joining.join(submitted(made.letter(confidence=0.4)), [candidate(7)])) == (7, False, True, "unread_name")


def test_an_alias_joins_as_a_name_does() -> None:
    known = agencies.aliases([("OH", "Springvale Marshals Service", SPRINGVALE)])
    found = joining.join(submitted(made.letter(agency="Springvale Marshals Service")), [candidate(7)], known=known)
    assert joined(found) == (7, True, False, "agency")
