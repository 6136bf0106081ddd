"""Letters of small towns that are kept out of tuning: measured, never looked at when a rule of reading is written. In: a pen, a spec."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from intake.demo import town_words as w
from intake.demo.draw_letters import BOLD, WIDTH, Pen, models_in_words
from intake.demo.town_letters import addressee, chance_of, close, drawn, link, overleaf, right, where
from intake.documents.document import MODEL_NAMES, Model

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec

BOARD: Final = (
    "Board Members", "", "Hon. Thaddeus Birch", "Chairman", "", "Ruthanne Mabry", "Vice Chairman", "", "Sheriff Gil Trout", "Treasurer", "",
    "Opal Finch", "Secretary",
)  # fmt: skip


def _foot(pen: Pen, spec: "LetterSpec") -> None:
    """A motto at the top; street, telephones and web at the foot, a piece a line."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name, bold=True, centre=True, size=18)
    pen.line('"Serving with honor since 1887"', centre=True, size=9)
    pen.down(24)
    pen.line(w.day(spec.written, spec.wording))
    pen.down(8)
    addressee(pen, spec)
    pen.line("Good afternoon,")
    pen.down(4)
    pen.paragraph(
        f"For the safety of {where(spec)}, I would like the {a.name} to become a part of the 287(g) family. The "
        f"{models_in_words(spec.models, 1)} caught our attention, and we hope to be accepted."
    )
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if spec.officers:
        pen.paragraph(f"Out of 38 deputies on staff, I would have {w.words(spec.officers)} go through your school.")
    if c:
        pen.paragraph(f"My {c.rank}, {c.name}, is the one to call: {w.phone(c.phone, spec.wording)}. The e-mail address is {c.email}.")
    close(pen, spec, "With gratitude,", (h.name, h.title))
    pen.y = 74.0
    lines = f"Ph. {w.phone(a.phone, spec.wording)}  Fx. {w.phone(a.phone[:-2] + '99', spec.wording)}"
    for row in (a.street, f"{a.city}, {a.state_name} {a.zip}", lines, f"www.{a.domain}"):
        pen.line(row, centre=True, size=8)


