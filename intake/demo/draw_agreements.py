"""Draw an agreement of each model and printing, all its pages. In: a spec. Out: a PDF, flat or with form fields.

Shaped like the published forms: title, first paragraph with its blanks, sections, signature page, appendices, footers with the printing's
date.
"""

from datetime import date
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth

from intake.demo import further_agreements, other_agreements, plain_papers, town_agreements
from intake.demo import paper_words as w
from intake.demo.draw_letters import BOLD, WIDTH, Pen, dated
from intake.documents.document import MODEL_NAMES, Model

if TYPE_CHECKING:
    from intake.demo.papers import AgreementSpec

LABEL_GAP: Final = 30.0
_TITLES: Final = {
    Model.TFM: "287(g) Task Force Model",
    Model.JEM: "287(g) Jail Enforcement Model",
    Model.WSO: "Warrant Service Officer Program",
}


class Form:
    """A pen that also fills blanks: as flat text over a rule, or as form fields."""

    def __init__(self, spec: "AgreementSpec") -> None:
        self.spec = spec
        self.pen = Pen("Times-Roman", 11.5)
        self.page = 1
        self.names: dict[str, int] = {}

    def value(self, text: str) -> str:
        """The text, or nothing on the blank form."""
        return text if self.spec.filled else ""

    def blank(self, name: str, text: str, x: float, y: float, width: float) -> None:
        """A blank at a place, with `text` in it."""
        pen, text = self.pen, self.value(text)
        if self.spec.form:
            fits = stringWidth(text, "Helvetica", 10) < width - 4
            pen.canvas.acroForm.textfield(
                name=name, x=x, y=y - 4, width=width, height=15, value=text, borderWidth=0, fontSize=10 if fits else 8, fontName="Helvetica"
            )
            return
        pen.rule(x, y - 2, width)
        if text:
            size = 10.0
            while size > 6 and stringWidth(text, "Helvetica", size) > width:
                size -= 0.5
            pen.canvas.setFont("Helvetica", size)
            pen.canvas.drawString(x + 2, y, text)

    def footer(self) -> None:
        """The agency left, the page in the middle, the printing right."""
        pen, revision = self.pen, self.spec.revision
        pen.canvas.setFont("Times-Roman", 9)
        if revision in ("2025-03-07", "2025-02-15", None) and self.spec.filled:
            pen.canvas.drawString(pen.left, 36, self.spec.agency.name)
        pen.canvas.drawCentredString(WIDTH / 2 + 60, 36, str(self.page))
        if revision:
            year, month, day = revision.split("-")
            text = (
                f"Rev {int(month)}/{int(day)}/{year[2:]}"
                if revision == "2025-02-14" and self.spec.model is Model.WSO
                else f"Revised {month}/{day}/{year}"
            )
            pen.canvas.drawRightString(pen.right, 36, text)
        other_agreements.on_page(self)

    def turn(self) -> None:
        """The next page."""
        self.footer()
        self.pen.canvas.showPage()
        self.page += 1
        self.pen.y = 792.0 - 64.0

    def flow(self, text: str, blanks: dict[str, tuple[str, str, float]]) -> None:
        """A paragraph in which {name} stands for a blank (field name, value, width)."""
        pen = self.pen
        space = stringWidth(" ", pen.font, pen.size)
        x = pen.left
        for token in text.split():
            key = next((k for k in blanks if "{" + k + "}" in token), None)
            tail = token.split("}")[-1] if key else ""
            width = blanks[key][2] + stringWidth(tail, pen.font, pen.size) if key else stringWidth(token, pen.font, pen.size)
            if x + width > pen.right:
                x = pen.left
                pen.y -= pen.size * 1.3
            if key:
                name, value, room = blanks[key]
                self.blank(name, value, x, pen.y, room)
                pen.canvas.setFont(pen.font, pen.size)
                pen.canvas.drawString(x + room, pen.y, tail)
            else:
                pen.canvas.setFont(pen.font, pen.size)
                pen.canvas.drawString(x, pen.y, token)
            x += width + space
        pen.y -= pen.size * 1.9


def draw(spec: "AgreementSpec") -> bytes:
    """The agreement."""
    form = Form(spec)
    pen = form.pen
    pen.canvas.setTitle("agreement")
    other_agreements.before(form)
    _first_page(form)
    signing = 9 if spec.model is Model.TFM else 7
    sections = w.TASK_FORCE_SECTIONS if spec.model is Model.TFM else w.JAIL_SECTIONS
    _sections(form, sections, signing)
    _signature_page(form)
    form.turn()
    if spec.model is Model.TFM:
        _contact_page(form)
        form.turn()
    else:
        _filler(form, "APPENDIX A", "STANDARD OPERATING PROCEDURE (SOP)")
        form.turn()
    while form.page < spec.pages:
        _filler(form, "APPENDIX B", "COMPLAINT PROCEDURE")
        form.turn()
    _press_page(form)
    other_agreements.after(form)
    town_agreements.after(form)
    form.footer()
    return pen.end()


