"""Header blocks read tolerantly. In: octets of a block. Out: fields, decoded words, parameters, dates, message ids. Pure.

The standard library raises on real headers; these accessors raise nothing and take time in proportion to what they read.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from typing import Final
from urllib.parse import unquote_to_bytes

from intake.mail import charsets
from intake.mail.limits import Limits

_NEXT_FIELD: Final = re.compile(r"\r?\n(?![ \t])")
_FOLD: Final = re.compile(r"\r?\n")
_NAME: Final = re.compile(r"[!-9;-~]+")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_WORD: Final = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_PARAMETER: Final = re.compile(r';\s*([^\s=;"*]+)(\*[0-9*]*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))')
_MESSAGE_ID: Final = re.compile(r"<[^<>\s\x00-\x1f\x7f]{1,990}>")
_Q_OCTET: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_DATE_CHARS: Final = 120
_PARAMETER_CHARS: Final = 8192
_PARAMETERS: Final = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: its name as sent and in lower case, its value unfolded but not decoded."""

    name: str
    lower: str
    raw: str


class Fields:
    """A header block. Looking up a name costs one dictionary access."""

    __slots__ = ("_first", "all")

    def __init__(self, fields: list[Field]) -> None:
        self.all = fields
        self._first: dict[str, str] = {}
        for one in fields:
            self._first.setdefault(one.lower, one.raw)

    def get(self, lower: str) -> str | None:
        """The first field of that lower-case name, unfolded, not decoded."""
        return self._first.get(lower)


def read(block: bytes, limits: Limits, defects: set[str]) -> Fields:
    """The fields of a header block. Lines that are no field are left out and named in `defects`."""
    if len(block) > limits.header_block:
        block = block[: limits.header_block]
        defects.add("headers-capped")
    text = block.decode("utf-8", "surrogateescape")
    found: list[Field] = []
    for index, line in enumerate(_NEXT_FIELD.split(text)):
        if not line:
            continue
        name, colon, value = line.partition(":")
        name = name.rstrip(" \t")
        if not colon or not _NAME.fullmatch(name):
            if not (index == 0 and line.startswith(("From ", ">From "))):
                defects.add("header-broken")
            continue
        if len(found) == limits.header_fields:
            defects.add("headers-capped")
            break
        if len(value) > limits.header_length:
            value = value[: limits.header_length]
            defects.add("header-capped")
        if "\n" in value:
            value = _FOLD.sub("", value)
        if not value.isascii() and _SURROGATE.search(value):
            value = charsets.decode(value.encode("utf-8", "surrogateescape"), None).text
            defects.add("charset-guessed")
        found.append(Field(name, name.lower(), value.strip()))
    return Fields(found)


def decode(raw: str, limits: Limits) -> str:
    """An unfolded value with its encoded words decoded (RFC 2047) and control characters, line ends above all, made spaces."""
    if "=?" in raw:
        raw = "".join(_decoded(raw, limits.encoded_words))
    if not raw.isprintable():
        raw = _SURROGATE.sub("\ufffd", _CONTROLS.sub(" ", raw))
    return raw.strip()


def _decoded(raw: str, bound: int) -> Iterator[str]:
    # Octets of neighbours in one charset are joined before they are decoded: mailers cut in the middle of a character.
    position, pending, charset = 0, b"", ""
    for count, word in enumerate(_WORD.finditer(raw)):
        if count == bound:
            break
        between = raw[position : word.start()]
        if between and not (pending and between.isspace()):
            if pending:
                yield charsets.decode(pending, charset).text
                pending = b""
            yield between
        if pending and word[1].lower() != charset:
            yield charsets.decode(pending, charset).text
            pending = b""
        charset = word[1].lower()
        pending += _octets(word[2], word[3])
        position = word.end()
    if pending:
        yield charsets.decode(pending, charset).text
    yield raw[position:]


def _octets(encoding: str, text: str) -> bytes:
    octets = text.encode("utf-8", "surrogateescape") if not _SURROGATE.search(text) else text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64(octets)
    return _Q_OCTET.sub(lambda m: bytes([int(m[1], 16)]), octets.replace(b"_", b" "))


def base64(octets: bytes | memoryview) -> bytes:
    """Decode base64, whatever is broken in it: strange characters are skipped, missing padding is supplied."""
    try:
        return binascii.a2b_base64(octets)
    except binascii.Error:
        pass
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", bytes(octets))
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def parameters(raw: str) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon in lower case, and the parameters (RFC 2231 pieces joined and decoded, RFC 2047 not)."""
    raw = raw[:_PARAMETER_CHARS]
    main, semicolon, _ = raw.partition(";")
    plain: dict[str, str] = {}
    if not semicolon:
        return main.strip().lower(), plain
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for count, found in enumerate(_PARAMETER.finditer(raw, len(main))):
        if count == _PARAMETERS:
            break
        name = found[1].lower()
        value = re.sub(r"\\(.)", r"\1", found[3]) if found[3] is not None else found[4].strip().strip('"')
        if found[2]:
            numbers = found[2].strip("*").split("*")[0]
            number = int(numbers) if numbers.isdigit() and len(numbers) < 4 else 0
            pieces.setdefault(name, []).append((number, found[2].endswith("*"), value))
        else:
            plain.setdefault(name, value)
    for name, parts in pieces.items():
        plain[name] = _joined(sorted(parts, key=lambda piece: piece[0]))
    return main.strip().lower(), plain


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    charset: str | None = None
    octets = b""
    for index, (_, encoded, value) in enumerate(parts):
        if encoded and index == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        octets += unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace")
    return charsets.decode(octets, charset or None).text


def date(raw: str) -> datetime | None:
    """A Date field as an aware UTC instant; a missing zone is read as UTC; None where it cannot be read."""
    try:
        # RecursionError and friends cannot arise: the text is cut, and the library's own crashes on odd dates are of these classes.
        parsed = parsedate_tz(raw[:_DATE_CHARS])
        if parsed is None:
            return None
        local = datetime(*parsed[:6], tzinfo=UTC)
        return local - timedelta(seconds=parsed[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def message_ids(raw: str | None, bound: int) -> tuple[str, ...]:
    """Every `<...>` of a Message-ID, In-Reply-To or References field; past the bound the first and the last ones stay (RFC 5322 3.6.4)."""
    if not raw:
        return ()
    found = list(dict.fromkeys(_MESSAGE_ID.findall(raw)))
    if len(found) > bound:
        found = found[:1] + found[1 - bound :]
    return tuple(found)
