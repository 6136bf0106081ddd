"""Papers inside winmail.dat and S/MIME."""

import pytest

from intake.mail import parser, smime, tnef
from intake.mail.limits import Limits
from intake.mail.message import Message
from tests.corpus import mails, wrappers


def read(raw: bytes) -> Message:
    return parser.read(raw, Limits())


def outlook(content: bytes, *, media_type: str = "application/ms-tnef") -> bytes:
    return mails.multipart([mails.text("Our letter."), mails.file(content, media_type=media_type, name="winmail.dat")])


@pytest.mark.parametrize("media_type", ["application/ms-tnef", "application/octet-stream"])
def test_a_winmail_dat_is_unpacked_and_not_listed_itself(media_type: str) -> None:
    papers = [("Agreement signed by Peña.pdf", mails.PDF), ("Letter of interest from our agency.docx", b"PK\3\4")]
    message = read(outlook(wrappers.winmail(papers, body="Our letter."), media_type=media_type))
    assert [(a.filename, a.content, a.container) for a in message.attachments] == [(n, c, "application/ms-tnef") for n, c in papers]
    assert message.text == "Our letter."
    assert message.defects == ()


def test_short_file_names_are_used_where_there_are_no_long_ones() -> None:
    message = read(outlook(wrappers.winmail([("LETTER~1.PDF", mails.PDF)], short_names=True)))
    assert [a.filename for a in message.attachments] == ["LETTER~1.PDF"]


def test_the_body_of_a_winmail_dat_is_used_where_the_mail_has_none() -> None:
    content = wrappers.winmail([], body="words for Peña", html="<p>words for Peña</p>".encode())
    message = read(mails.multipart([mails.file(content, media_type="application/ms-tnef", name="winmail.dat")]))
    assert message.text == "words for Peña"
    assert message.html == "<p>words for Peña</p>"


def test_a_mail_inside_a_winmail_dat_gives_its_papers() -> None:
    message = read(outlook(wrappers.winmail_with_mail("letter.pdf", mails.PDF)))
    assert [(a.filename, a.content) for a in message.attachments] == [("letter.pdf", mails.PDF)]


def test_a_broken_winmail_dat_is_kept_and_named() -> None:
    message = read(outlook(wrappers.winmail([("a.pdf", mails.PDF)])[:-40]))
    assert [a.filename for a in message.attachments] == ["winmail.dat"]
    assert "tnef-broken" in message.defects


def test_a_winmail_dat_over_the_bounds_is_kept() -> None:
    content = wrappers.winmail([("a.pdf", mails.PDF)] * 20)
    assert tnef.unpack(content, Limits(tnef_objects=50)) is None
    assert tnef.unpack(content, Limits(tnef_bytes=100)) is None
    assert tnef.unpack(content, Limits()) is not None


def test_a_winmail_dat_whose_lengths_lie_is_not_unpacked() -> None:
    content = wrappers.winmail([("a.pdf", mails.PDF)], body="words")
    name = "a.pdf\0".encode("utf-16-le")
    length = content.index(name) - 4
    assert tnef.unpack(content, Limits()) is not None
    assert tnef.unpack(content[:length] + (len(name) + 100).to_bytes(4, "little") + content[length + 4 :], Limits()) is None


@pytest.mark.parametrize("streamed", [False, True])
def test_an_opaque_signed_mail_is_read_as_if_unsigned(streamed: bool) -> None:
    inside = mails.inner([mails.text("signed words"), mails.file(mails.PDF * 40)], kind="mixed", boundary="s")
    part = mails.file(
        wrappers.signed(inside, streamed=streamed), media_type="application/pkcs7-mime", name="smime.p7m", extra="; smime-type=signed-data"
    )
    head, _, body = part.partition(b"\r\n\r\n")
    raw = mails.mail().partition(b"\r\n\r\n")[0] + b"\r\n" + head + b"\r\n\r\n" + body
    message = read(raw)
    assert message.text == "signed words"
    assert [(a.filename, a.content, a.container) for a in message.attachments] == [("letter.pdf", mails.PDF * 40, "application/pkcs7-mime")]


def test_an_encrypted_mail_is_kept_and_named() -> None:
    message = read(mails.multipart([mails.file(wrappers.encrypted(b"x"), media_type="application/pkcs7-mime", name="smime.p7m")]))
    assert [a.filename for a in message.attachments] == ["smime.p7m"]
    assert "smime-opaque" in message.defects


def test_signed_content_wrapped_again_and_again_ends() -> None:
    inside = mails.text("deep")
    for _ in range(30):
        inside = b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: binary\r\n\r\n" + wrappers.signed(inside)
    message = read(mails.mail().partition(b"\r\n\r\n")[0] + b"\r\n" + inside)
    assert "smime-opaque" in message.defects
    assert message.attachments


@pytest.mark.parametrize("octets", [b"", b"\x30", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"\x30\x88" + b"\xff" * 8])
def test_octets_that_are_no_signed_content_give_none(octets: bytes) -> None:
    assert smime.signed_content(octets) is None
