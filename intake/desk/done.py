"""What an act did, and how it is taken back. In: nothing. Out: the values that every act returns. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Undo:
    """A way back, as long as the world allows it. `what` and `number` are for `undo.take_back`; `text` says what it will do."""

    what: str
    letter: int
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did, in one sentence for whoever did it."""

    letter: int
    reply: int | None
    text: str
    undo: Undo | None = None
