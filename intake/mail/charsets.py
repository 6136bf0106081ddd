"""Turn octets of any or no declared charset into text. In: octets and the declared name. Out: text, and whether it was a guess. Pure.

Mailers name the small charset and use the large one: gb2312 holds GB18030, iso-8859-1 holds Windows-1252, iso-2022-jp holds CP50221.
The superset is tried first; octets that do not fit are guessed, never refused.
"""

import codecs
import re
from encodings.aliases import aliases
from functools import lru_cache
from typing import Final, NamedTuple

import charset_normalizer

SAMPLE: Final = 4096
"""Octets that a guess looks at."""

_MEANT: Final = {
    "gb18030": "gb2312 gb-2312 gb-2312-80 euc-cn gbk x-gbk cp936 windows-936",
    "cp1252": "iso-8859-1 latin-1 latin1 iso8859-1 8859-1",
    "cp1254": "iso-8859-9",
    "cp874": "iso-8859-11 tis-620",
    "cp949": "ks-c-5601-1987 ks-c-5601 euc-kr",
    "cp932": "shift-jis sjis x-sjis windows-31j ms-kanji",
    "shift_jisx0213": "shift-jisx0213",
    "cp950": "big5",
    "cp50221": "iso-2022-jp iso-2022-jp-1 iso-2022-jp-ms cp50220 cp50221 csiso2022jp",
    "utf_7": "unicode-1-1-utf-7",
    "mac_roman": "macintosh x-mac-roman",
    "utf_8": "utf8 utf-8",
    "ascii": "us-ascii ansi-x3.4-1968 ascii",
    "iso8859_8": "iso-8859-8-i",
    "utf_16": "unicode",
}
"""Codec: the declared names that mean it."""
_SUPERSETS: Final = {name: codec for codec, names in _MEANT.items() for name in names.split()}
_NO_CHARSETS: Final = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"})
"""Codecs that Python counts as text and no mail is written in; punycode takes quadratic time."""

_LATIN: Final = frozenset({"cp1252", "ascii", "iso8859_15"})
_AMERICAN: Final = frozenset(
    b"\x80\x82\x84\x85\x8a\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\xa0\xa1\xa2\xa3\xa7\xa9\xab\xad\xae\xb0\xb1\xb2\xb3\xb4\xb5\xb7\xba\xbb\xbc\xbd\xbe\xbf"
    b"\xc0\xc1\xc2\xc4\xc7\xc8\xc9\xca\xcd\xce\xd1\xd3\xd6\xd7\xda\xdc\xdf\xe0\xe1\xe2\xe4\xe7\xe8\xe9\xea\xeb\xed\xee\xef\xf1\xf3\xf4\xf6\xf8\xf9\xfa\xfb\xfc"
)
"""High octets of Windows-1252 to expect in this country: typographic signs, and the letters of Spanish, French and German names."""

_GUESSED: Final = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "gb18030", "big5", "cp932", "euc_jp", "cp949",
)  # fmt: skip
_ESCAPE: Final = re.compile(rb"\x1b(\$\([BD]|\$[@B]|\([BJIH])")


class Decoded(NamedTuple):
    """Text, and whether the declared charset had to be left."""

    text: str
    guessed: bool


def decode(octets: bytes, declared: str | None) -> Decoded:
    """Decode, never raising. `guessed` is true where the declared charset is unknown, missing with 8-bit octets, or does not fit."""
    if octets.isascii() and (declared is None or b"\x1b" not in octets) and not _is_wide(declared):
        return Decoded(octets.decode("ascii"), False)
    codec = lookup(declared) if declared else None
    if codec == "cp50221":
        return _cp50221(octets)
    if codec is None or codec in _LATIN:
        # UTF-8 sent under the name of a Latin charset, or under none: other text does not look like valid UTF-8 by accident.
        try:
            return Decoded(octets.decode("utf-8"), declared is not None)
        except UnicodeDecodeError:
            pass
        if codec == "cp1252":
            return Decoded(_cp1252(octets), False)
        return Decoded(guess(octets), True)
    try:
        return Decoded(octets.decode(codec), False)
    except (UnicodeDecodeError, UnicodeError, ValueError):
        pass
    # A few spoiled octets (a text cut in the middle of a character) are no reason to take another charset.
    lenient = octets.decode(codec, "replace")
    if lenient.count("\ufffd") * 50 <= len(lenient):
        return Decoded(lenient, True)
    return Decoded(guess(octets), True)


