"""What is there and what is not, as the sender may be told. In: papers of a mail, papers on record, models asked for. Out: findings. Pure.

The machine tells a sender only what was seen with certainty on fully read papers; every doubt is for staff alone.
"""

from collections.abc import Sequence
from typing import Final

from intake.applications import eligibility, papers, submission
from intake.applications.brought import SMALL_PICTURE
from intake.applications.finding import SENDER, STAFF, once, staff
from intake.applications.finding import Code as Code
from intake.applications.finding import Finding as Finding
from intake.documents.document import MODEL_NAMES, Document, Form, Issue, Model, State, Verdict
from intake.mail.message import Message

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
_TEXTS: Final = {
    Code.LETTER_NOT_FOUND: "No letter of interest was found.",
    Code.AGREEMENT_NOT_FOUND: "No memorandum of agreement was found.",
    Code.BLANK_SIGNATURE: "No signature was found.",
    Code.BLANK_DATE: "No date was found beside the signature.",
    Code.ATTACHMENT_NOT_FOUND: "No attachment was found.",
    Code.CANNOT_OPEN: "A file could not be opened.",
    Code.PASSWORD: "A file asks for a password.",
    Code.LINK_INSTEAD: "A link stands where a paper was expected.",
}
LOGOS: Final = frozenset({"image/png", "image/gif", "image/jpeg"})
"""Types of the small pictures that mail programs put into a text."""


def assess(
    arrived: Sequence[Document],
    *,
    on_file: Sequence[papers.OnFile] = (),
    asked: Sequence[Model] = (),
    link_seen: bool = False,
    agency_type: str = "",
    logos: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Findings on the papers of one mail, sender's first.

    `on_file` holds what the application has besides, and only where the reply may build on it; else the mail is judged alone. `logos` are
    SHA-256 of parts that are no papers whatever they show (see `logos`).
    """
    brought = [d for d in arrived if not d.blank and d.sha256 not in logos]
    found = [*_absent(brought, on_file, asked), *(f for d in brought for f in _within(d, brought))]
    if link_seen and not any(papers.is_paper(d) for d in brought):
        found.append(Finding(Code.LINK_INSTEAD, _TEXTS[Code.LINK_INSTEAD], SENDER))
    models = [m for m in Model if m in asked or any(d.model is m for d in brought)]
    found += eligibility.jail_questions(agency_type, models)
    return once(found)


def sender_codes(findings: Sequence[Finding]) -> tuple[str, ...]:
    """What the reply may word, each once, in the order of Code: a code, with its model or page where it has one ("blank_signature:9")."""
    order = {code.value: n for n, code in enumerate(Code)}
    told = [f for f in findings if f.audience == SENDER and f.code in order]
    return tuple(dict.fromkeys(_with_detail(f) for f in sorted(told, key=lambda f: order[f.code])))


def told(codes: Sequence[str]) -> tuple[Finding, ...]:
    """What a reply said, from the codes that are kept of it; a code that is none of ours is left out."""
    return once(found for found in map(_told, codes) if found is not None)


def logos(message: Message) -> frozenset[str]:
    """SHA-256 of small pictures that a mail shows inside its text. Any other picture may be a page."""
    return frozenset(a.sha256 for a in message.attachments if a.inline and a.media_type in LOGOS and a.size < SMALL_PICTURE)


def _with_detail(finding: Finding) -> str:
    if finding.code == Code.AGREEMENT_NOT_FOUND and finding.model:
        return f"{finding.code}:{finding.model}"
    if finding.code in (Code.BLANK_SIGNATURE, Code.BLANK_DATE) and finding.page:
        return f"{finding.code}:{finding.page}"
    return str(finding.code)


def _told(kept: str) -> Finding | None:
    name, _, detail = kept.partition(":")
    if name not in {code.value for code in Code}:
        return None
    code, page = Code(name), int(detail) if detail.isascii() and detail.isdigit() and len(detail) < 6 else None
    model = next((m for m in Model if m.value == detail), None)
    return Finding(code, _TEXTS[code], SENDER, model, page)


def _absent(brought: Sequence[Document], on_file: Sequence[papers.OnFile], asked: Sequence[Model]) -> list[Finding]:
    """The letter or the agreements that were not found. Told only where nothing in the mail could be it unread or unrecognised."""
    ours = [d for d in brought if papers.is_paper(d)]
    current = [p for p in on_file if p.current]
    if not ours:
        return []
    sure = not any(submission.unread(d) or d.form is Form.OTHER for d in brought)
    audience = SENDER if sure else STAFF
    forms = {d.form for d in ours} | {p.form for p in current}
    found: list[Finding] = []
    if Form.LOI not in forms:
        found.append(Finding(Code.LETTER_NOT_FOUND, _TEXTS[Code.LETTER_NOT_FOUND], audience, form=Form.LOI))
    signed = {d.model for d in ours if d.form is Form.MOA} | {p.model for p in current if p.form is Form.MOA}
    if Form.MOA not in forms and not asked:
        found.append(Finding(Code.AGREEMENT_NOT_FOUND, _TEXTS[Code.AGREEMENT_NOT_FOUND], audience, form=Form.MOA))
    for model in asked:
        if model not in signed:
            # An agreement whose model was not read may be the one.
            whom = STAFF if None in signed else audience
            text = f"No agreement for the {MODEL_NAMES[model]} was found."
            found.append(Finding(Code.AGREEMENT_NOT_FOUND, text, whom, model=model, form=Form.MOA))
    return found


def _within(document: Document, brought: Sequence[Document]) -> list[Finding]:
    """What the paper itself shows."""
    # Beside it may lie the signed copy, or the signed page alone, as a scan.
    certain = not submission.unread(document) and not any(_may_be_its_copy(other, document) for other in brought)
    signed = _signed(document)
    found = [
        _issue(document, issue, certain and not (signed and _BLANKS.get(issue.code) is Code.BLANK_SIGNATURE)) for issue in document.issues
    ]
    ours = [s for s in document.signatures if s.party == "agency"]
    judged = any(f.code in (Code.BLANK_SIGNATURE, "signature-unclear") for f in found)
    if not papers.is_paper(document) or not ours or signed or judged:
        return found
    unsigned = all(s.verdict is Verdict.UNSIGNED for s in ours)
    page = ours[0].page
    if not unsigned or submission.unread(document):
        return [
            *found,
            staff("signature-unclear", "The signature could not be judged.", model=document.model, page=page, form=document.form),
        ]
    text = f"No signature was found on page {page}."
    return [*found, Finding(Code.BLANK_SIGNATURE, text, SENDER if certain else STAFF, document.model, page, document.form)]


def _issue(document: Document, issue: Issue, certain: bool) -> Finding:
    opening, blank = _OPENING.get(issue.code), _BLANKS.get(issue.code)
    # Killed and late papers may be sound: that is our reader's failing, not the sender's.
    told = (opening and document.state is State.UNREADABLE) or (blank and certain)
    audience = SENDER if told and issue.audience == SENDER else STAFF
    return Finding(opening or blank or issue.code, issue.text, audience, document.model, issue.page, document.form)


def _signed(document: Document) -> bool:
    return any(s.party == "agency" and s.verdict is Verdict.SIGNED for s in document.signatures)


def _may_be_its_copy(other: Document, document: Document) -> bool:
    """Whether another paper of the mail may be a signed copy of this one."""
    if other is document:
        return False
    same = other.form is document.form and (other.model is document.model or None in (other.model, document.model))
    return submission.unread(other) or (same and _signed(other))
