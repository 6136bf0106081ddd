"""Signs of mailing lists and bulk mail. In: a Message and our own lists. Out: signs. Pure. RFC 2369, 2919, 5230 4.6.

Where the office's address is itself a list, every letter bears list fields: those of our own lists are no signs.
"""

import re
from collections.abc import Iterator
from typing import Final

from intake.mail import phrases
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses, Sign, Weight

_STANDARD: Final = frozenset({"list-id", "list-help", "list-subscribe", "list-unsubscribe", "list-post", "list-owner", "list-archive"})
_OTHERS: Final = frozenset(
    {"mailing-list", "x-mailing-list", "x-beenthere", "x-mailman-version", "x-google-group-id", "x-listname", "x-list", "x-ml-name"}
)
_IN_ANGLES: Final = re.compile(r"<([^<>]*)>")
_BULK: Final = re.compile(r"\s*(bulk|list|junk)\b", re.IGNORECASE)
_GROUP_TAG: Final = re.compile(r"[^@]+\+bnc[a-z0-9_]+@", re.IGNORECASE)
"""How Google Groups marks the return path of a copy."""


def by_own_list(message: Message, own: OwnAddresses) -> bool:
    """Whether the mail came through one of our own lists, and through no other."""
    ids = [_list_id(value) for value in message.all_headers("list-id")]
    if ids:
        return all(one in own.list_ids for one in ids)
    named = (
        *message.all_headers("x-beenthere"),
        *(value.removeprefix("list").partition(";")[0] for value in message.all_headers("mailing-list")),
    )
    return bool(named) and all(own.has(value.strip()) for value in named)


def _list_id(value: str) -> str:
    found = _IN_ANGLES.search(value)
    return (found[1] if found else value).strip().lower()


def list_fields(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A5: any of the list fields, or those of list software."""
    names = {name.lower() for name, _ in message.headers}
    if names & (_STANDARD | _OTHERS) and not by_own_list(message, own):
        yield Sign("list-field", Weight.NEVER, "The mail came through a mailing list.", "list")


def list_robot(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A4: the addresses of list software, as author, sender or return path."""
    senders = [*message.from_, *([message.sender] if message.sender else [])]
    locals_ = [one.local for one in senders if not own.has(one.address)]
    path = message.return_path or ""
    if path and not by_own_list(message, own):
        locals_.append(path.rpartition("@")[0])
        if _GROUP_TAG.match(path) and not own.has(path):
            yield Sign("list-field", Weight.NEVER, "The mail came through a mailing list.", "list")
    if any(map(phrases.LIST_ROBOT.fullmatch, locals_)):
        yield Sign("list-sender", Weight.NEVER, "The sender is the address of list software.", "list")


def precedence(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A6: bulk, list or junk. A forwarder may have stamped a person's mail with it: an application inside is held."""
    for value in message.all_headers("precedence"):
        found = _BULK.match(value)
        if found and not by_own_list(message, own):
            family = "list" if found[1].lower() == "list" else "automatic"
            yield Sign("precedence", Weight.NEVER, "The mail is marked as bulk, list or junk (Precedence).", family)


RULES: Final = (list_fields, list_robot, precedence)
