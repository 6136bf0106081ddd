"""Which models an agency asks for. In: a letter's text and its ticked boxes. Out: one field. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from intake.documents.body import Body
from intake.documents.document import Field, Model
from intake.documents.words import Line, MarkKind, PageWords

_NAMES: Final = (
    (Model.JEM, re.compile(r"\bjail\s+enforcement(?:\s+(?:model|program|officers?))?|\bJEM\b|\bjail\s+model\b", re.IGNORECASE)),
    (Model.TFM, re.compile(r"\btask\s+force(?:\s+(?:model|program|officers?|agreement))|\bTFM\b|287\(g\)\s+task\s+force", re.IGNORECASE)),
    (Model.WSO, re.compile(r"\bwarrant\s+service(?:\s+officers?)?(?:\s+(?:model|program))?|\bWSO\b", re.IGNORECASE)),
)
_TICK: Final = re.compile(r"^\s*(?:[☒☑✓✔✗✘■●]|\[\s*[xX✓✔]\s*\]|\(\s*[xX✓✔]\s*\)|_*[xX✓✔]_*(?=\s))\s*")
_EMPTY: Final = re.compile(r"^\s*(?:[☐□○◯]|\[\s*\]|\(\s*\)|\[_+\]|_{2,})\s*")
_NOT: Final = re.compile(
    r"\b(?:not|nor|rather\s+than|instead\s+of|already\s+(?:participat|have|hold|operat)\w*|currently\s+(?:participat|operat"
    r"|hold)\w*|declin\w+|previously|without)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\b(?:request|participat|apply|application|interest|wish|seek|enter|join|partner|would\s+like|propos|enroll|submit"
    r"|choose|chosen|select)",
    re.IGNORECASE,
)


def read(body: Body, pages: Sequence[PageWords], start: int, end: int) -> list[Field]:
    """models_requested, from ticked boxes where there are any, else from the running text."""
    ticked = _ticked(body, pages)
    if ticked is not None:
        models, line = ticked
        if not models:
            return []
        index = body.lines.index(line)
        at = body.start_of(index)
        return [body.field("models_requested", _values(models), at, at + len(line.text), 0.95)]
    found: dict[Model, tuple[int, int]] = {}
    asked: dict[Model, tuple[int, int]] = {}
    for model, pattern in _NAMES:
        for match in pattern.finditer(body.flow):
            before = body.flow[max(0, match.start() - 90) : match.start()]
            if _NOT.search(before):
                continue
            found.setdefault(model, match.span())
            sentence = body.flow[max(body.flow.rfind(". ", 0, match.start()), 0) : match.end()]
            if start <= match.start() <= end and _ASKS.search(sentence):
                asked.setdefault(model, match.span())
    chosen = asked or found
    if not chosen:
        return []
    first, last = min(span[0] for span in chosen.values()), max(span[1] for span in chosen.values())
    return [body.field("models_requested", _values(chosen), first, last, 0.92 if asked else 0.7)]


def _values(models: dict[Model, tuple[int, int]] | list[Model]) -> tuple[str, ...]:
    return tuple(str(model) for model in (Model.JEM, Model.TFM, Model.WSO) if model in models)


def _ticked(body: Body, pages: Sequence[PageWords]) -> tuple[list[Model], Line] | None:
    """Models whose box is ticked, and the line of one of them; None where the letter has no boxes to tick."""
    boxes_seen = 0
    models: list[Model] = []
    where: Line | None = None
    by_number = {page.number: page for page in pages}
    for line in body.lines:
        model = next((m for m, pattern in _NAMES if pattern.search(line.text)), None)
        if model is None or len(line.text) > 90:
            continue
        state = _state_of(line, by_number.get(line.page))
        if state is None:
            continue
        boxes_seen += 1
        where = where or line
        if state:
            models.append(model)
            where = line
    return (models, where) if boxes_seen >= 2 and where else None


def _state_of(line: Line, page: PageWords | None) -> bool | None:
    if _TICK.match(line.text):
        return True
    if _EMPTY.match(line.text):
        return False
    middle = (line.bbox[1] + line.bbox[3]) / 2
    for mark in page.marks if page else ():
        beside = mark.bbox[1] - 3 <= middle <= mark.bbox[3] + 3
        gap = max(line.bbox[0] - mark.bbox[2], mark.bbox[0] - line.bbox[2])
        if beside and mark.kind is MarkKind.BOX and -2 <= gap <= 40:
            return bool(mark.ticked)
        # "___ Task Force Model": a short rule to write a cross on, with nothing on it.
        if beside and mark.kind is MarkKind.RULE and mark.bbox[2] - mark.bbox[0] < 50 and -2 <= gap <= 15:
            return False
    return None
