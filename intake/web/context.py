"""What a page's handler gets: one request, whose it is, and the ways to answer. In: a request that has passed the gate. Out: answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from intake import errors
from intake.desk.desk import Desk
from intake.desk.people import Person
from intake.desk.signing_in import Session
from intake.web import cookies
from intake.web.cookies import Flash
from intake.web.setting import Setting

if TYPE_CHECKING:
    from intake.web.pages import Pages


@dataclass(slots=True)
class Context:
    """`path`: the parts of the address that the route names. `query` and `form`: each name's last value; `every` gives all of a form's.

    `page` is where to go on after signing in: that of the form, also where its answer was refused.
    """

    desk: Desk
    setting: Setting
    request: Request
    pages: "Pages"
    path: Mapping[str, str]
    secret: str = ""
    session: Session | None = None
    fields: tuple[tuple[str, str], ...] = ()
    token: str = ""
    page: str = field(default="/", init=False)
    flash_shown: bool = field(default=False, init=False)

    @property
    def person(self) -> Person:
        """Who is signed in; a public route must not ask."""
        if self.session is None:
            raise errors.NotFound("nobody is signed in")
        return self.session.person

    @property
    def who(self) -> str:
        """The name for the history."""
        return self.person.login

    @property
    def query(self) -> Mapping[str, str]:
        """What stands after the question mark."""
        return self.request.query_params

    @property
    def form(self) -> dict[str, str]:
        """The form that was sent, without its token; values as typed, lines ended by \\n."""
        return {name: value for name, value in self.fields if name != "token"}

    def every(self, name: str) -> list[str]:
        """All values of a form's field, as boxes that are ticked send them."""
        return [value for each, value in self.fields if each == name]

    @property
    def htmx(self) -> bool:
        """Whether htmx asks for a piece of a page."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def address(self) -> str:
        """Where the browser is."""
        return cookies.address(self.request)

    @property
    def own_path(self) -> str:
        """The address of this page, to come back to."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    def render(self, template: str, status: int = 200, /, **words: Any) -> Response:
        """A page or a piece of one. Every template also knows what pages.py names."""
        return self.pages.render(self, template, status, words)

    def redirect(self, to: str, flash: str = "", kind: str = "success") -> Response:
        """To another page of ours after a change, with a sentence to show there. A piece of a page is left by the whole page."""
        answer = Response(status_code=204, headers={"HX-Redirect": to}) if self.htmx else RedirectResponse(to, 303)
        if flash:
            cookies.put(self.request, answer, cookies.FLASH, cookies.sealed(Flash(flash, kind), self.secret))
        return answer

    def take_flash(self) -> Flash | None:
        """The sentence that the change before left; shown once."""
        kept = cookies.get(self.request, cookies.FLASH)
        if not kept:
            return None
        self.flash_shown = True
        return cookies.opened(kept, self.secret)


def own(path: str) -> str:
    """A path of ours to go on to, or the first page: never another host."""
    parts = urlsplit(path) if len(path) <= 2000 and path.isprintable() else urlsplit("")
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in path or path.startswith("//"):
        return "/"
    return quote(parts.path, safe="/%:@-._~!$&'()*+,;=") + (f"?{parts.query}" if parts.query else "")
