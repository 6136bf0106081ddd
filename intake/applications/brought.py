"""Which of a mail's documents are papers, and which of them are new. In: a mail and its documents. Out: Brought. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.applications import papers, submission
from intake.documents.document import Document, Form
from intake.mail.message import Message

SMALL_PICTURE: Final = 20_000
"""Octets under which a picture is taken for a logo of a signature."""
_TRIMMINGS: Final = frozenset({
    "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-signature", "application/pgp-keys", "application/ics",
})  # fmt: skip
"""Parts that mail programs add by themselves."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The documents of one mail. A document stands in exactly one of the first five."""

    papers: tuple[Document, ...] = ()  # new letters and agreements
    unread: tuple[Document, ...] = ()  # new, not or not wholly read: may be anything
    others: tuple[Document, ...] = ()  # new, read, neither letter nor agreement
    known: tuple[Document, ...] = ()  # on record already
    blank: tuple[Document, ...] = ()  # our own form, not filled in
    returned: bool = False  # every paper lay inside a mail that was sent back or passed on

    @property
    def new(self) -> tuple[Document, ...]:
        """Everything that is a paper, or may be one, and is not on record."""
        return (*self.papers, *self.unread, *self.others)

    @property
    def sorts(self) -> tuple[str, ...]:
        """Which sorts of documents came beside letters and agreements, by name."""
        return tuple(name for name, some in (("blank", self.blank), ("unread", self.unread), ("others", self.others)) if some)


def sort(message: Message, documents: Sequence[Document], known: frozenset[str]) -> Brought:
    """Put each document in its place; logos, calendars and cryptographic signatures are none. `known` are hashes of papers on record."""
    idle = trimmings(message)
    inside = {a.sha256 for a in message.attachments if a.container == "message/rfc822"}
    kinds: dict[str, list[Document]] = {"papers": [], "unread": [], "others": [], "known": [], "blank": []}
    for document in documents:
        if document.form is Form.OTHER and (document.sha256 in idle or document.media_type in _TRIMMINGS):
            continue
        kinds[_place(document, known)].append(document)
    fresh = [*kinds["papers"], *kinds["unread"]]
    return Brought(
        papers=tuple(kinds["papers"]),
        unread=tuple(kinds["unread"]),
        others=tuple(kinds["others"]),
        known=tuple(kinds["known"]),
        blank=tuple(kinds["blank"]),
        returned=bool(fresh) and all(d.sha256 in inside for d in fresh),
    )


def trimmings(message: Message) -> frozenset[str]:
    """SHA-256 of the parts that mail programs add by themselves: logos, calendars, cryptographic signatures."""
    return frozenset(
        a.sha256
        for a in message.attachments
        if a.media_type in _TRIMMINGS or (a.media_type.startswith("image/") and (a.inline or a.size < SMALL_PICTURE))
    )


def _place(document: Document, known: frozenset[str]) -> str:
    if document.blank:
        return "blank"
    if document.sha256 in known:
        return "known"
    if papers.is_paper(document):
        return "papers"
    return "unread" if submission.unread(document) else "others"
