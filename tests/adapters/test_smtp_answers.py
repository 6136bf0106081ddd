"""Words of servers and addresses of letters, whatever is in them."""

import re
import socket
import ssl

import aiosmtplib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import errors
from intake.adapters import smtp_answers, smtp_connection
from intake.adapters.smtp_answers import Stage
from intake.mail.delivery import Deferred, Failed


@given(st.text(max_size=600))
def test_a_servers_text_is_one_bounded_printable_line_that_can_be_stored(text: str) -> None:
    for kept in (smtp_answers.words(text), smtp_answers.plain(text)):
        assert kept.isprintable()
        assert len(kept) <= smtp_answers.MAX_ACCEPTED_WORDS
        kept.encode("utf-8")


def test_text_of_broken_octets_can_be_stored() -> None:
    assert smtp_answers.plain("queued \udce9\udce8 as\r\n A1\x00").encode("utf-8").startswith(b"queued")


@given(st.emails())
def test_an_address_is_never_repeated(address: str) -> None:
    assert address not in smtp_answers.words(f"5.1.1 <{address}>: unknown user {address}")


@given(st.integers(-1, 1000), st.text(max_size=60), st.sampled_from(list(Stage)))
def test_only_a_code_of_the_fifth_hundred_is_final(code: int, text: str, stage: Stage) -> None:
    outcome = smtp_answers.refusal(code, text, stage)
    assert isinstance(outcome, Failed) is (500 <= code < 600)


@pytest.mark.parametrize(
    ("code", "text", "stage", "blamed"),
    [
        (550, "5.1.1 unknown", Stage.RECIPIENT, True),
        (550, "no such user", Stage.RECIPIENT, True),
        (552, "5.2.2 over quota", Stage.RECIPIENT, True),
        (554, "5.7.1 relay access denied", Stage.RECIPIENT, False),
        (550, "5.7.1 blocked", Stage.RECIPIENT, False),
        (550, "5.1.1 unknown", Stage.LETTER, True),
        (550, "content refused", Stage.LETTER, False),
        (550, "5.1.8 bad sender", Stage.SENDER, False),
    ],
)
def test_the_address_is_blamed_only_where_the_server_blames_it(code: int, text: str, stage: Stage, blamed: bool) -> None:
    outcome = smtp_answers.refusal(code, text, stage)
    assert isinstance(outcome, Failed)
    assert outcome.recipient is blamed


def test_a_name_that_nobody_knows_is_waited_for() -> None:
    fault = aiosmtplib.SMTPConnectError("Error connecting to mail.office.example on port 25")
    fault.__cause__ = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    told = smtp_answers.connection_error(fault, Stage.GREETING)
    assert isinstance(told, errors.TransportUnreachable)
    assert str(told) == "The server cannot be reached: its name is not known (Name or service not known)"


def test_a_line_lost_while_tls_is_set_up_is_waited_for_and_no_persons_business() -> None:
    fault = aiosmtplib.SMTPConnectError("x")
    fault.__cause__ = ssl.SSLEOFError(8, "EOF occurred in violation of protocol")
    assert isinstance(smtp_answers.connection_error(fault, Stage.GREETING), smtp_answers.LineLost)


def test_a_banner_that_refuses_for_good_needs_a_person() -> None:
    fault = aiosmtplib.SMTPConnectResponseError(554, "5.7.1 your network is not wanted here")
    assert isinstance(smtp_answers.connection_error(fault, Stage.GREETING), errors.TransportRefused)


def test_a_greeting_that_asks_to_come_back_keeps_its_code() -> None:
    told = smtp_answers.connection_error(aiosmtplib.SMTPConnectResponseError(421, "4.3.2 busy"), Stage.GREETING)
    assert isinstance(told, smtp_answers.ServerSaidLater)
    assert (told.code, told.throttled) == (421, True)


def test_putting_off_says_where_and_what() -> None:
    assert smtp_answers.refusal(451, "4.3.0 try later", Stage.LETTER) == Deferred(
        "The server asked us to try later after the letter: 451 4.3.0 try later", code=451
    )


@given(st.binary(max_size=400))
def test_a_letter_on_the_wire_ends_once_and_comes_back_whole(raw: bytes) -> None:
    wire = smtp_connection.on_the_wire(raw)
    assert wire.endswith(b"\r\n.\r\n")
    assert b"\r\n.\r\n" not in wire[:-1]
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", wire)
    crlf = re.sub(rb"\r\n|\n|\r", b"\r\n", raw)
    assert _unstuffed(wire) == (crlf if crlf.endswith(b"\r\n") else crlf + b"\r\n")


def _unstuffed(wire: bytes) -> bytes:
    lines = wire[: -len(b".\r\n")].split(b"\r\n")
    return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)


@given(st.text(max_size=150))
def test_an_envelope_id_is_printable_ascii_of_bounded_length_without_the_signs_of_its_own_code(text: str) -> None:
    coded = smtp_answers.xtext(text)
    assert len(coded) <= smtp_answers.MAX_ENVID
    assert re.fullmatch(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})*", coded)


def test_a_plain_envelope_id_stays_as_it_is() -> None:
    assert smtp_answers.xtext("reply-42.ab") == "reply-42.ab"
