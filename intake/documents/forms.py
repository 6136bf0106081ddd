"""The forms we know, as data. In: nothing. Out: each agreement's model, revisions, page counts and the cues that tell it apart. Pure.

Source: published agreements of 2019 to 2025 and their footers.
"""

from dataclasses import dataclass
from typing import Final

from intake.documents.document import Model


@dataclass(frozen=True, slots=True)
class Revision:
    """One printing of a form. `date` is ISO, None where the form bears no mark; `pages` as printed, without addenda."""

    date: str | None
    year: int
    pages: int
    signature_page: int
    contact_page: int
    press_page: int | None
    name_line: bool  # whether the signature block has a line for the printed name
    office_left: bool = False  # the office signs on the left


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """One model's agreement."""

    model: Model
    titles: tuple[str, ...]  # patterns of the title, matched in the first words of the paper
    body: tuple[tuple[str, int], ...]  # patterns of the running text and their weight
    contact_heading: str  # where the agency's point of contact stands
    revisions: tuple[Revision, ...]
    latest: str  # ISO date of the printing now in use


TASK_FORCE: Final = AgreementForm(
    Model.TFM,
    (r"task\s+force\s+(?:model|program|officer)", r"\bTFM\b"),
    (
        (r"task\s+force\s+(?:model|officer)", 3),
        (r"two\s+years\s+of\s+LEA\s+work\s+experience", 2),
        (r"local\s+OPLA|Office\s+of\s+the\s+Principal\s+Legal\s+Advisor", 1),
    ),
    r"APPENDIX\s*A",
    (
        Revision("2025-02-12", 2025, 14, 9, 10, 14, name_line=False),
        Revision("2025-02-14", 2025, 14, 9, 10, 14, name_line=False),
        Revision("2025-03-07", 2025, 14, 9, 10, 14, name_line=True),
    ),
    "2025-03-07",
)
JAIL_ENFORCEMENT: Final = AgreementForm(
    Model.JEM,
    (r"jail\s+enforcement\s+(?:model|program|officer)", r"\bJEM\b"),
    (
        (r"jail\s+enforcement\s+(?:model|officer)", 3),
        (r"JEM\b", 1),
        (r"interrogate\s+any", 3),
        (r"prepare\s+(?:immigration\s+)?detainers|charging\s+documents", 2),
    ),
    r"VII\.?\s*POINTS",
    (
        Revision(None, 2020, 11, 7, 6, 11, name_line=False, office_left=True),
        Revision("2025-02-15", 2025, 11, 7, 6, 11, name_line=True),
    ),
    "2025-02-15",
)
WARRANT_SERVICE: Final = AgreementForm(
    Model.WSO,
    (r"warrant\s+service\s+officer", r"\bWSO\b"),
    ((r"warrant\s+service\s+officer", 3), (r"\bWSO\b", 1), (r"serve\s+and\s+execute\s+(?:administrative\s+)?warrants", 3)),
    r"VII\.?\s*POINTS",
    (
        Revision(None, 2019, 12, 7, 6, None, name_line=False, office_left=True),
        Revision(None, 2020, 11, 7, 6, 11, name_line=False, office_left=True),
        Revision("2025-02-14", 2025, 10, 7, 6, 10, name_line=False),
        Revision("2025-02-15", 2025, 10, 7, 6, 10, name_line=True),
    ),
    "2025-02-15",
)
FORMS: Final = (TASK_FORCE, JAIL_ENFORCEMENT, WARRANT_SERVICE)
BY_MODEL: Final = {form.model: form for form in FORMS}
REVISIONS: Final = frozenset(revision.date for form in FORMS for revision in form.revisions if revision.date)


def form_of(model: Model | None) -> AgreementForm | None:
    """The form of a model."""
    return BY_MODEL.get(model) if model else None
