"""The route of style, fonts and scripts. In: the files. Out: one public route; what is no file is not found."""

from starlette.responses import Response

from intake import errors
from intake.web.context import Context
from intake.web.route import NOBODY, Route
from intake.web.static import Static


def route(static: Static) -> Route:
    """Serves these files to everybody."""

    def give(context: Context) -> Response:
        answer = static.answer(context.path["version"], context.path["name"], context.request.headers.get("accept-encoding", ""))
        if answer is None:
            raise errors.NotFound("there is no such file")
        return answer

    return Route("GET", "/static/{version}/{name:path}", NOBODY, give, public=True, quiet=True)
