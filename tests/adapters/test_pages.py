"""Pages drawn in a child: whatever a paper does there is no picture, and what is private is painted over before it leaves."""

import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from intake.adapters.pages import ProcessPages
from intake.demo import papers
from intake.documents import page_picture
from intake.errors import UnreadablePaper

HOSTILE = (sys.executable, "-s", "-m", "tests.adapters.hostile_child")
PAPER = papers.draw_letter(next(iter(papers.letters(11))))
SHA = hashlib.sha256(PAPER).hexdigest()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessPages]:
    made = ProcessPages(folder=tmp_path_factory.mktemp("pages"), wall_seconds=60)
    yield made
    made.close()


def test_a_page_is_drawn_as_wide_as_it_was_asked_for_and_its_size_told_in_points(pages: ProcessPages) -> None:
    drawn = pages.draw(lambda: PAPER, sha256=SHA, page=1, width=500)
    assert drawn is not None
    assert (drawn.points, drawn.pages) == ((612.0, 792.0), 1)
    assert abs(drawn.pixels[0] - 500) <= 1
    assert Image.open(io.BytesIO(drawn.png)).size == drawn.pixels


def test_a_page_is_drawn_once_and_kept(pages: ProcessPages) -> None:
    first = pages.draw(lambda: PAPER, sha256=SHA, page=1, width=200)
    assert first is not None
    assert pages.draw(lambda: None, sha256=SHA, page=1, width=200) == first
    assert pages.draw(lambda: None, sha256=SHA, page=1, width=201) is None


def test_a_page_that_is_not_there_and_bytes_that_are_no_paper_have_no_picture(pages: ProcessPages) -> None:
    assert pages.draw(lambda: PAPER, sha256=SHA, page=2, width=200) is None
    assert pages.draw(lambda: b"%PDF-broken", sha256=hashlib.sha256(b"%PDF-broken").hexdigest(), page=1, width=200) is None
    assert pages.draw(lambda: PAPER, sha256="../../etc/passwd", page=1, width=200) is None


def test_what_is_private_is_painted_over_and_kept_apart_from_the_whole(pages: ProcessPages) -> None:
    box = (100.0, 100.0, 300.0, 160.0)
    masked, whole = (pages.draw(lambda: PAPER, sha256=SHA, page=1, width=612, masks=masks) for masks in ((box,), ()))
    assert masked is not None and whole is not None
    inside = Image.open(io.BytesIO(masked.png)).convert("RGB").crop((100, 100, 300, 160))
    assert inside.getcolors() == [(200 * 60, page_picture.MASK)]
    assert Image.open(io.BytesIO(whole.png)).convert("RGB").crop((100, 100, 300, 160)).getcolors() != inside.getcolors()


@pytest.mark.parametrize("paper", [b"die", b"flood", b"rubbish", b"list", b"short"])
def test_a_child_that_misbehaves_gives_no_picture_and_leaves_nothing_behind(tmp_path: Path, paper: bytes) -> None:
    hostile = ProcessPages(folder=tmp_path, wall_seconds=30, child=HOSTILE)
    try:
        assert hostile.draw(lambda: paper, sha256=SHA, page=1, width=200) is None
    finally:
        hostile.close()
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_pictures_make_room(tmp_path: Path) -> None:
    small = ProcessPages(folder=tmp_path, wall_seconds=60, most_kept=20_000)
    try:
        for width in (300, 310, 320):
            assert small.draw(lambda: PAPER, sha256=SHA, page=1, width=width) is not None
    finally:
        small.close()
    assert 0 < sum(path.stat().st_size for path in tmp_path.iterdir()) < 20_000 + 60_000
    assert len(list(tmp_path.iterdir())) < 3


def test_a_paper_inside_an_archive_is_found_by_its_digest() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("other.txt", b"x")
        archive.writestr("scan.pdf", PAPER)
    assert page_picture.draw(packed.getvalue(), sha256=SHA, page=1, width=100).pages == 1
    with pytest.raises(UnreadablePaper):
        page_picture.draw(packed.getvalue(), sha256="0" * 64, page=1, width=100)


def test_a_photo_is_drawn_with_the_points_its_fields_are_told_in() -> None:
    out = io.BytesIO()
    Image.new("L", (850, 1100), "white").save(out, "PNG", dpi=(100, 100))
    drawn = page_picture.draw(out.getvalue(), sha256=hashlib.sha256(out.getvalue()).hexdigest(), page=1, width=425)
    assert (drawn.pixels, [round(x) for x in drawn.points]) == ((425, 550), [612, 792])
