"""A mail's text, cut. In: text and subject. Out: the author's own words, his signature, what he quoted, the mail he passed on. Pure.

For deciding what a mail is about and for showing whose words were passed on; staff always see the whole text as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from intake.mail import closings, openings

TEXT_CHARS: Final = 100_000
LINES: Final = 2_000
WIDTH: Final = 400
"""Characters of a line that are looked at; the whole line goes where it belongs."""
OPENINGS: Final = 200
"""Lines that may open an earlier mail and are looked at; what comes later is quoted or own as it stands."""
TOP_WORDS: Final = 80
"""Words above an earlier mail that may still say no more than that it is passed on."""

_QUOTED: Final = re.compile(r"\s{0,3}>")
_UNQUOTED: Final = re.compile(r"\s{0,3}> ?")
_PREFIX: Final = re.compile(
    r"\b(?:(?P<forward>fwd?|rv|tr|wg|enc|reenv(?:iar|ío)?|vb|doorst|weitergeleitet)|re|aw|sv|antw|rif|res|réf)(?:\[\d+\])?\s*:",
    re.IGNORECASE,
)
_SPOKEN: Final = re.compile(
    r"\b(?:forward(?:ed|ing)?|fwd|fyi|see below|below|reenv[ií]o|pass(?:ing|ed)? (?:this |it )?(?:on|along))\b", re.IGNORECASE
)
_SAYS_WHEN: Final = re.compile(r"(?=.{0,300}?(?:\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b)).{8,300}(?::|<\S{1,100}@\S{1,100}>)")
_SHARED: Final = re.compile(r"(.{1,200}?)[\s-]*\b(On (?:mon|tue|wed|thu|fri|sat|sun|\d)[^<]{4,150}.{0,120}\bwrote:)", re.IGNORECASE)
"""An answer and "On … wrote:" on one line, as some programs leave it."""
KEPT: Final = 16
"""Texts whose parts are remembered: a mail is asked for them by everyone who looks at it, and cutting is dear."""
_WRAPS_AT: Final = 60
"""A quoted line of so many characters may have been wrapped, and its rest lost the mark."""


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A mail that was passed on: its head as the mail program wrote it, and its body, which may hold further ones."""

    author: str
    date: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A mail's text, cut. Banners of gateways, legal footers and lines of devices are in none of the parts."""

    own: str
    signature: str
    quoted: str
    passed_on: PassedOn | None


def own_words(text: str) -> str:
    """The author's own words. All of the text where nothing would be left (a plain forward)."""
    return cut(text).own or text[:TEXT_CHARS].strip()


def cut(text: str, *, subject: str = "") -> Cut:
    """Cut a mail's text. The subject tells a forward ("FW:") from an answer that carries its history ("RE:")."""
    prefix = _PREFIX.search(subject[:WIDTH])
    return _cut(text[:TEXT_CHARS], None if prefix is None else prefix["forward"] is not None)


@lru_cache(maxsize=KEPT)
def _cut(text: str, forwards: bool | None) -> Cut:
    """`forwards`: what the subject says of itself; None where it says nothing."""
    reading = _Reading(_lines(text), forwards)
    reading.read()
    own: list[str] = []
    signature: list[str] = []
    for segment in reading.segments:
        parted = closings.part(segment, width=WIDTH)
        own.append("\n".join(parted.own).strip())
        signature.append("\n".join(parted.signature).strip())
    return Cut(_joined(own), _joined(signature), "\n".join(reading.quoted).strip(), reading.passed_on)


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.replace("\xa0", " ").split("\n", LINES)[:LINES]:
        shared = _SHARED.fullmatch(line.rstrip()) if len(line) < WIDTH and line.rstrip().endswith("wrote:") else None
        lines.extend(shared.groups() if shared is not None else (line.rstrip("\r"),))
    return lines


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)


