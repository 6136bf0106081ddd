"""The parts of a mail sorted into body text, papers and nested mails. In: a tree of parts. Out: Contents. Pure.

A part that is a PDF by content is a paper whatever its type, name or disposition say: Apple Mail sends PDFs inline, amid the text.
"""

import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from intake.mail import charsets, headers, htmltext, mime, smime, tnef
from intake.mail.message import Attachment, Message
from intake.mail.mime import Budget, Part
from intake.security import masking

_TNEF_TYPES: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_OPAQUE_TYPES: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNATURE_TYPES: Final = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-encrypted",
        "application/applefile",
    }
)
"""Parts that belong to the wrapping, no papers."""
_REPORT_TYPES: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED_HEADERS: Final = frozenset({"text/rfc822-headers", "message/global-headers"})
_SNIFF: Final = 1024
_UU_BEGIN: Final = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,255})\n", re.MULTILINE)
_UU_LINES: Final = 2_000_000

Understand = Callable[[bytes, int, int, Budget, int], Message]
"""Reads a nested mail: source, start, end, budget, depth."""


@dataclass(slots=True)
class Segment:
    """A piece of body: as plain text, as HTML, or as both alternatives."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Contents:
    """What the parts hold. `digests` name the decoded leaves, however they were encoded."""

    attachments: list[Attachment] = field(default_factory=list)
    forwarded: list[Message] = field(default_factory=list)
    part_types: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    delivery_status: str = ""
    text: str = ""
    html: str | None = None


def read(root: Part, budget: Budget, understand: Understand) -> Contents:
    """Everything in `root`; what is broken is named in the budget's defects."""
    sorter = _Sorter(budget, understand)
    segments = sorter.sort(root, "")
    contents = sorter.contents
    contents.text = _as_text(segments, budget)
    htmls = [s.html for s in segments if s.html is not None]
    contents.html = _capped("\n".join(htmls), budget.limits.html_chars, budget) if htmls else None
    return contents


def _as_text(segments: list[Segment], budget: Budget) -> str:
    pieces: list[str] = []
    for segment in segments:
        if segment.plain is not None and (segment.plain.strip() or segment.html is None):
            pieces.append(segment.plain.strip("\n"))
        elif segment.html is not None:
            pieces.append(htmltext.convert(segment.html, budget.limits.text_chars))
    return _capped("\n\n".join(piece for piece in pieces if piece), budget.limits.text_chars, budget)


def _capped(text: str, bound: int, budget: Budget) -> str:
    if len(text) > bound:
        budget.defects.add("text-capped")
        return text[:bound]
    return text


