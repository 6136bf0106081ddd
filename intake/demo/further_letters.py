"""Draw letters of interest put together by chance: many heads, ways to name a contact and ways to sign. In: a spec. Out: a PDF.

Each layout is one head of page and one shape of the body; wordings, contacts and signature blocks come by chance, so that no rule can
lean on one drawing.
"""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from intake.demo import further_closings as closings
from intake.demo import further_contacts as contacts
from intake.demo import further_points as points
from intake.demo import further_words as words
from intake.demo.draw_letters import BOLD, WIDTH, Pen

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec

OFFICE: Final = (
    ("U.S. Immigration and Customs Enforcement", "287(g) Program Office", "500 12th Street SW, Stop 5216", "Washington, DC 20536"),
    ("Field Office Director", "Enforcement and Removal Operations", "1010 E. Whatley Road", "Oakdale, LA 71463"),
    ("Attn: 287(g) Program Manager", "Department of Homeland Security", "500 12th St SW", "Washington, D.C. 20536"),
    ("Mr. Rowan T. Ellery", "Immigration & Customs Enforcement", "425 I Street NW, Room 7000", "Washington, DC 20536"),
    ("Director", "Immigration and Customs Enforcement",),
)  # fmt: skip
GREETINGS: Final = (
    "Dear Director:",
    "Dear Sir/Madam,",
    "To Whom it May Concern,",
    "Dear Mr. Ellery:",
    "Greetings,",
    "Dear 287(g) Team:",
    "Good morning,",
)
SUBJECTS: Final = ("RE: 287(g) Letter of Interest", "Subject: Request for participation, 287(g)", "Reference: Letter of Intent", "")


class Draft:
    """A pen, a spec and the chance that belongs to it."""

    def __init__(self, spec: "LetterSpec") -> None:
        self.spec, self.chance = spec, random.Random(spec.seed)  # noqa: S311  # a drawing, no secret
        self.pen = Pen(spec.font, 9.5 if spec.font == "Vera" else 10.0 if spec.font == "Courier" else 11.0)

    def date(self) -> str:
        """As people write it."""
        return closings.written(self.spec.written, self.chance)

    def addressee(self, *, x: float | None = None) -> None:
        """The office, its street, a greeting."""
        pen = self.pen
        for row in self.chance.choice(OFFICE):
            pen.line(row, x=x)
        pen.down(8)
        if subject := self.chance.choice(SUBJECTS):
            pen.line(subject, bold=self.chance.random() < 0.5, x=x)
            pen.down(6)
        pen.line(self.chance.choice(GREETINGS), x=x)
        pen.down(4)

    def body(self, *, nominees: bool = True, contact: bool = True) -> None:
        """The running text, with what a hasty reader takes for something else."""
        spec, pen, chance = self.spec, self.pen, self.chance
        asked = [words.wanted(spec, chance)]
        if spec.officers and nominees:
            asked.append(words.nominees(spec, chance))
        pen.paragraph(words.opening(spec, chance) + " " + chance.choice(words.TRAPS))
        if any(text.startswith(("Model requested", "Number of")) for text in asked):
            for text in asked:
                pen.paragraph(text, after=2.0)
        else:
            pen.paragraph(" ".join(asked))
        pen.paragraph(" ".join(chance.sample(words.TRAPS, 2)))
        if contact:
            contacts.draw(pen, spec, chance)
        if chance.random() < 0.5:
            pen.paragraph("Thank you for your time and consideration of this request. We look forward to hearing from you.")

    def small(self, text: str, *, right: bool = False, centre: bool = False, x: float | None = None, size: float = 8.5) -> None:
        """A line of the head or the foot."""
        if right:
            self.pen.canvas.setFont(self.pen.font, size)
            self.pen.canvas.drawRightString(self.pen.right, self.pen.y, text)
        else:
            self.pen.line(text, size=size, centre=centre, x=x, gap=1.35)


def draw(spec: "LetterSpec") -> bytes:
    """The letter of `spec`, whose layout is one of LAYOUTS."""
    draft = Draft(spec)
    _DRAWN[spec.layout](draft)
    return draft.pen.end()


