"""Health as JSON and metrics as Prometheus text, for machines on the inside. In: nothing. Out: counts and times without people."""

from datetime import datetime
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from intake.desk import health
from intake.web import metrics
from intake.web.context import Context
from intake.web.route import NOBODY, Route


def healthy(context: Context) -> Response:
    """200 while all is well, else 503."""
    found = health.look(context.desk)
    return JSONResponse(_told(found), status_code=200 if found.well else 503)


def measured(context: Context) -> Response:
    """The figures."""
    return Response(metrics.text(health.look(context.desk)), media_type=metrics.MEDIA_TYPE)


ROUTES: Final = (
    Route("GET", "/health", NOBODY, healthy, public=True, quiet=True),
    Route("GET", "/metrics", NOBODY, measured, public=True, quiet=True),
)


def _told(found: health.Health) -> dict[str, Any]:
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
