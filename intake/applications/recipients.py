"""To whom a person's answer may go. In: a letter's mail, who is on record, our own addresses. Out: known addresses, each with why. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from intake.applications import submission
from intake.applications.decision import Office
from intake.mail import address, phrases
from intake.mail.message import Message

MOST: Final = 40
MOST_ADDRESSED: Final = 20
"""Addresses that one answer may go to."""
_NEVER: Final = (phrases.NO_REPLY, phrases.DAEMON, phrases.BOUNCER, phrases.LIST_ROBOT)


@dataclass(frozen=True, slots=True)
class Known:
    """An address that an answer may go to. `name` is the mail's word. `usual`: it is asked for at first."""

    address: str
    name: str
    why: str
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """What the ledger knows of those around a letter."""

    sender: str
    sender_name: str = ""
    author: str = ""  # of a mail that one of our own passed on: the inner one
    people: tuple[str, ...] = ()  # on the application
    contacts: tuple[str, ...] = ()  # named as contacts in the papers


def known(circle: Circle, message: Message | None, office: Office) -> tuple[Known, ...]:
    """Everyone an answer may go to, the correspondent first; never ourselves, a machine or a list. `message` None: its bytes are gone."""
    found: dict[str, Known] = {}
    for each in _candidates(circle, message, office):
        plain = address.destination(each.address.strip())
        if plain is None or refusal(plain, office, message) or address.normal(plain) in found:
            continue
        found[address.normal(plain)] = Known(plain, each.name, each.why, each.usual and not any(k.usual for k in found.values()))
    return tuple(found.values())[:MOST]


def _candidates(circle: Circle, message: Message | None, office: Office) -> Iterator[Known]:
    if circle.author:
        yield Known(circle.author, "", "wrote the mail that was passed on to us", usual=True)
    if message is not None:
        for one in message.from_:
            yield Known(one.address, one.name, "wrote this letter", usual=True)
    yield Known(circle.sender, circle.sender_name, "wrote this letter", usual=True)
    if message is not None:
        for one in message.reply_to:
            yield Known(one.address, one.name, "the letter asks for answers there")
        for one in message.to:
            yield Known(one.address, one.name, "the letter was addressed to them too")
        for one in message.cc:
            yield Known(one.address, one.name, "had a copy of the letter")
    for person in circle.contacts:
        yield Known(person, "", "named as a contact in the papers")
    for person in circle.people:
        yield Known(person, "", "is on record with this application")


def refusal(one: str, office: Office, message: Message | None = None) -> str:
    """Why an answer must not go there, in words for staff; "" where it may. `message` is the letter that is answered."""
    plain = address.destination(one.strip())
    if plain is None:
        return "this is no address that can be written to"
    if submission.is_ours(plain, office):
        return "this is an address of our own"
    local = plain.rpartition("@")[0]
    if any(pattern.fullmatch(local) for pattern in _NEVER):
        return "this address belongs to a machine or takes no answers"
    posts = message.all_headers("list-post") if message is not None else ()
    if any(address.normal(plain) in address.normal(each.lower().replace("mailto:", "").strip("<> ")) for each in posts):
        return "this is the address of a mailing list"
    return ""


def new(addresses: Iterable[str], among: Iterable[Known]) -> tuple[str, ...]:
    """Those of the addresses that nobody knows here."""
    known_ones = {address.normal(each.address) for each in among}
    return tuple(each for each in addresses if address.normal(each) not in known_ones)


def plain(one: str) -> str:
    """An address as it is written to, or as it was given where it cannot be."""
    return address.destination(one.strip()) or one.strip()
