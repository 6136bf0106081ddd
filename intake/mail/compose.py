"""A reply of ours as final octets. In: Outgoing. Out: a mail with CRLF line ends, kept and sent unchanged. Pure. RFC 5322, 2047, 3834.

Put together by hand, because the standard library's message objects cost more time than sending the letter; the tests read each result
back with the standard parser and with ours.
"""

import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final

from intake.mail import address
from intake.mail.message import Address

SUBJECT_CHARS: Final = 120
REFERENCES_CHARS: Final = 998
LINE_CHARS: Final = 76
"""Longest line of a header that is written."""
BODY_LINE_CHARS: Final = 998
"""Longest line of a body that any server must take (RFC 5322 2.1.1)."""
_WORD_OCTETS: Final = 39
"""UTF-8 octets of one encoded word: with its wrapping and the longest field name before it the line stays within bounds."""
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_IDENTIFIER: Final = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,990}>")
_TOKEN: Final = re.compile(r"[A-Za-z0-9._-]{1,60}")
_SPECIALS: Final = re.compile(r"[^A-Za-z0-9 !#$%&\'*+/=?^_`{|}~-]")
_BOUNDARY: Final = "=_intake_"
"""Cannot occur in quoted-printable text, which writes = as =3D."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply before it is put into octets. Every text is ours.

    `automatic` is true for what the machine sends: it then bears the marks that keep other machines from answering; a person's mail
    bears none. `in_reply_to` and `references` are those of the mail that is answered, as read; unclean ids are left out.
    """

    from_: Address
    to: str
    subject: str
    text: str = field(repr=False)
    date: datetime  # aware
    message_id: str
    token: str
    html: str | None = field(default=None, repr=False)
    reply_to: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    automatic: bool = True
    also_to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    language: str = "en"


def compose(reply: Outgoing) -> bytes:
    """The finished mail. Raises ValueError where recipient, Message-ID or token is not fit to be written (the caller's fault)."""
    recipients = [address.destination(one) for one in (reply.to, *reply.also_to, *reply.cc)]
    written = [one for one in recipients if one is not None]
    if len(written) < len(recipients) or not _IDENTIFIER.fullmatch(reply.message_id) or not _TOKEN.fullmatch(reply.token):
        raise ValueError("a reply needs plain recipients, a Message-ID and a token")
    lines = [
        _mailbox("From", reply.from_),
        _folded("To:", _listed(written[: 1 + len(reply.also_to)])),
        _folded("Cc:", _listed(written[1 + len(reply.also_to) :])) if reply.cc else "",
        _mailbox("Reply-To", Address("", reply.reply_to)) if reply.reply_to else "",
        _text_field("Subject", clean_subject(reply.subject)),
        f"Date: {format_datetime(reply.date.astimezone(UTC))}",
        f"Message-ID: {reply.message_id}",
        *_thread_fields(reply.in_reply_to, reply.references),
        *(_MACHINE_FIELDS if reply.automatic else ()),
        f"X-Intake-Reply: {reply.token}",
        f"Content-Language: {reply.language}",
        "MIME-Version: 1.0",
    ]
    head = "\r\n".join(line for line in lines if line)
    return f"{head}\r\n{_content(reply)}".encode("ascii")


_MACHINE_FIELDS: Final = ("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Auto-Response-Suppress: All")


def clean_subject(subject: str) -> str:
    """One line of at most SUBJECT_CHARS characters, cut between words, no control characters."""
    text = " ".join(_CONTROLS.sub(" ", subject).split())
    if len(text) <= SUBJECT_CHARS:
        return text
    cut = text[: SUBJECT_CHARS + 1].rpartition(" ")[0]
    return cut or text[:SUBJECT_CHARS]


