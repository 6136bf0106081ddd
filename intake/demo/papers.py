"""Letters of interest and agreements that the project draws itself. In: a spec. Out: the bytes of a PDF, and the truth about them.

Used by the demonstration, the tests and the benchmarks. `truth` of a spec is what a perfect reader would answer, in the names of the
public JSON. Drawing is repeatable: the same spec gives the same bytes.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from intake.demo import (
    draw_agreements,
    draw_letters,
    further_agreements,
    further_letters,
    other_agreements,
    other_letters,
    plain_papers,
    town_agreements,
    town_letters,
    town_letters_apart,
)
from intake.demo import paper_words as w
from intake.documents.document import Model

Value = str | int | tuple[str, ...]

LAYOUTS: Final = ("letterhead", "plain", "memorandum", "foot", "boxes")
FONTS: Final = ("Times-Roman", "Helvetica", "Courier")
KINDS: Final = ("sheriff", "police", "corrections", "university", "constable")


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented agency. `county` without the word County, "" for none; `state_name` belongs to `state`."""

    name: str
    kind: str
    state: str
    state_name: str
    county: str
    city: str
    street: str
    zip: str
    phone: str
    domain: str


@dataclass(frozen=True, slots=True)
class Person:
    """`title` is what the person signs with, `rank` what stands before the name."""

    name: str
    title: str
    rank: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class LetterSpec:
    """A letter of interest. `signed` is "", "ink" (strokes), "typed" (/s/) or "image"; `officers` 0 tells no number."""

    agency: Agency
    head: Person
    contact: Person | None
    written: date
    models: tuple[Model, ...]
    officers: int = 0
    layout: str = "letterhead"
    font: str = "Times-Roman"
    wording: int = 0
    signed: str = "ink"
    form: bool = False
    seed: int = 0
    officer_groups: tuple[tuple[str, str], ...] = ()  # (number as written, role): drawn instead of a plain count

    @property
    def truth(self) -> dict[str, Value]:
        """The fields a perfect reader gives."""
        a = self.agency
        found: dict[str, Value] = {
            "agency_name": a.name, "agency_type": a.kind, "state": a.state, "city": a.city, "street_address": a.street, "zip": a.zip,
            "signatory_name": self.head.name, "signatory_title": self.head.title, "letter_date": self.written.isoformat(),
            "models_requested": tuple(str(m) for m in Model if m in self.models),
        }  # fmt: skip
        if a.county:
            found["county"] = a.county
        if self.officers:
            found["officers_nominated"] = self.officers
        if (
            self.layout in ("letterhead", "foot")
            or self.layout in other_letters.WITH_PHONE | further_letters.WITH_PHONE | plain_papers.WITH_PHONE
            or self.layout in (*town_letters.LAYOUTS, *town_letters_apart.LAYOUTS)
        ):
            found["phone"] = a.phone
        if self.contact:
            c = self.contact
            found |= {"poc_name": c.name, "poc_title": c.rank, "poc_phone": c.phone, "poc_email": c.email}
        return found


