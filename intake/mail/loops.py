"""The signs by which a mail shows that no person waits for an answer. In: a Message. Out: Signs. Pure. RFC 3834, 5230, 2919."""

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs found, strongest first."""

    found: tuple[Sign, ...] = ()

    def family(self, name: str) -> tuple[Sign, ...]:
        """The signs of one family."""
        return tuple(s for s in self.found if s.family == name)

    @property
    def never(self) -> bool:
        """True where at least one sign says never."""
        return any(s.weight is Weight.NEVER for s in self.found)

    @property
    def hold(self) -> bool:
        """True where at least one sign asks for a person."""
        return any(s.weight is Weight.HOLD for s in self.found)
