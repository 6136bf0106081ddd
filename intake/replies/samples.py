"""Facts a template is tried with before it may send: full, usual, minimal, hostile. In: nothing. Out: values with invented names. Pure."""

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
)

FACTS: Final = {"full": FULL, "usual": USUAL, "minimal": MINIMAL, "hostile": HOSTILE}
CLEAN: Final = ("full", "usual", "minimal")
"""The sets that hold nothing but our own words: what they render is held against the banned words."""
