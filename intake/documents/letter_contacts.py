"""The point of contact of a letter. In: its text and its parts. Out: fields. Pure.

Everybody whom the letter names with a telephone or an address of mail may be it. What people write around him tells: "point of contact",
"call", "questions", his surname in the address; and what he is not: one of the office's people, an alternate.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz import fuzz

from intake.documents import contact_table, office_half, people, persons
from intake.documents.document import Field, Source
from intake.documents.letter_parts import Parts
from intake.documents.persons import HARD, Person

REACH: Final = 360
"""Characters after a name within which a telephone may be that person's."""
NEAR: Final = 2
"""Sentences after the one that names somebody in which his name alone speaks of him."""
LONG_NAME: Final = 3
"""Letters of such a name, at least."""
ITEM: Final = 60
"""A longer line is no item of a block."""
ANNOUNCED: Final = 0.94
UNANNOUNCED: Final = 0.8
"""Confidence in a contact whom nothing announces."""
NAMED_IN_MAIL: Final = 80
"""How alike a surname and the end of the local part of an address must be, of 100."""
_CUE: Final = re.compile(
    r"\bpoints?\s+of\s+contact|\bcontacts?\b|\bPOCs?\b|\bliaison|\bcoordinat(?:e|or|ing)\b|\bquestions?\b|\binquir|\bcorrespondence"
    r"|\breach(?:ed)?\b|\bcall\b|\bdesignated\b|\bfurther\s+information|\badditional\s+information|\bassigned\b|\bdesignee\b|\bwork\s+with\b|\b(?:speak|talk)\s+(?:with|to)\b|\bwrite\s+to\b|\bnotices?\b|\bfeel\s+free|\bhesitate",
    re.IGNORECASE,
)
_THEIRS: Final = re.compile(
    r"\byour\s+(?:\w+\s+){0,2}(?:office|agency|staff|team|officers?)\b|\b(?:of|from|with|at)\s+(?:ICE|DHS|HSI|ERO)\b|\bspecial\s+agent"
    r"|\bdeportation\s+officer|\bsupervisory\s+\w*\s*officer|\b(?:toured|briefed|helpful|spoken|met\s+with|in\s+touch\s+with|communication\s+with)\b",
    re.IGNORECASE,
)
_THEIRS_BEHIND: Final = re.compile(
    r"\b(?:of|from|with|at|in|by)\s+your\s+(?:\w+\s+){0,2}(?:office|agency|staff|team|officers?)\b|\b(?:of|from|with|at)\s+(?:ICE|DHS|HSI|ERO)\b"
    r"|\b(?:toured|briefed|helpful|spoken|met\s+with)\b",
    re.IGNORECASE,
)
_SECOND: Final = re.compile(r"\b(?:alternate|secondary|back-?up|second\s+contact|in\s+(?:his|her)\s+absence)\b", re.IGNORECASE)
_ME: Final = re.compile(
    r"(?:contact|call|reach(?:\s+out\s+to)?|e-?mail)\s+(?:me|us|my\s+office|the\s+undersigned)\b|\bI\s+(?:can|may)\s+be\s+(?:reached|contacted)"
    r"|\bI\s+(?:will|shall|am|would)\s+(?:also\s+)?(?:be\s+|serve\s+as\s+)?(?:your|the|our)\s+(?:\w+\s+){0,2}(?:contact|liaison|coordinator)"
    r"|\bmy\s+(?:own\s+)?(?:\w+\s+){0,2}(?:line|cell|number|(?:tele)?phone|e-?mail(?:\s+address)?|extension)\s+is\b",
    re.IGNORECASE,
)
_CONTINUES: Final = re.compile(
    r"\W*(?:he|she|they|his|her|hers|you\s+(?:will|may|can)|please|(?:tele)?phone|tel|e-?mail|cell|mobile|office|direct|fax|the\s+(?:number|address))\b",
    re.IGNORECASE,
)
"""How a sentence begins that says more of the person before it."""
_AS: Final = re.compile(r"^\s*[Aa]s\s+(?:(?:our|the|a|an|my)\s+)?(?P<title>[A-Z][\w .&/'’\-]{2,45}?),")
""" "As Captain, Moss …" """
_SHORT: Final = "".join(
    rf"(?<!\b{word}\.)"
    for word in (
        "Sgt",
        "Lt",
        "Cpl",
        "Capt",
        "Maj",
        "Col",
        "Det",
        "Cmdr",
        "Mr",
        "Ms",
        "Mrs",
        "Dr",
        "Hon",
        "St",
        "Ext",
        "ext",
        "No",
        "Tel",
        "Ph",
    )
)
"""Words that a point shortens: no sentence ends there."""
_SENTENCE: Final = re.compile(r"(?:\S+\s+){3}.*[a-z0-9)]{2}[.?!]$")
_UNIT_END: Final = re.compile(rf"{HARD}|{_SHORT}(?<=[a-z0-9)]{{2}}[.?!])\s+(?=[A-Z])|(?<=[a-z]{{3}}[.?!]['”\"])\s+(?=[A-Z])")


