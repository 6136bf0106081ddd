"""Who answers for an agency: point of contact and press contact. In: lines. Out: fields. Pure.

A letter names its contact in a sentence or a small block; an agreement on its contact page, in five free lines in any order, in labelled
lines, or as a mere position ("Sheriff").
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz

from intake.documents import agencies, contact_table, counts, office_half, people, places
from intake.documents import words as layout
from intake.documents.body import Body, line_field
from intake.documents.document import Field
from intake.documents.words import Line, PageWords

_ANNOUNCED: Final = re.compile(
    r"(?:point\s+of\s+contact|contact\s+person|primary\s+contact|\bPOC\b"
    r"|liaison)\b(?:\s+for\s+[\w\s]{3,40}?)?(?:\s+(?:will\s+be|is|shall\s+be)|\s*[:,\-–])\s*(?:our\s+|my\s+)?"
    r"|(?:please|kindly|may|can|should|feel\s+free\s+to|questions?,?\s+(?:please\s+)?)\s*(?:directly\s+)?(?:contact|call"
    r"|reach(?:\s+out\s+to)?|email|e-mail|direct\s+(?:them|questions)\s+to)\s+(?:either\s+)?"
    r"|I\s+have\s+(?:designated|appointed|assigned)\s+|direct\s+(?:all|any)\s+(?:\w+\s+){1,3}to\s+"
    r"|(?:inquir\w+|questions?|correspondence|communications?)\s+(?:(?:may|can|should|shall|must|will|to)\s+)?be\s+(?:directed|addressed|sent)\s+to\s+",
    re.IGNORECASE,
)
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
BEFORE: Final = 160
"""Characters between a name and the number that belongs to it, in a sentence."""
UNANNOUNCED: Final = 0.8
"""Confidence in a contact that nothing announces."""
_CAPITAL: Final = re.compile(r"(?<![\w.])[A-Z]")
_SENTENCE_END: Final = re.compile(r"[a-z]{4,}[.!?]\s+[A-Z]")
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


def of_letter(body: Body, start: int, end: int, closing: int | None, addressee: Collection[int]) -> list[Field]:
    """The contact that a letter announces."""
    for match in _ANNOUNCED.finditer(body.flow, start, end):
        rest = body.flow[match.end() : min(end, match.end() + 400)]
        if re.match(r"\s*(?:me|us|my\s+office|your|the\s+undersigned)\b", rest, re.IGNORECASE):
            return _nearby(body, match.end(), end, "", "", 0)
        labelled = re.match(r"[\s:]*(?:(?:contact\s+)?name\s*:\s*)?", rest, re.IGNORECASE)
        lead = labelled.end() if labelled else 0
        rank, name, taken = _ranked_name(rest[lead:])
        if name:
            return _nearby(body, match.end(), end, rank, name, match.end() + lead + taken)
    return contact_table.read(body.lines) or _unannounced(body, start, end)


def _unannounced(body: Body, start: int, end: int) -> list[Field]:
    """A person of rank whose telephone or mail address stands in the same sentence, though nothing says "contact"."""
    prose = body.flow[start:end]
    places = [m[1] for m in people.emails(prose) if not office_half.is_office(m[0])]
    places += [p.start for p in people.phones(prose) if not p.fax and not office_half.is_office(p.raw)]
    for place in sorted(places):
        first = max(0, place - BEFORE)
        ranked = _ranked_before(prose[first:place])
        if ranked:
            rank, name, begin, after = ranked
            found = _nearby(body, start + first + begin, end, rank, name, start + first + after)
            return [replace(item, confidence=UNANNOUNCED) for item in found]
    return []


def _ranked_before(text: str) -> tuple[str, str, int, int] | None:
    """The last person of rank in the sentence that `text` breaks off in: rank, name, start, end."""
    found: tuple[str, str, int, int] | None = None
    for capital in reversed([match.start() for match in _CAPITAL.finditer(text)]):
        if _SENTENCE_END.search(text, capital):
            break
        rank, name, taken = _ranked_name(text[capital:])
        if found and name != found[1]:
            break
        # A rank may have several words: "Chief Deputy" is one before "Deputy" is.
        if rank and name:
            found = rank, name, capital, capital + taken
    return found


def _ranked_name(text: str) -> tuple[str, str, int]:
    courtesy = re.match(r"(?:Mr|Mrs|Ms|Dr)\.?\s+", text)
    shift = courtesy.end() if courtesy else 0
    rank = people.RANK.match(text[shift:])
    taken = shift + (rank.end() if rank else 0)
    rest = text[taken:]
    gap = len(rest) - len(rest.lstrip(" ,"))
    name = people.name_at_start(rest.lstrip(" ,"))
    if not name:
        return "", "", 0
    return (rank.group("rank") if rank else ""), name, taken + gap + len(name)


def _nearby(body: Body, start: int, end: int, rank: str, name: str, name_end: int) -> list[Field]:
    found: list[Field] = []
    if name:
        begin = max(start, name_end - len(name) - len(rank) - 2)
        at = body.flow.find(rank or name, begin - 1)
        found.append(body.field("poc_name", name, at, name_end, 0.93))
        title = rank
        if not title:
            after = re.match(r",?\s+(?:(?:our|the|my)\s+)?([\w .]{4,40}?)(?:,|\s+at\s|\s+who\b|\.|;)", body.flow[name_end : name_end + 60])
            title = after.group(1).strip() if after and people.is_title(after.group(1)) else ""
        if title:
            found.append(body.field("poc_title", title, at, name_end, 0.9))
    stretch = body.text[start : min(end, start + 400)]
    phone = next((p for p in people.phones(stretch) if not p.fax and not office_half.is_office(p.raw)), None)
    if phone:
        found.append(body.field("poc_phone", phone.value, start + phone.start, start + phone.end, 0.94))
    mail = next((m for m in people.emails(stretch) if not office_half.is_office(m[0])), None)
    if mail:
        found.append(body.field("poc_email", mail[0], start + mail[1], start + mail[2], 0.95))
    return found


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
        elif not title and people.is_title(piece):
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
