"""No octets make the parser raise anything but its own error, and none keep it busy."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake import errors
from intake.mail import parser
from intake.mail.limits import Limits
from intake.mail.message import Message
from tests.corpus import mails, wrappers

LIMITS = Limits()
HEAD = b"From: a@b.example\r\nTo: x@o.example\r\nSubject: s\r\n"
SECONDS = 3.0
"""Far more than any needs (the slowest takes a second), far less than the quadratic and exponential faults they stand for."""

BOMBS = {
    "2,000 levels of multiparts": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(2000)),
    "5,000 mails in mails": (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * 5000,
    "100,000 parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000,
    "a million lines that are almost delimiters": HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b x\r\n" * 1_000_000,
    "20,000 encoded words": HEAD + b"X: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nx",
    "encoded words that never end": HEAD + b"X: " + b"=?utf-8?q?" * 20_000 + b"\r\n\r\nx",
    "5,000 addresses": HEAD + b"Cc: " + b"a@b.example, " * 5000 + b"\r\n\r\n",
    "comments that never end": HEAD + b"Cc: " + b"(" * 60_000 + b"\r\n\r\n",
    "quotes that never end": HEAD + b"Cc: " + b'"\\' * 30_000 + b"\r\n\r\n",
    "spaces": HEAD + b"Cc: " + b" " * 60_000 + b"a\r\n\r\n",
    "parameters that never end": HEAD + b"Content-Type: text/plain" + b';a="\\' * 20_000 + b"\r\n\r\n",
    "100,000 fields": HEAD + b"".join(b"X-%d: y\r\n" % i for i in range(100_000)) + b"\r\nx",
    "one field of 5 MB": HEAD + b"X: " + b"a" * 5_000_000 + b"\r\n\r\nx",
    "100,000 folds": HEAD + b"X:" + b"\r\n a" * 100_000 + b"\r\n\r\nx",
    "references that never end": HEAD + b"References: " + b"<a" * 30_000 + b"\r\n\r\nx",
    "opening angles": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<" * 1_000_000 + b">",
    "comments in HTML": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--" * 500_000,
    "styles in HTML": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<style>" * 300_000,
    "quotations in HTML": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<blockquote>a" * 100_000,
    "a number of two million digits": HEAD + b"Content-Type: text/html\r\n\r\n&#" + b"1" * 2_000_000,
    "a charset that takes quadratic time": HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 500_000,
    "escapes of JIS": HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + b'\x1b$B$"\x1b(B' * 100_000,
    "flowed lines": HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \n" * 300_000,
    "uuencoded beginnings": HEAD + b"\r\n" + b"begin 644 x\n" * 80_000,
    "a winmail.dat that promises four billion properties": mails.multipart(
        [mails.file(wrappers.winmail([])[:45] + b"\xff" * 20, media_type="application/ms-tnef", name="winmail.dat")]
    ),
}


def read(raw: bytes) -> Message | None:
    try:
        return parser.read(raw, LIMITS)
    except errors.UnreadableMail:
        return None


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_bounded_time(name: str) -> None:
    started = time.thread_time()
    message = read(BOMBS[name])
    assert time.thread_time() - started < SECONDS
    assert message is not None
    assert len(message.text) <= LIMITS.text_chars
    assert len(message.part_types) <= LIMITS.parts + 1


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("2,000 levels of multiparts", "depth-capped"),
        ("5,000 mails in mails", "depth-capped"),
        ("100,000 parts", "parts-capped"),
        ("a million lines that are almost delimiters", "parts-capped"),
        ("5,000 addresses", "addresses-capped"),
        ("100,000 fields", "headers-capped"),
        ("one field of 5 MB", "header-capped"),
    ],
)
def test_what_a_bound_cut_off_is_named(name: str, defect: str) -> None:
    message = read(BOMBS[name])
    assert message is not None
    assert defect in message.defects


@pytest.mark.parametrize(
    "field",
    [
        b"Content-Disposition: attachment; name*",
        b"Content-Type: text/plain; name*",
        b"To: (c):",
        b'To: "',
        b"Message-ID: <[x@microsoft.example]>",
        b"To: unlisted-recipients:; (no To-header on input)",
        b"From: !an??:=m==fr2@[C",
        b"Content-Type: text/plain; charset*=utf-8''x",
        b"Date: Tue, 24 Nov 2026 10:00:00 +99999",
        b"From: =?utf-8?b?=?= <a@b.example>",
        b"From: =?x?q?=FF?= <a@b.example>",
        b"Sender: ,,,;;;<<<>>>((()))",
    ],
)
def test_fields_that_crash_the_standard_library_are_read(field: bytes) -> None:
    message = read(field + b"\r\n" + mails.mail())
    assert message is not None
    assert "Please find our letter." in (message.text, *(a.content.decode().strip() for a in message.attachments))


SEEDS = [
    mails.multipart([mails.text("Dear office"), mails.file()]),
    mails.multipart([mails.text("a"), mails.text("<p>a</p>", kind="html")], kind="alternative"),
    mails.multipart([mails.text("fw"), mails.nested(mails.multipart([mails.text("x"), mails.file()], boundary="i"))]),
    mails.multipart([mails.file(wrappers.winmail([("a.pdf", mails.PDF)], body="b"), media_type="application/ms-tnef", name="winmail.dat")]),
    mails.multipart([mails.file(wrappers.winmail_with_mail("a.pdf", mails.PDF), media_type="application/ms-tnef", name="winmail.dat")]),
    mails.multipart([mails.file(wrappers.signed(mails.text("s"), streamed=True), media_type="application/pkcs7-mime", name="smime.p7m")]),
    mails.multipart([mails.file(wrappers.signed(mails.text("s")), media_type="application/pkcs7-mime", name="smime.p7m")]),
    mails.delivery_report(recipient="a@b.example", returned=mails.mail()),
    mails.mail([("Content-Type", "text/plain; charset=iso-2022-jp")], body=b'\x1b$B$"$$\x1b(B \x1b(I123\x1b(B'),
    mails.mail([("Content-Type", "text/html; charset=gb2312")], body="<p>警察局 &amp; &#8364;</p>".encode("gb18030")),
    mails.mail([("Content-Type", "text/plain; format=flowed; delsp=yes")], body=b"> a \r\n> b\r\nbegin 644 x\r\n#0V%T\r\n`\r\nend\r\n"),
]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000))
def test_any_octets_give_a_message_or_the_parsers_own_error(raw: bytes) -> None:
    read(raw)
    read(HEAD + raw)
    read(HEAD + b"\r\n" + raw)


@settings(max_examples=800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SEEDS), st.data())
def test_a_mail_spoiled_anywhere_gives_a_message_or_the_parsers_own_error(seed: bytes, data: st.DataObject) -> None:
    raw = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.integers(0, 40))
        patch = data.draw(
            st.one_of(st.binary(max_size=20), st.sampled_from([b"\r\n\r\n", b"\r\n--b1\r\n", b"=?utf-8?q?", b'"', b"<", b";", b"\xff\xfe"]))
        )
        raw[at : at + length] = patch
    read(bytes(raw))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(
        ["From", "To", "Reply-To", "Content-Type", "Content-Disposition", "Date", "Message-ID", "References", "Subject", "Return-Path"]
    ),
    st.lists(st.sampled_from([*"a@b.,;:<>()[]\"\\=?*'%_/ \té\ud800", "utf-8", "=?utf-8?q?", "charset"]), max_size=60).map("".join),
)
def test_any_field_of_awkward_characters_is_read(name: str, value: str) -> None:
    raw = f"{name}: {value}\r\n".encode("utf-8", "surrogatepass") + mails.mail(without=[name])
    assert read(raw) is not None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["winmail.dat", "smime.p7m"]))
def test_any_wrapper_is_unwrapped_or_kept(content: bytes, name: str) -> None:
    for head in (b"", wrappers.winmail([])[:20], wrappers.signed(b"x" * 200)[:24]):
        message = read(mails.multipart([mails.file(head + content, media_type="application/octet-stream", name=name)]))
        assert message is not None
