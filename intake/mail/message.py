"""One mail as values. In: what the parser understood. Out: frozen values that every later room reads. Pure."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of RFC 5322. `address` is lower-cased in its domain, empty where none could be read."""

    name: str
    address: str

    @property
    def local(self) -> str:
        """The part before the last @, as written."""
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """The part after the last @, lower case."""
        return self.address.rpartition("@")[2].lower() if "@" in self.address else ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is a paper or a file, decoded. `filename` is the sender's word: for staff eyes, never trusted, never echoed."""

    filename: str
    media_type: str  # as declared; documents/filetype.py judges by content
    content: bytes = field(repr=False)
    sha256: str
    container: str = ""  # "" in the mail itself; "message/rfc822", "application/ms-tnef", … where it lay inside one
    inline: bool = False

    @property
    def size(self) -> int:
        """Octets after decoding."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, understood as far as it can be. Header accessors never raise; what was repaired is named in `defects`."""

    raw_sha256: str
    size: int  # octets of the raw mail
    identity_sha256: str  # Message-ID + Date + From + hashes of the decoded parts: the same mail rendered anew keeps it
    message_id: str | None  # with its angle brackets, as sent
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    from_: tuple[Address, ...]
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    return_path: str | None  # None: no such header above the first Received; "": the null sender
    subject: str
    date: datetime | None  # aware UTC; None where missing or unreadable
    text: str  # the body as plain text (made from HTML where there is no other), quoted text included
    html: str | None = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)  # name as sent, value unfolded and decoded, in order
    attachments: tuple[Attachment, ...]
    defects: tuple[str, ...]  # codes, e.g. "charset-guessed", "no-message-id", "depth-capped"
    content_type: str  # top-level type, lower case, e.g. "multipart/report"
    content_type_params: tuple[tuple[str, str], ...] = ()  # of the top-level type, e.g. (("report-type", "delivery-status"),)
    part_types: tuple[str, ...] = ()  # declared types of all parts, in order
    forwarded: tuple["Message", ...] = ()  # nested message/rfc822, parsed; also the header of a returned letter (text/rfc822-headers)
    delivery_status: str = field(default="", repr=False)  # the machine-readable part of a delivery report (RFC 3464), bounded

    def header(self, name: str) -> str | None:
        """The first header of that name, case-blind, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every header of that name, case-blind, top first."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    def content_type_param(self, name: str) -> str:
        """A parameter of the top-level type in lower case; "" where absent."""
        return next((value.lower() for key, value in self.content_type_params if key == name), "")

    @property
    def from_address(self) -> Address | None:
        """The author, where there is exactly one with a usable address."""
        usable = [a for a in self.from_ if a.address]
        return usable[0] if len(usable) == 1 else None
