"""The fields of an agreement. In: its pages of words. Out: fields with page, place, source and confidence. Pure.

Each name stands in several places (first paragraph, footer, signature block, contact page), and they do not always agree; the places vote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents import agencies, certainty, contacts, dates, field_offices, forms, office_half, people, places
from intake.documents.body import Body, line_field
from intake.documents.classify import Classified
from intake.documents.document import Field, Model
from intake.documents.signature_block import Half, SignatureBlock
from intake.documents.words import Layer, Line, PageWords

_PARTY: Final = re.compile(
    r"(?:Department\s+of\s+Homeland\s+Security\s*\([^)]{2,4}\)\s*,?\s*and\s*(?:the\s*)?)(?P<name>.{3,140}?)\s*,?\s*(?:\(\s*AGENCY\s*\)|\([A-Z]{2,6}\))?\s*,?\s*(?:here\s?in\s?after|\(hereinafter|pursuant\s+to)",
    re.IGNORECASE | re.DOTALL,
)
_PARTY_PLAIN: Final = re.compile(
    r"entered\s+into\s+by\s+.{5,90}?\(\s*ICE\s*\)\s*and\s+(?:the\s+)?(?P<name>.{4,120}?)\s*(?:\(\s*AGENCY\s*\)|\(\s*LEA\s*\)"
    r"|,\s+located|,\s+hereinafter)",
    re.IGNORECASE | re.DOTALL,
)
_LOCATED: Final = re.compile(
    r"\(\s*AGENCY\s*\)\s*,\s*(?:located\s+in\s+)?(?P<where>.{3,90}?)\s*,\s*and\s+sets\s+out", re.IGNORECASE | re.DOTALL
)
_BETWEEN: Final = re.compile(
    r"\bbetween\b.{5,60}?\bEnforcement\s+(?:\(ICE\)\s+)?and\s+(?:the\s+)?(?P<name>.{5,110}?)\s+This\s+(?:Memorandum|MOA)",
    re.IGNORECASE | re.DOTALL,
)
_REPRESENTS: Final = re.compile(
    r"The\s+LEA\s+represents\s+(?:the\s+)?(?P<name>.{3,110}?)\s*,?\s*in\s+the\s+implementation", re.IGNORECASE | re.DOTALL
)
_FOOTER_NAME: Final = re.compile(r"^(?P<name>.{6,100}?)\s+(?:\d{1,2}\s+)?Rev(?:ised)?\.?\s*\d", re.IGNORECASE)
_SIGNING_PAGE: Final = re.compile(r"each\s+party\s+represents\s+it\s+is|By\s+signing\s+this\s+(?:MOA|agreement)", re.IGNORECASE)
_ADDENDUM: Final = re.compile(r"signing\s+this\s+addendum", re.IGNORECASE)
_CONTACT_PAGE: Final = re.compile(
    r"points\s+of\s+contact\s+(?:\(POCs?\)\s+)?for\s+purposes\s+of\s+(?:implementation"
    r"|this)[\s\S]{0,400}?for\s+(?:the\s+)?(?:LEA|AGENCY|ICE)|^\s*VII\.?\s+POINTS\s+OF\s+CONTACT",
    re.IGNORECASE | re.MULTILINE,
)
_PRESS_PAGE: Final = re.compile(r"APPENDIX\s*C\b[\s\S]{0,60}PUBLIC\s+INFORMATION|PUBLIC\s+INFORMATION\s+POINTS?\s+OF", re.IGNORECASE)
_OFFICIAL_TEXT: Final = re.compile(r"ICE delegates|law\s+enforcement\s+agency|Homeland|identified\s+below|_{3,}", re.IGNORECASE)


def read(
    pages: Sequence[PageWords], model: Model | None, blocks: Sequence[SignatureBlock], contact: PageWords | None, press: PageWords | None
) -> list[Field]:
    """All fields of an agreement. `pages` are those that carry blanks, the first page first."""
    first = Body(pages[0].lines) if pages else Body(())
    block = blocks[0] if blocks else None
    poc_lines = contacts.agency_lines(contact) if contact else []
    pio_lines = contacts.agency_lines(press) if press and (not contact or press.number != contact.number) else []
    found: list[Field] = []
    agency, hinted = _agency(first, pages, block, poc_lines, pio_lines)
    found += agency
    doubt = 0.2 if any(page.layer is Layer.FOREIGN for page in pages) else 0.0
    if contact:
        found += contacts.fields("poc", poc_lines, 0.92 - doubt)
        nominated = contacts.nominated(contact.lines)
        if nominated:
            found.append(nominated)
    if press:
        found += contacts.fields("pio", pio_lines, 0.9 - doubt)
    if block and block.agency:
        found += _signatory(block.agency, doubt)
    if block and block.office:
        found += _office(block.office, doubt)
    found += _place(first, found, poc_lines, pio_lines, hinted, doubt)
    if contact and not any(item.name == "state" for item in found):
        found += _state_of_field_office(contact)
    if model:
        found.append(line_field("models_requested", (str(model),), pages[0].lines[0] if pages and pages[0].lines else _nowhere(), 0.95))
    return [field for field in found if field.page]


def _nowhere() -> Line:
    return Line("", (0.0, 0.0, 0.0, 0.0), 1, ())


def _agency(
    first: Body, pages: Sequence[PageWords], block: SignatureBlock | None, poc: Sequence[Line], pio: Sequence[Line]
) -> tuple[list[Field], str | None]:
    candidates: list[tuple[str, Field, float]] = []
    states: list[str] = []

    def add(text: str, place: Field, weight: float) -> None:
        name = agencies.clean(re.sub(r"_+", " ", text))
        name, state = places.split_state(name)
        city = re.match(r"(?P<name>.*(?:Office|Department))\s*,\s+[A-Z][\w. ]+$", name)
        name = city.group("name") if city else name
        if state:
            states.append(state)
        garbled = sum(not (c.isalnum() or c in " '&.,-/") for c in name)
        if (
            not 4 <= len(name) <= 110
            or _OFFICIAL_TEXT.search(name)
            or office_half.is_office(name)
            or garbled > 1
            or not re.search(r"[A-Za-z]{3}", name)
        ):
            return
        keyed = weight if agencies.KEYWORD.search(name) else weight * 0.3
        page = next((page for page in pages if page.number == place.page), None)
        keyed *= certainty.of(place, page) if page else 1.0
        candidates.append((name, place, keyed))

    for pattern, weight in ((_PARTY, 1.1), (_PARTY_PLAIN, 1.2), (_BETWEEN, 0.9), (_REPRESENTS, 0.4)):
        match = pattern.search(first.flow[:4000])
        if match:
            add(match.group("name"), first.field("agency_name", match.group("name"), match.start("name"), match.end("name"), 0.9), weight)
    footers: dict[str, Field] = {}
    for page in pages:
        for line in page.lines[-3:]:
            match = _FOOTER_NAME.match(line.text)
            text = (
                match.group("name") if match else line.text if line.bbox[1] > page.height * 0.88 and agencies.looks_like(line.text) else ""
            )
            if text:
                footers.setdefault(agencies.clean(text), line_field("agency_name", text, line, 0.85))
        for line in page.lines[:1]:
            if page.number > 1 and line.bbox[1] < page.height * 0.08 and agencies.looks_like(line.text):
                footers.setdefault(agencies.clean(line.text), line_field("agency_name", line.text, line, 0.85))
    for text, place in footers.items():
        add(text, place, 0.7)
    if block and block.agency:
        beside = block.agency.values.get("agency")
        if beside:
            add(beside.text, line_field("agency_name", beside.text, beside, 0.9), 1.0)
        heading = re.sub(r"^for\s+(?:the\s+)?|:$", "", block.agency.heading, flags=re.IGNORECASE).strip()
        if heading and heading.upper() not in ("LEA", "AGENCY"):
            add(heading, line_field("agency_name", heading, block.agency.lines[0] if block.agency.lines else _nowhere(), 0.9), 0.9)
    for lines, weight in ((poc, 0.6), (pio, 0.6)):
        for line in lines:
            for piece in line.text.split(","):
                if agencies.looks_like(piece) and not people.is_title(piece):
                    add(piece, line_field("agency_name", piece, line, 0.8), weight)
    if not candidates:
        return [], states[0] if states else None
    totals: dict[str, float] = {}
    for name, _, weight in candidates:
        totals[agencies.key(name)] = totals.get(agencies.key(name), 0.0) + weight
    # A slip of recognition in one place must not split the vote.
    for key in totals:
        totals[key] += sum(0.5 * weight for name, _, weight in candidates if agencies.key(name) != key and _close(agencies.key(name), key))
    best = max(totals, key=lambda k: totals[k])
    name, place, _ = max((c for c in candidates if agencies.key(c[0]) == best), key=lambda c: (not c[0].isupper(), c[2]))
    share = totals[best] / max(0.1, sum(weight for _, _, weight in candidates))
    confidence = min(0.97, 0.55 + 0.45 * min(1.0, share)) - (0.15 if not agencies.KEYWORD.search(name) else 0.0)
    fields = [
        Field("agency_name", name, place.raw, place.page, place.bbox, place.source, round(confidence, 2)),
        Field(
            "agency_type",
            agencies.kind(name),
            place.raw,
            place.page,
            place.bbox,
            place.source,
            0.85 if agencies.kind(name) != "other" else 0.5,
        ),
    ]
    return fields, max(set(states), key=states.count) if states else None


def _close(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= 88


def _signatory(half: Half, doubt: float) -> list[Field]:
    found: list[Field] = []
    name = half.values.get("name")
    if name:
        pieces = [piece.strip(" .") for piece in name.text.split(",")]
        rank, plain = people.split_rank(pieces[0])
        if (people.is_name(plain) or people.is_upper_name(plain)) and not office_half.is_signatory(plain):
            found.append(line_field("signatory_name", agencies.titled(plain) if plain.isupper() else plain, name, 0.94 - doubt))
            title = next((p for p in pieces[1:] if people.is_title(p)), rank)
            if title and "title" not in half.labels:
                found.append(line_field("signatory_title", title, name, 0.85 - doubt))
    title_line = half.values.get("title")
    if title_line and not any(f.name == "signatory_title" for f in found):
        text = title_line.text.strip(" _.-")
        if re.search(r"[A-Za-z]{3}", text) and (people.is_title(text) or not agencies.looks_like(text)):
            suspicious = office_half.is_office_title(text) and not re.search(
                r"correction|detention|jail|executive\s+director", text, re.IGNORECASE
            )
            sure = people.is_title(text)
            found.append(line_field("signatory_title", text, title_line, (0.35 if suspicious else 0.94 if sure else 0.5) - doubt))
    date_line = half.values.get("date")
    dated = dates.first(date_line.text) if date_line else None
    if date_line and dated:
        found.append(line_field("signed_date", dated.value.isoformat(), date_line, (0.95 if dated.sure else 0.88) - doubt))
    return found


def _office(half: Half, doubt: float) -> list[Field]:
    found: list[Field] = []
    name = half.values.get("name")
    if name:
        plain = people.split_rank(name.text.strip(" ."))[1]
        if people.is_name(plain):
            found.append(line_field("office_signatory", plain, name, 0.93 - doubt))
    date_line = half.values.get("date")
    dated = dates.first(date_line.text) if date_line else None
    if date_line and dated:
        found.append(line_field("office_signed_date", dated.value.isoformat(), date_line, 0.92 - doubt))
    return found


def _place(first: Body, known: Sequence[Field], poc: Sequence[Line], pio: Sequence[Line], hinted: str | None, doubt: float) -> list[Field]:
    found: list[Field] = []
    agency = next((f for f in known if f.name == "agency_name"), None)
    located = _LOCATED.search(first.flow[:3000])
    county: Field | None = None
    state: Field | None = None
    if located:
        named = places.counties(located.group("where"))
        code = places.state_in(located.group("where"))
        if named:
            county = first.field("county", named[0][0], located.start("where"), located.end("where"), 0.95)
        if code:
            state = first.field("state", code, located.start("where"), located.end("where"), 0.95)
    where: tuple[places.Address, Line] | None = None
    for lines in (poc, pio):
        own = [line for line in lines if not office_half.is_office(line.text)]
        text = "\n".join(people.strip_label(line.text)[1] for line in own)
        address = places.address(text)
        if address and (address.street or address.zip):
            where = (address, contacts_origin(own, address))
            break
    if where:
        address, line = where
        for name, value in (("street_address", address.street), ("city", address.city), ("zip", address.zip)):
            if value:
                found.append(line_field(name, value, line, 0.88 - doubt))
        if state is None and address.state:
            state = line_field("state", address.state, line, 0.93 - doubt)
    if state is None and hinted and agency:
        state = Field("state", hinted, agency.raw, agency.page, agency.bbox, agency.source, 0.92 - doubt)
    if state is None:
        for line in (*poc, *pio):
            match = places.CITY_STATE.search(line.text)
            code = places.state_code(match.group("state")) if match and not office_half.is_office(line.text) else None
            if code:
                state = line_field("state", code, line, 0.8 - doubt)
                break
    if state is None and agency:
        code = agencies.state_of(str(agency.value))
        if code:
            state = Field("state", code, agency.raw, agency.page, agency.bbox, agency.source, 0.75)
    if state is None:
        for line in (*poc, *pio):
            for mail, _, _ in people.emails(line.text):
                code = places.state_of_email(mail)
                if code and state is None:
                    state = line_field("state", code, line, 0.45)
    own_county = agencies.county_of(str(agency.value)) if agency else None
    if county is None and own_county and agency:
        county = Field("county", own_county, agency.raw, agency.page, agency.bbox, agency.source, min(0.93, agency.confidence))
    return [*found, *(item for item in (state, county) if item)]


def _state_of_field_office(contact: PageWords) -> list[Field]:
    for line in contact.lines:
        code = field_offices.state_in(line.text)
        if code:
            return [line_field("state", code, line, 0.65)]
    return []


def contacts_origin(lines: Sequence[Line], address: places.Address) -> Line:
    """The line an address was read from."""
    wanted = address.street or address.zip
    return next((line for line in lines if wanted and wanted in line.text), lines[0])


@dataclass(frozen=True, slots=True)
class Chosen:
    """Pages that carry blanks, from 1."""

    signature: tuple[int, ...]
    contact: int | None
    press: int | None


def is_signing_page(text: str) -> bool:
    """Whether the parties sign on this page."""
    return bool(_SIGNING_PAGE.search(text)) and not _ADDENDUM.search(text)


def pages_that_matter(texts: Sequence[str], found: Classified) -> Chosen:
    """The pages with the signature block, the point of contact and the press contact, by their own words, else as the form is printed."""
    signing = [n for n, text in enumerate(texts, 1) if n >= found.start and is_signing_page(text)]
    contact = [n for n, text in enumerate(texts, 1) if n > found.start and _CONTACT_PAGE.search(text) and not _PRESS_PAGE.search(text)]
    press = [n for n, text in enumerate(texts, 1) if n > found.start and _PRESS_PAGE.search(text)]
    form = forms.form_of(found.model)
    printed = next((r for r in form.revisions if r.date == found.revision), form.revisions[-1]) if form else None
    shift = found.start - 1
    if printed and not signing and printed.signature_page + shift <= len(texts):
        signing = [printed.signature_page + shift]
    if printed and not contact and printed.contact_page + shift <= len(texts):
        contact = [printed.contact_page + shift]
    if printed and not press and printed.press_page and printed.press_page + shift <= len(texts):
        press = [printed.press_page + shift]
    return Chosen(tuple(signing[:2]), contact[-1] if contact else None, press[-1] if press else None)
