"""The name of the agency that an agreement is made with. In: readings of its pages. Out: candidates for the vote, and states named with it.
Pure.

The name stands in the first paragraph, in what the agency represents, at the foot of pages, in the signature block, with the contacts, and
in old printings all through the text; the places do not always agree.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz

from intake.documents import agencies, office_half, people, places, vote
from intake.documents.body import Body, line_field
from intake.documents.document import Field
from intake.documents.sheets import Sheets
from intake.documents.vote import Candidate
from intake.documents.words import Line

_PARTY: Final = re.compile(
    r"(?:Department\s+of\s+Homeland\s+Security\s*\([^)]{2,4}\)\s*,?\s*and\s*(?:the\s*)?)(?P<name>.{3,140}?)\s*,?\s*(?:\(\s*AGENCY\s*\)|\([A-Z]{2,6}\))?\s*,?\s*(?:here\s?in\s?after|\(hereinafter|pursuant\s+to)",
    re.IGNORECASE | re.DOTALL,
)
_PARTY_PLAIN: Final = re.compile(
    r"entered\s+into\s+by\s+.{5,90}?\(\s*ICE\s*\)\s*and\s+(?:the\s+)?(?P<name>.{4,120}?)\s*(?:\(\s*AGENCY\s*\)|\(\s*LEA\s*\)"
    r"|,\s+located|,\s+hereinafter)",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN: Final = re.compile(
    r"\bbetween\b.{5,60}?\bEnforcement\s+(?:\(ICE\)\s+)?and\s+(?:the\s+)?(?P<name>.{5,110}?)\s+This\s+(?:Memorandum|MOA)",
    re.IGNORECASE | re.DOTALL,
)
_EMPLOYEES: Final = re.compile(
    r"officers\s+or\s+employees\s+of\s*(?:the\s+)?(?P<name>.{3,110}?)\s*,?\s*\(?\s*hereinafter", re.IGNORECASE | re.DOTALL
)
_REPRESENTS: Final = re.compile(
    r"The\s+LEA\s+represents\s+(?:the\s+)?(?P<name>.{3,110}?)\s*,?\s*in\s+the\s+implementation", re.IGNORECASE | re.DOTALL
)
_FOOTER_NAME: Final = re.compile(r"^(?P<name>.{6,100}?)\s+(?:\d{1,2}\s+)?Rev(?:ised)?\.?\s*\d", re.IGNORECASE)
_OFFICIAL_TEXT: Final = re.compile(r"ICE delegates|law\s+enforcement\s+agency|Homeland|identified\s+below|_{3,}", re.IGNORECASE)
_PLACE_ALONE: Final = re.compile(r"(?P<name>.*(?:Office|Department))\s*,\s+[A-Z][\w. ]+$")

# In the vote, and how sure the place makes a name that is found nowhere else.
_WITNESSES: Final = {
    "party": (_PARTY, 1.1, 0.93), "plain party": (_PARTY_PLAIN, 1.2, 0.93), "title": (_BETWEEN, 0.9, 0.9),
    "employees": (_EMPLOYEES, 0.5, 0.75), "represents": (_REPRESENTS, 0.4, 0.6),
}  # fmt: skip
_FOOT: Final = (0.7, 0.85)
_BLOCK: Final = (1.0, 0.9)
_HEADING: Final = (0.9, 0.85)
_CONTACT: Final = (0.6, 0.7)
_BODY: Final = (0.9, 0.85)
OFTEN: Final = 3
"""Times that running text names an agency before it counts."""
UNNAMED: Final = 0.3
"""What counts of a name without a word that says what kind of agency it is."""
ALIKE: Final = 88
CUT: Final = 8
"""Letters from which on what a name begins with is that name, cut off where its blank ends."""


def candidates(readings: Sequence[Sheets]) -> tuple[list[Candidate], list[Candidate]]:
    """Candidates for agency_name, and for the state where one is named with the agency."""
    names: list[Candidate] = []
    states: list[Candidate] = []
    for sheets in readings:
        for text, field, place, (weight, sure) in _mentions(sheets):
            name, state = _cleaned(text)
            if not _may_be(name):
                continue
            if state:
                where = sheets.trusted(Field("state", state, field.raw, field.page, field.bbox, field.source, 0.92))
                states.append(Candidate(where, f"with the agency: {place}"))
            part = (1.0 if agencies.KEYWORD.search(name) else UNNAMED) * (0.4 if _is_shortened(name) else 1.0)
            found = Field("agency_name", name, field.raw, field.page, field.bbox, field.source, sure * part)
            names.append(Candidate(sheets.trusted(found), place, weight * part))
    return names, states


def elect(names: Sequence[Candidate]) -> Field | None:
    """The agency's name."""
    return vote.elect(
        names,
        lambda field: agencies.key(str(field.value)),
        alike=lambda one, other: fuzz.ratio(one, other) >= ALIKE,
        fuller=_fuller(names),
        best=lambda field: 0.0 if str(field.value).isupper() else 1.0,
    )


def told(agency: Field, names: Sequence[Candidate], name: str, read: Callable[[str], str | None]) -> Field | None:
    """What the agency's name says under another name of CONTRACT.md, as `read` has it; None of what the elected name does not say.

    A name that is read otherwise elsewhere may still say the same of the agency's kind, or of its county.
    """
    value = read(str(agency.value))
    if value is None:
        return None
    elected = agencies.key(str(agency.value))
    said = [Candidate(replace(agency, name=name, value=value), "name")]
    for each in names:
        other = str(each.field.value)
        if agencies.key(other) != elected and (there := read(other)) and there.lower() == value.lower():
            said.append(Candidate(replace(each.field, name=name, value=value), each.place, each.weight))
    return vote.elect(said, lambda field: str(field.value))


