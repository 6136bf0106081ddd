"""The signature page of an agreement: which half is whose, and what stands on its lines. In: a page of words. Out: two halves. Pure.

Printings of 2025: "For the LEA:" left, "For ICE:" right (or one below the other), with the lines Date, Signature, Name, Title, Agency. Printings
of 2019 and 2020: the office left, the agency right, no headings; name, title and agency typed under the line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.documents import office_half, people
from intake.documents import words as layout
from intake.documents.document import BBox
from intake.documents.words import Line, PageWords, Word

_HEADING: Final = re.compile(r"\bfor\s*(?:the\s*)?(?P<who>ICE|LEA|AGENCY|U\.?\s?S\.?\s+Immigration[\w\s]*|[A-Z][\w'’.&\- ]{4,90}?)\s*:", re.IGNORECASE)
_CLOSING: Final = re.compile(r"full\s*est\s+extent\s+al\s?lowed\s+by|extent\s+(?:\w+\s+)?allowed\s+by|each\s+party\s+represents", re.IGNORECASE)
_LABEL: Final = re.compile(r"^(?P<label>date|signature|signed|by|(?:printed\s+)?name|title|agency)\s*[:.·]?$", re.IGNORECASE)
_FOOTER: Final = re.compile(r"\brev(?:ised)?\.?\s*\d|^\s*\d{1,2}\s*$|\bpage\s+\d", re.IGNORECASE)
_DIGITAL: Final = re.compile(r"digitally\s+signed|^DN:|^Date:\s+\d{4}\.\d\d\.\d\d|^-?[+\-]\d\d'\d\d'", re.IGNORECASE)
LABELS: Final = ("date", "signature", "name", "title", "agency")


@dataclass(slots=True)
class Half:
    """One party's half. `values` maps a label to the line of words beside it; `labels` to the label's own box."""

    party: str  # "agency" | "office"
    box: BBox
    heading: str
    values: dict[str, Line] = field(default_factory=dict)
    labels: dict[str, BBox] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Both halves of one page."""

    page: int
    agency: Half | None
    office: Half | None


def find(page: PageWords) -> SignatureBlock | None:
    """The signature block of a page, or None."""
    closing = [line for line in page.lines if _CLOSING.search(line.text)]
    top = max((line.bbox[3] for line in closing), default=0.0)
    bottom = min((line.bbox[1] for line in page.lines if line.bbox[1] > page.height * 0.9 or (line.bbox[1] > top and _FOOTER.search(line.text) and line.bbox[1] > page.height * 0.8)), default=page.height)
    words = [word for word in page.words if word.bbox[1] >= top - 2 and word.bbox[3] <= bottom + 6]
    headings = _headings(words, page)
    if headings:
        halves = _by_headings(headings, words, page, bottom)
    elif closing:
        halves = _by_columns(words, page, top, bottom)
    else:
        return None
    agency = next((half for half in halves if half.party == "agency"), None)
    office = next((half for half in halves if half.party == "office"), None)
    return SignatureBlock(page.number, agency, office) if agency or office else None


def _headings(words: Sequence[Word], page: PageWords) -> list[tuple[str, str, BBox]]:
    """(party, heading text, box) of each "For …:" that stands in the block."""
    found: list[tuple[str, str, BBox]] = []
    for line in layout.lines_of(list(words)):
        for segment in segments(line, 24.0, break_before=re.compile(r"^for$", re.IGNORECASE)):
            match = _HEADING.match(segment.text.strip())
            if not match:
                continue
            who = match.group("who")
            office = bool(re.fullmatch(r"ICE", who.strip(), re.IGNORECASE)) or office_half.is_office(who)
            agency = bool(re.fullmatch(r"LEA|(?:the\s+)?AGENCY", who.strip(), re.IGNORECASE))
            if not office and not agency and segment.bbox[2] > page.width * 0.95 and len(who.split()) > 10:
                continue
            found.append(("office" if office else "agency", segment.text[: match.end()].strip(), segment.bbox))
    agency_first = next((item for item in found if item[0] == "agency"), None)
    office_first = next((item for item in found if item[0] == "office"), None)
    return [item for item in (agency_first, office_first) if item]


def segments(line: Line, gap: float, break_before: re.Pattern[str] | None = None) -> list[Line]:
    """A line cut where the space between words is wider than `gap` points, or before a word that begins a column."""
    groups: list[list[Word]] = []
    for word in sorted(line.words, key=lambda w: w.bbox[0]):
        if groups and word.bbox[0] - groups[-1][-1].bbox[2] <= gap and not (break_before and break_before.match(word.text)):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [layout.make_line(group) for group in groups]


