"""Sentences of letters as many hands write them: who asks, for what, for how many, whom to call. In: a spec and a chance. Out: texts."""

import random
from typing import TYPE_CHECKING, Final

from intake.demo.draw_letters import NUMBERS, models_in_words

if TYPE_CHECKING:
    from intake.demo.papers import LetterSpec, Person

TRAPS: Final = (
    "We serve 42,180 residents with 63 sworn officers and 21 civilian employees.",
    "Our detention center employs 34 correctional officers, and two deputies are on duty on every shift.",
    "Supervisory Officer Nadine Colfax of your Riverton office briefed my command staff and was very helpful.",
    "Over the past three years this office has arrested 118 persons who had been removed before.",
    "The facility has 312 beds and is housing 287 inmates as of this writing.",
    "Special Agent Ruben Tolland, who can be reached at (202) 555-0177, has toured our facility.",
    "All candidates are citizens, have been with us for more than two years, and have no discipline pending.",
    "We understand that the course lasts four weeks and that we remain responsible for salaries and overtime.",
)
_OPEN: Final = (
    "The {agency} formally requests consideration for participation in the 287(g) program in {where}.",
    "I am the {title} of the {agency}, and I am writing to ask that we be admitted to the 287(g) program. We police {where}.",
    "Please consider this correspondence a letter of intent by the {agency} to enter the 287(g) program. The agency serves {where}.",
    "As {title}, I am pleased to submit this letter of interest on behalf of the {agency}, {where}.",
    "This letter serves to notify your agency that the {agency}, located in {where}, would like to join the 287(g) program.",
)
_WANTED: Final = (
    "We are interested in the {models}.",
    "It is our desire to operate under the {models}.",
    "Model requested: {models}.",
    "After review of the options we believe that the {models} would fit our needs, and we ask to take part in it.",
    "We hope to sign a Memorandum of Agreement under the {models}.",
)
_ONE: Final = (
    "We would like to have up to {n} {role} trained.",
    "A total of {words} ({n}) {role} will be nominated.",
    "Of our 71 sworn personnel, {words} would be assigned to the program.",
    "I intend to commit {words} {role} to this effort.",
    "Number of personnel to be trained: {n}",
    "If approved, {words} ({n}) of our {role} will attend the four-week course.",
    "We anticipate sending approximately {n} members of the patrol division to be certified.",
    "We are asking for {n} training slots.",
    "My plan is to have {n} {role} complete the course by the end of the year.",
    "Initially, we foresee {words} {role} being credentialed under the program.",
)
_TWO: Final = (
    "We intend to nominate {a} {roles} and {b} {other}.",
    "The following will be trained: {a} {roles}, {b} {other}.",
    "I propose that {a} {roles} as well as {b} {other} receive the training.",
    "{A} {roles} and {b} {other} have volunteered and will be enrolled.",
)
_ROLES: Final = ("deputies", "officers", "detention officers", "full-time deputies", "certified officers")
_OTHERS: Final = ("sergeant", "jail supervisor", "lieutenant", "investigator")
_REACHED: Final = (
    "{person} of my staff will serve as the coordinator of this program and can be reached at {phone} or by e-mail at {email}.",
    "Should you need anything further, please do not hesitate to call {person} at {phone} ({email}).",
    "Questions about this request should go to {person}, at {phone} or {email}.",
    "I have asked {person} to be your point of contact. The number is {phone}, the address {email}.",
    "For further information, {person} is available at {phone}; e-mail: {email}.",
    "{person} (phone {phone}, {email}) is the person to whom all correspondence should be sent.",
    "The designated liaison for our agency is {person}: {phone}, {email}.",
    "Please coordinate training dates with {person}. Phone: {phone}. E-mail: {email}.",
)


def where(spec: "LetterSpec") -> str:
    """County and state."""
    a = spec.agency
    return f"{a.county} {'Parish' if 'Parish' in a.name else 'County'}, {a.state_name}"


def number(value: int) -> str:
    """In words where they are short."""
    return NUMBERS.get(value, str(value))


def opening(spec: "LetterSpec", chance: random.Random) -> str:
    """Who asks."""
    return chance.choice(_OPEN).format(agency=spec.agency.name, title=spec.head.title, where=where(spec))


def wanted(spec: "LetterSpec", chance: random.Random) -> str:
    """For what."""
    return chance.choice(_WANTED).format(models=models_in_words(spec.models, chance.randrange(2)))


def nominees(spec: "LetterSpec", chance: random.Random) -> str:
    """For how many."""
    n = spec.officers
    if n > 2 and chance.random() < 0.4:
        b = chance.randint(1, min(3, n - 1))
        other = chance.choice(_OTHERS) + ("s" if b > 1 else "")
        figures = chance.random() < 0.3
        words = [f"({x})" if figures else number(x) for x in (n - b, b)]
        text = chance.choice(_TWO)
        roles = chance.choice(_ROLES) if n - b > 1 else chance.choice(_ROLES).replace("deputies", "deputy").replace("officers", "officer")
        return text.format(a=words[0], b=words[1], A=words[0].capitalize(), roles=roles, other=other)
    return chance.choice(_ONE).format(n=n, words=number(n), role=chance.choice(_ROLES))


def phone(value: str, chance: random.Random, label: bool = False) -> str:
    """A telephone as people write it; `value` as 850-555-0142 or 850-555-0142 ext. 204."""
    digits, _, extension = value.partition(" ext. ")
    area, first, last = digits.split("-")
    text = chance.choice(
        (f"({area}) {first}-{last}", f"{area}.{first}.{last}", digits, f"({area}){first}-{last}", f"{area} {first} {last}")
    )
    if extension:
        text += chance.choice(
            (f" ext. {extension}", f", ext. {extension}", f" x{extension}", f" Ext {extension}", f" extension {extension}")
        )
    elif label:
        text = chance.choice((f"{text} (O)", f"{text} (office)", f"O: {text}", f"Office {text}", f"Direct: {text}", text))
    return text


def person(who: "Person", chance: random.Random) -> str:
    """A contact with the rank before or the title behind."""
    if who.rank in ("Grants Coordinator", "Jail Administrator", "Executive Assistant", "Patrol Commander") or chance.random() < 0.3:
        return chance.choice((f"{who.name}, {who.rank},", f"{who.name}, our {who.rank},", f"{who.rank} {who.name}")).rstrip(",")
    return f"{who.rank} {who.name}"


def reach(spec: "LetterSpec", chance: random.Random) -> str:
    """Whom to call, in a sentence."""
    c = spec.contact
    return chance.choice(_REACHED).format(person=person(c, chance), phone=phone(c.phone, chance), email=c.email) if c else ""
