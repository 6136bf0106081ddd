"""Lines of a page in the order in which people read columns: one beside another, first the left one, then the right. In: lines. Out: lines.

Heads of letters, contacts and signatures stand side by side; a wide gap parts them. A letterhead at an edge of the text, also one that runs
up the page, comes before it; small print beside it after all else. A row of three cells or more is a table's, and stays a row. Pure.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from intake.documents import agencies, contact_table, people, persons
from intake.documents import words as layout
from intake.documents.words import Line, Word

GAP: Final = 1.5
"""Room between two columns, in heights of a line; blanks of justified lines are narrower."""
LEAST: Final = 13.0
"""The same in points."""
TAB: Final = 150.0
"""Points from which on what follows a label does not belong to it."""
AISLE: Final = 6.0
"""Points between a line of one column and the other."""
ALIGNED: Final = 2.0
"""Points by which lines of one column may begin apart."""
APART: Final = 1.2
"""Room between two lines of one block, in heights, at most."""
FAR: Final = 4.0
"""The same where the right column begins just below where it began: a hand signs in between."""
LONE: Final = 3
"""Lines of one column that may follow each other with nothing beside them before the other goes on."""
SMALL: Final = 0.75
"""How high small print is, beside the text."""
TURNED: Final = 1.3
"""A word of several letters that is higher than wide by this runs up or down."""
EDGE: Final = 40.0
"""Points of what runs up or down an edge, across."""
PROSE: Final = 30
"""Characters from which on a line is of running text."""
ANSWERS: Final = 2
"""Numbers and addresses of mail in a column of answers, at least."""
LABEL_WORDS: Final = 6
"""Of a label, at most."""
FEW: Final = 3
"""Lines of a margin, at least."""
_LABEL: Final = re.compile(
    r"(?:[\w()/&.'’\-]+\s+){0,4}?(?:agency|department|address|(?:tele)?phone|e-?mail|fax|contact|models?|officers|deputies|nominees|personnel|count(?:y|ies)"
    r"|names?|title|rank|date|program|head|state|city|zip)(?:\s+[\w()/&.'’\-]+){0,3}\s*[:?]?",
    re.IGNORECASE,
)
_LEADERS: Final = re.compile(r"\.{4,}")
_DIGIT: Final = re.compile(r"\d|@")
_TELLS: Final = re.compile(r"[\d() ./+\-]{1,20}(?:\s*,?\s*(?:ext\w*|x)\.?\s*\d+)?|\S+@\S+\.\w+|[\d,]+(?:\s*\([\w-]+\))?", re.IGNORECASE)
"""A number, a telephone or an address of mail, and nothing else."""
_HANGS: Final = re.compile(r":$|^\W{1,3}$|^\(?\w{1,3}[.)]$|^(?:by|re)$", re.IGNORECASE)
"""A label, a bullet, a number: what follows it after a gap belongs to it."""


def in_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of one page, columns one after the other."""
    turned, lines = _upright([_without_leaders(line) for line in lines])
    rows = [_cut(line) for line in lines]
    asked = _questions(rows)
    if asked:
        first, last = asked
        table = [_labelled(row) if len(row) == 2 else row[0] for row in rows[first : last + 1]]
        return [*turned, *in_order(lines[:first]), *table, *in_order(lines[last + 1 :])]
    beside = _letterhead_beside(rows)
    if beside:
        side, rest = beside
        return [*turned, *side, *in_order(rest)]
    found: list[Line] = []
    later: list[Line] = []
    at = 0
    while at < len(rows):
        if contact_table.is_head(lines[at]):
            # The rows of a table below its heads are rows.
            end = next(
                (n for n in range(at + 1, len(rows)) if lines[n].bbox[1] - lines[n - 1].bbox[3] > APART * _high(lines[n])), len(rows)
            )
            end = next((n for n in range(at + 1, end) if len(rows[n]) < 2), end)
            found += lines[at:end]
            at = end
            continue
        end, block = _block(rows, at)
        if block is None:
            found.append(lines[at])
            at += 1
            continue
        left, right = block
        labelled = [n for n in range(at, end) if _is_label(rows[n])]
        if len(labelled) >= max(2, len(left) / 2):
            # One column says what stands beside it: the rows are what belongs together.
            found += [_labelled(row) for row in rows[at : labelled[-1] + 1]]
            at = labelled[-1] + 1
            continue
        for one, other in ((left, right), (right, left)):
            (later if _is_margin(one, other) else found).extend(one)
        at = end
    return [*turned, *found, *later]


