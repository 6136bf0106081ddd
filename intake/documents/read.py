"""Read one attachment: the way from bytes to documents. In: bytes and bounds. Out: at least one Document. Pure.

Never raises for what a paper holds. A paper that cannot be opened is UNREADABLE with the reason; a format that is not read here, or a
page that is a picture, is not: a person must read it.
"""

import hashlib
import time
from collections.abc import Iterable
from dataclasses import replace

from intake.documents import filetype, findings, paper, sensitive, unwrap
from intake.documents.document import Document, Form, Issue, Sensitive, State
from intake.documents.docx_layout import WordPages
from intake.documents.filetype import FileType
from intake.documents.paper import Known
from intake.documents.pdf import PdfPages
from intake.documents.pdf_rescue import RescuedPages
from intake.documents.unwrap import Limits, Member
from intake.errors import UnreadablePaper


def read_paper(
    content: bytes, *, filename: str, media_type: str, limits: Limits | None = None, known: Known | None = None
) -> tuple[Document, ...]:
    """All papers in one attachment. Without `known` nothing is said of who signed digitally, nor whether a form was changed.

    `filename` and `media_type` are the sender's words and decide nothing, save that a content that tells nothing is an encrypted message.
    """
    bounds = limits or Limits()
    bounds = replace(bounds, until=time.process_time() + bounds.recognition)
    started = time.perf_counter()
    if len(content) > bounds.bytes_one:
        return (_refused(content, FileType.UNKNOWN, "too-large", started),)
    if _encrypted_message(content, filename, media_type):
        return (_refused(content, FileType.RPMSG, findings.ENCRYPTED_MESSAGE, started),)
    ours = known or Known()
    found: list[Document] = []
    for member in unwrap.unwrap(content, filename=filename, limits=bounds):
        found += _member(member, content, bounds, started, ours, portfolios=1)
        started = time.perf_counter()
    return tuple(found)


def _encrypted_message(content: bytes, filename: str, media_type: str) -> bool:
    kind = filetype.of(content)
    said = media_type.lower() == FileType.RPMSG or filename.lower().endswith(".rpmsg")
    return kind is FileType.RPMSG or (said and kind in (FileType.EMPTY, FileType.UNKNOWN))


def _member(member: Member, whole: bytes, limits: Limits, started: float, known: Known, portfolios: int) -> list[Document]:
    body = member.content or whole
    kind = filetype.of(body)
    if member.refused:
        return [_refused(body, kind, member.refused, started)]
    if kind is FileType.PDF:
        return _pdf(body, limits, started, known, portfolios)
    if kind is FileType.DOCX:
        return _word_file(body, limits, started)
    seen = _picture(body, kind, limits, started) if kind in filetype.PICTURES else []
    if seen:
        return seen
    if kind is FileType.EMPTY:
        return [_refused(body, kind, "empty", started)]
    if kind is FileType.OLE and filetype.is_locked_office(body):
        return [_refused(body, kind, "password", started)]
    text = body[: sensitive.MOST_TEXT].decode("utf-8", errors="replace") if kind is FileType.TEXT else ""
    issue = findings.needs_person(filetype.WORDS.get(kind, "files of this kind"))
    places = sensitive.of_text(text)
    return [
        _document(
            body, kind, 0, Form.OTHER, issues=(issue,), fully_read=False, seconds=_since(started), text_excerpt=text[: paper.EXCERPT],
            places=places,
        )
    ]  # fmt: skip


def _document(
    content: bytes, kind: FileType, pages: int, form: Form, *, issues: tuple[Issue, ...] = (), fully_read: bool = True,
    state: State = State.READ, seconds: float = 0.0, text_excerpt: str = "", places: tuple[Sensitive, ...] = (),
) -> Document:  # fmt: skip
    return Document(
        sha256=hashlib.sha256(content).hexdigest(), media_type=str(kind), pages=pages, form=form, issues=issues,
        fully_read=fully_read, state=state, seconds=seconds, text_excerpt=text_excerpt, sensitive=places,
    )  # fmt: skip


def _refused(content: bytes, kind: FileType, code: str, started: float, pages: int = 0) -> Document:
    broken = code in findings.UNREADABLE
    return _document(
        content, kind, pages, Form.UNREADABLE if broken else Form.OTHER, issues=(findings.unreadable(code),),
        fully_read=False, state=State.UNREADABLE if broken else State.READ, seconds=_since(started),
    )  # fmt: skip


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 4)


def _pdf(content: bytes, limits: Limits, started: float, known: Known, portfolios: int) -> list[Document]:
    try:
        with PdfPages(content) as pages:
            if pages.count > limits.pages:
                return [_refused(content, FileType.PDF, "too-many-pages", started, pages.count)]
            found = paper.read(content, pages, limits, started, known)
            inside = pages.attachments(limits.members, limits.bytes_one) if portfolios > 0 else ()
    except UnreadablePaper as why:
        return _rescued(content, why, limits, started, known)
    wrapped = list(_attached(inside, limits, known, portfolios))
    # The cover of a portfolio ("open this in another program") is no paper of its own.
    return wrapped if wrapped and found[0].form is Form.OTHER else [*found, *wrapped]


def _word_file(content: bytes, limits: Limits, started: float) -> list[Document]:
    try:
        pages = WordPages(content)
    except UnreadablePaper as why:
        return [_refused(content, FileType.DOCX, why.code, started)]
    if pages.count > limits.pages:
        return [_refused(content, FileType.DOCX, "too-many-pages", started, pages.count)]
    return [_of_word(found, pages) for found in paper.read(content, pages, limits, started, Known())]


def _of_word(found: Document, pages: WordPages) -> Document:
    left_out = found.fully_read and not pages.file.whole
    issues = (
        *([findings.not_fully_read()] if left_out else []), *found.issues, *findings.of_word_file(found.form, pages.file.tracked),
    )  # fmt: skip
    return replace(found, media_type=str(FileType.DOCX), fully_read=found.fully_read and not left_out, issues=issues)


def _picture(content: bytes, kind: FileType, limits: Limits, started: float) -> list[Document]:
    """A picture read as papers; none where it cannot be opened here, which is never the sender's fault for certain."""
    # Loaded only for pictures.
    from intake.documents.picture_pages import PicturePages

    try:
        pictures = PicturePages(content)
    except UnreadablePaper:
        return []
    found = paper.read(content, pictures, limits, started, Known())
    return [replace(pictures.laid(each), media_type=str(kind), fully_read=False) for each in found]


def _attached(inside: Iterable[tuple[str, bytes]], limits: Limits, known: Known, portfolios: int) -> Iterable[Document]:
    left = limits.bytes_unpacked
    for name, body in inside:
        left -= len(body)
        if left >= 0 and filetype.of(body) is not FileType.TEXT:
            yield from _member(Member(name, body), body, limits, time.perf_counter(), known, portfolios - 1)


def _rescued(content: bytes, why: UnreadablePaper, limits: Limits, started: float, known: Known) -> list[Document]:
    if why.code != "damaged":
        return [_refused(content, FileType.PDF, why.code, started)]
    try:
        pages = RescuedPages(content)
    except UnreadablePaper:
        return [_refused(content, FileType.PDF, why.code, started)]
    if pages.count > limits.pages:
        return [_refused(content, FileType.PDF, "too-many-pages", started, pages.count)]
    return list(paper.read(content, pages, limits, started, known))
