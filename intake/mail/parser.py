"""A mail understood as far as it can be. In: octets. Out: a Message, or errors.UnreadableMail and nothing else. Pure.

Own cutting and own accessors instead of the standard parser: that one raises on headers of real mail (gh-151857, gh-148518, gh-83281),
recurses until Python gives up, and needs several times the octets of a large mail in memory. docs/INTERNALS.md names the bounds.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

from intake import errors
from intake.mail import address, bodies, headers, mime
from intake.mail.headers import Fields
from intake.mail.limits import Limits
from intake.mail.message import Address, Message
from intake.mail.mime import Budget

_KNOWN: Final = frozenset(
    {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "reply-to",
        "sender",
        "delivered-to",
    }
)
"""A mail has at least one of these; octets without any are something else."""
_CAPS: Final = frozenset({"parts-capped", "depth-capped", "headers-capped", "text-capped"})
"""Defects of a nested mail that are the whole mail's too: something was not read."""


def parse(raw: bytes, limits: Limits = Limits()) -> Message:
    """The mail in `raw`. Raises errors.UnreadableMail, and no other error, for octets that are no mail or pass `limits.raw_bytes`."""
    try:
        return read(raw, limits)
    except errors.UnreadableMail:
        raise
    except Exception as error:
        # A mail that finds a fault of ours goes to the shelf with its bytes; it must not stop those behind it.
        raise errors.UnreadableMail(f"The mail could not be understood ({type(error).__name__}).") from error


def read(raw: bytes, limits: Limits) -> Message:
    """`parse` without its safety net: what the tests of this room call, so that the net hides no fault."""
    if len(raw) > limits.raw_bytes:
        raise errors.UnreadableMail(f"The mail has {len(raw)} octets; at most {limits.raw_bytes} are read.")
    budget = Budget(limits=limits, parts=limits.parts, delimiter_lines=limits.delimiter_lines)
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
        budget.defects.add("line-ends")
    start = _start(raw)
    if start == len(raw):
        raise errors.UnreadableMail("The mail is empty.")
    message = understand(raw, start, len(raw), budget, 0)
    if not any(name.lower() in _KNOWN for name, _ in message.headers):
        raise errors.UnreadableMail("No header field of a mail was found in it.")
    return message


def _start(raw: bytes) -> int:
    """Where the header begins: after blank lines that some servers put first."""
    position = 0
    while position < len(raw) and raw[position] in b"\r\n":
        position += 1
    return position


def understand(source: bytes, start: int, end: int, budget: Budget, depth: int) -> Message:
    """The mail between two offsets; nested mails share the budget."""
    limits = budget.limits
    outer = budget.defects
    if depth:
        budget.defects = set()
    root = mime.cut(source, start, end, budget, depth=depth)
    contents = bodies.read(root, budget, understand)
    fields = root.fields
    from_ = _addresses(fields, "from", limits, budget)
    date_raw = fields.get("date")
    date = headers.date(date_raw) if date_raw else None
    message_id = _message_id(fields, budget)
    _note_missing(from_, date_raw is not None, date is not None, budget)
    sender = _addresses(fields, "sender", limits, budget)
    to, cc, reply_to = (_addresses(fields, name, limits, budget) for name in ("to", "cc", "reply-to"))
    defects = budget.defects
    if depth:
        budget.defects = outer
        outer |= defects & _CAPS
    return Message(
        raw_sha256=hashlib.sha256(memoryview(source)[start:end] if (start or end != len(source)) else source).hexdigest(),
        size=end - start,
        identity_sha256=_identity(
            message_id, date.isoformat() if date else " ".join((date_raw or "").split()), from_, fields, contents.digests
        ),
        message_id=message_id,
        in_reply_to=headers.message_ids(fields.get("in-reply-to"), limits.message_ids),
        references=headers.message_ids(fields.get("references"), limits.message_ids),
        from_=from_,
        sender=sender[0] if sender else None,
        to=to,
        cc=cc,
        reply_to=reply_to,
        return_path=_return_path(fields),
        subject=headers.decode(fields.get("subject") or "", limits),
        date=date,
        text=contents.text,
        html=contents.html,
        headers=tuple((one.name, headers.decode(one.raw, limits)) for one in fields.all),
        attachments=tuple(contents.attachments),
        defects=tuple(sorted(defects)),
        content_type=root.declared,
        content_type_params=tuple(root.parameters.items()),
        part_types=tuple(contents.part_types),
        forwarded=tuple(contents.forwarded),
        delivery_status=contents.delivery_status,
    )


def _addresses(fields: Fields, name: str, limits: Limits, budget: Budget) -> tuple[Address, ...]:
    first = fields.get(name)
    if first is None:
        return ()
    found = address.parse(first, limits, budget.defects)
    if len(fields.all) > 1:
        # A second From (or To) field is not allowed; its mailboxes count, so that two authors are never taken for one.
        for one in fields.all:
            if one.lower == name and one.raw is not first:
                found += address.parse(one.raw, limits, budget.defects)
    return found[: limits.addresses]


def _message_id(fields: Fields, budget: Budget) -> str | None:
    raw = fields.get("message-id")
    if raw is None or not raw.strip():
        budget.defects.add("no-message-id")
        return None
    ids = headers.message_ids(raw, 1)
    if ids:
        return ids[0]
    budget.defects.add("message-id-broken")
    return headers.decode(raw, budget.limits)[:998]


def _note_missing(from_: Sequence[Address], has_date: bool, date_read: bool, budget: Budget) -> None:
    if not from_:
        budget.defects.add("no-from")
    elif not any(one.address for one in from_):
        budget.defects.add("from-broken")
    if not has_date:
        budget.defects.add("no-date")
    elif not date_read:
        budget.defects.add("date-broken")


def _return_path(fields: Fields) -> str | None:
    """The envelope sender as the delivering server wrote it: only above the first Received line, for below it anybody could have put it."""
    for one in fields.all:
        if one.lower == "received":
            return None
        if one.lower == "return-path":
            value = one.raw.strip()
            opened, closed = value.find("<"), value.rfind(">")
            if 0 <= opened < closed:
                value = value[opened + 1 : closed]
            value = "".join(value.split())
            local, at, domain = value.rpartition("@")
            return f"{local}{at}{domain.lower()}" if at else value
    return None


def _identity(message_id: str | None, date: str, from_: Sequence[Address], fields: Fields, digests: Sequence[str]) -> str:
    """Digest of Message-ID, Date, From and what the decoded parts hold; not of boundaries, encodings, folding, trace fields."""
    author = ",".join(one.address for one in from_) or " ".join((fields.get("from") or "").split())
    digest = hashlib.sha256()
    for piece in (message_id or "", date, author, *sorted(digests)):
        digest.update(piece.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()
