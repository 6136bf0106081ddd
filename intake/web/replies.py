"""The switch of automatic replies, for all to see and for staff to throw. In: on or off, and why. Out: how it stands."""

from typing import Final

from starlette.responses import Response

from intake import errors
from intake.desk import replies
from intake.web.context import Context
from intake.web.route import READERS, STAFF, Route

LONGEST_REASON: Final = 300


def show(context: Context) -> Response:
    """The switch, and the replies that are paused by themselves."""
    return context.render("replies.html", switch=replies.state(context.desk), may=context.person.role in STAFF)


def confirm(context: Context) -> Response:
    """What throwing it will do, and the question why."""
    return _confirm(context)


def throw(context: Context) -> Response:
    """Throw it."""
    to = context.form.get("to")
    if to not in ("on", "off"):
        raise errors.PersonNeeded("say whether replies are to be on or off")
    on, reason = to == "on", context.form.get("reason", "").strip()
    if not reason:
        return _confirm(context, "Say why; it stands in the history and in the banner.")
    if len(reason) > LONGEST_REASON:
        return _confirm(context, f"Use at most {LONGEST_REASON} characters.", reason)
    replies.throw(context.desk, on=on, who=context.who, reason=reason)
    return context.redirect("/replies", "Automatic replies go out again." if on else "Automatic replies are paused.")


def _confirm(context: Context, wrong: str = "", reason: str = "") -> Response:
    words = {"switch": replies.state(context.desk), "wrong": {"reason": wrong} if wrong else {}, "reason": reason}
    return context.render("replies_confirm.html", 422 if wrong else 200, longest=LONGEST_REASON, **words)


ROUTES: Final = (
    Route("GET", "/replies", READERS, show),
    Route("GET", "/replies/switch", STAFF, confirm),
    Route("POST", "/replies/switch", STAFF, throw),
)
