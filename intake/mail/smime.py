"""The content of an opaque signed mail (S/MIME, CMS SignedData). In: DER or BER octets. Out: the signed octets, or None. Pure.

Nothing is verified here: only the wrapper is taken off, so that the papers inside can be read (RFC 5652 5.1, RFC 8551 3.5.2).
"""

from typing import Final, NamedTuple

_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")
_DATA: Final = bytes.fromhex("2a864886f70d010701")
_SEQUENCE: Final = 0x30
_OID: Final = 0x06
_EXPLICIT: Final = 0xA0
_OCTETS: Final = 0x04
_OCTETS_IN_PIECES: Final = 0x24
_ELEMENTS: Final = 20_000
"""Pieces that a content cut by a streaming signer may have."""


class _Element(NamedTuple):
    tag: int
    start: int
    end: int | None  # None: indefinite length, closed by two zero octets


class _Broken(Exception):
    """Not well formed."""


def signed_content(octets: bytes) -> bytes | None:
    """The octets that were signed; None where this is encrypted, compressed, detached or broken."""
    try:
        position = _inside(octets, 0, _SEQUENCE)
        position = _oid(octets, position, _SIGNED_DATA)
        position = _inside(octets, position, _EXPLICIT)
        position = _inside(octets, position, _SEQUENCE)
        position = _after(octets, position)  # version
        position = _after(octets, position)  # digest algorithms
        position = _inside(octets, position, _SEQUENCE)
        position = _oid(octets, position, _DATA)
        position = _inside(octets, position, _EXPLICIT)
        return _octets(octets, position)
    except (_Broken, IndexError):
        return None


def _element(octets: bytes, position: int) -> _Element:
    tag, first = octets[position], octets[position + 1]
    start = position + 2
    if first == 0x80:
        return _Element(tag, start, None)
    length = first
    if first > 0x80:
        count = first & 0x7F
        length = int.from_bytes(octets[start : start + count], "big")
        start += count
    if start + length > len(octets):
        raise _Broken
    return _Element(tag, start, start + length)


def _inside(octets: bytes, position: int, tag: int) -> int:
    element = _element(octets, position)
    if element.tag != tag:
        raise _Broken
    return element.start


def _after(octets: bytes, position: int) -> int:
    element = _element(octets, position)
    if element.end is not None:
        return element.end
    # The few elements that stand before the content are short; one level of indefinite length is all that signers write.
    position = element.start
    for _ in range(64):
        if octets[position : position + 2] == b"\0\0":
            return position + 2
        inner = _element(octets, position)
        if inner.end is None:
            raise _Broken
        position = inner.end
    raise _Broken


def _oid(octets: bytes, position: int, wanted: bytes) -> int:
    element = _element(octets, position)
    if element.tag != _OID or element.end is None or octets[element.start : element.end] != wanted:
        raise _Broken
    return element.end


def _octets(octets: bytes, position: int) -> bytes:
    element = _element(octets, position)
    if element.tag == _OCTETS and element.end is not None:
        return octets[element.start : element.end]
    if element.tag != _OCTETS_IN_PIECES:
        raise _Broken
    pieces: list[bytes] = []
    position = element.start
    for _ in range(_ELEMENTS):
        if element.end is not None and position >= element.end:
            return b"".join(pieces)
        piece = _element(octets, position)
        if piece.tag == 0 and piece.end == piece.start and element.end is None:
            return b"".join(pieces)
        if piece.tag != _OCTETS or piece.end is None:
            raise _Broken
        pieces.append(octets[piece.start : piece.end])
        position = piece.end
    raise _Broken
