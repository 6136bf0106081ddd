"""The fields of a letter of interest. In: its pages of words. Out: fields with page, place, source and confidence. Pure.

The letter's parts are found first: letterhead, addressee (the office's: none of it is the agency's), body, closing. A memorandum has labels
(FROM, ADDRESS, DATE) instead. A "received" stamp is the office's and dates nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents import agencies, contacts, counts, dates, models_asked, office_half, people, places, signatures
from intake.documents.acroform import Filled
from intake.documents.body import Body
from intake.documents.document import BBox, Field, Signature, Verdict
from intake.documents.words import Line, PageWords

_SALUTATION: Final = re.compile(r"^\s*(?:dear\b|to\s+whom\b|sirs?\b|gentlemen|ladies\b|madam\b|attention:)", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"^\s*(?:re|subject|subj|reference)\s*[:.]", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"^\s*(?:(?:most\s+|very\s+)?(?:sincerely|respectfully|truly|cordially|faithfully)(?:\s+(?:yours|submitted))?|yours\s+(?:truly|sincerely|respectfully|very\s+truly|in\s+\w+(?:\s+\w+)?)"
    r"|(?:warm(?:est)?|best|kind(?:est)?|with\s+(?:best|warm|kind)\w*)\s+(?:personal\s+)?(?:regards|wishes)|regards|with\s+respect|in\s+service|for\s+the\s+(?:sheriff|agency)|thank\s+you,?"
    r"|thanking\s+you[\w\s]*|sincerely\s+and\s+respectfully|in\s+partnership|stay\s+safe)\s*[,.:]?\s*$",
    re.IGNORECASE,
)
_MEMO: Final = re.compile(r"^\s*(?P<label>from|address|to|date|re|subject|via|cc|thru|through)\s*:\s*(?P<rest>.*)$", re.IGNORECASE)
_STAMP: Final = re.compile(r"\breceived\b|^\s*(?:[A-Z]{3}\s+\d{1,2}\s+\d{4}|\d{4}\s+[A-Z]{3}\s+\d{1,2})\s*$")
_DATED: Final = re.compile(r"^\s*(?:dated?\s*(?:this|:)?|this\s+(?:the\s+)?\d)|^\s*date\b", re.IGNORECASE)
_ENCLOSURE: Final = re.compile(r"^\s*(?:enc(?:l|losures?)?\b|cc?\s*:|attachments?\b|c\.?c\.?\b)", re.IGNORECASE)
_SIGNING: Final = re.compile(r"^\s*(?:by|signed|signature|name|printed\s+name|/s/|s/)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Line numbers of a letter's parts; `end` numbers are exclusive."""

    body: Body
    addressee: frozenset[int]
    head_end: int
    closing: int | None
    memo: dict[str, tuple[int, int, int]]  # label -> line, start and end of its text

    @property
    def prose(self) -> tuple[int, int]:
        """Start and end of the running text."""
        return self.body.start_of(self.head_end), self.body.start_of(self.closing if self.closing is not None else len(self.body.lines))


def parts_of(pages: Sequence[PageWords]) -> Parts:
    """Find the parts of a letter."""
    body = Body([line for page in pages for line in page.lines])
    lines = body.lines
    salutation = next((i for i, line in enumerate(lines[:60]) if _SALUTATION.match(line.text)), None)
    subject = next((i for i, line in enumerate(lines[:60]) if _SUBJECT.match(line.text)), None)
    starts = [i for i in (salutation, subject) if i is not None]
    memo: dict[str, tuple[int, int, int]] = {}
    for index, line in enumerate(lines[:30]):
        match = _MEMO.match(line.text)
        if match and match.group("label").lower() not in memo:
            begin = body.start_of(index)
            memo[match.group("label").lower()] = (index, begin + match.start("rest"), begin + match.end("rest"))
    if "from" not in memo:
        memo = {}
    head_end = max(starts) if starts else _first_prose(lines)
    closings = [i for i, line in enumerate(lines) if i > head_end and _CLOSING.match(line.text)]
    return Parts(body, _addressee(lines, min(starts) if starts else head_end), head_end, closings[-1] if closings else None, memo)


