"""The fields of a letter of interest. In: its pages of words. Out: fields with page, place, source and confidence. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from intake.documents import (
    agencies,
    certainty,
    counts,
    dates,
    letter_contacts,
    letter_parts,
    letter_signatory,
    models_asked,
    office_half,
    people,
    persons,
    places,
)
from intake.documents.body import LABEL, Body
from intake.documents.document import Field
from intake.documents.letter_parts import Parts
from intake.documents.words import Layer, PageWords

WRITER: Final = 0.85
"""Confidence in the signatory as contact."""
ELSEWHERE: Final = 0.5
"""Confidence in an address in a state of which the letter says nothing."""
GENERIC: Final = 0.2
"""What a vote for "Office of the Sheriff" weighs, beside one for a name that says whose."""
_RUNNING: Final = re.compile(r"\b(?!of\b|the\b|and\b|for\b|at\b|de\b|du\b|la\b)[a-z]{2,}\b")
"""Words of running text, of which a name has none."""
_MAIN: Final = re.compile(
    r"^\W*(?:main|agency|office|department|business|general|admin\w*)\s+(?:(?:tele)?phone|number|line|switchboard|no\.)(?:\s+\w+)?\W*:?",
    re.IGNORECASE,
)
"""A label that asks for the agency's own telephone."""
_SAID: Final = re.compile(
    r"\b(?:main|general|agency(?:['’]s)?|department(?:['’]s)?|headquarters|switchboard|front\s+desk|business)(?:\s+(?!mail)[\w'’]+){0,4}\s*(?::|is|at|,)?\s*$",
    re.IGNORECASE,
)


def read(pages: Sequence[PageWords]) -> list[Field]:
    """All fields of a letter, each no surer than the words it was read from."""
    parts = letter_parts.parts_of(pages)
    scanned = {page.number: page for page in pages if page.layer is Layer.SCAN}

    def trusted(field: Field) -> Field:
        return certainty.lowered(field, scanned[field.page]) if field.page in scanned else field

    signatory = letter_signatory.read(parts, trusted)
    found = [*map(trusted, _read(parts, pages))]
    return [*found, *signatory, *_writer(found, signatory)]


def _writer(found: Sequence[Field], signatory: Sequence[Field]) -> list[Field]:
    """Who writes "call me" is the contact: whoever signs the letter."""
    names = {field.name for field in found}
    if "poc_name" in names or "poc_title" in names or not names & {"poc_phone", "poc_email"}:
        return []
    held = {"signatory_name": "poc_name", "signatory_title": "poc_title"}
    return [replace(field, name=held[field.name], confidence=min(field.confidence, WRITER)) for field in signatory if field.name in held]


def _read(parts: Parts, pages: Sequence[PageWords]) -> list[Field]:
    found: list[Field] = []
    found += _agency(parts)
    found += _place(parts, {f.name: f for f in found})
    found += _dates(parts)
    found += models_asked.read(parts.body, pages, *parts.prose)
    start, end = parts.prose
    count = counts.labelled(parts.body.text)
    if count:
        start = 0
    else:
        count = counts.officers(parts.body.joined[start:end])
    if count:
        sure = 0.93 if count.groups == 1 else 0.8 if count.groups < counts.RANGED else 0.5
        found.append(parts.body.field("officers_nominated", count.value, start + count.start, start + count.end, sure))
    found += letter_contacts.read(parts)
    found += _own_phone(parts)
    return found


