"""Papers inside archives, mails and portfolios, and bombs."""

import io
import struct
import time
import zipfile
from email.message import EmailMessage

import pypdf
import pytest

from intake.documents.document import Form, State
from intake.documents.read import read_paper
from intake.documents.unwrap import Limits
from tests.corpus import wrappers
from tests.documents import made

LETTER = made.pdf(made.request())


def _zip(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _codes(content: bytes, limits: Limits | None = None) -> list[str]:
    return [issue.code for document in read_paper(content, filename="", media_type="", limits=limits) for issue in document.issues]


def test_each_paper_of_an_archive_is_read() -> None:
    documents = read_paper(_zip({"a/letter.pdf": LETTER, "../../evil.pdf": LETTER, "__MACOSX/._x": b"y"}), filename="", media_type="")
    assert [document.form for document in documents] == [Form.LOI, Form.LOI]


def test_an_archive_in_an_archive_in_a_mail_is_read() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@alder.example", "b@office.example", "papers"
    mail.set_content("attached")
    mail.add_attachment(_zip({"inner.zip": _zip({"letter.pdf": LETTER})}), maintype="application", subtype="zip", filename="x.zip")
    assert [document.form for document in read_paper(mail.as_bytes(), filename="", media_type="")] == [Form.LOI]


def test_a_winmail_in_an_archive_is_opened() -> None:
    packed = _zip({"winmail.dat": wrappers.winmail([("letter.pdf", LETTER)])})
    assert [document.form for document in read_paper(packed, filename="", media_type="")] == [Form.LOI]


def test_a_winmail_that_is_cut_off_is_said_to_be_damaged() -> None:
    packed = _zip({"winmail.dat": wrappers.winmail([("letter.pdf", LETTER)])[:-200]})
    assert _codes(packed) == ["damaged"]


def test_nesting_ends() -> None:
    content = LETTER
    for _ in range(6):
        content = _zip({"inner.zip": content})
    assert _codes(content) == ["nested-too-deep"]


def test_a_bomb_is_refused_by_ratio_before_it_is_unpacked() -> None:
    assert _codes(_zip({"bomb.pdf": b"0" * 40_000_000})) == ["archive-too-large"]


def test_a_size_that_lies_is_caught_while_reading() -> None:
    content = bytearray(_zip({"bomb.pdf": b"0" * 5_000_000}))
    for marker, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.index(marker) + offset
        content[at : at + 4] = (100).to_bytes(4, "little")
    documents = read_paper(bytes(content), filename="", media_type="")
    assert documents[0].form is not Form.LOI
    assert documents[0].issues


def test_many_members_are_capped() -> None:
    content = _zip({f"{number}.txt": b"x" for number in range(500)})
    assert len(read_paper(content, filename="", media_type="", limits=Limits(members=10))) <= 11


def test_an_archive_that_lists_hundreds_of_thousands_of_files_is_not_even_listed() -> None:
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    listing = entry * 400_000
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(listing), 30, 0)
    content = b"PK\x03\x04" + bytes(26) + listing + end
    started = time.perf_counter()
    assert _codes(content) == ["archive-too-large"]
    assert time.perf_counter() - started < 1


def _mail(*inside: tuple[bytes, str]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@alder.example", "b@office.example", "papers"
    mail.set_content("attached")
    for content, name in inside:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_a_mail_in_a_winmail_in_an_archive_is_opened() -> None:
    packed = _zip({"winmail.dat": wrappers.winmail([("inner.eml", _mail((LETTER, "letter.pdf")))])})
    assert [document.form for document in read_paper(packed, filename="", media_type="")] == [Form.LOI]


def test_mails_and_winmails_inside_each_other_end_too() -> None:
    mail = winmail = LETTER
    for _ in range(12):
        mail = _mail((mail, "forwarded.eml"))
        winmail = wrappers.winmail([("winmail.dat", winmail)])
    assert _codes(mail) == _codes(winmail) == ["nested-too-deep"]


def test_files_of_mails_and_winmails_are_counted_and_weighed() -> None:
    many = _mail(*((b"note %d" % number, f"{number}.txt") for number in range(30)))
    assert len(read_paper(many, filename="", media_type="", limits=Limits(members=8))) == 9
    assert "archive-too-large" in _codes(many, Limits(members=8))
    heavy = [("a.bin", bytes(range(1, 200)) * 40), ("b.bin", bytes(range(1, 200)) * 40)]
    assert "archive-too-large" in _codes(wrappers.winmail(heavy), Limits(bytes_unpacked=9_000))
    assert "archive-too-large" in _codes(_mail(*((body, name) for name, body in heavy)), Limits(bytes_unpacked=9_000))


def test_an_archive_with_a_password_is_told_to_the_sender() -> None:
    content = bytearray(_zip({"letter.pdf": LETTER}))
    for marker, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.index(marker) + offset
        content[at] |= 1
    documents = read_paper(bytes(content), filename="", media_type="")
    assert [(d.form, d.state, d.issues[0].code, d.issues[0].audience) for d in documents] == [
        (Form.UNREADABLE, State.UNREADABLE, "password", "sender")
    ]


def test_files_inside_a_portfolio_are_papers_and_its_cover_is_not() -> None:
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(made.pdf(("Please open this portfolio in another program.",))))
    writer.add_attachment("letter.pdf", LETTER)
    out = io.BytesIO()
    writer.write(out)
    assert [document.form for document in read_paper(out.getvalue(), filename="", media_type="")] == [Form.LOI]


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff\xe0 picture", b"\x00\x00\x00\x18ftypheic", b"II*\x00", b"{\\rtf1 x}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_format_that_is_not_read_here_is_for_staff_and_never_unreadable(content: bytes) -> None:
    document = made.read(content)
    assert (document.form, document.state, document.fully_read) == (Form.OTHER, State.READ, False)
    assert [(issue.code, issue.audience) for issue in document.issues] == [("person-must-read", "staff")]


def test_a_file_larger_than_the_bound_is_refused_unread() -> None:
    assert _codes(LETTER, Limits(bytes_one=100)) == ["too-large"]


@pytest.mark.parametrize(
    ("content", "filename", "media_type"),
    [
        (b"\x76\xe8\x04\x60\xc4\x11\xe3\x86\x01\x02", "", ""),
        (b"", "message.rpmsg", ""),
        (b"\x01\x02\x03", "", "application/x-microsoft-rpmsg-message"),
    ],
)
def test_an_encrypted_message_is_called_so_and_waits_for_a_person(content: bytes, filename: str, media_type: str) -> None:
    (document,) = read_paper(content, filename=filename, media_type=media_type)
    (issue,) = document.issues
    assert (issue.code, issue.audience) == ("encrypted-message", "staff")
    assert "encrypted message" in issue.text
    assert (document.form, document.fully_read) == (Form.OTHER, False)


def test_a_paper_under_the_name_of_an_encrypted_message_is_read() -> None:
    (document,) = read_paper(LETTER, filename="message.rpmsg", media_type="")
    assert document.form is Form.LOI