class _Sorter:
    def __init__(self, budget: Budget, understand: Understand) -> None:
        self.budget = budget
        self.understand = understand
        self.contents = Contents()

    def sort(self, part: Part, container: str) -> list[Segment]:
        """The body segments of a part; its papers and mails go to `contents`."""
        kind = part.media_type
        self.contents.part_types.append(part.declared)
        if part.children:
            segments = [segment for child in part.children for segment in self.sort(child, container)]
            if kind == "multipart/encrypted":
                self.budget.defects.add("pgp-encrypted")
            return _alternative(segments) if kind == "multipart/alternative" else segments
        if kind in mime.NESTED_MAILS:
            return self._nested(part)
        content = self._decoded(part)
        if kind in _RETURNED_HEADERS:
            self._returned_headers(part, content)
            return []
        return self._leaf(part, content, container)

    def _leaf(self, part: Part, content: bytes, container: str) -> list[Segment]:
        kind = part.media_type
        pdf = b"%PDF-" in content[:_SNIFF]
        if kind in _REPORT_TYPES:
            status = content[: self.budget.limits.report_chars * 4]
            self.contents.delivery_status = charsets.decode(status, "utf-8").text[: self.budget.limits.report_chars].replace("\r\n", "\n")
            self._digest(content)
            return []
        if not pdf and kind in {"text/plain", "text/html"} and self._is_body(part):
            return [self._body(part, content)]
        digest = self._digest(content)
        if kind in _TNEF_TYPES or part.filename.lower() == "winmail.dat":
            segments = self._winmail(content)
            if segments is not None:
                return segments
            self.budget.defects.add("tnef-broken")
        elif kind in _OPAQUE_TYPES or part.filename.lower().endswith(".p7m"):
            unwrapped = self._unwrapped(part, content)
            if unwrapped is not None:
                return unwrapped
            self.budget.defects.add("smime-opaque")
        elif kind in _SIGNATURE_TYPES and not pdf:
            return []
        if content or part.filename:
            shown = Attachment(part.filename, kind, content, digest, container, inline=part.disposition != "attachment")
            self.contents.attachments.append(shown)
        return []

    def _is_body(self, part: Part) -> bool:
        if part.disposition == "attachment":
            return False
        # Some mailers name the first text of a mail; a named text after it is a file.
        return not part.filename or (part.disposition != "inline" and not self.contents.digests)

    def _body(self, part: Part, content: bytes) -> Segment:
        bound = self.budget.limits.html_chars if part.media_type == "text/html" else self.budget.limits.text_chars
        octets = content
        if len(octets) > bound * 4:
            octets = octets[: bound * 4]
            self.budget.defects.add("text-capped")
        text, guessed = charsets.decode(octets, part.parameters.get("charset"))
        if guessed:
            self.budget.defects.add("charset-guessed")
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        if part.media_type == "text/html":
            self.contents.digests.append(_text_digest(text))
            return Segment(html=_capped(text, bound, self.budget))
        if part.parameters.get("format", "").lower() == "flowed":
            text = _unflowed(text, part.parameters.get("delsp", "").lower() == "yes")
        self.contents.digests.append(_text_digest(text))
        if "begin " in text:
            text = self._without_uuencoded(text)
        return Segment(plain=_capped(text, bound, self.budget))

    def _digest(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.contents.digests.append(digest)
        return digest

    def _decoded(self, part: Part) -> bytes:
        """The body with its transfer encoding taken off; an unknown or broken one is named and read as well as it can be."""
        match part.encoding:
            case "base64":
                return headers.base64(part.body)
            case "quoted-printable":
                return binascii.a2b_qp(part.body)
            case "x-uuencode" | "uuencode" | "x-uue":
                found = _uudecoded(part.body.tobytes().decode("latin-1").replace("\r\n", "\n"), 0)
                return found[1] if found else part.body.tobytes()
            case "" | "7bit" | "8bit" | "binary":
                return part.body.tobytes()
            case _:
                self.budget.defects.add("encoding-unknown")
                return part.body.tobytes()

    def _nested(self, part: Part) -> list[Segment]:
        source, start, end = part.source, part.start, part.end
        if part.encoding in {"base64", "quoted-printable"}:
            source = self._decoded(part)
            start, end = 0, len(source)
        if part.depth >= self.budget.limits.depth or not self.budget.take():
            self.budget.defects.add("depth-capped")
            content = source[start:end]
            self.contents.attachments.append(Attachment(part.filename, part.media_type, content, self._digest(content)))
            return []
        nested = self.understand(source, start, end, self.budget, part.depth + 1)
        self.contents.forwarded.append(nested)
        self.contents.digests.append(nested.identity_sha256)
        self.contents.attachments.extend(replace(one, container="message/rfc822") for one in nested.attachments)
        return []

    def _returned_headers(self, part: Part, content: bytes) -> None:
        """The header of a returned letter is kept like the letter itself."""
        self._digest(content)
        if part.depth < self.budget.limits.depth:
            self.contents.forwarded.append(self.understand(content, 0, len(content), self.budget, part.depth + 1))

    def _winmail(self, content: bytes, depth: int = 0) -> list[Segment] | None:
        unpacked = tnef.unpack(content, self.budget.limits)
        if unpacked is None or depth > self.budget.limits.depth:
            return None
        for one in unpacked.files:
            if not self.budget.take():
                break
            if one.embedded and self._winmail(one.content, depth + 1) is not None:
                continue
            digest = hashlib.sha256(one.content).hexdigest()
            name = masking.cut(headers.decode(one.name, self.budget.limits), self.budget.limits.filename_chars)
            self.contents.attachments.append(
                Attachment(name, one.media_type or "application/octet-stream", one.content, digest, "application/ms-tnef")
            )
        if not (unpacked.text.strip() or unpacked.html.strip()):
            return []
        # A mail whose own text stands beside the winmail.dat repeats it inside.
        if any(kind in {"text/plain", "text/html"} for kind in self.contents.part_types):
            return []
        return [Segment(unpacked.text.replace("\r\n", "\n") or None, unpacked.html or None)]

    def _unwrapped(self, part: Part, content: bytes) -> list[Segment] | None:
        signed = smime.signed_content(content)
        if signed is None or part.depth >= self.budget.limits.depth or not self.budget.take():
            return None
        inner = mime.cut(signed, 0, len(signed), self.budget, depth=part.depth + 1)
        return self.sort(inner, "application/pkcs7-mime")

    def _without_uuencoded(self, text: str) -> str:
        """Body text without the files that old mailers put into it; the files become attachments."""
        position = 0
        for _ in range(self.budget.limits.uuencoded):
            found = _UU_BEGIN.search(text, position)
            if found is None:
                break
            decoded = _uudecoded(text, found.start())
            if decoded is None:
                position = found.end()
                continue
            name, content, end = decoded
            self.contents.attachments.append(
                Attachment(name, "application/octet-stream", content, hashlib.sha256(content).hexdigest(), "x-uuencode")
            )
            text = text[: found.start()] + text[end:]
            position = found.start()
        return text


def _alternative(segments: list[Segment]) -> list[Segment]:
    """One segment from the alternatives: the first plain text that says something, and all HTML (some mailers cut it around a picture)."""
    if not segments:
        return []
    plain = next((s.plain for s in segments if s.plain is not None and s.plain.strip()), None)
    if plain is None:
        plain = next((s.plain for s in segments if s.plain is not None), None)
    htmls = [s.html for s in segments if s.html is not None]
    return [Segment(plain, "\n".join(htmls) if htmls else None)]


def _text_digest(text: str) -> str:
    # Servers that render a mail anew wrap lines otherwise and drop spaces at their ends; the words stay.
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _unflowed(text: str, delete_space: bool) -> str:
    """Paragraphs of format=flowed put together again (RFC 3676)."""
    lines: list[list[str]] = []
    open_quote: str | None = None
    for line in text.split("\n"):
        quote = line[: len(line) - len(line.lstrip(">"))]
        words = line[len(quote) :]
        words = words[1:] if words.startswith(" ") else words
        flows = words.endswith(" ") and words != "-- "
        kept = words[:-1] if flows and delete_space else words
        if open_quote is not None and open_quote == quote and words != "-- ":
            lines[-1].append(kept)
        else:
            lines.append([f"{quote} {kept}" if quote else kept])
        open_quote = quote if flows else None
    return "\n".join("".join(pieces) for pieces in lines)


def _uudecoded(text: str, start: int) -> tuple[str, bytes, int] | None:
    """Name, content and end of the uuencoded file that begins at or after `start`; None where it is none."""
    begin = _UU_BEGIN.search(text, start)
    if begin is None:
        return None
    pieces: list[bytes] = []
    position = begin.end()
    for _ in range(_UU_LINES):
        line_end = text.find("\n", position)
        line = text[position : line_end if line_end >= 0 else len(text)]
        if line.strip() == "end":
            return begin[1].strip(), b"".join(pieces), len(text) if line_end < 0 else line_end + 1
        if line_end < 0:
            return None
        try:
            pieces.append(binascii.a2b_uu(line))
        except (binascii.Error, ValueError):
            return None
        position = line_end + 1
    return None
