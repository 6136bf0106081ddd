"""A mail that somebody passed on, and whose it was. In: a Message and who we are. Out: the inner mail, and how it came. Pure.

Four ways are known: attached (message/rfc822), pasted into the text with its head, redirected with Resent fields (RFC 5322 3.6.6), and by
a rule of the mail server, which looks like one of the first three. Of a chain the mail counts that came from outside.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from intake.mail import address, headers, quotes
from intake.mail.limits import Limits
from intake.mail.message import Address, Message
from intake.mail.sign import OwnAddresses
from intake.security import masking

CHAIN: Final = 6
"""Forwards inside each other that are followed."""
_WORDS: Final = 300
_REPORTS: Final = frozenset({"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"})
_ZONE: Final = re.compile(r"[+-]\d{4}\b|\b(?:GMT|UTC|[ECMP][SD]T)\b")
_LIMITS: Final = Limits()


class Way(StrEnum):
    """How it was passed on."""

    ATTACHED = "attached"
    PASTED = "pasted"
    REDIRECTED = "redirected"


@dataclass(frozen=True, slots=True)
class Forward:
    """`inner` is the mail that was passed on; of a pasted one only what its head and text say. `sent` is its date as it was written."""

    way: Way
    inner: Message
    sent: str
    by: Address | None

    @property
    def author(self) -> Address | None:
        """Who wrote the inner mail."""
        return self.inner.from_address


def of(message: Message, own: OwnAddresses) -> Forward | None:
    """What was passed on, or None. A delivery report returns a mail and passes none on."""
    if message.content_type == "multipart/report" or _REPORTS.intersection(message.part_types):
        return None
    resent = message.header("resent-from")
    if resent is not None:
        by = address.parse(resent, _LIMITS)
        return Forward(Way.REDIRECTED, message, message.header("date") or "", by[0] if by else None)
    found = _one_in(message)
    for _ in range(CHAIN):
        author = found.author if found is not None else None
        if found is None or (author is not None and not (own.has(author.address) or own.has_domain(author.address))):
            break
        deeper = _one_in(found.inner)
        if deeper is None:
            break
        found = deeper
    return found


def written_by(message: Message, author: str) -> Message | None:
    """The mail itself, or the one attached to it, that an address wrote: what an answer to that address answers."""
    levels = [message]
    for _ in range(CHAIN):
        for one in levels:
            if one.from_address is not None and address.same_mailbox(one.from_address.address, author):
                return one
        levels = [inner for one in levels for inner in one.forwarded]
    return None


def _one_in(message: Message) -> Forward | None:
    """One level down. An attached mail is surer than a pasted head; of several attached ones the first that brings papers counts."""
    attached = [one for one in message.forwarded if one.from_address is not None]
    if attached:
        inner = next((one for one in attached if one.attachments), attached[0])
        return Forward(Way.ATTACHED, inner, inner.header("date") or "", message.from_address)
    pasted = quotes.cut(message.text, subject=message.subject).passed_on
    if pasted is None:
        return None
    authors = address.parse(masking.cut(pasted.author, _WORDS), _LIMITS)
    date = headers.date(pasted.date) if _ZONE.search(pasted.date) else None
    inner = replace(
        message,
        message_id=None,
        in_reply_to=(),
        references=(),
        from_=authors[:1],
        sender=None,
        to=(),
        cc=(),
        reply_to=(),
        return_path=None,
        subject=masking.cut(pasted.subject, _WORDS),
        date=date,
        text=pasted.text,
        html=None,
        headers=(),
        forwarded=(),
    )
    return Forward(Way.PASTED, inner, masking.cut(pasted.date, _WORDS), message.from_address)
