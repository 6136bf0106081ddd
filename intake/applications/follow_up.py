"""What an acknowledgement said was not found, and is there. In: codes that were told, the papers as they are read now. Out: codes. Pure.

A person corrected what was read, or a paper was read on. Only what the papers of the same letter show counts: what came later answers our
question, and corrects nothing.
"""

from collections.abc import Sequence

from intake.applications import completeness
from intake.applications.finding import Code
from intake.documents.document import Document, Form, Model, State, Verdict


def settled(told: Sequence[str], documents: Sequence[Document], *, asked: Sequence[Model] = ()) -> tuple[str, ...]:
    """Those of the codes that are certainly no longer true of these papers; doubt leaves one standing."""
    still = set(completeness.sender_codes(completeness.assess(documents, asked=asked)))
    # That a date was blank stands on the paper's record for good; a date that a person entered there says otherwise.
    still = {code for code in still if not code.startswith(Code.BLANK_DATE)}
    return tuple(code for code in dict.fromkeys(told) if code not in still and _shown(code, documents))


def _shown(told: str, documents: Sequence[Document]) -> bool:
    """Whether the papers show the contrary. That nothing is said of it any more proves nothing."""
    name, _, detail = told.partition(":")
    ours = [d for d in documents if d.form in (Form.LOI, Form.MOA) and not d.blank]
    match name:
        case Code.LETTER_NOT_FOUND:
            return any(d.form is Form.LOI for d in ours)
        case Code.AGREEMENT_NOT_FOUND:
            return any(d.form is Form.MOA and detail in ("", str(d.model)) for d in ours)
        case Code.BLANK_SIGNATURE:
            return any(
                s.party == "agency" and s.verdict is Verdict.SIGNED and detail in ("", str(s.page)) for d in ours for s in d.signatures
            )
        case Code.BLANK_DATE:
            return any(f.name == "signed_date" and detail in ("", str(f.page)) for d in ours for f in d.fields)
        case Code.CANNOT_OPEN | Code.PASSWORD:
            return bool(documents) and all(d.state is State.READ for d in documents)
        case _:
            return False
