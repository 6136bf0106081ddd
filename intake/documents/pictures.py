"""Open a picture of a paper: JPEG, PNG, TIFF of several pages, HEIC, BMP, GIF, WebP. In: bytes. Out: grey pages. Pure.

Sizes are read from the head and refused before anything is decoded. A page is decoded when it is asked for, turned as the camera or the
scanner says, laid on white where it is transparent, and brought to square pixels: a fax has twice as many across as down.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from intake.documents import filetype
from intake.documents.filetype import FileType
from intake.documents.picture import Grey
from intake.errors import UnreadablePaper

MAX_PIXELS: Final = 72_000_000
"""Of one page, before it is decoded: the largest telephones make 50 million, 600 dots an inch on Letter are 34."""
MAX_SIDE: Final = 4_400
"""Of one page as it is handed out: 400 dots an inch on Letter. Larger ones are made smaller."""
MIN_SIDE: Final = 64
"""Of one page; what is smaller is a logo or a dot that counts readers."""
MAX_FRAMES: Final = 60
"""Pages of one picture."""
LETTER: Final = 11.0
"""Inches of the longer side of a paper, where a file does not say how large it is."""
SHEETS: Final = (3.0, 24.0)
"""Inches a scanned side may have; a resolution that makes it another size is a program's invention."""

_FORMATS: Final = {
    FileType.JPEG: (JpegImagePlugin.JpegImageFile.format, MpoImagePlugin.MpoImageFile.format),
    FileType.PNG: (PngImagePlugin.PngImageFile.format,),
    FileType.TIFF: (TiffImagePlugin.TiffImageFile.format,),
    FileType.GIF: (GifImagePlugin.GifImageFile.format,),
    FileType.BMP: (BmpImagePlugin.BmpImageFile.format,),
    FileType.WEBP: (WebPImagePlugin.WebPImageFile.format,),
}
"""Readers by type; Pillow's forty others are never loaded."""
_ORIENTATION: Final = 0x0112
_SUBFILE: Final = 254
_THUMBNAIL: Final = 1
"""Bit of a TIFF's NewSubfileType: a smaller copy of another page."""
_BROKEN: Final = (
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, SyntaxError, EOFError, OverflowError, ZeroDivisionError,
    RuntimeError, NotImplementedError, AssertionError,
)  # fmt: skip
"""What Pillow and its codecs raise on broken files (struct.error is handled by Pillow itself as SyntaxError or OSError)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page. `dpi` is what the file says where that is credible (`stated`), else as if the longer side were 11 inches."""

    grey: Grey
    dpi: float
    stated: bool
    whole: bool = True  # false where the file ends too early


class Pictures:
    """An open picture. Pages are numbered from 1."""

    def __init__(self, content: bytes) -> None:
        """Raises errors.UnreadablePaper with the code "damaged", "too-large" or "too-small"."""
        self._content = content
        self._kind = filetype.of(content)
        if self._kind not in filetype.PICTURES:
            raise UnreadablePaper("damaged", "The file is no picture.")
        with _guarded():
            self._image = _open(content, self._kind)
            self._frames, self.whole = self._list()
        if not self._frames:
            raise UnreadablePaper("damaged", "The picture cannot be opened.")

    @property
    def count(self) -> int:
        """Pages, at least one and at most MAX_FRAMES; `whole` is false where there are more."""
        return len(self._frames)

    def page(self, number: int) -> Picture:
        """Decode one page. Raises errors.UnreadablePaper as above."""
        with _guarded():
            frame = self._frames[number - 1]
            if self._kind is FileType.TIFF:
                self._image.seek(frame)
            _check(self._image.size)
            image, whole = self._loaded(frame)
            dpi = _stated(image)
            across, down = dpi or (0.0, 0.0)
            grey = _grey(image)
            turn = image.getexif().get(_ORIENTATION, 1)
        grey = _square(grey, across, down)
        dots = max(across, down)
        if turn in range(2, 9):
            grey = _turned(grey, int(turn))
        grey, factor = smaller(grey, MAX_SIDE / max(grey.shape))
        long = max(grey.shape)
        return Picture(np.ascontiguousarray(grey), dots * factor if dots else long / LETTER, bool(dots), whole)

    def _list(self) -> tuple[list[int], bool]:
        """Numbers of the frames that are pages, and whether these are all."""
        if self._kind is not FileType.TIFF:
            _check(self._image.size)
            return [0], True
        found: list[int] = []
        # Never `n_frames`: it walks to the end of a file that has none.
        for frame in range(2 * MAX_FRAMES):
            try:
                self._image.seek(frame)
            except EOFError:
                return found, True
            except _BROKEN:
                return found, False
            _check(self._image.size)
            if not _tag(self._image, _SUBFILE) & _THUMBNAIL:
                if len(found) == MAX_FRAMES:
                    return found, False
                found.append(frame)
        return found, False

    def _loaded(self, frame: int) -> tuple[Any, bool]:
        """The decoded frame, and whether the file held all of it."""
        try:
            self._image.load()
        except _BROKEN as wrong:
            if self._kind not in (FileType.JPEG, FileType.PNG, FileType.TIFF, FileType.GIF, FileType.BMP):
                raise UnreadablePaper("damaged", "The picture cannot be opened.") from wrong
        else:
            return self._image, True
        # What there is of a file that was cut off is worth reading: often all but the foot of a page.
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            self._image = _open(self._content, self._kind)
            if frame:
                self._image.seek(frame)
            self._image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
        return self._image, False


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn what the libraries raise into UnreadablePaper; a warning of a bomb counts as an error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as wrong:
        raise UnreadablePaper("too-large", "The picture has too many pixels.") from wrong
    except UnreadablePaper:
        raise
    except _BROKEN as wrong:
        raise UnreadablePaper("damaged", "The picture cannot be opened.") from wrong


