"""A text as eyes read it. In: a text. Out: the same without unseen signs and marks of quotation, and the way back to it. Pure.

What is private is looked for in the plain text: a number stays one with a zero-width blank in it, in full-width digits, with underscores of
a file's name around it, or broken by the mark of a quotation.
"""

import re
from bisect import bisect_right
from typing import Final, NamedTuple

_DASHES: Final = "\u2010\u2011\u2012\u2013\u2212\ufe58\ufe63"
_BLANKS: Final = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_TWINS: Final = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_BLANKS, " "),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width letters, digits and signs
}
"""Signs that look like plain ones; each is one character for one."""
_ODD: Final = re.compile(f"[{_DASHES}{_BLANKS}\uff01-\uff5e]")
_SOFT: Final = re.compile("(?<!\\d)(\\d{3})\u00ad(\\d{2})\u00ad(\\d{4})(?!\\d)")
"""Soft hyphens that stand where dashes do."""
_UNSEEN: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_GAP: Final = re.compile(rf"^(?=.{{0,7}}>)(?:[ ]{{0,3}}[>|]){{1,20}}[ ]?|[{_UNSEEN}]+", re.MULTILINE)
"""What is left out: marks of quotation, signs that nobody sees."""
_UNDERSCORE: Final = re.compile(r"(?<=[^\W_])_{1,2}(?=[^\W_])(?![\w.+-]{0,64}@)")
"""Stands for a blank, as in names of files; in a mail address it does not."""


class Plain(NamedTuple):
    """`text` is made of pieces of the first text: `starts` are their places in it, `shifts` how much further each stood in the first."""

    text: str
    starts: tuple[int, ...] = (0,)
    shifts: tuple[int, ...] = (0,)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `text`, not empty, as a stretch of the first text."""
        return start + self._shift(start), end + self._shift(end - 1)

    def _shift(self, at: int) -> int:
        return self.shifts[bisect_right(self.starts, at) - 1]


def of(text: str) -> Plain:
    """The plain text; most texts are it already."""
    if not text.isascii():
        text = _ODD.sub(lambda odd: _TWINS[odd.group()], _SOFT.sub(r"\1-\2-\3", text) if "\u00ad" in text else text)
    if "_" in text:
        text = _UNDERSCORE.sub(_blanked, text)
    if text.isascii() and ">" not in text:
        return Plain(text)
    pieces: list[str] = []
    starts, shifts = [0], [0]
    at = length = 0
    for gap in _GAP.finditer(text):
        pieces.append(text[at : gap.start()])
        length += gap.start() - at
        at = gap.end()
        starts.append(length)
        shifts.append(at - length)
    pieces.append(text[at:])
    return Plain("".join(pieces), tuple(starts), tuple(shifts))


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match.group())