def _particulars(pen: Pen, spec: "LetterSpec") -> None:
    """A sheet of particulars instead of a letter, numbered, signed below."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line("287(g) LETTER OF INTEREST", bold=True, centre=True, size=14)
    pen.line("Agency information sheet", centre=True)
    pen.down(16)
    rows = [
        ("Date submitted", w.day(spec.written, spec.wording)), ("Requesting agency", a.name), ("Agency head", f"{h.name}, {h.title}"),
        ("Street / P.O. Box", a.street), ("City, state, zip", f"{a.city}, {a.state} {a.zip}"),
        ("Agency telephone", w.phone(a.phone, spec.wording)), ("ORI", "XX0420000"),
        ("Model(s) of interest", models_in_words(spec.models, 0)), ("Sworn officers", "52"),
    ]  # fmt: skip
    if spec.officers:
        rows.append(("Officers to be trained", f"{spec.officers} ({w.words(spec.officers)})"))
    if c:
        rows += [("POC", c.name), ("POC rank/title", c.rank), ("POC telephone", w.phone(c.phone, spec.wording)), ("POC e-mail", c.email)]
    for number, (label, text) in enumerate(rows, 1):
        pen.line(f"{number}. {label}", gap=0.0, size=9.5)
        pen.line(text, x=pen.left + 150, size=9 if len(text) > 55 else 10, gap=1.9)
    pen.down(8)
    pen.paragraph(
        f"By signing below I certify that I am authorized to bind the {a.name} and that it wishes to join the 287(g) program for "
        f"{where(spec)}."
    )
    pen.down(24)
    pen.sign(spec.signed, pen.left + 8, pen.y + 3, spec.seed, h.name)
    pen.rule(pen.left, pen.y, 220)
    pen.down(12)
    pen.line("Signature of agency head", size=8)
    pen.line(h.name)
    pen.line(h.title)


def _bullets(pen: Pen, spec: "LetterSpec") -> None:
    """Models and facts as bullets, with what each model is good for; the contact in the last."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(f"{h.title} {h.name}", bold=True, size=12)
    pen.line(a.name, size=12)
    for row in (a.street, f"{a.city}, {a.state} {a.zip}", w.phone(a.phone, spec.wording)):
        pen.line(row, size=9.5)
    pen.down(16)
    pen.line(w.day(spec.written, spec.wording))
    pen.down(8)
    addressee(pen, spec)
    pen.line("Hello:")
    pen.down(4)
    pen.paragraph(f"We at the {a.name} ask to be brought into the 287(g) program, on these terms:")
    reasons = {Model.JEM: "to screen those booked", Model.TFM: "for our road units", Model.WSO: "to serve your warrants on those we hold"}
    for model in spec.models:
        pen.paragraph(f"\u2022 {MODEL_NAMES[model]}, {reasons[model]}", indent=18, after=1)
    pen.paragraph(f"\u2022 Area: {where(spec)}", indent=18, after=1)
    if spec.officers > 1:
        pen.paragraph(f"\u2022 Trainees: {w.shared(spec.officers, ('officer', 'supervisor'))}", indent=18, after=1)
    elif spec.officers:
        pen.paragraph("\u2022 Trainees: a single officer", indent=18, after=1)
    pen.paragraph("\u2022 Start: as soon as a class has room", indent=18, after=1)
    if c:
        pen.paragraph(f"\u2022 Contact: {c.name}, {c.rank}; {w.phone(c.phone, spec.wording)}; {c.email}", indent=18)
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    close(pen, spec, "Yours truly,", (h.name, h.title, a.name))


def _statutes(pen: Pen, spec: "LetterSpec") -> None:
    """Two pages full of statutes; signature and contact overleaf."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name, bold=True, centre=True, size=15)
    pen.line(f"{a.street} | {a.city}, {a.state} {a.zip} | {w.phone(a.phone, spec.wording)}", centre=True, size=9)
    pen.down(14)
    pen.line(w.day(spec.written, spec.wording))
    pen.down(8)
    addressee(pen, spec)
    pen.line(f"Re: Request of the {a.name} under 8 U.S.C. § 1357(g)", bold=True)
    pen.down(8)
    nominations = f"Our nominations will comprise {spec.officers} officers, who meet the two-year requirement of 8 C.F.R. § 287.5."
    texts = (
        (
            "Section 287(g) of the Immigration and Nationality Act, codified at 8 U.S.C. § 1357(g)(1) through (10), permits the Secretary "
            f"to enter into written agreements with a State or any political subdivision of it. The {a.name} is such a subdivision "
            f"or arm of {a.state_name}."
        ),
        (
            "Chapter 411 of our code, as amended by Senate Bill 8 of the 89th Legislature, § 411.0251(b), directs that agencies with more "
            "than 100 inmates request an agreement by December 1, 2026. House Bill 1105, effective July 1, 2024, says much the same at "
            "§ 42-4-13(c)."
        ),
        f"Having considered the foregoing I request, for {where(spec)}, an agreement in the form of the {models_in_words(spec.models, 1)}.",
        (
            "Under 28 C.F.R. § 65.84(a)(4) and Delegation 0150.1 the costs of training fall in part on our own budget, for which $48,500 "
            "was set aside by Ordinance 2025-17 on 14 January 2025. Resolution 31, passed 5 to 2, is on file with our clerk, Beatrix "
            "Fontaine."
        ),
        nominations if spec.officers > 1 else "",
        *w.FILLERS[:3], *w.FILLERS[5:],
    )  # fmt: skip
    for text in texts:
        if text:
            pen.paragraph(text, after=10)
    overleaf(pen)
    pen.line(f"287(g) Program / {w.day(spec.written, 0)} / Page 2", size=9)
    pen.down(12)
    pen.paragraph(
        "Nothing in this letter waives any immunity under the laws of our State, including § 1983 defenses, or limits § 2.04 of our "
        "charter."
    )
    if c:
        pen.paragraph(f"Service of notices: {c.rank} {c.name}, at {c.email} (tel. {w.phone(c.phone, spec.wording)}).")
    close(pen, spec, "Very respectfully,", (h.name.upper(), h.title), x=WIDTH / 2)


def _fineprint(pen: Pen, spec: "LetterSpec") -> None:
    """The contact in small type at the foot of the page, the address above in one line."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name.upper(), bold=True, size=13)
    pen.line(f"{a.street}  *  {a.city}, {w.ABBREVIATED[a.state]}  {a.zip}  *  {w.phone(a.phone, spec.wording)}", size=8.5)
    pen.down(18)
    right(pen, w.day(spec.written, spec.wording))
    pen.down(8)
    addressee(pen, spec)
    pen.line("Sir or Madam:")
    pen.down(4)
    pen.paragraph(
        f"Enclosed herewith is nothing but our good intention: {a.name} intends to partner with ICE through the "
        f"{models_in_words(spec.models, 0)}. "
        f"We answer to {where(spec)}."
    )
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if spec.officers:
        pen.paragraph(f"Personnel earmarked for delegation: {w.words(spec.officers).capitalize()} ({spec.officers}).")
    pen.paragraph("The person to whom you should turn is named at the bottom of this page.")
    close(pen, spec, "Awaiting your reply,", (f"{h.name}", f"{h.title}"))
    if c:
        pen.y = 58.0
        pen.line(f"Program contact: {c.rank} {c.name}  |  {w.phone(c.phone, spec.wording)}  |  {c.email}", centre=True, size=8)