def _open(content: bytes, kind: FileType) -> Any:
    if kind is FileType.HEIC:
        return _heic(content)
    image = Image.open(io.BytesIO(content), formats=_FORMATS[kind])
    _check(image.size)
    if kind is FileType.JPEG:
        # The decoder can leave colours out and halve the size as it goes, which saves time and memory.
        image.draft("L", (min(image.width, MAX_SIDE), min(image.height, MAX_SIDE)))
    return image


def _heic(content: bytes) -> Any:
    # Loaded only for such pictures.
    from intake.documents import heic

    picture = heic.opened(content)
    _check(picture.size)
    return heic.decoded(picture)


def _check(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        raise UnreadablePaper("too-large", "The picture has too many pixels.")
    if min(width, height) < MIN_SIDE:
        raise UnreadablePaper("too-small", "The picture is too small to hold a page.")


def _tag(image: Any, number: int) -> int:
    value = image.tag_v2.get(number, 0)
    return value if isinstance(value, int) else 0


def _stated(image: Any) -> tuple[float, float] | None:
    """Dots an inch, across and down, as far as they make a sheet of paper."""
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
        sides = (image.width / across, image.height / down)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if all(SHEETS[0] <= side <= SHEETS[1] for side in sides) else None


def _grey(image: Any) -> Grey:
    if image.mode in ("I;16", "I;16L", "I;16B", "I", "F"):
        values = np.asarray(image, dtype=np.float32)
        # Twelve bits in sixteen and the like: white is the brightest value there is.
        top = float(np.nanmax(values, initial=1.0))
        return np.asarray(np.nan_to_num(values * (255.0 / max(top, 1.0))).clip(0, 255), dtype=np.uint8)
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        pasted = Image.new("RGBA", image.size, "white")
        pasted.alpha_composite(image.convert("RGBA"))
        image = pasted.convert("RGB")
    elif image.mode == "P":
        image = image.convert("RGB")
    return np.asarray(image if image.mode == "L" else image.convert("L"), dtype=np.uint8)


def _turned(grey: Grey, orientation: int) -> Grey:
    """As EXIF's eight orientations say."""
    if orientation in (2, 4, 5, 7):
        grey = np.fliplr(grey)
    quarter = {3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}.get(orientation, 0)
    return np.rot90(grey, quarter)


def _square(grey: Grey, across: float, down: float) -> Grey:
    """Square pixels: lines or columns are stretched to the finer of the two resolutions."""
    if not across or not down or 0.9 < across / down < 1.1:
        return grey
    height, width = grey.shape
    size = (width, round(height * across / down)) if across > down else (round(width * down / across), height)
    if size[0] * size[1] > MAX_PIXELS:
        return grey
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BILINEAR), dtype=np.uint8)


def smaller(grey: Grey, factor: float) -> tuple[Grey, float]:
    """The picture made smaller by `factor`, and by how much it was: 1.0 where it would have grown."""
    if factor >= 1.0:
        return grey, 1.0
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    return np.asarray(Image.fromarray(np.ascontiguousarray(grey)).resize(size, Image.Resampling.BOX), dtype=np.uint8), factor
