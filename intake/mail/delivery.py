"""What a server said to a letter of ours. In: SMTP codes and faults. Out: one of five outcomes. Pure.

Sent      the server took it (250 after the final dot)
Deferred  the server or the line said "later" before the body may have gone; safe to try again
Failed    a final no (5yz); a person is told, nothing is tried again
Unsure    the line was lost after the first octet of the body may have gone; never tried again blindly (RFC 1047)
Abandoned our own fence said no (another worker has the row); nothing was sent
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Sent:
    """The server's own words after the final dot."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Try again later. `code` is None where the line failed. `throttled` asks for a pause of the whole transport."""

    why: str
    code: int | None = None
    throttled: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """A final refusal. `recipient` is true where the address itself was refused."""

    why: str
    code: int | None = None
    recipient: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """The letter may or may not have been taken."""

    why: str


@dataclass(frozen=True, slots=True)
class Abandoned:
    """The fence refused: put the work down."""

    why: str


Outcome = Sent | Deferred | Failed | Unsure | Abandoned


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished mail of ours: final octets (CRLF lines), one recipient, fixed Message-ID."""

    envelope_from: str  # "" is the null sender
    recipient: str
    message_id: str
    raw: bytes
    journal: str = ""  # a second RCPT to the office's own journal address; its refusal never stops the letter
    envelope_id: str = ""  # ENVID where DSN is offered


class Stage(StrEnum):
    """How far the conversation with the server had come when it answered or fell silent."""

    CONNECT = "connect"  # greeting, EHLO, STARTTLS
    LOGIN = "login"
    SENDER = "sender"  # MAIL FROM
    RECIPIENT = "recipient"  # RCPT TO
    DATA = "data"  # the DATA command, no octet of the body sent
    BODY = "body"  # from the first octet of the body to the answer to the final dot


_ENHANCED: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_WORDS: Final = 300
"""Characters of a server's answer that are kept."""
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f]+")
_ADDRESS_AT_FAULT: Final = frozenset({"1", "2"})
"""Second number of the enhanced codes that speak of the address and of its mailbox (RFC 3463)."""


def from_code(code: int, text: str, stage: Stage) -> Outcome:
    """What an SMTP answer means for the letter (RFC 5321 4.2, RFC 3463).

    A no to the connection or the log-in says nothing of the letter: it is deferred, and the whole transport pauses.
    """
    why = words(text)
    found = _ENHANCED.search(why)
    enhanced = found.groups() if found else None
    match code // 100:
        case 2 if stage is Stage.BODY:
            return Sent(code, why)
        case 4:
            return Deferred(why, code, throttled=_throttling(code, enhanced) or stage in {Stage.CONNECT, Stage.LOGIN})
        case 5 if stage in {Stage.CONNECT, Stage.LOGIN}:
            return Deferred(why, code, throttled=True)
        case 5:
            return Failed(why, code, recipient=_address_refused(enhanced, stage))
        case _ if stage is Stage.BODY:
            # No server answers a final dot so; whether it keeps the letter nobody can say.
            return Unsure(f"unexpected answer {code} {why}".strip())
        case _:
            return Deferred(f"unexpected answer {code} {why}".strip(), code)


def from_silence(why: str, stage: Stage) -> Outcome:
    """What a lost line or a time-out means: unsure from the first octet of the body on (RFC 1047), else safe to try again."""
    return Unsure(words(why)) if stage is Stage.BODY else Deferred(words(why))


def words(text: str) -> str:
    """A server's answer on one line, cut to a bound."""
    return _CONTROLS.sub(" ", text).strip()[:_WORDS]


def _throttling(code: int, enhanced: tuple[str, ...] | None) -> bool:
    """Whether a 4yz asks for fewer letters or connections: 4.7.x policy limits, and Exchange Online's 4.3.2."""
    if enhanced is None:
        return code == 421
    if enhanced[1:] == ("3", "2"):
        return code in {421, 432, 450, 451, 452}
    return enhanced[1] == "7" and code in {421, 450, 451, 452, 454}


def _address_refused(enhanced: tuple[str, ...] | None, stage: Stage) -> bool:
    if enhanced is None:
        return stage is Stage.RECIPIENT
    return enhanced[1] in _ADDRESS_AT_FAULT and stage in {Stage.RECIPIENT, Stage.BODY}
