"""Letters as small towns, jails, campuses and states write them, one function a layout. In: a pen, a spec. Out: a page or two."""

import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth

from intake.demo import town_words as w
from intake.demo.draw_letters import BOLD, HEIGHT, WIDTH, Pen, models_in_words
from intake.documents.document import MODEL_NAMES

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec


def chance_of(spec: "LetterSpec") -> random.Random:
    """What is left to chance in a letter, the same each time it is drawn."""
    return random.Random(spec.seed)  # noqa: S311  # a drawing, no secret


def where(spec: "LetterSpec") -> str:
    """Whom the agency serves."""
    a = spec.agency
    if a.county:
        return f"{a.county} {'Parish' if 'Parish' in a.name else 'County'}, {a.state_name}"
    return f"the State of {a.state_name}" if a.state_name in a.name else f"the people of {a.city}, {a.state_name}"


def addressee(pen: Pen, spec: "LetterSpec") -> None:
    """The block of the office."""
    for row in w.ADDRESSEES[spec.wording % len(w.ADDRESSEES)]:
        pen.line(row)
    pen.down(8)


def right(pen: Pen, text: str, *, size: float | None = None, bold: bool = False) -> None:
    """A line that ends at the right edge."""
    font, points = BOLD[pen.font] if bold else pen.font, size or pen.size
    pen.line(text, x=pen.right - stringWidth(text, font, points), size=points, bold=bold)


def close(pen: Pen, spec: "LetterSpec", words: str, rows: tuple[str, ...], *, x: float | None = None) -> None:
    """The closing words, the signature, and what stands below it."""
    at = pen.left if x is None else x
    pen.down(4)
    pen.line(words, x=at)
    pen.down(32)
    pen.sign(spec.signed, at + 4, pen.y + 8, spec.seed, spec.head.name)
    pen.down(5)
    for row in rows:
        pen.line(row, x=at)


def link(pen: Pen, text: str, x: float) -> None:
    """A mail address that can be clicked, where the pen stands."""
    pen.canvas.linkURL(f"mailto:{text}", (x, pen.y - 2, x + stringWidth(text, pen.font, pen.size), pen.y + pen.size), relative=0)
    pen.canvas.setFillColorRGB(0.02, 0.3, 0.75)
    pen.line(text, x=x)
    pen.canvas.setFillColorRGB(0, 0, 0)


def overleaf(pen: Pen) -> None:
    """The next page."""
    pen.canvas.showPage()
    pen.y = HEIGHT - 72.0


def _columns(pen: Pen, spec: "LetterSpec") -> None:
    """Name and street at the left of the head, telephones at the right; the date in the old manner."""
    a, h, c = spec.agency, spec.head, spec.contact
    chance = chance_of(spec)
    pen.line(a.name, bold=True, centre=True, size=16)
    pen.down(2)
    left = (h.name, h.title, a.street, f"{a.city}, {a.state_name} {a.zip}")
    for number, row in enumerate(left):
        pen.canvas.setFont(pen.font, 9)
        pen.canvas.drawString(pen.left, pen.y - 11 * number, row)
    beside = (f"Administration {w.phone(a.phone, spec.wording)}", f"Jail {w.phone(a.phone[:-2] + '99', spec.wording)}",
              f"Dispatch {w.phone(a.phone[:-2] + '00', spec.wording)}", "Emergency 911")  # fmt: skip
    for number, row in enumerate(beside):
        pen.canvas.drawRightString(pen.right, pen.y - 11 * number, row)
    pen.down(60)
    pen.line(w.day(spec.written, spec.wording))
    pen.down(10)
    addressee(pen, spec)
    pen.line("To the Program Office:")
    pen.down(4)
    pen.paragraph(
        f"The {a.name} would like to be a 287(g) agency. We believe the {models_in_words(spec.models, spec.wording)} would suit the "
        f"needs of "
        f"{where(spec)}."
    )
    pen.paragraph(chance.choice(w.FILLERS))
    if spec.officers:
        pen.paragraph(
            chance.choice(
                (
                    f"If approved, we would enroll {w.words(spec.officers)} of our people at the first opportunity.",
                    f"We anticipate sending {spec.officers} deputies through the 40-hour class.",
                    f"Our hope is to have {w.words(spec.officers)} ({spec.officers}) credentialed deputies by the fall.",
                )
            )
        )
    if c:
        pen.paragraph(f"Please direct correspondence to {c.rank} {c.name}, {w.phone(c.phone, spec.wording)}, {c.email}.")
    close(pen, spec, "Your partner in public safety,", (f"{h.title} {h.name}",))


