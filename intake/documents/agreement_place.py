"""Where the agency of an agreement is. In: readings of its pages, and its name. Out: candidates for state, county and address. Pure.

The state stands in an address, behind the agency's name, or nowhere; then mail addresses, telephones and the field office speak for one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from intake.documents import agencies, area_codes, field_offices, office_half, people, places
from intake.documents.body import Body, line_field
from intake.documents.document import Field
from intake.documents.sheets import Sheets
from intake.documents.vote import Candidate
from intake.documents.words import Line

_LOCATED: Final = re.compile(
    r"\(\s*AGENCY\s*\)\s*,\s*(?:located\s+in\s+)?(?P<where>.{3,90}?)\s*,\s*and\s+sets\s+out", re.IGNORECASE | re.DOTALL
)

_COUNSEL: Final = re.compile(r"\(OPLA\)\s+field\s+location\s+at\s*:?\s*(?P<where>\S.{3,60})")
"""The blank for the office of the government's counsel, which is hardly ever in another state."""
_PARISH: Final = re.compile(r"\bParish\b(?!\s+of)")
"""Of all states Louisiana alone has parishes."""
_JAILER: Final = re.compile(r"\bjailer\b", re.IGNORECASE)
"""Of all states Kentucky alone has jailers who sign for a county."""

# In the vote, and how sure a place is that is the only one.
_ADDRESS: Final = (1.2, 0.93)
_CITY: Final = (0.9, 0.8)
_NAME: Final = (0.7, 0.75)
_MAIL: Final = (0.5, 0.6)
_PHONE: Final = (0.6, 0.8)
_OFFICE: Final = (0.2, 0.65)
"""Offices of the government's serve several states."""
_HELD: Final = (0.5, 0.65)


def candidates(readings: Sequence[Sheets], agency: Field | None, county: Field | None) -> list[Candidate]:
    """Candidates for state, county, street_address, city and zip. `county` is what the agency's name says."""
    found: list[Candidate] = []
    for sheets in readings:
        found += [
            Candidate(sheets.trusted(candidate.field), candidate.place, candidate.weight)
            for candidate in (*_located(sheets), *_addresses(sheets), *_hints(sheets))
        ]
    if agency:
        found += _of_name(agency)
    if county:
        found.append(Candidate(replace(county, confidence=min(0.95, county.confidence)), "name"))
    return found


def _located(sheets: Sheets) -> Iterator[Candidate]:
    first = Body(sheets.first.lines) if sheets.first else Body(())
    located = _LOCATED.search(first.flow[:3000])
    if not located:
        return
    start, end = located.start("where"), located.end("where")
    named = places.counties(located.group("where"))
    code = places.state_in(located.group("where"))
    if named:
        yield Candidate(first.field("county", named[0][0], start, end, 0.95), "located", 1.3)
    if code:
        yield Candidate(first.field("state", code, start, end, 0.95), "located", 1.3)


def _addresses(sheets: Sheets) -> Iterator[Candidate]:
    told = False
    for place, lines in (("contact", sheets.poc_lines), ("press", sheets.pio_lines)):
        own = [line for line in lines if not office_half.is_office(line.text)]
        address = places.address("\n".join(people.strip_label(line.text)[1] for line in own))
        if not address or not (address.street or address.zip):
            continue
        # The first address is the agency's; a second may be another's, but hardly in another state.
        for name, value in (("street_address", address.street), ("city", address.city), ("zip", address.zip)):
            if value and not told:
                yield Candidate(line_field(name, value, _origin(own, value), 0.88), place)
        if address.state:
            line = _origin(own, address.city or address.zip or address.street or "")
            yield Candidate(line_field("state", address.state, line, _ADDRESS[1]), f"address: {place}", _ADDRESS[0])
        told = True


def _hints(sheets: Sheets) -> Iterator[Candidate]:
    for place, lines in (("contact", sheets.poc_lines), ("press", sheets.pio_lines)):
        for line in lines:
            if office_half.is_office(line.text):
                continue
            match = places.CITY_STATE.search(line.text)
            code = places.state_code(match.group("state")) if match else None
            if code:
                yield Candidate(line_field("state", code, line, _CITY[1]), f"address: {place}", _CITY[0])
            for mail, _, _ in people.emails(line.text):
                code = places.state_of_email(mail)
                if code:
                    yield Candidate(line_field("state", code, line, _MAIL[1]), "mail", _MAIL[0])
            for phone in people.phones(line.text):
                code = area_codes.state_of(phone.value)
                if code:
                    yield Candidate(line_field("state", code, line, _PHONE[1]), "phone", _PHONE[0])
    for page in (sheets.counsel, *sheets.pages):
        if page is None:
            continue
        counsel = _COUNSEL.search(page.text)
        match = places.CITY_STATE.match(counsel.group("where")) if counsel else None
        code = places.state_code(match.group("state")) if match else None
        if code and page.lines:
            line = next((line for line in page.lines if match and match.group("city") in line.text), page.lines[0])
            yield Candidate(line_field("state", code, line, _OFFICE[1]), "counsel", _OFFICE[0])
    half = sheets.block.agency if sheets.block else None
    title = half.values.get("title") if half else None
    if title and _JAILER.fullmatch(title.text.strip(" .:")):
        yield Candidate(line_field("state", "KY", title, _HELD[1]), "office held", _HELD[0])
    for line in sheets.contact.lines if sheets.contact else ():
        code = field_offices.state_in(line.text)
        if code:
            yield Candidate(line_field("state", code, line, _OFFICE[1]), "field office", _OFFICE[0])
            break


def _of_name(agency: Field) -> Iterator[Candidate]:
    state = agencies.state_of(str(agency.value))
    if state:
        yield Candidate(_moved(agency, state), "name", _NAME[0])
    elif _PARISH.search(str(agency.value)):
        yield Candidate(_moved(agency, "LA"), "name", _NAME[0])


def _moved(agency: Field, value: str) -> Field:
    return replace(agency, name="state", value=value, confidence=_NAME[1])


def _origin(lines: Sequence[Line], value: str) -> Line:
    """The line that a part of an address was read from."""
    return next((line for line in lines if value and value in line.text), lines[0])
