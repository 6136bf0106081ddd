"""Replies as octets: what the rules ask for, read back the same by the standard parser and by ours."""

import email
import email.policy
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail import bounces, compose, loops, parser, thread
from intake.mail.compose import Outgoing
from intake.mail.limits import Limits
from intake.mail.message import Address
from tests.corpus import mails

TOKEN = "k3n5p7q9r2s4t6v8w2x4y6z8"
OUR_ID = thread.message_id(TOKEN, "office.example")


def outgoing(**changes: object) -> Outgoing:
    values: dict[str, object] = {
        "from_": Address("Program Office Intake", mails.OFFICE),
        "to": mails.CHIEF,
        "reply_to": thread.tagged(mails.OFFICE, TOKEN),
        "subject": "We received your letter (reference KX7-29M)",
        "text": "We received your letter.\n\nReference: KX7-29M\n",
        "html": "<p>We received your letter.</p>\n<p>Reference: KX7-29M</p>\n",
        "date": datetime(2026, 11, 24, 15, 42, tzinfo=UTC),
        "message_id": OUR_ID,
        "token": TOKEN,
        "in_reply_to": "<letter-1@brookfield-pd.example>",
    }
    return Outgoing(**(values | changes))  # type: ignore[arg-type]


def test_a_machines_reply_bears_every_mark() -> None:
    message = email.message_from_bytes(compose.compose(outgoing()), policy=email.policy.default)
    expected = {
        "From": f"Program Office Intake <{mails.OFFICE}>",
        "To": mails.CHIEF,
        "Reply-To": f"intake+{TOKEN}@office.example",
        "Subject": "We received your letter (reference KX7-29M)",
        "Date": "Tue, 24 Nov 2026 15:42:00 +0000",
        "Message-ID": OUR_ID,
        "In-Reply-To": "<letter-1@brookfield-pd.example>",
        "References": "<letter-1@brookfield-pd.example>",
        "Auto-Submitted": "auto-replied",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
        "X-Intake-Reply": TOKEN,
        "Content-Language": "en",
        "MIME-Version": "1.0",
    }
    assert {name: str(message[name]) for name in expected} == expected
    assert message.get_content_type() == "multipart/alternative"
    assert len(set(message.keys())) == len(message.keys())
    assert not {"Cc", "Bcc"} & set(message.keys())
    assert not message.defects


def test_a_persons_reply_bears_no_mark_of_a_machine() -> None:
    message = email.message_from_bytes(compose.compose(outgoing(automatic=False)))
    assert not {"Auto-Submitted", "Precedence", "X-Auto-Response-Suppress"} & set(message.keys())
    assert message["X-Intake-Reply"] == TOKEN


def test_our_own_rules_know_a_reply_of_ours() -> None:
    found = loops.signs(parser.read(compose.compose(outgoing()), Limits()), own=loops.OwnAddresses(frozenset({mails.OFFICE})))
    assert found.has("own-letter")
    assert found.has("own-address")


def test_a_bounced_reply_of_ours_is_tied_to_it() -> None:
    returned = compose.compose(outgoing())
    found = bounces.read(parser.read(mails.delivery_report(recipient=mails.CHIEF, returned=returned), Limits()))
    assert found is not None
    assert (found.token, found.original_message_id) == (TOKEN, OUR_ID)


def test_the_same_reply_gives_the_same_octets() -> None:
    assert compose.compose(outgoing()) == compose.compose(outgoing())


def test_without_an_id_to_answer_there_are_no_thread_fields() -> None:
    for unclean in (
        None,
        "",
        "no angles",
        "<a b@x.example>",
        "<a@x.example>\r\nBcc: v@y.example",
        "<é@x.example>",
        f"<{'a' * 2000}@x.example>",
    ):
        message = email.message_from_bytes(compose.compose(outgoing(in_reply_to=unclean, references=("<a@x.example>",))))
        assert message["In-Reply-To"] is None
        assert message["References"] is None


