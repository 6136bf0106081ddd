"""What needs a person, as the page shows it: each with its acts, and look-alikes together. In: a Desk. Out: groups and items.

The list itself is `queue.waiting`, as the command has it; nothing stands here that does not stand there.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from intake.applications import public_providers
from intake.applications.kinds import Kind
from intake.desk import choices, queue
from intake.desk.choices import Choice
from intake.desk.desk import Desk
from intake.desk.queue import Item, Waiting, Why
from intake.security import masking
from intake.store import work
from intake.store.states import Message, Reply
from intake.store.work import Alike

FEWEST: Final = 3
"""Letters that make a group of look-alikes."""
TITLES: Final = {
    Why.LAPSED: "Late: nobody answered", Why.UNSURE: "Nobody knows whether it went", Why.DEAD: "Refused for good",
    Why.BOUNCED: "Came back", Why.SHELVED: "Could not be worked on", Why.HELD: "Held for a person",
    Why.PROPOSED: "May belong together", Why.REMINDER: "Reminders",
}  # fmt: skip
_RUN: Final = re.compile(r"[\W\d_]+")
_AGAIN: Final = re.compile(r"^(?:(?:re|fw|fwd|aw|wg)\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do. `not_understood`: the mail itself could not be understood."""

    item: Item
    title: str
    choices: tuple[Choice, ...]
    version: int
    assignee: str | None
    not_understood: bool


@dataclass(frozen=True, slots=True)
class Alikes:
    """Letters that look like one campaign. `why` says by what they are alike."""

    key: str
    letters: tuple[int, ...]
    why: str
    subject: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Needs:
    """The whole list; `of` counts by why."""

    waiting: Waiting
    needs: tuple[Need, ...]
    alikes: tuple[Alikes, ...]
    of: dict[str, int]


def waiting(desk: Desk) -> Needs:
    """Everything that waits for a person, most urgent first."""
    found = queue.waiting(desk)
    with desk.db.read() as tx:
        known = work.alike(tx, {item.letter for item in found.items})
    needs = tuple(_need(item, known[item.letter]) for item in found.items if item.letter in known)
    counts: dict[str, int] = {}
    for need in needs:
        counts[need.item.why] = counts.get(need.item.why, 0) + 1
    letters = [known[need.item.letter] for need in needs if need.item.why in (Why.HELD, Why.SHELVED, Why.LAPSED)]
    return Needs(found, masking.everywhere(needs), masking.everywhere(tuple(grouped(letters))), counts)


def _need(item: Item, letter: Alike) -> Need:
    lost = letter.kind == Kind.QUARANTINE
    return Need(item, TITLES[item.why], tuple(_choices(item, letter)), letter.version, letter.assignee, lost)


def _choices(item: Item, letter: Alike) -> list[Choice]:
    match item.why:
        case Why.HELD | Why.SHELVED:
            prepared = letter.reply_to if letter.state == Message.HELD and any("release" in each for each in item.choices) else None
            found = choices.of_state(letter.state, True, prepared)
            return found + (choices.answers() if letter.asks_answer else [])
        case Why.UNSURE | Why.DEAD | Why.BOUNCED:
            return choices.of_reply(item.reply or 0, Reply(item.why.value))
        case Why.LAPSED:
            return choices.answers()
        case Why.PROPOSED:
            return choices.of_proposal(item.reason.partition("may belong to ")[2].partition(",")[0])
        case Why.REMINDER:
            return [Choice("reminded", "Done with it", "Settles the reminder. The letter stays as it is.", reply=item.number)]


def grouped(letters: Iterable[Alike]) -> list[Alikes]:
    """Letters that say the same, bear one subject, or are of one kind from one organisation; the largest groups first. Pure."""
    every = {letter.id: letter for letter in letters}
    root = {number: number for number in every}

    def top(number: int) -> int:
        while root[number] != number:
            number = root[number]
        return number

    first: dict[tuple[str, ...], int] = {}
    reasons: dict[int, set[str]] = {}
    for letter in every.values():
        for key in _keys(letter):
            other = first.setdefault(key, letter.id)
            if other != letter.id:
                reasons.setdefault(letter.id, set()).add(key[0])
                root[top(letter.id)] = top(other)
    groups: dict[int, list[Alike]] = {}
    for letter in every.values():
        groups.setdefault(top(letter.id), []).append(letter)
    made = [_group(group, reasons) for group in groups.values() if len(group) >= FEWEST]
    return sorted(made, key=lambda group: -len(group.letters))


def _keys(letter: Alike) -> list[tuple[str, ...]]:
    kind = letter.kind or ""
    found: list[tuple[str, ...]] = []
    if letter.said_sha256:
        found.append(("the same text", letter.said_sha256))
    subject = _RUN.sub(" ", _AGAIN.sub("", letter.subject).lower()).strip()
    if len(subject) >= 8:
        found.append(("the same subject", kind, subject))
    domain = letter.from_address.rpartition("@")[2].lower()
    if domain and not public_providers.is_public(domain, frozenset()):
        found.append(("the same organisation", kind, domain))
    return found


def _group(group: Sequence[Alike], reasons: dict[int, set[str]]) -> Alikes:
    why = sorted({reason for letter in group for reason in reasons.get(letter.id, ())})
    numbers = tuple(sorted(letter.id for letter in group))
    return Alikes(f"{numbers[0]}-{len(numbers)}", numbers, ", ".join(why), group[0].subject, group[0].kind)