def _agency(parts: Parts) -> list[Field]:
    body = parts.body
    votes: dict[str, list[tuple[str, int, int, float]]] = {}

    def vote(text: str, start: int, end: int, weight: float) -> None:
        name, _ = places.split_state(agencies.clean(text))
        held, _, office = name.partition(", ")
        if people.is_position(held) and agencies.looks_like(office):
            name = office
        if agencies.looks_like(name):
            votes.setdefault(agencies.key(name), []).append((name, start, end, GENERIC * weight if agencies.is_generic(name) else weight))

    if "from" in parts.memo:
        _, start, end = parts.memo["from"]
        rest = body.text[start:end]
        for piece in re.finditer(r"[^,]+", rest):
            if agencies.looks_like(piece.group()) and not people.is_title(piece.group()):
                vote(piece.group(), start + piece.start(), start + piece.end(), 3.0)
    for index, line in enumerate(body.lines):
        if index in parts.addressee or office_half.is_office(line.text) or len(line.text) > 90:
            continue
        head, foot = index < parts.head_end, parts.closing is not None and index > parts.closing
        if not (head or foot) or letter_parts.MEMO.match(line.text):
            continue
        label = LABEL.match(line.text)
        text = line.text[label.end() :] if label and not agencies.looks_like(label.group().strip(" :")) else line.text
        if people.split_rank(text)[0] or persons.on_line(text) or len(_RUNNING.findall(text)) > 1:
            continue
        end = body.start_of(index) + len(line.text)
        vote(text, end - len(text), end, 2.5 if head else 2.2)
        # A name too long for its line goes on below.
        more = body.lines[index + 1].text if index + 1 < len(body.lines) else ""
        whole = f"{_cased(line.text)} {_without_echo(line.text, _cased(more))}"
        broken = head and more and agencies.is_generic(more) and not agencies.is_generic(line.text) and not re.search(r"[\d:,]", whole)
        if broken and agencies.looks_like(whole) and not people.is_title(more):
            vote(whole, body.start_of(index), end + 1 + len(more), 2.6)
        # "Office of the Sheriff" over "Alder County, Texas"
        place = places.counties(more)[:1] if head and agencies.is_generic(line.text) and agencies.looks_like(line.text) else []
        if place and place[0][2] == 0 and not re.search(r"\d", more):
            county = re.split(r"\s*,", more)[0]
            vote(f"{_cased(line.text)}, {county}", body.start_of(index), end + 1 + len(county), 2.6)
    start, end = parts.prose
    for name, begin, finish in agencies.mentions(body.joined, start, end):
        vote(name, begin, finish, 1.0)
    if not votes:
        return []
    best = max(votes.values(), key=lambda items: sum(item[3] for item in items) + 0.01 * len(items[0][0]))
    mixed = [item for item in best if item[0] != item[0].upper()]
    in_prose = [item for item in mixed if not body.text[item[1] : item[2]].isupper()]
    name, start, end, _ = max(in_prose or mixed or best, key=lambda item: item[3])
    confidence = 0.95 if len(best) >= 2 else 0.75
    return [
        body.field("agency_name", name, start, end, confidence),
        body.field("agency_type", agencies.kind(name), start, end, 0.9 if agencies.kind(name) != "other" else 0.5),
    ]


def _cased(text: str) -> str:
    return agencies.titled(text) if text.isupper() else text


def _without_echo(above: str, text: str) -> str:
    """The line without its first word where the one above ends in it ("… State University" over "University Police")."""
    first, _, rest = text.partition(" ")
    return rest if rest and above.lower().endswith(f" {first.lower()}") else text


def _place(parts: Parts, known: dict[str, Field]) -> list[Field]:
    body = parts.body
    found: list[Field] = []
    named = known.get("agency_name")
    address = _address(parts, str(named.value) if named else "")
    if address:
        where, weight = address
        for name, value in (("street_address", where.street), ("city", where.city), ("zip", where.zip)):
            if value:
                at = body.flow.find(value, where.start) if value in body.flow[where.start :] else where.start
                found.append(
                    body.field(name, agencies.titled(value) if value.isupper() and len(value) > 5 else value, at, at + len(value), weight)
                )
    state = _state(parts, known, address[0] if address and address[1] > ELSEWHERE else None)
    if state:
        found.append(state)
    county = _county(parts, str(named.value) if named else "", str(state.value) if state else None)
    if county:
        found.append(county)
    return found


def _address(parts: Parts, agency: str) -> tuple[places.Address, float] | None:
    """The first address in the state that the letter tells of itself; one in another state is a guess: it may be the addressee's."""
    told = _states_told(parts, agency)
    found = [*_addresses(parts)]
    own = [each for each in found if not told or not each[0].state or each[0].state in told]
    if own:
        return own[0]
    return (found[0][0], min(found[0][1], ELSEWHERE)) if found else None


def _states_told(parts: Parts, agency: str) -> set[str]:
    """States that the running text joins to a county or an office, and that of the agency's own name."""
    start, end = parts.prose
    told = {state for _, state, _, _ in places.counties(parts.body.joined[start:end]) if state}
    code = agencies.state_of(agency)
    return told | ({code} if code else set())


def _addresses(parts: Parts) -> Iterator[tuple[places.Address, float]]:
    body = parts.body
    if "address" in parts.memo:
        index, start, end = parts.memo["address"]
        # An address may run over to the next line.
        more = (
            body.start_of(index + 2) - 1 if index + 1 < len(body.lines) and not letter_parts.MEMO.match(body.lines[index + 1].text) else end
        )
        found = _address_in(body, start, max(end, more))
        if found:
            yield found, 0.95
    zones = [(range(parts.head_end), 0.93)]
    if parts.closing is not None:
        zones.append((range(parts.closing + 1, len(body.lines)), 0.9))
    zones.append((range(parts.head_end, len(body.lines)), 0.6))
    for zone, weight in zones:
        run: list[int] = []
        for index in [*zone, -1]:
            if index >= 0 and index not in parts.addressee and not office_half.is_office(body.lines[index].text):
                run.append(index)
                continue
            if run:
                found = _address_in(body, body.start_of(run[0]), body.start_of(run[-1]) + len(body.lines[run[-1]].text))
                if found and (found.zip or found.city):
                    yield found, weight
            run = []