@lru_cache(maxsize=256)
def lookup(declared: str) -> str | None:
    """The codec for a declared charset, its superset where mailers mean that; None where there is none."""
    name = declared.strip().strip("'\"").lower().replace("_", "-")[:60]
    if name in _SUPERSETS:
        return _SUPERSETS[name]
    windows = re.fullmatch(r"(?:x-)?(?:cp|windows|win|ms|ibm)-?(\d{3,5})", name)
    if windows:
        name = f"cp{windows[1]}"
    try:
        found = codecs.lookup(name).name.replace("-", "_")
    except (LookupError, ValueError):
        return None
    found = aliases.get(found, found)
    if found in _NO_CHARSETS or found not in _TEXT:
        return None
    return found


_TEXT: Final = frozenset(
    name for name in aliases.values() if name not in _NO_CHARSETS and not name.endswith("_codec") and name not in {"rot_13", "tactis"}
) | {
    "cp874",
    "cp720",
    "cp737",
    "cp856",
    "cp1006",
    "koi8_u",
    "koi8_t",
    "utf_8_sig",
    "mac_arabic",
    "mac_farsi",
    "mac_romanian",
    "mac_croatian",
}


def guess(octets: bytes) -> str:
    """Text of octets whose charset nobody told; a wrong guess gives wrong letters, never an error."""
    start = next((i for i, octet in enumerate(octets[: SAMPLE * 16]) if octet > 0x7F), 0)
    sample = octets[max(0, start - SAMPLE // 4) : start + SAMPLE]
    high = [octet for octet in sample if octet > 0x7F]
    if len(high) * 2 < len(sample) and _AMERICAN.issuperset(high):
        return _cp1252(octets)
    if _ESCAPE.search(sample):
        return _cp50221(octets).text
    best = charset_normalizer.from_bytes(sample, steps=5, chunk_size=512, cp_isolation=list(_GUESSED)).best()
    if best is None:
        return _cp1252(octets)
    return octets.decode(best.encoding, "replace")


def _is_wide(declared: str | None) -> bool:
    """Whether even plain ASCII octets mean something else in that charset."""
    return declared is not None and (lookup(declared) or "").startswith(("utf_16", "utf_32", "utf_7", "hz", "cp037", "cp500", "iso2022"))


def _cp1252(octets: bytes) -> str:
    # Windows-1252 leaves five octets undefined; ISO 8859-1 defines them as controls.
    try:
        return octets.decode("cp1252")
    except UnicodeDecodeError:
        return (
            "".join(octets[i : i + 1].decode("cp1252", "replace") for i in range(len(octets)))
            if len(octets) < SAMPLE
            else octets.decode("latin-1")
        )


def _cp50221(octets: bytes) -> Decoded:
    """ISO-2022-JP with the vendors' rows and half-width katakana: each run becomes Shift_JIS octets, which CP932 knows."""
    pieces: list[str] = []
    position, mode, broken = 0, b"(B", False
    while position < len(octets):
        found = _ESCAPE.search(octets, position)
        run = octets[position : found.start() if found else len(octets)]
        text = _jis_run(run, mode)
        broken = broken or "\ufffd" in text
        pieces.append(text)
        if found is None:
            break
        mode, position = found[1], found.end()
    return Decoded("".join(pieces), broken)


def _jis_run(run: bytes, mode: bytes) -> str:
    if mode == b"(I":
        return bytes(octet | 0x80 for octet in run).decode("cp932", "replace")
    if not mode.startswith(b"$"):
        return run.decode("cp932", "replace")
    shifted = bytearray()
    lead: int | None = None
    for octet in run:
        if octet < 0x21 or octet > 0x7E:
            # A line end inside a run of double octets resets nothing here: mailers that forget the escape go on after it.
            lead = None
            shifted.append(octet & 0x7F)
        elif lead is None:
            lead = octet
        else:
            shifted.append(((lead + 1) >> 1) + (0x70 if lead < 0x5F else 0xB0))
            shifted.append(octet + (0x7E if lead % 2 == 0 else (0x1F if octet < 0x60 else 0x20)))
            lead = None
    return bytes(shifted).decode("cp932", "replace")
