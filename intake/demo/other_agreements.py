"""What other copies of an agreement have that the published form has not: other signature blocks, stamps, initials, pages added. In: a pen.

As in `letters_apart`, nobody looks at those of `KEPT_OUT` when a rule of reading is written.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from intake.demo import paper_words as w
from intake.demo.draw_letters import WIDTH, dated

if TYPE_CHECKING:
    from intake.demo.draw_agreements import Form

ADDENDUM: Final = "addendum"
INITIALS: Final = "initials"
STAMPED: Final = "stamped"
COVER: Final = "cover"


def _rows(form: "Form") -> tuple[tuple[str, str], ...]:
    spec = form.spec
    return (
        ("Date", dated(spec.signed_on, spec.date_style) if spec.signed_on else ""), ("Signature", ""), ("Name", spec.head.name),
        ("Title", spec.head.title), ("Agency", spec.agency.name),
    )  # fmt: skip


def _labelled(form: "Form", rows: Sequence[tuple[str, str]], x: float, *, own: bool, room: float = 58.0) -> None:
    """Labels and blanks one below the other at `x`, with room for a picture of a signature; `own` for the agency's, which are filled."""
    pen, spec = form.pen, form.spec
    for number, (label, text) in enumerate(rows):
        pen.line(f"{label}:", x=x, gap=0.0)
        form.blank(f"{label}_{number}_{own}", text if own else "", x + room, pen.y, 160)
        if own and label in ("Signature", "By"):
            pen.sign(spec.signed, x + room + 8, pen.y, spec.seed, spec.head.name)
        pen.down(34)


def _stacked(form: "Form") -> None:
    """The agency's block above the office's."""
    pen = form.pen
    pen.line("For the LEA:", bold=True, gap=2.0)
    _labelled(form, _rows(form), pen.left, own=True)
    pen.line("For ICE:", bold=True, gap=2.0)
    _labelled(form, _rows(form), pen.left, own=False)


def _swapped(form: "Form") -> None:
    """Side by side, the office left, the agency right."""
    pen, right = form.pen, WIDTH / 2 + 12
    top = pen.y
    for x, head, own in ((pen.left, "For ICE:", False), (right, "For the LEA:", True)):
        pen.y = top
        pen.line(head, x=x, gap=2.0)
        _labelled(form, _rows(form), x, own=own)


def _table(form: "Form") -> None:
    """A ruled table: labels left, the agency's column, the office's."""
    pen, spec = form.pen, form.spec
    high, widths = 26.0, (70.0, 220.0, 178.0)
    top = pen.y + 8
    rows = (("", "For the LEA:"), *_rows(form))
    pen.canvas.setLineWidth(0.7)
    for number in range(len(rows) + 1):
        pen.canvas.line(pen.left, top - high * number, pen.left + sum(widths), top - high * number)
    x = pen.left
    for width in (0.0, *widths):
        x += width
        pen.canvas.line(x, top, x, top - high * len(rows))
    for number, (label, text) in enumerate(rows):
        y = top - high * number - 17
        pen.canvas.setFont(pen.font, 10)
        pen.canvas.drawString(pen.left + 5, y, f"{label}:" if label else "")
        pen.canvas.drawString(pen.left + widths[0] + 5, y, text)
        if not number:
            pen.canvas.drawString(pen.left + widths[0] + widths[1] + 5, y, "For ICE:")
        if label == "Signature":
            pen.sign(spec.signed, pen.left + widths[0] + 12, y, spec.seed, spec.head.name)
    pen.y = top - high * len(rows) - 10


def _by_and_its(form: "Form") -> None:
    """Kept out. By and Its, as lawyers have it, the agency's name in capitals above."""
    pen, right = form.pen, WIDTH / 2 + 12
    top = pen.y
    rows = _rows(form)
    told = (("By", ""), ("Name", rows[2][1]), ("Its", rows[3][1]), ("Date", rows[0][1]))
    for x, head, own in ((pen.left, form.spec.agency.name.upper(), True), (right, "U.S. IMMIGRATION AND CUSTOMS ENFORCEMENT", False)):
        pen.y = top
        pen.line(head, x=x, size=8.5, gap=3.0)
        _labelled(form, told, x, own=own, room=40.0)


def before(form: "Form") -> None:
    """Pages before the first."""
    spec, pen = form.spec, form.pen
    if spec.layout != COVER:
        return
    pen.line("TRANSMITTAL", bold=True, centre=True, size=15)
    pen.down(20)
    for label, text in (
        ("To:", "287(g) Program Office"), ("From:", "Philippa Nightingale, Grants Clerk"), ("Phone:", f"{spec.agency.phone[:3]}-555-0100"),
        ("Pages:", str(spec.pages)), ("Regarding:", "Signed memorandum of agreement, original to follow by courier"),
    ):  # fmt: skip
        pen.line(label, bold=True, gap=0.0)
        pen.line(text, x=pen.left + 90, gap=2.0)
    pen.canvas.showPage()
    pen.y = 792.0 - 64.0


def after(form: "Form") -> None:
    """Pages after the last; the pen stands on the last."""
    spec, pen = form.spec, form.pen
    if spec.layout != ADDENDUM:
        return
    form.turn()
    pen.line("ADDENDUM 1", bold=True, centre=True)
    pen.down(10)
    pen.paragraph(
        f"The parties add to the foregoing that vehicles of the {spec.agency.name} are not to be used outside {spec.agency.state_name}."
    )
    pen.paragraph(w.TERMS[8])
    pen.down(30)
    pen.line("Reviewed: Cordelia Ashbrook, County Attorney")
    pen.line("January 2, 2025")


def on_page(form: "Form") -> None:
    """What every page bears beside its footer."""
    spec, pen = form.spec, form.pen
    if spec.layout == INITIALS:
        pen.canvas.setFont("Helvetica", 8)
        pen.canvas.drawRightString(pen.right, 52, "LEA initials ____")
        pen.canvas.setFont("Times-Italic", 11)
        pen.canvas.drawRightString(pen.right - 2, 54, "".join(part[0] for part in spec.head.name.split()))
    if spec.layout == STAMPED:
        pen.canvas.saveState()
        pen.canvas.translate(430, 742)
        pen.canvas.rotate(8)
        pen.canvas.setStrokeColorRGB(0.7, 0.1, 0.1)
        pen.canvas.setFillColorRGB(0.7, 0.1, 0.1)
        pen.canvas.rect(0, 0, 120, 30)
        pen.canvas.setFont("Helvetica-Bold", 9)
        pen.canvas.drawString(8, 18, "CERTIFIED COPY")
        pen.canvas.drawString(8, 6, "JAN 06 2025")
        pen.canvas.restoreState()


BLOCKS: Final[dict[str, Callable[["Form"], None]]] = {
    "stacked": _stacked, "swapped": _swapped, "table": _table, STAMPED: _stacked, "by-and-its": _by_and_its, COVER: _swapped,
}  # fmt: skip
"""Signature blocks; the layouts not named here have the form's own."""
LAYOUTS: Final = ("stacked", "swapped", "table", ADDENDUM, INITIALS, STAMPED, "by-and-its", COVER)
KEPT_OUT: Final = frozenset({"by-and-its", COVER})