def _questions(rows: Sequence[Sequence[Line]]) -> tuple[int, int] | None:
    """The first and last of rows whose left pieces ask and whose right ones answer, by what the answers are: numbers, addresses of mail.

    A row with an answer alone goes on with the one before.
    """
    first = 0
    while first < len(rows):
        if len(rows[first]) != 2:
            first += 1
            continue
        left, right = rows[first][0].bbox[0], rows[first][1].bbox[0]
        last = first
        for number in range(first + 1, len(rows)):
            row = rows[number]
            both = len(row) == 2 and abs(row[0].bbox[0] - left) < ALIGNED and abs(row[1].bbox[0] - right) < ALIGNED
            answer = len(row) == 1 and abs(row[0].bbox[0] - right) < ALIGNED
            if not (both or answer) or row[0].bbox[1] - rows[number - 1][0].bbox[3] > FAR * _high(row[0]):
                break
            last = number if both else last
        pairs = [row for row in rows[first : last + 1] if len(row) == 2]
        if len(pairs) > FEW and _asks(pairs):
            return first, last
        first = last + 1
    return None


def _asks(pairs: Sequence[Sequence[Line]]) -> bool:
    asked = [row[0].text for row in pairs]
    told = [row[1].text for row in pairs]
    numbers = sum(bool(_TELLS.fullmatch(text.strip())) for text in told)
    return (
        numbers >= ANSWERS
        and not any(_DIGIT.search(text) or len(text.split()) > LABEL_WORDS for text in asked)
        and not any(agencies.looks_like(text) or persons.on_line(text) for text in asked)
        and not any(
            people.is_title(one) and not persons.on_line(other) and not _TELLS.fullmatch(other)
            for one, other in zip(asked, told, strict=True)
        )
    )


def _without_leaders(line: Line) -> Line:
    """ "Name......Ada Moss": the points between a label and its answer as a colon."""
    if not any(_LEADERS.search(word.text) for word in line.words):
        return line
    words: list[Word] = []
    for word in line.words:
        match = _LEADERS.search(word.text)
        if not match:
            words.append(word)
            continue
        before, after = word.text[: match.start()], word.text[match.end() :]
        middle = word.bbox[0] + (word.bbox[2] - word.bbox[0]) * match.end() / len(word.text)
        if before:
            words.append(word._replace(text=before.rstrip(":") + ":", bbox=(word.bbox[0], word.bbox[1], middle, word.bbox[3])))
        elif words:
            words[-1] = words[-1]._replace(text=words[-1].text.rstrip(":") + ":")
        if after:
            words.append(word._replace(text=after, bbox=(middle, word.bbox[1], word.bbox[2], word.bbox[3])))
    return layout.make_line(words) if words else line