def _authority(pen: Pen, spec: "LetterSpec") -> None:
    """A board at the left edge of the page, the letter beside it; contact with its telephone before the name."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(a.name, bold=True, centre=True, size=14)
    pen.line(f"{a.street}, {a.city}, {a.state_name} {a.zip}", centre=True, size=9)
    pen.line(f"Telephone {w.phone(a.phone, spec.wording)}", centre=True, size=9)
    pen.down(18)
    top = pen.y
    for number, row in enumerate(BOARD):
        pen.canvas.setFont(BOLD[pen.font] if number == 0 else pen.font, 7.5)
        pen.canvas.drawString(44, top - 11 * number, row)
    pen.left = 150.0
    pen.line(w.day(spec.written, spec.wording))
    pen.down(8)
    addressee(pen, spec)
    pen.paragraph(
        f"By vote of its board the {a.name} applies for the {models_in_words(spec.models, 0)} within the 287(g) program. The "
        f"population that concerns "
        f"us is that of {where(spec)}."
    )
    if spec.officers:
        pen.paragraph(
            f"{w.words(spec.officers).capitalize()} member{'s' if spec.officers > 1 else ''} of our intake staff would be designated."
        )
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if c:
        pen.paragraph(f"Kindly dial {w.phone(c.phone, spec.wording)} for {c.name}, our {c.rank}, or e-mail {c.email}, to arrange a visit.")
    close(pen, spec, "For the agency,", (h.name, h.title))


def _campus(pen: Pen, spec: "LetterSpec") -> None:
    """Date first, then the sender's own block, then the office; the contact after the signature."""
    a, h, c = spec.agency, spec.head, spec.contact
    pen.line(w.day(spec.written, spec.wording))
    pen.down(8)
    for row in ("From:", a.name, f"Attention {h.name}, {h.title}", a.street, f"{a.city} {a.state} {a.zip}"):
        pen.line(row)
    pen.down(8)
    pen.line("To:")
    addressee(pen, spec)
    pen.paragraph(
        f"It is my privilege to request, for the {a.name}, admission to the program created by Section 287(g). We have picked the "
        f"{models_in_words(spec.models, 1)} after study. Those we protect are {where(spec)}."
    )
    pen.paragraph(w.FILLERS[spec.wording % len(w.FILLERS)])
    if spec.officers:
        pen.paragraph(f"Candidates identified so far: {w.words(spec.officers)}. More could follow in later years.")
    close(pen, spec, "All the best,", (h.name, h.title, w.phone(a.phone, spec.wording)))
    pen.down(16)
    if c:
        pen.line("Contact for this request", bold=True, size=9.5)
        pen.line(f"{c.rank} {c.name}", size=9.5)
        pen.line(f"T: {w.phone(c.phone, spec.wording)}", size=9.5)
        pen.canvas.setFont(pen.font, pen.size)
        link(pen, c.email, pen.left)


