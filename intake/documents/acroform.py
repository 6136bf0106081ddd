"""Values filled into a form. In: the bytes of a PDF with form fields. Out: each field with page, rectangle and value. Pure.

A filled form looks empty to everything that reads the page's own text, so the values are put onto the page as words where their boxes are.
One field may stand at several places: the Task Force Model of February 2025 has one field "Title" in both halves of the signature block.
"""

import contextlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from intake.documents import words as layout
from intake.documents.digital import Checked
from intake.documents.document import Source
from intake.documents.pdf import PdfPages
from intake.documents.words import Mark, MarkKind, Word

MAX_PAGES: Final = 60
"""Pages whose fields are read."""
MAX_WIDGETS: Final = 2_000
"""Fields read of one paper."""
MAX_VALUE: Final = 4_000
"""Characters kept of one value."""
_DEPTH: Final = 12

_PRINTED: Final = 4
_HIDDEN: Final = 2
_STAMP: Final = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([+\-Z])(\d{2})?'?(\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Filled:
    """One place of a form field. `kind` is "text", "tick", "choice" or "signature"."""

    name: str
    kind: str
    value: str
    ticked: bool
    page: int
    rect: tuple[float, float, float, float]  # left, bottom, right, top in page units
    shared: bool = False  # the same field stands in another place too
    signer: str | None = None
    signed_at: datetime | None = None
    checked: Checked | None = None  # of a filled signature field


def read(content: bytes) -> tuple[Filled, ...] | None:
    """Every field of the form, filled or not; None where the form cannot be understood."""
    # Loaded only for papers with a form: its import would cost every child start-up time.
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return None
        found = list(_widgets(reader))
    # The library raises anything on hostile files: KeyError, RecursionError, its own errors.
    except Exception:  # noqa: BLE001
        return None
    places: dict[str, int] = {}
    for item in found:
        places[item.name] = places.get(item.name, 0) + 1
    return tuple(replace(item, shared=places[item.name] > 1 and item.kind == "text") for item in found)


def with_checks(filled: Iterable[Filled], checks: Iterable[Checked]) -> tuple[tuple[Filled, ...], tuple[Checked, ...]]:
    """The fields with what is known of their signatures; and the checks of signatures that stand on no page."""
    known = {each.field: each for each in checks}
    placed = tuple(
        replace(item, checked=known.get(item.name) or known.get("") or Checked(item.name))
        if item.kind == "signature" and item.ticked
        else item
        for item in filled
    )
    names = {item.name for item in placed if item.checked is not None}
    return placed, tuple(each for each in known.values() if each.field not in names and (each.field or not names))


def _widgets(reader: Any) -> Iterable[Filled]:
    seen = 0
    for number in range(1, min(len(reader.pages), MAX_PAGES) + 1):
        annotations = reader.pages[number - 1].get("/Annots")
        for reference in annotations.get_object() if annotations is not None else ():
            widget = reference.get_object()
            seen += 1
            if seen > MAX_WIDGETS:
                return
            if widget.get("/Subtype") != "/Widget" or int(widget.get("/F", _PRINTED)) & _HIDDEN:
                continue
            # One broken field must not hide the others.
            with contextlib.suppress(Exception):
                item = _filled(widget, number)
                if item is not None:
                    yield item


def _inherited(widget: Any, key: str) -> Any:
    node = widget
    for _ in range(_DEPTH):
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        if parent is None:
            return None
        node = parent.get_object()
    return None


def _name(widget: Any) -> str:
    parts: list[str] = []
    node = widget
    for _ in range(_DEPTH):
        if "/T" in node:
            parts.append(str(node["/T"]))
        parent = node.get("/Parent")
        if parent is None:
            break
        node = parent.get_object()
    return ".".join(reversed(parts))


def _filled(widget: Any, page: int) -> Filled | None:
    kind, value = _inherited(widget, "/FT"), _inherited(widget, "/V")
    edges = [float(edge) for edge in widget["/Rect"]]
    rect = (min(edges[0], edges[2]), min(edges[1], edges[3]), max(edges[0], edges[2]), max(edges[1], edges[3]))
    name = _name(widget)
    if kind == "/Tx":
        return Filled(name, "text", str(value)[:MAX_VALUE].strip() if value is not None else "", False, page, rect)
    if kind == "/Btn":
        state = str(widget.get("/AS", value if value is not None else "/Off"))
        return Filled(name, "tick", state.lstrip("/"), state not in ("/Off", "", "None"), page, rect)
    if kind == "/Ch":
        first = value[0] if isinstance(value, list) and value else value
        return Filled(
            name, "choice", str(first)[:MAX_VALUE].strip() if first is not None and not isinstance(first, list) else "", False, page, rect
        )
    if kind == "/Sig":
        signature = value.get_object() if value is not None else None
        if signature is not None and signature.get("/Type") == "/DocTimeStamp":
            return None
        if signature is None:
            return Filled(name, "signature", "", False, page, rect)
        signer = str(signature.get("/Name", ""))[:200] or None
        return Filled(
            name, "signature", signer or "signed", True, page, rect, signer=signer, signed_at=moment(str(signature.get("/M", "")))
        )
    return None


def moment(text: str) -> datetime | None:
    """A PDF time stamp as aware UTC; None where it has no zone or makes no sense."""
    match = _STAMP.match(text)
    if not match or not match.group(7):
        return None
    year, month, day, hour, minute, second = (int(part or low) for part, low in zip(match.groups()[:6], (0, 1, 1, 0, 0, 0), strict=True))
    shift = timedelta(hours=int(match.group(8) or 0), minutes=int(match.group(9) or 0))
    try:
        zone = timezone(-shift if match.group(7) == "-" else shift)
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def put_onto(pages: PdfPages, filled: Iterable[Filled]) -> None:
    """Print the values onto their pages: texts as words across their boxes, ticks as ticked boxes."""
    words: dict[int, list[Word]] = {}
    marks: dict[int, list[Mark]] = {}
    for item in filled:
        box = pages.place(item.page, item.rect)
        if item.kind == "tick":
            marks.setdefault(item.page, []).append(Mark(MarkKind.BOX, box, ticked=item.ticked))
        elif item.kind != "signature" and item.value:
            words.setdefault(item.page, []).extend(layout.spread(item.value, box, item.page, Source.FORM))
    for page in {*words, *marks}:
        pages.add(page, tuple(words.get(page, ())), tuple(marks.get(page, ())))
