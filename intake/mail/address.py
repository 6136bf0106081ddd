"""Mailboxes of RFC 5322, read tolerantly. In: unfolded header values. Out: Address values and judgements about them. Pure."""

import re
from functools import lru_cache
from typing import Final

import idna

from intake.mail import headers
from intake.mail.limits import Limits
from intake.mail.message import Address

_SIMPLE: Final = re.compile(r'(?:"([^"\\<>]*)"\s*|([^"\\<>()@,:;\[\]]*))<([^\s<>"(),:;\\@\[\]]+@[^\s<>"(),:;\\@\[\]]+)>')
_BARE: Final = re.compile(r'[^\s<>"(),:;\\@\[\]]+@[^\s<>"(),:;\\@\[\]]+')
_PLAIN: Final = re.compile(r'[^"(<>,;:\[]+')
_QUOTED: Final = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*"')
_QUOTED_STRING: Final = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_SAFE_LOCAL: Final = re.compile(r"[A-Za-z0-9#$&'*+\-/=?^_{}~]+(?:\.[A-Za-z0-9#$&'*+\-/=?^_{}~]+)*")
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_QUOTED_PAIR: Final = re.compile(r"\\(.)")


def parse(raw: str, limits: Limits, defects: set[str] | None = None) -> tuple[Address, ...]:
    """All mailboxes of an address field, groups flattened (an empty group gives none); without an address the words are the name."""
    simple = _SIMPLE.fullmatch(raw)
    if simple:
        return (Address(headers.decode(simple[1] or (simple[2] or "").strip(), limits), _lowered(simple[3])),)
    if _BARE.fullmatch(raw):
        return (Address("", _lowered(raw)),)
    found: list[Address] = []
    for mailbox in _Scanner(raw).mailboxes(limits.addresses + 1):
        address = mailbox.value(limits)
        if address is not None:
            found.append(address)
    if len(found) > limits.addresses:
        found = found[: limits.addresses]
        if defects is not None:
            defects.add("addresses-capped")
    return tuple(found)


class _Mailbox:
    """What was met between two separators."""

    __slots__ = ("angle", "comments", "quoted", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle: str | None = None
        self.quoted = False

    def value(self, limits: Limits) -> Address | None:
        text = "".join(self.words).strip()
        if self.angle is None:
            spaceless = "".join(text.split())
            if "@" in text and not self.quoted:
                # `joe @ agency.example` is one address; in `Joe joe@agency.example` the last word with an @ is.
                words = text.split()
                at = next((i for i in range(len(words) - 1, -1, -1) if "@" in words[i].strip("@")), None)
                if at is None:
                    return Address(headers.decode(" ".join(self.comments), limits), _lowered(spaceless))
                name = " ".join(words[:at] + words[at + 1 :]) or " ".join(self.comments)
                return Address(headers.decode(name, limits), _lowered(words[at]))
            if self.quoted and re.search(r'"@\S+$', spaceless):
                return Address("", _lowered(text))
            return Address(headers.decode(text.replace('"', ""), limits), "") if text else None
        address = "".join(_without_controls(self.angle).split()) if '"' not in self.angle else _without_controls(self.angle).strip()
        name = _QUOTED_STRING.sub(lambda found: _QUOTED_PAIR.sub(r"\1", found[1]), text) or " ".join(self.comments)
        if not address and not name:
            return None
        return Address(headers.decode(" ".join(name.split()), limits), _lowered(address) if "@" in address else "")


class _Scanner:
    """One pass over an address field; each character is looked at a bounded number of times."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.position = 0
        self.quotes_left = True

    def mailboxes(self, bound: int) -> list[_Mailbox]:
        """Up to `bound` mailboxes."""
        found: list[_Mailbox] = []
        current = _Mailbox()

        def close() -> None:
            nonlocal current
            if current.words or current.angle is not None or current.comments:
                found.append(current)
            current = _Mailbox()

        while self.position < len(self.raw) and len(found) < bound:
            plain = _PLAIN.match(self.raw, self.position)
            if plain:
                if current.angle is None:
                    current.words.append(plain[0])
                self.position = plain.end()
                continue
            character = self.raw[self.position]
            self.position += 1
            match character:
                case '"':
                    quoted = self._quoted()
                    current.quoted = current.quoted or quoted != ""
                    current.words.append(quoted)
                case "(":
                    current.comments.append(self._comment())
                case "<":
                    if current.angle is not None:
                        close()
                    current.angle = self._angle()
                case "[":
                    current.words.append("[" + self._until("]"))
                case ":":
                    # What stood before is the name of a group.
                    current = _Mailbox()
                case "," | ";":
                    close()
        close()
        return found[:bound]

    def _quoted(self) -> str:
        """A quoted string with its quotes, or nothing where it never ends."""
        found = _QUOTED.match(self.raw, self.position) if self.quotes_left else None
        if found is None:
            self.quotes_left = False
            return ""
        self.position = found.end()
        return f'"{found[0]}'

    def _comment(self) -> str:
        depth, start = 1, self.position
        while self.position < len(self.raw):
            character = self.raw[self.position]
            self.position += 2 if character == "\\" else 1
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return self.raw[start : self.position - 1].strip()
        return self.raw[start:].strip()

    def _angle(self) -> str:
        start = self.position
        end = self.raw.find(">", start)
        if end < 0:
            end = min((i for i in (self.raw.find(c, start) for c in ",;") if i >= 0), default=len(self.raw))
            self.position = end
        else:
            self.position = end + 1
        return self.raw[start:end]

    def _until(self, closing: str) -> str:
        start = self.position
        end = self.raw.find(closing, start)
        self.position = len(self.raw) if end < 0 else end + 1
        return self.raw[start : self.position]


def _without_controls(text: str) -> str:
    return "".join(c for c in text if c >= " " and c != "\x7f")


def _lowered(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{domain.rstrip('.').lower()}"


@lru_cache(maxsize=4096)
def ascii_domain(domain: str) -> str | None:
    """The domain in A-labels and lower case (IDNA 2008, UTS 46); None where it is none of the public mail system (a literal, one label)."""
    domain = domain.strip().rstrip(".").lower()
    if not domain.isascii():
        try:
            domain = idna.encode(domain[:255], uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError, ValueError, IndexError):
            return None
    labels = domain.split(".")
    if len(domain) > 253 or len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return domain


def without_tag(address: str) -> str:
    """The address without its +tag: `chief+moa@x` -> `chief@x`."""
    local, at, domain = address.rpartition("@")
    stripped = local.partition("+")[0]
    return f"{stripped or local}{at}{domain}"


def normal(address: str) -> str:
    """One spelling for one mailbox: lower case, no +tag, domain in A-labels. For comparing and counting, never for sending."""
    local, at, domain = without_tag(address.strip()).rpartition("@")
    return f"{local.lower()}{at}{ascii_domain(domain) or domain.lower()}"


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses reach one mailbox, case and +tags apart; never true of an empty one."""
    return bool(one) and normal(one) == normal(other)


def destination(address: str) -> str | None:
    """The address as a machine may write to it, its domain in A-labels, or None where it must not.

    Refused: quoted local parts, % and ! routes, source routes, control characters, non-ASCII local parts, what is no domain (RFC 5321).
    """
    local, at, domain = address.rpartition("@")
    if not at or len(local) > 64 or not _SAFE_LOCAL.fullmatch(local) or len(address) > 254:
        return None
    known = ascii_domain(domain)
    return f"{local}@{known}" if known else None
