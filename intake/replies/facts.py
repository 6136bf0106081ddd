"""What a reply may speak of. In: what the pipeline knows. Out: plain frozen values, nothing of the sender's. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that came in this mail, in our words."""

    kind: str  # "letter" | "agreement" | "other"
    model: str | None  # full name: "Task Force Model"
    pages: int


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """All that a template may use. Every text is ours or computed by us; no subject, file name, display name or form data of the sender's.

    `answer_by` is None in an open-ended closure: then no date is promised.
    `agency` is set only where the name was matched to the directory.
    """

    reference: str
    received: str  # "Tuesday, November 24, 2026 at 10:42 AM Eastern Time"
    answer_by: str | None  # "the end of Wednesday, November 25, 2026, Eastern Time"
    papers: tuple[Paper, ...] = ()
    other_attachments: int = 0
    missing: tuple[str, ...] = ()  # codes of findings the sender may be told, see catalogue
    models_asked: tuple[str, ...] = ()
    agency: str | None = None
    out_of_hours: bool = False
    links_only: bool = False  # a link stood where a paper was expected
    folded: int = 0  # further mails of the same burst this reply answers
    references: tuple[str, ...] = ()  # one an agency, where a mail brings several
    staff_name: str = ""  # who answers; empty in what the machine sends
    settled: tuple[str, ...] = ()  # codes like those of `missing`, told once and no longer true


@dataclass(frozen=True, slots=True)
class Blocks:
    """What an admin fills in; each may be empty."""

    office_name: str
    contact_address: str
    office_phone: str = ""
    privacy_notice: str = ""
    sensitive_notice: str = ""  # "do not send Social Security numbers or dates of birth by email"
    records_line: str = ""
    program_page: str = ""  # address of the program's own public page, for blank forms and information


@dataclass(frozen=True, slots=True)
class Begun:
    """A person's answer before he edits it: he changes `body` alone. `opening` and `closing` are the office's locked words."""

    template: str
    version: str
    subject: str  # used where the letter that is answered has none
    opening: str
    body: str
    closing: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply in words, ready for the composer."""

    template: str
    version: str  # digest of the template's texts and of the locked parts
    subject: str
    text: str
    html: str
    fallback: bool = False  # the edited template could not be used; these are the shipped words
