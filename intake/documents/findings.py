"""What is to be said about a paper, and to whom. In: what was read. Out: issues with their audience. Pure.

The sender may be told by machine only what is seen with certainty on a fully read page; all doubt, all judgement and all that concerns a
person is for staff. "Unclear" is never told.
"""

from collections.abc import Sequence
from typing import Final

from intake.documents import agencies, forms, office_half
from intake.documents.document import Field, Form, Issue, Model, Signature, Verdict
from intake.documents.signature_block import SignatureBlock
from intake.documents.words import Layer, PageWords

SENDER: Final = "sender"
STAFF: Final = "staff"

ENCRYPTED_MESSAGE: Final = "encrypted-message"
UNREADABLE: Final = {
    "password": "The file is protected by a password, so it could not be opened.",
    "damaged": "The file is damaged, so it could not be opened.",
    "empty": "The file is empty.",
}
"""Findings about a file that no program can open: the sender may be told."""


def unreadable(code: str) -> Issue:
    """A file that could not be opened. What we merely refuse (too large, too many pages) is for staff."""
    if code in UNREADABLE:
        return Issue(code, UNREADABLE[code], None, SENDER)
    if code == ENCRYPTED_MESSAGE:
        text = "The file is an encrypted message, which this service cannot open. A person must open it in a mail program."
        return Issue(code, text, None, STAFF)
    return Issue(code, f"The file was not read: {code.replace('-', ' ')}. A person must look at it.", None, STAFF)


def needs_person(kind: str) -> Issue:
    """A format that this service does not read by itself."""
    return Issue("person-must-read", f"This service does not read {kind} by itself. A person must read it.", None, STAFF)


def not_fully_read() -> Issue:
    """Pages that are pictures, or that were left out."""
    return Issue("not-fully-read", "Some pages are pictures or could not be read. A person must read them.", None, STAFF)


def several_papers(first: int, last: int) -> Issue:
    """A file that holds other papers too."""
    where = f"page {first}" if first == last else f"pages {first} to {last}"
    return Issue("several-papers", f"The file holds several papers: this one is on {where}.", first, STAFF)


def papers_not_filed() -> Issue:
    """Papers that came to light in a file after it was filed as one."""
    return Issue(
        "papers-not-filed", "The file holds several papers, of which the first alone is filed. A person must file the others.", None, STAFF
    )


def of_word_file(form: Form, tracked: bool) -> list[Issue]:
    """A Word file is the text of a paper, not the paper that was signed."""
    found: list[Issue] = []
    if form in (Form.LOI, Form.MOA):
        found.append(Issue("word-file", "This is a Word file, which anyone can change: look for the signature.", None, STAFF))
    if tracked:
        found.append(Issue("word-changes", "The Word file has tracked changes in it, taken here as accepted.", None, STAFF))
    return found


def of_paper(
    form: Form,
    model: Model | None,
    revision: str | None,
    pages: Sequence[PageWords],
    fields: Sequence[Field],
    signatures: Sequence[Signature],
    blocks: Sequence[SignatureBlock],
    fully_read: bool,
) -> list[Issue]:
    """Findings of a letter or an agreement that was read."""
    found: list[Issue] = []
    if not fully_read:
        found.append(not_fully_read())
    found += _signature_issues(signatures, fully_read)
    if form is Form.MOA:
        found += _agreement(model, revision, pages, fields, blocks, fully_read)
    found += _doubts(fields)
    return found


def _signature_issues(signatures: Sequence[Signature], fully_read: bool) -> list[Issue]:
    agency = [signature for signature in signatures if signature.party == "agency"]
    found: list[Issue] = []
    for signature in agency:
        if signature.verdict is Verdict.UNSIGNED and fully_read:
            found.append(Issue("signature-blank", f"We could not find a signature on page {signature.page}.", signature.page, SENDER))
        elif signature.verdict is not Verdict.SIGNED:
            found.append(Issue("signature-unclear", f"The signature on page {signature.page} must be looked at.", signature.page, STAFF))
    if len(agency) > 1:
        found.append(Issue("second-signer", "More than one person signed for the agency.", agency[1].page, STAFF))
    return found


def _agreement(
    model: Model | None,
    revision: str | None,
    pages: Sequence[PageWords],
    fields: Sequence[Field],
    blocks: Sequence[SignatureBlock],
    fully_read: bool,
) -> list[Issue]:
    found: list[Issue] = []
    names = {field.name: field for field in fields}
    form = forms.form_of(model)
    if form is None:
        found.append(Issue("model-unclear", "The model of the agreement could not be told.", None, STAFF))
    elif revision is None or revision < form.latest:
        printed = f"of {revision}" if revision else "without a mark"
        found.append(
            Issue("revision-outdated", f"The agreement is on a printing {printed}; the latest known is of {form.latest}.", None, STAFF)
        )
    if not blocks:
        found.append(Issue("signature-page-not-found", "No signature page was found in this agreement.", None, STAFF))
    born = {page.number for page in pages if page.layer is Layer.BORN}
    for block in blocks[:1]:
        half = block.agency
        if half and "date" in half.labels and "signed_date" not in names:
            if half.values.get("date") is None and block.page in born and fully_read:
                found.append(
                    Issue("date-blank", f"We could not find a date beside the signature on page {block.page}.", block.page, SENDER)
                )
            else:
                found.append(
                    Issue("date-unclear", f"The date beside the signature on page {block.page} could not be read.", block.page, STAFF)
                )
        title = names.get("signatory_title")
        if title and title.confidence < 0.5 and office_half.is_office_title(str(title.value)):
            found.append(
                Issue(
                    "title-overwritten",
                    "The title on the agency's line seems to be the office's; both halves share one form field.",
                    block.page,
                    STAFF,
                )
            )
    agency = names.get("agency_name")
    if agency and model in (Model.JEM, Model.WSO) and agencies.kind(str(agency.value)) == "police":
        found.append(Issue("jail-model-police", "A police department asks for a model that presumes a jail.", None, STAFF))
    if "agency_name" not in names:
        found.append(Issue("agency-not-found", "The agency's name could not be read.", None, STAFF))
    elif agency and agency.confidence < 0.75:
        found.append(Issue("names-disagree", "The agency is named in more than one way.", agency.page, STAFF))
    return found


def _doubts(fields: Sequence[Field]) -> list[Issue]:
    weak = sorted(field.name for field in fields if field.confidence < 0.6)
    return [Issue("low-confidence", "Read with doubt: " + ", ".join(weak) + ".", None, STAFF)] if weak else []
