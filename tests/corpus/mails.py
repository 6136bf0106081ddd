"""Letters drawn for tests. In: what makes a case special. Out: octets of a mail. Everybody in them is invented."""

import base64
from collections.abc import Iterable, Sequence

OFFICE = "intake@office.example"
CHIEF = "chief@brookfield-pd.example"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

_PERSON = (
    ("Return-Path", f"<{CHIEF}>"),
    (
        "Received",
        "from mx.brookfield-pd.example ([192.0.2.7])\r\n\tby in.office.example with ESMTPS id 1; Tue, 24 Nov 2026 10:00:01 -0500",
    ),
    ("From", f"Pat Doe <{CHIEF}>"),
    ("To", OFFICE),
    ("Subject", "Letter of interest, Brookfield Police Department"),
    ("Date", "Tue, 24 Nov 2026 10:00:00 -0500"),
    ("Message-ID", "<letter-1@brookfield-pd.example>"),
    ("MIME-Version", "1.0"),
)

Fields = Iterable[tuple[str, str]]


def mail(
    extra: Fields = (), *, without: Sequence[str] = (), body: str | bytes = "Please find our letter.\r\n", first: Fields = ()
) -> bytes:
    """A person's mail. `extra` takes the place of fields of those names, `first` goes above everything, `without` leaves fields out."""
    extra = list(extra)
    replaced = {name.lower() for name, _ in extra} | {name.lower() for name in without}
    kept = [(name, value) for name, value in _PERSON if name.lower() not in replaced]
    # The return path stands on top, where the delivering server writes it.
    top, below = [e for e in extra if e[0] == "Return-Path"], [e for e in extra if e[0] != "Return-Path"]
    head = "".join(f"{name}: {value}\r\n" for name, value in (*first, *top, *kept, *below))
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def multipart(
    parts: Sequence[bytes],
    *,
    kind: str = "mixed",
    boundary: str = "b1",
    extra: Fields = (),
    parameters: str = "",
    without: Sequence[str] = (),
) -> bytes:
    """A mail of several parts, each with its own header."""
    declared = ("Content-Type", f'multipart/{kind}; boundary="{boundary}"{parameters}')
    return mail((*extra, declared), without=without, body=joined(parts, boundary))


def joined(parts: Sequence[bytes], boundary: str) -> bytes:
    """Parts between delimiters."""
    mark = boundary.encode()
    return b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"


def inner(parts: Sequence[bytes], *, kind: str, boundary: str) -> bytes:
    """A multipart as a part."""
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + joined(parts, boundary)


def text(words: str, *, kind: str = "plain", charset: str | None = "utf-8", extra: str = "") -> bytes:
    """A text part, its octets as they are."""
    declared = f"text/{kind}" + (f"; charset={charset}" if charset else "")
    return f"Content-Type: {declared}{extra}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + words.encode(charset or "utf-8")


def file(
    content: bytes = PDF,
    *,
    media_type: str = "application/pdf",
    name: str = "letter.pdf",
    disposition: str | None = "attachment",
    extra: str = "",
) -> bytes:
    """A file in base64."""
    shown = (
        f'Content-Disposition: {disposition}; filename="{name}"\r\n'
        if disposition and name
        else f"Content-Disposition: {disposition}\r\n"
        if disposition
        else ""
    )
    head = f"Content-Type: {media_type}{extra}\r\n{shown}Content-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def nested(content: bytes, extra: str = "") -> bytes:
    """A mail as a part."""
    return f"Content-Type: message/rfc822\r\n{extra}\r\n".encode() + content


def delivery_report(
    *, recipient: str, action: str = "failed", status: str = "5.1.1", returned: bytes | None = None, envelope_id: str = "", to: str = OFFICE
) -> bytes:
    """A bounce as Postfix writes it."""
    envelope = f"Original-Envelope-Id: {envelope_id}\r\n" if envelope_id else ""
    machine = "Content-Type: message/delivery-status\r\n\r\n"
    machine += f"Reporting-MTA: dns; mx.example\r\n{envelope}\r\n"
    machine += f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
    parts = [text("This is the mail system at host mx.example.\r\n"), machine.encode()]
    if returned is not None:
        parts.append(nested(returned))
    head = (
        ("Return-Path", "<>"),
        ("From", "Mail Delivery System <MAILER-DAEMON@mx.example>"),
        ("To", to),
        ("Subject", "Undelivered Mail Returned to Sender"),
        ("Auto-Submitted", "auto-replied"),
    )
    return multipart(parts, kind="report", parameters="; report-type=delivery-status", extra=head)