def _first_prose(lines: Sequence[Line]) -> int:
    return next((i for i, line in enumerate(lines) if len(line.text) > 60 and re.search(r"\b(?:is|are|am|would|please|our|we)\b", line.text)), min(8, len(lines)))


def _addressee(lines: Sequence[Line], end: int) -> frozenset[int]:
    """Lines of the block that names the office, with those above (a person's name) and below that hang on it without a gap."""
    marked = [i for i in range(min(end, len(lines))) if office_half.is_office(lines[i].text)]
    if not marked:
        return frozenset()
    found: set[int] = set(marked)
    for start, step, limit in ((marked[0], -1, -1), (marked[-1], 1, end)):
        index = start + step
        while index != limit and 0 <= index < len(lines):
            gap = abs(lines[index].bbox[1] - lines[index - step].bbox[1])
            left = abs(lines[index].bbox[0] - lines[start].bbox[0])
            height = lines[start].bbox[3] - lines[start].bbox[1]
            text = lines[index].text
            if gap > 1.75 * height or left > 40 or agencies.looks_like(text) or dates.first(text) or _MEMO.match(text):
                break
            found.add(index)
            index += step
    found |= set(range(marked[0], marked[-1] + 1)) - {i for i in range(marked[0], marked[-1]) if agencies.looks_like(lines[i].text) and i not in marked}
    return frozenset(found)


def read(pages: Sequence[PageWords]) -> list[Field]:
    """All fields of a letter."""
    parts = parts_of(pages)
    found: list[Field] = []
    found += _agency(parts)
    found += _place(parts, {f.name: f for f in found})
    found += _dates(parts)
    found += _signatory(parts)
    found += models_asked.read(parts.body, pages, *parts.prose)
    start, end = parts.prose
    count = counts.officers(parts.body.text[start:end])
    if count:
        found.append(parts.body.field("officers_nominated", count.value, start + count.start, start + count.end, 0.93 if count.groups == 1 else 0.8))
    found += contacts.of_letter(parts.body, start, end, parts.closing, parts.addressee)
    found += _own_phone(parts)
    return found


def _agency(parts: Parts) -> list[Field]:
    body = parts.body
    votes: dict[str, list[tuple[str, int, int, float]]] = {}

    def vote(text: str, start: int, end: int, weight: float) -> None:
        name, _ = places.split_state(agencies.clean(text))
        if agencies.looks_like(name):
            votes.setdefault(agencies.key(name), []).append((name, start, end, weight))

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
        if (head or foot) and agencies.looks_like(line.text) and not people.split_rank(line.text)[0] and not _MEMO.match(line.text):
            vote(line.text, body.start_of(index), body.start_of(index) + len(line.text), 2.5 if head else 2.2)
    start, end = parts.prose
    for match in agencies.MENTION.finditer(body.flow, start, end):
        name = re.split(r"\b(?:of|behalf\s+of|that|as|for|with|by|in|from)\s+the\s+(?=[A-Z])", match.group())[-1]
        begin = match.end() - len(name)
        if name[:1].isupper() or name.startswith("the "):
            vote(name, begin, match.end(), 1.0)
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


def _place(parts: Parts, known: dict[str, Field]) -> list[Field]:
    body = parts.body
    found: list[Field] = []
    address = _address(parts)
    if address:
        where, weight = address
        for name, value in (("street_address", where.street), ("city", where.city), ("zip", where.zip)):
            if value:
                at = body.flow.find(value, where.start) if value in body.flow[where.start :] else where.start
                found.append(body.field(name, agencies.titled(value) if value.isupper() and len(value) > 5 else value, at, at + len(value), weight))
    state = _state(parts, known, address[0] if address else None)
    if state:
        found.append(state)
    agency = known.get("agency_name")
    county = _county(parts, str(agency.value) if agency else "", str(state.value) if state else None)
    if county:
        found.append(county)
    return found


