"""Specs of letters and agreements of small towns, jails, campuses and states. In: layouts, a seed. Out: specs.

Agencies of every kind: parishes, marshals, precincts, regional jails, colleges, departments of a state; heads and contacts with suffixes,
extensions and titles of all sorts.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from intake.demo import papers
from intake.demo import town_words as w
from intake.demo.papers import Agency, AgreementSpec, LetterSpec, Person
from intake.documents.document import Model

KINDS: Final = ("sheriff", "town", "jail", "sheriff", "campus", "constable", "state", "marshal", "parish", "safety")
HEADS: Final = {
    "sheriff": ("Sheriff",), "parish": ("Sheriff",), "constable": ("Constable",),
    "town": ("Chief of Police", "Police Chief", "Interim Police Chief", "Chief"),
    "jail": ("Superintendent", "Executive Director", "Administrator", "Warden"),
    "campus": ("Chief of Police", "Director of Public Safety", "Associate Vice President"),
    "state": ("Commissioner", "Director", "Secretary", "Superintendent"),
    "marshal": ("City Marshal", "Town Marshal", "Marshal"),
    "safety": ("Director of Public Safety", "Public Safety Director", "Chief"),
}  # fmt: skip
TYPES: Final = {
    "parish": "sheriff", "town": "police", "safety": "police", "jail": "corrections", "campus": "university", "marshal": "other",
}  # fmt: skip
NAMED: Final = frozenset({"sheriff", "parish", "constable"})
"""Those whose name tells the county."""


def agency(chance: random.Random, kind: str) -> Agency:
    """An invented agency of one of KINDS."""
    county, city, other = chance.choice(w.COUNTIES), chance.choice(w.CITIES), chance.choice(w.COUNTIES)
    code, state, zips, _ = chance.choice([land for land in w.STATES if (land[1] == "Louisiana") is (kind == "parish")])
    name = chance.choice({
        "sheriff": (f"{county} County Sheriff's Office", f"{county} County Sheriff's Department",
                    f"Office of the Sheriff of {county} County"),
        "parish": (f"{county} Parish Sheriff's Office",),
        "constable": (f"{county} County Constable Precinct {chance.randint(1, 5)}",),
        "town": (f"{city} Police Department", f"Town of {city} Police Department", f"{city} Borough Police Department"),
        "jail": (f"{county} Regional Jail Authority", f"{county}-{other} Regional Jail", f"{city} Regional Jail Authority"),
        "campus": (f"{city} State University Police Department", f"University of {city} Police Department",
                   f"{county} Technical College Police Department"),
        "state": (f"{state} Department of Corrections", f"{state} Department of Public Safety", f"{state} Highway Patrol"),
        "marshal": (f"City of {city} Marshal's Office", f"{city} City Marshal's Office"),
        "safety": (f"{city} Department of Public Safety", f"City of {city} Department of Public Safety"),
    }[kind])  # fmt: skip
    type_ = TYPES.get(kind, kind)
    if name.endswith("Department of Corrections"):
        type_ = "corrections"
    street = chance.choice(w.STREETS)
    line = f"{chance.choice(w.AREAS)}-555-0{chance.randint(100, 198)}"
    stem = "".join(c for c in f"{county if kind in NAMED else city}{kind}".lower() if c.isalnum())
    place = county if kind in NAMED else ""
    return Agency(name, type_, code, state, place, city, street, f"{zips}{chance.randint(100, 999)}", line, f"{stem}.example")


def person(chance: random.Random, of: Agency, title: str, rank: str) -> Person:
    """An invented person of an agency; now and then with an extension."""
    first, last = chance.choice(w.FIRST), chance.choice(w.LAST)
    middle = chance.choice(("", "", "A. ", "L. ", "R. ", "T. "))
    local = "".join(c for c in last.lower() if c.isalnum())
    extension = f" ext. {chance.randint(2, 990)}" if chance.random() < 0.25 else ""
    mailbox = f"{first[0].lower()}{'.' if chance.random() < 0.3 else ''}{local}@{of.domain}"
    return Person(f"{first} {middle}{last}", title, rank, f"{of.phone[:3]}-555-0{chance.randint(100, 198)}{extension}", mailbox)


def letters_of(layouts: tuple[str, ...], seed: int, count: int) -> Iterator[LetterSpec]:
    """`count` letters of each layout, in turn."""
    chance = random.Random(seed)  # noqa: S311  # invented papers need repeatability, not secrecy
    for number in range(count * len(layouts)):
        kind = KINDS[chance.randrange(len(KINDS))]
        of = agency(chance, kind)
        head = person(chance, of, chance.choice(HEADS[kind]), "")
        contact = person(chance, of, "", chance.choice(w.RANKS))
        while contact.name.split()[-1] == head.name.split()[-1]:
            contact = person(chance, of, "", chance.choice(w.RANKS))
        layout = layouts[number % len(layouts)]
        if layout == "myself":
            contact = replace(head, rank=head.title)
        yield LetterSpec(
            agency=of, head=replace(head, name=head.name + chance.choice(w.SUFFIXES)) if layout != "myself" else head, contact=contact,
            written=date(2025, 1, 6) + timedelta(days=chance.randrange(650)),
            models=tuple(sorted(chance.sample(list(Model), chance.choice((1, 1, 1, 2, 3))))),
            officers=chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 15)), layout=layout, font=chance.choice((*papers.FONTS, "Vera")),
            wording=chance.randrange(70), signed=chance.choice(("ink", "ink", "ink", "typed", "image", "")), seed=chance.randrange(1 << 30),
        )  # fmt: skip


def agreements_of(layouts: tuple[str, ...], seed: int, count: int) -> Iterator[AgreementSpec]:
    """`count` agreements of each layout, in turn, with agencies and people of here."""
    chance = random.Random(seed)  # noqa: S311  # as above
    printed = (spec for spec in papers.agreements(seed) if spec.revision is not None)
    for number, spec in zip(range(count * len(layouts)), printed, strict=False):
        kind = chance.choice(("sheriff", "town", "parish", "safety") if spec.model is Model.TFM else ("sheriff", "jail", "parish"))
        of = agency(chance, kind)
        head = person(chance, of, chance.choice(HEADS[kind]), "")
        contact, press = (person(chance, of, "", chance.choice(w.RANKS)) for _ in range(2))
        yield replace(spec, agency=of, head=head, contact=contact, press=press, layout=layouts[number % len(layouts)], form=False)
