"""Documents as the public JSON, and back. In: a Document, or untrusted JSON values. Out: the other. Pure.

The names are those of `intake inspect --json`; a few more keys carry what only the service itself needs. Decoding trusts nothing: a child
that a hostile paper took over may answer anything, so each value's type, range and length is checked.
"""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, TypeVar

from intake.documents.document import FIELD_NAMES, BBox, Document, Field, Form, Issue, Model, Sensitive, Signature, Source, State, Verdict

MAX_ITEMS: Final = 400
"""Entries of one list."""
MAX_TEXT: Final = 4_000
"""Characters of one text."""
MAX_PAGES: Final = 1_000_000
MAX_LINES: Final = 1_000_000
MODIFICATIONS: Final = ("none", "archival", "form_filling", "other")
TRUST: Final = ("trusted", "untrusted", "expired", "unchecked")
MAX_POINTS: Final = 1_000_000
"""From the corner of a page, either way."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
_Choice = TypeVar("_Choice", bound=StrEnum)
_Item = TypeVar("_Item")
_SHA: Final = re.compile(r"[0-9a-f]{64}")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE: Final = re.compile(r"[a-z][a-z0-9\-]{0,60}")


_OWN: Final = frozenset({"blank", "fully_read", "first_page", "state", "text_excerpt"})
"""Keys that are no part of the contract."""


class BadDocument(ValueError):
    """JSON that is no document. The text names the key, never its content."""


def encode(document: Document) -> dict[str, Json]:
    """The document as JSON values, in the public names."""
    return {
        "sha256": document.sha256,
        "media_type": document.media_type,
        "pages": document.pages,
        "form": str(document.form),
        "model": str(document.model) if document.model else None,
        "form_revision": document.form_revision,
        "fields": {field.name: _field(field) for field in document.fields},
        "signatures": [_signature(signature) for signature in document.signatures],
        "issues": [{"code": i.code, "text": i.text, "page": i.page, "audience": i.audience} for i in document.issues],
        "sensitive": [_sensitive(place) for place in document.sensitive],
        "seconds": document.seconds,
        "blank": document.blank,
        "fully_read": document.fully_read,
        "first_page": document.first_page,
        "state": str(document.state),
        "text_excerpt": document.text_excerpt,
    }


def public(document: Document) -> dict[str, Json]:
    """What `intake inspect --json` prints of a document: the contract's keys alone."""
    return {key: value for key, value in encode(document).items() if key not in _OWN}


def _field(field: Field) -> dict[str, Json]:
    value: Json = list(field.value) if isinstance(field.value, tuple) else field.value
    return {
        "value": value,
        "raw": field.raw,
        "page": field.page,
        "bbox": list(field.bbox),
        "source": str(field.source),
        "confidence": field.confidence,
    }


def _signature(s: Signature) -> dict[str, Json]:
    return {
        "party": s.party, "verdict": str(s.verdict), "kind": s.kind, "page": s.page, "bbox": list(s.bbox), "integrity": s.integrity,
        "signer": s.signer,
        "signed_at": s.signed_at.isoformat() if s.signed_at else None,
        "modification": s.modification, "trust": s.trust,
    }  # fmt: skip


def _sensitive(place: Sensitive) -> Json:
    told: dict[str, Json] = {"kind": place.kind, "page": place.page, "bbox": list(place.bbox)}
    return told if place.line is None else {**told, "line": place.line}


def decode(value: object) -> Document:
    """A document out of JSON values. Raises BadDocument."""
    item = _object(value, "document")
    return Document(
        sha256=_match(item, "sha256", _SHA),
        media_type=_text(item, "media_type", 120),
        pages=_integer(item, "pages", 0, MAX_PAGES),
        first_page=_integer(item, "first_page", 1, MAX_PAGES) if "first_page" in item else 1,
        form=_choice(item, "form", Form),
        model=_choice(item, "model", Model) if item.get("model") is not None else None,
        form_revision=_match(item, "form_revision", _ISO) if item.get("form_revision") is not None else None,
        fields=tuple(_decode_field(name, entry) for name, entry in _bounded_object(item, "fields").items()),
        signatures=_list(item, "signatures", _decode_signature),
        issues=_list(item, "issues", _decode_issue),
        sensitive=_list(item, "sensitive", _decode_sensitive),
        blank=_boolean(item, "blank", False),
        fully_read=_boolean(item, "fully_read", True),
        state=_choice(item, "state", State) if "state" in item else State.READ,
        seconds=_number(item, "seconds", 0.0, 1e6),
        text_excerpt=_text(item, "text_excerpt", MAX_TEXT) if "text_excerpt" in item else "",
    )


