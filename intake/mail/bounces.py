"""Whether a mail is a bounce, and of which letter of ours. In: a Message. Out: a Bounce or None. Pure. RFC 3464, 3461; VERP.

A bounce is tied to its letter by whatever survived: our field or Message-ID in the returned header, the envelope id, the token
in the address it came back to; the recipient's address is the weakest of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as LibraryMessage
from typing import Final

from flufl.bounce import all_failures

from intake.mail import ourselves, phrases, thread
from intake.mail.message import Message

TEXT_CHARS: Final = 64 * 1024
"""How much of a bounce's text is searched."""
_LINE_CHARS: Final = 998
_BLOCKS: Final = 200
_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_XTEXT: Final = re.compile(r"\+([0-9A-F]{2})")
_QUOTED_ID: Final = re.compile(r"^\s*message-id:\s*(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_QUOTED_TOKEN: Final = re.compile(rf"^\s*{ourselves.REPLY_FIELD}:\s*([a-z0-9]{{20,64}})\s*$", re.IGNORECASE | re.MULTILINE)
_GIVEN_UP: Final = ("fail", "error")
_WAITING: Final = ("delay",)


@dataclass(frozen=True, slots=True)
class Bounce:
    """One letter that was not delivered. `permanent` is false while the other side still tries."""

    recipient: str  # "" where the bounce does not tell
    status: str  # "5.1.1"; "" where the bounce does not tell (RFC 3463)
    permanent: bool
    original_message_id: str | None
    envelope_id: str | None  # our ENVID, decoded
    token: str | None  # of our reply


@dataclass(frozen=True, slots=True)
class _Told:
    recipient: str
    status: str
    permanent: bool


def read(message: Message) -> Bounce | None:
    """The bounce a mail is, or None: also for receipts of success, and for bounces that tie to nothing and name nobody."""
    envelope_id: str | None = None
    if message.delivery_status:
        blocks = [_fields(block) for block in re.split(r"\n\s*\n", message.delivery_status)[:_BLOCKS]]
        envelope_id = next((_xtext(block["original-envelope-id"]) for block in blocks if block.get("original-envelope-id")), None)
        told = _from_report(blocks)
        if told is None and any("action" in block for block in blocks):
            return None
    else:
        told = None
    if told is None:
        if not _looks_like_one(message):
            return None
        told = _from_text(message)
    token = _token(message, envelope_id)
    if token is None and not told.recipient:
        return None
    return Bounce(told.recipient, told.status, told.permanent, _original_id(message), envelope_id, token)


def _fields(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in re.sub(r"\n[ \t]+", " ", block).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _from_report(blocks: list[dict[str, str]]) -> _Told | None:
    """The first recipient that was given up, else the first that is still tried."""
    waiting: _Told | None = None
    for block in blocks:
        action = block.get("action", "").lower()
        status = _STATUS.search(block.get("status", ""))
        told = _Told(_recipient(block), status[1] if status else "", action.startswith(_GIVEN_UP))
        if action.startswith(_GIVEN_UP):
            return told
        if action.startswith(_WAITING) and waiting is None:
            waiting = told
    return waiting


def _recipient(block: dict[str, str]) -> str:
    # The original recipient is the address we wrote to; the final one may be what a forwarder made of it.
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = block.get(name, "").rpartition(";")[2].strip().strip("<>").strip()
        if "@" in value:
            # Some reports leave the two characters that our tagged addresses hold in xtext.
            return value.replace("+2B", "+").replace("+3D", "=")[:320]
    return ""


def _xtext(value: str) -> str:
    """RFC 3461 section 4: `+2B` stands for a plus."""
    return _XTEXT.sub(lambda found: chr(int(found[1], 16)), value)


def _looks_like_one(message: Message) -> bool:
    subject = phrases.plain(message.subject)
    if phrases.AUTOMATIC_SUBJECT.match(subject) or message.content_type_param("report-type") == "disposition-notification":
        return False
    senders = [one.local for one in message.from_]
    return bool(
        any(phrases.DAEMON.fullmatch(local) or phrases.BOUNCER.fullmatch(local) for local in senders)
        or phrases.BOUNCE_SUBJECT.match(subject)
        or phrases.BOUNCE_BODY.match(phrases.plain(message.text.lstrip()))
        or message.header("x-failed-recipients")
    )


def _from_text(message: Message) -> _Told:
    """Bounces in plain words, by a library that knows the wordings of many servers."""
    text = message.text[:TEXT_CHARS]
    told = LibraryMessage()
    for name in ("From", "Subject", "X-Failed-Recipients"):
        value = message.header(name)
        if value:
            told[name] = value.encode("ascii", "replace").decode("ascii")
    told.set_payload("\n".join(line[:_LINE_CHARS] for line in text.split("\n")).encode("ascii", "replace").decode("ascii"))
    found = _STATUS.search(text)
    status = found[1] if found else ""
    try:
        temporary, permanent = all_failures(told)
    except Exception:  # noqa: BLE001 - detectors for the mail of strangers; the library passes on whatever one of them raises
        temporary, permanent = frozenset(), frozenset()
    recipients = sorted(permanent) or sorted(temporary)
    recipient = recipients[0].decode("ascii", "replace") if recipients else ""
    return _Told(recipient, status, bool(permanent) or not (temporary or status.startswith("4")))


def _token(message: Message, envelope_id: str | None) -> str | None:
    return next(_tokens(message, envelope_id), None)


def _tokens(message: Message, envelope_id: str | None) -> Iterator[str]:
    """Every token of a reply of ours in a bounce, the surest first."""
    for returned in message.forwarded:
        marked = (returned.header(ourselves.REPLY_FIELD) or "").strip().lower()
        if thread.TOKEN.fullmatch(marked):
            yield marked
        own = thread.token_of(returned.message_id or "")
        if own:
            yield own
    if envelope_id and thread.TOKEN.fullmatch(envelope_id.lower()):
        yield envelope_id.lower()
    yield from thread.tokens(message)
    text = message.text[:TEXT_CHARS]
    yield from (found[1].lower() for found in _QUOTED_TOKEN.finditer(text))
    yield from thread.tokens_in(text)


def _original_id(message: Message) -> str | None:
    """The Message-ID of the letter that came back; Exchange quotes it only as the id it answers."""
    for returned in message.forwarded:
        if returned.message_id:
            return returned.message_id
    quoted = _QUOTED_ID.search(message.text[:TEXT_CHARS])
    if quoted:
        return quoted[1]
    return next(iter(thread.answered_ids(message)), None)
