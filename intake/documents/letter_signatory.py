"""Who signed a letter, and whether it is signed. In: the parts of a letter. Out: fields and a verdict. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from intake.documents import agencies, letter_parts, office_half, people, persons, signatures, vote
from intake.documents.acroform import Filled
from intake.documents.body import Body
from intake.documents.document import BBox, Field, Signature, Verdict
from intake.documents.letter_parts import Parts
from intake.documents.persons import Person
from intake.documents.vote import Candidate
from intake.documents.words import Line, PageWords

if TYPE_CHECKING:
    from intake.documents.ink import Sheet

    Sheets = Callable[[PageWords], Sheet | None]

_CAPTION: Final = re.compile(r"^\s*\(?(?:authorized\s+|official\s+)?signature(?:\s+of\s+[\w ]{3,30})?\)?\s*:?\s*$", re.IGNORECASE)
_TITLE: Final = re.compile(r"^\s*(?:title|rank|position)\s*[:.]\s*", re.IGNORECASE)
_OTHERS: Final = re.compile(
    r"mayor|council|commissioner|chair|president|governor|trustee|alderman|attorney|clerk|treasurer|judge", re.IGNORECASE
)
"""Titles of those who stand in a letterhead and do not sign."""
_GRADE: Final = re.compile(
    r"(?:lt\.?|lieutenant|brigadier|major)?\s*(?:general|colonel|col\.?|major|maj\.?|captain|capt\.?|lieutenant|lt\.?|sergeant|sgt\.?)",
    re.IGNORECASE,
)
_HEAD: Final = re.compile(r"^office\s+of\s+the\s+", re.IGNORECASE)
DEEP: Final = 9
"""Lines below the closing in which the name stands."""
COLUMN: Final = 20.0
"""Points between two signature blocks side by side."""
ALIKE: Final = 85
"""How alike two readings of one name must be, of 100."""
Trusted = Callable[[Field], Field]


def read(parts: Parts, trusted: Trusted) -> list[Field]:
    """signatory_name and signatory_title: from under the closing, borne out by letterhead and FROM line; else from these with doubt.

    `trusted` lowers a field by the doubt in its words.
    """
    signed = _signed(parts)
    beside = [*_from(parts), *_letterhead(parts)]
    if not signed:
        likely = [(name, title) for name, title in beside if not (title and _OTHERS.search(str(title.value)))] or beside
        found = [replace(trusted(field), confidence=0.55) for field in likely[0] if field] if likely else []
        told = [trusted(field) for field in _crossed(parts)]
        return [*told, *(field for field in found if field.name not in {each.name for each in told})]
    name, title = signed
    same = [(other, held) for other, held in beside if fuzz.ratio(_key(other), _key(name)) >= ALIKE]
    cast = [Candidate(trusted(name), "block"), *(Candidate(trusted(other), "head", 0.6) for other, _ in same)]
    best = vote.elect(cast, _key, alike=lambda one, other: fuzz.ratio(one, other) >= ALIKE)
    found = [best] if best else []
    held = title or next((held for _, held in same if held), None)
    return [*found, trusted(held)] if held else found


def _key(field: Field) -> str:
    return re.sub(r"[^a-z]", "", str(field.value).lower())


def _signed(parts: Parts) -> tuple[Field, Field | None] | None:
    body, found = parts.body, None
    for index in (i for i, line in enumerate(body.lines) if i > parts.head_end and _CAPTION.match(line.text)):
        # The line to sign on bears its label below; the name is typed above it or, less often, below.
        found = found or _named(body, [near for near in (index - 1, index + 1, index + 2) if near < len(body.lines)])
    if parts.closing is not None:
        found = _named(body, range(parts.closing + 1, min(len(body.lines), parts.closing + DEEP))) or found
    return found


def _named(body: Body, indexes: Sequence[int]) -> tuple[Field, Field | None] | None:
    for index in indexes:
        line = body.lines[index]
        below = body.lines[index + 1].text if index + 1 < len(body.lines) else ""
        if letter_parts.BESIDE.search(line.text) or office_half.is_office(line.text) or letter_parts.COUNSEL.search(below):
            continue
        person = persons.on_line(line.text)
        if person is None or agencies.KEYWORD.search(person.name):
            continue
        return _as_fields(body, index, person, 0.95)
    return None


def _crossed(parts: Parts) -> list[Field]:
    """The title below a name that a pen has crossed, and what of the name can still be read."""
    if parts.closing is None:
        return []
    body = parts.body
    for index in range(parts.closing + 1, min(len(body.lines), parts.closing + DEEP)):
        first = body.lines[index].text.split(",")[0].strip()
        if not people.is_title(first) or letter_parts.BESIDE.search(body.lines[index].text):
            continue
        rank, rest = people.leading_rank(first)
        # What follows a rank and is no part of it is a name that was misread.
        first = rank if rank and rest and not rest.startswith("of ") else first
        start = body.start_of(index)
        title = body.field("signatory_title", _plain(first), start, start + len(first), 0.85)
        name = people.name_at_start(body.lines[index - 1].text) if index - 1 > parts.closing else None
        above = body.start_of(index - 1)
        return [body.field("signatory_name", name, above, above + len(name), 0.5), title] if name else [title]
    return []


def _as_fields(body: Body, index: int, person: Person, sure: float) -> tuple[Field, Field | None]:
    start = body.start_of(index) + person.start
    value = agencies.titled(person.name) if person.name.isupper() else person.name
    name = body.field("signatory_name", value, start, start + len(person.name), sure)
    below = body.lines[index + 1] if index + 1 < len(body.lines) else None
    office = re.split(r"\s*[,|]\s*", below.text)[0].strip() if below and below.page == body.lines[index].page else ""
    # "Colonel Ada Moss" over "Superintendent": the grade is not what he is.
    if person.title and not (_GRADE.fullmatch(person.title) and people.is_title(office)):
        at = body.start_of(index) + max(0, body.lines[index].text.find(person.title))
        return name, body.field("signatory_title", _plain(person.title), at, at + len(person.title), min(sure, 0.93))
    for near in (index + 1, index + 2, index - 1):
        if not 0 < near < len(body.lines) or body.lines[near].page != body.lines[index].page:
            continue
        text = body.lines[near].text
        # After a typed "/s/" the name may come again, with the title.
        again = persons.on_line(text)
        text = again.title if again and again.name == person.name else _TITLE.sub("", text.strip())
        first = re.split(r"\s*[,|]\s*|\s+-\s+", text)[0]
        if people.is_position(first) and (people.is_title(first) or near > index):
            at = body.start_of(near) + max(0, body.lines[near].text.find(first))
            return name, body.field("signatory_title", _plain(first), at, at + len(first), min(sure, 0.94))
    return name, None


def _plain(title: str) -> str:
    return agencies.titled(title) if title.isupper() and len(title) > 4 else title


def _from(parts: Parts) -> list[tuple[Field, Field | None]]:
    if "from" not in parts.memo:
        return []
    index, start, end = parts.memo["from"]
    text = re.sub(r"\s*[<\[(][^<\[(]*@[^>\])]*[>\])]?", "", parts.body.text[start:end])
    person = persons.on_line(text)
    if person is None:
        return []
    at = start - parts.body.start_of(index)
    return [_as_fields(parts.body, index, person._replace(start=person.start + at, end=person.end + at), 0.7)]


def _letterhead(parts: Parts) -> list[tuple[Field, Field | None]]:
    """Those named above the letter: a governor or county executive may stand there who does not sign."""
    found = []
    for index in range(parts.head_end):
        text = parts.body.lines[index].text
        if index in parts.addressee or letter_parts.MEMO.match(text) or ":" in text or agencies.KEYWORD.search(text):
            continue
        person = persons.on_line(text)
        if person:
            found.append(_as_fields(parts.body, index, person, 0.55))
    return found


def signature(
    pages: Sequence[PageWords], filled: Sequence[Filled], boxes: Sequence[BBox], *, sheet: "Sheets", stray: bool = False
) -> Signature:
    """The verdict between the closing and the typed name; unclear where the letter has no closing.

    `stray` where the file bears a digital signature that is shown on no page: then the line is not certainly unsigned. `sheet` gives the
    picture of a page.
    """
    parts = letter_parts.parts_of(pages)
    digital = [(item, box) for item, box in zip(filled, boxes, strict=True) if signatures.signs(item)]
    by_number = {page.number: page for page in pages}
    if parts.closing is None:
        for item, box in digital:
            return signatures.by_field("agency", item, box)
        initialled = _beside_sender(parts, by_number, filled, boxes, sheet)
        if initialled:
            return initialled
        last = pages[-1]
        return Signature("agency", Verdict.UNCLEAR, None, last.number, (0.0, 0.0, 0.0, 0.0))
    line = parts.body.lines[parts.closing]
    page = by_number[line.page]
    below = [item for item in parts.body.lines[parts.closing + 1 : parts.closing + DEEP] if item.page == line.page]
    named = next((item for item in below if not letter_parts.BESIDE.search(item.text) and persons.on_line(item.text)), None)
    bottom = named.bbox[1] if named else line.bbox[3] + 70
    left = min(line.bbox[0], named.bbox[0]) if named else line.bbox[0]
    right = max(line.bbox[0], named.bbox[0]) if named else line.bbox[0]
    # What stands at the right is another's: the agency's counsel, a witness.
    beside = [item.bbox[0] for item in below if named and item.bbox[0] > named.bbox[2] + COLUMN and item.bbox[1] < named.bbox[3]]
    edge = min([right + 260, *(x - 6 for x in beside)])
    below = [item for item in below if item.bbox[0] < edge]
    area = (left - 6, line.bbox[3] - 8, edge, max(bottom + 6, line.bbox[3] + 16))
    # A pen crosses the name, or hides it: then it may stand anywhere below the closing.
    place = (left - 24, line.bbox[3], edge if named else page.width, named.bbox[3] if named else line.bbox[3] + 90)
    between = [item for item in below if named and item.bbox[3] <= named.bbox[1] + 2 and not _is_printed(item.text)]
    after = [item for item in below[below.index(named) + 1 :] if item.bbox[1] > named.bbox[1]] if named else []
    caption = next((item for item in after if _CAPTION.match(item.text)), None)
    if named and caption:
        # The name is typed above the line to sign on.
        place = area = (min(named.bbox[0], caption.bbox[0]) - 6, named.bbox[3], edge, caption.bbox[1] + 4)
        between = [item for item in after[: after.index(caption)] if not _is_printed(item.text)]
    # A name that stands twice may be a signature in a script font; words in the gap may be anything.
    certain = parts.ends and named is not None and bottom > line.bbox[3] and not between and not _stands_twice(named.text, after)
    verdict = signatures.in_area(page, "agency", area, filled, boxes, certain=certain, sheet=sheet(page), place=place)
    if verdict.verdict is Verdict.SIGNED or verdict.kind == "digital":
        return verdict
    for item, box in digital:
        return signatures.by_field("agency", item, box)
    hidden = stray or any(item.kind == "signature" and item.ticked for item in filled)
    return replace(verdict, verdict=Verdict.UNCLEAR) if hidden and verdict.verdict is Verdict.UNSIGNED else verdict


def _beside_sender(
    parts: Parts, pages: Mapping[int, PageWords], filled: Sequence[Filled], boxes: Sequence[BBox], sheet: "Sheets"
) -> Signature | None:
    """The mark beside the name in FROM, by which a memorandum is signed; None where there is none: it may be sent without."""
    if "from" not in parts.memo:
        return None
    line = parts.body.lines[parts.memo["from"][0]]
    page, high = pages[line.page], line.bbox[3] - line.bbox[1]
    area = (line.bbox[0], line.bbox[1] - high, min(line.bbox[2] + 260, page.width), line.bbox[3] + high)
    found = signatures.in_area(page, "agency", area, filled, boxes, certain=False, sheet=sheet(page), place=area)
    return found if found.verdict is Verdict.SIGNED else None


def _is_printed(text: str) -> bool:
    """Whether a line between closing and name is no writing of a pen: a label, a rule, a title, the agency's own name."""
    bare = re.sub(r"[_\s.]+$", "", text)
    return (
        not bare
        or bool(letter_parts.SIGNING.fullmatch(bare))
        or people.is_title(bare)
        or agencies.looks_like(bare)
        or bool(_HEAD.match(bare))
    )


def _stands_twice(text: str, following: Sequence[Line]) -> bool:
    person = persons.on_line(text)
    return person is not None and any(person.name.split()[-1].lower() in item.text.lower() for item in following[:2])
