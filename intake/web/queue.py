"""What needs a person. In: which kind of it. Out: the list with its acts; an act on many letters, previewed first."""

from typing import Final

from starlette.responses import Response

from intake import errors
from intake.desk import bulk, needs
from intake.desk.needs import TITLES
from intake.desk.queue import Why
from intake.web.context import Context
from intake.web.letter_words import TONES
from intake.web.numbers import whole
from intake.web.route import READERS, STAFF, Route

QUEUE_TONES: Final = {
    Why.LAPSED: "late", Why.UNSURE: "late", Why.DEAD: "late", Why.BOUNCED: "wait", Why.SHELVED: "late", Why.HELD: "wait",
    Why.PROPOSED: "info", Why.REMINDER: "info",
}  # fmt: skip


def show(context: Context) -> Response:
    """Everything, or one kind of it, or one group of look-alikes."""
    found = needs.waiting(context.desk)
    why, group = context.query.get("why", ""), context.query.get("alike", "")
    alike = next((each for each in found.alikes if each.key == group), None)
    shown = [
        need
        for need in found.needs
        if (not why or need.item.why == why) and (alike is None or (need.item.letter in alike.letters and need.item.why in _BULK))
    ]
    return context.render(
        "queue.html", found=found, shown=shown, why=why, alike=alike, titles=TITLES, tones=TONES, queue_tones=QUEUE_TONES,
        bulk_acts=tuple(bulk.ACTS.values()), may_act=context.person.role in STAFF,
    )  # fmt: skip


def preview(context: Context) -> Response:
    """What will happen to each of the letters that were ticked, before anything does."""
    act, letters = context.form.get("act", ""), _letters(context)
    planned = bulk.preview(context.desk, act, letters)
    return context.render("queue_preview.html", act=bulk.ACTS[act], planned=planned, error="", reason="")


def run(context: Context) -> Response:
    """Do it, and tell of each letter what happened."""
    name, reason = context.form.get("act", ""), context.form.get("reason", "")
    letters = _letters(context)
    try:
        results = list(bulk.run(context.desk, name, letters, reason=reason, who=context.who))
    except errors.PersonNeeded as error:
        if name not in bulk.ACTS:
            raise
        planned = bulk.preview(context.desk, name, letters)
        text = f"{str(error)[:1].upper()}{str(error)[1:]}."
        return context.render("queue_preview.html", 422, act=bulk.ACTS[name], planned=planned, error=text, reason=reason)
    return context.render("queue_done.html", act=bulk.ACTS[name], results=results)


def _letters(context: Context) -> dict[int, int | None]:
    """Numbers, each with the version that was seen where the form names it: "12" or "12-3"."""
    found: dict[int, int | None] = {}
    for each in context.every("letter")[: bulk.MOST + 1]:
        letter, _, version = each.partition("-")
        if (number := whole(letter)) is not None:
            found[number] = whole(version, 9)
    if not found:
        raise errors.PersonNeeded("tick the letters first")
    return found


_BULK: Final = frozenset({Why.HELD, Why.SHELVED, Why.LAPSED})

ROUTES: Final = (
    Route("GET", "/queue", READERS, show),
    Route("POST", "/queue/preview", STAFF, preview),
    Route("POST", "/queue/do", STAFF, run),
)