def _first_page(form: Form) -> None:
    spec, pen = form.spec, form.pen
    pen.line("MEMORANDUM OF AGREEMENT", bold=True, centre=True, size=13)
    if spec.revision or spec.model is not Model.WSO:
        pen.line(_TITLES[spec.model], bold=True, centre=True, size=12)
    pen.down(10)
    name = spec.agency.name + (f", {spec.agency.state_name}" if spec.names_state else "")
    if spec.model is Model.TFM:
        text = (
            w.FIRST_PARAGRAPH.replace("{link}", "").replace("{holders}", "officers or employees of the {blank2}")
            + " The LEA represents {blank3} in the implementation and administration of this MOA."
        )
        widths = (230.0, 230.0, 210.0)
        names = ("in theName of LEA", "Name of LEA", "name of LEA")
    else:
        pen.line("I. PARTIES", bold=True)
        pen.down(4)
        text = w.FIRST_PARAGRAPH.replace("{link}", "hereinafter the law enforcement agency (LEA), ").replace("{holders}", "LEA personnel")
        widths, names = (250.0,), ("Name of LEA",)  # type: ignore[assignment]
    text = further_agreements.first_paragraph(spec, text)
    form.flow(text, {f"blank{i}": (names[i - 1], name, widths[i - 1]) for i in range(1, len(widths) + 1)})
    pen.paragraph(w.MODEL_TERMS[str(spec.model)])