def test_references_are_cut_to_the_bound_keeping_the_first_and_the_nearest() -> None:
    references = tuple(f"<{n:04}.letter@brookfield-pd.example>" for n in range(200))
    raw = compose.compose(outgoing(references=(*references, "broken", "<letter-1@brookfield-pd.example>")))
    field = re.search(rb"^References:(?:.*\r\n(?: .*\r\n)*)", raw, re.MULTILINE)
    assert field is not None
    assert len(field[0]) <= compose.REFERENCES_CHARS + 2
    ids = parser.read(raw, Limits()).references
    assert (ids[0], ids[-2], ids[-1]) == (references[0], references[-1], "<letter-1@brookfield-pd.example>")


@pytest.mark.parametrize(
    "subject",
    [
        "a\r\nBcc: victim@elsewhere.example",
        "a\0b\x1b[31m",
        "x" * 500,
        "word " * 100,
        "Peña " * 60,
        "警察局" * 100,
        "=?utf-8?q?a?=",
        "",
        " a  b ",
    ],
)
def test_a_subject_is_one_clean_short_line(subject: str) -> None:
    raw = compose.compose(outgoing(subject=subject))
    read = parser.read(raw, Limits()).subject
    assert read == compose.clean_subject(subject)
    assert len(read) <= compose.SUBJECT_CHARS
    assert b"\r\nBcc" not in raw


@pytest.mark.parametrize(
    "to", ["", "a b@x.example", "a@x.example, b@x.example", "a@x.example\r\nBcc: b@x.example", '"q"@x.example', "a@localhost"]
)
def test_a_recipient_that_is_not_one_plain_address_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match="recipient"):
        compose.compose(outgoing(to=to))


@pytest.mark.parametrize(
    "changes", [{"message_id": "x"}, {"message_id": "<a@b>\r\n"}, {"token": "a\r\nb"}, {"reply_to": "nobody"}, {"from_": Address("", "x")}]
)
def test_unfit_ids_and_addresses_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs"):
        compose.compose(outgoing(**changes))


TEXTS = st.text(alphabet=st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), st.sampled_from("\n =.-_")), max_size=400)


@given(TEXTS, st.one_of(st.none(), TEXTS), TEXTS, TEXTS)
def test_what_is_written_is_read_back_by_both_parsers(text: str, html: str | None, subject: str, name: str) -> None:
    raw = compose.compose(outgoing(text=text, html=html, subject=subject, from_=Address(name, mails.OFFICE)))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= compose.BODY_LINE_CHARS
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(len(line) <= compose.LINE_CHARS or b" " not in line.strip() for line in head)

    def same(read: str, written: str) -> bool:
        return read.replace("\r\n", "\n").rstrip("\n") == re.sub(r"\r\n?", "\n", written).rstrip("\n")

    library = email.message_from_bytes(raw, policy=email.policy.default)
    plain = library.get_body(("plain",))
    assert plain is not None
    assert same(plain.get_content(), text)
    rich = library.get_body(("html",))
    assert (rich is None) == (html is None)
    assert rich is None or same(rich.get_content(), html or "")
    assert str(library["Subject"] or "") == compose.clean_subject(subject)

    ours = parser.read(raw, Limits())
    assert ours.subject == compose.clean_subject(subject)
    assert ours.from_[0].address == mails.OFFICE
    assert ours.defects == ()
    assert ours.html is None if html is None else same(ours.html or "", html)
    if text.strip():
        assert ours.text == text.replace("\r", "\n").strip("\n")


@pytest.mark.parametrize(
    "line", ["From here on", ".", "..", "x" * 2000, "trailing ", "--=_intake_" + TOKEN, "--=_intake_" + TOKEN + "--", "Pe\u00f1a " * 300]
)
def test_lines_that_servers_spoil_arrive_unchanged(line: str) -> None:
    raw = compose.compose(outgoing(text=f"before\n{line}\nafter", html=f"<p>\n{line}\n</p>"))
    assert b"\r\nFrom " not in raw.partition(b"\r\n\r\n")[2]
    message = parser.read(raw, Limits())
    assert message.text == f"before\n{line}\nafter"
    assert len(message.part_types) == 3
