"""A letter of ours, and how sending it may end. In: nothing. Out: values that the transports fill. Pure.

Sent      the server took it (250 after the final dot)
Deferred  the server or the line said "later" before the body may have gone; safe to try again
Failed    a final no (5yz); a person is told, nothing is tried again
Unsure    the line was lost after the first octet of the body may have gone; never tried again blindly (RFC 1047)
Abandoned our own fence said no (another worker has the row); nothing was sent
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """The server's own words after the final dot."""

    code: int
    text: str
    refused: tuple[str, ...] = ()  # of the letter's copies


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
    """A finished mail of ours: final octets (CRLF lines), fixed Message-ID. `recipient` is the one whose refusal is the letter's."""

    envelope_from: str  # "" is the null sender
    recipient: str
    message_id: str
    raw: bytes
    journal: str = ""  # a second RCPT to the office's own journal address; its refusal never stops the letter
    copies: tuple[str, ...] = ()  # further RCPTs; the refusal of one stops nothing and is told with Sent
    envelope_id: str = ""  # ENVID where DSN is offered
