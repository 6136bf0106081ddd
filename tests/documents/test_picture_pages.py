"""Pictures of letters are read as papers, with their places on the picture as it came."""

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from intake.documents.document import Document, Form, Source, Verdict
from intake.documents.read import read_paper
from tests.documents import made, word_files
from tests.documents.test_pictures import heif, saved

DOTS = 200


def _drawn(*pages: tuple[str, ...]) -> list[Image.Image]:
    with pypdfium2.PdfDocument(made.pdf(*pages)) as paper:
        return [page.render(scale=DOTS / 72, grayscale=True).to_pil() for page in paper]


LETTER = made.request("We nominate twelve (12) deputies for training.")
(SCAN,) = _drawn(LETTER)


def _photo(turn: int = 0) -> Image.Image:
    """The letter on a dark table, seen aslant."""
    import cv2

    corners = np.array([[170, 120], [1500, 180], [1560, 2080], [110, 1960]], np.float32)
    wide, high = SCAN.size
    matrix = cv2.getPerspectiveTransform(np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32), corners)
    seen = cv2.warpPerspective(np.asarray(SCAN), matrix, (1700, 2200), flags=cv2.INTER_AREA, borderValue=60)
    light = np.linspace(1.0, 0.6, 1700)[None, :]
    return Image.fromarray((seen * light).astype(np.uint8)).convert("RGB").rotate(turn, expand=True)


def _read(content: bytes) -> Document:
    (document,) = read_paper(content, filename="", media_type="")
    return document


@pytest.mark.parametrize(
    "content",
    [
        saved(SCAN, "PNG", dpi=(DOTS, DOTS)),
        saved(SCAN.convert("1"), "TIFF", compression="group4", dpi=(DOTS, DOTS)),
        saved(_photo(), "JPEG", quality=85),
        heif(_photo()),
    ],
    ids=["scan", "fax", "photo", "heic"],
)
def test_a_picture_of_a_letter_is_read_as_a_letter_and_its_sender_is_never_told_that_it_is_unsigned(content: bytes) -> None:
    document = _read(content)
    assert (document.form, document.pages, document.fully_read) == (Form.LOI, 1, False)
    assert {name: document.value(name) for name in ("agency_name", "state", "letter_date", "models_requested", "officers_nominated")} == {
        "agency_name": "Alder County Sheriff's Office", "state": "TX", "letter_date": "2025-03-03", "models_requested": ("TFM",),
        "officers_nominated": 12,
    }  # fmt: skip
    assert {field.source for field in document.fields} == {Source.OCR}
    assert [signature.verdict for signature in document.signatures] == [Verdict.UNSIGNED]
    assert {issue.audience for issue in document.issues} == {"staff"}


def test_places_lie_on_the_photo_as_it_came() -> None:
    document = _read(saved(_photo(), "JPEG"))
    field = next(field for field in document.fields if field.name == "letter_date")
    # The date stands some 114 points below the upper edge of the sheet and 72 from its left; in the photo 11 inches are its 2,200 pixels.
    line = LETTER.index("March 3, 2025")
    across, down = 72 / 612, (792 - 730 - 11 + line * 15.4 + 6) / 792
    left = (170 + (110 - 170) * down) + (1500 + (1560 - 1500) * down - (170 + (110 - 170) * down)) * across
    top = (120 + (180 - 120) * across) + (1960 + (2080 - 1960) * across - (120 + (180 - 120) * across)) * down
    assert field.bbox[0] == pytest.approx(left * 792 / 2200, abs=6)
    assert (field.bbox[1] + field.bbox[3]) / 2 == pytest.approx(top * 792 / 2200, abs=8)


def test_a_picture_that_lies_on_its_side_is_read() -> None:
    assert _read(saved(SCAN.rotate(90, expand=True), "PNG")).value("agency_name") == "Alder County Sheriff's Office"


def test_pages_of_a_tiff_are_pages_of_one_paper() -> None:
    out = io.BytesIO()
    pages = [page.convert("1") for page in _drawn(("Fax to the program office",), LETTER)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(DOTS, DOTS))
    document = _read(out.getvalue())
    assert (document.form, document.pages, document.media_type) == (Form.LOI, 2, "image/tiff")
    assert {field.page for field in document.fields} == {2}


def test_a_picture_in_an_archive_is_read() -> None:
    assert _read(word_files.zipped({"IMG_1.jpg": saved(SCAN, "JPEG")})).form is Form.LOI


@pytest.mark.parametrize(
    "content", [saved(Image.new("L", (400, 300), 200), "JPEG"), saved(SCAN, "JPEG")[:300], b"\xff\xd8\xff\xe0 picture"]
)
def test_a_picture_that_says_nothing_or_cannot_be_opened_is_for_a_person_and_never_called_damaged(content: bytes) -> None:
    document = _read(content)
    assert (document.form, document.fully_read) == (Form.OTHER, False)
    assert {issue.audience for issue in document.issues} == {"staff"}
    assert document.issues
