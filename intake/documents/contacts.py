"""Who answers for an agency in its agreement: point of contact and press contact. In: lines. Out: fields. Pure.

They stand on the contact page, in five free lines in any order, in labelled lines, or as a mere position ("Sheriff").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from intake.documents import agencies, counts, office_half, people, places
from intake.documents import words as layout
from intake.documents.body import line_field
from intake.documents.document import Field
from intake.documents.words import Line, PageWords

_FOR_AGENCY: Final = re.compile(
    r"for\s*(?:the\s*)?(?:LEA|AGENCY|law\s+enforcement\s+agency)\s*[:;.]?|^for\s*the\s+(?!(?-i:ICE|[DO]HS)\b)(?-i:[A-Z]{3,6})\s*:",
    re.IGNORECASE,
)
_FOR_OFFICE: Final = re.compile(r"for\s*(?:the\s*)?(?:ICE|[DO]HS|U\.?S\.?\s+Immigration|Department\s+of\s+Homeland)\b", re.IGNORECASE)
_FOOTER: Final = re.compile(r"\brev(?:ised|iscd)?\.?\s*\d|^\s*\d{1,2}\s*$|\bpage\s+\d", re.IGNORECASE)
_BOILERPLATE: Final = re.compile(
    r"pursuant\s+to|signatories\s+agree|points?\s+of\s+contact|appendix|this\s+MOA|coordinat|the\s+parties|participating\s+personnel",
    re.IGNORECASE,
)
_ENDS_IN_RANK: Final = re.compile(
    r"\b(?:lieutenant|sergeant|captain|commander|director|administrator|coordinator|officer|manager)$", re.IGNORECASE
)
_OF_COUNTY: Final = re.compile(r"^(?P<title>\w{5,9})\s+of\s+(?:the\s+)?[\w .]+\bC\w+$")
""" "Sheriff of Alder County"."""
SLIP: Final = 75
"""How alike a misread title must be, of 100."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What lines say of a person. Empty texts where they say nothing."""

    name: str = ""
    title: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    agency: str = ""


def agency_lines(page: PageWords) -> list[Line]:
    """The lines under "For the LEA:" down to "For ICE:" or the foot of the page, the heading's own rest included."""
    taken: list[Line] = []
    inside = False
    previous: Line | None = None
    for line in page.lines:
        if _FOOTER.search(line.text) and line.bbox[1] > page.height * 0.85:
            continue
        own = _FOR_AGENCY.search(line.text)
        theirs = _FOR_OFFICE.search(line.text)
        if own and (own.start() < 4 or not taken):
            inside = True
            rest = line.text[own.end() :].strip(" :")
            if theirs and theirs.start() > own.end():
                rest = line.text[own.end() : theirs.start()].strip(" :")
            if rest:
                count = len(rest.split())
                words = line.words[-count:] if not theirs else line.words
                taken.append(layout.make_line(words)._replace(text=rest))
            previous = line
            continue
        if theirs and theirs.start() < 6:
            inside = False
        if inside and not _BOILERPLATE.search(line.text):
            if previous is not None and line.bbox[1] - previous.bbox[3] > 90:
                inside = False
                continue
            taken.append(line)
            previous = line
    return taken[:14]


def parse(lines: Sequence[Line]) -> Contact:
    """A contact out of free or labelled lines, in any order. The first person wins; lines of further people are left."""
    name = title = phone = email = agency = ""
    rest: list[str] = []
    for line in lines:
        if office_half.is_office(line.text) and not people.emails(line.text):
            continue
        label, text = people.strip_label(re.sub(r",{2,}", ",", line.text))
        numbers, mails = people.phones(line.text), people.emails(_tight(line.text))
        if mails and not email:
            email = mails[0][0]
        if numbers and not phone:
            phone = next((n.value for n in numbers if not n.fax), "")
        if mails or numbers:
            left = text[: min([n.start for n in people.phones(text)] + [m[1] for m in people.emails(text)] + [len(text)])]
            text = re.sub(
                r"(?:\(?\b(?:ph|phone|tel|telephone|cell|email|e-mail|office|fax|at|or|direct)\b[.:)]?\s*)+$",
                "",
                left.strip(" ,;:-|("),
                flags=re.IGNORECASE,
            ).strip(" ,;:-|")
            if not text:
                continue
        if label in ("title", "rank", "position") and not title:
            title = text
            continue
        if label.startswith("address"):
            rest.append(text)
            continue
        where = places.address(text)
        if where:
            # "Ellis Tobin, 12 Oak Street, Farwell, TX": what stands before the street may still name somebody.
            rest.append(text[where.start :])
            text = text[: where.start].strip(" ,;-")
            if not text:
                continue
        got_name, got_title, got_agency = _person(text)
        if got_name and not name:
            name, title, agency = got_name, title or got_title, agency or got_agency
        elif got_title and not got_name:
            title, agency = title or got_title, agency or got_agency
        elif got_agency:
            agency = agency or got_agency
        elif not got_name:
            rest.append(text)
    if not name and not title and len(rest) == 1 and people.bears_rank(rest[0]):
        title = rest[0]
    joined = "\n".join(rest)
    where = places.address(joined) if rest else None
    address = ""
    if where and where.street:
        address = re.sub(r"\s*\n\s*", ", ", joined[where.start : where.end]).strip(" ,")
    return Contact(name, title, phone, email, address, agency)


