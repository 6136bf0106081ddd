"""Our tokens are made and found again."""

from intake.mail import parser, thread
from intake.mail.limits import Limits
from tests.corpus import mails

TOKEN = "k3n5p7q9r2s4t6v8w2x4y6z8"


def test_a_message_id_of_ours_gives_its_token_back() -> None:
    made = thread.message_id(TOKEN, "office.example")
    assert made == f"<intake.{TOKEN}@office.example>"
    assert thread.token_of(made) == TOKEN
    assert thread.token_of(made.upper()) == TOKEN
    for foreign in (
        "<letter-1@x.example>",
        f"<other.{TOKEN}@office.example>",
        "<intake.short@office.example>",
        "",
        f"intake.{TOKEN}@office.example",
    ):
        assert thread.token_of(foreign) is None


def test_a_tagged_address_gives_its_token_back() -> None:
    assert thread.tagged("intake@office.example", TOKEN) == f"intake+{TOKEN}@office.example"
    assert thread.tagged("intake+old@office.example", TOKEN) == f"intake+{TOKEN}@office.example"
    assert thread.tag_of(f"Intake+{TOKEN.upper()}@office.example") == TOKEN
    assert thread.tag_of("intake+moa@office.example") is None
    assert thread.tag_of("intake@office.example") is None


def test_the_tokens_of_an_answer_come_from_ids_and_addresses_nearest_first() -> None:
    other, third = "a" * 24, "b" * 24
    raw = mails.mail(
        [
            ("In-Reply-To", thread.message_id(TOKEN, "office.example")),
            ("References", f"<x@y.example>\r\n {thread.message_id(other, 'office.example')} <z@y.example>"),
            ("To", f"Office <intake+{third}@office.example>"),
        ]
    )
    message = parser.read(raw, Limits())
    assert thread.tokens(message) == (TOKEN, other, third)
    assert thread.answered_ids(message)[1] == "<z@y.example>"


def test_references_past_the_bound_keep_the_first_and_the_last() -> None:
    ids = [f"<{n}@y.example>" for n in range(500)]
    message = parser.read(mails.mail([("References", "\r\n ".join(ids))]), Limits())
    assert len(message.references) == Limits().message_ids
    assert (message.references[0], message.references[-1]) == (ids[0], ids[-1])


def test_a_subject_joins_nothing() -> None:
    message = parser.read(mails.mail([("Subject", f"Re: {thread.message_id(TOKEN, 'office.example')}")]), Limits())
    assert thread.tokens(message) == ()
