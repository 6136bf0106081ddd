"""What the operator is told. In: event names with ids, counts and codes. Out: lines of JSON or of a console, without people in them.

Every field not on the list is dropped, every text is scrubbed of addresses, an error is told by its class and its place in our code; its
words are kept only where they are ours. What libraries say is told as "library said something at this place", their words dropped.
"""

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, TextIO

import structlog

from intake import errors
from intake.security.redaction import Pseudonyms

ALLOWED: Final = frozenset({
    "event", "level", "timestamp", "process", "message", "reply", "application", "document", "sighting", "alarm", "attempt", "uid",
    "validity", "mailbox", "folder", "role", "position", "worker", "owner", "lease", "step", "state", "before", "after", "kind",
    "verdict", "queue", "template", "purpose", "form", "model", "code", "outcome", "reason", "status", "route", "method", "switch",
    "actor", "channel", "count", "letters", "replies", "papers", "waiting", "held", "shelved", "unsure", "dead", "pages", "size",
    "octets", "batch", "attempts", "limit", "threads", "processes", "connections", "seconds", "milliseconds", "minutes", "wait_seconds",
    "next_seconds", "at", "due_at", "until", "since", "free_mb", "rss_mb", "port", "version", "schema", "calendar", "sha256", "error",
    "where", "why", "library", "signal", "job", "older", "per_minute", "thread", "act", "refused", "mailboxes",
})  # fmt: skip
PROSE: Final = frozenset(
    {"why", "where", "mailbox", "folder"}
)  # our own words; any other text with a blank in it is not a code, and is dropped
DROPPED: Final = "(dropped)"
OUR_WORDS: Final = ("uvicorn.error", "apscheduler", "alembic")  # libraries whose messages speak of ports, jobs and versions alone
QUIET: Final = ("uvicorn.access", "pdfminer", "PIL", "imapclient", "aiosmtplib", "asyncio")
EVENT: Final = re.compile(r"[a-z0-9_.]{1,80}")
LONGEST: Final = 200
MOST_FRAMES: Final = 6
HOUSE: Final = Path(__file__).parent

Fields = MutableMapping[str, Any]


def configure(
    *,
    form: Literal["json", "console"],
    level: str,
    stream: TextIO | None = None,
    key: bytes | None = None,
    process: str = "",
) -> None:
    """Send our own and the libraries' lines to `stream` (standard error). `key` makes pseudonyms comparable from start to start."""
    censor = _Censor(Pseudonyms(key or os.urandom(32)), process)
    out = stream or sys.stderr
    renderer: structlog.typing.Processor
    if form == "json":
        renderer = structlog.processors.JSONRenderer(sort_keys=False)
    else:
        # Told without tracebacks of its own: the censor has said where an error happened.
        renderer = structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        censor,
    ]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # A line and its end in one write: the libraries' lines come from other threads through a handler of their own.
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared[:2], _library, censor],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(number, logging.WARNING))
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed


def get() -> structlog.typing.FilteringBoundLogger:
    """A logger: `log.info("reply.sent", reply=7, attempt=2)`."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


class _Censor:
    """The last word before a line is written."""

    def __init__(self, names: Pseudonyms, process: str) -> None:
        self._names = names
        self._process = process

    def __call__(self, _logger: Any, _method: str, fields: Fields) -> Fields:
        event = str(fields.get("event", ""))
        kept: Fields = {"event": event if EVENT.fullmatch(event) else "unnamed"}
        if self._process:
            kept["process"] = self._process
        if error := _error(fields.get("exc_info")):
            kept["error"] = type(error).__name__
            kept["where"] = _where(error.__traceback__)
            if isinstance(error, errors.IntakeError):
                kept["why"] = self._names.scrub(str(error), LONGEST)
        for name, value in fields.items():
            if name in ALLOWED and name not in kept:
                kept[name] = self._plain(name, value)
        # structlog's own formatter carries the record in two underscored fields until it renders.
        kept.update({name: value for name, value in fields.items() if name in ("_record", "_from_structlog")})
        return kept

    def _plain(self, name: str, value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, list | tuple | set | frozenset):
            return [self._plain(name, each) for each in list(value)[:20]]
        text = self._names.scrub(str(value), LONGEST)
        return text if name in PROSE or not re.search(r"\s", text) else DROPPED


def _library(_logger: Any, _method: str, fields: Fields) -> Fields:
    record: logging.LogRecord = fields["_record"]
    said: Fields = {name: fields[name] for name in ("_record", "_from_structlog", "level", "timestamp")}
    said.update({"event": "library.said", "library": record.name, "where": f"{record.module}:{record.lineno}", "exc_info": record.exc_info})
    if record.name.startswith(OUR_WORDS) and not record.exc_info:
        said["why"] = record.getMessage()
    return said


def _error(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1] if isinstance(info[1], BaseException) else None
    return sys.exc_info()[1] if info else None


def _where(trace: TracebackType | None) -> str:
    """The last places in our own code, outermost first: `pipeline/step.py:40 run`."""
    frames = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(HOUSE):
            frames.append(f"{path.relative_to(HOUSE).as_posix()}:{frame.lineno} {frame.name}")
    return " > ".join(frames[-MOST_FRAMES:])


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        get().error("thread.failed", exc_info=failed.exc_value)