def _address_in(body: Body, start: int, end: int) -> places.Address | None:
    found = places.address(body.text[start:end])
    if found is None or not found.street:
        # A narrow column breaks a street in two.
        found = places.address(body.flow[start:end]) or found
    return found._replace(start=found.start + start, end=found.end + start) if found else None


def _state(parts: Parts, known: dict[str, Field], address: places.Address | None) -> Field | None:
    body = parts.body
    if address and address.state:
        return body.field("state", address.state, address.start, address.end, 0.96)
    for _, state, start, end in places.counties(body.joined):
        if state and body.line_at(start) not in parts.addressee:
            return body.field("state", state, start, end, 0.93)
    for index, line in enumerate(body.lines):
        if index in parts.addressee or office_half.is_office(line.text):
            continue
        match = re.search(r"\bState\s+of\s+([A-Z]\w+(?:\s+[A-Z]\w+)?)", line.text) or places.CITY_STATE.search(line.text)
        code = None
        if match:
            code = places.state_code(match.group(1)) if match.lastindex == 1 else places.state_code(match.group("state"))
        if code:
            return body.field("state", code, body.start_of(index), body.start_of(index) + len(line.text), 0.85)
    agency = known.get("agency_name")
    name_state = agencies.state_of(str(agency.value)) if agency else None
    if agency and name_state:
        return Field("state", name_state, agency.raw, agency.page, agency.bbox, agency.source, 0.8)
    for mail, start, end in people.emails(body.text):
        code = places.state_of_email(mail)
        if code:
            return body.field("state", code, start, end, 0.4)
    return None


def _county(parts: Parts, agency: str, state: str | None) -> Field | None:
    body = parts.body
    named = [item for item in places.counties(body.joined) if body.line_at(item[2]) not in parts.addressee]
    explicit = [item for item in named if item[1]]
    own = agencies.county_of(agency)
    if explicit:
        name, _, start, end = next((item for item in explicit if own and item[0] == own), explicit[0])
        return body.field("county", name, start, end, 0.93)
    if own:
        at = next((item for item in named if item[0].lower() == own.lower()), None)
        start, end = (at[2], at[3]) if at else (0, 0)
        return body.field("county", own, start, end, 0.9)
    if named:
        name, _, start, end = named[0]
        return body.field("county", name, start, end, 0.6)
    return None


def _dates(parts: Parts) -> list[Field]:
    body = parts.body
    found: list[Field] = []
    if "date" in parts.memo:
        _, start, end = parts.memo["date"]
        dated = dates.first(body.text[start:end])
        if dated:
            return [body.field("letter_date", dated.value.isoformat(), start + dated.start, start + dated.end, 0.97)]
    signed: Field | None = None
    stamped = {
        i + k
        for i, line in enumerate(body.lines)
        if re.search(r"\breceived\b", line.text, re.IGNORECASE) and len(line.text) < 40
        for k in (0, 1)
    }
    for index, line in enumerate(body.lines):
        head, foot = index < parts.head_end, parts.closing is not None and index > parts.closing
        labelled = bool(letter_parts.DATED.match(line.text))
        if index in stamped or letter_parts.STAMP.search(line.text) or not (head or foot or labelled):
            continue
        dated = dates.first(line.text)
        if not dated:
            continue
        alone = dated.end - dated.start > 0.5 * len(line.text.strip())
        start = body.start_of(index)
        item = body.field(
            "letter_date",
            dated.value.isoformat(),
            start + dated.start,
            start + dated.end,
            (0.96 if alone or labelled else 0.7) - (0 if dated.sure else 0.1),
        )
        if head and index not in parts.addressee:
            found.append(item)
        elif foot and labelled:
            signed = item
            found.append(item)
        else:
            found.append(item)
    result: list[Field] = []
    if found:
        result.append(max(found, key=lambda f: f.confidence))
    if signed:
        result.append(Field("signed_date", signed.value, signed.raw, signed.page, signed.bbox, signed.source, signed.confidence))
    return result


def _own_phone(parts: Parts) -> list[Field]:
    """The agency's own telephone, of its letterhead or its foot."""
    body = parts.body
    zones = [*range(parts.head_end), *(range(parts.closing + 1, len(body.lines)) if parts.closing is not None else ())]
    labelled = [i for i, line in enumerate(body.lines) if _MAIN.match(line.text)]
    for index in [*labelled, *zones]:
        if index in parts.addressee or office_half.is_office(body.lines[index].text):
            continue
        for phone in people.phones(body.lines[index].text):
            if not phone.fax:
                start = body.start_of(index)
                return [body.field("phone", phone.value, start + phone.start, start + phone.end, 0.9)]
    # "Our main switchboard is …"
    start, end = parts.prose
    for phone in people.phones(body.joined[start:end]):
        if not phone.fax and _SAID.search(body.joined[start : start + phone.start]):
            return [body.field("phone", phone.value, start + phone.start, start + phone.end, 0.8)]
    return []