def _address(parts: Parts) -> tuple[places.Address, float] | None:
    body = parts.body
    if "address" in parts.memo:
        index, start, end = parts.memo["address"]
        # An address may run over to the next line.
        more = body.start_of(index + 2) - 1 if index + 1 < len(body.lines) and not _MEMO.match(body.lines[index + 1].text) else end
        found = _address_in(body, start, max(end, more))
        if found:
            return found, 0.95
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
                    return found, weight
            run = []
    return None


def _address_in(body: Body, start: int, end: int) -> places.Address | None:
    found = places.address(body.text[start:end])
    return found._replace(start=found.start + start, end=found.end + start) if found else None


def _state(parts: Parts, known: dict[str, Field], address: places.Address | None) -> Field | None:
    body = parts.body
    if address and address.state:
        return body.field("state", address.state, address.start, address.end, 0.96)
    for _, state, start, end in places.counties(body.flow):
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
    named = [item for item in places.counties(body.flow) if body.line_at(item[2]) not in parts.addressee]
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
    stamped = {i + k for i, line in enumerate(body.lines) if re.search(r"\breceived\b", line.text, re.IGNORECASE) and len(line.text) < 40 for k in (0, 1)}
    for index, line in enumerate(body.lines):
        head, foot = index < parts.head_end, parts.closing is not None and index > parts.closing
        labelled = bool(_DATED.match(line.text))
        if index in stamped or _STAMP.search(line.text) or not (head or foot or labelled):
            continue
        dated = dates.first(line.text)
        if not dated:
            continue
        alone = dated.end - dated.start > 0.5 * len(line.text.strip())
        start = body.start_of(index)
        item = body.field("letter_date", dated.value.isoformat(), start + dated.start, start + dated.end, (0.96 if alone or labelled else 0.7) - (0 if dated.sure else 0.1))
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


def _signatory(parts: Parts) -> list[Field]:
    body = parts.body
    found: list[Field] = []
    if parts.closing is not None:
        found = _closing_signatory(body, parts.closing)
    letterhead = _letterhead_head(parts)
    if not found and letterhead:
        return [Field(f.name, f.value, f.raw, f.page, f.bbox, f.source, 0.55) for f in letterhead]
    names = {str(f.value) for f in found if f.name == "signatory_name"}
    if found and not any(f.name == "signatory_title" for f in found):
        # A title that only the letterhead gives, to the same name.
        title = next((f for f in letterhead if f.name == "signatory_title"), None)
        if title and any(f.name == "signatory_name" and str(f.value) in names for f in letterhead):
            found.append(title)
    return found


def _closing_signatory(body: Body, closing: int) -> list[Field]:
    for index in range(closing + 1, min(len(body.lines), closing + 9)):
        line = body.lines[index]
        if _ENCLOSURE.match(line.text) or office_half.is_office(line.text):
            continue
        text = _SIGNING.sub("", line.text).strip()
        pieces = [piece.strip() for piece in re.split(r",\s+(?!Jr|Sr|I{2,3}\b|IV\b|Esq|Ph)", text)]
        rank, name = people.split_rank(pieces[0])
        if not (people.is_name(name) or people.is_upper_name(name)) or agencies.KEYWORD.search(name):
            continue
        value = agencies.titled(name) if name.isupper() else name
        start = body.start_of(index) + max(0, line.text.find(name))
        found = [body.field("signatory_name", value, start, start + len(name), 0.95)]
        title = next((piece for piece in pieces[1:] if people.is_title(piece)), None) or rank
        if title:
            at = body.start_of(index) + max(0, line.text.find(title))
            found.append(body.field("signatory_title", agencies.titled(title) if title.isupper() and len(title) > 4 else title, at, at + len(title), 0.93))
        else:
            following = body.lines[index + 1 : index + 3]
            for offset, item in enumerate(following, index + 1):
                stripped = re.sub(r"^title\s*:\s*", "", item.text.strip(), flags=re.IGNORECASE)
                # After a typed "/s/" the name may come again, with the title behind a comma.
                stripped = stripped.removeprefix(name).lstrip(" ,")
                first = stripped.split(",")[0]
                if people.is_title(first):
                    at = body.start_of(offset) + item.text.find(first)
                    found.append(body.field("signatory_title", agencies.titled(first) if first.isupper() else first, at, at + len(first), 0.94))
                    break
        return found
    return []


