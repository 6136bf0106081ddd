"""What a look at a letter needs besides the ledger: its kept bytes, and pictures of its pages. In: nothing. Out: callables, handed in."""

from collections.abc import Callable
from dataclasses import dataclass, field

from intake.desk.assessment import Context
from intake.desk.letter import ProposedReply
from intake.desk.pictures import Draw
from intake.store.queues import WholeLetter


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as it came. `name` is the sender's word."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Looks:
    """Whoever puts the service together fills these in; what is None cannot be seen.

    `text`, `html` and `file` raise errors.NotFound and errors.UnreadableMail; `html` gives None where the mail has none. `file` takes the
    digest and the position of a paper.
    """

    context: Context = field(default_factory=Context)
    proposed_reply: Callable[[WholeLetter], ProposedReply | None] | None = None
    text: Callable[[WholeLetter], str] | None = None
    html: Callable[[WholeLetter], str | None] | None = None
    file: Callable[[WholeLetter, str], File] | None = None
    draw: Draw | None = None
