"""Dates of birth in a text. In: a text. Out: the stretches where they stand. Pure.

A date is one of birth only where words say so ("DOB", "born", "fecha de nacimiento"), or below such a heading (rosters.py).
"""

import re
from collections.abc import Iterator
from typing import Final

from intake.security import announcing
from intake.security.identity_numbers import Span

_DIGIT: Final = r"[\dOoIl|]"
_SEP: Final = r"[-/.\u2010-\u2015\u2212]"
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre|ene|abr|ago|dic)"
)
_YEAR: Final = r"(?:(?:18|19|20)\d{2}|['’]?\d{2})"
_WORDED: Final = (
    rf"\b{_MONTH}\b\.?[ ,\n]{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?\b[ ,.\n]{{1,3}}(?:of[ ]|de[ ]|del[ ])?{_YEAR}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[ ]?[-./ \n]?[ ]?(?:day[ ]of[ ]|of[ ]|de[ ])?{_MONTH}\b\.?[ ]?[-,./ \n]?[ ]?(?:de[ ]|del[ ])?"
    rf"{_YEAR}(?!\d)"
    rf"|(?<!\d)\d{{1,2}}{_MONTH}(?:(?:19|20)\d{{2}}|\d{{2}})(?!\d)"
    rf"|(?<!\d)(?:19|20)\d{{2}}[-/ ]{_MONTH}[-/ ]\d{{1,2}}(?!\d)"
)
_NUMBERS: Final = (
    rf"(?<![\d/.-])(?:19|20)\d{{2}}[ ]?{_SEP}[ ]?\d{{1,2}}[ ]?{_SEP}[ ]?\d{{1,2}}(?!\d|{_SEP}\d)"
    rf"|(?<![\d/.-])\d{{1,2}}[ ]?{_SEP}[ ]?\d{{1,2}}[ ]?{_SEP}[ ]?{_YEAR}(?!\d|{_SEP}\d)"
)
# What a date may begin with is looked at first: it is told faster.
DATE: Final = re.compile(rf"(?=\d|\b[adefjmnos])(?:{_WORDED}|{_NUMBERS})", re.IGNORECASE)
"""A date, whatever of."""
LOOSE: Final = re.compile(
    rf"{_WORDED}|{_NUMBERS}"
    rf"|(?<!\w){_DIGIT}{{1,2}}[ ]?{_SEP}[ ]?{_DIGIT}{{1,2}}[ ]?{_SEP}[ ]?(?:[12Il|]{_DIGIT}{{3}}|{_DIGIT}{{2}})(?!\w)"
    rf"|(?<!\w)(?:[Xx*]{{2}}|\d{{1,2}}){_SEP}(?:[Xx*]{{2}}|\d{{1,2}}){_SEP}(?:\d{{4}}|[Xx*]{{4}}|\d{{2}})(?!\w)"
    rf"|(?<!\w)(?:(?:19|20)\d{{6}}|\d{{4}}(?:19|20)\d{{2}}|\d{{6}})(?![\w-])"
    rf"|\b{_MONTH}\b\.?,?[ ](?:of[ ]|de[ ])?(?:19|20)\d{{2}}(?!\d)"
    rf"|(?<![\w/.-])(?:19|20)\d{{2}}(?![\w/-])"
    rf"|(?<!\d)\d{{1,2}}[ ]\d{{1,2}}[ ](?:19|20)\d{{2}}(?!\d)",
    re.IGNORECASE,
)
"""Whatever may be meant as one where a date of birth is announced: misread, without separators, half hidden, a year alone."""

DATE_CELL: Final = re.compile(
    rf"{_WORDED}|{_NUMBERS}"
    rf"|(?<!\w){_DIGIT}{{1,2}}[ ]?{_SEP}[ ]?{_DIGIT}{{1,2}}[ ]?{_SEP}[ ]?(?:[12Il|]{_DIGIT}{{3}}|{_DIGIT}{{2}})(?!\w)"
    r"|(?<![\w-])(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d{2})(?![\w-])",
    re.IGNORECASE,
)
"""What is a date where a column holds dates: misread, or eight digits."""

NAMED: Final = (
    r"(?<![a-z.])(?:d\.?[ ]?o\.?[ ]?b\.?s?|d/o/b|dates?\s{1,2}of\s{1,2}births?|birth[ -]?dates?|birthdays?|year\s{1,2}of\s{1,2}birth"
    r"|yob|births?|fechas?\s{1,2}de\s{1,2}nac(?:imiento|\b\.?)|f\.?[ ]?nac\b\.?|fdn)(?![a-z])"
)
_HINTS: Final = ("birth", "dob", "d.o", "d. o", "d o b", "d/o", "born", "nac", "yob", "fdn", "(b.", ", b.")
"""Without one of these in a text nothing is announced in it."""
_NAMED: Final = re.compile(rf"(?=[bdfy])(?:{NAMED})", re.IGNORECASE)
_BORN: Final = re.compile(r"(?<![a-z])(?:born|nacid[oa]s?|naci[oó]|b\.)(?![a-z])", re.IGNORECASE)
_BORN_GAP: Final = re.compile(r"\W{0,4}(?:(?:on|in|el|en|day|the)\b\W{0,3}){0,3}")


def find(text: str) -> list[Span]:
    """Every one in `text`, in no order; stretches may overlap."""
    found: list[Span] = []
    if not hinted(text.lower()):
        return found
    for match in _NAMED.finditer(text):
        found += _after(text, match.end())
        found += _before(text, match.start())
    for match in _BORN.finditer(text):
        gap = _BORN_GAP.match(text, match.end())
        date = DATE.match(text, gap.end()) if gap else None
        # "b." is an initial too: only "(b. 4/5/1980" and the like.
        if date and (match.group() != "b." or text[max(0, match.start() - 1)] in "(,;"):
            found.append(date.span())
    return found


def hinted(small: str) -> bool:
    """Whether a text in small letters may announce any."""
    return any(hint in small for hint in _HINTS)


def named(text: str) -> re.Match[str] | None:
    """Where a heading speaks of them."""
    return _NAMED.search(text)


def _after(text: str, at: int) -> Iterator[Span]:
    """What an announcement that ends at `at` announces, also several."""
    match = LOOSE.search(text, at, at + announcing.FARTHEST + 24)
    if not match or not announcing.leads_to(text[at : match.start()]):
        return
    while match:
        yield match.span()
        more = announcing.AND.match(text, match.end())
        match = LOOSE.match(text, more.end()) if more else None
        if match and not DATE.fullmatch(match.group()):
            return


def _before(text: str, at: int) -> Iterator[Span]:
    """ "04/05/1980 (DOB)": the announcement stands behind, in brackets."""
    opening = at - 1
    while opening >= 0 and text[opening] == " " and at - opening < 3:
        opening -= 1
    if opening < 0 or text[opening] not in "([":
        return
    start = max(0, opening - 30)
    yield from (date.span() for date in DATE.finditer(text, start, opening) if not text[date.end() : opening].strip())