def _letterhead_head(parts: Parts) -> list[Field]:
    """The head named in the letterhead or after FROM: a governor or county executive may stand there who does not sign."""
    body = parts.body
    lines = list(range(parts.head_end))
    if "from" in parts.memo:
        index, start, end = parts.memo["from"]
        first = body.text[start:end].split(",")[0]
        rank, name = people.split_rank(first)
        if people.is_name(name):
            found = [body.field("signatory_name", name, start, start + len(first), 0.7)]
            return [*found, body.field("signatory_title", rank, start, start + len(first), 0.7)] if rank else found
    for index in lines:
        if index in parts.addressee:
            continue
        text = body.lines[index].text
        rank, name = people.split_rank(text.split(",")[0])
        if not people.is_name(name) or agencies.KEYWORD.search(text):
            continue
        start = body.start_of(index)
        found = [body.field("signatory_name", name, start, start + len(text), 0.55)]
        below = body.lines[index + 1].text if index + 1 < len(body.lines) else ""
        title = rank or (below if people.is_title(below) else "")
        return [*found, body.field("signatory_title", title, start, start + len(text), 0.55)] if title else found
    return []


def _own_phone(parts: Parts) -> list[Field]:
    """The agency's own telephone, of its letterhead or its foot."""
    body = parts.body
    zones = [*range(parts.head_end), *(range(parts.closing + 1, len(body.lines)) if parts.closing is not None else ())]
    for index in zones:
        if index in parts.addressee or office_half.is_office(body.lines[index].text):
            continue
        for phone in people.phones(body.lines[index].text):
            if not phone.fax:
                start = body.start_of(index)
                return [body.field("phone", phone.value, start + phone.start, start + phone.end, 0.9)]
    return []


def signature(pages: Sequence[PageWords], filled: Sequence[Filled], boxes: Sequence[BBox]) -> Signature | None:
    """The verdict between the closing and the typed name; None where the letter has no closing."""
    parts = parts_of(pages)
    by_number = {page.number: page for page in pages}
    if parts.closing is None:
        digital = [(item, box) for item, box in zip(filled, boxes, strict=True) if item.kind == "signature" and item.ticked]
        if digital:
            item, box = digital[0]
            return Signature("agency", Verdict.SIGNED, "digital", item.page, box, "unknown", item.signer, item.signed_at)
        last = pages[-1]
        return Signature("agency", Verdict.UNCLEAR, None, last.number, (0.0, 0.0, 0.0, 0.0))
    line = parts.body.lines[parts.closing]
    page = by_number[line.page]
    below = [item for item in parts.body.lines[parts.closing + 1 : parts.closing + 6] if item.page == line.page]
    named = next((item for item in below if people.is_name(people.split_rank(_SIGNING.sub("", item.text).split(",")[0].strip())[1])), None)
    bottom = named.bbox[1] if named else line.bbox[3] + 70
    left = min(line.bbox[0], named.bbox[0]) if named else line.bbox[0]
    right = max(line.bbox[0], named.bbox[0]) if named else line.bbox[0]
    area = (left - 6, line.bbox[3] - 8, right + 260, max(bottom + 6, line.bbox[3] + 16))
    verdict = signatures.in_area(page, "agency", area, filled, boxes, certain=named is not None and bottom > line.bbox[3])
    if verdict.verdict is Verdict.SIGNED:
        return verdict
    for item, box in zip(filled, boxes, strict=True):
        if item.kind == "signature" and item.ticked:
            return Signature("agency", Verdict.SIGNED, "digital", item.page, box, "unknown", item.signer, item.signed_at)
    return verdict
