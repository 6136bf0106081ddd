"""Templates brought in from a file. In: a zip as an export makes it. Out: what would change; then the versions that wait for approval.

A form here has no place for a file: a body of several parts would need a parser that this desk does without. The page's script puts the
file's octets into a field as base64, and the form carries it from the look to the act, so that nothing lies on the server in between.
"""

import base64
import binascii
from typing import Final

from starlette.responses import Response

from intake import errors
from intake.desk import template_files
from intake.desk.template_acts import Refused
from intake.desk.template_files import MOST_ZIP_BYTES, Planned
from intake.plural import counted
from intake.web.context import Context
from intake.web.letter_words import sentence
from intake.web.route import ADMINS, Route
from intake.web.templates import settings, slug

LARGEST: Final = 2 * MOST_ZIP_BYTES
LONGEST_NOTE: Final = 300


def form(context: Context) -> Response:
    """Where a file is chosen."""
    return _page(context)


def bring(context: Context) -> Response:
    """Look at what would change, or bring it in after such a look."""
    content = context.form.get("content", "")
    try:
        texts = template_files.from_zip(_octets(content))
        if context.form.get("act") != "bring":
            return _page(context, planned=template_files.look(context.desk, settings(context), texts), content=content)
        note, seen = context.form.get("note", "")[:LONGEST_NOTE], context.form.get("seen", "")
        made = template_files.bring_in(context.desk, settings(context), texts, who=context.who, note=note, seen=seen)
    except errors.TemplateError as error:
        return _page(context, wrong=sentence(str(error)))
    except errors.Conflict as error:
        planned = template_files.look(context.desk, settings(context), texts)
        return _page(context, planned=planned, content=content, wrong=sentence(str(error)))
    if isinstance(made, Refused):
        return _page(context, planned=template_files.look(context.desk, settings(context), texts), content=content)
    if not made.versions:
        return context.redirect("/templates", "Nothing was brought in: every text is as it is sent now.")
    waits = settings(context).second_person
    what = "waiting for a second person" if waits else "live: letters get these words within some seconds"
    return context.redirect("/templates", f"{counted(len(made.versions), 'template')} brought in, {what}.")


def _page(context: Context, *, planned: Planned | None = None, content: str = "", wrong: str = "") -> Response:
    failed = bool(wrong) or (planned is not None and not planned.sound)
    return context.render(
        "template_import.html", 422 if failed else 200, planned=planned, content=content, wrong=wrong, most=MOST_ZIP_BYTES, slug=slug,
        longest_note=LONGEST_NOTE,
    )  # fmt: skip


def _octets(content: str) -> bytes:
    """Raises errors.TemplateError for what is no base64."""
    if not content:
        raise errors.TemplateError("choose a file first")
    try:
        return base64.b64decode(content.encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise errors.TemplateError("the file did not arrive whole: choose it again") from None


ROUTES: Final = (
    Route("GET", "/templates/import", ADMINS, form),
    Route("POST", "/templates/import", ADMINS, bring, body=LARGEST),
)
