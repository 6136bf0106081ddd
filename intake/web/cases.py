"""The page of an application, and the acts on it. In: a reference. Out: its letters, papers and people; moves, merges, the way back."""

from typing import Final

from starlette.responses import Response

from intake import errors
from intake.desk import case_page, cases, undo
from intake.desk.done import Done
from intake.web.context import Context
from intake.web.letter_words import TONES, after, undo_offered
from intake.web.numbers import whole
from intake.web.route import READERS, STAFF, Route


def show(context: Context) -> Response:
    """The application."""
    found = case_page.look(context.desk, context.path["reference"], who=context.who, context=context.setting.looks.context)
    return context.render("case.html", found=found, tones=TONES, undo=undo_offered(context), may_act=context.person.role in STAFF)


def move(context: Context) -> Response:
    """To the next lawful status. The form may stand on a letter's page, which is gone back to."""
    form, letter = context.form, whole(context.form.get("letter"))
    done = cases.move(
        context.desk, context.path["reference"], form.get("to", ""), who=context.who, reason=form.get("reason", ""),
        version=whole(form.get("version")), letter=letter,
    )  # fmt: skip
    return _back(context, done)


def merge(context: Context) -> Response:
    """This application becomes part of another."""
    form = context.form
    done = cases.merge(
        context.desk, context.path["reference"], form.get("into", ""), who=context.who, reason=form.get("reason", ""),
        version=whole(form.get("version")), letter=whole(form.get("letter")),
    )  # fmt: skip
    into = form.get("into", "").strip().upper()
    return context.redirect(after(f"/applications/{into}", done), f"{done.text}.")


def take_back(context: Context) -> Response:
    """A move or a merge."""
    form = context.form
    what = form.get("what", "")
    if what not in ("moved", "merged"):
        raise errors.PersonNeeded("this cannot be undone")
    done = undo.take_back(context.desk, what, 0, whole(form.get("of")) or 0, who=context.who)
    return context.redirect(f"/applications/{context.path['reference']}", f"{done.text[:1].upper()}{done.text[1:]}.")


def _back(context: Context, done: Done) -> Response:
    letter = whole(context.form.get("letter"))
    to = f"/letters/{letter}" if letter else f"/applications/{context.path['reference']}"
    return context.redirect(after(to, done), f"{done.text[:1].upper()}{done.text[1:]}.")


ROUTES: Final = (
    Route("GET", "/applications/{reference}", READERS, show),
    Route("POST", "/applications/{reference}/move", STAFF, move),
    Route("POST", "/applications/{reference}/merge", STAFF, merge),
    Route("POST", "/applications/{reference}/undo", STAFF, take_back),
)