class _Reading:
    """One walk over the lines, each looked at a bounded number of times."""

    def __init__(self, lines: Sequence[str], forwards: bool | None) -> None:
        self.lines = lines
        self.forwards = forwards
        self.views = [line[:WIDTH].strip() for line in lines]
        self.segments: list[list[str]] = [[]]
        self.quoted: list[str] = []
        self.passed_on: PassedOn | None = None
        self.left = OPENINGS

    def read(self) -> None:
        n = 0
        while n < len(self.lines):
            opening = self._opening(self.views, n)
            if opening is not None:
                n = self._earlier(n, opening)
            elif _QUOTED.match(self.lines[n]):
                n = self._run(n)
            else:
                self.segments[-1].append(self.lines[n])
                n += 1

    def _opening(self, views: Sequence[str], n: int) -> openings.Opening | None:
        if self.left <= 0:
            return None
        opening = openings.at(views, n)
        self.left -= opening is not None
        return opening

    def _run_ends(self, n: int) -> int:
        """The line behind a run of quoted lines that begins at `n`; empty lines inside belong to it."""
        end = n
        for i in range(n, len(self.lines)):
            if _QUOTED.match(self.lines[i]):
                end = i + 1
            elif self.views[i] and not self._wrapped(i, end):
                break
        return end

    def _wrapped(self, i: int, end: int) -> bool:
        """Whether a line without mark is the rest of the long quoted line above it, in the middle of a sentence and of quoted lines."""
        return (
            i == end
            and len(self.views[i - 1]) >= _WRAPS_AT
            and not self.views[i][0].isupper()
            and i + 1 < len(self.lines)
            and _QUOTED.match(self.lines[i + 1]) is not None
        )

    def _run(self, n: int) -> int:
        """Quoted lines with nothing above that says whose. They may hold a forward (Apple Mail quotes what it passes on)."""
        end = self._run_ends(n)
        inner = [_UNQUOTED.sub("", line, count=1) for line in self.lines[n:end]]
        views = [line[:WIDTH].strip() for line in inner]
        first = next((i for i, view in enumerate(views) if view), None)
        opening = self._opening(views, first) if first is not None else None
        if opening is not None and opening.kind is not openings.Kind.REPLY and self._passes_on(opening):
            self.passed_on = _passed_on(opening, inner[opening.after :])
        else:
            self.quoted.extend([*self._whose(), *inner])
        self.segments.append([])
        return end

    def _whose(self) -> list[str]:
        """The line above quoted lines that says in any language who wrote them and when; it is taken from the author's."""
        above = self.segments[-1]
        last = next((i for i in range(len(above) - 1, max(len(above) - 3, -1), -1) if above[i].strip()), None)
        if last is None or not _SAYS_WHEN.fullmatch(above[last][:WIDTH].strip()):
            return []
        said = above[last:]
        del above[last:]
        return said

    def _earlier(self, n: int, opening: openings.Opening) -> int:
        """Take the earlier mail that line `n` opens: the quoted lines below it, or everything to the end."""
        below = next((i for i in range(opening.after, len(self.lines)) if self.views[i]), len(self.lines))
        marked = below < len(self.lines) and _QUOTED.match(self.lines[below]) is not None
        end = self._run_ends(below) if marked else len(self.lines)
        body = (
            [_UNQUOTED.sub("", line, count=1) for line in self.lines[opening.after : end]]
            if marked
            else list(self.lines[opening.after : end])
        )
        if self._passes_on(opening):
            self.passed_on = _passed_on(_headed(opening, body) if marked else opening, body)
        else:
            self.quoted.extend([*self.lines[n : opening.after], *body])
        self.segments.append([])
        return end

    def _passes_on(self, opening: openings.Opening) -> bool:
        """Whether the earlier mail is passed on, and not the history of an answer."""
        if self.passed_on is not None:
            return False
        if opening.kind is openings.Kind.FORWARD:
            return True
        if opening.kind is openings.Kind.HEAD and self.forwards is not None:
            return self.forwards
        if self.quoted or (opening.kind is openings.Kind.REPLY and not self.forwards):
            return False
        top = " ".join(" ".join(closings.part(segment, width=WIDTH).own) for segment in self.segments).split()
        if opening.kind is openings.Kind.REPLY:
            return not top
        return not top or (len(top) <= TOP_WORDS and _SPOKEN.search(" ".join(top)) is not None)


def _headed(opening: openings.Opening, body: list[str]) -> openings.Opening:
    """The opening with the head that stands below it among the quoted lines; the head is taken from the body."""
    if opening.author:
        return opening
    views = [line[:WIDTH].strip() for line in body]
    first = next((i for i, view in enumerate(views) if view), None)
    inner = openings.at(["---- Forwarded message ----", *views[first:]], 0) if first is not None else None
    if first is None or inner is None or not inner.author:
        return opening
    del body[: first + inner.after - 1]
    return inner


def _passed_on(opening: openings.Opening, body: Sequence[str]) -> PassedOn:
    return PassedOn(opening.author, opening.date, opening.subject, "\n".join(body).strip())
