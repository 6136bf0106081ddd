"""winmail.dat unpacked. In: TNEF octets (MS-OXTNEF). Out: the body and the attached files, or None where it is not well formed. Pure.

Own code on purpose: the one library takes the counts inside a file at their word, so that forty octets can keep it busy for hours,
and copies the rest of the file for each object. Here each count is bounded by the octets that are left.
"""

import struct
from dataclasses import dataclass, field
from typing import Final

from intake.mail import charsets
from intake.mail.limits import Limits

_SIGNATURE: Final = 0x223E9F78
_ATTACHMENT_BEGINS: Final = 0x9002
_ATTACHMENT_TITLE: Final = 0x8010
_ATTACHMENT_DATA: Final = 0x800F
_ATTACHMENT_PROPERTIES: Final = 0x9005
_MESSAGE_PROPERTIES: Final = 0x9003
_BODY: Final = 0x800C
_OEM_CODE_PAGE: Final = 0x9007
_PR_ATTACH_DATA: Final = 0x3701
_PR_ATTACH_NAME: Final = 0x3704
_PR_ATTACH_LONG_NAME: Final = 0x3707
_PR_DISPLAY_NAME: Final = 0x3001
_PR_ATTACH_MIME: Final = 0x370E
_PR_BODY: Final = 0x1000
_PR_HTML: Final = 0x1013
_PR_INTERNET_CODE_PAGE: Final = 0x3FDE
_FIXED: Final = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Octets of the property types of fixed length, padding included."""
_COUNTED: Final = frozenset({0xD, 0x1E, 0x1F, 0x102})
_UNICODE: Final = 0x1F
_OBJECT: Final = 0xD
_OBJECT_ID: Final = 16
"""An embedded object begins with the identifier of its interface."""
_MULTIPLE: Final = 0x1000


class _Broken(Exception):
    """Not well formed."""


@dataclass(slots=True)
class File:
    """One attached file. `embedded` is true for a mail in TNEF form inside."""

    name: str = ""
    media_type: str = ""
    content: bytes = field(default=b"", repr=False)
    embedded: bool = False


@dataclass(slots=True)
class Unpacked:
    """What a winmail.dat held."""

    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)


def unpack(octets: bytes, limits: Limits) -> Unpacked | None:
    """The contents, or None where the octets are not TNEF, are broken before their end, or pass a bound."""
    if len(octets) > limits.tnef_bytes or len(octets) < 6 or struct.unpack_from("<I", octets)[0] != _SIGNATURE:
        return None
    try:
        return _Reader(octets, limits).read()
    except (_Broken, struct.error):
        return None


class _Reader:
    def __init__(self, octets: bytes, limits: Limits) -> None:
        self.octets = octets
        self.left = limits.tnef_objects
        self.code_page = "cp1252"
        self.html = b""
        self.unpacked = Unpacked()

    def read(self) -> Unpacked:
        position = 6
        while position + 11 <= len(self.octets):
            self._spend()
            name, length = struct.unpack_from("<xHxxI", self.octets, position)
            start = position + 9
            if length > len(self.octets) - start - 2:
                raise _Broken
            self._object(name, start, start + length)
            position = start + length + 2
        if self.html:
            self.unpacked.html = charsets.decode(self.html, self.code_page).text
        self.unpacked.files = [one for one in self.unpacked.files if one.content]
        return self.unpacked

    def _spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _Broken

    def _object(self, name: int, start: int, end: int) -> None:
        files = self.unpacked.files
        if name == _ATTACHMENT_BEGINS:
            files.append(File())
        elif name == _OEM_CODE_PAGE and end - start >= 4:
            self.code_page = f"cp{struct.unpack_from('<I', self.octets, start)[0]}"
        elif name == _BODY and not self.unpacked.text:
            self.unpacked.text = self._text(0x1E, self.octets[start:end])
        elif name == _MESSAGE_PROPERTIES:
            self._properties(start, end, None)
        elif files and name == _ATTACHMENT_TITLE:
            files[-1].name = files[-1].name or self._text(0x1E, self.octets[start:end])
        elif files and name == _ATTACHMENT_DATA:
            files[-1].content = self.octets[start:end]
        elif files and name == _ATTACHMENT_PROPERTIES:
            self._properties(start, end, files[-1])

    def _properties(self, start: int, end: int, file: File | None) -> None:
        (count,) = struct.unpack_from("<I", self.octets, start)
        position = start + 4
        for _ in range(count):
            if position >= end:
                break
            self._spend()
            kind, name = struct.unpack_from("<HH", self.octets, position)
            position += 4
            if name >= 0x8000:
                position = self._past_name(position)
            values = 1
            multiple = kind & _MULTIPLE
            kind &= ~_MULTIPLE
            if multiple or kind in _COUNTED:
                (values,) = struct.unpack_from("<I", self.octets, position)
                position += 4
            for _ in range(values):
                self._spend()
                position = self._value(kind, name, position, end, file)

    def _past_name(self, position: int) -> int:
        numbers: tuple[int, int] = struct.unpack_from("<16xII", self.octets, position)
        kind, length = numbers
        position += 24
        return position if kind == 0 else position + length + -length % 4

    def _value(self, kind: int, name: int, position: int, end: int, file: File | None) -> int:
        """Read one value; returns where the next begins."""
        if kind in _FIXED:
            if name == _PR_INTERNET_CODE_PAGE and kind == 0x3 and file is None:
                (page,) = struct.unpack_from("<I", self.octets, position)
                self.code_page = "utf-8" if page == 65001 else f"cp{page}"
            return position + _FIXED[kind]
        if kind not in _COUNTED:
            raise _Broken
        length = int.from_bytes(self.octets[position : position + 4], "little")
        position += 4
        if length > end - position:
            raise _Broken
        if name in _WANTED:
            self._take(kind, name, self.octets[position : position + length], file)
        return position + length + -length % 4

    def _take(self, kind: int, name: int, value: bytes, file: File | None) -> None:
        if file is None:
            if name == _PR_BODY:
                self.unpacked.text = self._text(kind, value)
            elif name == _PR_HTML:
                self.html = value
        elif name == _PR_ATTACH_LONG_NAME or (name in {_PR_ATTACH_NAME, _PR_DISPLAY_NAME} and not file.name):
            file.name = self._text(kind, value)
        elif name == _PR_ATTACH_MIME:
            file.media_type = self._text(kind, value).lower()
        elif name == _PR_ATTACH_DATA:
            file.embedded = kind == _OBJECT
            file.content = value[_OBJECT_ID:] if kind == _OBJECT else value

    def _text(self, kind: int, value: bytes) -> str:
        text = value.decode("utf-16-le", "replace") if kind == _UNICODE else charsets.decode(value.rstrip(b"\0"), self.code_page).text
        return text.rstrip("\0")


_WANTED: Final = frozenset({_PR_ATTACH_DATA, _PR_ATTACH_NAME, _PR_ATTACH_LONG_NAME, _PR_DISPLAY_NAME, _PR_ATTACH_MIME, _PR_BODY, _PR_HTML})
