"""People as running text and blocks of lines name them: rank, name, title. In: text. Out: who, and where. Pure.

A rank stands before the name ("Lt. Ada Moss"), a title behind it after a comma, a bar or a dash, or on the next line. `HARD` ends a line
that its writer ended: no name and no title runs over it.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from intake.documents import people, places

HARD: Final = "¶"
_CAPITAL: Final = re.compile(r"(?<![\w.@’'\-])[A-Z]")
_COURTESY: Final = re.compile(r"(?:Mr|Mrs|Ms|Dr|Hon)\.?\s+")
_BEHIND: Final = re.compile(
    r"\s*(?:[,(|–—/;]|\s-)\s*(?:(?:our|the|my|a|an)\s+)?(?P<title>[A-Za-z][\w .&/'’\-]{1,45}?)"
    r"(?=\s*(?:[,;:|()/¶–—]|\.(?:\s|$)|\s-\s|$|\d|\b(?:at|who|to|will|is|has|can|may|of\s+(?:my|our|the)|for|by|on|with)\b))"
)
LEAD: Final = re.compile(
    r"^\s*(?:(?:[•▪◦*·o\-–—]|\(?(?:\d{1,2}|[a-z])[.)])\s+)?"
    r"(?:(?i:by|signed|signature|/s/|s/|(?:print(?:ed)?\s+|typed\s+|full\s+)?name(?:\s+and\s+title)?|sign)\s*[:.]?\s*_*\s*)*"
)
"""What may stand before a name on its line: a bullet, a label of a line to sign on."""
TITLE_LABEL: Final = re.compile(r"^\s*(?:(?:rank|title|position|job\s+title|role)(?:\s*/\s*\w+)?)\s*:\s*", re.IGNORECASE)
_GENERATION: Final = re.compile(r" (?P<strokes>I[Il1|]{1,2})$")
"""The third of his name, whose strokes recognition takes for letters."""
_PARTS: Final = re.compile(r"\s*,(?!\s*(?i:Jr|Sr|I{2,3}|IV)\b)\s*|\s*[|/•;]\s*|\s+[-–—]\s+")


class Person(NamedTuple):
    """Who is named, from `start` to `end` of the text, the title included. `title` as written, "" for none."""

    name: str
    title: str
    start: int
    end: int


def in_text(text: str, start: int = 0, end: int | None = None) -> Iterator[Person]:
    """Everybody who is named in full, in order."""
    stop = len(text) if end is None else end
    done = start
    for capital in _CAPITAL.finditer(text, start, stop):
        if capital.start() < done:
            continue
        found = at(text[: min(stop, capital.start() + 160)], capital.start())
        if found:
            done = found.end
            yield found


def at(text: str, start: int) -> Person | None:
    """Who is named where `start` is."""
    here = text[start:].split(HARD, 1)[0]
    courtesy = _COURTESY.match(here)
    shift = courtesy.end() if courtesy else 0
    rank, rest = people.leading_rank(here[shift:])
    after = len(here) - len(rest)
    name = people.name_at_start(rest)
    if not name:
        return None
    end = start + after + len(name)
    if rank:
        return Person(name, rank, start, end)
    # In a row of a table nothing parts them: "Ada Moss Grants Coordinator".
    more = re.match(r"(?:\s+[A-Z][a-z]+){1,2}(?=\s|$)", text[end:])
    for longer in (name + more.group() if more else "", name):
        plain, title = people.trailing_title(longer)
        if title:
            return Person(plain, title, start, start + after + len(longer))
    behind = _BEHIND.match(text, end)
    while behind and people.is_credential(behind.group("title")):
        behind = _BEHIND.match(text, behind.end("title"))
    if behind and people.is_position(behind.group("title").strip()):
        return Person(name, behind.group("title").strip(), start, behind.end("title"))
    return Person(name, "", start, end)


def on_line(text: str) -> Person | None:
    """Who a line of a block names, and nothing else but what he is; capitals throughout are allowed."""
    lead = LEAD.match(text)
    begin = lead.end() if lead else 0
    town = places.CITY_STATE.match(text[begin:])
    if town and places.state_code(town.group("state")):
        return None
    pieces = [piece for piece in _PARTS.split(text[begin:].strip(" ,;:_")) if piece]
    if not pieces:
        return None
    rank, name = people.split_rank(pieces[0])
    name = people.without_credentials(name.strip(" ,"))
    if not rank:
        name, rank = people.trailing_title(name)
    if not (people.is_name(name) or people.is_upper_name(name)):
        return None
    where = text.find(name)
    # What a name is taken for must stand there as it is.
    if where < 0:
        return None
    title = next((piece.strip(" .") for piece in pieces[1:] if people.is_position(piece)), rank)
    return Person(_GENERATION.sub(lambda match: " " + "I" * len(match.group("strokes")), name), title, where, where + len(name))
