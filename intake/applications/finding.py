"""What is to be said about an application, and to whom. In: nothing. Out: the values of findings. Pure.

The machine tells a sender only what was seen with certainty on fully read papers; every doubt, all judgement and all that concerns a
person is for staff alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.documents.document import Form, Model

SENDER: Final = "sender"
STAFF: Final = "staff"


class Code(StrEnum):
    """The only findings a sender may be told by machine."""

    LETTER_NOT_FOUND = "letter_not_found"
    AGREEMENT_NOT_FOUND = "agreement_not_found"
    BLANK_SIGNATURE = "blank_signature"
    BLANK_DATE = "blank_date"
    ATTACHMENT_NOT_FOUND = "attachment_not_found"
    CANNOT_OPEN = "cannot_open"
    PASSWORD = "password"  # noqa: S105 - a code, not a secret
    LINK_INSTEAD = "link_instead"


_TOLD: Final = frozenset(code.value for code in Code)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or odd. `audience` is "sender" (staff see it too) or "staff"; `text` holds no words of the sender's.

    Raises ValueError for a finding that is addressed to the sender and is none of Code.
    """

    code: str
    text: str
    audience: str
    model: Model | None = None
    page: int | None = None
    form: Form | None = None  # of the paper it speaks of

    def __post_init__(self) -> None:
        if self.audience != STAFF and (self.audience != SENDER or self.code not in _TOLD):
            raise ValueError(f"a finding {self.code!r} is not for {self.audience!r}")


def staff(code: str, text: str, *, model: Model | None = None, page: int | None = None, form: Form | None = None) -> Finding:
    """A finding for staff alone."""
    return Finding(code, text, STAFF, model, page, form)


def once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, the sender's first; of several that agree in all but the words, the first stays."""
    kept: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        kept.setdefault((str(each.code), each.audience, each.model, each.page, each.form), each)
    return tuple(sorted(kept.values(), key=lambda f: f.audience != SENDER))
