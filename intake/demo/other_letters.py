"""Draw letters of interest as no other drawing has them: other fonts, words, orders of blocks. In: a spec. Out: a PDF of one page.

The rules of reading were written on `draw_letters`; what they make of these says how far they carry. Nobody looks at those of `KEPT_OUT`
when a rule is written.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from intake.demo import letter_pieces as pieces
from intake.demo import letters_apart
from intake.demo.draw_letters import BOLD, WIDTH, Pen, dated

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec


def draw(spec: "LetterSpec") -> bytes:
    """The letter of `spec`, whose layout is one of LAYOUTS."""
    pen = Pen(spec.font, 9.5 if spec.font == "Vera" else 10.0 if spec.font == "Courier" else 11.0)
    _DRAWN[spec.layout](pen, spec)
    return pen.end()


def _memo(pen: Pen, spec: "LetterSpec") -> None:
    """To and from at the head, one below the other; initials of none; no closing words."""
    a = spec.agency
    pen.line(a.name, bold=True, size=14)
    pen.line(f"{a.street}, {a.city}, {a.state} {a.zip}", size=9.5)
    pen.down(10)
    pen.line("INTEROFFICE CORRESPONDENCE", bold=True)
    pen.down(6)
    for label, text in (
        ("TO:", f"{pieces.OFFICE[0]}, {pieces.OFFICE[1]}"), ("FROM:", pieces.name(spec)), ("CC:", "Gideon Farnsworth, Administrator"),
        ("DATE:", dated(spec.written, spec.wording)), ("SUBJECT:", "Letter of Interest: 287(g) Delegation of Authority"),
    ):  # fmt: skip
        pen.line(label, bold=True, gap=0.0)
        pen.line(text, x=pen.left + 84, gap=1.5)
    pen.rule(pen.left, pen.y + 6, pen.right - pen.left)
    pen.down(12)
    pieces.body(pen, spec)
    pieces.close(pen, spec, "Submitted by:", agency=False)


def _roster_side(pen: Pen, spec: "LetterSpec") -> None:
    """Commissioners at the side; the letter in what is left of the page."""
    a = spec.agency
    pen.line(a.name.upper(), bold=True, centre=True, size=14)
    pen.line(f"{a.street}, {a.city}, {a.state_name} {a.zip}  *  {a.phone}", centre=True, size=9)
    pen.rule(pen.left, pen.y + 2, pen.right - pen.left)
    pen.down(20)
    y = pen.y
    for number, row in enumerate(pieces.ROSTER):
        pen.canvas.setFont(BOLD[pen.font] if number == 0 else pen.font, 7)
        pen.canvas.drawString(40, y - 12 * number, row)
    pen.left = 170.0
    pen.line(dated(spec.written, spec.wording))
    pen.down(8)
    pieces.office(pen)
    pen.line("Dear Sir or Madam:")
    pen.down(4)
    pieces.body(pen, spec)
    pieces.close(pen, spec)


def _two_columns(pen: Pen, spec: "LetterSpec") -> None:
    """The head of the page in two columns: agency and address left, who leads it and how to call right."""
    a = spec.agency
    left = (a.name, a.street, f"{a.city}, {a.state} {a.zip}")
    right = (spec.head.name, spec.head.title, f"Tel. {a.phone}")
    for number, (one, two) in enumerate(zip(left, right, strict=True)):
        pen.canvas.setFont(BOLD[pen.font] if number == 0 else pen.font, pen.size)
        pen.canvas.drawRightString(pen.right, pen.y, two)
        pen.line(one, bold=number == 0)
    pen.down(18)
    pen.line(dated(spec.written, spec.wording))
    pen.down(8)
    pieces.office(pen)
    pen.line("RE: 287(g) Letter of Interest", bold=True)
    pen.down(8)
    pieces.body(pen, spec)
    pieces.close(pen, spec, "Regards,")


def _block_right(pen: Pen, spec: "LetterSpec") -> None:
    """Date and signature block in the right half."""
    a, half = spec.agency, WIDTH / 2 + 10
    for row in (a.name, a.street, f"{a.city}, {a.state_name} {a.zip}", "", dated(spec.written, spec.wording)):
        pen.line(row, x=half)
    pen.down(8)
    pieces.office(pen)
    pen.line("Gentlemen:")
    pen.down(4)
    pieces.body(pen, spec)
    pieces.close(pen, spec, "Very respectfully,", x=half)


def _name_above(pen: Pen, spec: "LetterSpec") -> None:
    """The typed name above the line, labels below it."""
    a = spec.agency
    pen.line(a.name, bold=True, centre=True, size=15)
    pen.down(10)
    pen.line(dated(spec.written, spec.wording))
    pen.down(8)
    pieces.office(pen)
    pieces.body(pen, spec)
    pen.down(14)
    pen.line(pieces.name(spec))
    pen.down(34)
    pen.rule(pen.left, pen.y, 220)
    pen.sign(spec.signed, pen.left + 10, pen.y + 3, spec.seed, spec.head.name)
    pen.down(12)
    pen.line("Signature", size=8)
    pen.y = 60.0
    pen.line(f"{a.street} | {a.city}, {a.state} {a.zip} | {a.phone}", centre=True, size=8.5)


def _date_foot(pen: Pen, spec: "LetterSpec") -> None:
    """No date above; it stands below the signature."""
    a = spec.agency
    for row in (a.name, a.street, f"{a.city}, {a.state} {a.zip}"):
        pen.line(row, centre=True, bold=row == a.name)
    pen.down(14)
    pieces.office(pen)
    pen.line("To the 287(g) Program:")
    pen.down(4)
    pieces.body(pen, spec)
    pieces.close(pen, spec, "Sincerely yours,")
    pen.down(10)
    pen.line(f"Dated: {dated(spec.written, spec.wording)}")


def _centred(pen: Pen, spec: "LetterSpec") -> None:
    """Sections under centred heads."""
    a = spec.agency
    for row in (a.name, f"{a.street}, {a.city}, {a.state_name} {a.zip}", dated(spec.written, spec.wording)):
        pen.line(row, centre=True, bold=row == a.name)
    pen.down(10)
    pen.line("LETTER OF INTEREST", bold=True, centre=True, size=13)
    pen.down(6)
    parts = [("Purpose", pieces.opening(spec)), ("Model Requested", pieces.wanted(spec))]
    parts += [("Personnel", pieces.nominees(spec))] if spec.officers else []
    parts += [("Point of Contact", pieces.reach(spec))] if spec.contact else []
    for head, text in parts:
        pen.line(head, bold=True, centre=True)
        pen.down(2)
        pen.paragraph(text)
    pieces.close(pen, spec, "Respectfully yours,")


def _contact_table(pen: Pen, spec: "LetterSpec") -> None:
    """The point of contact in a ruled table."""
    a = spec.agency
    for row in (a.name, a.street, f"{a.city}, {a.state} {a.zip}", "", dated(spec.written, spec.wording), ""):
        pen.line(row, bold=row == a.name)
    pieces.office(pen)
    pieces.body(pen, spec, contact=False)
    if c := spec.contact:
        pen.line("Points of contact for this application", bold=True)
        pen.down(6)
        pieces.table(pen, (("Name", "Title", "Telephone", "E-mail"), (c.name, c.rank, c.phone, c.email)), (130, 90, 90, 158))
    pieces.close(pen, spec)


def _resolution(pen: Pen, spec: "LetterSpec") -> None:
    """A county's letter with the board's resolution below it, its own date and signer included."""
    a = spec.agency
    pen.line(a.name, bold=True, size=13)
    pen.line(f"{a.street}, {a.city}, {a.state_name} {a.zip}", size=9.5)
    pen.down(8)
    pen.line(dated(spec.written, spec.wording))
    pen.down(8)
    pieces.body(pen, spec)
    pieces.close(pen, spec)
    pen.down(14)
    pen.line("RESOLUTION NO. 2024-117", bold=True, centre=True)
    pen.paragraph(f"WHEREAS, the Board of Commissioners of {a.county} County finds that public safety is served by cooperation; and")
    pen.paragraph("NOW, THEREFORE, BE IT RESOLVED that the Board supports the application above. ADOPTED this 9th day of December, 2024.")
    pen.line("Attest: Philippa Nightingale, Clerk of the Board")


def _bilingual(pen: Pen, spec: "LetterSpec") -> None:
    """A line in another language below the head of the page and at its foot."""
    a = spec.agency
    pen.line(a.name, bold=True, centre=True, size=15)
    pen.line("Para servir y proteger / To serve and protect", centre=True, size=9)
    pen.line(f"{a.street}, {a.city}, {a.state} {a.zip}   Tel/Teléfono: {a.phone}", centre=True, size=9)
    pen.down(12)
    pen.line(dated(spec.written, spec.wording))
    pen.down(6)
    pieces.office(pen)
    pen.line("Estimados señores / To whom it may concern:")
    pen.down(4)
    pieces.body(pen, spec)
    pieces.close(pen, spec, "Atentamente / Sincerely,")
    pen.y = 50.0
    pen.line("Se habla español. Si necesita un intérprete, pregunte.", centre=True, size=8)


def _mail(pen: Pen, spec: "LetterSpec") -> None:
    """A mail, printed; short."""
    a = spec.agency
    for label, text in (
        ("From:", f"{spec.head.name} <{spec.head.email}>"), ("Sent:", f"{dated(spec.written, 3)} 9:14 AM"),
        ("To:", "287(g) Program Office"),
        ("Subject:", "Letter of interest"),
    ):  # fmt: skip
        pen.line(label, bold=True, gap=0.0)
        pen.line(text, x=pen.left + 60)
    pen.rule(pen.left, pen.y + 6, pen.right - pen.left)
    pen.down(14)
    pen.paragraph(f"Good morning. {pieces.opening(spec)} {pieces.wanted(spec)}")
    if spec.officers:
        pen.paragraph(pieces.nominees(spec))
    if spec.contact:
        pen.paragraph(pieces.reach(spec))
    pieces.close(pen, spec, "Thank you,")
    pen.line(a.street)
    pen.line(f"{a.city}, {a.state} {a.zip}")


_DRAWN: Final[dict[str, Callable[[Pen, "LetterSpec"], None]]] = {
    "memo": _memo, "roster-side": _roster_side, "two-columns": _two_columns, "block-right": _block_right, "name-above": _name_above,
    "date-foot": _date_foot, "centred": _centred, "contact-table": _contact_table, "resolution": _resolution, "bilingual": _bilingual,
    "mail": _mail, "margin": letters_apart.margin, "numbered": letters_apart.numbered,
}  # fmt: skip
LAYOUTS: Final = tuple(_DRAWN)
KEPT_OUT: Final = frozenset({"margin", "numbered"})
WITH_PHONE: Final = frozenset({"roster-side", "two-columns", "name-above", "bilingual", "margin"})
"""Layouts that print the agency's own telephone."""
