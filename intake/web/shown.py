"""HTML of replies, to be shown in a frame with a policy of its own. In: HTML just rendered. Out: an address for a few minutes.

The page's own policy allows no style inside it; a frame with an address answers for itself: no script, no form, no address of anybody's.
"""

import secrets
import threading
from collections import OrderedDict
from typing import Final

from starlette.responses import HTMLResponse, Response

from intake import errors
from intake.web import headers
from intake.web.context import Context
from intake.web.route import READERS, Route

MOST: Final = 64
POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
FRAMING: Final = {"Content-Security-Policy": f"{headers.EVERY['Content-Security-Policy']}; frame-src 'self'"}
"""Of a page that shows such a frame."""
_kept: Final[OrderedDict[str, tuple[str, str]]] = OrderedDict()
_lock: Final = threading.Lock()


def keep(context: Context, html: str) -> str:
    """The address at which this person's browser finds it; the latest MOST are kept."""
    key = secrets.token_urlsafe(18)
    with _lock:
        _kept[key] = (context.who, html)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return f"/previews/{key}"


def framed(answer: Response) -> Response:
    """The page may show frames of ours."""
    answer.headers.update(FRAMING)
    return answer


def show(context: Context) -> Response:
    """What was kept for this person."""
    with _lock:
        who, html = _kept.get(context.path["key"], ("", ""))
    if who != context.who:
        raise errors.NotFound("this preview is gone: look at it anew")
    return HTMLResponse(html, headers={"Content-Security-Policy": POLICY})


ROUTES: Final = (Route("GET", "/previews/{key}", READERS, show, quiet=True),)
