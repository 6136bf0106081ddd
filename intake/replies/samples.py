"""Facts a template is tried with before it may send, and shown with to its editor. In: nothing. Out: values with invented names. Pure."""

from dataclasses import replace
from typing import Final

from intake.replies.facts import Blocks, Paper, ReplyFacts

BLOCKS: Final = Blocks(
    office_name="Partnership Program Office",
    contact_address="program@office.example",
    office_phone="202-555-0142",
    privacy_notice="Privacy notice: we use what you send us to answer you and to keep our records.",
    sensitive_notice="Please do not send Social Security numbers or dates of birth by email.",
    records_line="Your message and this reply are kept as records.",
    program_page="https://office.example/program",
)
BARE_BLOCKS: Final = Blocks(office_name="Partnership Program Office", contact_address="program@office.example")

RECEIVED: Final = "Tuesday, November 24, 2026 at 10:42 AM Eastern Time"
ANSWER_BY: Final = "the end of Wednesday, November 25, 2026, Eastern Time"

LETTER: Final = Paper("letter", None, 2)
AGREEMENT: Final = Paper("agreement", "Task Force Model", 14)

MINIMAL: Final = ReplyFacts(reference="K7M-4PQ-9TX", received=RECEIVED, answer_by=None)
USUAL: Final = ReplyFacts(
    reference="K7M-4PQ-9TX", received=RECEIVED, answer_by=ANSWER_BY, papers=(LETTER, AGREEMENT), models_asked=("Task Force Model",)
)
FULL: Final = ReplyFacts(
    reference="K7M-4PQ-9TX",
    received=RECEIVED,
    answer_by=ANSWER_BY,
    papers=(LETTER, AGREEMENT, Paper("other", None, 1)),
    other_attachments=2,
    missing=("letter_not_found", "agreement_not_found", "blank_signature:9", "blank_date", "cannot_open", "password", "link_instead"),
    models_asked=("Task Force Model", "Warrant Service Officer"),
    agency="Franklin County Sheriff's Office",
    out_of_hours=True,
    links_only=True,
    folded=3,
    references=("K7M-4PQ-9TX", "W3D-8HN-2VC"),
    staff_name="Jo Larkin",
    settled=("letter_not_found", "agreement_not_found:WSO", "blank_signature:9", "blank_date:9", "cannot_open", "link_instead"),
)
QUESTION: Final = ReplyFacts(reference="K7M-4PQ-9TX", received=RECEIVED, answer_by=ANSWER_BY)
CLOSED: Final = replace(QUESTION, received="Saturday, November 21, 2026 at 8:15 PM Eastern Time", out_of_hours=True)
LINK: Final = replace(QUESTION, links_only=True)
BURST: Final = replace(
    QUESTION, papers=(*(Paper("letter", None, 1),) * 3, *(AGREEMENT,) * 4, Paper("other", None, 2)), other_attachments=1, folded=6
)
AGENCIES: Final = replace(
    QUESTION, papers=(LETTER,) * 3, references=("K7M-4PQ-9TX", "W3D-8HN-2VC", "H5R-6JY-4BG"), models_asked=("Task Force Model",)
)
HOSTILE: Final = ReplyFacts(
    reference="K7M-4PQ-9TX\r\nBcc: everyone@list.example",
    received="<script>alert(1)</script>" * 50,
    answer_by="{{ 7 * 7 }}\n\n----\n",
    papers=(Paper("<b>", "\u202e{% raw %}", -1), *(Paper("agreement", "Jail Enforcement Model", 10**9),) * 500),
    other_attachments=10**9,
    missing=("{{ reference }}", "blank_signature:9999999999999999999999", "blank_date:-1", "agreement_not_found:<i>") * 200,
    models_asked=("'; DROP TABLE replies", "JEM") * 50,
    agency="\x00\x1b[2J<img src=x onerror=alert(1)> - \n- item" + "A" * 10_000,
    out_of_hours=True,
    links_only=True,
    folded=10**9,
    references=tuple(f"R{number}\n" for number in range(500)),
    staff_name="\u202e<b>{{ reference }}\r\nBcc: x@list.example",
    settled=("{{ reference }}", "blank_signature:-1", "agreement_not_found:<i>") * 200,
)

FACTS: Final = {
    "usual": USUAL, "question": QUESTION, "closed": CLOSED, "link": LINK, "burst": BURST, "agencies": AGENCIES, "full": FULL,
    "minimal": MINIMAL, "hostile": HOSTILE,
}  # fmt: skip
CLEAN: Final = tuple(case for case in FACTS if case != "hostile")
"""The sets that hold nothing but our own words: what they render is held against the banned words."""
MEANINGS: Final = {
    "usual": "a letter and an agreement, in office hours",
    "question": "no papers, in office hours",
    "closed": "no papers, while the office was closed",
    "link": "a link where a file was expected",
    "burst": "several mails of one sender, answered together",
    "agencies": "one mail for three agencies",
    "full": "everything a reply can speak of at once",
    "minimal": "nothing but the mail itself, in a closure without an end",
}
"""What each clean set is about, for those who look at previews."""
