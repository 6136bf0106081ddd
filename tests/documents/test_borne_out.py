"""How sure a value is that other places of an agreement bear out, or belie."""

import pytest

from intake.documents import agencies, agreement_agency, agreement_fields
from intake.documents import words as layout
from intake.documents.document import Field, Source
from intake.documents.sheets import Sheets
from intake.documents.signature_block import Half, SignatureBlock
from intake.documents.vote import Candidate
from intake.documents.words import Layer, Line, PageWords, Word

BOX = (0.0, 0.0, 10.0, 10.0)
OFFICE = "Alder County Sheriff's Office"


def _line(text: str, top: float, sure: float = 0.97, page: int = 9) -> Line:
    """Of words as sure as `sure`; a word between asterisks is hardly legible."""
    words = []
    for index, part in enumerate(text.split()):
        doubt = part.startswith("*")
        box = (60.0 + 40 * index, top, 95.0 + 40 * index, top + 12)
        words.append(Word(part.strip("*"), box, page, Source.OCR, 0.45 if doubt else sure))
    return layout.make_line(words)


def _agreement(
    block: dict[str, str] | None = None, poc: tuple[str, ...] = (), pio: tuple[str, ...] = (), again: dict[str, str] | None = None
) -> dict[str, Field]:
    """The fields of an agreement as read from a picture."""
    values = {label: _line(text, 100.0 + 30 * index) for index, (label, text) in enumerate((block or {}).items())}
    second = {label: _line(text, 100.0) for label, text in (again or {}).items()}
    half = Half("agency", (0.0, 0.0, 300.0, 300.0), "", values, dict.fromkeys(values, BOX), again=second)
    contacts = tuple(_line(text, 100.0 + 20 * index, page=10) for index, text in enumerate(poc))
    press = tuple(_line(text, 100.0 + 20 * index, page=14) for index, text in enumerate(pio))
    pages = [
        PageWords(number, 612.0, 792.0, tuple(word for line in lines for word in line.words), (), (), Layer.SCAN)
        for number, lines in ((9, tuple(values.values())), (10, contacts), (14, press))
    ]
    sheets = Sheets(tuple(pages), None, SignatureBlock(9, half, None), None, None, None, contacts, press)
    return {field.name: field for field in agreement_fields.read([sheets], None, None)}


def _named(name: str, place: str, sure: float, weight: float = 1.0) -> Candidate:
    return Candidate(Field("agency_name", name, name, 1, BOX, Source.OCR, sure), place, weight)


@pytest.mark.parametrize("less", ["Alder County Sheriff's O", "ACSO County Sheriff's Office", "Alder a"])
def test_a_name_cut_off_by_its_blank_or_shortened_does_not_speak_against_the_whole_one(less: str) -> None:
    alone = agreement_agency.elect([_named(OFFICE, "press", 0.8)])
    both = agreement_agency.elect([_named(OFFICE, "press", 0.8), _named(less, "party", 0.7, 0.5)])
    assert alone and both and both.value == OFFICE
    assert both.confidence > alone.confidence
    other = agreement_agency.elect([_named(OFFICE, "press", 0.8), _named("Elm County Sheriff's Office", "party", 0.7, 0.5)])
    assert other and other.confidence < alone.confidence


def test_the_number_of_a_page_behind_a_name_does_not_make_it_a_fuller_one() -> None:
    found = agreement_agency.elect([_named(OFFICE, "press", 0.7), _named(f"{OFFICE} 11", "foot", 0.9), _named(OFFICE, "contact", 0.7)])
    assert found and found.value == OFFICE


def test_a_capital_i_that_was_read_as_a_small_l_is_one() -> None:
    assert agencies.clean("lVERSON COUNTY SHERlFF'S OFFICE") == "Iverson County Sheriff's Office"
    assert agencies.clean("Alder County Jail") == "Alder County Jail"


def test_names_that_differ_still_agree_on_the_county_and_the_kind_of_agency() -> None:
    names = [_named(OFFICE, "press", 0.7), _named("Sheriff of Alder County", "contact", 0.7), _named("Elm County Jail", "foot", 0.6)]
    agency = agreement_agency.elect(names)
    assert agency
    county = agreement_agency.told(agency, names, "county", agencies.county_of)
    assert county and (county.value, county.name) == ("Alder", "county")
    assert county.confidence > max(agency.confidence, 0.8)


def test_the_title_of_such_an_agencys_head_is_believed_though_it_was_read_dimly() -> None:
    of_head = _agreement({"title": "*Sheriff", "agency": OFFICE})["signatory_title"]
    of_other = _agreement({"title": "*Sergeant", "agency": OFFICE})["signatory_title"]
    assert of_head.confidence > 0.85 > 0.6 > of_other.confidence
    elsewhere = _agreement({"title": "*Sheriff", "agency": "Elm Police Department"})["signatory_title"]
    assert elsewhere.confidence < 0.6


def test_a_second_reading_of_a_blank_bears_the_first_out_or_leaves_it_in_doubt() -> None:
    once = _agreement({"date": "*2/21/2025"})["signed_date"]
    twice = _agreement({"date": "*2/21/2025"}, again={"date": "2/21/2025"})["signed_date"]
    belied = _agreement({"date": "*2/21/2025"}, again={"date": "*2/24/2025"})["signed_date"]
    assert once.confidence < 0.6
    assert twice.confidence > 0.9
    assert belied.confidence < 0.5


def test_what_stands_beside_a_date_does_not_make_it_less_sure() -> None:
    assert _agreement({"date": "*~te 2/21/2025"})["signed_date"].confidence > 0.9


def test_a_contact_of_a_fuller_name_is_the_signatory() -> None:
    found = _agreement({"name": "Martin Alder"}, pio=("Martin R. Alder", "Sheriff"))["signatory_name"]
    assert found.value == "Martin R. Alder"
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    ("poc", "pio", "sure"),
    [
        (("Chad Mosswood", "*jail@alder.example"), ("Ada Quillian", "jail@alder.example"), True),
        (("Chad Mosswood", "*cmosswood@alder.example"), ("Ada Quillian", "aquillian@alder.example"), True),
        (("Chad Mosswood", "*cmosswood@alder.example"), ("Ada Quillian", "aquillian@elm.example"), False),
        (("Chad Mosswood", "*jail@alder.example"), ("Ada Quillian", "aquillian@alder.example"), False),
    ],
)
def test_a_mail_address_is_surer_for_the_other_page_and_for_the_name_of_its_owner(
    poc: tuple[str, ...], pio: tuple[str, ...], sure: bool
) -> None:
    found = _agreement(poc=poc, pio=pio)["poc_email"]
    assert found.value == poc[1].strip("*")
    assert (found.confidence >= 0.9) is sure


def test_an_address_is_no_surer_than_the_least_legible_of_its_lines() -> None:
    clear = _agreement(poc=("Ada Quillian", "12 Oak Street", "Farwell, TX 79325"))
    dim = _agreement(poc=("Ada Quillian", "12 Oak Street", "Farwell, TX *79325"))
    assert clear["poc_address"].value == dim["poc_address"].value == "12 Oak Street, Farwell, TX 79325"
    assert clear["poc_address"].confidence > 0.9
    assert dim["poc_address"].confidence < 0.6
    assert dim["zip"].confidence < 0.6 < 0.8 < dim["street_address"].confidence
