"""Specs of letters and agreements that differ in more than their drawing: boxes for streets, extensions, titles of every kind.

In: a seed. Out: specs.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from intake.demo import further_agreements, further_letters, papers
from intake.demo.papers import Agency, AgreementSpec, LetterSpec, Person

RANKS: Final = (
    "Lieutenant", "Sergeant", "Captain", "Chief Deputy", "Major", "Undersheriff", "Grants Coordinator", "Jail Administrator",
    "Executive Assistant", "Patrol Commander", "Lt.", "Sgt.", "Cpl.", "Assistant Chief", "Deputy",
)  # fmt: skip
HEADS: Final = {
    "sheriff": ("Sheriff",),
    "police": ("Chief of Police", "Interim Chief of Police", "Police Chief", "Director of Public Safety", "Acting Chief of Police"),
    "corrections": ("Director", "Jail Administrator", "Warden", "Superintendent", "Executive Director"),
}
SUFFIXES: Final = ("", "", "", "", ", Jr.", " III", " Sr.")


def _agency(chance: random.Random, of: Agency) -> Agency:
    """Now and then a parish, a regional jail, a village, a box instead of a street."""
    if chance.random() < 0.25:
        of = replace(of, street=f"P.O. {chance.choice(('Box', 'Drawer'))} {chance.randint(11, 4000)}")
    elif chance.random() < 0.25:
        of = replace(of, street=f"{of.street}, Suite {chance.randint(100, 400)}")
    if of.kind == "sheriff" and chance.random() < 0.15:
        return replace(of, name=f"{of.county} Parish Sheriff's Office", state="LA", state_name="Louisiana")
    if of.kind == "corrections" and chance.random() < 0.4:
        return replace(of, name=f"{of.county} County {chance.choice(('Jail', 'Department of Corrections', 'Adult Detention Facility'))}")
    if of.kind == "police" and chance.random() < 0.3:
        return replace(of, name=f"{chance.choice(('Village', 'Borough', 'City'))} of {of.city} Police Department")
    return of


def letters_of(seed: int, count: int) -> Iterator[LetterSpec]:
    """`count` letters of each layout of `further_letters`, in turn."""
    return of_layouts(further_letters.LAYOUTS, seed, count)


def of_layouts(layouts: tuple[str, ...], seed: int, count: int) -> Iterator[LetterSpec]:
    """`count` letters of each of some layouts, in turn."""
    chance = random.Random(seed)  # noqa: S311  # invented papers need repeatability, not secrecy
    for number, spec in zip(range(count * len(layouts)), papers.letters(seed), strict=False):
        of = _agency(chance, spec.agency)
        title = chance.choice(HEADS[of.kind])
        head = replace(spec.head, title=title, email=f"{spec.head.name.split()[-1].lower()}@{of.domain}")
        contact = _contact(chance, spec.contact or papers.person(chance, of), head)
        yield replace(
            spec, agency=of, head=replace(head, name=head.name + chance.choice(SUFFIXES)), contact=contact, form=False,
            layout=layouts[number % len(layouts)], font=chance.choice((*papers.FONTS, "Vera")),
            officers=chance.choice((0, 2, 3, 4, 5, 6, 8, 12, 15)),
        )  # fmt: skip


def _contact(chance: random.Random, contact: Person, head: Person) -> Person:
    while contact.name == head.name:
        contact = replace(contact, name=f"{contact.name.split()[0]} Winterbourne")
    extension = f" ext. {chance.randint(11, 450)}" if chance.random() < 0.2 else ""
    return replace(contact, rank=chance.choice(RANKS), phone=contact.phone + extension)


def agreements_of(seed: int, count: int) -> Iterator[AgreementSpec]:
    """`count` agreements of each layout of `further_agreements`, in turn."""
    return of_forms(further_agreements.LAYOUTS, seed, count)


def of_forms(layouts: tuple[str, ...], seed: int, count: int) -> Iterator[AgreementSpec]:
    """`count` agreements of each of some layouts, in turn."""
    chance = random.Random(seed)  # noqa: S311  # as above
    printed = (spec for spec in papers.agreements(seed) if spec.revision is not None)
    for number, spec in zip(range(count * len(layouts)), printed, strict=False):
        contact = replace(spec.contact, rank=chance.choice(RANKS))
        yield replace(spec, layout=layouts[number % len(layouts)], form=False, contact=contact)
