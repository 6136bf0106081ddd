"""Read one attachment: the way from bytes to documents. In: bytes and bounds. Out: at least one Document. Pure.

Never raises for what a paper holds. A paper that cannot be opened is UNREADABLE with the reason; a format that is not read here, or a
page that is a picture, is not: a person must read it.
"""

import hashlib
import time
from collections.abc import Sequence
from typing import Final

from intake.documents import (
    acroform,
    agreement_fields,
    classify,
    filetype,
    findings,
    letter_fields,
    letter_signatory,
    sensitive,
    signature_block,
    signatures,
    unwrap,
)
from intake.documents.acroform import Filled
from intake.documents.classify import Classified
from intake.documents.document import BBox, Document, Field, Form, Issue, Signature, State, Verdict
from intake.documents.filetype import FileType
from intake.documents.pdf import PdfPages
from intake.documents.signature_block import SignatureBlock
from intake.documents.unwrap import Limits, Member
from intake.documents.words import Layer, PageWords
from intake.errors import UnreadablePaper

EXCERPT: Final = 2_000
"""Characters of text kept with a document."""
LETTER_PAGES: Final = 4
"""Pages of a letter that are read for fields; what follows are enclosures."""


def read_paper(content: bytes, *, filename: str, media_type: str, limits: Limits | None = None) -> tuple[Document, ...]:
    """All papers in one attachment. `filename` and `media_type` are the sender's words and decide nothing."""
    bounds = limits or Limits()
    started = time.perf_counter()
    if len(content) > bounds.bytes_one:
        return (_refused(content, FileType.UNKNOWN, "too-large", started),)
    found: list[Document] = []
    for member in unwrap.unwrap(content, filename=filename, limits=bounds):
        found += _member(member, content, bounds, started, portfolios=1)
        started = time.perf_counter()
    return tuple(found)


def _member(member: Member, whole: bytes, limits: Limits, started: float, portfolios: int) -> list[Document]:
    body = member.content or whole
    kind = filetype.of(body)
    if member.refused:
        return [_refused(body, kind, member.refused, started)]
    if kind is FileType.PDF:
        return _pdf(body, limits, started, portfolios)
    if kind is FileType.EMPTY:
        return [_refused(body, kind, "empty", started)]
    excerpt = body[: EXCERPT * 2].decode("utf-8", errors="replace")[:EXCERPT] if kind is FileType.TEXT else ""
    issue = findings.needs_person(filetype.WORDS.get(kind, "files of this kind"))
    return [_document(body, kind, 0, Form.OTHER, issues=(issue,), fully_read=False, seconds=_since(started), text_excerpt=excerpt)]


def _document(
    content: bytes, kind: FileType, pages: int, form: Form, *, issues: tuple[Issue, ...] = (), fully_read: bool = True,
    state: State = State.READ, seconds: float = 0.0, text_excerpt: str = "",
) -> Document:  # fmt: skip
    return Document(
        sha256=hashlib.sha256(content).hexdigest(), media_type=str(kind), pages=pages, form=form, issues=issues,
        fully_read=fully_read, state=state, seconds=seconds, text_excerpt=text_excerpt,
    )  # fmt: skip


def _refused(content: bytes, kind: FileType, code: str, started: float, pages: int = 0) -> Document:
    broken = code in findings.UNREADABLE
    return _document(
        content, kind, pages, Form.UNREADABLE if broken else Form.OTHER, issues=(findings.unreadable(code),),
        fully_read=False, state=State.UNREADABLE if broken else State.READ, seconds=_since(started),
    )  # fmt: skip


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 4)


def _pdf(content: bytes, limits: Limits, started: float, portfolios: int) -> list[Document]:
    try:
        with PdfPages(content) as pages:
            inside = pages.attachments(limits.members, limits.bytes_one)
            papers = [(name, body) for name, body in inside if filetype.of(body) is not FileType.TEXT]
            if pages.count > limits.pages:
                found = [_refused(content, FileType.PDF, "too-many-pages", started, pages.count)]
            else:
                found = [_read(content, pages, limits, started)]
    except UnreadablePaper as why:
        return [_refused(content, FileType.PDF, why.code, started)]
    if papers and portfolios > 0:
        wrapped = [doc for name, body in papers for doc in _member(Member(name, body), body, limits, time.perf_counter(), portfolios - 1)]
        # The cover of a portfolio ("open this in another program") is no paper of its own.
        return wrapped if found[0].form is Form.OTHER and wrapped else found + wrapped
    return found


