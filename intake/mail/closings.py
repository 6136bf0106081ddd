"""Where a person's letter ends and his signature begins. In: lines of one author. Out: both, notices left out. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.mail import notices

SIGNATURE_LINES: Final = 25
"""Lines from the end among which a signature is looked for."""
CONTACT_PARAGRAPHS: Final = 4
CONTACT_LINES: Final = 12
CONTACT_CHARS: Final = 90
CLOSING_WORDS: Final = 10
NAME_WORDS: Final = 8
PROSE_WORDS: Final = 12
"""Words a line from which on a paragraph below the closing formula is a sentence of the letter and no signature."""


@dataclass(frozen=True, slots=True)
class Parted:
    """One author's lines, parted."""

    own: list[str]
    signature: list[str]


_MARK: Final = re.compile(r"(?:--|—|––|__)\s*")
_CLOSING: Final = re.compile(
    r"[*_ ]{0,3}(?:(?:very|most|yours|with|kind|kindest|best|warm|warmest|many|sincere|deepest|all|my|in|the|un|muchas|cordiales|muy"
    r"|le saluda|sinceres|mit|freundlichen|viele)[, ]+){0,3}"
    r"(?:respectfully|regards|sincerely|truly|thanks|thank you|thank u|thx|ty|tks|cordially|best|wishes|cheers|v/?r|r/s?|in service|be safe"
    r"|stay safe|god bless|appreciat\w*|gratefully|warmly|faithfully|fraternally|respect|gratitude|atentamente|respetuosamente|saludos?"
    r"|cordialmente|gracias|atte|cordialement|salutations|grüßen|grüße|mfg|have a (?:great|good|nice|blessed|safe)|semper fi"
    r"|at your service|signed)\b[^?]{0,60}",
    re.IGNORECASE,
)
_CLOSES_ON: Final = re.compile(
    r"(?:\S+ ){0,2}(?:regards|sincerely|respectfully|thanks|thank you|saludos|gracias|atentamente)[,.!]?", re.IGNORECASE
)
"""A second closing formula below the first."""
_LISTED: Final = re.compile(r"(?:\d{1,2}[.)]|[-•*·o]|\(?[a-z]\))\s")
_POSTSCRIPT: Final = re.compile(r"p\.? ?s\b|pd\b|n\.?b\b|note:", re.IGNORECASE)
_REACHED: Final = re.compile(
    r"\(?\b\d{3}\)?[-. /]{1,2}\d{3}[-. ]\d{4}\b|\b\d{3}-\d{4}\b|\b(?:ext|x)\.? ?\d{2,5}\b"  # a phone
    r"|\S@\w[\w.-]{0,80}\.\w|https?://|\bwww\.\S"  # an address on the net
    r"|\b\d{1,6} (?:\S{1,30} ){1,4}(?:st|street|ave|avenue|rd|road|blvd|dr|drive|hwy|highway|ln|lane|way|sq|square|pkwy|plaza|ct|court)\b"
    r"|\bp\.? ?o\.? box\b|,? [A-Z]{2},? \d{5}(?:-\d{4})?$",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"\b(?:chief|sheriff|undersheriff|captain|capt|lieutenant|lt|sergeant|sgt|deputy|major|maj|colonel|col|detective|det|director|secretary"
    r"|attorney|officer|manager|administrator|admin|commander|cmdr|clerk|coordinator|superintendent|warden|constable|marshal|mayor|counsel"
    r"|paralegal|assistant|analyst|specialist|inspector|trooper|jefe|alguacil|comandante|secretaria|editor|reporter|writer|producer"
    r"|president|esq|investigator|supervisor|agent|representative|scheduler|lieutenant|undersecretary|judge|commissioner)\b",
    re.IGNORECASE,
)
_AGENCY: Final = re.compile(
    r"\b(?:sheriff['’]?s|police|department|departamento|dept|county|city of|town of|village of|office of|division|bureau|unit|pd|so"
    r"|corrections|detention|jail|association|university|college|district|commission|llc|inc|pllc|llp|services|headquarters"
    r"|public safety)\b",
    re.IGNORECASE,
)
_FILLED_IN: Final = re.compile(
    r"(?!(?:tel|phone|ph|cell|mobile|office|direct|desk|fax|e-?mail|web|main|o|c|p|f|m)\b)[a-z][\w ()/-]{1,40}:\s", re.IGNORECASE
)


