"""Words of drawn rosters: names of many origins, ranks, what announces a list. In: nothing. Out: texts. Nobody here is real."""

from typing import Final

FIRST: Final = (
    "Marion", "Curtis", "Dolores", "Amos", "José", "Thuy", "Lakeisha", "Bjorn", "Xiomara", "DeShawn", "Mary Beth", "Oluwaseun", "Ana",
    "Terrence", "Guadalupe", "Ashlyn", "Kwame", "Siobhan", "Rylan", "Tiffani", "J.", "Hezekiah", "Brenda", "Wade", "Ngoc", "Michael",
    "Jennifer", "Robert", "Katarzyna", "Tre", "Colton", "Jamal", "Yesenia", "Dwight", "Priya", "Clint", "Roberta", "Zeke",
)  # fmt: skip
LAST: Final = (
    "Abernathy", "O'Dwyer", "Pemberton-Hale", "McAlvany", "Núñez", "de la Cruz", "Nguyen", "VanDyke", "St. Clair", "Li", "Okonkwo",
    "Drummond", "Castellanos",
    "Whitcomb", "Yarborough", "MacIntyre", "D'Angelo", "Sandoval", "Quillian", "Hathersage", "Boudreaux", "Kowalczyk",
    "Reyes",
    "Thackeray", "Van Buren", "Sims", "Eastergard", "Brzezinski", "Trujillo", "Begay", "Fairbairn", "Cole", "Jessamine", "Ibarrola",
)  # fmt: skip
MIDDLE: Final = ("", "", "A.", "B.", "J.", "L", "Ray", "T.")
SUFFIX: Final = ("", "", "", "", "", "", " Jr.", " III")
RANKS: Final = (
    "Deputy", "Sgt.", "Cpl.", "Detention Officer", "Lt.", "Sergeant", "Corrections Officer II", "Captain", "Patrol Officer", "Investigator",
    "Master Deputy", "Detective",
)  # fmt: skip
OPENINGS: Final = (
    "We nominate the following deputies for the training:",
    "Please find our nominees below.",
    "The officers selected for the program are listed here:",
    "Roster of nominees",
    "Below are the names of our officers who will attend.",
    "List of personnel",
    "Here is the information you asked for on our candidates.",
    "As discussed on the phone:",
    "Please see below.",
)
CLOSINGS: Final = (
    "Please call me at 850-555-0142 with any questions.",
    "Thank you. Our case number is 2025-11-0042.",
    "Let me know if anything else is needed before December 5, 2025.",
)
LABELS: Final = {
    "name": ("Name", "NAME", "Officer Name", "Full Name", "Nominee"),
    "rank": ("Rank", "RANK", "Title", "Position"),
    "badge": ("Badge", "Badge #", "Badge No.", "Employee ID", "ID #", "Star No."),
    "ssn": ("SSN", "Social Security Number", "SS #", "Soc. Sec. No.", "SOCIAL SECURITY #"),
    "last_four": ("SSN (last 4)", "Last 4 SSN", "Last four"),
    "born": ("DOB", "Date of Birth", "D.O.B.", "Birth Date", "Birthdate"),
    "hired": ("Hire Date", "Date of Hire", "Hired", "DOH"),
    "email": ("Email", "E-mail", "Email Address"),
    "phone": ("Phone", "Cell", "Phone Number"),
}  # fmt: skip
