"""One act on many letters, with one reason. In: letters, an act, a reason. Out: what will happen to each; then what happened to each.

Each letter is a transaction of its own, so that one that was changed meanwhile stops no other, and the service is never held up for long.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from intake import errors
from intake.desk import acts, work
from intake.desk.desk import Desk
from intake.desk.done import Done
from intake.security import masking
from intake.store import queues
from intake.store.queues import WholeLetter
from intake.store.states import Message

MOST: Final = 500
"""Letters of one bulk act."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What will happen to one letter; `why_not` where nothing will. `version` is what was seen."""

    letter: int
    version: int
    from_address: str
    subject: str
    text: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What happened to one letter."""

    letter: int
    ok: bool
    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """`fits` says whether a letter can take it, `why_not` else."""

    name: str
    label: str
    does: str
    why_not: str
    fits: Callable[[WholeLetter], bool]
    run: Callable[[Desk, int, str, str, int | None], Done]
    reason: bool = True


def _open(letter: WholeLetter) -> bool:
    return letter.asks_answer and letter.responded_at is None


ACTS: Final[dict[str, Act]] = {
    act.name: act
    for act in (
        Act(
            "none-needed", "No answer needed", "leaves the log and is counted apart, with your reason", "no answer is due any more", _open,
            lambda desk, letter, reason, who, _: acts.none_needed(desk, f"#{letter}", who=who, reason=reason),
        ),
        Act(
            "reject", "Send no acknowledgement", "gets no acknowledgement; its answer stays due", "it is not held",
            lambda letter: letter.state == Message.HELD,
            lambda desk, letter, _, who, version: acts.reject(desk, f"#{letter}", who=who, version=version),
        ),
        Act(
            "release", "Send the acknowledgements", "is acknowledged now", "no acknowledgement is prepared for it",
            lambda letter: letter.releasable,
            lambda desk, letter, _, who, version: acts.release(desk, f"#{letter}", who=who, version=version),
        ),
        Act(
            "retry", "Send round again", "is worked on from the start", "it was not set aside",
            lambda letter: letter.state == Message.SHELVED,
            lambda desk, letter, _, who, __: acts.retry(desk, f"#{letter}", who=who),
        ),
        Act(
            "assign", "Take them", "is yours from then on", "it is with you already", lambda letter: True,
            lambda desk, letter, _, who, version: work.assign(desk, letter, to=who, who=who, version=version), reason=False,
        ),
    )
}  # fmt: skip


def preview(desk: Desk, act: str, letters: Collection[int]) -> list[Planned]:
    """What will happen to each, before anything does. Raises errors.PersonNeeded."""
    wanted = _act(act, letters)
    with desk.db.read() as tx:
        heads = queues.heads(tx, letters)
        found = [queues.whole(tx, number) for number in sorted(heads)]
    planned = []
    for letter in found:
        fits = wanted.fits(letter)
        text = f"to {letter.reply_to}" if act == "release" and fits else ""
        planned.append(
            Planned(
                letter.id, letter.version, letter.from_address, letter.subject, f"{wanted.does} {text}".strip() if fits else "",
                "" if fits else wanted.why_not,
            )
        )  # fmt: skip
    return masking.everywhere(planned)


def run(desk: Desk, act: str, letters: dict[int, int | None], *, reason: str, who: str) -> Iterator[Result]:
    """Do it, a letter at a time; `letters` with the version that was seen of each. Raises errors.PersonNeeded before anything is done."""
    wanted = _act(act, letters)
    if wanted.reason and not reason.strip():
        raise errors.PersonNeeded("one reason is needed; it is kept with each of the letters")
    return _run(desk, wanted, letters, reason.strip(), who)


def _run(desk: Desk, act: Act, letters: dict[int, int | None], reason: str, who: str) -> Iterator[Result]:
    for letter, version in sorted(letters.items()):
        try:
            done = act.run(desk, letter, reason, who, version)
            if act.reason and act.name != "none-needed":
                work.note(desk, letter, f"{act.label}: {reason}", who=who)
        except (errors.PersonNeeded, errors.WaitError) as error:
            yield Result(letter, False, str(error))
        else:
            yield Result(letter, True, done.text)


def _act(name: str, letters: Collection[int]) -> Act:
    if name not in ACTS:
        raise errors.PersonNeeded("there is no such act for many letters at once")
    if not 0 < len(letters) <= MOST:
        raise errors.PersonNeeded(f"choose 1 to {MOST} letters")
    return ACTS[name]
