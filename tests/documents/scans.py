"""Papers as a scanner makes them: pages drawn by the demonstration, turned into pictures, spoilt a little, put into a PDF of pictures."""

import io
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Grey = npt.NDArray[np.uint8]
DOTS = 200


def pictures(paper: bytes) -> list[Grey]:
    """The pages of a PDF in grey."""
    document = pypdfium2.PdfDocument(paper)
    document.init_forms()
    found = []
    for page in document:
        drawn = page.render(scale=DOTS / 72, grayscale=True)
        found.append(drawn.to_numpy().reshape(drawn.height, drawn.width).copy())
    return found


def spoilt(grey: Grey, *, degrees: float = 1.0, seed: int = 5) -> Grey:
    """Laid askew on a grey glass, with grain and specks."""
    high, wide = grey.shape
    chance = np.random.default_rng(seed)
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    askew = cv2.warpAffine(grey, matrix, (wide, high), borderValue=(255, 255, 255)).astype(np.float32)
    tile = chance.normal(0, 7, (256, 256)).astype(np.float32)
    grain = np.tile(tile, (high // 256 + 1, wide // 256 + 1))[:high, :wide]
    lit = cv2.GaussianBlur(askew, (0, 0), 0.7) * np.linspace(0.86, 0.97, wide, dtype=np.float32) + grain
    for x, y in zip(chance.integers(0, wide, 120), chance.integers(0, high, 120), strict=True):
        lit[y : y + 2, x : x + 2] = 60
    return np.asarray(lit.clip(0, 255), dtype=np.uint8)


def pdf(pages: Sequence[Grey | bytes]) -> bytes:
    """A PDF with a picture on each page; a page that is given as a PDF of one page keeps its text."""
    whole = pypdfium2.PdfDocument.new()
    for page in pages:
        source = pypdfium2.PdfDocument(page if isinstance(page, bytes) else _of_picture(page))
        whole.import_pages(source)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def one_page(paper: bytes, number: int) -> bytes:
    """Page `number` of a PDF, from 1, as a PDF."""
    single = pypdfium2.PdfDocument.new()
    single.import_pages(pypdfium2.PdfDocument(paper), [number - 1])
    out = io.BytesIO()
    single.save(out)
    return out.getvalue()


def _of_picture(grey: Grey) -> bytes:
    out = io.BytesIO()
    wide, high = (side * 72 / DOTS for side in reversed(grey.shape))
    canvas: Any = Canvas(out, pagesize=(wide, high), invariant=1)
    coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
    canvas.drawImage(ImageReader(io.BytesIO(coded)), 0, 0, wide, high)
    canvas.save()
    return out.getvalue()


def image(grey: Grey) -> io.BytesIO:
    """A picture as a file."""
    return io.BytesIO(cv2.imencode(".png", grey)[1].tobytes())
