"""The words of drawn papers: invented agencies and people, wordings of letters, paraphrased terms of agreements. In: nothing. Out: texts.

Every place, agency, person, address and telephone is invented (`.example` domains, 555-01xx). The terms paraphrase the public form in our
own words; only its headings and the phrases by which a form is known stand as printed.
"""

from typing import Final

FIRST: Final = (
    "Marion", "Curtis", "Dolores", "Everett", "Yolanda", "Harlan", "Bettina", "Rosalind", "Clifford", "Imogene", "Desmond", "Loretta",
    "Winston", "Priscilla", "Amos", "Gwendolyn",
    "Terrence", "Henrietta", "Leland", "Marguerite", "Orville", "Rhonda", "Stuart", "Vivian",
)  # fmt: skip
MIDDLE: Final = ("", "", "A. ", "B. ", "J. ", "L. ", "R. ", "T. ", "W. ")
LAST: Final = (
    "Abernathy", "Bellweather", "Castellanos", "Drummond", "Eastergard", "Fairbairn", "Gallowick", "Hathersage", "Ibarrola", "Jessamine",
    "Kettering", "Lindenmuth", "McAlvany",
    "Northcutt", "O'Dwyer", "Pemberton-Hale", "Quillian", "Rutledge", "Sandoval", "Thackeray", "Underhill", "Vandermolen", "Whitcomb",
    "Yarborough",
)  # fmt: skip
LANDS: Final = (
    "Alder Creek", "Bluestem", "Cedar Bluff", "Dry Fork", "Elkhorn", "Fallow Ridge", "Granite", "Hollow Oak", "Iron Mesa", "Juniper",
    "Kestrel", "Long Prairie", "Marlin Bay",
    "Northgate", "Otter Lake", "Pinion", "Quarry", "Red Willow", "St. Clement", "Tamarack", "Upland", "Vesper", "Willow Bend",
    "Yellow Pine",
)  # fmt: skip
CITIES: Final = (
    "Ashford",
    "Brookhaven Falls",
    "Clearwell",
    "Dunmore",
    "Eagle Rest",
    "Farwell",
    "Glenrock",
    "Harmony",
    "Kingsbridge",
    "Larkspur",
    "Millbrook",
    "Oakhurst",
)
STREETS: Final = (
    "Courthouse Square", "Justice Way", "Main Street", "Municipal Drive", "N. Cedar Avenue", "Old Mill Road", "Pioneer Boulevard",
    "Public Safety Lane", "Veterans Parkway", "West 4th Street",
)  # fmt: skip
STATES: Final = (
    ("AL", "Alabama"), ("AR", "Arkansas"), ("FL", "Florida"), ("GA", "Georgia"), ("ID", "Idaho"), ("KS", "Kansas"), ("MO", "Missouri"),
    ("NC", "North Carolina"), ("NE", "Nebraska"),
    ("NH", "New Hampshire"), ("OK", "Oklahoma"), ("TN", "Tennessee"), ("TX", "Texas"), ("UT", "Utah"), ("WV", "West Virginia"), ("WY",
    "Wyoming"),
)  # fmt: skip
RANKS: Final = ("Lt.", "Captain", "Sgt.", "Chief Deputy", "Major", "Detective", "Deputy Chief")

OFFICE: Final = ("U.S. Immigration and Customs Enforcement", "287(g) Program Office", "500 12th Street SW", "Washington, DC 20536")
OFFICE_PERSON: Final = ("Mr. Rowan T. Ellery", "Deputy Assistant Secretary")

OPENINGS: Final = (
    (
        "Please take this letter as the formal letter of interest of the {agency} in joining the 287(g) program. We "
        "serve the people of {where}."
    ),
    (
        "On behalf of the {agency}, I write to request participation in the 287(g) program under the Immigration and "
        "Nationality Act. This partnership would help us to serve the residents of {where}."
    ),
    "The {agency} ({where}) respectfully submits this letter of interest and wishes to partner with your office.",
    "I am writing to express our interest in the 287(g) program. The {agency} keeps the peace in {where} and employs 87 sworn personnel.",
)
ASKS: Final = (
    "Our agency would like to participate in the {models}.",
    "We request the {models}.",
    "We seek to enter into a Memorandum of Agreement for the {models}.",
)
COUNTS: Final = (
    "We intend to nominate {words} ({figure}) officers for training.",
    "At present {figure} deputies have been selected to attend the required training.",
    "We will nominate {words} officers, each with more than two years of experience.",
    "The agency is prepared to train ({figure}) deputies assigned to our intake section.",
)
FILLERS: Final = (
    "We understand that the training is given at no cost to us, and that salaries and benefits remain our own expense.",
    "Our jail holds 214 inmates on an average day and has 260 beds; two officers stand on each shift.",
    "I have been in touch with your field office in Riverton. Officer Dana Whitfield has been most helpful.",
    "Every officer named has passed a background check and has at least three years of service.",
)
CONTACTS: Final = (
    "Our point of contact is {rank} {name}, who may be reached at {phone} or {email}.",
    "Should you have questions, please contact {rank} {name} at {phone}; e-mail {email}.",
)
CLOSINGS: Final = ("Sincerely,", "Respectfully,", "Respectfully submitted,", "Very truly yours,", "Warmest regards,")
SALUTATIONS: Final = ("To Whom It May Concern:", "Dear Sir or Madam:", "Dear Director:")

