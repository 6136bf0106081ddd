"""The signs by which a mail shows that no person waits for an answer. In: a Message. Out: Signs. Pure. RFC 3834, 5230, 2919.

The rules stand in the files of their nouns: robots (automatic senders), lists, reports (bounces and receipts), ourselves (our own mail
coming back), destinations (where an answer would go), trust (who vouches for the sender). What only the ledger knows (caps, one reply a
message, whether an id is of a reply on record) is decided elsewhere.
"""

from collections.abc import Callable, Iterator
from typing import Final

from intake.mail import destinations, lists, ourselves, reports, robots, trust
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses as OwnAddresses
from intake.mail.sign import Sign as Sign
from intake.mail.sign import Signs as Signs
from intake.mail.sign import Weight as Weight
from intake.mail.sign import ordered

Rule = Callable[[Message, OwnAddresses], Iterator[Sign]]

RULES: Final[tuple[Rule, ...]] = (
    *reports.RULES,
    *robots.RULES,
    *lists.RULES,
    *ourselves.RULES,
    *destinations.RULES,
    *trust.RULES,
)


def signs(message: Message, *, own: OwnAddresses) -> Signs:
    """Every sign the mail itself shows, strongest first.

    Families: a NEVER of "bounce" or "own" stands whatever the mail carries; one of "automatic" or "list" on a mail that carries an
    application asks for a person instead (copiers and lists bring real applications).
    """
    return ordered(sign for rule in RULES for sign in rule(message, own))
