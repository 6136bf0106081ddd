"""What the letters of `other_letters` and `letters_apart` are put together of: wordings, the addressee, the closing, a table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth

from intake.demo.draw_letters import BOLD, NUMBERS, Pen, models_in_words

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


def office(pen: Pen, *, x: float | None = None) -> None:
    """The block of the addressee."""
    for row in OFFICE:
        pen.line(row, x=x)
    pen.down(8)


def place(spec: "LetterSpec") -> str:
    """The county and state an agency serves."""
    a = spec.agency
    return f"{a.county} County, {a.state_name}" if a.county else a.state_name


def opening(spec: "LetterSpec") -> str:
    """Who asks for what."""
    name, where = spec.agency.name, place(spec)
    first = (
        f"The {name}, which serves {where}, asks to be considered for delegated authority under Section 287(g) of the Immigration and "
        "Nationality Act, and offers this letter of interest."
    )
    second = f"It is the wish of the {name} to take part in the 287(g) program of your agency. We answer the calls of {where}."
    third = f"With this letter of intent the {name} applies to join the 287(g) partnership for {where}."
    return (first, second, third)[spec.wording % 3]


def wanted(spec: "LetterSpec") -> str:
    """The models asked for."""
    models = models_in_words(spec.models, spec.wording)
    return (
        f"We have chosen the {models}.",
        f"The program best suited to our needs is the {models}.",
        f"Our application is for the {models} only.",
    )[spec.wording % 3]


def nominees(spec: "LetterSpec") -> str:
    """How many are to be trained."""
    words = NUMBERS.get(spec.officers, str(spec.officers))
    return (
        f"We plan to send {words} ({spec.officers}) officers to the course.",
        f"A total of {spec.officers} officers will be put forward as nominees.",
        f"{words.capitalize()} officers stand ready to be trained.",
    )[spec.wording % 3]


def reach(spec: "LetterSpec") -> str:
    """The point of contact in a sentence."""
    c = spec.contact
    if not c:
        return ""
    return (
        f"{c.rank} {c.name} will coordinate for us: telephone {c.phone}, electronic mail {c.email}.",
        f"I have assigned {c.rank} {c.name} as liaison to this program (office {c.phone}, {c.email}).",
        f"All inquiries may be directed to {c.rank} {c.name} at {c.email} or {c.phone}.",
    )[spec.wording % 3]


def body(pen: Pen, spec: "LetterSpec", *, contact: bool = True) -> None:
    """The running text; `contact` false leaves the contact out."""
    pen.paragraph(opening(spec))
    pen.paragraph(wanted(spec) + (f" {nominees(spec)}" if spec.officers else ""))
    pen.paragraph("Our county jail booked 3,412 persons last year. We have read what the program asks of us and can meet it.")
    if contact and spec.contact:
        pen.paragraph(reach(spec))


def name(spec: "LetterSpec") -> str:
    """The head with the title, as one line."""
    return f"{spec.head.title} {spec.head.name}" if spec.head.title in ("Sheriff", "Constable") else f"{spec.head.name}, {spec.head.title}"


def close(pen: Pen, spec: "LetterSpec", words: str = "Yours in service,", *, x: float | None = None, agency: bool = True) -> None:
    """The closing words at `x`, the signature, the name below."""
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


def table(pen: Pen, rows: Sequence[Sequence[str]], widths: Sequence[float], high: float = 20.0) -> None:
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
