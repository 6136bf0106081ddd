"""Take papers out of what they were sent in: zip archives, winmail.dat, mails. In: bytes. Out: files, within caps. Pure.

Nothing is ever written to disk under a sender's name, and sizes are counted while reading: a header may lie.
"""

import email
import email.policy
import io
import zipfile
from dataclasses import dataclass
from typing import Final

from intake.documents import filetype
from intake.documents.filetype import FileType

READ_STEP: Final = 65_536


RECOGNITION: Final = 20.0
"""Seconds of processor time for the pages of one attachment that are pictures, where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one attachment. Sizes in octets."""

    bytes_one: int = 64 * 1024 * 1024  # one file
    bytes_unpacked: int = 192 * 1024 * 1024  # all files out of one attachment
    ratio: int = 200  # unpacked to packed, of one member
    members: int = 60  # files taken out of one attachment
    depth: int = 3  # wrappers inside wrappers
    pages: int = 400  # pages of a paper that is read at all
    pages_read: int = 60  # pages whose text is looked at
    recognition: float = RECOGNITION  # seconds of processor time for pictures of pages
    until: float = float("inf")  # the processor time of this process at which they end; set when reading begins


@dataclass(frozen=True, slots=True)
class Member:
    """One file. `refused` is the code of why its content was not taken, with no content then."""

    name: str
    content: bytes
    refused: str = ""


WRAPPERS: Final = frozenset({FileType.ZIP, FileType.TNEF, FileType.MAIL})


def unwrap(content: bytes, *, filename: str, limits: Limits) -> tuple[Member, ...]:
    """The files inside; the file itself where it wraps nothing. At least one member."""
    budget = Budget(limits)
    found = list(_open(content, filename, limits.depth, budget))
    return tuple(found) or (Member(filename, content, "archive-empty"),)


class Budget:
    """What may still be unpacked; `take` counts it off."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.bytes_unpacked
        self.members = limits.members

    def take(self, size: int) -> bool:
        """Whether one more file of `size` octets was within the bounds."""
        self.left -= size
        self.members -= 1
        return self.left >= 0 and self.members >= 0


def _open(content: bytes, name: str, depth: int, budget: Budget) -> list[Member]:
    kind = filetype.of(content)
    if kind not in WRAPPERS:
        return [Member(name, content)]
    if depth <= 0:
        return [Member(name, content, "nested-too-deep")]
    if kind is FileType.ZIP:
        inside = _zip(content, name, budget)
    elif kind is FileType.TNEF:
        inside = _tnef(content, name, budget)
    else:
        inside = _mail(content, name, budget)
    found: list[Member] = []
    for member in inside:
        found += [member] if member.refused else _open(member.content, member.name, depth - 1, budget)
    return found


def _zip(content: bytes, name: str, budget: Budget) -> list[Member]:
    found: list[Member] = []
    if filetype.too_many_entries(content):
        return [Member(name, b"", "archive-too-large")]
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    # Broken archives raise BadZipFile, struct.error, NotImplementedError and more.
    except Exception:  # noqa: BLE001
        return [Member(name, content, "damaged")]
    with archive:
        for info in archive.infolist()[: budget.limits.members * 4]:
            if info.is_dir() or info.filename.startswith("__MACOSX/") or info.filename.rsplit("/", 1)[-1].startswith("."):
                continue
            if budget.members <= 0 or budget.left <= 0:
                found.append(Member(name, b"", "archive-too-large"))
                break
            found.append(zip_member(archive, info, budget))
    return found


def zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Member:
    """One file of an archive, counted while it is unpacked."""
    limits = budget.limits
    if info.flag_bits & 1:
        return Member(info.filename, b"", "password")
    most = min(limits.bytes_one, budget.left, max(1_000_000, info.compress_size * limits.ratio))
    if info.file_size > most:
        return Member(info.filename, b"", "archive-too-large")
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(READ_STEP):
                size += len(chunk)
                if size > most:
                    budget.take(size)
                    return Member(info.filename, b"", "archive-too-large")
                parts.append(chunk)
    # A member's stream raises zlib.error, BadZipFile, NotImplementedError, EOFError and more.
    except Exception:  # noqa: BLE001
        budget.take(size)
        return Member(info.filename, b"", "damaged")
    if not budget.take(size):
        return Member(info.filename, b"", "archive-too-large")
    return Member(info.filename, b"".join(parts))


def _tnef(content: bytes, name: str, budget: Budget) -> list[Member]:
    # Loaded only for winmail.dat.
    from intake.mail import limits, tnef

    unpacked = tnef.unpack(content, limits.Limits())
    if unpacked is None:
        return [Member(name, content, "damaged")]
    return _counted([(file.name or "attachment", file.content) for file in unpacked.files], name, budget)


def _mail(content: bytes, name: str, budget: Budget) -> list[Member]:
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        pairs: list[tuple[str, bytes]] = []
        for number, part in enumerate(message.walk()):
            if number > 500 or len(pairs) > budget.limits.members:
                break
            if part.is_multipart():
                continue
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body and (part.get_filename() or part.get_content_maintype() not in ("text", "multipart")):
                pairs.append((str(part.get_filename() or "part"), body))
    # The standard library's parser crashes on real mail; a mail inside an archive is not worth more than this.
    except Exception:  # noqa: BLE001
        return [Member(name, content, "damaged")]
    return _counted(pairs, name, budget)


def _counted(pairs: list[tuple[str, bytes]], name: str, budget: Budget) -> list[Member]:
    found: list[Member] = []
    for inner, body in pairs:
        if len(body) > budget.limits.bytes_one or not budget.take(len(body)):
            found.append(Member(name, b"", "archive-too-large"))
            break
        found.append(Member(inner, body))
    return found
