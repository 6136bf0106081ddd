"""All replies as a sender would see them, with sample facts. In: a Renderer. Out: Previews, for an admin's eyes and for tests."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.replies import samples
from intake.replies.catalogue import REPLIES
from intake.replies.facts import Rendered
from intake.replies.renderer import Renderer


@dataclass(frozen=True, slots=True)
class Preview:
    """One reply with one set of sample facts."""

    name: str
    case: str  # "full", "usual", "minimal"
    rendered: Rendered


def every(renderer: Renderer) -> Iterator[Preview]:
    """Each reply with each set of clean sample facts."""
    for name in REPLIES:
        yield from of(renderer, name)


def of(renderer: Renderer, name: str) -> Iterator[Preview]:
    """One reply with each set of clean sample facts. Raises errors.TemplateError for a name that is not in the catalogue."""
    for case in samples.CLEAN:
        yield Preview(name, case, renderer.render(name, samples.FACTS[case]))