@dataclass(slots=True)
class _Candidate:
    """Somebody who may be the contact, with what is his."""

    person: Person
    unit: int
    score: float = 0.0
    announced: bool = False
    phone: people.Phone | None = None
    mail: tuple[str, int, int] | None = None
    title: tuple[str, int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Text:
    """The letter in units: sentences, and lines that their writer ended."""

    text: str
    units: tuple[tuple[int, int], ...]
    usable: frozenset[int]  # units in which a contact may stand
    prose: frozenset[int] = field(default_factory=frozenset)

    def unit_at(self, offset: int) -> int:
        return next((n for n, (start, end) in enumerate(self.units) if start <= offset < end), len(self.units) - 1)

    def of(self, unit: int) -> str:
        start, end = self.units[unit]
        return self.text[start:end].strip()


def read(parts: Parts) -> list[Field]:
    """poc_name, poc_title, poc_phone and poc_email, as far as they are given."""
    table = contact_table.read(parts.body.lines)
    text = _text(parts)
    best = _best(text)
    listed = next((str(each.value) for each in table if each.name == "poc_name"), "")
    if table and not (
        best and best.announced and best.phone and best.mail and text.of(best.unit).endswith(".") and best.person.name != listed
    ):
        return table
    mine = _of_the_writer(text) if best is None or not best.announced else None
    if mine:
        best = mine
    return _fields(parts, best) if best else []


def _text(parts: Parts) -> _Text:
    body = parts.body
    units: list[tuple[int, int]] = []
    start = 0
    for stop in _UNIT_END.finditer(body.joined):
        if stop.start() > start:
            units.append((start, stop.start()))
        start = stop.end()
    units.append((start, len(body.joined)))
    begin, end = parts.prose
    usable = {n for n, (at, _) in enumerate(units) if body.line_at(at) not in parts.addressee}
    prose = {n for n in usable if begin <= units[n][0] < end}
    return _Text(body.joined, tuple(units), frozenset(usable), frozenset(prose))


def _best(text: _Text) -> _Candidate | None:
    found = [
        _Candidate(person, unit) for person in persons.in_text(text.text) if (unit := text.unit_at(person.start)) in text.usable
    ]  # fmt: skip
    _give_numbers(text, found)
    for order, each in enumerate(found):
        _judge(text, each, order)
        each.title = _title(text, found, order)
    chosen = [each for each in found if (each.phone or each.mail) and each.score > 0]
    if not chosen:
        chosen = [each for each in found if each.announced and each.person.title and each.score > 2 and each.unit in text.prose]
    return max(chosen, key=lambda each: each.score, default=None)


def _give_numbers(text: _Text, found: Sequence[_Candidate]) -> None:
    """Telephones and addresses to whom they belong: the one named last before them, or else the first one behind in the sentence."""
    phones = [each for each in people.phones(text.text) if not each.fax and not office_half.is_office(each.raw)]
    mails = [each for each in people.emails(text.text) if not office_half.is_office(each[0])]
    for mail in mails:
        named = [each for each in found if _is_named_in(each.person.name, mail[0])]
        owner = min(named, key=lambda each: _distance(each.person, mail)) if named else _owner(text, found, mail[1])
        # An address that bears another name is not taken.
        if owner and owner.mail is None and abs(owner.person.start - mail[1]) <= REACH:
            owner.mail = mail
    for phone in phones:
        owner = _owner(text, found, phone.start)
        if owner and owner.phone is None:
            owner.phone = phone


def _owner(text: _Text, found: Sequence[_Candidate], at: int) -> _Candidate | None:
    unit = text.unit_at(at)
    if unit not in text.usable:
        return None
    before = [each for each in found if each.person.end <= at and at - each.person.end <= REACH]
    # "… is Ada Moss. As Captain, Moss can be reached at …"
    same = [each for each in found if each.unit == unit] or [each for each in found if _is_spoken_of(text, each, unit)]
    if same:
        return next((each for each in reversed(before) if each.unit == unit), same[0])
    return before[-1] if before and before[-1].unit >= unit - 6 and _goes_on(text, before[-1].unit, unit) else None


def _is_spoken_of(text: _Text, each: _Candidate, unit: int) -> bool:
    """Whether a sentence just behind the one that names somebody goes on to speak of him by his surname or his first name."""
    if not each.unit < unit <= min(each.unit + NEAR, len(text.units) - 1):
        return False
    return bool(_names_of(each.person.name) & set(re.findall(r"[A-Z][\w'’\-]+", text.of(unit))))


def _names_of(name: str) -> set[str]:
    parts = [part.strip(",.") for part in re.sub(r",?\s+(?:Jr|Sr|I{2,3}|IV)\.?$", "", name).split()]
    return {part for part in (parts[0], parts[-1]) if len(part) >= LONG_NAME}


def _goes_on(text: _Text, first: int, unit: int) -> bool:
    """Whether what stands between a name and a number is of one block: no sentence of another matter."""
    between = [text.of(n) for n in range(first + 1, unit + 1)]
    return all(_CONTINUES.match(each) or _CUE.search(each) or (len(each) < ITEM and not _SENTENCE.search(each)) for each in between)


def _distance(person: Person, mail: tuple[str, int, int]) -> tuple[bool, bool, int]:
    """For choosing whose an address is, of namesakes: the initial, then who is named before it, then who is nearest."""
    return mail[0][0].lower() != person.name[0].lower(), person.start > mail[1], abs(person.start - mail[1])


def _is_named_in(name: str, mail: str) -> bool:
    local = re.sub(r"[^a-z]", "", mail.partition("@")[0].lower())
    words = [re.sub(r"[^a-z]", "", word.lower()) for word in re.sub(r",?\s+(?:Jr|Sr|I{2,3}|IV)\.?$", "", name).split()]
    last = words[-1]
    return len(last) >= 3 and len(local) >= 4 and (local.startswith(last) or fuzz.ratio(local[-len(last) :], last) >= NAMED_IN_MAIL)


def _judge(text: _Text, each: _Candidate, order: int) -> None:
    start = text.units[each.unit][0]
    unit = text.of(each.unit)
    above = text.of(each.unit - 1) if each.unit else ""
    heading = above if len(above) < 60 and not above.endswith(".") else ""
    behind = text.of(each.unit + 1) if each.unit + 1 < len(text.units) else ""
    # "I have asked Lt. Moss to coordinate. He can be reached at …"
    after = behind if _CONTINUES.match(behind) or _is_spoken_of(text, each, each.unit + 1) else ""
    around = " ".join((heading, unit, after))
    each.announced = bool(_CUE.search(around)) and (bool(each.phone or each.mail) or bool(_CUE.search(f"{heading} {unit}")))
    each.score = (3.0 if each.announced else 0.0) + (1.0 if each.phone else 0.0) + (1.0 if each.mail else 0.0)
    each.score += 1.0 if each.mail and _is_named_in(each.person.name, each.mail[0]) else 0.0
    each.score += 0.5 if each.person.title else 0.0
    around = text.text[each.person.end : each.person.end + 90].split(HARD)[0]
    each.score -= 4.0 if _THEIRS.search(text.text[start : each.person.end].split(HARD)[0]) or _THEIRS_BEHIND.search(around) else 0.0
    each.score -= 3.0 if _SECOND.search(f"{heading} {text.text[each.person.start : each.person.end + 120].split(HARD)[0]}") else 0.0
    each.score -= 0.01 * order
    if each.unit not in text.prose and not _CUE.search(f"{heading} {unit}"):
        each.score = 0.0


def _title(text: _Text, found: Sequence[_Candidate], order: int) -> tuple[str, int, int] | None:
    """Behind or before the name, else the line below it that says nothing else."""
    each = found[order]
    if each.person.title:
        return each.person.title, each.person.start, each.person.end
    held = _AS.search(text.of(each.unit + 1)) if each.unit + 1 < len(text.units) and _is_spoken_of(text, each, each.unit + 1) else None
    if held and people.is_position(held.group("title")):
        start = text.units[each.unit + 1][0]
        return held.group("title").strip(), start + held.start("title"), start + held.end("title")
    for unit in range(each.unit + 1, min(each.unit + 4, len(text.units))):
        if any(other.unit == unit for other in found):
            return None
        line = text.of(unit)
        labelled = persons.TITLE_LABEL.match(line)
        value = line[labelled.end() :] if labelled else line
        if people.is_position(value) or labelled:
            start, end = text.units[unit]
            return value.strip(" ,;"), start, end
    return None


def _of_the_writer(text: _Text) -> _Candidate | None:
    """ "Please contact me at …": a telephone and an address without a name."""
    for unit in sorted(text.prose):
        if not _ME.search(text.of(unit)):
            continue
        start, end = text.units[unit]
        phones = [each for each in people.phones(text.text[start:end]) if not each.fax and not office_half.is_office(each.raw)]
        mails = [each for each in people.emails(text.text[start:end]) if not office_half.is_office(each[0])]
        if phones or mails:
            nobody = Person("", "", start, start)
            phone = phones[0]._replace(start=phones[0].start + start, end=phones[0].end + start) if phones else None
            mail = (mails[0][0], mails[0][1] + start, mails[0][2] + start) if mails else None
            return _Candidate(nobody, unit, announced=True, phone=phone, mail=mail)
    return None


def _fields(parts: Parts, best: _Candidate) -> list[Field]:
    body, person = parts.body, best.person
    found: list[Field] = []
    if person.name:
        found.append(body.field("poc_name", person.name, person.start, person.end, ANNOUNCED))
    if best.title:
        found.append(body.field("poc_title", *best.title, 0.92))
    if best.phone:
        found.append(body.field("poc_phone", best.phone.value, best.phone.start, best.phone.end, ANNOUNCED))
    if best.mail:
        mail = body.field("poc_email", *best.mail, 0.95)
        spelt = people.mail_of(person.name, str(mail.value)) if mail.source is Source.OCR else None
        found.append(replace(mail, value=spelt, confidence=0.85) if spelt else mail)
    return found if best.announced else [replace(item, confidence=min(item.confidence, UNANNOUNCED)) for item in found]
