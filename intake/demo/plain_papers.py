"""Letters and agreements in other words throughout than `further_words` has. In: a pen or a form, a spec. Out: drawn lines.

Three quarters of their fields were right at first sight; what was missed taught the rules more words.
"""

import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from intake.demo.draw_letters import BOLD, NUMBERS, WIDTH, Pen, dated, models_in_words

if TYPE_CHECKING:
    from intake.demo.draw_agreements import Form
    from intake.demo.papers import AgreementSpec, LetterSpec

CENTRE: Final = ("Immigration and Customs Enforcement", "287(g) Program", "500 12th Street, S.W.", "Washington, DC 20536-5003")
LINES: Final = "lines-below"
SENTENCE: Final = "contact-sentence"


def _place(spec: "LetterSpec") -> str:
    return f"{spec.agency.county} {'Parish' if 'Parish' in spec.agency.name else 'County'}, {spec.agency.state_name}"


def _dots(value: str) -> str:
    number, _, extension = value.partition(" ext. ")
    return number.replace("-", ".") + (f" (ext. {extension})" if extension else "")


def _signed(pen: Pen, spec: "LetterSpec", x: float) -> None:
    pen.down(30)
    pen.sign(spec.signed, x + 4, pen.y + 9, spec.seed, spec.head.name)
    pen.down(6)


def _executive(pen: Pen, spec: "LetterSpec") -> None:
    """Title under the name above, "Re" after the greeting, the contact in the last paragraph."""
    a, h, c = spec.agency, spec.head, spec.contact
    chance = random.Random(spec.seed)  # noqa: S311  # a drawing, no secret
    pen.line(a.name, bold=True, x=pen.left, size=17)
    pen.line(f"{h.name}  |  {h.title}", size=10)
    pen.rule(pen.left, pen.y + 4, pen.right - pen.left)
    pen.down(14)
    pen.line(dated(spec.written, 0))
    pen.down(10)
    for row in CENTRE:
        pen.line(row)
    pen.down(10)
    pen.line("Dear Program Officials,")
    pen.down(4)
    pen.paragraph(
        f"{a.name} protects the 58,300 people who live in {_place(spec)}. For eighteen months my staff and I have weighed the merits of a "
        f"partnership, and this letter conveys our interest in the {models_in_words(spec.models, 0)} under Section 287(g)."
    )
    if spec.officers:
        words = NUMBERS.get(spec.officers, str(spec.officers))
        pen.paragraph(
            chance.choice(
                (
                    f"Our initial cadre would consist of {words} deputies, drawn from a force of 94.",
                    f"For the first class we would like to offer {spec.officers} candidates, none with fewer than three years on the job.",
                    f"I am prepared to make {words} ({spec.officers}) officers available for the training academy.",
                )
            )
        )
    if c:
        pen.paragraph(
            f"My designee in all of this is {c.rank} {c.name}. You will find {c.name.split()[0]} at {_dots(c.phone)} during business "
            f"hours, or write to {c.email} at any time."
        )
    pen.line("With every good wish,")
    _signed(pen, spec, pen.left)
    pen.line(f"{h.name}")
    pen.line(f"{h.title}")
    pen.y = 54.0
    pen.line(f"{a.street}  ~  {a.city}, {a.state} {a.zip}  ~  T {_dots(a.phone)}  ~  F {_dots(a.phone[:-2] + '94')}", centre=True, size=8.5)


def _board(pen: Pen, spec: "LetterSpec") -> None:
    """Two columns of who governs and who polices; date at the right; a block of three contacts."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(f"{a.county.upper()} COUNTY, {a.state_name.upper()}", bold=True, centre=True, size=13)
    pen.down(4)
    top = pen.y
    for row in ("Supervisors", "Rosamund Kettlewell, Dist. 1", "Ephraim Gladstone, Dist. 2", "Odalys Merced, Dist. 3"):
        pen.line(row, size=8)
    pen.y = top
    for row in (a.name, f"{h.title} {h.name}", a.street, f"{a.city}, {a.state} {a.zip}", f"Voice: {_dots(a.phone)}"):
        pen.canvas.setFont(pen.font, 8)
        pen.canvas.drawRightString(pen.right, pen.y, row)
        pen.down(10.4)
    pen.down(14)
    pen.canvas.setFont(pen.font, pen.size)
    pen.canvas.drawRightString(pen.right, pen.y, dated(spec.written, 1))
    pen.down(20)
    for row in CENTRE[:2]:
        pen.line(row)
    pen.down(8)
    pen.line("Subject matter: our entry into the 287(g) program", bold=True)
    pen.down(8)
    pen.paragraph(
        f"The governing body of {_place(spec)}, having consulted the {a.name}, has no objection to the following: that the {a.name} enter "
        f"into the program named above, in the form of the {models_in_words(spec.models, 1)}. This letter of intent says so."
    )
    if spec.officers:
        pen.paragraph(f"Seats needed at the next course: {spec.officers}. Overtime is covered by the budget of the current year.")
    if c:
        pen.line("Who to talk to", bold=True)
        name, rank = c.name, c.rank
        pen.line(f"Operations: {name}, {rank}", x=pen.left + 10)
        pen.line(f"{c.email}", x=pen.left + 84)
        pen.line(f"{_dots(c.phone)}", x=pen.left + 84)
    pen.down(8)
    pen.line("Obediently yours,", x=WIDTH / 2)
    _signed(pen, spec, WIDTH / 2)
    pen.line(h.name.upper(), x=WIDTH / 2)
    pen.line(f"{h.title}, {a.name}", x=WIDTH / 2, size=9)


def _chat(pen: Pen, spec: "LetterSpec") -> None:
    """Like a mail without its head: first names, dashes, a card of the sender below."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(f"Date: {dated(spec.written, 2)}")
    pen.line("To: 287(g) intake")
    pen.down(8)
    pen.line("Hello all,")
    pen.down(4)
    pen.paragraph(
        f"{h.name} here, {h.title} with the {a.name} in {_place(spec)}. We'd like to come aboard the 287(g) program - specifically "
        f"the {models_in_words(spec.models, 0)}. Please treat this as our letter of interest."
    )
    if spec.officers:
        pen.paragraph(f"Headcount for training: {spec.officers} (all of them post-certified, with clean files).")
    if c:
        pen.paragraph(f"Day-to-day I'd have you work with {c.name} ({c.rank}) - {_dots(c.phone)}, {c.email}.")
    pen.line("Take care,")
    _signed(pen, spec, pen.left)
    for row in (h.name, h.title, a.name, a.street, f"{a.city} {a.state} {a.zip}", f"desk {_dots(a.phone)}"):
        pen.line(row)


