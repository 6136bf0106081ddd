"""One letter sent twice says the very same; one word, name or file more, and it is another letter."""

import base64
import quopri
from collections.abc import Sequence

import pytest

from intake.mail import parser, saying
from tests.corpus import mails
from tests.corpus.mails import CHIEF, file, mail, multipart, nested, text

WORDS = "Dear office,\r\n\r\nthe Brookfield Police Department of Café County applies to the 287(g) program.\r\n\r\nPat Doe\r\n"
HTML = "<p>Dear office,</p>\r\n<p>the Brookfield Police Department applies.</p>"
OTHER_PDF = mails.PDF + b"%\n"
SENT_AGAIN = (("Message-ID", "<letter-2@brookfield-pd.example>"), ("Date", "Tue, 24 Nov 2026 16:20:00 -0500"))


def said(raw: bytes) -> str:
    return saying.digest(parser.parse(raw))


def encoded(words: str, way: str) -> bytes:
    octets = words.encode()
    body = base64.encodebytes(octets) if way == "base64" else quopri.encodestring(octets)
    return f"Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: {way}\r\n\r\n".encode() + body.replace(b"\n", b"\r\n")


def letter(words: str = WORDS, *files: bytes, extra: Sequence[tuple[str, str]] = (), boundary: str = "b1") -> bytes:
    return multipart([text(words), *files], extra=extra, boundary=boundary)


def named(name: str, address: str = CHIEF) -> tuple[tuple[str, str], ...]:
    return (("From", f"{name} <{address}>"),)


LETTER = letter(WORDS, file())


@pytest.mark.parametrize(
    "again",
    [
        letter(WORDS, file(), extra=SENT_AGAIN),
        letter(WORDS, file(), extra=(("Subject", "=?utf-8?q?Letter_of_interest=2C_Brookfield_Police_Department?="),)),
        letter(WORDS, file(), extra=(("To", "Program Office <intake+abc@office.example>"), ("Cc", "clerk@brookfield-pd.example"))),
        letter(WORDS, file(), extra=(("X-Spam-Status", "No"), ("Received", "from a by b; Tue, 24 Nov 2026 16:20:01 -0500"))),
        letter(WORDS.replace("\r\n\r\n", "\r\n \r\n\r\n").replace("applies to", "applies\r\n\tto\xa0"), file()),
        letter(f"\r\n\r\n  {WORDS}\r\n\r\n", file()),
        letter(WORDS, file(name="renamed by the relay.pdf", extra="; x-relay=1"), boundary="=_of_a_relay"),
        multipart([encoded(WORDS, "base64"), file()]),
        multipart([encoded(WORDS, "quoted-printable"), file()]),
        LETTER.replace(b"\r\n", b"\n"),
    ],
    ids=[
        "id and date", "subject encoded", "to and copy", "trace", "lines broken anew", "empty lines", "parts named anew", "base64",
        "quoted-printable", "line ends",
    ],
)  # fmt: skip
def test_one_letter_sent_again_or_rendered_anew_by_a_server_says_the_same(again: bytes) -> None:
    assert said(again) == said(LETTER) != ""


@pytest.mark.parametrize(
    "other",
    [
        letter(WORDS.replace("applies", "applies again"), file()),
        letter(WORDS.replace("Brookfield", "Brookdale"), file()),
        letter(WORDS.replace("applies", "APPLIES"), file()),
        letter(f"{WORDS}\r\n> I will bomb your office.\r\n", file()),
        letter(WORDS, file(), extra=(("Subject", "Letter of interest, Brookdale Police Department"),)),
        letter(WORDS, file(OTHER_PDF)),
        letter(WORDS),
        letter(WORDS, file(), file(OTHER_PDF, name="agreement.pdf")),
        letter(WORDS, file(), file()),
        letter(WORDS, file(), extra=(("In-Reply-To", "<r1@office.example>"),)),
        letter(WORDS, file(), nested(mail())),
    ],
    ids=[
        "word", "agency", "capitals", "quotation", "subject", "other file", "no file", "file more", "file twice", "answers",
        "mail inside",
    ],
)  # fmt: skip
def test_a_word_a_file_a_subject_or_an_agency_more_is_another_letter(other: bytes) -> None:
    assert said(other) != said(LETTER)


def test_the_author_counts_with_his_name_and_his_address() -> None:
    written = [named("Pat Doe"), named("Kim Roe"), named("Pat Doe", "clerk@brookfield-pd.example"), named("")]
    assert len({said(letter(extra=author)) for author in written}) == len(written)


def test_the_order_in_which_a_program_attaches_the_files_is_no_difference() -> None:
    one, two = file(), file(OTHER_PDF, name="agreement.pdf")
    assert said(letter(WORDS, one, two)) == said(letter(WORDS, two, one))


def test_what_the_html_says_counts_although_the_plain_text_beside_it_is_the_same() -> None:
    def both(html: str) -> str:
        return said(multipart([text(WORDS), text(html, kind="html")], kind="alternative"))

    assert both(HTML) == said(multipart([text(WORDS), text(HTML, kind="html")], kind="alternative", extra=SENT_AGAIN, boundary="b9"))
    assert both(HTML) != both(HTML.replace("applies", "withdraws"))


def test_of_two_mails_that_pass_one_on_the_mail_inside_counts() -> None:
    one, two = nested(mail(body="We apply.\r\n")), nested(mail(body="We withdraw.\r\n"))
    assert said(letter("For you.\r\n", one)) == said(letter("For you.\r\n", one, extra=SENT_AGAIN, boundary="b9"))
    assert said(letter("For you.\r\n", one)) != said(letter("For you.\r\n", two))


def test_a_word_that_moves_from_the_subject_into_the_text_is_another_letter() -> None:
    assert said(mail((("Subject", "Form 94"),), body=".")) != said(mail((("Subject", "Form 9"),), body="4."))


@pytest.mark.parametrize("words", ["", " \r\n\t\r\n"])
def test_a_mail_without_words_says_nothing_that_another_could_repeat(words: str) -> None:
    assert said(letter(words, file())) == ""
