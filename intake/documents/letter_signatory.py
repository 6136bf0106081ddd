"""Who signed a letter, and whether it is signed. In: the parts of a letter. Out: fields and a verdict. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from intake.documents import agencies, letter_parts, office_half, people, signatures
from intake.documents.acroform import Filled
from intake.documents.body import Body
from intake.documents.document import BBox, Field, Signature, Verdict
from intake.documents.letter_parts import Parts
from intake.documents.words import Line, PageWords

if TYPE_CHECKING:
    from intake.documents.ink import Sheet

    Sheets = Callable[[PageWords], Sheet | None]

_ENCLOSURE: Final = re.compile(r"^\s*(?:enc(?:l|losures?)?\b|cc?\s*:|attachments?\b|c\.?c\.?\b)", re.IGNORECASE)
_LABEL: Final = re.compile(r"^\s*\(?(?:authorized\s+|official\s+)?signature(?:\s+of\s+[\w ]{3,30})?\)?\s*:?\s*$", re.IGNORECASE)
_SIGNING: Final = re.compile(r"^\s*(?:by|signed|signature|name|printed\s+name|/s/|s/)\s*:?\s*", re.IGNORECASE)


def read(parts: Parts) -> list[Field]:
    """signatory_name and signatory_title: from under the closing, else with doubt from the letterhead."""
    body = parts.body
    found: list[Field] = []
    if parts.closing is not None:
        found = _signatory_in(body, range(parts.closing + 1, min(len(body.lines), parts.closing + 9)))
    for index in (i for i, line in enumerate(body.lines) if i > parts.head_end and _LABEL.match(line.text)):
        # The line to sign on bears its label below; the name is typed above it or, less often, below.
        found = found or _signatory_in(body, [near for near in (index - 1, index + 1, index + 2) if near < len(body.lines)])
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


def _signatory_in(body: Body, indexes: Sequence[int]) -> list[Field]:
    for index in indexes:
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
            found.append(
                body.field(
                    "signatory_title", agencies.titled(title) if title.isupper() and len(title) > 4 else title, at, at + len(title), 0.93
                )
            )
        else:
            following = body.lines[index + 1 : index + 3]
            for offset, item in enumerate(following, index + 1):
                stripped = re.sub(r"^title\s*:\s*", "", item.text.strip(), flags=re.IGNORECASE)
                # After a typed "/s/" the name may come again, with the title behind a comma.
                stripped = stripped.removeprefix(name).lstrip(" ,")
                first = stripped.split(",")[0]
                if people.is_title(first):
                    at = body.start_of(offset) + item.text.find(first)
                    found.append(
                        body.field("signatory_title", agencies.titled(first) if first.isupper() else first, at, at + len(first), 0.94)
                    )
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
    between = [item for item in below if named and item.bbox[3] <= named.bbox[1] + 2 and not _SIGNING.fullmatch(item.text)]
    # A name that stands twice may be a signature in a script font; words in the gap may be anything.
    twice = named is not None and _stands_twice(named.text, below[below.index(named) + 1 :])
    certain = named is not None and bottom > line.bbox[3] and not between and not twice
    # A pen crosses the name, or hides it: then it may stand anywhere below the closing.
    place = (left - 24, line.bbox[3], right + 260 if named else page.width, named.bbox[3] if named else line.bbox[3] + 90)
    verdict = signatures.in_area(page, "agency", area, filled, boxes, certain=certain, sheet=sheet(page), place=place)
    if verdict.verdict is Verdict.SIGNED or verdict.kind == "digital":
        return verdict
    for item, box in digital:
        return signatures.by_field("agency", item, box)
    hidden = stray or any(item.kind == "signature" and item.ticked for item in filled)
    return replace(verdict, verdict=Verdict.UNCLEAR) if hidden and verdict.verdict is Verdict.UNSIGNED else verdict


def _stands_twice(text: str, following: Sequence[Line]) -> bool:
    last = people.split_rank(_SIGNING.sub("", text).split(",")[0].strip())[1].split()[-1:]
    return bool(last) and any(last[0].lower() in item.text.lower() for item in following[:2])
