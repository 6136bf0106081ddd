"""The signature page of an agreement: which half is whose, and what stands on its lines. In: a page of words. Out: two halves. Pure.

Printings of 2025: "For the LEA:" left, "For ICE:" right (or one below the other), with the lines Date, Signature, Name, Title, Agency.
Printings of 2019 and 2020: the office left, the agency right, no headings; name, title and agency typed under the line.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from rapidfuzz import fuzz

from intake.documents import dates, office_half, people
from intake.documents import words as layout
from intake.documents.document import BBox
from intake.documents.words import Layer, Line, PageWords, Word

_HEADING: Final = re.compile(
    r"\bfor\s*(?:the\s*)?(?P<who>ICE|LEA|AGENCY|U\.?\s?S\.?\s+Immigration[\w\s]*|[A-Z][\w'’.&\- ]{4,90}?)\s*:", re.IGNORECASE
)
CLOSING: Final = re.compile(
    r"full\s*est\s+extent\s+al\s?lowed\s+by|extent\s+(?:\w+\s+)?allowed\s+by|each\s+party\s+represents", re.IGNORECASE
)
_LABEL: Final = re.compile(r"^(?P<label>date|signature|signed|by|(?:printed\s+)?name|print(?:ed)?|title|agency)\s*[:.·]?$", re.IGNORECASE)
_CAPTION: Final = re.compile(r"^\(\s*(?P<label>date|signature|(?:printed\s+|typed\s+)?name|title)[\w\s/]{0,20}\)$", re.IGNORECASE)
_FOOTER: Final = re.compile(r"\brev(?:ised)?\.?\s*\d|^\s*\d{1,2}\s*$|\bpage\s+\d", re.IGNORECASE)
_DIGITAL: Final = re.compile(r"digitally\s+si[gq]ned|^DN:|^Date:\s+\d{4}\.\d\d\.\d\d|^-?[+\-]\d\d'\d\d'", re.IGNORECASE)
_DASHES: Final = re.compile(r"[-–—_=~.•|]{2,}|[-–—_=~]|B{2,}")
_GLUED: Final = re.compile(r"([A-Za-z;/\\.]{4,11}[:·]+|(?:Date|Title|Name|Agency|Signature)[.,;])(.+)$")
SLIP: Final = 70
"""How alike a misread label must be, of 100."""
NEAR: Final = 19.0
"""Points between the middles of a label and of a value that belong together."""
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
    loose: tuple[Line, ...] = ()  # those without a label
    placed: set[str] = field(default_factory=set)  # labels that were not seen, but stand there in the other half
    again: dict[str, Line] = field(default_factory=dict)  # values as a second reading of the label's blank has them


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Both halves of one page."""

    page: int
    agency: Half | None
    office: Half | None


def find(page: PageWords) -> SignatureBlock | None:
    """The signature block of a page, or None."""
    closing = [line for line in page.lines if CLOSING.search(line.text)]
    top = max((line.bbox[3] for line in closing), default=0.0)
    bottom = min(
        (
            line.bbox[1]
            for line in page.lines
            if line.bbox[1] > page.height * 0.9 or (line.bbox[1] > top and _FOOTER.search(line.text) and line.bbox[1] > page.height * 0.8)
        ),
        default=page.height,
    )
    words = [word for word in page.words if word.bbox[1] >= top - 2 and word.bbox[3] <= bottom + 6]
    headings = _headings(words, page)
    if headings:
        halves = _by_headings(headings, words, page, bottom)
        if page.layer is not Layer.BORN:
            _lost_labels(halves)
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
    inside = [
        w
        for w in words
        if area[0] <= w.bbox[0] and (w.bbox[0] + w.bbox[2]) / 2 <= area[2] and area[1] <= (w.bbox[1] + w.bbox[3]) / 2 <= area[3]
    ]
    lines = layout.lines_of([piece for word in inside for piece in _pieces(word)])
    half = Half(party, area, heading, lines=lines)
    loose: list[Line] = []
    _captioned(half)
    for line in lines:
        if _CAPTION.match(line.text):
            continue
        if _DIGITAL.search(line.text) and "signature" in line.text.lower():
            half.labels.setdefault("signature", line.bbox)
        elif not _labelled(half, line) and not _HEADING.match(line.text):
            loose.append(line)
    for line in lines[:2]:
        match = _HEADING.match(line.text) if heading else None
        rest = line.text[match.end() :].strip(" •·") if match else ""
        if rest and people.is_name(rest):
            half.values.setdefault("name", layout.make_line(line.words[-len(rest.split()) :]))
    half.loose = tuple(loose)
    _settle(half)
    if not {"name", "title"} & set(half.labels):
        _unlabelled(half)
    return half