def _upright(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """What runs up or down an edge of the page as one line, and the lines without it."""
    edges = [
        word.bbox for line in lines for word in line.words if len(word.text) > FEW and _high(word) > TURNED * (word.bbox[2] - word.bbox[0])
    ]
    if len(edges) < FEW:
        return [], list(lines)
    left, right = min(box[0] for box in edges) - ALIGNED, max(box[2] for box in edges) + ALIGNED
    if right - left > EDGE:
        return [], list(lines)
    turned = [word for line in lines for word in line.words if left <= word.bbox[0] and word.bbox[2] <= right]
    # At the left edge one reads upwards, at the right one downwards.
    up = right < max(line.bbox[2] for line in lines) / 2
    turned.sort(key=lambda word: -word.bbox[3] if up else word.bbox[1])
    rest = [[word for word in line.words if word not in turned] for line in lines]
    return [layout.make_line(turned)], [layout.make_line(words) for words in rest if words]


def _high(line: Line | Word) -> float:
    return line.bbox[3] - line.bbox[1]


def _cut(line: Line) -> list[Line]:
    """The line in two where a wide gap parts it once; whole otherwise."""
    if contact_table.is_head(line):
        return [line]
    words = sorted(line.words, key=lambda word: word.bbox[0])
    if [word.text for word in words] != [word.text for word in line.words]:
        return [line]
    groups: list[list[Word]] = [[words[0]]]
    for word in words[1:]:
        before = groups[-1]
        wide = max(LEAST, GAP * _high(line))
        room = word.bbox[0] - before[-1].bbox[2]
        hangs = room < TAB and _HANGS.search(" ".join(each.text for each in before))
        if room > wide and not hangs:
            groups.append([word])
        else:
            before.append(word)
    return [layout.make_line(group) for group in groups]


Beside = tuple[list[Line], list[Line]]


def _letterhead_beside(rows: Sequence[Sequence[Line]]) -> Beside | None:
    """What stands in a column at an edge of the text, and all the rest; None where there is none."""
    starts = Counter(round(piece.bbox[0]) for row in rows for piece in row if len(piece.text) >= PROSE)
    margin, often = starts.most_common(1)[0] if starts else (0, 0)
    found = (
        _parted(rows, lambda piece: piece.bbox[2] < margin - AISLE, lambda piece: piece.bbox[0] >= margin - AISLE)
        if often >= 2 * FEW
        else None
    )
    if found:
        return found
    best: Beside | None = None
    for begin in sorted({round(row[-1].bbox[0]) for row in rows if len(row) == 2}):
        parted = _parted(rows, lambda piece: piece.bbox[0] >= begin - ALIGNED, lambda piece: piece.bbox[2] < begin - ALIGNED)  # noqa: B023
        if parted and (best is None or len(parted[0]) > len(best[0])):
            best = parted
    return best


def _parted(rows: Sequence[Sequence[Line]], aside: Callable[[Line], bool], within: Callable[[Line], bool]) -> Beside | None:
    """The rows parted into a side column and the text beside it; None where it is no column, or lines of the text reach into it.

    Below the head of the page two columns without running text are contacts, or signatures.
    """
    numbers = [n for n, row in enumerate(rows) for piece in row if aside(piece)]
    if len(numbers) <= FEW:
        return None
    first, last = numbers[0], numbers[-1]
    between = [piece for row in rows[first : last + 1] for piece in row if not aside(piece)]
    side = [piece for row in rows[first : last + 1] for piece in row if aside(piece)]
    prose = sum(len(piece.text) >= PROSE for piece in between)
    labels = sum(bool(_HANGS.search(piece.text)) for piece in side)
    if (prose < FEW and first > FEW) or labels * 2 > len(side) or not all(map(within, between)):
        return None
    rest = [[piece for piece in row if not aside(piece)] for row in rows[first : last + 1]]
    return side, _whole([*rows[:first], *rest, *rows[last + 1 :]])


def _whole(rows: Sequence[Sequence[Line]]) -> list[Line]:
    return [layout.make_line([word for piece in row for word in piece.words]) for row in rows if row]


def _block(rows: Sequence[Sequence[Line]], start: int) -> tuple[int, tuple[list[Line], list[Line]] | None]:
    """Where the two columns that begin with a row end, and their lines; None where none begin."""
    if len(rows[start]) != 2:
        return start + 1, None
    left, right = [rows[start][0]], [rows[start][1]]
    edge, begin = left[0].bbox[2], right[0].bbox[0]
    end, pending = start + 1, list[Line]()
    for number in range(start + 1, len(rows)):
        row = rows[number] if pending else _cut_at(rows[number], begin)
        room = (row[0].bbox[1] - rows[number - 1][0].bbox[3]) / max(1.0, _high(row[0]))
        goes_on = len(row) == 2 and abs(row[1].bbox[0] - begin) < ALIGNED and room < FAR
        if len(row) > 2 or (room > APART and not goes_on):
            break
        if len(row) == 2:
            edge, begin = max(edge, row[0].bbox[2]), min(begin, row[1].bbox[0])
            if begin - edge < ALIGNED:
                break
            left += [*pending, row[0]]
            right.append(row[1])
        elif row[0].bbox[0] >= begin - AISLE:
            left += pending
            right.append(row[0])
            begin = min(begin, row[0].bbox[0])
        elif row[0].bbox[2] <= begin - AISLE:
            # Of the left column only as far as the right one goes on.
            pending.append(row[0])
            edge = max(edge, row[0].bbox[2])
            if len(pending) > LONE:
                break
            continue
        else:
            break
        pending, end = [], number + 1
    return end, (left, right)


def _cut_at(row: Sequence[Line], begin: float) -> Sequence[Line]:
    """A row that leaves little room between the columns, in two where the right one begins."""
    if len(row) > 1 or not row[0].bbox[0] < begin < row[0].bbox[2]:
        return row
    words = row[0].words
    place = next(
        (n for n, word in enumerate(words) if n and abs(word.bbox[0] - begin) < ALIGNED and words[n - 1].bbox[2] < begin - ALIGNED), 0
    )
    return [layout.make_line(words[:place]), layout.make_line(words[place:])] if place else row


def _is_label(row: Sequence[Line]) -> bool:
    return len(row) == 2 and bool(_LABEL.fullmatch(row[0].text)) and not _LABEL.fullmatch(row[1].text)


def _labelled(row: Sequence[Line]) -> Line:
    """A row of a label and what it asks for, as a line with a colon between them."""
    if len(row) != 2:
        return row[0]
    *first, last = row[0].words
    return layout.make_line([*first, last._replace(text=last.text.rstrip(" :") + ":"), *row[1].words])


def _is_margin(side: Sequence[Line], beside: Sequence[Line]) -> bool:
    """Small print beside a text."""
    heights = [min(map(_high, column)) for column in (side, beside)]
    return len(side) >= FEW and heights[0] < SMALL * heights[1]
