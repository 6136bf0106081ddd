"""What is understood of well-formed and of broken mails."""

from datetime import UTC, datetime

import pytest

from intake import errors
from intake.mail import parser
from intake.mail.limits import Limits
from intake.mail.message import Message
from tests.corpus import mails


def read(raw: bytes) -> Message:
    return parser.read(raw, Limits())


def test_a_persons_letter_is_understood_whole() -> None:
    message = read(mails.multipart([mails.text("Dear office,\r\nour letter is attached.\r\n"), mails.file()]))
    assert message.from_address is not None
    assert message.from_address.address == mails.CHIEF
    assert message.from_address.name == "Pat Doe"
    assert message.subject == "Letter of interest, Brookfield Police Department"
    assert message.date == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert message.message_id == "<letter-1@brookfield-pd.example>"
    assert message.return_path == mails.CHIEF
    assert message.text == "Dear office,\nour letter is attached."
    assert [(a.filename, a.media_type, a.content, a.inline) for a in message.attachments] == [
        ("letter.pdf", "application/pdf", mails.PDF, False)
    ]
    assert message.part_types == ("multipart/mixed", "text/plain", "application/pdf")
    assert message.defects == ()


@pytest.mark.parametrize(
    ("without", "defect"),
    [("Message-ID", "no-message-id"), ("Date", "no-date"), ("From", "no-from")],
)
def test_a_missing_field_is_named_and_nothing_else_is_lost(without: str, defect: str) -> None:
    message = read(mails.mail(without=[without]))
    assert defect in message.defects
    assert message.text == "Please find our letter."


@pytest.mark.parametrize(
    ("field", "value", "defect"),
    [("Date", "yesterday, I think", "date-broken"), ("From", "the chief", "from-broken"), ("Message-ID", "no angles", "message-id-broken")],
)
def test_an_unreadable_field_is_named(field: str, value: str, defect: str) -> None:
    assert defect in read(mails.mail([(field, value)])).defects


@pytest.mark.parametrize("value", ["Tue, 01 Jan 1970 00:00:00 +0000", "Tue, 24 Nov 2099 10:00:00 -0500", "Tue, 24 Nov 2026 10:00:00"])
def test_an_odd_date_is_kept_as_it_is(value: str) -> None:
    date = read(mails.mail([("Date", value)])).date
    assert date is not None
    assert date.tzinfo is UTC


@pytest.mark.parametrize(
    "value", ["Mon, 99 Foo 2026 99:99:99 +9999", "", "0", ":", "1 Jan 99999999999999 00:00 +0000", "Tue, 24 Nov 2026 10:00:00 +99999999999"]
)
def test_a_date_nobody_can_read_is_none(value: str) -> None:
    assert read(mails.mail([("Date", value)])).date is None


def test_the_return_path_counts_only_above_the_first_received_line() -> None:
    forged = mails.mail([("Return-Path", "<>")], without=["Received"]).replace(
        b"Return-Path", b"Received: by mx; 1 Jan 2026\r\nReturn-Path", 1
    )
    assert read(forged).return_path is None
    assert read(mails.mail([("Return-Path", "< >")])).return_path == ""
    assert read(mails.mail([("Return-Path", "<Chief@BROOKFIELD-PD.example>")])).return_path == "Chief@brookfield-pd.example"
    assert read(mails.mail(without=["Return-Path"])).return_path is None


def test_headers_are_unfolded_decoded_and_in_order() -> None:
    raw = mails.mail([("Subject", "=?utf-8?b?UGXDsWEgQ291?=\r\n =?utf-8?q?nty_Sheriff?="), ("X-Note", "one\r\n\ttwo")])
    message = read(raw)
    assert message.subject == "Peña County Sheriff"
    assert message.header("x-note") == "one\ttwo".replace("\t", " ")
    assert [name for name, _ in message.headers][:3] == ["Return-Path", "Received", "From"]


def test_a_line_end_in_an_encoded_word_does_not_become_a_header() -> None:
    message = read(mails.mail([("Subject", "=?utf-8?Q?a=0D=0ABcc:_victim@elsewhere.example?=")]))
    assert message.subject == "a Bcc: victim@elsewhere.example"
    assert not message.all_headers("bcc")


def test_a_character_cut_between_two_encoded_words_is_joined() -> None:
    assert read(mails.mail([("Subject", "=?utf-8?b?UGXD?= =?utf-8?b?sWE=?=")])).subject == "Peña"


def test_lines_that_are_no_field_are_left_out_and_the_rest_is_read() -> None:
    raw = mails.mail().replace(b"From:", b"this is no field\r\nFrom:", 1)
    message = read(raw)
    assert message.from_address is not None
    assert "header-broken" in message.defects


