"""Ways in which a letter is dated and signed, and a table of those it nominates. In: a pen, a spec, a chance. Out: drawn lines."""

import random
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from intake.demo import further_words as words
from intake.demo import letter_pieces as pieces
from intake.demo.draw_letters import WIDTH, Pen

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec

WORDS: Final = (
    "Sincerely,", "Respectfully,", "Yours truly,", "Very respectfully,", "Best regards,", "In service to our community,", "Kind regards,",
    "Respectfully submitted,", "With appreciation,", "Cordially,", "Thank you for your consideration,", "Faithfully yours,", "Fraternally,",
    "Semper Fidelis,",
)  # fmt: skip
LISTED: Final = range(2, 6)
"""Numbers of nominees that are named one by one."""
NOMINEES: Final = (
    ("Wallace Kirkbride", "Deputy", "6"), ("Juniper Salcedo", "Corporal", "9"), ("Thurman Oyelaran", "Deputy", "3"),
    ("Corinne Vasquez", "Sergeant", "12"), ("Ignatius Boone", "Deputy", "4"),
)  # fmt: skip


def written(value: date, chance: random.Random, *, plain: bool = False) -> str:
    """A date as people write it; `plain` as a mail program does."""
    month, day, year = f"{value:%B}", value.day, value.year
    if plain:
        return f"{value:%A}, {month} {day}, {year}"
    end = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    return chance.choice(
        (
            f"{month} {day}, {year}", f"{day} {month} {year}", f"{month} {day}{end}, {year}", f"{value:%b}. {day}, {year}",
            f"{value.month:02d}.{day:02d}.{year}", f"{value.month}/{day}/{year}", f"{value:%A}, {month} {day}, {year}",
            f"{month} {day} {year}",
        )
    )  # fmt: skip


def nominees(pen: Pen, spec: "LetterSpec", chance: random.Random) -> None:
    """Those who are to be trained, by name."""
    count = words.number(spec.officers)
    pen.paragraph(chance.choice((f"We nominate the following {count} officers:", f"The {count} ({spec.officers}) nominees are:")))
    rows = (("Name", "Rank", "Years of service"), *NOMINEES[: spec.officers])
    pieces.table(pen, rows, (150, 100, 110), 16.0)


def draw(pen: Pen, spec: "LetterSpec", chance: random.Random, *, x: float | None = None, below: bool = True) -> None:
    """Closing words, signature, who signs. `below` false where something else follows."""
    at = pen.left if x is None else x
    ways = _WAYS if x is None and below else _SHORT
    pen.down(6)
    chance.choice(ways)(pen, spec, chance, at)


def _hand(pen: Pen, spec: "LetterSpec", x: float) -> None:
    pen.down(28)
    pen.sign(spec.signed, x + 6, pen.y + 8, spec.seed, spec.head.name)
    pen.down(6)


def _plain(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    pen.line(chance.choice(WORDS), x=x)
    _hand(pen, spec, x)
    rows = (spec.head.name, spec.head.title, spec.agency.name)
    for row in rows[: 2 + (chance.random() < 0.6)]:
        pen.line(row, x=x)


def _caps(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    pen.line(chance.choice(WORDS), x=x)
    _hand(pen, spec, x)
    pen.line(spec.head.name.upper() + chance.choice(("", ", MPA", ", CJM", ", Ph.D.")), x=x)
    pen.line(spec.head.title.upper(), x=x)
    pen.line(spec.agency.name.upper(), x=x)


def _comma(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    pen.line(chance.choice(WORDS), x=x)
    _hand(pen, spec, x)
    pen.line(f"{spec.head.name}, {spec.head.title}", x=x)
    pen.line(f"{spec.agency.name}", x=x)


def _before(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    """The title before the name."""
    pen.line(chance.choice(WORDS), x=x)
    _hand(pen, spec, x)
    pen.line(f"{spec.head.title} {spec.head.name}", x=x)
    pen.line(spec.agency.name, x=x)


def _held(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    """Title and agency on one line."""
    pen.line(chance.choice(WORDS), x=x)
    _hand(pen, spec, x)
    pen.line(spec.head.name, x=x)
    pen.line(f"{spec.head.title}, {spec.agency.name}", x=x)


def _by(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    """The agency, then a line to sign on behind "By:"."""
    pen.line(chance.choice(WORDS), x=x)
    pen.down(6)
    pen.line(f"OFFICE OF THE {spec.head.title.upper()}" if chance.random() < 0.5 else spec.agency.name.upper(), x=x)
    pen.down(26)
    pen.line("By:", x=x, gap=0.0)
    pen.rule(x + 22, pen.y - 2, 200)
    pen.sign(spec.signed, x + 28, pen.y + 1, spec.seed, spec.head.name)
    pen.down(14)
    if chance.random() < 0.5:
        pen.line(f"{spec.head.name}, {spec.head.title}", x=x + 22)
    else:
        pen.line(spec.head.name, x=x + 22)
        pen.line(spec.head.title, x=x + 22)


def _labelled(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    """Lines to fill in: signature, printed name, title."""
    pen.down(18)
    pen.line("Signature:", x=x, gap=0.0)
    pen.rule(x + 70, pen.y - 2, 190)
    pen.sign(spec.signed, x + 76, pen.y + 1, spec.seed, spec.head.name)
    pen.down(20)
    pen.line(f"{chance.choice(('Printed name', 'Name', 'Print Name'))}: {spec.head.name}", x=x, gap=1.6)
    pen.line(f"Title: {spec.head.title}", x=x)


def _attorney(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    """A county's attorney beside the head."""
    pen.line(chance.choice(WORDS), x=x, gap=0.0)
    half = WIDTH / 2 + 20
    pen.line("Approved as to form:", x=half)
    pen.down(28)
    pen.rule(x, pen.y + 12, 200)
    pen.rule(half, pen.y + 12, 190)
    pen.sign(spec.signed, x + 6, pen.y + 15, spec.seed, spec.head.name)
    for one, two in (
        (spec.head.name, "Evangeline Stroud"),
        (spec.head.title, chance.choice(("County Attorney", "City Attorney", "General Counsel"))),
    ):
        pen.line(one, x=x, gap=0.0)
        pen.line(two, x=half)


def _witnessed(pen: Pen, spec: "LetterSpec", chance: random.Random, x: float) -> None:
    """A witness or a notary below."""
    _plain(pen, spec, chance, x)
    pen.down(12)
    if chance.random() < 0.5:
        pen.line("Witness: ______________________", x=x)
        pen.line("Florian Delacroix, Records Clerk", x=x)
    else:
        pen.paragraph("Subscribed and sworn to before me this 2nd day of January, 2025.")
        pen.line("Hortense Applewhite, Notary Public", x=x)
        pen.line("My commission expires: 06/30/2028", x=x)


_SHORT: Final[tuple[Callable[[Pen, "LetterSpec", random.Random, float], None], ...]] = (_plain, _caps, _comma, _before, _held)
_WAYS: Final = (*_SHORT, _by, _labelled, _attorney, _witnessed)