TERMS: Final = (
    (
        "The parties set out here how selected personnel of the agency are put forward, trained and authorized, and how"
        " their work is overseen."
    ),
    "Participating personnel act under this MOA only within the agency's own territory and only under the direction of an officer of ICE.",
    "Before any authority is given, each candidate must pass the training and every test of it, with a score of no less than 70 percent.",
    "The agency bears the pay, the overtime and the local travel of its own people; ICE bears the instructors and the course material.",
    "Each side tells the other without delay of a complaint against participating personnel, and of how it was settled.",
    "Interpreters are called when a person does not understand English well enough to answer.",
    (
        "Nothing in this MOA gives any person a right that could be enforced in a court, and nothing limits what the "
        "law already allows the parties."
    ),
    "Records made under this MOA are federal records, and requests for them are passed on to ICE.",
    "Statistics are kept of each encounter and handed over on request, in the form that ICE prescribes.",
    "The media may be told of this MOA only after the parties have spoken with each other; the contacts for that are named in an appendix.",
    (
        "The agency notifies ICE when an officer leaves, is disciplined or is no longer to act under this MOA, and the "
        "authority ends with that notice."
    ),
    "A violation of civil rights standards is reported at once, and the officer concerned is withdrawn until the matter is settled.",
)
MODEL_TERMS: Final = {
    "TFM": (
        "Officers of the Task Force Model act during their routine duties. Candidates must have at least two years of LEA work experience."
    ),
    "JEM": (
        "Officers of the Jail Enforcement Model identify and process persons who were booked into the LEA's jail/correctional facilities."
    ),
    "WSO": (
        "A Warrant Service Officer may serve and execute administrative warrants on persons held in the LEA's jail/correctional facilities."
    ),
}
TASK_FORCE_SECTIONS: Final = (
    "PURPOSE", "AUTHORITY", "POLICY", "TRAINING AND ASSIGNMENTS", "DESIGNATION OF AUTHORIZED FUNCTIONS", "RESOLUTION OF LOCAL CHARGES",
    "NOMINATION OF PERSONNEL", "TRAINING OF PERSONNEL",
    "CERTIFICATION AND AUTHORIZATION", "COSTS AND EXPENDITURES", "ICE SUPERVISION", "REPORTING REQUIREMENTS",
    "RELEASE OF INFORMATION TO THIRD PARTIES", "LIABILITY AND RESPONSIBILITY",
    "COMPLAINT PROCEDURES", "CIVIL RIGHTS STANDARDS", "MODIFICATION OF THIS MOA", "EFFECTIVE DATE, SUSPENSION, AND TERMINATION OF THIS MOA",
)  # fmt: skip
JAIL_SECTIONS: Final = ("PARTIES", "PURPOSE", "AUTHORITY", "RESPONSIBILITIES", "REPORTING AND DOCUMENTATION", "MODIFICATIONS TO THIS MOA")
CLOSING_SECTION: Final = "EFFECTIVE DATE, SUSPENSION, AND TERMINATION OF THIS MOA"
ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII")
FIRST_PARAGRAPH: Final = (
    "This Memorandum of Agreement (MOA) constitutes an agreement between United States Immigration and Customs Enforcement (ICE), "
    "a component of the Department of Homeland Security (DHS), and the {blank1}, {link}pursuant to which ICE delegates to trained and "
    "certified {holders} the authority to carry out certain functions named below."
)
SIGNING: Final = (
    "By signing this MOA, each party represents it is fully authorized to enter into this MOA, takes on its terms "
    "and obligations, and is bound by them to the fullest extent allowed by law."
)
