"""Draw a letter of interest. In: a spec. Out: a PDF of one page.

Several layouts as agencies send them: letterhead, plain, memorandum, address at the foot, and boxes to tick (drawn, or form fields).
"""

import io
import random
import textwrap
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.pagesizes import letter
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from intake.demo import paper_words as w
from intake.documents.document import MODEL_NAMES, Model

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec

WIDTH: Final = letter[0]
HEIGHT: Final = letter[1]
BOLD: Final = {"Times-Roman": "Times-Bold", "Helvetica": "Helvetica-Bold", "Courier": "Courier-Bold", "Vera": "Vera-Bold"}
NUMBERS: Final = {
    1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven",
    12: "twelve", 15: "fifteen", 20: "twenty", 32: "thirty-two",
}  # fmt: skip


class Pen:
    """A canvas that writes downwards."""

    def __init__(self, font: str, size: float = 11.0) -> None:
        if font == "Vera" and font not in pdfmetrics.getRegisteredFontNames():
            # They come with the library that draws.
            pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
            pdfmetrics.registerFont(TTFont("Vera-Bold", "VeraBd.ttf"))
        self.out = io.BytesIO()
        self.canvas: Any = Canvas(self.out, pagesize=letter, invariant=1, pageCompression=1)
        self.font, self.size = font, size
        self.left, self.right, self.y = 72.0, WIDTH - 72.0, HEIGHT - 72.0

    def line(
        self, text: str, *, bold: bool = False, x: float | None = None, size: float | None = None, centre: bool = False, gap: float = 1.3
    ) -> None:
        """One line, then down."""
        font, points = BOLD[self.font] if bold else self.font, size or self.size
        self.canvas.setFont(font, points)
        if centre:
            self.canvas.drawCentredString(WIDTH / 2, self.y, text)
        else:
            self.canvas.drawString(x if x is not None else self.left, self.y, text)
        self.y -= points * gap

    def wrap(self, text: str, *, indent: float = 0.0, width: float | None = None) -> list[str]:
        """The text in lines that fit."""
        room = (width or self.right - self.left) - indent
        lines: list[str] = []
        current = ""
        for word in text.split():
            trial = f"{current} {word}".strip()
            if current and stringWidth(trial, self.font, self.size) > room:
                lines.append(current)
                current = word
            else:
                current = trial
        return [*lines, current] if current else lines

    def paragraph(self, text: str, *, indent: float = 0.0, after: float = 6.0) -> None:
        """A paragraph, then down."""
        for row in self.wrap(text, indent=indent):
            self.line(row, x=self.left + indent)
        self.y -= after

    def down(self, points: float) -> None:
        """Leave room."""
        self.y -= points

    def rule(self, x: float, y: float, width: float) -> None:
        """A line to write on."""
        self.canvas.setLineWidth(0.6)
        self.canvas.line(x, y, x + width, y)

    def ink(self, x: float, y: float, seed: int) -> None:
        """Strokes that look like a hand's; one path."""
        chance = random.Random(seed)  # noqa: S311  # a drawing, no secret
        path = self.canvas.beginPath()
        path.moveTo(x, y + 6)
        at = x
        for _ in range(12):
            step = chance.uniform(6, 12)
            path.curveTo(
                at + step * 0.3,
                y + chance.uniform(-6, 24),
                at + step * 0.7,
                y + chance.uniform(-8, 22),
                at + step,
                y + chance.uniform(0, 10),
            )
            at += step
        self.canvas.setLineWidth(1.1)
        self.canvas.setStrokeColorRGB(0.05, 0.1, 0.45)
        self.canvas.drawPath(path, stroke=1, fill=0)
        self.canvas.setStrokeColorRGB(0, 0, 0)

    def image(self, x: float, y: float, seed: int) -> None:
        """A picture of a signature."""
        from PIL import Image, ImageDraw

        chance = random.Random(seed)  # noqa: S311  # as above
        picture = Image.new("L", (240, 60), 255)
        drawing = ImageDraw.Draw(picture)
        points = [(8 + i * 14, chance.randint(8, 52)) for i in range(16)]
        drawing.line(points, fill=20, width=3)
        self.canvas.drawImage(ImageReader(picture), x, y - 4, width=130, height=32)

    def sign(self, how: str, x: float, y: float, seed: int, name: str) -> None:
        """Sign at a place, in one of the ways of a spec."""
        if how == "ink":
            self.ink(x, y, seed)
        elif how == "image":
            self.image(x, y, seed)
        elif how == "typed":
            self.canvas.setFont(self.font, self.size)
            self.canvas.drawString(x, y, f"/s/ {name}")

    def end(self) -> bytes:
        """The finished file."""
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()


