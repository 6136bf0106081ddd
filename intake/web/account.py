"""One's own account: password and sessions. In: a person. Out: their page, their new password, the end of a session."""

from typing import Final

from starlette.responses import JSONResponse, Response

from intake import errors
from intake.desk import people, signing_in
from intake.security import passwords
from intake.web.context import Context
from intake.web.numbers import whole
from intake.web.route import EVERYONE, Route


def show(context: Context) -> Response:
    """Who one is, and where one is signed in."""
    found = signing_in.of_person(context.desk, context.person, lasting=context.setting.lasting)
    return context.render("account.html", sessions=found, this=_own_session(context))


def password_form(context: Context) -> Response:
    """The form for a new password."""
    return _password(context)


def change_password(context: Context) -> Response:
    """A new password; all other sessions end."""
    old, new, again = (context.form.get(name, "") for name in ("old", "new", "again"))
    if new != again:
        return _password(context, {"again": "This is not the same as the new password above."})
    try:
        people.change_own(context.desk, context.person, old=old, new=new, session=_own_session(context))
    except errors.Conflict as error:
        return _password(context, {"old": str(error)})
    except errors.PersonNeeded as error:
        return _password(context, {"new": str(error)})
    return context.redirect("/account", "Your password is changed. Your other sessions have ended.")


def end_session(context: Context) -> Response:
    """End one of one's sessions, or all others."""
    if context.form.get("session") == "others":
        signing_in.end_all(context.desk, context.person, who=context.who, but=_own_session(context))
        return context.redirect("/account", "Your other sessions have ended.")
    number = whole(context.form.get("session"))
    if number is None:
        raise errors.NotFound("there is no such session")
    if not signing_in.end(context.desk, number, owner=context.person, who=context.who):
        raise errors.NotFound("this session has ended already")
    return context.redirect("/account", "The session has ended.")


def left(context: Context) -> Response:
    """Seconds until the session lapses unused; asking does not lengthen it."""
    return JSONResponse({"left": _left(context)})


def stay(context: Context) -> Response:
    """Somebody is still there."""
    return JSONResponse({"left": _left(context)})


def _left(context: Context) -> int:
    return int(context.session.left.total_seconds()) if context.session else 0


def _own_session(context: Context) -> int:
    return context.session.id if context.session else 0


def _password(context: Context, wrong: dict[str, str] | None = None) -> Response:
    words = {"errors": wrong or {}, "shortest": passwords.SHORTEST}
    return context.render("password.html", 422 if wrong else 200, **words)


ROUTES: Final = (
    Route("GET", "/account", EVERYONE, show),
    Route("GET", "/account/password", EVERYONE, password_form, always=True),
    Route("POST", "/account/password", EVERYONE, change_password, always=True),
    Route("POST", "/account/sessions/end", EVERYONE, end_session),
    Route("GET", "/account/session", EVERYONE, left, quiet=True, always=True),
    Route("POST", "/account/session", EVERYONE, stay, always=True),
)
