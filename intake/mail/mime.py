"""A mail cut into its parts by offsets, without copying. In: octets. Out: a tree of parts. Pure.

Every bound is checked while cutting, so that neither thousands of parts nor thousands of levels cost more than the bounds allow; the
standard parser builds the whole tree first, copies each octet several times and recurses until Python gives up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from intake.mail import headers
from intake.mail.headers import Fields
from intake.mail.limits import Limits
from intake.security import masking

NESTED_MAILS: Final = frozenset({"message/rfc822", "message/global", "message/news"})
_MAX_BOUNDARY: Final = 256


@dataclass(slots=True)
class Budget:
    """What reading one mail may still spend, and what was found broken on the way. Shared with nested mails."""

    limits: Limits
    parts: int
    delimiter_lines: int
    defects: set[str] = field(default_factory=set)

    def take(self) -> bool:
        """One part more; False where there were too many."""
        if self.parts <= 0:
            self.defects.add("parts-capped")
            return False
        self.parts -= 1
        return True


@dataclass(slots=True)
class Part:
    """One part: its fields, where its body lies in `source`, its type as declared and as it is read. A multipart has `children`."""

    fields: Fields
    media_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    encoding: str
    source: bytes
    start: int
    end: int
    depth: int
    declared: str
    children: tuple["Part", ...] = ()

    @property
    def body(self) -> memoryview:
        """The octets of the body, not decoded and not copied."""
        return memoryview(self.source)[self.start : self.end]


def cut(source: bytes, start: int, end: int, budget: Budget, *, depth: int = 0, default_type: str = "text/plain") -> Part:
    """The part whose header begins at `start`."""
    body, block_end = _body_start(source, start, end)
    fields = headers.read(source[start : min(block_end, start + budget.limits.header_block + 1)], budget.limits, budget.defects)
    declared = fields.get("content-type")
    media_type, parameters = headers.parameters(declared) if declared else (default_type, {})
    if declared and not _is_type(media_type):
        budget.defects.add("content-type-broken")
        media_type = "text/plain" if media_type in {"text", ""} else "application/octet-stream"
    shown, shown_parameters = headers.parameters(fields.get("content-disposition") or "")
    named = shown_parameters.get("filename") or parameters.get("name") or ""
    part = Part(
        fields=fields,
        media_type=media_type,
        parameters=parameters,
        disposition=shown,
        filename=masking.cut(headers.decode(named, budget.limits), budget.limits.filename_chars) if named else "",
        encoding=(fields.get("content-transfer-encoding") or "").partition(";")[0].strip().lower(),
        source=source,
        start=body,
        end=end,
        depth=depth,
        declared=media_type,
    )
    if media_type.startswith("multipart/"):
        _divide(part, budget)
    return part


def _divide(part: Part, budget: Budget) -> None:
    if part.depth >= budget.limits.depth:
        budget.defects.add("depth-capped")
        part.media_type = "application/octet-stream"
        return
    boundary = part.parameters.get("boundary", "")
    if not boundary or len(boundary) > _MAX_BOUNDARY:
        budget.defects.add("boundary-missing")
        part.media_type = "text/plain"
        return
    default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    children: list[Part] = []
    for start, end in _pieces(part, b"--" + boundary.encode("utf-8", "replace"), budget):
        if not budget.take():
            break
        children.append(cut(part.source, start, end, budget, depth=part.depth + 1, default_type=default))
    if not children:
        budget.defects.add("boundary-missing")
        part.media_type = "text/plain"
    part.children = tuple(children)


def _pieces(part: Part, delimiter: bytes, budget: Budget) -> Iterator[tuple[int, int]]:
    """Start and end of each child; a missing last delimiter ends with the multipart."""
    source, end = part.source, part.end
    opened: int | None = None
    for line_start, after, last in _delimiters(source, part.start, end, delimiter, budget):
        if opened is not None:
            yield opened, max(opened, line_start)
        if last:
            return
        opened = after
    if opened is not None:
        budget.defects.add("boundary-unclosed")
        if opened < end:
            yield opened, end


def _delimiters(source: bytes, start: int, end: int, delimiter: bytes, budget: Budget) -> Iterator[tuple[int, int, bool]]:
    """Each delimiter line: where the line end before it begins, where the next line begins, whether it is the last."""
    # Looked for with the line end before it: text in which the delimiter stands inside lines costs nothing.
    line_start = start if source.startswith(delimiter, start, end) else _next_line(source, delimiter, start, end)
    while line_start >= 0:
        if budget.delimiter_lines <= 0:
            budget.defects.add("parts-capped")
            return
        budget.delimiter_lines -= 1
        after = line_start + len(delimiter)
        line_end = source.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end
        rest = source[after : min(after + _MAX_BOUNDARY, line_end)].strip()
        if rest in {b"", b"--"}:
            yield _before_line_end(source, start, line_start), min(line_end + 1, end), rest == b"--"
        line_start = _next_line(source, delimiter, line_end, end)


def _next_line(source: bytes, beginning: bytes, start: int, end: int) -> int:
    """Where the next line that begins so begins, or -1."""
    found = source.find(b"\n" + beginning, start, end)
    return found + 1 if found >= 0 else -1


def _before_line_end(source: bytes, start: int, line_start: int) -> int:
    """The end of what stands before a delimiter: the line end in front of it belongs to the delimiter (RFC 2046 5.1.1)."""
    if line_start <= start:
        return start
    before = line_start - 1
    return before - 1 if before > start and source[before - 1] == 0x0D else before


def _body_start(source: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the body begins and where the header block ends."""
    if source.startswith(b"\r\n", start, end):
        return start + 2, start
    if source.startswith(b"\n", start, end):
        return start + 1, start
    crlf = source.find(b"\n\r\n", start, end)
    lf = source.find(b"\n\n", start, end if crlf < 0 else crlf)
    if lf >= 0:
        return lf + 2, lf + 1
    if crlf >= 0:
        return crlf + 3, crlf + 1
    return end, end


def _is_type(media_type: str) -> bool:
    kind, slash, name = media_type.partition("/")
    return bool(kind and slash and name) and media_type.isascii() and not any(c.isspace() or c in '<>()"' for c in media_type)
