"""HTML of replies, to be shown in a frame with a policy of its own. In: HTML just rendered. Out: an address for a while.

The page's own policy allows no style inside it; a frame with an address answers for itself: no script, no form, no address of anybody's.
"""

from typing import Final

from starlette.responses import HTMLResponse, Response

from intake.desk import previews
from intake.web import headers
from intake.web.context import Context
from intake.web.route import READERS, Route

POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
FRAMING: Final = {"Content-Security-Policy": f"{headers.EVERY['Content-Security-Policy']}; frame-src 'self'"}
"""Of a page that shows such a frame."""


def keep(context: Context, html: str) -> str:
    """The address at which this person's browser finds it."""
    return f"/previews/{previews.keep(context.desk, html, who=context.who)}"


def framed(answer: Response) -> Response:
    """The page may show frames of ours."""
    answer.headers.update(FRAMING)
    return answer


def show(context: Context) -> Response:
    """What was kept for this person."""
    html = previews.find(context.desk, context.path["key"], who=context.who)
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})


ROUTES: Final = (Route("GET", "/previews/{key}", READERS, show, quiet=True),)
