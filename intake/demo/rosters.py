"""Rosters that the project draws itself, in mails and in papers. In: a spec. Out: a text or a PDF, and the truth about it. Nobody is real.

`truth` names each Social Security number, each date of birth and each person as it is written, so that what is found can be counted.
Drawing is repeatable: the same spec gives the same text.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from intake.demo import roster_layouts
from intake.demo import roster_words as w

COLUMNS: Final = ("name", "rank", "badge", "born", "ssn", "last_four", "hired", "email", "phone")
NUMBER_STYLES: Final = ("dashed", "dashed", "dashed", "dotted", "blanks", "en-dash", "unbroken", "crossed", "misread")
BIRTH_STYLES: Final = ("slashed", "slashed", "short", "dashed", "iso", "worded", "army", "dotted", "day-first")
NAME_STYLES: Final = ("plain", "last-first", "capitals", "last-first-capitals", "plain")
MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@dataclass(frozen=True, slots=True)
class Listed:
    """One invented person of a roster; every value as it is written there, "" where the roster does not tell it."""

    name: str
    rank: str
    badge: str
    born: str
    ssn: str
    last_four: str
    hired: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class RosterSpec:
    """A roster. `columns` are what it tells, in that order; `heading` are their names, one for each."""

    layout: str
    people: tuple[Listed, ...]
    columns: tuple[str, ...]
    heading: tuple[str, ...]
    opening: str
    closing: str
    seed: int

    @property
    def numbers(self) -> tuple[str, ...]:
        """Social Security numbers as written, the last four among them."""
        return tuple(value for each in self.people for value in (each.ssn, each.last_four) if value)

    @property
    def births(self) -> tuple[str, ...]:
        """Dates of birth as written."""
        return tuple(each.born for each in self.people if each.born)


def as_text(spec: RosterSpec) -> str:
    """The body of a mail with the roster in it."""
    return roster_layouts.as_text(spec)


def as_pdf(spec: RosterSpec) -> bytes:
    """The roster as a PDF, of several pages where it is long."""
    return roster_layouts.as_pdf(spec)


def rosters(seed: int, layout: str) -> Iterator[RosterSpec]:
    """Rosters of a layout without end, the same for the same seed: all styles of numbers, dates and names, of three people to thirty."""
    chance = random.Random(f"{seed} {layout}")  # noqa: S311  # invented people need repeatability, not secrecy
    while True:
        yield _roster(chance, layout)


def _roster(chance: random.Random, layout: str) -> RosterSpec:
    private = [name for name, share in (("born", 0.75), ("ssn", 0.6), ("badge", 0.7)) if chance.random() < share]
    if "ssn" not in private and chance.random() < 0.4:
        private.append("last_four")
    if not private:
        private = ["badge"]
    other = [name for name, share in (("rank", 0.8), ("hired", 0.3), ("email", 0.2), ("phone", 0.2)) if chance.random() < share]
    rest = private + other
    chance.shuffle(rest)
    columns = ("name", *rest) if chance.random() < 0.8 else (rest[0], "name", *rest[1:])
    # What nothing announces cannot be told: nine digits in a row, crosses and misread ones stand below headings or behind labels.
    number_style = chance.choice(NUMBER_STYLES if layout not in roster_layouts.UNANNOUNCED else NUMBER_STYLES[:6])
    styles = (chance.choice(NAME_STYLES), number_style, chance.choice(BIRTH_STYLES))
    size = chance.choice((3, 4, 5) if layout == "transposed" else (3, 4, 5, 6, 8, 12, 18, 30))
    people = tuple(_person(chance, columns, styles) for _ in range(size))
    heading = tuple(chance.choice(w.LABELS[name]) for name in columns)
    return RosterSpec(layout, people, columns, heading, chance.choice(w.OPENINGS), chance.choice(w.CLOSINGS), chance.randrange(1 << 30))


def _person(chance: random.Random, columns: tuple[str, ...], styles: tuple[str, str, str]) -> Listed:
    first, middle, last, suffix = (chance.choice(words) for words in (w.FIRST, w.MIDDLE, w.LAST, w.SUFFIX))
    digits = f"{chance.choice((*range(1, 666), *range(667, 900))):03d}{chance.randint(1, 99):02d}{chance.randint(1, 9999):04d}"
    born = date(1958, 1, 1) + timedelta(days=chance.randrange(16_500))
    hired = date(2003, 1, 1) + timedelta(days=chance.randrange(8_000))
    badge = (str(chance.randint(100, 9999)), f"D{chance.randint(100, 999)}", f"{chance.randint(10, 99)}-{chance.randint(100, 999)}")
    local = "".join(sign for sign in f"{first[0]}{last}".lower() if sign.isascii() and sign.isalnum())
    told = {
        "name": _named(styles[0], first, middle, f"{last}{suffix}"),
        "rank": chance.choice(w.RANKS),
        "badge": chance.choice(badge),
        "born": birth(styles[2], born),
        "ssn": number(styles[1], digits),
        "last_four": digits[5:],
        "hired": f"{hired.month:02d}/{hired.day:02d}/{hired.year}",
        "email": f"{local}@rosters.example",
        "phone": f"850-555-0{chance.randint(100, 199)}",
    }  # fmt: skip
    return Listed(**{name: told[name] if name in columns else "" for name in COLUMNS})


def _named(style: str, first: str, middle: str, last: str) -> str:
    match style:
        case "last-first":
            return f"{last}, {first} {middle}".strip()
        case "capitals":
            return " ".join(f"{first} {middle} {last}".upper().split())
        case "last-first-capitals":
            return f"{last}, {first} {middle}".strip().upper()
        case _:
            return " ".join(f"{first} {middle} {last}".split())


def number(style: str, digits: str) -> str:
    """Nine digits as people write them."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    match style:
        case "dotted":
            return f"{area}.{group}.{serial}"
        case "blanks":
            return f"{area} {group} {serial}"
        case "en-dash":
            return f"{area}–{group}–{serial}"
        case "unbroken":
            return digits
        case "crossed":
            return f"XXX-XX-{serial}"
        case "misread":
            return f"{area}-{group}-{serial}".replace("0", "O").replace("1", "l", 1)
        case _:
            return f"{area}-{group}-{serial}"


def birth(style: str, value: date) -> str:
    """A date as people write it."""
    month = MONTHS[value.month - 1]
    match style:
        case "short":
            return f"{value.month}/{value.day}/{value:%y}"
        case "dashed":
            return f"{value.month:02d}-{value.day:02d}-{value.year}"
        case "iso":
            return value.isoformat()
        case "worded":
            return f"{month} {value.day}, {value.year}"
        case "army":
            return f"{value.day:02d}{month[:3].upper()}{value.year}"
        case "dotted":
            return f"{value.month}.{value.day}.{value.year}"
        case "day-first":
            return f"{value.day} {month[:3]} {value.year}"
        case _:
            return f"{value.month:02d}/{value.day:02d}/{value.year}"