def _tight(text: str) -> str:
    """Recognition leaves blanks around the at sign and the dots of an address."""
    return re.sub(r"(?<=\w)\s*@\s*(?=\w)", "@", text)


def _person(text: str) -> tuple[str, str, str]:
    """(name, title, agency) of "Captain Greg Streukens", "Sheriff", "Ellis County Sheriff's Office, Sheriff", "Adam Linhardt, PIO"."""
    plain = re.sub(r"^PIO\s+(?=[A-Z])", "", text.strip(" ,;:."))
    pieces = [piece.strip(" .") for piece in re.split(r"\s*[,/|–—]\s*|\s+-\s+", plain) if piece.strip(" .")]
    agency = next((agencies.clean(p) for p in pieces if agencies.looks_like(p) and not people.is_title(p)), "")
    others = [p for p in pieces if not (agency and agencies.clean(p) == agency)]
    name = title = ""
    for piece in others:
        rank, rest = people.split_rank(piece)
        held = _OF_COUNTY.match(piece)
        if held and fuzz.ratio(held.group("title").lower(), "sheriff") >= SLIP:
            title = title or "Sheriff"
            continue
        if not name and not _ENDS_IN_RANK.search(rest) and (people.is_name(rest) or people.is_upper_name(rest)):
            name = agencies.titled(rest) if rest.isupper() else rest
            title = title or rank
        elif not title and people.is_position(piece):
            title = piece
    return name, title, agency


def fields(prefix: str, lines: Sequence[Line], confidence: float) -> list[Field]:
    """poc_… or pio_… fields of an agreement's contact page."""
    usable = [line for line in lines if line.text.strip(" _.-")]
    if not usable:
        return []
    contact = parse(usable)
    found: list[Field] = []
    for name, value in (
        ("name", contact.name),
        ("title", contact.title),
        ("phone", contact.phone),
        ("email", contact.email),
        ("address", contact.address),
    ):
        if not value or (prefix == "pio" and name in ("title", "address")):
            continue
        lines_of = _all_of(usable, value) if name == "address" else [_origin(usable, value)]
        field = line_field(f"{prefix}_{name}", value, lines_of[0], confidence)
        found.append(replace(field, bbox=layout.union(line.bbox for line in lines_of)))
    return found


def nominated(lines: Sequence[Line]) -> Field | None:
    """ "Personnel nominated: 14" on a contact page."""
    for line in lines:
        counted = counts.officers(line.text) if "nominat" in line.text.lower() else None
        if counted:
            return line_field("officers_nominated", counted.value, line, 0.94)
    return None


def _all_of(lines: Sequence[Line], value: str) -> list[Line]:
    """The lines that an address runs over."""
    first = _origin(lines, value)
    wanted = set(re.findall(r"\w+", value))
    return [first, *(line for line in lines if line is not first and len(wanted & set(re.findall(r"\w+", line.text))) >= 2)]


def _origin(lines: Sequence[Line], value: str) -> Line:
    digits = re.sub(r"\D", "", value)
    for line in lines:
        if value.lower() in _tight(line.text).lower() or (len(digits) >= 10 and digits[:10] in re.sub(r"\D", "", line.text)):
            return line
    first = value.split(",")[0].split()
    return next((line for line in lines if first and first[0].lower() in line.text.lower()), lines[0])
