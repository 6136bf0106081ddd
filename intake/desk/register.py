"""The register of agencies: those that apply, those that take part, and those that ended. In: what is looked for. Out: a page of lines."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from intake import errors
from intake.applications.status import Status
from intake.desk.cases import NAMES
from intake.desk.desk import Desk
from intake.store import applications, register
from intake.store.database import Tx
from intake.store.register import Entry, Place

LINES: Final = 50
UNNAMED: Final = "model not read"


class Group(StrEnum):
    """Where agencies stand."""

    PENDING = "pending"
    PARTICIPATING = "participating"
    ENDED = "ended"


STATUSES: Final = {
    Group.PENDING: (
        Status.RECEIVED, Status.UNDER_REVIEW, Status.WAITING_FOR_AGENCY, Status.READY_FOR_DECISION, Status.FORWARDED,
    ),
    Group.PARTICIPATING: (Status.SIGNED,),
    Group.ENDED: (Status.DECLINED, Status.WITHDRAWN, Status.CLOSED),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One application. `agreements` are the models of its agreements, `asked` those that its letter asks for.

    `to_read`: a person must look at something that came with it, so that what it lacks may be there.
    """

    reference: str
    agency: str
    state: str
    county: str | None
    status: str
    letter: bool
    agreements: tuple[str, ...]
    updated_at: datetime
    asked: tuple[str, ...] = ()
    to_read: bool = False

    @property
    def lacks(self) -> tuple[str, ...]:
        """Papers that an application needs and that were not found. An agreement whose model was not read may be any."""
        models = [] if UNNAMED in self.agreements else [f"agreement, {each}" for each in self.asked if each not in self.agreements]
        if not self.agreements and not self.asked:
            models = ["agreement"]
        return (*(() if self.letter else ("letter of interest",)), *models)


@dataclass(frozen=True, slots=True)
class Register:
    """A page. `next` is the reference behind which the following one begins; None on the last."""

    lines: tuple[Line, ...]
    counts: dict[Group, int]
    next: str | None


def page(desk: Desk, group: Group, *, us_state: str = "", words: str = "", after: str = "") -> Register:
    """One page of a group, by state and agency, behind the application with the reference `after`. Raises errors.NotFound."""
    with desk.db.read() as tx:
        place = _place(tx, after) if after else None
        found = register.page(tx, STATUSES[group], us_state=us_state, words=words.strip(), after=place, limit=LINES + 1)
        shown = found[:LINES]
        ids = [each.id for each in shown]
        papers, asked = register.papers(tx, ids), register.asked(tx, ids)
        to_read = register.to_read(tx, ids)
        counts = register.counts(tx)
    return Register(
        lines=tuple(
            _line(
                each,
                [(form, model) for of, form, model in papers if of == each.id],
                asked=[model for of, model in asked if of == each.id],
                to_read=each.id in to_read,
            )
            for each in shown
        ),
        counts={each: sum(counts.get(status, 0) for status in statuses) for each, statuses in STATUSES.items()},
        next=shown[-1].reference if len(found) > LINES else None,
    )


def _place(tx: Tx, reference: str) -> Place:
    found = applications.by_reference(tx, reference)
    if found is None:
        raise errors.NotFound("this link is damaged: go back to the first page of the register")
    return found.state, found.agency_key, found.id


def _line(entry: Entry, papers: list[tuple[str, str | None]], *, asked: list[str], to_read: bool) -> Line:
    return Line(
        reference=entry.reference,
        agency=entry.agency_name,
        state=entry.state,
        county=entry.county,
        status=NAMES[Status(entry.status)],
        letter=any(form == "loi" for form, _ in papers),
        agreements=tuple(dict.fromkeys(model or UNNAMED for form, model in papers if form == "moa")),
        updated_at=entry.updated_at,
        asked=tuple(dict.fromkeys(asked)),
        to_read=to_read,
    )