def _decode_field(name: str, entry: object) -> Field:
    if name not in FIELD_NAMES:
        raise BadDocument("fields: unknown name")
    item = _object(entry, name)
    raw = item.get("value")
    value: str | int | tuple[str, ...]
    if isinstance(raw, bool):
        raise BadDocument(f"{name}.value: no field is a truth value")
    if isinstance(raw, int):
        value = _integer(item, "value", -1_000_000_000, 1_000_000_000)
    elif isinstance(raw, str):
        value = _text(item, "value", MAX_TEXT)
    else:
        value = _list(item, "value", lambda part: _plain(part, 200))
    return Field(
        name,
        value,
        _text(item, "raw", MAX_TEXT),
        _integer(item, "page", 0, MAX_PAGES),
        _bbox(item),
        _choice(item, "source", Source),
        _number(item, "confidence", 0.0, 1.0),
    )


def _decode_signature(entry: object) -> Signature:
    item = _object(entry, "signatures")
    return Signature(
        party=_one_of(item, "party", ("agency", "office")),
        verdict=_choice(item, "verdict", Verdict),
        kind=_one_of(item, "kind", ("ink", "image", "digital", "typed")) if item.get("kind") is not None else None,
        page=_integer(item, "page", 0, MAX_PAGES),
        bbox=_bbox(item),
        integrity=_one_of(item, "integrity", ("intact", "altered", "unknown")) if item.get("integrity") is not None else None,
        signer=_text(item, "signer", 300) if item.get("signer") is not None else None,
        signed_at=_moment(item) if item.get("signed_at") is not None else None,
        modification=_one_of(item, "modification", MODIFICATIONS) if item.get("modification") is not None else None,
        trust=_one_of(item, "trust", TRUST) if item.get("trust") is not None else None,
    )


def _decode_issue(entry: object) -> Issue:
    item = _object(entry, "issues")
    page = _integer(item, "page", 0, MAX_PAGES) if item.get("page") is not None else None
    return Issue(_match(item, "code", _CODE), _text(item, "text", MAX_TEXT), page, _one_of(item, "audience", ("sender", "staff")))


def _decode_sensitive(entry: object) -> Sensitive:
    item = _object(entry, "sensitive")
    kind = _one_of(item, "kind", ("ssn", "date_of_birth", "roster"))
    line = _integer(item, "line", 1, MAX_LINES) if item.get("line") is not None else None
    return Sensitive(kind, _integer(item, "page", 0, MAX_PAGES), _bbox(item), line)


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict) or len(value) > MAX_ITEMS or not all(isinstance(key, str) for key in value):
        raise BadDocument(f"{name}: an object is needed")
    return value


def _bounded_object(item: dict[str, object], key: str) -> dict[str, object]:
    return _object(item.get(key), key)


def _list(item: dict[str, object], key: str, decode_one: Callable[[object], _Item]) -> tuple[_Item, ...]:
    value = item.get(key)
    if not isinstance(value, list) or len(value) > MAX_ITEMS:
        raise BadDocument(f"{key}: a list of at most {MAX_ITEMS} is needed")
    return tuple(decode_one(entry) for entry in value)


def _plain(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise BadDocument("a text is needed")
    if value.isascii() and "\x00" not in value:
        return value
    # A lone surrogate would pass JSON and break the database later.
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _text(item: dict[str, object], key: str, most: int) -> str:
    value = item.get(key)
    if not isinstance(value, str) or len(value) > most:
        raise BadDocument(f"{key}: a text of at most {most} characters is needed")
    return _plain(value, most)


def _match(item: dict[str, object], key: str, pattern: re.Pattern[str]) -> str:
    value = item.get(key)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadDocument(f"{key}: not of the form needed")
    return value


def _integer(item: dict[str, object], key: str, low: int, high: int) -> int:
    value = item.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadDocument(f"{key}: a whole number from {low} to {high} is needed")
    return value


def _number(item: dict[str, object], key: str, low: float, high: float) -> float:
    value = item.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or not low <= value <= high:
        raise BadDocument(f"{key}: a number from {low} to {high} is needed")
    return float(value)


def _boolean(item: dict[str, object], key: str, default: bool) -> bool:
    value = item.get(key, default)
    if not isinstance(value, bool):
        raise BadDocument(f"{key}: true or false is needed")
    return value


def _one_of(item: dict[str, object], key: str, choices: tuple[str, ...]) -> str:
    value = item.get(key)
    if not isinstance(value, str) or value not in choices:
        raise BadDocument(f"{key}: one of {', '.join(choices)} is needed")
    return value


def _choice(item: dict[str, object], key: str, kind: type[_Choice]) -> _Choice:
    value = item.get(key)
    try:
        return kind(value if isinstance(value, str) else "")
    except ValueError:
        raise BadDocument(f"{key}: unknown value") from None


def _bbox(item: dict[str, object]) -> BBox:
    value = item.get("bbox")
    if not isinstance(value, list) or len(value) != 4:
        raise BadDocument("bbox: four numbers are needed")
    # Of these two types alone (True is an int too); a comparison with NaN is false.
    if not all(type(part) in (int, float) and -MAX_POINTS <= part <= MAX_POINTS for part in value):
        raise BadDocument("bbox: four numbers are needed")
    left, top, right, bottom = map(float, value)
    return left, top, right, bottom


def _moment(item: dict[str, object]) -> datetime:
    text = _text(item, "signed_at", 40)
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise BadDocument("signed_at: an ISO 8601 time is needed") from None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value
