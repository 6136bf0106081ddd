"""What must be masked of a mail's own words. In: a Message. Out: places in its subject, its text, and those of mails inside it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from intake.mail.message import Message
from intake.security import sensitive
from intake.security.sensitive import Kind

MOST: Final = 400
"""Places told of one mail; lists of people, which hold the others, come before them where it is cut."""
MOST_TEXT: Final = 2_000_000
"""Characters looked at, mails inside included."""
DEEPEST: Final = 20
"""Mails inside mails that are looked at."""


@dataclass(frozen=True, slots=True)
class MailPlace:
    """A place. `mail` is 0 for the mail itself, from 1 for those inside it, in their order; `part` "subject" or "text"; `line` from 1;
    `start` and `end` count characters of that part.
    """

    kind: Kind
    mail: int
    part: str
    line: int
    start: int
    end: int

    def public(self) -> dict[str, Any]:
        """As the ledger and the public JSON hold it."""
        return {
            "kind": str(self.kind), "mail": self.mail, "part": self.part, "line": self.line, "start": self.start, "end": self.end,
        }  # fmt: skip


def find(message: Message) -> tuple[MailPlace, ...]:
    """Every place, to the bounds."""
    found: list[MailPlace] = []
    left = MOST_TEXT
    for number, mail in enumerate(_mails(message, DEEPEST)):
        for part, text in (("subject", mail.subject), ("text", mail.text)):
            looked = text[:left]
            left -= len(looked)
            found += [MailPlace(each.kind, number, part, each.line, each.start, each.end) for each in sensitive.find(looked)]
    if len(found) > MOST:
        rosters = [each for each in found if each.kind is Kind.ROSTER]
        found = sorted((rosters + [each for each in found if each.kind is not Kind.ROSTER])[:MOST], key=_place)
    return tuple(found)


def _mails(message: Message, depth: int) -> Iterator[Message]:
    yield message
    if depth > 0:
        for inner in message.forwarded:
            yield from _mails(inner, depth - 1)


def _place(each: MailPlace) -> tuple[int, bool, int]:
    return each.mail, each.part == "text", each.start
