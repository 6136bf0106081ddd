"""The response-time log. In: which letters, and from where on. Out: a page of lines."""

from datetime import UTC, datetime
from typing import Final

from starlette.responses import Response

from intake import errors
from intake.desk import health, response_log
from intake.desk.response_log import Key
from intake.web.context import Context
from intake.web.route import READERS, Route

PAGE_LINES: Final = 50
LONGEST_NUMBER: Final = 18  # digits that fit into a 64-bit key


def show(context: Context) -> Response:
    """All letters newest first, or the open ones by the time that is left."""
    open_only, after = context.query.get("open") == "true", context.query.get("after", "")
    found = response_log.page(context.desk, open_only=open_only, after=_key(after), limit=PAGE_LINES)
    state = health.look(context.desk)
    return context.render("log.html", lines=found.lines, open_only=open_only, first=not after, next=_after(found.next), health=state)


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
        raise errors.PersonNeeded("This link is damaged. Go back to the first page.") from None


ROUTES: Final = (Route("GET", "/", READERS, show),)