def _interagency(pen: Pen, spec: "LetterSpec") -> None:
    """TO, FROM, THRU, DATE, RE; nothing below but a mark beside the name in FROM."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name.upper(), bold=True, centre=True, size=13)
    pen.line("Inter-Agency Memorandum", centre=True)
    pen.down(10)
    rows = (
        ("TO", "287(g) Program, U.S. Immigration and Customs Enforcement"), ("THRU", "Supervisory Officer Dale Fenwick, Riverton"),
        ("FROM", f"{h.name}, {h.title}"), ("DATE", w.day(spec.written, spec.wording)), ("RE", "Request for 287(g) MOA"),
    )  # fmt: skip
    for label, text in rows:
        pen.canvas.setFont(BOLD[pen.font], pen.size)
        pen.canvas.drawString(pen.left, pen.y, f"{label}:")
        if label == "FROM":
            pen.sign(spec.signed, pen.left + 300, pen.y - 2, spec.seed, h.name)
        pen.line(text, x=pen.left + 66, gap=1.7)
    pen.rule(pen.left, pen.y, pen.right - pen.left)
    pen.down(18)
    pen.paragraph(f"1. Purpose. To notify your agency that {a.name} seeks a 287(g) agreement covering {where(spec)}.")
    pen.paragraph(f"2. Model. {models_in_words(spec.models, 1)}.")
    if spec.officers > 1:
        pen.paragraph(f"3. Manning. {w.shared(spec.officers, ('deputy', 'sergeant')).replace('deputys', 'deputies')} are proposed.")
    elif spec.officers:
        pen.paragraph("3. Manning. One (1) deputy is proposed.")
    pen.paragraph(f"4. Background. {w.FILLERS[spec.wording % len(w.FILLERS)]}")
    if c:
        pen.paragraph(f"5. POC for this action is {c.rank} {c.name} at {w.phone(c.phone, spec.wording)} or {c.email}.")
    pen.paragraph(
        f"6. Our mailing address is {a.street}, {a.city}, {a.state} {a.zip}; the main switchboard is {w.phone(a.phone, spec.wording)}."
    )


def _assistant(pen: Pen, spec: "LetterSpec") -> None:
    """A contact with two telephones in brackets inside a sentence, title behind the name."""
    a, h, c = spec.agency, spec.head, spec.contact
    chance = chance_of(spec)
    right(pen, a.name, bold=True, size=14)
    right(pen, a.street, size=9)
    right(pen, f"{a.city}, {w.ABBREVIATED[a.state]} {a.zip}", size=9)
    right(pen, f"Tel. {w.phone(a.phone, spec.wording)} - Fax {w.phone(a.phone[:-2] + '99', spec.wording)}", size=9)
    pen.down(16)
    right(pen, w.day(spec.written, spec.wording))
    pen.down(10)
    addressee(pen, spec)
    pen.line("Greetings,")
    pen.down(4)
    who = {1: "one officer"}.get(spec.officers, f"{spec.officers} officers")
    pen.paragraph(
        f"I serve as {h.title} of the {a.name} ({where(spec)}). After several conversations with neighbouring agencies already in the "
        f"program I "
        f"am convinced that the {models_in_words(spec.models, 0)} is right for us, and I ask that you consider us for it."
    )
    if spec.officers:
        pen.paragraph(chance.choice((f"To begin with, {who} would be trained.", f"We have {who} in mind for this.")))
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if c:
        cell = f"{c.phone[:8]}0{chance.randint(100, 198)}"
        pen.paragraph(
            f"While I am away, {c.name}, {c.rank} (office {w.phone(c.phone, spec.wording)}, cell {w.phone(cell, spec.wording)}; "
            f"{c.email}), "
            "can speak for the agency."
        )
    credentials = chance.choice(("", ", CPM", ", M.S.", ", FBINA 244"))
    close(pen, spec, "Until then I remain", (f"{h.name}{credentials}", h.title, a.name))


def _bymodel(pen: Pen, spec: "LetterSpec") -> None:
    """Officers told by model, in lines with dashes; the contact as a small card."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name, bold=True, size=14)
    pen.line(f"{a.street} / {a.city}, {a.state} {a.zip} / {w.phone(a.phone, spec.wording)}", size=9)
    pen.rule(pen.left, pen.y + 5, pen.right - pen.left)
    pen.down(12)
    pen.line(f"Date: {w.day(spec.written, spec.wording)}")
    pen.line("Regarding: 287(g) participation")
    pen.down(8)
    addressee(pen, spec)
    pen.paragraph(f"In order to better protect {where(spec)}, the {a.name} hereby requests the following:")
    share = _shares(spec.officers, len(spec.models))
    for number, (model, count) in enumerate(zip(spec.models, share, strict=True)):
        ask = (
            f" - {count} officer{'s' if count > 1 else ''}"
            if number % 2 == 0
            else f" - {w.words(count)} ({count}) officer{'s' if count > 1 else ''}"
        )
        pen.line(f"{MODEL_NAMES[model]} ({model}){ask if count else ''}", x=pen.left + 24)
    pen.down(6)
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if c:
        pen.line("Liaison:", bold=True)
        pen.line(f"{c.name}, {c.rank}")
        link(pen, c.email, pen.left)
        pen.line(f"{w.phone(c.phone, spec.wording)}")
    close(pen, spec, "Approved:", (h.name, f"{h.title}, {a.name}"))


