"""Pictures of papers: every way a camera, a scanner or a fax writes them, and hostile ones."""

import io
import platform
import struct
import subprocess
import sys
import time
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from intake.documents import flatten, pictures
from intake.documents.pictures import Grey, Pictures
from intake.errors import UnreadablePaper

# A page with a black bar along its top edge, left half only: tells all eight orientations apart.
PAGE = Image.new("L", (300, 400), 255)
ImageDraw.Draw(PAGE).rectangle((20, 20, 140, 60), fill=0)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def heif(image: Image.Image, **options: Any) -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=90, **options)
    return out.getvalue()


def _is_page(grey: Grey) -> bool:
    """Whether the bar stands at the upper left, and nothing elsewhere."""
    height, width = grey.shape
    bar, rest = grey[height // 10, width // 4], grey[height * 3 // 4, width // 2]
    return bool(grey.dtype == np.uint8 and height > width and bar < 40 and rest > 215 and grey[height // 10, width * 3 // 4] > 215)


def _refused(content: bytes) -> str:
    with pytest.raises(UnreadablePaper) as told:
        opened = Pictures(content)
        for number in range(1, opened.count + 1):
            opened.page(number)
    return told.value.code


def _black_ink_on_nothing() -> Image.Image:
    picture = Image.new("RGBA", PAGE.size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((20, 20, 140, 60), fill=(0, 0, 0, 255))
    return picture


def _palette_with_a_hole() -> Image.Image:
    picture = PAGE.convert("P")
    picture.info["transparency"] = 255
    return picture


@pytest.mark.parametrize(
    "content",
    [
        saved(PAGE, "JPEG"),
        saved(PAGE.convert("RGB"), "JPEG", quality=80),
        saved(PAGE.convert("CMYK"), "JPEG"),
        saved(PAGE.convert("RGB"), "MPO", save_all=True, append_images=[PAGE.convert("RGB")]),
        saved(PAGE, "PNG"),
        saved(PAGE.convert("1"), "PNG"),
        saved(PAGE.convert("P"), "PNG"),
        saved(_palette_with_a_hole(), "PNG"),
        saved(_black_ink_on_nothing(), "PNG"),
        saved(Image.fromarray(np.asarray(PAGE, np.uint16) * 257), "PNG"),
        saved(Image.fromarray(np.asarray(PAGE, np.uint16) * 16), "TIFF"),
        saved(PAGE.convert("F"), "TIFF"),
        saved(PAGE.convert("1"), "TIFF", compression="group4"),
        saved(PAGE.convert("CMYK"), "TIFF", compression="tiff_lzw"),
        saved(PAGE.convert("RGB"), "TIFF", compression="jpeg"),
        saved(PAGE, "GIF"),
        saved(PAGE, "GIF", save_all=True, append_images=[Image.new("L", PAGE.size, 0)]),
        saved(PAGE, "BMP"),
        saved(PAGE.convert("RGB"), "WEBP"),
        heif(PAGE.convert("RGB")),
        heif(_black_ink_on_nothing()),
    ],
    ids=lambda content: content[:4].hex(),
)
def test_every_kind_and_depth_becomes_a_grey_page(content: bytes) -> None:
    opened = Pictures(content)
    assert (opened.count, opened.whole) == (1, True)
    assert _is_page(opened.page(1).grey)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "HEIF"])
def test_a_page_is_turned_as_the_camera_says(orientation: int, kind: str) -> None:
    away = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }.get(orientation)  # fmt: skip
    stored = (PAGE if away is None else PAGE.transpose(away)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = heif(stored, exif=exif.tobytes()) if kind == "HEIF" else saved(stored, kind, exif=exif.tobytes())
    assert _is_page(Pictures(content).page(1).grey)


def test_resolution_is_taken_where_it_makes_a_sheet_of_paper_and_else_from_its_size() -> None:
    scan = Pictures(saved(Image.new("L", (1700, 2200), 255), "PNG", dpi=(200, 200))).page(1)
    assert (round(scan.dpi), scan.stated) == (200, True)
    photo = Pictures(saved(Image.new("L", (1700, 2200), 255), "JPEG", dpi=(72, 72))).page(1)
    assert (round(photo.dpi), photo.stated) == (200, False)


def test_a_fax_with_oblong_pixels_comes_out_square() -> None:
    page = Pictures(saved(PAGE.resize((1728, 1078)).convert("1"), "TIFF", compression="group4", dpi=(204, 98))).page(1)
    assert page.grey.shape == (round(1078 * 204 / 98), 1728)
    assert (round(page.dpi), _is_page(page.grey)) == (204, True)


def test_large_pages_are_handed_out_smaller_with_their_resolution() -> None:
    page = Pictures(saved(PAGE.resize((5100, 6600)).convert("1"), "TIFF", compression="group4", dpi=(600, 600))).page(1)
    assert page.grey.shape == (4400, 3400)
    assert (round(page.dpi), _is_page(page.grey)) == (400, True)


def test_pages_of_a_tiff_come_in_order_without_their_thumbnails() -> None:
    from PIL import TiffImagePlugin

    small = TiffImagePlugin.ImageFileDirectory_v2()
    small[254] = 1
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, True) as writer:
        for grey, tags in ((0, None), (9, small), (128, None)):
            Image.new("L", (200, 260), grey).save(writer, "TIFF", **({"tiffinfo": tags} if tags else {}))
            writer.newFrame()
    opened = Pictures(out.getvalue())
    assert [int(opened.page(number).grey[50, 50]) for number in range(1, opened.count + 1)] == [0, 128]


def _frames(count: int, loop: bool = False) -> bytes:
    """A TIFF of `count` frames that all show the same few octets."""
    entries = ((256, 100), (257, 100), (258, 8), (259, 1), (262, 1), (273, 8), (278, 100), (279, 10_000))
    size = 2 + 12 * len(entries) + 4
    start = 8 + 10_000
    parts = [b"II*\x00" + struct.pack("<I", start), b"\x80" * 10_000]
    for number in range(count):
        following = start + size * (number + 1) if number + 1 < count else start if loop else 0
        parts.append(
            struct.pack("<H", len(entries))
            + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
            + struct.pack("<I", following)
        )
    return b"".join(parts)


def test_a_tiff_of_a_hundred_thousand_pages_is_opened_in_part_and_at_once() -> None:
    content = _frames(100_000)
    started = time.perf_counter()
    opened = Pictures(content)
    assert (opened.count, opened.whole) == (pictures.MAX_FRAMES, False)
    assert opened.page(60).grey.shape == (100, 100)
    assert time.perf_counter() - started < 2


def test_a_tiff_whose_pages_go_round_in_a_circle_ends() -> None:
    assert Pictures(_frames(3, loop=True)).count <= pictures.MAX_FRAMES


def _png_head(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", b"")
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        _png_head(30_000, 30_000),
        _png_head(12_000, 8_000),
        b"GIF89a"
        + struct.pack("<HH", 60_000, 60_000)
        + b"\x00" * 20
        + b","
        + struct.pack("<HHHH", 0, 0, 60_000, 60_000)
        + b"\x00\x02\x00;",
        b"BM" + struct.pack("<IHHIIiiHHIIiiII", 60, 0, 0, 54, 40, 40_000, 40_000, 1, 24, 0, 0, 0, 0, 0, 0),
        _frames(1).replace(struct.pack("<HHII", 256, 4, 1, 100), struct.pack("<HHII", 256, 4, 1, 2_000_000)),
    ],
)
def test_a_picture_with_too_many_pixels_is_refused_by_its_head(content: bytes) -> None:
    assert _refused(content) == "too-large"


