"""Draw letters of interest as no other drawing has them: other fonts, words, orders of blocks. In: a spec. Out: a PDF of one page.

The rules of reading were written on `draw_letters`; what they make of these says how far they carry. Nobody looks at those of `KEPT_OUT`
when a rule is written.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from intake.demo.draw_letters import BOLD, NUMBERS, WIDTH, Pen, dated, models_in_words

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec

OFFICE: Final = (
    "Immigration and Customs Enforcement",
    "Office of State and Local Coordination",
    "500 12th St., S.W.",
    "Washington, D.C. 20536",
)
ROSTER: Final = (
    "BOARD OF COMMISSIONERS", "Philippa Nightingale", "Chair", "Barnaby Tolliver", "Vice Chair", "Cordelia Ashbrook", "District 3",
    "Josiah Pennington", "District 4",
)  # fmt: skip


def draw(spec: "LetterSpec") -> bytes:
    """The letter of `spec`, whose layout is one of LAYOUTS."""
    if spec.font == "Vera" and "Vera" not in pdfmetrics.getRegisteredFontNames():
        # They come with the library that draws.
        pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
        pdfmetrics.registerFont(TTFont("Vera-Bold", "VeraBd.ttf"))
    pen = Pen(spec.font, 9.5 if spec.font == "Vera" else 10.0 if spec.font == "Courier" else 11.0)
    _DRAWN[spec.layout](pen, spec)
    return pen.end()


def _office(pen: Pen, *, x: float | None = None) -> None:
    for row in OFFICE:
        pen.line(row, x=x)
    pen.down(8)


def _place(spec: "LetterSpec") -> str:
    a = spec.agency
    return f"{a.county} County, {a.state_name}" if a.county else a.state_name


def _opening(spec: "LetterSpec") -> str:
    name, place = spec.agency.name, _place(spec)
    first = (
        f"The {name}, which serves {place}, asks to be considered for delegated authority under Section 287(g) of the Immigration and "
        "Nationality Act, and offers this letter of interest."
    )
    second = f"It is the wish of the {name} to take part in the 287(g) program of your agency. We answer the calls of {place}."
    third = f"With this letter of intent the {name} applies to join the 287(g) partnership for {place}."
    return (first, second, third)[spec.wording % 3]


def _wanted(spec: "LetterSpec") -> str:
    models = models_in_words(spec.models, spec.wording)
    return (
        f"We have chosen the {models}.",
        f"The program best suited to our needs is the {models}.",
        f"Our application is for the {models} only.",
    )[spec.wording % 3]


def _nominees(spec: "LetterSpec") -> str:
    words = NUMBERS.get(spec.officers, str(spec.officers))
    return (
        f"We plan to send {words} ({spec.officers}) officers to the course.",
        f"A total of {spec.officers} officers will be put forward as nominees.",
        f"{words.capitalize()} officers stand ready to be trained.",
    )[spec.wording % 3]


def _reach(spec: "LetterSpec") -> str:
    c = spec.contact
    if not c:
        return ""
    return (
        f"{c.rank} {c.name} will coordinate for us: telephone {c.phone}, electronic mail {c.email}.",
        f"I have assigned {c.rank} {c.name} as liaison to this program (office {c.phone}, {c.email}).",
        f"All inquiries may be directed to {c.rank} {c.name} at {c.email} or {c.phone}.",
    )[spec.wording % 3]


def _body(pen: Pen, spec: "LetterSpec", *, reach: bool = True) -> None:
    pen.paragraph(_opening(spec))
    pen.paragraph(_wanted(spec) + (f" {_nominees(spec)}" if spec.officers else ""))
    pen.paragraph("Our county jail booked 3,412 persons last year. We have read what the program asks of us and can meet it.")
    if reach and spec.contact:
        pen.paragraph(_reach(spec))


def _name(spec: "LetterSpec") -> str:
    return f"{spec.head.title} {spec.head.name}" if spec.head.title in ("Sheriff", "Constable") else f"{spec.head.name}, {spec.head.title}"


def _close(pen: Pen, spec: "LetterSpec", words: str = "Yours in service,", *, x: float | None = None, agency: bool = True) -> None:
    at = pen.left if x is None else x
    pen.down(6)
    pen.line(words, x=at)
    pen.down(30)
    pen.sign(spec.signed, at + 6, pen.y + 8, spec.seed, spec.head.name)
    pen.down(6)
    pen.line(spec.head.name, x=at)
    pen.line(spec.head.title, x=at)
    if agency:
        pen.line(spec.agency.name, x=at)


def _table(pen: Pen, rows: Sequence[Sequence[str]], widths: Sequence[float], high: float = 20.0) -> None:
    """Ruled cells, the first row bold."""
    left, top = pen.left, pen.y + 12
    for number, row in enumerate(rows):
        x = left
        for text, width in zip(row, widths, strict=True):
            font = BOLD[pen.font] if number == 0 else pen.font
            size = pen.size
            while size > 6 and stringWidth(text, font, size) > width - 8:
                size -= 0.5
            pen.canvas.setFont(font, size)
            pen.canvas.drawString(x + 4, top - high * number - 14, text)
            x += width
    pen.canvas.setLineWidth(0.7)
    for number in range(len(rows) + 1):
        pen.canvas.line(left, top - high * number, left + sum(widths), top - high * number)
    x = left
    for width in (0.0, *widths):
        x += width
        pen.canvas.line(x, top, x, top - high * len(rows))
    pen.y = top - high * len(rows) - 20


def _memo(pen: Pen, spec: "LetterSpec") -> None:
    """To and from at the head, one below the other; initials of none; no closing words."""
    a = spec.agency
    pen.line(a.name, bold=True, size=14)
    pen.line(f"{a.street}, {a.city}, {a.state} {a.zip}", size=9.5)
    pen.down(10)
    pen.line("INTEROFFICE CORRESPONDENCE", bold=True)
    pen.down(6)
    for label, text in (
        ("TO:", f"{OFFICE[0]}, {OFFICE[1]}"), ("FROM:", _name(spec)), ("CC:", "Gideon Farnsworth, County Administrator"),
        ("DATE:", dated(spec.written, spec.wording)), ("SUBJECT:", "Letter of Interest: 287(g) Delegation of Authority"),
    ):  # fmt: skip
        pen.line(label, bold=True, gap=0.0)
        pen.line(text, x=pen.left + 84, gap=1.5)
    pen.rule(pen.left, pen.y + 6, pen.right - pen.left)
    pen.down(12)
    _body(pen, spec)
    _close(pen, spec, "Submitted by:", agency=False)


def _roster_side(pen: Pen, spec: "LetterSpec") -> None:
    """Commissioners at the side; the letter in what is left of the page."""
    a = spec.agency
    pen.line(a.name.upper(), bold=True, centre=True, size=14)
    pen.line(f"{a.street}, {a.city}, {a.state_name} {a.zip}  *  {a.phone}", centre=True, size=9)
    pen.rule(pen.left, pen.y + 2, pen.right - pen.left)
    pen.down(20)
    y = pen.y
    for number, row in enumerate(ROSTER):
        pen.canvas.setFont(BOLD[pen.font] if number == 0 else pen.font, 7)
        pen.canvas.drawString(40, y - 12 * number, row)
    pen.left = 170.0
    pen.line(dated(spec.written, spec.wording))
    pen.down(8)
    _office(pen)
    pen.line("Dear Sir or Madam:")
    pen.down(4)
    _body(pen, spec)
    _close(pen, spec)


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
    _office(pen)
    pen.line("RE: 287(g) Letter of Interest", bold=True)
    pen.down(8)
    _body(pen, spec)
    _close(pen, spec, "Regards,")


def _block_right(pen: Pen, spec: "LetterSpec") -> None:
    """Date and signature block in the right half."""
    a, half = spec.agency, WIDTH / 2 + 10
    for row in (a.name, a.street, f"{a.city}, {a.state_name} {a.zip}", "", dated(spec.written, spec.wording)):
        pen.line(row, x=half)
    pen.down(8)
    _office(pen)
    pen.line("Gentlemen:")
    pen.down(4)
    _body(pen, spec)
    _close(pen, spec, "Very respectfully,", x=half)


def _name_above(pen: Pen, spec: "LetterSpec") -> None:
    """The typed name above the line, labels below it."""
    a = spec.agency
    pen.line(a.name, bold=True, centre=True, size=15)
    pen.down(10)
    pen.line(dated(spec.written, spec.wording))
    pen.down(8)
    _office(pen)
    _body(pen, spec)
    pen.down(14)
    pen.line(_name(spec))
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
    _office(pen)
    pen.line("To the 287(g) Program:")
    pen.down(4)
    _body(pen, spec)
    _close(pen, spec, "Sincerely yours,")
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
    parts = [("Purpose", _opening(spec)), ("Model Requested", _wanted(spec))]
    parts += [("Personnel", _nominees(spec))] if spec.officers else []
    parts += [("Point of Contact", _reach(spec))] if spec.contact else []
    for head, text in parts:
        pen.line(head, bold=True, centre=True)
        pen.down(2)
        pen.paragraph(text)
    _close(pen, spec, "Respectfully yours,")


def _contact_table(pen: Pen, spec: "LetterSpec") -> None:
    """The point of contact in a ruled table."""
    a = spec.agency
    for row in (a.name, a.street, f"{a.city}, {a.state} {a.zip}", "", dated(spec.written, spec.wording), ""):
        pen.line(row, bold=row == a.name)
    _office(pen)
    _body(pen, spec, reach=False)
    if c := spec.contact:
        pen.line("Points of contact for this application", bold=True)
        pen.down(6)
        _table(pen, (("Name", "Title", "Telephone", "E-mail"), (c.name, c.rank, c.phone, c.email)), (130, 90, 90, 158))
    _close(pen, spec)


def _resolution(pen: Pen, spec: "LetterSpec") -> None:
    """A county's letter with the board's resolution below it, its own date and signer included."""
    a = spec.agency
    pen.line(a.name, bold=True, size=13)
    pen.line(f"{a.street}, {a.city}, {a.state_name} {a.zip}", size=9.5)
    pen.down(8)
    pen.line(dated(spec.written, spec.wording))
    pen.down(8)
    _body(pen, spec)
    _close(pen, spec)
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
    _office(pen)
    pen.line("Estimados señores / To whom it may concern:")
    pen.down(4)
    _body(pen, spec)
    _close(pen, spec, "Atentamente / Sincerely,")
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
    pen.paragraph(f"Good morning. {_opening(spec)} {_wanted(spec)}")
    if spec.officers:
        pen.paragraph(_nominees(spec))
    if spec.contact:
        pen.paragraph(_reach(spec))
    _close(pen, spec, "Thank you,")
    pen.line(a.street)
    pen.line(f"{a.city}, {a.state} {a.zip}")


def _margin(pen: Pen, spec: "LetterSpec") -> None:
    """Kept out. Agency, address and telephone in the right margin, a piece a line; the closing in the middle."""
    a = spec.agency
    pen.right = 430.0
    y = pen.y
    for number, row in enumerate((a.name, "", a.street, f"{a.city}, {a.state}", a.zip, "", a.phone, "", spec.head.name, spec.head.title)):
        pen.canvas.setFont(BOLD[pen.font] if number == 0 else pen.font, 7.5)
        pen.canvas.drawString(448, y - 11 * number, row)
    pen.line(dated(spec.written, spec.wording))
    pen.down(20)
    _office(pen)
    pen.line("Good day:")
    pen.down(4)
    _body(pen, spec)
    _close(pen, spec, "With kind regards,", x=200)


def _numbered(pen: Pen, spec: "LetterSpec") -> None:
    """Kept out. Numbered paragraphs as soldiers write; the name in capitals at the right."""
    a = spec.agency
    for row in (a.name.upper(), a.street.upper(), f"{a.city.upper()}, {a.state_name.upper()} {a.zip}"):
        pen.line(row, centre=True, bold=True, size=10)
    pen.down(12)
    pen.line(dated(spec.written, 1), x=WIDTH / 2 + 90)
    pen.down(6)
    pen.line(f"MEMORANDUM FOR {OFFICE[0]}, {OFFICE[3]}")
    pen.line("SUBJECT: Request to Participate in the 287(g) Program")
    pen.down(8)
    texts = [_opening(spec), _wanted(spec), _nominees(spec) if spec.officers else "", _reach(spec)]
    for number, text in enumerate([text for text in texts if text], 1):
        pen.paragraph(f"{number}.  {text}")
    half = WIDTH / 2 + 10
    pen.down(34)
    pen.sign(spec.signed, half + 6, pen.y + 8, spec.seed, spec.head.name)
    pen.line(spec.head.name.upper(), x=half)
    pen.line(spec.head.title, x=half)


_DRAWN: Final[dict[str, Callable[[Pen, "LetterSpec"], None]]] = {
    "memo": _memo, "roster-side": _roster_side, "two-columns": _two_columns, "block-right": _block_right, "name-above": _name_above,
    "date-foot": _date_foot, "centred": _centred, "contact-table": _contact_table, "resolution": _resolution, "bilingual": _bilingual,
    "mail": _mail, "margin": _margin, "numbered": _numbered,
}  # fmt: skip
LAYOUTS: Final = tuple(_DRAWN)
KEPT_OUT: Final = frozenset({"margin", "numbered"})
WITH_PHONE: Final = frozenset({"roster-side", "two-columns", "name-above", "bilingual", "margin"})
"""Layouts that print the agency's own telephone."""
