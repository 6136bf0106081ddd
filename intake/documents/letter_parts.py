"""The parts of a letter: letterhead, addressee, body, closing; or the labels of a memorandum. In: pages of words. Out: line numbers. Pure.

The addressee is the office: none of the names, streets and telephones there is the agency's. A "received" stamp dates nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents import agencies, columns, dates, office_half, people, persons
from intake.documents.body import Body
from intake.documents.words import Line, PageWords

_SALUTATION: Final = re.compile(
    r"^\s*(?:dear\b|to\s+whom\b|sirs?\b|gentlemen|ladies\b|madam\b|attention:|greetings\b|hello\b|good\s+(?:morning|afternoon|day|evening)\b)",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(r"^\s*(?:re|subject|subj|reference|regarding)\s*[:.]", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"^\s*(?:[A-Za-zÀ-ÿ]{4,20}\s*/\s*)?(?:(?:most\s+|very\s+)?(?:sincerely|respectfully|truly|cordially|faithfully)(?:\s+(?:yours|submitted))?"
    r"|yours\s+(?:truly|sincerely|respectfully|very\s+truly|in\s+\w+(?:\s+\w+)?)"
    r"|(?:warm(?:est)?|best|kind(?:est)?|with\s+(?:best|warm|kind)\w*)\s+(?:personal\s+)?(?:regards|wishes)|regards"
    r"|(?:respectfully\s+)?submitted(?:\s+by)?|for\s+the\s+(?:sheriff|agency)|thanks?(?:\s+you)?,?"
    r"|sincerely\s+and\s+respectfully|v/r)\s*[,.:]?\s*$",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(r"^\s*[A-Z][a-z]+(?:\s+[A-Za-z]+){0,6},\s*$")
"""A few words and a comma, over a name: whatever they wish."""
SIGNING: Final = re.compile(
    r"^\s*(?:by|signed|signature|sign|(?:print(?:ed)?|typed)\s+name|name\s*(?:&|and)\s*title|/s/|s/)\s*(?:[:_]|$)|^\s*/s/", re.IGNORECASE
)
"""Where a letter without words of farewell is signed."""
COUNSEL: Final = re.compile(
    r"notary\s+public|\b(?:county|city|town|village|parish|assistant|deputy)\s+attorney\b|general\s+counsel|\bclerk\b", re.IGNORECASE
)
"""Titles of those who sign beside an agency."""
BESIDE: Final = re.compile(
    r"^\s*(?:enc(?:l|losures?)?\b|c\.?c\.?\s*:?\s|attachments?\b|attest|witness|notary|approved\s+as|reviewed|subscribed|sworn|my\s+commission"
    r"|prepared\s+by)|" + COUNSEL.pattern,
    re.IGNORECASE,
)
"""What stands beside and below a signature and is another's."""
WORDS: Final = 8
"""Of a line of running text, at least."""
RUNNING: Final = 0.4
"""Share of its words that are written small; an agency's and a county's name may stand in it."""
LEADING: Final = 17.0
"""Points from one line of a block to the next, at most; on a picture the height of a line is that of its letters alone."""
LONG: Final = 50
"""Characters of the same: a motto is shorter."""
SHORT: Final = 45
"""Characters of words of farewell, at most."""
HAND: Final = 2.0
"""Heights of a line that a signature takes."""
LAST: Final = 0.4
"""Of a letter's lines; a signature stands in what follows."""
MEMO: Final = re.compile(
    r"^\s*(?P<label>from|address|to|date|re|regarding|subject|subj|via|cc|thru|through)\s*:\s*(?P<rest>.*)$", re.IGNORECASE
)
STAMP: Final = re.compile(r"\breceived\b|^\s*(?:[A-Z]{3}\s+\d{1,2}\s+\d{4}|\d{4}\s+[A-Z]{3}\s+\d{1,2})\s*$")
DATED: Final = re.compile(
    r"^\s*(?:dated?\b|this\s+(?:the\s+)?\d|(?:signed|executed|given|done|respectfully\s+submitted)\b.{0,24}\bthis\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Line numbers of a letter's parts; `end` numbers are exclusive."""

    body: Body
    addressee: frozenset[int]
    head_end: int
    closing: int | None
    memo: dict[str, tuple[int, int, int]]  # label -> line, start and end of its text

    @property
    def ends(self) -> bool:
        """Whether words of farewell, or a label of the line to sign on, say where the letter ends."""
        if self.closing is None:
            return False
        here, below = (self.body.lines[i].text for i in (self.closing, min(self.closing + 1, len(self.body.lines) - 1)))
        return bool(_CLOSING.match(here) or _FAREWELL.match(here) or SIGNING.match(below)) or self._leaves_room(self.closing)

    def _leaves_room(self, index: int) -> bool:
        """Whether a few words stand over the room that a hand needs, and below it somebody is named."""
        lines = self.body.lines
        if index + 1 >= len(lines) or lines[index].page != lines[index + 1].page:
            return False
        here, below = lines[index], lines[index + 1]
        room = below.bbox[1] - here.bbox[3]
        few = len(here.text) < SHORT and not here.text.rstrip().endswith(".")
        return few and room > HAND * (here.bbox[3] - here.bbox[1]) and persons.on_line(below.text) is not None

    @property
    def prose(self) -> tuple[int, int]:
        """Start and end of the running text."""
        return self.body.start_of(self.head_end), self.body.start_of(self.closing if self.closing is not None else len(self.body.lines))


def parts_of(pages: Sequence[PageWords]) -> Parts:
    """Find the parts of a letter."""
    body = Body([line for page in pages for line in columns.in_order(page.lines)])
    lines = body.lines
    salutation = next((i for i, line in enumerate(lines[:60]) if _SALUTATION.match(line.text)), None)
    subject = next((i for i, line in enumerate(lines[:60]) if _SUBJECT.match(line.text)), None)
    starts = [i for i in (salutation, subject) if i is not None]
    memo: dict[str, tuple[int, int, int]] = {}
    for index, line in enumerate(lines[:30]):
        match = MEMO.match(line.text)
        if match and match.group("label").lower() not in memo:
            begin = body.start_of(index)
            memo[match.group("label").lower()] = (index, begin + match.start("rest"), begin + match.end("rest"))
    if "from" not in memo:
        memo = {}
    head_end = max(starts) if starts else _first_prose(lines)
    return Parts(body, _addressee(lines, min(starts) if starts else head_end), head_end, _closing(lines, head_end), memo)


def _closing(lines: Sequence[Line], head_end: int) -> int | None:
    """The words of farewell; without such the line above the first that is to be signed, or above the last that names somebody."""
    after = range(head_end + 1, len(lines))
    said = [i for i in after if _CLOSING.match(lines[i].text)]
    if said:
        return said[-1]
    for i in after:
        wished = _FAREWELL.match(lines[i].text) and not agencies.looks_like(lines[i].text)
        if wished and any(persons.on_line(line.text) for line in lines[i + 1 : i + 5]):
            return i
    signed = next((i for i in after if SIGNING.match(lines[i].text)), None)
    if signed is not None:
        return signed - 1
    late = [i for i in after if i > LAST * len(lines) and _signs(lines, i)]
    return late[-1] - 1 if late else None


def _signs(lines: Sequence[Line], index: int) -> bool:
    """Whether a line names somebody with his title, on it or below it, and nothing of how to reach him."""
    person = persons.on_line(lines[index].text)
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    reached = any(people.phones(line.text) or people.emails(line.text) for line in lines[index : index + 2])
    labelled = ":" in lines[index].text and not SIGNING.match(lines[index].text)
    counsel = BESIDE.search(lines[index].text) or COUNSEL.search(below)
    return (
        person is not None
        and not reached
        and not labelled
        and not counsel
        and (bool(person.title) or people.is_position(below.split(",")[0]))
    )


def _first_prose(lines: Sequence[Line]) -> int:
    for index, line in enumerate(lines):
        words = line.text.split()
        if len(words) >= WORDS and len(line.text) > LONG and sum(word[:1].islower() for word in words) > RUNNING * len(words):
            return index
    return min(8, len(lines))


def _addressee(lines: Sequence[Line], end: int) -> frozenset[int]:
    """Lines of the block that names the office, with those above (a person's name) and below that hang on it without a gap."""
    marked = [i for i in range(min(end, len(lines))) if office_half.is_office(lines[i].text)]
    if not marked:
        return frozenset()
    found: set[int] = set(marked)
    for start, step, limit in ((marked[0], -1, -1), (marked[-1], 1, end)):
        # "TO:" begins the addressee of a memorandum.
        index = limit if step < 0 and MEMO.match(lines[start].text) else start + step
        while index != limit and 0 <= index < len(lines):
            gap = abs(lines[index].bbox[1] - lines[index - step].bbox[1])
            left = abs(lines[index].bbox[0] - lines[start].bbox[0])
            height = lines[start].bbox[3] - lines[start].bbox[1]
            text = lines[index].text
            if gap > max(1.75 * height, LEADING) or left > 40 or agencies.looks_like(text) or dates.first(text) or MEMO.match(text):
                break
            found.add(index)
            index += step
    found |= set(range(marked[0], marked[-1] + 1)) - {
        i for i in range(marked[0], marked[-1]) if agencies.looks_like(lines[i].text) and i not in marked
    }
    return frozenset(found)
