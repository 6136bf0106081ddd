"""What is there and what is not. In: papers of a mail, papers on record, models asked for. Out: findings, each with its audience. Pure.

The machine tells a sender only what was seen with certainty on fully read papers; every doubt is for staff alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.applications import papers, submission
from intake.documents.document import MODEL_NAMES, Document, Form, Model, State, Verdict


class Code(StrEnum):
    """The only findings a sender may be told by machine."""

    LETTER_NOT_FOUND = "letter_not_found"
    AGREEMENT_NOT_FOUND = "agreement_not_found"
    BLANK_SIGNATURE = "blank_signature"
    BLANK_DATE = "blank_date"
    CANNOT_OPEN = "cannot_open"
    PASSWORD = "password"  # noqa: S105 - a code, not a secret
    LINK_INSTEAD = "link_instead"


_OPENING: Final = {
    "password": Code.PASSWORD,
    "encrypted": Code.PASSWORD,
    "cannot_open": Code.CANNOT_OPEN,
    "damaged": Code.CANNOT_OPEN,
    "empty": Code.CANNOT_OPEN,
}
"""Why a paper could not be opened, as the reader says it, and what the sender is told."""
_BLANKS: Final = {
    "signature-blank": Code.BLANK_SIGNATURE,
    "date-blank": Code.BLANK_DATE,
    "blank_signature": Code.BLANK_SIGNATURE,
    "blank_date": Code.BLANK_DATE,
}
"""What a fully read paper lacks, as the reader says it."""
_JAIL_MODELS: Final = frozenset({Model.JEM, Model.WSO})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or odd. `audience` is "sender" (staff see it too) or "staff"."""

    code: str
    text: str
    audience: str
    model: Model | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What an application has for one model."""

    model: Model
    letter: bool
    agreement: bool

    @property
    def complete(self) -> bool:
        """Both papers are on file. Never said to a sender."""
        return self.letter and self.agreement


def progress(on_file: Sequence[papers.OnFile], asked: Sequence[Model]) -> tuple[Progress, ...]:
    """What is on file for each model that was asked for or has an agreement."""
    current = [p for p in on_file if p.current]
    letter = any(p.form is Form.LOI for p in current)
    signed = {p.model for p in current if p.form is Form.MOA}
    return tuple(Progress(model, letter, model in signed) for model in Model if model in asked or model in signed)


def assess(
    arrived: Sequence[Document],
    *,
    on_file: Sequence[papers.OnFile] = (),
    asked: Sequence[Model] = (),
    link_seen: bool = False,
    agency_type: str = "",
) -> tuple[Finding, ...]:
    """Findings on the papers of one mail, sender's first.

    `on_file` holds what the application has besides, and only where the reply may build on it; else the mail is judged alone.
    """
    brought = [d for d in arrived if not d.blank]
    found = [*_absent(brought, on_file, asked), *(f for d in brought for f in _within(d))]
    if link_seen and not any(papers.is_paper(d) for d in brought):
        found.append(Finding(Code.LINK_INSTEAD, "A link stands where a paper was expected.", "sender"))
    if agency_type == "police":
        models = sorted({m for m in (*asked, *(d.model for d in brought if d.model)) if m in _JAIL_MODELS})
        found += [
            Finding("jail-model-police", f"A police department asks for the {MODEL_NAMES[m]}, which presumes a jail.", "staff", model=m)
            for m in models
        ]
    return tuple(sorted(dict.fromkeys(found), key=lambda f: f.audience != "sender"))


def sender_codes(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What the reply may word, each once, in the order of Code: a code, with its model or page where it has one ("blank_signature:9")."""
    order = {code.value: n for n, code in enumerate(Code)}
    told = [f for f in findings if f.audience == "sender" and f.code in order]
    return tuple(dict.fromkeys(_with_detail(f) for f in sorted(told, key=lambda f: order[f.code])))


def _with_detail(finding: Finding) -> str:
    if finding.code == Code.AGREEMENT_NOT_FOUND and finding.model:
        return f"{finding.code}:{finding.model}"
    if finding.code in (Code.BLANK_SIGNATURE, Code.BLANK_DATE) and finding.page:
        return f"{finding.code}:{finding.page}"
    return str(finding.code)


def _absent(brought: Sequence[Document], on_file: Sequence[papers.OnFile], asked: Sequence[Model]) -> list[Finding]:
    """The letter or the agreements that were not found. Told only where nothing in the mail could be it unread or unrecognised."""
    ours = [d for d in brought if papers.is_paper(d)]
    current = [p for p in on_file if p.current]
    if not ours:
        return []
    sure = not any(submission.unread(d) or d.form is Form.OTHER for d in brought)
    audience = "sender" if sure else "staff"
    forms = {d.form for d in ours} | {p.form for p in current}
    found: list[Finding] = []
    if Form.LOI not in forms:
        found.append(Finding(Code.LETTER_NOT_FOUND, "No letter of interest was found.", audience))
    signed = {d.model for d in ours if d.form is Form.MOA} | {p.model for p in current if p.form is Form.MOA}
    if Form.MOA not in forms and not asked:
        found.append(Finding(Code.AGREEMENT_NOT_FOUND, "No memorandum of agreement was found.", audience))
    for model in asked:
        if model not in signed:
            # An agreement whose model was not read may be the one.
            whom = "staff" if None in signed else audience
            found.append(Finding(Code.AGREEMENT_NOT_FOUND, f"No agreement for the {MODEL_NAMES[model]} was found.", whom, model=model))
    return found


def _within(document: Document) -> list[Finding]:
    """What the paper itself shows."""
    found: list[Finding] = []
    certain = not submission.unread(document)
    for issue in document.issues:
        opening, blank = _OPENING.get(issue.code), _BLANKS.get(issue.code)
        code: str = opening or blank or issue.code
        # Killed and late papers may be sound: that is our reader's failing, not the sender's.
        told = (opening and document.state is State.UNREADABLE) or (blank and certain)
        audience = "sender" if told and issue.audience == "sender" else "staff"
        found.append(Finding(code, issue.text, audience, model=document.model, page=issue.page))
    if not papers.is_paper(document):
        return found
    ours = [s for s in document.signatures if s.party == "agency"]
    if (
        any(f.code in (Code.BLANK_SIGNATURE, "signature-unclear") for f in found)
        or not ours
        or any(s.verdict is Verdict.SIGNED for s in ours)
    ):
        return found
    if all(s.verdict is Verdict.UNSIGNED for s in ours) and certain:
        text = f"No signature was found on page {ours[0].page}."
        found.append(Finding(Code.BLANK_SIGNATURE, text, "sender", model=document.model, page=ours[0].page))
    else:
        found.append(Finding("signature-unclear", "The signature could not be judged.", "staff", model=document.model, page=ours[0].page))
    return found
