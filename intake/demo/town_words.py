"""The words of letters as small towns, jails, campuses and states write them: names, places, and every form of a date and a telephone.

Every place, agency, person, address and telephone is invented (`.example` domains, 555-01xx). Zips belong to their state.
"""

from datetime import date
from typing import Final

from intake.demo.draw_letters import NUMBERS

FIRST: Final = (
    "Darlene", "Wendell", "Troy", "Misty", "Jose Luis", "Kayla", "DeShawn", "Hank", "LaToya", "Randall", "Bobby", "Sue Ellen", "Marcus",
    "Anita", "Clint", "Rebekah", "Tommy", "Guadalupe", "Mike", "J. Dwight", "C. Ray", "Phuong",
)  # fmt: skip
LAST: Final = (
    "Ledbetter", "Van Horne", "St. John", "Ochoa", "De La Cruz", "Nguyen", "MacLeod", "O'Keefe", "Smith", "Pruitt", "Hollis", "Tran",
    "Whitehorse", "Brown-Lee", "Kowalczyk", "Bean", "Church", "Price", "Rivers", "Wooten", "Zabriskie",
)  # fmt: skip
SUFFIXES: Final = ("", "", "", "", "", ", Jr.", " III", " II")
COUNTIES: Final = (
    "Chattawa", "Pruett", "Big Tallow", "DeKessel", "Lowndsey", "Vancleft", "Comal Bend", "Ottawakee", "St. Aubin", "McCrary", "Little Fox",
    "Harmon Hill", "Wexley",
)  # fmt: skip
CITIES: Final = (
    "Mount Airydale", "Port Selwyn", "Lake Verity", "New Hartsfield", "St. Osyth", "Pell Springs", "Tyronza Bend", "Bayou Rouge",
    "Fort Amesley", "Big Cabin Creek", "Ninety Oaks", "Eufalia",
)  # fmt: skip
STREETS: Final = (
    "P.O. Box 219", "101 E. Courthouse Sq.", "2250 Highway 90 West", "77 County Road 412", "500 S.W. 3rd Avenue, Suite 210",
    "One Justice Plaza", "1 Law Enforcement Drive", "4815 U.S. Highway 41 North", "Post Office Drawer 9", "316 N Elm", "18 Jailhouse Ln.",
    "900 University Circle",
)  # fmt: skip
STATES: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("AL", "Alabama", "35", "Ala."), ("FL", "Florida", "32", "Fla."), ("GA", "Georgia", "30", "Ga."), ("LA", "Louisiana", "70", "La."),
    ("MS", "Mississippi", "38", "Miss."), ("NC", "North Carolina", "28", "N.C."), ("OK", "Oklahoma", "73", "Okla."),
    ("PA", "Pennsylvania", "15", "Pa."), ("SC", "South Carolina", "29", "S.C."), ("TN", "Tennessee", "37", "Tenn."),
    ("TX", "Texas", "76", "Tex."), ("VA", "Virginia", "23", "Va."), ("IN", "Indiana", "46", "Ind."), ("MO", "Missouri", "65", "Mo."),
)  # fmt: skip
ABBREVIATED: Final = {code: short for code, _, _, short in STATES}
AREAS: Final = (205, 229, 251, 276, 318, 386, 417, 423, 478, 580, 601, 662, 724, 765, 803, 806, 850, 910, 940)
RANKS: Final = (
    "Lieutenant", "Sergeant", "Captain", "Chief Deputy", "Major", "Undersheriff", "Grants Coordinator", "Jail Administrator", "Lt.", "Sgt.",
    "Capt.", "Corporal", "Deputy Chief", "Administrative Assistant", "Investigator", "Programs Manager", "Executive Officer",
)  # fmt: skip
FILLERS: Final = (
    "We employ 42 sworn and 17 civilian employees and cover 611 square miles with four patrol zones.",
    "In calendar year 2024 our facility booked 3,881 individuals; 214 of them were found to be of foreign birth.",
    "Each of our people has passed a background investigation and has no discipline pending within the last 2 years.",
    "We have read the Memorandum of Agreement posted on your website and our attorney, Percival Dunstable, has no objection to its terms.",
    "Assistant Field Office Director Lorna Maddox of your Riverton office was kind enough to brief my command staff on 12 August.",
    "Our facility is rated for 168 beds and stands fifteen minutes from the interstate.",
    "Salaries and overtime are carried by our budget; we know that the four weeks of training are provided without charge.",
)  # fmt: skip
ADDRESSEES: Final = (
    ("Department of Homeland Security", "U.S. Immigration and Customs Enforcement", "ERO - 287(g) Program", "500 12th St SW",
     "Washington DC 20536"),
    ("Field Office Director", "Enforcement and Removal Operations", "Riverton Field Office", "40 Federal Plaza, 9th Floor",
     "Riverton, KS 66043"),
    ("Attn: 287(g) Program Manager", "U.S. ICE / ERO", "Potomac Center North", "500 12th Street, S.W., Stop 5202",
     "Washington, D.C. 20536"),
    ("Ms. Harriet Olander, Unit Chief", "287(g) Partnership Program", "Immigration and Customs Enforcement", "Via electronic mail"),
)  # fmt: skip


def day(value: date, style: int) -> str:
    """A date in one of the forms that letters have."""
    month, short = value.strftime("%B"), value.strftime("%b")
    ending = "th" if 11 <= value.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(value.day % 10, "th")
    return (
        f"{month} {value.day}, {value.year}", f"{value.day} {month} {value.year}", f"{value.month}/{value.day}/{value:%y}",
        f"{short}. {value.day}, {value.year}", f"{month} {value.day}{ending}, {value.year}", value.isoformat(),
        f"{value.day:02d} {short.upper()} {value.year}", f"{value:%A}, {month} {value.day}, {value.year}",
        f"{month.upper()} {value.day}, {value.year}", f"{value:%m-%d-%Y}",
    )[style % 10]  # fmt: skip


def phone(value: str, style: int) -> str:
    """ "850-555-0142 ext. 12" in one of the forms that letters have."""
    number, _, extension = value.partition(" ext. ")
    a, b, c = number.split("-")
    form = style % 7
    drawn = (f"({a}) {b}-{c}", f"{a}.{b}.{c}", f"{a}-{b}-{c}", f"+1 {a}-{b}-{c}", f"{a} {b} {c}", f"{a}/{b}-{c}", f"1-{a}-{b}-{c}")[form]
    return drawn + ((f" x{extension}", f", Ext. {extension}", f" extension {extension}")[style % 3] if extension else "")


def words(count: int) -> str:
    """The number in words."""
    return NUMBERS.get(count, str(count))


def shared(count: int, roles: tuple[str, str]) -> str:
    """ "two (2) deputies and one (1) sergeant", together `count`, of which there are at least two."""
    first = count - max(1, count // 3)
    rest = count - first
    return f"{words(first)} ({first}) {roles[0]}s and {words(rest)} ({rest}) {roles[1]}{'s' if rest > 1 else ''}"