def _sections(form: Form, sections: tuple[str, ...], signing: int) -> None:
    """Sections spread over the pages before the signature page."""
    spec, pen = form.spec, form.pen
    start = 0 if spec.model is Model.TFM else 1
    rest = list(range(start, len(sections)))
    pages = signing - 1
    share = max(1, -(-len(rest) // pages))
    terms = 0
    while form.page < signing:
        here = [rest.pop(0) for _ in range(min(share, len(rest)))]
        parts: list[int | None] = [*here] if here else [None]
        for index in parts:
            if index is not None:
                pen.line(f"{w.ROMAN[index]}. {sections[index]}", bold=True)
                pen.down(4)
            for _ in range(6 if share == 1 else 2 if form.page == 1 else 3):
                pen.paragraph(w.TERMS[terms % len(w.TERMS)] + " " + w.TERMS[(terms + 5) % len(w.TERMS)])
                terms += 1
        if form.page == 6 and spec.model is not Model.TFM:
            _points_of_contact(form)
        form.turn()


def _points_of_contact(form: Form) -> None:
    spec, pen = form.spec, form.pen
    pen.line("VII. POINTS OF CONTACT", bold=True)
    pen.down(4)
    pen.line("ICE and the LEA points of contact (POCs) for purposes of this MOA are:")
    pen.down(4)
    pen.line("For the LEA:", gap=0.0)
    form.blank("POC LEA", f"{spec.agency.name}, {spec.head.title}", pen.left + 72, pen.y, 330)
    pen.down(22)
    pen.line("For DHS:", gap=0.0)
    form.blank("POC DHS", "Riverton, Field Office Director", pen.left + 72, pen.y, 330)
    pen.down(22)


def _signature_page(form: Form) -> None:
    spec, pen = form.spec, form.pen
    if spec.model is not Model.TFM:
        pen.line(f"VIII. {w.CLOSING_SECTION}", bold=True)
    pen.paragraph(w.TERMS[6])
    pen.paragraph("This MOA becomes effective upon signature of both parties and stays in force until one of them ends or suspends it.")
    pen.down(60)
    pen.paragraph(w.SIGNING)
    pen.down(24)
    if block := (other_agreements.BLOCKS | further_agreements.BLOCKS | plain_papers.BLOCKS | town_agreements.BLOCKS).get(spec.layout):
        block(form)
        return
    if spec.revision is None:
        _old_block(form)
        return
    left, right = pen.left, WIDTH / 2 + 12
    pen.canvas.setFont(pen.font, pen.size)
    pen.canvas.drawString(left, pen.y, "For the LEA:")
    pen.canvas.drawString(right, pen.y, "For ICE:")
    labels = ("Date", "Signature", "Name", "Title", "Agency") if spec.has_name_line else ("Date", "Signature", "Title")
    signed_on = dated(spec.signed_on, spec.date_style) if spec.signed_on else ""
    own = {"Date": signed_on, "Name": spec.head.name, "Title": spec.head.title, "Agency": spec.agency.name}
    office = {
        "Date": _office_date(spec.office_date),
        "Name": spec.office_name,
        "Title": "Acting Director" if spec.office_name else "",
        "Agency": "",
    }
    for label in labels:
        pen.down(LABEL_GAP)
        for x, values, suffix in ((left, own, ""), (right, office, "_2")):
            pen.canvas.setFont(pen.font, pen.size)
            pen.canvas.drawString(x, pen.y, f"{label}:")
            at = x + stringWidth(f"{label}:", pen.font, pen.size) + 4
            if label == "Signature":
                pen.rule(at, pen.y - 2, x + 216 - at)
                if not suffix:
                    pen.sign(spec.signed if spec.filled else "", at + 8, pen.y, spec.seed, spec.head.name)
            else:
                form.blank(label + suffix, values[label], at, pen.y, x + 220 - at)


def _office_date(value: date | None) -> str:
    return dated(value, 0) if value else ""


def _old_block(form: Form) -> None:
    """Printings of 2019 and 2020: the office left, the agency right, names typed under the line."""
    spec, pen = form.spec, form.pen
    left, right = pen.left, WIDTH / 2 + 30
    for x, value in ((left, _office_date(spec.office_date)), (right, dated(spec.signed_on, spec.date_style) if spec.signed_on else "")):
        pen.canvas.setFont(pen.font, pen.size)
        pen.canvas.drawString(x, pen.y, "Date:")
        form.blank("Date" if x == right else "Date_2", value, x + 34, pen.y, 130)
    pen.down(44)
    pen.rule(left, pen.y, 190)
    pen.rule(right, pen.y, 190)
    pen.sign(spec.signed if spec.filled else "", right + 10, pen.y + 3, spec.seed, spec.head.name)
    pen.down(14)
    own = (spec.head.name, spec.head.title, spec.agency.name) if spec.filled else ()
    office = (spec.office_name, "Assistant Director, Enforcement") if spec.office_name else ("", "Enforcement and Removal Operations")
    rows = ((*office, "U.S. Immigration and Customs Enforcement", "Department of Homeland Security"), own)
    for x, texts in zip((left, right), rows, strict=True):
        y = pen.y
        for text in texts:
            pen.canvas.setFont(pen.font, 10.5)
            pen.canvas.drawString(x, y, text)
            y -= 14
    pen.down(70)


def _contact_page(form: Form) -> None:
    spec, pen = form.spec, form.pen
    pen.line("APPENDIX A", bold=True, centre=True)
    pen.line("POINTS OF CONTACT", bold=True, centre=True)
    pen.down(10)
    pen.paragraph("The ICE and LEA points of contact for purposes of implementation of this MOA are:")
    for index, row in enumerate(
        (
            "Department of Homeland Security",
            "Immigration and Customs Enforcement",
            "Enforcement and Removal Operations",
            "Assistant Director for Enforcement",
            "Washington DC",
        )
    ):
        if index == 0:
            pen.line("For ICE:", gap=0.0)
        pen.line(row, x=pen.left + 70)
    pen.down(14)
    c, a = spec.contact, spec.agency
    rows = [f"{c.rank} {c.name}", a.name, c.phone, f"{a.street}, {a.city}, {a.state} {a.zip}", c.email]
    if spec.seed % 3 == 0:
        rows = [rows[0], rows[1], rows[3], rows[4], rows[2]]
    rows = further_agreements.contact_rows(spec, town_agreements.contact_rows(spec, rows))
    rows = plain_papers.contact_rows(spec, rows)
    pen.line("For the LEA:", gap=0.0)
    for index, row in enumerate(rows):
        form.blank(f"Text{index + 6}", row, pen.left + 70, pen.y, 320)
        pen.down(22)


def _press_page(form: Form) -> None:
    spec, pen = form.spec, form.pen
    pen.line("APPENDIX C", bold=True, centre=True)
    pen.line("PUBLIC INFORMATION POINTS OF CONTACT", bold=True, centre=True)
    pen.down(10)
    pen.paragraph(
        "The signatories agree to speak with each other before the media are told of actions under this MOA. The contacts for that are:"
    )
    pen.line("For the LEA:")
    pen.down(4)
    p = spec.press
    rows = (f"{p.rank} {p.name}", spec.agency.name, p.phone, p.email) if spec.revision else ()
    for index, row in enumerate(rows):
        form.blank(f"For the LEA 1_{index + 2}", row, pen.left + 12, pen.y, 320)
        pen.down(22)
    pen.down(10)
    for row in ("For ICE:", "Public Affairs Office", "U.S. Immigration and Customs Enforcement", "Washington, DC 20536", "202-732-4242"):
        pen.line(row)


def _filler(form: Form, heading: str, title: str) -> None:
    pen = form.pen
    pen.line(heading, bold=True, centre=True)
    pen.line(title, bold=True, centre=True)
    pen.down(10)
    for index in range(8):
        pen.paragraph(w.TERMS[(index + form.page) % len(w.TERMS)] + " " + w.TERMS[(index + form.page + 4) % len(w.TERMS)])


__all__ = ["BOLD", "MODEL_NAMES", "draw"]
