"""What is private in a text and what is not, each with its near miss; and that no text keeps the detector busy."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import innocent, rosters
from intake.demo import roster_layouts
from intake.demo.rosters import rosters as drawn
from intake.security import masking, sensitive
from intake.security.sensitive import Kind
from tests.security import hostile_texts

ROOT = Path(__file__).parents[2]
LIST = """\
We nominate these deputies:

1. Sgt. Ida Mosswood, Badge 1204, DOB 4/5/1987
2. Deputy Ray Lowe, Badge 1311, DOB 7/8/1990
3. Deputy Curtis Nance, Badge 1320, DOB 12/1/1979

Please call 850-555-0142.
"""


def _found(text: str, kind: Kind) -> list[str]:
    return [text[place.start : place.end] for place in sensitive.find(text) if place.kind is kind]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("it is 123-45-6789.", "123-45-6789"),
        ("it is 123.45.6789 and", "123.45.6789"),
        ("it is 123 45 6789 and", "123 45 6789"),
        ("it is 123–45–6789", "123–45–6789"),
        ("123 - 45 - 6789", "123 - 45 - 6789"),
        ("SSN 123456789", "123456789"),
        ("ssn: 123456789", "123456789"),
        ("SS# 123456789", "123456789"),
        ("S.S.N. 123456789", "123456789"),
        ("Soc. Sec. No.: 123456789", "123456789"),
        ("Social\nSecurity Number:\n123456789", "123456789"),
        ("his social is 123456789", "123456789"),
        ("social 123456789", "123456789"),
        ("SSN of Ida Mosswood is 123456789", "123456789"),
        ("SSN (for the background check): 123456789", "123456789"),
        ("número de seguro social: 123456789", "123456789"),
        ("SSN: l23-4S-67B9", "l23-4S-67B9"),
        ("SSN 912-34-5678", "912-34-5678"),
        ("SSN: 123-456789", "123-456789"),
        ("XXX-XX-6789", "XXX-XX-6789"),
        ("***-**-6789", "***-**-6789"),
        ("SSN ending in 6789", "6789"),
        ("last four of his social: 6789", "6789"),
        ("SSN (last 4): 6789", "6789"),
        ("SSN#123456789", "123456789"),
        ("SSN: *123456789*", "123456789"),
        ("SSN: _123456789_", "123456789"),
        ("SSN123456789", "123456789"),
        ("SSN is:\n\n\n123456789", "123456789"),
        ("Social Security number follows below:\n\n\n\n123456789", "123456789"),
        ("SSN 123\u200b45\u200b6789", "123\u200b45\u200b6789"),
        ("S\u200dS\ufeffN: 123\u206045\u20606789", "123\u206045\u20606789"),
        ("it is 12\u200c3-45-6789", "12\u200c3-45-6789"),
        ("it is 123\u00ad45\u00ad6789", "123\u00ad45\u00ad6789"),
        ("it is 1\u00ad23-45-67\u00ad89", "1\u00ad23-45-67\u00ad89"),
        ("> it is 123-45-\n> 6789", "123-45-\n> 6789"),
        ("> SSN:\n> \n> 123456789", "123456789"),
        ("it is 123‑45‑6789", "123‑45‑6789"),
        (
            "it is \uff11\uff12\uff13\uff0d\uff14\uff15\uff0d\uff16\uff17\uff18\uff19",
            "\uff11\uff12\uff13\uff0d\uff14\uff15\uff0d\uff16\uff17\uff18\uff19",
        ),
        ("\uff33\uff33\uff2e: 123456789", "123456789"),
        ("Roe_Jane_SSN_123456789.pdf", "123456789"),
        ("Social_Security_Number_123_45_6789.pdf", "123_45_6789"),
    ],
)
def test_social_security_numbers_are_found_as_people_write_them(text: str, number: str) -> None:
    assert _found(text, Kind.SSN) == [number]


def test_several_numbers_after_one_announcement_are_all_found() -> None:
    assert _found("SSNs: 123456789, 234567890 and 345678901.", Kind.SSN) == ["123456789", "234567890", "345678901"]


@pytest.mark.parametrize(
    ("text", "numbers", "dates"),
    [
        ("SSN and DOB: 123456789, 01/02/1990", ["123456789"], ["01/02/1990"]),
        ("DOB and SSN: 01/02/1990, 123456789", ["123456789"], ["01/02/1990"]),
        ("ssn/dob 123456789 01021990", ["123456789"], ["01021990"]),
        ("SSN/DOB: 123456789 / 1-2-90; 234567890 / 3-4-91", ["123456789", "234567890"], ["1-2-90", "3-4-91"]),
        ("SSN, DOB: Ida Roe 123456789 1/2/90, Ray Lowe 234567890 3/4/91", ["123456789", "234567890"], ["1/2/90", "3/4/91"]),
        ("SSN and DOB: 123456789, 01/02/1990. Hired 03/04/2015", ["123456789"], ["01/02/1990"]),
        ("SSN and DOB: 123456789, 01/02/1990. Case 345678901", ["123456789"], ["01/02/1990"]),
    ],
)
def test_what_is_announced_together_takes_turns(text: str, numbers: list[str], dates: list[str]) -> None:
    assert (_found(text, Kind.SSN), _found(text, Kind.BIRTH)) == (numbers, dates)


@pytest.mark.parametrize(
    "text",
    [
        "(850) 555-0142", "850-555-0142", "850.555.0142", "850 555 0142", "ZIP 12345-6789", "on 03/04/2025", "2025-03-04",
        "case 123-45-6789", "Docket No. 123-45-6789", "PO 123-45-6789", "reference: 123-45-6789", "tracking 123456789", "987-65-4321",
        "000-12-3456", "666-12-3456", "123-00-4567", "123-45-0000", "912-34-5678", "1123-45-6789", "123-45-67890", "10.123.45.6789",
        "routing number 123456789", "ORI TX1234500", "2025-ICFO-12345", "12-3456789", "$123 45 6789", "Meeting ID: 123 456 7890",
        "Social Security Administration, Baltimore, MD 21235-6401", "do not send Social Security numbers by email. Ref 123456789",
        "ITIN 912-34-5678", "card ending in 6789", "SSN:\n\n\n\n\n\n123456789", "SSN is below.\n\nCase 123456789", "5-123-45-\n6789",
        "the SSN is needed. \n123456789 is our file", "We need SSN and DOB by 12/05/2025", "ida_123_45@roe.example", "ORI_TX1234500.pdf",
        "> 850-555-\n> 0142", "MOA_2025_11_24.pdf", "Letter_123456789.pdf", "555\u201101\u201142", "$123,456,789",
    ],
)  # fmt: skip
def test_other_numbers_are_none(text: str) -> None:
    assert sensitive.find(text) == ()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("DOB 4/5/1987", "4/5/1987"),
        ("D.O.B.: 04-05-87", "04-05-87"),
        ("d.o.b 04.05.1987", "04.05.1987"),
        ("date of birth: April 5, 1987", "April 5, 1987"),
        ("Date of Birth (mm/dd/yyyy): 04/05/1987", "04/05/1987"),
        ("Birth Date\n04/05/1987", "04/05/1987"),
        ("born on 5 April 1987", "5 April 1987"),
        ("Born: Apr. 5, 1987", "Apr. 5, 1987"),
        ("(b. 4/5/1987)", "4/5/1987"),
        ("DOB 05APR1987", "05APR1987"),
        ("DOB: 19870405", "19870405"),
        ("DOB 1987-04-05", "1987-04-05"),
        ("DOB 9 Jul\n1979", "9 Jul\n1979"),
        ("DOB: O4/O5/l987", "O4/O5/l987"),
        ("DOB of Ida Mosswood is 4/5/87", "4/5/87"),
        ("04/05/1987 (DOB)", "04/05/1987"),
        ("fecha de nacimiento: 5 de abril de 1987", "5 de abril de 1987"),
        ("DOB 4/5/2001 hired 6/7/2020", "4/5/2001"),
        ("date of birth is:\n\n\n4/5/1987", "4/5/1987"),
        ("D\u00adOB: 4/5/19\ufeff87", "4/5/19\ufeff87"),
        ("DOB 04‑05‑1987", "04‑05‑1987"),
        ("date\u00a0of\u00a0birth:\u00a0April\u00a05,\u00a01987", "April\u00a05,\u00a01987"),
        ("Roe_Jane_SSN_123-45-6789_DOB_04-05-1987.pdf", "04-05-1987"),
        ("DOB_04_05_1987.pdf", "04_05_1987"),
        ("DOB_19870405.pdf", "19870405"),
    ],
)
def test_dates_of_birth_are_found_as_people_write_them(text: str, date: str) -> None:
    assert _found(text, Kind.BIRTH) == [date]


@pytest.mark.parametrize(
    "text",
    [
        "We met on 04/05/1987.", "hired 6/7/2020", "do not send dates of birth by email. We closed on March 3, 2025.",
        "date of birth is needed by December 5, 2025", "the program was born in 1996", "Sheriff Ida B. May 5, 2025",
    ],
)  # fmt: skip
def test_other_dates_are_none(text: str) -> None:
    assert sensitive.find(text) == ()


def test_a_list_of_people_is_found_with_its_lines_and_what_it_holds() -> None:
    (roster,) = (place for place in sensitive.find(LIST) if place.kind is Kind.ROSTER)
    assert (roster.line, roster.lines) == (3, 3)
    assert LIST[roster.start : roster.end] == "\n".join(LIST.split("\n")[2:5])
    assert _found(LIST, Kind.BIRTH) == ["4/5/1987", "7/8/1990", "12/1/1979"]


def test_a_heading_says_which_column_holds_what() -> None:
    rows = ("Ida Mosswood  04/05/1987  06/07/2010  123456789", "Ray Lowe      07/08/1990  06/07/2012  234567890")
    text = "\n".join(("Name          DOB         Hired       SSN", *rows))
    assert _found(text, Kind.BIRTH) == ["04/05/1987", "07/08/1990"]
    assert _found(text, Kind.SSN) == ["123456789", "234567890"]


def test_a_list_inside_a_quotation_is_one_too() -> None:
    text = "\n".join(f"> {line}" for line in LIST.split("\n"))
    assert len(_found(text, Kind.ROSTER)) == 1


@pytest.mark.parametrize(
    "rows",
    [
        ("Jane Roe 123456789", "Dwight Corwin 234567890", "Ida Mosswood 345678901"),
        ("1. Roe, Jane - 123456789", "2. Corwin, Dwight - 234567890", "3. Mosswood, Ida - 345678901"),
        ("> Sgt. Jane Roe\t123456789", "> Sgt. Ida Mosswood\t345678901"),
        ("Jane Roe - 01/02/1990", "Dwight Corwin - 03/04/1985", "Ida Mosswood - 05/06/1979"),
        ("Jane Roe: January 2, 1990", "", "James Corwin: March 4, 1985"),
        ("Jane Roe 123456789 01/02/1990", "James Corwin 234567890 03/04/1985"),
    ],
)
def test_names_with_numbers_or_births_and_no_heading_are_a_list(rows: tuple[str, ...]) -> None:
    text = "\n".join(("Hello,", *rows, "", "Thank you."))
    assert masking.masked(text).replace("> ", "") == f"Hello,\n{masking.hidden(len(rows))}\n\nThank you."


@pytest.mark.parametrize(
    "rows",
    [
        ("Jane Roe 123456789",),
        ("Jane Roe - 01/02/1990",),
        ("Jane Roe 850-555-0142", "James Corwin 850-555-0143", "Ida Mosswood 850-555-0144"),
        ("Tracking 123456789", "Parcel 234567890", "Order 345678901"),
        ("Elm Fork 980000001", "Cedar Bluff 980000002", "Pine Hollow 980000003"),
        ("Jane Roe - 11/20/2025", "James Corwin - 11/21/2025", "Ida Mosswood - 11/22/2025"),
        ("Jane Roe - 3/4/25", "James Corwin - 3/5/25", "Ida Mosswood - 3/6/25"),
        ("Training on:", "Jane Roe - 01/02/2001", "James Corwin - 01/03/2001", "Ida Mosswood - 01/04/2001"),
        ("Elm Fork - 02/26/2008", "Cedar Bluff - 03/04/2008", "Pine Hollow - 07/02/2007"),
    ],
)
def test_names_with_other_numbers_and_dates_are_none(rows: tuple[str, ...]) -> None:
    assert sensitive.find("\n".join(("Hello,", *rows, "", "Thank you."))) == ()


def test_one_person_is_no_list() -> None:
    text = "Name: Ida Mosswood\nBadge: 1204\nDOB: 4/5/1987\nSSN: 123-45-6789\n"
    assert _found(text, Kind.ROSTER) == []
    assert (_found(text, Kind.BIRTH), _found(text, Kind.SSN)) == (["4/5/1987"], ["123-45-6789"])


@pytest.mark.parametrize("sort", sorted(innocent.SORTS))
def test_what_only_looks_like_a_list_is_none(sort: str) -> None:
    assert [text for name, text in innocent.texts(11, 2) if name == sort and sensitive.find(text)] == []


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("aA1 0-/.,:;|\t\n>()*XOlSNDB#@é_\u00a0\u200b\u00ad\u2011\uff11"), max_size=200))
def test_whatever_the_text_places_are_in_order_and_masking_twice_changes_nothing(text: str) -> None:
    places = sensitive.find(text)
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert [place.start for place in places] == sorted(place.start for place in places)
    once = masking.masked(text)
    assert masking.masked(once) == once


@pytest.mark.parametrize("layout", [*roster_layouts.LAYOUTS, *roster_layouts.KEPT_OUT])
def test_drawn_rosters_are_found_in_mails_and_papers(layout: str) -> None:
    counts = rosters.Counts()
    spec = next(spec for spec in drawn(5, layout) if len(spec.people) <= 8)
    rosters.in_mail(spec, counts)
    rosters.in_pdf(spec, counts)
    assert all(counts.share(kind) >= 97.0 for kind in Kind), counts


def test_long_hostile_texts_end() -> None:
    """Each grows with its length alone: what would take its square or worse does not end within the hour."""
    assert len(hostile_texts.PIECES) >= 30
    subprocess.run([sys.executable, "-m", "tests.security.hostile_texts"], cwd=ROOT, check=True, timeout=110, stdout=subprocess.DEVNULL)


def test_a_text_that_is_too_long_is_hidden_where_nobody_looked() -> None:
    text = "a " * (sensitive.MOST_TEXT // 2) + "SSN 123-45-6789"
    assert "6789" not in masking.masked(text)
    assert masking.masked(text).endswith(masking.REST_HIDDEN)
