"""A paper as values, in the words of the public JSON (`intake inspect --json`). In: what was read. Out: frozen values. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the upper left corner of the page."""


class Form(StrEnum):
    """What a paper is."""

    LOI = "loi"
    MOA = "moa"
    OTHER = "other"
    UNREADABLE = "unreadable"


class Model(StrEnum):
    """The three models of the program."""

    JEM = "JEM"
    TFM = "TFM"
    WSO = "WSO"


MODEL_NAMES: Final = {Model.JEM: "Jail Enforcement Model", Model.TFM: "Task Force Model", Model.WSO: "Warrant Service Officer"}


class Source(StrEnum):
    """Where a value came from."""

    TEXT = "text"
    FORM = "form"
    OCR = "ocr"
    MAIL = "mail"
    DIRECTORY = "directory"
    STAFF = "staff"  # a person said so; no reading gives it


class State(StrEnum):
    """What became of the reading of a paper. Each is an outcome: a dead paper never shelves its letter."""

    WAITING = "waiting"  # pages were left out for want of time: it can be read on
    READ = "read"
    UNREADABLE = "unreadable"
    KILLED = "killed"
    LATE = "late"


class Verdict(StrEnum):
    """Of a signature."""

    SIGNED = "signed"
    UNSIGNED = "unsigned"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Field:
    """A named value with its place. `name` is one of FIELD_NAMES."""

    name: str
    value: str | int | tuple[str, ...]
    raw: str
    page: int  # from 1
    bbox: BBox
    source: Source
    confidence: float  # 0..1


@dataclass(frozen=True, slots=True)
class Signature:
    """The verdict for one party."""

    party: str  # "agency" | "office"
    verdict: Verdict
    kind: str | None  # "ink" | "image" | "digital" | "typed"
    page: int
    bbox: BBox
    integrity: str | None = None  # "intact" | "altered" | "unknown"
    signer: str | None = None
    signed_at: datetime | None = None
    modification: str | None = None  # since then: "none" | "archival" | "form_filling" | "other"
    trust: str | None = None  # in who signed: "trusted" | "untrusted" | "expired" | "unchecked"


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding. Only what is seen with certainty on a fully read page has the audience "sender"."""

    code: str
    text: str
    page: int | None
    audience: str  # "sender" | "staff"


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A place that must be masked."""

    kind: str  # "ssn" | "date_of_birth" | "roster"
    page: int  # 0 in a text file, which has no pages
    bbox: BBox
    line: int | None = None  # from 1, in a text file alone


@dataclass(frozen=True, slots=True)
class Document:
    """One paper, once known."""

    sha256: str
    media_type: str  # as judged by content
    pages: int
    form: Form
    model: Model | None = None
    form_revision: str | None = None  # ISO date
    fields: tuple[Field, ...] = ()
    signatures: tuple[Signature, ...] = ()
    issues: tuple[Issue, ...] = ()
    sensitive: tuple[Sensitive, ...] = ()
    blank: bool = False  # our own form, not filled in: no paper
    fully_read: bool = True  # false where pages held pictures that were not read
    state: State = State.READ
    seconds: float = 0.0
    first_page: int = 1  # of the file, where it holds other papers too
    text_excerpt: str = field(default="", repr=False)  # first words, for search and for telling kinds apart; bounded

    def value(self, name: str, at_least: float = 0.0) -> str | int | tuple[str, ...] | None:
        """The value of a field whose confidence reaches `at_least`, or None."""
        return next((f.value for f in self.fields if f.name == name and f.confidence >= at_least), None)


FIELD_NAMES: Final = (
    "agency_name", "agency_type", "state", "county", "city", "street_address", "zip", "phone",
    "signatory_name", "signatory_title", "signed_date", "letter_date", "models_requested", "officers_nominated",
    "poc_name", "poc_title", "poc_phone", "poc_email", "poc_address", "pio_name", "pio_phone", "pio_email",
    "office_signatory", "office_signed_date",
)  # fmt: skip
"""The public names. Add, never rename."""