def part(lines: Sequence[str], *, width: int) -> Parted:
    """Part one author's lines; of each only the first `width` characters are looked at. The closing words stay with the letter."""
    kept = notices.left_out(lines, width=width)
    while kept and not kept[-1].strip():
        kept.pop()
    begin, end = _signature([line[:width].strip() for line in kept])
    return Parted([*kept[:begin], *([""] if end < len(kept) else []), *kept[end:]], kept[begin:end])


def _signature(views: Sequence[str]) -> tuple[int, int]:
    """Where the signature begins and ends; both at the end where there is none."""
    tail = max(0, len(views) - SIGNATURE_LINES)
    for i in range(tail, len(views) - 1):
        if views[i] and _MARK.fullmatch(views[i]):
            return i, len(views)
    for i in range(tail, len(views) - 1):
        if views[i] and len(views[i].split()) <= CLOSING_WORDS and _CLOSING.fullmatch(views[i]):
            first = next(k for k in range(i + 1, len(views)) if views[k])
            if _names(views[first]):
                return first, _below(views, first)
    return _contact(views), len(views)


def _names(view: str) -> bool:
    """Whether a line can be the first of a signature: short, no sentence, no list."""
    words = len(view.split())
    if words > NAME_WORDS or _LISTED.match(view) or _POSTSCRIPT.match(view) or _CLOSES_ON.fullmatch(view) or view.endswith((":", "?")):
        return False
    return words <= 2 or not view.endswith((".", "!")) or view.endswith(("r.", "q.", "D."))


def _below(views: Sequence[str], first: int) -> int:
    """Where the signature that begins at `first` ends: at a postscript or a paragraph of prose."""
    for begin, end in notices.paragraphs(views[first:]):
        paragraph = views[first + begin : first + end]
        if begin and (_POSTSCRIPT.match(paragraph[0]) or (_prose(paragraph) and paragraph[0][0] not in "\"“'‘*")):
            return first + begin
    return len(views)


def _prose(paragraph: Sequence[str]) -> bool:
    words = sum(len(view.split()) for view in paragraph)
    return (
        words > PROSE_WORDS and words / len(paragraph) > PROSE_WORDS / 2 and any(view.endswith((".", "?", "!", ":")) for view in paragraph)
    )


def _contact(views: Sequence[str]) -> int:
    """Where a block of name, title and ways to reach a person begins that no closing formula announces; the end where there is none."""
    start = len(views)
    found = False
    blocks = notices.paragraphs(views)
    for begin, end in reversed(blocks[-CONTACT_PARAGRAPHS:]):
        paragraph = views[begin:end]
        slogan = not found and paragraph[0][0] in '"“'
        name = found and len(paragraph) == 1 and _bare_name(paragraph[0])
        if not (slogan or name or _reaches(paragraph)) or (begin == blocks[0][0] and len(paragraph) == 1):
            break
        found = found or not slogan
        start = begin
        if name:
            break
    return start if found else len(views)


def _bare_name(view: str) -> bool:
    return view[0].isupper() and len(view.split()) <= 5 and not view.endswith((".", ",", "?", "!", ":"))


def _reaches(paragraph: Sequence[str]) -> bool:
    """Whether a paragraph is somebody's name, title, agency, phone or address; a form filled in the text is not."""
    if len(paragraph) > CONTACT_LINES or any(_LISTED.match(view) or _FILLED_IN.match(view) for view in paragraph):
        return False
    for view in paragraph:
        words = len(view.split())
        if len(view) > CONTACT_CHARS or words >= PROSE_WORDS or (words > 4 and view.endswith((".", "?", "!", ":", ","))):
            return False
    if len(paragraph) == 1:
        return _titled(paragraph[0])
    known = sum(1 for view in paragraph if _TITLE.search(view) or _AGENCY.search(view))
    reached = any(_REACHED.search(view) for view in paragraph)
    return known >= 2 or reached or (known == 1 and _bare_name(paragraph[0]))


def _titled(view: str) -> bool:
    """Whether one line is a person with his title ("Nils Berg, Undersheriff"), every word of it beginning with a capital."""
    words = view.replace(",", " ").split()
    return 2 <= len(words) <= NAME_WORDS and _TITLE.search(view) is not None and all(not w[0].islower() or len(w) <= 3 for w in words)
