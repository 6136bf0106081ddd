"""The one door to every page. In: a request and the routes of its path. Out: the handler's answer, or why there is none.

In this order: the method, the body's bound, the session, the role, the form's token with our own origin. Errors of the desk become
pages here and nowhere else.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from intake import errors
from intake.desk import signing_in
from intake.desk.desk import Desk
from intake.web import cookies
from intake.web.context import Context
from intake.web.pages import Pages
from intake.web.route import Route
from intake.web.setting import Setting

MOST_FIELDS: Final = 5000  # of a form: bulk acts tick many boxes
FORM_TYPE: Final = "application/x-www-form-urlencoded"
TOKEN_HEADER: Final = "x-form-token"  # noqa: S105 - a name
_SENTENCES: Final = {
    401: ("Sign in to go on", "You are signed out. Sign in again; what you typed is kept in this browser."),
    403: ("Not allowed", "Your role does not allow this. An admin can change it on the page People."),
    404: ("Not found", "There is no such page. It may have moved; begin at the log."),
    405: ("Not possible here", "This address does not take that request."),
    413: ("Too large", "What was sent is larger than this page takes."),
    415: ("Not a form", "This address takes forms only."),
    503: ("Try again in a moment", "The service is busy."),
}


@dataclass(frozen=True, slots=True)
class _Refusal(Exception):
    """Why a request ends here."""

    status: int
    text: str = ""


class Gate:
    """Safe for several threads; handlers run in the server's threads, never in its loop."""

    def __init__(self, desk: Desk, setting: Setting, pages: Pages) -> None:
        self._desk, self._setting, self._pages = desk, setting, pages

    async def serve(self, request: Request, routes: Sequence[Route]) -> Response:
        """Answer a request whose path these routes have."""
        context = self._context(request)
        if not context.htmx and any(each.method == "GET" for each in routes):
            context.page = context.own_path
        method = "GET" if request.method == "HEAD" else request.method
        route = next((each for each in routes if each.method == method), None)
        if route is None:
            answer = self.refuse(context, 405)
            answer.headers["Allow"] = ", ".join(each.method for each in routes)
            return answer
        try:
            body = await _body(request, route.body) if route.csrf else b""
        except _Refusal as refusal:
            return self.refuse(context, refusal.status)
        return await run_in_threadpool(self._answer, context, route, body)

    def refuse(self, context: Context, status: int, text: str = "") -> Response:
        """The page, or the piece of one, that says so."""
        title, usual = _SENTENCES.get(status, ("This did not work", "Something went wrong."))
        template = "fragments/refused.html" if context.htmx else "refused.html"
        words = {"status": status, "title": title, "text": text or usual, "back": quote(context.page, safe="/")}
        return self._pages.without_ledger(context, template, status, words)

    def refuse_request(self, request: Request, status: int, text: str = "") -> Response:
        """The same for a request that reached no route."""
        return self.refuse(self._context(request), status, text)

    def _context(self, request: Request) -> Context:
        return Context(self._desk, self._setting, request, self._pages, dict(request.path_params))

    def _answer(self, context: Context, route: Route, body: bytes) -> Response:
        try:
            self._recognise(context, route)
            if not route.public:
                if context.session is None:
                    return self._ask_to_sign_in(context)
                if context.person.must_change and not route.always:
                    return context.redirect("/account/password")
                if context.person.role not in route.roles:
                    raise _Refusal(403)
            if route.csrf:
                context.fields = _fields(context.request, body)
                _prove_ours(context)
            return self._with_form_cookie(context, route, route.handler(context))
        except _Refusal as refusal:
            return self.refuse(context, refusal.status, refusal.text)
        except errors.NotFound as error:
            return self.refuse(context, 404, _sentence(error))
        except (errors.Conflict, errors.UnlawfulMove) as error:
            return self.refuse(context, 409, _sentence(error))
        except errors.PersonNeeded as error:
            return self.refuse(context, 422, _sentence(error))
        except errors.WaitError as error:
            answer = self.refuse(context, 503, _sentence(error))
            answer.headers["Retry-After"] = "5"
            return answer

    def _recognise(self, context: Context, route: Route) -> None:
        """Whose request it is. A signed-out browser has a token of its own for the sign-in form."""
        request, here = context.request, cookies.served(context.request)
        for secret in (cookies.get(request, cookies.SESSION), self._setting.demo if cookies.from_this_machine(request) else ""):
            if secret and here and context.session is None and (not route.public or route.signs_in):
                context.session = signing_in.find(self._desk, secret, lasting=self._setting.lasting, used=not route.quiet)
                context.secret = secret if context.session else ""
        if context.session is None:
            context.secret = cookies.get(request, cookies.FORM) or signing_in.new_secret()
        context.token = cookies.token(context.secret)

    def _with_form_cookie(self, context: Context, route: Route, answer: Response) -> Response:
        if route.signs_in and context.session is None and not cookies.get(context.request, cookies.FORM):
            cookies.put(context.request, answer, cookies.FORM, context.secret)
        return answer

    def _ask_to_sign_in(self, context: Context) -> Response:
        if context.request.method in ("GET", "HEAD") and not context.htmx:
            return RedirectResponse(f"/sign-in?next={quote(context.own_path, safe='/')}", 303)
        return self.refuse(context, 401)


def _prove_ours(context: Context) -> None:
    """A change comes from a page of ours: its origin, and the token that only our pages know.

    As our pages send no Referer, browsers say the origin `null` for their forms; Sec-Fetch-Site tells those apart.
    """
    headers, url = context.request.headers, context.request.url
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    ours = f"{url.scheme}://{url.netloc}"
    if (
        (site is not None and site != "same-origin")
        or (origin not in (None, "null", ours))
        or (origin in (None, "null") and site != "same-origin")
    ):
        raise _Refusal(403, "This request did not come from a page of this desk.")
    given = headers.get(TOKEN_HEADER) or dict(context.fields).get("token", "")
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), context.token.encode()):
        raise _Refusal(403, "This form is older than your sign-in. Go back, load the page again, and repeat it.")


def _fields(request: Request, body: bytes) -> tuple[tuple[str, str], ...]:
    if not body:
        return ()
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM_TYPE:
        raise _Refusal(415)
    try:
        found = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise _Refusal(422, "The form is damaged.") from None
    return tuple((name, value.replace("\r\n", "\n")) for name, value in found)


async def _body(request: Request, most: int) -> bytes:
    """The whole body. Raises a refusal as soon as it is too large."""
    told = request.headers.get("content-length", "0")
    if not told.isdecimal() or len(told) > 12 or int(told) > most:
        raise _Refusal(413)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _Refusal(413)
        parts.append(part)
    return b"".join(parts)


def _sentence(error: errors.IntakeError) -> str:
    """An error's words as a sentence."""
    text = str(error).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")