def _captioned(half: Half) -> None:
    """Take the labels that stand in parentheses below the lines they belong to, and what stands on these."""
    for number, line in enumerate(half.lines):
        match = _CAPTION.match(line.text)
        if not match:
            continue
        label = "name" if "name" in match.group("label").lower() else match.group("label").lower()
        above = half.lines[number - 1] if number else None
        high = line.bbox[3] - line.bbox[1]
        half.labels[label] = (line.bbox[0] - 1, line.bbox[1] - 2 * high, line.bbox[0], line.bbox[1] - high / 2)
        if above and not _CAPTION.match(above.text) and not _HEADING.match(above.text) and line.bbox[1] - above.bbox[3] < 1.5 * high:
            half.values[label] = above


def _pieces(word: Word) -> list[Word]:
    """ "Date:02/25/2025" is a label and a value; a run of dashes is how recognition writes a rule."""
    text = word.text
    # A lone "B" is an underscore of a font whose codes are too low; an initial has its point.
    if _DASHES.fullmatch(text) or text == "B":
        return []
    match = _GLUED.match(text)
    if not match or _label_of(match.group(1)) is None:
        return [word]
    share = len(match.group(1)) / len(text)
    middle = word.bbox[0] + share * (word.bbox[2] - word.bbox[0])
    first = word._replace(text=match.group(1), bbox=(word.bbox[0], word.bbox[1], middle, word.bbox[3]))
    rest = match.group(2).strip("-—_~=")
    return [first, word._replace(text=rest, bbox=(middle, word.bbox[1], word.bbox[2], word.bbox[3]))] if rest else [first]


def _label_of(text: str) -> str | None:
    """The label a word is, allowing for recognition's slips ("Signamre:", "Name·")."""
    match = _LABEL.match(text)
    if match and text[-1] in ":.·":
        label = match.group("label").lower()
        return {"signed": "signature", "by": "signature"}.get(label, "name" if "name" in label or "print" in label else label)
    core = text.rstrip(":·.~-,;").lower()
    # A colon on a rule is read as a point or a comma.
    if core in LABELS and text[0].isupper() and text[-1:] in (".", ",", ";"):
        return core
    if text[-1:] not in (":", "·", "~") or not 4 <= len(core) <= 11:
        return None
    best = max(LABELS, key=lambda label: fuzz.ratio(core, label))
    return best if fuzz.ratio(core, best) >= SLIP else None


def _labelled(half: Half, line: Line) -> bool:
    """Take the labels of a line and what stands behind each; whether there were any."""
    words = list(line.words)
    current: str | None = None
    taken: list[Word] = []
    any_label = False
    index = 0
    while index < len(words):
        label, width = _label_at(words, index)
        if label is None:
            if current:
                taken.append(words[index])
            index += 1
            continue
        any_label = True
        if current and taken:
            half.values.setdefault(current, layout.make_line(taken))
        current, taken = (label, []) if label not in half.labels or label not in half.values else (None, [])
        half.labels.setdefault(label, layout.union(w.bbox for w in words[index : index + width]))
        index += width
    if current and taken:
        half.values.setdefault(current, layout.make_line(taken))
    return any_label


def _label_at(words: Sequence[Word], index: int) -> tuple[str | None, int]:
    text = words[index].text
    if index + 1 < len(words) and len(text) <= 2:
        joined = _label_of(text + words[index + 1].text)
        if joined:
            return joined, 2
    label = _label_of(text)
    if label is None and index == 0 and _LABEL.match(text) and (len(words) == 1 or words[1].bbox[0] - words[0].bbox[2] > 12):
        label = _label_of(text + ":")
    return label, 1


