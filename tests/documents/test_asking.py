"""A letter is known by who asks for what, in whatever words."""

import pytest

from intake.documents import classify
from intake.documents.document import Form
from tests.documents import made

HEAD = (*made.HEAD, "March 3, 2025", "", *made.OFFICE, "Dear Director:", "")
END = ("", "Sincerely,", "", "Ada B. Mosswood", "Sheriff")


def _form(text: str) -> Form:
    return classify.classify(["\n".join((*HEAD, text, *END))]).form


@pytest.mark.parametrize(
    "text",
    [
        "Please sign us up for the Task Force Model.",
        "Our county commission has authorized me to move forward with the 287(g) Jail Enforcement Model.",
        "This is to advise that the Sheriff is willing to enter into an MOA with ICE for the Warrant Service Officer program.",
        "Kindly add our department to the list of 287(g) agencies.",
        "It would be an honor for our office to work alongside ICE as a 287(g) partner.",
        "The Farwell Police Department would like to be a 287(g) agency. We are a small town.",
        "I hereby put forward the Alder County Sheriff's Office as a candidate for the 287(g) program.",
        "Per our statutes this office must have a 287(g) agreement in place; we'd like the WSO.",
    ],
)
def test_whoever_asks_to_take_part_sends_a_letter_of_interest(text: str) -> None:
    assert _form(text) is Form.LOI


@pytest.mark.parametrize(
    "text",
    [
        "Attached is our invoice for travel to the 287(g) training. Please remit within 30 days.",
        "Could you tell me how many agencies in Texas have 287(g) agreements? We are writing a report.",
        "I am writing to complain about a deputy who stopped me under 287(g). I want an investigation.",
        "The county hereby terminates its 287(g) memorandum of agreement effective June 1.",
        "Our new sheriff took office on January 1. Please update your 287(g) records.",
        "We thank you for the refresher training of our 287(g) officers last week.",
        "Our company sells software for your 287(g) program. We would like to schedule a demonstration.",
        "Please be advised that the training dates of our 287(g) nominees must be changed.",
    ],
)
def test_whoever_speaks_of_the_program_and_asks_for_something_else_does_not(text: str) -> None:
    assert _form(text) is Form.OTHER


def test_a_report_about_an_agency_that_wants_to_take_part_is_no_letter_of_its_own() -> None:
    text = "FARWELL (Staff) - Alder County wants a 287(g) agreement, the sheriff said on Monday. The commission votes in May."
    assert classify.classify([text]).form is Form.OTHER