def _head_at_foot(d: Draft) -> None:
    """Nothing above but a motto; name, address and telephone at the foot."""
    a, pen = d.spec.agency, d.pen
    d.small('"Service with Integrity"', centre=True)
    pen.down(16)
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(d.pen, d.spec, d.chance)
    pen.y = 62.0
    pen.rule(pen.left, pen.y + 12, pen.right - pen.left)
    d.small(a.name.upper(), centre=True)
    d.small(f"{a.street} - {a.city}, {a.state} {a.zip}", centre=True)
    d.small(f"Office: {words.phone(a.phone, d.chance)}  Fax: {a.phone[:-2]}98  www.{a.domain}", centre=True)


def _two_sides(d: Draft) -> None:
    """Address left, telephones and second in command right, lines at odds with each other."""
    a, pen = d.spec.agency, d.pen
    pen.line(a.name, bold=True, centre=True, size=16)
    pen.down(4)
    y = pen.y
    for row in (d.spec.head.name, d.spec.head.title, "", a.street, f"{a.city}, {a.state} {a.zip}"):
        d.small(row)
    pen.y, bottom = y - 4, pen.y
    for row in (f"Phone {words.phone(a.phone, d.chance)}", f"Fax {a.phone[:-2]}97", "", "Leopold Grantham", "Undersheriff"):
        d.small(row, right=True)
        pen.down(11.5)
    pen.y = min(pen.y, bottom) - 16
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance)


def _printed_mail(d: Draft) -> None:
    """A mail on paper, with the writer's own signature block below."""
    a, h, pen = d.spec.agency, d.spec.head, d.pen
    rows = (
        ("From:", f"{h.name} <{h.email}>"), ("Sent:", f"{closings.written(d.spec.written, d.chance, plain=True)} 4:52 PM"),
        ("To:", "287g Program <program@ice.example>"), ("Cc:", "Beatrix Hollander <bhollander@county.example>"),
        ("Subject:", "287(g) letter of interest"),
    )  # fmt: skip
    for label, text in rows:
        pen.line(label, bold=True, gap=0.0)
        pen.line(text, x=pen.left + 60)
    pen.down(10)
    pen.line(d.chance.choice(GREETINGS))
    pen.down(4)
    d.body()
    pen.line(d.chance.choice(("Thanks,", "Respectfully,", "Best regards,", "V/r,")))
    pen.down(26)
    pen.sign(d.spec.signed, pen.left + 6, pen.y + 6, d.spec.seed, h.name)
    pen.down(10)
    bar = d.chance.choice((" | ", ", ", " - "))
    pen.line(f"{h.name}{bar}{h.title}")
    for row in (a.name, a.street, f"{a.city}, {a.state} {a.zip}", f"{words.phone(a.phone, d.chance, label=True)}", h.email):
        pen.line(row)


def _through(d: Draft) -> None:
    """A memorandum that goes through somebody."""
    a, h, pen = d.spec.agency, d.spec.head, d.pen
    pen.line(a.name, bold=True, size=13)
    d.small(f"{a.street}, {a.city}, {a.state_name} {a.zip}")
    pen.down(8)
    pen.line("M E M O R A N D U M", bold=True, centre=True)
    pen.down(8)
    rows = [
        ("To:", "287(g) Program Office, U.S. Immigration and Customs Enforcement"), ("Through:", "Aurelia Winthrop, County Administrator"),
        ("From:", d.chance.choice((f"{h.name}, {h.title}", f"{h.title} {h.name}"))), ("Date:", d.date()),
        ("Subject:", "Letter of Interest"),
    ]  # fmt: skip
    if d.chance.random() < 0.5:
        rows = [rows[3], *rows[:3], rows[4]]
    for label, text in rows:
        pen.line(label, gap=0.0)
        pen.line(text, x=pen.left + 70, gap=1.5)
    pen.down(10)
    d.body()
    closings.draw(pen, d.spec, d.chance)


def _bulleted(d: Draft) -> None:
    """What the agency offers, in bullets."""
    a, pen, spec = d.spec.agency, d.pen, d.spec
    for row in (a.name, a.street, f"{a.city}, {a.state_name} {a.zip}", words.phone(a.phone, d.chance)):
        pen.line(row, centre=True, bold=row == a.name)
    pen.down(10)
    pen.line(d.date(), centre=True)
    pen.down(8)
    d.addressee()
    pen.paragraph(words.opening(spec, d.chance) + " We propose the following:")
    rows = [words.wanted(spec, d.chance), d.chance.choice(words.TRAPS)]
    rows += [words.nominees(spec, d.chance)] if spec.officers else []
    mark = d.chance.choice(("•", "-", "*", "1.", "a)"))
    for number, row in enumerate(rows):
        shown = {"1.": f"{number + 1}.", "a)": f"{'abc'[number]})"}.get(mark, mark)
        pen.paragraph(f"{shown} {row}", indent=18, after=3)
    contacts.draw(pen, spec, d.chance)
    closings.draw(pen, spec, d.chance)


