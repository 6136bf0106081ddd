"""Agreements filled in by other hands: contacts in labelled lines, in prose or on one line, signature blocks with captions. In: a form.

The wording of the first paragraph changes too, as it does where a county's attorney has written the paper anew.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from intake.demo.draw_letters import WIDTH, dated

if TYPE_CHECKING:
    from intake.demo.draw_agreements import Form
    from intake.demo.papers import AgreementSpec

CAPTIONS: Final = "captions"
REWORDED: Final = "reworded"
NAMED: Final = "named-parties"
LABELS: Final = "labelled-contact"
PROSE: Final = "contact-in-prose"
CROWDED: Final = "crowded-contact"


def first_paragraph(spec: "AgreementSpec", usual: str) -> str:
    """The wording of the first paragraph, with the blanks of the usual one."""
    if spec.layout != REWORDED:
        return usual
    start = (
        "This Memorandum of Agreement (MOA) is made by and between the United States Immigration and Customs Enforcement (ICE), an agency "
        "of the Department of Homeland Security (DHS), and the {blank1} (the Agency), under which ICE delegates to trained and certified "
    )
    if "{blank2}" in usual:
        return start + "employees of the {blank2} the functions named below. The LEA represents {blank3} in carrying out this MOA."
    return start + "LEA personnel the functions named below."


def contact_rows(spec: "AgreementSpec", usual: Sequence[str]) -> list[str]:
    """The five lines of the contact page."""
    c, a = spec.contact, spec.agency
    where = f"{a.street}, {a.city}, {a.state} {a.zip}"
    area, first, last = c.phone.split("-")
    if spec.layout == LABELS:
        return [f"Name: {c.name}", f"Title: {c.rank}", f"Phone: ({area}) {first}-{last}", f"Address: {where}", f"Email: {c.email}"]
    if spec.layout == CROWDED:
        return [f"{c.name}, {c.rank}", f"O: {area}.{first}.{last} / {c.email}", a.name, a.street, f"{a.city}, {a.state} {a.zip}"]
    if spec.layout == PROSE:
        return [
            f"The point of contact for the LEA is {c.rank} {c.name},", f"who may be reached by telephone at {c.phone} or",
            f"by e-mail at {c.email}. Mail may be sent to:", f"{where}", "",
        ]  # fmt: skip
    return list(usual)


def _halves(form: "Form") -> tuple[tuple[float, bool], tuple[float, bool]]:
    return (form.pen.left, True), (WIDTH / 2 + 12, False)


def _captions(form: "Form") -> None:
    """What each line is for stands below it."""
    pen, spec = form.pen, form.spec
    top = pen.y
    signed_on = dated(spec.signed_on, spec.date_style) if spec.signed_on else ""
    for x, own in _halves(form):
        pen.y = top
        pen.line("For the LEA:" if own else "For ICE:", x=x, gap=3.0)
        for caption, text in (("(Signature)", ""), ("(Printed name)", spec.head.name), ("(Title)", spec.head.title), ("(Date)", signed_on)):
            form.blank(f"{caption}{own}", text if own else "", x, pen.y, 190)
            if own and not text:
                pen.sign(spec.signed, x + 10, pen.y, spec.seed, spec.head.name)
            pen.down(11)
            pen.line(caption, x=x, size=8, gap=3.4)


def _named(form: "Form") -> None:
    """Each half under the name of its party, with "Printed Name" and "Title/Rank"."""
    pen, spec = form.pen, form.spec
    signed_on = dated(spec.signed_on, spec.date_style) if spec.signed_on else ""
    rows = (("Signature", ""), ("Printed Name", spec.head.name), ("Title", spec.head.title), ("Date", signed_on))
    for head, own in ((f"For the {spec.agency.name}:", True), ("For U.S. Immigration and Customs Enforcement:", False)):
        pen.line(head, bold=True, gap=2.2)
        for label, text in rows:
            pen.line(f"{label}:", gap=0.0)
            form.blank(f"{label}{own}", text if own else "", pen.left + 80, pen.y, 220)
            if own and label == "Signature":
                pen.sign(spec.signed, pen.left + 90, pen.y, spec.seed, spec.head.name)
            pen.down(27)


BLOCKS: Final[dict[str, Callable[["Form"], None]]] = {CAPTIONS: _captions, NAMED: _named}
LAYOUTS: Final = (CAPTIONS, REWORDED, NAMED, LABELS, PROSE, CROWDED)