def _shares(count: int, parts: int) -> list[int]:
    """`count` parted; all to the first where there are fewer than parts."""
    each = count // parts
    return [count - each * (parts - 1), *[each] * (parts - 1)]


def _enclosure(pen: Pen, spec: "LetterSpec") -> None:
    """A short letter; address, contact and number of nominees on the page enclosed."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name.upper(), bold=True, centre=True, size=14)
    pen.line(f"{h.title} {h.name}", centre=True)
    pen.down(20)
    pen.line(w.day(spec.written, spec.wording), centre=True)
    pen.down(16)
    addressee(pen, spec)
    pen.paragraph(
        f"This office and I personally ask that {a.name} be admitted to the 287(g) program ({models_in_words(spec.models, 0)}). The "
        f"particulars "
        f"that your guidance calls for are on the attached sheet. We serve {where(spec)}."
    )
    close(pen, spec, "Faithfully,", (h.name, h.title))
    pen.down(20)
    pen.line("Enclosure: as stated", size=9)
    overleaf(pen)
    pen.line("ATTACHMENT A", bold=True, centre=True)
    pen.line("Agency particulars", centre=True)
    pen.down(16)
    rows = [
        ("Postal address", a.street), ("", f"{a.city}, {a.state} {a.zip}"), ("Main number", w.phone(a.phone, spec.wording)),
        ("Program coordinator", c.name if c else ""), ("Position", c.rank if c else ""),
        ("Coordinator's number", w.phone(c.phone, spec.wording) if c else ""), ("Coordinator's e-mail", c.email if c else ""),
        ("Sworn strength", "61"), ("Personnel to be trained", str(spec.officers) if spec.officers else "to be determined"),
    ]  # fmt: skip
    for label, text in rows:
        pen.canvas.setFont(pen.font, pen.size)
        pen.canvas.drawString(pen.left, pen.y, label)
        pen.line(text, x=pen.left + 170, gap=1.8)


def _commissioner(pen: Pen, spec: "LetterSpec") -> None:
    """A state's head: governor left, head of the agency right, both with their titles; a street at the foot."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name, bold=True, centre=True, size=15)
    pen.down(4)
    for x_left, x_right in (("Augusta P. Lindqvist", h.name), ("Governor" if a.state_name in a.name else "Mayor", h.title)):
        pen.canvas.setFont(pen.font, 9)
        pen.canvas.drawString(pen.left, pen.y, x_left)
        pen.canvas.drawRightString(pen.right, pen.y, x_right)
        pen.down(11)
    pen.down(14)
    pen.line(w.day(spec.written, spec.wording))
    pen.down(10)
    addressee(pen, spec)
    pen.line("RE:  Expression of interest under INA 287(g), 8 U.S.C. 1357(g)", bold=True)
    pen.down(8)
    pen.paragraph(
        f"Pursuant to the Governor's Executive Order 25-14, the {a.name} conveys its wish to execute a memorandum of agreement with "
        f"your agency "
        f"for the {models_in_words(spec.models, 1)}, in order to assist federal partners within {where(spec)}."
    )
    if spec.officers:
        pen.paragraph(f"Initially, {w.words(spec.officers)} personnel will be nominated; a roster is to follow under separate cover.")
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if c:
        pen.paragraph(
            f"The Department's liaison for implementation is {c.name}. As {c.rank}, {c.name.split()[-1]} can be contacted by e-mail at "
            f"{c.email} or by telephone at {w.phone(c.phone, spec.wording)}."
        )
    close(pen, spec, "Sincerely yours,", (f"{h.name}, {h.title}",), x=WIDTH / 2)
    pen.y = 52.0
    pen.line(f"{a.street}, {a.city}, {a.state_name} {a.zip}", centre=True, size=8.5)
    pen.line(f"Main: {w.phone(a.phone, spec.wording)}   www.{a.domain}", centre=True, size=8.5)