def test_a_dot_that_counts_readers_is_too_small() -> None:
    assert _refused(saved(Image.new("L", (1, 1)), "GIF")) == "too-small"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_that_was_cut_off_is_read_as_far_as_it_goes(kind: str) -> None:
    rough = np.random.default_rng(1).integers(0, 255, (400, 300), np.uint8)
    noisy = Image.fromarray(np.where(np.arange(400)[:, None] > 100, rough, np.asarray(PAGE)).astype(np.uint8))
    content = saved(noisy, kind)
    page = Pictures(content[: len(content) * 2 // 3]).page(1)
    assert not page.whole
    assert page.grey[40, 75] < 40
    from PIL import ImageFile

    assert not ImageFile.LOAD_TRUNCATED_IMAGES


def test_exif_that_points_at_itself_is_no_hindrance() -> None:
    ring = b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIIHHIII", 2, 0x8769, 4, 1, 8, 0x0112, 4, 1, 1, 8)
    content = saved(PAGE.convert("RGB"), "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", len(ring) + 2) + ring
    assert _is_page(Pictures(content[:2] + segment + content[2:]).page(1).grey)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0 picture", b"\x00\x00\x00\x18ftypheic" + bytes(range(256)) * 40, b"II*\x00\x08\x00\x00\x00", b"MM\x00*",
        b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\x00\x00\x00WEBPVP8 ", b"no picture",
    ],
)  # fmt: skip
def test_garbage_behind_a_good_signature_is_damaged(content: bytes) -> None:
    assert _refused(content) == "damaged"


def test_mutated_pictures_end_in_a_page_or_a_typed_error() -> None:
    chance = np.random.default_rng(4)
    whole = [
        saved(PAGE, "JPEG"), saved(PAGE, "PNG"), saved(PAGE.convert("1"), "TIFF", compression="group4"), saved(PAGE, "GIF"),
        saved(PAGE, "BMP"), saved(PAGE, "WEBP"), heif(PAGE.convert("RGB")), saved(PAGE, "TIFF", compression="tiff_lzw"),
    ]  # fmt: skip
    for number in range(400):
        content = bytearray(whole[number % len(whole)])
        for at in chance.integers(8, len(content), 6):
            content[at] = chance.integers(0, 256)
        try:
            opened = Pictures(bytes(content))
            page = opened.page(1)
        except UnreadablePaper:
            continue
        assert page.grey.ndim == 2
        assert page.grey.size <= pictures.MAX_SIDE**2


