"""Papers broken in every way that a wire, a disk or a hand breaks them. In: a good paper and dice. Out: a bad one, repeatable."""

import io
import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from intake.demo import papers

Dice = random.Random
Mutation = Callable[[bytes, Dice], bytes]

HUGE: Final = (b"-1", b"0", b"65535", b"2147483647", b"4294967296", b"99999999999999999999", b"1e30")
_NUMBER: Final = re.compile(rb"(?<![0-9.])[0-9]+(?![0-9.])")
_LENGTH: Final = re.compile(
    rb"/(?:Length|Length1|First|N|Size|Prev|Count|W|Index|Root|Kids|Parent|Contents|Columns|Predictor)\s*\[?\s*([0-9]+)"
)
_PLACE: Final = re.compile(rb"(?:startxref\s+|(?<=\n))([0-9]{1,10})(?=[ \r\n])")
_MEASURE: Final = re.compile(rb"/(?:MediaBox|CropBox|Rect|BBox|Matrix)\s*\[\s*([^\]]+)\]|/(?:Width|Height|BitsPerComponent)\s+([0-9]+)")
_STREAM: Final = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


def _blocks(content: bytes, dice: Dice) -> tuple[int, int]:
    size = dice.randint(1, max(1, min(4096, len(content) // 4)))
    start = dice.randrange(max(1, len(content) - size))
    return start, start + size


def truncated(content: bytes, dice: Dice) -> bytes:
    """The end is missing."""
    return content[: dice.randrange(len(content))]


def beheaded(content: bytes, dice: Dice) -> bytes:
    """The beginning is missing, though what says the type of the file stays."""
    return content[:8] + content[dice.randrange(8, len(content)) :]


def flipped(content: bytes, dice: Dice) -> bytes:
    """Up to three hundred octets changed."""
    body = bytearray(content)
    for _ in range(dice.choice((1, 3, 12, 60, 300))):
        body[dice.randrange(8, len(body))] = dice.randrange(256)
    return bytes(body)


def cut(content: bytes, dice: Dice) -> bytes:
    """A block is missing."""
    start, end = _blocks(content, dice)
    return content[:start] + content[end:]


def doubled(content: bytes, dice: Dice) -> bytes:
    """A block comes up to twenty times."""
    start, end = _blocks(content, dice)
    return content[:start] + content[start:end] * dice.choice((2, 3, 20)) + content[end:]


def zeroed(content: bytes, dice: Dice) -> bytes:
    """A block is nothing but zeros."""
    start, end = _blocks(content, dice)
    return content[:start] + bytes(end - start) + content[end:]


def shuffled(content: bytes, dice: Dice) -> bytes:
    """Blocks in another order, the first in its place."""
    size = dice.choice((64, 512, 4096))
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    rest = parts[1:]
    dice.shuffle(rest)
    return b"".join([parts[0], *rest])


def renumbered(content: bytes, dice: Dice) -> bytes:
    """Lengths, counts, references and places told wrong."""
    found = [match.span(1) for pattern in (_LENGTH, _PLACE) for match in pattern.finditer(content)]
    for start, end in sorted(dice.sample(found, min(len(found), dice.choice((1, 2, 8)))), reverse=True):
        number = dice.choice((*HUGE, str(dice.randrange(40)).encode(), str(int(content[start:end]) + 1).encode()))
        content = content[:start] + number + content[end:]
    return content


def enlarged(content: bytes, dice: Dice) -> bytes:
    """Pages, fields and pictures with sizes that nothing has."""
    found = [match.span(1 if match.group(1) else 2) for match in _MEASURE.finditer(content)]
    for start, end in sorted(dice.sample(found, min(len(found), 2)), reverse=True):
        numbers = _NUMBER.sub(lambda _: dice.choice((*HUGE, b"14400", b"1000000")), content[start:end])
        content = content[:start] + numbers + content[end:]
    return content


def junked(content: bytes, dice: Dice) -> bytes:
    """Something before the head, another version in it, or something after the end."""
    junk = dice.randbytes(dice.choice((1, 100, 900, 2000)))
    return dice.choice((junk + content, content.replace(b"%PDF-1", b"%PDF-9", 1), content + junk, b"\xef\xbb\xbf\r\n" + content))


def restreamed(content: bytes, dice: Dice) -> bytes:
    """What is packed inside a stream broken, and packed again so that it opens: page contents, lists of objects, lists of places."""
    found = list(_STREAM.finditer(content))
    match = dice.choice(found) if found else None
    if match is None:
        return flipped(content, dice)
    try:
        plain = zlib.decompressobj().decompress(match.group(1), 1 << 22)
    except zlib.error:
        plain = match.group(1)
    if len(plain) < 16:
        return truncated(content, dice)
    broken = dice.choice((truncated, flipped, cut, doubled, zeroed, shuffled, _numbers, _numbers))(plain, dice)
    return content[: match.start(1)] + zlib.compress(broken) + content[match.end(1) :]


def _numbers(content: bytes, dice: Dice) -> bytes:
    return _NUMBER.sub(lambda match: dice.choice(HUGE) if dice.random() < 0.05 else match.group(), content)


def crossed(content: bytes, dice: Dice) -> bytes:
    """References that lead elsewhere, round in circles too."""
    return re.sub(rb"\b([0-9]+) 0 R\b", lambda match: b"%d 0 R" % dice.randrange(1, 12) if dice.random() < 0.15 else match.group(), content)


ANY: Final[tuple[Mutation, ...]] = (truncated, beheaded, flipped, cut, doubled, zeroed, shuffled)
"""Of any file."""
OF_PDF: Final[tuple[Mutation, ...]] = (*ANY, renumbered, enlarged, junked, restreamed, restreamed, crossed)


def packed(content: bytes) -> bytes:
    """The PDF with its objects in an object stream and its places in another, as newer programs write it."""
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import PdfFileWriter

    source: Any = PdfFileReader(io.BytesIO(content))
    out = PdfFileWriter(stream_xrefs=True, init_page_tree=False)
    inside = out.prepare_object_stream()
    for name in ("/Pages", "/AcroForm"):
        if name in source.root:
            out.root[pdf_name(name)] = out.import_object(source.root.raw_get(name), obj_stream=inside)
    done = io.BytesIO()
    out.write(done)
    return done.getvalue()


def head_of_png(width: int, height: int) -> bytes:
    """A picture that claims a size and has no dots."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def letters(seed: int, count: int) -> list[bytes]:
    """Good born-digital letters to break, every other with packed objects."""
    drawn = [papers.draw_letter(spec) for _, spec in zip(range(count), papers.letters(seed), strict=False)]
    return [packed(paper) if number % 2 else paper for number, paper in enumerate(drawn)]


def of(good: Sequence[bytes], mutations: Sequence[Mutation], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` bad papers of good ones, every mutation in turn: (how, paper)."""
    dice = random.Random(seed)
    for number in range(count):
        mutation = mutations[number % len(mutations)]
        yield mutation.__name__, mutation(dice.choice(good), dice)
