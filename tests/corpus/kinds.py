"""The invented mails of tests/corpus/kinds, by kind. In: the files of a half. Out: cases, each with what a careful clerk would do.

The form of the files is told in kinds/README.md.
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from intake.documents.document import Document, Field, Form, Issue, Model, Source, State
from tests.corpus import mails

FOLDER: Final = Path(__file__).with_name("kinds")
TUNED: Final = "tuned"
KEPT_OUT: Final = "kept_out"
ATTACHED: Final = "--- attached mail ---"
MORNING: Final = datetime(2025, 11, 25, 15, 30, tzinfo=UTC)
_BOX: Final = (0.0, 0.0, 10.0, 10.0)
_TYPES: Final = {"calendar": "text/calendar", "logo": "image/png"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of a mail, and what a reader finds in it."""

    filename: str
    media_type: str
    content: bytes
    found: tuple[Document, ...]


@dataclass(slots=True)
class Case:
    """One mail. `fields` are its header; `directions` what the file says about it."""

    id: str
    title: str
    directions: dict[str, str] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""

    @property
    def expected(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for pair in self.directions["expect"].split())

    @property
    def sender(self) -> str:
        named = {name.lower(): value for name, value in self.fields}.get("from", "")
        return named.rpartition("<")[2].rstrip(">").strip()

    def raw(self, *, answers: str = "", number: int = 0) -> bytes:
        """The octets. `answers` is the Message-ID that this mail answers."""
        if self.directions.get("raw") == "yes":
            return self.body.encode("utf-8", "surrogateescape")
        head = _head(self, answers, number)
        parts = list(_parts(self))
        plain = len(parts) == 1 and not self.directions.get("report")
        if plain:
            return head + parts[0]
        kind = "report; report-type=delivery-status" if self.directions.get("report") else "mixed"
        declared = f'Content-Type: multipart/{kind}; boundary="b1"\r\n\r\n'
        return head + declared.encode() + mails.joined(parts, "b1")


def load(half: str) -> dict[str, list[Case]]:
    """The cases of a half, by the kind in whose file they stand, in their order."""
    return {file.stem: list(_cases(file.read_text("utf-8"))) for file in sorted((FOLDER / half).glob("*.txt"))}


def _cases(text: str) -> Iterator[Case]:
    for block in f"\n{text}".split("\n=== ")[1:]:
        title, _, rest = block.partition("\n")
        name, _, about = title.strip().partition(" ")
        head, _, body = rest.partition("\n\n")
        case = Case(name, about.strip(), body=body.rstrip("\n") + "\n")
        for line in head.split("\n"):
            key, colon, value = line.partition(":")
            if not colon:
                continue
            if key[:1].islower():
                _direct(case, key.strip(), value.strip())
            else:
                case.fields.append((key.strip(), value.strip()))
        yield case


def _direct(case: Case, key: str, value: str) -> None:
    if key == "paper":
        case.papers.append(_paper(case.id, len(case.papers), value))
    else:
        case.directions[key] = value


def _paper(case: str, number: int, line: str) -> Paper:
    kind, *pairs = shlex.split(line)
    given = dict(pair.split("=", 1) for pair in pairs)
    pdf = "application/pdf"
    name = given.get("name", f"{kind}.pdf")
    known: dict[str, str | tuple[str, ...]] = {
        key: value for key, value in (("agency_name", given.get("agency")), ("state", given.get("state"))) if value
    }
    model = Model(given["model"]) if given.get("model") else None
    match kind:
        case "letter":
            known["models_requested"] = tuple(given.get("models", "TFM").split(","))
            found = Document("", pdf, 1, Form.LOI, fields=_fields(known))
        case "agreement":
            found = Document("", pdf, 11, Form.MOA, model=model, fields=_fields(known))
        case "blank":
            found = Document("", pdf, 11, Form.MOA, model=model, blank=True)
        case "scan":
            found = Document("", pdf, 3, Form.OTHER, fully_read=False)
        case "words":
            found = Document("", pdf, 1, Form.OTHER, text_excerpt=given.get("text", ""))
        case "closed":
            issue = Issue("password", "It asks for a password.", None, "sender")
            found = Document("", pdf, 0, Form.UNREADABLE, issues=(issue,), fully_read=False, state=State.UNREADABLE)
        case "calendar" | "logo":
            name = {"calendar": "invite.ics", "logo": "image001.png"}[kind]
            found = Document("", _TYPES[kind], 1, Form.OTHER)
        case _:
            raise ValueError(f"{case}: there is no paper {kind!r}")
    content = f"%PDF-1.7 {case} {number}".encode()
    return Paper(name, found.media_type, content, (found,))


def _fields(known: dict[str, str | tuple[str, ...]]) -> tuple[Field, ...]:
    return tuple(Field(name, value, str(value), 1, _BOX, Source.TEXT, 0.95) for name, value in known.items())


def _head(case: Case, answers: str, number: int) -> bytes:
    """The header, with what was left out supplied."""
    given = {name.lower() for name, _ in case.fields}
    at = MORNING + timedelta(minutes=number)
    domain = case.sender.rpartition("@")[2] or "nowhere.example"
    lines = []
    path = next((value for name, value in case.fields if name.lower() == "return-path"), case.sender)
    if path != "none":
        lines.append(f"Return-Path: <{path.strip('<> ')}>")
    lines.append(f"Received: from mx.{domain} by in.office.example with ESMTPS id {case.id}; {format_datetime(at)}")
    supplied = (("To", mails.OFFICE), ("Date", format_datetime(at)), ("Message-ID", f"<{case.id}@{domain}>"), ("MIME-Version", "1.0"))
    fields = [(name, value) for name, value in case.fields if name.lower() != "return-path" and value != "none"]
    fields += [(name, value) for name, value in supplied if name.lower() not in given]
    if answers:
        fields += [("In-Reply-To", answers), ("References", answers)]
    lines += [f"{name}: {value}" for name, value in fields]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8", "surrogateescape")


def _parts(case: Case) -> Iterator[bytes]:
    kind = "html" if case.directions.get("html") == "yes" else "plain"
    top, attached, below = case.body.partition(ATTACHED)
    files = [mails.file(p.content, media_type=p.media_type, name=p.filename) for p in case.papers]
    if attached:
        inner = _inner(below.strip("\n") + "\n", files)
        yield mails.text(_lines(top), kind=kind)
        yield mails.nested(inner)
        return
    if not case.directions.get("report"):
        yield mails.text(_lines(top), kind=kind)
        yield from files
        return
    told = dict(pair.split("=", 1) for pair in case.directions["report"].split())
    yield mails.text(_lines(top), kind=kind)
    machine = "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.relay.example\r\n\r\n"
    machine += f"Final-Recipient: rfc822; {told.get('recipient', '')}\r\nAction: failed\r\nStatus: {told.get('status', '5.0.0')}\r\n"
    yield machine.encode()


def _inner(text: str, files: list[bytes]) -> bytes:
    """The attached mail, with the papers inside."""
    head, _, body = text.partition("\n\n")
    fields = head.replace("\n", "\r\n").encode() + b"\r\n"
    parts = [mails.text(_lines(body)), *files]
    if len(parts) == 1:
        return fields + parts[0]
    return fields + b'Content-Type: multipart/mixed; boundary="b2"\r\n\r\n' + mails.joined(parts, "b2")


def _lines(text: str) -> str:
    return text.replace("\n", "\r\n")
