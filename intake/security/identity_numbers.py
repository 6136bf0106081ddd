"""Social Security numbers in a text. In: a text. Out: the stretches where they stand. Pure.

Three, two and four digits with dashes, dots or blanks are one wherever they stand, unless words before them say otherwise (a case, an
account). Nine digits in a row, digits misread as letters, and the last four alone are one only where words announce them, or below such a
heading (rosters.py). Numbers that begin with 000, 666 or 9 are never issued (20 CFR 422.103; 9 begins taxpayer numbers, 26 CFR 301.6109-1)
and count only where they are announced.
"""

import re
from collections.abc import Iterator
from typing import Final

from intake.security import announcing

Span = tuple[int, int]
"""Start and end in the text."""

DASH: Final = "[-\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
BLANK: Final = "[ \u00a0\u2007\u2009\u202f]"
_ISSUED: Final = r"(?!000|666|9)\d{3}"
_DASHED: Final = rf"{BLANK}?{DASH}{BLANK}?\n?"
"""A line may break behind a dash."""
_PLAIN: Final = re.compile(
    rf"(?<!\d)(?<!\d{DASH})(?<!\d\.){_ISSUED}{_DASHED}(?!00)\d{{2}}{_DASHED}(?!0000)\d{{4}}(?!\d)(?!{DASH}\d)"
    rf"|(?<![\d.])(?<!\d{DASH}){_ISSUED}\.(?!00)\d{{2}}\.(?!0000)\d{{4}}(?!\d)(?!\.\d)"
    rf"|(?<![\d.,$/-])(?<!\d{BLANK}){_ISSUED}{BLANK}(?!00)\d{{2}}{BLANK}(?!0000)\d{{4}}(?!\d)(?!{BLANK}\d)"
)
"""Shapes that need no announcement."""
_SHAPE: Final = re.compile(r"\d{3}[^\w\n]{1,3}\n?\d{2}[^\w\n]{1,3}\n?\d{4}")
"""Every _PLAIN is one; looked for first, because it is found faster."""
_CROSSED: Final = re.compile(rf"[Xx*#•]{{3}}{DASH}[Xx*#•]{{2}}{DASH}\d{{4}}(?!\d)")
"""The sender hid all but the last four."""
_OTHER_NUMBER: Final = re.compile(
    r"\b(?:case|docket|file|ref|reference|invoice|order|purchase|po|p\.o|foia|claim|policy|acct|account|routing|aba|ori|serial|tracking"
    r"|control|permit|bond|warrant|incident|cad|contract|grant|award|uei|ein|duns|cage|phone|tel|fax|zip|part|sku|ticket|request"
    r"|confirmation|meeting|pin|passcode|itin|isbn)\b\W{0,3}(?:(?:no|num|number|nbr|id)\b)?\W{0,4}$",
    re.IGNORECASE,
)
"""Ends the text before a number that is another one."""
_LOOKED_BEFORE: Final = 40

