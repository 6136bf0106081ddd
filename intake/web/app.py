"""The web application. In: a Desk. Out: an ASGI app with one plain page of the log, health as JSON and metrics as Prometheus text.

Read-only: there is no route that changes anything, no form and no script. It has no log-in yet, so it listens on this machine alone.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import jinja2
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from intake import errors
from intake.desk import health, replies, response_log
from intake.desk.desk import Desk
from intake.desk.response_log import Key
from intake.web import metrics
from intake.web.headers import Headers

PAGES: Final = Path(__file__).with_name("pages")
PAGE_LINES: Final = 50
LONGEST_NUMBER: Final = 18  # digits that fit into a 64-bit key


def create(desk: Desk, *, hosts: Sequence[str]) -> Headers:
    """The application; `hosts` are the names a browser may call it by."""
    app = FastAPI(title="intake", docs_url=None, redoc_url=None, openapi_url=None)
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.filters["local"] = lambda instant: f"{desk.calendar.local(instant):%Y-%m-%d %H:%M}"
    style = (PAGES / "style.css").read_text(encoding="utf-8")

    def page(name: str, words: dict[str, Any], code: int = 200) -> HTMLResponse:
        return HTMLResponse(pages.get_template(name).render(words), status_code=code)

    @app.get("/", response_class=HTMLResponse)
    def log(open: bool = False, after: str = "") -> HTMLResponse:
        found = response_log.page(desk, open_only=open, after=_key(after), limit=PAGE_LINES)
        words = {"lines": found.lines, "open_only": open, "first": not after, "next": _after(found.next), "health": health.look(desk)}
        return page("log.html", words | {"zone": desk.calendar.settings.zone, "switch": replies.state(desk)})

    @app.get("/health")
    def healthy() -> JSONResponse:
        found = health.look(desk)
        return JSONResponse(_health(found), status_code=200 if found.well else 503)

    @app.get("/metrics")
    def measured() -> Response:
        return Response(metrics.text(health.look(desk)), media_type=metrics.MEDIA_TYPE)

    @app.get("/style.css")
    def styled() -> Response:
        return PlainTextResponse(style, media_type="text/css")

    @app.exception_handler(HTTPException)
    def refused(_request: Request, error: HTTPException) -> Response:
        return page("error.html", {"status": error.status_code, "text": str(error.detail)}, error.status_code)

    @app.exception_handler(errors.WaitError)
    def later(_request: Request, error: errors.WaitError) -> Response:
        return page("error.html", {"status": 503, "text": str(error)}, 503)

    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    # Around everything, so that the answer to a fault bears the headers too.
    return Headers(app)


def _after(key: Key | None) -> str | None:
    return None if key is None else f"{key[0].astimezone(UTC):%Y%m%dT%H%M%S.%f}-{key[1]}"


def _key(text: str) -> Key | None:
    if not text:
        return None
    try:
        at, _dash, number = text.partition("-")
        if len(number) > LONGEST_NUMBER:
            raise ValueError("not a number of ours")
        return datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(number)
    except ValueError:
        raise HTTPException(400, "This link is damaged. Go back to the first page.") from None


def _health(found: health.Health) -> dict[str, Any]:
    def at(instant: datetime | None) -> str | None:
        return None if instant is None else instant.isoformat()

    return {
        "status": "ok" if found.well else "failing",
        "database": found.database,
        "at": at(found.at),
        "replies": "on" if found.replies_on else "off",
        "need_person": found.need_person,
        "waiting": found.waiting_replies,
        "unsure": found.unsure,
        "open": found.open_letters,
        "overdue": found.overdue_letters,
        "alarms": found.alarms,
        "papers_waiting": found.papers_waiting,
        "mailboxes": [
            {
                "mailbox": each.mailbox,
                "folder": each.folder,
                "checked_at": at(each.checked_at),
                "failing_since": at(each.failing_since),
                "unseen": each.unseen,
            }
            for each in found.mailboxes
        ],
    }
