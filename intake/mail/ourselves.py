"""Signs that a mail is our own, or answers one of ours. In: a Message and who we are. Out: signs. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from intake.mail import lists, thread
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses, Sign, Weight

REPLY_FIELD: Final = "x-intake-reply"
"""The field that each reply of ours bears, in lower case."""
HOPS: Final = 50
"""More Received lines than any honest way has (RFC 5321 6.3)."""
PASSES: Final = 3
"""So often through one of our own servers, and the mail goes round."""
_BY: Final = re.compile(r"\bby\s+([A-Za-z0-9._-]{1,255})")


def own_address(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A11: our own address as author, sender, return path or in X-Loop, whatever case and +tag."""
    through_list = lists.by_own_list(message, own)
    if any(own.has(one.address) for one in message.from_):
        # Groups rewrite the author of a strict domain to their own address and keep the true one beside it.
        original = message.header("x-original-sender") or message.header("x-original-from") or ""
        if through_list and original and not own.has(original.strip("<> ")):
            yield Sign(
                "rewritten-author", Weight.HOLD, "Our own group put its address in place of the author's; a person must look.", "doubt"
            )
        else:
            yield Sign("own-address", Weight.NEVER, "The mail comes from our own address.", "own")
    behind = [] if through_list else [message.sender.address if message.sender else "", message.return_path or ""]
    if any(own.has(one) for one in (*behind, *(value.strip("<> ") for value in message.all_headers("x-loop")))):
        yield Sign("own-sender", Weight.NEVER, "The mail went out through our own address before (Sender, Return-Path or X-Loop).", "own")


def own_letter(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A11: a reply of ours came back whole: it bears our own field or our own kind of Message-ID. In another's mail a person looks."""
    if message.header(REPLY_FIELD) is not None or (message.message_id and thread.token_of(message.message_id)):
        if any(own.has(one.address) for one in message.from_) or message.header("auto-submitted"):
            yield Sign("own-letter", Weight.NEVER, "The mail is a reply of ours that came back.", "own")
        else:
            yield Sign("borrowed-marks", Weight.HOLD, "Somebody else's mail bears the marks of a reply of ours.", "doubt")


def answers_us(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A12: it names one of our replies. Whether that reply is on record the ledger knows; with an automatic subject it is a robot's."""
    if thread.tokens(message):
        yield Sign("answers-our-reply", Weight.NOTE, "The mail answers a reply of ours.", "own")


def own_domain(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """D17: a colleague."""
    if any(own.has_domain(one.address) and not own.has(one.address) for one in message.from_):
        yield Sign("own-domain", Weight.NOTE, "The mail comes from the office's own domain.", "own")


def hops(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A18: too many Received lines, or our own server in them again and again."""
    received = message.all_headers("received")
    if len(received) > HOPS:
        yield Sign("too-many-hops", Weight.HOLD, "The mail went through too many servers; it may go round.", "doubt")
    by = [found[1].lower().rstrip(".") for found in map(_BY.search, received) if found]
    if any(by.count(ours) >= PASSES for ours in own.received_by):
        yield Sign("came-round", Weight.HOLD, "The mail passed our own server several times; it may go round.", "doubt")


RULES: Final = (own_address, own_letter, answers_us, own_domain, hops)