def test_an_mbox_line_and_blank_lines_above_the_header_are_passed_over() -> None:
    message = read(b"\r\n\r\nFrom chief@x.example Tue Nov 24 10:00:00 2026\r\n" + mails.mail())
    assert message.from_address is not None
    assert message.defects == ()


def test_bare_carriage_returns_as_line_ends_are_read() -> None:
    message = read(mails.mail().replace(b"\r\n", b"\r"))
    assert message.from_address is not None
    assert "line-ends" in message.defects


def test_two_from_fields_are_two_authors() -> None:
    message = read(mails.mail(first=[("From", "Other <other@elsewhere.example>")]))
    assert len(message.from_) == 2
    assert message.from_address is None


def test_html_alone_becomes_text_and_is_kept() -> None:
    message = read(
        mails.mail([("Content-Type", "text/html; charset=utf-8")], body="<p>Dear office,</p><script>x()</script><p>our letter</p>")
    )
    assert message.text == "Dear office,\n\nour letter"
    assert message.html is not None
    assert "<script>" in message.html


def test_of_two_alternatives_the_plain_text_is_the_text() -> None:
    parts = [mails.text("plain words"), mails.text("<b>rich words</b>", kind="html")]
    message = read(mails.multipart(parts, kind="alternative"))
    assert (message.text, message.html) == ("plain words", "<b>rich words</b>")


def test_an_empty_plain_alternative_gives_way_to_the_html() -> None:
    parts = [mails.text(" \r\n"), mails.text("<b>rich words</b>", kind="html")]
    assert read(mails.multipart(parts, kind="alternative")).text == "rich words"


@pytest.mark.parametrize(
    ("media_type", "disposition", "name"),
    [
        ("application/pdf", "inline", "letter.pdf"),
        ("application/octet-stream", None, ""),
        ("text/plain", "inline", ""),
        ("image/png", "inline", "x.png"),
    ],
)
def test_a_pdf_counts_whatever_its_type_and_disposition_say(media_type: str, disposition: str | None, name: str) -> None:
    parts = [mails.text("before"), mails.file(media_type=media_type, disposition=disposition, name=name), mails.text("after")]
    message = read(mails.multipart(parts))
    assert [a.content for a in message.attachments] == [mails.PDF]
    assert message.text == "before\n\nafter"


def test_a_pdf_between_two_pieces_of_html_inside_an_alternative_counts() -> None:
    rich = mails.inner(
        [mails.text("<p>one</p>", kind="html"), mails.file(disposition="inline"), mails.text("<p>two</p>", kind="html")],
        kind="mixed",
        boundary="b2",
    )
    message = read(mails.multipart([mails.text("one\r\ntwo\r\n"), rich], kind="alternative"))
    assert [a.content for a in message.attachments] == [mails.PDF]
    assert message.text == "one\ntwo"
    assert message.html is not None
    assert "two" in message.html


def test_a_named_text_is_a_file_and_the_first_text_is_the_body() -> None:
    parts = [
        mails.text("body words", extra="; name=body.txt"),
        mails.text("1,2,3", extra="; name=roster.csv\r\nContent-Disposition: attachment; filename=roster.csv"),
    ]
    message = read(mails.multipart(parts))
    assert message.text == "body words"
    assert [a.filename for a in message.attachments] == ["roster.csv"]


def test_a_forwarded_mail_is_parsed_and_its_papers_are_listed() -> None:
    inside = mails.multipart([mails.text("inner words"), mails.file()], boundary="inner")
    message = read(mails.multipart([mails.text("see below"), mails.nested(inside)], extra=[("Message-ID", "<outer@office.example>")]))
    assert message.text == "see below"
    assert [(a.filename, a.container) for a in message.attachments] == [("letter.pdf", "message/rfc822")]
    (forwarded,) = message.forwarded
    assert forwarded.message_id == "<letter-1@brookfield-pd.example>"
    assert forwarded.text == "inner words"
    assert "application/pdf" not in message.part_types


def test_a_forwarded_mail_in_base64_is_parsed_all_the_same() -> None:
    part = mails.file(mails.mail(), media_type="message/rfc822", name="letter.eml")
    assert read(mails.multipart([mails.text("fw"), part])).forwarded[0].text == "Please find our letter."


def test_signatures_of_signed_mail_are_no_papers() -> None:
    parts = [mails.text("signed words"), mails.file(b"\x30\x80", media_type="application/pkcs7-signature", name="smime.p7s")]
    message = read(mails.multipart(parts, kind="signed", parameters="; protocol=application/pkcs7-signature"))
    assert (message.text, message.attachments) == ("signed words", ())
    parts[1] = mails.text("-----BEGIN PGP SIGNATURE-----").replace(b"text/plain", b"application/pgp-signature")
    assert read(mails.multipart(parts, kind="signed")).attachments == ()


