"""Places and readings that vote, and what bears a value out."""

import pytest

from intake.documents import agreement_agency, area_codes, dates, people, places, signature_block, signing_party, vote
from intake.documents import words as layout
from intake.documents.document import Field, Source
from intake.documents.sheets import Sheets
from intake.documents.signature_block import Half, SignatureBlock
from intake.documents.vote import Candidate
from intake.documents.words import Layer, PageWords, Word

BOX = (0.0, 0.0, 10.0, 10.0)


def _said(value: str, place: str, sure: float, weight: float = 1.0) -> Candidate:
    return Candidate(Field("agency_name", value, value, 1, BOX, Source.OCR, sure), place, weight)


def _elected(*said: Candidate) -> Field:
    found = vote.elect(said, lambda field: str(field.value).lower())
    assert found
    return found


def test_places_that_agree_make_a_value_surer_than_one_does() -> None:
    alone = _elected(_said("Alder", "party", 0.8))
    both = _elected(_said("Alder", "party", 0.8), _said("ALDER", "foot", 0.8))
    assert both.confidence > 0.9 > alone.confidence


def test_another_value_takes_away_and_the_heavier_place_wins() -> None:
    found = _elected(_said("Alder", "party", 0.9, 1.1), _said("Elm", "contact", 0.9, 0.6))
    assert found.value == "Alder"
    assert found.confidence < 0.8


def test_two_readings_of_one_place_never_make_it_certain() -> None:
    found = _elected(*(_said("Alder", "party", 0.95) for _ in range(5)))
    assert found.confidence == vote.ONE_PLACE


@pytest.mark.parametrize(
    ("said", "won"),
    [
        ([("Elm Police Department", "party", 1.1), ("Elm County Police Department", "contact", 0.6)], "Elm County Police Department"),
        ([("Elm County Sheriff", "contact", 0.6), ("Elm County Sheriff's Office", "press", 0.6)], "Elm County Sheriff's Office"),
        ([("Elm County Sheriff's Office", "party", 1.1), ("Elm County", "represents", 0.4)], "Elm County Sheriff's Office"),
    ],
)
def test_the_fuller_name_of_an_agency_wins(said: list[tuple[str, str, float]], won: str) -> None:
    found = agreement_agency.elect([_said(name, place, 0.7, weight) for name, place, weight in said])
    assert found and found.value == won


def test_an_area_code_says_where_an_agency_is() -> None:
    assert area_codes.state_of("850-555-0142") == "FL"
    assert area_codes.state_of("800-555-0142") is None


def test_a_state_behind_a_county_or_an_office_is_no_part_of_the_name() -> None:
    assert places.split_state("Office of the Sheriff, Elm County Georgia") == ("Office of the Sheriff, Elm County", "GA")
    assert places.split_state("Elm County Sheriff's Office AL") == ("Elm County Sheriff's Office", "AL")
    assert places.split_state("Georgia Department of Corrections")[1] is None


def test_a_first_letter_that_belies_the_name_is_put_right_where_pictures_confuse_it() -> None:
    assert people.mail_of("Chris Alder", "ealder@alder.example") == "calder@alder.example"
    assert people.mail_of("Chris Alder", "malder@alder.example") is None


def _signed(agency: str, office: str) -> Field | None:
    def half(party: str, text: str) -> Half:
        words = [Word(part, (60.0 + 40 * i, 100.0, 95.0 + 40 * i, 112.0), 9, Source.OCR, 0.95) for i, part in enumerate(text.split())]
        return Half(party, (0.0, 0.0, 300.0, 300.0), "", {"date": layout.make_line(words)} if words else {})

    block = SignatureBlock(9, half("agency", agency), half("office", office))
    every = [word for side in (block.agency, block.office) if side for line in side.values.values() for word in line.words]
    page = PageWords(9, 612.0, 792.0, tuple(every), (), (), Layer.SCAN)
    found = signing_party.candidates([Sheets((page,), None, block, None, None)], None, "2025-02-12")
    return next((c.field for c in found if c.field.name == "signed_date"), None)


def test_a_penned_date_is_believed_as_far_as_the_other_dates_bear_it_out() -> None:
    sound = _signed("2/21/2025", "March 3, 2025")
    assert sound and sound.value == "2025-02-21" and sound.confidence > 0.9
    after = _signed("9/21/2025", "March 3, 2025")
    assert after and after.confidence < 0.5


@pytest.mark.parametrize("written", ["2-21-2023", "2-21-20", "February 21, 202", "2121125"])
def test_a_year_that_was_misread_comes_from_the_offices_date_and_is_not_certain(written: str) -> None:
    found = _signed(written, "March 3, 2025")
    assert found and found.value == "2025-02-21"
    assert found.confidence < 0.7


def test_a_day_and_a_month_written_in_one_are_a_date() -> None:
    found = dates.first("4April 2025")
    assert found and found.value.isoformat() == "2025-04-04"


def test_a_label_that_ink_swallowed_stands_where_the_other_half_has_it() -> None:
    def row(top: float, *texts: tuple[str, float]) -> list[Word]:
        return [Word(text, (left, top, left + 6.0 * len(text), top + 11), 9, Source.OCR, 0.95) for text, left in texts]

    words = [
        *row(100, ("For", 70), ("the", 95), ("LEA:", 118), ("For", 320), ("ICE:", 345)),
        *row(130, ("3/18/2025", 110), ("Date:", 320), ("3/20/2025", 360)),
        *row(156, ("Signature:", 70), ("Signature:", 320)),
        *row(182, ("Title:", 70), ("Sheriff", 110), ("Title:", 320), ("Director", 360)),
    ]
    page = PageWords(9, 612.0, 792.0, tuple(words), layout.lines_of(words), (), Layer.SCAN)
    block = signature_block.find(page)
    assert block and block.agency
    assert block.agency.values["date"].text == "3/18/2025"