def _marshal(pen: Pen, spec: "LetterSpec") -> None:
    """Everything flush left in plain paragraphs, address in the signature block, contact as bullet lines."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(w.day(spec.written, spec.wording))
    pen.down(8)
    addressee(pen, spec)
    pen.line("Subject: We want to take part")
    pen.down(8)
    pen.paragraph(
        f"My name is {h.name} and I am the {h.title} for the {a.name}. With the blessing of our governing body, I am asking for a 287(g) "
        f"agreement under the {models_in_words(spec.models, 0)}. We look after {where(spec)}."
    )
    if spec.officers:
        pen.paragraph(
            f"Number of folks we would train: {spec.officers}."
            if spec.wording % 2
            else f"We'd start with {w.words(spec.officers)}, all full-time officers."
        )
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if c:
        pen.line("For questions, get with:")
        for row in (f"{c.rank} {c.name}", f"Phone - {w.phone(c.phone, spec.wording)}", f"Email - {c.email}"):
            pen.line(f"\u2022 {row}", x=pen.left + 18)
    close(
        pen, spec, "Thank you and God bless,",
        (h.name, h.title, a.name, a.street, f"{a.city}, {a.state} {a.zip}", f"{w.phone(a.phone, spec.wording)} (voice)"),
    )  # fmt: skip


def _myself(pen: Pen, spec: "LetterSpec") -> None:
    """Six lines in the first person; the writer is the contact."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name, bold=True, centre=True, size=13)
    pen.line(f"{a.street} - {a.city}, {a.state} {a.zip}", centre=True, size=9)
    pen.line(f"Office: {w.phone(a.phone, spec.wording)}", centre=True, size=9)
    pen.down(30)
    right(pen, w.day(spec.written, spec.wording))
    pen.down(20)
    pen.line("Dear ICE,")
    pen.down(6)
    many = (
        f"I have {w.words(spec.officers)} deputies ready for school. "
        if spec.officers > 1
        else "I have one deputy ready for school. "
        if spec.officers
        else ""
    )
    pen.paragraph(
        f"We are a small agency in {a.city}, {a.state_name}, and we want to help. Please sign us up for the "
        f"{models_in_words(spec.models, 0)}. {many}"
        f"I will be your point of contact. My direct line is {w.phone(c.phone if c else a.phone, spec.wording)} and my e-mail is "
        f"{c.email if c else ''}."
    )
    close(pen, spec, "Respectfully yours,", (h.name, h.title))


_DRAWN: Final[dict[str, Callable[[Pen, "LetterSpec"], None]]] = {
    "columns": _columns, "interagency": _interagency, "assistant": _assistant, "bymodel": _bymodel, "enclosure": _enclosure,
    "commissioner": _commissioner,
    "marshal": _marshal, "myself": _myself,
}  # fmt: skip
LAYOUTS: Final = tuple(_DRAWN)


def draw(spec: "LetterSpec") -> bytes:
    """The letter of `spec`, whose layout is one of LAYOUTS."""
    return drawn(spec, _DRAWN)


def drawn(spec: "LetterSpec", layouts: Mapping[str, Callable[[Pen, "LetterSpec"], None]]) -> bytes:
    """The letter of `spec` by one of these layouts; wide fonts are set smaller."""
    pen = Pen(spec.font, 9.5 if spec.font == "Vera" else 10.0 if spec.font == "Courier" else 11.0)
    layouts[spec.layout](pen, spec)
    return pen.end()
