"""Invented papers and mails. In: agencies, senders. Out: bytes and the Documents a reader finds in them."""

import itertools
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from intake.documents.document import Document, Field, Form, Model, Source, State
from tests.pipeline.fakes import TUESDAY

OFFICE = "intake@office.example"
STAFF = "dana.reed@office.example"
BOX = (0.0, 0.0, 10.0, 10.0)
_numbers = itertools.count(1)

SPRINGVALE = ("Springvale Police Department", "OH")
MARLOW = ("Marlow County Sheriff's Office", "FL")
ELMFORK = ("Elm Fork Police Department", "TX")  # in no directory


def fields(agency: tuple[str, str] | None, confidence: float = 0.95, **more: str | tuple[str, ...]) -> tuple[Field, ...]:
    values: dict[str, str | tuple[str, ...]] = {} if agency is None else {"agency_name": agency[0], "state": agency[1]}
    values |= more
    return tuple(Field(name, value, str(value), 1, BOX, Source.TEXT, confidence) for name, value in values.items())


def letter(agency: tuple[str, str] | None = SPRINGVALE, models: tuple[str, ...] = ("TFM",), **more: str) -> Document:
    return Document("", "application/pdf", 1, Form.LOI, fields=fields(agency, models_requested=models, **more))


def agreement(
    agency: tuple[str, str] | None = SPRINGVALE, model: Model | None = Model.TFM, confidence: float = 0.95, **more: str
) -> Document:
    return Document("", "application/pdf", 11, Form.MOA, model=model, fields=fields(agency, confidence, **more))


def blank_form() -> Document:
    return Document("", "application/pdf", 11, Form.MOA, model=Model.TFM, blank=True)


def scan() -> Document:
    return Document("", "application/pdf", 3, Form.OTHER, fully_read=False)


def killed() -> Document:
    return Document("", "application/pdf", 0, Form.UNREADABLE, fully_read=False, state=State.KILLED)


def mail(
    text: str = "Please find our papers attached.",
    *,
    sender: str = "chief@springvale.example",
    name: str = "Pat Doe",
    subject: str = "Papers",
    to: str = OFFICE,
    cc: str = "",
    message_id: str = "",
    answers: str = "",
    references: str = "",
    at: datetime = TUESDAY,
    attachments: tuple[tuple[str, bytes], ...] = (),
    headers: tuple[tuple[str, str], ...] = (),
    return_path: str | None = "",
) -> bytes:
    """A mail as it lies in a mailbox; `return_path` "" is the sender's own, None leaves the field out."""
    made = EmailMessage()
    if return_path is not None:
        made["Return-Path"] = f"<{return_path or sender}>"
    for key, value in headers:
        made[key] = value
    made["From"] = f"{name} <{sender}>" if name else sender
    made["To"] = to
    if cc:
        made["Cc"] = cc
    made["Subject"] = subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id or f"<m{next(_numbers)}@{sender.rpartition('@')[2]}>"
    if answers:
        made["In-Reply-To"] = answers
        made["References"] = references or answers
    made.set_content(text)
    for filename, content in attachments:
        made.add_attachment(content, maintype="application", subtype="pdf", filename=filename)
    if made.is_multipart():
        made.set_boundary("=_of_this_mail_")
    return made.as_bytes()


def bounce_of(
    reply: bytes, *, to: str, status: str = "5.1.1", action: str = "failed", at: datetime = TUESDAY, message_id: str = ""
) -> bytes:
    """A delivery report (RFC 3464) that returns the header of `reply`."""
    head = reply.split(b"\r\n\r\n", 1)[0].decode().replace("\r\n", "\n")
    message_id = message_id or f"<bounce{next(_numbers)}@relay.example>"
    return (
        "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@relay.example>\nTo: intake@office.example\n"
        "Auto-Submitted: auto-replied\n"
        f"Subject: Undelivered Mail Returned to Sender\nDate: {format_datetime(at)}\n"
        f"Message-ID: {message_id}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour mail could not be delivered.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\n\n"
        f"Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{head}\n\n--b--\n"
    ).encode()