def test_an_encrypted_mail_keeps_its_octets_and_says_so() -> None:
    parts = [
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
        mails.file(b"-----BEGIN PGP MESSAGE-----", media_type="application/octet-stream", name="encrypted.asc"),
    ]
    message = read(mails.multipart(parts, kind="encrypted"))
    assert [a.filename for a in message.attachments] == ["encrypted.asc"]
    assert "pgp-encrypted" in message.defects


def test_a_calendar_part_is_listed() -> None:
    message = read(
        mails.multipart(
            [mails.text("meet"), b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n"],
            kind="alternative",
        )
    )
    assert [a.media_type for a in message.attachments] == ["text/calendar"]


def test_a_file_uuencoded_into_the_body_is_taken_out() -> None:
    body = "before\r\nbegin 644 letter.pdf\r\n#0V%T\r\n`\r\nend\r\nafter\r\n"
    message = read(mails.mail(body=body))
    assert [(a.filename, a.content) for a in message.attachments] == [("letter.pdf", b"Cat")]
    assert message.text == "before\nafter"


def test_a_multipart_without_its_boundary_is_read_as_text() -> None:
    message = read(mails.mail([("Content-Type", "multipart/mixed")], body="the words"))
    assert message.text == "the words"
    assert "boundary-missing" in message.defects


def test_a_multipart_whose_last_delimiter_is_missing_is_read_to_its_end() -> None:
    raw = mails.multipart([mails.text("words"), mails.file()]).removesuffix(b"--b1--\r\n")
    message = read(raw)
    assert [a.content for a in message.attachments] == [mails.PDF]
    assert "boundary-unclosed" in message.defects


def test_broken_base64_is_decoded_as_far_as_it_goes() -> None:
    part = mails.file().replace(b"==", b"").replace(b"=", b"").rstrip() + b"\r\n!!!\r\n"
    assert read(mails.multipart([mails.text("x"), part])).attachments[0].content.startswith(b"%PDF-1.4")


@pytest.mark.parametrize(
    "declared", ["text", "text/", "/plain", "garbage; charset=x", "text/plain text/html", ";;;", "text/plain; charset"]
)
def test_a_content_type_that_is_none_spoils_nothing(declared: str) -> None:
    message = read(mails.mail([("Content-Type", declared)]))
    assert message.text == "Please find our letter." or message.attachments


def test_file_names_are_decoded_in_every_way_mailers_write_them() -> None:
    parts = [
        mails.file(name="=?utf-8?q?Pe=C3=B1a.pdf?="),
        mails.file(name="").replace(b"attachment", b"attachment; filename*=utf-8''Pe%C3%B1a.pdf"),
        mails.file(name="").replace(b"attachment", b"attachment; filename*0*=utf-8''Pe%C3%B1;\r\n filename*1=a.pdf"),
        mails.file(disposition=None, extra='; name="Pe\u00f1a.pdf"'),
    ]
    message = read(mails.multipart(parts))
    assert [a.filename for a in message.attachments] == ["Peña.pdf"] * 4


def test_flowed_lines_are_joined() -> None:
    body = "one \r\ntwo\r\n> quoted \r\n> more\r\n-- \r\nPat\r\n"
    message = read(mails.mail([("Content-Type", "text/plain; format=flowed")], body=body))
    assert message.text == "one two\n> quoted more\n-- \nPat"


def test_returned_headers_are_kept_like_a_forwarded_mail() -> None:
    returned = b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <a@b.example>\r\nX-Intake-Reply: t\r\n"
    message = read(mails.multipart([mails.text("bounced"), returned], kind="report"))
    assert message.forwarded[0].message_id == "<a@b.example>"
    assert message.attachments == ()


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n\r\n", b"\x00\x01\x02\xff" * 50, b"just words\r\n\r\nand more", b"Foo: bar\r\n\r\nx", b"%PDF-1.4\n"]
)
def test_octets_that_are_no_mail_are_unreadable(raw: bytes) -> None:
    with pytest.raises(errors.UnreadableMail):
        parser.parse(raw)


def test_a_mail_over_the_bound_is_unreadable() -> None:
    with pytest.raises(errors.UnreadableMail, match="at most 100"):
        parser.parse(mails.mail(), Limits(raw_bytes=100))


def test_a_fault_of_ours_is_told_as_an_unreadable_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(parser, "read", fault)
    with pytest.raises(errors.UnreadableMail, match="ZeroDivisionError"):
        parser.parse(mails.mail())