NAMED: Final = (
    r"(?<![a-z])(?:ssns?|s\.s\.n\.?|s\.?s\.?[ ]?(?:#|no\b\.?|num(?:ber)?\b|nbr\b)|soc(?:ial)?\b\.?\s{0,2}sec(?:urity)?\b\.?"
    r"(?:\s{0,2}(?:numbers?\b|nos?\b\.?|num\b\.?|#))?|(?:n[uú]m(?:ero)?\.?\s{1,3}de\s{1,3})?seguro\s{1,3}social)(?![a-z])"
)
"""How people call it; to be matched case-blind."""
_HINTS: Final = ("soc", "ssn", "s.s", "segu", "ss#")
_SS: Final = re.compile(r"ss(?![a-z.,\n])")
"""Without one of these in a text nothing is announced in it."""
_NAMED: Final = re.compile(rf"(?=[ns])(?:{NAMED}|\b(?:social|ss)\b(?=\W{{0,5}}[\dOoIl|]))", re.IGNORECASE)
_DIGIT: Final = r"[\dOoQlI|SBZ]"
_BETWEEN: Final = rf"(?:{BLANK}|{DASH}|[./\n]){{0,3}}"
_NINE: Final = rf"{_DIGIT}{{3}}{_BETWEEN}{_DIGIT}{{2}}{_BETWEEN}{_DIGIT}{{4}}(?![^\W_])"
LOOSE: Final = re.compile(rf"(?<![^\W_]){_NINE}|(?<![\w*#•])[Xx*#•]{{3}}{_BETWEEN}[Xx*#•]{{2}}{_BETWEEN}\d{{4}}(?!\d)")
"""Nine digits, some perhaps misread, with anything usual between; or crosses and the last four. For announced places alone."""
_GLUED: Final = re.compile(r"\d{9}(?!\w)")
"""Stands with nothing between where it is announced: "SSN123456789"."""
_FEWEST_DIGITS: Final = 4
_ZIP: Final = re.compile(r"\d{5}-\d{4}")
_LAST: Final = r"\b(?:last|[uú]ltim[oa]s)\s{0,2}(?:4|four|cuatro)\b(?:\s{1,3}(?:digits|numbers|d[ií]gitos|n[uú]meros)\b)?"
_IS: Final = r"\W{0,5}(?:(?:is|are|in|es|son)\b\W{0,3})?"
_LAST_FOUR: Final = re.compile(
    rf"(?:{NAMED}|\bsocial\b|\bss\b)\W{{0,4}}(?:{_LAST}|end(?:s|ing)\b(?:\s{{1,3}}(?:in|with)\b)?|termina(?:do)?\s{{1,3}}en\b)"
    rf"{_IS}(?P<a>\d{{4}})(?!\d)"
    rf"|{_LAST}\s{{1,3}}(?:(?:of|de)\s{{1,3}})?(?:[a-z]{{2,5}}\s{{1,3}})?(?:{NAMED}|social\b|ss\b){_IS}(?P<b>\d{{4}})(?!\d)",
    re.IGNORECASE,
)

FOUR: Final = re.compile(r"(?<![\w/.-])\d{4}(?![\w/-])")
"""What a column of the last four holds."""


def find(text: str) -> list[Span]:
    """Every one in `text`, in no order; stretches may overlap."""
    found = [
        plain.span()
        for shape in _SHAPE.finditer(text)
        if (plain := _PLAIN.match(text, shape.start())) and not is_other(text, plain.start())
    ]
    found += [match.span() for match in _CROSSED.finditer(text)]
    if not hinted(text.lower()):
        return found
    for match in _NAMED.finditer(text):
        found += _after(text, match.end())
    found += [match.span(match.lastgroup) for match in _LAST_FOUR.finditer(text) if match.lastgroup]
    return found


def hinted(small: str) -> bool:
    """Whether a text in small letters may announce any."""
    return any(hint in small for hint in _HINTS) or bool(_SS.search(small))


def is_one(number: str) -> bool:
    """Whether what LOOSE matched has digits enough to be meant as a number."""
    return sum(each.isdigit() for each in number) >= (4 if number[0] in "Xx*#•" else _FEWEST_DIGITS)


def named(text: str) -> re.Match[str] | None:
    """Where a heading speaks of them."""
    return _NAMED.search(text)


def is_other(text: str, at: int) -> bool:
    """Whether words before `at` say that the number there is another one."""
    start = max(0, at - _LOOKED_BEFORE)
    return bool(_OTHER_NUMBER.search(text, max(start, text.rfind("\n", start, at) + 1), at))


def _after(text: str, at: int) -> Iterator[Span]:
    """What an announcement that ends at `at` announces, also several: "SSNs: a, b and c"."""
    match = _GLUED.match(text, at) or LOOSE.search(text, at, at + announcing.FARTHEST + 16)
    if not match or not announcing.leads_to(text[at : match.start()]):
        return
    # A ZIP code with four more digits has nine too ("Social Security Administration, Ashford 21235-6401").
    if _ZIP.fullmatch(match.group()) and match.start() - at > 5:
        return
    while match and is_one(match.group()):
        yield match.span()
        more = announcing.AND.match(text, match.end())
        match = LOOSE.match(text, more.end()) if more else None
