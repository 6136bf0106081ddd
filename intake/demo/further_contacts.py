"""Ways in which a letter names its point of contact. In: a pen, a spec, a chance. Out: drawn lines."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.pdfmetrics import stringWidth

from intake.demo import further_words as words
from intake.demo import letter_pieces as pieces
from intake.demo.draw_letters import WIDTH, Pen

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec, Person

HEADS: Final = (
    "Point of Contact",
    "POINT OF CONTACT:",
    "Contact information:",
    "Program contact",
    "Agency Point of Contact:",
    "Primary contact:",
)
SECOND: Final = ("Horatio Flanagan", "Sergeant", "555-0195", "hflanagan")


def draw(pen: Pen, spec: "LetterSpec", chance: random.Random) -> None:
    """The contact, in a sentence half of the time."""
    c = spec.contact
    if c is None:
        return
    if chance.random() < 0.5:
        pen.paragraph(words.reach(spec, chance))
        return
    chance.choice(_WAYS)(pen, spec, c, chance)
    pen.down(6)


def _stacked(pen: Pen, spec: "LetterSpec", c: "Person", chance: random.Random) -> None:
    """Name, title, telephone, mail, each on a line."""
    pen.line(chance.choice(HEADS), bold=True)
    first = (f"{c.rank} {c.name}",) if chance.random() < 0.5 else (c.name, c.rank)
    for row in (*first, words.phone(c.phone, chance, label=True), c.email):
        pen.line(row)


def _labels(pen: Pen, spec: "LetterSpec", c: "Person", chance: random.Random) -> None:
    """Labels before each, in one column or with a tab."""
    pen.line(chance.choice(HEADS))
    calls = chance.choice(("Phone", "Telephone", "Tel", "Office", "Direct", "Phone number", "Office phone"))
    rows = [("Name", c.name), (chance.choice(("Title", "Rank", "Position", "Rank/Title")), c.rank), (calls, words.phone(c.phone, chance))]
    if chance.random() < 0.5:
        rows.append(("Cell", f"{c.phone[:8]}0171"))
    rows.append((chance.choice(("Email", "E-mail", "Email address")), c.email))
    tab = chance.random() < 0.5
    for label, text in rows:
        if tab:
            pen.line(f"{label}:", x=pen.left + 14, gap=0.0)
            pen.line(text, x=pen.left + 110)
        else:
            pen.line(f"{label}: {text}", x=pen.left + 14)


def _bullets(pen: Pen, spec: "LetterSpec", c: "Person", chance: random.Random) -> None:
    """Two people in bullets; the first is the contact."""
    pen.line(chance.choice(("Our contacts for this program:", "Points of contact are as follows:", "Contacts")))
    mark = chance.choice(("•", "-", "o"))
    pen.paragraph(f"{mark} {words.person(c, chance)}, {words.phone(c.phone, chance)}, {c.email}", indent=14, after=2)
    name, rank, number, local = SECOND
    pen.paragraph(f"{mark} {rank} {name}, {c.phone[:4]}{number}, {local}@{spec.agency.domain} (alternate)", indent=14, after=2)


def _beside(pen: Pen, spec: "LetterSpec", c: "Person", chance: random.Random) -> None:
    """The contact and an alternate side by side."""
    name, rank, number, local = SECOND
    half = WIDTH / 2 + 6
    if stringWidth(max(f"{c.rank} {c.name}", c.email, key=len), pen.font, pen.size) > half - pen.left - 16 or pen.right - half < 140:
        _stacked(pen, spec, c, chance)
        return
    left = ("Primary Contact", f"{c.rank} {c.name}", words.phone(c.phone, chance), c.email)
    right = ("Alternate Contact", f"{rank} {name}", f"{c.phone[:4]}{number}", f"{local}@{spec.agency.domain}")
    for number_, (one, two) in enumerate(zip(left, right, strict=True)):
        pen.line(one, gap=0.0, bold=number_ == 0)
        pen.line(two, x=half, bold=number_ == 0)


def _table(pen: Pen, spec: "LetterSpec", c: "Person", chance: random.Random) -> None:
    """A ruled table of two contacts."""
    name, rank, number, local = SECOND
    pen.down(4)
    rows = (
        ("Name", chance.choice(("Rank", "Title", "Position")), chance.choice(("Phone", "Telephone", "Office")), "E-mail"),
        (c.name, c.rank, words.phone(c.phone, chance), c.email), (name, rank, f"{c.phone[:4]}{number}", f"{local}@{spec.agency.domain}"),
    )  # fmt: skip
    if pen.right - pen.left < 440:
        _stacked(pen, spec, c, chance)
    else:
        pieces.table(pen, rows, (125, 90, 105, 148), 18.0)


def _one_line(pen: Pen, spec: "LetterSpec", c: "Person", chance: random.Random) -> None:
    """All on one line behind a label."""
    bar = chance.choice((", ", " | ", " - ", "; "))
    who = f"{c.rank} {c.name}" if chance.random() < 0.5 else f"{c.name}{bar}{c.rank}"
    head = chance.choice(("POC:", "Contact person:", "Point of contact:"))
    pen.paragraph(f"{head} {who}{bar}{words.phone(c.phone, chance)}{bar}{c.email}")


_WAYS: Final[tuple[Callable[[Pen, "LetterSpec", "Person", random.Random], None], ...]] = (
    _stacked, _labels, _bullets, _beside, _table, _one_line,
)  # fmt: skip
