"""What a file is, by its content. In: bytes. Out: a type. Pure.

A file's name and its declared type are the sender's word. No library is right alone (one calls HEIC video, one calls a zip with a PDF a
Word file, one misses PDFs with junk before their head), so the dozen signatures that matter here stand in one table.
"""

import io
import re
import zipfile
from enum import StrEnum
from typing import Final

PDF_HEAD: Final = 1_024
"""Octets in which %PDF- may stand; readers accept junk before it."""
_ENTRIES: Final = 2_000
MOST_ENTRIES: Final = 20_000
"""Files of an archive whose list is read at all."""
WORD_TEXT: Final = re.compile(r"word/document\d{0,3}\.xml")
"""The part that holds the text; Word on the web numbers it."""


class FileType(StrEnum):
    """The value is the media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    TIFF = "image/tiff"
    HEIC = "image/heic"
    GIF = "image/gif"
    BMP = "image/bmp"
    WEBP = "image/webp"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODT = "application/vnd.oasis.opendocument.text"
    OLE = "application/x-ole-storage"  # Word, Excel or Outlook of before 2007
    RTF = "application/rtf"
    ZIP = "application/zip"
    TNEF = "application/ms-tnef"
    RPMSG = "application/x-microsoft-rpmsg-message"  # a mail encrypted by Microsoft's rights management, as one attachment
    MAIL = "message/rfc822"
    HTML = "text/html"
    TEXT = "text/plain"
    EMPTY = "application/x-empty"
    UNKNOWN = "application/octet-stream"


PICTURES: Final = frozenset({FileType.JPEG, FileType.PNG, FileType.TIFF, FileType.HEIC, FileType.GIF, FileType.BMP, FileType.WEBP})
WORDS: Final = {
    FileType.JPEG: "pictures", FileType.PNG: "pictures", FileType.TIFF: "pictures", FileType.HEIC: "pictures", FileType.GIF: "pictures",
    FileType.BMP: "pictures", FileType.WEBP: "pictures",
    FileType.DOCX: "Word files", FileType.XLSX: "spreadsheets", FileType.ODT: "OpenDocument files", FileType.OLE: "old Office files",
    FileType.RTF: "rich text",
}  # fmt: skip
"""What staff call them."""

_SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", FileType.JPEG),
    (0, b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (0, b"II*\x00", FileType.TIFF),
    (0, b"MM\x00*", FileType.TIFF),
    (0, b"GIF8", FileType.GIF),
    (8, b"WEBP", FileType.WEBP),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.OLE),
    (0, b"{\\rtf", FileType.RTF),
    (0, b"\x78\x9f\x3e\x22", FileType.TNEF),
    (0, b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", FileType.RPMSG),
)
_ENTRY: Final = b"PK\x01\x02"
_BMP: Final = re.compile(rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00", re.DOTALL)
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis", b"avif"})
_MAIL: Final = re.compile(rb"\A(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9\-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
_MAIL_NAME: Final = re.compile(rb"^(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID):", re.IGNORECASE | re.MULTILINE)
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def of(content: bytes) -> FileType:
    """The type of `content`; never raises."""
    if not content.strip(b"\x00\r\n\t "):
        return FileType.EMPTY
    for offset, signature, kind in _SIGNATURES:
        if content[offset : offset + len(signature)] == signature:
            return kind
    if _BMP.match(content):
        return FileType.BMP
    if content[4:8] == b"ftyp":
        return FileType.HEIC if content[8:12] in _HEIC_BRANDS else FileType.UNKNOWN
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _inside_zip(content)
    # After what is told by its first bytes: a member of an archive, or a picture's remark, may begin like a PDF too.
    if b"%PDF-" in content[:PDF_HEAD]:
        return FileType.PDF
    if _MAIL.match(content[:8_192]) and len(_MAIL_NAME.findall(content[:8_192])) >= 2:
        return FileType.MAIL
    if _HTML.search(content[:2_048]):
        return FileType.HTML
    sample = content[:2_048]
    control = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return FileType.TEXT if control == 0 else FileType.UNKNOWN


def is_locked_office(content: bytes) -> bool:
    """Whether an OLE file is one of today's Office files under a password. Rights management wraps them alike but asks for no password."""
    return all(_wide(name) in content for name in ("EncryptedPackage", "EncryptionInfo")) and _wide("DRMEncrypted") not in content


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def too_many_entries(content: bytes) -> bool:
    """Whether an archive lists so many files that the list alone would take the memory."""
    return content.count(_ENTRY) > MOST_ENTRIES


def _inside_zip(content: bytes) -> FileType:
    if too_many_entries(content):
        return FileType.ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {info.filename for info in archive.infolist()[:_ENTRIES]}
            if any(WORD_TEXT.fullmatch(name) for name in names):
                return FileType.DOCX
            if "xl/workbook.xml" in names:
                return FileType.XLSX
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 and b"opendocument" in archive.read("mimetype"):
                return FileType.ODT
    # zipfile raises half a dozen kinds on broken archives; the type is a zip all the same.
    except Exception:  # noqa: BLE001
        return FileType.ZIP
    return FileType.ZIP
