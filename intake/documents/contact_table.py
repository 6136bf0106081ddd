"""The point of contact of a letter in a table: a row of heads, and below it a row of what they ask for. In: lines. Out: fields. Pure."""

import itertools
import re
from collections.abc import Sequence
from typing import Final

from intake.documents import office_half, people
from intake.documents import words as layout
from intake.documents.body import line_field
from intake.documents.document import Field
from intake.documents.words import Line, Word

_HEADS: Final = (
    ("name", re.compile(r"names?", re.IGNORECASE)),
    ("title", re.compile(r"title|rank|position|role", re.IGNORECASE)),
    ("phone", re.compile(r"(?:tele)?phone|tel\.?|cell|mobile|office|direct", re.IGNORECASE)),
    ("email", re.compile(r"e-?mail", re.IGNORECASE)),
)
_BESIDE: Final = re.compile(r"contact|point|of|person|full|and|number|no\.?|address|agency|office|/|&", re.IGNORECASE)
SLACK: Final = 6.0
"""Points by which a cell may begin left of its head."""
CELL: Final = 12.0
"""Points between two heads, at least; words of one head stand closer."""
SURE: Final = 0.85


def read(lines: Sequence[Line]) -> list[Field]:
    """poc_name, poc_title, poc_phone and poc_email of the first row below a row of heads; none where there is no such table."""
    for head, row in itertools.pairwise(lines):
        columns = _columns(head.words)
        if not columns or row.page != head.page:
            continue
        cells: dict[str, list[Word]] = {}
        for word in row.words:
            left = [name for x, name in columns if x <= word.bbox[0] + SLACK]
            if left:
                cells.setdefault(left[-1], []).append(word)
        found = [field for name, words in cells.items() if (field := _field(name, words))]
        if any(field.name == "poc_name" for field in found):
            return found
    return []


def is_head(line: Line) -> bool:
    """Whether a line is a row of heads of such a table."""
    return bool(_columns(line.words))


def _columns(words: Sequence[Word]) -> list[tuple[float, str]]:
    """Where each column begins; none where the line is no row of heads of such a table."""
    found: list[tuple[float, str]] = []
    start, end = 0.0, -CELL
    for word in words:
        # A head of several words ("full name") begins where its first does.
        start = word.bbox[0] if word.bbox[0] - end > CELL else start
        end = word.bbox[2]
        text = word.text.strip(" :")
        name = next((name for name, pattern in _HEADS if pattern.fullmatch(text)), "")
        if name and name not in (known for _, known in found):
            found.append((start, name))
        elif not name and not _BESIDE.fullmatch(text):
            return []
    names = {name for _, name in found}
    return sorted(found) if "name" in names and names & {"phone", "email"} else []


def _field(name: str, words: Sequence[Word]) -> Field | None:
    line = layout.make_line(words)
    text = line.text.strip(" ,;|")
    if not text or office_half.is_office(text):
        return None
    if name == "phone":
        numbers = people.phones(text)
        return line_field("poc_phone", numbers[0].value, line, SURE) if numbers else None
    if name == "email":
        mails = people.emails(text)
        return line_field("poc_email", mails[0][0], line, SURE) if mails else None
    if name == "title":
        return line_field("poc_title", text, line, SURE) if people.is_position(text) or people.bears_rank(text) else None
    rank, rest = people.split_rank(text)
    return line_field("poc_name", rest if rank else text, line, SURE) if people.is_name(rest) else None