def _content(reply: Outgoing) -> str:
    if reply.html is None:
        return _part("plain", reply.text)
    boundary = f"{_BOUNDARY}{reply.token}"
    quoted = _BOUNDARY in reply.text or _BOUNDARY in reply.html
    parts = "".join(f"--{boundary}\r\n{_part(kind, text, quoted)}\r\n" for kind, text in (("plain", reply.text), ("html", reply.html)))
    return f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n{parts}--{boundary}--\r\n'


def _part(kind: str, text: str, quoted: bool = False) -> str:
    """Header and body of a text part: plain where every server passes it on unchanged, else quoted-printable."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    body = "\r\n".join(lines)
    if not body.endswith("\r\n"):
        body += "\r\n"
    plain = not quoted and body.isascii() and "\0" not in body and not any(_spoils(line) for line in lines)
    if plain:
        return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n{body}"
    encoded = binascii.b2a_qp(body.encode("utf-8", "replace"), istext=True).decode("ascii")
    # Some servers put a > before a line that begins so.
    encoded = re.sub(r"^From ", "=46rom ", encoded, flags=re.MULTILINE)
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}"


def _spoils(line: str) -> bool:
    return len(line) > BODY_LINE_CHARS or line.startswith("From ") or line.endswith((" ", "\t"))


def _mailbox(name: str, mailbox: Address) -> str:
    written = address.destination(mailbox.address)
    if written is None:
        raise ValueError(f"{name} needs a plain address")
    shown = " ".join(_CONTROLS.sub(" ", mailbox.name).split())[:SUBJECT_CHARS]
    if not shown:
        return f"{name}: {written}"
    if not shown.isascii():
        phrase = _encoded_words(shown)
    elif _SPECIALS.search(shown) or "=?" in shown:
        phrase = '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
    else:
        phrase = shown
    line = f"{name}: {phrase} <{written}>"
    return line if len(line.rpartition("\n")[2]) <= LINE_CHARS else f"{name}: {phrase}\r\n <{written}>"


def _text_field(name: str, text: str) -> str:
    if not text.isascii() or "=?" in text:
        return f"{name}: {_encoded_words(text)}"
    return _folded(f"{name}:", text.split(" "))


def _listed(addresses: Sequence[str]) -> list[str]:
    return [f"{each}," for each in addresses[:-1]] + list(addresses[-1:])


def _folded(start: str, words: Iterable[str]) -> str:
    """Words on as few lines as the bound allows; a longer word has a line of its own."""
    lines = [start]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_CHARS and lines[-1] != start:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines)


def _encoded_words(text: str) -> str:
    """RFC 2047 words, cut between characters, one a line."""
    words: list[str] = []
    octets = b""
    for character in text:
        more = character.encode("utf-8", "replace")
        if len(octets) + len(more) > _WORD_OCTETS:
            words.append(_word(octets))
            octets = b""
        octets += more
    words.append(_word(octets))
    return "\r\n ".join(words)


def _word(octets: bytes) -> str:
    return f"=?utf-8?b?{binascii.b2a_base64(octets, newline=False).decode('ascii')}?="


def _thread_fields(in_reply_to: str | None, references: tuple[str, ...]) -> list[str]:
    """RFC 5322 3.6.4: absent where the mail that is answered had no id; the first and the nearest ids stay where there are too many."""
    if in_reply_to is None or not _IDENTIFIER.fullmatch(in_reply_to):
        return []
    before = [one for one in dict.fromkeys(references) if one != in_reply_to and _IDENTIFIER.fullmatch(one)]
    kept, length = [in_reply_to], len("References: ") + len(in_reply_to)
    for one in (*before[:1], *reversed(before[1:])):
        # Each id may stand on a line of its own: line end, space, id.
        if length + 3 + len(one) > REFERENCES_CHARS:
            break
        length += 3 + len(one)
        kept.append(one)
    wanted = set(kept)
    chain = [one for one in before if one in wanted]
    return [f"In-Reply-To: {in_reply_to}", _folded("References:", [*chain, in_reply_to])]
