"""The web application. In: a Desk, the names it is called by, its setting. Out: an ASGI app that serves the table of routes.

Every path of the table has one endpoint, which is the gate; nothing is served beside the table.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from fastapi import FastAPI, Request
from starlette import routing
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response

from intake.desk import signing_in
from intake.desk.arrivals import Arrivals
from intake.desk.desk import Desk
from intake.web import static_files
from intake.web.gate import Gate
from intake.web.headers import Headers
from intake.web.navigation import Navigation
from intake.web.pages import Pages
from intake.web.route import Route
from intake.web.routes import ROUTES
from intake.web.setting import Setting
from intake.web.static import Static

ANY_METHOD: Final = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def create(desk: Desk, *, hosts: Sequence[str], setting: Setting | None = None) -> Headers:
    """The application; `hosts` are the names a browser may call it by."""
    own, static = replace(setting or Setting(), arrivals=Arrivals(desk, start=signing_in.new_secret()[:16])), Static()
    pages = Pages(desk, own, static, Navigation(ROUTES))
    gate = Gate(desk, own, pages)
    app = FastAPI(title="intake", docs_url=None, redoc_url=None, openapi_url=None)
    table = (*ROUTES, static_files.route(static))
    for path, routes in groupby(sorted(table, key=lambda each: _rank(each.path)), key=lambda each: each.path):
        app.router.routes.append(routing.Route(path, _endpoint(gate, list(routes)), methods=ANY_METHOD))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return gate.refuse_request(request, error.status_code)

    @app.exception_handler(Exception)
    def broken(request: Request, _error: Exception) -> Response:
        # The server logs the fault itself.
        return gate.refuse_request(request, 500, "A fault of the program. Nothing was changed. Tell whoever runs this service.")

    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    # Around everything, so that the answer to a fault bears the headers too.
    return Headers(app)


def _endpoint(gate: Gate, routes: Sequence[Route]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await gate.serve(request, routes)

    return endpoint


def _rank(path: str) -> tuple[list[tuple[bool, str]], str]:
    """Fixed words before parts that vary, so that /letters/new is not a letter called new."""
    return [(each.startswith("{"), each) for each in path.split("/")], path
