"""What an SMTP server's words mean for a letter. In: codes, texts, a library's exceptions. Out: outcomes and errors in our words. Pure.

Nothing that leaves here in a `why` or an error carries an address: servers like to repeat the recipient in their refusals.
"""

import os
import re
import socket
import ssl
from enum import StrEnum
from typing import Final

import aiosmtplib

from intake import errors
from intake.mail.delivery import Deferred, Failed, Letter

MAX_WORDS: Final = 200  # characters of a server's text kept in a reason
MAX_ACCEPTED_WORDS: Final = 500  # characters of the text after the final dot, which may hold a queue id
MAX_ADDRESS: Final = 254  # RFC 5321 4.5.3.1.3, less the angle brackets
MAX_ENVID: Final = 100  # RFC 3461 4.4

_ADDRESS = re.compile(r"<?[^\s<>()\[\]:;,]+@[^\s<>()\[\]:;,]+>?")
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_NOT_IN_PATH = re.compile(r'[\x00-\x20\x7f<>()\[\]\\,;:"]')

# RFC 3463 and the registry after it: these say that the address itself is wrong, shut or full.
_RECIPIENT_STATUS: Final = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.2.2"})
_RECIPIENT_CODES: Final = frozenset({550, 551, 553})
_THROTTLING_CODES: Final = frozenset({421, 432})
_NOT_LOGGED_IN: Final = frozenset({530, 534, 535, 538})


class Stage(StrEnum):
    """Where in the talk an answer came, as said to a person."""

    GREETING = "at the greeting"
    STARTTLS = "when TLS was asked for"
    LOG_IN = "at log-in"
    SENDER = "at the sender's address"
    RECIPIENT = "at the recipient's address"
    DATA = "before the letter"
    LETTER = "after the letter"


class ServerSaidLater(errors.TransportUnreachable):
    """The server answered, and asked us to come back."""

    def __init__(self, why: str, *, code: int | None = None, throttled: bool = False) -> None:
        super().__init__(why)
        self.code = code
        self.throttled = throttled


class LineLost(errors.TransportUnreachable):
    """The connection was lost or fell silent before any octet of a letter went out."""


class LogInRefused(errors.TransportRefused):
    """The server does not take these credentials."""


def words(text: str, limit: int = MAX_WORDS) -> str:
    """A server's text on one line, bounded, without control characters and addresses."""
    return _ADDRESS.sub("(address)", plain(text, limit * 4))[:limit]


def plain(text: str, limit: int = MAX_ACCEPTED_WORDS) -> str:
    """A server's text on one line, bounded, storable: no control characters, no lone surrogates."""
    readable = text[: limit * 2].encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(c if c.isprintable() else " " for c in readable).split())[:limit]


def is_throttling(code: int, text: str) -> bool:
    """Whether the whole transport should pause: 421, 432, or any 4yz with an enhanced status 4.7.x."""
    return code in _THROTTLING_CODES or (400 <= code < 500 and _enhanced(text).startswith("4.7."))


def refusal(code: int, text: str, stage: Stage) -> Deferred | Failed:
    """The outcome of an answer that is no yes. A code outside 4yz and 5yz is put off: it is no final word."""
    said = f"{code} {words(text)}".strip()
    if 500 <= code < 600:
        return Failed(f"The server refused {stage}: {said}", code=code, recipient=_blames_recipient(code, text, stage))
    if 400 <= code < 500:
        return Deferred(f"The server asked us to try later {stage}: {said}", code=code, throttled=is_throttling(code, text))
    return Deferred(f"The server gave an answer that makes no sense {stage}", code=code if 0 < code < 1000 else None)


def asks_for_log_in(code: int) -> bool:
    """Whether a refusal speaks of our credentials and not of the letter (RFC 4954 6)."""
    return code in _NOT_LOGGED_IN


def _blames_recipient(code: int, text: str, stage: Stage) -> bool:
    status = _enhanced(text)
    if status:
        return status in _RECIPIENT_STATUS
    return stage is Stage.RECIPIENT and code in _RECIPIENT_CODES


def _enhanced(text: str) -> str:
    found = _ENHANCED.match(text)
    return found.group(1) if found else ""


def connection_error(exc: BaseException, stage: Stage) -> errors.IntakeError:
    """A fault while a connection was made, as the error a caller can act on: wait, or ask a person."""
    cause = exc.__cause__ if isinstance(exc, aiosmtplib.SMTPConnectError) and isinstance(exc.__cause__, ssl.SSLError) else exc
    if isinstance(cause, ssl.SSLCertVerificationError):
        return errors.TransportRefused(
            f"The server's certificate is not trusted: {words(cause.verify_message)}. Nothing is sent until it is."
        )
    if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return LineLost("The connection was lost while TLS was set up")
    if isinstance(cause, ssl.SSLError):
        return errors.TransportRefused(
            f"TLS could not be set up with the server ({words(cause.reason or 'no reason given')}): check port and security"
        )
    if isinstance(exc, aiosmtplib.SMTPAuthenticationError) and exc.code >= 500:
        return LogInRefused(f"The server refused our log-in: {exc.code} {words(exc.message)}. Check user and password or token.")
    if isinstance(exc, aiosmtplib.SMTPResponseException):
        return _answered(exc, stage)
    if isinstance(exc, TimeoutError):
        return LineLost(f"The server did not answer in time {stage}")
    if isinstance(exc, OSError):
        return LineLost(f"The server cannot be reached: {_system_words(exc)}")
    return errors.TransportRefused(f"The server cannot be used {stage}: {words(str(exc))}")


def _answered(exc: aiosmtplib.SMTPResponseException, stage: Stage) -> errors.IntakeError:
    match refusal(exc.code, exc.message, stage):
        case Failed(why=why):
            return errors.TransportRefused(why)
        case Deferred(why=why, code=code, throttled=throttled):
            return ServerSaidLater(why, code=code, throttled=throttled)


def _system_words(exc: BaseException) -> str:
    """The operating system's words for the first fault of a chain, without host and port."""
    while exc.__cause__ is not None:
        exc = exc.__cause__
    if isinstance(exc, socket.gaierror):
        return f"its name is not known ({words(exc.strerror or 'no reason given')})"
    if isinstance(exc, OSError) and exc.errno:
        return os.strerror(exc.errno)
    return "the connection was lost"


def flaw(letter: Letter) -> Failed | None:
    """Why a letter's addresses cannot stand on a command line, or None. One plain address, no route, quote or display name (rule B5)."""
    if not _is_path(letter.recipient):
        return Failed("The recipient's address cannot be used in an envelope", recipient=True)
    if letter.envelope_from and not _is_path(letter.envelope_from):
        return Failed("The envelope sender cannot be used in an envelope")
    if not letter.raw:
        return Failed("The letter is empty")
    return None


def _is_path(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    if not local or not domain or "@" in local or "%" in local or _NOT_IN_PATH.search(address):
        return False
    try:
        return len(address.encode("utf-8")) <= MAX_ADDRESS
    except UnicodeEncodeError:  # a lone surrogate
        return False


def xtext(text: str) -> str:
    """RFC 3461 4: the form of a value in ENVID. Cut to the hundred characters it allows."""
    out = ""
    for char in text.encode("utf-8", "replace"):
        piece = chr(char) if 33 <= char <= 126 and char not in b"+=" else f"+{char:02X}"
        if len(out) + len(piece) > MAX_ENVID:
            break
        out += piece
    return out
