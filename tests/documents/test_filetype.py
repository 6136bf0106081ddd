"""What a file is, by content."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents import filetype
from intake.documents.filetype import FileType
from tests.documents import made


def _zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4\n...", FileType.PDF),
        (b"\x00junk before the head\r\n" * 20 + b"%PDF-1.7", FileType.PDF),
        (b"\xff\xd8\xff\xe0....", FileType.JPEG),
        (b"\x89PNG\r\n\x1a\n....", FileType.PNG),
        (b"II*\x00....", FileType.TIFF),
        (b"MM\x00*....", FileType.TIFF),
        (b"\x00\x00\x00\x18ftypheic....", FileType.HEIC),
        (b"\x00\x00\x00\x18ftypmif1....", FileType.HEIC),
        (b"\x00\x00\x00\x18ftypisom....", FileType.UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", FileType.OLE),
        (b"{\\rtf1 hello}", FileType.RTF),
        (b"\x78\x9f\x3e\x22....", FileType.TNEF),
        (b"\x76\xe8\x04\x60\xc4\x11\xe3\x86....", FileType.RPMSG),
        (b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nhello", FileType.MAIL),
        (b"<!DOCTYPE html><html>", FileType.HTML),
        (b"just words", FileType.TEXT),
        (b"", FileType.EMPTY),
        (b"\x00" * 50, FileType.EMPTY),
        (b"\x01\x02\x03\x04", FileType.UNKNOWN),
        (_zipped("letter.pdf"), FileType.ZIP),
        (_zipped("word/document.xml"), FileType.DOCX),
        (_zipped("xl/workbook.xml"), FileType.XLSX),
        (b"PK\x03\x04 broken", FileType.ZIP),
    ],
)
def test_content_decides(content: bytes, kind: FileType) -> None:
    assert filetype.of(content) is kind


def test_an_archive_whose_first_member_is_a_pdf_as_it_is_stays_an_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("agreement.pdf", made.pdf(("MEMORANDUM OF AGREEMENT",)))
    assert b"%PDF-" in out.getvalue()[:100]
    assert filetype.of(out.getvalue()) is FileType.ZIP


def test_a_name_that_lies_changes_nothing() -> None:
    assert made.read(made.pdf(made.request())).media_type == "application/pdf"


@given(st.binary(max_size=200))
def test_no_content_breaks_the_judgement(content: bytes) -> None:
    assert isinstance(filetype.of(content), FileType)
