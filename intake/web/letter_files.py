"""What came, as it came: a mail's HTML in a locked frame, attachments as downloads. In: a letter. Out: bytes that can do nothing here."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from intake import errors
from intake.desk import reveal
from intake.security import markup
from intake.web import shown
from intake.web.context import Context
from intake.web.letters import look, number
from intake.web.route import STAFF, Route

LOCKED: Final = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'"
FRAMED: Final = f"{LOCKED}; frame-ancestors 'self'"
"""For the frame's own document: no script, no origin, no style, no picture; it may stand in a page of ours."""
LONGEST_NAME: Final = 120
_NOT_SAID: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')


def as_sent(context: Context) -> Response:
    """The page around the frame."""
    return shown.framed(context.render("letter_mail.html", number=look(context).letter.id))


def frame(context: Context) -> Response:
    """The mail's own HTML, cleaned, in a document that may do nothing; recorded."""
    read = context.setting.looks.html
    if read is None:
        raise errors.NotFound("the mail's HTML is not at hand")
    html = reveal.text(context.desk, number(context, "number"), who=context.who, read=read)
    body = markup.harmless(html) if html else "<p>This mail has no HTML.</p>"
    page = f'<!doctype html><html lang="en-US"><head><meta charset="utf-8"><title>The mail</title></head><body>{body}</body></html>'
    return HTMLResponse(page, headers={"Content-Security-Policy": FRAMED, "Cross-Origin-Resource-Policy": "same-origin"})


def download(context: Context) -> Response:
    """An attachment, never opened here; recorded."""
    read = context.setting.looks.file
    if read is None:
        raise errors.NotFound("attachments are not at hand")
    file = reveal.file(context.desk, number(context, "number"), number(context, "position"), who=context.who, read=read)
    pdf = file.content.startswith(b"%PDF-")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(_name(file.name, pdf=pdf), safe='')}",
        "Content-Security-Policy": LOCKED,
        "Cache-Control": "no-store",
    }
    return Response(file.content, media_type="application/pdf" if pdf else "application/octet-stream", headers=headers)


def _name(said: str, *, pdf: bool) -> str:
    """The sender's word for it, without what a file system or an eye takes for something else."""
    name = _NOT_SAID.sub("_", unicodedata.normalize("NFC", said)).strip(" ._")[-LONGEST_NAME:] or "attachment"
    return name if not pdf or name.lower().endswith(".pdf") else f"{name}.pdf"


ROUTES: Final = (
    Route("GET", "/letters/{number}/mail", STAFF, as_sent),
    Route("GET", "/letters/{number}/mail/frame", STAFF, frame, quiet=True),
    Route("GET", "/letters/{number}/papers/{position}/file", STAFF, download),
)