def _read(content: bytes, pages: PdfPages, limits: Limits, started: float) -> Document:
    numbers = range(1, min(pages.count, limits.pages_read) + 1)
    filled = acroform.read(content) if pages.has_form else ()
    texts = [pages.text(number) for number in numbers]
    found = classify.classify(texts)
    blank = found.form in (Form.MOA, Form.LOI) and bool(filled) and not any(item.value or item.ticked for item in filled)
    acroform.put_onto(pages, filled)
    fully = pages.count <= limits.pages_read
    if found.form is Form.MOA:
        return _agreement(content, pages, texts, found, filled, fully, blank, started)
    if found.form is Form.LOI:
        return _letter(content, pages, texts, found, filled, fully, blank, started)
    layers = [pages.words(number).layer for number in numbers if number <= 4 or len(texts[number - 1]) < 40]
    fully = fully and not any(layer in (Layer.PICTURE, Layer.FOREIGN) for layer in layers)
    issues = (
        ()
        if fully
        else (Issue("not-fully-read", "Some pages are pictures or could not be read. A person must read them.", None, findings.STAFF),)
    )
    hidden = sensitive.find([pages.words(number) for number in numbers[:20]])
    return Document(
        sha256=hashlib.sha256(content).hexdigest(), media_type=str(FileType.PDF), pages=pages.count, form=Form.OTHER, issues=issues,
        sensitive=hidden, fully_read=fully, seconds=_since(started), text_excerpt=_excerpt(texts),
    )  # fmt: skip


def _excerpt(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())[:EXCERPT]


def _boxes(pages: PdfPages, filled: Sequence[Filled]) -> list[BBox]:
    return [pages.place(item.page, item.rect) for item in filled]


def _finish(
    content: bytes, pages: PdfPages, texts: Sequence[str], found: Classified, read: Sequence[PageWords], fields: Sequence[Field],
    verdicts: Sequence[Signature], blocks: Sequence[SignatureBlock], fully: bool, blank: bool, started: float,
) -> Document:  # fmt: skip
    fully = fully and not any(page.layer in (Layer.PICTURE, Layer.FOREIGN) for page in read)
    issues = [] if blank else findings.of_paper(found.form, found.model, found.revision, read, fields, verdicts, blocks, fully)
    return Document(
        sha256=hashlib.sha256(content).hexdigest(), media_type=str(FileType.PDF), pages=pages.count, form=found.form, model=found.model,
        form_revision=found.revision,
        fields=tuple(fields), signatures=tuple(verdicts), issues=tuple(issues), sensitive=sensitive.find(read), blank=blank,
        fully_read=fully,
        seconds=_since(started), text_excerpt=_excerpt(texts),
    )  # fmt: skip


def _letter(
    content: bytes,
    pages: PdfPages,
    texts: Sequence[str],
    found: Classified,
    filled: Sequence[Filled],
    fully: bool,
    blank: bool,
    started: float,
) -> Document:
    numbers = range(found.start, min(len(texts), found.start + LETTER_PAGES - 1) + 1)
    read = [pages.words(number) for number in numbers]
    fields = [] if blank else letter_fields.read(read)
    verdict = letter_signatory.signature(read, filled, _boxes(pages, filled))
    others = [pages.words(number) for number in range(1, len(texts) + 1) if number not in numbers and len(texts[number - 1]) < 40]
    pictures = any(page.layer in (Layer.PICTURE, Layer.FOREIGN) for page in others)
    return _finish(content, pages, texts, found, read, fields, [verdict] if verdict else [], (), fully and not pictures, blank, started)


def _agreement(
    content: bytes,
    pages: PdfPages,
    texts: Sequence[str],
    found: Classified,
    filled: Sequence[Filled],
    fully: bool,
    blank: bool,
    started: float,
) -> Document:
    chosen = agreement_fields.pages_that_matter(texts, found)
    first = pages.words(found.start)
    signing = [pages.words(number) for number in chosen.signature]
    contact = pages.words(chosen.contact) if chosen.contact else None
    press = pages.words(chosen.press) if chosen.press else None
    read = list({page.number: page for page in (first, *signing, *(p for p in (contact, press) if p))}.values())
    blocks: list[SignatureBlock] = []
    verdicts: list[Signature] = []
    boxes = _boxes(pages, filled)
    for page in signing:
        block = signature_block.find(page)
        if block:
            blocks.append(block)
            verdicts += [signatures.of_half(page, half, filled, boxes) for half in (block.agency, block.office) if half]
            break
    fields = agreement_fields.read(read, found.model, blocks, contact, press)
    thin = [pages.words(number) for number in range(1, len(texts) + 1) if len(texts[number - 1].strip()) < 40]
    pictures = any(page.layer is Layer.PICTURE for page in thin)
    if not blank:
        blank = _is_blank(fields, verdicts, fully and not pictures and all(page.layer is Layer.BORN for page in read))
    return _finish(content, pages, texts, found, read, [] if blank else fields, verdicts, blocks, fully and not pictures, blank, started)


def _is_blank(fields: Sequence[Field], verdicts: Sequence[Signature], fully: bool) -> bool:
    """Our own form as we publish it: nothing of an agency's in it, no signature, and nothing that was left unread."""
    own = {
        "agency_name",
        "signatory_name",
        "signatory_title",
        "signed_date",
        "poc_name",
        "poc_phone",
        "poc_email",
        "poc_title",
        "pio_name",
        "pio_phone",
        "street_address",
    }
    unsigned = not any(verdict.verdict is Verdict.SIGNED for verdict in verdicts)
    return fully and bool(verdicts) and unsigned and not any(field.name in own for field in fields)