@dataclass(frozen=True, slots=True)
class AgreementSpec:
    """An agreement of one model and printing. `filled` false is the blank form; `form` draws form fields; `revision` None is the printing
    of 2020.

    `title_shared` draws the printing of February 2025 whose two halves share one field "Title".
    """

    agency: Agency
    head: Person
    contact: Person
    press: Person
    model: Model
    signed_on: date | None
    revision: str | None
    date_style: int = 0
    signed: str = "ink"
    filled: bool = True
    form: bool = False
    seed: int = 0
    office_name: str = ""
    office_date: date | None = None
    layout: str = ""  # "" as published, or one of other_agreements.LAYOUTS

    @property
    def pages(self) -> int:
        """As the form is printed."""
        return {Model.TFM: 14, Model.JEM: 11, Model.WSO: 10}[self.model] + (1 if self.revision is None and self.model is Model.WSO else 0)

    @property
    def names_state(self) -> bool:
        """Whether the first paragraph hangs the state on the agency's name, as some do."""
        return self.seed % 2 == 1

    @property
    def has_name_line(self) -> bool:
        """Whether the signature block has a line for the printed name."""
        blocks = {*other_agreements.BLOCKS, *further_agreements.BLOCKS, *plain_papers.BLOCKS, *town_agreements.BLOCKS}
        return self.layout in blocks or self.revision is None or self.revision in ("2025-02-15", "2025-03-07")

    @property
    def truth(self) -> dict[str, Value]:
        """The fields a perfect reader gives; none for the blank form."""
        if not self.filled:
            return {}
        a = self.agency
        found: dict[str, Value] = {
            "agency_name": a.name,
            "agency_type": a.kind,
            "signatory_title": self.head.title,
            "models_requested": (str(self.model),),
        }
        if self.names_state or self.model is Model.TFM:
            found["state"] = a.state
        if "County" in a.name:
            found["county"] = a.county
        if self.has_name_line:
            found["signatory_name"] = self.head.name
        if self.signed_on:
            found["signed_date"] = self.signed_on.isoformat()
        if self.model is Model.TFM:
            c = self.contact
            found |= {
                "poc_name": c.name,
                "poc_title": c.rank,
                "poc_phone": c.phone,
                "poc_email": c.email,
                "street_address": a.street,
                "city": a.city,
                "zip": a.zip,
            }
            found["poc_address"] = f"{a.street}, {a.city}, {a.state} {a.zip}"
        else:
            found["poc_title"] = self.head.title
        if self.revision is not None:
            found |= {"pio_name": self.press.name, "pio_phone": self.press.phone, "pio_email": self.press.email}
        if self.office_name:
            found["office_signatory"] = self.office_name
        if self.office_date:
            found["office_signed_date"] = self.office_date.isoformat()
        return found


def draw_letter(spec: LetterSpec) -> bytes:
    """A letter as a PDF of one page."""
    drawings = (other_letters, further_letters, plain_papers, town_letters, town_letters_apart)
    draw = next((each.draw for each in drawings if spec.layout in each.LAYOUTS), draw_letters.draw)
    return draw(spec)


def draw_agreement(spec: AgreementSpec) -> bytes:
    """An agreement as a PDF of as many pages as the form has."""
    return draw_agreements.draw(spec)


def agency(chance: random.Random, kind: str | None = None) -> Agency:
    """An invented agency."""
    kind = kind or chance.choice(KINDS[:3])
    land, city = chance.choice(w.LANDS), chance.choice(w.CITIES)
    state, state_name = chance.choice(w.STATES)
    names = {
        "sheriff": f"{land} County Sheriff's {chance.choice(('Office', 'Office', 'Department'))}",
        "police": f"{chance.choice(('', 'City of ', 'Town of '))}{city} Police Department",
        "corrections": f"{land} County Detention Center",
        "university": f"{land} State University Police Department",
        "constable": f"{land} County Constable Precinct 2",
    }
    stem = "".join(c for c in f"{land if kind != 'police' else city}{kind}".lower() if c.isalnum())
    number = chance.randint(100, 199)
    area = chance.choice((205, 307, 316, 334, 402, 479, 573, 603, 615, 785, 828, 850, 903, 918))
    return Agency(
        names[kind],
        kind,
        state,
        state_name,
        land,
        city,
        f"{chance.randint(11, 4800)} {chance.choice(w.STREETS)}",
        f"{chance.randint(30000, 79999)}",
        f"{area}-555-0{number}",
        f"{stem}.example",
    )


def person(chance: random.Random, of: Agency, title: str = "") -> Person:
    """An invented person of an agency."""
    first, last = chance.choice(w.FIRST), chance.choice(w.LAST)
    name = f"{first} {chance.choice(w.MIDDLE)}{last}"
    local = "".join(c for c in f"{first[0]}{last}".lower() if c.isalnum())
    return Person(name, title, chance.choice(w.RANKS), f"{of.phone[:3]}-555-0{chance.randint(100, 199)}", f"{local}@{of.domain}")


