"""What staff are told of digital signatures and of the marks of e-signing services. In: verdicts, the words of pages. Out: issues. Pure.

All of it is for staff alone: a machine does not tell a sender that his file was altered.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from intake.documents.acroform import Filled
from intake.documents.digital import ALTERED, INTACT, MOST, Checked
from intake.documents.document import Field, Issue, Signature, Verdict
from intake.documents.findings import STAFF

WHY: Final = {
    "content": "what the file holds is not what was signed",
    "signature": "the signature does not fit its certificate",
    "uncovered": "parts of the file are outside what was signed",
    "added": "something was added or changed on top of what was signed",
    "forbidden": "form fields were changed although the signer had locked them",
    "weak": "it was made by a method that proves nothing any more",
    "unreadable": "it is damaged or of a kind that is not known here",
    "too-much": "the file holds more signatures, or larger ones, than are checked",
}
"""Ends of sentences, by Checked.why."""
_TRUST: Final = {
    "trusted": ("signer-vouched", "a root certificate that this office trusts vouches for the signer"),
    "untrusted": ("signer-not-vouched", "no root certificate that this office trusts vouches for the signer: who signed is only claimed"),
    "expired": ("signer-not-vouched", "the signer's certificate leads to a trusted root, but had run out when the file was read"),
    "unchecked": ("signer-not-vouched", "this office has named no root certificates that it trusts: who signed is only claimed"),
}
_SEALS: Final = (
    ("DocuSign", re.compile(r"DocuSign\s+Envelope\s+ID\s*:?\s*[0-9A-F]{4,8}-|DocuSigned\s+by\s*:", re.IGNORECASE)),
    (
        "Adobe Acrobat Sign",
        re.compile(
            r"Adobe\s+(?:Acrobat\s+)?Sign\s+(?:Transaction|Document)\s+(?:Number|ID)|Transaction\s+ID\s*:?\s*CBJCHBCAAB", re.IGNORECASE
        ),
    ),
    ("Dropbox Sign", re.compile(r"(?:Dropbox\s+Sign|HelloSign)\b.{0,40}\bDoc(?:ument)?\s+ID\b|Doc\s+ID\s*:\s*[0-9a-f]{40}", re.IGNORECASE)),
)
"""What e-signing services print onto pages."""


def of_signatures(filled: Sequence[Filled], unplaced: Sequence[Checked]) -> list[Issue]:
    """Of each signature field whether the file is as it was signed, and apart from it who says who signed."""
    every = [(item.checked, item.page) for item in filled if item.checked is not None] + [(each, None) for each in unplaced]
    # The worst first: what is cut off at the end must not be what matters.
    every.sort(key=lambda each: each[0].integrity == INTACT)
    found = [issue for checked, page in every[:MOST] for issue in _of_one(checked, page)]
    if len(every) > MOST:
        found.append(Issue("signatures-too-many", f"The file bears {len(every)} digital signatures; {MOST} are told.", None, STAFF))
    return found


def of_marks(texts: Sequence[str], verdicts: Sequence[Signature]) -> list[Issue]:
    """Printed marks: of e-signing services anywhere in `texts`, of digital signatures on the lines of `verdicts`."""
    found: list[Issue] = []
    for verdict in verdicts:
        if verdict.kind == "digital" and verdict.verdict is Verdict.SIGNED and verdict.integrity != INTACT:
            text = f"The digital signature on page {verdict.page} is only printed: it says who signed, and proves nothing."
            found.append(Issue("signature-printed", text, verdict.page, STAFF))
    for service, mark in _SEALS:
        page = next((number for number, text in enumerate(texts, 1) if mark.search(text)), None)
        if page is not None:
            text = f"Page {page} bears a mark printed by {service}. It is evidence, no proof: the service's own record would be proof."
            found.append(Issue("esign-mark", text, page, STAFF))
    return found


def of_names(fields: Sequence[Field], verdicts: Sequence[Signature]) -> list[Issue]:
    """A certificate of somebody else than the paper names as the agency's signer: a deputy, a clerk, or a stranger."""
    named = next((str(each.value) for each in fields if each.name == "signatory_name"), "")
    found: list[Issue] = []
    for verdict in verdicts:
        signer = verdict.signer if verdict.party == "agency" and verdict.kind == "digital" and verdict.integrity == INTACT else None
        if signer and named and _parts(named).isdisjoint(_parts(signer)):
            text = f"The digital signature on page {verdict.page} is by {signer}; the paper names {named}."
            found.append(Issue("signer-other-name", text, verdict.page, STAFF))
    return found


def _parts(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[^\W\d_]{3,}", name)}


def _of_one(checked: Checked, page: int | None) -> list[Issue]:
    where = f"on page {page}" if page else "that is shown on no page"
    whose = f"The digital signature {where}" + (f", made by {checked.signer} {_when(checked.signed_at)}," if checked.signer else "")
    found: list[Issue] = []
    if checked.integrity == INTACT:
        since = "nothing was changed since" if checked.modification == "none" else "only fields or signatures were added since"
        found.append(Issue("signature-intact", f"{whose} holds: {since}.", page, STAFF))
    elif checked.integrity == ALTERED:
        found.append(Issue("signature-altered", f"{whose} does not hold: {WHY[checked.why]}. Ask for the file anew.", page, STAFF))
    else:
        found.append(Issue("signature-not-checked", f"{whose} could not be checked: {WHY[checked.why]}.", page, STAFF))
    if checked.filled:
        names = ", ".join(checked.filled)
        found.append(Issue("filled-after-signing", f"Form fields were filled in or changed after it was signed: {names}.", page, STAFF))
    if checked.trust is not None:
        code, text = _TRUST[checked.trust]
        found.append(Issue(code, f"Of the digital signature {where}: {text}.", page, STAFF))
    return found


def _when(instant: datetime | None) -> str:
    return f"at {instant:%Y-%m-%d %H:%M} UTC by the signer's own clock" if instant else "at a time that is not said"