def _named_officers(d: Draft) -> None:
    """A table of those who are to be trained, counted above it."""
    a, pen, spec = d.spec.agency, d.pen, d.spec
    pen.line(a.name, bold=True, size=14)
    d.small(f"{a.street} | {a.city}, {a.state} {a.zip} | {words.phone(a.phone, d.chance)}")
    pen.down(14)
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body(nominees=spec.officers not in closings.LISTED)
    if spec.officers in closings.LISTED:
        closings.nominees(pen, spec, d.chance)
    closings.draw(pen, spec, d.chance)


def _city_hall(d: Draft) -> None:
    """The mayor and council above, none of whom signs."""
    a, pen = d.spec.agency, d.pen
    pen.line(a.name.upper(), bold=True, centre=True, size=14)
    d.small(f"Office of the {d.spec.head.title}", centre=True, size=10)
    d.small("Mayor Thaddeus Merriweather", centre=True)
    d.small("Council: Odette Brannigan, Ward 1 - Cyrus Pettibone, Ward 2 - Lavinia Thorpe, Ward 3", centre=True)
    d.small(f"{a.street} • {a.city}, {a.state_name} {a.zip} • {words.phone(a.phone, d.chance)}", centre=True)
    pen.rule(pen.left, pen.y + 6, pen.right - pen.left)
    pen.down(12)
    pen.line(d.date(), x=WIDTH - 72 - 150)
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance)


def _return_address(d: Draft) -> None:
    """A plain letter, the sender's address above, date and closing at half."""
    a, pen = d.spec.agency, d.pen
    half = WIDTH / 2
    for row in (a.street, f"{a.city}, {a.state} {a.zip}", d.date()):
        pen.line(row, x=half)
    pen.down(14)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance, x=half if d.chance.random() < 0.5 else None)


def _answers(d: Draft) -> None:
    """A list of labels and what the agency says to each, then a signature."""
    a, h, c, pen = d.spec.agency, d.spec.head, d.spec.contact, d.pen
    pen.line("LETTER OF INTEREST - 287(g) PROGRAM", bold=True, centre=True, size=13)
    pen.down(12)
    rows = [
        ("Requesting agency", a.name), ("Mailing address", f"{a.street}, {a.city}, {a.state} {a.zip}"), ("County", words.where(d.spec)),
        ("Agency head", f"{h.name}, {h.title}"), ("Main telephone", words.phone(a.phone, d.chance)),
        ("Model(s) requested", ", ".join(str(m) for m in d.spec.models)),
    ]  # fmt: skip
    rows += [("Officers to be nominated", str(d.spec.officers))] if d.spec.officers else []
    if c:
        rows += [
            ("Point of contact", f"{c.rank} {c.name}"), ("Contact telephone", words.phone(c.phone, d.chance)), ("Contact e-mail", c.email),
        ]  # fmt: skip
    for label, text in rows:
        pen.line(f"{label}:", bold=True, gap=0.0)
        pen.line(text, x=pen.left + 150, gap=1.7)
    pen.down(8)
    pen.paragraph(words.opening(d.spec, d.chance))
    closings.draw(pen, d.spec, d.chance)
    pen.down(6)
    pen.line(f"Date: {d.date()}")


def _side_officials(d: Draft) -> None:
    """Divisions and who leads them at the right edge, each with a telephone."""
    a, pen = d.spec.agency, d.pen
    pen.line(a.name.upper(), bold=True, size=14)
    d.small(f"{a.street}, {a.city}, {a.state} {a.zip}")
    top = pen.y + 4
    rows = ("Patrol", "Capt. Silas Overbrook", f"{a.phone[:8]}0188", "Detention", "Capt. Minerva Lockhart", f"{a.phone[:8]}0189", "Civil")
    for number, row in enumerate(rows):
        pen.canvas.setFont(BOLD[pen.font] if row.isalpha() else pen.font, 7)
        pen.canvas.drawString(WIDTH - 130, top - 60 - 11 * number, row)
    pen.right = WIDTH - 150
    pen.down(18)
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance)