def kind(name: str) -> str | None:
    """The kind of agency that a name says; None of one that says none."""
    return agencies.kind(name) if agencies.KEYWORD.search(name) else None


def _fuller(names: Sequence[Candidate]) -> "vote.Fuller":
    words: dict[str, frozenset[str]] = {}
    initials: dict[str, tuple[str, str]] = {}  # those of the name, and those that it bears itself
    for candidate in names:
        name = str(candidate.field.value)
        words[agencies.key(name)] = frozenset(re.findall(r"[a-z]{3,}", name.lower().replace("'s", "").replace("sheriffs", "sheriff")))
        initials[agencies.key(name)] = ("".join(re.findall(r"\b[A-Z]", name)), name.split()[0] if _is_shortened(name) else "")
    keyed = {agencies.key(str(c.field.value)) for c in names if agencies.KEYWORD.search(str(c.field.value))}
    # A name without its kind is a place; a fuller one says more than the paper does where a single weak place has it.
    strong = Counter(agencies.key(str(c.field.value)) for c in names if c.field.confidence >= 0.5)

    def fuller(one: str, other: str) -> bool:
        if one not in keyed or not strong[one]:
            return False
        # What follows a whole name as figures is the number of the page.
        cut = len(other) >= CUT and one.startswith(other) and not one[len(other) :].isdigit() and one != other
        shortened = len(initials[other][1]) > 2 and initials[one][0] == initials[other][1]
        return cut or shortened or (len(words[other]) >= (2 if other in keyed else 1) and words[one] > words[other])

    return fuller


def _cleaned(text: str) -> tuple[str, str | None]:
    name = agencies.clean(re.sub(r"_+", " ", text))
    name, state = places.split_state(name)
    alone = _PLACE_ALONE.match(name)
    return (alone.group("name") if alone else name), state


def _may_be(name: str) -> bool:
    if not 4 <= len(name) <= 110 or not re.search(r"[A-Za-z]{3}", name) or _OFFICIAL_TEXT.search(name) or office_half.is_office(name):
        return False
    return sum(not (c.isalnum() or c in " '&.,-/") for c in name) <= 1


def _is_shortened(name: str) -> bool:
    """ "ACSO County Sheriff's Office": initials where the place should stand."""
    first = name.split()[0]
    return len(first) >= 3 and first.isupper() and not name.isupper() and first[-1] in "OD"


def _mentions(sheets: Sheets) -> Iterator[tuple[str, Field, str, tuple[float, float]]]:
    """Every text that may be the name, with its place on the page, what place that is, and how much it counts."""
    first = Body(sheets.first.lines) if sheets.first else Body(())
    for place, (pattern, weight, sure) in _WITNESSES.items():
        match = pattern.search(first.flow[:4000])
        if match:
            text = match.group("name")
            yield text, first.field("agency_name", text, match.start("name"), match.end("name"), sure), place, (weight, sure)
    for text, line in _feet(sheets):
        yield text, line_field("agency_name", text, line, _FOOT[1]), "foot", _FOOT
    half = sheets.block.agency if sheets.block else None
    if half:
        beside = half.values.get("agency")
        if beside:
            yield beside.text, line_field("agency_name", beside.text, beside, _BLOCK[1]), "block", _BLOCK
        heading = re.sub(r"^for\s+(?:the\s+)?|:$", "", half.heading, flags=re.IGNORECASE).strip()
        if heading and heading.upper() not in ("LEA", "AGENCY") and half.lines:
            yield heading, line_field("agency_name", heading, half.lines[0], _HEADING[1]), "heading", _HEADING
    for place, lines in (("contact", sheets.poc_lines), ("press", sheets.pio_lines)):
        for line in lines:
            for piece in line.text.split(","):
                if agencies.looks_like(piece) and not people.is_title(piece):
                    yield piece, line_field("agency_name", piece, line, _CONTACT[1]), place, _CONTACT
    yield from _told(sheets)


def _feet(sheets: Sheets) -> Iterator[tuple[str, Line]]:
    seen: set[str] = set()
    for page in sheets.pages:
        found: list[tuple[str, Line]] = []
        for line in page.lines[-3:]:
            match = _FOOTER_NAME.match(line.text)
            if match:
                found.append((match.group("name"), line))
            elif line.bbox[1] > page.height * 0.88 and agencies.looks_like(line.text):
                found.append((line.text, line))
        for line in page.lines[:1]:
            if page.number > 1 and line.bbox[1] < page.height * 0.08 and agencies.looks_like(line.text):
                found.append((line.text, line))
        for text, line in found:
            if agencies.clean(text) not in seen:
                seen.add(agencies.clean(text))
                yield text, line


def _told(sheets: Sheets) -> Iterator[tuple[str, Field, str, tuple[float, float]]]:
    """Names that running text bears again and again, as old printings do where new ones say LEA."""
    often: Counter[str] = Counter()
    where: dict[str, tuple[str, Line]] = {}
    for page in sheets.pages:
        for line in page.lines:
            for name, _, _ in agencies.mentions(line.text, 0, len(line.text)):
                if agencies.looks_like(name):
                    key = agencies.key(agencies.clean(name))
                    often[key] += 1
                    where.setdefault(key, (name, line))
    for key, times in often.most_common(2):
        if times > OFTEN:
            name, line = where[key]
            yield name, line_field("agency_name", name, line, _BODY[1]), "text", _BODY
