"""Acts on a letter. In: forms. Out: the page again, with what was done and the way back."""

from datetime import datetime
from typing import Any, Final

from starlette.responses import Response

from intake import errors
from intake.desk import acts, corrections, due, recorded, undo, work
from intake.desk.acts import Verdict, Way
from intake.desk.done import Done
from intake.desk.fields import LABELS
from intake.web import letters
from intake.web.context import Context
from intake.web.letter_words import TONES, after, sentence
from intake.web.letters import number
from intake.web.numbers import whole
from intake.web.route import STAFF, Route

_MORNING: Final = "09:00"


def act(context: Context) -> Response:
    """One of the acts by its name."""
    letter = number(context, "number")
    name = context.form.get("act", "")
    try:
        done = _do(context, letter, name)
    except errors.PersonNeeded as error:
        if name != "assign":
            raise
        return letters.page(context, wrong=sentence(str(error)))
    return context.redirect(after(f"/letters/{letter}", done), sentence(done.text))


def _do(context: Context, letter: int, name: str) -> Done:
    desk, who, form = context.desk, context.who, context.form
    ref, version, reply = f"#{letter}", whole(form.get("version")), whole(form.get("reply"))
    match name:
        case "release":
            return acts.release(desk, ref, who=who, version=version)
        case "reject":
            return acts.reject(desk, ref, who=who, version=version)
        case "accept":
            return work.accept(desk, letter, who=who, version=version)
        case "hold":
            return work.hold(desk, letter, reason=form.get("reason", ""), who=who, version=version)
        case "retry" | "retry-reply":
            return acts.retry(desk, ref, who=who, reply=reply)
        case "sent" | "again" | "give-up":
            return acts.settle(desk, ref, who=who, verdict=Verdict(name), reply=reply)
        case "join" | "apart":
            return acts.settle_join(desk, ref, who=who, join=name == "join")
        case "respond":
            at = form.get("at", "").strip()
            when = due.instant(at, desk.calendar) if at else None
            return acts.respond(desk, ref, who=who, way=_way(form.get("way", "")), at=when, note=form.get("reason", ""))
        case "none-needed":
            return acts.none_needed(desk, ref, who=who, reason=form.get("reason", ""))
        case "take-back":
            return recorded.take_back(desk, ref, who=who, version=version)
        case "assign":
            return work.assign(desk, letter, to=form.get("to", ""), who=who, version=version)
        case "take":
            return work.assign(desk, letter, to=who, who=who, version=version)
        case "note":
            return work.note(desk, letter, form.get("text", ""), who=who)
        case "remind":
            return work.remind(desk, letter, at=_day(context, form.get("day", "")), text=form.get("text", ""), who=who)
        case "reminded":
            return work.end_reminder(desk, reply or 0, who=who)
        case "undo":
            return undo.take_back(desk, form.get("what", ""), whole(form.get("letter")) or letter, whole(form.get("of")) or 0, who=who)
        case _:
            raise errors.PersonNeeded("there is no such act")


def field_form(context: Context) -> Response:
    """The form in which a value is corrected: in its place, or a page of its own."""
    return _field(context)


def correct(context: Context) -> Response:
    """Correct, add or mark as not readable. What is wrong with it stands beside the input; nothing typed is lost."""
    letter, position, name = number(context, "number"), number(context, "position"), context.path["name"]
    form = context.form
    try:
        if form.get("act") == "unreadable":
            done = corrections.unreadable(context.desk, letter, position, name, who=context.who, edition=whole(form.get("edition")))
        else:
            done = corrections.correct(
                context.desk, letter, position, name, form.get("value", ""), who=context.who, edition=whole(form.get("edition")),
                page=whole(form.get("page")), context=context.setting.looks.context,
            )  # fmt: skip
    except (errors.Conflict, errors.PersonNeeded) as error:
        return _field(context, sentence(str(error)), form.get("value", ""))
    if not context.htmx:
        return context.redirect(after(f"/letters/{letter}", done, f"#field-{position}-{name}"), sentence(done.text))
    return _row(context, done)


def row(context: Context) -> Response:
    """The value as it stands: where a correction in place was given up."""
    return _row(context, None)


def _row(context: Context, done: Done | None) -> Response:
    position, name = number(context, "position"), context.path["name"]
    found = letters.look(context)
    paper = next((each for each in found.papers if each.position == position), None)
    if paper is None:
        raise errors.NotFound("the letter has no such paper")
    seen = next((each for each in paper.fields if each.name == name), None)
    words: dict[str, Any] = {"found": found, "paper": paper, "field": seen, "name": name, "label": LABELS.get(name, name), "done": done}
    return context.render("fragments/letter_row.html", **words, tones=TONES, may_act=True, fresh=True)


def _field(context: Context, error: str = "", typed: str | None = None) -> Response:
    position, name = number(context, "position"), context.path["name"]
    if name not in LABELS:
        raise errors.NotFound("there is no such value")
    found = letters.look(context)
    paper = next((each for each in found.papers if each.position == position), None)
    if paper is None:
        raise errors.NotFound("the letter has no such paper")
    seen = next((each for each in paper.fields if each.name == name), None)
    value = typed if typed is not None else seen.typed if seen is not None else ""
    words: dict[str, Any] = {"found": found, "paper": paper, "field": seen, "name": name, "label": LABELS[name], "value": value}
    words["error"] = error
    template = "fragments/letter_field.html" if context.htmx else "letter_field.html"
    return context.render(template, 422 if error else 200, **words, choices=_CHOICES.get(name), hint=_HINTS.get(name, ""))


def _way(text: str) -> Way:
    try:
        return Way(text)
    except ValueError:
        raise errors.PersonNeeded("say how it was answered: by mail, by phone or elsewhere") from None


def _day(context: Context, text: str) -> datetime:
    """The beginning of that day's work; a date input sends 2026-11-24."""
    if not text:
        raise errors.PersonNeeded("choose the day on which to be reminded")
    return due.instant(f"{text} {_MORNING}", context.desk.calendar)


_CHOICES: Final = {
    "agency_type": ("sheriff", "police", "corrections", "state", "university", "constable", "other"),
}
_HINTS: Final = {
    "signed_date": "Like 11/24/2026.", "letter_date": "Like 11/24/2026.", "office_signed_date": "Like 11/24/2026.",
    "models_requested": "JEM, TFM or WSO, with commas between them.", "state": "Two letters or the name.",
    "county": "Without the word County.", "officers_nominated": "A whole number.",
}  # fmt: skip
_FIELD: Final = "/letters/{number}/papers/{position}/fields/{name}"

ROUTES: Final = (
    Route("POST", "/letters/{number}/acts", STAFF, act),
    Route("GET", _FIELD, STAFF, field_form),
    Route("POST", _FIELD, STAFF, correct),
    Route("GET", f"{_FIELD}/row", STAFF, row),
)
