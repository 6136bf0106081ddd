"""The same mail rendered anew by a server keeps its identity; another mail has another."""

import base64

from intake.mail import parser
from intake.mail.limits import Limits
from tests.corpus import mails, wrappers


def identity(raw: bytes) -> str:
    return parser.read(raw, Limits()).identity_sha256


PARTS = [mails.text("Dear office,\r\nour letter is attached. "), mails.file()]


def test_other_boundaries_encodings_folding_and_trace_lines_keep_the_identity() -> None:
    first = mails.multipart(PARTS)
    text = b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain;\r\n\tcharset=UTF-8\r\n\r\n"
    text += base64.encodebytes(b"Dear office,\nour letter is\nattached.\n\n")
    file = b"Content-Type: application/pdf; name=letter.pdf\r\nContent-Transfer-Encoding: binary\r\n\r\n" + mails.PDF
    anew = mails.multipart(
        [text, file],
        boundary="other",
        extra=[("From", '"Pat Doe"\r\n <chief@Brookfield-PD.example>'), ("Received", "by mover.office.example; now"), ("X-Moved", "yes")],
    )
    assert identity(first) == identity(anew)


def test_a_date_written_in_another_zone_keeps_the_identity() -> None:
    assert identity(mails.mail()) == identity(mails.mail([("Date", "24 Nov 2026 15:00:00 +0000 (UTC)")]))


def test_another_paper_under_the_same_message_id_is_another_mail() -> None:
    assert identity(mails.multipart(PARTS)) != identity(mails.multipart([PARTS[0], mails.file(mails.PDF + b"1")]))


def test_other_words_message_id_date_or_author_make_another_mail() -> None:
    changed = [
        mails.mail(body="Please find our agreement."),
        mails.mail([("Message-ID", "<letter-2@brookfield-pd.example>")]),
        mails.mail([("Date", "Tue, 24 Nov 2026 10:00:01 -0500")]),
        mails.mail([("From", "sergeant@brookfield-pd.example")]),
    ]
    assert len({identity(raw) for raw in [mails.mail(), *changed]}) == 5


def test_two_mails_without_message_id_differ_by_their_content() -> None:
    without = ["Message-ID"]
    assert identity(mails.mail(without=without)) != identity(mails.mail(without=without, body="other"))


def test_papers_inside_wrappers_count() -> None:
    def wrapped(paper: bytes) -> bytes:
        return mails.multipart([mails.file(wrappers.winmail([("a.pdf", paper)]), media_type="application/ms-tnef", name="winmail.dat")])

    def forwarded(paper: bytes) -> bytes:
        return mails.multipart([mails.nested(mails.multipart([mails.file(paper)], boundary="i"))])

    for wrap in (wrapped, forwarded):
        assert identity(wrap(mails.PDF)) != identity(wrap(mails.PDF + b"1"))
