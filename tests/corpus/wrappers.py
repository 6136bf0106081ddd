"""Wrappers that mailers put around papers, drawn for tests: winmail.dat and S/MIME. In: papers. Out: octets."""

import struct
from collections.abc import Sequence

_SIGNATURE = 0x223E9F78


def _object(level: int, name: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _counted(kind: int, name: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def properties(*values: bytes) -> bytes:
    """A block of MAPI properties."""
    return struct.pack("<I", len(values)) + b"".join(values)


def winmail(files: Sequence[tuple[str, bytes]], *, body: str = "", html: bytes = b"", short_names: bool = False) -> bytes:
    """A winmail.dat as Outlook writes it: file names as wide text, one property of a named kind, contents as attachment data."""
    octets = (
        struct.pack("<IH", _SIGNATURE, 1)
        + _object(1, 0x9006, 8, struct.pack("<I", 0x10000))
        + _object(1, 0x9007, 6, struct.pack("<II", 1252, 0))
    )
    message = [struct.pack("<HHI", 0x3, 0x3FDE, 65001)]
    message.append(struct.pack("<HH16sIII", 0x3, 0x8001, b"g" * 16, 0, 7, 42))
    message.append(struct.pack("<HH16sII", 0x3, 0x8002, b"g" * 16, 1, 6) + "abc".encode("utf-16-le") + b"\0\0" + struct.pack("<I", 1))
    if html:
        message.append(_counted(0x102, 0x1013, html))
    if body:
        message.append(_counted(0x1F, 0x1000, (body + "\0").encode("utf-16-le")))
    octets += _object(1, 0x9003, 6, properties(*message))
    for name, content in files:
        octets += _object(2, 0x9002, 6, b"\0" * 14)
        octets += _object(2, 0x8010, 1, name.encode("cp1252", "replace")[:12] + b"\0")
        octets += _object(2, 0x800F, 6, content)
        if not short_names:
            octets += _object(2, 0x9005, 6, properties(_counted(0x1F, 0x3707, (name + "\0").encode("utf-16-le"))))
    return octets


def winmail_with_mail(name: str, content: bytes) -> bytes:
    """A winmail.dat with a mail in TNEF form inside, which holds one file."""
    embedded = b"\x07\x03\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46" + winmail([(name, content)])
    octets = struct.pack("<IH", _SIGNATURE, 1) + _object(2, 0x9002, 6, b"\0" * 14)
    return octets + _object(2, 0x9005, 6, properties(_counted(0xD, 0x3701, embedded)))


def _der(tag: int, content: bytes) -> bytes:
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _endless(tag: int, content: bytes) -> bytes:
    return bytes([tag, 0x80]) + content + b"\0\0"


_SIGNED = _der(0x06, bytes.fromhex("2a864886f70d010702"))
_DATA = _der(0x06, bytes.fromhex("2a864886f70d010701"))
_ENVELOPED = _der(0x06, bytes.fromhex("2a864886f70d010703"))


def signed(content: bytes, *, streamed: bool = False) -> bytes:
    """CMS SignedData around `content`, without signers: in one piece, or in pieces of indefinite length as streaming signers write it."""
    head = _der(0x02, b"\1") + _der(0x31, _der(0x30, _der(0x06, bytes.fromhex("608648016503040201"))))
    if streamed:
        pieces = b"".join(_der(0x04, content[i : i + 1000]) for i in range(0, len(content), 1000))
        inner = _endless(0x30, _DATA + _endless(0xA0, _endless(0x24, pieces)))
        return _endless(0x30, _SIGNED + _endless(0xA0, _endless(0x30, head + inner + _der(0x31, b""))))
    inner = _der(0x30, _DATA + _der(0xA0, _der(0x04, content)))
    return _der(0x30, _SIGNED + _der(0xA0, _der(0x30, head + inner + _der(0x31, b""))))


def encrypted(content: bytes) -> bytes:
    """CMS EnvelopedData: nothing to unwrap."""
    return _der(0x30, _ENVELOPED + _der(0xA0, _der(0x30, content)))
