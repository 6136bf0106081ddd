"""Signs and their weights, and who we are, as values. In: nothing. Out: frozen values that the rules fill. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from intake.mail import address


class Weight(StrEnum):
    """How much a sign says. The names of the columns in the rules: never answer, or let a person decide."""

    NEVER = "never"
    HOLD = "hold"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: a stable code (the rule's number is in the docstring of the function that finds it) and one sentence for staff."""

    code: str
    weight: Weight
    text: str
    family: str  # "bounce" | "automatic" | "list" | "own" | "destination" | "doubt"


_ORDER: Final = {Weight.NEVER: 0, Weight.HOLD: 1, Weight.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs found, strongest first."""

    found: tuple[Sign, ...] = ()

    def family(self, name: str) -> tuple[Sign, ...]:
        """The signs of one family."""
        return tuple(s for s in self.found if s.family == name)

    def has(self, code: str) -> bool:
        """Whether a sign of that code was found."""
        return any(s.code == code for s in self.found)

    @property
    def never(self) -> bool:
        """True where at least one sign says never."""
        return any(s.weight is Weight.NEVER for s in self.found)

    @property
    def hold(self) -> bool:
        """True where at least one sign asks for a person."""
        return any(s.weight is Weight.HOLD for s in self.found)


def ordered(found: Iterable[Sign]) -> Signs:
    """Strongest first, each code once at its strongest."""
    strongest: dict[str, Sign] = {}
    for sign in sorted(found, key=lambda s: _ORDER[s.weight]):
        strongest.setdefault(sign.code, sign)
    return Signs(tuple(strongest.values()))


@dataclass(frozen=True, slots=True)
class OwnAddresses:
    """Who we are, as far as the signs of a mail need it. Everything in lower case, addresses without +tags.

    `authserv_ids` are the names under which our own servers write Authentication-Results (trust.NAMELESS for Exchange Online, which
    writes none); `received_by` the names of our own servers in Received lines.
    """

    addresses: frozenset[str]
    list_ids: frozenset[str] = frozenset()
    authserv_ids: frozenset[str] = frozenset()
    received_by: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def has(self, mailbox: str) -> bool:
        """Whether an address is one of ours, whatever its case and +tag."""
        return bool(mailbox) and address.normal(mailbox) in _normalised(self.addresses)

    def has_domain(self, mailbox: str) -> bool:
        """Whether an address lies in one of our domains or below one."""
        domain = mailbox.rpartition("@")[2].lower()
        return any(domain == ours or domain.endswith("." + ours) for ours in self.domains)


@lru_cache(maxsize=16)
def _normalised(addresses: frozenset[str]) -> frozenset[str]:
    return frozenset(address.normal(one) for one in addresses)
