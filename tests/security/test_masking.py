"""What is shown in place of private things."""

from dataclasses import dataclass
from enum import StrEnum

from intake.security import masking, sensitive
from intake.security.sensitive import Kind
from tests.security.test_sensitive import LIST


class Colour(StrEnum):
    """A word that is no text."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    """Holds a text."""

    text: str
    count: int = 3


@dataclass(frozen=True, slots=True)
class Outer:
    """Holds everything that a record may hold."""

    inner: tuple[Inner, ...]
    words: dict[str, list[str | None]]
    colour: Colour


def test_numbers_and_births_have_masks_of_their_own() -> None:
    assert masking.masked("SSN 123456789, born 4/5/1987") == "SSN ***-**-****, born **/**/****"


def test_a_list_is_hidden_as_a_whole_and_the_rest_stays() -> None:
    lines = masking.masked(LIST).split("\n")
    assert lines[:5] == ["We nominate these deputies:", "", "[list of people hidden: 3 lines]", "", "Please call 850-555-0142."]


def test_the_places_of_masks_are_those_in_the_text_that_is_shown() -> None:
    shown = masking.shown("SSN 123456789\n" + LIST + "DOB 1/2/1980")
    assert [(place.kind, shown.text[place.start : place.end]) for place in shown.places] == [
        (Kind.SSN, masking.MASK), (Kind.ROSTER, masking.hidden(3)), (Kind.BIRTH, masking.BIRTH_MASK),
    ]  # fmt: skip
    assert [shown.text.split("\n")[place.line - 1] for place in shown.places][1] == masking.hidden(3)


def test_every_text_of_a_value_is_masked_and_nothing_else_changes() -> None:
    value = Outer((Inner("SSN 123-45-6789"),), {"a": ["DOB 4/5/1987", None, "plain"]}, Colour.RED)
    assert masking.everywhere(value) == Outer(
        (Inner(f"SSN {masking.MASK}"),), {"a": [f"DOB {masking.BIRTH_MASK}", None, "plain"]}, Colour.RED
    )
    assert isinstance(masking.everywhere(value).colour, Colour)


def test_a_value_read_out_of_a_private_place_is_hidden_and_a_count_stays() -> None:
    places = [{"kind": "roster", "page": 2, "bbox": [50.0, 100.0, 500.0, 300.0]}]
    box = [60.0, 110.0, 120.0, 122.0]
    assert masking.by_place("Ida Mosswood", "Ida Mosswood, 12", page=2, box=box, places=places) == (masking.hidden(1), masking.hidden(1))
    assert masking.by_place(12, "Ida Mosswood, 12", page=2, box=box, places=places) == (12, masking.hidden(1))
    assert masking.by_place("Ida Mosswood", "raw", page=1, box=box, places=places) == ("Ida Mosswood", "raw")


def test_no_half_of_a_number_is_left_where_a_text_is_cut() -> None:
    text = "x" * 20 + " SSN 123-45-6789"
    assert masking.cut(text, 32) == "x" * 20 + " SSN "
    assert masking.cut(text, 100) == text
    assert masking.cut("a plain text", 7) == "a plain"


def test_what_is_known_for_private_by_words_behind_the_cut_is_left_out_too() -> None:
    assert masking.cut("we have 04/05/1987 (DOB) of him", 20) == "we have "
    assert masking.cut("x" * 30_000 + " SSN 123-45-6789", 30_010) == "x" * 30_000 + " SSN "


def test_wherever_a_text_is_cut_no_part_of_a_value_is_shown() -> None:
    text = f"SSN and DOB: 123456789, 01/02/1990. {LIST} SSN is:\n\n345678901 and born 7 May 1977 (DOB)"
    shown = [masking.masked(masking.cut(text, limit)) for limit in range(len(text))]
    told = ("1234", "/02", "/1990", "3456", "May", "1204", "Mosswood", "7/8")
    assert [(part, each) for each in shown for part in told if part in each] == []


def test_half_a_number_at_the_end_of_a_text_that_fills_the_bound_is_hidden() -> None:
    for half in ("123-45-", "123-45-67", "12"):
        text = ("a " * sensitive.MOST_TEXT)[: sensitive.MOST_TEXT - len(half)] + half
        assert masking.masked(text).rstrip("a ") == ""