def _copies(d: Draft) -> None:
    """Sent by several ways; copies to others, enclosures, initials of who typed."""
    a, pen = d.spec.agency, d.pen
    for row in (a.name, a.street, f"{a.city}, {a.state} {a.zip}"):
        pen.line(row, bold=row == a.name)
    pen.down(8)
    pen.line(d.date())
    pen.line(d.chance.choice(("VIA ELECTRONIC MAIL", "Via e-mail and U.S. Mail", "SENT BY FACSIMILE 202-555-0190")), size=9)
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance, below=False)
    pen.down(10)
    initials = "".join(part[0] for part in d.spec.head.name.split())
    for row in (
        f"{initials}/kt",
        "Enclosures (2)",
        "cc: Hon. Percival Danforth, Chair, Board of Commissioners",
        "      Opal Wainwright, County Attorney",
    ):
        d.small(row)


def _onward(d: Draft) -> None:
    """The letter goes on on a second page, under a heading of its own."""
    a, pen = d.spec.agency, d.pen
    pen.line(a.name, bold=True, centre=True, size=14)
    d.small(f"{d.spec.head.title} {d.spec.head.name}", centre=True, size=10)
    d.small(f"{a.street} / {a.city}, {a.state_name} {a.zip} / Phone: {words.phone(a.phone, d.chance)}", centre=True)
    pen.down(12)
    pen.line(d.date())
    pen.down(8)
    d.addressee()
    d.body(contact=False)
    for _ in range(3):
        pen.paragraph(" ".join(d.chance.sample(words.TRAPS, 3)))
    pen.canvas.showPage()
    pen.y = 792.0 - 60
    for row in ("287(g) Program Office", "Letter of Interest", "Page 2"):
        d.small(row)
    pen.down(14)
    contacts.draw(pen, d.spec, d.chance)
    pen.paragraph("We are grateful for your help.")
    closings.draw(pen, d.spec, d.chance)


def _this_day(d: Draft) -> None:
    """No date above; "Dated this 3rd day of May" and the place below."""
    a, pen = d.spec.agency, d.pen
    pen.line("LETTER OF INTENT", bold=True, centre=True, size=14)
    pen.line(a.name, centre=True)
    d.small(f"{a.street}, {a.city}, {a.state} {a.zip}", centre=True, size=9.5)
    pen.down(12)
    d.addressee()
    d.body()
    when = d.spec.written
    end = {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10 if when.day not in (11, 12, 13) else 0, "th")
    pen.paragraph(d.chance.choice(("Dated", "Signed", "Executed")) + f" this {when.day}{end} day of {when:%B}, {when.year}.")
    closings.draw(pen, d.spec, d.chance)


def _desk(d: Draft) -> None:
    """From the desk of the head, whose name leads the page."""
    a, h, pen = d.spec.agency, d.spec.head, d.pen
    pen.line(h.name.upper(), bold=True, size=13)
    pen.line(h.title.upper())
    pen.line(a.name)
    pen.line(a.street)
    pen.line(f"{a.city}, {a.state} {a.zip}")
    d.small(f"Telephone {words.phone(a.phone, d.chance)}     Facsimile {a.phone[:-2]}96", size=9)
    pen.down(12)
    pen.line(d.date(), centre=True)
    pen.down(8)
    d.addressee()
    d.body()
    closings.draw(pen, d.spec, d.chance)


_DRAWN: Final[dict[str, Callable[[Draft], None]]] = {
    "head-at-foot": _head_at_foot, "two-sides": _two_sides, "printed-mail": _printed_mail, "through": _through, "bulleted": _bulleted,
    "named-officers": _named_officers, "city-hall": _city_hall, "return-address": _return_address, "answers": _answers,
    "side-officials": _side_officials, "copies": _copies, "onward": _onward, "this-day": _this_day, "desk": _desk, **points.DRAWN,
}  # fmt: skip
LAYOUTS: Final = tuple(_DRAWN)
WITH_PHONE: Final = points.WITH_PHONE | frozenset(
    {"head-at-foot", "two-sides", "printed-mail", "bulleted", "named-officers", "city-hall", "answers", "onward", "desk"}
)
"""Layouts that print the agency's own telephone."""
