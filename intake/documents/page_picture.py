"""One page of a paper as a picture for people. In: the bytes of an attachment, which paper, which page. Out: a PNG and its size. Pure.

Runs in a child that can be killed. What is private is painted over here, so that no hidden pixel leaves the child.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
from PIL import Image, ImageDraw

from intake.documents import filetype, pdf_marks, unwrap
from intake.documents.document import BBox
from intake.documents.filetype import FileType
from intake.documents.pdf import MAX_PIXELS, MAX_SOURCE_PIXELS, PdfPages
from intake.documents.unwrap import Limits
from intake.errors import UnreadablePaper

NARROWEST: Final = 60
WIDEST: Final = 2_000
"""Pixels across."""
MASK: Final = (96, 96, 96)
COLOURS: Final = 64
"""Of a page whose picture would weigh more than HEAVY in full colour."""
HEAVY: Final = 600_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """`points`: width and height of the page, in which the places of fields are told. `pages` are those of the file."""

    png: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    pages: int


def draw(content: bytes, *, sha256: str, page: int, width: int, masks: Sequence[BBox] = (), limits: Limits | None = None) -> Drawn:
    """`sha256` says which of the files inside `content` is meant. Raises errors.UnreadablePaper where no picture can be made."""
    body = _file(content, sha256, limits or Limits())
    image, points, pages = _of_pdf(body, page, width) if filetype.of(body) is FileType.PDF else _of_picture(body, page, width)
    scale = image.width / points[0]
    brush = ImageDraw.Draw(image)
    for left, top, right, bottom in masks:
        brush.rectangle(
            (left * scale - 2, top * scale - 2, right * scale + 2, bottom * scale + 2), fill=MASK if image.mode == "RGB" else MASK[0]
        )
    return Drawn(_png(image), image.size, points, pages)


def _file(content: bytes, sha256: str, limits: Limits) -> bytes:
    if hashlib.sha256(content).hexdigest() == sha256:
        return content
    for member in unwrap.unwrap(content, filename="", limits=limits):
        if member.content and hashlib.sha256(member.content).hexdigest() == sha256:
            return member.content
        inside = _inside(member.content, sha256, limits)
        if inside:
            return inside
    raise UnreadablePaper("not-inside", "The paper is not in this file.")


def _inside(content: bytes, sha256: str, limits: Limits) -> bytes:
    """A file inside a PDF (a portfolio), or nothing."""
    if filetype.of(content) is not FileType.PDF:
        return b""
    with PdfPages(content) as pages:
        found = pages.attachments(limits.members, limits.bytes_one)
    return next((body for _, body in found if hashlib.sha256(body).hexdigest() == sha256), b"")


def _of_pdf(content: bytes, number: int, width: int) -> tuple[Any, tuple[float, float], int]:
    with PdfPages(content) as opened:
        count = opened.count
    if not 1 <= number <= count:
        raise UnreadablePaper("no-such-page", "The file has no such page.")
    try:
        document = pypdfium2.PdfDocument(content)
        page = document[number - 1]
        if not pdf_marks.is_sheet(page) or pdf_marks.pixels(page) > MAX_SOURCE_PIXELS:
            raise UnreadablePaper("too-large", "The page is too large to be drawn.")
        across, down = page.get_width(), page.get_height()
        if min(across, down) < 1:
            raise UnreadablePaper("damaged", "The page has no size.")
        scale = min(width / across, (MAX_PIXELS / (across * down)) ** 0.5)
        image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as wrong:
        raise UnreadablePaper("damaged", "The page cannot be drawn.") from wrong
    return image, (across, down), count


def _of_picture(content: bytes, number: int, width: int) -> tuple[Any, tuple[float, float], int]:
    # Loaded only for pictures.
    from intake.documents.pictures import Pictures

    pictures = Pictures(content)
    if not 1 <= number <= pictures.count:
        raise UnreadablePaper("no-such-page", "The file has no such page.")
    found = pictures.page(number)
    high, wide = found.grey.shape
    image = Image.fromarray(found.grey)
    if wide > width:
        image = image.resize((width, max(1, round(high * width / wide))), Image.Resampling.LANCZOS)
    return image, (wide * 72 / found.dpi, high * 72 / found.dpi), pictures.count


def _png(image: Any) -> bytes:
    made = _saved(image)
    if len(made) <= HEAVY or image.mode != "RGB":
        return made
    return _saved(image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE))


def _saved(image: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()