def _by_headings(headings: list[tuple[str, str, BBox]], words: Sequence[Word], page: PageWords, bottom: float) -> list[Half]:
    halves = []
    for party, text, box in headings:
        others = [other for other in headings if other[2] is not box]
        side = next((o for o in others if abs(o[2][1] - box[1]) < 20 and abs(o[2][0] - box[0]) > 100), None)
        below = next((o for o in others if side is None and o[2][1] > box[1] + 20), None)
        if side and side[2][0] > box[0]:
            area = (0.0, box[1] - 2, side[2][0] - 4, bottom)
        elif side:
            area = (box[0] - 12, box[1] - 2, page.width, bottom)
        else:
            area = (0.0, box[1] - 2, page.width, below[2][1] - 2 if below else bottom)
        halves.append(_half(party, text, area, words))
    return halves


def _by_columns(words: Sequence[Word], page: PageWords, top: float, bottom: float) -> list[Half]:
    middle = page.width / 2 - 4
    left = _half("office", "", (0.0, top, middle, bottom), words)
    right = _half("agency", "", (middle, top, page.width, bottom), words)
    left_office = any(office_half.is_office(line.text) for line in left.lines)
    right_office = any(office_half.is_office(line.text) for line in right.lines)
    if right_office and not left_office:
        left.party, right.party = "agency", "office"
    return [half for half in (left, right) if half.lines]


def _half(party: str, heading: str, area: BBox, words: Sequence[Word]) -> Half:
    inside = [w for w in words if area[0] <= w.bbox[0] and (w.bbox[0] + w.bbox[2]) / 2 <= area[2] and area[1] <= (w.bbox[1] + w.bbox[3]) / 2 <= area[3]]
    lines = layout.lines_of(inside)
    half = Half(party, area, heading, lines=lines)
    for line in lines:
        if _DIGITAL.search(line.text) and not re.match(r"date:\s*$", line.text, re.IGNORECASE) and "signature" in line.text.lower():
            half.labels.setdefault("signature", line.bbox)
            continue
        _labelled(half, line)
    for line in lines:
        rest = re.sub(_HEADING, "", line.text).strip() if heading and line.text.startswith(heading.split()[0]) else ""
        if rest and people.is_name(rest) and "name" not in half.values and heading in line.text:
            tail = [w for w in line.words if w.bbox[0] > area[0]][-len(rest.split()) :]
            half.values["name"] = layout.make_line(tail)
    if not {"name", "title"} & set(half.labels):
        _unlabelled(half)
    return half


def _labelled(half: Half, line: Line) -> None:
    words = list(line.words)
    index = 0
    current: str | None = None
    taken: list[Word] = []
    while index <= len(words):
        word = words[index] if index < len(words) else None
        label = _label_at(words, index) if word else None
        if word is None or label:
            if current and taken:
                half.values.setdefault(current, layout.make_line(taken))
            if word is None or label is None:
                break
            current, width = label
            if current in half.labels and current in half.values:
                current = None
            else:
                half.labels.setdefault(current, layout.union(w.bbox for w in words[index : index + width]))
            taken = []
            index += width
            continue
        if current:
            taken.append(word)
        index += 1


def _label_at(words: Sequence[Word], index: int) -> tuple[str, int] | None:
    text = words[index].text
    match = _LABEL.match(text)
    if match is None and ":" in text and not text.endswith(":"):
        match = None
    if match is None or not (text.rstrip()[-1] in ":.·" or _stands_alone(words, index)):
        return None
    label = match.group("label").lower()
    label = {"signed": "signature", "by": "signature"}.get(label, "name" if "name" in label else label)
    return label, 1


def _stands_alone(words: Sequence[Word], index: int) -> bool:
    return index == 0 and (len(words) == 1 or words[1].bbox[0] - words[0].bbox[2] > 12)


def _unlabelled(half: Half) -> None:
    """Name, title and agency typed under the line: the first line that is a name, then what follows."""
    for index, line in enumerate(half.lines):
        if half.values.get("date") is not None and line is half.values.get("date"):
            continue
        name = line.text.strip(" .")
        after_comma = [part.strip(" .") for part in name.split(",")]
        if not people.is_name(after_comma[0]) or _DIGITAL.search(line.text) or office_half.is_office(name):
            rank, rest = people.split_rank(name)
            if not rank or not people.is_name(rest):
                continue
        half.values["name"] = line
        following = [item for item in half.lines[index + 1 : index + 5] if not _DIGITAL.search(item.text)]
        if following:
            half.values.setdefault("title", following[0])
        if len(following) > 1:
            half.values.setdefault("agency", following[1])
        return
