"""The threads a mail belongs to. In: Message-IDs and addresses. Out: our tokens, made and found again. Pure.

A reply of ours bears its token twice: in its Message-ID, which answers quote in In-Reply-To and References, and as a +tag of the address
that answers and bounces go to. The subject never joins anything.
"""

import re
from typing import Final

from intake.mail.message import Message

TOKEN: Final = re.compile(r"[a-z0-9]{20,64}")
"""Tokens are unguessable; shorter tags are people's own."""
_OURS: Final = re.compile(r"<intake\.([a-z0-9]{20,64})@[^<>@\s]+>", re.IGNORECASE)
_TAG: Final = re.compile(r"[^@]+\+([a-z0-9]{20,64})@[^@]+", re.IGNORECASE)
_BOUND: Final = 200
_DELIVERED: Final = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


def message_id(token: str, domain: str) -> str:
    """The Message-ID of a mail of ours."""
    return f"<intake.{token}@{domain}>"


def token_of(identifier: str) -> str | None:
    """The token in a Message-ID of ours, else None."""
    found = _OURS.fullmatch(identifier.strip())
    return found[1].lower() if found else None


def tokens_in(text: str) -> tuple[str, ...]:
    """The tokens of all our Message-IDs that stand in a text (a returned header, a quoted one)."""
    return tuple(dict.fromkeys(found[1].lower() for found in _OURS.finditer(text)))[:_BOUND]


def tagged(address: str, token: str) -> str:
    """Our address with the token as its +tag: `intake@x` -> `intake+TOKEN@x`; an address that has a tag loses it."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}+{token}@{domain}"


def tag_of(address: str) -> str | None:
    """The token in the +tag of an address, else None. Whether the address is ours is the caller's to know."""
    found = _TAG.fullmatch(address.strip())
    return found[1].lower() if found else None


def answered_ids(message: Message) -> tuple[str, ...]:
    """The ids this mail answers, nearest first: In-Reply-To, then References from the last to the first."""
    return tuple(dict.fromkeys((*message.in_reply_to, *reversed(message.references))))[:_BOUND]


def tokens(message: Message) -> tuple[str, ...]:
    """Every token of ours that the mail bears as an answer: in the ids it answers and in the addresses it was sent to, nearest first."""
    by_id = (token_of(one) for one in answered_ids(message))
    sent_to = [one.address for one in (*message.to, *message.cc)]
    delivered = (value for name in _DELIVERED for value in message.all_headers(name))
    by_tag = (tag_of(one.strip("<> ")) for one in (*sent_to, *delivered))
    return tuple(dict.fromkeys(token for token in (*by_id, *by_tag) if token))[:_BOUND]
