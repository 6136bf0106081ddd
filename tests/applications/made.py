"""Messages, papers and facts made for the tests of this room."""

import hashlib
from dataclasses import replace

from intake.applications.decision import Facts, History, Limits, Office
from intake.documents.document import Document, Field, Form, Issue, Model, Signature, Source, State, Verdict
from intake.mail.loops import Sign, Signs, Weight
from intake.mail.message import Address, Attachment, Message

OFFICE = Office(addresses=frozenset({"program@office.example"}), domains=frozenset({"office.example"}))
BOX = (0.0, 0.0, 10.0, 10.0)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def message(
    text: str = "Please see the attached papers.",
    *,
    from_: str = "chief@springvale.example",
    subject: str = "Papers",
    to: tuple[str, ...] = ("program@office.example",),
    cc: tuple[str, ...] = (),
    attachments: tuple[Attachment, ...] = (),
    content_type: str = "multipart/mixed",
    part_types: tuple[str, ...] = (),
) -> Message:
    author = (Address("Pat Doe", from_),) if from_ else ()
    return Message(
        raw_sha256=digest(text + from_ + subject),
        size=1000,
        identity_sha256=digest("identity" + text),
        message_id="<a1@springvale.example>",
        in_reply_to=(),
        references=(),
        from_=author,
        sender=None,
        to=tuple(Address("", a) for a in to),
        cc=tuple(Address("", a) for a in cc),
        reply_to=(),
        return_path=from_,
        subject=subject,
        date=None,
        text=text,
        html=None,
        headers=(),
        attachments=attachments,
        defects=(),
        content_type=content_type,
        part_types=part_types,
    )


def attachment(
    document: Document, *, filename: str = "scan0001.pdf", container: str = "", inline: bool = False, size: int = 90_000
) -> Attachment:
    return Attachment(filename, document.media_type, b"x" * size, document.sha256, container=container, inline=inline)


def field(name: str, value: str | int | tuple[str, ...], confidence: float = 0.95, source: Source = Source.TEXT) -> Field:
    return Field(name, value, str(value), 1, BOX, source, confidence)


def paper(
    form: Form = Form.LOI,
    model: Model | None = None,
    *,
    agency: str = "Springvale Police Department",
    state: str = "OH",
    confidence: float = 0.95,
    name: str = "",
    fields: tuple[Field, ...] = (),
    **more: object,
) -> Document:
    given = (field("agency_name", agency, confidence), field("state", state), *fields) if agency else fields
    made = Document(
        sha256=digest(name or f"{form}{model}{agency}{state}"), media_type="application/pdf", pages=2, form=form, model=model, fields=given
    )
    return replace(made, **more)  # type: ignore[arg-type]


def letter(models: tuple[str, ...] = ("TFM",), **more: object) -> Document:
    given = (field("models_requested", models),) if models else ()
    return paper(Form.LOI, fields=given, **more)  # type: ignore[arg-type]


def agreement(model: Model | None = Model.TFM, **more: object) -> Document:
    return paper(Form.MOA, model, **more)  # type: ignore[arg-type]


def scan(**more: object) -> Document:
    return paper(Form.OTHER, agency="", name="scan", fully_read=False, **more)  # type: ignore[arg-type]


def closed_file(code: str = "password", state: State = State.UNREADABLE) -> Document:
    issue = Issue(code, "It could not be opened.", None, "sender")
    return replace(paper(Form.UNREADABLE, agency="", name=code, fully_read=False, issues=(issue,)), state=state)


def signature(verdict: Verdict, page: int = 2) -> Signature:
    return Signature("agency", verdict, None, page, BOX)


def sign(code: str, weight: Weight, family: str) -> Signs:
    return Signs((Sign(code, weight, "A sign.", family),))


def facts(
    mail: Message | None = None,
    *papers: Document,
    signs: Signs | None = None,
    history: History | None = None,
    **more: object,
) -> Facts:
    mail = mail or message()
    if papers and not mail.attachments:
        mail = replace(mail, attachments=tuple(attachment(p) for p in papers))
    made = Facts(
        message=mail, signs=signs or Signs(), papers=papers, office=OFFICE, history=history or History(), limits=Limits(),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]