def _blanks(pen: Pen, spec: "LetterSpec") -> None:
    """A form letter whose gaps are filled in over rules."""
    a, h, c = spec.agency, spec.head, spec.contact
    chance = chance_of(spec)
    pen.line("LETTER OF INTENT", bold=True, centre=True, size=14)
    pen.down(14)

    def gap(label: str, text: str, x: float, width: float) -> None:
        pen.canvas.setFont(pen.font, pen.size)
        pen.canvas.drawString(x, pen.y, label)
        at = x + 8 + len(label) * pen.size * (0.6 if pen.font == "Courier" else 0.53)
        pen.rule(at, pen.y - 2, width)
        pen.canvas.setFont("Helvetica", 9)
        pen.canvas.drawString(at + 3, pen.y, text)

    for left, beside in (
        (("Date:", w.day(spec.written, spec.wording), 150.0), None), (("Name of agency:", a.name, 300.0), None),
        (("Address:", a.street, 300.0), None),
        (("City:", a.city, 150.0), ("State/Zip:", f"{a.state} {a.zip}", 100.0)), (("Phone:", w.phone(a.phone, spec.wording), 150.0), None),
    ):  # fmt: skip
        gap(left[0], left[1], pen.left, left[2])
        if beside:
            gap(beside[0], beside[1], pen.left + 250, beside[2])
        pen.down(22)
    pen.down(6)
    pen.paragraph(
        f"I, the undersigned, head of the agency named above, which serves {where(spec)}, state that it wants to enter the 287(g) "
        f"program of the U.S. "
        f"Immigration and Customs Enforcement in the {models_in_words(spec.models, chance.randrange(2))}."
    )
    if spec.officers:
        gap("Officers we will nominate:", str(spec.officers), pen.left, 60)
        pen.down(24)
    if c:
        for label, text in (
            ("Contact person:", c.name),
            ("Title:", c.rank),
            ("Contact phone:", w.phone(c.phone, spec.wording)),
            ("Email:", c.email),
        ):
            gap(label, text, pen.left, 240)
            pen.down(22)
    pen.down(18)
    pen.sign(spec.signed, pen.left + 80, pen.y, spec.seed, h.name)
    gap("Signed:", "", pen.left, 220)
    pen.down(24)
    gap("Print name:", h.name, pen.left, 220)
    pen.down(24)
    gap("Office held:", h.title, pen.left, 220)


_DRAWN: Final[dict[str, Callable[[Pen, "LetterSpec"], None]]] = {
    "foot-of-page": _foot, "particulars": _particulars, "bullets": _bullets, "statutes": _statutes, "fineprint": _fineprint,
    "authority": _authority,
    "campus": _campus, "blanks": _blanks,
}  # fmt: skip
LAYOUTS: Final = tuple(_DRAWN)


def draw(spec: "LetterSpec") -> bytes:
    """The letter of `spec`, whose layout is one of LAYOUTS."""
    return drawn(spec, _DRAWN)