def _head(chance: random.Random, of: Agency) -> Person:
    title = {"sheriff": "Sheriff", "corrections": "Director", "constable": "Constable"}.get(of.kind, "Chief of Police")
    return person(chance, of, title)


def letters(seed: int) -> Iterator[LetterSpec]:
    """Letters without end, the same for the same seed: all layouts, fonts and wordings, signed and not, some filled as forms."""
    chance = random.Random(seed)  # noqa: S311  # invented papers need repeatability, not secrecy
    number = 0
    while True:
        of = agency(chance, KINDS[number % 3])
        models = tuple(sorted(chance.sample(list(Model), chance.choice((1, 1, 1, 2, 3)))))
        layout = LAYOUTS[number % len(LAYOUTS)]
        yield LetterSpec(
            agency=of, head=_head(chance, of), contact=person(chance, of) if chance.random() < 0.85 else None, written=date(2025, 1,
            6) + timedelta(days=chance.randrange(600)), models=models,
            officers=chance.choice((0, 1, 2, 4, 5, 8, 12, 20, 32)), layout=layout, font=chance.choice(FONTS),
            wording=chance.randrange(12), signed=chance.choice(("ink", "ink", "typed", "image", "")),
            form=layout == "boxes" and chance.random() < 0.5, seed=chance.randrange(1 << 30),
        )  # fmt: skip
        number += 1


def agreements(seed: int) -> Iterator[AgreementSpec]:
    """Agreements without end, the same for the same seed: every model and printing, flat and as forms."""
    chance = random.Random(seed)  # noqa: S311  # as above
    printings = (
        (Model.TFM, "2025-03-07"), (Model.WSO, "2025-02-15"), (Model.JEM, "2025-02-15"), (Model.TFM, "2025-02-12"), (Model.WSO,
        "2025-02-14"), (Model.JEM, None), (Model.WSO, None),
        (Model.TFM, "2025-02-14"),
    )  # fmt: skip
    number = 0
    while True:
        model, revision = printings[number % len(printings)]
        of = agency(chance, chance.choice(("sheriff", "police")) if model is Model.TFM else chance.choice(("sheriff", "corrections")))
        year = 2020 if revision is None else 2025
        yield AgreementSpec(
            agency=of, head=_head(chance, of), contact=person(chance, of), press=person(chance, of), model=model, signed_on=date(year, 3,
            10) + timedelta(days=chance.randrange(200)),
            revision=revision, date_style=chance.randrange(5), signed=chance.choice(("ink", "ink", "image", "")),
            form=revision is not None and number % 3 == 1, seed=chance.randrange(1 << 30),
        )  # fmt: skip
        number += 1


def other_letters_of(seed: int, count: int) -> Iterator[LetterSpec]:
    """`count` letters of each layout of `other_letters`, in turn."""
    chance = random.Random(seed)  # noqa: S311  # as above
    fonts = (*FONTS, "Vera")
    every = zip(range(count * len(other_letters.LAYOUTS)), letters(seed), strict=False)
    for number, spec in every:
        head = replace(spec.head, email=f"office@{spec.agency.domain}")
        yield replace(
            spec, head=head, layout=other_letters.LAYOUTS[number % len(other_letters.LAYOUTS)], font=chance.choice(fonts), form=False,
            contact=spec.contact or person(chance, spec.agency), officers=3 if spec.officers == 1 else spec.officers,
        )  # fmt: skip


def other_agreements_of(seed: int, count: int) -> Iterator[AgreementSpec]:
    """`count` agreements of each layout of `other_agreements`, in turn."""
    printed = (spec for spec in agreements(seed) if spec.revision is not None)
    every = zip(range(count * len(other_agreements.LAYOUTS)), printed, strict=False)
    for number, spec in every:
        yield replace(spec, layout=other_agreements.LAYOUTS[number % len(other_agreements.LAYOUTS)], form=False)


def blank(spec: AgreementSpec) -> AgreementSpec:
    """The same form as it is published: nothing filled in."""
    return replace(spec, filled=False, signed="", signed_on=None, office_name="", office_date=None)
