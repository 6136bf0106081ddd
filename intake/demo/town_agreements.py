"""Agreements as clerks of small towns fill them in: contacts, blocks and pages of their own. In: a form, a spec. Out: drawn lines.

Nobody looks at those of KEPT_OUT when a rule of reading is written.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from intake.demo import town_words as w
from intake.demo.draw_letters import WIDTH

if TYPE_CHECKING:
    from intake.demo.draw_agreements import Form
    from intake.demo.papers import AgreementSpec

STAPLED: Final = "stapled"
INITIALLED: Final = "initialled"
CORRECTED: Final = "corrected"
RESOLUTION: Final = "resolution"
LAYOUTS: Final = (STAPLED, INITIALLED, CORRECTED, RESOLUTION)
KEPT_OUT: Final = frozenset({CORRECTED, RESOLUTION})


def _when(spec: "AgreementSpec") -> str:
    return w.day(spec.signed_on, spec.seed) if spec.signed_on else ""


def contact_rows(spec: "AgreementSpec", usual: Sequence[str]) -> list[str]:
    """The five lines of the contact page."""
    c, a = spec.contact, spec.agency
    line = w.phone(c.phone, spec.seed)
    where = f"{a.street}, {a.city}, {a.state} {a.zip}"
    if spec.layout == INITIALLED:
        return [a.name, f"{c.rank} {c.name} - Program Lead", where, f"Office {line}, Cell {a.phone[:3]}-555-0199", c.email]
    if spec.layout == CORRECTED:
        return [
            f"{c.name} ({c.rank})",
            f"{c.email}; {line}",
            f"Mail: {a.street}",
            f"{a.city}, {a.state} {a.zip}",
            "Alternate: shift commander on duty",
        ]
    return list(usual)


def after(form: "Form") -> None:
    """Pages after the last; the pen stands on the last."""
    spec, pen = form.spec, form.pen
    if spec.layout == STAPLED:
        form.turn()
        pen.line("ACKNOWLEDGMENT", bold=True, centre=True)
        pen.down(12)
        pen.paragraph(
            f"STATE OF {spec.agency.state_name.upper()}. Before me, the undersigned notary, on this 4th day of January, 2025, "
            f"personally appeared one "
            f"known to me to be the person whose name is subscribed to the foregoing instrument. My commission expires May 31, 2028."
        )
        pen.down(30)
        pen.line("Leontyne Marsh, Notary Public")
    if spec.layout == RESOLUTION:
        form.turn()
        pen.line("RESOLUTION NO. 2025-09", bold=True, centre=True)
        pen.down(12)
        pen.paragraph(
            "WHEREAS the governing body has been shown the memorandum of agreement; NOW THEREFORE it is resolved that the chief "
            "executive of the "
            f"{spec.agency.name} may sign it. Adopted this 6th day of January, 2025, by five ayes and no nays."
        )
        pen.down(30)
        pen.line("Cornelius Applewhite, Chairman                    Attest: Minerva Stokes, Clerk")


def _with_counsel(form: "Form") -> None:
    """The agency's lines with its attorney's below; office at the right."""
    pen, spec = form.pen, form.spec
    top = pen.y
    for x, own in ((pen.left, True), (WIDTH / 2 + 12, False)):
        pen.y = top
        pen.line("For the LEA:" if own else "For ICE:", x=x, bold=True, gap=2.4)
        for label, text in (("By", ""), ("Printed", spec.head.name), ("Title", spec.head.title), ("Dated", _when(spec))):
            pen.line(f"{label}:", x=x, gap=0.0)
            form.blank(f"{label}_{own}", text if own else "", x + 50, pen.y, 170)
            if own and label == "By":
                pen.sign(spec.signed, x + 58, pen.y, spec.seed, spec.head.name)
            pen.down(26)
    pen.down(6)
    pen.line("Approved as to form and legality:", size=9.5)
    pen.down(14)
    pen.rule(pen.left, pen.y, 180)
    pen.down(11)
    pen.line("Marguerite Alden, County Attorney      Date: January 9, 2025", size=9.5)


def _attested(form: "Form") -> None:
    """The date in a sentence above, a witness beside the head; the office below."""
    pen, spec = form.pen, form.spec
    if spec.signed_on:
        pen.line(f"Signed on behalf of the LEA on {_when(spec)}.", gap=1.8)
    pen.line("For the LEA:", gap=3.6)
    pen.rule(pen.left, pen.y, 200)
    pen.sign(spec.signed, pen.left + 8, pen.y + 3, spec.seed, spec.head.name)
    pen.rule(WIDTH / 2 + 12, pen.y, 200)
    pen.down(13)
    for own, witness in ((spec.head.name, "Minerva Stokes"), (spec.head.title, "Clerk (attest)"), (spec.agency.name, "")):
        pen.line(own, gap=0.0)
        pen.line(witness, x=WIDTH / 2 + 12)
    pen.down(24)
    pen.line("For ICE:", gap=3.0)
    for label in ("Signature", "Name", "Title", "Date"):
        pen.line(f"{label}:", gap=0.0)
        pen.rule(pen.left + 60, pen.y - 2, 180)
        pen.down(26)


BLOCKS: Final[dict[str, Callable[["Form"], None]]] = {INITIALLED: _with_counsel, RESOLUTION: _attested}