def _certificate(pen: Pen, spec: "LetterSpec") -> None:
    """Centred throughout, in the third person; who signs is named above the line, the date in words below."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line("STATEMENT OF INTEREST", bold=True, centre=True, size=15)
    pen.line(f"of the {a.name}", centre=True, size=12)
    pen.line(f"{a.street}, {a.city}, {a.state_name} {a.zip}", centre=True, size=10)
    pen.down(16)
    pen.paragraph(
        f"Be it known that the {a.name}, serving {_place(spec)}, desires to enroll in the program under Section 287(g) of the Immigration "
        f"and Nationality Act, administered by U.S. Immigration and Customs Enforcement, and chooses the {models_in_words(spec.models, 1)}."
    )
    if spec.officers:
        words = NUMBERS.get(spec.officers, str(spec.officers))
        pen.paragraph(f"The agency pledges {words} of its personnel to the curriculum. It is staffed by 66 full-time employees.")
    if c:
        pen.paragraph(f"Notices shall be delivered to: {c.name}, {c.rank}, {c.email}, telephone {_dots(c.phone)}.")
    pen.paragraph(f"Given under my hand this {spec.written.day} day of {spec.written:%B} {spec.written.year}.")
    pen.down(26)
    pen.sign(spec.signed, WIDTH / 2 - 70, pen.y + 3, spec.seed, h.name)
    pen.rule(WIDTH / 2 - 110, pen.y, 220)
    pen.down(13)
    pen.line(h.name, centre=True)
    pen.line(h.title, centre=True)


_DRAWN: Final[dict[str, Callable[[Pen, "LetterSpec"], None]]] = {
    "executive": _executive, "board": _board, "chat": _chat, "certificate": _certificate,
}  # fmt: skip
LAYOUTS: Final = tuple(_DRAWN)
WITH_PHONE: Final = frozenset({"executive", "board", "chat"})
AGREEMENTS: Final = (LINES, SENTENCE)


def draw(spec: "LetterSpec") -> bytes:
    """The letter of `spec`, whose layout is one of LAYOUTS."""
    pen = Pen(spec.font, 9.5 if spec.font == "Vera" else 10.0 if spec.font == "Courier" else 11.0)
    _DRAWN[spec.layout](pen, spec)
    return pen.end()


def contact_rows(spec: "AgreementSpec", usual: Sequence[str]) -> list[str]:
    """The lines of the contact page."""
    c, a = spec.contact, spec.agency
    if spec.layout != SENTENCE:
        return list(usual)
    return [f"{c.name} | {c.rank} | {a.name}", f"Desk {_dots(c.phone)}", c.email, a.street, f"{a.city}, {a.state} {a.zip}"]


def _below(form: "Form") -> None:
    """Names typed below a rule, the date beside it; agency left, office right."""
    pen, spec = form.pen, form.spec
    when = dated(spec.signed_on, spec.date_style) if spec.signed_on else ""
    for x, own in ((pen.left, True), (WIDTH / 2 + 12, False)):
        pen.canvas.setFont(BOLD[pen.font], pen.size)
        pen.canvas.drawString(x, pen.y, "For the LEA:" if own else "For ICE:")
    pen.down(52)
    for x, own in ((pen.left, True), (WIDTH / 2 + 12, False)):
        pen.rule(x, pen.y, 200)
        if own:
            pen.sign(spec.signed, x + 8, pen.y + 3, spec.seed, spec.head.name)
    pen.down(14)
    for text in (spec.head.name, spec.head.title, spec.agency.name, f"Date: {when}"):
        pen.line(text)


BLOCKS: Final[dict[str, Callable[["Form"], None]]] = {LINES: _below}
