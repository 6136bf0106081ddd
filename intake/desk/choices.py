"""What can be done with what needs a person, and what each act will do, in one sentence. In: a letter or a reply. Out: choices. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.store.outbox import ReplyRecord
from intake.store.queues import WholeLetter
from intake.store.states import Message, Reply


@dataclass(frozen=True, slots=True)
class Choice:
    """An act by its name, what its button says, and what it will do. `reason`: it needs one. `reply`: the reply it is about."""

    act: str
    label: str
    does: str
    reason: bool = False
    reply: int | None = None


LOOKED: Final = Choice("accept", "Looked at it", "Takes it off what needs a person. Nothing is sent; the answer stays due.")

TAKE_BACK: Final = Choice(
    "take-back", "Take the record back", "It was recorded by mistake: an answer is due again, at the time it was due."
)


def of_letter(
    letter: WholeLetter, replies: Sequence[ReplyRecord], proposals: Sequence[str], *, by_hand: bool = False
) -> tuple[Choice, ...]:
    """Everything that the letter's state allows, what settles it first. `by_hand`: a person recorded that it is answered, or needs none."""
    found: list[Choice] = []
    for reply in replies:
        found += of_reply(reply.id, reply.state, settled=reply.settled_by is not None)
    found += of_state(letter.state, letter.needs_person, letter.reply_to if letter.releasable else None)
    for reference in proposals:
        found += of_proposal(reference)
    if letter.asks_answer and letter.responded_at is None:
        found += answers()
    if by_hand:
        found.append(TAKE_BACK)
    if letter.state in (Message.ANSWERED, Message.IGNORED, Message.DECIDED) and not letter.needs_person:
        found.append(Choice("hold", "Hold for a person", "Puts it on the list of what needs a person, with your reason.", reason=True))
    return tuple(found)


def of_state(state: str, needs_person: bool, to: str | None) -> list[Choice]:
    """`to`: where the prepared acknowledgement goes, None where none is prepared."""
    if state == Message.SHELVED:
        return [Choice("retry", "Send round again", "Works on the letter from the start, as if it had just come in.")]
    if state == Message.HELD:
        release = Choice("release", "Send the acknowledgement", f"Sends the prepared acknowledgement to {to} now. The answer stays due.")
        reject = Choice("reject", "Send no acknowledgement", "Sends nothing and takes it off what needs a person. The answer stays due.")
        return [release, reject] if to else [LOOKED]
    return [LOOKED] if needs_person else []


def of_reply(number: int, state: str, *, settled: bool = False) -> list[Choice]:
    """For a reply that did not simply go out."""
    give_up = Choice("give-up", "Give the reply up", "Sends nothing more by machine. The letter's answer stays due.", reply=number)
    if settled:
        return []
    match Reply(state):
        case Reply.UNSURE:
            return [
                Choice("sent", "It went out", "Counts the reply as sent. Look for it in the Sent folder first.", reply=number),
                Choice("again", "Send it again", "Sends the same reply once more. It may arrive twice.", reply=number),
                give_up,
            ]
        case Reply.DEAD:
            return [Choice("retry-reply", "Send it again", "Tries the same address once more.", reply=number), give_up]
        case Reply.BOUNCED:
            return [give_up]
        case _:
            return []


def of_proposal(reference: str) -> list[Choice]:
    """Two applications that may be one."""
    return [
        Choice("join", f"Join {reference}", f"Puts the papers and letters of this application under {reference}. It can be undone."),
        Choice("apart", "Keep apart", f"They stay two applications; {reference} is not proposed again."),
    ]


def answers() -> list[Choice]:
    """A clock runs."""
    return [
        Choice("respond", "Record an answer", "Stops the clock: somebody answered by phone, by mail or elsewhere."),
        Choice("none-needed", "No answer needed", "Stops the clock and counts the letter apart, with your reason.", reason=True),
    ]
