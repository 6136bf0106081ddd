"""Draw the letters that are kept out of tuning: nobody looks at them when a rule of reading is written. In: a pen, a spec. Out: a page."""

from typing import TYPE_CHECKING

from intake.demo import letter_pieces as pieces
from intake.demo.draw_letters import BOLD, NUMBERS, WIDTH, Pen, dated, models_in_words

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec


def _apart(spec: "LetterSpec") -> list[str]:
    """Paragraphs in words of their own, so that no rule for the other wordings helps."""
    a, c = spec.agency, spec.contact
    models = models_in_words(spec.models, spec.wording)
    words = NUMBERS.get(spec.officers, str(spec.officers))
    texts = [
        f"Kindly accept this letter of interest on the part of the {a.name}. Our jurisdiction is {pieces.place(spec)}.",
        f"After a talk with our counsel we settled on the {models}.",
        f"The roster of those to be trained numbers {words}." if spec.officers else "",
        f"For anything further your staff may get in touch with {c.rank} {c.name}, whose line is {c.phone} and whose mailbox is {c.email}."
        if c else "",
    ]  # fmt: skip
    return [text for text in texts if text]


def margin(pen: Pen, spec: "LetterSpec") -> None:
    """Agency, address and telephone in the right margin, a piece a line; the closing in the middle."""
    a = spec.agency
    pen.right = 430.0
    y = pen.y
    for number, row in enumerate((a.name, "", a.street, f"{a.city}, {a.state}", a.zip, "", a.phone, "", spec.head.name, spec.head.title)):
        pen.canvas.setFont(BOLD[pen.font] if number == 0 else pen.font, 7.5)
        pen.canvas.drawString(448, y - 11 * number, row)
    pen.line(dated(spec.written, spec.wording))
    pen.down(20)
    pieces.office(pen)
    pen.line("Good day:")
    pen.down(4)
    for text in _apart(spec):
        pen.paragraph(text)
    pieces.close(pen, spec, "With kind regards,", x=200)


def numbered(pen: Pen, spec: "LetterSpec") -> None:
    """Numbered paragraphs as soldiers write; the name in capitals at the right."""
    a = spec.agency
    for row in (a.name.upper(), a.street.upper(), f"{a.city.upper()}, {a.state_name.upper()} {a.zip}"):
        pen.line(row, centre=True, bold=True, size=10)
    pen.down(12)
    pen.line(dated(spec.written, 1), x=WIDTH / 2 + 90)
    pen.down(6)
    pen.line(f"MEMORANDUM FOR {pieces.OFFICE[0]}, {pieces.OFFICE[3]}")
    pen.line("SUBJECT: Request to Participate in the 287(g) Program")
    pen.down(8)
    for number, text in enumerate(_apart(spec), 1):
        pen.paragraph(f"{number}.  {text}")
    half = WIDTH / 2 + 10
    pen.down(34)
    pen.sign(spec.signed, half + 6, pen.y + 8, spec.seed, spec.head.name)
    pen.line(spec.head.name.upper(), x=half)
    pen.line(spec.head.title, x=half)
