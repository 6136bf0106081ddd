"""Where an answer would go, and what speaks against it. In: a Message. Out: an address, and signs. Pure. RFC 3834 4.

The service answers the author (From) where there is exactly one and the return path agrees with it; never Reply-To, never Sender.
"""

import re
from collections.abc import Iterator
from typing import Final

from intake.mail import address, lists, organisation
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses, Sign, Weight

_SRS0: Final = re.compile(r"(?:.*\+)?srs(?:0[=+-][^=]*=[^=]*=|=[^=]*=[^=]*=)([^=]+)=(.+)", re.IGNORECASE)
_SRS1: Final = re.compile(r"srs1[=+-].*==[^=]*=[^=]*=([^=]+)=(.+)", re.IGNORECASE)
_CAPPED: Final = frozenset({"parts-capped", "depth-capped", "headers-capped", "addresses-capped", "header-capped", "text-capped"})


def of(message: Message) -> str | None:
    """The one address an automatic answer may go to, its domain in A-labels; None where there is none. Signs may still forbid it."""
    author = message.from_address
    return address.destination(author.address) if author and len(message.from_) == 1 else None


def author(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A14, B3: no author, an empty group, several authors. B5, B6: an address a machine must not write to."""
    usable = [one for one in message.from_ if one.address]
    if not usable:
        yield Sign("no-author", Weight.HOLD, "The mail names no author with an address.", "destination")
    elif len(message.from_) > 1:
        yield Sign("several-authors", Weight.HOLD, "The mail names several authors.", "destination")
    elif address.destination(usable[0].address) is None:
        yield Sign("unsafe-address", Weight.HOLD, "The author's address is of a form that is not written to automatically.", "destination")


def return_path(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """B1: the return path must agree with the author by domain, or be the SRS, BATV or VERP form of it, or be absent (D16)."""
    path = message.return_path
    if path is None:
        yield Sign("no-return-path", Weight.NOTE, "The mail server did not record the return path; it should.", "doubt")
        return
    one = message.from_address
    if path and one and not agrees(path, one.address) and not lists.by_own_list(message, own):
        yield Sign("return-path-elsewhere", Weight.HOLD, "The return path names another domain than the author.", "destination")


def agrees(path: str, author_address: str) -> bool:
    """Whether a return path is the author's, or one that a forwarder or a mail service made from it."""
    domain = author_address.rpartition("@")[2].lower()
    local, _, path_domain = path.rpartition("@")
    if organisation.same(path_domain, domain):
        return True
    rewritten = _SRS1.fullmatch(local) or _SRS0.fullmatch(local)
    if rewritten:
        return organisation.same(rewritten[1].lower(), domain)
    # VERP of services that write for the author: the author's address stands in the local part with = for @.
    return author_address.replace("@", "=").lower() in local.lower()


def reply_to(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """B2, D12: answers are wanted elsewhere than at the author's organisation. Nothing is ever sent there by machine."""
    one = message.from_address
    if one and any(other.address and not organisation.same(other.domain, one.domain) for other in message.reply_to):
        if lists.by_own_list(message, own) and all(own.has(other.address) for other in message.reply_to if other.address):
            return
        yield Sign("reply-to-elsewhere", Weight.HOLD, "The mail asks for answers at another domain than the author's.", "destination")


def addressed(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A15: a service mailbox also answers Bcc; a mail addressed only to strangers is looked at."""
    named = [one.address for one in (*message.to, *message.cc) if one.address]
    if not named:
        yield Sign("blind-copy", Weight.NOTE, "The mail names no recipient; we were in blind copy.", "doubt")
        return
    if any(own.has(one) for one in named) or lists.by_own_list(message, own):
        return
    if not any(own.has(value.strip("<> ")) for value in message.all_headers("resent-to")):
        yield Sign("not-addressed-to-us", Weight.HOLD, "The mail is addressed to others and not to us.", "doubt")


def malformed(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A14: so much is broken or too large that not all of it was read."""
    if _CAPPED.intersection(message.defects):
        yield Sign("not-all-read", Weight.HOLD, "The mail is larger or deeper than we read; a person must look at the rest.", "doubt")


RULES: Final = (author, return_path, reply_to, addressed, malformed)
