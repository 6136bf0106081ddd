"""Which letter somebody means. In: a reference, or a letter's number. Out: letters' ids."""

import re
from collections.abc import Callable
from typing import Final

from intake import errors
from intake.desk import replies
from intake.desk.standing import standing
from intake.store import applications, queues
from intake.store.database import Tx
from intake.store.queues import WholeLetter

LONGEST: Final = 60
NUMBER: Final = re.compile(r"#?(\d{1,15})")


def letters(tx: Tx, ref: str) -> list[WholeLetter]:
    """All letters of a reference, oldest first; a number (12, #12) names one letter. Raises errors.NotFound."""
    wanted = ref.strip()[:LONGEST].upper()
    found = queues.by_reference(tx, wanted)
    if not found and (application := applications.by_reference(tx, wanted)):
        found = sorted({paper.message_id for paper in applications.papers(tx, application.id)})
    if not found and (number := NUMBER.fullmatch(wanted)):
        found = [int(number[1])]
    if not found:
        raise errors.NotFound(f'no letter has the reference "{ref.strip()[:LONGEST]}": look in the log or the queue')
    return [queues.whole(tx, each) for each in found]


def stands(tx: Tx, letter: WholeLetter) -> str:
    """Where it stands, in words."""
    return standing(
        letter.state, asks_answer=letter.asks_answer, acknowledged_at=letter.acknowledged_at, responded_at=letter.responded_at,
        response_kind=letter.response_kind,
        kept_back=letter.id in replies.kept_back(tx, [letter.id]),
    )  # fmt: skip


def one(tx: Tx, ref: str, fit: Callable[[WholeLetter], bool], what: str) -> WholeLetter:
    """The one letter of a reference that `fit` lets through; `what` says which, in words. Raises errors.NotFound and errors.Conflict."""
    every = letters(tx, ref)
    fitting = [letter for letter in every if fit(letter)]
    if not fitting:
        states = " / ".join(sorted({stands(tx, letter) for letter in every}))
        raise errors.Conflict(f'no letter of "{ref.strip()[:LONGEST]}" is {what} (it is {states}): its history tells why')
    if len(fitting) > 1:
        numbers = ", ".join(str(letter.id) for letter in fitting)
        raise errors.Conflict(f'several letters of "{ref.strip()[:LONGEST]}" are {what}: name one by its number ({numbers})')
    return fitting[0]