def _lost_labels(halves: Sequence[Half]) -> None:
    """Put labels that ink or the edge of a field swallowed where the other half has them; both halves are printed alike."""
    for half, other in ((one, two) for one in halves for two in halves if one is not two):
        anchors = [label for label in ("signature", "title", "name", "date", "agency") if label in half.labels and label in other.labels]
        if not anchors or abs(other.labels[anchors[0]][1] - half.labels[anchors[0]][1]) > 4 * NEAR:
            continue
        for label in LABELS:
            if label in half.labels or label not in other.labels:
                continue
            anchor = min(anchors, key=lambda known: abs(other.labels[known][1] - other.labels[label][1]))
            down = half.labels[anchor][1] - other.labels[anchor][1]
            left, top, right, below = other.labels[label]
            start = half.labels[anchor][0]
            half.labels[label] = (start, top + down, start + right - left, below + down)
            half.placed.add(label)
        _settle(half)


FITS: Final[dict[str, Callable[[str], bool]]] = {
    "date": lambda text: dates.first(text) is not None,
    "name": lambda text: people.is_name(people.split_rank(text)[1]),
    "title": people.is_title,
}
"""Whether a text can be what a label asks for."""


def _settle(half: Half) -> None:
    """Give a label without a fitting value the line that stands close by and fits; skewed scans part the two."""
    for label, fit in FITS.items():
        box = half.labels.get(label)
        value = half.values.get(label)
        if box is None or (value is not None and fit(value.text.strip(" .,"))):
            continue
        near = [
            line
            for line in half.loose
            if abs(_middle(line.bbox) - _middle(box)) < NEAR and line.bbox[0] > box[0] - 6 and fit(line.text.strip(" .,"))
        ]
        if near:
            half.values[label] = min(near, key=lambda line: abs(_middle(line.bbox) - _middle(box)))
    # A name may stand on the line of the signature.
    signature = half.values.get("signature")
    name = half.values.get("name")
    if signature is not None and people.is_name(signature.text) and (name is None or not FITS["name"](name.text)):
        half.values["name"] = signature


def _middle(box: BBox) -> float:
    return (box[1] + box[3]) / 2


def _unlabelled(half: Half) -> None:
    """Name, title and agency typed under the line: the first line that is a name, then what follows."""
    for index, line in enumerate(half.lines):
        if half.values.get("date") is not None and line is half.values.get("date"):
            continue
        line = _bare(line)
        name = line.text.strip(" .")
        after_comma = [part.strip(" .") for part in name.split(",")]
        if not people.is_name(after_comma[0]) or _DIGITAL.search(line.text) or office_half.is_office(name):
            rank, rest = people.split_rank(name)
            if not rank or not people.is_name(rest):
                continue
        half.values["name"] = line
        following = [item for item in half.lines[index + 1 : index + 5] if not _DIGITAL.search(item.text)]
        if following:
            title, agency = _parted(following[0])
            half.values.setdefault("title", title)
            if agency:
                half.values.setdefault("agency", agency)
        if len(following) > 1:
            half.values.setdefault("agency", following[1])
        return


def _bare(line: Line) -> Line:
    """A line without the specks at its ends that a pen's strokes are read as."""
    words = list(line.words)
    while len(words) > 2 and sum(c.isalpha() for c in words[0].text) < 2 and not re.fullmatch(r"[A-Z]\.?", words[0].text):
        words = words[1:]
    while len(words) > 2 and sum(c.isalpha() for c in words[-1].text) < 2:
        words = words[:-1]
    return line if len(words) == len(line.words) else layout.make_line(words)


def _parted(line: Line) -> tuple[Line, Line | None]:
    """ "Sheriff, Alder County" is a title and where it is held."""
    for index, word in enumerate(line.words[:-1], 1):
        head = layout.make_line(line.words[:index])
        if word.text.endswith(",") and people.is_title(head.text):
            return head._replace(text=head.text.rstrip(",")), layout.make_line(line.words[index:])
    return line, None
