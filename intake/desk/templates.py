"""The texts of replies, for those who word them. In: a Renderer, or a folder of edited texts. Out: previews on invented cases, faults."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intake.replies import folders, previews, renderer, samples
from intake.replies.catalogue import REPLIES
from intake.replies.previews import Preview
from intake.replies.renderer import Renderer

PREFIX: Final = "acknowledgement."
CASES: Final = dict(samples.MEANINGS)
"""The invented cases by name, with what each is about."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One reply of the catalogue. `case` is the one that shows it best."""

    name: str
    purpose: str
    case: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One reply as a sender would see it. `template` is what is really sent in this case; it may be another reply than `name`."""

    name: str
    case: str
    template: str
    subject: str
    text: str
    html: str
    shipped_instead: bool  # the edited text cannot be used


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text, where, and how to mend it. `line` is None where it is the file as a whole."""

    file: str
    line: int | None
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Checked:
    """`edited` counts the texts of the folder that are in use or would be."""

    edited: int
    faults: tuple[Fault, ...]


def listing() -> tuple[Listed, ...]:
    """All replies, in the order of the catalogue."""
    return tuple(Listed(reply.name, reply.purpose, reply.case) for reply in REPLIES.values())


def show(made: Renderer, name: str, case: str = "") -> Shown:
    """One reply; `name` may lack the "acknowledgement." at its front. Raises errors.TemplateError for an unknown name or case."""
    return _shown(previews.one(made, name if name.startswith(PREFIX) else PREFIX + name, case))


def show_all(made: Renderer, name: str = "", case: str = "") -> Iterator[Shown]:
    """Every reply, or the one named, in every case, or in the one named. Raises errors.TemplateError."""
    for each in (name,) if name else REPLIES:
        for one in (case,) if case else CASES:
            yield show(made, each, one)


def _shown(preview: Preview) -> Shown:
    found = preview.rendered
    return Shown(preview.name, preview.case, found.template, found.subject, found.text, found.html, found.fallback)


def check(folder: Path | None) -> Checked:
    """Prove the texts of `folder`, with the shipped ones under them. Raises errors.TemplateError where there is no such folder."""
    faults = tuple(Fault(each.where, each.line or None, each.what, each.remedy) for each in renderer.check(folder))
    return Checked(len(folders.read(folder).sources) if folder else 0, faults)
