"""Signing in and out. In: a name and a password. Out: a session's cookie, and the page that was wanted."""

from datetime import timedelta
from typing import Final

from starlette.responses import RedirectResponse, Response

from intake import errors
from intake.desk import signing_in
from intake.desk.signing_in import SignedIn
from intake.web import context as contexts
from intake.web import cookies
from intake.web.context import Context
from intake.web.route import EVERYONE, NOBODY, Route

LONGEST_PASSWORD: Final = 1000


def ask(context: Context) -> Response:
    """The form; somebody who is signed in goes on, unless they want to be somebody else."""
    to = contexts.own(context.query.get("next", "/"))
    if context.session is not None and "switch" not in context.query:
        return RedirectResponse(to, 303)
    return _form(context, to, out="out" in context.query)


def enter(context: Context) -> Response:
    """Begin a session. Wrong name and wrong password are told alike."""
    login, password = context.form.get("login", "").strip(), context.form.get("password", "")
    to = contexts.own(context.form.get("next", "/"))
    if not cookies.served(context.request):
        raise errors.PersonNeeded("signing in needs https; whoever runs this service finds the reason under [web] in docs/OPERATING.md")
    missing = {
        name: text
        for name, text in (("login", "Enter your sign-in name."), ("password", "Enter your password."))
        if not context.form.get(name)
    }
    if missing:
        return _form(context, to, login=login, errors=missing, status=422)
    found = signing_in.sign_in(
        context.desk, login, password[:LONGEST_PASSWORD], lasting=context.setting.lasting, address=context.address,
        browser=context.request.headers.get("user-agent", ""), old=cookies.get(context.request, cookies.SESSION),
    )  # fmt: skip
    if not isinstance(found, SignedIn):
        text = "This sign-in name and password do not belong together."
        if found.wait:
            text += f" Because of wrong tries, wait {_seconds(found.wait)} before the next."
        return _form(context, to, login=login, problem=text, status=422)
    answer = RedirectResponse("/account/password" if found.person.must_change else to, 303)
    cookies.put(context.request, answer, cookies.SESSION, found.secret)
    cookies.drop(context.request, answer, cookies.FORM)
    return answer


def leave(context: Context) -> Response:
    """End this session. That of a demonstration stays, for the next browser."""
    if context.secret == context.setting.demo:
        return context.redirect("/sign-in?switch=1")
    if context.session is not None:
        signing_in.sign_out(context.desk, context.session)
    answer = context.redirect("/sign-in?out=1")
    cookies.drop(context.request, answer, cookies.SESSION)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _form(
    context: Context,
    to: str,
    *,
    login: str = "",
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
    out: bool = False,
) -> Response:
    served = cookies.served(context.request)
    return context.render("sign_in.html", status, to=to, login=login, errors=errors or {}, problem=problem, out=out, served=served)


def _seconds(wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    return f"{seconds} second{'s' if seconds != 1 else ''}"


ROUTES: Final = (
    Route("GET", "/sign-in", NOBODY, ask, public=True, signs_in=True),
    Route("POST", "/sign-in", NOBODY, enter, public=True, signs_in=True, body=16 * 1024),
    Route("POST", "/sign-out", EVERYONE, leave, always=True),
)