def dated(value: date, style: int) -> str:
    """A date as people write it."""
    month = value.strftime("%B")
    return (
        f"{month} {value.day}, {value.year}",
        f"{value.day} {month} {value.year}",
        f"{value.month:02d}/{value.day:02d}/{value.year}",
        f"{value.strftime('%A')}, {month} {value.day}, {value.year}",
        f"{value.month}-{value.day}-{value.year}",
    )[style % 5]


def models_in_words(models: tuple[Model, ...], style: int) -> str:
    """ "Jail Enforcement Model (JEM) and Task Force Model (TFM)"."""
    names = [MODEL_NAMES[m] + (f" ({m})" if style % 2 else "") for m in models]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def draw(spec: "LetterSpec") -> bytes:
    """The letter."""
    pen = Pen(spec.font, 10.5 if spec.font == "Courier" else 11.5)
    pen.canvas.setTitle("letter")
    _head(pen, spec)
    if spec.layout != "memorandum":
        _addressee(pen, spec)
        pen.down(8)
        pen.line("Re: Letter of Interest, 287(g) Program" if spec.wording % 2 else "SUBJECT: LETTER OF INTEREST", bold=True)
        pen.down(8)
        pen.line(w.SALUTATIONS[spec.wording % len(w.SALUTATIONS)])
        pen.down(4)
    _body(pen, spec)
    _close(pen, spec)
    return pen.end()


def _where(spec: "LetterSpec") -> str:
    return f"{spec.agency.county} County, {spec.agency.state_name}" if spec.agency.county else f"the State of {spec.agency.state_name}"


def _head(pen: Pen, spec: "LetterSpec") -> None:
    a = spec.agency
    when = dated(spec.written, spec.wording)
    if spec.layout == "memorandum":
        pen.line("MEMORANDUM", bold=True, centre=True, size=14)
        pen.down(6)
        rows = (
            (
                "FROM:",
                f"{spec.head.title} {spec.head.name}, {a.name}"
                if spec.head.title == "Sheriff"
                else f"{spec.head.name}, {spec.head.title}, {a.name}",
            ),
            ("ADDRESS:", f"{a.street}, {a.city}, {a.state_name} {a.zip}"),
            ("TO:", w.OFFICE[0]),
            ("DATE:", when),
            ("RE:", "Letter of Interest - 287(g) Program"),
        )
        for label, text in rows:
            pen.canvas.setFont(BOLD[pen.font], pen.size)
            pen.canvas.drawString(pen.left, pen.y, label)
            pen.line(
                text, x=pen.left + 78, size=pen.size if stringWidth(text, pen.font, pen.size) < pen.right - pen.left - 80 else 9, gap=1.6
            )
        pen.rule(pen.left, pen.y + 4, pen.right - pen.left)
        pen.down(14)
        return
    if spec.layout == "letterhead":
        pen.line(a.name.upper(), bold=True, centre=True, size=15)
        pen.line(f"{spec.head.title} {spec.head.name}", centre=True)
        pen.line(f"{a.street} • {a.city}, {a.state_name} {a.zip}", centre=True, size=9.5)
        pen.line(f"Phone {a.phone}   Fax {a.phone[:-2]}99", centre=True, size=9.5)
    else:
        pen.line(a.name, bold=True, size=13)
        if spec.layout != "foot":
            pen.line(a.street)
            pen.line(f"{a.city}, {a.state} {a.zip}")
    pen.down(14)
    pen.line(when)
    pen.down(8)