TABLE = 70


def _photo(corners: tuple[tuple[int, int], ...], shadow: bool = False, table: int = TABLE) -> Grey:
    """A sheet with writing on a table, seen aslant."""
    import cv2

    sheet = np.full((1100, 850), 235, np.uint8)
    for y in range(100, 900, 40):
        sheet[y : y + 10, 100:750] = 40
    sheet[40:70, 60:360] = 20
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [849, 0], [849, 1099], [0, 1099]], np.float32), np.array(corners, np.float32))
    photo = cv2.warpPerspective(sheet, matrix, (1200, 1600), borderMode=cv2.BORDER_CONSTANT, borderValue=table)
    noise = np.random.default_rng(2).normal(0, 4, photo.shape)
    light = np.where(np.add.outer(np.arange(1600), np.arange(1200)) > 1500, 0.55, 1.0) if shadow else np.ones(photo.shape)
    return np.clip(photo * light + noise, 0, 255).astype(np.uint8)


ASLANT = ((150, 130), (1080, 90), (1120, 1490), (90, 1440))


@pytest.mark.parametrize("shadow", [False, True])
def test_a_sheet_on_a_table_is_found_and_straightened(shadow: bool) -> None:
    photo = _photo(ASLANT, shadow)
    found = flatten.sheet(photo)
    assert found is not None
    assert np.abs(found - np.array(ASLANT)).max() < 14
    flat = flatten.flatten(photo)
    height, width = flat.grey.shape
    assert height / width == pytest.approx(11 / 8.5, rel=0.02)
    # The bar stands at the upper left, where it was drawn, and is found again in the photo.
    assert flat.grey[round(0.05 * height), round(0.25 * width)] < 60
    assert flat.grey[round(0.05 * height), round(0.5 * width) : round(0.9 * width)].mean() > 100
    bar = flatten.back(flat.matrix, (60 / 850 * width, 40 / 1100 * height, 360 / 850 * width, 70 / 1100 * height))
    drawn = np.argwhere(photo[:215, :600] < 30)
    assert bar == pytest.approx((drawn[:, 1].min(), drawn[:, 0].min(), drawn[:, 1].max(), drawn[:, 0].max()), abs=14)


def test_a_sheet_that_runs_out_of_the_picture_is_still_straightened() -> None:
    found = flatten.sheet(_photo(((150, 130), (1080, 90), (1150, 1700), (60, 1700))))
    assert found is not None
    assert np.abs(found[:2] - np.array(ASLANT[:2])).max() < 14


def test_a_scan_and_a_frame_printed_on_a_page_are_left_as_they_are() -> None:
    scan = np.full((1100, 850), 250, np.uint8)
    assert flatten.sheet(scan) is None
    scan[100:1000:40, 100:750] = 30
    for y, x in (
        (slice(60, 64), slice(60, 790)),
        (slice(1040, 1044), slice(60, 790)),
        (slice(60, 1044), slice(60, 64)),
        (slice(60, 1044), slice(786, 790)),
    ):
        scan[y, x] = 0
    assert flatten.sheet(scan) is None
    assert flatten.flatten(scan).matrix is None


def test_a_table_as_bright_as_the_paper_gives_no_sheet_to_be_wrong_about() -> None:
    assert flatten.sheet(_photo(ASLANT, table=228)) is None


def test_a_black_picture_and_noise_are_no_sheet() -> None:
    assert flatten.sheet(np.zeros((300, 200), np.uint8)) is None
    noise = np.random.default_rng(1).integers(0, 255, (300, 200), np.uint8)
    assert flatten.sheet(noise) is None


WITHOUT_THREADS = """
import os, resource, sys, threading
from intake.documents.pictures import Pictures
content = sys.stdin.buffer.read()
Pictures(content).page(1)  # loads what it needs, which another user may not see
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
if os.getuid() == 0:
    os.setuid(65534)
try:
    threading.Thread(target=print).start()
except RuntimeError:
    print(Pictures(content).page(1).grey.shape)
else:
    print("threads can be started")
"""


@pytest.mark.skipif(platform.machine() != "x86_64" or platform.system() != "Linux", reason="the decoder is only kept from threads here")
def test_a_heic_is_decoded_where_no_thread_can_be_started() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_THREADS], input=heif(PAGE.convert("RGB")), capture_output=True, timeout=60)
    assert done.stdout.decode().split("\n")[0] == "(400, 300)", done.stderr.decode()[-600:]