def _addressee(pen: Pen, spec: "LetterSpec") -> None:
    if spec.wording % 3 == 0:
        for row in w.OFFICE_PERSON:
            pen.line(row)
    for row in w.OFFICE:
        pen.line(row)


def _body(pen: Pen, spec: "LetterSpec") -> None:
    k = spec.wording
    pen.paragraph(w.OPENINGS[k % len(w.OPENINGS)].format(agency=spec.agency.name, where=_where(spec)))
    if spec.layout == "boxes":
        _boxes(pen, spec)
    else:
        pen.paragraph(w.ASKS[k % len(w.ASKS)].format(models=models_in_words(spec.models, k)))
    if spec.officer_groups:
        groups = [f"{number} {role}" for number, role in spec.officer_groups]
        pen.paragraph("We will nominate " + ", ".join(groups[:-1]) + (" and " if len(groups) > 1 else "") + groups[-1] + ".")
    elif spec.officers and spec.layout != "boxes":
        words = NUMBERS.get(spec.officers, str(spec.officers))
        pen.paragraph(w.COUNTS[k % len(w.COUNTS)].format(words=words, figure=spec.officers))
    for offset in range(2):
        pen.paragraph(w.FILLERS[(k + offset) % len(w.FILLERS)])
    c = spec.contact
    if c and k % 3 == 1:
        for row in ("Point of Contact:", f"{c.rank} {c.name}", f"Phone: {c.phone}", f"Email: {c.email}"):
            pen.line(row)
        pen.down(6)
    elif c:
        pen.paragraph(w.CONTACTS[k % len(w.CONTACTS)].format(rank=c.rank, name=c.name, phone=c.phone, email=c.email))


def _boxes(pen: Pen, spec: "LetterSpec") -> None:
    pen.line("Model(s) requested:")
    for model in (Model.JEM, Model.TFM, Model.WSO):
        ticked = model in spec.models
        if spec.form:
            pen.canvas.acroForm.checkbox(name=f"model_{model}", x=pen.left + 16, y=pen.y - 2, size=11, checked=ticked, buttonStyle="check")
        else:
            pen.canvas.setLineWidth(0.8)
            pen.canvas.rect(pen.left + 17, pen.y - 1.5, 10, 10)
            if ticked:
                pen.canvas.line(pen.left + 18, pen.y - 0.5, pen.left + 26, pen.y + 7.5)
                pen.canvas.line(pen.left + 18, pen.y + 7.5, pen.left + 26, pen.y - 0.5)
        pen.line(f"{MODEL_NAMES[model]} ({model})", x=pen.left + 36, gap=1.6)
    if spec.officers:
        label = "Number of officers to be nominated: "
        if spec.form:
            x = pen.left + stringWidth(label, pen.font, pen.size) + 4
            pen.canvas.acroForm.textfield(
                name="officers", x=x, y=pen.y - 4, width=60, height=16, value=str(spec.officers), borderWidth=0, fontSize=10
            )
            pen.line(label, gap=1.7)
        else:
            pen.line(label + str(spec.officers), gap=1.7)
    pen.down(4)


def _close(pen: Pen, spec: "LetterSpec") -> None:
    a = spec.agency
    pen.down(6)
    pen.line(w.CLOSINGS[spec.wording % len(w.CLOSINGS)])
    pen.down(30)
    pen.sign(spec.signed, pen.left + 6, pen.y + 8, spec.seed, spec.head.name)
    pen.down(6)
    if spec.wording % 4 == 3:
        pen.line(f"{spec.head.name}, {spec.head.title}")
    else:
        pen.line(spec.head.name)
        pen.line(spec.head.title)
    pen.line(a.name)
    if spec.layout == "foot":
        pen.y = 54.0
        pen.line(textwrap.shorten(f"{a.street}, {a.city}, {a.state} {a.zip} | {a.phone}", 110), centre=True, size=9)
